"""A CD opens by its list (DICOMDIR) or its folder alike: the files have the last word, and those that are missing are said."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pydicom
import pytest
from dicom_files import stack
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, MediaStorageDirectoryStorage, generate_uid

from glioma_desktop.study.catalogue import Catalogue, ScanProgress
from glioma_desktop.study.dicomdir import is_dicomdir, listed_files
from glioma_desktop.study.reading import read_series


def write_dicomdir(disc: Path, files: list[Path], name: str = "DICOMDIR", **changes: object) -> Path:
    """A list of files as the programs of scanners write it: image records that name files in capitals."""
    records = []
    for path in files:
        record = Dataset()
        record.OffsetOfTheNextDirectoryRecord = record.OffsetOfReferencedLowerLevelDirectoryEntity = 0
        record.RecordInUseFlag, record.DirectoryRecordType = 0xFFFF, "IMAGE"
        record.ReferencedFileID = [part.upper().rstrip(".") for part in path.relative_to(disc).parts]
        for word, value in changes.items():
            setattr(record, word, value)
        records.append(record)
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = MediaStorageDirectoryStorage, generate_uid()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = Dataset()
    ds.file_meta, ds.FileSetID, ds.DirectoryRecordSequence = meta, "DISC", records
    path = disc / name
    pydicom.dcmwrite(path, ds, enforce_file_format=True)
    return path


@pytest.fixture
def disc(tmp_path: Path) -> Path:
    """A CD with a viewer on it, read by a system that writes its names small."""
    root = tmp_path / "disc"
    for number in ("1", "2"):
        for k, path in enumerate(stack(root / "dicom" / f"s{number}", series=f"1.{number}")):
            path.rename(path.with_name(f"im{k:06d}"))
    viewer = root / "a_viewer"
    viewer.mkdir()
    for name in ("start.jar", "autorun.inf", "index.html"):
        (viewer / name).write_bytes(b"PK\x03\x04 nothing to look at" * 50)
    return root


def images(disc: Path) -> list[Path]:
    return sorted((disc / "dicom").rglob("im*"))


def found(path: Path) -> tuple[list[object], list[str]]:
    catalogue = Catalogue()
    studies = catalogue.scan(path)
    return [(s.uid, s.patient_id, s.folder, s.series) for s in studies], [one.reason for one in catalogue.unreadable]


def test_a_disc_shows_the_same_with_its_list_and_without(disc: Path) -> None:
    without = found(disc)
    assert len(without[0]) == 1
    listed = write_dicomdir(disc, images(disc))
    assert found(disc) == without
    assert found(listed) == without


@pytest.mark.parametrize("name", ["DICOMDIR", "dicomdir", "DICOMDIR.", "dicomdir;1"])
def test_the_list_is_known_however_the_disc_was_read(disc: Path, name: str) -> None:
    assert is_dicomdir(name)
    assert found(write_dicomdir(disc, images(disc), name)) == found(disc)


def test_names_with_a_version_and_a_dot_at_their_end_are_those_in_the_list(disc: Path) -> None:
    write_dicomdir(disc, images(disc))
    for path in images(disc):
        path.rename(path.with_name(f"{path.name.upper()}.;1"))
    assert found(disc)[1] == []


def test_images_are_read_before_the_programs_on_the_disc(disc: Path) -> None:
    write_dicomdir(disc, images(disc))
    told: list[ScanProgress] = []
    Catalogue().scan(disc, told.append)
    folders = [now.folder.name for now in told]
    assert folders.index("s2") < folders.index("a_viewer")


def test_files_that_are_listed_and_not_there_are_said_once(disc: Path) -> None:
    write_dicomdir(disc, images(disc))
    shutil.rmtree(disc / "dicom" / "s2")
    studies, reasons = found(disc)
    assert len(studies) == 1
    assert reasons == [
        "The list of the disc (DICOMDIR) names 5 of 10 files that are not there, DICOM/S2/IM000000 first: ask for a whole "
        "copy."
    ]


def test_what_is_not_in_the_list_is_shown_all_the_same(disc: Path) -> None:
    write_dicomdir(disc, images(disc)[:5])
    catalogue = Catalogue()
    (study,) = catalogue.scan(disc)
    assert [one.shape[0] for one in study.series] == [5, 5]
    assert catalogue.unreadable == []


def test_records_out_of_use_name_no_file(disc: Path) -> None:
    write_dicomdir(disc, [*images(disc), disc / "dicom" / "deleted"], RecordInUseFlag=0)
    assert found(disc)[1] == []


def test_a_list_that_is_damaged_keeps_nothing_from_being_read(disc: Path) -> None:
    listed = write_dicomdir(disc, images(disc))
    raw = listed.read_bytes()
    listed.write_bytes(raw[: len(raw) // 2])
    assert len(found(disc)[0]) == 1
    random = np.random.default_rng(0)
    for _ in range(30):
        changed = np.frombuffer(raw, np.uint8).copy()
        changed[random.integers(132, len(raw), 12)] = random.integers(0, 256, 12)
        listed.write_bytes(changed.tobytes())
        listed_files(listed)
        assert len(found(disc)[0]) == 1


def test_the_whole_way_in_one_part_is_understood(disc: Path) -> None:
    listed = write_dicomdir(disc, images(disc)[:1], ReferencedFileID="DICOM\\S1\\IM000000")
    assert listed_files(listed) == [("DICOM", "S1", "IM000000")]
    assert found(disc)[1] == []
    assert read_series(found(disc)[0][0][3][0]).voxels.shape[0] == 5  # type: ignore[index]
