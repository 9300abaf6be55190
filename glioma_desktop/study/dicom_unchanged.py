"""Whether a slice that is read is still the one that the catalogue found: what is drawn is kept by the numbers of slices."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np

from glioma_desktop.errors import StudyReadError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.series import Series
from glioma_desktop.study.slice_place import slice_origins
from glioma_desktop.study.stack_geometry import Position, StackGeometry

OTHER_SLICE_SHARE = 0.25
"""Of the distance of slices."""


def check_unchanged(series: Series, slice_index: int, header: DicomHeader, position: Position | None) -> None:
    """Refuse a file that holds something else now.

    Args:
        series: As the catalogue found it.
        slice_index: From 0.
        header: Of the file as it is, or of one like it.
        position: Of this slice in mm, LPS; None when it has none.

    Raises:
        StudyReadError: the file is of another series, or the first one holds another slice, as after a new export into the
            same folder.
    """
    path = series.files[slice_index].path
    if header.series_uid and header.series_uid != series.series_instance_uid:
        raise StudyReadError(
            phrase(
                "{name} has changed since the folder was opened and belongs to another series now: "
                "open the folder again.",
                name=path.name,
            ),
            path,
        )
    if slice_index == 0 and _is_elsewhere(series, position):
        raise _other_slice(path)


def check_places(series: Series, geometry: StackGeometry) -> None:
    """Refuse files of which one holds another slice now.

    Args:
        series: As the catalogue found it.
        geometry: Of its slices as they were read.

    Raises:
        StudyReadError: a slice lies elsewhere, as after a new export into the same folder.
    """
    if (
        series.affine is None
        or series.spacing_mm is None
        or not (series.orientation_known and geometry.orientation_known)
    ):
        return
    if series.uneven_mm == geometry.uneven_mm and list(map(list, series.affine)) == geometry.affine.tolist():
        return
    before = slice_origins(series, np.array(series.affine, np.float64))
    now = slice_origins(replace(series, uneven_mm=geometry.uneven_mm), geometry.affine)
    apart = np.linalg.norm(before - now, axis=1)
    if float(apart.max()) > OTHER_SLICE_SHARE * series.spacing_mm[0]:
        raise _other_slice(series.files[int(apart.argmax())].path)


def _other_slice(path: Path) -> StudyReadError:
    return StudyReadError(
        phrase("{name} holds another slice than when the folder was opened: open it again.", name=path.name), path
    )


def _is_elsewhere(series: Series, position: Position | None) -> bool:
    affine, spacing = series.affine, series.spacing_mm
    if position is None or affine is None or spacing is None or not series.orientation_known:
        return False
    return math.dist(position, [row[3] for row in affine[:3]]) > OTHER_SLICE_SHARE * spacing[0]
