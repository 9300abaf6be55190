"""Five folds of one network and start, one epoch for all of them, and the sealed patients at the very end.

The folds advance together, epoch by epoch: the choice of the epoch rests on the mean curve, so only the weights of the best
mean epoch so far and of the newest have to be on the disk (docs/decisions/0003).
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor, nn

from glioma_desktop.grading.networks import FrozenTrunk, NetworkDefinition
from glioma_desktop.phrase import phrase
from training import frozen
from training.atomic import read_json, write_json
from training.experiment import FROZEN, FitSpec
from training.fold import WEIGHTS, DamagedCheckpoint, Fold, best_epoch, write_weights
from training.ground import Clock, Ground
from training.imagenet import StartWeights
from training.loop import Fit, margins
from training.predictions import DONE, HOLD_OUT_FOLD, BoxScores, CurveRow, Outcome
from training.random_state import derived_seed

OUTCOME = "predictions.json"


def cross_validate(
    ground: Ground, spec: FitSpec, network: NetworkDefinition, start: StartWeights, clock: Clock
) -> Outcome:
    """Train five folds, choose one epoch for all, keep its five networks. The hold-out stays sealed.

    Finished folds and finished specs are taken up from the run folder.

    Raises:
        RunStopped: stop was asked for; everything is on the disk.
        GliomaError: the disk is full; the checkpoint before is whole.
    """
    kept = read_outcome(ground.folder, spec)
    if kept is not None:
        return kept
    run = _frozen_folds if spec.start == FROZEN else _learning_folds
    outcome = run(ground, spec, network, start, clock)
    write_json(ground.folder / "fits" / spec.name / OUTCOME, outcome.to_json())
    return outcome


def read_outcome(folder: Path, spec: FitSpec) -> Outcome | None:
    """What an earlier process finished of this spec; None when it is not finished or its weights are gone."""
    home = folder / "fits" / spec.name
    if not (home / OUTCOME).is_file() or any(not (home / f"fold{k}" / WEIGHTS).is_file() for k in range(5)):
        return None
    return Outcome.from_json(read_json(home / OUTCOME))


def score_hold_out(ground: Ground, spec: FitSpec, network: NetworkDefinition, outcome: Outcome) -> None:
    """Keep how each of the five frozen networks scores the sealed boxes. Called once, after all fits of the run."""
    index = ground.part(ground.split.hold_out)
    scored = []
    for k in range(len(ground.split.folds)):
        module: nn.Module = network.skeleton(spec.start)
        state = load_file(ground.folder / "fits" / spec.name / f"fold{k}" / WEIGHTS)
        module.load_state_dict(state, strict=True, assign=True)
        module = module.to(ground.device).eval()
        found = margins(module, network.input_size, ground.crops, index, ground.device)
        scored.append(ground.scores(index, found, HOLD_OUT_FOLD))
    scored_too = replace(outcome, hold_out=tuple(scored))
    write_json(ground.folder / "fits" / spec.name / OUTCOME, scored_too.to_json())


def _frozen_folds(
    ground: Ground, spec: FitSpec, network: NetworkDefinition, start: StartWeights, clock: Clock
) -> Outcome:
    started = time.monotonic()
    items = ground.items
    module = cast(FrozenTrunk, network.build(FROZEN, start.state, derived_seed(ground.seed, spec.name)))
    features = frozen.cached_features(network, module, items, ground.device)
    module = module.cpu()
    ground.control.settle(phrase("Nothing of this fit is kept; the fits before it are."))
    fits, curves, tunings = [], [], []
    for k, fold in enumerate(ground.split.folds):
        ground.tell("fit_started", network=spec.network, start=spec.start, fold=k, epochs=spec.loop.epochs)
        tuning = ground.part(fold)
        fit = frozen.fit_head(module, features, items, ground.training_part(k), tuning, spec.loop)
        rows = frozen.curve_rows(fit, ground.figures(tuning))
        seconds = (time.monotonic() - started) / (k + 1)
        _tell_epoch(ground, spec, k, rows[-1], seconds, clock)
        fits.append(fit)
        curves.append(rows)
        tunings.append(tuning)
        ground.tell("fit_finished", network=spec.network, start=spec.start, fold=k, seconds=seconds)
    epoch = best_epoch(curves) or spec.loop.epochs
    for k, fit in enumerate(fits):
        module.standardise(features[ground.training_part(k)])
        frozen.place_head(module, fit.heads[epoch - 1])
        home = ground.folder / "fits" / spec.name / f"fold{k}"
        home.mkdir(parents=True, exist_ok=True)
        write_weights(home / WEIGHTS, {n: v.detach().contiguous() for n, v in module.state_dict().items()})
        write_json(home / "curve.json", curves[k])
    clock.add(len(items.label), time.monotonic() - started)
    return _outcome(
        ground, spec, epoch, curves, tunings, [f.margins[epoch - 1] for f in fits], [f.margins[-1] for f in fits],
        start.note, time.monotonic() - started,
    )  # fmt: skip


def _learning_folds(
    ground: Ground, spec: FitSpec, network: NetworkDefinition, start: StartWeights, clock: Clock
) -> Outcome:
    started = time.monotonic()
    folds = [_fold(ground, spec, network, start.state, k) for k in range(len(ground.split.folds))]
    for fold in folds:
        _take_up(fold, ground, spec, network, start.state)
        clock.skip(fold.fit.epoch * fold.fit.items_per_epoch)
        ground.tell("fit_started", network=spec.network, start=spec.start, fold=fold.index, epochs=spec.loop.epochs)
        for row in fold.rows:
            _tell_epoch(ground, spec, fold.index, row, 0.0, clock)
    for epoch in range(1, spec.loop.epochs + 1):
        for fold in folds:
            if len(fold.rows) < epoch:
                _one_epoch(ground, spec, fold, folds, clock)
    epoch = best_epoch([fold.rows for fold in folds]) or spec.loop.epochs
    for fold in folds:
        fold.freeze(epoch)
        ground.tell(
            "fit_finished", network=spec.network, start=spec.start, fold=fold.index, seconds=time.monotonic() - started
        )
    outcome = _outcome(
        ground, spec, epoch, [fold.rows for fold in folds], [fold.tuning for fold in folds],
        [fold.margins[epoch - 1] for fold in folds], [fold.margins[-1] for fold in folds], start.note,
        time.monotonic() - started,
    )  # fmt: skip
    for fold in folds:
        fold.clear()
    return outcome


def _fold(
    ground: Ground, spec: FitSpec, network: NetworkDefinition, weights: Mapping[str, Tensor] | None, k: int
) -> Fold:
    seed = derived_seed(ground.seed, spec.name, k)
    module: nn.Module = network.build(spec.start, weights, seed)
    fit = Fit(network, module, spec.start, ground.items, ground.training_part(k), spec.loop, ground.device, seed)
    home = ground.folder / "fits" / spec.name / f"fold{k}"
    home.mkdir(parents=True, exist_ok=True)
    note = f"{spec.to_json()} {ground.seed} {ground.split.folds[k]} {ground.crops.spec}"
    return Fold(k, fit, ground.part(ground.split.folds[k]), home, note)


def _take_up(
    fold: Fold, ground: Ground, spec: FitSpec, network: NetworkDefinition, weights: Mapping[str, Tensor] | None
) -> None:
    """Restore a fold; one whose checkpoint is damaged starts again, with the same seed and so to the same figures."""
    try:
        fold.restore()
    except DamagedCheckpoint:
        fold.clear()
        fresh = _fold(ground, spec, network, weights, fold.index)
        fold.fit, fold.rows, fold.margins = fresh.fit, [], []


def _one_epoch(ground: Ground, spec: FitSpec, fold: Fold, folds: Sequence[Fold], clock: Clock) -> None:
    began = time.monotonic()
    while not fold.advance(ground.control.halts, ground.figures(fold.tuning)):
        for each in folds:
            each.save(_best_so_far(folds))
        ground.control.settle(_kept(spec, fold))
    seconds = time.monotonic() - began
    clock.add(fold.fit.items_per_epoch, seconds)
    fold.save(_best_so_far(folds))
    _tell_epoch(ground, spec, fold.index, fold.rows[-1], seconds, clock)
    # Steps look at the wish only now and then: an epoch shorter than that would run past it.
    ground.control.settle(_kept(spec, fold))


def _kept(spec: FitSpec, fold: Fold) -> str:
    return phrase(
        "{fit}: everything up to epoch {epoch} of fold {fold} is kept.",
        fit=spec.name,
        epoch=fold.fit.epoch,
        fold=fold.index + 1,
    )


def _best_so_far(folds: Sequence[Fold]) -> int | None:
    """The best epoch among those that all folds have finished, as long as its weights are all there."""
    finished = min(len(fold.rows) for fold in folds)
    return best_epoch([fold.rows[:finished] for fold in folds])


def _tell_epoch(ground: Ground, spec: FitSpec, fold: int, row: CurveRow, seconds: float, clock: Clock) -> None:
    tuning = {name: None if math.isnan(row[name]) else row[name] for name in ("auc", "accuracy", "loss")}
    left = clock.seconds_left
    ground.tell(
        "epoch", network=spec.network, start=spec.start, fold=fold, epoch=int(row["epoch"]), epochs=spec.loop.epochs,
        train_loss=row["train_loss"], tuning={**tuning, "n": int(row["n"])}, seconds=round(seconds, 2),
        seconds_left=None if left is None else round(left),
    )  # fmt: skip


def _outcome(
    ground: Ground,
    spec: FitSpec,
    epoch: int,
    curves: Sequence[Sequence[CurveRow]],
    tunings: Sequence[NDArray[np.int64]],
    chosen: Sequence[NDArray[np.float64]],
    last: Sequence[NDArray[np.float64]],
    note: str,
    seconds: float,
) -> Outcome:
    parts: list[Any] = [
        BoxScores.joined(
            [ground.scores(tuning, margin, k) for k, (tuning, margin) in enumerate(zip(tunings, each, strict=True))]
        )
        for each in (chosen, last)
    ]
    return Outcome(
        network=spec.network, start=spec.start, status=DONE, epoch=epoch, epochs=spec.loop.epochs,
        curves=tuple(tuple(dict(row) for row in rows) for rows in curves), out_of_fold=parts[0], out_of_fold_last=parts[1],
        note=note, seconds=round(seconds, 1),
    )  # fmt: skip
