"""Two windows on one project: what one draws while the other writes is committed in order, and each shows the other's."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from glioma_desktop.annotation.annotation import Annotation
from glioma_desktop.errors import AnnotationError, GliomaError, StoreBusyError, StoreReadError, StoreWriteError
from glioma_desktop.ui.edits import log, not_saved, show_annotation
from glioma_desktop.ui.language import tr, tr_joined
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.task import run_task

RETRY_MS = 100
SAID_AFTER = 8
"""Attempts: a folder that is being read holds the store for moments, of which the count in the strip says enough."""
LAST_PATIENCE_MS = 2000
"""How long the window waits before it closes or opens another project: an ordinary commit of somebody else is over by then."""


class SavingController(QObject):
    """Tries again what waits to be saved; each attempt takes a millisecond, so that the window stays alive."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._attempts = 0
        self._lost = False
        self._soon = QTimer(self, singleShot=True, interval=RETRY_MS)
        self._soon.timeout.connect(self.try_now)
        session.waiting_changed.connect(self._wait)
        session.patient_changed.connect(self._show)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._come_back)

    def try_now(self, patience_ms: int = 0) -> bool:
        """Commit what waits, the oldest first; whether nothing waits any more.

        What cannot be saved for another reason than that the project is held is given up with all that came after it of the
        same patient, which was drawn on top of it: the screen shows what is stored, and the strip says so.
        """
        session, waited, said = self._session, bool(self._session.waiting), self._attempts >= SAID_AFTER
        while session.waiting and session.project is not None:
            try:
                session.project.store.record(session.waiting[0], patience_ms)
            except StoreBusyError:
                self._not_yet()
                return False
            except (StoreWriteError, StoreReadError) as error:
                said = False
                self._give_up(error)
                continue
            session.set_waiting(session.waiting[1:])
            session.set_saved(datetime.now().astimezone())
        if said:
            session.post(tr("Saved: the project is free again."))
        if waited:
            self._attempts = 0
            self._show_stored()
        return True

    def _give_up(self, error: AnnotationError) -> None:
        """The oldest edit and those on top of it; what waits of another patient has nothing to do with them."""
        session, patient = self._session, self._session.waiting[0].patient
        kept = tuple(edit for edit in session.waiting if edit.patient != patient)
        log.warning("%d edits were not saved: %s", len(session.waiting) - len(kept), error.message)
        self._lost = True
        session.set_waiting(kept)
        whose = not_saved(error)
        session.post(whose if patient == session.patient else tr_joined((patient, whose), ": "), trouble=True)

    def finish(self) -> bool:
        """Before the project is left: wait a moment for the other one; False, with a sentence, when that is not enough.

        False also when something is given up only now, or nobody would read that it was.
        """
        self._lost = False
        if self.try_now(LAST_PATIENCE_MS):
            return not self._lost
        self._session.post(
            tr(
                "What you did last still waits to be saved: another window or program holds the project. Close that first."
            ),
            trouble=True,
        )
        return False

    def _not_yet(self) -> None:
        self._attempts += 1
        if self._attempts == SAID_AFTER:
            self._session.post(
                tr(
                    "Another window or program holds this project. What you do is kept, and saved as soon as it lets go."
                ),
                trouble=True,
            )
        self._soon.start()

    def _wait(self) -> None:
        if self._session.waiting and not self._soon.isActive():
            self._soon.start()

    def _show(self) -> None:
        """A patient is opened again of whom something waits."""
        session = self._session
        if session.annotation is not None and any(edit.patient == session.patient for edit in session.waiting):
            show_annotation(session, session.annotation)

    def _come_back(self, state: Qt.ApplicationState) -> None:
        """The window is used again: what another one drew meanwhile is looked for."""
        session, patient = self._session, self._session.patient
        if state != Qt.ApplicationState.ApplicationActive or session.project is None or patient is None:
            return
        store = session.project.store

        def arrived(stored: Annotation) -> None:
            shown = session.annotation
            same = shown is not None and shown.patient == stored.patient == session.patient
            if shown is not None and same and stored.revision > shown.revision and session.draft is None:
                self._show_stored()

        run_task(
            lambda _: store.annotation(patient), on_done=arrived, on_error=lambda error: log.warning(error.message)
        )

    def _show_stored(self) -> None:
        session = self._session
        if session.project is None or session.patient is None:
            return
        try:
            show_annotation(session, session.project.store.annotation(session.patient))
            studies = tuple(session.project.store.studies(session.patient))
        except GliomaError as error:
            session.post(error.message, trouble=True)
            return
        if studies != session.studies:  # a sequence was stated, or a reformat was made
            session.set_studies(studies)
