"""What the window shows now. Only the session changes, and every setter says so by a signal; views show and ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from glioma_desktop.annotation.annotation import Annotation
from glioma_desktop.grading.result import GradeResult
from glioma_desktop.study.arrival import Arrival
from glioma_desktop.study.series import Series, Study
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.shown_volume import shown_volume
from glioma_desktop.ui.view_state import (
    EMPTY_VIEWS,
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


class Session(QObject):
    """The one state of the window.

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
        lesion: The lesion that is drawn on.
        mode: ``read``, ``annotate``, ``outline``, a measuring tool, or ``region`` (the window is taken from it).
        measurement: The id of the selected measurement, ``""`` for none.
        linked: Scroll, zoom and pan are shared where patient space is.
        link_note: Why the shown viewports are not linked, ``""`` when they are.
        overlays_visible: False while Space is held.
        reference_lines: The active viewport's slice is drawn as a line where others cut it.
        blinking: The viewport shows the other sequence while S is held.
        comparing: ``difference`` while D is held, ``mirror`` while M is, else ``""``.
        draft: What the hand is drawing now, None between gestures.
        grade_visible: Pathology is on the screen; stored with every edit made meanwhile.
        model_id: The active model of the registry, None without one.
        model_line: One line about it for the strip.
        saved_at: When the last edit was committed.

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
    overlays_changed = Signal()
    draft_changed = Signal()
    smooth_changed = Signal()
    theme_changed = Signal()
    labels_changed = Signal()
    grade_changed = Signal()
    model_changed = Signal()
    saved_changed = Signal()
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
        self.lesion = "L1"
        self.mode: Mode = "read"
        self.measurement = ""
        self.linked = True
        self.link_note = ""
        self.overlays_visible = True
        self.blinking = False
        self.comparing: Comparison = ""
        self.draft: Draft | None = None
        self.smooth = True
        self.reference_lines = True
        self.theme = "dark"
        self.grade_visible = False
        self.grade_result: GradeResult | None = None
        self.grade_state: GradeState = "none"
        self.model_id: str | None = None
        self.model_line = ""
        self.saved_at: datetime | None = None
        self.messages: list[Message] = []

    def set_project(self, project: Project) -> None:
        """Another project: no patient is open any more."""
        self.leaving.emit()
        self.project, self.patient, self.annotation, self.saved_at = project, None, None, None
        self.set_worklist(())
        self.set_patient(None, (), None)
        self.project_changed.emit()

    def set_reader(self, name: str) -> None:
        """Who draws from now on."""
        self.reader = name
        self.reader_changed.emit()

    def set_worklist(self, rows: tuple[PatientRow, ...]) -> None:
        """The patients of the project."""
        self.worklist = rows
        self.worklist_changed.emit()

    def set_patient(self, pseudonym: str | None, studies: tuple[Study, ...], annotation: Annotation | None) -> None:
        """Another patient; the viewports are empty until they are given series."""
        self.leaving.emit()
        self.patient, self.studies, self.annotation = pseudonym, studies, annotation
        self.volumes, self.arriving = {}, {}
        self.views = EMPTY_VIEWS
        self.active, self.lead, self.crosshair_mm = self.shown_views[0], 0, None
        self.lesion = annotation.graded_lesion if annotation else "L1"
        self.overlays_visible, self.blinking, self.comparing, self.draft = True, False, "", None
        self.set_grade(None, "none")
        if self.grade_visible:
            self.set_grade_visible(False)
        self.patient_changed.emit()
        self.annotation_changed.emit()

    def set_studies(self, studies: tuple[Study, ...]) -> None:
        """The same patient's studies, after a scan found more or a sequence was confirmed."""
        self.studies = studies
        self.patient_changed.emit()

    def set_annotation(self, annotation: Annotation) -> None:
        """What is stored about the open patient."""
        self.annotation = annotation
        self.annotation_changed.emit()

    def set_lesion(self, name: str) -> None:
        """The lesion that is drawn on."""
        self.lesion = name
        self.lesion_changed.emit()

    def add_volume(self, uid: str, volume: Volume) -> None:
        """A series of the open patient was read."""
        self.volumes[uid] = volume
        self.arriving.pop(uid, None)
        self.volume_changed.emit(uid)

    def set_arriving(self, uid: str, arrival: Arrival | None) -> None:
        """More slices of a series are there; None: it does not come."""
        if arrival is not None:
            self.arriving[uid] = arrival
        else:
            self.arriving.pop(uid, None)
        self.arriving_changed.emit(uid)

    def drop_volume(self, volume: Volume) -> None:
        """Let go a volume that is not in use, for its memory."""
        self.volumes = {uid: one for uid, one in self.volumes.items() if one is not volume}

    def set_view(self, index: int, **changes: Any) -> None:
        """Change fields of one ViewState; emits ``slice_changed`` too when the active viewport shows another slice."""
        before = self.views[index]
        after = replace(before, **changes)
        if after == before:
            return
        views = list(self.views)
        views[index] = after
        self.views = tuple(views)
        self.view_changed.emit(index)
        if index == self.active and (before.slice_index, before.series_uid) != (after.slice_index, after.series_uid):
            self.slice_changed.emit()

    def set_active(self, index: int) -> None:
        """The viewport that keys and the rail belong to."""
        if index != self.active:
            self.active = index
            self.active_changed.emit()
            self.slice_changed.emit()

    def set_layout(self, layout: Layout) -> None:
        """How many viewports are shown."""
        if layout == "planes" and self.layout != "planes":
            self.lead = self.active
        self.layout = layout
        if self.active not in self.shown_views:
            self.set_active(self.lead if self.lead in self.shown_views else self.shown_views[0])
        self.layout_changed.emit()

    def set_crosshair(self, point_mm: tuple[float, float, float] | None) -> None:
        """The point that the three planes go through."""
        if point_mm != self.crosshair_mm:
            self.crosshair_mm = point_mm
            self.crosshair_changed.emit()

    def set_link(self, linked: bool, note: str = "") -> None:
        """Whether viewports move together, and why not."""
        self.linked, self.link_note = linked, note
        self.link_changed.emit()

    def set_mode(self, mode: Mode) -> None:
        """What the left button does."""
        self.mode = mode
        self.mode_changed.emit()

    def set_measurement(self, id_: str) -> None:
        """Which measurement is selected."""
        if id_ != self.measurement:
            self.measurement = id_
            self.measurement_changed.emit()

    def set_overlays(self, *, visible: bool | None = None, blinking: bool | None = None) -> None:
        """Hide the overlays, or show the other sequence, while a key is held."""
        self.overlays_visible = self.overlays_visible if visible is None else visible
        self.blinking = self.blinking if blinking is None else blinking
        self.overlays_changed.emit()

    def set_comparing(self, comparing: Comparison) -> None:
        """Show T1CE minus T1, or the mirror lens, while a key is held."""
        if comparing != self.comparing:
            self.comparing = comparing
            self.overlays_changed.emit()

    def set_draft(self, draft: Draft | None) -> None:
        """What the hand is drawing now; None when it is released or cancelled."""
        if draft != self.draft:
            self.draft = draft
            self.draft_changed.emit()

    def set_smooth(self, smooth: bool) -> None:
        """Whether voxels are interpolated on the screen."""
        self.smooth = smooth
        self.smooth_changed.emit()

    def set_reference_lines(self, shown: bool) -> None:
        """Whether the active viewport's slice is drawn as a line in the others."""
        self.reference_lines = shown
        self.overlays_changed.emit()

    def set_theme(self, name: str) -> None:
        """``dark`` or ``light``; the application's style has been applied."""
        self.theme = name
        self.theme_changed.emit()

    def set_grade_visible(self, visible: bool) -> None:
        """Pathology is on the screen, or no longer."""
        self.grade_visible = visible
        self.labels_changed.emit()

    def set_grade(self, result: GradeResult | None, state: GradeState) -> None:
        """The model's estimate for the open patient and whether it still holds."""
        self.grade_result, self.grade_state = result, state
        self.grade_changed.emit()

    def set_model(self, model_id: str | None, line: str = "") -> None:
        """The model that grades."""
        self.model_id, self.model_line = model_id, line
        self.model_changed.emit()

    def set_saved(self, when: datetime) -> None:
        """An edit was committed."""
        self.saved_at = when
        self.saved_changed.emit()

    def post(self, text: str, trouble: bool = False) -> None:
        """One calm sentence for the status strip."""
        message = Message(text, datetime.now().astimezone(), trouble)
        self.messages = [*self.messages[-199:], message]
        self.message_posted.emit(message)

    @property
    def shown(self) -> int:
        """How many viewports are shown."""
        return len(self.shown_views)

    @property
    def shown_views(self) -> range:
        """Indices of the viewports that are shown."""
        return VIEWS[self.layout]

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
        """The voxels in a viewport as it shows them: in its plane, moved by a link by hand; None while they are being read."""
        state = self.views[index]
        volume = self.volume(state.series_uid)
        if volume is None or state.plane is not None or self.annotation is None:
            return None if volume is None else shown_volume(volume, state.plane)
        return shown_volume(volume, self.annotation.links.get(volume.frame_of_reference_uid or volume.series_uid))

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
