"""The parts of the session's state: what one viewport shows, one message, one line of the worklist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from glioma_desktop.annotation.measurement import Measurement
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.study.planes import PLANES
from glioma_desktop.study.series import Orientation

Mode = Literal["read", "annotate", "outline", "ruler", "bidimensional", "probe", "region"]
GradeState = Literal["none", "running", "fresh", "stale"]
Layout = Literal["1", "1x2", "2x2", "planes"]
Comparison = Literal["", "difference", "mirror"]
VIEWPORTS = 4
VIEWS: Mapping[Layout, range] = {
    "1": range(1), "1x2": range(2), "2x2": range(VIEWPORTS), "planes": range(VIEWPORTS, VIEWPORTS + len(PLANES)),
}  # fmt: skip
"""Which viewports a layout shows. The three planes have viewports of their own: leaving them finds the others as they were."""
SECOND_FROM = VIEWPORTS + len(PLANES)
SECOND_VIEWS: Mapping[str, range] = {
    "": range(0), **{name: range(SECOND_FROM, SECOND_FROM + len(VIEWS[name])) for name in ("1", "1x2", "2x2")},
}  # fmt: skip
"""Which viewports the second window shows in a layout of its own; ``""``: it is closed."""


@dataclass(frozen=True, slots=True)
class Window:
    """Which grey values span black to white: ``level`` is mid-grey, ``width`` the span; ``inverted``: white to black."""

    width: float
    level: float
    inverted: bool = False


@dataclass(frozen=True, slots=True)
class ViewState:
    """What one viewport shows.

    Attributes:
        series_uid: None when empty.
        window: None before the volume is there.
        preset: Name of the preset the window came from; ``""`` when set by hand.
        scale: Screen px a mm; None fits the slice into the viewport.
        carried: The window is the one last chosen for the sequence, mostly on another patient.
        inverted: Black and white are exchanged by the reader.
        note: A sentence in its place while there is no picture ("Reading T1CE").
        centre: (row, column) edge coordinates at the middle of the view; None: the middle of the slice.
        plane: The anatomical plane in which the series is seen; None: the plane of its own slices.
    """

    series_uid: str | None = None
    slice_index: int = 0
    window: Window | None = None
    preset: str = "auto"
    scale: float | None = None
    centre: tuple[float, float] | None = None
    note: str = ""
    inverted: bool = False
    carried: bool = False
    plane: Orientation | None = None


EMPTY_VIEWS = (
    *(ViewState(),) * VIEWPORTS, *(ViewState(plane=plane) for plane in PLANES), *(ViewState(),) * VIEWPORTS,
)  # fmt: skip
"""The viewports of a patient before they are given series: of the layouts, the three planes, the second window."""


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence in the status strip; ``trouble`` when something could not be done."""

    text: str
    when: datetime
    trouble: bool = False


@dataclass(frozen=True, slots=True)
class PatientRow:
    """One line of the worklist.

    ``unseen`` is what a search finds and the line never shows: the identifier and the dates of the studies. ``people``: as
    ``people_of`` says it. ``arrived``: found in a folder that was opened further, and not looked at yet.
    """

    pseudonym: str
    status: str
    boxes: int
    lesions: int
    sequences: tuple[str, ...]
    age_years: float | None = None
    sex: str = ""
    note: str = ""
    unseen: tuple[str, ...] = field(default=(), repr=False)
    people: str = ""
    arrived: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What the hand is drawing now, not yet committed: boxes of one lesion on the box series, by slice.

    Attributes:
        view: The viewport it is drawn in.
        polygon: A freehand outline under way, (row, column) edge coordinates in that viewport's slice.
        region: A rectangle under way that the window is taken from, (row, column) of two opposite corners.
        measurement: A measurement under way or being changed.
    """

    view: int
    series_uid: str = ""
    lesion: str = ""
    boxes: tuple[RectROI, ...] = ()
    polygon: tuple[tuple[float, float], ...] = ()
    region: tuple[tuple[float, float], ...] = ()
    measurement: Measurement | None = None

    def on(self, slice_index: int) -> RectROI | None:
        """The box on a slice of the box series."""
        return next((box for box in self.boxes if box.slice_index == slice_index), None)
