"""A folder to the studies in it, and a series to its volume, beside pydicom used plainly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pydicom
from numpy.typing import NDArray

from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.dicom_header import KEYWORDS
from glioma_desktop.study.reading import read_series
from tests.benchmarks.place import Place
from tests.benchmarks.table import Timing, benchmark
from tests.benchmarks.timing import interleaved


@benchmark("scan of the 87 patients, headers only", baseline="pydicom, specific tags", must=0.8)
def scan(place: Place) -> Timing:
    """DICOM and outlines; the baseline only reads the same tags of the same DICOM files."""
    cohort = place.real_cohort
    files = sorted(cohort.rglob("*.dcm"))
    found = Catalogue().scan(cohort)
    timing = interleaved(lambda: Catalogue().scan(cohort), lambda: _read_tags(files), repetitions=3, warm_up=False)
    note = f"{len(files)} files, {len(found)} studies, {len(files) / timing.ours * 1000:.0f} files a second"
    return Timing(timing.ours, timing.baseline, note, holds=len(found) >= 87)


@benchmark("scan of one study of 88 files", baseline="pydicom, specific tags", must=1.0)
def scan_study(place: Place) -> Timing:
    """The phantom's four series."""
    files = sorted(place.study.rglob("*.dcm"))
    return interleaved(lambda: Catalogue().scan(place.study), lambda: _read_tags(files), repetitions=15)


@benchmark("a series of 22 x 256 x 256, plain", baseline="pydicom to float32", must=0.5)
def read_plain(place: Place) -> Timing:
    """Explicit little endian."""
    (study,) = Catalogue().scan(place.study)
    (series,) = [s for s in study.series if s.sequence == "t1ce"]
    return _reading(lambda: read_series(series).voxels, sorted((place.study / "t1ce").glob("*.dcm")))


@benchmark("a series of a real patient, JPEG-LS", baseline="pydicom to float32", must=0.9)
def read_compressed(place: Place) -> Timing:
    """The first patient's T1CE."""
    folder = next(p for p in sorted(place.real_cohort.iterdir()) if (p / "t1ce").is_dir())
    (study,) = Catalogue().scan(folder / "t1ce")
    (series,) = study.series
    return _reading(lambda: read_series(series).voxels, sorted((folder / "t1ce").glob("*.dcm")))


def _reading(ours: Callable[[], NDArray[np.number]], files: list[Path]) -> Timing:
    same = bool(np.array_equal(ours(), read_plainly(files)))
    timing = interleaved(ours, lambda: read_plainly(files), repetitions=41)
    return Timing(timing.ours, timing.baseline, f"{len(files)} slices", holds=same)


def _read_tags(files: list[Path]) -> None:
    for path in files:
        dataset = pydicom.dcmread(path, stop_before_pixels=True, specific_tags=list(KEYWORDS))
        for keyword in KEYWORDS:
            dataset.get(keyword)


def read_plainly(files: list[Path]) -> NDArray[np.float32]:
    """As a short script would: every file, sorted along the axis of the stack."""
    datasets = [pydicom.dcmread(path) for path in files]
    datasets.sort(key=lambda ds: float(ds.ImagePositionPatient[2]))
    return np.stack([ds.pixel_array.astype(np.float32) for ds in datasets])
