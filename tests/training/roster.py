"""Patients of a project without images: studies, specimens and boxes as rows of the store, for everything before a crop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from glioma_desktop.annotation.annotation import Box, Change, Edit
from glioma_desktop.annotation.pathology import Specimen
from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.study.series import Series, SliceFile, Study
from training.manifest import BoxRow, Choice, FlowStep, Manifest, PatientRow

SHAPE = (24, 60, 50)


def make_series(uid: str, sequence: str = "t1ce", folder: Path = Path("/data"), **changes: Any) -> Series:
    series = Series(
        uid=uid, series_instance_uid=uid, kind="dicom",
        files=tuple(SliceFile(folder / f"{uid}-{k}.dcm") for k in range(SHAPE[0])), description=sequence,
        sequence=sequence, sequence_confirmed=True, sequence_reason="test", shape=SHAPE, spacing_mm=(5.0, 1.0, 1.0),
        spacing_nominal=False, slice_thickness_mm=5.0, orientation="axial", orientation_known=True,
        frame_of_reference_uid=f"{uid}.9", modality="MR",
    )  # fmt: skip
    return replace(series, **changes)


def make_study(number: int, sequences: Sequence[str] = ("t1ce",), date: str = "2019-03-04", age: float = 50.0) -> Study:
    uid = f"1.2.{number}.{date.replace('-', '')}"
    folder = Path(f"/data/{number:04d}")
    series = tuple(make_series(f"{uid}.{k}", name, folder) for k, name in enumerate(sequences, 1))
    return Study(uid, f"Q-{number:04d}", "Doe^Jane", age, "F", date, "MR brain", folder, series)


def add_patient(
    project: Project, number: int, grade: int | None = 2, coverages: Sequence[float | None] = (0.8, 0.82),
    study: Study | None = None, specimen: dict[str, Any] | None = None, **box: Any,
) -> str:  # fmt: skip
    """Register a patient with a specimen and one box a slice from slice 3 on, on its first series; its pseudonym."""
    study = study or make_study(number)
    pseudonym = project.store.register(study, Path("/data")).pseudonym
    changes = [] if grade is None else [Change(("specimen", "S1"), Specimen("S1", grade=grade, **(specimen or {})))]
    for k, coverage in enumerate(coverages, 3):
        drawn = Box(RectROI(k, 10, 30, 10, 26), **{"origin": "hand", "coverage": coverage, "fill": 0.7, **box})
        changes.append(Change(("box", study.series[0].uid, "L1", str(k)), drawn))
    project.store.record(Edit(pseudonym, "Reader A", "Draw", tuple(changes)))
    return pseudonym


def row(patient: str, grade: int, boxes: int = 3, **changes: Any) -> PatientRow:
    rois = [BoxRow(RectROI(k, 10, 30, 10, 26), 0.8, 0.7, "hand", True, False) for k in range(boxes)]
    return replace(PatientRow(patient, int(grade > 2), grade, "unknown", "unknown", "", tuple(rois)), **changes)


def manifest_of(grades: dict[str, int], **changes: Any) -> Manifest:
    rows = tuple(row(name, grade, **changes) for name, grade in sorted(grades.items()))
    return Manifest(rows, (FlowStep("found", "patients found", len(rows)),), Choice())
