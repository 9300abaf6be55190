"""A model card for people: what the model has seen, how it did, what it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from glioma_desktop.annotation.annotation import REGION_LABELS
from glioma_desktop.grade import WhoGrade
from glioma_desktop.grading.card import ModelCard
from glioma_desktop.phrase import phrase
from glioma_desktop.study.series import SEQUENCE_LABELS
from glioma_desktop.ui.cohort_facts import TREATMENT_LABELS
from glioma_desktop.ui.facts_column import Fact, Section
from glioma_desktop.ui.language import say, tr, tr_joined
from glioma_desktop.ui.run_words import NOTHING, network_label, start_label, with_interval

SCOPE = phrase("Assumes an untreated glioma. It cannot say that a lesion is not a glioma.")


def model_line(card: ModelCard) -> str:
    """One line for lists and strips: ``GoogLeNet v3 · T1CE``, marked when trained on phantoms."""
    return tr_joined((card.name, _sequences(card), tr("synthetic") if card.synthetic else ""))


def _sequences(card: ModelCard) -> str:
    return tr_joined((SEQUENCE_LABELS.get(name, name) for name in card.crop_spec.sequences), " + ")


def card_sections(card: ModelCard) -> list[Section]:
    """The card's sections: what it is, seen, figures, made of."""
    return [
        Section(tr("What it is"), tuple(_identity(card))),
        Section(tr("What it has seen"), tuple(_seen(card))),
        Section(tr("How it did"), tuple(_figures(card.metrics))),
        Section(tr("Made of"), tuple(_parts(card))),
    ]


def _identity(card: ModelCard) -> list[Fact]:
    facts = [
        Fact(
            tr("Network"),
            tr("{network}, {start}; five folds", network=network_label(card.network), start=start_label(card.start)),
        ),
        Fact(tr("Reads"), tr_joined((_sequences(card), say(card.crop_spec.plane)), ", ")),
        Fact(tr("Boxes hold 80 % of"), say(REGION_LABELS.get(card.outline_region, card.outline_region))),
        Fact(tr("Answers"), tr("probability") if card.temperature is not None else tr("score, not calibrated")),
    ]
    if card.synthetic:
        facts.insert(0, Fact(tr("Synthetic"), tr("trained on phantoms, not on patients"), strong=True))
    return facts


def _seen(card: ModelCard) -> list[Fact]:
    grades = {int(grade): n for grade, n in card.grades_seen.items()}
    high, patients = sum(grades.get(grade, 0) for grade in card.classes.high), sum(grades.values())
    edition = next(iter(card.editions)) if len(card.editions) == 1 else "unknown"
    return [
        Fact(tr("Patients"), str(patients), tr("In the five folds; the sealed ones are not counted.")),
        Fact(tr("Grades"), " · ".join(f"WHO {WhoGrade(grade).roman} {n}" for grade, n in sorted(grades.items()) if n)),
        Fact(tr("Classes"), say(card.classes.describe([g for g, n in grades.items() if n], edition))),
        Fact(
            tr("High grade"),
            tr(
                "{high} of {patients} ({share:.0f} %)",
                high=high,
                patients=patients,
                share=100 * card.base_rate_high,
            ),
            tr("In the training patients; yours may differ."),
        ),
        Fact(tr("WHO edition"), _counts(card.editions)),
        Fact(tr("Treatment"), _counts({TREATMENT_LABELS.get(k, k): n for k, n in card.treatments.items()})),
        *(Fact(name, value) for name, value in _ranges(card.training)),
    ]


def _ranges(training: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The ranges that the scope notes rest on, when the card holds them as two numbers."""
    found = []
    for key, name, unit in (
        ("spacing_mm", tr("Slice spacing"), "mm"),
        ("ages", tr("Ages"), tr("years")),
        ("coverage", tr("Coverage"), "%"),
    ):
        value = training.get(key)
        if isinstance(value, (list, tuple)) and len(value) == 2 and all(isinstance(v, (int, float)) for v in value):
            low, high = (f"{100 * v:.0f}" if key == "coverage" else f"{v:g}" for v in value)
            found.append((name, f"{low}–{high} {unit}"))
    return found


def _counts(counts: Mapping[str, int]) -> str:
    return tr_joined(f"{say(name)} {n}" for name, n in sorted(counts.items()) if n) or NOTHING


_MEASURES = (
    ("test_auc", phrase("Held-out AUC")), ("test_accuracy", phrase("Held-out accuracy")),
    ("validation_auc", phrase("Tuning AUC")), ("validation_accuracy", phrase("Tuning accuracy")),
)  # fmt: skip


def _figures(metrics: Mapping[str, Any]) -> list[Fact]:
    """Figures by patient, each with its interval and n, from the report's rows kept in the card."""
    rows = list(metrics.get("results") or metrics.get("rows") or [])
    if not rows and any(key in metrics for key, _ in _MEASURES):
        rows = [metrics]
    by_patient = [row for row in rows if row.get("level", "patient") == "patient"]
    facts = []
    for key, name in _MEASURES:
        # The mean of the five is what grades; tuning figures exist only for the five.
        ordered = sorted(by_patient, key=lambda row: row.get("of", "mean") != "mean")
        measure = next((row[key] for row in ordered if row.get(key) and row[key].get("mean") is not None), None)
        facts.append(Fact(say(name), f"{with_interval(measure)}, n {measure['n']}" if measure else NOTHING))
    return facts


def _parts(card: ModelCard) -> list[Fact]:
    facts = [
        Fact(
            tr("Fold {fold}", fold=fold.fold + 1),
            f"{fold.sha256[:16]}…",
            f"{fold.weights}\nSHA-256 {fold.sha256}",
        )
        for fold in card.folds
    ]
    versions = ", ".join(f"{name} {version}" for name, version in card.versions.items())
    return [
        Fact(tr("Run"), card.run),
        Fact(tr("Published"), card.created[:16].replace("T", " ")),
        *facts,
        Fact(tr("Versions"), versions or NOTHING),
        Fact(tr("Licence"), card.licence or tr("not stated")),
        *(Fact(tr("Note"), say(note)) for note in card.notes),
    ]
