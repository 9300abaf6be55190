"""The report of one estimate: HTML in one file, or PDF. No name and no identifier; the same words as on the screen."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import jinja2

from glioma_desktop import __version__
from glioma_desktop.errors import GradingError
from glioma_desktop.grade import WhoGrade
from glioma_desktop.grading import wording
from glioma_desktop.grading.case_pictures import Picture, pictures_of
from glioma_desktop.grading.case_report_pdf import pdf_bytes
from glioma_desktop.grading.result import GradeResult
from glioma_desktop.phrase import phrase
from glioma_desktop.resources import resource
from glioma_desktop.study.volume import Volume

SUFFIXES = (".html", ".htm", ".pdf")


@dataclass(frozen=True, eq=False)
class ReportContext:
    """What a report shows beside the estimate.

    Attributes:
        patient: The pseudonym, never a name; ``""`` when the patient is not in the project.
        volume: That the boxes lie on, for the pictures; None: no pictures.
        created: When the estimate was made, printed as given; None: now; ``""``: not printed.
    """

    patient: str = ""
    volume: Volume | None = None
    created: str | None = None


def write_case_report(result: GradeResult, path: Path, context: ReportContext | None = None) -> Path:
    """Write the report; the file's suffix decides between HTML and PDF.

    Raises:
        GradingError: another suffix, or the file cannot be written; an existing file stays as it was.
    """
    path = Path(path)
    if path.suffix.lower() not in SUFFIXES:
        raise GradingError(
            phrase("{name}: a report is an .html or a .pdf file. Choose one of these endings.", name=path.name), path
        )
    context = context or ReportContext()
    facts = report_facts(result, context)
    pictures = _pictures(result, context)
    data = pdf_bytes(facts, pictures) if path.suffix.lower() == ".pdf" else html(facts, pictures).encode("utf-8")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise GradingError(
            phrase(
                "{name} cannot be written ({reason}). Choose another folder.",
                name=path.name,
                reason=error.strerror or error,
            ),
            path,
        ) from error
    return path


def report_facts(result: GradeResult, context: ReportContext) -> dict[str, Any]:
    """Everything a report says, in words, in the order in which it is said."""
    created = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M") if context.created is None else context.created
    return {
        "heading": wording.heading(context.patient, result.lesion),
        "research": wording.RESEARCH,
        "estimate": wording.estimate_line(result),
        "explanation": wording.explanation(result),
        "notes": list(result.notes),
        "model_line": result.model_line,
        "classes": result.classes,
        "assumes": f"{wording.ASSUMES} {wording.NOT_A_GLIOMA}",
        "trained_on": _trained_on(result),
        "figure_name": "Probability of high grade" if result.calibrated else "Score",
        "models": [
            {
                "name": f"Fold {fold.fold + 1}",
                "figure": _figure(fold.probability_high, result.calibrated),
                "saw": "yes, not counted" if fold.saw_patient else "no",
            }
            for fold in result.folds
        ],
        "slices": [
            {
                "name": str(s.slice_index + 1),
                "box": f"{s.roi.rows} x {s.roi.columns} px",
                "figure": _figure(s.probability_high, result.calibrated),
            }
            for s in result.slices
        ],
        "side_line": _side_line(context.volume),
        "model": result.model,
        "inputs": result.inputs[:16],
        "program": f"Glioma Desktop {__version__}",
        "created": created,
    }


def html(facts: dict[str, Any], pictures: Sequence[Picture]) -> str:
    """One self-contained page."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    template = resource("report", "case_report.html.j2").read_text(encoding="utf-8")
    return environment.from_string(template).render(facts=facts, pictures=pictures)


def _pictures(result: GradeResult, context: ReportContext) -> list[Picture]:
    if context.volume is None:
        return []
    count = context.volume.shape[0]
    word = "high" if result.calibrated else "score"
    captions = [
        f"Slice {s.slice_index + 1} of {count} · {word} {_figure(s.probability_high, result.calibrated)}"
        for s in result.slices
    ]
    return pictures_of(context.volume, [s.roi for s in result.slices], captions)


def _figure(probability: float, calibrated: bool) -> str:
    return f"{100 * probability:.0f} %" if calibrated else f"{probability:.2f}"


def _trained_on(result: GradeResult) -> str:
    parts = [f"WHO {WhoGrade(int(g)).roman}: {n}" for g, n in sorted(result.grades_seen.items()) if n]
    return f"Trained on {sum(result.grades_seen.values())} patients ({', '.join(parts)})." if parts else ""


def _side_line(volume: Volume | None) -> str:
    if volume is None or not volume.orientation_known:
        return "Left and right are not known."
    return "R = right (patient), shown on the left." + (" Spacing not measured." if volume.spacing_nominal else "")
