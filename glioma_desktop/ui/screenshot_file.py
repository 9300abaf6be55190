"""A widget as a small PNG of a whole screen."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from glioma_desktop.ui import theme

GREYS, COLOURS = 32, 48
SURFACES = 16
"""The greyish colours that most of the picture has: panels, lines, text."""
CHROMA = 14
"""From this difference between channels on a pixel is a colour, not a grey of the images."""
TITLE_HEIGHT = 28


def save_screen(widget: QWidget, path: Path, width: int, height: int) -> None:
    """Save a picture of ``width`` x ``height`` screen units (times the scale of the screen).

    A window that is smaller stands in the middle, with its title, on the background of the theme.

    Raises:
        OSError: the file cannot be written.
    """
    pixels = widget.grab()
    if (widget.width(), widget.height()) != (width, height):
        pixels = _framed(pixels, widget.windowTitle(), width, height)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixels.toImage().save(buffer, "PNG")  # type: ignore[call-overload]
    save_small(bytes(buffer.data().data()), path)


def save_small(png: bytes, path: Path) -> None:
    """Save a picture with as few colours as it needs.

    Raises:
        OSError: the file cannot be written.
    """
    with Image.open(io.BytesIO(png)) as full:
        few = _few_colours(full.convert("RGB"))
    few.save(path, "PNG", optimize=True)


def _few_colours(picture: Image.Image) -> Image.Image:
    """The same with a small palette: greys in even steps for the images, the rest for what the theme colours."""
    pixels = np.asarray(picture, np.int16)
    chroma = pixels.max(axis=2) - pixels.min(axis=2)
    coloured = pixels[chroma >= CHROMA].astype(np.uint8)
    greys = np.repeat(np.linspace(0, 255, GREYS).round().astype(np.uint8)[:, None], 3, axis=1)
    flat, counts = np.unique(pixels[chroma < CHROMA].reshape(-1, 3), axis=0, return_counts=True)
    surfaces = flat[np.argsort(-counts)[:SURFACES]].astype(np.uint8)
    tones: list[int] = []
    if len(coloured):
        strip = Image.fromarray(coloured[None])
        tones = strip.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*greys.ravel().tolist(), *surfaces.ravel().tolist(), *tones[: 3 * COLOURS]])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def _framed(pixels: QPixmap, title: str, width: int, height: int) -> QPixmap:
    worn, ratio = theme.current(), pixels.devicePixelRatio()
    size = pixels.deviceIndependentSize()
    screen = QPixmap(round(width * ratio), round(height * ratio))
    screen.setDevicePixelRatio(ratio)
    screen.fill(QColor(worn.viewport if worn.name == "dark" else worn.line))
    left, top = (width - size.width()) / 2, max(TITLE_HEIGHT, (height - size.height() + TITLE_HEIGHT) / 2)
    painter = QPainter(screen)
    frame = QRectF(left, top - TITLE_HEIGHT, size.width(), TITLE_HEIGHT + size.height())
    painter.fillRect(frame, worn.color("panel"))
    painter.setPen(worn.color("muted"))
    painter.setFont(theme.app_font(theme.NORMAL, QFont.Weight.Medium))
    bar = QRectF(left, top - TITLE_HEIGHT, size.width(), TITLE_HEIGHT)
    painter.drawText(bar, Qt.AlignmentFlag.AlignCenter, title)
    painter.drawPixmap(QPointF(left, top), pixels)
    painter.setPen(QPen(worn.color("muted", 0.5), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(frame.adjusted(-0.5, -0.5, 0.5, 0.5))
    painter.end()
    return screen
