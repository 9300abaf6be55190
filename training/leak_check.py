"""Is one patient in the cohort under two names? Asked before the first step of every run.

By equal informative slices, by slices that are equal but for intensity, size, encoding or a flip, by UIDs and by frame of
reference. Blank and nearly constant slices say nothing.
"""

from __future__ import annotations

import itertools
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import ManifestError
from glioma_desktop.phrase import joined, phrase
from glioma_desktop.study.digest import slice_digest, slice_signature
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import Series, Study
from training.atomic import write_atomically
from training.crops import series_digest

ALIKE = 0.985
"""Correlation of two signatures above which slices are the same picture; between the 87 patients of the TCGA-LGG cohort the
highest is 0.967, between a slice and its rescaled, resized, re-encoded or flipped copy rarely below 0.994."""
LEAST_PAIRS = 3
LEAST_SHARE = 0.5
VERSION = 1
MARKS = "marks"


@dataclass(frozen=True, slots=True)
class Leak:
    """Two pseudonyms that seem to be one patient, and why."""

    first: str
    second: str
    reason: str


@dataclass(frozen=True)
class Marks:
    """The informative slices of one series.

    Attributes:
        digests: One a slice.
        signatures: float32 (slices, 32 * 32).
    """

    digests: tuple[str, ...]
    signatures: NDArray[np.float32]


def check_leaks(
    project: Project, patients: Iterable[str], progress: Callable[[int, int], None] | None = None
) -> list[Leak]:
    """Every pair of patients that seem to be one.

    Args:
        project: Its cache keeps the marks of series that were looked at before.
        patients: Pseudonyms.
        progress: Called with (patients done, of how many).

    Raises:
        StudyReadError: an image file cannot be read.
    """
    names = list(patients)
    studies = {name: project.store.studies(name) for name in names}
    # A NIfTI study has a place instead of a UID, and two imported folders may have equal places.
    leaks = _by_uids(
        {n: [s.uid for s in studies[n] if any(series.kind == "dicom" for series in s.series)] for n in names},
        phrase("the same study UID"),
    )
    leaks += _by_uids(
        {n: [s.series_instance_uid for s in _dicom(studies[n])] for n in names},
        phrase("the same series UID"),
    )
    leaks += _by_uids(
        {n: [s.frame_of_reference_uid or "" for s in _dicom(studies[n])] for n in names},
        phrase("the same frame of reference"),
    )
    marks: dict[str, list[Marks]] = {}
    for done, name in enumerate(names):
        marks[name] = [
            marks_of(s, project.cache_dir / MARKS) for study in studies[name] for s in study.series if s.source is None
        ]
        if progress is not None:
            progress(done + 1, len(names))
    leaks += _by_digest(marks) + _by_likeness(marks)
    first: dict[tuple[str, str], Leak] = {}
    for leak in leaks:
        first.setdefault((leak.first, leak.second), leak)
    return [first[key] for key in sorted(first)]


def _dicom(studies: Iterable[Study]) -> list[Series]:
    return [series for study in studies for series in study.series if series.kind == "dicom" and series.source is None]


def refuse(leaks: Iterable[Leak]) -> None:
    """Stop a run whose cohort leaks.

    Raises:
        ManifestError: there is a leak; names the patients and the way out.
    """
    found = list(leaks)
    if found:
        pairs = (
            phrase("{first} and {second} ({reason})", first=leak.first, second=leak.second, reason=leak.reason)
            for leak in found[:5]
        )
        shown = joined(pairs, "; ")
        if len(found) > 5:
            shown = phrase("{names} and {count} more", names=shown, count=len(found) - 5)
        raise ManifestError(
            phrase(
                "The same patient seems to be in the cohort under two names: {shown}. "
                "Remove the boxes of one of them, then start again.",
                shown=shown,
            )
        )


def _by_uids(uids: dict[str, list[str]], reason: str) -> list[Leak]:
    owners: dict[str, set[str]] = defaultdict(set)
    for name, values in uids.items():
        for value in filter(None, values):
            owners[value].add(name)
    return [Leak(a, b, reason) for held in owners.values() for a, b in itertools.combinations(sorted(held), 2)]


def _by_digest(marks: dict[str, list[Marks]]) -> list[Leak]:
    owners: dict[str, set[str]] = defaultdict(set)
    for name, parts in marks.items():
        for part in parts:
            for digest in part.digests:
                owners[digest].add(name)
    pairs: dict[tuple[str, str], int] = defaultdict(int)
    for held in owners.values():
        for pair in itertools.combinations(sorted(held), 2):
            pairs[pair] += 1
    return [Leak(a, b, _equal(n)) for (a, b), n in sorted(pairs.items())]


def _equal(count: int) -> str:
    return phrase("1 equal slice") if count == 1 else phrase("{count} equal slices", count=count)


def _by_likeness(marks: dict[str, list[Marks]]) -> list[Leak]:
    """Pairs with at least three alike slices, and half of the smaller patient's, or all of a smaller one's."""
    names = sorted(name for name, parts in marks.items() if parts)
    stacks = [np.concatenate([part.signatures for part in marks[name]]) for name in names]
    owner = np.repeat(np.arange(len(names)), [len(s) for s in stacks])
    pool = np.concatenate(stacks) if stacks else np.zeros((0, 1), np.float32)
    found = []
    for i, name in enumerate(names):
        later = owner > i
        if not len(stacks[i]) or not later.any():
            continue
        alike = stacks[i] @ pool[later].T > ALIKE
        for j in np.unique(owner[later][alike.any(axis=0)]):
            n = int(alike[:, owner[later] == j].any(axis=1).sum())
            fewer = min(len(stacks[i]), len(stacks[j]))
            if n >= min(LEAST_PAIRS, fewer) and n >= LEAST_SHARE * fewer:
                found.append(Leak(name, names[j], phrase("{count} slices that look the same", count=n)))
    return found


def marks_of(series: Series, folder: Path) -> Marks:
    """The marks of a series, from the cache where it holds them.

    Raises:
        StudyReadError: an image file cannot be read.
        GliomaError: the cache cannot be written.
    """
    path = folder / f"{series_digest(series)}-{VERSION}.npz"
    cached = _read(path)
    if cached is not None:
        return cached
    voxels = read_series(series).voxels
    digests = [slice_digest(pixels) for pixels in voxels]
    kept = [k for k, digest in enumerate(digests) if digest is not None]
    signatures = [slice_signature(voxels[k]).ravel() for k in kept]
    marks = Marks(
        tuple(str(digests[k]) for k in kept),
        np.stack(signatures) if signatures else np.zeros((0, 32 * 32), np.float32),
    )
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(
        path, lambda stream: np.savez(stream, digests=np.array(marks.digests, "U32"), signatures=marks.signatures)
    )
    return marks


def _read(path: Path) -> Marks | None:
    """Marks from the cache; None when they are not there or not whole."""
    try:
        with np.load(path, allow_pickle=False) as data:
            return Marks(tuple(str(d) for d in data["digests"]), np.asarray(data["signatures"], np.float32))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None
