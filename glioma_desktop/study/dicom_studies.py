"""DICOM headers -> studies with their series."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from glioma_desktop.phrase import phrase
from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.geometry import orientation_of
from glioma_desktop.study.grouping import Stack, stacks_of
from glioma_desktop.study.sequence import Hints, guess_sequence
from glioma_desktop.study.series import LOSSY, Series, SliceFile, Study
from glioma_desktop.study.stack_geometry import stack_geometry
from glioma_desktop.study.stack_warnings import stack_warnings

StudyKey = tuple[str, str]


def study_key(header: DicomHeader) -> StudyKey:
    """(patient, study) an image belongs to. Where the identifiers are empty, name, study and folder stand in for them."""
    folder = header.path.parent
    patient = header.patient_id or header.patient_name or header.study_uid or folder.name
    return (patient, header.study_uid or str(folder))


def dicom_study(key: StudyKey, headers: Sequence[DicomHeader]) -> Study:
    """One study from all its images, series in the order of their numbers."""
    by_series: dict[str, list[DicomHeader]] = defaultdict(list)
    for header in headers:
        by_series[header.series_uid or f"{header.path.parent.name}/no-series-uid"].append(header)
    order = sorted(by_series, key=lambda uid: (by_series[uid][0].series_number or 0, uid))
    first = headers[0]
    return Study(
        uid=key[1],
        patient_id=key[0],
        patient_name=_filled(h.patient_name for h in headers),
        age_years=next((h.age_years for h in headers if h.age_years is not None), None),
        sex=_filled(h.sex for h in headers if h.sex in ("F", "M", "O")),
        date=_filled(h.study_date for h in headers),
        description=_filled(h.study_description for h in headers),
        folder=Path(os.path.commonpath({str(h.path.parent) for h in headers})) if headers else first.path.parent,
        series=tuple(_series(uid, stack) for uid in order for stack in stacks_of(by_series[uid])),
    )


def _filled(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _series(uid: str, stack: Stack) -> Series:
    first = stack.headers[0]
    geometry = stack_geometry(stack.headers)
    sequence, reason = guess_sequence(_hints(first))
    warnings = [*stack.warnings, *stack_warnings(stack.headers, geometry)]
    if len({(h.slope, h.intercept) for h in stack.headers}) > 1:
        warnings.append(
            phrase("The grey scale varies from slice to slice as stored: each slice is scaled by its own factors.")
        )
    if any(h.lossy for h in stack.headers):
        warnings.append(LOSSY)
    if first.coloured:
        warnings.append(phrase("These are colour pictures, shown as their brightness."))
    if first.image_type and first.image_type[0].upper() == "DERIVED":
        warnings.append(phrase("Derived images: computed from others, not acquired."))
    return Series(
        uid=uid + stack.suffix,
        series_instance_uid=uid,
        kind="dicom",
        files=tuple(SliceFile(h.path, h.frame) for h in stack.headers),
        description=first.description or first.protocol,
        sequence=sequence,
        sequence_confirmed=False,
        sequence_reason=reason,
        shape=(len(stack.headers), first.rows, first.columns),
        spacing_mm=geometry.spacing_mm,
        spacing_nominal=geometry.nominal,
        slice_thickness_mm=first.slice_thickness_mm,
        orientation=orientation_of(geometry.affine) if geometry.located else "unknown",
        orientation_known=geometry.orientation_known,
        frame_of_reference_uid=first.frame_of_reference_uid or None,
        modality=first.modality,
        warnings=tuple(warnings),
        facts=_facts(first),
        affine=tuple(map(tuple, geometry.affine.tolist())),
        uneven_mm=geometry.uneven_mm,
    )


def _hints(header: DicomHeader) -> Hints:
    folders = [header.path.parent.name, header.path.parent.parent.name]
    return Hints(
        modality=header.modality,
        texts=(("description", header.description), ("protocol", header.protocol)),
        names=folders,
        contrast_agent=header.contrast_agent,
        image_type=header.image_type,
        scanning_sequence=header.scanning_sequence,
        echo_time_ms=header.echo_time_ms,
        repetition_time_ms=header.repetition_time_ms,
        inversion_time_ms=header.inversion_time_ms,
        b_value=header.b_value,
    )


def _facts(header: DicomHeader) -> dict[str, Any]:
    facts = {
        "manufacturer": header.manufacturer,
        "model": header.model,
        "field_strength_t": header.field_strength_t,
        "echo_time_ms": header.echo_time_ms,
        "repetition_time_ms": header.repetition_time_ms,
        "inversion_time_ms": header.inversion_time_ms,
        "image_type": list(header.image_type),
        "contrast_agent": header.contrast_agent,
        "study_date": header.study_date,
    }
    return {name: value for name, value in facts.items() if value not in (None, "", [])}
