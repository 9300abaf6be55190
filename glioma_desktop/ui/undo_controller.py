"""Edit > Undo, Redo and Undo import: steps back and forth in the log of the open patient, also over a restart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from glioma_desktop.annotation.annotation import Event
from glioma_desktop.annotation.import_event import import_words, is_import
from glioma_desktop.errors import AnnotationError
from glioma_desktop.ui.carrier import carrier_of
from glioma_desktop.ui.edits import PATIENCE_MS, not_saved, show_annotation
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.refusals import show_refusal
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.view_controller import ViewController


class UndoController(QObject):
    """What undo takes back is shown where it was and said. An import is taken back by its own entry of the menu only.

    ``stepped``: undo or redo made these changes.
    """

    stepped = Signal(object)

    def __init__(self, session: Session, views: ViewController) -> None:
        super().__init__(session)
        self._session, self._views = session, views

    def undo(self) -> None:
        """Take back the last edit of this patient, also one from before a restart; not what was imported."""
        self._try(lambda: self._undo(self._why_not_undone))

    def undo_import(self) -> None:
        """Take back what an import brought to this patient, when nothing was done to it since."""
        self._try(lambda: self._undo(self._why_not_taken_back))

    def redo(self) -> None:
        """Put back what was taken back."""
        self._try(lambda: self._step(redo=True))

    def _undo(self, why_not: Callable[[Event | None], str]) -> None:
        reason = why_not(self._next())
        if reason:
            self._session.post(reason)
        else:
            self._step(redo=False)

    def name(self, undo: QAction, redo: QAction, undo_import: QAction) -> None:
        """Say in the open menu what undo and redo would do, or why there is nothing to do."""
        session = self._session
        step, again, reasons = None, None, ("", "", "")
        if session.project is not None and session.patient is not None:
            try:
                step, again = self._next(), session.project.store.redo_text(session.patient)
                nothing = "" if again else tr("Nothing to redo.")
                reasons = self._why_not_undone(step), nothing, self._why_not_taken_back(step)
            except AnnotationError as error:
                session.post(error.message, trouble=True)
                reasons = (error.message,) * 3
        imported = step is not None and is_import(step)
        undo.setText(tr("Undo") if step is None or imported else tr("Undo: {what}", what=step.text))
        redo.setText(tr("Redo: {what}", what=again) if again else tr("Redo"))
        undo_import.setText(
            tr("Undo import of {patient}: {what}", patient=step.patient, what=import_words(step))
            if step is not None and imported
            else tr("Undo import")
        )
        for action, reason in zip((undo, redo, undo_import), reasons, strict=True):
            show_refusal(action, reason)

    # -- inside

    def _try(self, step: Callable[[], None]) -> None:
        """A step that may find the store out of reach."""
        try:
            step()
        except AnnotationError as error:
            self._session.post(error.message, trouble=True)

    def _next(self) -> Event | None:
        session = self._session
        if session.project is None or session.patient is None:
            return None
        return session.project.store.next_undo(session.patient)

    def _why_not_undone(self, step: Event | None) -> str:
        """Why undo takes back nothing, where it would take back this step; else ``""``."""
        if step is None:
            return "" if self._session.waiting else tr("Nothing to undo.")
        if not is_import(step):
            return ""
        return tr(
            "What is left to undo is the import of {patient} ({what}): Edit > Undo import takes it back.",
            patient=step.patient,
            what=import_words(step),
        )

    def _why_not_taken_back(self, step: Event | None) -> str:
        """Why the import stays, where undo would take back this step; else ``""``."""
        if step is not None and is_import(step):
            return ""
        if step is None or not self._imported():
            return tr("Nothing that was imported can be taken back here.")
        return tr(
            "{patient} was changed since its import. Undo that first: {what}.", patient=step.patient, what=step.text
        )

    def _imported(self) -> bool:
        session = self._session
        assert session.project is not None
        return any(is_import(event) for event in session.project.store.events(session.patient))

    def _step(self, redo: bool) -> None:
        session = self._session
        if session.project is None or session.patient is None:
            return
        if session.waiting:
            session.post(tr("What you did last still waits to be saved; it can be taken back then."))
            return
        store = session.project.store
        try:
            step = store.redo if redo else store.undo
            event = step(session.patient, session.reader, session.grade_visible, PATIENCE_MS)
        except AnnotationError as error:
            session.post(not_saved(error), trouble=True)
            return
        if event is None:
            session.post(tr("Nothing to redo.") if redo else tr("Nothing to undo."))
            return
        show_annotation(session, store.annotation(session.patient))
        what = event.text
        session.post(tr("Redone: {what}", what=what) if redo else tr("Undone: {what}", what=what))
        self._show_place(event.changes)
        self.stepped.emit(event.changes)

    def _show_place(self, changes: Sequence[tuple[tuple[str, ...], object, object]]) -> None:
        """Go to the slice that an undo changed, so that it is seen."""
        carrier = carrier_of(self._session, self._session.active)
        if carrier is None:
            return
        slices = {
            int(address[-1])
            for address, _, _ in changes
            if address[0] in ("box", "outline") and address[1] == carrier.series.uid
        }
        here = carrier.plane.target_slice
        if slices and here not in slices:
            nearest = min(slices, key=lambda k: abs(k - here))
            self._views.go_to_target(self._session.active, carrier.plane.target, nearest)
