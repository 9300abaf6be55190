"""The rectangle on one slice."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, order=True)
class RectROI:
    """A rectangle on one slice, in voxel indices of one series: half-open, counted from 0, never empty, never negative.

    It holds the voxels with ``row_start <= row < row_stop`` and ``column_start <= column < column_stop`` of slice
    ``slice_index``. An upside-down or empty rectangle cannot be made; use ``from_corners`` for a gesture.

    Raises:
        ValueError: a bound is negative, or a start is not below its stop.
    """

    slice_index: int
    row_start: int
    row_stop: int
    column_start: int
    column_stop: int

    def __post_init__(self) -> None:
        if self.slice_index < 0 or self.row_start < 0 or self.column_start < 0:
            raise ValueError(f"ROI bounds are counted from 0: {self}")
        if self.row_start >= self.row_stop or self.column_start >= self.column_stop:
            raise ValueError(f"ROI is empty: {self}")

    @classmethod
    def from_corners(
        cls, slice_index: int, corner: tuple[float, float], opposite: tuple[float, float], shape: tuple[int, int]
    ) -> RectROI | None:
        """The voxels touched by a drag between two corners, clipped to the slice; None if it lies outside.

        Args:
            slice_index: The slice, from 0.
            corner: (row, column), continuous, where voxel i spans i to i + 1.
            opposite: The other corner, in any direction from the first.
            shape: (rows, columns) of the slice.
        """
        (r0, r1), (c0, c1) = (sorted(pair) for pair in zip(corner, opposite, strict=True))
        row_start, row_stop = max(0, _floor(r0)), min(shape[0], _ceil(r1))
        column_start, column_stop = max(0, _floor(c0)), min(shape[1], _ceil(c1))
        if row_start >= row_stop or column_start >= column_stop:
            return None
        return cls(slice_index, row_start, row_stop, column_start, column_stop)

    @property
    def rows(self) -> int:
        """Height in voxels."""
        return self.row_stop - self.row_start

    @property
    def columns(self) -> int:
        """Width in voxels."""
        return self.column_stop - self.column_start

    @property
    def area(self) -> int:
        """Number of voxels."""
        return self.rows * self.columns

    def on_slice(self, slice_index: int) -> RectROI:
        """The same rectangle on another slice."""
        return replace(self, slice_index=slice_index)

    def moved(self, rows: int, columns: int, shape: tuple[int, int]) -> RectROI:
        """Shifted by whole voxels, kept whole inside a slice of ``shape`` (rows, columns)."""
        rows = max(-self.row_start, min(rows, shape[0] - self.row_stop))
        columns = max(-self.column_start, min(columns, shape[1] - self.column_stop))
        return RectROI(
            self.slice_index,
            self.row_start + rows,
            self.row_stop + rows,
            self.column_start + columns,
            self.column_stop + columns,
        )

    def fits(self, shape: tuple[int, int, int]) -> bool:
        """Whether it lies inside a volume of ``shape`` (slices, rows, columns)."""
        return self.slice_index < shape[0] and self.row_stop <= shape[1] and self.column_stop <= shape[2]

    def to_json(self) -> dict[str, int]:
        """The five bounds by name."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def from_json(cls, data: dict[str, int]) -> RectROI:
        """The ROI written by ``to_json``; unknown keys are ignored."""
        return cls(**{name: int(data[name]) for name in cls.__dataclass_fields__})


def _floor(value: float) -> int:
    return int(value // 1)


def _ceil(value: float) -> int:
    return -int(-value // 1)
