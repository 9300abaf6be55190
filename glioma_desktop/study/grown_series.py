"""A series of which more slices were found: where its earlier slices are among them now, and whether they are the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.geometry import on_one_grid
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import Series, SliceFile
from glioma_desktop.study.slice_place import slice_origins

SAME_PLACE_MM = 0.1
"""Slices of one series are further apart, and headers round less."""
MOST_PIXELS = 1 << 22
"""Of slices that are compared at once: 16 MB of each series, where they are not integers."""


def places_among(old: Series, new: Series) -> tuple[int, ...] | None:
    """The number that each earlier slice has now, by its position in mm; None unless every one is found again.

    Rows and columns must lie as they did, and no slice may stand for two. A series whose geometry was not kept (stores of
    older versions) or is not measured is not found again.
    """
    if old.affine is None or new.affine is None or old.shape[1:] != new.shape[1:]:
        return None
    if (
        not (old.orientation_known and new.orientation_known)
        or old.frame_of_reference_uid != new.frame_of_reference_uid
    ):
        return None
    before, now = np.array(old.affine, np.float64), np.array(new.affine, np.float64)
    span = np.array([*old.shape[1:]])
    if np.abs((before[:3, 1:3] - now[:3, 1:3]) * span).max() > SAME_PLACE_MM:
        return None
    apart = np.linalg.norm(slice_origins(old, before)[:, None] - slice_origins(new, now)[None], axis=2)
    nearest = apart.argmin(axis=1)
    found = bool((apart.min(axis=1) <= SAME_PLACE_MM).all() and (np.diff(nearest) > 0).all())
    return tuple(int(k) for k in nearest) if found else None


def in_place(old: Series, new: Series) -> bool:
    """Whether the first slices of a series lie where those of the earlier one did, as far as the geometry of both is known.

    What its files are called says nothing: an export numbers them from 1 on, whichever slices it holds. NIfTI is one file: all
    of its grid has to be the same.
    """
    if new.kind == "nifti":
        return on_one_grid(old, new)
    if old.affine is None or new.affine is None or not (old.orientation_known and new.orientation_known):
        return True
    if (old.affine, old.uneven_mm) == (new.affine, new.uneven_mm):
        return True
    before, now = (
        slice_origins(old, np.array(old.affine, np.float64)),
        slice_origins(new, np.array(new.affine, np.float64)),
    )
    both = min(len(before), len(now))
    return bool(np.linalg.norm(before[:both] - now[:both], axis=1).max() <= _other_slice_mm(old))


def same_images(old: Series, new: Series, places: tuple[int, ...]) -> bool:
    """Whether the earlier slices are the same images, as far as their files are still there.

    By the SOPInstanceUID; by the pixels where one has another UID. Slices of which the earlier file is gone, or is that of
    another slice now, are told by their series and place alone.

    Args:
        old: The series as it was.
        new: As it is now.
        places: From ``places_among``.
    """
    pairs = [(old.files[k], new.files[place]) for k, place in enumerate(places)]
    origins = None if old.affine is None else slice_origins(old, np.array(old.affine, np.float64))
    there = [
        (a, b) for k, (a, b) in enumerate(pairs)
        if a != b and a.path.exists() and not (origins is not None and _is_elsewhere(a, origins[k], _other_slice_mm(old)))
    ]  # fmt: skip
    if all(a.frame == b.frame == 0 and (uid := _identity(a.path)[0]) and uid == _identity(b.path)[0] for a, b in there):
        return True
    if len(there) < len(pairs):
        return False
    try:
        return _same_pixels(old, new, places)
    except StudyReadError:
        return False


def _same_pixels(old: Series, new: Series, places: tuple[int, ...]) -> bool:
    """Compared some slices at a time: nobody counts what this takes of the memory."""
    step = max(1, MOST_PIXELS // (old.shape[1] * old.shape[2]))
    for start in range(0, len(places), step):
        part = range(start, min(start + step, len(places)))
        before, now = _slices(old, part), _slices(new, [places[k] for k in part])
        if not np.array_equal(read_series(before).voxels, read_series(now).voxels):
            return False
    return True


def _slices(series: Series, numbers: Sequence[int]) -> Series:
    """Some slices of a series, to be read; their place is not asked for."""
    files = tuple(series.files[k] for k in numbers)
    return replace(series, files=files, shape=(len(files), *series.shape[1:]), affine=None, uneven_mm=None)


def _other_slice_mm(series: Series) -> float:
    """Further away lies another slice."""
    return max(SAME_PLACE_MM, 0.25 * (series.spacing_mm[0] if series.spacing_mm is not None else 0.0))


def _is_elsewhere(item: SliceFile, origin: NDArray[np.float64], most_mm: float) -> bool:
    """Whether a file of one slice holds another one now, written over the earlier."""
    _, position = _identity(item.path)
    return item.frame == 0 and position is not None and float(np.linalg.norm(position - origin)) > most_mm


def _identity(path: Path) -> tuple[str, NDArray[np.float64] | None]:
    """The SOPInstanceUID of a file, ``""`` when it cannot be read, and its position in mm, None when it has none."""
    from pydicom import dcmread
    from pydicom.errors import InvalidDicomError

    try:
        found = dcmread(path, stop_before_pixels=True, specific_tags=["SOPInstanceUID", "ImagePositionPatient"])
        position = np.array(found.get("ImagePositionPatient") or (), np.float64)
        return str(found.get("SOPInstanceUID", "")), position if position.shape == (3,) else None
    except (OSError, InvalidDicomError, ValueError, TypeError, KeyError):
        return "", None
