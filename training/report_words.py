"""The words of a run's report: what networks are called, and what a reader must know first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from glioma_desktop.grading.card import NETWORK_LABELS
from glioma_desktop.phrase import joined, phrase

NAMES = {**NETWORK_LABELS, "handcrafted": phrase("Hand-crafted features"), "size_only": phrase("Box size only")}
STARTS = {
    "scratch": phrase("from scratch"),
    "imagenet": phrase("fine-tuned"),
    "frozen": phrase("frozen trunk"),
    None: "",
}


def title(network: str, start: str | None) -> str:
    """``GoogLeNet, fine-tuned``."""
    return joined((part for part in (NAMES.get(network, network), STARTS.get(start, str(start))) if part), ", ")


def summary(
    rows: Sequence[Mapping[str, Any]], comparisons: Sequence[Mapping[str, Any]], openings: int, synthetic: bool
) -> list[str]:
    """What a reader must know first, one sentence each; a baseline that wins comes first.

    Args:
        rows: Of the report.
        comparisons: Of the networks.
        openings: How often the sealed patients had been opened when this run was done.
        synthetic: The patients are phantoms.
    """
    said = _first_sentence(rows)
    said += [c["sentence"] for c in comparisons if c["primary"]]
    said.append(
        phrase(
            "Tuning figures are those of the chosen epoch and optimistic; the figures of the last epoch stand beside them."
        )
    )
    if openings > 1:
        said.append(
            phrase(
                "The sealed test set was opened {count} times: its figures are not those of a first look.",
                count=openings,
            )
        )
    if synthetic:
        said.append(phrase("Synthetic cohort: these figures say nothing about patients."))
    said.append(phrase("Slices of one patient are not independent; read the rows by patient."))
    return said


def _first_sentence(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Whether a baseline does as well as every network; nothing before both are there."""
    figures = {
        (r["network"], r["start"]): r["validation_auc"]
        for r in rows
        if r["level"] == "patient"
        and r["of"] == "five"
        and r["status"] == "done"
        and r["validation_auc"]["mean"] is not None
    }
    networks = {k: v for k, v in figures.items() if k[1] is not None}
    baselines = {k: v for k, v in figures.items() if k[1] is None}
    if not networks or not baselines:
        return []
    best, base = (max(those, key=lambda k: figures[k]["mean"]) for those in (networks, baselines))
    best_words, base_words = (joined([title(*one), shown(figures[one])], ", ") for one in (best, base))
    if figures[base]["mean"] >= figures[best]["mean"]:
        return [
            phrase(
                "A baseline does as well as every network: {base}, tuning AUC {base_auc}; best network {best}.",
                base=title(*base),
                base_auc=shown(figures[base]),
                best=best_words,
            )
        ]
    return [phrase("Best by tuning AUC: {best}; best baseline {base}.", best=best_words, base=base_words)]


def shown(figure: Mapping[str, Any]) -> str:
    """``0.70 (0.58-0.80), n 63``."""
    if figure["mean"] is None:
        return phrase("not available")
    interval = "" if figure["low"] is None else f" ({figure['low']:.2f}-{figure['high']:.2f})"
    return f"{figure['mean']:.2f}{interval}, n {figure['n']}"
