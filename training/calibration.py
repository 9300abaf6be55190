"""What one temperature does to a network and start, by patient; the arithmetic is ``grading.calibration``.

"After" is measured by cross-fitting: each fold is judged under the temperature fitted on the other four. On the hold-out it
is the temperature fitted on all five.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from glioma_desktop.grading.calibration import cross_fitted, fit_temperature
from training import intervals, metrics
from training.intervals import Bootstrap, Drawn, measure
from training.metrics import Scored
from training.predictions import Outcome

JUDGED: Mapping[str, tuple[Any, Drawn]] = {
    "loss": (metrics.log_loss, intervals.drawn_loss),
    "brier": (metrics.brier, intervals.drawn_brier),
    "error": (metrics.calibration_error, intervals.drawn_calibration_error),
}
"""Negative log-likelihood, Brier score and expected calibration error."""


@dataclass(frozen=True, eq=False)
class Calibration:
    """The temperature of an outcome and what it did out of fold.

    Attributes:
        temperature: None: not fitted (a baseline, or too few patients); the words then say "score".
        before: The out-of-fold patients without it; None: there are none.
        after: The same patients, cross-fitted; None: no temperature.
    """

    temperature: float | None
    before: Scored | None = None
    after: Scored | None = None

    def to_json(self, bootstrap: Bootstrap) -> dict[str, Any]:
        """``{"temperature", "n", "loss_before", "loss_after", "brier_before", ...}``; what was not measured is None."""
        n = 0 if self.before is None else len(self.before.patient)
        return {"temperature": self.temperature, "n": n, **judged(self.before, self.after, bootstrap, by_fold=True)}


def calibrated(outcome: Outcome) -> Calibration:
    """The temperature of a network and start; baselines and small cohorts get none."""
    scores = outcome.out_of_fold
    if scores is None or outcome.start is None or not outcome.done:
        return Calibration(None)
    before = metrics.by_patient(scores)
    temperature = fit_temperature(scores.margin, scores.patient, scores.label)
    crossed = cross_fitted(scores.margin, scores.patient, scores.label, scores.fold)
    if temperature is None or crossed is None:
        return Calibration(None, before)
    return Calibration(temperature, before, replace(before, probability=crossed[1]))


def judged(before: Scored | None, after: Scored | None, bootstrap: Bootstrap, by_fold: bool) -> dict[str, Any]:
    """``{"loss_before", "loss_after", "brier_before", ...}``, each with its interval and n; None where there is nothing."""
    return {
        f"{name}_{when}": None if scored is None else _measured(scored, *statistic, bootstrap, by_fold)
        for name, statistic in JUDGED.items()
        for when, scored in (("before", before), ("after", after))
    }


def _measured(scored: Scored, value_of: Any, drawn: Drawn, bootstrap: Bootstrap, by_fold: bool) -> dict[str, Any]:
    cohort = bootstrap.cohort(scored, by_fold)
    return measure(value_of(scored.label, scored.probability), drawn(scored, cohort), len(scored.patient))
