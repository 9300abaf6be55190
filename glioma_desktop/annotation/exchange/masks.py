"""A lesion drawn elsewhere: a mask file becomes outlines on the grid of a series."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.errors import AnnotationError, StudyReadError
from glioma_desktop.study.nifti_reader import read_nifti
from glioma_desktop.study.volume import Volume

SAME_GRID_MM = 1e-3


def read_mask(path: Path, grid: Volume) -> NDArray[np.bool_]:
    """The voxels of ``grid`` that a mask file marks (any value but 0), by nearest neighbour in patient coordinates.

    Args:
        path: A NIfTI file, read by the same rules as an image.
        grid: The volume whose grid the outlines are wanted on.

    Returns:
        bool ``[slice, row, column]``, the shape of ``grid``.

    Raises:
        AnnotationError: the file is no mask, does not say where it lies, or its grid and the series' do not overlap; both
            are printed.
    """
    if not path.is_file():
        raise AnnotationError(f"There is no mask file {path}.", path)
    try:
        mask = read_nifti(path)
    except StudyReadError as error:
        raise AnnotationError(f"The mask {path.name} cannot be read: {error.message}", path) from error
    marked = np.asarray(mask.voxels != 0, np.bool_)
    if mask.shape == grid.shape and np.allclose(mask.affine, grid.affine, atol=SAME_GRID_MM):
        return marked
    if not mask.orientation_known:
        raise AnnotationError(
            f"The mask {path.name} does not say where it lies in the patient. Save it with its orientation.", path
        )
    return _resampled(marked, mask, grid, path)


def _resampled(marked: NDArray[np.bool_], mask: Volume, grid: Volume, path: Path) -> NDArray[np.bool_]:
    to_mask = np.linalg.inv(mask.affine) @ grid.affine
    out = np.zeros(grid.shape, bool)
    rows, columns = np.meshgrid(np.arange(grid.shape[1]), np.arange(grid.shape[2]), indexing="ij")
    met = False
    limits = np.array(mask.shape)[:, None]
    for k in range(grid.shape[0]):
        points = to_mask @ np.stack([
            np.full(rows.size, k), rows.ravel(), columns.ravel(), np.ones(rows.size)
        ])  # fmt: skip
        index = np.floor(points[:3] + 0.5).astype(np.int64)
        inside = ((index >= 0) & (index < limits)).all(axis=0)
        met = met or bool(inside.any())
        values = np.zeros(rows.size, bool)
        values[inside] = marked[tuple(index[:, inside])]
        out[k] = values.reshape(rows.shape)
    if not met:
        raise AnnotationError(
            f"The mask {path.name} lies outside the series: mask {_grid_line(mask)}; series {_grid_line(grid)}. "
            "Choose the mask that was drawn on this study.",
            path,
        )
    return out


def _grid_line(volume: Volume) -> str:
    spacing = " x ".join(f"{s:.2f}" for s in volume.spacing_mm)
    first = ", ".join(f"{c:.1f}" for c in volume.affine[:3, 3])
    shape = " x ".join(str(n) for n in volume.shape)
    return f"{shape} voxels of {spacing} mm from ({first})"
