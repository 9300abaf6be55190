"""What the window shows now. Only the session changes, and every setter says so by a signal; views show and ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from glioma_desktop.annotation.annotation import Annotation, Edit
from glioma_desktop.grading.result import GradeResult
from glioma_desktop.study.arrival import Arrival
from glioma_desktop.study.series import Study
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.bindings import Bindings
from glioma_desktop.ui.session_state import SessionState
from glioma_desktop.ui.view_state import (
    EMPTY_VIEWS,
    Comparison,
    Draft,
    GradeState,
    Layout,
    Message,
    Mode,
    PatientRow,
)

if TYPE_CHECKING:
    from glioma_desktop.annotation.project import Project
    from glioma_desktop.grading.card import ModelCard


class Session(SessionState):
    """Changes the one state of the window; its attributes, signals and answers are ``SessionState``'s."""

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
        self.magnifying = False
        self.set_grade(None, "none")
        if self.grade_visible:
            self.set_grade_visible(False)
        self.patient_changed.emit()
        self.annotation_changed.emit()

    def set_studies(self, studies: tuple[Study, ...]) -> None:
        """The same patient's studies, after a scan found more or a sequence was confirmed.

        The volume of a series that has other files now goes: its slices would be counted in another way.
        """
        before = {uid: self.series(uid) for uid in self.volumes}
        self.studies = studies
        for uid, known in before.items():
            now = self.series(uid)
            if known is None or now is None or now.files != known.files:
                del self.volumes[uid]
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

    def set_second_layout(self, layout: str) -> None:
        """How many viewports the second window shows; ``""`` closes it."""
        self.second_layout = layout
        if self.active not in self.shown_views:
            self.set_active(self.shown_views[0])
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

    def set_overlays(
        self, *, visible: bool | None = None, blinking: bool | None = None, magnifying: bool | None = None
    ) -> None:
        """Hide the overlays, show the other sequence or the magnifier while a key is held."""
        self.overlays_visible = self.overlays_visible if visible is None else visible
        self.blinking = self.blinking if blinking is None else blinking
        self.magnifying = self.magnifying if magnifying is None else magnifying
        self.overlays_changed.emit()

    def set_comparing(self, comparing: Comparison) -> None:
        """Show T1CE minus T1, or the mirror lens, while a key is held."""
        if comparing != self.comparing:
            self.comparing = comparing
            self.overlays_changed.emit()

    def set_cine(self, fps: float) -> None:
        """Slices run in the active viewport, so many a second; 0: they stand still."""
        if fps != self.cine_fps:
            self.cine_fps = fps
            self.cine_changed.emit()

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

    def set_language(self, name: str) -> None:
        """``en`` or ``zh_CN``; texts that stand in widgets are said in it already."""
        self.language = name
        self.language_changed.emit()

    def set_bindings(self, bindings: Bindings) -> None:
        """What keys and mouse mean from now on."""
        if bindings != self.bindings:
            self.bindings = bindings
            self.bindings_changed.emit()

    def set_grade_visible(self, visible: bool) -> None:
        """Pathology is on the screen, or no longer."""
        self.grade_visible = visible
        self.labels_changed.emit()

    def set_grade(self, result: GradeResult | None, state: GradeState, cause: str = "") -> None:
        """The model's estimate for the open patient, whether it still holds, and if not, what has changed."""
        self.grade_result, self.grade_state, self.grade_cause = result, state, cause
        self.grade_changed.emit()

    def set_model(self, card: ModelCard | None, line: str = "") -> None:
        """The model that grades."""
        self.model, self.model_line = card, line
        self.model_changed.emit()

    def set_saved(self, when: datetime) -> None:
        """An edit was committed."""
        self.saved_at = when
        self.saved_changed.emit()

    def set_waiting(self, edits: tuple[Edit, ...]) -> None:
        """Edits wait to be saved, or no longer."""
        self.waiting = edits
        self.waiting_changed.emit()

    def post(self, text: str, trouble: bool = False) -> None:
        """One calm sentence for the status strip."""
        message = Message(text, datetime.now().astimezone(), trouble)
        self.messages = [*self.messages[-199:], message]
        self.message_posted.emit(message)
