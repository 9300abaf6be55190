"""A study as a row of the store, and back. Files are kept relative to the folder that was opened, and that to the project."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from glioma_desktop.study.series import Series, Study, relative_place


def study_from(row: Mapping[Any, Any], home: Path, stated: Mapping[str, str]) -> Study:
    """The study of a row.

    Args:
        row: Of the table of studies, with the patient's ``identifier``, ``name`` and ``sex``.
        home: The project folder.
        stated: Sequences by series uid as a reader stated them.
    """
    data = json.loads(row["data"])
    root = root_from(row["root"], home)
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


def data_of(study: Study, root: Path) -> str:
    """What a row holds of a study below the folder that was opened, beside its columns."""
    return json.dumps(
        {
            "series": [series.to_json(root) for series in study.series],
            "age_years": study.age_years,
            "sex": study.sex,
            "description": study.description,
            "folder": relative_place(str(study.folder), root),
        }
    )


def stored_root(home: Path, root: Path) -> str:
    """An opened folder as it is kept: relative to the project when it lies inside it. Its drive is asked."""
    root, home = root.resolve(), home.resolve()
    return root.relative_to(home).as_posix() if root.is_relative_to(home) else root.as_posix()


def root_from(stored: str, home: Path) -> Path:
    """The folder that ``stored_root`` was given."""
    root = Path(stored)
    return root if root.is_absolute() else home / root
