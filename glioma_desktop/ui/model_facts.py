"""A model card for people: what the model has seen, how it did, what it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from glioma_desktop.annotation.annotation import REGION_LABELS
from glioma_desktop.grade import WhoGrade
from glioma_desktop.grading.card import ModelCard
from glioma_desktop.study.series import SEQUENCE_LABELS
from glioma_desktop.ui.cohort_facts import TREATMENT_LABELS
from glioma_desktop.ui.facts_column import Fact, Section
from glioma_desktop.ui.run_words import NOTHING, network_label, start_label, with_interval

SCOPE = "Assumes an untreated glioma. It cannot say that a lesion is not a glioma."


def model_line(card: ModelCard) -> str:
    """One line for lists and strips: ``GoogLeNet v3 · T1CE``, marked when trained on phantoms."""
    sequences = " + ".join(SEQUENCE_LABELS.get(name, name) for name in card.crop_spec.sequences)
    return f"{card.name} · {sequences}{' · synthetic' if card.synthetic else ''}"


def card_sections(card: ModelCard) -> list[Section]:
    """The card's sections: what it is, seen, figures, made of."""
    return [
        Section("What it is", tuple(_identity(card))),
        Section("What it has seen", tuple(_seen(card))),
        Section("How it did", tuple(_figures(card.metrics))),
        Section("Made of", tuple(_parts(card))),
    ]


def _identity(card: ModelCard) -> list[Fact]:
    sequences = " + ".join(SEQUENCE_LABELS.get(name, name) for name in card.crop_spec.sequences)
    facts = [
        Fact("Network", f"{network_label(card.network)}, {start_label(card.start)}; five folds"),
        Fact("Reads", f"{sequences}, {card.crop_spec.plane}"),
        Fact("Boxes hold 80 % of", REGION_LABELS.get(card.outline_region, card.outline_region)),
        Fact("Answers", "probability" if card.temperature is not None else "score, not calibrated"),
    ]
    if card.synthetic:
        facts.insert(0, Fact("Synthetic", "trained on phantoms, not on patients", strong=True))
    return facts


def _seen(card: ModelCard) -> list[Fact]:
    grades = {int(grade): n for grade, n in card.grades_seen.items()}
    high, patients = sum(grades.get(grade, 0) for grade in card.classes.high), sum(grades.values())
    edition = next(iter(card.editions)) if len(card.editions) == 1 else "unknown"
    return [
        Fact("Patients", str(patients), "In the five folds; the sealed ones are not counted."),
        Fact("Grades", " · ".join(f"WHO {WhoGrade(grade).roman} {n}" for grade, n in sorted(grades.items()) if n)),
        Fact("Classes", card.classes.describe([g for g, n in grades.items() if n], edition)),
        Fact(
            "High grade",
            f"{high} of {patients} ({100 * card.base_rate_high:.0f} %)",
            "In the training patients; yours may differ.",
        ),
        Fact("WHO edition", _counts(card.editions)),
        Fact("Treatment", _counts({TREATMENT_LABELS.get(k, k): n for k, n in card.treatments.items()})),
        *(Fact(name, value) for name, value in _ranges(card.training)),
    ]


def _ranges(training: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The ranges that the scope notes rest on, when the card holds them as two numbers."""
    found = []
    for key, name, unit in (
        ("spacing_mm", "Slice spacing", "mm"),
        ("ages", "Ages", "years"),
        ("coverage", "Coverage", "%"),
    ):
        value = training.get(key)
        if isinstance(value, (list, tuple)) and len(value) == 2 and all(isinstance(v, (int, float)) for v in value):
            low, high = (f"{100 * v:.0f}" if key == "coverage" else f"{v:g}" for v in value)
            found.append((name, f"{low}–{high} {unit}"))
    return found


def _counts(counts: Mapping[str, int]) -> str:
    return " · ".join(f"{name} {n}" for name, n in sorted(counts.items()) if n) or NOTHING


_MEASURES = (
    ("test_auc", "Held-out AUC"), ("test_accuracy", "Held-out accuracy"),
    ("validation_auc", "Tuning AUC"), ("validation_accuracy", "Tuning accuracy"),
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
        facts.append(Fact(name, f"{with_interval(measure)}, n {measure['n']}" if measure else NOTHING))
    return facts


def _parts(card: ModelCard) -> list[Fact]:
    facts = [
        Fact(f"Fold {fold.fold + 1}", f"{fold.sha256[:16]}…", f"{fold.weights}\nSHA-256 {fold.sha256}")
        for fold in card.folds
    ]
    versions = ", ".join(f"{name} {version}" for name, version in card.versions.items())
    return [
        Fact("Run", card.run),
        Fact("Published", card.created[:16].replace("T", " ")),
        *facts,
        Fact("Versions", versions or NOTHING),
        Fact("Licence", card.licence or "not stated"),
        *(Fact("Note", note) for note in card.notes),
    ]
