"""A graded cohort becomes a project: studies registered, outlines and boxes stored, one specimen a patient.

Layout: one folder a patient with any studies below it, a mask file of a given name somewhere in it, and a CSV with the
columns ``patient`` (the folder's name, else the PatientID) and ``who_grade``. Nothing a reader drew is ever overwritten: an
import adds what is missing.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.annotation.annotation import Annotation, Box, CaseState, Change, Edit, Lesion, Outline, Region
from glioma_desktop.annotation.coverage import SMALLEST_OUTLINE, coverage, fill, fit_rectangle
from glioma_desktop.annotation.exchange.cohort_report import CohortReport
from glioma_desktop.annotation.exchange.labels import Label, read_labels
from glioma_desktop.annotation.exchange.masks import read_mask
from glioma_desktop.annotation.import_event import IMPORT_TEXT
from glioma_desktop.annotation.pathology import Specimen
from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import AnnotationError, GliomaError, StoreReadError, StoreWriteError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import SEQUENCES, Series, Study, Unreadable
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


@dataclass(frozen=True)
class Cohort:
    """A request that can be carried out: its patients' folders and their grades. Nothing is stored by making one.

    Raises (``Cohort.of``):
        AnnotationError: the folder or the table cannot be read, a grade is no WHO grade (with its line), or the sequence is
            unknown.
    """

    request: CohortRequest
    folders: tuple[Path, ...]
    labels: Mapping[str, Label]

    @classmethod
    def of(cls, request: CohortRequest) -> Cohort:
        """Read the table and list the folders."""
        folder = request.folder.absolute()
        if request.sequence not in SEQUENCES:
            raise AnnotationError(
                phrase(
                    "{sequence!r} is no sequence; choose one of {sequences}.",
                    sequence=request.sequence,
                    sequences=", ".join(SEQUENCES),
                )
            )
        if not request.masks or Path(request.masks).name != request.masks:
            raise AnnotationError(
                phrase("{masks!r} is no file name. Name the mask file as it lies in each folder.", masks=request.masks)
            )
        labels = read_labels(request.labels)
        try:
            found = sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))
        except OSError as error:
            raise AnnotationError(
                phrase("The cohort folder {folder} cannot be read ({reason}).", folder=folder, reason=error.strerror),
                folder,
            ) from error
        if not found:
            raise AnnotationError(
                phrase("The cohort folder {folder} holds no folder. Give it one folder a patient.", folder=folder),
                folder,
            )
        return cls(replace(request, folder=folder), tuple(found), labels)


def import_cohort(
    project: Project, request: CohortRequest | Cohort, progress: Callable[[int, int], None] | None = None
) -> CohortReport:
    """Take a cohort into a project.

    Raises:
        AnnotationError: as ``Cohort.of``, or no folder holds a study; nothing is stored then. A patient that cannot be read
            is listed and the rest goes on.
        StoreWriteError: the disk is full or the project read-only; patients before are safe, and the same call goes on.
    """
    cohort = request if isinstance(request, Cohort) else Cohort.of(request)
    report, used = CohortReport(), set()
    found = [_scanned(folder, cohort.request) for folder in cohort.folders]
    owners = Counter(name for patient in found for name in patient.identifiers)
    shared = {name for name, folders in owners.items() if folders > 1}
    for done, patient in enumerate(found, start=1):
        used |= _Import(project, cohort, patient, shared, report).run()
        if progress is not None:
            progress(done, len(found))
    report.labels_without_folder = sorted(set(cohort.labels) - used)
    if report.patients == 0:
        reason = report.without_studies[0]["reason"]
        raise AnnotationError(
            phrase("No patient of {folder} could be imported: {reason}", folder=cohort.request.folder, reason=reason),
            cohort.request.folder,
        )
    return report


@dataclass(frozen=True)
class _Found:
    """What lies in one patient's folder."""

    folder: Path
    studies: tuple[Study, ...]
    unreadable: tuple[Unreadable, ...]

    @property
    def identifiers(self) -> frozenset[str]:
        """PatientIDs; NIfTI files have none."""
        dicom = (s for s in self.studies if any(series.kind == "dicom" for series in s.series))
        return frozenset(study.patient_id for study in dicom if study.patient_id)


def _scanned(folder: Path, request: CohortRequest) -> _Found:
    catalogue = Catalogue(root=request.folder)
    try:
        studies = [_without_masks(study, request.masks) for study in catalogue.scan(folder)]
    except GliomaError as error:
        return _Found(folder, (), (Unreadable(folder, error.message),))
    return _Found(folder, tuple(study for study in studies if study.series), tuple(catalogue.unreadable))


class _Import:
    """One patient's way into the project."""

    def __init__(
        self, project: Project, cohort: Cohort, found: _Found, shared: Collection[str], report: CohortReport
    ) -> None:
        self.project, self.request, self.labels = project, cohort.request, cohort.labels
        self.found, self.folder, self.shared, self.report = found, found.folder, shared, report

    def run(self) -> set[str]:
        """Take the patient in and return the names under which the table knows it."""
        studies, unreadable = list(self.found.studies), self.found.unreadable
        self.report.unreadable += [{"path": str(u.path), "reason": u.reason} for u in unreadable]
        own = sorted(self.found.identifiers - set(self.shared))
        names = [name for name in (self.folder.name, *own) if name in self.labels]
        if studies:
            self._take(studies, self.labels[names[0]] if names else None)
        else:
            reason = unreadable[0].reason if unreadable else phrase("No MR study lies in the folder.")
            self.report.without_studies.append({"patient": self.folder.name, "reason": reason})
        return set(names[:1])

    def _take(self, studies: list[Study], label: Label | None) -> None:
        pseudonym = self._register(studies)
        before = self.project.store.annotation(pseudonym)
        changes = list(self._label_changes(before, label))
        try:
            changes += self._drawn_changes(studies, before)
        except (StoreReadError, StoreWriteError):
            raise
        except GliomaError as error:
            self.report.refused.append({"patient": self.folder.name, "reason": error.message})
        if changes:
            if before.case.status == "new":
                changes.append(Change(("case",), CaseState("draft")))
            taken_in = Edit(pseudonym, self.request.reader, IMPORT_TEXT, tuple(changes), kind="import")
            self.project.store.record(taken_in)
        self.report.patients += 1

    def _register(self, studies: list[Study]) -> str:
        """One folder is one patient; folders that claim one PatientID stay apart, and the leak check speaks of them."""
        identifier = min(self.found.identifiers - set(self.shared), default=self.folder.name)
        known = self.project.store.find_patient(identifier)
        if known is not None and known.source_patient not in (None, self.folder.name):
            identifier = self.folder.name
        records = [
            self.project.store.register(replace(s, patient_id=identifier), self.request.folder, self.folder.name)
            for s in studies
        ]
        return records[0].pseudonym

    def _label_changes(self, before: Annotation, label: Label | None) -> Iterator[Change]:
        if LESION not in before.lesions:
            yield Change(("lesion", LESION), Lesion(LESION, graded=True, sampled=True))
        if label is None:
            self.report.without_grade.append(self.folder.name)
        elif not before.specimens:
            specimen = Specimen(
                specimen_id="S1",
                grade_as_written=label.written,
                grade=int(label.grade),
                lesion=LESION,
                source="CSV row",
                entered_by=self.request.reader,
            )
            yield Change(("specimen", specimen.specimen_id), specimen)
        elif int(label.grade) not in {specimen.grade for specimen in before.specimens.values()}:
            self.report.other_grade.append(self.folder.name)

    def _drawn_changes(self, studies: list[Study], before: Annotation) -> list[Change]:
        """Outlines and boxes of the slices that have none yet."""
        box_series = series_of(studies, self.request.sequence)
        if box_series is None:
            self.report.without_sequence.append(self.folder.name)
        series = box_series or series_of(studies, "flair") or studies[0].series[0]
        mask_path = self._mask_for(series)
        if mask_path is None:
            return []
        region: Region = self.project.config.outline_region
        volume = read_series(series)
        mask = read_mask(mask_path, volume)
        slices = [int(k) for k in np.flatnonzero(mask.any(axis=(1, 2)))]
        if not slices:
            self.report.empty_masks.append(self.folder.name)
        changes: list[Change] = []
        for k in slices:
            if (series.uid, LESION, region, k) not in before.outlines:
                outline = Outline(mask[k], region, "mask", reader=self.request.reader)
                changes.append(Change(("outline", series.uid, LESION, region, str(k)), outline))
                self.report.outlines += 1
            if box_series is not None and (series.uid, LESION, k) not in before.boxes:
                changes += self._box_changes(mask[k], volume, k, region)
        return changes

    def _mask_for(self, series: Series) -> Path | None:
        """The mask that lies nearest to the series: in its study's folder rather than in another's."""
        found = sorted(path for path in self.folder.rglob("*") if path.name == self.request.masks and path.is_file())
        if not found:
            self.report.without_mask.append(self.folder.name)
            return None
        place = series.files[0].path.parent
        nearest = max(found, key=lambda path: len(Path(os.path.commonpath([path.parent, place])).parts))
        if len(found) > 1:
            taken = nearest.relative_to(self.folder).as_posix()
            self.report.notes.append(
                phrase(
                    "{folder}: {count} masks; {taken} was taken.",
                    folder=self.folder.name,
                    count=len(found),
                    taken=taken,
                )
            )
        return nearest

    def _box_changes(self, outline: NDArray[np.bool_], volume: Volume, k: int, region: Region) -> list[Change]:
        if int(np.count_nonzero(outline)) < SMALLEST_OUTLINE:
            self.report.too_small_outlines += 1
            return []
        roi = fit_rectangle(outline, volume.spacing_mm[1:], self.request.coverage, k)
        assert roi is not None
        held = coverage(roi, outline)
        box = Box(roi, "mask", held, fill(roi, outline), outline_region=region, reader=self.request.reader)
        self.report.boxes += 1
        if held > BAND_TOP:
            self.report.above_band.append(
                {"patient": self.folder.name, "slice_index": k, "coverage": held,
                 "reason": phrase("no smaller box holds the target")}
            )  # fmt: skip
        return [Change(("box", volume.series_uid, LESION, str(k)), box)]


def series_of(studies: list[Study], sequence: str) -> Series | None:
    """The series of a sequence: of the first study that has one; confirmed before guessed, more slices before fewer."""
    for study in studies:
        found = [s for s in study.series if s.sequence == sequence]
        if found:  # a mask was drawn on what was acquired, not on a reformat of it
            return min(found, key=lambda s: (s.source is not None, not s.sequence_confirmed, -s.shape[0], s.uid))
    return None


def _without_masks(study: Study, mask_name: str) -> Study:
    kept = tuple(s for s in study.series if not (s.kind == "nifti" and s.files[0].path.name == mask_name))
    return replace(study, series=kept)
