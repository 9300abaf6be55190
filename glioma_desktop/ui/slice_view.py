"""One slice as a picture with its overlays. It paints and answers where things are; it changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF, QTransform
from PySide6.QtWidgets import QSizePolicy, QWidget

from glioma_desktop.study.geometry import DisplayAxes, Edges, display_axes, edge_letters
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui import overlay_painter as paint
from glioma_desktop.ui import plane_painter, theme
from glioma_desktop.ui.margin_fit import INSIDE_BOTTOM, INSIDE_TOP
from glioma_desktop.ui.margin_texts import Margin, draw_margin
from glioma_desktop.ui.measure_painter import MeasureShape, draw_measurements
from glioma_desktop.ui.mirror_painter import Mirror, paint_mirror
from glioma_desktop.ui.patient_space import Bounds
from glioma_desktop.ui.slice_picture import Place, SlicePicture
from glioma_desktop.ui.view_geometry import ViewTransform, fit_scale
from glioma_desktop.ui.view_state import Window
from glioma_desktop.ui.window_level import preset_window, to_screen

SIDE = 24


@dataclass(frozen=True)
class BoxShape:
    """A box to draw: (row_start, row_stop, column_start, column_stop) in edge coordinates of the shown slice.

    Attributes:
        dashed: It belongs to another series and is shown here for orientation.
        quiet: Of another lesion than the one that is drawn on: drawn in grey.
        label: In the margin beside the box when there are several lesions.
    """

    bounds: tuple[float, float, float, float]
    lesion: str
    dashed: bool = False
    quiet: bool = False
    locked: bool = False
    label: str = ""


@dataclass(frozen=True)
class Overlays:
    """What is drawn over the slice besides letters and scale bar.

    Attributes:
        outlines: Closed lines of (row, column) edge coordinates.
        stroke: A freehand line under way.
        extents: Closed lines: how far boxes of another plane reach.
        crosshair: (row, column) edge coordinates that the three planes go through.
        reference: Where the active viewport's slice cuts this one: pairs of (row, column) edge coordinates.
        measures: Measurements on the slice.
        region: A rectangle that the window is to be taken from: (row, column) of two opposite corners.
        handles: Index of the box whose handles show, -1 for none; ``near`` names the handle under the cursor.
        flash: The box with handles was just moved by a key.
        corners: Texts: top left lines, top right, bottom left lines; each line is (strong part, rest).
        cursor_text: Beside the cursor at ``cursor`` during a drag.
        mirror: The mirror lens while it is held.
    """

    boxes: tuple[BoxShape, ...] = ()
    outlines: tuple[tuple[tuple[float, float], ...], ...] = ()
    stroke: tuple[tuple[float, float], ...] = ()
    extents: tuple[tuple[tuple[float, float], ...], ...] = ()
    crosshair: tuple[float, float] | None = None
    reference: tuple[tuple[tuple[float, float], tuple[float, float]], ...] = ()
    measures: tuple[MeasureShape, ...] = ()
    region: tuple[tuple[float, float], ...] = ()
    handles: int = -1
    near: str | None = None
    flash: bool = False
    top_left: tuple[tuple[str, str], ...] = ()
    top_right: str = ""
    bottom_left: tuple[tuple[str, str], ...] = ()
    cursor_text: str = ""
    cursor: tuple[float, float] = (0, 0)
    sentence: str = ""
    mirror: Mirror | None = None


@lru_cache(maxsize=512)
def polygon(line: tuple[tuple[float, float], ...]) -> QPolygonF:
    """A line of (row, column) points as Qt has it, (row, column) for (x, y)."""
    return QPolygonF([QPointF(row, column) for row, column in line])


class SliceView(QWidget):
    """Shows one slice of a volume; black where there is none.

    Attributes:
        scale: Screen px a mm; None fits ``frame`` into the view.
        centre: (row, column) at the middle of the view; None: the middle of ``frame``.
        frame: What has to be seen, (row_start, row_stop, column_start, column_stop); None: the whole slice.
        pending: The slice has not been read yet: black in its place.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.volume: Volume | None = None
        self.slice_index = 0
        self.window_level = Window(1, 0.5)
        self.scale: float | None = None
        self.centre: tuple[float, float] | None = None
        self.frame: Bounds | None = None
        self.smooth = True
        self.active = False
        self.overlays = Overlays()
        self.overlays_visible = True
        self.pending = False
        self._serial = 0
        self._axes, self._edges = DisplayAxes(), Edges("", "", "", "")
        self._picture = SlicePicture()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def show_slice(self, volume: Volume | None, slice_index: int, window: Window | None = None) -> None:
        """Show a slice of a volume (None: nothing) through a window (default: the automatic one)."""
        self._serial += volume is not self.volume
        if volume is not self.volume and volume is not None:
            self._axes = display_axes(volume.affine, volume.orientation_known)
            self._edges = edge_letters(volume)
        if volume is not None and window is None:
            window = preset_window(volume, "auto")
        self.volume, self.slice_index = volume, slice_index
        if window is not None:
            self.window_level = window
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Small enough for two beside each other at 1280 px."""
        return QSize(160, 160)

    def transform_now(self) -> ViewTransform | None:
        """The transform of the shown slice; None without one."""
        volume = self.volume
        if volume is None:
            return None
        shape = volume.shape[1:]
        spacing = volume.spacing_mm[1:] if min(volume.spacing_mm[1:]) > 0 else (1.0, 1.0)
        r0, r1, c0, c1 = self.frame or (0, shape[0], 0, shape[1])
        centre = self.centre or ((r0 + r1) / 2, (c0 + c1) / 2)
        middle = self.width() / 2, self.height() / 2
        return ViewTransform(self._axes, shape, spacing, self.scale or self.fitted_scale(), middle, centre)

    def fitted_scale(self) -> float:
        """Px a mm at which the frame fits into the view; 1 without a slice."""
        volume = self.volume
        if volume is None:
            return 1.0
        spacing = volume.spacing_mm[1:] if min(volume.spacing_mm[1:]) > 0 else (1.0, 1.0)
        r0, r1, c0, c1 = self.frame or (0, volume.shape[1], 0, volume.shape[2])
        room = max(1, self.width() - 2 * SIDE), max(1, self.height() - 2 * SIDE)
        return fit_scale(self._axes, (r1 - r0, c1 - c0), spacing, room)

    def box_rect(self, index: int) -> QRectF | None:
        """Where a box of the overlays stands on the screen."""
        transform = self.transform_now()
        if transform is None or not 0 <= index < len(self.overlays.boxes):
            return None
        r0, r1, c0, c1 = self.overlays.boxes[index].bounds
        return paint.crisp_rect(*transform.to_screen(r0, c0), *transform.to_screen(r1, c1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture, boxes, letters, texts; the accent line of the active viewport last."""
        painter = QPainter(self)
        transform = self.transform_now()
        if transform is None:
            painter.fillRect(self.rect(), QColor(0, 0, 0))
        else:
            self._paint_slice(painter, transform)
            if self.overlays_visible:
                self._paint_shapes(painter, transform)
            if self.overlays.mirror is not None:
                paint_mirror(painter, QRectF(self.rect()), transform, self.overlays.mirror, self.smooth)
            self._paint_texts(painter, transform)
        if transform is None and self.overlays.sentence:
            painter.setPen(theme.current().color("overlay_muted"))
            painter.setFont(theme.app_font())
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 24, -24, -24), int(flags), self.overlays.sentence)
        if self.active:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.current().color("overlay_accent"), 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()

    def _paint_slice(self, painter: QPainter, transform: ViewTransform) -> None:
        volume = self.volume
        assert volume is not None
        if self.pending:
            painter.fillRect(self.rect(), QColor(0, 0, 0))
            return
        place = Place(transform, (self.width(), self.height()), self.devicePixelRatioF(), self.smooth)
        key = (self._serial, self.slice_index, self.window_level)
        pixels = self._axes.apply(volume.voxels[self.slice_index])
        self._picture.paint(
            painter, place, key, pixels, lambda part, room: to_screen(part, self.window_level, volume.inverted, room)
        )

    def _paint_shapes(self, painter: QPainter, transform: ViewTransform) -> None:
        colors, shapes = theme.current(), self.overlays
        place = QTransform(*transform.from_row_column())
        lines = [place.map(polygon(line)) for line in shapes.outlines]
        paint.draw_lines(painter, lines, colors.color("outline"))
        if shapes.stroke:
            line = place.map(QPolygonF([QPointF(*point) for point in shapes.stroke]))
            paint.draw_lines(painter, [line], colors.color("outline"), dashed=False)
        extents = [place.map(polygon(line)) for line in shapes.extents]
        paint.draw_lines(painter, extents, colors.color("roi"))
        plane_painter.draw_planes(painter, QRectF(self.rect()), transform, shapes.crosshair, shapes.reference)
        for index, box in enumerate(shapes.boxes):
            rect = self.box_rect(index)
            if rect is None:
                continue
            held = index == shapes.handles
            roi = colors.color("overlay_text" if box.quiet else "roi")
            paint.draw_box(painter, rect, roi, dashed=box.dashed, wide=held and shapes.flash)
            if held and not box.locked:
                paint.draw_handles(painter, rect, roi, shapes.near)
            if box.label:
                at = QPointF(rect.right() + 5, rect.top() + 10)
                paint.draw_text(painter, at, box.label, roi, theme.app_font(theme.SMALL))
        if shapes.measures:
            boxes = [rect for index in range(len(shapes.boxes)) if (rect := self.box_rect(index)) is not None]
            draw_measurements(painter, QRectF(self.rect()), transform, shapes.measures, boxes)
        if len(shapes.region) == 2:
            (x0, y0), (x1, y1) = (transform.to_screen(*corner) for corner in shapes.region)
            paint.draw_box(painter, paint.crisp_rect(x0, y0, x1, y1), colors.color("overlay_text"), dashed=True)
        if shapes.cursor_text:
            self._paint_cursor_text(painter, shapes)

    def cursor_text_at(self) -> QPointF:
        """Where the text of a drag stands: beside the cursor, but never inside the box."""
        shapes, font = self.overlays, theme.app_font(theme.NORMAL)
        width = QFontMetricsF(font).horizontalAdvance(shapes.cursor_text)
        x, y = shapes.cursor[0] + 16, shapes.cursor[1] + 24
        box = self.box_rect(shapes.handles)
        if box is not None and box.intersects(QRectF(x, y - 14, width, 18)):
            y = box.bottom() + 22 if box.bottom() + 30 < self.height() else box.top() - 10
        return QPointF(min(max(x, 8), self.width() - width - 8), min(max(y, 60), self.height() - 12))

    def _paint_cursor_text(self, painter: QPainter, shapes: Overlays) -> None:
        color = theme.current().color("overlay_text")
        paint.draw_text(painter, self.cursor_text_at(), shapes.cursor_text, color, theme.app_font(theme.NORMAL))

    def _paint_texts(self, painter: QPainter, transform: ViewTransform) -> None:
        volume, shapes = self.volume, self.overlays
        assert volume is not None
        unit, per_unit = ("mm", transform.scale) if volume.measurable else ("px", transform.voxel_px)
        size, ratio = (self.width(), self.height()), self.devicePixelRatioF()
        corners = shapes.top_left, shapes.top_right, shapes.bottom_left
        name = theme.current().name
        clear = self._clear(transform)
        draw_margin(painter, Margin(size, ratio, name, self._edges, per_unit, unit, *corners, self.active, clear))

    def _clear(self, transform: ViewTransform) -> tuple[bool, bool]:
        """Whether what is to be seen leaves the room of a letter at the top and at the bottom."""
        r0, r1, c0, c1 = self.frame or (0, transform.shape[0], 0, transform.shape[1])
        edges = transform.to_screen(r0, c0)[1], transform.to_screen(r1, c1)[1]
        return min(edges) >= INSIDE_TOP, max(edges) <= self.height() - INSIDE_BOTTOM
