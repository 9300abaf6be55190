"""``glioma-desktop grade``: find the patient, the series and the boxes, then ask the same ``grade_case`` as the window."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from glioma_desktop.annotation.annotation import Annotation
from glioma_desktop.annotation.coverage import fit_rectangle
from glioma_desktop.annotation.exchange.masks import read_mask
from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import GradingError
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import SEQUENCE_LABELS, SEQUENCES, Series, Study
from glioma_desktop.study.volume import Volume


def grade_path(args: Namespace) -> dict[str, Any]:
    """Grade the one patient below ``args.path`` and return the result's JSON.

    Raises:
        GliomaError: more than one patient, no such series, no box, or a refusal by the scope of the model.
    """
    from glioma_desktop.grading.case import CaseFacts, grade_case
    from glioma_desktop.grading.registry import Registry

    project = Project.open(args.project)
    try:
        registry = Registry(project.models_dir)
        model = registry.get(args.model or _active(registry))
        study, chosen = _series(args, model.card.crop_spec.sequences)
        volumes = {sequence: read_series(series) for sequence, series in chosen.items()}
        box_series = chosen[model.card.crop_spec.sequences[0]]
        record = project.store.find_patient(study.patient_id)
        annotation = None if record is None else project.store.annotation(record.pseudonym)
        rois = _rois(args, volumes[model.card.crop_spec.sequences[0]], box_series, annotation)
        result = grade_case(
            model,
            chosen,
            volumes,
            rois,
            CaseFacts.of(project, study, None if record is None else record.pseudonym),
        )
        if result.sealed:
            result = _counted(project, result)
        if record is not None:
            project.store.save_grade(record.pseudonym, result.to_json())
        if args.report is not None:
            _write_report(result, args.report, volumes[model.card.crop_spec.sequences[0]], record)
        return result.to_json()
    finally:
        project.close()


def _active(registry: Any) -> str:
    active = registry.active()
    if active is None:
        raise GradingError("No model is active in this project. Publish a run, or import a model.")
    return str(active)


def _series(args: Namespace, sequences: Sequence[str]) -> tuple[Study, Mapping[str, Series]]:
    """The study and its series for each sequence of the model."""
    if args.sequence is not None and args.sequence not in SEQUENCES:
        raise GradingError(f"{args.sequence!r} is no sequence; choose one of {', '.join(SEQUENCES)}.")
    studies = _one_patient(args.path)
    if args.series is not None:
        return _stated(args, studies, sequences)
    if args.sequence is not None and args.sequence not in sequences:
        wanted = SEQUENCE_LABELS[sequences[0]]
        raise GradingError(f"Not graded: this is {SEQUENCE_LABELS[args.sequence]}. Choose the {wanted} series.")
    for study in studies:
        found = {name: _best(study, name) for name in sequences}
        if all(found.values()):
            return study, {name: series for name, series in found.items() if series is not None}
    raise GradingError(_nothing_fits(studies, sequences))


def _one_patient(path: Path) -> list[Study]:
    catalogue = Catalogue()
    studies = catalogue.scan(path)
    if not studies:
        reason = f" {catalogue.unreadable[0].reason}" if catalogue.unreadable else ""
        raise GradingError(f"No MR study was found in {path}.{reason}", path)
    patients = sorted({study.patient_id for study in studies})
    if len(patients) > 1:
        folders = sorted({str(study.folder.relative_to(path)) for study in studies})
        shown = ", ".join(folders[:12]) + (", ..." if len(folders) > 12 else "")
        raise GradingError(f"{path} holds {len(patients)} patients ({shown}). Name the folder of one.", path)
    return studies


def _stated(args: Namespace, studies: list[Study], sequences: Sequence[str]) -> tuple[Study, Mapping[str, Series]]:
    for study in studies:
        for series in study.series:
            if series.uid != args.series:
                continue
            first = series.confirmed_as(args.sequence) if args.sequence else series
            chosen = {sequences[0]: first}
            for name in sequences[1:]:
                other = _best(study, name)
                if other is None:
                    raise GradingError(_nothing_fits(studies, sequences))
                chosen[name] = other
            return study, chosen
    held = ", ".join(series.uid for study in studies for series in study.series)
    raise GradingError(f"The series {args.series} is not in {args.path}. It holds: {held}.", args.path)


def _best(study: Study, sequence: str) -> Series | None:
    found = [series for series in study.series if series.sequence == sequence]
    return min(found, key=lambda s: (not s.sequence_confirmed, -s.shape[0], s.uid)) if found else None


def _nothing_fits(studies: list[Study], sequences: Sequence[str]) -> str:
    held = sorted({series.sequence for study in studies for series in study.series})
    wanted = " and ".join(SEQUENCE_LABELS[name] for name in sequences)
    if held == ["unknown"]:
        return "Not graded: sequence not known. State it with --series UID --sequence NAME."
    shown = ", ".join(SEQUENCE_LABELS[name] for name in held)
    return f"Not graded: this is {shown}. Choose the {wanted} series."


def _rois(args: Namespace, volume: Volume, series: Series, annotation: Annotation | None) -> list[RectROI]:
    """The boxes: given, fitted to masks, or stored in the project."""
    if args.roi:
        rois = [_parse_roi(text) for text in args.roi]
    elif args.mask:
        marked = np.any([read_mask(path, volume) for path in args.mask], axis=0)
        fitted = [
            fit_rectangle(marked[k], volume.spacing_mm[1:], slice_index=int(k))
            for k in np.flatnonzero(marked.any(axis=(1, 2)))
        ]
        rois = [roi for roi in fitted if roi is not None]
    else:
        rois = [] if annotation is None else [box.roi for box in annotation.boxes_of(series.uid).values()]
    if not rois:
        raise GradingError("Not graded: there is no box. Draw one, or give --mask or --roi.")
    return rois


def _parse_roi(text: str) -> RectROI:
    try:
        k, r0, r1, c0, c1 = (int(part) for part in text.split(","))
        return RectROI(k, r0, r1, c0, c1)
    except ValueError as error:
        raise GradingError(f"{text!r} is no box. Write SLICE,R0,R1,C0,C1: whole numbers from 0, half-open.") from error


def _counted(project: Project, result: Any) -> Any:
    from dataclasses import replace

    from glioma_desktop.annotation.hold_out import count_opening

    times = count_opening(project.splits_dir, by="command line", what="grade")
    note = f"This patient is in the sealed test set. This answer counts as opening {times}."
    return replace(result, notes=(*result.notes, note))


def _write_report(result: Any, path: Path, volume: Volume, record: Any) -> None:
    from glioma_desktop.grading.case_report import ReportContext, write_case_report

    write_case_report(result, path, ReportContext(patient="" if record is None else record.pseudonym, volume=volume))
