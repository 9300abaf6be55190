"""One grade, off the GUI thread: the same ``grade_case`` as the command line. torch is first loaded by this."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from glioma_desktop.annotation.project import Project
from glioma_desktop.grading.card import ModelCard
from glioma_desktop.grading.registry import Registry
from glioma_desktop.grading.result import GradeResult
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.grade_ground import Ground


def grade_on(ground: Ground, project: Project, volumes: Mapping[str, Volume], opening: int | None) -> GradeResult:
    """Grade what the ground says.

    Args:
        ground: Patient, model, series and boxes.
        project: Whose registry, key and ledger are used.
        volumes: Series uid -> volume already read; the others are read here.
        opening: The number of this look at the sealed patients; None for a patient who is not sealed.

    Raises:
        GliomaError: the model is missing or damaged, a series cannot be read, or the case is out of the model's scope.
    """
    # Imported here, in the worker thread: nothing of the grading engine is loaded before the first grade.
    from glioma_desktop.grading.case import CaseFacts, grade_case, opened

    model = Registry(project.models_dir).get(ground.model)
    chosen, read = dict(ground.series), _read(ground, volumes)
    facts = CaseFacts.of(project, ground.study, ground.patient)
    result = grade_case(model, chosen, read, ground.rois, facts)
    return result if opening is None else opened(result, opening)


def check_on(ground: Ground, card: ModelCard, project: Project, volumes: Mapping[str, Volume]) -> None:
    """Whether the ground could be graded at all: asked before the sealed patients are opened for it.

    Raises:
        GliomaError: a series cannot be read, or the case is out of the model's scope.
    """
    from glioma_desktop.grading.case import CaseFacts, check_case

    facts = CaseFacts.of(project, ground.study, ground.patient)
    check_case(card, dict(ground.series), _read(ground, volumes), ground.rois, facts)


def _read(ground: Ground, volumes: Mapping[str, Volume]) -> dict[str, Volume]:
    return {name: volumes.get(series.uid) or read_series(series) for name, series in ground.series}


def report_on(result: GradeResult, patient: str, volume: Volume | None, path: Path, language: str = "en") -> Path:
    """Write the report of an estimate: HTML or PDF, by the file's suffix, in a language of the window.

    Raises:
        GliomaError: the file cannot be written.
    """
    from glioma_desktop.grading.case_report import ReportContext, write_case_report

    write_case_report(result, path, ReportContext(patient=patient, volume=volume, language=language))
    return path
