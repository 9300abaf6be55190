"""Figures of merit against scikit-learn, which counts in another way."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn import metrics as reference
from sklearn.calibration import calibration_curve

from training import metrics
from training.predictions import BoxScores

cases = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 20)), min_size=2, max_size=60)


def arrays(drawn):
    """Labels and probabilities in steps of 0.05, so that many are equal."""
    return np.array([label for label, _ in drawn]), np.array([step / 20 for _, step in drawn])


@settings(max_examples=150, deadline=None)
@given(cases)
def test_auc_accuracy_and_confusion_equal_scikit_learn_s_also_with_ties(drawn):
    label, p = arrays(drawn)
    assume(0 < label.sum() < label.size)
    called = (p >= 0.5).astype(int)
    assert metrics.auc(label, p) == pytest.approx(reference.roc_auc_score(label, p), abs=1e-12)
    assert metrics.accuracy(label, p) == pytest.approx(reference.accuracy_score(label, called))
    assert metrics.balanced_accuracy(label, p) == pytest.approx(reference.balanced_accuracy_score(label, called))
    assert metrics.sensitivity(label, p) == pytest.approx(reference.recall_score(label, called, zero_division=0))
    assert metrics.specificity(label, p) == pytest.approx(reference.recall_score(label, called, pos_label=0))
    assert metrics.brier(label, p) == pytest.approx(reference.brier_score_loss(label, p))
    (tn, fp), (fn, tp) = reference.confusion_matrix(label, called)
    assert metrics.confusion(label, p) == {"high_as_high": tp, "high_as_low": fn, "low_as_low": tn, "low_as_high": fp}


@settings(max_examples=100, deadline=None)
@given(cases)
def test_the_roc_curve_passes_through_scikit_learn_s_points_and_encloses_the_auc(drawn):
    label, p = arrays(drawn)
    assume(0 < label.sum() < label.size)
    points = metrics.roc_points(label, p)
    fpr, tpr, _ = reference.roc_curve(label, p, drop_intermediate=False)
    assert np.array(points) == pytest.approx(np.column_stack([fpr, tpr]))
    assert reference.auc(*zip(*points, strict=True)) == pytest.approx(metrics.auc(label, p))


@settings(max_examples=100, deadline=None)
@given(cases)
def test_the_calibration_error_is_the_gap_of_each_bin_weighted_by_its_cases(drawn):
    label, p = arrays(drawn)
    by_hand = 0.0
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = [
            (y, q) for y, q in zip(label, p, strict=True) if low <= q + 1e-9 < low + 0.2 or (low == 0.8 and q == 1)
        ]
        if inside:
            gap = sum(q for _, q in inside) / len(inside) - sum(y for y, _ in inside) / len(inside)
            by_hand += abs(gap) * len(inside) / len(label)
    p = p + 1e-12 * (p < 1)  # a tenth of 0.2 is not a binary number: put bounds into the upper bin
    assert metrics.calibration_error(label, p) == pytest.approx(by_hand, abs=1e-9)


def test_the_points_of_the_calibration_plot_are_scikit_learn_s():
    random = np.random.default_rng(0)
    p = random.random(300)
    label = (random.random(300) < p).astype(int)
    share, mean = calibration_curve(label, p, n_bins=5, strategy="uniform")
    points = metrics.calibration_points(label, p)
    assert [q["mean"] for q in points] == pytest.approx(list(mean))
    assert [q["share"] for q in points] == pytest.approx(list(share))
    assert sum(q["n"] for q in points) == 300


def test_the_loss_is_scikit_learn_s_and_finite_where_a_network_is_sure_and_wrong():
    label, p = np.array([1, 0, 1, 0]), np.array([0.9, 0.2, 0.4, 0.6])
    assert metrics.log_loss(label, p) == pytest.approx(reference.log_loss(label, p))
    assert metrics.log_loss(np.array([1]), np.array([0.0])) == pytest.approx(-math.log(1e-7))


def test_a_missing_class_has_no_auc_and_no_curve():
    label, p = np.array([1, 1]), np.array([0.2, 0.7])
    assert math.isnan(metrics.auc(label, p))
    assert math.isnan(metrics.balanced_accuracy(label, p))
    assert metrics.roc_points(label, p) == []
    assert metrics.sensitivity(label, p) == 0.5


def test_a_probability_of_one_half_is_called_high():
    assert metrics.accuracy(np.array([1, 0]), np.array([0.5, 0.5])) == 0.5
    assert metrics.confusion(np.array([0]), np.array([0.5]))["low_as_high"] == 1


def test_a_patient_s_probability_is_the_mean_over_its_boxes_each_after_the_temperature():
    scores = BoxScores(
        ("b", "a", "b"), np.array([1, 0, 1]), np.array([3, 7, 4]), np.array([1, 0, 1]), np.array([4.0, -2.0, 0.0])
    )
    scored = metrics.by_patient(scores, 2.0)
    assert scored.patient == ("a", "b")
    assert scored.label.tolist() == [0, 1]
    assert scored.fold.tolist() == [0, 1]
    assert scored.probability == pytest.approx([1 / (1 + math.exp(1)), (1 / (1 + math.exp(-2)) + 0.5) / 2])
    assert metrics.by_slice(scores).probability == pytest.approx([1 / (1 + math.exp(-4)), 1 / (1 + math.exp(2)), 0.5])


def test_the_mean_of_five_averages_probabilities_not_margins():
    one = metrics.Scored(("a",), np.array([1]), np.array([0.2]), np.array([-1]))
    other = metrics.Scored(("a",), np.array([1]), np.array([0.9]), np.array([-1]))
    assert metrics.mean_of([one, other]).probability == pytest.approx([0.55])


def test_scores_with_a_box_too_few_are_no_scores():
    with pytest.raises(ValueError, match="one entry a box"):
        BoxScores(("a", "b"), np.zeros(2, int), np.zeros(2, int), np.zeros(2, int), np.zeros(1))
