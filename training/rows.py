"""What a run is asked for, and the rows of its manifest: patients, boxes, steps of the flow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from glioma_desktop.annotation.coverage import BAND
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.grade import ProjectClasses
from glioma_desktop.phrase import phrase
from glioma_desktop.study.series import Series

FLOW_STEPS: Mapping[str, str] = {
    "found": phrase("patients found"),
    "with_sequence": phrase("with the sequence"),
    "with_grade": phrase("with a pathology grade of the study"),
    "with_roi": phrase("with boxes"),
    "in_coverage_band": phrase("with boxes in the coverage band"),
    "before_treatment": phrase("not known to be after surgery or treatment"),
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
    classes: ProjectClasses = field(default_factory=ProjectClasses)

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
        slices: Sequence -> how many slices it had: boxes are counted on them. Empty in manifests of older versions.
        age_years: At the study, or None.
        lesion: Whose boxes these are.
        scanner: Manufacturer and model of the series that carries the boxes; ``""`` when the file does not say.
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
    slices: Mapping[str, int] = field(default_factory=dict)
    age_years: float | None = None
    sex: str = ""
    lesion: str = "L1"
    scanner: str = ""

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy without identifiers: UIDs and file names stay behind."""
        kept = ("patient", "label", "grade", "edition", "treatment", "age_years", "sex", "lesion", "scanner")
        data: dict[str, Any] = {name: getattr(self, name) for name in kept}
        data |= {"series_keys": dict(self.series_keys), "slices": dict(self.slices)}
        return {**data, "boxes": [box.to_json() for box in self.boxes]}

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
