"""What one temperature does to a network and start, by patient, out of fold; the arithmetic is ``grading.calibration``.

"After" is measured by cross-fitting: each fold is judged under the temperature fitted on the other four.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from glioma_desktop.grading.calibration import SMALLEST_PROBABILITY, cross_fitted, fit_temperature
from training import metrics
from training.metrics import Floats
from training.predictions import Outcome


@dataclass(frozen=True, slots=True)
class Calibration:
    """The temperature of an outcome and what it did.

    Attributes:
        temperature: None: not fitted (too few patients); the words then say "score".
        n: Out-of-fold patients.
        loss_before: Negative log-likelihood; ``after``: cross-fitted.
        error_before: Expected calibration error.
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
        """A JSON-able copy."""
        return asdict(self)


def calibrated(outcome: Outcome) -> Calibration:
    """The temperature of a network and start; baselines and small cohorts get none."""
    scores = outcome.out_of_fold
    if scores is None or outcome.start is None or not outcome.done:
        return Calibration(None, 0)
    before = metrics.by_patient(scores)
    temperature = fit_temperature(scores.margin, scores.patient, scores.label)
    crossed = cross_fitted(scores.margin, scores.patient, scores.label, scores.fold)
    if temperature is None or crossed is None:
        return Calibration(None, len(before.patient))
    label, p, after = before.label, before.probability, crossed[1]
    return Calibration(
        temperature, len(before.patient), _loss(label, p), _loss(label, after), metrics.brier(label, p),
        metrics.brier(label, after), metrics.calibration_error(label, p), metrics.calibration_error(label, after),
    )  # fmt: skip


def _loss(label: metrics.Ints, p: Floats) -> float:
    right = np.clip(np.where(label == 1, p, 1 - p), SMALLEST_PROBABILITY, 1.0)
    return float(-np.mean(np.log(right)))
