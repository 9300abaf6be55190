"""Grade tumour: off the GUI thread, by the same code as the command line, stored, and stale when its ground moves.

torch is loaded for the first time in the worker thread of the first grade.
"""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from glioma_desktop.annotation.hold_out import count_opening, load_hold_out
from glioma_desktop.errors import GliomaError, GradingError, StoreBusyError, StoreWriteError
from glioma_desktop.grading.result import GradeResult
from glioma_desktop.phrase import phrase
from glioma_desktop.ui.active_model import show_active_model
from glioma_desktop.ui.edits import PATIENCE_MS
from glioma_desktop.ui.estimate_card import EstimateCard
from glioma_desktop.ui.grade_ground import Ground, ground_of, what_changed
from glioma_desktop.ui.grade_work import check_on, grade_on
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.task import Task, run_task
from glioma_desktop.ui.view_state import GradeState

NO_MODEL = phrase("No model yet. Training > Retrain… makes one, Training > Models… imports one.")


class GradeController(QObject):
    """Slot ``grade``.

    Args:
        session: Whose open patient is graded.
        window: Parent of the controller.
        card: Shows sentences and asks about sealed patients.
    """

    def __init__(self, session: Session, window: QWidget, card: EstimateCard | None = None) -> None:
        super().__init__(window)
        self._session = session
        self._card: EstimateCard | None = None
        self._task: Task | None = None
        self._asked: Ground | None = None
        self._shown: str = ""
        self._rests_on: dict[str, str] = {}
        if card is not None:
            self.attach(card)
        session.patient_changed.connect(self._patient_changed)
        session.annotation_changed.connect(self._ground_moved)
        session.model_changed.connect(self._ground_moved)
        session.project_changed.connect(self._project_changed)

    def attach(self, card: EstimateCard) -> None:
        """Let a card show what this controller says and ask what it asks."""
        self._card = card
        card.show_sealed_asked.connect(self._open_sealed)
        card.leave_sealed_asked.connect(lambda: self._say(""))

    # -- grading -------------------------------------------------------------------------------------------------------

    @Slot()
    def grade(self) -> None:
        """Grade the boxes of the graded lesion of the open patient; a sealed patient's card asks first."""
        try:
            ground = self._ground()
            opening = self._next_opening(ground.patient)
        except GliomaError as error:
            self._refused(error)
            return
        if opening is None:
            self._run(ground, None)
        else:
            self._check(ground, opening)

    def _check(self, ground: Ground, opening: int) -> None:
        """A sealed patient who cannot be graded is refused without being opened."""
        project, card, volumes = self._session.project, self._session.model, dict(self._session.volumes)
        assert project is not None  # _ground has a model of it
        assert card is not None
        self._cancel()
        self._asked = ground
        self._session.set_grade(None, "running")
        self._say(tr("Looking at the case…"))

        def may_be_graded(_: None) -> None:
            if ground is self._asked:
                self._asked = self._task = None
                self._session.set_grade(None, "none")
                self._ask_sealed(opening)

        self._task = run_task(
            lambda task: check_on(ground, card, project, volumes),
            on_done=may_be_graded,
            on_error=lambda error: self._refused(error, ground),
        )

    def _ask_sealed(self, opening: int) -> None:
        if self._card is not None:
            self._card.ask_sealed(opening)

    @Slot()
    def _open_sealed(self) -> None:
        """Count the look before anything is computed; a look that cannot be written down does not happen."""
        project = self._session.project
        try:
            ground = self._ground()
            assert project is not None  # _ground has a model of it
            reader = self._session.reader or "reader"
            times = count_opening(project.splits_dir, reader, f"grade {ground.patient} in the window")
        except GliomaError as error:
            self._refused(error)
            return
        self._run(ground, times)

    def _ground(self) -> Ground:
        """What would be graded now.

        Raises:
            GliomaError: nothing can be graded; one sentence.
        """
        if self._session.patient is None:
            raise GradingError(phrase("Open a patient first."))
        if self._session.model is None:
            raise GradingError(NO_MODEL)
        return ground_of(self._session, self._session.model)

    def _next_opening(self, patient: str) -> int | None:
        """The number that a look at this sealed patient would get; None when the patient is not sealed."""
        project = self._session.project
        drawn = None if project is None else load_hold_out(project.splits_dir)
        return len(drawn.openings) + 1 if drawn is not None and patient in drawn.sealed else None

    def _run(self, ground: Ground, opening: int | None) -> None:
        project, volumes = self._session.project, dict(self._session.volumes)
        assert project is not None
        self._cancel()
        self._asked = ground
        self._session.set_grade(None, "running")
        self._say(tr("Grading…") if "torch" in sys.modules else tr("Loading the model…"))
        self._task = run_task(
            lambda task: grade_on(ground, project, volumes, opening),
            on_done=lambda result: self._answered(ground, result, opening),
            on_error=lambda error: self._refused(error, ground),
        )

    def _answered(self, ground: Ground, result: GradeResult, opening: int | None) -> None:
        """A late answer, to a question that no longer stands, is not shown and not stored."""
        if ground is not self._asked:
            return
        self._asked = self._task = None
        project = self._session.project
        if project is None or self._key_now() != ground.key:
            self._session.set_grade(None, "none")
            self._say(
                tr("The case changed while it was graded. Grade again{key}.", key=self._session.bindings.hint("grade"))
            )
            return
        try:
            drawn = load_hold_out(project.splits_dir)
        except GliomaError as error:
            self._refused(error)
            return
        if result.sealed and opening is None and drawn is not None:
            # Known by its pixels under another name: ask before the answer is shown, as for any sealed patient.
            self._session.set_grade(None, "none")
            self._ask_sealed(len(drawn.openings) + 1)
            return
        kept = {**result.to_json(), "rests_on": ground.key, "rests_on_parts": ground.parts}
        try:
            project.store.save_grade(ground.patient, kept, PATIENCE_MS)
        except StoreBusyError:  # waited for where nobody notices
            run_task(
                lambda _: project.store.save_grade(ground.patient, kept),
                on_done=lambda _: None,
                on_error=self._not_kept,
            )
        except StoreWriteError as error:
            self._not_kept(error)
        self._shown, self._rests_on = ground.key, ground.parts
        self._say("")
        self._session.set_grade(result, "fresh")

    def _not_kept(self, error: GliomaError) -> None:
        self._session.post(tr("The estimate is shown but not saved: {message}", message=error.message), trouble=True)

    def _refused(self, error: GliomaError, ground: Ground | None = None) -> None:
        if ground is not None and ground is not self._asked:
            return
        self._asked = self._task = None
        self._session.set_grade(None, "none")
        self._say(error.message)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task = self._asked = None

    # -- what it rests on moves ----------------------------------------------------------------------------------------

    def _key_now(self) -> str:
        try:
            return self._ground().key
        except GradingError:
            return ""

    def _ground_moved(self) -> None:
        session = self._session
        if session.grade_result is None or session.grade_state not in ("fresh", "stale"):
            return
        self._show(session.grade_result)

    def _show(self, result: GradeResult) -> None:
        """The answer, and what it rests on that has changed since."""
        session = self._session
        changed = what_changed(session, session.model, result, self._shown, self._rests_on)
        state: GradeState = "fresh" if changed is None else "stale"
        if (result, state, changed or "") != (session.grade_result, session.grade_state, session.grade_cause):
            session.set_grade(result, state, changed or "")

    def _patient_changed(self) -> None:
        if self._asked is not None and self._asked.patient == self._session.patient:
            return
        self._cancel()
        self._say("")
        if self._session.grade_state == "none":
            self._show_stored()
        else:
            self._ground_moved()

    def _project_changed(self) -> None:
        """The active model of the project grades from now on."""
        self._cancel()
        show_active_model(self._session)

    def _show_stored(self) -> None:
        """The last stored estimate of the patient, stale when its ground has moved; never that of a sealed patient."""
        session = self._session
        if session.project is None or session.patient is None:
            return
        try:
            if self._next_opening(session.patient) is not None:
                return
            stored = session.project.store.grades(session.patient)
        except GliomaError as error:
            session.post(error.message, trouble=True)
            return
        if not stored:
            return
        data: dict[str, Any] = stored[-1][2]
        try:
            result = GradeResult.from_json(data)
        except (KeyError, TypeError, ValueError):
            session.post(
                tr(
                    "An estimate stored by another version cannot be shown. Grade again{key}.",
                    key=session.bindings.hint("grade"),
                )
            )
            return
        self._shown = str(data["rests_on"]) if "rests_on" in data else self._key_if_same(result)
        parts = data.get("rests_on_parts")
        self._rests_on = dict(parts) if isinstance(parts, dict) else {}
        self._show(result)

    def _key_if_same(self, result: GradeResult) -> str:
        """The key of the present ground if an estimate of the command line was made on the same boxes and model."""
        try:
            ground = self._ground()
        except GradingError:
            return ""
        same = {answer.roi for answer in result.slices} == set(ground.rois)
        return ground.key if same and result.model == ground.model and result.lesion == ground.lesion else ""

    def _say(self, sentence: str) -> None:
        if self._card is not None:
            self._card.say(sentence)
        elif sentence:
            self._session.post(sentence)
