"""After a restart the reader goes on where they stopped, if the files are there; nothing is opened over what they open."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from reading_room import Room, draw, new_project, write_patient
from test_streaming import open_studies, write_series

from glioma_desktop.annotation.last_place import FILE_NAME
from glioma_desktop.annotation.project import Project
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.ui import task


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for seed, name in enumerate(("first", "second", "third")):
        write_patient(tmp_path / "studies" / name, seed)
    return tmp_path / "studies"


@pytest.fixture
def rooms(qtbot: QtBot, tmp_path: Path, folder: Path) -> Iterator[list[Room]]:
    """A window in which the second patient was looked at last, on slice 3, two by two; it is closed."""
    room = Room(folder, new_project(tmp_path / "project"), qtbot.waitUntil)
    room.window.open_paths([str(folder)])
    room.wait_until(lambda: len(room.session.worklist) == 3 and not room.window.controllers.scan.running)
    room.window._open_patient("P-0002")
    room.wait_for_pictures()
    room.window.controllers.views.go_to(0, 2)
    room.window.controllers.views.set_layout("1")
    room.wait_until(lambda: not task._running)
    room.close()
    made: list[Room] = []
    yield made
    for one in made:
        one.close()


def again(rooms: list[Room], qtbot: QtBot, folder: Path, tmp_path: Path) -> Room:
    room = Room(folder, tmp_path / "project", qtbot.waitUntil)
    rooms.append(room)
    assert room.session.patient is None, "the first window is there before anything is opened"
    room.window.controllers.resume.start()
    return room


def test_the_patient_opens_that_was_looked_at_last_on_its_slice_and_in_its_layout(
    rooms: list[Room], qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    room = again(rooms, qtbot, folder, tmp_path)
    room.wait_until(lambda: room.session.patient is not None)
    room.wait_for_pictures()
    assert room.session.patient == "P-0002"
    assert (room.session.slice_index, room.session.layout) == (2, "1")
    assert room.window.strip.sentence == "P-0002 is open again, where you stopped."
    kept = (tmp_path / "project" / "cache" / FILE_NAME).read_text()
    assert "t1ce" not in kept
    assert "second" not in kept, "no name and no uid is written down"


def test_when_that_case_is_done_the_next_one_that_is_not_opens(
    rooms: list[Room], qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    room = again(rooms, qtbot, folder, tmp_path)
    room.wait_until(lambda: room.session.patient == "P-0002")
    room.window.controllers.case._set_status("done", "Case done")
    room.close()
    later = again(rooms, qtbot, folder, tmp_path)
    later.wait_until(lambda: later.session.patient is not None)
    assert later.session.patient == "P-0003"
    assert later.window.strip.sentence == "P-0003 is open: the next case that is not done."


def test_when_its_files_are_away_it_is_said_and_nothing_is_opened(
    rooms: list[Room], qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    folder.rename(tmp_path / "elsewhere")
    room = again(rooms, qtbot, folder, tmp_path)
    room.wait_until(lambda: "P-0002 is not opened: the folder studies is away." in room.window.strip.sentence)
    assert room.session.patient is None


def test_what_the_reader_opens_meanwhile_goes_first(
    rooms: list[Room], qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    room = again(rooms, qtbot, folder, tmp_path)
    room.window.controllers.reading.open_patient("P-0003")
    room.wait_until(lambda: not task._running)
    assert room.session.patient == "P-0003"
    room.close()
    later = again(rooms, qtbot, folder, tmp_path)
    later.wait_until(lambda: later.session.patient == "P-0003")


@pytest.mark.parametrize("drawn", [True, False])
def test_the_slice_that_was_looked_at_is_found_again_when_the_series_has_grown_meanwhile(
    qtbot: QtBot, tmp_path: Path, drawn: bool
) -> None:
    write_series(tmp_path / "all", "1.5.1", count=12)
    part = tmp_path / "studies"
    part.mkdir()
    for k in range(5, 12):
        shutil.copy(tmp_path / "all" / f"{k:02d}.dcm", part)
    room = Room(part, new_project(tmp_path / "project"), qtbot.waitUntil)
    open_studies(room)
    room.wait_until(lambda: room.session.volume("1.5.1") is not None)
    room.window.controllers.views.go_to(0, 3)
    if drawn:
        room.window.set_mode("annotate")
        draw(room)
    room.wait_until(lambda: not task._running)
    room.close()
    for k in range(5):
        shutil.copy(tmp_path / "all" / f"{k:02d}.dcm", part)
    (study,) = Catalogue().scan(part)
    project = Project.open(tmp_path / "project")
    project.store.register(study, part)
    project.close()
    later = again([], qtbot, part, tmp_path)
    later.wait_until(lambda: later.session.patient is not None)
    later.wait_until(lambda: later.session.volume("1.5.1") is not None)
    assert later.session.volume("1.5.1").shape[0] == 12
    assert later.session.slice_index == 8
    later.close()


def test_a_note_of_the_last_place_that_is_damaged_costs_nothing_but_the_place(
    rooms: list[Room], qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "project" / "cache" / FILE_NAME).write_text('{"patient": "P-00')
    room = again(rooms, qtbot, folder, tmp_path)
    room.wait_until(lambda: room.session.patient == "P-0001")
    assert room.window.strip.sentence == "P-0001 is open: the next case that is not done."
