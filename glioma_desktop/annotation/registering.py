"""A study found on disk is made known to the store: looked at, written, and what has grown moved along in the log."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from glioma_desktop.annotation import codec, event_log, growth, roster
from glioma_desktop.annotation.annotation import Edit
from glioma_desktop.annotation.found_study import Look, Rows, look_at, rows_about
from glioma_desktop.annotation.growth import Growth
from glioma_desktop.annotation.open_log import OpenLog
from glioma_desktop.annotation.roster import PatientRecord
from glioma_desktop.study.series import Study


def register(log: OpenLog, home: Path, study: Study, root: Path, source_patient: str | None) -> PatientRecord:
    """Make a study known, as ``AnnotationStore.register`` says.

    Args:
        log: Of the store.
        home: The project folder.
        study: From the catalogue.
        root: The folder that was opened.
        source_patient: The cohort's own name of the patient; None when it is not imported from one.
    """
    done = _register(log, home, study, root, source_patient, ())
    # Files are looked into while nobody waits for the store.
    grown = [one for pair in done.held if (one := growth.growth_of(*pair)) is not None]
    return (_register(log, home, study, root, source_patient, grown) if grown else done).record


def _register(
    log: OpenLog, home: Path, study: Study, root: Path, source_patient: str | None, grown: Sequence[Growth]
) -> roster.Registered:
    done = None
    while done is None:
        look = _look_at(log, home, study, root, imported=source_patient is not None)
        with log.writing(guard=False) as connection, codec.intact():
            if source_patient is None and rows_about(connection, study) != look.rows:
                continue  # another window has made it known meanwhile
            done = roster.register(connection, home, study, root, look, source_patient, grown)
            told = _told_of(log, connection, done)
    for number, triples in told:
        log.take(done.record.pseudonym, number, triples)
    return done


def _look_at(log: OpenLog, home: Path, study: Study, root: Path, imported: bool) -> Look:
    """Ask the files of a study which one it is: as long as their drive takes for that, nobody waits for the store."""
    rows = Rows()
    if not imported:
        with log.reading() as connection:
            rows = rows_about(connection, study)
    with codec.intact():
        return look_at(rows, home, study, root)


def _told_of(log: OpenLog, connection: Connection, done: roster.Registered) -> list[tuple[int, growth.Triples]]:
    """Write what has grown into the log: numbers and changes of the events."""
    patient, told = done.record.pseudonym, list[tuple[int, growth.Triples]]()
    with log.guard:
        state = dict(log.current(connection, patient).state)
    for one in done.taken:
        triples = growth.changes_of(state, one)
        edit = Edit(patient, growth.PROGRAM, growth.words_of(one, state), (), kind="grown")
        told.append((event_log.append(connection, edit, triples), triples))
    return told
