"""Differences are paired on the same patients; one is primary; no difference shown is a result."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from tests.training.scores import outcome
from training import metrics
from training.comparison import compare
from training.intervals import Bootstrap, delong
from training.predictions import NO_WEIGHTS, Outcome

BOOTSTRAP = Bootstrap(0, draws=300)


def named(found, first, second):
    return next(c for c in found if (c["first"], c["second"]) == (list(first), list(second)))


def test_a_network_compared_with_its_twin_differs_by_nothing_in_every_draw():
    """Were the draws not paired, the interval would be as wide as two AUCs."""
    twin = outcome("alexnet", "imagenet", seed=3)
    found = named(
        compare([twin, replace(twin, start="scratch")], BOOTSTRAP), ("alexnet", "imagenet"), ("alexnet", "scratch")
    )
    figure = found["difference"]
    assert (figure["mean"], figure["low"], figure["high"], figure["n"]) == (0.0, 0.0, 0.0, 63)
    assert not found["difference_shown"]
    assert "no difference shown" in found["sentence"]
    assert found["test_difference"]["mean"] == 0.0


def test_a_paired_difference_is_the_mean_over_folds_of_the_differences_of_their_aucs_and_narrower_than_an_unpaired_one():
    good, bad = outcome("alexnet", "imagenet", 1.0, seed=5), outcome("alexnet", "scratch", 0.6, seed=5)
    figure = named(compare([good, bad], BOOTSTRAP), ("alexnet", "imagenet"), ("alexnet", "scratch"))["difference"]
    by_hand = []
    for fold in range(5):
        aucs = []
        for o in (good, bad):
            scored = metrics.by_patient(o.out_of_fold)
            inside = scored.fold == fold
            aucs.append(roc_auc_score(scored.label[inside], scored.probability[inside]))
        by_hand.append(aucs[0] - aucs[1])
    assert figure["mean"] == pytest.approx(np.mean(by_hand))
    other = outcome("alexnet", "scratch", 0.6, seed=77)
    unpaired = named(compare([good, other], BOOTSTRAP), ("alexnet", "imagenet"), ("alexnet", "scratch"))["difference"]
    assert figure["high"] - figure["low"] < unpaired["high"] - unpaired["low"]


def test_the_one_primary_comparison_is_googlenet_fine_tuned_minus_scratch():
    everything = [outcome("size_only", None, 0.1), outcome("googlenet", "scratch", 0.2, seed=1),
                  outcome("googlenet", "imagenet", 2.5, seed=2), outcome("alexnet", "imagenet", 0.8, seed=3)]  # fmt: skip
    found = compare(everything, BOOTSTRAP)
    primary = [c for c in found if c["primary"]]
    assert [(c["first"], c["second"]) for c in primary] == [(["googlenet", "imagenet"], ["googlenet", "scratch"])]
    assert primary[0]["difference_shown"]
    assert primary[0]["sentence"].startswith(
        "Primary comparison, GoogLeNet, fine-tuned minus GoogLeNet, scratch: AUC +0."
    )
    assert "no difference shown" not in primary[0]["sentence"]
    assert {c["kind"] for c in found if not c["primary"]} == {"exploratory"}
    against_size = [c["first"] for c in found if c["second"] == ["size_only", None]]
    assert against_size == [["googlenet", "scratch"], ["googlenet", "imagenet"], ["alexnet", "imagenet"]]


def test_a_primary_comparison_that_cannot_be_made_is_said_with_its_reason():
    scratch = outcome("googlenet", "scratch")
    (found,) = [c for c in compare([scratch, Outcome("googlenet", "imagenet", NO_WEIGHTS)], BOOTSTRAP) if c["primary"]]
    assert found["difference"] is None
    assert found["sentence"].endswith("was not made: GoogLeNet, fine-tuned not run: no weights.")
    (found,) = [c for c in compare([outcome()], BOOTSTRAP) if c["primary"]]
    assert found["sentence"].endswith("was not made: neither is in this run.")


def test_on_the_hold_out_the_two_means_of_five_are_compared_with_delong_beside():
    good, bad = outcome("alexnet", "imagenet", 1.4, seed=8), outcome("alexnet", "scratch", 0.3, seed=9)
    figure = named(compare([good, bad], BOOTSTRAP), ("alexnet", "imagenet"), ("alexnet", "scratch"))["test_difference"]
    from training.calibration import calibrated

    means = [
        metrics.mean_of([metrics.by_patient(s, calibrated(o).temperature) for s in o.hold_out]) for o in (good, bad)
    ]
    label = means[0].label
    assert figure["n"] == 16
    assert figure["mean"] == pytest.approx(
        roc_auc_score(label, means[0].probability) - roc_auc_score(label, means[1].probability)
    )
    estimate, error = delong(label, means[0].probability, means[1].probability)
    assert figure["delong_low"] == pytest.approx(max(-1, estimate - 1.959964 * error), abs=1e-6)
    assert figure["delong_high"] == pytest.approx(min(1, estimate + 1.959964 * error), abs=1e-6)
    sealed = compare([outcome(hold_out=False), outcome(start="scratch", hold_out=False)], BOOTSTRAP)
    assert all(c["test_difference"] is None for c in sealed)


def test_outcomes_of_other_patients_are_never_compared():
    with pytest.raises(ValueError, match="same patients"):
        compare([outcome(tuning=63), outcome(start="scratch", tuning=60)], BOOTSTRAP)
