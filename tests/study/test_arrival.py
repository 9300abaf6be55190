"""A series while it comes: the slice that is looked at first, its neighbours next; and what is quick stays exact."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nibabel as nib
import numpy as np
import pydicom
import pytest
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian, JPEGLSLossless

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study import dicom_filling, nifti_reader
from glioma_desktop.study.arrival import Arrival, ReadingStopped
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.reformat import reformatted
from glioma_desktop.study.series import Series
from tests.study.dicom_files import image, save

PIXELS = np.random.default_rng(8).integers(1, 2000, (11, 40, 36)).astype(np.int16)


@pytest.fixture(autouse=True)
def one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dicom_filling, "SLOW_S", 1e9)
    monkeypatch.setattr(dicom_filling, "DISTANT_S", 1e9)


def series_of(folder: Path) -> Series:
    (study,) = Catalogue().scan(folder)
    (series,) = study.series
    return series


def written(folder: Path, syntax: Any = ExplicitVRLittleEndian, **tags: Any) -> Series:
    """Positions and identifiers of many lengths, as scanners write them; twelve bits in sixteen."""
    for k, pixels in enumerate(PIXELS):
        own = {word: value(k) if callable(value) else value for word, value in tags.items()}
        position = own.pop("position", (round(-107.384613 * k, k), 1.5, 2.0**k))
        ds = image(pixels, position, InstanceNumber=k * 7, BitsStored=12, HighBit=11, StudyID="1" * k, **own)
        save(ds, folder / f"{k:02d}.dcm", syntax)
    return series_of(folder)


def test_the_middle_comes_first_and_then_its_neighbours(tmp_path: Path) -> None:
    told: list[int] = []
    series = written(tmp_path)
    arrival = Arrival(series, on_slice=told.append)
    read_series(series, arrival=arrival)
    assert told == [5, 6, 4, 7, 3, 8, 2, 9, 1, 10, 0]


def test_scrolling_says_what_is_read_next(tmp_path: Path) -> None:
    series, told = written(tmp_path), []

    def scrolled(k: int) -> None:
        told.append(k)
        arrival.wanted = 1 if len(told) == 2 else arrival.wanted

    arrival = Arrival(series, on_slice=scrolled)
    read_series(series, arrival=arrival)
    assert told[:5] == [5, 6, 1, 2, 0]
    assert sorted(told) == list(range(11))


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, JPEGLSLossless], ids=["plain", "JPEG-LS"])
@pytest.mark.parametrize("together", [False, True])
def test_what_is_there_of_a_series_is_where_it_belongs_and_the_rest_is_black(
    tmp_path: Path, syntax: Any, together: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dicom_filling, "SLOW_S", -1.0 if together else 1e9)
    monkeypatch.setattr(dicom_filling, "DISTANT_S", -1.0 if together else 1e9)
    series, seen = written(tmp_path, syntax), []

    def look(k: int) -> None:
        volume = arrival.volume
        assert volume is not None
        for at in np.flatnonzero(arrival.here):
            assert np.array_equal(volume.voxels[at], PIXELS[at])
        seen.append((arrival.count, volume.voxels.any(axis=(1, 2)).sum()))

    arrival = Arrival(series, on_slice=look)
    whole = read_series(series, arrival=arrival)
    assert [count for count, _ in seen] == list(range(1, 12))
    assert together or all(count == shown for count, shown in seen)
    assert arrival.volume is not None
    assert np.array_equal(arrival.volume.affine, whole.affine)
    assert (arrival.volume.shape, arrival.volume.uneven_mm, arrival.volume.series_uid) == (
        whole.shape, whole.uneven_mm, whole.series_uid,
    )  # fmt: skip
    assert np.array_equal(whole.voxels, PIXELS)


def test_nothing_is_read_once_nobody_waits(tmp_path: Path) -> None:
    series, told = written(tmp_path), []

    def enough(k: int) -> None:
        told.append(k)
        if len(told) == 3:
            arrival.stop()

    arrival = Arrival(series, on_slice=enough)
    with pytest.raises(ReadingStopped):
        read_series(series, arrival=arrival)
    assert len(told) == 3


def test_a_packed_file_and_the_source_of_a_reformat_are_not_read_once_nobody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever leafs through patients leaves no row of readings behind that fill the memory."""
    for k in range(12):
        pixels = np.full((10, 9), k + 1, np.uint16)
        save(image(pixels, (0.0, 0.0, 1.0 * k), orientation=(1, 0, 0, 0, 1, 0)), tmp_path / f"{k:02d}.dcm")
    made = reformatted(series_of(tmp_path), 4.0)
    gone, read = Arrival(made), []
    plainly = dicom_filling.Filling._plainly

    def seen(filling, k):
        read.append(k)
        if len(read) == 3:
            gone.stop()
        return plainly(filling, k)

    monkeypatch.setattr(dicom_filling.Filling, "_plainly", seen)
    with pytest.raises(ReadingStopped):
        read_series(made, arrival=gone)
    assert len(read) == 3
    path = tmp_path / "packed" / "head.nii.gz"
    path.parent.mkdir()
    nib.save(nib.Nifti1Image(np.ones((6, 5, 4), np.int16), np.eye(4)), path)
    packed = Arrival(series_of(path.parent))
    packed.stop()
    monkeypatch.setattr(nifti_reader, "read_nifti", None)
    with pytest.raises(ReadingStopped):
        read_series(packed.series, arrival=packed)


def test_a_store_keeps_where_the_slices_lie(tmp_path: Path) -> None:
    series = written(tmp_path)
    assert series.uneven_mm is not None
    assert Series.from_json(series.to_json(tmp_path), tmp_path) == series
    older = {word: value for word, value in series.to_json(tmp_path).items() if word not in ("affine", "uneven_mm")}
    again = Series.from_json(older, tmp_path)
    assert again.affine is None
    arrival = Arrival(again)
    assert np.array_equal(read_series(again, arrival=arrival).voxels, PIXELS)
    assert arrival.volume is None


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, ImplicitVRLittleEndian], ids=["explicit", "implicit"])
def test_slices_that_are_not_like_the_others_are_not_taken_for_them(tmp_path: Path, syntax: Any) -> None:
    """One has a rescale of its own, one is longer before its pixels, one has bits that are not stored."""
    for k, pixels in enumerate(PIXELS):
        tags: dict[str, Any] = {"BitsStored": 12, "HighBit": 11}
        if k == 4:
            tags["RescaleSlope"], tags["RescaleIntercept"] = 3, 11
        if k == 7:
            tags["ImageComments"] = "longer " * 90
        if k == 8:
            pixels = (pixels | -4096).astype(np.int16)
        save(image(pixels, (0.0, 0.0, 3.0 * k), **tags), tmp_path / f"{k:02d}.dcm", syntax)
    series = series_of(tmp_path)
    expected = [pydicom.dcmread(item.path).pixel_array.astype(np.float32) for item in series.files]
    expected[4] = expected[4] * 3 + 11
    volume = read_series(series)
    assert np.array_equal(volume.voxels, expected)
    assert np.allclose(volume.affine[:3, 3], 0)


def test_a_file_replaced_by_one_of_another_series_is_named_and_not_shown(tmp_path: Path) -> None:
    series = written(tmp_path / "a")
    written(tmp_path / "b", series="1.2.3.5")
    for changed in (0, 6):
        before = (tmp_path / "a" / f"{changed:02d}.dcm").read_bytes()
        (tmp_path / "a" / f"{changed:02d}.dcm").write_bytes((tmp_path / "b" / f"{changed:02d}.dcm").read_bytes())
        with pytest.raises(StudyReadError, match=rf"^{changed:02d}\.dcm has changed since the folder was opened"):
            read_series(series)
        (tmp_path / "a" / f"{changed:02d}.dcm").write_bytes(before)
    assert np.array_equal(read_series(series).voxels, PIXELS)


def test_a_file_cut_off_since_the_scan_is_named(tmp_path: Path) -> None:
    series = written(tmp_path)
    path = series.files[7].path
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(StudyReadError, match=r"^The pixels of 07\.dcm cannot be decoded"):
        read_series(series)
