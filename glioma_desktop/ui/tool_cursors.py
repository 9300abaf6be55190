"""Cursors that say which tool is in the hand: a cross with a small sign of the tool beside it."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QCursor, QPainter, QPen, QPixmap

SIZE, MIDDLE = 32, 11.5
_SIGNS = {
    "ruler": [QLineF(19, 28, 29, 18), QLineF(17.5, 26.5, 20.5, 29.5), QLineF(27.5, 16.5, 30.5, 19.5)],
    "bidimensional": [QLineF(18, 29, 30, 17), QLineF(20.5, 19.5, 27.5, 26.5)],
    "probe": [],
    "region": [QLineF(18, 18, 30, 18), QLineF(30, 18, 30, 29), QLineF(30, 29, 18, 29), QLineF(18, 29, 18, 18)],
}
_ARMS = [
    QLineF(MIDDLE, 1, MIDDLE, 8), QLineF(MIDDLE, 15, MIDDLE, 22), QLineF(1, MIDDLE, 8, MIDDLE),
    QLineF(15, MIDDLE, 22, MIDDLE),
]  # fmt: skip


@cache
def tool_cursor(tool: str, ratio: float) -> QCursor | None:
    """The cursor of a tool on a screen of so many pixels a px; None for tools that have none of their own."""
    if tool not in _SIGNS:
        return None
    picture = QPixmap(round(SIZE * ratio), round(SIZE * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    for color, width in ((QColor(0, 0, 0, 200), 3.0), (QColor(235, 235, 235), 1.2)):
        painter.setPen(QPen(color, width))
        painter.drawLines([*_ARMS, *_SIGNS[tool]])
        if tool == "probe":
            painter.drawEllipse(QRectF(QPointF(18, 18), QPointF(29, 29)))
    painter.end()
    return QCursor(picture, round(MIDDLE), round(MIDDLE))
