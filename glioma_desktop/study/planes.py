"""A volume seen in another anatomical plane: the same voxels, other axes. Nothing is copied or interpolated."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.phrase import phrase
from glioma_desktop.study.geometry import plane_of, slice_normal, unit
from glioma_desktop.study.series import Orientation
from glioma_desktop.study.volume import Volume

PLANES: tuple[Orientation, ...] = ("axial", "sagittal", "coronal")
"""In the order in which the three are shown."""
_ACROSS = {"sagittal": 0, "coronal": 1, "axial": 2}  # the patient axis (x, y, z) that the slices of a plane follow
UNEVEN = phrase("Slices are missing or uneven: places across them are approximate in the other planes.")


LEAST_SLICES, LARGEST_GAP_MM = 5, 15.0
"""A survey has fewer slices, or slices further apart: between them there is nothing to see."""


def too_few_slices(shape: tuple[int, ...], spacing_mm: tuple[float, ...] | None) -> str:
    """Why slices are no volume to cut through, in a few words; ``""`` when they are.

    Args:
        shape: ``(slices, rows, columns)``.
        spacing_mm: In the same order; None where it is not known.
    """
    if shape[0] == 1:
        return phrase("it is a single slice")
    if shape[0] < LEAST_SLICES:
        return phrase("it has {n} slices only", n=shape[0])
    if spacing_mm is not None and spacing_mm[0] > LARGEST_GAP_MM:
        return phrase("its slices are {gap} mm apart", gap=f"{spacing_mm[0]:.0f}")
    return ""


def planes_of(affine: NDArray[np.float64]) -> dict[Orientation, int]:
    """Which voxel axis (0 slice, 1 row, 2 column) is stepped through in each plane.

    Every axis serves one plane: of all ways to give them out, the one whose axes lie closest to the patient's.
    """
    steps = np.array([np.abs(unit(affine[:3, axis])) for axis in range(3)])
    names = tuple(_ACROSS)
    best = max(
        permutations(range(3)), key=lambda axes: sum(steps[axes[_ACROSS[name]], _ACROSS[name]] for name in names)
    )
    return {name: best[_ACROSS[name]] for name in PLANES}


def own_plane(volume: Volume) -> Orientation:
    """The plane that the slices of a volume are; ``axial`` when its orientation is not known."""
    if not volume.orientation_known:
        return "axial"
    return next(name for name, axis in planes_of(volume.affine).items() if axis == 0)


def in_plane(volume: Volume, plane: Orientation) -> Volume:
    """A volume as seen in the plane of its own grid nearest to an anatomical one.

    An oblique volume keeps its obliquity: its planes are those of its own axes, and the letters say where they point.

    Args:
        volume: Of any orientation; when it is not known its slices are taken to be axial, its columns to run across.
        plane: ``axial``, ``sagittal`` or ``coronal``.

    Returns:
        The volume itself in its own plane. Else a volume whose ``voxels`` are a view of the same memory with its axes in
        another order, ``affine`` and ``spacing_mm`` to match, slices by increasing projection on row x column. The slice
        thickness there is the spacing of the voxels. Places across missing or uneven slices are approximate, and a warning
        says so.
    """
    known = volume.orientation_known
    axes_of = planes_of(volume.affine) if known else {"axial": 0, "coronal": 1, "sagittal": 2}
    across = axes_of[plane]
    if across == 0:
        return volume
    first, second = (axis for axis in range(3) if axis != across)
    affine, voxels, order = volume.affine, volume.voxels, (across, first, second)
    if not known:
        voxels, affine = _reversed(voxels, affine, 0)  # as most are stored, the last slice is the top of the head
        if float(slice_normal(affine[:, [*order, 3]]) @ affine[:3, across]) < 0:
            voxels, affine = _reversed(voxels, affine, across)
    elif float(slice_normal(affine[:, [*order, 3]]) @ affine[:3, across]) < 0:
        order = (across, second, first)
    return replace(
        volume,
        voxels=voxels.transpose(order),
        affine=affine[:, [*order, 3]].copy(),
        spacing_mm=(volume.spacing_mm[order[0]], volume.spacing_mm[order[1]], volume.spacing_mm[order[2]]),
        slice_thickness_mm=volume.spacing_mm[across],
        uneven_mm=None,
        warnings=(*volume.warnings, UNEVEN) if volume.uneven_mm else volume.warnings,
        columns_across=known or plane != "sagittal",
    )


def _reversed(voxels: NDArray[Any], affine: NDArray[np.float64], axis: int) -> tuple[NDArray[Any], NDArray[np.float64]]:
    """The same voxels at the same places, counted from the other end of an axis."""
    turned = affine.copy()
    turned[:3, 3] += (voxels.shape[axis] - 1) * affine[:3, axis]
    turned[:3, axis] *= -1
    return np.flip(voxels, axis), turned


def anatomical_plane(volume: Volume) -> Orientation:
    """The anatomical plane nearest to the slices of a volume, also of one that ``in_plane`` gave."""
    return plane_of(slice_normal(volume.affine))[0] if volume.orientation_known else "unknown"
