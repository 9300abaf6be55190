"""Screen <-> voxel, the one transform that picture, boxes, scale bar and ruler share."""

from __future__ import annotations

from dataclasses import dataclass

from glioma_desktop.annotation.measure import Ruling
from glioma_desktop.study.geometry import DisplayAxes


@dataclass(frozen=True, slots=True)
class ViewTransform:
    """How a slice lies on the screen.

    Voxel coordinates here are edge coordinates: voxel i spans i to i + 1. Screen coordinates are logical px from the
    top left of the view.

    Attributes:
        axes: Transposition and flips of the radiological display.
        shape: (rows, columns) of the slice.
        spacing: (row, column) size of a voxel in mm (1, 1 where not known), so that voxels keep their true shape.
        scale: Screen px a mm.
        middle: (x, y) of the view's middle.
        centre: (row, column) of the voxel coordinate shown there.
    """

    axes: DisplayAxes
    shape: tuple[int, int]
    spacing: tuple[float, float]
    scale: float
    middle: tuple[float, float]
    centre: tuple[float, float]

    def _steps(self) -> tuple[float, float]:
        down, right = (self.spacing[1], self.spacing[0]) if self.axes.transpose else self.spacing
        return down * self.scale, right * self.scale

    def to_screen(self, row: float, column: float) -> tuple[float, float]:
        """(x, y) of a voxel coordinate."""
        down, right = self.axes.to_screen(row, column, *self.shape)
        down0, right0 = self.axes.to_screen(*self.centre, *self.shape)
        step_down, step_right = self._steps()
        return self.middle[0] + (right - right0) * step_right, self.middle[1] + (down - down0) * step_down

    def to_voxel(self, x: float, y: float) -> tuple[float, float]:
        """(row, column) of a screen point."""
        down0, right0 = self.axes.to_screen(*self.centre, *self.shape)
        step_down, step_right = self._steps()
        down, right = down0 + (y - self.middle[1]) / step_down, right0 + (x - self.middle[0]) / step_right
        return self.axes.to_voxel(down, right, *self.shape)

    def from_row_column(self) -> tuple[float, float, float, float, float, float]:
        """``to_screen`` as the six numbers of a QTransform: (m11, m12, m21, m22, dx, dy) over (row, column)."""
        x0, y0 = self.to_screen(0, 0)
        x_row, y_row = self.to_screen(1, 0)
        x_column, y_column = self.to_screen(0, 1)
        return x_row - x0, y_row - y0, x_column - x0, y_column - y0, x0, y0

    def image_rect(self) -> tuple[float, float, float, float]:
        """(x, y, width, height) of the whole slice on the screen."""
        x0, y0 = self.to_screen(0, 0)
        x1, y1 = self.to_screen(*self.shape)
        return min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)

    @property
    def voxel_px(self) -> float:
        """Screen px of one voxel across the screen: the zoom that is shown."""
        return self._steps()[1]


def ruling(transform: ViewTransform, measurable: bool) -> Ruling:
    """What rulers measure with: the picture's own mm, or px as wide as one voxel across the screen, as in the scale bar."""
    if measurable:
        return Ruling(transform.spacing, "mm")
    across = transform.voxel_px / transform.scale
    return Ruling((transform.spacing[0] / across, transform.spacing[1] / across), "px")


def fit_scale(
    axes: DisplayAxes, shape: tuple[float, float], spacing: tuple[float, float], size: tuple[float, float]
) -> float:
    """The scale in px a mm at which a slice of ``shape`` fits into a view of ``size`` (width, height)."""
    height, width = shape[0] * spacing[0], shape[1] * spacing[1]
    if axes.transpose:
        height, width = width, height
    return max(1e-6, min(size[0] / max(width, 1e-6), size[1] / max(height, 1e-6)))
