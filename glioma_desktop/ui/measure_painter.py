"""Measurements over a slice: 1 px lines in their casing, the words beside the structure and never on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPolygonF

from glioma_desktop.annotation.measurement import MeasureKind
from glioma_desktop.ui import overlay_painter as paint
from glioma_desktop.ui import theme
from glioma_desktop.ui.view_geometry import ViewTransform

TICK = 5.0
AWAY = 12.0
LINE = 17.0
EDGE, TOP, BOTTOM = 8.0, 66.0, 58.0
"""What words keep free at the view's edges: there stand its letters and the texts of its corners."""
_ALONG = ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (0, 2), (0, -2), (1, 1), (-1, 1), (1, -1), (-1, -1))
"""How far words move from their first places to stand off the edge of a box, in their own widths and heights."""


@dataclass(frozen=True, slots=True)
class MeasureShape:
    """A measurement to draw.

    Attributes:
        kind: What it is.
        points: As in ``Measurement``: (row, column) edge coordinates of the shown slice.
        handles: Where it can be pulled; empty while the cursor is not near.
        near: Which of the handles the cursor would grab, -1 for none.
        lines: The words beside it.
        selected: Delete would delete it.
    """

    kind: MeasureKind
    points: tuple[tuple[float, float], ...]
    handles: tuple[tuple[float, float], ...] = ()
    near: int = -1
    lines: tuple[str, ...] = ()
    selected: bool = False


def draw_measurements(
    painter: QPainter,
    area: QRectF,
    transform: ViewTransform,
    shapes: Sequence[MeasureShape],
    boxes: Sequence[QRectF] = (),
) -> None:
    """All measurements of the slice; their words stand off the edges of ``boxes``."""
    for shape in shapes:
        color = theme.current().color("overlay_accent" if shape.selected else "overlay_text")
        ends = [QPointF(*transform.to_screen(*point)) for point in shape.points]
        if shape.kind == "probe":
            _draw_ellipse(painter, QRectF(ends[0], ends[1]).normalized(), color)
        else:
            _draw_lines(painter, ends, color)
        handles = {str(index): QPointF(*transform.to_screen(*point)) for index, point in enumerate(shape.handles)}
        paint.draw_squares(painter, handles, color, str(shape.near))
        _draw_words(painter, area, ends, shape.lines, boxes)


def _draw_ellipse(painter: QPainter, rect: QRectF, color: QColor) -> None:
    path = QPainterPath()
    path.addEllipse(rect)
    paint.draw_lines(painter, path.toSubpathPolygons(), color, dashed=False)


def _draw_lines(painter: QPainter, ends: Sequence[QPointF], color: QColor) -> None:
    """Each line with a short mark across its ends."""
    strokes = []
    for start, end in zip(ends[::2], ends[1::2], strict=True):
        strokes.append(QPolygonF([start, end]))
        way = end - start
        length = (way.x() ** 2 + way.y() ** 2) ** 0.5
        if length >= 1:
            across = QPointF(-way.y(), way.x()) * (TICK / length)
            strokes += [QPolygonF([point - across, point + across]) for point in (start, end)]
    paint.draw_lines(painter, strokes, color, dashed=False)


def _draw_words(
    painter: QPainter, area: QRectF, ends: Sequence[QPointF], lines: Sequence[str], boxes: Sequence[QRectF]
) -> None:
    if not lines:
        return
    font = theme.app_font(theme.NORMAL)
    width = max(QFontMetricsF(font).horizontalAdvance(line) for line in lines)
    structure = QPolygonF(list(ends)).boundingRect().adjusted(-0.5, -0.5, 0.5, 0.5).intersected(area)
    if structure.isEmpty():  # zoomed or panned out of the view
        return
    place = words_place(area, structure, QSizeF(width, LINE * len(lines)), boxes)
    for index, line in enumerate(lines):
        at = QPointF(place.left(), place.top() + LINE * index + 13)
        paint.draw_text(painter, at, line, theme.current().color("overlay_text"), font)


def words_place(area: QRectF, structure: QRectF, size: QSizeF, boxes: Sequence[QRectF] = ()) -> QRectF:
    """Where words of a size stand: right of what is seen of a measurement, else left, below or above, inside the view.

    The first of these places that no edge of ``boxes`` crosses; when one crosses each of them, further along a side until
    none does. Only where the structure leaves no room on any side do they stand in the view's corner nearest to its end.
    """
    inside, middle = area.adjusted(EDGE, TOP, -EDGE, -BOTTOM), structure.center()
    y, x = middle.y() - size.height() / 2, middle.x() - size.width() / 2
    places = (
        QPointF(structure.right() + AWAY, y), QPointF(structure.left() - AWAY - size.width(), y),
        QPointF(x, structure.bottom() + AWAY), QPointF(x, structure.top() - AWAY - size.height()),
    )  # fmt: skip
    first: QRectF | None = None
    for aside, below in _ALONG:
        for corner in places:
            moved = corner + QPointF(aside * (size.width() + AWAY), below * (size.height() + AWAY))
            rect = _pushed(QRectF(moved, size), inside)
            if rect.intersects(structure.adjusted(-2, -2, 2, 2)) or not inside.contains(rect):
                continue
            if not any(_crossed(rect, box) for box in boxes):
                return rect
            first = rect if first is None else first
    if first is not None:
        return first
    return _pushed(QRectF(structure.bottomRight() + QPointF(AWAY, AWAY), size), inside)


def _crossed(rect: QRectF, box: QRectF) -> bool:
    """Whether an edge of a box, with its casing, goes through a rectangle."""
    return rect.intersects(box.adjusted(-2, -2, 2, 2)) and not box.adjusted(2, 2, -2, -2).contains(rect)


def _pushed(rect: QRectF, inside: QRectF) -> QRectF:
    x = min(max(rect.left(), inside.left()), inside.right() - rect.width())
    y = min(max(rect.top(), inside.top()), inside.bottom() - rect.height())
    return QRectF(QPointF(x, y), rect.size())
