"""What enters a run, and how many patients left on the way and why.

A patient leaves only for a known contradiction; what is *unknown* (edition, treatment state, coverage) stays in and is
counted. The sums of the flow always hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from glioma_desktop.grade import ProjectClasses
from glioma_desktop.phrase import joined
from glioma_desktop.study.series import SEQUENCE_LABELS
from training.rows import FLOW_STEPS, BoxRow, Choice, FlowStep, PatientRow

__all__ = ["FLOW_STEPS", "BoxRow", "Choice", "FlowStep", "Manifest", "PatientRow", "check_sums", "sequence_words"]


@dataclass(frozen=True)
class Manifest:
    """What enters a run.

    Attributes:
        patients: Eligible patients in sorted order of pseudonym: hold-out and folds are drawn from them.
        flow: The steps of ``FLOW_STEPS`` in order.
        box_counts: What became of the boxes: ``stored``, ``not_looked_at``, ``out_of_band``, ``between_steps``,
            ``no_outline`` (kept, coverage unknown), ``used``.
        choice: What was asked for.
        synthetic: The cohort is made of phantoms.
    """

    patients: tuple[PatientRow, ...]
    flow: tuple[FlowStep, ...]
    choice: Choice
    box_counts: Mapping[str, int] = field(default_factory=dict)
    synthetic: bool = False

    def __post_init__(self) -> None:
        check_sums(self.flow, len(self.patients))

    @property
    def sequences(self) -> tuple[str, ...]:
        """The channels of a crop."""
        return self.choice.sequences

    @property
    def classes(self) -> ProjectClasses:
        """Which grades are low and high."""
        return self.choice.classes

    def of(self, patient: str) -> PatientRow:
        """One patient's row.

        Raises:
            KeyError: the patient is not in the manifest.
        """
        for row in self.patients:
            if row.patient == patient:
                return row
        raise KeyError(patient)

    def quality(self) -> dict[str, Any]:
        """Counts of what is known about labels and boxes: editions, treatments, origins, shares blind and seen."""
        boxes = [box for row in self.patients for box in row.boxes]
        n = len(boxes)
        return {
            "grades": _counted(str(row.grade) for row in self.patients),
            "classes": {"low": sum(r.label == 0 for r in self.patients), "high": sum(r.label for r in self.patients)},
            "editions": _counted(row.edition for row in self.patients),
            "treatments": _counted(row.treatment for row in self.patients),
            "box_origins": _counted(box.origin for box in boxes),
            "boxes": dict(self.box_counts),
            "boxes_blind_share": sum(not b.grade_visible for b in boxes) / n if n else None,
            "boxes_seen_share": sum(b.seen for b in boxes) / n if n else None,
            "coverage_unknown": sum(b.coverage is None for b in boxes),
        }

    def flow_json(self, split: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The flow as the report prints it; ``split`` is ``Split.to_json()``.

        Returns:
            ``{"steps": [...], "eligible": n, "hold_out": n, "tuning": n, "folds": [n x 5], "parts": [{"name", "patients",
            "low", "high"} x 6], "unknown": {...}}``.
        """
        quality = self.quality()
        data: dict[str, Any] = {
            "steps": [step.to_json() for step in self.flow],
            "eligible": len(self.patients),
            "unknown": {
                "edition": quality["editions"].get("unknown", 0),
                "treatment": quality["treatments"].get("unknown", 0),
                "coverage_of_boxes": quality["coverage_unknown"],
            },
            "quality": quality,
        }
        if split is not None:
            data["hold_out"] = len(split["hold_out"])
            data["folds"] = [len(fold) for fold in split["folds"]]
            data["tuning"] = sum(data["folds"])
            names = ["held-out test", *(f"fold {k}" for k in range(1, len(split["folds"]) + 1))]
            parts = zip(names, [split["hold_out"], *split["folds"]], strict=True)
            data["parts"] = [self._part(name, members) for name, members in parts]
        return data

    def _part(self, name: str, members: Sequence[str]) -> dict[str, Any]:
        high = sum(self.of(member).label for member in members)
        return {"name": name, "patients": len(members), "low": len(members) - high, "high": high}

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy, by pseudonym; no name, no identifier."""
        return {
            "choice": self.choice.to_json(),
            "flow": [step.to_json() for step in self.flow],
            "box_counts": dict(self.box_counts),
            "synthetic": self.synthetic,
            "patients": [row.to_json() for row in self.patients],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Manifest:
        """The manifest written by ``to_json``; its series are not in there (see ``attach_series``)."""
        return cls(
            tuple(PatientRow.from_json(row) for row in data["patients"]),
            tuple(FlowStep.from_json(step) for step in data["flow"]),
            Choice.from_json(data["choice"]),
            dict(data["box_counts"]),
            bool(data["synthetic"]),
        )


def check_sums(flow: Sequence[FlowStep], eligible: int) -> None:
    """Every step is the one before it less those excluded, and the last is what enters.

    Raises:
        ValueError: a sum does not hold (a bug).
    """
    for before, after in pairwise(flow):
        if before.patients - after.left_here != after.patients:
            raise ValueError(f"flow does not add up: {before.patients} - {after.left_here} != {after.patients}")
    if flow and flow[-1].patients != eligible:
        raise ValueError(f"flow ends at {flow[-1].patients}, but {eligible} patients enter")


def sequence_words(sequences: Sequence[str]) -> str:
    """``T1CE``, or ``T1CE, FLAIR, T1``."""
    return joined((SEQUENCE_LABELS.get(name, name) for name in sequences), ", ")


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
