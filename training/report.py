"""From outcomes to the report of a run: every figure with its interval and its n. Pure; opens nothing, trains nothing.

Two levels: by patient (mean probability over the patient's boxes) and by slice. Two answers: ``five``, the mean and SD of the
five networks, each judged on its own fold and on the hold-out (the paper's table); ``mean``, the mean of the five networks'
probabilities on the hold-out, which is what *Grade tumour* uses.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from glioma_desktop.grading.card import NETWORK_LABELS
from training import intervals, metrics
from training.calibration import Calibration, calibrated
from training.comparison import compare
from training.intervals import Cohort, Drawn, measure
from training.metrics import Floats, Scored
from training.predictions import BoxScores, Outcome

LEVELS = {"patient": metrics.by_patient, "slice": metrics.by_slice}
NAMES = {**NETWORK_LABELS, "handcrafted": "Hand-crafted features", "size_only": "Box size only"}
STARTS = {"scratch": "from scratch", "imagenet": "fine-tuned", "frozen": "frozen trunk", None: ""}
STATISTICS: dict[str, tuple[Any, Drawn, bool]] = {
    "accuracy": (metrics.accuracy, intervals.drawn_accuracy, True),
    "auc": (metrics.auc, intervals.drawn_auc, False),
    "balanced_accuracy": (metrics.balanced_accuracy, intervals.drawn_balanced, False),
    "sensitivity": (metrics.sensitivity, intervals.drawn_sensitivity, False),
    "specificity": (metrics.specificity, intervals.drawn_specificity, False),
    "brier": (metrics.brier, intervals.drawn_brier, False),
    "calibration_error": (metrics.calibration_error, intervals.drawn_calibration_error, False),
}
PAPER = {
    "reference": "Yang et al. 2018, Front. Neurosci. 12:804, GoogLeNet from scratch, 113 patients, means of five folds",
    "validation_accuracy": 0.867,
    "test_accuracy": 0.909,
    "test_auc": 0.939,
}
RESEARCH_LINE = "Research use only. Not for diagnosis."


@dataclass(frozen=True)
class RunFacts:
    """What the report says about the run besides its figures.

    Attributes:
        meta: Dates, durations and ids: what differs between two runs of the same choice.
        setting: Preset, sequences, device, threads, seed, versions, weights: what the figures depend on.
        flow: ``Manifest.flow_json(split)``.
        split: ``Split.to_json()``.
        hold_out_opened: How often the sealed patients were opened so far; 0: still sealed.
        synthetic: The cohort is made of phantoms.
    """

    meta: Mapping[str, Any]
    setting: Mapping[str, Any]
    flow: Mapping[str, Any]
    split: Mapping[str, Any]
    hold_out_opened: int
    synthetic: bool
    seed: int


def build_report(outcomes: Sequence[Outcome], facts: RunFacts) -> dict[str, Any]:
    """The whole report as JSON; reproducible to the digit but for ``meta`` and ``hold_out_opened``."""
    rows = [row for outcome in outcomes for row in outcome_rows(outcome, facts.seed)]
    comparisons = compare(outcomes, facts.seed)
    return {
        "summary": summary(rows, comparisons, facts),
        "flow": dict(facts.flow),
        "hold_out_opened": facts.hold_out_opened,
        "results": rows,
        "comparisons": comparisons,
        "details": [details(outcome, facts.seed) for outcome in outcomes],
        "split": dict(facts.split),
        "setting": dict(facts.setting),
        "paper": PAPER,
        "bootstrap": {"draws": intervals.DRAWS, "seed": facts.seed, "level": intervals.LEVEL,
                      "stratified_by": "class, and by fold for validation figures", "unit": "patient"},
        "synthetic": facts.synthetic,
        "research_use": RESEARCH_LINE,
        "meta": dict(facts.meta),
    }  # fmt: skip


def outcome_rows(outcome: Outcome, seed: int) -> list[dict[str, Any]]:
    """The four rows of one outcome: by patient and by slice, of the five networks and of their mean."""
    temperature = calibrated(outcome).temperature
    rows = []
    for level in LEVELS:
        for of in ("five", "mean"):
            row: dict[str, Any] = {
                "network": outcome.network, "start": outcome.start, "level": level, "of": of,
                "status": outcome.status, "epoch": outcome.epoch, "epochs": outcome.epochs, "note": outcome.note,
            }  # fmt: skip
            for name, statistic in STATISTICS.items():
                row[f"validation_{name}"] = (
                    _validation(outcome.out_of_fold, level, statistic, seed) if of == "five" else None
                )
                row[f"test_{name}"] = _test(outcome, level, of, statistic, seed, temperature)
            row["pooled_out_of_fold_auc"] = _pooled(outcome.out_of_fold, level, seed) if of == "five" else None
            last = outcome.out_of_fold_last if of == "five" else None
            for name in ("accuracy", "auc"):
                row[f"validation_{name}_last_epoch"] = (
                    _validation(last, level, STATISTICS[name], seed) if last is not None else None
                )
            rows.append(row)
    return rows


def _nothing(n: int = 0) -> dict[str, Any]:
    return {"mean": None, "sd": None, "low": None, "high": None, "n": n}


def _validation(scores: BoxScores | None, level: str, statistic: Any, seed: int) -> dict[str, Any]:
    """Each network on its own fold; the mean and SD of the five."""
    if scores is None or len(scores) == 0:
        return _nothing()
    value_of, drawn, _ = statistic
    scored = LEVELS[level](scores)
    cohort = Cohort.drawn(scored, seed, by_fold=True)
    folds = [_of_fold(scored, int(k)) for k in np.unique(scored.fold)]
    values = np.array([value_of(fold.label, fold.probability) for fold in folds])
    draws = intervals.mean_of_draws([drawn(fold, cohort) for fold in folds])
    return measure(_mean(values), draws, len(scored.patient), _sd(values))


def _of_fold(scored: Scored, fold: int) -> Scored:
    chosen = np.flatnonzero(scored.fold == fold)
    return Scored(
        tuple(scored.patient[i] for i in chosen), scored.label[chosen], scored.probability[chosen], scored.fold[chosen]
    )


def _test(
    outcome: Outcome, level: str, of: str, statistic: Any, seed: int, temperature: float | None
) -> dict[str, Any]:
    """The five networks on the sealed patients, or the mean of their probabilities."""
    if not outcome.hold_out:
        return _nothing()
    value_of, drawn, share = statistic
    scored = [LEVELS[level](scores, temperature) for scores in outcome.hold_out]
    cohort = Cohort.drawn(scored[0], seed, by_fold=False)
    if of == "mean":
        scored = [metrics.mean_of(scored)]
    values = np.array([value_of(each.label, each.probability) for each in scored])
    draws = intervals.mean_of_draws([drawn(each, cohort) for each in scored])
    n = len(scored[0].patient)
    return measure(_mean(values), draws, n, _sd(values) if of == "five" else None, share and level == "patient")


def _pooled(scores: BoxScores | None, level: str, seed: int) -> dict[str, Any]:
    """All out-of-fold scores in one ROC curve: scores of five networks mixed, hence apart and named so."""
    if scores is None or len(scores) == 0:
        return _nothing()
    scored = LEVELS[level](scores)
    cohort = Cohort.drawn(scored, seed, by_fold=True)
    return measure(
        metrics.auc(scored.label, scored.probability), intervals.drawn_auc(scored, cohort), len(scored.patient)
    )


def _mean(values: Floats) -> float:
    finite = values[np.isfinite(values)]
    return float(finite.mean()) if finite.size else math.nan


def _sd(values: Floats) -> float | None:
    finite = values[np.isfinite(values)]
    return float(finite.std(ddof=1)) if finite.size > 1 else None


def details(outcome: Outcome, seed: int) -> dict[str, Any]:
    """What the plots of one outcome are drawn from: curves, ROC, confusion, calibration; by patient."""
    data: dict[str, Any] = {
        "network": outcome.network, "start": outcome.start, "status": outcome.status, "note": outcome.note,
        "epoch": outcome.epoch, "epochs": outcome.epochs,
        "curves": [[dict(row) for row in fold] for fold in outcome.curves],
    }  # fmt: skip
    if outcome.out_of_fold is None:
        return data
    fitted: Calibration = calibrated(outcome)
    tuning = metrics.by_patient(outcome.out_of_fold)
    data["tuning"] = _plots(tuning)
    data["tuning"]["roc_of_folds"] = [
        metrics.roc_points(fold.label, fold.probability)
        for fold in (_of_fold(tuning, int(k)) for k in np.unique(tuning.fold))
    ]
    data["calibration"] = fitted.to_json()
    if outcome.hold_out:
        mean = metrics.mean_of([metrics.by_patient(scores, fitted.temperature) for scores in outcome.hold_out])
        data["hold_out"] = _plots(mean)
        estimate, error = intervals.delong(mean.label, mean.probability)
        low, high = (
            (max(0.0, estimate - 1.96 * error), min(1.0, estimate + 1.96 * error)) if error == error else (None, None)
        )
        data["hold_out"]["delong_auc"] = {"mean": None if math.isnan(estimate) else estimate, "sd": None, "low": low,
                                          "high": high, "n": len(mean.patient)}  # fmt: skip
        before = metrics.mean_of([metrics.by_patient(scores) for scores in outcome.hold_out])
        data["hold_out"]["brier_before_calibration"] = metrics.brier(before.label, before.probability)
        data["hold_out"]["brier_after_calibration"] = metrics.brier(mean.label, mean.probability)
    return data


def _plots(scored: Scored) -> dict[str, Any]:
    return {
        "n": len(scored.patient),
        "roc": metrics.roc_points(scored.label, scored.probability),
        "confusion": metrics.confusion(scored.label, scored.probability),
        "calibration_points": metrics.calibration_points(scored.label, scored.probability),
    }


def title(network: str, start: str | None) -> str:
    """``GoogLeNet, fine-tuned``."""
    return ", ".join(part for part in (NAMES.get(network, network), STARTS.get(start, str(start))) if part)


def summary(rows: Sequence[Mapping[str, Any]], comparisons: Sequence[Mapping[str, Any]], facts: RunFacts) -> list[str]:
    """What a reader must know first, one sentence each; a baseline that wins comes first."""
    said = []
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
    if networks and baselines:
        best, base = (
            max(networks, key=lambda k: networks[k]["mean"]),
            max(baselines, key=lambda k: baselines[k]["mean"]),
        )
        if baselines[base]["mean"] >= networks[best]["mean"]:
            said.append(
                f"A baseline does as well as every network: {title(*base)}, tuning AUC {shown(baselines[base])}; "
                f"best network {title(*best)}, {shown(networks[best])}."
            )
        else:
            said.append(f"Best by tuning AUC: {title(*best)}, {shown(networks[best])}; "
                        f"best baseline {title(*base)}, {shown(baselines[base])}.")  # fmt: skip
    said += [c["sentence"] for c in comparisons if c["primary"]]
    said.append(
        "Tuning figures are those of the chosen epoch and optimistic; the figures of the last epoch stand beside them."
    )
    if facts.hold_out_opened > 1:
        said.append(
            f"The sealed test set was opened {facts.hold_out_opened} times: its figures are not those of a first look."
        )
    if facts.synthetic:
        said.append("Synthetic cohort: these figures say nothing about patients.")
    said.append("Slices of one patient are not independent; read the rows by patient.")
    return said


def shown(figure: Mapping[str, Any]) -> str:
    """``0.70 (0.58-0.80), n 63``."""
    if figure["mean"] is None:
        return "not available"
    interval = "" if figure["low"] is None else f" ({figure['low']:.2f}-{figure['high']:.2f})"
    return f"{figure['mean']:.2f}{interval}, n {figure['n']}"
