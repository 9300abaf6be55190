"""Lines that tell where other planes cut a slice: the crosshair and reference lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from glioma_desktop.ui import theme
from glioma_desktop.ui.overlay_painter import CASING, crisp
from glioma_desktop.ui.view_geometry import ViewTransform

Point = tuple[float, float]
Pair = tuple[Point, Point]
GAP = 14
"""Half the gap in the middle of the crosshair, in px: the anatomy it points at stays uncovered."""
LEAST_ARM = 4


def crosshair_lines(rect: QRectF, at: QPointF) -> list[QLineF]:
    """The arms of a crosshair through a screen point, from the edges of the picture to the gap around the point."""
    x, y = crisp(at.x()), crisp(at.y())
    arms = [
        QLineF(rect.left(), y, min(x - GAP, rect.right()), y), QLineF(max(x + GAP, rect.left()), y, rect.right(), y),
        QLineF(x, rect.top(), x, min(y - GAP, rect.bottom())), QLineF(x, max(y + GAP, rect.top()), x, rect.bottom()),
    ]  # fmt: skip
    seen = (rect.top() <= y <= rect.bottom(), rect.left() <= x <= rect.right())
    grows = [line.x2() - line.x1() + line.y2() - line.y1() >= LEAST_ARM for line in arms]
    return [line for k, line in enumerate(arms) if grows[k] and seen[k // 2]]


def draw_planes(
    painter: QPainter, area: QRectF, transform: ViewTransform, crosshair: Point | None, reference: Sequence[Pair]
) -> None:
    """The crosshair and the reference lines of a slice, each one pixel wide in a casing.

    Args:
        painter: Of the view.
        area: The view, in px.
        transform: Of the slice in it.
        crosshair: (row, column) edge coordinates, or None.
        reference: Pairs of (row, column) edge coordinates.
    """
    color = theme.current().color("overlay_accent")
    if reference:
        ends = ([QPointF(*transform.to_screen(*point)) for point in pair] for pair in reference)
        _draw(painter, [QLineF(start, end) for start, end in ends], color)
    if crosshair is not None:
        picture = QRectF(*transform.image_rect()).intersected(area)
        lines = crosshair_lines(picture, QPointF(*transform.to_screen(*crosshair)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for shade, half in ((CASING, 1.5), (color, 0.5)):
            for line in lines:  # filled: a stroked line takes ten times as long
                box = QRectF(line.p1(), line.p2())
                across = (0.0, half) if line.dy() == 0 else (half, 0.0)
                painter.fillRect(box.adjusted(-across[0], -across[1], *across).toRect(), shade)


def _draw(painter: QPainter, lines: Sequence[QLineF], color: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for shade, width in ((CASING, 3.0), (color, 1.0)):
        pen = QPen(shade, width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLines(list(lines))
