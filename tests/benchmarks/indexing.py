"""A large archive opened for the first time and again, beside pydicom and beside a bare look at its files."""

from __future__ import annotations

import os
from pathlib import Path

import pydicom

from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.catalogue_index import CatalogueIndex
from glioma_desktop.study.dicom_header import KEYWORDS
from tests.benchmarks.archive import make_archive
from tests.benchmarks.place import Place
from tests.benchmarks.table import Timing, benchmark
from tests.benchmarks.timing import interleaved

TENTH = 10
"""The baseline of pydicom reads every tenth file; its time is taken ten times."""


def _archive(place: Place, name: str = "archive", patients: int = 25) -> tuple[Path, list[Path]]:
    folder = place.folder / name
    return folder, sorted(folder.rglob("*.dcm")) if folder.is_dir() else make_archive(folder, patients)


def _by_pydicom(files: list[Path]) -> None:
    for path in files:
        pydicom.dcmread(path, stop_before_pixels=True, specific_tags=list(KEYWORDS))


def _first(folder: Path, index: Path) -> None:
    index.unlink(missing_ok=True)
    _again(folder, index)


def _again(folder: Path, index: Path) -> Catalogue:
    """As a window does that was started anew."""
    catalogue = Catalogue(index=CatalogueIndex(index))
    catalogue.scan(folder)
    return catalogue


@benchmark("first index of 5,000 files, kept on disk", baseline="pydicom, specific tags", must=1 / 3.5)
def first_index(place: Place) -> Timing:
    """25 patients x 4 series x 50 slices of 512 x 512; the aim is an eighth."""
    folder, files = _archive(place)
    index = place.folder / "first.db"
    timing = interleaved(lambda: _first(folder, index), lambda: _by_pydicom(files[::TENTH]), repetitions=5)
    assert timing.baseline is not None
    theirs = timing.baseline * TENTH
    found = Catalogue().scan(folder)
    whole = len(found) == 25 and all([s.shape for s in study.series] == [(50, 512, 512)] * 4 for study in found)
    note = f"{theirs / timing.ours:.1f}x, {len(files) / timing.ours * 1000:.0f} files a second"
    return Timing(timing.ours, theirs, note, holds=whole)


@benchmark("the same opened again, every file's size and time checked", baseline="pydicom, specific tags", must=1 / 50)
def reopened(place: Place) -> Timing:
    """From a closed index to the studies; no file is opened."""
    folder, files = _archive(place)
    index = place.folder / "again.db"
    _first(folder, index)
    timing = interleaved(lambda: _again(folder, index), lambda: _by_pydicom(files[::TENTH]), repetitions=9)
    assert timing.baseline is not None
    return Timing(timing.ours, timing.baseline * TENTH, holds=_again(folder, index).read == 0)


@benchmark("the same", baseline="os.stat of the 5,000 files, nothing else", must=3.0)
def reopened_beside_stat(place: Place) -> Timing:
    """How much is not the system's own work."""
    folder, files = _archive(place)
    index, paths = place.folder / "stat.db", [str(path) for path in files]
    _first(folder, index)
    return interleaved(lambda: _again(folder, index), lambda: [os.stat(path) for path in paths], repetitions=21)  # noqa: PTH116


@benchmark("first index of 5,000 files in one study", baseline="12 x the same of 500", must=1.0)
def ten_times(place: Place) -> Timing:
    """What grows faster than the number of files shows here."""
    large, small = place.folder / "ten", place.folder / "one"
    if not large.exists():
        make_archive(large, 1, slices=1250)
        make_archive(small, 1, slices=125)
    index = place.folder / "ten.db"
    timing = interleaved(lambda: _first(large, index), lambda: _first(small, index), repetitions=7)
    assert timing.baseline is not None
    return Timing(timing.ours, 12 * timing.baseline, f"{timing.ours / timing.baseline:.1f}x for ten times the files")


@benchmark("one file of 5,000 changed", baseline="first index of them", must=0.9)
def one_changed(place: Place) -> Timing:
    """Known headers come from the index, one file is read."""
    folder, files = _archive(place)
    index, other = place.folder / "changed.db", place.folder / "other.db"
    _first(folder, index)
    timing = interleaved(
        lambda: _again(folder, index),
        lambda: _first(folder, other),
        repetitions=5,
        before=lambda: os.utime(files[2345]),
    )
    return Timing(timing.ours, timing.baseline)
