"""How the store's database is opened, so that a committed event survives a power cut and a moved folder."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import Connection, create_engine, event, inspect, select, text
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from glioma_desktop.annotation import schema
from glioma_desktop.errors import StoreReadError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.dicom_values import printable
from glioma_desktop.study.missing import gone_with

NETWORK_FILE_SYSTEMS = ("nfs", "cifs", "smb", "afp", "sshfs", "webdav", "davfs", "9p", "glusterfs", "ceph", "lustre")
BUSY_MS = 15_000
VERSION_KEY = "schema_version"
_REASONS = {
    "disk is full": phrase("the disk is full; free some space and draw again, everything before is safe"),
    "readonly": phrase("the project is read-only; open a copy that can be written"),
    "disk i/o error": phrase("the disk did not take it; it may be full or gone, and everything before is safe"),
    "locked": phrase("another program holds it; close that program and try again"),
    "malformed": phrase("the file is damaged; restore a backup (File > Open project)"),
    "not a database": phrase("the file is no database; restore a backup (File > Open project)"),
    "unable to open": phrase("the file cannot be opened; check that the folder exists and may be written"),
}
"""What the database calls it, and what it means to the reader."""


class StoreGone(SQLAlchemyError):  # noqa: N818 - as sqlalchemy.exc names its own; what happened, not whose fault
    """The database file is not where it was opened; its text says which folder is gone and what to do."""

    def __init__(self, path: Path) -> None:
        gone = gone_with(path)
        what = path.name if gone == path else phrase("the folder {folder}", folder=gone.name or gone)
        self.reason = phrase(
            "{what} is no longer there; put it back and go on, everything before is safe in it", what=what
        )
        super().__init__(self.reason)


def open_engine(url: str, project_folder: Path) -> tuple[Engine, str, bool]:
    """The engine of a store with its schema up to date, a word for the strip ("" if none), whether it may only be read.

    SQLite: ``synchronous=FULL``; write-ahead log on a local disk, rollback journal on a network drive, where the
    write-ahead log's shared memory does not work.

    Raises:
        StoreReadError: it cannot be opened, is no store, or was written by a newer version.
    """
    try:
        parsed = make_url(url)
        path = None
        if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
            path = Path(str(parsed.database))
            path = path if path.is_absolute() else project_folder / path
            parsed = parsed.set(database=str(path))
        network = path is not None and on_network_drive(path.parent)
        read_only = path is not None and path.exists() and not _writable(path)
        looking_only = {"creator": partial(_read_only, path)} if path is not None and read_only else {}
        engine = create_engine(parsed, **looking_only)
        if parsed.get_backend_name() == "sqlite":
            _configure_sqlite(engine, None if read_only else "DELETE" if network else "WAL")
        _prepare(engine, path, read_only)
        if path is not None:
            _watch_file(engine, path)
    except (SQLAlchemyError, ArgumentError, sqlite3.Error, ValueError) as error:
        raise StoreReadError(sentence_of(phrase("The annotation store cannot be opened"), error)) from error
    return engine, _note(network, read_only), read_only


def _note(network: bool, read_only: bool) -> str:
    if read_only:
        return phrase("This project is read-only: nothing will be saved.")
    return phrase("The project lies on a network drive: saving is slower there.") if network else ""


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _read_only(path: Path) -> sqlite3.Connection:
    """A connection that needs no file beside the database, which a write-ahead log otherwise does even for reading."""
    log = path.with_name(path.name + "-wal")
    alone = not log.exists() or log.stat().st_size == 0
    uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
    return sqlite3.connect(uri, uri=True, check_same_thread=False)


def _configure_sqlite(engine: Engine, journal: str | None) -> None:
    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, at once for writing
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        connection.execute("PRAGMA foreign_keys=ON")
        if journal is not None:
            connection.execute(f"PRAGMA journal_mode={journal}")
            connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _watch_file(engine: Engine, path: Path) -> None:
    """Ask before every use whether the file is still there: it is neither made anew nor written where nobody looks.

    A file in its place again is used as before; another one (the drive was connected again) gets new connections.
    """

    @event.listens_for(engine, "connect")
    def _connected(_: Any, record: ConnectionPoolEntry) -> None:
        record.info["file"] = _identity(path)

    @event.listens_for(engine, "checkout")
    def _still_there(_: Any, record: ConnectionPoolEntry, __: Any) -> None:
        now = _identity(path)
        if now is None:
            raise StoreGone(path)
        if now != record.info.get("file"):
            raise DisconnectionError

    @event.listens_for(engine, "do_connect")
    def _connecting(*_: Any) -> None:
        if _identity(path) is None:
            raise StoreGone(path)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def writing(engine: Engine, patience_ms: int | None = None) -> Iterator[Connection]:
    """A transaction that holds the write lock from its first statement, so that what it read is still true at commit.

    ``patience_ms``: how long another writer is waited for, where the default of 15 s is too long.
    """
    with engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        with _patience(connection, patience_ms), connection.begin():
            yield connection


@contextmanager
def _patience(connection: Connection, patience_ms: int | None) -> Iterator[None]:
    if patience_ms is None or connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection  # beside SQLAlchemy, which would begin a transaction
    driver.execute(f"PRAGMA busy_timeout={patience_ms}")
    try:
        yield
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_MS}")


def is_busy(error: Exception) -> bool:
    """Whether a database error says that another writer holds the store."""
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", 0)
    return (code & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _prepare(engine: Engine, path: Path | None, read_only: bool) -> None:
    with engine.connect() if read_only else writing(engine) as connection:
        names = set(inspect(connection).get_table_names())
        if names and "meta" not in names:
            what = path.name if path else phrase("The database")
            raise StoreReadError(phrase("{what} is not an annotation store.", what=what), path)
        if not read_only:
            schema.create(connection)
        stored = connection.execute(select(schema.meta.c.value).where(schema.meta.c.key == VERSION_KEY)).scalar()
        version = schema.SCHEMA_VERSION if stored is None else int(stored)
        if version > schema.SCHEMA_VERSION:
            raise StoreReadError(
                phrase(
                    "This project was written by a newer version (schema {version}). Update the program to open it.",
                    version=version,
                ),
                path,
            )
        if read_only:
            return
        for step in range(version, schema.SCHEMA_VERSION):
            schema.MIGRATIONS[step](connection)
        if stored is None:
            connection.execute(schema.meta.insert().values(key=VERSION_KEY, value=str(schema.SCHEMA_VERSION).encode()))
        elif version < schema.SCHEMA_VERSION:
            connection.execute(
                schema.meta.update()
                .where(schema.meta.c.key == VERSION_KEY)
                .values(value=str(schema.SCHEMA_VERSION).encode())
            )


def backup(engine: Engine, target: Path) -> None:
    """Copy a store in use by SQLite's backup API, beside the target first and then in its place.

    Raises:
        OSError, sqlite3.Error, SQLAlchemyError: the copy failed; an existing target is unchanged.
    """
    beside = target.with_name(target.name + ".part")
    with engine.connect() as connection, sqlite3.connect(beside) as copy:
        connection.execute(text("SELECT 1"))
        source: Any = connection.connection.driver_connection
        source.rollback()
        source.backup(copy)
    copy.close()
    beside.replace(target)


def on_network_drive(folder: Path) -> bool:
    """Whether a folder lies on a network file system, by the mount that holds it."""
    place = folder.resolve()
    mounts = sorted(psutil.disk_partitions(all=True), key=lambda m: len(m.mountpoint), reverse=True)
    for mount in mounts:
        if place.is_relative_to(mount.mountpoint):
            kind = mount.fstype.lower().removeprefix("fuse.")
            return kind.startswith(NETWORK_FILE_SYSTEMS) or "remote" in mount.opts.split(",")
    return False


def sentence_of(what: str, error: Exception) -> str:
    """One calm sentence for a database error, without SQL and without values."""
    if isinstance(error, StoreGone):
        return phrase("{what}: {reason}.", what=what, reason=error.reason)
    cause = printable((str(getattr(error, "orig", None) or error).splitlines() or [""])[0])
    if isinstance(error, UnicodeError):  # the database's own word for a damaged file, garbled
        cause = "malformed"
    reason = next((reason for sign, reason in _REASONS.items() if sign in cause.lower()), cause)
    return phrase("{what}: {reason}.", what=what, reason=reason)
