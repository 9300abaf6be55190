"""Lines, boxes and texts over a slice. Everything in screen px: 1 px lines in a 1 px black casing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

CASING = QColor(0, 0, 0, round(0.7 * 255))
EDGE = QColor(0, 0, 0, 200)
HANDLE = 8
POOL_LINES = 96
"""From so many device px in height on, Qt paints what is transparent or scaled by several threads."""
TEXT_EDGE = 1


def thin_pen(color: QColor, width: float, dashes: Sequence[float] = ()) -> QPen:
    """A pen with square ends."""
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
    left, top, width, height = rect.left(), rect.top(), rect.width(), rect.height()
    fill_casing(painter, QRectF(left - 1.5, top - 1.5, width + 3, 3))
    fill_casing(painter, QRectF(left - 1.5, top + height - 1.5, width + 3, 3))
    fill_casing(painter, QRectF(left - 1.5, top + 1.5, 3, height - 3))
    fill_casing(painter, QRectF(left + width - 1.5, top + 1.5, 3, height - 3))
    painter.setPen(thin_pen(color, 2 if wide else 1, (5, 4) if dashed else ()))
    painter.drawRect(rect)


def fill_casing(painter: QPainter, area: QRectF) -> None:
    """Darken an area, in pieces of fewer lines than Qt would hand to its pool of threads, whose waking costs far more."""
    step = max(1.0, POOL_LINES // painter.device().devicePixelRatio() - 1)
    y = area.top()
    while y < area.bottom():
        painter.fillRect(QRectF(area.left(), y, area.width(), min(step, area.bottom() - y)), CASING)
        y += step


def draw_lines(painter: QPainter, lines: Sequence[QPolygonF], color: QColor, *, dashed: bool = True) -> None:
    """Closed outlines, dashed, with their casing."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(thin_pen(CASING, 1))
    for line in lines:  # four lines of 1 px, shifted: a third of the time of one that is 3 px wide
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawPolyline(line.translated(dx, dy))
    painter.setPen(thin_pen(color, 1, (4, 3) if dashed else ()))
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
    """The eight handles of a box."""
    draw_squares(painter, handle_points(rect), color, near)


def draw_squares(painter: QPainter, points: Mapping[str, QPointF], color: QColor, near: str | None = None) -> None:
    """Hollow handles; the one under the cursor has a middle."""
    ratio = painter.device().devicePixelRatio()
    for name, point in points.items():
        offset, picture = _square(color.rgba(), name == near, ratio)
        x, y = crisp(point.x()) + offset.x(), crisp(point.y()) + offset.y()
        painter.drawImage(QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio), picture)


@lru_cache(maxsize=64)
def _square(color: int, near: bool, ratio: float) -> Placed:
    """A handle as a picture, around its point: eight of them in a tenth of the time that drawing them takes."""
    outline = QRectF(-HANDLE // 2, -HANDLE // 2, HANDLE, HANDLE)

    def draw(painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for pen, brush in (
            (thin_pen(CASING, 3), QColor(0, 0, 0, 150)),
            (thin_pen(QColor.fromRgba(color), 1), Qt.BrushStyle.NoBrush),
        ):
            painter.setPen(pen)
            painter.setBrush(brush)
            painter.drawRect(outline.translated(0.5, 0.5))
        if near:
            painter.fillRect(outline.translated(0.5, 0.5).adjusted(3, 3, -2, -2), QColor.fromRgba(color))

    at, picture = place_drawing(ratio, outline.adjusted(-2, -2, 3, 3), draw)
    return at - QPointF(0.5, 0.5), picture


Placed = tuple[QPointF, QImage]
"""A picture and where its top left corner stands, in logical px."""


def draw_text(
    painter: QPainter,
    at: QPointF,
    text: str,
    color: QColor,
    font: QFont,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> float:
    """A line of text with a thin black edge, its baseline at ``at``. Returns its width."""
    (corner, picture), width = place_text(painter.device().devicePixelRatio(), at, text, color, font, align)
    painter.drawImage(corner, picture)
    return width


def place_text(
    ratio: float,
    at: QPointF,
    text: str,
    color: QColor,
    font: QFont,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> tuple[Placed, float]:
    """What ``draw_text`` paints at ``ratio`` device px a px, and its width."""
    picture, width, ascent = _words(text, font.toString(), color.rgba(), ratio)
    x = at.x() - (
        width if align == Qt.AlignmentFlag.AlignRight else width / 2 if align == Qt.AlignmentFlag.AlignHCenter else 0
    )
    left, top = round((x - TEXT_EDGE) * ratio) / ratio, round((at.y() - ascent - TEXT_EDGE) * ratio) / ratio
    return (QPointF(left, top), picture), width


def place_drawing(ratio: float, area: QRectF, draw: Callable[[QPainter], None]) -> Placed:
    """What ``draw`` paints inside an area, as a picture on the same device px."""
    left, top = math.floor(area.left() * ratio) / ratio, math.floor(area.top() * ratio) / ratio
    size = QSize(math.ceil((area.right() - left) * ratio), math.ceil((area.bottom() - top) * ratio))
    sheet = _blank_sheet(size, ratio)
    painter = QPainter(sheet)
    painter.translate(-left, -top)
    draw(painter)
    painter.end()
    return QPointF(left, top), sheet.copy(QRect(QPoint(0, 0), size))


@lru_cache(maxsize=512)
def _words(text: str, font_name: str, color: int, ratio: float) -> tuple[QImage, float, float]:
    """A text with its edge as a picture, its width and the height of its baseline; most stay the same from slice to slice."""
    font = QFont()
    font.fromString(font_name)
    metrics = QFontMetricsF(font)
    width, ascent = metrics.horizontalAdvance(text), math.ceil(metrics.ascent())
    size = QSize(
        math.ceil((width + 4 * TEXT_EDGE) * ratio), math.ceil((ascent + metrics.descent() + 2 * TEXT_EDGE) * ratio)
    )
    sheet = _blank_sheet(size, ratio)
    painter = QPainter(sheet)
    painter.setFont(font)
    painter.setPen(EDGE)
    for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        painter.drawText(QPointF(TEXT_EDGE + dx, ascent + TEXT_EDGE + dy), text)
    painter.setPen(QColor.fromRgba(color))
    painter.drawText(QPointF(TEXT_EDGE, ascent + TEXT_EDGE), text)
    painter.end()
    return sheet.copy(QRect(QPoint(0, 0), size)), width, ascent


_SHEETS: list[QImage] = []


def _blank_sheet(size: QSize, ratio: float) -> QImage:
    """One sheet that all texts are written on and copied from: PySide 6.11 miscounts None on every new one painted on."""
    known = _SHEETS[0].size() if _SHEETS else QSize(512, 64)
    if not _SHEETS or known.expandedTo(size) != known:
        _SHEETS[:] = [QImage(known.expandedTo(size), QImage.Format.Format_ARGB32_Premultiplied)]
    _SHEETS[0].setDevicePixelRatio(ratio)
    _SHEETS[0].fill(Qt.GlobalColor.transparent)
    return _SHEETS[0]
