"""A DICOM series -> Volume."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.errors import StudyReadError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.arrival import Arrival
from glioma_desktop.study.dicom_filling import Filling
from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.dicom_unchanged import check_places
from glioma_desktop.study.geometry import spacing_of
from glioma_desktop.study.series import Series
from glioma_desktop.study.stack_geometry import Position, geometry_at
from glioma_desktop.study.volume import Volume

Progress = Callable[[int, int], None]


def read_dicom(series: Series, progress: Progress | None = None, arrival: Arrival | None = None) -> Volume:
    """The volume of a DICOM series, slices in the order of ``series.files``.

    Values are the stored integers where the rescale is the identity on every slice, else float32 after each slice's own
    slope and intercept.

    Args:
        series: As the catalogue found it.
        progress: Called with (slices read, slices).
        arrival: Says which slice comes next, and is told of each.

    Raises:
        StudyReadError: a file is missing, damaged, or does not fit the others; ``ReadingStopped`` when told to stop.
    """
    filling = Filling(series, arrival)
    for done, _ in enumerate(filling.fill(_order(series, arrival)), start=1):
        if progress is not None:
            progress(done, len(series.files))
    if filling.voxels is None or filling.first is None:
        raise StudyReadError(phrase("This series has no slices."))
    return _volume(series, filling.voxels, filling.first, [filling.positions[k] for k in sorted(filling.positions)])


def _order(series: Series, arrival: Arrival | None) -> Iterator[int]:
    if any(item.frame for item in series.files):
        # File by file, however their slices lie among each other: each is decoded once.
        home = {path: number for number, path in enumerate(dict.fromkeys(item.path for item in series.files))}
        if 1 < len(home) < len(series.files):
            return iter(sorted(range(len(series.files)), key=lambda k: home[series.files[k].path]))
    return iter(range(len(series.files))) if arrival is None else arrival.order()


def read_dicom_slice(series: Series, slice_index: int) -> tuple[NDArray[np.float32], DicomHeader]:
    """One slice ``[row, column]`` as float32 after its rescale, not inverted, and its header.

    Raises:
        StudyReadError: the file is missing or damaged.
    """
    alone = replace(series, files=(series.files[slice_index],), shape=(1, *series.shape[1:]), affine=None)
    filling = Filling(alone)
    for _ in filling.fill(iter((0,))):
        pass
    assert filling.voxels is not None
    assert filling.first is not None
    return np.asarray(filling.voxels[0], np.float32), filling.first


def _volume(series: Series, voxels: NDArray[Any], first: DicomHeader, positions: list[Position | None]) -> Volume:
    geometry = geometry_at(first, positions)
    check_places(series, geometry)
    return Volume(
        voxels=voxels,
        affine=geometry.affine,
        spacing_mm=geometry.spacing_mm or spacing_of(geometry.affine),
        orientation_known=geometry.orientation_known,
        spacing_nominal=geometry.nominal or geometry.spacing_mm is None,
        slice_thickness_mm=series.slice_thickness_mm,
        frame_of_reference_uid=series.frame_of_reference_uid,
        inverted=first.inverted,
        series_uid=series.uid,
        warnings=series.warnings,
        uneven_mm=geometry.uneven_mm,
    )
