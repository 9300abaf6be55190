"""The estimates of a store: what a model said of a patient, kept as it was said.

Every function works inside a transaction of the store.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, insert, select

from glioma_desktop.annotation import event_log, schema


def keep(connection: Connection, pseudonym: str, result: dict[str, Any]) -> int:
    """Write an estimate (JSON-able); returns its number."""
    patient = event_log.number_of(connection, pseudonym)
    done = connection.execute(
        insert(schema.grades).values(time=event_log.now(), patient_id=patient, result=json.dumps(result))
    )
    assert done.inserted_primary_key is not None
    return int(done.inserted_primary_key[0])


def kept(connection: Connection, pseudonym: str) -> list[tuple[int, str, dict[str, Any]]]:
    """The estimates of a patient, oldest first: (number, time, result)."""
    rows = connection.execute(
        select(schema.grades)
        .join(schema.patients)
        .where(schema.patients.c.pseudonym == pseudonym)
        .order_by(schema.grades.c.id)
    ).mappings()
    return [(row["id"], row["time"], json.loads(row["result"])) for row in rows]
