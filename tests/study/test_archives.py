"""ZIP and tar archives open like the folder that was packed; hostile ones are refused in one sentence, and nothing escapes."""

from __future__ import annotations

import io
import os
import shutil
import stat
import struct
import sys
import tarfile
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from dicom_files import stack
from test_catalogue import head, labels, nifti

from glioma_desktop.errors import CatalogueError, StudyReadError
from glioma_desktop.study import archive_cache, archive_members, archive_return, archive_writing
from glioma_desktop.study.archive_cache import ArchiveCache
from glioma_desktop.study.archive_names import letters_of, read_name, safe_place
from glioma_desktop.study.arrival import Arrival, ReadingStopped
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.catalogue_index import FILE_NAME, CatalogueIndex
from glioma_desktop.study.file_stamp import stamps
from glioma_desktop.study.moved_files import gone
from glioma_desktop.study.opening import Found, Opener
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import Study
from glioma_desktop.study.thumbnail import thumbnail


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A patient's studies among what else is on a CD, and a patient in NIfTI with a mask."""
    root = tmp_path / "cd"
    for number in ("1", "2"):
        stack(root / "IMAGES" / number, series=f"1.{number}", PatientID="A-17")
    nifti(root / "sub-02" / "flair.nii.gz", head())
    nifti(root / "sub-02" / "mask.nii.gz", labels())
    (root / "IMAGES" / "1" / "empty.dcm").write_bytes(b"")
    (root / "VIEWER").mkdir()
    (root / "VIEWER" / "start.exe").write_bytes(b"MZ" + bytes(5000))
    (root / "autorun.inf").write_text("[autorun]")
    return root


@pytest.fixture
def cache(tmp_path: Path) -> ArchiveCache:
    return ArchiveCache(tmp_path / "home" / "archives", 1 << 30)


def zipped(folder: Path, path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for one in sorted(folder.rglob("*"), reverse=True):
            file.write(one, one.relative_to(folder))
    return path


def with_members(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def image_bytes(tmp_path: Path) -> bytes:
    stack(tmp_path / "one")
    return next((tmp_path / "one").rglob("*.dcm")).read_bytes()


def opened(cache: ArchiveCache, path: Path, index: CatalogueIndex | None = None) -> Found:
    return Opener(cache, index).open([path])


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".json"]


def told(studies: list[Study], root: Path) -> list[object]:
    """All that is known of studies, with places relative to what was opened."""
    return [(s.uid, s.patient_id, s.date, s.folder.relative_to(root), [one.to_json(root) for one in s.series])
            for s in studies]  # fmt: skip


def root_of(found: Found) -> Path:
    return next(parent for parent in found.studies[0].folder.parents if parent.parent.parent.name == "archives")


@pytest.mark.parametrize("packer", ["zip", "tar", "gztar"])
def test_an_archive_shows_what_the_folder_shows_that_was_packed(
    folder: Path, cache: ArchiveCache, tmp_path: Path, packer: str
) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / "cd"), packer, folder))
    found, plain = opened(cache, archive), Catalogue()
    studies = plain.scan(folder)
    assert len(studies) == 2
    root = root_of(found)
    assert told(found.studies, root) == told(studies, folder)
    assert [one.relative_to(root) for one in found.masks] == [one.relative_to(folder) for one in plain.masks]
    assert [one.reason for one in found.unreadable] == [one.reason for one in plain.unreadable]
    for packed, loose in zip(found.studies[0].series, studies[0].series, strict=True):
        assert np.array_equal(read_series(packed).voxels, read_series(loose).voxels)


def test_real_studies_in_a_zip_are_those_of_their_folders(real_data: Path, cache: ArchiveCache, tmp_path: Path) -> None:
    names = ("dicom/philips_survey_mixed_files", "dicom/pgbm_001_t1post", "dicom/dual_echo", "tcga_lgg/TCGA-DU-8164")
    for name in names:
        shutil.copytree(real_data / name, tmp_path / "real" / name)
    found, plain = opened(cache, zipped(tmp_path / "real", tmp_path / "real.zip")), Catalogue()
    studies = plain.scan(tmp_path / "real")
    assert len(studies) >= len(names)
    assert told(found.studies, root_of(found)) == told(studies, tmp_path / "real")
    assert [one.reason for one in found.unreadable] == [one.reason for one in plain.unreadable]
    assert [one.name for one in found.masks] == [one.name for one in plain.masks]
    assert not [path for path in files_in(cache.folder) if path.suffix == ".jpg"]


def test_only_images_are_unpacked_and_only_their_owner_may_read_them(
    folder: Path, cache: ArchiveCache, tmp_path: Path
) -> None:
    opened(cache, zipped(folder, tmp_path / "DOE^JANE.zip"))
    assert not [path for path in files_in(cache.folder) if path.suffix in (".exe", ".inf")]
    assert not any("DOE" in path.name for path in cache.folder.iterdir())
    if sys.platform != "win32":
        for path in (cache.folder, *cache.folder.rglob("*")):
            assert stat.S_IMODE(path.stat().st_mode) in ((0o700,) if path.is_dir() else (0o600,)), path


def test_opened_again_it_is_not_unpacked_again_and_the_catalogue_knows_it(
    folder: Path, cache: ArchiveCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, index = zipped(folder, tmp_path / "cd.zip"), CatalogueIndex(tmp_path / FILE_NAME)
    first = opened(cache, archive, index)
    monkeypatch.setattr(archive_writing.os, "open", None)
    monkeypatch.setattr("glioma_desktop.study.catalogue.FileReader", None)
    again = opened(cache, archive, index)
    assert again.studies == first.studies
    assert again.unreadable == first.unreadable


def test_an_archive_that_has_changed_is_unpacked_anew(folder: Path, cache: ArchiveCache, tmp_path: Path) -> None:
    archive = zipped(folder, tmp_path / "cd.zip")
    assert len(opened(cache, archive).studies[0].series) == 2
    stack(folder / "IMAGES" / "3", series="1.3", PatientID="A-17")
    zipped(folder, archive)
    assert len(opened(cache, archive).studies[0].series) == 3


def test_images_deleted_to_make_room_come_back_for_the_series_that_is_read(
    folder: Path, cache: ArchiveCache, tmp_path: Path
) -> None:
    index, archive = CatalogueIndex(tmp_path / FILE_NAME), zipped(folder, tmp_path / "cd.zip")
    found = opened(cache, archive, index)
    before = [read_series(one).voxels.copy() for one in found.studies[0].series]
    cache.empty()
    assert not files_in(cache.folder)
    assert cache.bytes_held == 0
    assert not gone(found.studies)
    assert np.array_equal(read_series(found.studies[0].series[1]).voxels, before[1])
    assert len(files_in(cache.folder)) == found.studies[0].series[1].shape[0]
    assert cache.bytes_held > 0
    assert opened(cache, archive, index).studies == found.studies
    assert np.array_equal(read_series(found.studies[0].series[0]).voxels, before[0])


@pytest.mark.parametrize("packer", ["zip", "tar"])
def test_series_that_are_asked_for_together_come_back_from_one_archive_without_unpacking_it_for_each(
    folder: Path, cache: ArchiveCache, tmp_path: Path, packer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = opened(cache, Path(shutil.make_archive(str(tmp_path / "cd"), packer, folder)))
    held = cache.bytes_held
    cache.empty()
    written: list[Path] = []
    usual = archive_return.write

    def counted(member: archive_members.Member, root: Path, room: archive_writing.Room) -> object:
        written.append(root.joinpath(*member.place))
        return usual(member, root, room)

    monkeypatch.setattr(archive_return, "write", counted)
    with ThreadPoolExecutor(4) as pool:
        series = [one for study in found.studies for one in study.series] * 2
        assert all(volume.voxels.any() for volume in pool.map(read_series, series))
    assert len(written) == len(set(written))
    assert cache.bytes_held <= held


@pytest.mark.parametrize("packer", ["zip", "tar"])
def test_images_on_their_way_back_are_counted_and_stopped_at_the_next_file(
    folder: Path, cache: ArchiveCache, tmp_path: Path, packer: str
) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / "cd"), packer, folder))
    series = opened(cache, archive).studies[0].series[0]
    count = series.shape[0]
    voxels = read_series(series).voxels.copy()
    cache.empty()
    arrival, told = Arrival(series), []

    def tell(now: archive_return.Unpacking) -> None:
        told.append(now)
        arrival.stopped = now.done == 2

    arrival._unpacked = tell
    with pytest.raises(ReadingStopped):
        read_series(series, arrival=arrival)
    assert told[-1] == (archive, 2, count if packer == "zip" else 0)
    there = files_in(cache.folder)
    assert 0 < len(there) <= 2
    assert cache.bytes_held == sum(path.stat().st_size for path in there)
    assert np.array_equal(read_series(series, arrival=Arrival(series)).voxels, voxels)
    there = files_in(cache.folder)
    assert cache.bytes_held == sum(path.stat().st_size for path in there)


def test_who_waits_for_another_series_of_the_archive_is_told_how_far_it_is_and_may_go(
    folder: Path, cache: ArchiveCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = zipped(folder, tmp_path / "cd.zip")
    first, second = opened(cache, archive).studies[0].series[:2]
    cache.empty()
    under_way, go_on, usual = threading.Event(), threading.Event(), archive_return.write

    def slow(member: archive_members.Member, root: Path, room: archive_writing.Room) -> object:
        under_way.set()
        assert go_on.wait(20)
        return usual(member, root, room)

    monkeypatch.setattr(archive_return, "write", slow)
    told = []
    with ThreadPoolExecutor(1) as pool:
        one = pool.submit(read_series, first)
        assert under_way.wait(20)
        archive_return.bring_back([item.path for item in second.files], lambda: bool(told), told.append)
        assert told == [(archive, 0, 0)]
        go_on.set()
        assert one.result(20).shape == first.shape


def test_for_its_picture_and_to_see_whether_a_series_has_changed_nothing_is_unpacked(
    folder: Path, cache: ArchiveCache, tmp_path: Path
) -> None:
    index, archive = CatalogueIndex(tmp_path / FILE_NAME), zipped(folder, tmp_path / "cd.zip")
    series = opened(cache, archive, index).studies[0].series[0]
    read_as, picture = stamps(series), thumbnail(series)
    index.keep_thumbnails([(series, picture)])
    cache.empty()
    assert stamps(series, read_as) == read_as
    assert np.array_equal(CatalogueIndex(tmp_path / FILE_NAME).thumbnail(series), picture)
    assert not files_in(cache.folder)
    os.utime(archive)
    assert set(stamps(series, read_as)) == {None}
    assert index.thumbnail(series) is None


def test_an_archive_that_is_gone_or_changed_is_named_when_its_images_are_wanted(
    folder: Path, cache: ArchiveCache, tmp_path: Path
) -> None:
    archive = zipped(folder, tmp_path / "cd.zip")
    series = opened(cache, archive).studies[0].series[0]
    cache.empty()
    archive.rename(tmp_path / "elsewhere.zip")
    with pytest.raises(StudyReadError, match=r"cd\.zip is no longer where it was"):
        read_series(series)
    with_members(archive, letter=b"another")
    with pytest.raises(StudyReadError, match=r"cd\.zip has changed since it was opened"):
        read_series(series)


def test_the_archive_used_longest_ago_makes_room(folder: Path, tmp_path: Path) -> None:
    cache = ArchiveCache(tmp_path / "archives", 1 << 30)
    first, second = zipped(folder, tmp_path / "a.zip"), zipped(folder, tmp_path / "b.zip")
    one, two = opened(cache, first), opened(cache, second)
    for path in cache.folder.glob("*.json"):
        os.utime(path, (1, 1) if str(first) in path.read_text() else (2, 2))
    cache.limit_bytes = cache.bytes_held - 1
    cache.trim()
    assert not one.studies[0].series[0].files[0].path.exists()
    assert two.studies[0].series[0].files[0].path.exists()


def test_stopped_half_way_it_goes_on_where_it_was(folder: Path, cache: ArchiveCache, tmp_path: Path) -> None:
    archive, looked = zipped(folder, tmp_path / "cd.zip"), []
    Opener(cache, cancelled=lambda: len(looked) > 5).open([archive], looked.append)
    there = files_in(cache.folder)
    assert 0 < len(there) < 10
    assert cache.bytes_held == sum(path.stat().st_size for path in there)
    times = {path: path.stat().st_ctime_ns for path in there}
    assert len(opened(cache, archive).studies) == 2
    assert {path: path.stat().st_ctime_ns for path in there} == times


def test_a_file_half_unpacked_when_the_program_ended_is_no_image(
    folder: Path, cache: ArchiveCache, tmp_path: Path
) -> None:
    archive = zipped(folder, tmp_path / "cd.zip")
    before = opened(cache, archive)
    image = before.studies[0].series[0].files[0].path
    image.with_name(".4711-12.part").write_bytes(image.read_bytes()[:-100])
    again = opened(cache, archive)
    assert again.studies == before.studies
    assert again.unreadable == before.unreadable


@pytest.mark.parametrize(
    ("letters", "names"),
    [("gb2312", ["病人/头颅", "头颅"]), ("cp437", ["Schädel/Müller", "ß.dcm"]), ("utf-8", ["Čtvrtek/脑", "Müller"])],
)
def test_names_are_read_in_the_letters_they_were_written_in(letters: str, names: list[str]) -> None:
    by_dos = [name.encode(letters).decode("cp437") for name in names]
    assert letters_of(by_dos) == letters
    assert [read_name(name, letters) for name in by_dos] == names


def test_a_zip_with_chinese_names_opens(tmp_path: Path, cache: ArchiveCache) -> None:
    path = with_members(tmp_path / "a.zip", aaaa=image_bytes(tmp_path))
    path.write_bytes(path.read_bytes().replace(b"aaaa", "头颅".encode("gb2312")))
    found = opened(cache, path)
    assert found.studies[0].series[0].files[0].path.name == "头颅"


@pytest.mark.parametrize(
    "name", ["../../evil.dcm", "/etc/evil.dcm", "C:\\evil.dcm", "a/../../evil.dcm", "..\\evil.dcm"]
)
def test_a_path_out_of_the_archive_is_left_out_and_said(tmp_path: Path, cache: ArchiveCache, name: str) -> None:
    data = image_bytes(tmp_path)
    found = opened(cache, with_members(tmp_path / "a.zip", **{name: data, "good.dcm": data}))
    assert len(found.studies) == 1
    assert "names a place outside of its archive" in found.unreadable[0].reason
    assert [path.name for path in tmp_path.rglob("*") if path.suffix == ".dcm" and "evil" in path.name] == []
    tar = tmp_path / "b.tar"
    with tarfile.open(tar, "w") as file:
        for one in (name.replace("\\", "/"), "good.dcm"):
            info = tarfile.TarInfo(one)
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    assert len(opened(cache, tar).studies) == 1
    assert not list(tmp_path.rglob("evil.dcm"))


def test_links_in_archives_are_not_followed(tmp_path: Path, cache: ArchiveCache) -> None:
    secret = tmp_path / "secret.dcm"
    secret.write_bytes(image_bytes(tmp_path))
    tar = tmp_path / "a.tar"
    with tarfile.open(tar, "w") as file:
        for kind, name in ((tarfile.SYMTYPE, "soft.dcm"), (tarfile.LNKTYPE, "hard.dcm"), (tarfile.CHRTYPE, "dev.dcm")):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, str(secret)
            file.addfile(info)
    assert not opened(cache, tar).studies
    link = zipfile.ZipInfo("soft.dcm")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr(link, str(secret))
    assert not opened(cache, tmp_path / "a.zip").studies
    assert not files_in(cache.folder)


def test_names_that_a_system_cannot_hold_are_changed_and_none_is_lost(tmp_path: Path, cache: ArchiveCache) -> None:
    data = image_bytes(tmp_path)
    names = ["con.dcm", "a?b.dcm", "a*b.dcm", "A.dcm", "a.dcm", "x" * 300 + ".dcm", "tail. /i.dcm", "IMG001."]
    found = opened(cache, with_members(tmp_path / "a.zip", **dict.fromkeys(names, data)))
    assert len(files_in(cache.folder)) == len(names)
    assert len(found.studies) == 1
    assert safe_place("x" * 300 + ".nii.gz")[0].endswith(".nii.gz")
    assert safe_place("/".join("a" * 40)) is None


def test_a_file_at_the_end_of_a_long_way_is_opened_like_the_others(tmp_path: Path, cache: ArchiveCache) -> None:
    data = image_bytes(tmp_path)
    far = "/".join("x" * 170 for _ in range(25))
    names = [f"{far}/AX T1/1.dcm", f"{far}/AX T1/2.dcm", f"{far}y/AX T1/1.dcm", "near.dcm"]
    opened(cache, with_members(tmp_path / "a.zip", **dict.fromkeys(names, data)))
    there = files_in(cache.folder)
    assert len(there) == 4
    assert len({path.parent for path in there}) == 3, "files of one folder stay together, those of two apart"
    assert sum(path.parent.name == "AX T1" for path in there) == 3


def encrypted(path: Path) -> Path:
    """The mark of a password in both places that bear it."""
    data = bytearray(path.read_bytes())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", data, data.find(signature) + at, 1)
    path.write_bytes(data)
    return path


def test_what_cannot_be_opened_is_refused_in_one_sentence(tmp_path: Path, cache: ArchiveCache) -> None:
    whole = with_members(tmp_path / "whole.zip", **{"a.dcm": image_bytes(tmp_path)})
    data = whole.read_bytes()
    cut, seven, rar, odd, gz = (tmp_path / name for name in ("cut.zip", "a.7z", "a.rar", "odd.zip", "a.tgz"))
    cut.write_bytes(data[: len(data) // 2])
    seven.write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(50))
    rar.write_bytes(b"Rar!\x1a\x07\x01\x00" + bytes(50))
    odd.write_bytes(b"this is a letter")
    gz.write_bytes(b"\x1f\x8b" + bytes(50))
    newer = tmp_path / "newer.zip"
    newer.write_bytes(data[: (at := data.find(b"PK\x01\x02") + 6)] + b"\x63" + data[at + 1 :])
    for path, words in (
        (encrypted(shutil.copy(whole, tmp_path / "locked.zip")), "locked with a password"),
        (cut, "damaged or cut off"),
        (odd, "damaged or cut off"),
        (seven, "7-Zip archive"),
        (rar, "RAR archive"),
        (gz, "damaged or cut off"),
        (newer, "packed in a way that this program does not read"),
    ):
        with pytest.raises(CatalogueError, match=words) as refused:
            opened(cache, path)
        assert refused.value.message.startswith(path.name)
        assert refused.value.message.count(".") <= 3
    assert not files_in(cache.folder)


def test_a_tar_that_is_cut_off_shows_what_is_whole(folder: Path, cache: ArchiveCache, tmp_path: Path) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / "cd"), "tar", folder))
    archive.write_bytes(archive.read_bytes()[:14_000])
    found = opened(cache, archive)
    assert found.studies
    assert any("damaged" in one.reason for one in found.unreadable)
    assert all(not path.name.endswith(".part") for path in files_in(cache.folder))


def test_the_files_before_a_tar_is_cut_off_are_counted_without_its_folders(
    folder: Path, cache: ArchiveCache, tmp_path: Path
) -> None:
    path = tmp_path / "cd.tar"
    with tarfile.open(path, "w") as file:
        file.add(folder / "IMAGES", "IMAGES")
    with tarfile.open(path) as file:
        members = file.getmembers()
    path.write_bytes(path.read_bytes()[: members[-1].offset + 200])
    count = sum(one.isfile() for one in members[:-1])
    (cut,) = [one.reason for one in opened(cache, path).unreadable if "cut off" in one.reason]
    assert cut == f"cd.tar is damaged or cut off after {count} files: copy it again from its source."


def test_a_search_that_was_stopped_does_not_go_on_to_look_for_archives(
    tmp_path: Path, cache: ArchiveCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        (tmp_path / "drive" / str(number)).mkdir(parents=True)
        (tmp_path / "drive" / str(number) / "cd.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    assert Opener(cache).open([tmp_path / "drive"]).packed == 5
    looked: list[str] = []
    walk = os.walk
    monkeypatch.setattr(os, "walk", lambda top: (looked.append(one[0]) or one for one in walk(top)))
    Opener(cache, cancelled=lambda: True).open([tmp_path / "drive"])
    assert len(looked) <= 1


def test_a_damaged_member_is_left_out_and_the_others_open(tmp_path: Path, cache: ArchiveCache) -> None:
    data = image_bytes(tmp_path)
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as file:
        file.writestr("bad.dcm", data)
        file.writestr("good.dcm", data)
    raw = bytearray(path.read_bytes())
    raw[raw.find(b"bad.dcm") + len(data) - 5] ^= 0xFF
    path.write_bytes(raw)
    found = opened(cache, path)
    assert [one.path.name for one in found.studies[0].series[0].files] == ["good.dcm"]
    assert [one.reason for one in found.unreadable] == ["bad.dcm is damaged in its archive and was left out."]


def test_a_bomb_is_refused_before_it_grows(
    tmp_path: Path, cache: ArchiveCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_members, "BOMB_BYTES", 1 << 20)
    head_ = image_bytes(tmp_path)
    bomb = with_members(tmp_path / "bomb.zip", **{f"{k}.dcm": head_ + bytes(4 << 20) for k in range(4)})
    with monkeypatch.context() as patch:
        patch.setattr(archive_cache, "write", None)
        with pytest.raises(CatalogueError, match=r"bomb\.zip would grow to more than"):
            opened(cache, bomb)
    raw = bytearray(bomb.read_bytes())  # it says that it is small
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = raw.find(signature)
        while place >= 0:
            struct.pack_into("<I", raw, place + at, 1000)
            place = raw.find(signature, place + 4)
    bomb.write_bytes(raw)
    opened(cache, bomb)
    assert sum(path.stat().st_size for path in files_in(cache.folder)) < 1 << 20
    tar = tmp_path / "bomb.tgz"
    with tarfile.open(tar, "w:gz") as file:
        info = tarfile.TarInfo("a.txt")  # not even an image
        info.size = 8 << 20
        file.addfile(info, io.BytesIO(bytes(info.size)))
    with pytest.raises(CatalogueError, match="would grow"):
        opened(cache, tar)


def test_a_member_that_holds_more_than_it_says_is_refused_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_writing, "PIECE", 1 << 16)
    monkeypatch.setattr(archive_members, "BOMB_BYTES", 1 << 18)
    data = io.BytesIO(image_bytes(tmp_path) + bytes(1 << 20))
    member = archive_members.Member("a.dcm", ("a.dcm",), 1000, lambda: data)
    room = archive_writing.Room(tmp_path / "a.zip", 1 << 30, 1000, 1, lambda: False)
    with pytest.raises(CatalogueError, match="would grow"):
        archive_writing.write(member, tmp_path / "root", room)
    assert room.written < 1 << 19
    assert not files_in(tmp_path / "root")


def test_a_tar_whose_names_are_endless_takes_no_memory(tmp_path: Path, cache: ArchiveCache) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 64 << 20
    tar = tmp_path / "a.tar"
    tar.write_bytes(info.tobuf(tarfile.GNU_FORMAT) + bytes(64 << 20) + bytes(1024))
    with pytest.raises(CatalogueError, match="damaged or cut off"):
        opened(cache, tar)


def test_more_than_the_disc_may_hold_is_refused_and_says_where_to_allow_it(folder: Path, tmp_path: Path) -> None:
    cache = ArchiveCache(tmp_path / "archives", 2000)
    with pytest.raises(CatalogueError, match="Edit > Memory allows more"):
        opened(cache, zipped(folder, tmp_path / "cd.zip"))
    assert not files_in(cache.folder), "nothing is left of it"


def test_a_tar_that_leads_back_into_itself_ends(tmp_path: Path, cache: ArchiveCache) -> None:
    data = image_bytes(tmp_path)
    info = tarfile.TarInfo("a.dcm")
    info.size = len(data)
    whole = info.tobuf() + data + bytes(-len(data) % 512)
    back = tarfile.TarInfo("b.txt")
    back.size = -512  # the next member is this one again
    tar = tmp_path / "a.tar"
    tar.write_bytes(whole + back.tobuf(tarfile.GNU_FORMAT) + bytes(1024))
    looked = []
    found = Opener(cache, cancelled=lambda: len(looked) > 50).open([tar], looked.append)
    assert len(looked) < 50
    assert len(found.studies) == 1
    assert [one.reason for one in found.unreadable] == [
        "a.tar is damaged or cut off after its first file: copy it again from its source."
    ]


@pytest.mark.parametrize("name", ["...zip", "..zip", "JOHN..zip", "a. .ZIP"])
def test_an_archive_of_dots_stays_in_its_own_folder(
    folder: Path, cache: ArchiveCache, tmp_path: Path, name: str
) -> None:
    place = cache.place_of(zipped(folder, tmp_path / name))
    assert place.root.resolve().parent == place.record.with_suffix("").resolve()
    assert not place.root.name.endswith((".", " "))
    assert len(opened(cache, place.archive).studies) == 2


def test_a_list_of_endless_length_is_refused_also_where_the_short_end_says_less(
    tmp_path: Path, cache: ArchiveCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_members, "MOST_LISTED", 300)
    data = with_members(tmp_path / "a.zip", **{f"{k}.dcm": b"" for k in range(20)}).read_bytes()
    end = data.rfind(b"PK\x05\x06")
    length, at = struct.unpack_from("<II", data, end + 12)
    large = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 20, 20, length, at)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    short = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, 50, at, 0)
    (tmp_path / "b.zip").write_bytes(data[:end] + large + locator + short)
    with pytest.raises(CatalogueError, match="lists more files"):
        opened(cache, tmp_path / "b.zip")
