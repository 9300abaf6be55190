"""One gesture, one committed event. Every edit of the window goes through ``record`` here."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from glioma_desktop.annotation.annotation import Annotation, Box, Change, Edit, EventKind
from glioma_desktop.errors import GliomaError, StoreBusyError, StoreReadError, StoreWriteError
from glioma_desktop.phrase import inside
from glioma_desktop.ui.language import meant, tr
from glioma_desktop.ui.session import Session

log = logging.getLogger(__name__)

PATIENCE_MS = 60
"""How long a gesture waits for another writer before the window goes on; nobody notices it."""


def not_saved(error: GliomaError) -> str:
    """One sentence for an edit that could not be committed."""
    message = error.message
    first = message.split(" ", 1)[0]
    word = len(first) == 1 or first[1:].islower()  # not a pseudonym or the name of a file
    return tr("Not saved: {what}", what=inside(message) if word else message)


def record(
    session: Session, text: str, changes: Sequence[Change], *, patient: str | None = None, kind: EventKind = "edit"
) -> bool:
    """Commit an edit of one patient (default: the open one) and show the new state.

    While another window or program holds the store, the edit waits in ``session.waiting`` and is shown as it will be. When
    it cannot be saved nothing changes on the screen and one sentence says so in the strip.

    Returns:
        Whether it was committed or waits.
    """
    patient = patient or session.patient
    if session.project is None or patient is None or not changes:
        return False
    shown = session.annotation if patient == session.patient else None
    based_on = None if shown is None else shown.revision
    now = _elsewhere(session, shown)
    if shown is not None and now is not None:
        changes = _sparing(now, shown, changes)
        if not changes:
            show_annotation(session, now)
            session.post(tr("Not done: another window has drawn here meanwhile. Look at it first."))
            return False
    edit = Edit(patient, session.reader, meant(text), tuple(changes), session.grade_visible, kind, based_on)
    if session.waiting:
        return _wait(session, edit)  # the order is kept
    try:
        annotation = session.project.store.record(edit, PATIENCE_MS)
    except StoreBusyError:
        return _wait(session, edit)
    except (StoreWriteError, StoreReadError) as error:
        log.warning("edit of %s was not saved: %s", patient, error.message)
        session.post(not_saved(error), trouble=True)
        if session.annotation is not None and patient == session.patient:
            session.set_annotation(session.annotation)
        return False
    if patient == session.patient:
        show_annotation(session, annotation)
    session.set_saved(datetime.now().astimezone())
    return True


def _elsewhere(session: Session, shown: Annotation | None) -> Annotation | None:
    """What another window has made of the open patient since it was shown; None when nothing."""
    if session.project is None or shown is None or session.waiting:
        return None
    try:
        now = session.project.store.annotation(shown.patient)
    except (StoreReadError, StoreBusyError):  # who writes next says what is wrong
        return None
    return now if now.revision != shown.revision else None


def _sparing(now: Annotation, shown: Annotation, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Changes without those that take away a box which another window has put there since: nobody here has seen it."""

    def takes_away(change: Change) -> bool:
        kind, *where = change.address
        if kind != "box" or (isinstance(change.after, Box) and change.after.origin != "interpolated"):
            return False
        key = (where[0], where[1], int(where[2]))
        return now.boxes.get(key) not in (None, shown.boxes.get(key))

    return tuple(change for change in changes if not takes_away(change))


def _wait(session: Session, edit: Edit) -> bool:
    session.set_waiting((*session.waiting, edit))
    if session.annotation is not None and edit.patient == session.patient:
        show_annotation(session, session.annotation)
    return True


def show_annotation(session: Session, annotation: Annotation) -> None:
    """Show the new state of the open patient, with what waits to be saved.

    Its series are shown as they are now, when one has grown meanwhile.
    """
    before, waiting = session.annotation, [edit for edit in session.waiting if edit.patient == annotation.patient]
    if waiting and session.project is not None:
        try:
            annotation = session.project.store.preview(annotation.patient, waiting)
        except GliomaError as error:
            session.post(error.message, trouble=True)
    session.set_annotation(annotation)
    if before is None or before.grown == annotation.grown or session.project is None:
        return
    try:
        session.set_studies(tuple(session.project.store.studies(annotation.patient)))
    except GliomaError as error:
        session.post(error.message, trouble=True)
