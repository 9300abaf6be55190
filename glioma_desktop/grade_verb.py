"""``glioma-desktop grade``: find the patient, the series and the boxes, then ask the same ``grade_case`` as the window."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from glioma_desktop.annotation.annotation import Annotation
from glioma_desktop.annotation.coverage import SMALLEST_OUTLINE, fit_rectangle
from glioma_desktop.annotation.exchange.masks import read_mask
from glioma_desktop.annotation.hold_out import count_opening, load_hold_out
from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.annotation.roster import PatientRecord
from glioma_desktop.errors import GradingError, StoreWriteError
from glioma_desktop.grading.case import CaseFacts, grade_case, opened
from glioma_desktop.grading.case_report import ReportContext, write_case_report
from glioma_desktop.grading.choice import best_series, choose_series, stored_boxes, why_none
from glioma_desktop.grading.crop import CropSpec
from glioma_desktop.grading.registry import Model, Registry
from glioma_desktop.grading.result import GradeResult
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import SEQUENCE_LABELS, Series, Study, Unreadable
from glioma_desktop.study.volume import Volume
from glioma_desktop.translation import CHINESE

CONFIRM = "State it with --series UID --sequence NAME."
SHOWN = 12


@dataclass(frozen=True)
class _Patient:
    """Who lies below the given path: its studies, as the store has them when it knows them.

    Attributes:
        passed_over: A sentence on files that cannot be read; "" when all can.
    """

    studies: tuple[Study, ...]
    record: PatientRecord | None
    annotation: Annotation | None
    passed_over: str = ""


def grade_path(args: Namespace) -> dict[str, Any]:
    """Grade the one patient below ``args.path`` and return the result's JSON.

    Raises:
        GliomaError: more than one patient, no such series, no box, or a refusal by the scope of the model.
    """
    project = Project.open(args.project)
    try:
        model = _model(Registry(project.models_dir), args.model)
        patient = _one_patient(project, args.path, args.mask or ())
        study, chosen = _series(args, patient, model.card.crop_spec)
        volumes = {sequence: read_series(series) for sequence, series in chosen.items()}
        volume = volumes[model.card.crop_spec.sequences[0]]
        rois = args.roi or (_fitted(args.mask, volume) if args.mask else _stored(project, patient, study, chosen))
        pseudonym = None if patient.record is None else patient.record.pseudonym
        result = grade_case(model, chosen, volumes, rois, CaseFacts.of(project, study, pseudonym))
        result = _counted(project, pseudonym, result)
        _keep(project, pseudonym, result)
        if args.report is not None:
            context = ReportContext(pseudonym or "", volume, language=CHINESE if args.language == "zh" else "en")
            write_case_report(result, args.report, context)
        return result.to_json()
    finally:
        project.close()


def _model(registry: Registry, model_id: str | None) -> Model:
    chosen = model_id or registry.active()
    if chosen is None:
        held = [card.model_id for card in registry.list()]
        way = f"Activate one: {', '.join(held)}." if held else "Publish a run, or import a model."
        raise GradingError(f"No model is active in this project. {way}", registry.models_dir, held)
    return registry.get(chosen)


# -- the patient -----------------------------------------------------------------------------------------------------------


def _one_patient(project: Project, path: Path, masks: Sequence[Path]) -> _Patient:
    """The one patient below a path; studies that lie there as imported or opened are the stored ones."""
    catalogue = Catalogue()
    drawn = {mask.resolve() for mask in masks}
    found = [study for study in (_without(s, drawn) for s in catalogue.scan(path)) if study.series]
    if not found:
        reason = f" {catalogue.unreadable[0].reason}" if catalogue.unreadable else ""
        raise GradingError(f"No MR study was found in {path}.{reason}", path)
    studies: list[Study] = []
    patients: dict[str, PatientRecord | None] = {}
    places: dict[str, str] = {}
    for study in found:
        known = project.store.find_study(study)
        name = study.patient_id if known is None else known[0].pseudonym
        patients[name] = None if known is None else known[0]
        places.setdefault(name, _place(study, path))
        studies.append(study if known is None else known[1])
    if len(patients) > 1:
        names = sorted(places.values())
        shown = ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
        raise GradingError(f"{path} holds {len(names)} patients: {shown}. Name the folder or file of one.", path, names)
    (record,) = patients.values()
    annotation = None if record is None else project.store.annotation(record.pseudonym)
    return _Patient(tuple(studies), record, annotation, _passed_over(catalogue.unreadable))


def _passed_over(unreadable: Sequence[Unreadable]) -> str:
    if not unreadable:
        return ""
    count = "1 file was" if len(unreadable) == 1 else f"{len(unreadable)} files were"
    return f"{count} passed over: {unreadable[0].reason}"


def _without(study: Study, masks: set[Path]) -> Study:
    """A mask that was named is no image, whatever it looks like."""
    return replace(study, series=tuple(s for s in study.series if s.files[0].path.resolve() not in masks))


def _place(study: Study, path: Path) -> str:
    """Where a study lies, without naming its patient: its folder below ``path``, else its first file."""
    top = path.absolute()
    if study.folder != top and study.folder.is_relative_to(top):
        return study.folder.relative_to(top).as_posix()
    return study.series[0].files[0].path.name


# -- the series ------------------------------------------------------------------------------------------------------------


def _series(args: Namespace, patient: _Patient, spec: CropSpec) -> tuple[Study, dict[str, Series]]:
    """The study and its series for each sequence of the model."""
    sequences = spec.sequences
    if args.series is not None:
        return _stated(args.path, patient, sequences, args.series, args.sequence)
    wanted = SEQUENCE_LABELS[sequences[0]]
    if args.sequence is not None and args.sequence not in sequences:
        raise GradingError(f"Not graded: this is {SEQUENCE_LABELS[args.sequence]}. Choose the {wanted} series.")
    found = choose_series(patient.studies, sequences, patient.annotation, spec.plane)
    if found is None and args.sequence is not None:
        uids = [series.uid for study in patient.studies for series in study.series]
        if len(uids) == 1:
            return _stated(args.path, patient, sequences, uids[0], args.sequence)
    if found is None:
        sentence = why_none(patient.studies, sequences, CONFIRM)
        raise GradingError(f"{sentence} {patient.passed_over}".rstrip(), args.path)
    if patient.passed_over:
        print(patient.passed_over, file=sys.stderr)  # noqa: T201
    return found


def _stated(
    path: Path, patient: _Patient, sequences: Sequence[str], uid: str, sequence: str | None
) -> tuple[Study, dict[str, Series]]:
    """The named series in its place, its sequence as stated by hand; the others of the model from the same study."""
    held = [(study, series) for study in patient.studies for series in study.series]
    named = [pair for pair in held if pair[1].uid == uid] or [pair for pair in held if _bears(pair[1], uid)]
    if not named:
        uids = [series.uid for _, series in held]
        shown = ", ".join(uids[:SHOWN]) + (", ..." if len(uids) > SHOWN else "")
        raise GradingError(f"The series {uid} is not in {path}. It holds: {shown}.", path, uids)
    study, series = named[0]
    series = series if sequence is None else series.confirmed_as(sequence)  # type: ignore[arg-type]
    place = series.sequence if series.sequence in sequences else sequences[0]
    chosen: dict[str, Series] = {}
    for name in sequences:
        other = series if name == place else best_series(study, name, patient.annotation)
        if other is None:
            raise GradingError(why_none([study], [name], CONFIRM), path)
        chosen[name] = other
    return study, chosen


def _bears(series: Series, uid: str) -> bool:
    """Whether a uid names a series: as DICOM has it, or as the end of a NIfTI file's path."""
    if series.source is not None:  # it shares files and SeriesInstanceUID with its source
        return series.uid == uid
    if series.kind == "dicom":
        return series.series_instance_uid == uid
    return f"/{series.files[0].path.as_posix()}".endswith(f"/{uid}")


# -- the boxes -------------------------------------------------------------------------------------------------------------


def _stored(project: Project, patient: _Patient, study: Study, chosen: dict[str, Series]) -> Sequence[RectROI]:
    annotation = patient.annotation
    boxes = () if annotation is None else stored_boxes(annotation, study, chosen, project.config.box_series)
    if not boxes:
        raise GradingError("Not graded: there is no box. Draw one, or give --mask or --roi.")
    return boxes


def _fitted(masks: Sequence[Path], volume: Volume) -> list[RectROI]:
    """The smallest boxes that hold 80 % of what the masks mark, slice by slice."""
    marked = np.any([read_mask(path, volume) for path in masks], axis=0)
    names = ", ".join(path.name for path in masks)
    slices = [int(k) for k in np.flatnonzero(marked.any(axis=(1, 2)))]
    if not slices:
        raise GradingError(f"Not graded: the mask {names} marks nothing on this series. Choose another.", masks[0])
    fitted = [fit_rectangle(marked[k], volume.spacing_mm[1:], slice_index=k) for k in slices]
    rois = [roi for roi in fitted if roi is not None]
    if not rois:
        raise GradingError(
            f"Not graded: the mask {names} marks fewer than {SMALLEST_OUTLINE} voxels on every slice. Give --roi.",
            masks[0],
        )
    return rois


# -- what becomes of the answer --------------------------------------------------------------------------------------------


def _counted(project: Project, pseudonym: str | None, result: GradeResult) -> GradeResult:
    """For a sealed patient: the look is counted before the answer is shown, and said with it."""
    drawn = load_hold_out(project.splits_dir)
    if drawn is None or not (result.sealed or pseudonym in drawn.sealed):
        return result
    times = count_opening(project.splits_dir, by="command line", what=f"grade {pseudonym or 'by its pixels'}")
    return opened(result, times)


def _keep(project: Project, pseudonym: str | None, result: GradeResult) -> None:
    if pseudonym is None:
        return
    try:
        project.store.save_grade(pseudonym, result.to_json())
    except StoreWriteError as error:
        print(f"The estimate is not kept in the project: {error.message}", file=sys.stderr)  # noqa: T201
