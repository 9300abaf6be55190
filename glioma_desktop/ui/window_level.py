"""From voxels to grey: window and level, and four presets. MR has no fixed units: every preset rests on its volume."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.annotation.measure import robust_range
from glioma_desktop.phrase import phrase
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.view_state import Window

PRESETS = ("auto", "wide", "narrow", "enhancement")
PRESET_LABELS = {
    "auto": phrase("Auto"),
    "wide": phrase("Wide"),
    "narrow": phrase("Narrow"),
    "enhancement": phrase("Enhancement"),
    "": phrase("By hand"),
}
_SAMPLES = 300_000
_BLOCK = 64
LEAST_OF_AUTO = 0.2
BRIGHTEST = 3.0
"""White in Auto is at most this many times the median of the head's middle."""


@dataclass(frozen=True, slots=True)
class RightDrag:
    """What dragging with the right button does.

    Attributes:
        width_across: To the right is wider, up and down change the level; else up is wider, across changes the level.
        brighter: 1: up (or to the right) is brighter; -1: darker.
    """

    width_across: bool
    brighter: int

    def window(self, before: Window, across: float, up: float, inverted: bool) -> Window:
        """The window after a drag by so many px; half the width for every 200 px.

        Args:
            before: At the press.
            across: Px to the right.
            up: Px upwards.
            inverted: Larger values are shown darker, so that a higher level is brighter.
        """
        wide, bright = (across, up) if self.width_across else (up, across)
        step = max(before.width, 1e-3) / 400
        width = max(step, before.width + 2 * step * wide)
        level = before.level - step * bright * self.brighter * (-1 if inverted else 1)
        digits = 0 if before.width >= 20 else 4
        return Window(round(width, digits), round(level, digits))


RIGHT_DRAGS = {
    "up_brighter": RightDrag(True, 1),
    "up_darker": RightDrag(True, -1),
    "right_brighter": RightDrag(False, 1),
    "right_darker": RightDrag(False, -1),
}


def to_grey(
    pixels: NDArray[Any], window: Window, inverted: bool = False, out: NDArray[np.uint8] | None = None
) -> NDArray[np.uint8]:
    """One slice ``[row, column]`` as grey values 0..255, C-contiguous.

    Args:
        pixels: Of any number type; what is not a number is black.
        window: What spans black to white, or white to black where it is inverted.
        inverted: Larger values are darker (MONOCHROME1); with an inverted window they are brighter again.
        out: Where they go, of the same shape; given again and again it saves the time of fresh memory, which at 1024 px is
            twice that of the work.
    """
    if out is None:
        out = np.empty(pixels.shape, np.uint8)
    step = 255.0 / max(window.width, 1e-6)
    black = window.level - window.width / 2 - 0.5 / step  # half a grey value lower: the rest is cut off, not rounded
    block = np.empty((_BLOCK, pixels.shape[1]), np.float32)
    real = pixels.dtype.kind == "f"
    for first in range(0, len(pixels), _BLOCK):  # a block stays in the processor's cache
        part = pixels[first : first + _BLOCK]
        work = block[: len(part)]
        np.subtract(part, np.float32(black), out=work, casting="same_kind")
        np.multiply(work, np.float32(step), out=work)
        if real:
            np.nan_to_num(work, copy=False)
        np.clip(work, 0, 255, out=work)
        np.copyto(out[first : first + _BLOCK], work, casting="unsafe")
    return np.subtract(255, out, out=out) if inverted != window.inverted else out


def to_screen(
    pixels: NDArray[Any], window: Window, inverted: bool = False, out: NDArray[np.uint32] | None = None
) -> NDArray[np.uint32]:
    """One slice ``[row, column]`` as opaque grey ``0xffRRGGBB``, C-contiguous; the grey values are those of ``to_grey``.

    Numbers of 8 or 16 bits, which scanners store, are looked up in a table: a third of the time of working them out.

    Args:
        pixels: Of any number type, in any order of memory.
        window: As for ``to_grey``.
        inverted: As for ``to_grey``.
        out: Where they go, of the same shape.
    """
    if out is None:
        out = np.empty(pixels.shape, np.uint32)
    if pixels.dtype.kind in "iu" and pixels.dtype.itemsize <= 2 and pixels.dtype.isnative:
        table = _screen_table(pixels.dtype.str, window, inverted)
        # All indices are inside; "wrap" keeps numpy from making a copy of ``out`` to be safe.
        return np.take(table, pixels.view(f"u{pixels.dtype.itemsize}"), out=out, mode="wrap")
    return _opaque(to_grey(pixels, window, inverted), out)


@lru_cache(maxsize=8)
def _screen_table(dtype: str, window: Window, inverted: bool) -> NDArray[np.uint32]:
    """What every value of a type looks like, at the place of its bits as an unsigned number."""
    bits = 8 * np.dtype(dtype).itemsize
    values = np.arange(1 << bits, dtype=f"u{bits // 8}").view(dtype).reshape(1 << bits - 8, 256)
    return _opaque(to_grey(values, window, inverted), np.empty(values.shape, np.uint32)).reshape(-1)


def _opaque(grey: NDArray[np.uint8], out: NDArray[np.uint32]) -> NDArray[np.uint32]:
    np.multiply(grey, np.uint32(0x010101), out=out)
    return np.bitwise_or(out, np.uint32(0xFF000000), out=out)


def preset_window(volume: Volume, preset: str) -> Window:
    """The window of a preset for a volume.

    ``auto`` lets the scalp saturate; ``wide`` spans all values; ``narrow`` is the middle
    half of auto; ``enhancement`` is auto (the caller gives T1 and T1CE the same one).
    """
    low, high = _auto_range(volume)
    if preset == "wide":
        sample = _sample(volume)
        low, high = float(sample.min()), float(sample.max())
    elif preset == "narrow":
        low, high = low + (high - low) * 0.2, low + (high - low) * 0.7
    width = max(high - low, 1e-3)
    return Window(_tidy(width), _tidy(low + width / 2))


def _sample(volume: Volume, middle: bool = False) -> NDArray[Any]:
    voxels = volume.voxels
    if middle:
        _, rows, columns = volume.shape
        voxels = voxels[:, rows // 4 : rows - rows // 4, columns // 4 : columns - columns // 4]
    step = max(1, round((voxels.size / _SAMPLES) ** 0.5))
    sample = voxels[:, ::step, ::step].ravel()
    return sample[np.isfinite(sample)] if sample.dtype.kind == "f" else sample


def _auto_range(volume: Volume) -> tuple[float, float]:
    """From the dark end of the slice to the bright end of its middle: the scalp's fat may saturate, the brain not."""
    sample = _sample(volume)
    if sample.size == 0:
        return 0.0, 1.0
    low, top = (float(v) for v in np.percentile(sample, (1, 99.9)))
    middle = _sample(volume, middle=True)
    brain = middle[middle > low + 0.05 * (top - low)]
    high = float(np.percentile(brain, 99.7)) if brain.size > 100 else top
    tissue = brain[brain > low + 0.15 * (top - low)]
    if tissue.size > 100:
        # Where the scalp reaches into the middle, the median keeps the brain from going dark: at least a third of white.
        high = min(high, low + BRIGHTEST * (float(np.median(tissue)) - low))
    high = max(high, low + 0.25 * (top - low))
    return low, high if high > low else low + 1.0


def _tidy(value: float) -> float:
    return float(round(value)) if abs(value) >= 20 else round(value, 3)


def relative_window(window: Window, auto: Window) -> tuple[float, float]:
    """A window as (share of Auto's width, distance of its level from Auto's in widths of Auto): MR has no other measure."""
    return window.width / auto.width, (window.level - auto.level) / auto.width


def window_from(auto: Window, share: float, shift: float) -> Window:
    """The inverse of ``relative_window``, on another volume's Auto."""
    return Window(_tidy(max(auto.width * share, 1e-3)), _tidy(auto.level + shift * auto.width))


def region_window(pixels: NDArray[Any], auto: Window) -> Window | None:
    """The window that spans the 1st to the 99th percentile of a region ``[row, column]``; None when there is no range.

    It is at least ``LEAST_OF_AUTO`` of Auto's width: in a tissue that is all alike only noise would go from black to white.
    """
    found = robust_range(pixels)
    if found is None:
        return None
    low, high = found
    return Window(_tidy(max(high - low, LEAST_OF_AUTO * auto.width)), _tidy((low + high) / 2))
