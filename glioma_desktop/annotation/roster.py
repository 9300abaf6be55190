"""Patients and studies of a store: who is known by which pseudonym, and where their files lie.

Every function works inside a transaction of the store. ``home`` is the project folder: what lies inside it is kept relative
to it, so that the project can be moved.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from glioma_desktop.annotation import schema
from glioma_desktop.annotation.found_study import Look
from glioma_desktop.annotation.growth import Growth
from glioma_desktop.annotation.same_name import another_name
from glioma_desktop.annotation.series_that_stay import with_series_that_stay
from glioma_desktop.annotation.stored_study import data_of, root_from, study_from
from glioma_desktop.study.deidentify import running_pseudonym
from glioma_desktop.study.moved_files import moved_path
from glioma_desktop.study.series import Series, Study, relative_place


@dataclass(frozen=True, slots=True)
class PatientRecord:
    """A patient of the local store. Only ``pseudonym`` leaves it.

    Attributes:
        source_patient: The folder's name in an imported cohort; None when the patient came by another way.
    """

    pseudonym: str
    identifier: str
    source_patient: str | None
    name: str
    sex: str
    age_years: float | None


@dataclass(frozen=True, slots=True)
class Registered:
    """What came of making a study known.

    Attributes:
        held: Series that stay as they were, since something is drawn on them: (as they were, as they were found).
        taken: Those of ``grown`` that have taken the place of what was known.
    """

    record: PatientRecord
    held: tuple[tuple[Series, Series], ...] = ()
    taken: tuple[Growth, ...] = ()


def register(
    connection: Connection,
    home: Path,
    study: Study,
    root: Path,
    look: Look,
    source_patient: str | None,
    grown: Sequence[Growth] = (),
) -> Registered:
    """Make a study known; a study that lies where a known one lies is that one, whichever folder was opened above it.

    No file is looked at: a drive that hangs would hold up all who want to write.

    Args:
        connection: A transaction that writes.
        home: The project folder.
        study: As it was found.
        root: The folder that was opened.
        look: What its files have told, of what the store says still.
        source_patient: The cohort's own name of the patient.
        grown: Series of it whose earlier slices were found again among the new ones.
    """
    here, known = look.here, look.here if look.here is not None else look.beside
    patient = _patient_id(connection, study.patient_id or study.uid) if known is None else int(known.patient_id)
    if patient is not None and look.somebody_else:
        names = connection.execute(select(schema.patients.c.identifier)).scalars()
        study, patient = replace(study, patient_id=another_name(study.patient_id, names)), None
    if patient is None:
        patient = _new_patient(connection, study, source_patient)
    elif source_patient is not None:
        own = schema.patients.c.id == patient
        connection.execute(update(schema.patients).where(own).values(source_patient=source_patient))
    held: tuple[tuple[Series, Series], ...] = ()
    taken: tuple[Growth, ...] = ()
    if here is None or here.uid == study.uid:
        held, taken = _put_study(connection, home, patient, study, root, look.root, grown)
    row = connection.execute(select(schema.patients).where(schema.patients.c.id == patient)).one()
    return Registered(record_of(row._mapping), held, taken)


def find(
    connection: Connection, study: Study, stored: Row[Any] | None, beside: Row[Any] | None
) -> tuple[PatientRecord, str] | None:
    """The patient of a study found on disk and the uid of its stored study ("" when only the patient is known).

    Args:
        connection: Of the store.
        study: As it was found.
        stored: The stored study that it is.
        beside: Another session of its patient; without either its identifier tells.
    """
    known = stored if stored is not None else beside
    if known is not None:
        row = connection.execute(select(schema.patients).where(schema.patients.c.id == known.patient_id)).one()
        return record_of(row._mapping), "" if stored is None else str(stored.uid)
    wanted = schema.patients.c.identifier == (study.patient_id or study.uid)
    found = connection.execute(select(schema.patients).where(wanted)).first()
    return None if found is None else (record_of(found._mapping), "")


def studies_of(connection: Connection, home: Path, pseudonym: str, stated: Mapping[str, str]) -> list[Study]:
    """The studies of a patient by date; ``stated`` are sequences by series uid as a reader stated them."""
    rows = connection.execute(
        select(schema.studies, schema.patients.c.identifier, schema.patients.c.name, schema.patients.c.sex)
        .join(schema.patients)
        .where(schema.patients.c.pseudonym == pseudonym)
        .order_by(schema.studies.c.date, schema.studies.c.uid)
    ).mappings().all()  # fmt: skip
    return [study_from(row, home, stated) for row in rows]


def record_of(row: Mapping[Any, Any]) -> PatientRecord:
    """A row of the table of patients."""
    age = row["age_years"]
    return PatientRecord(
        row["pseudonym"], row["identifier"], row["source_patient"], row["name"], row["sex"],
        None if age is None else float(age),
    )  # fmt: skip


def move(
    connection: Connection, home: Path, old: Path, new: Path, new_root: str, studies: Sequence[tuple[str, str]]
) -> int:
    """The files of some studies that lay below ``old`` lie below ``new`` now; returns how many studies that concerns.

    ``new_root`` is ``new`` as it is kept. Studies are told by (identifier of the patient, uid): uids of NIfTI studies are
    relative places, which repeat.
    """
    done, uids = 0, [uid for _, uid in studies]
    asked = select(schema.studies, schema.patients.c.identifier).join(schema.patients)
    for row in connection.execute(asked.where(schema.studies.c.uid.in_(uids))).all():
        if (row.identifier, row.uid) not in studies:
            continue
        root, data = root_from(row.root, home), json.loads(row.data)
        if root.is_relative_to(old):
            values = {"root": (PurePosixPath(new_root) / root.relative_to(old).as_posix()).as_posix()}
        else:  # the folder that was opened is still there, a folder in it has moved
            series = [Series.from_json(item, root) for item in data["series"]]
            files = [tuple(replace(f, path=moved_path(f.path, old, new)) for f in one.files) for one in series]
            if all(moved == tuple(one.files) for moved, one in zip(files, series, strict=True)):
                continue
            told = [replace(one, files=moved).to_json(new) for one, moved in zip(series, files, strict=True)]
            place = relative_place(str(moved_path(root / data["folder"], old, new)), new)
            values = {"root": new_root, "data": json.dumps({**data, "series": told, "folder": place})}
        own = (schema.studies.c.patient_id == row.patient_id) & (schema.studies.c.uid == row.uid)
        connection.execute(update(schema.studies).where(own).values(**values))
        done += 1
    return done


def _new_patient(connection: Connection, study: Study, source_patient: str | None) -> int:
    number = (connection.execute(select(func.max(schema.patients.c.id))).scalar() or 0) + 1
    connection.execute(
        insert(schema.patients).values(
            id=number,
            pseudonym=running_pseudonym(number),
            identifier=study.patient_id or study.uid,
            source_patient=source_patient,
            name=study.patient_name,
            sex=study.sex,
            age_years=None if study.age_years is None else str(study.age_years),
        )
    )
    return number


def _put_study(
    connection: Connection, home: Path, patient: int, study: Study, root: Path, kept: str, grown: Sequence[Growth]
) -> tuple[tuple[tuple[Series, Series], ...], tuple[Growth, ...]]:
    where = (schema.studies.c.patient_id == patient) & (schema.studies.c.uid == study.uid)
    before = connection.execute(select(schema.studies).where(where)).first()
    held: tuple[tuple[Series, Series], ...] = ()
    taken: tuple[Growth, ...] = ()
    if before is not None:
        place = root_from(before.root, home)
        known = {item["uid"]: Series.from_json(item, place) for item in json.loads(before.data)["series"]}
        study, held, taken = with_series_that_stay(connection, patient, study, known, grown)
    values = {"date": study.date, "root": kept, "data": data_of(study, root)}
    if before is not None and all(getattr(before, name) == value for name, value in values.items()):
        return held, taken  # opened again, and nothing is new
    if connection.execute(update(schema.studies).where(where).values(**values)).rowcount == 0:
        connection.execute(insert(schema.studies).values(patient_id=patient, uid=study.uid, **values))
    return held, taken


def _patient_id(connection: Connection, identifier: str) -> int | None:
    found = connection.execute(select(schema.patients.c.id).where(schema.patients.c.identifier == identifier))
    return found.scalar()
