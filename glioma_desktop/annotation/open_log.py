"""The open log of a store: transactions whose failures are told in one sentence, and what each patient's events come to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from glioma_desktop.annotation import event_log
from glioma_desktop.annotation.database import is_busy, open_engine, sentence_of, writing
from glioma_desktop.annotation.event_log import Changes, Fold
from glioma_desktop.errors import StoreBusyError, StoreReadError, StoreWriteError
from glioma_desktop.phrase import phrase


class OpenLog:
    """What has been read of a log is kept: a look at a patient reads only what was committed since the last one.

    Args:
        url: SQLAlchemy URL; a relative SQLite file lies in ``project_folder``.
        project_folder: Of the store.

    Attributes:
        engine: Of the database.
        note: A word for the status strip ("" if all is usual).
        read_only: Nothing can be written.
        guard: Held by whoever looks at a fold or changes one.

    Raises:
        StoreReadError: it cannot be opened, is damaged, or was written by a newer version.
    """

    def __init__(self, url: str, project_folder: Path) -> None:
        self.engine, self.note, self.read_only = open_engine(url, project_folder)
        self.guard = threading.RLock()
        self._folds: dict[str, Fold] = {}

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that reads.

        Raises:
            StoreReadError: the database does not answer.
        """
        try:
            with self.engine.connect() as connection:
                yield connection
        except (SQLAlchemyError, UnicodeDecodeError) as error:
            raise StoreReadError(sentence_of(phrase("The annotation store cannot be read"), error)) from error

    @contextmanager
    def writing(self, patience_ms: int | None = None, guard: bool = True) -> Iterator[Connection]:
        """A transaction that writes, all of it or nothing.

        Args:
            patience_ms: How long another writer is waited for; None: 15 s.
            guard: False for one that looks at no fold.

        Raises:
            StoreWriteError: nothing was committed; ``StoreBusyError``: another writer held the store.
        """
        try:
            # The lock of the database first: whoever waits for it holds nobody up who only wants to read.
            with writing(self.engine, patience_ms) as connection, self.guard if guard else nullcontext():
                yield connection
        except (SQLAlchemyError, UnicodeDecodeError) as error:
            kind = StoreBusyError if is_busy(error) else StoreWriteError
            raise kind(sentence_of(phrase("The annotation store cannot be written"), error)) from error

    def current(self, connection: Connection, pseudonym: str) -> Fold:
        """The fold of a patient, with what was committed since (by this window or another); under the guard."""
        fold = self._folds.setdefault(pseudonym, Fold())
        for entry in event_log.events(connection, pseudonym, fold.revision):
            fold.take(entry.number, entry.changes)
        return fold

    def take(self, pseudonym: str, number: int, changes: Changes) -> None:
        """Fold in an event that is committed now, unless a look has read it already."""
        with self.guard:
            fold = self._folds[pseudonym]
            if fold.revision < number:
                fold.take(number, changes)
