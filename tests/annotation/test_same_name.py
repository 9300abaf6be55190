"""Patients of NIfTI files are called as their folders are: a name that says nothing never makes two patients one."""

from __future__ import annotations

import os
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import nibabel
import numpy as np
import pytest

from glioma_desktop.annotation import found_study, registering
from glioma_desktop.annotation.annotation import Change, Edit
from glioma_desktop.annotation.store import AnnotationStore
from glioma_desktop.study import catalogue_index, nifti_studies
from glioma_desktop.study.archive_cache import ArchiveCache
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.catalogue_index import FILE_NAME, CatalogueIndex
from glioma_desktop.study.nifti_studies import grouping_notes
from glioma_desktop.study.opening import Opener


@pytest.fixture
def store(tmp_path: Path) -> AnnotationStore:
    return AnnotationStore("sqlite:///annotations.db", tmp_path)


def write(folder: Path, *names: str, seed: int = 0) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        data = np.random.default_rng(seed).integers(0, 900, (7, 6, 5 + seed)).astype(np.int16)
        nibabel.save(nibabel.Nifti1Image(data, np.diag([-1.0, -1.0, 3.0, 1.0])), folder / name)
    return folder


def registered(store: AnnotationStore, folder: Path) -> list[str]:
    return [store.register(study, folder).pseudonym for study in Catalogue().scan(folder)]


def test_two_patients_in_folders_called_images_stay_two(store: AnnotationStore, tmp_path: Path) -> None:
    one = write(tmp_path / "left" / "images", "T1.nii", seed=1)
    two = write(tmp_path / "right" / "images", "T1.nii", seed=2)
    assert registered(store, one) == ["P-0001"]
    assert registered(store, two) == ["P-0002"]
    assert (registered(store, two), registered(store, one)) == (["P-0002"], ["P-0001"]), (
        "opened again they are the same"
    )
    assert [record.identifier for record in store.patients()] == ["images", "images (2)"]


def test_two_zips_called_export_stay_two(store: AnnotationStore, tmp_path: Path) -> None:
    cache, found = ArchiveCache(tmp_path / "archives", 1 << 30), []
    for seed in (1, 2):
        write(tmp_path / f"in{seed}", "T1.nii.gz", seed=seed)
        (tmp_path / str(seed)).mkdir()
        archive = Path(shutil.make_archive(str(tmp_path / str(seed) / "export"), "zip", tmp_path / f"in{seed}"))
        Opener(cache).open([archive], None, lambda study, root: found.append(store.register(study, root).pseudonym))
        cache.empty()
    assert found == ["P-0001", "P-0002"]


def test_a_zip_that_was_made_anew_is_the_same_patients(store: AnnotationStore, tmp_path: Path) -> None:
    cache, found = ArchiveCache(tmp_path / "archives", 1 << 30), []
    for seed in (1, 2):
        write(tmp_path / "in", "T1.nii.gz", seed=seed)
        archive = Path(shutil.make_archive(str(tmp_path / "export"), "zip", tmp_path / "in"))
        os.utime(archive, (seed, seed))
        Opener(cache).open([archive], None, lambda study, root: found.append(store.register(study, root).pseudonym))
    assert found == ["P-0001", "P-0001"]


def test_a_folder_that_was_copied_or_moved_and_a_further_visit_are_the_same_patients(
    store: AnnotationStore, tmp_path: Path
) -> None:
    first = write(tmp_path / "a" / "images", "T1.nii", seed=1)
    copy = Path(shutil.copytree(first, tmp_path / "b" / "images"))
    assert registered(store, first) == registered(store, copy) == ["P-0001"]
    shutil.rmtree(first)
    moved = Path(shutil.move(copy, tmp_path / "c"))
    assert registered(store, Path(shutil.move(moved, tmp_path / "images"))) == ["P-0001"]
    visit = write(tmp_path / "Case" / "ses-1", "T1.nii", seed=1)
    later = write(tmp_path / "Case" / "ses-2", "T1.nii", seed=2)
    assert registered(store, visit) == registered(store, later) == ["P-0002"]


def test_a_name_with_a_number_says_who_it_is_wherever_it_lies(store: AnnotationStore, tmp_path: Path) -> None:
    raw = write(tmp_path / "raw" / "sub-01", "T1.nii", seed=1)
    processed = write(tmp_path / "processed" / "sub-01", "T1.nii", seed=2)
    assert registered(store, raw) == registered(store, processed) == ["P-0001"]


def test_two_patients_whose_files_bear_labels_stay_two_in_folders_of_one_name(
    store: AnnotationStore, tmp_path: Path
) -> None:
    for number, patient in enumerate(("sub-01", "sub-02"), start=1):
        names = [f"{patient}_ses-{session}_T1w.nii" for session in (1, 2)]
        folder = write(tmp_path / str(number) / "batch7", *names, seed=number)
        assert registered(store, folder) == [f"P-000{number}"] * 2
    inbox = write(tmp_path / "inbox", "sub-03_T1w.nii")
    assert registered(store, inbox) == ["P-0003"]
    (inbox / "sub-03_T1w.nii").unlink()
    assert registered(store, write(inbox, "sub-04_ses-1_T1w.nii", "sub-04_ses-2_T1w.nii")) == ["P-0004"] * 2


def test_sessions_that_come_one_after_the_other_are_one_patient(store: AnnotationStore, tmp_path: Path) -> None:
    folder, patients = tmp_path / "inbox", list[list[str]]()
    for name in ("sub-01_ses-1", "sub-01_ses-2", "sub-02_ses-1", "sub-01_ses-3", "sub-02_ses-2"):
        patients.append(registered(store, write(folder, f"{name}_T1w.nii")))
    assert patients[:2] == [["P-0001"], ["P-0001"] * 2]
    assert patients[-1] == ["P-0001"] * 3 + ["P-0002"] * 2
    later = Catalogue().scan(write(folder, "sub-01_ses-4_T1w.nii"))[3]
    found = store.find_study(later)
    assert found is not None
    assert (found[0].pseudonym, found[1]) == ("P-0001", later), "also where it is only looked for"


def test_how_loose_files_were_told_apart_is_said(tmp_path: Path) -> None:
    several = write(tmp_path / "several", "sub-01_T1w.nii", "sub-02_T1w.nii", "sub-02_FLAIR.nii")
    assert [str(note) for note in grouping_notes(Catalogue().scan(several))] == [
        "2 patients were told apart in the folder several by the beginnings of its files' names."
    ]
    unnamed = write(tmp_path / "unnamed", "case_001.nii", "case_002.nii")
    (note,) = grouping_notes(Catalogue().scan(unnamed))
    assert note.startswith("The 2 NIfTI files of the folder unnamed count as one patient")
    usual = write(tmp_path / "one", "T1.nii", "T1CE.nii", "T2.nii", "FLAIR.nii")
    assert grouping_notes(Catalogue().scan(usual)) == []
    assert grouping_notes(Catalogue().scan(write(tmp_path / "bids" / "sub-01" / "anat", "sub-01_T1w.nii").parent)) == []


def test_sessions_that_an_earlier_version_took_for_patients_stay_those_patients_and_new_projects_join_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("sub-01_ses-1_T1w.nii", "sub-01_ses-2_T1w.nii", "sub-02_ses-1_T1w.nii")
    folder, index = write(tmp_path / "bids", *names), CatalogueIndex(tmp_path / FILE_NAME)
    old, new = (AnnotationStore("sqlite:///annotations.db", tmp_path / name) for name in (".", "bids"))

    def opened(store: AnnotationStore) -> list[str]:
        return [store.register(study, folder).pseudonym for study in Catalogue(index=index).scan(folder)]

    with monkeypatch.context() as earlier:
        earlier.setattr(nifti_studies, "patient_of", lambda name: name)
        earlier.setattr(found_study, "session_patient", lambda study: "")
        earlier.setattr(catalogue_index, "MADE", 1)
        assert opened(old) == ["P-0001", "P-0002", "P-0003"]
    assert opened(new) == ["P-0001", "P-0001", "P-0002"]
    assert opened(old) == ["P-0001", "P-0002", "P-0003"]
    assert [record.identifier for record in old.patients()] == ["sub-01_ses-1", "sub-01_ses-2", "sub-02_ses-1"]
    assert [str(note) for note in grouping_notes(Catalogue().scan(folder))] == [
        "2 patients were told apart in the folder bids by the beginnings of its files' names."
    ]


def test_what_was_laid_over_one_another_by_hand_in_a_session_stays_so_and_files_that_come_are_in_the_same_space(
    store: AnnotationStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, frame_in = tmp_path / "bids", nifti_studies._frame_of_reference
    for session in (1, 2):
        write(folder, f"sub-01_ses-{session}_T1w.nii", seed=1)
        write(folder, f"sub-01_ses-{session}_FLAIR.nii", seed=2)

    def frames() -> dict[str, str | None]:
        found = [store.register(study, folder).pseudonym for study in Catalogue().scan(folder)]
        (study,) = store.studies(found[0])
        return {series.uid: series.frame_of_reference_uid for series in study.series}

    with monkeypatch.context() as earlier:
        earlier.setattr(nifti_studies, "patient_of", lambda name: name)
        earlier.setattr(found_study, "session_patient", lambda study: "")
        earlier.setattr(nifti_studies, "_frame_of_reference", lambda header, space: frame_in(header, "bids"))
        before = frames()
    flair, t1 = before.values()
    assert flair != t1
    link = Change(("link", flair), {"into": t1, "offset_mm": [1.0, 0.0, 0.0]})
    store.record(Edit("P-0001", "Reader A", "Align by hand", (link,)))
    write(folder, "sub-01_ses-1_T2w.nii", seed=1)
    assert frames() == {**before, "sub-01_ses-1_T2w.nii": t1}


@pytest.mark.parametrize("work", ["opened again", "found", "of a patient with that name"])
def test_another_window_draws_on_while_the_drive_of_a_study_does_not_answer(
    store: AnnotationStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: str
) -> None:
    folder = write(tmp_path / "drive" / "images", "T1.nii", seed=1)
    other = write(tmp_path / "other" / "images", "T1.nii", seed=2)
    registered(store, folder)
    (study,) = Catalogue().scan(other if work.startswith("of") else folder)
    asked, answers, ask = threading.Event(), threading.Event(), Path.stat

    def hanging(path: Path, **more: bool) -> os.stat_result:
        if path.is_relative_to(tmp_path / "drive"):
            asked.set()
            assert answers.wait(20)
        return ask(path, **more)

    monkeypatch.setattr(Path, "stat", hanging)
    resolve = Path.resolve
    monkeypatch.setattr(Path, "resolve", lambda path, strict=False: (hanging(path), resolve(path, strict))[1])
    window = AnnotationStore("sqlite:///annotations.db", tmp_path)
    with ThreadPoolExecutor(1) as pool:
        look = pool.submit(store.find_study if work == "found" else lambda one: store.register(one, folder), study)
        assert asked.wait(20)
        drawn = Change(("seen", study.series[0].uid, "2"), True)
        window.record(Edit("P-0001", "Reader B", "Look at slice 3", (drawn,)), patience_ms=200)
        answers.set()
        look.result(20)
    assert store.annotation("P-0001").seen == {(study.series[0].uid, 2)}
    assert [record.pseudonym for record in store.patients()] == (
        ["P-0001", "P-0002"] if work.startswith("of") else ["P-0001"]
    )


def test_two_windows_that_open_one_new_folder_at_once_make_one_patient_of_it(
    store: AnnotationStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path / "images", "T1.nii", seed=1)
    (study,) = Catalogue().scan(folder)
    window = AnnotationStore("sqlite:///annotations.db", tmp_path)
    look_at, meanwhile = registering.look_at, []

    def slow(*facts: Any) -> Any:
        if not meanwhile:
            meanwhile.append(True)
            window.register(study, folder)
        return look_at(*facts)

    monkeypatch.setattr(registering, "look_at", slow)
    assert store.register(replace(study, patient_id="as another window calls it"), folder).pseudonym == "P-0001"
    assert len(store.patients()) == 1
