"""Intervals: bootstrap over patients, Wilson for shares, DeLong for an AUC.

One bootstrap for every figure: 2,000 draws of *patients* with replacement, stratified by grade (and by fold where each
network is judged on its own fold), the statistic recomputed in each, percentile interval. A patient that is drawn twice
brings all its boxes twice, so slices of one patient never count as independent.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from glioma_desktop.grading.basis import wilson
from training.metrics import CALIBRATION_BINS, THRESHOLD, Floats, Ints, Scored, losses, wins

DRAWS = 2000
LEVEL = 0.95
SMALL_N = 30
_Z = float(norm.ppf(0.5 + LEVEL / 2))


@dataclass(frozen=True)
class Cohort:
    """Who is drawn from, and the draws.

    Attributes:
        names: The patients, sorted.
        weights: (draws, patients); how often each was drawn.
    """

    names: tuple[str, ...]
    weights: NDArray[np.float64]

    def index(self, scored: Scored) -> Ints:
        """The position of each case's patient among the names."""
        place = {name: i for i, name in enumerate(self.names)}
        return np.array([place[name] for name in scored.patient], dtype=np.int64)


@dataclass(frozen=True)
class Bootstrap:
    """How patients are drawn in a report.

    Attributes:
        seed: Of the generator; the same patients and seed give the same draws.
        grades: WHO grade of each patient: the strata. A patient that is not in here is drawn within its class.
        draws: How many.
    """

    seed: int
    grades: Mapping[str, int] = field(default_factory=dict)
    draws: int = DRAWS

    def cohort(self, scored: Scored, by_fold: bool) -> Cohort:
        """Draw patients with replacement within strata of class and grade (and fold).

        Args:
            scored: Cases at slice or patient level.
            by_fold: Strata are class x grade x fold.
        """
        first: dict[str, tuple[int, int, int]] = {}
        for name, label, fold in zip(scored.patient, scored.label, scored.fold, strict=True):
            first.setdefault(name, (int(label), self.grades.get(name, 0), int(fold) if by_fold else 0))
        names = tuple(sorted(first))
        strata: dict[tuple[int, int, int], list[int]] = {}
        for index, name in enumerate(names):
            strata.setdefault(first[name], []).append(index)
        rng = np.random.default_rng(self.seed)
        weights = np.zeros((self.draws, len(names)))
        for key in sorted(strata):
            members = strata[key]
            shares = np.full(len(members), 1 / len(members))
            weights[:, members] = rng.multinomial(len(members), shares, size=self.draws)
        return Cohort(names, weights)


Drawn = Callable[[Scored, Cohort], Floats]
"""A statistic recomputed in every draw: (draws,); NaN where it does not exist."""


def drawn_auc(scored: Scored, cohort: Cohort) -> Floats:
    """AUC in every draw: pairs of cases, weighted by how often both patients were drawn."""
    owner, count = cohort.index(scored), len(cohort.names)
    high, low = np.flatnonzero(scored.label == 1), np.flatnonzero(scored.label == 0)
    rows = np.zeros((count, low.size))
    np.add.at(rows, owner[high], wins(scored.probability[high], scored.probability[low]))
    table = np.zeros((count, count))
    np.add.at(table.T, owner[low], rows.T)
    n_high, n_low = np.bincount(owner[high], minlength=count), np.bincount(owner[low], minlength=count)
    pairs = (cohort.weights @ n_high) * (cohort.weights @ n_low)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(((cohort.weights @ table) * cohort.weights).sum(1) / pairs, np.float64)


def drawn_mean(scored: Scored, cohort: Cohort, value: Floats, of: NDArray[np.bool_] | None = None) -> Floats:
    """The mean of a value over the cases (``of`` some of them) in every draw."""
    owner, count = cohort.index(scored), len(cohort.names)
    chosen = np.ones(len(owner), bool) if of is None else of
    total = np.bincount(owner[chosen], weights=value[chosen], minlength=count)
    cases = np.bincount(owner[chosen], minlength=count)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((cohort.weights @ total) / (cohort.weights @ cases), np.float64)


def drawn_accuracy(scored: Scored, cohort: Cohort) -> Floats:
    """Accuracy at 0.5 in every draw."""
    return drawn_mean(scored, cohort, _right(scored))


def drawn_sensitivity(scored: Scored, cohort: Cohort) -> Floats:
    """Sensitivity at 0.5 in every draw."""
    return drawn_mean(scored, cohort, _right(scored), scored.label == 1)


def drawn_specificity(scored: Scored, cohort: Cohort) -> Floats:
    """Specificity at 0.5 in every draw."""
    return drawn_mean(scored, cohort, _right(scored), scored.label == 0)


def drawn_balanced(scored: Scored, cohort: Cohort) -> Floats:
    """Balanced accuracy in every draw."""
    return (drawn_sensitivity(scored, cohort) + drawn_specificity(scored, cohort)) / 2


def drawn_brier(scored: Scored, cohort: Cohort) -> Floats:
    """Brier score in every draw."""
    return drawn_mean(scored, cohort, (scored.probability - scored.label) ** 2)


def drawn_loss(scored: Scored, cohort: Cohort) -> Floats:
    """Mean negative log-likelihood in every draw."""
    return drawn_mean(scored, cohort, losses(scored.label, scored.probability))


def drawn_calibration_error(scored: Scored, cohort: Cohort) -> Floats:
    """Expected calibration error in every draw, over the same bins as ``metrics.calibration_error``."""
    owner, count = cohort.index(scored), len(cohort.names)
    index = np.minimum((scored.probability * CALIBRATION_BINS).astype(np.int64), CALIBRATION_BINS - 1)
    gap = np.zeros(len(cohort.weights))
    for b in np.unique(index):
        excess = np.where(index == b, scored.probability - scored.label, 0.0)
        gap += np.abs(cohort.weights @ np.bincount(owner, weights=excess, minlength=count))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(gap / (cohort.weights @ np.bincount(owner, minlength=count)), np.float64)


def _right(scored: Scored) -> Floats:
    return np.asarray((scored.probability >= THRESHOLD) == (scored.label == 1), np.float64)


def percentile_interval(draws: Floats) -> tuple[float | None, float | None]:
    """The 95 % percentile interval of the draws in which the statistic exists."""
    valid = draws[np.isfinite(draws)]
    if valid.size == 0:
        return None, None
    low, high = np.percentile(valid, [100 * (1 - LEVEL) / 2, 100 * (1 + LEVEL) / 2])
    return float(low), float(high)


def mean_of_draws(parts: Sequence[Floats]) -> Floats:
    """The mean of several statistics of the same draws; a draw where one does not exist takes the mean of the others."""
    stack = np.stack(parts)
    valid = np.isfinite(stack)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(valid, stack, 0).sum(0) / valid.sum(0), np.float64)


def measure(value: float, draws: Floats, n: int, sd: float | None = None, share: bool = False) -> dict[str, Any]:
    """A figure as every report carries it: ``{mean, sd, low, high, n}``; a small share also with Wilson's interval.

    Args:
        value: The figure itself.
        draws: The same figure in every draw.
        n: Patients (or slices) it rests on.
        sd: Over the five networks; None for a single figure.
        share: It is a share of n patients: below n = 30 Wilson's interval stands beside.
    """
    low, high = percentile_interval(draws)
    data: dict[str, Any] = {
        "mean": None if math.isnan(value) else value, "sd": sd, "low": low, "high": high, "n": n,
    }  # fmt: skip
    if share and n < SMALL_N and not math.isnan(value):
        data["wilson_low"], data["wilson_high"] = wilson(min(value * n, n), n)
    return data


def delong(label: Ints, first: Floats, second: Floats | None = None) -> tuple[float, float]:
    """AUC (or difference of two paired AUCs) and its standard error by DeLong et al. 1988. Patient level only.

    Args:
        label: 1 high, 0 low; one entry a patient.
        first: Scores.
        second: Scores of the same patients; then the answer is first minus second.

    Returns:
        NaN where a class is missing; a standard error of NaN where a class has one patient.
    """
    if not (label == 1).any() or not (label == 0).any():
        return math.nan, math.nan
    parts = [_components(label, score) for score in ([first] if second is None else [first, second])]
    theta = [v10.mean() for v10, _ in parts]
    v10 = parts[0][0] if second is None else parts[0][0] - parts[1][0]
    v01 = parts[0][1] if second is None else parts[0][1] - parts[1][1]
    variance = sum(v.var(ddof=1) / v.size if v.size > 1 else math.nan for v in (v10, v01))
    estimate = theta[0] if second is None else theta[0] - theta[1]
    return float(estimate), float(math.sqrt(variance)) if variance >= 0 else math.nan


def delong_measure(label: Ints, first: Floats, second: Floats | None = None) -> dict[str, Any]:
    """``delong`` with its normal interval as ``{mean, sd, low, high, n}``; an AUC ends at 0 and 1, a difference at -1 and 1."""
    estimate, error = delong(label, first, second)
    low, high = max(-1.0 if second is not None else 0.0, estimate - _Z * error), min(1.0, estimate + _Z * error)
    known = math.isfinite(estimate) and math.isfinite(error)
    return {
        "mean": None if math.isnan(estimate) else estimate, "sd": None, "low": low if known else None,
        "high": high if known else None, "n": int(label.size),
    }  # fmt: skip


def _components(label: Ints, score: Floats) -> tuple[Floats, Floats]:
    table = wins(score[label == 1], score[label == 0])
    return table.mean(1), table.mean(0)
