"""Headers and studies as compact JSON and back: what slices share is written once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.file_facts import FolderFacts
from glioma_desktop.study.series import Series, SliceFile, SliceFiles, Study, relative_place

_COLUMNS = tuple(name for name in DicomHeader.__dataclass_fields__ if name != "path")
_columns_of = attrgetter(*_COLUMNS)
Run = tuple[str, str, list[int]]
"""Slices in one folder: its place, the names of their files with slashes between, and the frames where not all are 0."""


def packed_facts(names: Sequence[str], facts: FolderFacts) -> str:
    """What is known of the files of a folder."""
    if facts.stored:
        return facts.stored
    number = {name: k for k, name in enumerate(names)}
    headers = [(number[name], header) for name, found in facts.dicom.items() for header in found]
    none = [number[name] for name, found in facts.dicom.items() if not found]
    return json.dumps({
        "columns": _COLUMNS,
        "files": [k for k, _ in headers],
        "empty": none,
        "headers": [_packed_column(c) for c in zip(*(_columns_of(h) for _, h in headers), strict=True)],
        "nifti": {number[name]: labels for name, labels in facts.nifti.items()},
        "unreadable": {number[name]: why for name, why in facts.unreadable.items()},
            "passing": [number[name] for name in facts.passing],
    }, separators=(",", ":"))  # fmt: skip


def unpacked_facts(folder: str, names: Sequence[str], stored: str) -> FolderFacts:
    """The facts written by ``packed_facts``.

    Raises:
        ValueError, KeyError, IndexError, TypeError: it was not written by it.
    """
    data, facts, home = json.loads(stored), FolderFacts(), Path(folder)
    if tuple(data["columns"]) != _COLUMNS:
        raise ValueError("other columns")
    files = data["files"]
    columns = [_column(column, len(files)) for column in data["headers"]]
    for k, *values in zip(files, *columns, strict=True) if files else ():
        facts.dicom.setdefault(names[k], []).append(DicomHeader(home / names[k], *values))
    for k in data["empty"]:
        facts.dicom[names[k]] = []
    facts.nifti = {names[int(k)]: labels for k, labels in data["nifti"].items()}
    facts.unreadable = {names[int(k)]: why for k, why in data["unreadable"].items()}
    facts.passing = {names[k] for k in data["passing"]}
    return facts


def packed_study(study: Study, root: Path) -> str:
    """A study whose files lie below ``root``; its identifiers stand in columns of their own."""
    series = []
    for one in study.series:
        data = one.to_json(root, files=False)
        data["places"] = _places(one.files, root)
        series.append(data)
    facts = {
        "age_years": study.age_years,
        "description": study.description,
        "folder": relative_place(str(study.folder), root),
    }
    return json.dumps({**facts, "series": series}, separators=(",", ":"))


def unpacked_study(stored: str, root: Path, uid: str, patient_id: str, name: str, sex: str, date: str) -> Study:
    """The study written by ``packed_study``.

    Raises:
        ValueError, KeyError, TypeError: it was not written by it.
    """
    data = json.loads(stored)
    series = tuple(Series.from_json(one, root, _files(one["places"], root)) for one in data["series"])
    folder = root / data["folder"]
    return Study(uid, patient_id, name, data["age_years"], sex, date, data["description"], folder, series)


def _packed_column(values: tuple[Any, ...]) -> list[Any]:
    return [values[0]] if values.count(values[0]) == len(values) else list(values)


def _column(stored: list[Any], count: int) -> list[Any]:
    values = [tuple(value) if type(value) is list else value for value in stored]
    return values * count if len(values) == 1 else values


def _places(files: Iterable[SliceFile], root: Path) -> list[Run]:
    split = ((*os.path.split(item.path), item.frame) for item in files)
    runs = []
    for folder, run in groupby(split, key=lambda part: part[0]):
        items = list(run)
        frames = [frame for _, _, frame in items]
        names = "/".join(name for _, name, _ in items)
        runs.append((relative_place(folder, root), names, frames if any(frames) else []))
    return runs


def _files(places: Sequence[Run], root: Path) -> SliceFiles:
    def make() -> Iterator[SliceFile]:
        for place, names, frames in places:
            folder = root / place
            for k, name in enumerate(names.split("/")):
                yield SliceFile(folder / name, frames[k] if frames else 0)

    return SliceFiles(sum(names.count("/") + 1 for _, names, _ in places), make)
