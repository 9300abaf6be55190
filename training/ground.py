"""What every fit of a run stands on: crops, parts and device, and how much time the run still needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from training import metrics
from training.crops import Crops
from training.events import Control
from training.loop import Items
from training.predictions import BoxScores, CurveRow
from training.split import Split

Tell = Callable[..., None]


@dataclass(frozen=True)
class Ground:
    """What every fit of a run stands on.

    Attributes:
        crops: Windows of all boxes.
        split: The parts.
        device: Where networks learn.
        seed: Of the run.
        folder: The run's.
        control: What the window asks.
        tell: Appends an event.
    """

    crops: Crops
    split: Split
    device: torch.device
    seed: int
    folder: Path
    control: Control
    tell: Tell

    @cached_property
    def items(self) -> Items:
        """The boxes as the loop sees them: groups are patients."""
        _, group = np.unique(np.asarray(self.crops.patient), return_inverse=True)
        return Items(self.crops, self.crops.label, group.astype(np.int64))

    def part(self, patients: Sequence[str]) -> NDArray[np.int64]:
        """The boxes of some patients."""
        return self.crops.rows_of(patients)

    def training_part(self, fold: int) -> NDArray[np.int64]:
        """The boxes of the other four folds; asserted to share no patient with this fold and with the hold-out."""
        others = [p for k, fold_ in enumerate(self.split.folds) if k != fold for p in fold_]
        assert not set(others) & (set(self.split.folds[fold]) | set(self.split.hold_out)), "leak between parts"
        return self.part(others)

    def scores(self, index: NDArray[np.int64], margin: NDArray[np.float64], fold: int) -> BoxScores:
        """Scores of boxes by the network of one fold (``HOLD_OUT_FOLD``: sealed boxes)."""
        return BoxScores(
            tuple(self.crops.patient[i] for i in index),
            np.full(len(index), fold, np.int64),
            self.crops.slice_index[index],
            self.crops.label[index],
            margin,
        )

    def figures(self, index: NDArray[np.int64]) -> Callable[[NDArray[np.float64]], CurveRow]:
        """The live figures of a fold by patient: AUC, accuracy, loss, n."""

        def of(margin: NDArray[np.float64]) -> CurveRow:
            scored = metrics.by_patient(self.scores(index, margin, 0))
            return {
                "auc": metrics.auc(scored.label, scored.probability),
                "accuracy": metrics.accuracy(scored.label, scored.probability),
                "loss": metrics.log_loss(scored.label, scored.probability),
                "n": float(len(scored.patient)),
            }

        return of


class Clock:
    """Time left of a whole run, from the crops still to be shown and how fast they went so far."""

    def __init__(self, total: float) -> None:
        """``total``: crops of all fits."""
        self._total, self._done, self._spent = total, 0.0, 0.0

    def skip(self, crops: float) -> None:
        """Work that was done before this process."""
        self._total -= crops

    def add(self, crops: float, seconds: float) -> None:
        """Work that was done now."""
        self._done, self._spent = self._done + crops, self._spent + seconds

    @property
    def seconds_left(self) -> float | None:
        """None before anything was measured."""
        return None if self._done == 0 else max(0.0, self._total - self._done) * self._spent / self._done
