"""An axial reformat: a 3D, sagittal or coronal series as axial slices of a chosen step, a series of its own.

The slices stand square to the patient's axes (LPS), whatever the obliquity of the source. Each is the mean over a slab as
thick as the step, so that the slices lie edge to edge and nothing between them is left out.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.errors import StudyReadError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.arrival import Arrival
from glioma_desktop.study.planes import planes_of, too_few_slices
from glioma_desktop.study.series import Series
from glioma_desktop.study.volume import MOST_VOXELS, Volume

STEPS_MM = (1.0, 3.0, 5.0)
DEFAULT_STEP_MM = 5.0
THICK_MM = 2.5
"""Axial series with slices at least this far apart have no need of a reformat."""
Progress = Callable[[int, int], None]
_Matrix = NDArray[np.float64]
_Slab = Callable[[int], NDArray[np.float32]]


def worth_reformatting(series: Series) -> bool:
    """Whether an axial reformat is offered: slices that are not axial, or thinner than 2.5 mm."""
    if series.source is not None or too_few_slices(series.shape, series.spacing_mm):
        return False
    return series.orientation != "axial" or (series.spacing_mm is not None and series.spacing_mm[0] < THICK_MM)


def why_not_reformatted(series: Series) -> str:
    """Why a series has no axial reformat, in a few words; ``""`` when it can have one."""
    if series.source is not None:
        return phrase("it is a reformat itself")
    if not series.orientation_known:
        return phrase("left and right are not known in this file")
    if series.uneven_mm:
        return phrase("its slices are missing or uneven")
    if series.spacing_nominal or series.spacing_mm is None:
        return phrase("its spacing is not measured")
    few = too_few_slices(series.shape, series.spacing_mm)
    if few:
        return few
    return "" if series.affine is not None else phrase("its geometry is not known yet: open its folder again")


def reformatted(series: Series, step_mm: float = DEFAULT_STEP_MM) -> Series:
    """The axial reformat of a series, to be read by ``read_series`` like any other.

    Its uid is the source's with ``/axial`` and the step appended; ``source`` and ``step_mm`` say where it comes from. The
    pixels are square, of the smallest spacing of the source. The slices lie inside the source, around its middle. Warnings
    of the source are kept.

    Args:
        series: The source.
        step_mm: Distance and thickness of the slices.

    Raises:
        StudyReadError: the source's orientation or spacing is not known, or its slices are missing or uneven.
    """
    reason = why_not_reformatted(series)
    name = series.description.strip() or series.uid.rsplit("/", 1)[-1]
    if reason:
        raise StudyReadError(phrase("{name} cannot be reformatted: {reason}.", name=name, reason=reason))
    affine, shape = _axial_grid(np.array(series.affine), series.shape, step_mm)
    if math.prod(shape) > MOST_VOXELS:
        raise StudyReadError(
            phrase(
                "{name} cannot be reformatted at {step_mm:g} mm: the result would be too large.",
                name=name,
                step_mm=step_mm,
            )
        )
    pixel_mm = float(affine[1, 1])
    return replace(
        series,
        uid=f"{series.uid}/axial{step_mm:g}",
        description=phrase("axial reformat {step_mm:g} mm of {name}", step_mm=step_mm, name=name),
        shape=shape,
        spacing_mm=(step_mm, pixel_mm, pixel_mm),
        slice_thickness_mm=step_mm,
        orientation="axial",
        warnings=(
            *series.warnings,
            phrase("Derived: axial reformat, mean over {step_mm:g} mm, of {name}.", step_mm=step_mm, name=name),
        ),
        affine=tuple(map(tuple, affine.tolist())),
        source=series,
        step_mm=step_mm,
    )


def resampled(
    source: Volume, series: Series, progress: Progress | None = None, arrival: Arrival | None = None
) -> Volume:
    """The voxels of a reformat, from those of its source.

    Every slice is the mean of the source over a slab as thick as the step: of samples no further apart along the slab than
    the source's smallest spacing, each interpolated linearly between eight voxels. Outside of the source there is its
    darkest value. The source's integer type is kept, rounded to the nearest; other types become float32.

    Args:
        source: As ``read_series`` gives it for ``series.source``.
        series: From ``reformatted``.
        progress: Called with (slices made, slices), on several threads.
        arrival: As for ``read_series``; the slice looked at is made first.

    Raises:
        ReadingStopped: the arrival was stopped.
    """
    slab, affine = _slabs(source, series)
    kind = source.voxels.dtype
    voxels = np.empty(series.shape, kind if kind.kind in "iu" else np.float32)

    def make(k: int) -> None:
        values = slab(k)
        voxels[k] = np.rint(values, out=values) if kind.kind in "iu" else values  # a mean fits into its values' type
        if arrival is not None:
            arrival.put(k, voxels, source.inverted)

    _each_slice(make, series.shape[0], progress, arrival)
    return replace(
        source,
        voxels=voxels,
        affine=affine,
        spacing_mm=(float(affine[2, 0]), float(affine[1, 1]), float(affine[0, 2])),
        slice_thickness_mm=series.step_mm,
        frame_of_reference_uid=series.frame_of_reference_uid,
        series_uid=series.uid,
        warnings=(*source.warnings, *(w for w in series.warnings if w not in source.warnings)),
    )


def resampled_slice(source: Volume, series: Series, slice_index: int) -> NDArray[np.float32]:
    """One slice ``[row, column]`` of what ``resampled`` makes, before it is rounded."""
    return _slabs(source, series)[0](slice_index)


def _slabs(source: Volume, series: Series) -> tuple[_Slab, _Matrix]:
    """What makes a slice by its index, and the affine of the result."""
    assert series.affine is not None
    assert series.step_mm is not None
    affine = np.array(series.affine)
    axes = planes_of(source.affine)
    order = [axes["axial"], axes["coronal"], axes["sagittal"]]  # the source's axes as those of the result run
    stored = source.voxels.transpose(order)
    to_source = np.linalg.inv(source.affine[:, [*order, 3]]) @ affine
    samples = max(1, math.ceil(series.step_mm / min(source.spacing_mm) - 1e-6))
    matrix = to_source[:3, :3]
    if np.all(np.abs(matrix - np.diag(np.diag(matrix))) < 1e-6):
        return _by_axes(stored, to_source, series.shape, samples), affine
    background = float(source.voxels.max() if source.inverted else source.voxels.min())
    return _by_points(stored, to_source, series.shape, samples, background), affine


def _each_slice(make: Callable[[int], None], count: int, progress: Progress | None, arrival: Arrival | None) -> None:
    """Make every slice, several at once; whichever is wanted most comes next."""
    order = iter(range(count)) if arrival is None else arrival.order()
    turn, made = Lock(), 0

    def work() -> None:
        nonlocal made
        while True:
            with turn:
                k = next(order, None)
            if k is None:
                return
            make(k)
            with turn:
                made += 1
                if progress is not None:
                    progress(made, count)

    workers = min(4, os.cpu_count() or 1)
    with ThreadPoolExecutor(workers) as pool:
        for future in [pool.submit(work) for _ in range(workers)]:
            future.result()


def _by_axes(voxels: NDArray[np.generic], to_source: _Matrix, shape: tuple[int, int, int], samples: int) -> _Slab:
    """A grid along the voxel axes: one axis after the other, by a matrix of weights each.

    Such a grid lies inside the source, whose outermost voxels reach to its edge.
    """
    along, down, across = (
        _weights(count, size, float(to_source[axis, axis]), float(to_source[axis, 3]), samples if axis == 0 else 1)
        for axis, (count, size) in enumerate(zip(shape, voxels.shape, strict=True))
    )

    def slab(k: int) -> NDArray[np.float32]:
        used = np.flatnonzero(along[k])
        rows = slice(used[0], used[-1] + 1)
        mean = np.tensordot(along[k, rows], np.asarray(voxels[rows], np.float32), 1)
        return np.asarray(down @ mean @ across.T, np.float32)

    return slab


def _weights(count: int, size: int, scale: float, offset: float, samples: int) -> NDArray[np.float32]:
    """``[count, size]``: each output is the mean of ``samples`` points a step apart, linear between two inputs each."""
    parts = (np.arange(samples) + 0.5) / samples - 0.5
    at = np.clip(offset + scale * (np.arange(count)[:, None] + parts), 0, size - 1)
    low = np.minimum(np.floor(at).astype(int), max(0, size - 2))
    weights = np.zeros((count, size))
    row = np.broadcast_to(np.arange(count)[:, None], low.shape)
    np.add.at(weights, (row, low), (1 - (at - low)) / samples)
    np.add.at(weights, (row, np.minimum(low + 1, size - 1)), (at - low) / samples)
    return weights.astype(np.float32)


def _by_points(
    voxels: NDArray[np.generic], to_source: _Matrix, shape: tuple[int, int, int], samples: int, background: float
) -> _Slab:
    """A grid across the voxel axes: point by point; around the source there is background."""
    from scipy.ndimage import affine_transform  # late: the list of series asks this module what it may offer

    # A layer of background around it: values fade into it over a voxel, and points outside cost next to nothing.
    padded = np.pad(voxels, 1, constant_values=voxels.dtype.type(background))
    fine = to_source[:3, :3].copy()
    fine[:, 0] /= samples

    def slab(k: int) -> NDArray[np.float32]:
        start = to_source[:3, 3] + to_source[:3, 0] * (k - 0.5) + fine[:, 0] / 2 + 1
        points = affine_transform(
            padded, fine, start, (samples, *shape[1:]), np.float32, order=1, mode="constant", cval=background,
            prefilter=False,
        )  # fmt: skip
        return np.asarray(points[0] if samples == 1 else points.mean(axis=0), np.float32)

    return slab


def _axial_grid(affine: _Matrix, shape: tuple[int, int, int], step_mm: float) -> tuple[_Matrix, tuple[int, int, int]]:
    """Affine and shape of axial slices inside the box around a volume: rows to the back, columns to the left, slices up."""
    corners = np.array([[*edge, 1.0] for edge in product(*((-0.5, n - 0.5) for n in shape))])
    points = (corners @ affine.T)[:, :3]
    low, high = points.min(axis=0), points.max(axis=0)
    pixel_mm = float(np.linalg.norm(affine[:3, :3], axis=0).min())
    steps = np.array([pixel_mm, pixel_mm, step_mm])
    counts = np.maximum(1, np.floor((high - low) / steps + 1e-6)).astype(int)
    start = (low + high) / 2 - steps * (counts - 1) / 2
    grid = np.zeros((4, 4))
    grid[2, 0], grid[1, 1], grid[0, 2] = step_mm, pixel_mm, pixel_mm
    grid[:, 3] = (*start, 1.0)
    return grid, (int(counts[2]), int(counts[1]), int(counts[0]))
