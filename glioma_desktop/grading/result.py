"""What a model says about a case: an estimate with its doubt, not a grade by pathology."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.phrase import phrase

RESEARCH_LINE = phrase("Research use only. Not for diagnosis.")
Estimate = Literal["low", "high", "cannot say"]
CANNOT_SAY_LOW, CANNOT_SAY_HIGH = 0.45, 0.55


@dataclass(frozen=True, slots=True)
class FoldAnswer:
    """The patient's probability by one of the five networks: the mean over the boxes.

    ``saw_patient``: this patient was among the training patients of this network.
    """

    fold: int
    probability_high: float
    saw_patient: bool = False


@dataclass(frozen=True, slots=True)
class SliceAnswer:
    """One box: the mean of the networks that count, and each of the five (by fold)."""

    slice_index: int
    roi: RectROI
    probability_high: float
    folds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """The n out-of-fold patients scored nearest, how many were high grade, and the Wilson 95 % interval of that share."""

    high: int
    n: int
    share_low: float
    share_high: float


@dataclass(frozen=True, slots=True)
class GradeResult:
    """The estimate for one lesion of one patient.

    Attributes:
        grade: ``low``, ``high`` or ``cannot say`` (probability within 0.45-0.55).
        probability_high: Of high grade, 0..1: mean over boxes, then over the networks that count (all five; for a patient of
            the training folds only the one that did not see it).
        folds: All five networks, by fold.
        basis: None when the card holds no out-of-fold patients.
        calibrated: False: the number is a score, not a probability, and the words say so.
        classes: One line, as the model card defines them.
        grades_seen: WHO grade -> training patients.
        seen_in_training: The patient belongs to the training folds of this model.
        out_of_fold: The answer is that of the one network that did not see the patient.
        sealed: The patient belongs to the sealed hold-out.
        notes: Scope notes, one sentence each.
        inputs: SHA-256 of what the result rests on: boxes, pixels, model, patient; any change makes it stale.
        cannot_say_one_in: About one of this many out-of-fold patients fell into the zone of *cannot say*; None: none did.
    """

    grade: Estimate
    probability_high: float
    folds: tuple[FoldAnswer, ...]
    slices: tuple[SliceAnswer, ...]
    basis: Basis | None
    calibrated: bool
    model: str
    model_line: str
    classes: str
    grades_seen: Mapping[str, int]
    seen_in_training: bool
    out_of_fold: bool
    sealed: bool
    notes: tuple[str, ...]
    inputs: str
    lesion: str = "L1"
    cannot_say_one_in: int | None = None
    research_use: str = RESEARCH_LINE

    def to_json(self) -> dict[str, Any]:
        """The result as the command line prints it and the store keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> GradeResult:
        """The result written by ``to_json``; unknown keys are ignored."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        known["folds"] = tuple(FoldAnswer(**f) for f in data["folds"])
        known["slices"] = tuple(
            SliceAnswer(s["slice_index"], RectROI.from_json(s["roi"]), s["probability_high"], tuple(s["folds"]))
            for s in data["slices"]
        )
        known["basis"] = None if data["basis"] is None else Basis(**data["basis"])
        known["notes"] = tuple(data["notes"])
        return cls(**known)
