"""What a run of training leaves behind for the report: scores of boxes, and one outcome for each network and start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.phrase import phrase

DONE = phrase("done")
NO_WEIGHTS = phrase("not run: no weights")
NOT_FINISHED = phrase("not run: stopped before all five folds were finished")
HOLD_OUT_FOLD = -1

CurveRow = dict[str, float]
"""One epoch of one fold: ``epoch`` (from 1), ``train_loss``; of its tuning patients ``auc``, ``accuracy``, ``loss``, ``n``."""


@dataclass(frozen=True, eq=False)
class BoxScores:
    """The scores of boxes by one network each. All fields have one entry a box, in the same order.

    Attributes:
        patient: Pseudonyms.
        fold: int64; the fold of the patient (whose network did not see it), ``HOLD_OUT_FOLD`` for the hold-out.
        slice_index: int64; from 0.
        label: int64; 1 for the project class high, 0 for low.
        margin: float64; logit of high minus logit of low, before any temperature.
    """

    patient: tuple[str, ...]
    fold: NDArray[np.int64]
    slice_index: NDArray[np.int64]
    label: NDArray[np.int64]
    margin: NDArray[np.float64]

    def __post_init__(self) -> None:
        lengths = {len(self.patient), *(len(a) for a in (self.fold, self.slice_index, self.label, self.margin))}
        if len(lengths) > 1:
            raise ValueError("scores must have one entry a box in every field")

    def __len__(self) -> int:
        return len(self.patient)

    def take(self, index: NDArray[Any]) -> BoxScores:
        """The boxes chosen by an index or bool array, in that order."""
        chosen = np.arange(len(self))[index]
        return BoxScores(
            tuple(self.patient[i] for i in chosen),
            self.fold[chosen], self.slice_index[chosen], self.label[chosen], self.margin[chosen],
        )  # fmt: skip

    def to_json(self) -> dict[str, list[Any]]:
        """A JSON-able copy; margins keep every digit."""
        return {
            "patient": list(self.patient),
            "fold": self.fold.tolist(),
            "slice_index": self.slice_index.tolist(),
            "label": self.label.tolist(),
            "margin": self.margin.tolist(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> BoxScores:
        """The scores written by ``to_json``."""
        return cls(
            tuple(data["patient"]),
            np.asarray(data["fold"], np.int64),
            np.asarray(data["slice_index"], np.int64),
            np.asarray(data["label"], np.int64),
            np.asarray(data["margin"], np.float64),
        )

    @classmethod
    def joined(cls, parts: Sequence[BoxScores]) -> BoxScores:
        """Several sets of boxes, one after the other."""
        return cls(
            tuple(name for part in parts for name in part.patient),
            np.concatenate([part.fold for part in parts]),
            np.concatenate([part.slice_index for part in parts]),
            np.concatenate([part.label for part in parts]),
            np.concatenate([part.margin for part in parts]),
        )


@dataclass(frozen=True, eq=False)
class Outcome:
    """All five folds of one network and start, or of one baseline, with the epoch frozen.

    Attributes:
        network: ``alexnet``, ``googlenet``, ``googlenet_bvlc``, ``handcrafted`` or ``size_only``.
        start: ``scratch``, ``imagenet``, ``frozen``; None for a baseline.
        status: ``DONE``, or why it was not run ("not run: no weights").
        epoch: The chosen epoch, from 1, the same for all five folds; None for baselines and what was not run.
        epochs: How many epochs were trained.
        curves: For each fold, one row an epoch.
        out_of_fold: Tuning boxes at the chosen epoch, each scored by the network that did not see its patient.
        out_of_fold_last: The same at the last epoch; None for baselines.
        hold_out: The sealed patients' boxes by each of the five networks; None before the hold-out is opened.
        note: A sentence for the report (why it was not run, which weights it started from).
        seconds: Time spent on the five fits.
    """

    network: str
    start: str | None
    status: str
    epoch: int | None = None
    epochs: int = 0
    curves: tuple[tuple[CurveRow, ...], ...] = ()
    out_of_fold: BoxScores | None = None
    out_of_fold_last: BoxScores | None = None
    hold_out: tuple[BoxScores, ...] | None = None
    note: str = ""
    seconds: float = 0.0

    @property
    def name(self) -> str:
        """``alexnet-imagenet``; a baseline's own name. Also the name of its folder in ``fits/``."""
        return self.network if self.start is None else f"{self.network}-{self.start}"

    @property
    def done(self) -> bool:
        """Whether all five folds are finished."""
        return self.status == DONE

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy."""
        return {
            "network": self.network,
            "start": self.start,
            "status": self.status,
            "epoch": self.epoch,
            "epochs": self.epochs,
            "curves": [[dict(row) for row in fold] for fold in self.curves],
            "out_of_fold": None if self.out_of_fold is None else self.out_of_fold.to_json(),
            "out_of_fold_last": None if self.out_of_fold_last is None else self.out_of_fold_last.to_json(),
            "hold_out": None if self.hold_out is None else [scores.to_json() for scores in self.hold_out],
            "note": self.note,
            "seconds": self.seconds,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Outcome:
        """The outcome written by ``to_json``; unknown keys are ignored."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        known["curves"] = tuple(tuple(dict(row) for row in fold) for fold in data.get("curves", ()))
        for name in ("out_of_fold", "out_of_fold_last"):
            known[name] = None if data.get(name) is None else BoxScores.from_json(data[name])
        hold_out = data.get("hold_out")
        known["hold_out"] = None if hold_out is None else tuple(BoxScores.from_json(s) for s in hold_out)
        return cls(**known)


def mean_by_patient(
    patients: Sequence[str], values: NDArray[np.float64]
) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Each patient's mean over its boxes, patients in sorted order.

    Args:
        patients: One name a box.
        values: (boxes,) or (k, boxes).

    Returns:
        The names, and float64 (patients,) or (k, patients).
    """
    names, index = np.unique(np.asarray(patients, dtype=str), return_inverse=True)
    counts = np.bincount(index, minlength=len(names)).astype(np.float64)
    rows = np.atleast_2d(values)
    means = np.stack([np.bincount(index, weights=row, minlength=len(names)) / counts for row in rows])
    return tuple(str(name) for name in names), means if values.ndim == 2 else means[0]
