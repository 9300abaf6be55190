"""A folder that was opened before is known at once; what changed in it is read, and nothing else."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from dicom_files import image, save, stack
from test_catalogue import head, labels, nifti

from glioma_desktop.study import catalogue as catalogue_module
from glioma_desktop.study import file_facts, index_file
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.catalogue_index import FILE_NAME, CatalogueIndex
from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import Study
from glioma_desktop.study.thumbnail import thumbnail


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "home" / FILE_NAME


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two DICOM patients, one of NIfTI with a mask, an empty file and a letter."""
    root = tmp_path / "archive"
    for patient in ("a", "b"):
        for series in ("1", "2"):
            stack(root / patient / series, series=f"1.{series}", study=f"1.2.{patient == 'b':d}", PatientID=patient,
                  PatientName=f"Doe^{patient}")  # fmt: skip
    nifti(root / "c" / "flair.nii.gz", head())
    nifti(root / "c" / "mask.nii.gz", labels())
    (root / "b" / "empty.dcm").write_bytes(b"")
    (root / "letter.txt").write_text("Dear colleague")
    return root


def opened(root: Path, file: Path) -> tuple[list[Study], Catalogue]:
    """What a window that was started anew finds."""
    catalogue = Catalogue(index=CatalogueIndex(file))
    return catalogue.scan(root), catalogue


def found(root: Path) -> tuple[list[Study], list, list]:
    """What is there, read without an index."""
    catalogue = Catalogue()
    return catalogue.scan(root), catalogue.unreadable, catalogue.masks


def same_as_read_anew(root: Path, file: Path) -> int:
    """The index tells what reading everything would; how many files were read for it."""
    studies, catalogue = opened(root, file)
    assert (studies, catalogue.unreadable, catalogue.masks) == found(root)
    return catalogue.read


def test_a_folder_that_was_opened_before_is_known_without_opening_a_file(
    archive: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = found(archive)
    assert same_as_read_anew(archive, file) == 24
    monkeypatch.setattr(catalogue_module, "FileReader", None)
    studies, catalogue = opened(archive, file)
    assert (studies, catalogue.unreadable, catalogue.masks) == first
    assert catalogue.read == 0
    assert np.array_equal(read_series(studies[0].series[0]).voxels, read_series(first[0][0].series[0]).voxels)


def test_a_known_folder_shows_its_studies_before_its_files_are_looked_at(
    archive: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a drive that stalls the tree stands at once."""
    opened(archive, file)
    told: list[Study] = []
    monkeypatch.setattr(catalogue_module.FolderWalk, "listings", lambda *_: pytest.fail("looked before it told"))
    with pytest.raises(pytest.fail.Exception):
        Catalogue(index=CatalogueIndex(file)).scan(archive, on_study=told.append)
    assert [study.patient_id for study in told] == ["a", "b", "c"]


def test_another_disc_in_the_place_of_the_one_that_was_opened_does_not_bring_its_patients_back(
    archive: Path, file: Path, tmp_path: Path
) -> None:
    """As two CDs that are put into one drive: the second window must not be told of the first one's patient."""
    opened(archive, file)
    shutil.rmtree(archive / "a")
    for path in (archive / "c").iterdir():
        os.utime(path, ns=(0, 12345))
    stack(archive / "d", study="1.2.9", series="1.9", PatientID="d")
    told: list[Study] = []
    Catalogue(index=CatalogueIndex(file)).scan(archive, on_study=told.append)
    assert [study.patient_id for study in told] == ["b", "d", "c"]
    assert [study.patient_id for study in found(archive)[0]] == ["b", "c", "d"]


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text there")
def test_a_file_name_that_is_no_text_is_indexed_like_others(archive: Path, file: Path, tmp_path: Path) -> None:
    opened(archive, file)
    chinese = os.fsencode(tmp_path / "cd") + b"/\xd6\xd0\xce\xc4"  # GBK, as old discs have it
    Path(os.fsdecode(chinese)).mkdir(parents=True)
    nifti(Path(os.fsdecode(chinese)) / "t1.nii.gz", head())
    studies, catalogue = opened(tmp_path / "cd", file)
    assert len(studies) == 1
    assert catalogue._index is not None
    assert catalogue._index.note == ""
    catalogue._index.keep_thumbnails([(studies[0].series[0], np.zeros((4, 4), np.uint8))])
    assert catalogue._index.thumbnail(studies[0].series[0]) is not None
    assert CatalogueIndex(file).roots() == [tmp_path / "cd", archive]
    assert same_as_read_anew(tmp_path / "cd", file) == 0
    assert same_as_read_anew(archive, file) == 0


def test_only_new_and_changed_files_are_read_again(archive: Path, file: Path) -> None:
    opened(archive, file)
    first = next((archive / "a" / "1").iterdir())
    save(image(np.ones((6, 7), np.uint16), (0, 0, 300.0), series="1.1", study="1.2.0", PatientID="a"), first)
    assert same_as_read_anew(archive, file) == 1
    stack(archive / "d", study="1.2.9", series="1.9", PatientID="d")
    assert same_as_read_anew(archive, file) == 5
    shutil.rmtree(archive / "b" / "2")
    (archive / "c" / "mask.nii.gz").unlink()
    assert same_as_read_anew(archive, file) == 0
    nifti(archive / "c" / "flair.nii.gz", head((8, 8, 8)))
    assert same_as_read_anew(archive, file) == 1
    assert same_as_read_anew(archive, file) == 0


def test_a_change_of_time_alone_is_a_change_and_one_study_is_told_again(archive: Path, file: Path) -> None:
    opened(archive, file)
    for path in (archive / "a" / "1").iterdir():
        size = path.stat().st_size
        path.write_bytes(path.read_bytes().replace(b"AX T1", b"AX T2"))
        os.utime(path, ns=(0, 12345))
        assert path.stat().st_size == size
    told: list[Study] = []
    Catalogue(index=CatalogueIndex(file)).scan(archive, on_study=told.append)
    assert [study.patient_id for study in told] == [
        "b",
        "c",
        "a",
    ]  # its first file is another one: it is told when it is known
    assert same_as_read_anew(archive, file) == 0


def test_the_header_of_every_file_comes_back_as_it_was_read(archive: Path, file: Path) -> None:
    Catalogue(index=CatalogueIndex(file)).scan(archive)
    kept = CatalogueIndex(file).folders_below(archive)
    for folder, remembered in kept.items():
        for name, headers in remembered.facts.dicom.items():
            path = Path(folder, name)
            fresh = file_facts.FolderFacts()
            file_facts.FileReader().look_at(path, fresh)
            assert headers == fresh.dicom[name]
            assert all(type(getattr(h, f)) is type(getattr(g, f)) for h, g in zip(headers, fresh.dicom[name], strict=True)
                       for f in DicomHeader.__dataclass_fields__)  # fmt: skip
            assert headers[0].pixels_at == path.stat().st_size - headers[0].pixels_length
            assert headers[0].syntax == "1.2.840.10008.1.2.1"
    assert sum(len(r.facts.dicom) for r in kept.values()) == 20


def test_what_was_learned_of_a_folder_serves_the_one_above_and_the_one_below(archive: Path, file: Path) -> None:
    opened(archive / "a", file)
    assert same_as_read_anew(archive, file) == 14
    assert same_as_read_anew(archive / "b", file) == 0
    assert same_as_read_anew(archive / "c", file) == 0


def test_a_single_file_of_a_known_folder_is_known(archive: Path, file: Path) -> None:
    opened(archive, file)
    one = sorted((archive / "a" / "1").iterdir())[2]
    assert same_as_read_anew(one, file) == 0
    assert same_as_read_anew(archive, file) == 0, "the folder is not taken for this file alone"


def test_a_scan_that_was_stopped_keeps_the_folders_it_finished(archive: Path, file: Path) -> None:
    left = iter(range(9))
    stopped = Catalogue(lambda: next(left, None) is None, index=CatalogueIndex(file))
    stopped.scan(archive)
    assert stopped.was_cancelled
    assert CatalogueIndex(file).opening(archive) is None
    assert 0 < same_as_read_anew(archive, file) < 24


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_today_is_tried_again_tomorrow(archive: Path, file: Path) -> None:
    path = next((archive / "a" / "1").iterdir())
    path.chmod(0)
    _, catalogue = opened(archive, file)
    assert "may not be read" in catalogue.unreadable[0].reason
    path.chmod(0o600)
    assert same_as_read_anew(archive, file) == 1


def test_a_disc_error_today_is_tried_again_tomorrow(archive: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(path: Path, start: bytes) -> str:
        if path.name == "1.1-003.dcm":
            raise OSError(5, "Input/output error")
        return kind_of(path, start)

    kind_of = file_facts.kind_of
    monkeypatch.setattr(file_facts, "kind_of", failing)
    _, catalogue = opened(archive, file)
    assert sum("cannot be read from its disc" in one.reason for one in catalogue.unreadable) == 2
    monkeypatch.undo()
    assert same_as_read_anew(archive, file) == 2


def test_the_index_is_its_owners_alone_and_uses_no_log_that_a_network_drive_cannot_have(
    archive: Path, file: Path
) -> None:
    opened(archive, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with sqlite3.connect(file) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert [path.name for path in file.parent.iterdir()] == [FILE_NAME]


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (lambda file: file.write_bytes(b"no database at all" * 100), "is damaged"),
        (lambda file: file.write_bytes(file.read_bytes()[:4096] + os.urandom(60_000)), "is damaged"),
        (lambda file: _sql(file, "PRAGMA user_version=99"), "was written by a newer version"),
        (lambda file: _sql(file, "PRAGMA application_id=7"), "is not one of this program"),
        (lambda file: _sql(file, "UPDATE studies SET data='{'"), "is damaged"),
        (lambda file: _sql(file, "DROP TABLE folders"), "is damaged"),
    ],
)
def test_an_index_that_cannot_be_used_is_set_aside_with_a_sentence_and_built_anew(
    archive: Path, file: Path, damage, word: str
) -> None:
    opened(archive, file)
    damage(file)
    index = CatalogueIndex(file)
    for _ in range(2):
        assert Catalogue(index=index).scan(archive) == found(archive)[0]
    assert index.note == f"The catalogue of folders {word}: it was set aside as catalogue-aside.db and is built anew."
    assert (file.parent / "catalogue-aside.db").exists()
    assert same_as_read_anew(archive, file) == 0


def _sql(file: Path, statement: str) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute(statement)
    connection.close()


def test_a_home_that_cannot_be_written_is_no_obstacle(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "no folder").write_text("a file in its place")
    index = CatalogueIndex(tmp_path / "no folder" / FILE_NAME)
    assert Catalogue(index=index).scan(archive) == found(archive)[0]
    assert index.roots() == []
    assert index.thumbnail(found(archive)[0][0].series[0]) is None


def test_an_index_that_may_only_be_read_still_serves(
    archive: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(archive, file)
    before = file.read_bytes()
    monkeypatch.setattr(index_file.os, "access", lambda *_: False)
    assert same_as_read_anew(archive, file) == 0
    stack(archive / "new", study="1.2.8", series="1.8", PatientID="n")
    assert same_as_read_anew(archive, file) == 5
    assert file.read_bytes() == before


def test_an_index_that_another_window_makes_at_this_moment_is_not_taken_for_a_foreign_file(file: Path) -> None:
    file.parent.mkdir()
    file.touch()
    connection = sqlite3.connect(file, isolation_level=None)

    def make() -> None:
        with index_file.IndexFile(file).writing():
            pass

    other = threading.Thread(target=make)

    def between(statement: str) -> None:
        if "user_version" in statement and other.ident is None:
            other.start()
            other.join(0.5)

    connection.set_trace_callback(between)
    assert index_file._mark(connection) == (0, 0)
    connection.set_trace_callback(None)
    other.join()
    assert index_file._mark(connection) == (index_file.MARK, index_file.VERSION)
    connection.close()


def test_two_windows_fill_one_index_at_the_same_time(tmp_path: Path, file: Path) -> None:
    roots = [tmp_path / f"r{k}" for k in range(6)]
    for k, root in enumerate(roots):
        stack(root, study=f"1.2.{k}", series=f"1.{k}", PatientID=str(k))
    notes: list[str] = []

    def window(own: list[Path]) -> None:
        index = CatalogueIndex(file)
        for _ in range(4):
            for root in own:
                Catalogue(index=index).scan(root)
        notes.append(index.note)

    threads = [threading.Thread(target=window, args=(part,)) for part in (roots[:4], roots[2:], roots)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert notes == ["", "", ""]
    assert sorted(CatalogueIndex(file).roots()) == roots
    assert all(same_as_read_anew(root, file) == 0 for root in roots)


def test_while_another_window_writes_the_folder_is_read_without_the_index(
    archive: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(archive, file)
    monkeypatch.setattr(index_file, "BUSY_S", 0.05)
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        studies, catalogue = opened(archive, file)
        assert studies == found(archive)[0]
        assert catalogue.read == 24
    finally:
        holder.close()
    assert same_as_read_anew(archive, file) == 0


def test_a_folder_that_moved_is_known_in_its_new_place(archive: Path, file: Path, tmp_path: Path) -> None:
    index = CatalogueIndex(file)
    first = Catalogue(index=index).scan(archive)
    pictures = [(series, thumbnail(series)) for study in first for series in study.series]
    index.keep_thumbnails(pictures)
    new = tmp_path / "elsewhere" / "archive 2"
    new.parent.mkdir()
    archive.rename(new)
    index.moved(archive, new)
    assert same_as_read_anew(new, file) == 0
    for study in opened(new, file)[0]:
        for series in study.series:
            assert np.array_equal(index.thumbnail(series), thumbnail(series))


def test_a_thumbnail_belongs_to_the_file_as_it_was(archive: Path, file: Path) -> None:
    index = CatalogueIndex(file)
    series = Catalogue().scan(archive)[0].series[0]
    assert index.thumbnail(series) is None
    index.keep_thumbnails([(series, thumbnail(series))])
    assert np.array_equal(CatalogueIndex(file).thumbnail(series), thumbnail(series))
    os.utime(series.files[len(series.files) // 2].path, ns=(0, 0))
    assert index.thumbnail(series) is None


def test_every_real_folder_comes_back_as_it_was_read(real_data: Path, file: Path) -> None:
    first, catalogue = opened(real_data, file)
    again, remembered = opened(real_data, file)
    assert again == first
    assert (remembered.masks, remembered.unreadable, remembered.read) == (catalogue.masks, catalogue.unreadable, 0)
    for place in ("dicom/enhanced_xa30", "dicom/philips_survey_mixed_files", "nifti"):
        assert same_as_read_anew(real_data / place, file) == 0
