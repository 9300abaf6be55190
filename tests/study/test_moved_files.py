"""Studies that were moved are found by how their files lie, how large they are and what they say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from dicom_files import stack
from test_catalogue import head, nifti

from glioma_desktop.annotation.database import StoreGone
from glioma_desktop.annotation.project import Project
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.catalogue_index import FILE_NAME, CatalogueIndex
from glioma_desktop.study.missing import missing
from glioma_desktop.study.moved_files import find_moved, gone, gone_folder
from glioma_desktop.study.series import Study


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three patients whose files are called alike."""
    root = tmp_path / "usb" / "studies"
    for number, patient in enumerate(("a", "b")):
        stack(root / patient / "t1", series="8", study=f"1.2.{number}", PatientID=patient)
        for path in sorted((root / patient / "t1").iterdir()):
            own = b"UI\x02\x00%d\x00" % (8 + number)  # another series under the same names
            path.write_bytes(path.read_bytes().replace(b"UI\x02\x008\x00", own))
    nifti(root / "c" / "flair.nii.gz", head())
    return root


def where(studies: list[Study]) -> set[Path]:
    return {item.path for study in studies for series in study.series for item in series.files}


def found(studies: list[Study], place: Path, index: CatalogueIndex | None = None) -> dict[str, tuple[Path, Path]]:
    moves = find_moved(studies, place, index.size_of if index else lambda _: None)
    return {study.patient_id: (move.old, move.new) for move in moves for study in move.studies}


def test_a_disc_that_is_mounted_elsewhere(root: Path, tmp_path: Path) -> None:
    studies = Catalogue().scan(root)
    assert gone(studies) == []
    (tmp_path / "usb").rename(tmp_path / "stick")
    assert gone(studies) == studies
    assert gone_folder(studies[0]) == tmp_path / "usb"
    way = tmp_path / "usb", tmp_path / "stick"
    assert found(studies, tmp_path) == {"a": way, "b": way, "c": way}


def test_a_drive_that_is_gone_with_its_letter_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    studies = Catalogue().scan(root)
    asked: list[Path] = []
    monkeypatch.setattr(Path, "exists", lambda path: asked.append(path) and len(asked) > 1000)  # as Z:\ where no Z: is
    assert gone_folder(studies[0]) == Path(root.anchor)
    assert missing(root / "a.dcm").message.startswith(f"The folder {root.anchor} is no longer there")
    assert StoreGone(root / "annotations.db").reason.startswith(f"the folder {root.anchor} is no longer there")
    assert len(asked) < 100


def test_a_patient_whose_folder_was_renamed_is_not_taken_for_another_with_the_same_file_names(
    root: Path, tmp_path: Path
) -> None:
    studies = Catalogue().scan(root)
    (root / "a").rename(root / "x")
    (root / "b").rename(root / "a")
    (root / "x").rename(root / "b")
    assert found([s for s in studies if s.patient_id in "ab"], tmp_path) == {
        "a": (root / "a", root / "b"), "b": (root / "b", root / "a"),
    }  # fmt: skip


def test_a_copy_that_lacks_a_file_or_has_a_shorter_one_is_not_the_study(root: Path, tmp_path: Path) -> None:
    index = CatalogueIndex(tmp_path / FILE_NAME)
    studies = [s for s in Catalogue(index=index).scan(root) if s.patient_id == "a"]
    copy = tmp_path / "copy"
    shutil.copytree(root, copy)
    shutil.rmtree(tmp_path / "usb")
    last = studies[0].series[0].files[-1].path.name
    whole = (copy / "a" / "t1" / last).read_bytes()
    (copy / "a" / "t1" / last).write_bytes(whole[:-2])
    assert found(studies, tmp_path, CatalogueIndex(tmp_path / FILE_NAME)) == {}
    (copy / "a" / "t1" / last).unlink()
    assert found(studies, tmp_path) == {}
    (copy / "a" / "t1" / last).write_bytes(whole)
    assert found(studies, tmp_path) == {"a": (root, copy)}


def test_a_search_that_is_cancelled_ends(root: Path, tmp_path: Path) -> None:
    studies = Catalogue().scan(root)
    (tmp_path / "usb").rename(tmp_path / "stick")
    assert find_moved(studies, tmp_path, cancelled=lambda: True) == []


@pytest.mark.parametrize("opened", ["usb/studies", "usb", "usb/studies/a", ""])
def test_project_and_catalogue_follow_whatever_folder_was_opened(root: Path, tmp_path: Path, opened: str) -> None:
    index, top = CatalogueIndex(tmp_path / "home" / FILE_NAME), tmp_path / opened
    project = Project.create(tmp_path / "home" / "project")
    try:
        (study,) = [s for s in Catalogue(index=index).scan(top) if s.patient_id == "a"]
        record = project.store.register(study, top)
        before = project.store.studies(record.pseudonym)
        (root / "a").rename(tmp_path / "elsewhere")
        assert gone(before) == before
        (one,) = find_moved(before, tmp_path / "elsewhere", index.size_of)
        assert project.store.move(one.old, one.new, [(s.patient_id, s.uid) for s in one.studies]) == 1
        index.moved(one.old, one.new)
        after = project.store.studies(record.pseudonym)
        assert gone(after) == []
        assert where(after) == {tmp_path / "elsewhere" / "t1" / path.name for path in where(before)}
        assert after[0].folder == tmp_path / "elsewhere" / "t1"
        again = Catalogue(index=index).scan(tmp_path / "elsewhere")
        assert project.store.find_study(again[0]) == (record, after[0])
    finally:
        project.close()


def test_studies_that_did_not_move_stay(root: Path, tmp_path: Path) -> None:
    project = Project.create(tmp_path / "project")
    try:
        names = {s.patient_id: project.store.register(s, root).pseudonym for s in Catalogue().scan(root)}
        (root / "a").rename(tmp_path / "elsewhere")
        (one,) = find_moved(project.store.studies(names["a"]), tmp_path)
        project.store.move(one.old, one.new, [(s.patient_id, s.uid) for s in one.studies])
        assert all(path.is_relative_to(root) for path in where(project.store.studies(names["b"])))
        assert gone(project.store.studies(names["b"])) == []
    finally:
        project.close()
