"""Patients and studies of a store: who is known by which pseudonym, and which stored study one found on disk is.

Every function works inside a transaction of the store. ``home`` is the project folder: what lies inside it is kept relative
to it, so that the project can be moved.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from glioma_desktop.annotation import schema
from glioma_desktop.annotation.growth import Growth
from glioma_desktop.annotation.same_name import another_name, is_somebody_else
from glioma_desktop.annotation.series_that_stay import with_series_that_stay
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
    source_patient: str | None,
    grown: Sequence[Growth] = (),
) -> Registered:
    """Make a study known; a study that lies where a known one lies is that one, whichever folder was opened above it.

    Args:
        connection: A transaction that writes.
        home: The project folder.
        study: As it was found.
        root: The folder that was opened.
        source_patient: The cohort's own name of the patient.
        grown: Series of it whose earlier slices were found again among the new ones.
    """
    here = None if source_patient is not None else _same_place(connection, home, study)
    patient = _patient_id(connection, study.patient_id or study.uid) if here is None else int(here.patient_id)
    if patient is not None and here is None and source_patient is None:
        known = _known_studies(connection, home, patient)
        if is_somebody_else(study, known):
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
        held, taken = _put_study(connection, home, patient, study, root, grown)
    row = connection.execute(select(schema.patients).where(schema.patients.c.id == patient)).one()
    return Registered(record_of(row._mapping), held, taken)


def find(connection: Connection, home: Path, study: Study) -> tuple[PatientRecord, str] | None:
    """The patient of a study found on disk and the uid of its stored study ("" when only the patient is known).

    By its place on disk; else, for a copy, by its UIDs, also when the copy bears another name; else by its identifier.
    """
    here = _same_place(connection, home, study)
    if here is None:
        here = _same_uids(connection, study)
    if here is not None:
        row = connection.execute(select(schema.patients).where(schema.patients.c.id == here.patient_id)).one()
        return record_of(row._mapping), str(here.uid)
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
    return [_study(dict(row), home, stated) for row in rows]


def record_of(row: Mapping[Any, Any]) -> PatientRecord:
    """A row of the table of patients."""
    age = row["age_years"]
    return PatientRecord(
        row["pseudonym"], row["identifier"], row["source_patient"], row["name"], row["sex"],
        None if age is None else float(age),
    )  # fmt: skip


def stored_root(home: Path, root: Path) -> str:
    """An opened folder as it is kept: relative to the project when it lies inside it."""
    root, home = root.resolve(), home.resolve()
    return root.relative_to(home).as_posix() if root.is_relative_to(home) else root.as_posix()


def move(connection: Connection, home: Path, old: Path, new: Path, studies: Sequence[tuple[str, str]]) -> int:
    """The files of some studies that lay below ``old`` lie below ``new`` now; returns how many studies that concerns.

    Studies are told by (identifier of the patient, uid): uids of NIfTI studies are relative places, which repeat.
    """
    done, uids = 0, [uid for _, uid in studies]
    asked = select(schema.studies, schema.patients.c.identifier).join(schema.patients)
    for row in connection.execute(asked.where(schema.studies.c.uid.in_(uids))).all():
        if (row.identifier, row.uid) not in studies:
            continue
        root, data = _root(row.root, home), json.loads(row.data)
        if root.is_relative_to(old):
            values = {"root": stored_root(home, moved_path(root, old, new))}
        else:  # the folder that was opened is still there, a folder in it has moved
            series = [Series.from_json(item, root) for item in data["series"]]
            files = [tuple(replace(f, path=moved_path(f.path, old, new)) for f in one.files) for one in series]
            if all(moved == tuple(one.files) for moved, one in zip(files, series, strict=True)):
                continue
            told = [replace(one, files=moved).to_json(new) for one, moved in zip(series, files, strict=True)]
            place = relative_place(str(moved_path(root / data["folder"], old, new)), new)
            values = {"root": stored_root(home, new), "data": json.dumps({**data, "series": told, "folder": place})}
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
    connection: Connection, home: Path, patient: int, study: Study, root: Path, grown: Sequence[Growth]
) -> tuple[tuple[tuple[Series, Series], ...], tuple[Growth, ...]]:
    where = (schema.studies.c.patient_id == patient) & (schema.studies.c.uid == study.uid)
    before = connection.execute(select(schema.studies).where(where)).first()
    held: tuple[tuple[Series, Series], ...] = ()
    taken: tuple[Growth, ...] = ()
    if before is not None:
        place = _root(before.root, home)
        known = {item["uid"]: Series.from_json(item, place) for item in json.loads(before.data)["series"]}
        study, held, taken = with_series_that_stay(connection, patient, study, known, grown)
    values = {"date": study.date, "root": stored_root(home, root), "data": json.dumps(_study_json(study, root))}
    if before is not None and all(getattr(before, name) == value for name, value in values.items()):
        return held, taken  # opened again, and nothing is new
    if connection.execute(update(schema.studies).where(where).values(**values)).rowcount == 0:
        connection.execute(insert(schema.studies).values(patient_id=patient, uid=study.uid, **values))
    return held, taken


def _known_studies(connection: Connection, home: Path, patient: int) -> list[Study]:
    row = connection.execute(select(schema.patients.c.pseudonym).where(schema.patients.c.id == patient)).one()
    return studies_of(connection, home, row.pseudonym, {})


def _patient_id(connection: Connection, identifier: str) -> int | None:
    found = connection.execute(select(schema.patients.c.id).where(schema.patients.c.identifier == identifier))
    return found.scalar()


def _same_place(connection: Connection, home: Path, study: Study) -> Row[Any] | None:
    """The stored study whose files are these; of several patients the one of an imported cohort."""
    for row in _candidates(connection, _uids_at(study)):
        data = json.loads(row.data)
        root = _root(row.root, home)
        if (root / data["folder"]).resolve() == study.folder.resolve() and (
            row.uid == study.uid
            or _files(Series.from_json(item, root) for item in data["series"]) == _files(study.series)
        ):
            return row
    return None


def _same_uids(connection: Connection, study: Study) -> Row[Any] | None:
    """The stored study with the same StudyInstanceUID and a series in common; None when several patients have it."""
    if not any(series.kind == "dicom" for series in study.series):
        return None
    own = {series.uid for series in study.series}
    found = [
        row for row in _candidates(connection, [study.uid])
        if own & {item["uid"] for item in json.loads(row.data)["series"]}
    ]  # fmt: skip
    named = [row for row in found if row.identifier == study.patient_id]
    chosen = named or found
    return chosen[0] if len(chosen) == 1 else None


def _candidates(connection: Connection, uids: Sequence[str]) -> Sequence[Row[Any]]:
    imported_first = (schema.patients.c.source_patient.is_(None), schema.patients.c.id)
    return connection.execute(
        select(schema.studies, schema.patients.c.identifier)
        .join(schema.patients)
        .where(schema.studies.c.uid.in_(uids))
        .order_by(*imported_first)
    ).all()


def _uids_at(study: Study) -> list[str]:
    """Every uid that a study in this place can have: of NIfTI it is its path relative to whatever folder was opened."""
    if any(series.kind == "dicom" for series in study.series):
        return [study.uid]
    parts = study.folder.parts
    tails = ["/".join(parts[k:]) for k in range(1, len(parts))] + [study.folder.as_posix()]
    return [uid for tail in tails for uid in (tail, f"{tail}/{study.patient_id}")]


def _files(series: Sequence[Series] | Iterator[Series]) -> frozenset[tuple[str, int]]:
    return frozenset((str(item.path.resolve()), item.frame) for one in series for item in one.files)


def _root(stored: str, home: Path) -> Path:
    root = Path(stored)
    return root if root.is_absolute() else home / root


def _study(row: Mapping[str, Any], home: Path, stated: Mapping[str, str]) -> Study:
    data = json.loads(row["data"])
    root = _root(row["root"], home)
    series = [Series.from_json(item, root) for item in data["series"]]
    return Study(
        uid=row["uid"],
        patient_id=row["identifier"],
        patient_name=row["name"],
        age_years=data["age_years"],
        sex=data.get("sex", row["sex"]),
        date=row["date"],
        description=data["description"],
        folder=root / data["folder"],
        series=tuple(s.confirmed_as(stated[s.uid]) if s.uid in stated else s for s in series),  # type: ignore[arg-type]
    )


def _study_json(study: Study, root: Path) -> dict[str, Any]:
    return {
        "series": [series.to_json(root) for series in study.series],
        "age_years": study.age_years,
        "sex": study.sex,
        "description": study.description,
        "folder": relative_place(str(study.folder), root),
    }
