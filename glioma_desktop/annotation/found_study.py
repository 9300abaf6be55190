"""A study that was found on disk: which stored one it is, and whose.

Files are looked at here, which takes as long as their drive does. Nobody holds the store meanwhile: what it says of the study is
read before, and whoever writes compares whether it still says the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, or_, select

from glioma_desktop.annotation import schema
from glioma_desktop.annotation.same_name import is_nifti, is_somebody_else
from glioma_desktop.annotation.stored_study import root_from, stored_root, study_from
from glioma_desktop.study.nifti_studies import session_patient
from glioma_desktop.study.series import Series, Study


@dataclass(frozen=True, slots=True)
class Rows:
    """What a store says of studies that one on disk may be.

    Attributes:
        alike: Those with a uid that it can have, and other sessions of its patient, those of an imported cohort first.
        namesakes: Those of the patient of its name, where files have to tell whether that is the same one.
    """

    alike: tuple[Row[Any], ...] = ()
    namesakes: tuple[Row[Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What files have told of a study.

    Attributes:
        rows: What the store said then; as long as it says so the rest holds.
        here: The stored study whose files these are; None when there is none.
        beside: Another session of the same patient in the same folder, however that patient is called; None when there is
            none, or when a project of the first version has several of them as patients of their own.
        somebody_else: It is of another patient than the one of its name.
        root: The folder that was opened, as it is kept.
    """

    rows: Rows
    here: Row[Any] | None
    beside: Row[Any] | None
    somebody_else: bool
    root: str


def rows_about(connection: Connection, study: Study) -> Rows:
    """What has to be compared with a study on disk."""
    alike = connection.execute(
        _studies()
        .where(or_(schema.studies.c.uid.in_(_uids_at(study)), *_is_session_beside(study)))
        .order_by(schema.patients.c.source_patient.is_(None), schema.patients.c.id)
    ).all()
    if not is_nifti(study):
        return Rows(tuple(alike))
    own = schema.patients.c.identifier == (study.patient_id or study.uid)
    order = schema.studies.c.date, schema.studies.c.uid
    return Rows(tuple(alike), tuple(connection.execute(_studies().where(own).order_by(*order)).all()))


def look_at(rows: Rows, home: Path, study: Study, root: Path) -> Look:
    """Ask the files of a study which of the stored ones it is.

    Args:
        rows: From ``rows_about``; empty where it is known without.
        home: The project folder.
        study: As it was found.
        root: The folder that was opened.
    """
    here = same_place(rows, home, study)
    beside = None if here is not None else session_beside(rows, home, study)
    asked = () if here is not None or beside is not None else rows.namesakes
    known = [study_from(row._mapping, home, {}) for row in asked]
    return Look(rows, here, beside, bool(known) and is_somebody_else(study, known), stored_root(home, root))


def same_place(rows: Rows, home: Path, study: Study) -> Row[Any] | None:
    """The stored study whose files are these; of several patients the one of an imported cohort."""
    for row in rows.alike:
        data = json.loads(row.data)
        root = root_from(row.root, home)
        if (root / data["folder"]).resolve() == study.folder.resolve() and (
            row.uid == study.uid
            or _files(Series.from_json(item, root) for item in data["series"]) == _files(study.series)
        ):
            return row
    return None


def session_beside(rows: Rows, home: Path, study: Study) -> Row[Any] | None:
    """Another session of the patient in the same folder, as ``Look.beside``."""
    patient = session_patient(study)
    if not patient:
        return None
    folder = study.folder.resolve()
    found = {
        row.patient_id: row for row in rows.alike
        if session_patient(known := study_from(row._mapping, home, {})) == patient and known.folder.resolve() == folder
    }  # fmt: skip
    return next(iter(found.values())) if len(found) == 1 else None


def same_uids(rows: Rows, study: Study) -> Row[Any] | None:
    """The stored study with the same StudyInstanceUID and a series in common; None when several patients have it."""
    if is_nifti(study):
        return None
    own = {series.uid for series in study.series}
    found = [
        row for row in rows.alike
        if row.uid == study.uid and own & {item["uid"] for item in json.loads(row.data)["series"]}
    ]  # fmt: skip
    named = [row for row in found if row.identifier == study.patient_id]
    chosen = named or found
    return chosen[0] if len(chosen) == 1 else None


def _studies() -> Any:
    patients = schema.patients.c
    return select(schema.studies, patients.identifier, patients.name, patients.sex).join(schema.patients)


def _uids_at(study: Study) -> list[str]:
    """Every uid that a study in this place can have: of NIfTI it is its path relative to whatever folder was opened."""
    if not is_nifti(study):
        return [study.uid]
    tails = _tails(study.folder)
    name = study.uid.rsplit("/", 1)[-1]  # of a patient, or a session, in a folder of several
    return [uid for tail in tails for uid in (tail, f"{tail}/{name}")]


def _is_session_beside(study: Study) -> list[ColumnElement[bool]]:
    patient = session_patient(study)
    uid = schema.studies.c.uid
    return [uid.startswith(f"{tail}/{patient}_ses-", autoescape=True) for tail in _tails(study.folder) if patient]


def _tails(folder: Path) -> list[str]:
    parts = folder.parts
    return ["/".join(parts[k:]) for k in range(1, len(parts))] + [folder.as_posix()]


def _files(series: Sequence[Series] | Iterable[Series]) -> frozenset[tuple[str, int]]:
    return frozenset((str(item.path.resolve()), item.frame) for one in series for item in one.files)
