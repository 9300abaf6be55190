"""One temperature for each network and start, fitted by patient on out-of-fold scores (Guo et al. 2017, at patient level).

A patient's probability is the mean over its boxes of ``sigmoid(margin / T)``. "After" is measured by cross-fitting: each fold
is judged under the temperature fitted on the other four. Under 30 patients, or 10 of a class, nothing is fitted and the words
say "score".
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar

from training import metrics
from training.metrics import Floats
from training.predictions import BoxScores, Outcome

FEWEST_PATIENTS, FEWEST_OF_A_CLASS = 30, 10
LOG_RANGE = (-3.0, 3.0)
CERTAIN = 1e-6


@dataclass(frozen=True, slots=True)
class Calibration:
    """The temperature of an outcome and what it did, by patient, out of fold.

    Attributes:
        temperature: None: not fitted (too few patients).
        n: Out-of-fold patients.
    """

    temperature: float | None
    n: int
    loss_before: float | None = None
    loss_after: float | None = None
    brier_before: float | None = None
    brier_after: float | None = None
    error_before: float | None = None
    error_after: float | None = None

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy; the figures after are cross-fitted."""
        return asdict(self)


def calibrated(outcome: Outcome) -> Calibration:
    """The temperature of a network and start; baselines and small cohorts get none."""
    scores = outcome.out_of_fold
    if scores is None or outcome.start is None or not outcome.done:
        return Calibration(None, 0)
    before = metrics.by_patient(scores)
    counts = np.bincount(before.label, minlength=2)
    n = len(before.patient)
    if n < FEWEST_PATIENTS or counts.min() < FEWEST_OF_A_CLASS:
        return Calibration(None, n)
    after, label = _cross_fitted(scores)
    return Calibration(
        fit_temperature(scores), n,
        _loss(before.label, before.probability), _loss(label, after),
        metrics.brier(before.label, before.probability), metrics.brier(label, after),
        metrics.calibration_error(before.label, before.probability), metrics.calibration_error(label, after),
    )  # fmt: skip


def fit_temperature(scores: BoxScores) -> float:
    """The temperature of least negative log-likelihood by patient, between e^-3 and e^3."""

    def loss(log_temperature: float) -> float:
        scored = metrics.by_patient(scores, float(np.exp(log_temperature)))
        return _loss(scored.label, scored.probability)

    found = minimize_scalar(loss, bounds=LOG_RANGE, method="bounded", options={"xatol": 1e-6})
    return float(np.exp(found.x))


def _cross_fitted(scores: BoxScores) -> tuple[Floats, metrics.Ints]:
    probabilities, labels = [], []
    for fold in np.unique(scores.fold):
        temperature = fit_temperature(scores.take(scores.fold != fold))
        part = metrics.by_patient(scores.take(scores.fold == fold), temperature)
        probabilities.append(part.probability)
        labels.append(part.label)
    return np.concatenate(probabilities), np.concatenate(labels)


def _loss(label: metrics.Ints, probability: Floats) -> float:
    p = np.clip(probability, CERTAIN, 1 - CERTAIN)
    return float(-np.mean(np.where(label == 1, np.log(p), np.log(1 - p))))
