"""Where in a volume there is something to see: the views fit the head, not the air around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.patient_space import Bounds, moved_bounds, same_grid

MARGIN = 0.03
GAP = 0.015
LEAST = 0.35


_known: WeakKeyDictionary[Volume, Bounds] = WeakKeyDictionary()


def content_bounds(volume: Volume, here: Sequence[int] | None = None) -> Bounds:
    """(row_start, row_stop, column_start, column_stop) that holds what is not background on any slice, with a margin.

    The whole slice where little stands out. It stays what it was when first asked for.

    Args:
        volume: Whole or still being read.
        here: The slices that are there; None: all.
    """
    if volume not in _known:
        there = range(volume.shape[0]) if here is None else here
        _known[volume] = _bounds(volume.voxels, there[:: max(1, len(there) // 24)])
    return _known[volume]


def _bounds(voxels: NDArray[Any], slices: Sequence[int]) -> Bounds:
    _, rows, columns = voxels.shape
    most = voxels[slices[0]].copy() if slices else np.zeros((rows, columns), voxels.dtype)
    # Slice by slice: picked out together they would be copied, which takes longer than all the rest.
    for k in slices[1:]:
        np.maximum(most, voxels[k], out=most)
    highest = most.astype(np.float32)
    thin = max(1, min(rows, columns) // 128)
    lowest, bright_end = (float(v) for v in np.percentile(highest[::thin, ::thin], (5, 98)))
    bright = highest > lowest + 0.15 * (bright_end - lowest)
    r0, r1 = _span(bright.mean(axis=1), rows)
    c0, c1 = _span(bright.mean(axis=0), columns)
    return r0, r1, c0, c1


def _span(share: NDArray[np.floating], size: int) -> tuple[float, float]:
    """The longest run of lines that hold something; a bright edge of the picture apart from the head is left out."""
    inside = np.flatnonzero(share > 0.05)
    if inside.size == 0:
        return 0.0, float(size)
    runs = np.split(inside, np.flatnonzero(np.diff(inside) > GAP * size) + 1)
    longest = max(runs, key=lambda run: int(run[-1] - run[0]))
    first, last = float(longest[0]), float(longest[-1]) + 1
    if last - first < LEAST * size:
        return 0.0, float(size)
    pad = MARGIN * size
    return max(0.0, first - pad), min(float(size), last + pad)


def shared_bounds(bounds: Bounds, reference: Volume, slice_index: int, volume: Volume) -> Bounds:
    """The content bounds of ``reference`` on the grid of a volume linked with it, so that both are shown at one scale."""
    if reference is volume or same_grid(reference, volume):
        return bounds
    return moved_bounds(bounds, reference, slice_index, volume)
