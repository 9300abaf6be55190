"""One fold of one network and start on the disk: what is needed to take it up again, and the weights worth keeping.

``checkpoint.pt`` holds optimiser, schedule, scaler, random states, position and history and names the weights file it
belongs to; weights stand beside it as safetensors, one file an epoch, of which only the newest and the best so far stay.
"""

from __future__ import annotations

import io
import math
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file, save
from torch import Tensor

from training.atomic import write_atomically, write_json
from training.loop import Fit
from training.predictions import CurveRow

CHECKPOINT, WEIGHTS = "checkpoint.pt", "weights.safetensors"


class DamagedCheckpoint(Exception):  # noqa: N818 - handled within training: the fit starts again
    """A checkpoint is missing, torn or not of this fit."""


class Fold:
    """A fit, its folder and its history.

    Attributes:
        index: Of the fold, from 0.
        tuning: Indices of the items that the network does not see.
        rows: One curve row for each finished epoch.
        margins: For each finished epoch, the margins of the tuning items.
    """

    def __init__(self, index: int, fit: Fit, tuning: NDArray[np.int64], folder: Path, note: str) -> None:
        """``note`` identifies the fit (configuration, patients); a checkpoint with another one is not taken up."""
        self.index, self.fit, self.tuning, self.folder = index, fit, tuning, folder
        self.rows: list[CurveRow] = []
        self.margins: list[NDArray[np.float64]] = []
        self._note = note

    def advance(self, halt: Callable[[], bool], figures: Callable[[NDArray[np.float64]], CurveRow]) -> bool:
        """Train to the end of the epoch under way and look at the tuning items; False when put down before."""
        if not self.fit.run_epoch(halt):
            return False
        found = self.fit.margins(self.tuning)
        self.rows.append({"epoch": float(self.fit.epoch), "train_loss": self.fit.train_loss, **figures(found)})
        self.margins.append(found)
        return True

    def save(self, best: int | None) -> None:
        """Put the fit on the disk as it is now; ``best`` is the epoch whose weights must stay as well.

        Raises:
            GliomaError: the disk is full or the run folder cannot be written; the checkpoint before is untouched.
        """
        weights = self._weights_of(self.fit.epoch, self.fit.step)
        write_atomically(weights, lambda stream: stream.write(save(self.fit.weights())))
        state = {
            "note": self._note,
            "weights": weights.name,
            "fit": self.fit.state(),
            "rows": self.rows,
            "margins": [torch.from_numpy(found) for found in self.margins],
        }
        write_atomically(self.folder / CHECKPOINT, lambda stream: _save(state, stream))
        kept = {weights.name} | ({self._weights_of(best).name} if best else set())
        for path in self.folder.glob("epoch-*.safetensors"):
            if path.name not in kept:
                path.unlink(missing_ok=True)

    def restore(self) -> bool:
        """Take up the fit where its checkpoint left it; False when there is none.

        Raises:
            DamagedCheckpoint: there is one that cannot be used.
        """
        path = self.folder / CHECKPOINT
        if not path.exists():
            return False
        try:
            state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
            if state["note"] != self._note:
                raise DamagedCheckpoint(path.name)
            self.fit.restore(state["fit"], load_file(self.folder / state["weights"]))
            self.rows = [dict(row) for row in state["rows"]]
            self.margins = [found.numpy() for found in state["margins"]]
        except (
            OSError,
            RuntimeError,
            ValueError,
            KeyError,
            EOFError,
            pickle.UnpicklingError,
            SafetensorError,
        ) as error:
            raise DamagedCheckpoint(path.name) from error
        return True

    def freeze(self, epoch: int) -> None:
        """Keep the weights after ``epoch`` as the fold's network, with the curve; resuming ends here.

        Raises:
            GliomaError: the run folder cannot be written.
        """
        write_json(self.folder / "curve.json", self.rows)
        chosen = self._weights_of(epoch)
        if chosen.exists():
            chosen.replace(self.folder / WEIGHTS)

    def clear(self) -> None:
        """Remove what only resuming needs."""
        for path in (self.folder / CHECKPOINT, *self.folder.glob("epoch-*.safetensors")):
            path.unlink(missing_ok=True)

    def _weights_of(self, epoch: int, step: int = 0) -> Path:
        return self.folder / (
            f"epoch-{epoch:04d}.safetensors" if not step else f"epoch-{epoch:04d}-{step:05d}.safetensors"
        )


def write_weights(path: Path, weights: dict[str, Tensor]) -> None:
    """A fold's network as safetensors.

    Raises:
        GliomaError: it cannot be written.
    """
    write_atomically(path, lambda stream: stream.write(save(weights)))


def mean_curve(curves: list[list[CurveRow]]) -> list[CurveRow]:
    """The mean over the folds, epoch by epoch, of ``auc`` and ``loss`` (folds without both classes do not count in ``auc``)."""
    mean = []
    for rows in zip(*curves, strict=True):
        aucs = [row["auc"] for row in rows if not math.isnan(row["auc"])]
        mean.append({
            "epoch": rows[0]["epoch"],
            "auc": float(np.mean(aucs)) if aucs else math.nan,
            "loss": float(np.mean([row["loss"] for row in rows])),
        })  # fmt: skip
    return mean


def best_epoch(curves: list[list[CurveRow]]) -> int | None:
    """The one epoch for all folds: highest mean AUC; ties: lower mean loss, then the earlier. None before the first."""
    mean = mean_curve(curves)
    if not mean:
        return None

    def merit(row: CurveRow) -> tuple[float, float]:
        return (-1.0 if math.isnan(row["auc"]) else round(row["auc"], 12), -row["loss"])

    return int(max(mean, key=merit)["epoch"])


def _save(state: dict[str, Any], stream: BinaryIO) -> None:
    buffer = io.BytesIO()
    torch.save(state, buffer)
    stream.write(buffer.getbuffer())
