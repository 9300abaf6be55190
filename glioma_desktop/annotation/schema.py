"""The tables of the annotation store, their version, and how an older file becomes a newer one."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)  # fmt: skip

from glioma_desktop.study.any_name import as_written, written

SCHEMA_VERSION = 1


class AnyName(TypeDecorator[str]):
    """Text that may come from the name of a file, which on Linux need not be text; what is text is stored as it is."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """As it is stored."""
        return None if value is None else written(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """As it was given."""
        return None if value is None else as_written(value)


metadata = MetaData()

meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", LargeBinary, nullable=False))

patients = Table(
    "patients",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("pseudonym", String, nullable=False, unique=True),
    Column("identifier", AnyName, nullable=False, unique=True),
    Column("source_patient", AnyName),
    Column("name", String, nullable=False, default=""),
    Column("sex", String, nullable=False, default=""),
    Column("age_years", String),
)

studies = Table(
    "studies",
    metadata,
    Column("patient_id", ForeignKey("patients.id"), nullable=False, primary_key=True),
    Column("uid", AnyName, nullable=False, primary_key=True),
    Column("date", String, nullable=False, default=""),
    Column("root", AnyName, nullable=False),
    Column("data", Text, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("time", String, nullable=False),
    Column("patient_id", ForeignKey("patients.id"), nullable=False),
    Column("reader", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("text", String, nullable=False),
    Column("changes", LargeBinary, nullable=False),
    Column("grade_visible", Boolean, nullable=False),
    Column("undoes", Integer),
    sqlite_autoincrement=True,
)
Index("events_of_patient", events.c.patient_id, events.c.number)

grades = Table(
    "grades",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("time", String, nullable=False),
    Column("patient_id", ForeignKey("patients.id"), nullable=False),
    Column("result", Text, nullable=False),
)

MIGRATIONS: dict[int, Callable[[Connection], None]] = {}
"""Version -> the step that takes a store from that version to the next."""

APPEND_ONLY = (
    "CREATE TRIGGER IF NOT EXISTS events_are_never_changed BEFORE UPDATE ON events "
    "BEGIN SELECT RAISE(ABORT, 'events are never changed'); END",
    "CREATE TRIGGER IF NOT EXISTS events_are_never_deleted BEFORE DELETE ON events "
    "BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END",
)


def create(connection: Connection) -> None:
    """Make every table that is missing; on SQLite also the triggers that keep the log append-only."""
    metadata.create_all(connection)
    if connection.dialect.name == "sqlite":
        for statement in APPEND_ONLY:
            connection.execute(text(statement))
