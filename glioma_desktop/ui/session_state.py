"""What the state of the window is, and what can be asked of it. Only ``Session`` changes it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from glioma_desktop.annotation.annotation import Annotation, Edit
from glioma_desktop.grading.result import GradeResult
from glioma_desktop.study.arrival import Arrival
from glioma_desktop.study.planes import too_few_slices
from glioma_desktop.study.series import Series, Study
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.bindings import Bindings, bindings_of
from glioma_desktop.ui.shown_volume import shown_volume
from glioma_desktop.ui.view_state import (
    EMPTY_VIEWS,
    SECOND_VIEWS,
    VIEWS,
    Comparison,
    Draft,
    GradeState,
    Layout,
    Message,
    Mode,
    PatientRow,
    ViewState,
)

if TYPE_CHECKING:
    from glioma_desktop.annotation.project import Project
    from glioma_desktop.grading.card import ModelCard


class SessionState(QObject):
    """The one state of the window, to be read.

    Attributes:
        project: The open project, None before the first.
        reader: Who draws.
        worklist: The patients of the project.
        patient: The pseudonym of the open patient, None when none is open.
        studies: The studies of the open patient.
        annotation: What is stored about the open patient.
        volumes: Series uid -> volume, for the series of the open patient read so far.
        arriving: Series uid -> what is there of a series that is being read and shown meanwhile.
        views: The viewports; the layout shows some of them (``shown_views``).
        active: Index of the active viewport.
        lead: The viewport that was active before the three planes were shown: they are of its series.
        crosshair_mm: The point (x, y, z) in mm, LPS, that the three planes go through; None before they were shown.
        layout: Of the main window; ``second_layout``: of the second window, ``""`` while it is closed.
        lesion: The lesion that is drawn on.
        mode: ``read``, ``annotate``, ``outline``, a measuring tool, or ``region`` (the window is taken from it).
        bindings: What keys and mouse mean.
        measurement: The id of the selected measurement, ``""`` for none.
        linked: Scroll, zoom and pan are shared where patient space is.
        link_note: Why the shown viewports are not linked, ``""`` when they are.
        overlays_visible: False while Space is held.
        reference_lines: The active viewport's slice is drawn as a line where others cut it.
        blinking: The viewport shows the other sequence while S is held.
        comparing: ``difference`` while D is held, ``mirror`` while M is, else ``""``.
        magnifying: A lens stands at the cursor while J is held.
        cine_fps: How many slices a second run in the active viewport; 0 when they stand still.
        draft: What the hand is drawing now, None between gestures.
        grade_visible: Pathology is on the screen; stored with every edit made meanwhile.
        grade_cause: What a stale estimate no longer rests on: a key of ``wording.STALE``.
        model: The card of the active model of the registry, None without one.
        model_line: One line about it for the strip.
        saved_at: When the last edit was committed.
        waiting: Edits that wait until another window or program lets the project go, the oldest first.

    ``language_changed`` comes once everything that stands in a widget is said in the new language.
    ``leaving`` comes before another patient or project takes the place of the open one: what still waits is stored now.
    """

    project_changed = Signal()
    reader_changed = Signal()
    worklist_changed = Signal()
    leaving = Signal()
    patient_changed = Signal()
    annotation_changed = Signal()
    volume_changed = Signal(str)
    arriving_changed = Signal(str)
    view_changed = Signal(int)
    slice_changed = Signal()
    active_changed = Signal()
    crosshair_changed = Signal()
    layout_changed = Signal()
    link_changed = Signal()
    lesion_changed = Signal()
    mode_changed = Signal()
    measurement_changed = Signal()
    cine_changed = Signal()
    overlays_changed = Signal()
    draft_changed = Signal()
    smooth_changed = Signal()
    theme_changed = Signal()
    language_changed = Signal()
    bindings_changed = Signal()
    labels_changed = Signal()
    grade_changed = Signal()
    model_changed = Signal()
    saved_changed = Signal()
    waiting_changed = Signal()
    message_posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project: Project | None = None
        self.reader = ""
        self.worklist: tuple[PatientRow, ...] = ()
        self.patient: str | None = None
        self.studies: tuple[Study, ...] = ()
        self.annotation: Annotation | None = None
        self.volumes: dict[str, Volume] = {}
        self.arriving: dict[str, Arrival] = {}
        self.views: tuple[ViewState, ...] = EMPTY_VIEWS
        self.active = self.lead = 0
        self.crosshair_mm: tuple[float, float, float] | None = None
        self.layout: Layout = "1x2"
        self.second_layout = ""
        self.lesion = "L1"
        self.mode: Mode = "read"
        self.measurement = ""
        self.linked = True
        self.link_note = ""
        self.overlays_visible = True
        self.blinking = False
        self.comparing: Comparison = ""
        self.magnifying = False
        self.cine_fps = 0.0
        self.draft: Draft | None = None
        self.smooth = True
        self.reference_lines = True
        self.theme = "dark"
        self.language = "en"
        self.bindings: Bindings = bindings_of("own", {}, {})
        self.grade_visible = False
        self.grade_result: GradeResult | None = None
        self.grade_state: GradeState = "none"
        self.grade_cause = ""
        self.model: ModelCard | None = None
        self.model_line = ""
        self.saved_at: datetime | None = None
        self.waiting: tuple[Edit, ...] = ()
        self.messages: list[Message] = []

    @property
    def shown(self) -> int:
        """How many viewports are shown, in both windows."""
        return len(self.shown_views)

    @property
    def shown_views(self) -> tuple[int, ...]:
        """Indices of the viewports that are shown, those of the main window first."""
        return *self.main_views, *self.second_views

    @property
    def main_views(self) -> range:
        """Those in the main window."""
        return VIEWS[self.layout]

    @property
    def second_views(self) -> range:
        """Those in the second window; none while it is closed."""
        return SECOND_VIEWS[self.second_layout]

    @property
    def view(self) -> ViewState:
        """The active viewport."""
        return self.views[self.active]

    @property
    def slice_index(self) -> int:
        """The slice of the active viewport, from 0."""
        return self.view.slice_index

    def series(self, uid: str | None) -> Series | None:
        """A series of the open patient."""
        return next((s for study in self.studies for s in study.series if s.uid == uid), None)

    def volume(self, uid: str | None) -> Volume | None:
        """The voxels of a series of the open patient, None while they are being read."""
        return self.volumes.get(uid or "")

    def view_volume(self, index: int) -> Volume | None:
        """The voxels in a viewport as it shows them: in its plane, moved by a link by hand; None while they are read."""
        state = self.views[index]
        volume = self.volume(state.series_uid)
        if volume is None or state.plane is not None or self.annotation is None:
            return None if volume is None or self.why_no_plane(index) else shown_volume(volume, state.plane)
        return shown_volume(volume, self.annotation.links.get(volume.frame_of_reference_uid or volume.series_uid))

    def why_no_plane(self, index: int) -> str:
        """Why a plane across the slices of the series in a viewport is not shown, in a few words; ``""`` when it is."""
        volume = self.volume(self.views[index].series_uid)
        return too_few_slices(volume.shape, volume.spacing_mm) if volume is not None and self.crosses(index) else ""

    def crosses(self, index: int) -> bool:
        """Whether a viewport shows its series in a plane across the series' own slices: nothing is drawn there."""
        volume = self.volume(self.views[index].series_uid)
        return volume is not None and shown_volume(volume, self.views[index].plane) is not volume

    @property
    def active_series(self) -> Series | None:
        """The series in the active viewport."""
        return self.series(self.view.series_uid)

    @property
    def box_series(self) -> Series | None:
        """The series that carries the boxes: the project's box series, else one that has boxes, else the active one."""
        wanted = self.project.config.box_series if self.project else "t1ce"
        found = [s for study in self.studies for s in study.series if s.sequence == wanted]
        if found:
            drawn = {uid for uid, _, _ in (self.annotation.boxes if self.annotation else ())}
            return max(
                found,
                key=lambda s: (s.uid in drawn, s.source is not None, s.sequence_confirmed, s.shape[0] * s.shape[1]),
            )
        boxed = sorted({uid for uid, _, _ in (self.annotation.boxes if self.annotation else ())})
        return (self.series(boxed[0]) if boxed else None) or self.active_series
