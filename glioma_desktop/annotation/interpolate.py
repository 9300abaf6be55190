"""Boxes between key boxes. Never beyond the first or the last key: nobody looked there."""

from __future__ import annotations

from collections.abc import Mapping, Set
from itertools import pairwise

from glioma_desktop.annotation.roi import RectROI


def interpolate(keys: Mapping[int, RectROI], empty: Set[int] = frozenset()) -> dict[int, RectROI]:
    """The boxes of the slices between key boxes, each edge moving linearly with the slice index.

    Args:
        keys: slice index -> key box.
        empty: Slices marked "no tumour": they get no box, and no box is drawn across them.

    Returns:
        slice index -> box, for the slices that have no key themselves.
    """
    boxes: dict[int, RectROI] = {}
    ordered = sorted(keys)
    for first, last in pairwise(ordered):
        if any(first < k < last for k in empty):
            continue
        for k in range(first + 1, last):
            boxes[k] = _between(keys[first], keys[last], k, (k - first) / (last - first))
    return boxes


def _between(a: RectROI, b: RectROI, slice_index: int, t: float) -> RectROI:
    def edge(name: str) -> int:
        return int((1 - t) * getattr(a, name) + t * getattr(b, name) + 0.5)

    row_start, column_start = edge("row_start"), edge("column_start")
    return RectROI(
        slice_index,
        row_start,
        max(row_start + 1, edge("row_stop")),
        column_start,
        max(column_start + 1, edge("column_stop")),
    )
