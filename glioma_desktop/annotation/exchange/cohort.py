"""A graded cohort becomes a project: studies registered, outlines and boxes stored, one specimen a patient.

Layout: one folder a patient with any studies below it, a mask file of a given name somewhere in it, and a CSV with the
columns ``patient`` (the folder's name, else the PatientID) and ``who_grade``. Nothing a reader drew is ever overwritten: an
import adds what is missing.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.annotation.annotation import Annotation, Box, CaseState, Change, Edit, Lesion, Outline, Region
from glioma_desktop.annotation.coverage import SMALLEST_OUTLINE, coverage, fill, fit_rectangle
from glioma_desktop.annotation.exchange.masks import read_mask
from glioma_desktop.annotation.pathology import Specimen
from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import AnnotationError, GliomaError
from glioma_desktop.grade import WhoGrade
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import SEQUENCES, Series, Study
from glioma_desktop.study.volume import Volume

LESION = "L1"
BAND_TOP = 0.9


@dataclass(frozen=True, slots=True)
class CohortRequest:
    """What to import.

    Attributes:
        masks: File name of the outline masks.
        labels: The CSV file.
        sequence: The series that boxes are stored on.
        coverage: The share of the outline that a box holds.
    """

    folder: Path
    masks: str
    labels: Path
    sequence: str = "t1ce"
    coverage: float = 0.8
    reader: str = "import"


@dataclass
class CohortReport:
    """What came of an import. Patients are named by their cohort folder here, since the request came from there."""

    patients: int = 0
    boxes: int = 0
    outlines: int = 0
    without_sequence: list[str] = field(default_factory=list)
    without_mask: list[str] = field(default_factory=list)
    without_grade: list[str] = field(default_factory=list)
    without_studies: list[str] = field(default_factory=list)
    labels_without_folder: list[str] = field(default_factory=list)
    too_small_outlines: int = 0
    above_band: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy."""
        return dict(vars(self))


@dataclass(frozen=True, slots=True)
class _Label:
    written: str
    grade: WhoGrade
    line: int


def import_cohort(
    project: Project, request: CohortRequest, progress: Callable[[int, int], None] | None = None
) -> CohortReport:
    """Take a cohort into a project.

    Raises:
        AnnotationError: the folder or the CSV cannot be read, a grade is no WHO grade (with its line), or the sequence is
            unknown. Nothing is stored then. A patient that cannot be read is listed under ``refused`` and the rest goes on.
    """
    if request.sequence not in SEQUENCES:
        raise AnnotationError(f"{request.sequence!r} is no sequence; choose one of {', '.join(SEQUENCES)}.")
    if not request.folder.is_dir():
        raise AnnotationError(f"The cohort folder {request.folder} does not exist.", request.folder)
    labels = read_labels(request.labels)
    folders = sorted(p for p in request.folder.iterdir() if p.is_dir() and not p.name.startswith("."))
    report, used = CohortReport(), set()
    for done, folder in enumerate(folders):
        try:
            used |= _import_patient(project, request, folder, labels, report)
        except GliomaError as error:
            report.refused.append({"patient": folder.name, "reason": error.message})
        if progress is not None:
            progress(done + 1, len(folders))
    report.labels_without_folder = sorted(set(labels) - used)
    return report


def read_labels(path: Path) -> dict[str, _Label]:
    """The grades of a CSV by patient.

    Raises:
        AnnotationError: unreadable, without the two columns, a patient twice, or no WHO grade; names the line.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise AnnotationError(f"The label table {path.name} cannot be read ({error}).", path) from error
    labels: dict[str, _Label] = {}
    for line, row in enumerate(rows, start=2):
        if "patient" not in row or "who_grade" not in row:
            raise AnnotationError(f"The label table {path.name} needs the columns patient and who_grade.", path)
        patient, written = (row["patient"] or "").strip(), (row["who_grade"] or "").strip()
        try:
            grade = WhoGrade.parse(written)
        except ValueError as error:
            raise AnnotationError(
                f"{path.name}, line {line}: {written!r} is no WHO grade. Write I to IV or 1 to 4.", path
            ) from error
        if not patient or patient in labels:
            what = f"{patient} stands twice" if patient else "the patient is empty"
            raise AnnotationError(f"{path.name}, line {line}: {what}. Keep one row a patient.", path)
        labels[patient] = _Label(written, grade, line)
    return labels


def _import_patient(
    project: Project, request: CohortRequest, folder: Path, labels: dict[str, _Label], report: CohortReport
) -> set[str]:
    catalogue = Catalogue(root=request.folder)
    studies = catalogue.scan(folder)
    studies = [_without_masks(study, request.masks) for study in studies]
    studies = [study for study in studies if study.series]
    if not studies:
        report.without_studies.append(folder.name)
        return {folder.name} & set(labels)
    name = folder.name if folder.name in labels else studies[0].patient_id
    label = labels.get(name)
    pseudonym = _register(project, request, folder, studies)
    report.patients += 1
    if label is None:
        report.without_grade.append(folder.name)
    masks = sorted(folder.rglob(request.masks))
    if not masks:
        report.without_mask.append(folder.name)
    if len(masks) > 1:
        report.notes.append(f"{folder.name}: {len(masks)} masks; {masks[0].relative_to(folder)} was taken.")
    before = project.store.annotation(pseudonym)
    changes = list(_label_changes(before, label, request, studies))
    if masks:
        changes += _drawn_changes(project, request, folder, studies, masks[0], before, report)
    if changes:
        if before.case.status == "new":
            changes.append(Change(("case",), CaseState("draft")))
        project.store.record(Edit(pseudonym, request.reader, "Import from cohort", tuple(changes)))
    return {name} & set(labels)


def _without_masks(study: Study, mask_name: str) -> Study:
    kept = tuple(s for s in study.series if not (s.kind == "nifti" and s.files[0].path.name == mask_name))
    return replace(study, series=kept)


def _register(project: Project, request: CohortRequest, folder: Path, studies: list[Study]) -> str:
    """One folder is one patient; two folders that claim one PatientID stay apart, and the leak check speaks of them."""
    identifier = studies[0].patient_id or folder.name
    known = project.store.find_patient(identifier)
    if known is not None and known.source_patient not in (None, folder.name):
        identifier = folder.name
    record = None
    for study in studies:
        own = replace(study, patient_id=identifier)
        record = project.store.register(own, request.folder, source_patient=folder.name)
    assert record is not None
    return record.pseudonym


def _label_changes(
    before: Annotation, label: _Label | None, request: CohortRequest, studies: list[Study]
) -> Iterator[Change]:
    if LESION not in before.lesions:
        yield Change(("lesion", LESION), Lesion(LESION, graded=True, sampled=True))
    if label is not None and not before.specimens:
        specimen = Specimen(
            specimen_id="S1",
            grade_as_written=label.written,
            grade=int(label.grade),
            lesion=LESION,
            source="CSV row",
            entered_by=request.reader,
        )
        yield Change(("specimen", specimen.specimen_id), specimen)


def _drawn_changes(
    project: Project,
    request: CohortRequest,
    folder: Path,
    studies: list[Study],
    mask_path: Path,
    before: Annotation,
    report: CohortReport,
) -> list[Change]:
    region: Region = project.config.outline_region
    box_series = _series_of(studies, request.sequence)
    if box_series is None:
        report.without_sequence.append(folder.name)
    series = box_series or _series_of(studies, "flair") or studies[0].series[0]
    volume = read_series(series)
    mask = read_mask(mask_path, volume)
    changes: list[Change] = []
    for k in np.flatnonzero(mask.any(axis=(1, 2))):
        index = int(k)
        if (series.uid, LESION, region, index) not in before.outlines:
            outline = Outline(mask[index], region, "mask", reader=request.reader)
            changes.append(Change(("outline", series.uid, LESION, region, str(index)), outline))
            report.outlines += 1
        if box_series is not None and (series.uid, LESION, index) not in before.boxes:
            box = _fitted(mask[index], volume, index, request, region)
            if box is None:
                report.too_small_outlines += 1
                continue
            changes.append(Change(("box", series.uid, LESION, str(index)), box))
            report.boxes += 1
            if box.coverage is not None and box.coverage > BAND_TOP:
                report.above_band.append(
                    {"patient": folder.name, "slice_index": index, "coverage": box.coverage,
                     "reason": "no smaller box holds the target"}
                )  # fmt: skip
    return changes


def _series_of(studies: list[Study], sequence: str) -> Series | None:
    """The series of a sequence: of the first study that has one; confirmed before guessed, more slices before fewer."""
    for study in studies:
        found = [s for s in study.series if s.sequence == sequence]
        if found:
            return min(found, key=lambda s: (not s.sequence_confirmed, -s.shape[0], s.uid))
    return None


def _fitted(
    outline: NDArray[np.bool_], volume: Volume, index: int, request: CohortRequest, region: Region
) -> Box | None:
    if int(np.count_nonzero(outline)) < SMALLEST_OUTLINE:
        return None
    roi = fit_rectangle(outline, volume.spacing_mm[1:], request.coverage, index)
    assert roi is not None
    return Box(roi, "mask", coverage(roi, outline), fill(roi, outline), outline_region=region, reader=request.reader)
