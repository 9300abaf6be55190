"""Each patient weighs the same, each class weighs the same, and a fit taken up at any step gives the same digits."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional

from glioma_desktop.grading.networks import NETWORKS
from tests.training.tiny import TinyDefinition, weights_of_a_tiny_trunk
from training import frozen
from training.augment import identity
from training.experiment import FROZEN_EPOCHS, fit_specs
from training.fold import best_epoch, mean_curve
from training.loop import Fit, Items, LoopConfig, margins
from training.random_state import derived_seed

CPU = torch.device("cpu")


class Noise:
    """Windows of noise: what a loop needs, and no patient in sight."""

    def __init__(self, n: int, label: np.ndarray) -> None:
        random = np.random.default_rng(0)
        self.pixels = (0.4 * random.random((n, 1, 40, 40))).astype(np.float32)
        self.pixels[label == 1, :, 12:28, 12:28] += 0.4

    def batch(self, indices):
        return self.pixels[indices], np.tile([4.0, 36.0, 4.0, 36.0], (len(indices), 1))


def items_of(sizes: list[int], labels: list[int]) -> Items:
    """One group a patient, with so many boxes."""
    group = np.repeat(np.arange(len(sizes)), sizes)
    label = np.asarray(labels)[group]
    return Items(Noise(len(group), label), label, group)


def fit_of(items: Items, config: LoopConfig, start: str = "scratch", seed: int = 0, train=None) -> Fit:
    network = TinyDefinition()
    module = network.build(start, weights_of_a_tiny_trunk() if start != "scratch" else None, seed)
    train = np.arange(len(items.label)) if train is None else train
    return Fit(network, module, start, items, train, config, CPU, seed)


cohorts = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 1)), min_size=4, max_size=14).filter(
    lambda patients: 0 < sum(label for _, label in patients) < len(patients)
)


@settings(max_examples=25, deadline=None)
@given(cohorts, st.integers(0, 4), st.integers(0, 50))
def test_in_every_epoch_each_patient_weighs_the_same_and_the_classes_are_balanced(patients, draws, epoch):
    items = items_of([n for n, _ in patients], [label for _, label in patients])
    plan = fit_of(items, LoopConfig(draws=draws))._plan(epoch)
    by_patient: dict[int, float] = defaultdict(float)
    for index, weight in zip(plan.order, plan.weight.tolist(), strict=True):
        by_patient[int(items.group[index])] += weight
    shown = Counter(items.group[plan.order].tolist())
    assert shown == {g: min(n, draws or n) for g, (n, _) in enumerate(patients)}
    assert len(set(plan.order.tolist())) == len(plan.order)
    high = [w for g, w in by_patient.items() if patients[g][1] == 1]
    low = [w for g, w in by_patient.items() if patients[g][1] == 0]
    assert high == pytest.approx([high[0]] * len(high), rel=1e-5)
    assert low == pytest.approx([low[0]] * len(low), rel=1e-5)
    assert sum(high) == pytest.approx(sum(low), rel=1e-5)
    assert plan.weight.mean().item() == pytest.approx(1.0, rel=1e-5)


def test_with_four_draws_a_patient_s_other_boxes_come_in_later_epochs():
    items = items_of([12, 12], [0, 1])
    fit = fit_of(items, LoopConfig(draws=4))
    seen = {int(i) for epoch in range(12) for i in fit._plan(epoch).order}
    assert seen == set(range(24))


def test_the_loss_of_a_step_is_the_weighted_mean_with_the_auxiliary_heads_at_their_share():
    items = items_of([3, 1], [0, 1])
    fit = fit_of(items, LoopConfig(batch_size=2))
    network = TinyDefinition()
    network.loss_outputs = lambda module, x: [(1.0, module(x)), (0.3, 2 * module(x))]
    fit._network = network
    fit.module.classifier[0].p = 0.0
    indices, weight = np.array([0, 3]), torch.tensor([0.5, 1.5])
    with torch.no_grad():
        logits = fit.module.train()(torch.from_numpy(items.windows.pixels[indices][:, :, 4:36, 4:36]))
    each = functional.cross_entropy(logits, torch.tensor([0, 1]), reduction="none")
    auxiliary = functional.cross_entropy(2 * logits, torch.tensor([0, 1]), reduction="none")
    expected = ((each + 0.3 * auxiliary) * weight).sum()
    assert fit._learn(indices, weight, identity(2)) == pytest.approx(float(expected), rel=1e-4)


def never() -> bool:
    return False


@pytest.mark.parametrize("stop_at", [1, 4, 7])
def test_a_fit_put_down_at_any_step_and_taken_up_in_a_fresh_process_gives_the_same_digits(stop_at, tmp_path):
    items = items_of([3, 2, 4, 1], [0, 1, 0, 1])
    config = LoopConfig(epochs=3, batch_size=3, learning_rate=0.05)
    whole = fit_of(items, config, "imagenet")
    while not whole.finished:
        whole.run_epoch(never)
    first = fit_of(items, config, "imagenet")
    asked = iter(range(100))
    while first.run_epoch(lambda: next(asked) >= stop_at):
        pass
    torch.save({"state": first.state(), "weights": first.weights()}, tmp_path / "x.pt")
    torch.rand(17)  # another process has drawn other numbers
    kept = torch.load(tmp_path / "x.pt", weights_only=True)
    second = fit_of(items, config, "imagenet", seed=0)
    second.restore(kept["state"], kept["weights"])
    assert (second.epoch, second.step) == (first.epoch, first.step)
    while not second.finished:
        second.run_epoch(never)
    assert second.train_loss == whole.train_loss
    assert all(torch.equal(a, whole.weights()[name]) for name, a in second.weights().items())
    everyone = np.arange(len(items.label))
    assert np.array_equal(second.margins(everyone), whole.margins(everyone))


def test_learning_leaves_the_random_numbers_of_its_process_as_evaluation_finds_them_without_effect():
    items = items_of([3, 2], [0, 1])
    config = LoopConfig(epochs=2, batch_size=2)
    plain, disturbed = fit_of(items, config), fit_of(items, config)
    for fit in (plain, disturbed):
        for _ in range(2):
            fit.run_epoch(never)
            if fit is disturbed:
                torch.rand(5)
                fit.margins(np.arange(5))
    assert all(torch.equal(a, disturbed.weights()[name]) for name, a in plain.weights().items())


def test_it_learns_what_can_be_learnt():
    items = items_of([4] * 10, [0, 1] * 5)
    fit = fit_of(items, LoopConfig(epochs=15, batch_size=8, learning_rate=0.1))
    while not fit.finished:
        fit.run_epoch(never)
    assert ((fit.margins(np.arange(40)) > 0) == (items.label == 1)).mean() > 0.9


def test_evaluation_does_not_depend_on_what_stands_in_the_same_batch():
    items = items_of([5] * 30, [0, 1] * 15)
    fit = fit_of(items, LoopConfig())
    everyone = fit.margins(np.arange(150))
    alone = np.array([margins(fit.module, 32, items.windows, np.array([i]), CPU)[0] for i in (0, 70, 149)])
    assert everyone[[0, 70, 149]] == pytest.approx(alone, abs=1e-5)


def test_the_linear_head_of_a_frozen_trunk_weighs_patients_and_classes_alike_and_answers_crops_as_features():
    items = items_of([1, 6, 2, 2, 3], [0, 0, 1, 1, 1])
    weight = frozen._weights(items, np.arange(14)).numpy()
    of_group = np.bincount(items.group, weights=weight)
    assert of_group == pytest.approx([1 / 4, 1 / 4, 1 / 6, 1 / 6, 1 / 6])
    network = TinyDefinition()
    module = network.build("frozen", weights_of_a_tiny_trunk(), 0)
    features = frozen.cached_features(network, module, items, CPU)
    train, tuning = np.arange(9), np.arange(9, 14)
    config = LoopConfig(epochs=12, learning_rate=0.05, weight_decay=0.01)
    fit = frozen.fit_head(module, features, items, train, tuning, config)
    assert len(fit.heads) == len(fit.margins) == 12
    frozen.place_head(module, fit.heads[6])
    found = margins(module, 32, items.windows, tuning, CPU)
    assert found == pytest.approx(fit.margins[6], abs=1e-4)


def rows(aucs: list[float], losses: list[float]) -> list[dict[str, float]]:
    return [{"epoch": k + 1.0, "auc": a, "loss": b} for k, (a, b) in enumerate(zip(aucs, losses, strict=True))]


def test_one_epoch_for_all_folds_where_the_mean_curve_is_highest_not_where_any_fold_peaks():
    curves = [rows([0.9, 0.6, 0.5], [1, 1, 1]), rows([0.3, 0.7, 0.9], [1, 1, 1])]
    assert best_epoch(curves) == 3
    assert mean_curve(curves)[1]["auc"] == pytest.approx(0.65)


def test_a_tie_goes_to_the_lower_loss_then_to_the_earlier_epoch():
    assert best_epoch([rows([0.7, 0.7, 0.7], [0.6, 0.5, 0.55])]) == 2
    assert best_epoch([rows([0.7, 0.7], [0.5, 0.5])]) == 1
    a, b = rows([0.1 + 0.2, 0.3], [0.9, 0.8]), rows([0.3, 0.1 + 0.2], [0.9, 0.8])
    assert best_epoch([a, b]) == 2, "a difference in the last binary digit is a tie"


def test_a_fold_of_one_class_counts_in_the_loss_only():
    nan = float("nan")
    assert best_epoch([rows([nan, nan], [0.5, 0.4]), rows([0.6, 0.8], [1, 1])]) == 2
    assert best_epoch([rows([nan, nan], [0.5, 0.4])]) == 2
    assert best_epoch([[], []]) is None


def test_the_presets_train_what_the_protocol_names():
    quick = fit_specs("quick")
    assert [(s.network, s.start) for s in quick] == [("alexnet", "frozen"), ("alexnet", "imagenet")]
    paper = {(s.network, s.start): s.loop for s in fit_specs("paper")}
    assert set(paper) == {(n, s) for n in NETWORKS for s in ("scratch", "imagenet", "frozen")}
    assert {loop.epochs for (_, start), loop in paper.items() if start != "frozen"} == {30}
    assert {loop.epochs for (_, start), loop in paper.items() if start == "frozen"} == {FROZEN_EPOCHS}
    chosen = fit_specs("quick", ["googlenet", "alexnet"], ["scratch", "frozen"], 7)
    assert {(s.network, s.start) for s in chosen} == {
        (n, s) for n in ("googlenet", "alexnet") for s in ("scratch", "frozen")
    }
    assert {s.loop.epochs for s in chosen} == {7}
    assert all(
        s.loop.mixed_precision and s.loop.channels_last for s in fit_specs("paper", cuda=True) if s.start != "frozen"
    )


def test_derived_seeds_differ_by_every_part_and_are_the_same_everywhere():
    assert derived_seed(0, "epoch", 1) == derived_seed(0, "epoch", 1) == 2**63 - 1 & derived_seed(0, "epoch", 1)
    assert len({derived_seed(seed, name, k) for seed in range(3) for name in "ab" for k in range(3)}) == 18
