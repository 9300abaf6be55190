"""One temperature at patient level, and none where there are too few patients."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.grading.calibration import by_patient, cross_fitted, fit_temperature, probability
from glioma_desktop.grading.sampling import sample_boxes


def cohort(n: int, over_confidence: float, seed: int = 0, high_share: float = 0.5):
    """Patients of 1 to 4 boxes whose true margins are multiplied by ``over_confidence``."""
    random = np.random.default_rng(seed)
    true = random.normal(0, 1.5, n)
    labels = (random.random(n) < 1 / (1 + np.exp(-true))).astype(np.int64)
    boxes = random.integers(1, 5, n)
    patients = [f"P-{i:04d}" for i in range(n) for _ in range(boxes[i])]
    margins = np.repeat(true, boxes) * over_confidence
    return margins, patients, np.repeat(labels, boxes), np.repeat(np.arange(n) % 5, boxes)


@pytest.mark.parametrize("over_confidence", [0.5, 1.0, 4.0])
def test_the_temperature_undoes_over_and_under_confidence(over_confidence):
    margins, patients, labels, _ = cohort(4000, over_confidence)
    assert fit_temperature(margins, patients, labels) == pytest.approx(over_confidence, rel=0.1)


def test_it_is_the_least_loss_at_patient_level():
    margins, patients, labels, _ = cohort(60, 3.0, seed=2)
    first = np.unique(patients, return_index=True)[1]

    def loss(temperature):
        found = by_patient(margins, patients, temperature)[1]
        return -np.mean(np.log(np.clip(np.where(labels[first] == 1, found, 1 - found), 1e-7, 1)))

    fitted = fit_temperature(margins, patients, labels)
    assert loss(fitted) <= min(loss(t) for t in np.geomspace(0.05, 20, 400)) + 1e-6


def test_under_30_patients_or_10_of_a_class_there_is_none():
    margins, patients, labels, folds = cohort(29, 2.0)
    assert fit_temperature(margins, patients, labels) is None
    assert cross_fitted(margins, patients, labels, folds) is None
    names = [f"P-{i}" for i in range(40)]
    few_high = np.array([1] * 9 + [0] * 31)
    assert fit_temperature(np.zeros(40), names, few_high) is None
    assert fit_temperature(np.linspace(1, -1, 40), names, np.array([1] * 10 + [0] * 30)) is not None


def test_a_patient_s_probability_is_the_mean_over_its_boxes_after_the_temperature():
    names, found = by_patient(np.array([2.0, -1.0, 0.0]), ["b", "b", "a"], 2.0)
    assert names == ("a", "b")
    assert found == pytest.approx([0.5, (1 / (1 + np.exp(-1.0)) + 1 / (1 + np.exp(0.5))) / 2])


def test_cross_fitting_never_uses_a_patient_s_own_fold():
    margins, patients, labels, folds = cohort(60, 3.0, seed=4)
    names, found = cross_fitted(margins, patients, labels, folds)
    changed = labels.copy()
    changed[folds == 2] = 1 - changed[folds == 2]
    _, again = cross_fitted(margins, patients, changed, folds)
    in_fold_2 = np.isin(names, [p for p, f in zip(patients, folds, strict=True) if f == 2])
    assert np.array_equal(found[in_fold_2], again[in_fold_2])
    assert not np.array_equal(found[~in_fold_2], again[~in_fold_2])


def test_extreme_margins_stay_probabilities():
    assert probability(np.array([-1e4, 1e4]), 0.05) == pytest.approx([0.0, 1.0])


@settings(max_examples=60, deadline=None)
@given(
    slices=st.sets(st.integers(0, 80), min_size=1, max_size=60),
    spacing=st.sampled_from([0.9, 1.0, 2.5, 3.0, 5.0, 6.5]),
)
def test_sampled_boxes_are_about_a_step_apart_and_never_none(slices, spacing):
    rois = [RectROI(k, 1, 9, 1, 9) for k in slices]
    chosen = [roi.slice_index for roi in sample_boxes(rois, spacing, 5.0)]
    assert chosen
    assert set(chosen) <= slices
    assert chosen == sorted(chosen)
    if spacing >= 5.0:
        assert set(chosen) == slices
    gaps = np.diff(chosen) * spacing
    assert np.all(gaps >= 5.0 - spacing / 2 - 1e-9)
    assert sample_boxes(list(reversed(rois)), (spacing, 1.0, 1.0), 5.0) == sample_boxes(rois, spacing, 5.0)


def test_a_1_mm_series_weighs_as_much_as_a_5_mm_one():
    thin = sample_boxes([RectROI(k, 1, 9, 1, 9) for k in range(50)], 1.0, 5.0)
    thick = sample_boxes([RectROI(k, 1, 9, 1, 9) for k in range(10)], 5.0, 5.0)
    assert len(thin) == len(thick) == 10


def test_two_boxes_on_one_slice_stay_together():
    rois = [RectROI(3, 1, 9, 1, 9), RectROI(3, 20, 29, 1, 9)]
    assert sample_boxes(rois, 1.0, 5.0) == rois
