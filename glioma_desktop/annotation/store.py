"""The annotation store: patients, studies, and an append-only log of what readers did.

Every gesture is one event, committed before the window goes on. The current state of a patient is the fold of its events;
undo appends an event that puts the old values back, so the log is also the undo, the audit trail and the crash recovery.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from glioma_desktop.annotation import codec, derived, estimates, event_log, growth, registering, roster, schema
from glioma_desktop.annotation.annotation import Annotation, Edit, Event, EventKind
from glioma_desktop.annotation.case_summary import CaseSummary, summary_of
from glioma_desktop.annotation.event_log import Fold, undo_stacks
from glioma_desktop.annotation.found_study import rows_about, same_place, same_uids, session_beside
from glioma_desktop.annotation.open_log import OpenLog
from glioma_desktop.annotation.roster import PatientRecord
from glioma_desktop.annotation.stored_study import stored_root
from glioma_desktop.errors import StoreReadError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.series import Study


class AnnotationStore:
    """The store of one project.

    Args:
        url: SQLAlchemy URL; a relative SQLite file lies in ``project_folder``.
        project_folder: Study folders inside it are kept relative to it, so that the project can be moved.

    Attributes:
        engine: For backups.
        note: A word for the status strip ("" if all is usual).
        read_only: Nothing can be recorded.

    Raises:
        StoreReadError: it cannot be opened, is damaged, or was written by a newer version.
    """

    def __init__(self, url: str, project_folder: Path) -> None:
        self._folder = project_folder
        self._log = OpenLog(url, project_folder)
        self.engine, self.note, self.read_only = self._log.engine, self._log.note, self._log.read_only

    def close(self) -> None:
        """Let go of the database; the store cannot be used after."""
        self.engine.dispose()

    # --- patients and studies -------------------------------------------------------------------------------------

    def register(self, study: Study, root: Path, source_patient: str | None = None) -> PatientRecord:
        """Make a study known; its patient gets the next pseudonym when new. Registering again refreshes the series.

        A series on which something is drawn takes in further slices when each of its earlier ones is found among them: what
        is kept by slice number moves along, as an event of its own.

        Args:
            study: From the catalogue.
            root: The folder that was opened; file paths are kept relative to it.
            source_patient: The cohort's own name of the patient.
        """
        return registering.register(self._log, self._folder, study, root, source_patient)

    def patients(self) -> list[PatientRecord]:
        """Every patient, by pseudonym."""
        with self._log.reading() as connection, codec.intact():
            rows = connection.execute(select(schema.patients).order_by(schema.patients.c.id))
            return [roster.record_of(row._mapping) for row in rows]

    def patient(self, pseudonym: str) -> PatientRecord:
        """The patient of a pseudonym.

        Raises:
            StoreReadError: there is none.
        """
        with self._log.reading() as connection:
            row = connection.execute(select(schema.patients).where(schema.patients.c.pseudonym == pseudonym)).first()
        if row is None:
            raise StoreReadError(phrase("{pseudonym} is not in this project.", pseudonym=pseudonym))
        return roster.record_of(row._mapping)

    def find_patient(self, identifier: str) -> PatientRecord | None:
        """The patient of a real identifier, or None."""
        with self._log.reading() as connection:
            row = connection.execute(select(schema.patients).where(schema.patients.c.identifier == identifier)).first()
        return None if row is None else roster.record_of(row._mapping)

    def studies(self, pseudonym: str) -> list[Study]:
        """The studies of a patient by date; sequences that a reader stated and derived series are applied."""
        annotation = self.annotation(pseudonym)
        with self._log.reading() as connection, codec.intact():
            studies = roster.studies_of(connection, self._folder, pseudonym, annotation.sequences)
            return [derived.with_derived(study, annotation) for study in studies]

    def find_study(self, study: Study) -> tuple[PatientRecord, Study] | None:
        """The patient of a study found on disk, and the study as it is stored; None when neither is known.

        A study that lies where it was opened or imported is the stored one. A copy is known by its UIDs, also under
        another name, or by its identifier, and keeps its own files; sequences that a reader stated are applied.
        """
        with self._log.reading() as connection:
            rows = rows_about(connection, study)
        with codec.intact():
            here = same_place(rows, self._folder, study) or same_uids(rows, study)
            beside = None if here is not None else session_beside(rows, self._folder, study)
        with self._log.reading() as connection, codec.intact():
            found = roster.find(connection, study, here, beside)
        if found is None:
            return None
        record, uid = found
        stored = next((s for s in self.studies(record.pseudonym) if s.uid == uid), None)
        if stored is not None and stored.folder.resolve() == study.folder.resolve():
            return record, stored
        stated = self.annotation(record.pseudonym).sequences
        series = (s.confirmed_as(stated[s.uid]) if s.uid in stated else s for s in study.series)  # type: ignore[arg-type]
        return record, replace(study, series=tuple(series))

    def move(self, old: Path, new: Path, studies: Sequence[tuple[str, str]]) -> int:
        """Tell the store that the files of studies (patient's identifier, uid) lie below another folder now.

        Returns:
            How many studies that concerns. All of them or none are changed.
        """
        new_root = stored_root(self._folder, new)
        with self._log.writing() as connection:
            return roster.move(connection, self._folder, old, new, new_root, studies)

    # --- the log --------------------------------------------------------------------------------------------------

    def record(self, edit: Edit, patience_ms: int | None = None) -> Annotation:
        """Commit one gesture and return the new state of its patient.

        Typed facts (Box, Outline, Lesion, ...) are turned into JSON here; what was there before is filled in.

        Raises:
            StoreWriteError: nothing was committed, and the state is as before; ``StoreBusyError``: another writer held the
                store for ``patience_ms`` (default 15 s).
        """
        with self._log.writing(patience_ms) as connection:
            fold = self._log.current(connection, edit.patient)
            changes = growth.as_of_now(edit, event_log.events(connection, edit.patient, edit.based_on or 0))
            triples = [(address, fold.state.get(address), after) for address, _, after in changes]
            number = event_log.append(connection, edit, triples)
        self._log.take(edit.patient, number, triples)
        return self.annotation(edit.patient)

    def annotation(self, pseudonym: str) -> Annotation:
        """The current state of a patient, also after another window wrote."""
        with self._log.guard, self._log.reading() as connection:
            fold = self._log.current(connection, pseudonym)
            if fold.typed is None:
                with codec.intact():
                    fold.typed = codec.to_annotation(pseudonym, fold.revision, fold.state)
            return fold.typed

    def preview(self, pseudonym: str, edits: Sequence[Edit]) -> Annotation:
        """What the state of a patient will be when edits that wait for another writer are committed, in their order."""
        with self._log.guard, self._log.reading() as connection, codec.intact():
            changes = (growth.as_of_now(e, event_log.events(connection, pseudonym, e.based_on or 0)) for e in edits)
            ahead = event_log.ahead(self._log.current(connection, pseudonym), changes)
            return codec.to_annotation(pseudonym, ahead.revision, ahead.state)

    def events(self, pseudonym: str | None = None, after: int = 0) -> list[Event]:
        """The log, oldest first: of one patient or of all."""
        with self._log.reading() as connection:
            return list(event_log.events(connection, pseudonym, after))

    def last_event(self) -> int:
        """The number of the newest event of anybody; 0 before the first."""
        with self._log.reading() as connection:
            return int(connection.execute(select(func.max(schema.events.c.number))).scalar() or 0)

    def undo(
        self, pseudonym: str, reader: str, grade_visible: bool = False, patience_ms: int | None = None
    ) -> Event | None:
        """Take back the last edit of a patient that still stands; None when there is none. ``patience_ms`` as ``record``."""
        return self._step(pseudonym, reader, grade_visible, "undo", patience_ms)

    def redo(
        self, pseudonym: str, reader: str, grade_visible: bool = False, patience_ms: int | None = None
    ) -> Event | None:
        """Put back the edit taken back last; None when there is none. ``patience_ms`` as ``record``."""
        return self._step(pseudonym, reader, grade_visible, "redo", patience_ms)

    def next_undo(self, pseudonym: str) -> Event | None:
        """The edit that undo would take back."""
        done, _ = undo_stacks(self.events(pseudonym))
        return done[-1] if done else None

    def redo_text(self, pseudonym: str) -> str | None:
        """What redo would put back."""
        _, undone = undo_stacks(self.events(pseudonym))
        return undone[-1].text if undone else None

    def _step(
        self, pseudonym: str, reader: str, grade_visible: bool, kind: EventKind, patience_ms: int | None
    ) -> Event | None:
        with self._log.writing(patience_ms) as connection:
            fold = self._log.current(connection, pseudonym)
            log = list(event_log.events(connection, pseudonym))
            done, undone = undo_stacks(log)
            stack = done if kind == "undo" else undone
            if not stack:
                return None
            target = stack[-1]
            grown = growth.growths_in(entry for entry in log if entry.number > target.number)
            triples = [
                (address, fold.state.get(address), before if kind == "undo" else after)
                for address, before, after in growth.renumbered(list(target.changes), grown)
            ]
            edit = Edit(pseudonym, reader, target.text, (), grade_visible, kind)
            number = event_log.append(connection, edit, triples, undoes=target.number)
        self._log.take(pseudonym, number, triples)
        return self.events(pseudonym, number - 1)[0]

    def case_summaries(self) -> dict[str, CaseSummary]:
        """What the worklist shows, for every patient, in one pass over the log."""
        folds: dict[str, Fold] = {}
        with self._log.reading() as connection:
            names = connection.execute(select(schema.patients.c.pseudonym)).scalars().all()
            for entry in event_log.events(connection):
                folds.setdefault(entry.patient, Fold()).take(entry.number, entry.changes)
        with codec.intact():
            return {name: summary_of(folds.get(name, Fold()).state) for name in names}

    # --- estimates and small facts --------------------------------------------------------------------------------

    def save_grade(self, pseudonym: str, result: dict[str, Any], patience_ms: int | None = None) -> int:
        """Keep an estimate; returns its number. ``patience_ms`` as ``record``."""
        with self._log.writing(patience_ms) as connection:
            return estimates.keep(connection, pseudonym, result)

    def grades(self, pseudonym: str) -> list[tuple[int, str, dict[str, Any]]]:
        """The estimates of a patient, oldest first: (number, time, result)."""
        with self._log.reading() as connection, codec.intact():
            return estimates.kept(connection, pseudonym)

    def ensure_meta(self, key: str, value: bytes) -> bytes:
        """A small fact of the store itself, set to ``value`` if nobody had set it; two windows get the same answer."""
        found = self._meta(key)
        if found is not None:
            return found
        with self._log.writing(guard=False) as connection, suppress(IntegrityError):
            connection.execute(insert(schema.meta).values(key=key, value=value))
        return self._meta(key) or value

    def _meta(self, key: str) -> bytes | None:
        with self._log.reading() as connection:
            return connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == key)).scalar()
