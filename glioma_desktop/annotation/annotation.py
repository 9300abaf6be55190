"""What a reader has said about a patient: boxes, outlines, lesions and labels, folded from the store's events.

Every fact has an *address*, a tuple of strings, and a JSON value; an edit changes the values at some addresses (None: the
fact is gone). The current state is the last value at each address, so undo is an edit that puts the old values back.

    ("box", series_uid, lesion, slice_index)                -> Box
    ("outline", series_uid, lesion, region, slice_index)    -> Outline
    ("lesion", lesion)                                      -> Lesion
    ("no_tumour", series_uid, slice_index)                  -> True
    ("seen", series_uid, slice_index)                       -> True
    ("sequence", series_uid)                                -> sequence name, stated by hand
    ("study", study_uid)                                    -> StudyFacts
    ("specimen", specimen_id)                               -> Specimen (see pathology.py)
    ("case",)                                               -> CaseState
    ("measure", series_uid, id)                             -> Measurement (see measurement.py)
    ("derived", series_uid)                                 -> the series of that uid as JSON, made from another one
    ("people",)                                             -> whether the studies are of one person (people.py)
    ("grown", series_uid)                                   -> where its slices went when more were found (growth.py)
    ("link", frame_of_reference)                            -> HandLink: where it lies in another frame of reference
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.annotation.measurement import Measurement
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.phrase import phrase

Address = tuple[str, ...]
Origin = Literal["hand", "assisted", "mask", "copied", "interpolated", "transferred"]
Region = Literal["flair_abnormality", "enhancing", "necrosis", "core", "free"]
TreatmentState = Literal["unknown", "untreated", "after_biopsy", "after_resection", "after_radio_or_chemotherapy"]
YesNoUnknown = Literal["yes", "no", "unknown"]
CaseStatus = Literal["new", "draft", "done", "flagged"]
EventKind = Literal["edit", "import", "seen", "view", "grown", "undo", "redo"]

REGION_LABELS: Mapping[str, str] = {
    "flair_abnormality": phrase("FLAIR outline"), "enhancing": phrase("enhancing outline"), "necrosis": phrase("necrosis outline"),
    "core": phrase("core outline"), "free": phrase("outline"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """One ROI with what is known about it.

    Attributes:
        origin: How the box came about; ``hand`` and ``mask`` are key boxes.
        coverage: Share of the lesion's outline on this slice inside the box, 0..1; None without an outline.
        fill: Share of the box that is outline, 0..1; None without an outline.
        outline_region: What the coverage was measured against; None without an outline.
        locked: View tools and drags leave it alone.
        origin_series: Where it was drawn, when that is another series than the one it is stored on.
        transform_note: How it came from ``origin_series`` ("patient space, affine").
        reader: Who drew it last.
        grade_visible: Whether the pathology grade was on the screen when it was drawn.
    """

    roi: RectROI
    origin: Origin
    coverage: float | None = None
    fill: float | None = None
    outline_region: Region | None = None
    locked: bool = False
    origin_series: str | None = None
    transform_note: str = ""
    reader: str = ""
    grade_visible: bool = False

    @property
    def key(self) -> bool:
        """Drawn by hand or taken from a mask, not copied or interpolated."""
        return self.origin in ("hand", "mask", "assisted")

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy."""
        data = {name: getattr(self, name) for name in self.__dataclass_fields__}
        data["roi"] = self.roi.to_json()
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Box:
        """The box written by ``to_json``; unknown keys are ignored."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        known["roi"] = RectROI.from_json(data["roi"])
        return cls(**known)


@dataclass(frozen=True, eq=False)
class Outline:
    """The contour of one region of one lesion on one slice, as the voxels it holds.

    Attributes:
        mask: bool ``[row, column]`` of the whole slice; read-only.
        polygon: (row, column) vertices in continuous voxel coordinates (centre of voxel i at i) when drawn freehand,
            several parts allowed; empty for masks.
    """

    mask: NDArray[np.bool_]
    region: Region
    origin: Origin
    polygon: tuple[tuple[tuple[float, float], ...], ...] = ()
    reader: str = ""
    grade_visible: bool = False


@dataclass(frozen=True, slots=True)
class Lesion:
    """One tumour focus. Only the graded lesion enters the patient's answer; the sampled one links to the pathology."""

    name: str
    graded: bool = False
    sampled: bool = False
    side: Literal["", "right", "left", "midline", "both"] = ""
    side_confirmed: bool = False
    relation: Literal["", "multifocal", "multicentric", "satellite"] = ""


@dataclass(frozen=True, slots=True)
class StudyFacts:
    """What must be known about the time point of a study."""

    treatment_state: TreatmentState = "unknown"
    treatment_source: Literal["", "reader", "dates", "import"] = ""
    steroids: YesNoUnknown = "unknown"


@dataclass(frozen=True, slots=True)
class CaseState:
    """Where the reader stands with a patient."""

    status: CaseStatus = "new"
    comment: str = ""


@dataclass(frozen=True, slots=True)
class HandLink:
    """Two frames of reference that a reader laid over one another by eye.

    Attributes:
        into: The frame of reference that stays.
        offset_mm: What is added to a point (x, y, z) of the other one to find it there.
    """

    into: str
    offset_mm: tuple[float, float, float]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> HandLink:
        """The link as its event carries it."""
        x, y, z = (float(value) for value in data["offset_mm"])
        return cls(str(data["into"]), (x, y, z))


@dataclass(frozen=True, slots=True)
class Change:
    """The new value at one address; None removes it. The store fills in what was there before."""

    address: Address
    after: Any


@dataclass(frozen=True, slots=True)
class Edit:
    """One gesture: what a reader did to one patient, committed as one event.

    Attributes:
        patient: The pseudonym ("P-0042").
        text: What the undo menu says, in the reader's words ("Draw box on slice 14").
        grade_visible: Whether the pathology grade was on the screen.
        kind: ``seen`` and ``view`` (a derived series, a link by hand) events are recorded but are no step of undo; an
            ``import`` is one, but not one that a key takes back in passing. ``grown``: the program moved what is kept by
            slice number along with its slices.
        based_on: ``Annotation.revision`` of what was on the screen: where a series has grown since, what was drawn on a slice
            is kept on that slice. None: the numbers are those of now.
    """

    patient: str
    reader: str
    text: str
    changes: tuple[Change, ...]
    grade_visible: bool = False
    kind: EventKind = "edit"
    based_on: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A committed edit.

    Attributes:
        number: Ever-increasing in the store.
        when: UTC, ISO 8601 with milliseconds.
        changes: ``(address, before, after)`` triples.
        undoes: For ``undo`` and ``redo``: the number of the edit that it takes back or puts back.
    """

    number: int
    when: str
    patient: str
    reader: str
    kind: EventKind
    text: str
    changes: tuple[tuple[Address, Any, Any], ...]
    grade_visible: bool
    undoes: int | None = None


@dataclass(frozen=True, eq=False)
class Annotation:
    """The current state of one patient, folded from the events. Everything in it is read-only.

    Attributes:
        patient: The pseudonym.
        revision: The number of the last event that entered; changes when anything changes.
        boxes: ``(series_uid, lesion, slice_index) -> Box``.
        outlines: ``(series_uid, lesion, region, slice_index) -> Outline``.
        specimens: ``specimen_id -> Specimen`` (pathology.py).
        measurements: ``(series_uid, id) -> Measurement``.
        derived: ``series_uid -> JSON`` of series made from others (see derived.py).
        links: ``frame of reference -> HandLink``.
        people: What a reader said of studies that may be of two people; None: nothing (see people.py).
        grown: ``series_uid -> JSON`` of the last growth of a series: ``slices`` it has now, ``places`` of its earlier ones.
    """

    patient: str
    revision: int = 0
    boxes: Mapping[tuple[str, str, int], Box] = field(default_factory=dict)
    outlines: Mapping[tuple[str, str, str, int], Outline] = field(default_factory=dict)
    lesions: Mapping[str, Lesion] = field(default_factory=dict)
    no_tumour: frozenset[tuple[str, int]] = frozenset()
    seen: frozenset[tuple[str, int]] = frozenset()
    sequences: Mapping[str, str] = field(default_factory=dict)
    studies: Mapping[str, StudyFacts] = field(default_factory=dict)
    specimens: Mapping[str, Any] = field(default_factory=dict)
    case: CaseState = CaseState()
    measurements: Mapping[tuple[str, str], Measurement] = field(default_factory=dict)
    derived: Mapping[str, Any] = field(default_factory=dict)
    links: Mapping[str, HandLink] = field(default_factory=dict)
    grown: Mapping[str, Any] = field(default_factory=dict)
    people: Mapping[str, Any] | None = None

    @property
    def graded_lesion(self) -> str:
        """The lesion that is graded: the one marked so, else the first, else ``L1``."""
        marked = [name for name, lesion in sorted(self.lesions.items()) if lesion.graded]
        return marked[0] if marked else min(self.lesions, default="L1")

    def boxes_of(self, series_uid: str, lesion: str | None = None) -> dict[int, Box]:
        """The boxes of one lesion (default: the graded one) on one series, by slice."""
        lesion = lesion or self.graded_lesion
        return {k: box for (uid, name, k), box in sorted(self.boxes.items()) if uid == series_uid and name == lesion}

    def outlines_of(self, series_uid: str, lesion: str, region: str) -> dict[int, Outline]:
        """The outlines of one region of one lesion on one series, by slice."""
        return {
            k: outline
            for (uid, name, part, k), outline in sorted(self.outlines.items())
            if (uid, name, part) == (series_uid, lesion, region)
        }

    def measurements_on(self, series_uid: str, plane: str, slice_index: int) -> tuple[Measurement, ...]:
        """The measurements on one slice of one series, in the plane that is shown (``""``: its own), by id."""
        return tuple(
            one
            for _, one in sorted(self.measurements.items())
            if (one.series_uid, one.plane, one.slice_index) == (series_uid, plane, slice_index)
        )
