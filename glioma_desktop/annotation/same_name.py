"""Two folders or archives of NIfTI files with one name: the same patient, or two who must not become one.

NIfTI files bear no identifier: their patient is called as their folder is. A name with a number in it (``sub-01``) says who it
is; another one (``images``, ``export``) says nothing, and many have it. Files that begin with ``sub-01_`` say more than either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from glioma_desktop.study.archive_record import record_of
from glioma_desktop.study.folder_names import patient_folder
from glioma_desktop.study.series import Study

_LABEL = re.compile(r"sub-[A-Za-z0-9]+(?=_)")


def is_somebody_else(found: Study, known: Sequence[Study]) -> bool:
    """Whether a study that was found is of another patient than known ones of the same name.

    It is where the files of both begin with labels of BIDS and share none. Else it is where the name says nothing, both lie on
    the disc in folders or archives of their own, and no file of one is as large as the file of that name of the other. A
    folder that was moved or copied is the same patient's, and so is another visit beside the first.
    """
    old = [one for one in known if is_nifti(one)]
    if not is_nifti(found) or not old:
        return False
    own, theirs = _labels([found]), _labels(old)
    if own and theirs and not own & theirs:
        return True
    if any(letter.isdigit() for letter in found.patient_id):
        return False
    there = [one for one in old if _lies_somewhere(one)]
    return bool(there) and not any(_is_same(found, one) for one in there)


def is_nifti(study: Study) -> bool:
    """Whether a study lies in NIfTI files alone."""
    return all(series.kind == "nifti" for series in study.series)


def another_name(name: str, taken: Iterable[str]) -> str:
    """As ``name``, with a number that nobody has."""
    others, number = set(taken), 2
    while f"{name} ({number})" in others:
        number += 1
    return f"{name} ({number})"


def _labels(studies: Iterable[Study]) -> set[str]:
    names = (path.name for study in studies for path in _paths(study))
    return {match[0] for name in names if (match := _LABEL.match(name))}


def _paths(study: Study) -> list[Path]:
    return [item.path for series in study.series for item in series.files]


def _lies_somewhere(study: Study) -> bool:
    return any(path.exists() or record_of(path) is not None for path in _paths(study))


def _is_same(found: Study, known: Study) -> bool:
    if _home(found) == _home(known):
        return True
    sizes = {path.name: _size(path) for path in _paths(known)}
    return any((size := _size(path)) is not None and sizes.get(path.name) == size for path in _paths(found))


def _home(study: Study) -> Path:
    """The patient's folder; of an archive its own path, whatever has changed in it since."""
    archive = record_of(_paths(study)[0])
    return archive[0].archive if archive is not None else patient_folder(study.folder, study.folder)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
