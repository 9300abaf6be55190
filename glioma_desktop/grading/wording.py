"""The words of an estimate, in one place: card, command line and report cannot differ.

One fact, one next step; reason before advice; numbers before adjectives. Nothing here is a grade by pathology.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from glioma_desktop.grade import WhoGrade
from glioma_desktop.grading.card import ModelCard
from glioma_desktop.grading.result import RESEARCH_LINE, GradeResult
from glioma_desktop.phrase import Phrase, phrase
from glioma_desktop.study.series import SEQUENCE_LABELS

ASSUMES = "Assumes an untreated glioma."
NOT_A_GLIOMA = "The model cannot say that a lesion is not a glioma."
RESEARCH = RESEARCH_LINE
LOW_ALWAYS = "Does not exclude a higher grade."
IN_THE_MIDDLE = "The score lies between low and high."
SEEN = "This patient was used in training. Shown: the one model that did not see this patient."
NOT_CALIBRATED = "A score, not a probability: too few patients to calibrate."
STALE: Mapping[str, Phrase] = {
    "box": phrase("The box has changed since this answer. Grade again (G)."),
    "lesion": phrase("Another lesion is graded since this answer. Grade again (G)."),
    "model": phrase("The model has changed since this answer. Grade again (G)."),
    "series": phrase("The series has changed since this answer. Grade again (G)."),
    "treatment": phrase("The treatment state has changed since this answer. Grade again (G)."),
    "": phrase("The case has changed since this answer. Grade again (G)."),
}
"""What has changed -> what is said of an answer that rests on it."""
NO_BOX = "Not graded: there is no box. Draw one."
SEALED_LIST_MISSING = (
    "Not graded: this patient is sealed, and the list of sealed patients, splits/holdout.json, is missing. Restore it from a "
    "backup."
)
SEALED_ELSEWHERE = "Note: this patient belongs to the sealed test set of the project that made the model."
SYNTHETIC = "Note: trained on synthetic phantoms, not on patients."


def heading(patient: str, lesion: str) -> str:
    """``Model estimate · P-0042 · lesion 1``."""
    return " · ".join(part for part in ("Model estimate", patient, lesion_word(lesion)) if part)


def lesion_word(lesion: str) -> str:
    """``lesion 1`` for ``L1``; another name as it is."""
    return f"lesion {lesion[1:]}" if lesion[:1] == "L" and lesion[1:].isdigit() else lesion


def estimate_line(result: GradeResult) -> str:
    """The one line: ``Leans high grade · 79 % (60-91)``, ``Leans low grade · 21 % high (9-40)`` or ``Cannot say``.

    Without calibration ``Leans high grade · score 0.79``. The interval is that of the basis; it stands here only when it
    holds the figure that it follows, else in the basis alone.
    """
    if result.grade == "cannot say":
        return "Cannot say"
    if not result.calibrated:
        return f"Leans {result.grade} grade · score {result.probability_high:.2f}"
    figure = f"{100 * result.probability_high:.0f} %" + (" high" if result.grade == "low" else "")
    return f"Leans {result.grade} grade · {figure}{_interval_if_it_fits(result)}"


def _interval_if_it_fits(result: GradeResult) -> str:
    basis = result.basis
    if basis is None or not basis.share_low <= result.probability_high <= basis.share_high:
        return ""
    return f" ({100 * basis.share_low:.0f}-{100 * basis.share_high:.0f})"


def explanation(result: GradeResult) -> list[str]:
    """What follows the line, one sentence each: what it means, what it rests on, what the models say one by one."""
    sentences = []
    if result.grade == "low":
        sentences.append(LOW_ALWAYS)
    if result.grade == "cannot say":
        sentences.append(IN_THE_MIDDLE)
    sentences.append(basis_sentence(result))
    if result.seen_in_training:
        sentences.append(SEEN)
    else:
        sentences.append(models_sentence(result))
    if result.grade == "cannot say" and result.cannot_say_one_in is not None:
        sentences.append(_how_often(result.cannot_say_one_in))
    if not result.calibrated:
        sentences.append(NOT_CALIBRATED)
    return [sentence for sentence in sentences if sentence]


def _how_often(one_in: int) -> str:
    """How often a model cannot say; one that hardly ever can says so."""
    return "This is expected in most cases." if one_in <= 1 else f"This is expected in about 1 of {one_in} cases."


def basis_sentence(result: GradeResult) -> str:
    """``19 of 24 out-of-fold patients scored like this were high grade.``; with share and interval unless the line has it."""
    basis = result.basis
    if basis is None:
        return ""
    sentence = f"{basis.high} of {basis.n} out-of-fold patients scored like this were high grade"
    if result.calibrated and result.grade != "cannot say" and _interval_if_it_fits(result):
        return sentence + "."
    low, high = 100 * basis.share_low, 100 * basis.share_high
    return f"{sentence} ({100 * basis.high / basis.n:.0f} %, {low:.0f}-{high:.0f})."


def models_sentence(result: GradeResult) -> str:
    """``5 models: 4 high, 1 low.`` The models were trained on overlapping patients; they are not five opinions."""
    high = sum(fold.probability_high > 0.5 for fold in result.folds)
    return f"{len(result.folds)} models: {high} high, {len(result.folds) - high} low."


def seen_line(result: GradeResult) -> str:
    """The sentence on a patient of the training folds, else ``""``."""
    return SEEN if result.seen_in_training else ""


def classes_line(card: ModelCard) -> str:
    """What the classes mean: ``High = WHO III, low = WHO II (2007 edition). Grade IV not trained on.``."""
    seen = [int(grade) for grade, n in card.grades_seen.items() if n]
    editions = [edition for edition, n in sorted(card.editions.items()) if n]
    edition = "unknown" if not editions or "unknown" in editions else " and ".join(editions)
    return card.classes.describe(seen, edition)


def model_line(card: ModelCard) -> str:
    """``GoogLeNet v3 · T1CE · held-out AUC 0.71 (0.53-0.86), 16 patients``; says when it is of phantoms."""
    parts = [card.name, " + ".join(SEQUENCE_LABELS.get(name, name) for name in card.crop_spec.sequences)]
    measure = held_out_auc(card.metrics)
    if measure is None:
        parts.append("held-out AUC not measured")
    else:
        parts.append(
            f"held-out AUC {measure['mean']:.2f} ({measure['low']:.2f}-{measure['high']:.2f}), {measure['n']} patients"
        )
    if card.synthetic:
        parts.append("synthetic")
    return " · ".join(parts)


def held_out_auc(metrics: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The held-out AUC by patient of the mean of the five, ``{mean, sd, low, high, n}``, if the card has it."""
    rows = [metrics, *(metrics.get("results") or metrics.get("rows") or [])]
    usable = [
        row
        for row in rows
        if row.get("level", "patient") == "patient"
        and isinstance(row.get("test_auc"), Mapping)
        and all(isinstance(row["test_auc"].get(key), int | float) for key in ("mean", "low", "high", "n"))
    ]
    ordered = sorted(usable, key=lambda row: row.get("of", "mean") != "mean")
    return ordered[0]["test_auc"] if ordered else None


def sealed_question(opening: int) -> str:
    """Asked before the answer for a sealed patient is shown."""
    return f"This patient belongs to the sealed test set. Showing the answer counts as opening {opening}."


def sealed_note(opening: int) -> str:
    """Said with an answer for a sealed patient that was shown."""
    return f"This patient belongs to the sealed test set. This answer counts as opening {opening}."


def missing_sequences(names: Sequence[str]) -> str:
    """A refusal: a sequence the model reads is not there."""
    labels = " and ".join(SEQUENCE_LABELS.get(name, name) for name in names)
    return f"Not graded: {labels} is missing. Open the study that holds it."


def unseen_grades(card: ModelCard) -> list[str]:
    """Roman numerals of the grades of its classes that a model has never met."""
    seen = {int(grade) for grade, n in card.grades_seen.items() if n}
    return [WhoGrade(grade).roman for grade in sorted({*card.classes.low, *card.classes.high}) if grade not in seen]
