"""Headers and studies as compact JSON and back: what slices share is written once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.file_facts import FolderFacts
from glioma_desktop.study.series import Series, SliceFile, SliceFiles, Study

_COLUMNS = tuple(name for name in DicomHeader.__dataclass_fields__ if name != "path")
_columns_of = attrgetter(*_COLUMNS)


def packed_facts(names: Sequence[str], facts: FolderFacts) -> str:
    """What is known of the files of a folder."""
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
        data["places"] = _places(one.files, str(root))
        series.append(data)
    facts = {
        "age_years": study.age_years,
        "description": study.description,
        "folder": _below(str(study.folder), str(root)),
    }
    return json.dumps({**facts, "series": series}, separators=(",", ":"))


def unpacked_study(stored: str, root: Path, uid: str, patient_id: str, name: str, sex: str, date: str) -> Study:
    """The study written by ``packed_study``.

    Raises:
        ValueError, KeyError, TypeError: it was not written by it.
    """
    data = json.loads(stored)
    series = tuple(
        Series.from_json(
            one, root, SliceFiles([(str(root / home), names, frames) for home, names, frames in one["places"]])
        )
        for one in data["series"]
    )
    folder = root / data["folder"]
    return Study(uid, patient_id, name, data["age_years"], sex, date, data["description"], folder, series)


def _packed_column(values: tuple[Any, ...]) -> list[Any]:
    return [values[0]] if values.count(values[0]) == len(values) else list(values)


def _column(stored: list[Any], count: int) -> list[Any]:
    values = [tuple(value) if type(value) is list else value for value in stored]
    return values * count if len(values) == 1 else values


def _places(files: Iterable[SliceFile], root: str) -> list[tuple[str, str, list[int]]]:
    """Runs of files in one folder: the folder, their names with slashes between, and their frames where not all are 0."""
    split = ((*os.path.split(item.path), item.frame) for item in files)
    runs = []
    for folder, run in groupby(split, key=lambda part: part[0]):
        items = list(run)
        frames = [frame for _, _, frame in items]
        runs.append((_below(folder, root), "/".join(name for _, name, _ in items), frames if any(frames) else []))
    return runs


def _below(path: str, root: str) -> str:
    return "" if path == root else path.removeprefix(root.rstrip(os.sep) + os.sep)
