"""Lengths, perpendiculars and grey values on one slice. Pure: no Qt, nothing is stored here.

Points are (row, column) edge coordinates: voxel i spans i to i + 1, its centre lies at i + 0.5.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Unit = Literal["mm", "px"]

RANO_MM = 10.0
"""Both diameters of a measurable lesion are at least this long (RANO 2010)."""
RANO_SPACING_MM = 5.0
"""With slices further apart than this, the least diameter is twice their distance."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """How long a step of one voxel down the rows and across the columns is.

    Attributes:
        steps: (row, column) in ``unit``; both positive.
        unit: ``mm``, or ``px`` where the spacing is not measured.
    """

    steps: tuple[float, float]
    unit: Unit

    def vector(self, start: Point, end: Point) -> tuple[float, float]:
        """(down the rows, across the columns) from one point to the other, in ``unit``."""
        return (end[0] - start[0]) * self.steps[0], (end[1] - start[1]) * self.steps[1]

    def length(self, start: Point, end: Point) -> float:
        """The straight distance of two points, in ``unit``."""
        return math.hypot(*self.vector(start, end))

    def moved(self, start: Point, vector: tuple[float, float]) -> Point:
        """The point at a vector (down, across), in ``unit``, from another."""
        return start[0] + vector[0] / self.steps[0], start[1] + vector[1] / self.steps[1]


@dataclass(frozen=True, slots=True)
class Foot:
    """Where a point lies beside a line.

    Attributes:
        along: Share of the line from its start, 0 to 1 between its ends.
        aside: Distance from the line in the ruling's unit, signed: positive on the side of ``normal``.
    """

    along: float
    aside: float


def normal(ruling: Ruling, start: Point, end: Point) -> tuple[float, float]:
    """The unit vector (down, across) perpendicular to a line, in the ruling's unit.

    Raises:
        ValueError: the ends are the same point.
    """
    down, across = ruling.vector(start, end)
    length = math.hypot(down, across)
    if length == 0:
        raise ValueError("a line of no length has no perpendicular")
    return -across / length, down / length


def foot(ruling: Ruling, start: Point, end: Point, point: Point) -> Foot:
    """Where ``point`` lies beside the line from ``start`` to ``end``.

    Raises:
        ValueError: the ends are the same point.
    """
    line, way, aside = ruling.vector(start, end), ruling.vector(start, point), normal(ruling, start, end)
    return Foot(
        (way[0] * line[0] + way[1] * line[1]) / (line[0] ** 2 + line[1] ** 2), way[0] * aside[0] + way[1] * aside[1]
    )


def beside(ruling: Ruling, start: Point, end: Point, at: Foot) -> Point:
    """The inverse of ``foot``: the point at a foot beside the line."""
    on_line = start[0] + at.along * (end[0] - start[0]), start[1] + at.along * (end[1] - start[1])
    down, across = normal(ruling, start, end)
    return ruling.moved(on_line, (down * at.aside, across * at.aside))


def perpendicular(ruling: Ruling, start: Point, end: Point, first: Point, second: Point) -> tuple[Point, Point]:
    """A drag from ``first`` to ``second`` made perpendicular to a line, in true shape.

    It crosses the line where ``first`` lies beside it (between its ends); both ends keep their distance from the line.
    """
    one, other = foot(ruling, start, end, first), foot(ruling, start, end, second)
    along = min(1.0, max(0.0, one.along))
    return beside(ruling, start, end, Foot(along, one.aside)), beside(ruling, start, end, Foot(along, other.aside))


def widest_chord(ruling: Ruling, start: Point, end: Point, mask: NDArray[np.bool_]) -> tuple[Point, Point] | None:
    """The longest straight run inside an outline that is perpendicular to a line and crosses it.

    Args:
        ruling: Of the slice.
        start: One end of the line.
        end: The other.
        mask: bool ``[row, column]``: the voxels of the outline.

    Returns:
        Its two ends, to a quarter of a voxel; None where the line does not run through the outline.
    """
    down, across = normal(ruling, start, end)
    step = 0.25 * min(ruling.steps)
    best: tuple[float, tuple[Point, Point]] | None = None
    count = max(2, math.ceil(ruling.length(start, end) / (2 * step)))
    for share in np.linspace(0, 1, count):
        middle = start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])
        if not _inside(mask, middle):
            continue
        reach = [_reach(ruling, mask, middle, (down * way, across * way), step) for way in (-1.0, 1.0)]
        if best is None or sum(reach) > best[0]:
            ends = [
                ruling.moved(middle, (down * way * r, across * way * r))
                for way, r in zip((-1.0, 1.0), reach, strict=True)
            ]
            best = sum(reach), (ends[0], ends[1])
    return None if best is None or best[0] < step else best[1]


def _inside(mask: NDArray[np.bool_], point: Point) -> bool:
    row, column = math.floor(point[0]), math.floor(point[1])
    return 0 <= row < mask.shape[0] and 0 <= column < mask.shape[1] and bool(mask[row, column])


def _reach(ruling: Ruling, mask: NDArray[np.bool_], middle: Point, way: tuple[float, float], step: float) -> float:
    far = 0
    while _inside(mask, ruling.moved(middle, (way[0] * step * (far + 1), way[1] * step * (far + 1)))):
        far += 1
    return far * step


@dataclass(frozen=True, slots=True)
class GreyStatistics:
    """The values of the voxels in a region.

    Attributes:
        count: How many voxels; those that are no number are left out.
        mean: In the series' own values; MR has no unit.
        sd: Standard deviation over n - 1; 0 for a single voxel.
        lowest: The least value.
        highest: The greatest value.
    """

    count: int
    mean: float
    sd: float
    lowest: float
    highest: float


def ellipse_mask(shape: tuple[int, int], corner: Point, opposite: Point) -> NDArray[np.bool_]:
    """The voxels, bool ``[row, column]``, whose centre lies in the ellipse inscribed between two corners."""
    mask = np.zeros(shape, bool)
    (r0, r1), (c0, c1) = sorted((corner[0], opposite[0])), sorted((corner[1], opposite[1]))
    if r1 <= r0 or c1 <= c0:
        return mask
    row = (np.arange(shape[0])[:, None] + 0.5 - (r0 + r1) / 2) / ((r1 - r0) / 2)
    column = (np.arange(shape[1])[None, :] + 0.5 - (c0 + c1) / 2) / ((c1 - c0) / 2)
    return np.asarray(row**2 + column**2 <= 1.0, bool)


def grey_statistics(pixels: NDArray[Any], mask: NDArray[np.bool_]) -> GreyStatistics | None:
    """The values of ``pixels`` ``[row, column]`` under ``mask``; None when no voxel with a value is in it."""
    values = pixels[mask].astype(np.float64)
    values = values[np.isfinite(values)]
    if values.size == 0:
        return None
    sd = float(values.std(ddof=1)) if values.size > 1 else 0.0
    return GreyStatistics(int(values.size), float(values.mean()), sd, float(values.min()), float(values.max()))


def robust_range(pixels: NDArray[Any]) -> tuple[float, float] | None:
    """The 1st and 99th percentile of the values of a region; None where it is too small or of one value only."""
    values = pixels[np.isfinite(pixels)]
    if values.size < 4:
        return None
    low, high = (float(value) for value in np.percentile(values, (1, 99)))
    return (low, high) if high > low else None


def rano_limit_mm(slice_spacing_mm: float) -> float:
    """How long both diameters of a measurable lesion are at least, in mm, on slices this far apart (RANO 2010)."""
    return RANO_MM if slice_spacing_mm <= RANO_SPACING_MM else max(RANO_MM, 2 * slice_spacing_mm)
