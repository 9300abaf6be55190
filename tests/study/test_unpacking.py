"""Packed files come slice by slice, end when nobody waits any more, and take no more memory than what is wanted of them."""

from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path
from typing import Any

import nibabel as nib
import numpy as np
import pytest

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study import unpacking
from glioma_desktop.study.arrival import Arrival, ReadingStopped
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.nifti_header import is_nifti_name
from glioma_desktop.study.nifti_reader import read_nifti
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import Series
from glioma_desktop.study.unpacking import LAST_UNPACKED, LastUnpacked

SHAPE = (9, 40, 30)
BLOCK = 1000


@pytest.fixture
def in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small files as large ones are read: in blocks of less than half a slice."""
    monkeypatch.setattr(unpacking, "QUICK", 0)
    monkeypatch.setattr(unpacking, "BLOCK", BLOCK)


def written(folder: Path, dtype: Any = "<i2", volumes: int = 1, name: str = "head.nii.gz", **header: Any) -> Series:
    """Noise that packs badly; the first volume as a series."""
    shape = SHAPE if volumes == 1 else (volumes, *SHAPE)
    values = np.random.default_rng(4).integers(0, 200, shape)
    image = nib.Nifti1Image(values.astype(dtype).T, np.diag([-1.0, -1.0, 2.0, 1.0]))
    image.header.set_data_dtype(dtype)
    if "slope" in header:
        image.header.set_slope_inter(header["slope"], 0)
    folder.mkdir(parents=True, exist_ok=True)
    assert is_nifti_name(folder / name)
    nib.save(image, folder / name)
    return Catalogue().scan(folder)[0].series[0]


@pytest.mark.parametrize(
    ("dtype", "header"),
    [("<i2", {}), (">i2", {}), ("<f4", {}), (">f4", {}), ("<i2", {"slope": 0.5}), ("<f8", {}), ("<u1", {})],
)
def test_slices_are_looked_at_as_they_come_and_are_what_they_stay(
    tmp_path: Path, in_blocks: None, dtype: str, header: dict[str, Any]
) -> None:
    series, seen = written(tmp_path, dtype, **header), {}

    def look(k: int) -> None:
        assert arrival.volume is not None
        seen[k] = arrival.volume.voxels[k].copy()

    arrival = Arrival(series, on_slice=look)
    whole = read_series(series, arrival=arrival)
    assert list(seen) == list(range(SHAPE[0])), "a packed file is unpacked from its beginning"
    assert np.array_equal(np.stack(list(seen.values())), whole.voxels)
    assert np.array_equal(whole.voxels, nib.load(tmp_path / "head.nii.gz").get_fdata().T)
    assert np.array_equal(read_series(series).voxels, whole.voxels)


def test_a_file_that_is_not_packed_begins_with_the_slice_that_is_looked_at(tmp_path: Path) -> None:
    series, told = written(tmp_path, name="head.nii"), []
    arrival = Arrival(series, wanted=6, on_slice=told.append)
    whole = read_series(series, arrival=arrival)
    assert told == [6, 7, 5, 8, 4, 3, 2, 1, 0]
    assert np.array_equal(whole.voxels, nib.load(tmp_path / "head.nii").get_fdata().T)


@pytest.mark.parametrize("name", ["head.nii", "head.nii.gz"])
def test_reading_ends_with_the_block_at_which_it_was_stopped(tmp_path: Path, in_blocks: None, name: str) -> None:
    series, told = written(tmp_path, name=name), []

    def look(k: int) -> None:
        told.append(k)
        if len(told) == 2:
            arrival.stop()

    arrival = Arrival(series, on_slice=look)
    with pytest.raises(ReadingStopped):
        read_series(series, arrival=arrival)
    assert len(told) == 2


def test_passing_over_other_volumes_and_going_on_to_the_checksum_end_too(
    tmp_path: Path, in_blocks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from glioma_desktop.study import nifti_reader

    monkeypatch.setattr(nifti_reader, "MOST_KEPT", 0)
    written(tmp_path, volumes=4)
    series = Catalogue().scan(tmp_path)[0].series[2]
    for ends_at in (1, 30, 75):  # 21,952 bytes lie before each volume's end

        class Impatient(Arrival):
            asked = 0

            def check(self) -> None:
                self.asked += 1
                if self.asked > ends_at:  # noqa: B023 - used within the round
                    self.stop()
                super().check()

        arrival = Impatient(series)
        with pytest.raises(ReadingStopped):
            read_series(series, arrival=arrival)
        assert arrival.asked == ends_at + 1


def test_the_length_of_a_file_that_does_not_state_it_is_no_longer_counted_when_nobody_waits(
    tmp_path: Path, in_blocks: None
) -> None:
    series = written(tmp_path)
    path = tmp_path / "head.nii.gz"
    raw = gzip.decompress(path.read_bytes())
    path.write_bytes(b"".join(gzip.compress(raw[at : at + 5000]) for at in range(0, len(raw), 5000)))
    asked: list[int] = []

    class Impatient(Arrival):
        def check(self) -> None:
            asked.append(1)
            if len(asked) == 4:
                self.stop()
            super().check()

    with pytest.raises(ReadingStopped):
        read_series(series, arrival=Impatient(series))
    assert len(asked) == 4
    assert np.array_equal(read_nifti(path).voxels, nib.load(path).get_fdata().T)


def test_a_large_packed_file_takes_the_memory_of_its_voxels_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "QUICK", 1 << 20)
    values = np.random.default_rng(0).integers(0, 9, (160, 160, 120)).astype(np.float32)
    nib.save(nib.Nifti1Image(values, np.diag([-1.0, -1.0, 1.0, 1.0])), tmp_path / "large.nii.gz")
    del values
    tracemalloc.start()
    try:
        volume = read_nifti(tmp_path / "large.nii.gz")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < volume.voxels.nbytes + 2 * unpacking.BLOCK + (2 << 20)


def test_a_file_that_ends_in_the_middle_or_holds_another_checksum_is_refused_at_its_end(
    tmp_path: Path, in_blocks: None
) -> None:
    series = written(tmp_path)
    path = tmp_path / "head.nii.gz"
    packed = path.read_bytes()
    path.write_bytes(packed[:-8] + bytes(4) + packed[-4:])
    with pytest.raises(StudyReadError, match="damaged or cut off"):
        read_series(series)
    path.write_bytes(packed[: len(packed) // 2] + packed[-4:])
    with pytest.raises(StudyReadError, match="damaged or cut off"):
        read_series(series, arrival=Arrival(series))


def test_the_volumes_of_a_file_are_unpacked_once_as_long_as_there_is_room_for_it(tmp_path: Path) -> None:
    written(tmp_path, volumes=3)
    path, size = tmp_path / "head.nii.gz", 352 + 3 * 2 * int(np.prod(SHAPE))
    last = LastUnpacked()
    room = last.whole(path, size, lambda _: None)
    assert last.whole(path, size, lambda _: None) is room
    assert last.bytes_held == size
    last.let_go()
    assert last.bytes_held == 0
    last.limit_bytes = size - 1
    assert last.whole(path, size, lambda _: None) is not room
    assert last.bytes_held == 0


def test_a_volume_does_not_hold_the_others_of_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LAST_UNPACKED, "limit_bytes", unpacking.MOST_KEPT)
    written(tmp_path, "<f4", volumes=3)
    first = read_nifti(tmp_path / "head.nii.gz", 0)
    assert LAST_UNPACKED.bytes_held > 0
    assert not np.shares_memory(first.voxels, LAST_UNPACKED.whole(tmp_path / "head.nii.gz", 129952, lambda _: None))
    LAST_UNPACKED.let_go()
