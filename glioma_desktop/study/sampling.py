"""Values of a volume at places that are not its own voxels: trilinear, through the affines.

SciPy is loaded at the first use: a window that compares nothing does without it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.study.volume import Volume

Points = NDArray[np.float64]
_SAME = 1e-3  # of a voxel: less than any header can mean


def grid_map(target: Volume, source: Volume) -> NDArray[np.float64]:
    """(4, 4): homogeneous (slice, row, column, 1) indices of ``target`` to indices of ``source``, through patient space."""
    return np.asarray(np.linalg.inv(source.affine) @ target.affine, np.float64)


def on_one_grid(target: Volume, source: Volume) -> bool:
    """Whether voxel (slice, row, column) is the same place in both."""
    if target.shape != source.shape or target.uneven_mm != source.uneven_mm:
        return False
    last = np.array([[k, r, c, 1.0] for k in (0, 1) for r in (0, 1) for c in (0, 1)]).T
    last[:3] *= np.array(target.shape)[:, None] - 1
    return bool(np.allclose(grid_map(target, source) @ last, last, atol=_SAME, rtol=0))


def sample(volume: Volume, indices: NDArray[np.float64]) -> NDArray[np.float32]:
    """Trilinear values at fractional voxel indices.

    Args:
        volume: Where to look.
        indices: (3, ...) in (slice, row, column), centres of voxels at whole numbers.

    Returns:
        float32 of the shape of one index; NaN more than half a voxel outside the grid, the edge's value within it.
    """
    from scipy.ndimage import map_coordinates

    last = np.array(volume.shape, np.float64).reshape(3, *(1,) * (indices.ndim - 1)) - 1
    inside = ((indices >= -0.5) & (indices <= last + 0.5)).all(axis=0)
    values: NDArray[np.float32] = map_coordinates(
        volume.voxels, np.clip(indices, 0, last), output=np.float32, order=1, mode="nearest", prefilter=False
    )
    return np.asarray(np.where(inside, values, np.nan), np.float32)


def slice_on(target: Volume, slice_index: int, source: Volume) -> NDArray[np.float32]:
    """``source`` as it lies in one slice of ``target``: float32 ``[row, column]``, NaN where it does not reach.

    Voxels of one grid are taken as they are; else only this slice is resampled.
    """
    if on_one_grid(target, source):
        return np.array(source.voxels[slice_index], np.float32)
    matrix = grid_map(target, source)
    _, rows, columns = target.shape
    start = matrix[:3, 0] * slice_index + matrix[:3, 3]
    indices = (
        start[:, None, None]
        + matrix[:3, 1, None, None] * np.arange(rows)[None, :, None]
        + matrix[:3, 2, None, None] * np.arange(columns)[None, None, :]
    )
    return sample(source, indices)
