"""From a freehand contour to the voxels it holds, and back to lines for the screen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vertices = Sequence[tuple[float, float]]


def rasterise(parts: Sequence[Vertices], shape: tuple[int, int]) -> NDArray[np.bool_]:
    """The voxels whose centres lie inside closed contours, by the even-odd rule.

    Each part is filled as ``skimage.draw.polygon`` fills it; where parts overlap an even number of times there is a hole.

    Args:
        parts: Closed contours of (row, column) vertices; the centre of voxel i lies at i. Parts of fewer than three
            vertices hold nothing.
        shape: (rows, columns) of the slice.

    Returns:
        bool ``[row, column]``.
    """
    from skimage.draw import polygon

    mask = np.zeros(shape, bool)
    for vertices in parts:
        if len(vertices) >= 3:
            points = np.asarray(vertices, np.float64)
            rows, columns = polygon(points[:, 0], points[:, 1], shape)
            mask[rows, columns] ^= True
    return mask


def contours(mask: NDArray[np.bool_]) -> list[NDArray[np.float64]]:
    """Closed lines around the voxels of a mask for drawing: arrays (n, 2) of (row, column), centre of voxel i at i."""
    from skimage.measure import find_contours

    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return []
    part = np.pad(mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], 1)
    offset = np.array([rows[0] - 1, columns[0] - 1], np.float64)
    return [line + offset for line in find_contours(part.astype(np.float32), 0.5)]
