"""Where a slice lies: by that it is found again in a series that has grown, whatever its number is now."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.study.series import Series

Point = tuple[float, float, float]


class SlicePlace(NamedTuple):
    """A slice of a series.

    Attributes:
        series_uid: Of the series.
        slice_index: From 0, at the time.
        at_mm: Its first voxel in mm, LPS; None where that is not known.
    """

    series_uid: str
    slice_index: int
    at_mm: Point | None = None


def place_of_slice(series: Series, slice_index: int) -> SlicePlace:
    """A slice of a series as it is now."""
    origins = _known_origins(series)
    if origins is None or not 0 <= slice_index < len(origins):
        return SlicePlace(series.uid, slice_index)
    x, y, z = (float(mm) for mm in origins[slice_index])
    return SlicePlace(series.uid, slice_index, (x, y, z))


def slice_now(place: SlicePlace, series: Series) -> int:
    """The number of a slice in its series as it is now: of the slice in its place, else the same number."""
    origins = _known_origins(series)
    if origins is not None and place.at_mm is not None:
        apart = np.linalg.norm(origins - np.array(place.at_mm), axis=1)
        nearest = int(apart.argmin())
        if apart[nearest] <= max(1.0, 0.5 * (series.spacing_mm[0] if series.spacing_mm is not None else 0.0)):
            return nearest
    return min(place.slice_index, series.shape[0] - 1)


def slice_origins(series: Series, affine: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 3): the first voxel of each slice in mm, by an affine of the series."""
    step = affine[:3, 0]
    along = np.arange(series.shape[0], dtype=np.float64)
    if series.uneven_mm is not None:
        normal = np.cross(affine[:3, 1], affine[:3, 2])
        forward = abs(float(step @ normal)) / max(float(np.linalg.norm(normal)), 1e-9)
        along = np.array(series.uneven_mm, np.float64) / max(forward, 1e-9)
    return np.asarray(affine[:3, 3] + along[:, None] * step)


def point_from(stored: object) -> Point | None:
    """A point as JSON holds it; None for anything else."""
    if not isinstance(stored, list) or len(stored) != 3:
        return None
    if not all(isinstance(mm, int | float) and math.isfinite(mm) for mm in stored):
        return None
    return float(stored[0]), float(stored[1]), float(stored[2])


def _known_origins(series: Series) -> NDArray[np.float64] | None:
    if series.affine is None or not series.orientation_known:
        return None
    return slice_origins(series, np.array(series.affine, np.float64))
