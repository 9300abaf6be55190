"""Intervals against brute force: each draw recomputed patient by patient, DeLong by its definition."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.metrics import roc_auc_score

from training import intervals, metrics
from training.intervals import Bootstrap
from training.metrics import Scored


def cohort(patients: int = 24, seed: int = 0, boxes: bool = True) -> Scored:
    """Patients of one to four boxes, scores with ties, in five folds."""
    random = np.random.default_rng(seed)
    names, labels, folds, scores = [], [], [], []
    for i in range(patients):
        for _ in range(int(random.integers(1, 5)) if boxes else 1):
            names.append(f"P-{i:04d}")
            labels.append(i % 2)
            folds.append(i % 5)
            scores.append(round(float(random.random() * 0.8 + 0.2 * (i % 2)), 1))
    return Scored(tuple(names), np.array(labels), np.array(scores), np.array(folds))


def spelt_out(scored: Scored, names, weights) -> tuple[np.ndarray, np.ndarray]:
    """Labels and scores of one draw, every patient's boxes as often as it was drawn."""
    index = [i for name, times in zip(names, weights, strict=True) for _ in range(int(times))
             for i in range(len(scored.patient)) if scored.patient[i] == name]  # fmt: skip
    return scored.label[index], scored.probability[index]


@pytest.mark.parametrize(
    ("drawn", "value"),
    [
        (intervals.drawn_accuracy, metrics.accuracy),
        (intervals.drawn_auc, lambda label, p: roc_auc_score(label, p)),
        (intervals.drawn_balanced, metrics.balanced_accuracy),
        (intervals.drawn_sensitivity, metrics.sensitivity),
        (intervals.drawn_specificity, metrics.specificity),
        (intervals.drawn_brier, metrics.brier),
        (intervals.drawn_calibration_error, metrics.calibration_error),
        (intervals.drawn_loss, metrics.log_loss),
    ],
    ids=["accuracy", "auc", "balanced", "sensitivity", "specificity", "brier", "calibration error", "loss"],
)
def test_each_draw_is_the_figure_of_a_cohort_in_which_a_patient_brings_all_its_boxes_as_often_as_it_was_drawn(
    drawn, value
):
    scored = cohort()
    sample = Bootstrap(3, draws=40).cohort(scored, by_fold=True)
    found = drawn(scored, sample)
    expected = [value(*spelt_out(scored, sample.names, weights)) for weights in sample.weights]
    assert found == pytest.approx(expected, abs=1e-12)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.booleans())
def test_every_draw_keeps_the_number_of_patients_of_each_grade_in_each_fold(seed, by_fold):
    scored = cohort(30, boxes=False)
    grades = {
        name: 2 if label == 0 else 3 + int(name[-1] in "357")
        for name, label in zip(scored.patient, scored.label, strict=True)
    }
    sample = Bootstrap(seed, grades, draws=25).cohort(scored, by_fold)
    folds = dict(zip(scored.patient, scored.fold, strict=True))
    stratum = {name: (grades[name], int(folds[name]) if by_fold else 0) for name in sample.names}
    wanted = Counter(stratum.values())
    for weights in sample.weights:
        drawn = Counter()
        for name, times in zip(sample.names, weights, strict=True):
            drawn[stratum[name]] += int(times)
        assert drawn == wanted


def test_the_same_seed_gives_the_same_draws_whatever_the_order_of_the_boxes_and_another_seed_others():
    scored = cohort()
    turned = scored.take(np.ones(len(scored.patient), bool))
    order = np.random.default_rng(1).permutation(len(scored.patient))
    turned = Scored(
        tuple(scored.patient[i] for i in order), scored.label[order], scored.probability[order], scored.fold[order]
    )
    first, second = Bootstrap(5).cohort(scored, True), Bootstrap(5).cohort(turned, True)
    assert first.names == second.names
    assert np.array_equal(first.weights, second.weights)
    assert len(first.weights) == 2000
    assert not np.array_equal(first.weights, Bootstrap(6).cohort(scored, True).weights)


def test_the_interval_is_the_middle_95_per_cent_of_the_draws_that_have_the_figure():
    low, high = intervals.percentile_interval(np.array([*np.linspace(0, 1, 1001), math.nan]))
    assert (low, high) == pytest.approx((0.025, 0.975))
    assert intervals.percentile_interval(np.array([math.nan])) == (None, None)


def test_the_bootstrap_interval_of_a_share_is_about_the_exact_binomial_one():
    label = np.ones(200, int)
    p = np.array([0.9] * 140 + [0.1] * 60)
    scored = Scored(tuple(f"P-{i:04d}" for i in range(200)), label, p, np.zeros(200, int))
    low, high = intervals.percentile_interval(intervals.drawn_accuracy(scored, Bootstrap(0).cohort(scored, False)))
    exact = binomtest(140, 200).proportion_ci(0.95, "exact")
    assert (low, high) == pytest.approx((exact.low, exact.high), abs=0.015)


def test_few_patients_get_wilson_s_interval_beside_and_thirty_do_not():
    figure = intervals.measure(5 / 16, np.full(10, 5 / 16), 16, share=True)
    expected = binomtest(5, 16).proportion_ci(0.95, "wilson")
    assert (figure["wilson_low"], figure["wilson_high"]) == pytest.approx((expected.low, expected.high))
    assert "wilson_low" not in intervals.measure(0.5, np.full(10, 0.5), 30, share=True)
    assert "wilson_low" not in intervals.measure(0.5, np.full(10, 0.5), 16)


def test_a_figure_that_does_not_exist_is_empty_and_not_nan():
    assert intervals.measure(math.nan, np.array([math.nan]), 3, share=True) == {
        "mean": None, "sd": None, "low": None, "high": None, "n": 3,
    }  # fmt: skip


def brute_delong(label, a, b=None):
    """By its definition: structural components over all pairs, their covariances summed."""
    highs, lows = [i for i in range(len(label)) if label[i]], [i for i in range(len(label)) if not label[i]]

    def kernel(score, i, j):
        return 1.0 if score[i] > score[j] else 0.5 if score[i] == score[j] else 0.0

    def parts(score):
        v10 = [sum(kernel(score, i, j) for j in lows) / len(lows) for i in highs]
        v01 = [sum(kernel(score, i, j) for i in highs) / len(highs) for j in lows]
        return v10, v01

    def covariance(x, y):
        mx, my = sum(x) / len(x), sum(y) / len(y)
        return sum((p - mx) * (q - my) for p, q in zip(x, y, strict=True)) / (len(x) - 1)

    a10, a01 = parts(a)
    variance = covariance(a10, a10) / len(highs) + covariance(a01, a01) / len(lows)
    theta = sum(a10) / len(highs)
    if b is not None:
        b10, b01 = parts(b)
        theta -= sum(b10) / len(highs)
        variance += covariance(b10, b10) / len(highs) + covariance(b01, b01) / len(lows)
        variance -= 2 * (covariance(a10, b10) / len(highs) + covariance(a01, b01) / len(lows))
    return theta, math.sqrt(max(variance, 0.0))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=6, max_size=30))
def test_delong_equals_its_definition_for_one_auc_and_for_a_paired_difference(drawn):
    label = np.array([i % 2 for i in range(len(drawn))])
    a, b = (np.array([pair[k] / 8 for pair in drawn]) for k in (0, 1))
    assert intervals.delong(label, a) == pytest.approx(brute_delong(label, a), abs=1e-9)
    theta, error = intervals.delong(label, a, b)
    expected, spread = brute_delong(label, a, b)
    assert theta == pytest.approx(expected, abs=1e-12)
    assert error**2 == pytest.approx(spread**2, abs=1e-12)


def test_delong_without_one_class_has_no_figure():
    figure = intervals.delong_measure(np.ones(4, int), np.linspace(0, 1, 4))
    assert figure == {"mean": None, "sd": None, "low": None, "high": None, "n": 4}


def test_delong_s_interval_ends_at_0_and_1():
    label, score = np.array([0, 0, 0, 1, 1, 1]), np.array([0.1, 0.2, 0.5, 0.4, 0.8, 0.9])
    figure = intervals.delong_measure(label, score)
    assert figure["mean"] == pytest.approx(8 / 9)
    assert figure["high"] == 1.0
    assert 0 < figure["low"] < figure["mean"]
