"""What ``glioma-desktop scan --json`` prints: the studies under some paths, no names or identifiers of patients."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from glioma_desktop.study.archive_cache import ARCHIVE_BYTES, ArchiveCache
from glioma_desktop.study.cache_folder import archive_folder
from glioma_desktop.study.catalogue import ScanProgress
from glioma_desktop.study.deidentify import running_pseudonym
from glioma_desktop.study.opening import Opener
from glioma_desktop.study.series import Series, Study


def scan_paths(paths: Sequence[Path | str], progress: Callable[[ScanProgress], None] | None = None) -> dict[str, Any]:
    """Studies, outline files and what could not be read, JSON-able. Patients are numbered P-0001, P-0002, ...

    Raises:
        CatalogueError: a path does not exist or cannot be searched.
    """
    found = Opener(ArchiveCache(archive_folder(), ARCHIVE_BYTES)).open([Path(p).absolute() for p in paths], progress)
    numbers: dict[str, str] = {}
    for study in found.studies:
        numbers.setdefault(study.patient_id, running_pseudonym(len(numbers) + 1))
    return {
        "studies": [_study(study, numbers[study.patient_id]) for study in found.studies],
        "masks": [str(path) for path in found.masks],
        "unreadable": [{"path": str(item.path), "reason": item.reason} for item in found.unreadable],
    }


def _study(study: Study, patient: str) -> dict[str, Any]:
    return {
        "uid": study.uid,
        "patient": patient,
        "date": study.date,
        "age_years": study.age_years,
        "sex": study.sex,
        "series": [_series(series) for series in study.series],
    }


def _series(series: Series) -> dict[str, Any]:
    return {
        "uid": series.uid,
        "series_instance_uid": series.series_instance_uid,
        "kind": series.kind,
        "modality": series.modality,
        "description": series.description,
        "sequence": series.sequence,
        "sequence_confirmed": series.sequence_confirmed,
        "sequence_reason": series.sequence_reason,
        "shape": list(series.shape),
        "spacing_mm": None if series.spacing_mm is None else [round(value, 6) for value in series.spacing_mm],
        "spacing_nominal": series.spacing_nominal,
        "slice_thickness_mm": series.slice_thickness_mm,
        "orientation": series.orientation,
        "orientation_known": series.orientation_known,
        "frame_of_reference_uid": series.frame_of_reference_uid,
        "files": list(dict.fromkeys(str(item.path) for item in series.files)),
        "warnings": list(series.warnings),
    }
