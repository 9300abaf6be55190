"""Folders and files whose names are no UTF-8 (old discs, other systems) are known to the catalogue and to the project."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest
from dicom_files import stack
from test_catalogue import head, nifti

from glioma_desktop.annotation.store import AnnotationStore
from glioma_desktop.study.any_name import as_written, written
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.catalogue_index import FILE_NAME, CatalogueIndex
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.thumbnail import thumbnail

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
ODD = os.fsdecode("Schädel".encode("cp850"))


@pytest.mark.parametrize("name", ["plain", "Müller 脑", ODD, "a\x1ab", "\x1a00e9", f"/x/{ODD}/\x1a", ""])
def test_a_name_is_text_when_it_is_stored_and_itself_again(name: str) -> None:
    assert as_written(written(name)) == name
    written(name).encode("utf-8")


def test_names_that_are_text_are_stored_as_they_are() -> None:
    assert written("/data/Müller/脑 1") == "/data/Müller/脑 1"


@pytest.fixture
def odd_folder(tmp_path: Path) -> Path:
    root = tmp_path / ODD
    stack(root / ODD)
    for path in (root / ODD).iterdir():
        path.rename(path.with_name(f"{ODD}-{path.name}"))
    nifti(root / f"sub-{ODD}" / f"flair-{ODD}.nii.gz", head())
    return root


def test_such_a_folder_is_known_when_it_is_opened_again_and_what_changed_in_it_is_read(
    odd_folder: Path, tmp_path: Path
) -> None:
    index = CatalogueIndex(tmp_path / FILE_NAME)
    first = Catalogue(index=index).scan(odd_folder)
    again = Catalogue(index=index)
    assert again.scan(odd_folder) == first
    assert again.read == 0
    assert len(first) == 2
    assert index.roots() == [odd_folder]
    index.keep_thumbnails([(one, thumbnail(one)) for study in first for one in study.series])
    assert all(index.thumbnail(one) is not None for study in first for one in study.series)
    stack(odd_folder / ODD, series="1.9")
    more = Catalogue(index=index)
    assert sum(len(study.series) for study in more.scan(odd_folder)) == 3
    assert more.read == 5
    assert index.note == ""
    moved = tmp_path / f"{ODD}2"
    odd_folder.rename(moved)
    index.moved(odd_folder, moved)
    assert index.roots() == [moved]


def test_a_project_keeps_its_studies_and_finds_them_again(odd_folder: Path, tmp_path: Path) -> None:
    store = AnnotationStore("sqlite:///annotations.db", tmp_path)
    studies = Catalogue().scan(odd_folder)
    records = [store.register(study, odd_folder) for study in studies]
    assert [record.identifier for record in records] == [study.patient_id for study in studies]
    for record, study in zip(records, studies, strict=True):
        (stored,) = store.studies(record.pseudonym)
        assert stored == study
        assert np.array_equal(read_series(stored.series[0]).voxels, read_series(study.series[0]).voxels)
        assert store.register(study, odd_folder) == record
    store.close()
