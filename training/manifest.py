"""What enters a run, and how many patients left on the way and why.

A patient leaves only for a known contradiction; what is *unknown* (edition, treatment state, coverage) stays in and is
counted. The sums of the flow always hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from glioma_desktop.annotation.coverage import BAND
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.grade import ProjectClasses
from glioma_desktop.study.series import SEQUENCE_LABELS, Series

FLOW_STEPS: Mapping[str, str] = {
    "found": "patients found",
    "with_sequence": "with the sequence",
    "with_grade": "with a pathology grade of the study",
    "with_roi": "with boxes",
    "in_coverage_band": "with boxes in the coverage band",
    "before_treatment": "not known to be after surgery or treatment",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a run is asked to train on.

    Attributes:
        sequences: One sequence, or three that become channels.
        coverage_min: Boxes that hold less of their outline are left out, 0..1.
        coverage_max: Boxes that hold more of their outline are left out, 0..1.
        box_sequence: Where the project's boxes are drawn; used when a chosen sequence has no boxes of its own.
        outline_region: What the project's boxes hold 80 % of.
        plane: The plane of the slices; planes are not mixed in one model.
        step_mm: Boxes are sampled at about this distance along the slice axis.
        classes: Which WHO grades are low and high.
    """

    sequences: tuple[str, ...] = ("t1ce",)
    coverage_min: float = BAND[0]
    coverage_max: float = BAND[1]
    box_sequence: str = "t1ce"
    outline_region: str = "flair_abnormality"
    plane: Literal["axial", "sagittal", "coronal"] = "axial"
    step_mm: float = 5.0
    classes: ProjectClasses = ProjectClasses()

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy."""
        data = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**data, "sequences": list(self.sequences), "classes": self.classes.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Choice:
        """The choice written by ``to_json``; unknown keys are ignored."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        known["sequences"] = tuple(data["sequences"])
        known["classes"] = ProjectClasses.from_json(data["classes"])
        return cls(**known)


@dataclass(frozen=True, slots=True)
class BoxRow:
    """One box that enters the run.

    Attributes:
        coverage: Share of the outline inside the box; None: no outline on this slice.
        fill: Share of the box that is outline; None: no outline.
        origin: How the box came about (hand, mask, ...).
        seen: Its slice was looked at.
        grade_visible: The grade was on the screen when the box was drawn.
    """

    roi: RectROI
    coverage: float | None
    fill: float | None
    origin: str
    seen: bool
    grade_visible: bool

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy."""
        data = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {**data, "roi": self.roi.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> BoxRow:
        """The box written by ``to_json``."""
        known = {name: data[name] for name in cls.__dataclass_fields__}
        return cls(**{**known, "roi": RectROI.from_json(data["roi"])})


@dataclass(frozen=True)
class PatientRow:
    """One patient that enters the run, by pseudonym.

    Attributes:
        patient: The pseudonym.
        label: 1 for the project class high, 0 for low.
        grade: WHO grade, 1 to 4.
        edition: WHO edition, or ``unknown``.
        treatment: Treatment state, or ``unknown``.
        study_uid: The one study that is used; empty in a manifest read back from a run folder.
        boxes: By slice.
        series: Sequence -> Series of the chosen sequences, on one grid; empty in a manifest read back from a run folder
            (see ``attach_series``).
        series_keys: Sequence -> keyed hash of the series' UID.
        age_years: At the study, or None.
        lesion: Whose boxes these are.
    """

    patient: str
    label: int
    grade: int
    edition: str
    treatment: str
    study_uid: str
    boxes: tuple[BoxRow, ...]
    series: Mapping[str, Series] = field(default_factory=dict)
    series_keys: Mapping[str, str] = field(default_factory=dict)
    age_years: float | None = None
    sex: str = ""
    lesion: str = "L1"

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy without identifiers: UIDs and file names stay behind."""
        kept = ("patient", "label", "grade", "edition", "treatment", "age_years", "sex", "lesion")
        data: dict[str, Any] = {name: getattr(self, name) for name in kept}
        return {**data, "series_keys": dict(self.series_keys), "boxes": [box.to_json() for box in self.boxes]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PatientRow:
        """The patient written by ``to_json``; its series and study are not in there."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        boxes = tuple(BoxRow.from_json(box) for box in data["boxes"])
        return cls(**{**known, "study_uid": "", "boxes": boxes})


@dataclass(frozen=True, slots=True)
class FlowStep:
    """One subtraction: who is left, and who left here for which reason.

    Attributes:
        name: A key of ``FLOW_STEPS``.
        text: In words.
        patients: How many are left after this step.
        excluded: Reason -> pseudonyms.
    """

    name: str
    text: str
    patients: int
    excluded: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def left_here(self) -> int:
        """How many left at this step."""
        return sum(len(names) for names in self.excluded.values())

    def to_json(self) -> dict[str, Any]:
        """``{"step", "text", "patients", "excluded", "reasons": {reason: [patient...]}}``."""
        reasons = {reason: list(names) for reason, names in self.excluded.items()}
        return {"step": self.name, "text": self.text, "patients": self.patients, "excluded": self.left_here,
                "reasons": reasons}  # fmt: skip

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FlowStep:
        """The step written by ``to_json``."""
        reasons = {reason: tuple(names) for reason, names in data["reasons"].items()}
        return cls(data["step"], data["text"], int(data["patients"]), reasons)


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
            ``{"steps": [...], "eligible": n, "hold_out": n, "tuning": n, "folds": [n x 5], "unknown": {...}}``.
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
        return data

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
    for before, after in zip(flow, flow[1:], strict=False):
        if before.patients - after.left_here != after.patients:
            raise ValueError(f"flow does not add up: {before.patients} - {after.left_here} != {after.patients}")
    if flow and flow[-1].patients != eligible:
        raise ValueError(f"flow ends at {flow[-1].patients}, but {eligible} patients enter")


def sequence_words(sequences: Sequence[str]) -> str:
    """``T1CE``, or ``T1CE, FLAIR, T1``."""
    return ", ".join(SEQUENCE_LABELS.get(name, name) for name in sequences)


def _counted(values: Any) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
