"""What pulling at a measurement makes of it. Pure: nothing is shown or stored here."""

from __future__ import annotations

from dataclasses import replace

from glioma_desktop.annotation.measure import Foot, Point, Ruling, beside, foot
from glioma_desktop.annotation.measurement import Measurement

Points = tuple[Point, ...]


def inside(point: Point, shape: tuple[int, int]) -> Point:
    """The nearest point of a slice of ``shape`` (rows, columns)."""
    return min(max(point[0], 0.0), float(shape[0])), min(max(point[1], 0.0), float(shape[1]))


def circle_corner(corner: Point, to: Point, ruling: Ruling) -> Point:
    """The corner opposite to ``corner``, on the side of ``to``, at which a probe is a circle in true shape."""
    down, across = ruling.vector(corner, to)
    side = max(abs(down), abs(across))
    return ruling.moved(corner, (side if down >= 0 else -side, side if across >= 0 else -side))


def handles(one: Measurement) -> Points:
    """The points that can be pulled: the ends of lines; the four ends of a probe's axes."""
    if one.kind != "probe":
        return one.points
    (r0, c0), (r1, c1) = one.points[:2]
    row, column = (r0 + r1) / 2, (c0 + c1) / 2
    return (r0, column), (row, c1), (r1, column), (row, c0)


def pulled(one: Measurement, handle: int, to: Point, ruling: Ruling) -> Measurement:
    """The measurement with one of its handles somewhere else; what is perpendicular stays so, in true shape."""
    if one.kind == "probe":
        (r0, c0), (r1, c1) = one.points[:2]
        row, column = to
        corners = {
            0: ((row, c0), (r1, c1)),
            1: ((r0, c0), (r1, column)),
            2: ((r0, c0), (row, c1)),
            3: ((r0, column), (r1, c1)),
        }
        return replace(one, points=corners[handle])
    points = [*one.points]
    points[handle] = to
    if len(points) == 4:
        points = _squared(one.points, points, handle, ruling)
    return replace(one, points=tuple(points))


def _squared(before: Points, points: list[Point], handle: int, ruling: Ruling) -> list[Point]:
    """Both diameters perpendicular again, after ``handle`` was moved."""
    start, end = points[:2]
    if ruling.length(start, end) < 1e-6:
        return [*before]
    if handle < 2:
        feet = [foot(ruling, before[0], before[1], point) for point in before[2:]]
        return [start, end, *(beside(ruling, start, end, at) for at in feet)]
    moved = foot(ruling, start, end, points[handle])
    along = min(1.0, max(0.0, moved.along))
    other = Foot(along, foot(ruling, start, end, before[5 - handle]).aside)
    ends = {handle: beside(ruling, start, end, Foot(along, moved.aside)), 5 - handle: beside(ruling, start, end, other)}
    return [start, end, ends[2], ends[3]]


def shifted(one: Measurement, rows: float, columns: float, shape: tuple[int, int]) -> Measurement:
    """The whole measurement somewhere else, all of it on the slice."""
    down, across = [row for row, _ in one.points], [column for _, column in one.points]
    rows = min(max(rows, -min(down)), shape[0] - max(down))
    columns = min(max(columns, -min(across)), shape[1] - max(across))
    return replace(one, points=tuple((row + rows, column + columns) for row, column in one.points))
