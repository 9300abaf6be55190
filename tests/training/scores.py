"""Scores as finished fits leave them, drawn from a known truth, for everything after the networks."""

from __future__ import annotations

import numpy as np

from training.intervals import Bootstrap
from training.predictions import DONE, BoxScores, Outcome
from training.report import RunFacts, build_report

TUNING, SEALED = 63, 16


def grades(n: int, first: int = 1) -> dict[str, int]:
    """Pseudonyms and WHO grades, low and high in turn, every sixth of them a grade 4."""
    return {f"P-{i:04d}": 2 if i % 2 else 4 if i % 6 == 0 else 3 for i in range(first, first + n)}


def box_scores(of: dict[str, int], fold, strength: float, seed: int, flat: bool = False) -> BoxScores:
    """One to three boxes a patient; ``strength`` pulls the margins apart; ``flat``: one score a patient."""
    random = np.random.default_rng(seed)
    names, folds, slices, labels, margins = [], [], [], [], []
    for i, (name, grade) in enumerate(of.items()):
        own = random.normal(strength if grade > 2 else -strength, 1.5)
        for k in range(1 + i % 3):
            names.append(name)
            folds.append(fold(i))
            slices.append(5 + k)
            labels.append(int(grade > 2))
            margins.append(own if flat else own + random.normal(0, 0.4))
    return BoxScores(tuple(names), np.array(folds), np.array(slices), np.array(labels), np.array(margins))


def outcome(
    network: str = "alexnet", start: str | None = "imagenet", strength: float = 0.8, seed: int = 0, tuning: int = TUNING,
    hold_out: bool = True, epochs: int = 4,
) -> Outcome:  # fmt: skip
    """A finished outcome on ``tuning`` patients in five folds and, unless still sealed, sixteen more."""
    known, sealed = grades(tuning), grades(SEALED, 901)
    flat = start is None
    curves = tuple(
        tuple({"epoch": e + 1.0, "train_loss": 0.7 - 0.05 * e, "auc": 0.55 + 0.03 * e - 0.01 * k, "accuracy": 0.5,
               "loss": 0.69, "n": 13.0} for e in range(epochs))
        for k in range(5)
    )  # fmt: skip
    return Outcome(
        network, start, DONE, None if flat else 3, 0 if flat else epochs, () if flat else curves,
        box_scores(known, lambda i: i % 5, strength, seed, flat),
        None if flat else box_scores(known, lambda i: i % 5, strength * 0.9, seed + 1),
        tuple(box_scores(sealed, lambda i: -1, strength, seed + 10 + k, flat) for k in range(5)) if hold_out else None,
        seconds=1.5,
    )  # fmt: skip


def split_json(tuning: int = TUNING) -> dict[str, list]:
    names = list(grades(tuning))
    return {"hold_out": list(grades(SEALED, 901)), "folds": [names[k::5] for k in range(5)]}


def flow_json(tuning: int = TUNING) -> dict:
    """As ``Manifest.flow_json`` of a cohort in which eight patients lack the sequence."""
    from tests.training.roster import row
    from training.manifest import FLOW_STEPS, Choice, FlowStep, Manifest

    everyone = {**grades(tuning), **grades(SEALED, 901)}
    n = len(everyone)
    missing = {"no T1CE": tuple(f"P-{i:04d}" for i in range(801, 809))}
    steps = [
        FlowStep("found", FLOW_STEPS["found"], n + 8),
        FlowStep("with_sequence", FLOW_STEPS["with_sequence"], n, missing),
    ]
    steps += [FlowStep(name, FLOW_STEPS[name], n) for name in list(FLOW_STEPS)[2:]]
    rows = tuple(row(name, grade) for name, grade in sorted(everyone.items()))
    return Manifest(rows, tuple(steps), Choice(), {"stored": 3 * n, "used": 3 * n}).flow_json(split_json(tuning))


def report_of(*outcomes: Outcome, opened: int = 1, synthetic: bool = False, tuning: int = TUNING) -> dict:
    facts = RunFacts(
        meta={"run": "20261124-140231-quick", "started": "2026-11-24T14:02:31.000Z", "finished": "2026-11-24T14:20:00.000Z",
              "seconds": {o.name: o.seconds for o in outcomes}},
        setting={"preset": "quick", "sequences": ["t1ce"], "classes": {"low": [2], "high": [3, 4]},
                 "outline_region": "flair_abnormality", "coverage_band": [0.7, 0.9], "device": "cpu", "threads": 2, "seed": 0,
                 "hold_out_seed": 0, "versions": {"torch": "2.11.0"},
                 "weights": {o.name: o.note for o in outcomes if o.note}},
        flow=flow_json(tuning), split=split_json(tuning), hold_out_opened=opened, synthetic=synthetic,
        bootstrap=Bootstrap(0, {**grades(tuning), **grades(SEALED, 901)}, draws=200),
    )  # fmt: skip
    return build_report(outcomes, facts)
