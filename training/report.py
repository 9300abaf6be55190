"""From outcomes to the report of a run: every figure with its interval and its n. Pure; opens nothing, trains nothing.

Two levels: by patient (mean probability over the patient's boxes) and by slice. Two answers: ``five``, the mean and SD of the
five networks, each judged on its own fold and on the hold-out (the paper's table); ``mean``, the mean of the five networks'
probabilities on the hold-out, which is what *Grade tumour* uses.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from training import intervals, metrics
from training.calibration import calibrated, judged
from training.comparison import compare
from training.intervals import Bootstrap, Drawn, measure
from training.metrics import Floats, Ints, Scored
from training.predictions import BoxScores, Outcome
from training.report_words import summary

LEVELS = {"patient": metrics.by_patient, "slice": metrics.by_slice}
PAPER = {
    "reference": "Yang et al. 2018, Front. Neurosci. 12:804, GoogLeNet from scratch, 113 patients, means of five folds",
    "validation_accuracy": 0.867,
    "test_accuracy": 0.909,
    "test_auc": 0.939,
}


@dataclass(frozen=True, slots=True)
class Statistic:
    """A figure of merit and how it is drawn.

    Attributes:
        value: Of labels and probabilities.
        drawn: The same in every draw.
        share: It is a share of patients, which gets Wilson's interval when they are few.
        of_class: Only the cases of this class count (1 high, 0 low); None: all do. Its n is their number.
    """

    value: Callable[[Ints, Floats], float]
    drawn: Drawn
    share: bool = False
    of_class: int | None = None

    def n(self, scored: Scored) -> int:
        """How many cases it rests on."""
        return len(scored.patient) if self.of_class is None else int((scored.label == self.of_class).sum())


STATISTICS: Mapping[str, Statistic] = {
    "accuracy": Statistic(metrics.accuracy, intervals.drawn_accuracy, share=True),
    "auc": Statistic(metrics.auc, intervals.drawn_auc),
    "balanced_accuracy": Statistic(metrics.balanced_accuracy, intervals.drawn_balanced),
    "sensitivity": Statistic(metrics.sensitivity, intervals.drawn_sensitivity, share=True, of_class=1),
    "specificity": Statistic(metrics.specificity, intervals.drawn_specificity, share=True, of_class=0),
    "brier": Statistic(metrics.brier, intervals.drawn_brier),
    "calibration_error": Statistic(metrics.calibration_error, intervals.drawn_calibration_error),
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
        bootstrap: How patients are drawn for the intervals.
        receipt: What was checked before the first step: ``split_sha256``, ``leak_pairs``.
    """

    meta: Mapping[str, Any]
    setting: Mapping[str, Any]
    flow: Mapping[str, Any]
    split: Mapping[str, Any]
    hold_out_opened: int
    synthetic: bool
    bootstrap: Bootstrap
    receipt: Mapping[str, Any] = field(default_factory=dict)


def build_report(outcomes: Sequence[Outcome], facts: RunFacts) -> dict[str, Any]:
    """The whole report as JSON; reproducible to the digit but for ``meta`` and ``hold_out_opened``."""
    bootstrap = facts.bootstrap
    rows = [row for outcome in outcomes for row in outcome_rows(outcome, bootstrap)]
    comparisons = compare(outcomes, bootstrap)
    return {
        "summary": summary(rows, comparisons, facts.hold_out_opened, facts.synthetic),
        "flow": dict(facts.flow),
        "hold_out_opened": facts.hold_out_opened,
        "results": rows,
        "comparisons": comparisons,
        "details": [details(outcome, bootstrap) for outcome in outcomes],
        "split": dict(facts.split),
        "receipt": dict(facts.receipt),
        "setting": dict(facts.setting),
        "paper": PAPER,
        "bootstrap": {"draws": bootstrap.draws, "seed": bootstrap.seed, "level": intervals.LEVEL,
                      "stratified_by": "WHO grade, and by fold for validation figures", "unit": "patient"},
        "synthetic": facts.synthetic,
        "research_use": RESEARCH_LINE,
        "meta": dict(facts.meta),
    }  # fmt: skip


def outcome_rows(outcome: Outcome, bootstrap: Bootstrap) -> list[dict[str, Any]]:
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
                    _validation(outcome.out_of_fold, level, statistic, bootstrap) if of == "five" else None
                )
                row[f"test_{name}"] = _test(outcome, level, of, statistic, bootstrap, temperature)
            row["pooled_out_of_fold_auc"] = _pooled(outcome.out_of_fold, level, bootstrap) if of == "five" else None
            last = outcome.out_of_fold_last if of == "five" else None
            for name in ("accuracy", "auc"):
                row[f"validation_{name}_last_epoch"] = (
                    _validation(last, level, STATISTICS[name], bootstrap) if last is not None else None
                )
            rows.append(row)
    return rows


def _nothing(n: int = 0) -> dict[str, Any]:
    return {"mean": None, "sd": None, "low": None, "high": None, "n": n}


def _validation(scores: BoxScores | None, level: str, statistic: Statistic, bootstrap: Bootstrap) -> dict[str, Any]:
    """Each network on its own fold; the mean and SD of the five."""
    if scores is None or len(scores) == 0:
        return _nothing()
    scored = LEVELS[level](scores)
    cohort = bootstrap.cohort(scored, by_fold=True)
    folds = [scored.take(scored.fold == k) for k in np.unique(scored.fold)]
    values = np.array([statistic.value(fold.label, fold.probability) for fold in folds])
    draws = intervals.mean_of_draws([statistic.drawn(fold, cohort) for fold in folds])
    share = statistic.share and level == "patient"
    return measure(_mean(values), draws, statistic.n(scored), _sd(values), share)


def _test(
    outcome: Outcome, level: str, of: str, statistic: Statistic, bootstrap: Bootstrap, temperature: float | None
) -> dict[str, Any]:
    """The five networks on the sealed patients, or the mean of their probabilities."""
    if not outcome.hold_out or not len(outcome.hold_out[0]):
        return _nothing()
    scored = [LEVELS[level](scores, temperature) for scores in outcome.hold_out]
    cohort = bootstrap.cohort(scored[0], by_fold=False)
    if of == "mean":
        scored = [metrics.mean_of(scored)]
    values = np.array([statistic.value(each.label, each.probability) for each in scored])
    draws = intervals.mean_of_draws([statistic.drawn(each, cohort) for each in scored])
    share = statistic.share and level == "patient"
    return measure(_mean(values), draws, statistic.n(scored[0]), _sd(values) if of == "five" else None, share)


def _pooled(scores: BoxScores | None, level: str, bootstrap: Bootstrap) -> dict[str, Any]:
    """All out-of-fold scores in one ROC curve: scores of five networks mixed, hence apart and named so."""
    if scores is None or len(scores) == 0:
        return _nothing()
    scored = LEVELS[level](scores)
    draws = intervals.drawn_auc(scored, bootstrap.cohort(scored, by_fold=True))
    return measure(metrics.auc(scored.label, scored.probability), draws, len(scored.patient))


def _mean(values: Floats) -> float:
    finite = values[np.isfinite(values)]
    return float(finite.mean()) if finite.size else math.nan


def _sd(values: Floats) -> float | None:
    finite = values[np.isfinite(values)]
    return float(finite.std(ddof=1)) if finite.size > 1 else None


def details(outcome: Outcome, bootstrap: Bootstrap) -> dict[str, Any]:
    """What the plots of one outcome are drawn from: curves, ROC, confusion, calibration; by patient."""
    data: dict[str, Any] = {
        "network": outcome.network, "start": outcome.start, "status": outcome.status, "note": outcome.note,
        "epoch": outcome.epoch, "epochs": outcome.epochs,
        "curves": [[dict(row) for row in fold] for fold in outcome.curves],
    }  # fmt: skip
    if outcome.out_of_fold is None:
        return data
    fitted = calibrated(outcome)
    tuning = metrics.by_patient(outcome.out_of_fold)
    data["tuning"] = _plots(tuning)
    data["tuning"]["roc_of_folds"] = [
        metrics.roc_points(fold.label, fold.probability)
        for fold in (tuning.take(tuning.fold == k) for k in np.unique(tuning.fold))
    ]
    data["calibration"] = fitted.to_json(bootstrap)
    if outcome.hold_out and len(outcome.hold_out[0]):
        data["hold_out"] = _opened(outcome.hold_out, fitted.temperature, bootstrap)
    return data


def _opened(hold_out: Sequence[BoxScores], temperature: float | None, bootstrap: Bootstrap) -> dict[str, Any]:
    """The mean of the five networks on the sealed patients."""
    before = metrics.mean_of([metrics.by_patient(scores) for scores in hold_out])
    after = metrics.mean_of([metrics.by_patient(scores, temperature) for scores in hold_out])
    return {
        **_plots(after),
        "delong_auc": intervals.delong_measure(after.label, after.probability),
        "calibration": judged(before, after if temperature else None, bootstrap, by_fold=False),
    }


def _plots(scored: Scored) -> dict[str, Any]:
    return {
        "n": len(scored.patient),
        "roc": metrics.roc_points(scored.label, scored.probability),
        "confusion": metrics.confusion(scored.label, scored.probability),
        "calibration_points": metrics.calibration_points(scored.label, scored.probability),
    }
