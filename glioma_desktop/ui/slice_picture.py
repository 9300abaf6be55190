"""The picture of a slice under its overlays: made once, scaled once, and copied while only the overlays change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from glioma_desktop.ui.view_geometry import ViewTransform

Grey = NDArray[np.uint8]


@dataclass(frozen=True)
class Place:
    """Where a slice lies in a view of ``size`` logical px at ``ratio`` device px each."""

    transform: ViewTransform
    size: QSize
    ratio: float
    smooth: bool

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two places the same."""
        return self.transform, self.size.toTuple(), self.ratio, self.smooth


class SlicePicture:
    """Of one view.

    Attributes:
        key: What is shown now.
    """

    def __init__(self) -> None:
        self.key: tuple[object, ...] = ()
        self._image = QImage()
        self._room: Grey = np.empty((0, 0), np.uint8)
        self._painted: tuple[object, ...] = ()
        self._kept: tuple[object, ...] = ()
        self._sheet = QImage()

    def paint(self, painter: QPainter, place: Place, key: tuple[object, ...], grey: Callable[[Grey], Grey]) -> None:
        """Paint a slice and black around it.

        Args:
            painter: On the view.
            place: Where it lies.
            key: Which slice through which window.
            grey: Gives its grey values ``[down, right]``, asked when the key is another; it may use the memory it is given,
                which is what it gave last.
        """
        if key != self.key:
            self._image, self.key = self._as_image(grey(self._room)), key
        wanted = (key, place.key)
        if wanted not in (self._painted, self._kept):
            # A slice passed by while scrolling is painted once: straight onto the screen.
            self._draw(painter, place)
            self._painted = wanted
            return
        if wanted != self._kept:
            self._keep(place)
            self._kept = wanted
        painter.drawImage(0, 0, self._sheet)

    def _as_image(self, shown: Grey) -> QImage:
        """32 bits a pixel: Qt scales them twice as fast as grey ones."""
        self._room = shown if shown.base is None else shown.base
        pixels = np.ascontiguousarray(shown)
        height, width = pixels.shape
        # The conversion copies the bytes, which a QImage over an array does not own.
        return QImage(pixels.data, width, height, width, QImage.Format.Format_Grayscale8).convertToFormat(
            QImage.Format.Format_RGB32
        )

    def _keep(self, place: Place) -> None:
        """The view's background at device resolution: overlay repaints during a drag only copy it."""
        size = place.size * place.ratio
        if self._sheet.size() != size:
            # One sheet as long as the size stays: PySide 6.11 miscounts None on every new one that is painted on.
            self._sheet = QImage(size, QImage.Format.Format_RGB32)
        self._sheet.setDevicePixelRatio(place.ratio)
        painter = QPainter(self._sheet)
        self._draw(painter, place)
        painter.end()

    def _draw(self, painter: QPainter, place: Place) -> None:
        inside, area = QRectF(*place.transform.image_rect()), QRectF(QPointF(0, 0), place.size)
        if not inside.contains(area):
            painter.fillRect(area, QColor(0, 0, 0))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, place.smooth)
        painter.drawImage(inside, self._image)
