"""The words of an estimate are those agreed with the reader, to the letter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.grading import wording
from glioma_desktop.grading.basis import cannot_say, cannot_say_one_in, nearest_basis, wilson
from glioma_desktop.grading.card import OutOfFoldScore
from glioma_desktop.grading.result import Basis, FoldAnswer, GradeResult, SliceAnswer


def result(**changes) -> GradeResult:
    roi = RectROI(14, 10, 40, 10, 40)
    chances = (0.9, 0.8, 0.95, 0.85, 0.45)
    made = GradeResult(
        grade="high", probability_high=0.79, folds=tuple(FoldAnswer(k, p) for k, p in enumerate(chances)),
        slices=(SliceAnswer(14, roi, 0.79, chances),), basis=Basis(19, 24, 0.5953, 0.9076), calibrated=True,
        model="googlenet-imagenet-v3", model_line="GoogLeNet v3 · T1CE", classes="High = WHO III.",
        grades_seen={"2": 36, "3": 43},
        seen_in_training=False, out_of_fold=False, sealed=False, notes=(), inputs="ab" * 32,
    )  # fmt: skip
    return replace(made, **changes)


def test_high():
    assert wording.heading("P-0042", "L1") == "Model estimate · P-0042 · lesion 1"
    assert wording.estimate_line(result()) == "Leans high grade · 79 % (60-91)"
    assert wording.explanation(result()) == [
        "19 of 24 out-of-fold patients scored like this were high grade.",
        "5 models: 4 high, 1 low.",
    ]


def test_low_always_says_that_it_does_not_exclude_a_higher_grade():
    low = result(grade="low", probability_high=0.21, basis=Basis(5, 24, *wilson(5, 24)))
    assert wording.estimate_line(low) == "Leans low grade · 21 % high (9-40)"
    assert wording.explanation(low)[0] == "Does not exclude a higher grade."


def test_cannot_say_gives_its_reason_before_anything_else():
    middle = result(grade="cannot say", probability_high=0.52, cannot_say_one_in=5)
    assert wording.estimate_line(middle) == "Cannot say"
    assert wording.explanation(middle) == [
        "The score lies between low and high.",
        "19 of 24 out-of-fold patients scored like this were high grade (79 %, 60-91).",
        "5 models: 4 high, 1 low.",
        "This is expected in about 1 of 5 cases.",
    ]


def test_a_model_that_can_hardly_ever_say_says_so():
    middle = result(grade="cannot say", probability_high=0.52, cannot_say_one_in=1)
    assert wording.explanation(middle)[-1] == "This is expected in most cases."


def test_a_patient_of_the_training_gets_one_answer_and_no_vote():
    seen = wording.explanation(result(seen_in_training=True, out_of_fold=True))
    assert "This patient was used in training. Shown: the one model that did not see this patient." in seen
    assert not any("models:" in sentence for sentence in seen)


def test_without_calibration_it_is_a_score_and_no_per_cent():
    uncalibrated = result(calibrated=False)
    assert wording.estimate_line(uncalibrated) == "Leans high grade · score 0.79"
    assert "A score, not a probability: too few patients to calibrate." in wording.explanation(uncalibrated)


def test_an_interval_that_does_not_hold_the_figure_is_not_printed_beside_it():
    odd = result(probability_high=0.95)
    assert wording.estimate_line(odd) == "Leans high grade · 95 %"
    assert "19 of 24 out-of-fold patients scored like this were high grade (79 %, 60-91)." in wording.explanation(odd)


def test_the_model_line_and_the_classes(card):
    made = card(name="GoogLeNet v3")
    assert wording.model_line(made) == "GoogLeNet v3 · T1CE · held-out AUC 0.71 (0.53-0.86), 16 patients"
    assert wording.classes_line(made) == "High = WHO III, low = WHO II (2007 edition). Grade IV not trained on."
    assert "edition unknown" in wording.classes_line(card(editions={"2007": 3, "unknown": 76}))
    assert (
        wording.model_line(card(name="M", metrics={}, synthetic=True))
        == "M · T1CE · held-out AUC not measured · synthetic"
    )


def test_sealed():
    assert wording.sealed_question(3) == (
        "This patient belongs to the sealed test set. Showing the answer counts as opening 3."
    )


@pytest.mark.parametrize(("high", "n"), [(19, 24), (0, 24), (24, 24), (1, 1), (20, 22), (7, 21)])
def test_wilson_s_interval_equals_scipy_s(high, n):
    from scipy.stats import binomtest

    expected = binomtest(high, n).proportion_ci(0.95, "wilson")
    assert wilson(high, n) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_the_interval_of_20_of_22_is_the_one_known():
    assert wilson(20, 22) == pytest.approx((0.72, 0.98), abs=0.01)
    with pytest.raises(ValueError, match="no share"):
        wilson(3, 2)


def test_the_basis_is_the_24_nearest_or_a_third_of_fewer_than_72():
    many = [OutOfFoldScore(i / 79, i >= 40) for i in range(80)]
    basis = nearest_basis(1.0, many)
    assert (basis.high, basis.n) == (24, 24)
    middle = nearest_basis(39.5 / 79, many)
    assert (middle.high, middle.n) == (12, 24)
    assert nearest_basis(0.0, many[:71]).n == 23
    assert nearest_basis(0.0, many[:72]).n == 24
    assert nearest_basis(0.5, list(reversed(many))) == nearest_basis(0.5, many)
    assert nearest_basis(0.5, []) is None


def test_the_zone_of_cannot_say_has_both_ends():
    assert [cannot_say(p) for p in (0.449, 0.45, 0.55, 0.551)] == [False, True, True, False]
    assert cannot_say_one_in([OutOfFoldScore(p, True) for p in (0.5, 0.1, 0.2, 0.9, 0.8)]) == 5
    assert cannot_say_one_in([OutOfFoldScore(0.1, True)]) is None
