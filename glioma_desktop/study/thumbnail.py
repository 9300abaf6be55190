"""A small picture of a series for lists."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.study.geometry import display_axes
from glioma_desktop.study.reading import read_slice
from glioma_desktop.study.series import Series

SIZE = 96


def thumbnail(series: Series) -> NDArray[np.uint8]:
    """The middle slice as it stands on the screen: uint8 ``[96, 96]``, windowed by its own values, black around.

    Raises:
        StudyReadError: the file of that slice is missing or damaged.
    """
    pixels, affine = read_slice(series, series.shape[0] // 2)
    shown = display_axes(affine, series.orientation_known).apply(_windowed(pixels))
    row_mm, column_mm = series.spacing_mm[1:] if series.spacing_mm is not None else (1.0, 1.0)
    if display_axes(affine, series.orientation_known).transpose:
        row_mm, column_mm = column_mm, row_mm
    height, width = shown.shape[0] * row_mm, shown.shape[1] * column_mm
    scale = SIZE / max(height, width)
    small = _resized(shown, max(1, round(height * scale)), max(1, round(width * scale)))
    picture = np.zeros((SIZE, SIZE), np.uint8)
    top, left = (SIZE - small.shape[0]) // 2, (SIZE - small.shape[1]) // 2
    picture[top : top + small.shape[0], left : left + small.shape[1]] = small
    return picture


def _windowed(pixels: NDArray[Any]) -> NDArray[np.float32]:
    low, high = np.percentile(pixels, (1.0, 99.5))
    if high <= low:
        low, high = float(pixels.min()), float(pixels.max())
    span = float(high - low) or 1.0
    return np.asarray(np.clip((pixels - low) / span, 0.0, 1.0) * 255, np.float32)


def _resized(pixels: NDArray[np.float32], height: int, width: int) -> NDArray[np.uint8]:
    """Mean of the covered pixels when shrinking, nearest when growing."""
    return np.rint(_along(_along(pixels, height).T, width).T).astype(np.uint8)


def _along(pixels: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    size = pixels.shape[0]
    edges = np.arange(count + 1) * size / count
    start = np.minimum(np.floor(edges[:-1]).astype(int), size - 1)
    stop = np.maximum(start + 1, np.ceil(edges[1:]).astype(int).clip(max=size))
    sums = np.vstack([np.zeros((1, pixels.shape[1])), np.cumsum(pixels, axis=0, dtype=np.float64)])
    return np.asarray((sums[stop] - sums[start]) / (stop - start)[:, None], np.float32)
