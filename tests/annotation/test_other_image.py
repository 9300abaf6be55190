"""A NIfTI file is replaced under its name: what was drawn never sits on another image without a word."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import nibabel
import numpy as np
import pytest

from glioma_desktop.annotation.annotation import Box, Change, Edit
from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import OTHER_IMAGE, Series

NAMES = ("t1ce.nii", "t1ce.nii.gz")


def write(folder: Path, name: str, seed: int = 1, slices: int = 6, step_mm: float = 3.0, row_mm: float = 1.0) -> None:
    data = np.random.default_rng(seed).integers(0, 900, (20, 24, slices)).astype(np.int16)
    image = nibabel.Nifti1Image(data, np.diag([-1.0, -row_mm, step_mm, 1.0]))
    folder.mkdir(exist_ok=True)
    nibabel.save(image, folder / name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "sub-01"


def opened(project: Project, folder: Path) -> tuple[str, Series]:
    (study,) = Catalogue().scan(folder)
    patient = project.store.register(study, folder).pseudonym
    (stored,) = project.store.studies(patient)
    return patient, stored.series[0]


def drawn(project: Project, folder: Path) -> str:
    patient, series = opened(project, folder)
    change = Change(("box", series.uid, "L1", "2"), Box(RectROI(2, 2, 9, 3, 12), "hand"))
    project.store.record(Edit(patient, "Reader A", "Draw box on slice 3", (change,)))
    return patient


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("other", [{"slices": 9}, {"slices": 4}, {"step_mm": 5.0}, {"row_mm": 1.5}], ids=str)
def test_on_another_grid_the_earlier_series_stays_and_says_so_until_its_file_is_back(
    project: Project, folder: Path, name: str, other: dict[str, float]
) -> None:
    write(folder, name)
    drawn(project, folder)
    before = opened(project, folder)[1]
    shutil.copy2(folder / name, folder.parent / name)
    write(folder, name, seed=2, **other)
    _, stays = opened(project, folder)
    assert (stays.shape, stays.affine, stays.content) == (before.shape, before.affine, before.content)
    with pytest.raises(StudyReadError, match=r"has changed since the folder was opened: .* put the earlier"):
        read_series(stays)
    shutil.copy2(folder.parent / name, folder / name)
    _, back = opened(project, folder)
    assert OTHER_IMAGE not in back.warnings
    assert read_series(back).shape == before.shape


@pytest.mark.parametrize("name", NAMES)
def test_on_the_same_grid_it_is_marked_until_the_file_that_was_drawn_on_is_back(
    project: Project, folder: Path, name: str
) -> None:
    write(folder, name)
    drawn(project, folder)
    shutil.copy2(folder / name, folder.parent / name)
    write(folder, name, seed=2)
    for _ in range(2):
        _, marked = opened(project, folder)
        assert marked.warnings[0] == OTHER_IMAGE
        assert OTHER_IMAGE in read_series(marked).warnings
    shutil.copy(folder.parent / name, folder / name)
    assert OTHER_IMAGE not in opened(project, folder)[1].warnings


def test_another_image_is_told_also_where_a_tool_wrote_its_name_behind_both_packed_files(
    project: Project, folder: Path
) -> None:
    packed = folder / "t1ce.nii.gz"
    for seed in (1, 2):
        write(folder, packed.name, seed=seed)
        packed.write_bytes(packed.read_bytes() + b"made by a tool")
        if seed == 1:
            drawn(project, folder)
    assert opened(project, folder)[1].warnings[0] == OTHER_IMAGE


@pytest.mark.parametrize("name", NAMES)
def test_where_nothing_is_drawn_the_file_is_taken_as_it_is(project: Project, folder: Path, name: str) -> None:
    write(folder, name)
    opened(project, folder)
    write(folder, name, seed=2)
    assert opened(project, folder)[1].warnings == ()
    write(folder, name, slices=4)
    _, shorter = opened(project, folder)
    assert read_series(shorter).shape[0] == 4


def test_a_copy_packed_anew_or_with_another_time_is_the_same_image(project: Project, folder: Path) -> None:
    for name in NAMES:
        write(folder, name)
    for uid in NAMES:
        drawn_on = Change(("box", uid, "L1", "2"), Box(RectROI(2, 2, 9, 3, 12), "hand"))
        project.store.record(Edit(opened(project, folder)[0], "Reader A", "Draw box", (drawn_on,)))
    packed = folder / "t1ce.nii.gz"
    packed.write_bytes(gzip.compress(gzip.decompress(packed.read_bytes()), 1, mtime=1))
    (folder / "t1ce.nii").write_bytes((folder / "t1ce.nii").read_bytes())
    (study,) = Catalogue().scan(folder)
    patient = project.store.register(study, folder).pseudonym
    assert [series.warnings for series in project.store.studies(patient)[0].series] == [(), ()]


def test_a_store_of_before_such_marks_takes_the_file_as_the_one_that_was_drawn_on(
    project: Project, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "t1ce.nii")
    with monkeypatch.context() as earlier:
        earlier.setattr("glioma_desktop.study.nifti_studies.content_mark", lambda header: "")
        drawn(project, folder)
    assert opened(project, folder)[1].content
    with monkeypatch.context() as unread:
        unread.setattr("glioma_desktop.study.nifti_studies.content_mark", lambda header: "")
        assert opened(project, folder)[1].content, "what is known is not forgotten"
    write(folder, "t1ce.nii", seed=2)
    assert opened(project, folder)[1].warnings[0] == OTHER_IMAGE
