"""Differences between networks on the same patients: paired, one primary, the rest exploratory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from training import intervals, metrics
from training.intervals import Cohort, measure
from training.metrics import Floats, Scored
from training.predictions import Outcome

PRIMARY = (("googlenet", "imagenet"), ("googlenet", "scratch"))
WORDS = {
    "alexnet": "AlexNet", "googlenet": "GoogLeNet", "googlenet_bvlc": "GoogLeNet (BVLC)", "size_only": "box size only",
    "handcrafted": "hand-crafted features", "scratch": "scratch", "imagenet": "fine-tuned", "frozen": "frozen trunk",
}  # fmt: skip


def compare(outcomes: Sequence[Outcome], seed: int) -> list[dict[str, Any]]:
    """Paired differences of the mean tuning AUC by patient, with their bootstrap interval.

    The one primary comparison is GoogLeNet, fine-tuned minus scratch. The others (each start against scratch, each network
    against the size-only baseline) are exploratory.
    """
    done = {(o.network, o.start): o for o in outcomes if o.done and o.out_of_fold is not None and len(o.out_of_fold)}
    return [
        _compared(done[a], done[b], (a, b) == PRIMARY, seed) for a, b in _pairs(list(done)) if a in done and b in done
    ]


def _pairs(keys: Sequence[tuple[str, str | None]]) -> Iterator[tuple[Any, Any]]:
    yield PRIMARY
    for network, start in keys:
        if start not in (None, "scratch") and ((network, start), (network, "scratch")) != PRIMARY:
            yield (network, start), (network, "scratch")
    for network, start in keys:
        if start is not None:
            yield (network, start), ("size_only", None)


def _compared(first: Outcome, second: Outcome, primary: bool, seed: int) -> dict[str, Any]:
    values, draws, n = [], [], 0
    for outcome in (first, second):
        assert outcome.out_of_fold is not None
        scored = metrics.by_patient(outcome.out_of_fold)
        cohort = Cohort.drawn(scored, seed, by_fold=True)
        each, drawn = _by_fold(scored, cohort)
        values.append(each)
        draws.append(drawn)
        n = len(scored.patient)
    figure = measure(values[0] - values[1], draws[0] - draws[1], n)
    shown = figure["low"] is not None and not figure["low"] <= 0 <= figure["high"]
    name = f"{_name(first)} minus {_name(second)}"
    verdict = "" if shown else ", no difference shown"
    sentence = f"{name}: AUC {_signed(figure)}{verdict}."
    return {
        "first": [first.network, first.start], "second": [second.network, second.start], "measure": "validation_auc",
        "level": "patient", "primary": primary, "kind": "primary" if primary else "exploratory",
        "difference": figure, "difference_shown": shown, "sentence": sentence,
    }  # fmt: skip


def _by_fold(scored: Scored, cohort: Cohort) -> tuple[float, Floats]:
    values, draws = [], []
    for fold in np.unique(scored.fold):
        chosen = np.flatnonzero(scored.fold == fold)
        part = Scored(
            tuple(scored.patient[i] for i in chosen),
            scored.label[chosen],
            scored.probability[chosen],
            scored.fold[chosen],
        )
        values.append(metrics.auc(part.label, part.probability))
        draws.append(intervals.drawn_auc(part, cohort))
    return float(np.nanmean(values)), intervals.mean_of_draws(draws)


def _name(outcome: Outcome) -> str:
    start = "" if outcome.start is None else f", {WORDS[outcome.start]}"
    return WORDS.get(outcome.network, outcome.network) + start


def _signed(figure: dict[str, Any]) -> str:
    if figure["mean"] is None or figure["low"] is None:
        return "not available"
    return f"{figure['mean']:+.2f} ({figure['low']:+.2f} to {figure['high']:+.2f}), n {figure['n']}"
