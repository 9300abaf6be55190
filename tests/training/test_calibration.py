"""One temperature a network and start; what it did is measured where it was not fitted, each figure with its interval."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, log_loss

from glioma_desktop.grading.calibration import fit_temperature
from tests.training.scores import outcome
from training import metrics
from training.calibration import calibrated, judged
from training.intervals import Bootstrap
from training.report import details

BOOTSTRAP = Bootstrap(0, draws=200)


def over_confident(seed: int = 0, **more):
    base = outcome(seed=seed, **more)
    shouted = replace(base.out_of_fold, margin=base.out_of_fold.margin * 6)
    return replace(base, out_of_fold=shouted)


def test_after_is_each_fold_under_the_temperature_of_the_other_four():
    made = over_confident()
    found = calibrated(made).to_json(BOOTSTRAP)
    scores = made.out_of_fold
    expected = np.empty(63)
    scored = metrics.by_patient(scores)
    for fold in range(5):
        rest = scores.take(scores.fold != fold)
        temperature = fit_temperature(rest.margin, rest.patient, rest.label)
        inside = scored.fold == fold
        expected[inside] = metrics.by_patient(scores, temperature).probability[inside]
    assert found["brier_after"]["mean"] == pytest.approx(brier_score_loss(scored.label, expected))
    assert found["loss_after"]["mean"] == pytest.approx(log_loss(scored.label, expected), rel=1e-6)
    assert found["brier_before"]["mean"] == pytest.approx(brier_score_loss(scored.label, scored.probability))
    assert found["loss_after"]["mean"] < found["loss_before"]["mean"]
    assert found["temperature"] > 1.5


def test_every_calibration_figure_carries_its_interval_and_n():
    found = details(over_confident(), BOOTSTRAP)
    for part, n in ((found["calibration"], 63), (found["hold_out"]["calibration"], 16)):
        for name in ("loss", "brier", "error"):
            for when in ("before", "after"):
                figure = part[f"{name}_{when}"]
                assert figure["n"] == n
                assert figure["low"] <= figure["mean"] <= figure["high"] or name == "error"


@pytest.mark.parametrize(("tuning", "fitted"), [(28, False), (32, True)])
def test_under_30_out_of_fold_patients_there_is_none_and_the_report_has_no_after(tuning, fitted):
    made = outcome(tuning=tuning)
    found = calibrated(made).to_json(BOOTSTRAP)
    assert (found["temperature"] is not None) is fitted
    assert (found["brier_after"] is not None) is fitted
    assert found["n"] == tuning
    assert found["brier_before"]["n"] == tuning


def test_under_10_of_a_class_there_is_none():
    made = outcome(tuning=40)
    scores = made.out_of_fold
    names = sorted({name for name, label in zip(scores.patient, scores.label, strict=True) if label})
    kept = np.array([not label or name in names[:9] for name, label in zip(scores.patient, scores.label, strict=True)])
    assert calibrated(replace(made, out_of_fold=scores.take(kept))).temperature is None
    kept = np.array([not label or name in names[:10] for name, label in zip(scores.patient, scores.label, strict=True)])
    few = scores.take(kept)
    assert len(set(few.patient)) == 30
    assert calibrated(replace(made, out_of_fold=few)).temperature is not None


def test_a_baseline_gets_no_temperature():
    assert calibrated(outcome("size_only", None)).temperature is None


def test_each_network_and_start_gets_a_temperature_of_its_own():
    plain, shouting = calibrated(outcome(seed=1)), calibrated(over_confident(seed=1))
    assert shouting.temperature == pytest.approx(6 * plain.temperature, rel=1e-3)


def test_where_nothing_was_measured_nothing_is_shown():
    assert set(judged(None, None, BOOTSTRAP, by_fold=False).values()) == {None}
