"""Who is sealed and who is in which fold. Patients, not rows; nobody is in two parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Split:
    """The parts of one run, by pseudonym, each in sorted order.

    Raises:
        ValueError: a patient is in two parts (asserted whenever a split is made or read).
    """

    hold_out: tuple[str, ...]
    folds: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        check_disjoint(self.hold_out, *self.folds)

    @property
    def tuning(self) -> tuple[str, ...]:
        """Everyone in the folds, sorted."""
        return tuple(sorted(name for fold in self.folds for name in fold))

    def fold_of(self, patient: str) -> int | None:
        """The fold that holds the patient, from 0; None for a sealed or unknown patient."""
        return next((k for k, fold in enumerate(self.folds) if patient in fold), None)

    def to_json(self) -> dict[str, Any]:
        """``{"hold_out": [patient...], "folds": [[patient...] x 5]}``."""
        return {"hold_out": list(self.hold_out), "folds": [list(fold) for fold in self.folds]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Split:
        """The split written by ``to_json``, with its disjointness asserted again."""
        return cls(tuple(data["hold_out"]), tuple(tuple(fold) for fold in data["folds"]))


def check_disjoint(*parts: tuple[str, ...]) -> None:
    """Every patient is in at most one part, once.

    Raises:
        ValueError: a patient is named twice.
    """
    names = [name for part in parts for name in part]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"in two parts of the split: {', '.join(twice)}")
