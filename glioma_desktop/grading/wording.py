"""The words of an estimate, in one place: card, command line and report cannot differ.

One fact, one next step; reason before advice; numbers before adjectives. Nothing here is a grade by pathology.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from glioma_desktop.grade import NUMERALS
from glioma_desktop.grading.card import ModelCard
from glioma_desktop.grading.result import RESEARCH_LINE, GradeResult
from glioma_desktop.phrase import Phrase, joined, phrase
from glioma_desktop.study.series import SEQUENCE_LABELS

ASSUMES = phrase("Assumes an untreated glioma.")
NOT_A_GLIOMA = phrase("The model cannot say that a lesion is not a glioma.")
RESEARCH = RESEARCH_LINE
LOW_ALWAYS = phrase("Does not exclude a higher grade.")
IN_THE_MIDDLE = phrase("The score lies between low and high.")
SEEN = phrase("This patient was used in training. Shown: the one model that did not see this patient.")
NOT_CALIBRATED = phrase("A score, not a probability: too few patients to calibrate.")
STALE: Mapping[str, Phrase] = {
    "box": phrase("The box has changed since this answer. Grade again (G)."),
    "lesion": phrase("Another lesion is graded since this answer. Grade again (G)."),
    "model": phrase("The model has changed since this answer. Grade again (G)."),
    "series": phrase("The series has changed since this answer. Grade again (G)."),
    "treatment": phrase("The treatment state has changed since this answer. Grade again (G)."),
    "": phrase("The case has changed since this answer. Grade again (G)."),
}
"""What has changed -> what is said of an answer that rests on it."""
NO_BOX = phrase("Not graded: there is no box. Draw one.")
NO_CONTRAST = phrase("Not graded: no record of contrast. Confirm T1CE or choose another series.")
SEALED_LIST_MISSING = phrase(
    "Not graded: this patient is sealed, and the list of sealed patients, splits/holdout.json, is missing. Restore it from a "
    "backup."
)
SEALED_ELSEWHERE = phrase("Note: this patient belongs to the sealed test set of the project that made the model.")
SYNTHETIC = phrase("Note: trained on synthetic phantoms, not on patients.")


def heading(patient: str, lesion: str) -> str:
    """``Model estimate · P-0042 · lesion 1``."""
    return joined((part for part in (phrase("Model estimate"), patient, lesion_word(lesion)) if part), " · ")


def lesion_word(lesion: str) -> str:
    """``lesion 1`` for ``L1``; another name as it is."""
    return phrase("lesion {number}", number=lesion[1:]) if lesion[:1] == "L" and lesion[1:].isdigit() else lesion


def estimate_line(result: GradeResult) -> str:
    """The one line: ``Leans high grade · 79 % (60-91)``, ``Leans low grade · 21 % high (9-40)`` or ``Cannot say``.

    Without calibration ``Leans high grade · score 0.79``. The interval is that of the basis; it stands here only when it
    holds the figure that it follows, else in the basis alone.
    """
    if result.grade == "cannot say":
        return phrase("Cannot say")
    low, share = result.grade == "low", 100 * result.probability_high
    if not result.calibrated and low:
        return phrase("Leans low grade · score {score:.2f}", score=result.probability_high)
    if not result.calibrated:
        return phrase("Leans high grade · score {score:.2f}", score=result.probability_high)
    interval = _interval_if_it_fits(result)
    if interval is None and low:
        return phrase("Leans low grade · {share:.0f} % high", share=share)
    if interval is None:
        return phrase("Leans high grade · {share:.0f} %", share=share)
    if low:
        return phrase("Leans low grade · {share:.0f} % high ({low:.0f}-{high:.0f})", share=share, **interval)
    return phrase("Leans high grade · {share:.0f} % ({low:.0f}-{high:.0f})", share=share, **interval)


def _interval_if_it_fits(result: GradeResult) -> dict[str, float] | None:
    """The interval of the basis in percent, None where it does not hold the figure of the line."""
    basis = result.basis
    if basis is None or not basis.share_low <= result.probability_high <= basis.share_high:
        return None
    return {"low": 100 * basis.share_low, "high": 100 * basis.share_high}


def explanation(result: GradeResult) -> list[str]:
    """What follows the line, one sentence each: what it means, what it rests on, what the models say one by one."""
    sentences: list[str] = []
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
    if one_in <= 1:
        return phrase("This is expected in most cases.")
    return phrase("This is expected in about 1 of {one_in} cases.", one_in=one_in)


def basis_sentence(result: GradeResult) -> str:
    """``19 of 24 out-of-fold patients scored like this were high grade.``; with share and interval unless the line has it."""
    basis = result.basis
    if basis is None:
        return ""
    if result.calibrated and result.grade != "cannot say" and _interval_if_it_fits(result):
        return phrase(
            "{high} of {count} out-of-fold patients scored like this were high grade.", high=basis.high, count=basis.n
        )
    return phrase(
        "{high} of {count} out-of-fold patients scored like this were high grade ({share:.0f} %, {least:.0f}-{most:.0f}).",
        high=basis.high,
        count=basis.n,
        share=100 * basis.high / basis.n,
        least=100 * basis.share_low,
        most=100 * basis.share_high,
    )


def models_sentence(result: GradeResult) -> str:
    """``5 models: 4 high, 1 low.`` The models were trained on overlapping patients; they are not five opinions."""
    high = sum(fold.probability_high > 0.5 for fold in result.folds)
    count = len(result.folds)
    return phrase("{count} models: {high} high, {low} low.", count=count, high=high, low=count - high)


def classes_line(card: ModelCard) -> str:
    """What the classes mean: ``High = WHO III, low = WHO II (2007 edition). Grade IV not trained on.``."""
    seen = [int(grade) for grade, n in card.grades_seen.items() if n]
    editions = [edition for edition, n in sorted(card.editions.items()) if n]
    edition = "unknown" if not editions or "unknown" in editions else joined(editions, " and ")
    return card.classes.describe(seen, edition)


def model_line(card: ModelCard) -> str:
    """``GoogLeNet v3 · T1CE · held-out AUC 0.71 (0.53-0.86), 16 patients``; says when it is of phantoms."""
    parts: list[str] = [card.name, sequence_words(card.crop_spec.sequences, " + ")]
    measure = held_out_auc(card.metrics)
    if measure is None:
        parts.append(phrase("held-out AUC not measured"))
    else:
        parts.append(
            phrase(
                "held-out AUC {mean:.2f} ({low:.2f}-{high:.2f}), {count} patients",
                mean=measure["mean"],
                low=measure["low"],
                high=measure["high"],
                count=measure["n"],
            )
        )
    if card.synthetic:
        parts.append(phrase("synthetic"))
    return joined(parts, " · ")


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
    return phrase(
        "This patient belongs to the sealed test set. Showing the answer counts as opening {opening}.", opening=opening
    )


def sealed_note(opening: int) -> str:
    """Said with an answer for a sealed patient that was shown."""
    return phrase(
        "This patient belongs to the sealed test set. This answer counts as opening {opening}.", opening=opening
    )


def missing_sequences(names: Sequence[str]) -> str:
    """A refusal: a sequence the model reads is not there."""
    return phrase(
        "Not graded: {missing} is missing. Open the study that holds it.", missing=sequence_words(names, " and ")
    )


def wrong_sequence(found: str, wanted: str) -> str:
    """A refusal: these images are of another sequence than the model reads."""
    return phrase("Not graded: this is {found}. Choose the {wanted} series.", found=found, wanted=wanted)


def sequence_words(names: Iterable[str], separator: str) -> str:
    """``T1 + T1CE + FLAIR`` for the names of sequences."""
    return joined((SEQUENCE_LABELS.get(name, name) for name in names), separator)


def unseen_grades(card: ModelCard) -> list[str]:
    """The Roman numerals of the grades of its classes that a model has never met."""
    seen = {int(grade) for grade, n in card.grades_seen.items() if n}
    return [NUMERALS[grade] for grade in sorted({*card.classes.low, *card.classes.high}) if grade not in seen]
