"""The mirror lens over a slice: the midline, what is mirrored, and its mirror image beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPainterPath, QPolygonF

from glioma_desktop.study.geometry import DisplayAxes
from glioma_desktop.ui import overlay_painter as paint
from glioma_desktop.ui import theme
from glioma_desktop.ui.view_geometry import ViewTransform

GAP, EDGE, LINE = 14, 8, 17


@dataclass(frozen=True, eq=False)
class Mirror:
    """What is drawn while M is held; all places in edge coordinates of the shown slice.

    Attributes:
        bounds: (row_start, row_stop, column_start, column_stop) of what is mirrored; None: nothing.
        picture: uint8 ``[row, column]``, the mirror image of these voxels in the slice's own window.
        round: What is mirrored is the round place under the cursor, not a box.
        line: (row, column) of two points of the midline; empty where it is not known.
        words: Lines under the lens: the ratios. Without a lens: why there is none, for the corner of the view.
    """

    bounds: tuple[int, int, int, int] | None = None
    picture: NDArray[np.uint8] | None = None
    round: bool = False
    line: tuple[tuple[float, float], ...] = ()
    words: tuple[str, ...] = ()


def place_of(source: QRectF, area: QRectF) -> QRectF:
    """Where the lens stands: as large as ``source`` and beside it, inside ``area`` and never over ``source``.

    Where no side has the room, the side with the most, cut to it.
    """
    inner = area.adjusted(EDGE, EDGE, -EDGE, -EDGE)
    across = min(max(source.top(), inner.top()), inner.bottom() - source.height())
    along = min(max(source.left(), inner.left()), inner.right() - source.width())
    sides = [
        QRectF(QPointF(source.right() + GAP, across), source.size()),
        QRectF(QPointF(source.left() - GAP - source.width(), across), source.size()),
        QRectF(QPointF(along, source.bottom() + GAP), source.size()),
        QRectF(QPointF(along, source.top() - GAP - source.height()), source.size()),
    ]
    rooms = [inner.intersected(side) for side in sides]
    return max(rooms, key=lambda room: room.width() * room.height())  # of equals the first: to the right


def paint_mirror(painter: QPainter, area: QRectF, transform: ViewTransform, mirror: Mirror, smooth: bool) -> None:
    """Midline, frame of the source when it is round, lens, words."""
    colors = theme.current()
    if mirror.line:
        line = QPolygonF([QPointF(*transform.to_screen(*p)) for p in mirror.line])
        paint.draw_lines(painter, [line], colors.color("overlay_text"))
    if mirror.bounds is None or mirror.picture is None:
        return
    r0, r1, c0, c1 = mirror.bounds
    source = QRectF(QPointF(*transform.to_screen(r0, c0)), QPointF(*transform.to_screen(r1, c1))).normalized()
    lens = place_of(source, area)
    _paint_lens(painter, transform.axes, mirror, source, lens, smooth)
    if mirror.round:
        paint.draw_lines(painter, [_ellipse(source)], colors.color("roi"), dashed=False)
    _paint_words(painter, mirror.words, area, lens, source)


def _paint_lens(
    painter: QPainter, axes: DisplayAxes, mirror: Mirror, source: QRectF, lens: QRectF, smooth: bool
) -> None:
    assert mirror.picture is not None
    shown = np.ascontiguousarray(axes.apply(mirror.picture))
    height, width = shown.shape
    image = QImage(shown.data, width, height, width, QImage.Format.Format_Grayscale8)  # painted before shown goes
    frame = QPainterPath()
    (frame.addEllipse if mirror.round else frame.addRect)(lens)
    painter.save()
    painter.setClipPath(frame)
    painter.fillRect(lens, Qt.GlobalColor.black)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    # The middle of the mirror image stays when the lens is cut.
    target = QRectF(source)
    target.moveCenter(lens.center())
    painter.drawImage(target, image)
    painter.restore()
    color = theme.current().color("overlay_text")
    if mirror.round:
        paint.draw_lines(painter, [_ellipse(lens)], color, dashed=False)
    else:
        crisp = paint.crisp_rect(lens.left(), lens.top(), lens.right(), lens.bottom())
        paint.draw_box(painter, crisp, color)


def _ellipse(rect: QRectF) -> QPolygonF:
    path = QPainterPath()
    path.addEllipse(rect)
    return path.toFillPolygon()


def words_at(words: tuple[str, ...], area: QRectF, lens: QRectF, source: QRectF) -> QRectF:
    """Where the lines stand: under the lens, else over it; inside ``area``, and not over what is mirrored if it can be."""
    metrics = QFontMetricsF(theme.app_font(theme.NORMAL))
    width = max((metrics.horizontalAdvance(line) for line in words), default=0.0)
    height = LINE * len(words)
    left = min(max(lens.center().x() - width / 2, area.left() + EDGE), area.right() - width - EDGE)
    under, over = QRectF(left, lens.bottom() + 6, width, height), QRectF(left, lens.top() - 6 - height, width, height)
    for place in (under, over):
        if area.contains(place) and not place.intersects(source):
            return place
    return under if area.contains(under) else over


def _paint_words(painter: QPainter, words: tuple[str, ...], area: QRectF, lens: QRectF, source: QRectF) -> None:
    place, font = words_at(words, area, lens, source), theme.app_font(theme.NORMAL)
    for row, line in enumerate(words):
        at = QPointF(place.center().x(), place.top() + LINE * (row + 1) - 4)
        paint.draw_text(painter, at, line, theme.current().color("overlay_text"), font, Qt.AlignmentFlag.AlignHCenter)
