"""The picture of a slice under its overlays: scaled straight onto the screen, and copied while only the overlays change."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from glioma_desktop.ui.overlay_painter import POOL_LINES
from glioma_desktop.ui.view_geometry import ViewTransform

Pixels = NDArray[Any]
Screen = NDArray[np.uint32]
ToScreen = Callable[[Pixels, Screen], Screen]
BLACK = QColor(0, 0, 0)
STRIP = POOL_LINES - 1
"""Device px. A strip's pixels stay in the processor's cache between their look-up and Qt's scaling, and no thread of Qt's
pool has to be woken, which costs more than it saves, and very much more beside a training."""


@dataclass(frozen=True)
class Place:
    """Where a slice lies in a view of ``size`` (width, height) in logical px at ``ratio`` device px each."""

    transform: ViewTransform
    size: tuple[int, int]
    ratio: float
    smooth: bool


class SlicePicture:
    """Of one view."""

    def __init__(self) -> None:
        self._room: Screen = np.empty(0, np.uint32)
        self._painted: tuple[object, ...] = ()
        self._kept: tuple[object, ...] = ()
        self._sheet = QImage()

    def paint(
        self, painter: QPainter, place: Place, key: tuple[object, ...], pixels: Pixels, to_screen: ToScreen
    ) -> None:
        """Paint a slice and black around it.

        Args:
            painter: On the view.
            place: Where it lies.
            key: Which slice through which window.
            pixels: The slice as it stands on the screen, ``[down, right]``.
            to_screen: ``(part of pixels, memory of its shape) -> opaque grey``; asked for the parts that are seen.
        """
        wanted = (key, place)
        if wanted not in (self._painted, self._kept):
            # A slice passed by while scrolling is painted once: straight onto the screen.
            self._draw(painter, place, pixels, to_screen)
            self._painted = wanted
            return
        if wanted != self._kept:
            self._keep(place, pixels, to_screen)
            self._kept = wanted
        painter.drawImage(0, 0, self._sheet)

    def _keep(self, place: Place, pixels: Pixels, to_screen: ToScreen) -> None:
        """The view's background at device resolution: overlay repaints during a drag only copy it."""
        size = QSize(*place.size) * place.ratio
        if self._sheet.size() != size:
            # One sheet as long as the size stays: PySide 6.11 miscounts None on every new one that is painted on.
            self._sheet = QImage(size, QImage.Format.Format_RGB32)
        self._sheet.setDevicePixelRatio(place.ratio)
        painter = QPainter(self._sheet)
        self._draw(painter, place, pixels, to_screen)
        painter.end()

    def _draw(self, painter: QPainter, place: Place, pixels: Pixels, to_screen: ToScreen) -> None:
        plan = _plan(place, pixels.shape)
        for black in plan.black:
            painter.fillRect(black, BLACK)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, place.smooth)
        for clip, target, rows in plan.strips:
            painter.setClipRect(clip)
            painter.drawImage(target, self._image(pixels[rows, plan.columns], to_screen))
        painter.setClipping(False)

    def _image(self, part: Pixels, to_screen: ToScreen) -> QImage:
        """Over memory that is used again for the next strip; 32 bits a pixel: Qt scales them twice as fast as grey ones."""
        height, width = part.shape
        if self._room.size < part.size:
            self._room = np.empty(part.size, np.uint32)
        shown = to_screen(part, self._room[: part.size].reshape(part.shape))
        return QImage(shown.data, width, height, 4 * width, QImage.Format.Format_RGB32)


@dataclass(frozen=True)
class _Plan:
    """How a slice is painted: what stays black, which columns are seen, and for each strip its screen, its place and its rows."""

    black: tuple[QRectF, ...]
    columns: slice
    strips: tuple[tuple[QRectF, QRectF, slice], ...]


@lru_cache(maxsize=64)
def _plan(place: Place, shape: tuple[int, ...]) -> _Plan:
    inside, area = QRectF(*place.transform.image_rect()), QRectF(0, 0, *place.size)
    seen = inside & area
    high, wide = inside.height() / shape[0], inside.width() / shape[1]
    left, right = _span(seen.left() - inside.left(), seen.right() - inside.left(), wide, shape[1])
    step, y = max(1, math.floor(STRIP / place.ratio)), math.floor(seen.top())
    strips = []
    while y < seen.bottom() and left < right:
        top, bottom = _span(y - inside.top(), y + step - inside.top(), high, shape[0])
        x, width = inside.left() + left * wide, (right - left) * wide
        target = QRectF(x, inside.top() + top * high, width, (bottom - top) * high)
        strips.append((QRectF(0, y, area.width(), step), target, slice(top, bottom)))
        y += step
    return _Plan(tuple(_around(seen, area)), slice(left, right), tuple(strips))


def _span(start_px: float, stop_px: float, voxel_px: float, count: int) -> tuple[int, int]:
    """The voxels that screen px from the slice's edge are made of, with those that they are interpolated with."""
    margin = math.ceil(1 / voxel_px) + 1
    return max(0, math.floor(start_px / voxel_px) - margin), min(count, math.ceil(stop_px / voxel_px) + margin)


def _around(inside: QRectF, area: QRectF) -> list[QRectF]:
    """What of an area lies around a rectangle in it, up to the whole px at its edges."""
    if inside.isEmpty():
        return [area]
    left, top = math.ceil(inside.left()), math.ceil(inside.top())
    right, bottom = math.floor(inside.right()), math.floor(inside.bottom())
    width, height = area.width(), area.height()
    strips = (
        QRectF(0, 0, width, top),
        QRectF(0, bottom, width, height - bottom),
        QRectF(0, top, left, bottom - top),
        QRectF(right, top, width - right, bottom - top),
    )
    return [strip for strip in strips if strip.width() > 0 and strip.height() > 0]
