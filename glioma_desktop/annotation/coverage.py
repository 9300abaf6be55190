"""How much of an outline a box holds, how much of the box is outline, and the smallest box that holds 80 %.

"About 80 % of the glioma" is the protocol of Yang et al. 2018 (Front. Neurosci. 12:804). Outlines are bool ``[row, column]``
masks of one lesion on one slice; they may have parts and holes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.annotation.roi import RectROI

TARGET = 0.8
BAND = (0.7, 0.9)
SMALLEST_OUTLINE = 10
"""Voxels; a smaller outline on a slice gets no rectangle (and is counted by the caller)."""


def coverage(roi: RectROI, outline: NDArray[np.bool_]) -> float:
    """Share of the outline's voxels inside the box, 0..1; NaN for an empty outline."""
    total = int(np.count_nonzero(outline))
    return _inside(roi, outline) / total if total else math.nan


def fill(roi: RectROI, outline: NDArray[np.bool_]) -> float:
    """Share of the box's voxels that are outline, 0..1."""
    return _inside(roi, outline) / roi.area


def _inside(roi: RectROI, outline: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(outline[roi.row_start : roi.row_stop, roi.column_start : roi.column_stop]))


def fit_rectangle(
    outline: NDArray[np.bool_], spacing_mm: tuple[float, float], target: float = TARGET, slice_index: int = 0
) -> RectROI | None:
    """The smallest rectangle that holds at least ``target`` of the outline.

    Exact. Ties in area (mm2; on one slice that is the number of voxels): coverage nearest to the target, then squarest
    in mm, then topmost, then leftmost.

    Args:
        outline: bool ``[row, column]``; several parts and holes count as they are.
        spacing_mm: (row, column) distances of voxel centres.
        target: Share to hold, above 0, at most 1.
        slice_index: The slice of the returned ROI.

    Returns:
        None when the outline has fewer than ``SMALLEST_OUTLINE`` voxels.

    Raises:
        ValueError: ``target`` is not in (0, 1], or the outline is not two-dimensional.
    """
    if not 0 < target <= 1:
        raise ValueError(f"target must be above 0 and at most 1, not {target}")
    if outline.ndim != 2:
        raise ValueError("an outline is [row, column]")
    total = int(np.count_nonzero(outline))
    if total < SMALLEST_OUTLINE:
        return None
    rows, columns = np.flatnonzero(outline.any(axis=1)), np.flatnonzero(outline.any(axis=0))
    top, left = int(rows[0]), int(columns[0])
    part = outline[top : rows[-1] + 1, left : columns[-1] + 1]
    needed = _least_count(total, target)
    row, column, height, width = min(
        (tied for h, w in _smallest_sizes(part, needed) for tied in _best_place(part, h, w, needed, spacing_mm)),
    )[2:]
    return RectROI(slice_index, top + row, top + row + height, left + column, left + column + width)


def _least_count(total: int, target: float) -> int:
    """The least number of voxels whose share of ``total`` is at least ``target``, by the same division as ``coverage``."""
    count = max(1, math.ceil(target * total) - 1)
    while count / total < target:
        count += 1
    return count


def _summed(part: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Summed-area table with a zero row and column in front."""
    table = np.zeros((part.shape[0] + 1, part.shape[1] + 1), np.int32)
    table[1:, 1:] = part.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
    return table


def _smallest_sizes(part: NDArray[np.bool_], needed: int) -> list[tuple[int, int]]:
    """All (height, width) of least area for which some position holds ``needed`` voxels.

    The least feasible width never grows with the height, so one walk down that staircase meets every candidate; a height
    whose width bound from the best area so far is infeasible is passed over with one test.
    """
    table = _summed(part)
    height, width = part.shape
    sizes: list[tuple[int, int]] = []
    best = height * width
    for h in range(1, height + 1):
        strips = table[h:] - table[:-h]
        bound = min(width, best // h)
        if h * bound < needed or int((strips[:, bound:] - strips[:, : strips.shape[1] - bound]).max()) < needed:
            continue
        width = bound
        while width > 1 and int((strips[:, width - 1 :] - strips[:, : 1 - width]).max()) >= needed:
            width -= 1
        if h * width < best:
            best, sizes = h * width, []
        sizes.append((h, width))
    return sizes


def _best_place(
    part: NDArray[np.bool_], height: int, width: int, needed: int, spacing_mm: tuple[float, float]
) -> Iterator[tuple[int, float, int, int, int, int]]:
    """The best position of one size as a sort key: (voxels held, elongation in mm, row, column, height, width).

    Of boxes that hold at least the target, the fewest voxels are the coverage nearest to it.
    """
    table = _summed(part)
    held = table[height:, width:] - table[:-height, width:] - table[height:, :-width] + table[:-height, :-width]
    fewest = int(held[held >= needed].min())
    row, column = (int(i) for i in np.argwhere(held == fewest)[0])
    sides = height * spacing_mm[0], width * spacing_mm[1]
    yield fewest, round(max(sides) / min(sides), 9), row, column, height, width
