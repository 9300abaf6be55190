"""A lesion drawn elsewhere: a mask file becomes outlines on the grid of a series."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.errors import AnnotationError, StudyReadError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.nifti_reader import read_nifti, read_nifti_header
from glioma_desktop.study.volume import Volume

SAME_GRID_MM = 1e-3
Told = Callable[[int, int], None]
MOST_LABELS = 64
"""Different values of a mask: several lesions, parts of them, or a whole atlas of labels; images have more."""
MOST_LOOKED_AT = 1 << 20


def read_mask(path: Path, grid: Volume, told: Told = lambda done, of: None) -> NDArray[np.bool_]:
    """The voxels of ``grid`` that a mask file marks (any value but 0), by nearest neighbour in patient coordinates.

    Args:
        path: A NIfTI file, read by the same rules as an image.
        grid: The volume whose grid the outlines are wanted on.
        told: Called with how many slices of ``grid`` are done and how many there are; whatever it raises ends that.

    Returns:
        bool ``[slice, row, column]``, the shape of ``grid``.

    Raises:
        AnnotationError: the file is no mask, does not say where it lies, or its grid and the series' do not overlap; both
            are printed.
    """
    if not path.is_file():
        raise AnnotationError(phrase("There is no mask file {path}. Check its name.", path=path), path)
    try:
        volumes = read_nifti_header(path).volumes
        told(0, grid.shape[0])
        mask = read_nifti(path)
        told(0, grid.shape[0])
    except StudyReadError as error:
        raise AnnotationError(
            phrase("The mask {name} cannot be read: {message}", name=path.name, message=error.message), path
        ) from error
    _refuse_image(mask, volumes, path)
    marked = np.asarray(mask.voxels != 0, np.bool_)
    if mask.shape == grid.shape and np.allclose(mask.affine, grid.affine, atol=SAME_GRID_MM):
        return marked
    if not mask.orientation_known:
        raise AnnotationError(
            phrase(
                "The mask {name} does not say where it lies in the patient. Save it with its orientation.",
                name=path.name,
            ),
            path,
        )
    return _resampled(marked, mask, grid, path, told)


def _refuse_image(mask: Volume, volumes: int, path: Path) -> None:
    """An image given for a mask would make boxes of everything that is not air."""
    if volumes > 1:
        raise AnnotationError(
            phrase(
                "{name} holds {volumes} volumes; a mask is one. Save the one that is meant.",
                name=path.name,
                volumes=volumes,
            ),
            path,
        )
    inside = mask.voxels[mask.voxels != 0]
    kinds = np.unique(inside[:: max(1, inside.size // MOST_LOOKED_AT)])
    if len(kinds) > MOST_LABELS:
        raise AnnotationError(
            phrase(
                "{name} is an image, not a mask: it holds more than {most} different values. Choose the file that "
                "was drawn.",
                name=path.name,
                most=MOST_LABELS,
            ),
            path,
        )


def _resampled(marked: NDArray[np.bool_], mask: Volume, grid: Volume, path: Path, told: Told) -> NDArray[np.bool_]:
    to_mask = np.linalg.inv(mask.affine) @ grid.affine
    out = np.zeros(grid.shape, bool)
    rows, columns = np.meshgrid(np.arange(grid.shape[1]), np.arange(grid.shape[2]), indexing="ij")
    met = False
    limits = np.array(mask.shape)[:, None]
    for k in range(grid.shape[0]):
        points = to_mask @ np.stack([
            np.full(rows.size, k), rows.ravel(), columns.ravel(), np.ones(rows.size)
        ])  # fmt: skip
        nearest = np.floor(points[:3] + 0.5)
        inside = ((nearest >= 0) & (nearest < limits)).all(axis=0)
        met = met or bool(inside.any())
        values = np.zeros(rows.size, bool)
        values[inside] = marked[tuple(nearest[:, inside].astype(np.int64))]
        out[k] = values.reshape(rows.shape)
        told(k + 1, grid.shape[0])
    if not met:
        raise AnnotationError(
            phrase(
                "The mask {name} lies outside the series: mask {mask}; series {series}. "
                "Choose the mask that was drawn on this study.",
                name=path.name,
                mask=_grid_line(mask),
                series=_grid_line(grid),
            ),
            path,
        )
    return out


def _grid_line(volume: Volume) -> str:
    spacing = " x ".join(f"{s:.2f}" for s in volume.spacing_mm)
    first = ", ".join(f"{c:.1f}" for c in volume.affine[:3, 3])
    shape = " x ".join(str(n) for n in volume.shape)
    return phrase("{shape} voxels of {spacing} mm from ({first})", shape=shape, spacing=spacing, first=first)
