"""A project that may only be read, that another window works in too, or that is pulled away: the window stays, and says it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from reading_room import Room, bounds, draw, new_project, write_patient
from sqlalchemy import insert

from glioma_desktop.annotation import database, event_log, schema


def said(room: Room) -> str:
    return room.session.messages[-1].text


def wander(room: Room) -> None:
    """What a reader does without thinking: scroll, window, undo, another patient and back, a flag, another layout."""
    here = room.session.patient
    room.wheel(room.left, 2)
    for key in ("Ctrl+Z", "Return", "1", "W", "2", "F", "Ctrl+2"):
        room.key(key)
    room.window.controllers.reading.open_patient(here)


def test_a_read_only_project_opens_says_so_once_and_every_edit_says_that_it_was_not_saved(
    qtbot: QtBot, tmp_path: Path, studies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = new_project(tmp_path / "project")
    first = Room(studies, home, qtbot.waitUntil)
    first.read()
    first.window.set_mode("annotate")
    draw(first)
    kept = bounds(next(iter(first.boxes().values())))
    first.close()
    monkeypatch.setattr(database, "_writable", lambda path: False)
    room = Room(studies, home, qtbot.waitUntil)
    assert [m.text for m in room.session.messages if "read-only" in m.text] == [
        "Project “project” is open. This project is read-only: nothing will be saved."
    ]
    room.read()
    assert len(room.session.worklist) == 2
    room.window.set_mode("annotate")
    room.wait_until(lambda: room.session.annotation is not None)
    room.window.controllers.reading.open_patient(room.session.worklist[0].pseudonym)
    room.wait_for_pictures()
    assert [bounds(box) for box in room.boxes().values()] == [kept]
    before = room.session.annotation
    draw(room, 25, 20, 45, 35)
    assert said(room) == (
        "Not saved: the annotation store cannot be written: the project is read-only; open a copy that can be written."
    )
    assert room.session.annotation == before, "what was there is there"
    room.key("Ctrl+Z")
    assert said(room).startswith("Not saved: the annotation store cannot be written: the project is read-only")
    assert [bounds(box) for box in room.boxes().values()] == [kept]
    room.close()


def test_a_folder_that_is_new_to_a_read_only_project_is_named_and_what_is_known_is_shown(
    qtbot: QtBot, tmp_path: Path, studies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(studies, tmp_path / "studies"))
    home = new_project(tmp_path / "project")
    first = Room(folder, home, qtbot.waitUntil)
    first.read()
    first.close()
    write_patient(folder / "third", 9)
    monkeypatch.setattr(database, "_writable", lambda path: False)
    room = Room(folder, home, qtbot.waitUntil)
    room.read()
    texts = [message.text for message in room.session.messages]
    assert (
        "The study in third is new to this project, which is read-only: open it in a project that can be written."
        in texts
    )
    room.close()


def test_a_project_that_is_pulled_away_leaves_the_window_alive_and_goes_on_when_it_is_back(
    room: Room, tmp_path: Path
) -> None:
    draw(room)
    kept = bounds(next(iter(room.boxes().values())))
    project = room.project
    away = project.rename(tmp_path / "pulled")
    shown = room.session.annotation
    draw(room, 50, 40, 65, 55)
    assert said(room) == (
        "Not saved: the annotation store cannot be written: the folder project is no longer there; put it back and go on, "
        "everything before is safe in it."
    )
    assert room.session.annotation == shown
    before = len(room.session.messages)
    wander(room)
    texts = [message.text for message in room.session.messages[before:]]
    assert any("no longer there" in text for text in texts)
    assert all(len(text) < 250 for text in texts)
    assert room.session.annotation is not None
    assert room.left.volume is not None, "the picture stays"
    assert not project.exists()
    away.rename(project)
    room.window.controllers.reading.open_patient(shown.patient)
    room.wait_for_pictures()
    assert [bounds(box) for box in room.boxes().values()] == [kept]
    count = len(room.session.messages)
    room.key("Ctrl+Z")
    assert said(room).startswith("Undone: ")
    room.key("Ctrl+Shift+Z")
    assert [bounds(box) for box in room.boxes().values()] == [kept]
    assert not [m for m in room.session.messages[count:] if "no longer there" in m.text]


def test_two_windows_on_one_project_see_what_the_other_drew_and_lose_nothing(
    room: Room, qtbot: QtBot, studies: Path
) -> None:
    draw(room)
    other = Room(studies, room.project, qtbot.waitUntil)
    other.read()
    other.window.set_mode("annotate")
    assert [bounds(b) for b in other.boxes().values()] == [bounds(b) for b in room.boxes().values()]
    other.wheel(other.left, 1)
    draw(other, 22, 18, 42, 33)
    room.wheel(room.left, -1)
    draw(room, 24, 16, 44, 31)
    assert len(room.boxes()) == len(other.boxes()) == 3
    assert len(room.session.annotation.boxes) == 3
    other.close()
    draw(room, 10, 10, 20, 20)
    assert len(room.boxes()) >= 3


def test_a_damaged_entry_in_the_log_is_said_at_the_next_gesture_and_the_screen_stays(room: Room) -> None:
    room.window.set_mode("annotate")
    draw(room)
    kept = dict(room.session.annotation.boxes)
    assert kept
    store, patient = room.session.project.store, room.session.patient
    with store.engine.begin() as connection:
        torn = {"time": "2026-11-29T12:00:00.000Z", "reader": "x", "kind": "edit", "text": "x", "grade_visible": False}
        number = event_log.number_of(connection, patient)
        connection.execute(insert(schema.events).values(patient_id=number, changes=b"torn", undoes=None, **torn))
    draw(room, 25, 20, 45, 35)
    assert said(room).startswith("Not saved: the annotation store holds a damaged entry")
    assert room.session.annotation.boxes == kept


def test_a_project_that_is_waited_for_stays_in_the_strip_though_a_series_has_come(room: Room, tmp_path: Path) -> None:
    strip, all_ = room.window.strip, room.window.controllers
    all_.project.waiting.emit(tmp_path / "away")
    all_.shelf.waiting.emit(tmp_path / "stick")
    all_.shelf.waiting.emit(None)
    assert strip._scan.text() == "Waiting for the folder away, which does not answer"
    assert strip._cancel.isVisible()
    all_.shelf.waiting.emit(tmp_path / "stick")
    all_.project.waiting.emit(None)
    assert strip._scan.text() == "Waiting for the folder stick, which does not answer"
    all_.shelf.waiting.emit(None)
    assert not strip._cancel.isVisible()
