"""Lines, boxes, letters and the scale bar over a slice. Everything in screen px: 1 px lines in a 1 px black casing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from glioma_desktop.ui.theme import Theme, app_font

CASING = QColor(0, 0, 0, round(0.7 * 255))
HANDLE = 8
MARGIN = 12
BAR_ROOM = 130
_BARS = (200, 100, 50, 20, 10, 5, 2, 1)


def _pen(color: QColor, width: float, dashes: Sequence[float] = ()) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if dashes:
        pen.setDashPattern(list(dashes))
    return pen


def crisp(value: float) -> float:
    """The middle of the screen pixel a coordinate falls into, so that a 1 px line is one pixel wide."""
    return float(int(value // 1)) + 0.5


def crisp_rect(x0: float, y0: float, x1: float, y1: float) -> QRectF:
    """A rectangle whose edges are pixel middles."""
    left, right = sorted((crisp(x0), crisp(x1)))
    top, bottom = sorted((crisp(y0), crisp(y1)))
    return QRectF(left, top, right - left, bottom - top)


def draw_box(painter: QPainter, rect: QRectF, color: QColor, *, dashed: bool = False, wide: bool = False) -> None:
    """A box with its casing; ``wide`` for the one flash after a key moved it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(CASING, 3))
    painter.drawRect(rect)
    painter.setPen(_pen(color, 2 if wide else 1, (5, 4) if dashed else ()))
    painter.drawRect(rect)


def draw_lines(painter: QPainter, lines: Sequence[QPolygonF], color: QColor, *, dashed: bool = True) -> None:
    """Closed outlines, dashed, with their casing."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(CASING, 3))
    for line in lines:
        painter.drawPolyline(line)
    painter.setPen(_pen(color, 1, (4, 3) if dashed else ()))
    for line in lines:
        painter.drawPolyline(line)


def handle_points(rect: QRectF) -> dict[str, QPointF]:
    """The eight handles of a box by name: n, s, w, e and their corners."""
    middle = rect.center()
    xs, ys = (
        {"w": rect.left(), "": middle.x(), "e": rect.right()},
        {"n": rect.top(), "": middle.y(), "s": rect.bottom()},
    )
    return {v + h: QPointF(x, y) for v, y in ys.items() for h, x in xs.items() if v + h}


def draw_handles(painter: QPainter, rect: QRectF, color: QColor, near: str | None = None) -> None:
    """Hollow handles; the one under the cursor has a middle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for name, point in handle_points(rect).items():
        square = QRectF(crisp(point.x()) - HANDLE // 2, crisp(point.y()) - HANDLE // 2, HANDLE, HANDLE)
        painter.setBrush(QColor(0, 0, 0, 90))
        painter.setPen(_pen(CASING, 3))
        painter.drawRect(square)
        painter.setPen(_pen(color, 1))
        painter.drawRect(square)
        if name == near:
            painter.fillRect(square.adjusted(3, 3, -2, -2), color)


def draw_text(
    painter: QPainter,
    at: QPointF,
    text: str,
    color: QColor,
    font: QFont,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> float:
    """A line of text with a thin black edge, its baseline at ``at``. Returns its width."""
    painter.setFont(font)
    width = QFontMetricsF(font).horizontalAdvance(text)
    x = at.x() - (
        width if align == Qt.AlignmentFlag.AlignRight else width / 2 if align == Qt.AlignmentFlag.AlignHCenter else 0
    )
    painter.setPen(QColor(0, 0, 0, 150))
    for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        painter.drawText(QPointF(x + dx, at.y() + dy), text)
    painter.setPen(color)
    painter.drawText(QPointF(x, at.y()), text)
    return width


def draw_letters(painter: QPainter, rect: QRectF, letters: tuple[str, str, str, str], theme: Theme) -> None:
    """Top, bottom, left and right letters in the middle of the view's edges, below the corner texts' lines."""
    font = app_font(14, QFont.Weight.DemiBold)
    color, middle = theme.color("overlay_text"), rect.center()
    top, bottom, left, right = letters
    centre = Qt.AlignmentFlag.AlignHCenter
    draw_text(painter, QPointF(middle.x(), rect.top() + 58), top, color, font, centre)
    draw_text(painter, QPointF(middle.x(), rect.bottom() - 48), bottom, color, font, centre)
    draw_text(painter, QPointF(rect.left() + 8, middle.y() + 5), left, color, font)
    draw_text(painter, QPointF(rect.right() - 8, middle.y() + 5), right, color, font, Qt.AlignmentFlag.AlignRight)


def bar_length(px_per_unit: float, room: float) -> int:
    """The longest round length, in units, whose bar fits into ``room`` px."""
    return next((n for n in _BARS if n * px_per_unit <= room), 1)


def draw_scale_bar(
    painter: QPainter, right: float, y: float, px_per_unit: float, unit: str, theme: Theme
) -> tuple[float, float]:
    """A bar with end marks, its label under it, ending at ``right``. Returns the left ends of bar and label."""
    length = bar_length(px_per_unit, BAR_ROOM)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    x1, y = crisp(right), crisp(y)
    x0 = x1 - length * px_per_unit
    for pen in (_pen(CASING, 3), _pen(theme.color("overlay_text"), 1)):
        painter.setPen(pen)
        painter.drawLine(QPointF(x0, y), QPointF(x1, y))
        for x, half in ((x0, 4), ((x0 + x1) / 2, 2), (x1, 4)):
            painter.drawLine(QPointF(crisp(x), y - half), QPointF(crisp(x), y + half))
    at, color = QPointF(x1, y + 17), theme.color("overlay_text")
    width = draw_text(painter, at, f"{length} {unit}", color, app_font(12), Qt.AlignmentFlag.AlignRight)
    return x0, x1 - width
