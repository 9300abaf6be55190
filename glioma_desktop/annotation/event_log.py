"""The log of a store: gestures appended, read back in order, and what they come to for one patient.

Every function that takes a connection works inside a transaction of the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from glioma_desktop.annotation import codec, schema
from glioma_desktop.annotation.annotation import Address, Annotation, Edit, Event
from glioma_desktop.errors import StoreWriteError
from glioma_desktop.phrase import phrase

Changes = Iterable[tuple[Address, Any, Any]]
"""``(address, before, after)`` triples of JSON values; None: nothing was or is there."""


@dataclass
class Fold:
    """The state of one patient after its events up to ``revision``.

    Attributes:
        state: The JSON value at each address.
        typed: The same as readers of the store get it; None until somebody asks.
    """

    revision: int = 0
    state: dict[Address, Any] = field(default_factory=dict)
    typed: Annotation | None = None

    def take(self, number: int, changes: Changes) -> None:
        """Fold in the event of that number."""
        for address, _, after in changes:
            if after is None:
                self.state.pop(address, None)
            else:
                self.state[address] = after
        self.revision, self.typed = number, None


def ahead(fold: Fold, edits: Iterable[Changes]) -> Fold:
    """What a fold comes to with the changes of edits that are not committed yet; it is left as it is."""
    then = Fold(fold.revision, dict(fold.state))
    for changes in edits:
        then.take(then.revision, changes)
    return then


def append(connection: Connection, edit: Edit, changes: Changes, undoes: int | None = None) -> int:
    """Write one event; returns its number.

    Args:
        connection: A transaction that writes.
        edit: Who did what to whom; its own changes are not looked at.
        changes: What is written of it, with what was there before.
        undoes: For ``undo`` and ``redo``: the number of the edit that it takes back or puts back.
    """
    done = connection.execute(
        insert(schema.events).values(
            time=now(), patient_id=number_of(connection, edit.patient), reader=edit.reader, kind=edit.kind, text=edit.text,
            changes=codec.pack(list(changes)), grade_visible=edit.grade_visible, undoes=undoes,
        )
    )  # fmt: skip
    assert done.inserted_primary_key is not None
    return int(done.inserted_primary_key[0])


def events(connection: Connection, pseudonym: str | None = None, after: int = 0) -> Iterator[Event]:
    """The log from event ``after`` on, oldest first: of one patient or of all.

    Raises:
        StoreReadError: an entry is damaged.
    """
    query = select(schema.events, schema.patients.c.pseudonym).join(schema.patients)
    query = query.where(schema.events.c.number > after).order_by(schema.events.c.number)
    if pseudonym is not None:
        query = query.where(schema.patients.c.pseudonym == pseudonym)
    for row in connection.execute(query).mappings():
        with codec.intact():
            changes = codec.unpack(row["changes"])
        yield Event(
            row["number"], row["time"], row["pseudonym"], row["reader"], row["kind"], row["text"], changes,
            bool(row["grade_visible"]), row["undoes"],
        )  # fmt: skip


def undo_stacks(events: Iterable[Event]) -> tuple[list[Event], list[Event]]:
    """The edits that still stand and those taken back, the next to undo or redo last."""
    done: list[Event] = []
    undone: list[Event] = []
    for entry in events:
        if entry.kind in ("edit", "import"):
            done.append(entry)
            undone.clear()
        elif entry.kind == "undo" and done:
            undone.append(done.pop())
        elif entry.kind == "redo" and undone:
            done.append(undone.pop())
    return done, undone


def number_of(connection: Connection, pseudonym: str) -> int:
    """The number of a patient inside the store.

    Raises:
        StoreWriteError: the store does not know the patient, as after another database was put in its place.
    """
    number = connection.execute(select(schema.patients.c.id).where(schema.patients.c.pseudonym == pseudonym)).scalar()
    if number is None:
        raise StoreWriteError(
            phrase(
                "{patient} is not in this project's store: was a backup put in its place? Open the patient's folder again.",
                patient=pseudonym,
            )
        )
    return int(number)


def now() -> str:
    """The time an entry is written at: UTC, ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
