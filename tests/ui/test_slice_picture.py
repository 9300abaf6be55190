"""From stored values to the picture on the screen, against plain arithmetic and one plain call of Qt."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from glioma_desktop.study.geometry import DisplayAxes
from glioma_desktop.ui.slice_picture import Place, SlicePicture
from glioma_desktop.ui.view_geometry import ViewTransform
from glioma_desktop.ui.view_state import Window
from glioma_desktop.ui.window_level import to_grey, to_screen


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int16, np.uint16, np.int32, np.float32, ">i2"])
@pytest.mark.parametrize("inverted", [False, True])
def test_what_a_value_looks_like_does_not_depend_on_the_type_it_is_stored_in(dtype: Any, inverted: bool) -> None:
    values = np.arange(-128, 128).clip(0 if np.dtype(dtype).kind == "u" else -128).astype(dtype).reshape(8, 32)
    window = Window(130.0, 21.5)
    grey = to_grey(values, window, inverted).astype(np.uint32)
    for shown in (values, values[::-1].T):  # as flips and transpositions leave it in memory
        expected = grey if shown is values else grey[::-1].T
        assert np.array_equal(to_screen(shown, window, inverted), 0xFF000000 + expected * 0x010101)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("scale", [0.2, 1.0, 2.3, 11.0])
def test_a_slice_painted_in_strips_is_the_slice_painted_whole(qapp: QApplication, scale: float, ratio: float) -> None:
    """No seams: against one call of Qt for the whole slice, on an oblong, shifted, anisotropic one."""
    rng, shape, size = np.random.default_rng(3), (210, 330), (400, 310)
    pixels = rng.integers(-200, 800, shape).astype(np.int16)
    transform = ViewTransform(
        DisplayAxes(flip_horizontal=True), shape, (0.9, 1.3), scale, (211.0, 140.0), (97.3, 171.6)
    )
    shown, window = pixels[:, ::-1], Window(600.0, 250.0)

    def sheet() -> QImage:
        image = QImage(QSize(*size) * ratio, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(QColor(0, 255, 0))
        return image

    strips, whole = sheet(), sheet()
    painter = QPainter(strips)
    place = Place(transform, size, ratio, smooth=True)
    SlicePicture().paint(painter, place, (1,), shown, lambda part, room: to_screen(part, window, out=room))
    painter.end()
    painter = QPainter(whole)
    painter.fillRect(QRectF(0, 0, *size), QColor(0, 0, 0))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    grey = to_screen(shown, window)
    painter.drawImage(
        QRectF(*transform.image_rect()), QImage(grey.data, shape[1], shape[0], 4 * shape[1], QImage.Format.Format_RGB32)
    )
    painter.end()
    levels = [
        np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., :3].astype(int)
        for image in (strips, whole)
    ]
    assert np.mean(abs(levels[0] - levels[1]) > 2) < 0.0005
