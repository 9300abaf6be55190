"""An axial reformat of a sagittal 3D series, made, read and drawn on in the real window."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import nibabel
import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from reading_room import Room, draw, new_project

from glioma_desktop.annotation.annotation import Change
from glioma_desktop.annotation.pathology import Specimen
from glioma_desktop.annotation.project import Project
from glioma_desktop.grading.choice import choose_series, stored_boxes
from glioma_desktop.study import nifti_reader
from glioma_desktop.study.arrival import Arrival
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.reading import read_series
from glioma_desktop.ui import task
from glioma_desktop.ui.edits import record
from glioma_desktop.ui.series_strip import tile_labels
from training.eligible import build_manifest
from training.rows import Choice

SHAPE = (60, 80, 72)  # sagittal slices, rows to the feet, columns to the back; 1 mm


def write_sagittal(folder: Path) -> None:
    folder.mkdir(parents=True)
    k, r, c = np.meshgrid(*(np.linspace(-1, 1, n) for n in SHAPE), indexing="ij")
    noise = np.random.default_rng(5).normal(0, 5, SHAPE)
    voxels = np.where(k**2 + r**2 + c**2 < 0.8, 120 + noise, 0).clip(0).astype(np.int16)
    affine = np.zeros((4, 4))  # RAS of data[column, row, slice]
    affine[0, 2], affine[2, 1], affine[1, 0] = -1.0, -1.0, -1.0
    affine[:, 3] = (30, 36, 40, 1)
    image = nibabel.Nifti1Image(voxels.transpose(2, 1, 0), affine)
    image.set_sform(affine, 1)
    nibabel.save(image, folder / "t1ce.nii.gz")


@pytest.fixture
def sagittal_room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    write_sagittal(tmp_path / "studies" / "only")
    room = Room(tmp_path / "studies", new_project(tmp_path / "project"), qtbot.waitUntil)
    room.window.open_paths([str(room.folder)])
    room.wait_until(lambda: room.session.view_volume(0) is not None and not room.window.controllers.scan.running)
    room.session.set_layout("1")
    yield room
    room.close()


def make_reformat(room: Room, step: str = "5"):
    room.key(f"Ctrl+Alt+{step}")
    room.wait_until(lambda: room.session.active_series.uid.endswith(f"/axial{step}"))
    series = room.session.active_series
    assert series is not None
    room.wait_until(lambda: room.session.volume(series.uid) is not None)
    return series


def test_the_reformat_is_a_series_of_its_own_that_says_what_it_is(sagittal_room: Room) -> None:
    room = sagittal_room
    source = room.session.active_series
    series = make_reformat(room)
    assert series.uid == f"{source.uid}/axial5"
    assert series.source.uid == source.uid
    assert series.spacing_mm == (5.0, 1.0, 1.0)
    name, words = room.left.overlays.top_left[0]
    assert name == "T1CE"
    assert "axial reformat 5 mm" in words
    assert room.left.overlays.bottom_left[-1][1].startswith("· thk 5.0 · sp 5.0")
    assert room.left._edges.top == "A"
    assert tile_labels([series, source]) == ["T1CE ax5 ·", "T1CE ·"]
    assert any("Derived" in message.text for message in room.session.messages)
    assert room.session.box_series.uid == series.uid, "boxes go onto the axial slices from now on"


def test_boxes_on_it_are_kept_with_the_patient_and_found_again(sagittal_room: Room) -> None:
    room = sagittal_room
    series = make_reformat(room)
    room.window.set_mode("annotate")
    draw(room, 20, 15, 40, 30)
    k = room.session.slice_index
    assert list(room.boxes()) == [k]
    project = room.session.project
    before = [s.uid for study in project.store.studies("P-0001") for s in study.series]
    for study in Catalogue().scan(room.folder):  # the folder is opened again
        project.store.register(study, room.folder)
    assert [s.uid for study in project.store.studies("P-0001") for s in study.series] == before
    assert series.uid in before
    project.store._log._folds.clear()  # as another window reads the log
    (study,) = project.store.studies("P-0001")
    again = next(s for s in study.series if s.uid == series.uid)
    assert again == room.session.series(series.uid)
    assert np.array_equal(read_series(again).voxels, room.session.volumes[series.uid].voxels)
    assert project.store.next_undo("P-0001").text == f"Draw box on slice {k + 1}", "making it is no step of undo"


def test_asking_again_only_shows_it_and_another_step_is_of_the_same_source(sagittal_room: Room) -> None:
    room = sagittal_room
    source = room.session.active_series
    series = make_reformat(room)
    room.window.controllers.reformat.make(5.0)
    third = make_reformat(room, "3")
    assert third.source.uid == source.uid
    held = [s.uid for study in room.session.studies for s in study.series]
    assert sorted(held) == sorted([source.uid, series.uid, third.uid])


def test_a_thick_axial_series_is_left_as_it_is_with_a_word_why(room: Room) -> None:
    shown = room.session.view.series_uid
    room.key("Ctrl+Alt+5")
    assert room.session.messages[-1].text == "T1CE has axial slices already: there is nothing to reformat."
    assert room.session.view.series_uid == shown


def test_grading_and_training_take_the_reformat_with_its_spacing_and_count_the_patient_once(
    sagittal_room: Room,
) -> None:
    room = sagittal_room
    series = make_reformat(room)
    room.window.set_mode("annotate")
    draw(room, 20, 15, 40, 30)
    project: Project = room.session.project
    annotation = project.store.annotation("P-0001")
    study, chosen = choose_series(room.session.studies, ("t1ce",), annotation)
    assert chosen["t1ce"].uid == series.uid
    assert len(stored_boxes(annotation, study, chosen, "t1ce")) == 1
    assert read_series(chosen["t1ce"]).slice_thickness_mm == 5.0
    record(room.session, "x", [Change(("specimen", "s"), Specimen("s", grade=4))])
    manifest = build_manifest(project, Choice())
    assert [row.patient for row in manifest.patients] == ["P-0001"]
    assert manifest.patients[0].series["t1ce"].uid == series.uid
    assert len(manifest.patients[0].boxes) == 1
    assert manifest.flow[0].patients == 1


def test_its_source_is_taken_from_memory_and_is_not_read_again(
    sagittal_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []
    plainly = nifti_reader.read_nifti

    def counted(path: Path, frame: int, uid: str, cache: object, arrival: Arrival | None):
        if arrival is not None:  # for its picture in the list, it is read beside
            read.append(path)
        return plainly(path, frame, uid, cache, arrival)

    monkeypatch.setattr(nifti_reader, "read_nifti", counted)
    make_reformat(sagittal_room)
    sagittal_room.wait_for_pictures()
    assert read == []
    shelf, series = sagittal_room.window.controllers.shelf, sagittal_room.session.active_series
    shelf.forget()
    came: list[object] = []
    shelf.want(series, came.append, came.append)
    sagittal_room.wait_until(lambda: len(came) == 1)
    assert len(read) == 1, "what is not at hand is read once"
    assert sorted(key[0] for key in shelf._kept) == sorted([series.uid, series.source.uid])


def test_its_slices_are_looked_at_as_they_are_made_and_leaving_it_ends_the_work(
    sagittal_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, gate, made = sagittal_room, threading.Semaphore(4), []

    def gated(self: Arrival, k: int, *rest: object) -> None:
        put(self, k, *rest)
        made.append(k)
        gate.acquire(timeout=10)

    put = Arrival.put
    monkeypatch.setattr(Arrival, "put", gated)
    room.key("Ctrl+Alt+1")
    shelf = room.window.controllers.shelf
    try:
        room.wait_until(lambda: len(made) >= 4)
        assert min(made) > 30, "the middle comes first"
        room.wait_until(lambda: room.left.volume is not None and room.left.volume.series_uid.endswith("/axial1"))
        uid = room.left.volume.series_uid
        assert uid not in room.session.volumes
        shelf.keep_reading(())
    finally:
        gate.release(999)
    room.wait_until(lambda: not task._running)
    assert len(made) < 20
    assert shelf.bytes_held == sum(one.volume.voxels.nbytes for one in shelf._kept.values())
