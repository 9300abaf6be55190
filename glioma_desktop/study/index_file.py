"""The file of the catalogue: an SQLite database beside the settings that may be lost at any time, and then is made anew."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from glioma_desktop.phrase import phrase

VERSION = 1
MARK = 0x474C4943
"""``GLIC``, the application id in the file's head: another program's database is never written to."""
BUSY_S = 5.0
TABLES = """
CREATE TABLE roots (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, opened TEXT NOT NULL, complete INTEGER NOT NULL, passed TEXT NOT NULL
);
CREATE TABLE folders (
    root INTEGER NOT NULL REFERENCES roots ON DELETE CASCADE, place TEXT NOT NULL, names TEXT NOT NULL, stamps BLOB NOT NULL,
    facts TEXT NOT NULL, PRIMARY KEY (root, place)
) WITHOUT ROWID;
CREATE TABLE studies (
    root INTEGER NOT NULL REFERENCES roots ON DELETE CASCADE, number INTEGER NOT NULL, uid TEXT NOT NULL,
    patient TEXT NOT NULL, name TEXT NOT NULL, sex TEXT NOT NULL, date TEXT NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (root, number)
) WITHOUT ROWID;
CREATE INDEX studies_by_uid ON studies (uid);
CREATE TABLE thumbnails (
    path TEXT NOT NULL, frame INTEGER NOT NULL, size INTEGER NOT NULL, time INTEGER NOT NULL, picture BLOB NOT NULL,
    PRIMARY KEY (path, frame)
) WITHOUT ROWID;
"""


class IndexFile:
    """Opens the file for each transaction and closes it again: no window holds it, wherever it lies.

    A file that is damaged, foreign or of a newer version is moved aside and another one begun. Where it cannot be written,
    or somebody else keeps it for long, the answer is ``None`` and the program goes on without.

    Attributes:
        note: One sentence on what was wrong, ``""`` when all is usual.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.note = ""
        self._usable = True

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """A connection to read with, None without an index."""
        with self._connection("BEGIN", make=False) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection | None]:
        """A transaction that is committed at the end, None without an index."""
        with self._connection("BEGIN IMMEDIATE", make=True) as connection:
            yield connection

    def set_aside(self, why: str) -> None:
        """Begin anew beside a file that cannot be used."""
        aside = self.path.with_name(f"{self.path.stem}-aside{self.path.suffix}")
        try:
            self.path.replace(aside)
        except OSError:
            self._usable = False
            self.note = phrase(
                "The catalogue of folders {why} and cannot be replaced: folders are read anew each time.", why=why
            )
            return
        with suppress(OSError):
            self.path.with_name(self.path.name + "-journal").unlink()
        self.note = phrase(
            "The catalogue of folders {why}: it was set aside as {name} and is built anew.", why=why, name=aside.name
        )

    @contextmanager
    def _connection(self, begin: str, make: bool) -> Iterator[sqlite3.Connection | None]:
        try:
            opened = self._open(make) if self._usable else None
        except sqlite3.DatabaseError as error:
            self._trouble(error)
            opened = None
        if opened is None:
            yield None
            return
        with closing(opened) as connection:
            try:
                connection.execute(begin)
                yield connection
                connection.execute("COMMIT")
            except (sqlite3.DatabaseError, ValueError, KeyError, IndexError, TypeError) as error:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                connection.close()
                self._trouble(error)

    def _open(self, make: bool) -> sqlite3.Connection | None:
        if not self.path.exists() and not (make and self._made()):
            return None
        writable = os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)
        if make and not writable:
            return None
        uri = f"{self.path.absolute().as_uri()}?mode={'rw' if writable else 'ro'}"
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_S, isolation_level=None)
        try:
            if self._accepted(connection, writable):
                return connection
        except BaseException:
            connection.close()
            raise
        connection.close()
        return self._open(make) if self._usable else None

    def _made(self) -> bool:
        """An empty file that only its owner may read; False where there can be none."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))
        except OSError:
            return False
        return True

    def _accepted(self, connection: sqlite3.Connection, writable: bool) -> bool:
        """Whether it is ours, its tables made if it is empty; else it is set aside."""
        mark, version = _mark(connection)
        if (mark, version) == (0, 0) and writable:
            connection.execute(
                "PRAGMA journal_mode=DELETE"
            )  # a write-ahead log needs shared memory: not on a network drive
            connection.execute("BEGIN IMMEDIATE")  # another window may be making it at this moment
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
                for statement in TABLES.split(";"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id={MARK}")
                connection.execute(f"PRAGMA user_version={VERSION}")
            connection.execute("COMMIT")
            mark, version = _mark(connection)
        if (mark, version) == (MARK, VERSION):
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("PRAGMA synchronous=NORMAL")
            return True
        connection.close()
        newer = mark == MARK and version > VERSION
        self.set_aside(phrase("was written by a newer version") if newer else phrase("is not one of this program"))
        return False

    def _trouble(self, error: Exception) -> None:
        """Locked, full, read-only, or given what it cannot hold: without it this time. Anything else: it is damaged."""
        if isinstance(error, sqlite3.OperationalError) and not _is_damage(error):
            return
        if isinstance(error, UnicodeEncodeError):  # a header's value that is no text; the file is none the worse for it
            return
        self.set_aside(phrase("is damaged"))


def _mark(connection: sqlite3.Connection) -> tuple[int, int]:
    """Application id and version of one moment: another window may make the file between two looks."""
    connection.execute("BEGIN")
    try:
        (mark,), (version,) = (
            connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")
        )
    finally:
        connection.execute("ROLLBACK")
    return mark, version


def _is_damage(error: sqlite3.OperationalError) -> bool:
    return any(sign in str(error) for sign in ("malformed", "no such", "disk image", "has no column"))
