"""The report of one estimate: HTML in one file, or PDF. No name and no identifier; the same words as on the screen."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import jinja2

from glioma_desktop import __version__
from glioma_desktop.errors import GradingError
from glioma_desktop.grade import NUMERALS
from glioma_desktop.grading import wording
from glioma_desktop.grading.case_pictures import Picture, pictures_of
from glioma_desktop.grading.result import GradeResult
from glioma_desktop.phrase import joined, phrase
from glioma_desktop.resources import resource
from glioma_desktop.study.volume import Volume
from glioma_desktop.translation import CHINESE, DOT, known, said_in

SUFFIXES = (".html", ".htm", ".pdf")
NO_FONT = phrase("This report is in English: this computer has no font for Chinese that can be printed.")
LABELS: Mapping[str, str] = {
    "title": phrase("Model estimate"),
    "notes": phrase("Notes"),
    "model": phrase("Model"),
    "one_by_one": phrase("The models one by one"),
    "saw": phrase("Saw this patient in training"),
    "by_slice": phrase("Slice by slice"),
    "slice": phrase("Slice"),
    "box": phrase("Box (rows, columns)"),
    "dependent": phrase("Slices of one patient are not independent."),
    "boxes": phrase("Boxes{over}", over=""),  # over pictures; elsewhere "Boxes" counts where they come from
    "record": phrase("Record"),
}
"""The headings of a report."""


@dataclass(frozen=True, eq=False)
class ReportContext:
    """What a report shows beside the estimate.

    Attributes:
        patient: The pseudonym, never a name; ``""`` when the patient is not in the project.
        volume: That the boxes lie on, for the pictures; None: no pictures.
        created: When the estimate was made, printed as given; None: now; ``""``: not printed.
        language: ``zh_CN``; any other is English.
    """

    patient: str = ""
    volume: Volume | None = None
    created: str | None = None
    language: str = "en"


def write_case_report(result: GradeResult, path: Path, context: ReportContext | None = None) -> Path:
    """Write the report; the file's suffix decides between HTML and PDF.

    A PDF is English, and says so, where this computer has no font with the letters of the language.

    Raises:
        GradingError: another suffix, or the file cannot be written; an existing file stays as it was.
    """
    path = Path(path)
    if path.suffix.lower() not in SUFFIXES:
        raise GradingError(
            phrase("{name}: a report is an .html or a .pdf file. Choose one of these endings.", name=path.name), path
        )
    context = context or ReportContext()
    english = report_facts(result, context)
    facts = in_words(english, context.language)
    pictures = _pictures(result, context)
    if path.suffix.lower() != ".pdf":
        data = html(facts, pictures).encode("utf-8")
    else:
        data = _pdf(result, context, english, facts, pictures)
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


def _pdf(
    result: GradeResult,
    context: ReportContext,
    english: dict[str, Any],
    facts: dict[str, Any],
    pictures: Sequence[Picture],
) -> bytes:
    from glioma_desktop.grading import case_report_pdf as pdf  # late: a page of HTML does not wait for it

    if context.language == CHINESE and not pdf.can_print(facts):
        english["remark"] = NO_FONT
        return pdf.pdf_bytes(english, _pictures(result, replace(context, language="en")))
    return pdf.pdf_bytes(facts, pictures)


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
        "assumes": joined([wording.ASSUMES, wording.NOT_A_GLIOMA]),
        "classes_line": joined([known(result.classes), wording.ASSUMES, wording.NOT_A_GLIOMA]),
        "trained_on": _trained_on(result),
        "figure_name": phrase("Probability of high grade") if result.calibrated else phrase("Score"),
        "models": [
            {
                "name": phrase("Fold {number}", number=fold.fold + 1),
                "figure": _figure(fold.probability_high, result.calibrated),
                "saw": phrase("yes, not counted") if fold.saw_patient else phrase("no"),
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
        "record": joined([part for part in (*_record(result), f"Glioma Desktop {__version__}", created) if part], DOT),
        "program": f"Glioma Desktop {__version__}",
        "remark": "",
        "lang": "en",
        "labels": LABELS,
    }


def _record(result: GradeResult) -> tuple[str, str]:
    return phrase("Model {model}", model=result.model), phrase("inputs {digest}", digest=result.inputs[:16])


def in_words(facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The facts of a report in a language (``zh_CN``; any other is English)."""

    def said(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {name: said(one) for name, one in value.items()}
        if isinstance(value, list):
            return [said(one) for one in value]
        return said_in(language, value)

    return {**said(facts), "lang": language.replace("_", "-")}


def html(facts: dict[str, Any], pictures: Sequence[Picture]) -> str:
    """One self-contained page."""
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    template = resource("report", "case_report.html.j2").read_text(encoding="utf-8")
    return environment.from_string(template).render(facts=facts, pictures=pictures)


def _pictures(result: GradeResult, context: ReportContext) -> list[Picture]:
    if context.volume is None:
        return []
    count = context.volume.shape[0]
    captions = []
    for s in result.slices:
        figure = _figure(s.probability_high, result.calibrated)
        place = phrase("Slice {number} of {count}", number=s.slice_index + 1, count=count)
        word = phrase("high {figure}", figure=figure) if result.calibrated else phrase("score {figure}", figure=figure)
        captions.append(said_in(context.language, joined([place, word], DOT)))
    return pictures_of(context.volume, [s.roi for s in result.slices], captions)


def _figure(probability: float, calibrated: bool) -> str:
    return f"{100 * probability:.0f} %" if calibrated else f"{probability:.2f}"


def _trained_on(result: GradeResult) -> str:
    parts = [
        phrase("WHO {grade}: {count}", grade=NUMERALS[int(grade)], count=count)
        for grade, count in sorted(result.grades_seen.items())
        if count
    ]
    if not parts:
        return ""
    count = sum(result.grades_seen.values())
    return phrase("Trained on {count} patients ({grades}).", count=count, grades=joined(parts, ", "))


def _side_line(volume: Volume | None) -> str:
    if volume is None or not volume.orientation_known:
        return phrase("Left and right are not known.")
    sides = phrase("R = right (patient), shown on the left.")
    return joined([sides, phrase("Spacing not measured.")]) if volume.spacing_nominal else sides
