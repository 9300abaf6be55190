"""Packed files are unpacked once: the copies are the same voxels, private, never stale, and never too many."""

from __future__ import annotations

import gzip
import os
import stat
import sys
from dataclasses import fields
from pathlib import Path

import imagecodecs
import nibabel as nib
import numpy as np
import pytest

from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.reading import keep_unpacked, read_series
from glioma_desktop.study.series import Series
from glioma_desktop.study.unpacked_cache import HEAD, UnpackedCache, fetch
from glioma_desktop.study.volume import Volume

SHAPE = (14, 12, 10)


def written(path: Path, seed: int = 0, kind: type = np.int16) -> Series:
    path.parent.mkdir(parents=True, exist_ok=True)
    voxels = np.random.default_rng(seed).integers(0, 900, SHAPE).astype(kind)
    nib.save(nib.Nifti1Image(voxels, np.diag([-1.0, -2.0, 3.0, 1.0])), path)
    return Catalogue().scan(path.parent)[0].series[0]


@pytest.fixture
def cache(tmp_path: Path) -> UnpackedCache:
    return UnpackedCache(tmp_path / "cache", 1 << 20)


@pytest.mark.parametrize("kind", [np.int16, np.float32, np.uint8])
def test_a_packed_file_opened_again_is_mapped_and_the_same(
    tmp_path: Path, cache: UnpackedCache, kind: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    series = written(tmp_path / "p" / "Doe_John.nii.gz", kind=kind)
    first = read_series(series, cache=cache)
    keep_unpacked(series, first, cache)
    monkeypatch.setattr(imagecodecs, "gzip_decode", None)
    again = read_series(series, cache=cache)
    assert np.array_equal(again.voxels, first.voxels)
    assert again.voxels.dtype == kind
    assert not again.voxels.flags.writeable
    assert np.array_equal(again.affine, first.affine)
    assert all(
        getattr(again, field.name) == getattr(first, field.name)
        for field in fields(first)
        if field.name not in ("voxels", "affine")
    )
    (copy,) = cache.folder.iterdir()
    assert "Doe" not in copy.name
    assert b"Doe" not in copy.read_bytes()
    if sys.platform != "win32":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert stat.S_IMODE(cache.folder.stat().st_mode) == 0o700


def test_a_file_that_has_changed_is_read_anew_and_its_old_copy_goes(tmp_path: Path, cache: UnpackedCache) -> None:
    path = tmp_path / "p" / "head.nii.gz"
    series = written(path)
    keep_unpacked(series, read_series(series, cache=cache), cache)
    os.utime(path, ns=(1, 1))
    written(path, seed=1)
    volume = read_series(series, cache=cache)
    assert np.array_equal(volume.voxels.transpose(2, 1, 0), np.asarray(nib.load(path).dataobj))
    assert list(cache.folder.iterdir()) == []


def test_a_file_that_has_changed_is_read_anew_also_when_its_size_and_time_are_as_before(
    tmp_path: Path, cache: UnpackedCache
) -> None:
    path = tmp_path / "p" / "head.nii.gz"
    series = written(path)
    plain = gzip.decompress(path.read_bytes())
    other = bytes([*plain[:-1], plain[-1] ^ 1])
    for content in (plain, other):  # packed without making it smaller: both take the same room
        path.write_bytes(gzip.compress(content, 0))
        os.utime(path, ns=(10**18, 10**18))
        volume = read_series(series, cache=cache)
        keep_unpacked(series, volume, cache)
        assert np.array_equal(volume.voxels.transpose(2, 1, 0), np.asarray(nib.load(path).dataobj))


def test_the_copies_used_longest_ago_go_first(tmp_path: Path) -> None:
    size = int(np.prod(SHAPE)) * 2 + HEAD
    cache = UnpackedCache(tmp_path / "cache", 3 * size)
    many = [written(tmp_path / f"p{k}" / "head.nii.gz", seed=k) for k in range(4)]
    for k, series in enumerate(many[:3]):
        keep_unpacked(series, read_series(series), cache)
        newest = max(cache.folder.iterdir(), key=lambda copy: copy.stat().st_mtime_ns)
        os.utime(newest, ns=(10**9 * (k + 1), 10**9 * (k + 1)))
    assert cache.find(many[0].files[0].path) is not None  # used now
    keep_unpacked(many[3], read_series(many[3]), cache)
    assert [cache.find(series.files[0].path) is not None for series in many] == [True, False, True, True]
    assert cache.bytes_held <= 3 * size
    cache.empty()
    assert cache.bytes_held == 0
    keep_unpacked(many[3], read_series(many[3]), cache)
    assert cache.bytes_held > 0
    cache.limit_bytes = 0
    cache.trim()
    assert cache.bytes_held == 0
    keep_unpacked(many[3], read_series(many[3]), cache)
    assert cache.bytes_held == 0


@pytest.mark.parametrize("left", [0, 20, 200, 5000])
def test_a_damaged_copy_is_deleted_and_the_file_read(tmp_path: Path, cache: UnpackedCache, left: int) -> None:
    series = written(tmp_path / "p" / "head.nii.gz")
    expected = read_series(series).voxels
    keep_unpacked(series, read_series(series), cache)
    (copy,) = cache.folder.iterdir()
    copy.write_bytes(copy.read_bytes()[:left])
    assert np.array_equal(read_series(series, cache=cache).voxels, expected)
    assert not copy.exists()


@pytest.mark.parametrize("head", [b"[]", b"{}", b'{"kind": "|O", "shape": [1, 1, 1]}', b"\xff"])
def test_a_copy_that_says_nonsense_is_deleted_and_the_file_read(
    tmp_path: Path, cache: UnpackedCache, head: bytes
) -> None:
    series = written(tmp_path / "p" / "head.nii.gz")
    expected = read_series(series).voxels
    keep_unpacked(series, read_series(series), cache)
    (copy,) = cache.folder.iterdir()
    copy.write_bytes(head.ljust(HEAD) + copy.read_bytes()[HEAD:])
    assert np.array_equal(read_series(series, cache=cache).voxels, expected)
    assert not copy.exists()


def test_a_folder_that_may_not_be_written_does_no_harm(tmp_path: Path) -> None:
    series = written(tmp_path / "p" / "head.nii.gz")
    expected = read_series(series).voxels
    blocked = UnpackedCache(tmp_path / "p" / "head.nii.gz" / "below a file", 1 << 20)
    keep_unpacked(series, read_series(series, cache=blocked), blocked)
    assert np.array_equal(read_series(series, cache=blocked).voxels, expected)


def test_what_a_killed_program_left_half_written_goes_and_what_is_being_written_stays(
    tmp_path: Path, cache: UnpackedCache
) -> None:
    series = written(tmp_path / "p" / "head.nii.gz")
    keep_unpacked(series, read_series(series), cache)
    left, writing = cache.folder / "a.4711-1.part", cache.folder / "b.4712-1.part"
    earlier = cache.folder / "a-b.npy"
    for path in (left, writing, earlier):
        path.write_bytes(bytes(100))
    for path in (left, earlier):
        os.utime(path, (1, 1))
    cache.trim()
    assert not left.exists()
    assert not earlier.exists(), "a copy of the first version, which nobody reads any more"
    assert writing.exists()
    assert cache.find(series.files[0].path) is not None


def test_voxels_that_are_not_numbers_are_told_of_every_time(tmp_path: Path, cache: UnpackedCache) -> None:
    path = tmp_path / "p" / "odd.nii.gz"
    path.parent.mkdir()
    voxels = np.ones(SHAPE, np.float32)
    voxels[0, 0, 0] = np.nan
    nib.save(nib.Nifti1Image(voxels, np.eye(4)), path)
    series = Catalogue().scan(path.parent)[0].series[0]
    for _ in range(2):
        volume = read_series(series, cache=cache)
        keep_unpacked(series, volume, cache)
        assert any("1 voxel is not a number" in warning for warning in volume.warnings)


@pytest.mark.skipif(sys.platform != "linux", reason="which pages are there is asked of Linux")
def test_the_disc_is_waited_for_where_a_series_is_read_and_not_where_it_is_looked_at(
    tmp_path: Path, cache: UnpackedCache
) -> None:
    path = tmp_path / "head.nii.gz"
    path.write_bytes(b"")
    cache.limit_bytes = 64 << 20
    cache.keep(path, 0, Volume(np.zeros((50, 300, 300), np.int16), np.eye(4), (1.0, 1.0, 1.0)))
    (place,) = cache.folder.iterdir()
    found = cache.find(path)
    assert found is not None
    voxels = found.voxels
    assert _resident_kb(place) < 1000
    fetch(voxels)
    assert _resident_kb(place) > 0.9 * voxels.nbytes / 1024


def _resident_kb(place: Path) -> int:
    lines = iter(Path("/proc/self/smaps").read_text().splitlines())
    next(line for line in lines if line.endswith(place.name))
    return next(int(line.split()[1]) for line in lines if line.startswith("Rss:"))
