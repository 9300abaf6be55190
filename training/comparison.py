"""Differences between networks on the same patients: paired, one primary, the rest exploratory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from glioma_desktop.phrase import joined, phrase
from training import intervals, metrics
from training.calibration import calibrated
from training.intervals import Bootstrap, Cohort, delong_measure, measure
from training.metrics import Floats, Scored
from training.predictions import Outcome

Key = tuple[str, str | None]
PRIMARY: tuple[Key, Key] = (("googlenet", "imagenet"), ("googlenet", "scratch"))
WORDS = {
    "alexnet": "AlexNet", "googlenet": "GoogLeNet", "googlenet_bvlc": "GoogLeNet (BVLC)", "size_only": phrase("box size only"),
    "handcrafted": phrase("hand-crafted features"), "scratch": phrase("scratch"), "imagenet": phrase("fine-tuned"),
    "frozen": phrase("frozen trunk"),
}  # fmt: skip


def compare(outcomes: Sequence[Outcome], bootstrap: Bootstrap) -> list[dict[str, Any]]:
    """Paired differences of the mean tuning AUC by patient, with their bootstrap interval.

    The one primary comparison is GoogLeNet, fine-tuned minus scratch; it is listed also when it could not be made. The
    others (each start against scratch, each network against the size-only baseline) are exploratory. Where the hold-out
    was opened, the difference of the two means of five stands beside, with DeLong's interval.
    """
    held: dict[Key, Outcome] = {(o.network, o.start): o for o in outcomes}
    done = {key: o for key, o in held.items() if o.done and o.out_of_fold is not None and len(o.out_of_fold)}
    made = []
    for first, second in _pairs(list(done)):
        if first in done and second in done:
            made.append(_compared(done[first], done[second], (first, second) == PRIMARY, bootstrap))
        elif (first, second) == PRIMARY:
            made.append(_not_made(held))
    return made


def _pairs(keys: Sequence[Key]) -> Iterator[tuple[Key, Key]]:
    yield PRIMARY
    for network, start in keys:
        if start not in (None, "scratch") and ((network, start), (network, "scratch")) != PRIMARY:
            yield (network, start), (network, "scratch")
    for network, start in keys:
        if start is not None:
            yield (network, start), ("size_only", None)


def _not_made(held: dict[Key, Outcome]) -> dict[str, Any]:
    """The primary comparison when one of its two networks was not trained, and why."""
    missing = [key for key in PRIMARY if key not in held or not held[key].done]
    why = joined((_why_not(key, held.get(key)) for key in missing), "; ")
    if not any(key in held for key in PRIMARY):
        why = phrase("neither is in this run")
    return {
        **_head(PRIMARY, primary=True), "difference": None, "difference_shown": False, "test_difference": None,
        "sentence": phrase(
            "Primary comparison, {first} minus {second}, was not made: {why}.",
            first=_name(PRIMARY[0]), second=_name(PRIMARY[1]), why=why,
        ),
    }  # fmt: skip


def _why_not(key: Key, outcome: Outcome | None) -> str:
    if outcome is None:
        return phrase("{fit} is not in this run", fit=_name(key))
    return joined([_name(key), outcome.status])


def _head(pair: tuple[Key, Key], primary: bool) -> dict[str, Any]:
    return {
        "first": list(pair[0]), "second": list(pair[1]), "measure": "validation_auc", "level": "patient",
        "primary": primary, "kind": "primary" if primary else "exploratory",
    }  # fmt: skip


def _compared(first: Outcome, second: Outcome, primary: bool, bootstrap: Bootstrap) -> dict[str, Any]:
    pair: tuple[Key, Key] = ((first.network, first.start), (second.network, second.start))
    scored = []
    for outcome in (first, second):
        assert outcome.out_of_fold is not None
        scored.append(metrics.by_patient(outcome.out_of_fold))
    _check_paired(*scored)
    (value_a, draws_a), (value_b, draws_b) = (_by_fold(each, bootstrap.cohort(each, by_fold=True)) for each in scored)
    figure = measure(value_a - value_b, draws_a - draws_b, len(scored[0].patient))
    shown = figure["low"] is not None and not figure["low"] <= 0 <= figure["high"]
    return {
        **_head(pair, primary), "difference": figure, "difference_shown": shown,
        "test_difference": _on_the_hold_out(first, second, bootstrap),
        "sentence": _sentence(pair, figure, primary, shown),
    }  # fmt: skip


def _sentence(pair: tuple[Key, Key], figure: dict[str, Any], primary: bool, shown: bool) -> str:
    values = {"first": _name(pair[0]), "second": _name(pair[1]), "difference": _signed(figure)}
    if primary and shown:
        return phrase("Primary comparison, {first} minus {second}: AUC {difference}.", **values)
    if primary:
        return phrase("Primary comparison, {first} minus {second}: AUC {difference}, no difference shown.", **values)
    if shown:
        return phrase("{first} minus {second}: AUC {difference}.", **values)
    return phrase("{first} minus {second}: AUC {difference}, no difference shown.", **values)


def _on_the_hold_out(first: Outcome, second: Outcome, bootstrap: Bootstrap) -> dict[str, Any] | None:
    """The difference of the AUCs of the two means of five on the sealed patients; None while they are sealed."""
    if not first.hold_out or not second.hold_out or not len(first.hold_out[0]):
        return None
    a, b = (
        metrics.mean_of([metrics.by_patient(scores, calibrated(o).temperature) for scores in o.hold_out or ()])
        for o in (first, second)
    )
    _check_paired(a, b)
    cohort = bootstrap.cohort(a, by_fold=False)
    value = metrics.auc(a.label, a.probability) - metrics.auc(b.label, b.probability)
    found = measure(value, intervals.drawn_auc(a, cohort) - intervals.drawn_auc(b, cohort), len(a.patient))
    delong = delong_measure(a.label, a.probability, b.probability)
    return {**found, "delong_low": delong["low"], "delong_high": delong["high"]}


def _check_paired(first: Scored, second: Scored) -> None:
    """A difference is of the same patients in the same folds.

    Raises:
        ValueError: it is not (a bug).
    """
    if first.patient != second.patient or not np.array_equal(first.fold, second.fold):
        raise ValueError("compared networks were not judged on the same patients")


def _by_fold(scored: Scored, cohort: Cohort) -> tuple[float, Floats]:
    values, draws = [], []
    for fold in np.unique(scored.fold):
        part = scored.take(scored.fold == fold)
        values.append(metrics.auc(part.label, part.probability))
        draws.append(intervals.drawn_auc(part, cohort))
    return float(np.nanmean(values)), intervals.mean_of_draws(draws)


def _name(key: Key) -> str:
    network = WORDS.get(key[0], key[0])
    return network if key[1] is None else joined([network, WORDS[key[1]]], ", ")


def _signed(figure: dict[str, Any]) -> str:
    if figure["mean"] is None or figure["low"] is None:
        return phrase("not available")
    return phrase(
        "{mean:+.2f} ({low:+.2f} to {high:+.2f}), n {n}",
        **{name: figure[name] for name in ("mean", "low", "high", "n")},
    )
