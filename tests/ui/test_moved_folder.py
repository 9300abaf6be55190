"""A folder that was moved or renamed is found again, and what was drawn on its studies is where it was."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot
from reading_room import Room, bounds, draw, new_project, write_patient

from glioma_desktop.study import catalogue
from glioma_desktop.ui import moved_controller, task
from glioma_desktop.ui.series_strip import _PICTURE
from glioma_desktop.ui.themed_window import ThemedWindow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def moved_room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    """A box is drawn on the first of two patients; then the disc is mounted under another name."""
    for seed, name in enumerate(("first", "second")):
        write_patient(tmp_path / "usb" / "studies" / name, seed)
    room = Room(tmp_path / "usb" / "studies", new_project(tmp_path / "project"), qtbot.waitUntil)
    room.read()
    room.window.set_mode("annotate")
    draw(room)
    room.wait_until(lambda: not task._running)
    (tmp_path / "usb").rename(tmp_path / "stick")
    room.window.controllers.reading._shelf.forget()
    room.session.set_patient(None, (), None)
    yield room
    room.close()


def form_of(room: Room):
    room.window.actions_.actions["find_moved"].trigger()
    form = room.window.controllers.moved.form
    room.wait_until(lambda: not task._running)
    return form


def test_the_reader_is_told_where_to_look_and_finds_the_studies_with_their_boxes(
    moved_room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = moved_room
    room.window._open_patient("P-0001")
    room.wait_until(lambda: "Find moved folder" in room.left.overlays.sentence)
    form = form_of(room)
    assert form.heading.text() == "2 studies cannot be found"
    assert form.folders.text() == f"{tmp_path / 'usb'}  (2 studies)"
    assert form.place.text() == str(tmp_path)
    QTest.mouseClick(form.look, LEFT)
    room.wait_until(lambda: form.use.isVisible())
    assert form.sentence.text().startswith("2 of 2 studies found, with the same files:")
    assert not form.look.isVisible()
    QTest.mouseClick(form.use, LEFT)
    room.wait_until(lambda: form.heading.text() == "Nothing is missing")
    room.wait_for_pictures()
    assert bounds(room.boxes()[room.session.slice_index]) == (20, 40, 15, 30)
    assert any("2 studies are linked to their files again" in message.text for message in room.session.messages)
    monkeypatch.setattr(catalogue, "FileReader", None)  # the catalogue knows the new place too
    room.window.open_paths([str(tmp_path / "stick" / "studies")])
    room.wait_until(lambda: not room.window.controllers.scan.running)
    assert len(room.session.worklist) == 2


def test_a_place_that_holds_a_part_says_how_many_were_found_and_what_is_still_missing(
    moved_room: Room, tmp_path: Path
) -> None:
    (tmp_path / "stick" / "studies" / "second").rename(tmp_path / "second")
    form = form_of(moved_room)
    form.place.setText(str(tmp_path / "stick"))
    QTest.mouseClick(form.look, LEFT)
    moved_room.wait_until(lambda: form.use.isVisible())
    QTest.mouseClick(form.use, LEFT)
    moved_room.wait_until(lambda: form.heading.text() == "1 study cannot be found")
    assert form.sentence.text() == (
        "1 study is linked to its files again. 1 study is still missing: choose another folder."
    )
    assert form.look.isVisible()
    assert moved_room.session.messages[-1].text == (
        "1 study is linked to its files again. What was drawn is as it was. "
        "1 study is still missing: choose another folder."
    )


def test_a_place_without_the_files_and_one_that_is_none_are_said_in_the_form(moved_room: Room, tmp_path: Path) -> None:
    form = form_of(moved_room)
    (tmp_path / "empty").mkdir()
    form.place.setText(str(tmp_path / "empty"))
    QTest.keyClick(form.place, Qt.Key.Key_Return)
    moved_room.wait_until(lambda: form.sentence.text() == "None of their files is in empty. Choose another folder.")
    assert form.look.isEnabled()
    form.place.setText(str(tmp_path / "nowhere"))
    QTest.mouseClick(form.look, LEFT)
    moved_room.wait_until(lambda: form.sentence.text() == "There is no such folder. Check the path.")
    assert form.look.isEnabled()


def test_a_search_that_is_cancelled_says_so_and_what_it_still_finds_is_dropped(
    moved_room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = form_of(moved_room)
    assert not form.cancel.isVisible()
    gate, find = threading.Event(), moved_controller.find_moved

    def stalled(*arguments):
        gate.wait(20)
        return find(*arguments)

    monkeypatch.setattr(moved_controller, "find_moved", stalled)
    threads = QThreadPool.globalInstance().maxThreadCount()
    QTest.mouseClick(form.look, LEFT)
    assert form.cancel.isVisible()
    assert form.sentence.text().startswith("Looking in ")
    QTest.mouseClick(form.cancel, LEFT)
    assert form.sentence.text() == "The search was stopped. Nothing was changed."
    assert not form.cancel.isVisible()
    assert form.look.isEnabled()
    assert QThreadPool.globalInstance().maxThreadCount() == threads + 1, "its thread may hang for long"
    gate.set()
    moved_room.wait_until(lambda: not task._running)
    assert form.sentence.text() == "The search was stopped. Nothing was changed."
    assert QThreadPool.globalInstance().maxThreadCount() == threads
    QTest.mouseClick(form.look, LEFT)
    moved_room.wait_until(lambda: form.use.isVisible())


def test_a_dialog_that_was_closed_over_a_search_does_not_say_that_it_still_looks_there(
    moved_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = form_of(moved_room)
    gate, look = threading.Event(), moved_controller.look_what_is_gone
    monkeypatch.setattr(moved_controller, "find_moved", lambda *_: gate.wait(20) and [])
    monkeypatch.setattr(moved_controller, "look_what_is_gone", lambda *known: gate.wait(20) and look(*known))
    QTest.mouseClick(form.look, LEFT)
    assert form.sentence.text().startswith("Looking in ")
    form.close()
    moved_room.window.actions_.actions["find_moved"].trigger()
    assert form.sentence.text() == "Looking which files are gone…"
    assert not form.cancel.isVisible()
    gate.set()
    moved_room.wait_until(lambda: form.look.isEnabled())


def test_a_drive_that_stalls_is_not_waited_for_by_the_window(moved_room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    here, asked, is_dir = threading.current_thread(), [], Path.is_dir
    monkeypatch.setattr(Path, "is_dir", lambda self: asked.append(threading.current_thread()) or is_dir(self))
    form = form_of(moved_room)
    QTest.mouseClick(form.look, LEFT)
    moved_room.wait_until(lambda: form.use.isVisible())
    assert asked
    assert here not in asked


def test_nothing_is_asked_where_nothing_is_missing(room: Room) -> None:
    form = form_of(room)
    assert form.heading.text() == "Nothing is missing"
    assert not form.look.isVisible()
    assert not form.place.isVisible()
    QTest.keyClick(form, Qt.Key.Key_Escape)
    assert not form.isVisible()


def test_the_whole_dialog_goes_by_return_and_closes_with_it(moved_room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    browsed: list[str] = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *asked: browsed.append(asked[1]) or "")
    form = form_of(moved_room)
    QTest.keyClick(form.place, Qt.Key.Key_Return)
    moved_room.wait_until(lambda: form.use.isVisible())
    QTest.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    moved_room.wait_until(lambda: form.heading.text() == "Nothing is missing")
    assert form.focusWidget() is form.leave
    QTest.keyClick(form.focusWidget(), Qt.Key.Key_Return)
    assert not form.isVisible()
    assert not browsed


def test_return_presses_no_button_that_is_hidden(qtbot: QtBot) -> None:
    window, pressed = ThemedWindow("Window"), []
    qtbot.addWidget(window)
    button = QPushButton("Press", window)
    button.clicked.connect(lambda: pressed.append(button.isVisible()))
    window.show()
    button.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Return)
    button.hide()  # there is nothing else that could take the focus
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert pressed == [True]


def test_a_dialog_that_is_closed_while_the_files_are_linked_leaves_the_open_patient_with_its_pictures(
    moved_room: Room,
) -> None:
    room = moved_room
    room.window._open_patient("P-0001")
    room.wait_until(lambda: "Find moved folder" in room.left.overlays.sentence)
    form = form_of(room)
    QTest.mouseClick(form.look, LEFT)
    room.wait_until(lambda: form.use.isVisible())
    QTest.mouseClick(form.use, LEFT)
    form.close()
    room.wait_until(lambda: any("are linked to their files again" in one.text for one in room.session.messages))
    room.wait_for_pictures()
    assert room.session.patient == "P-0001"


def test_a_patient_whose_drive_is_connected_again_is_read_when_it_is_chosen_again(
    moved_room: Room, tmp_path: Path
) -> None:
    room = moved_room
    room.window._open_patient("P-0001")
    room.wait_until(lambda: "Find moved folder" in room.left.overlays.sentence)
    room.wait_until(lambda: not task._running)
    (tmp_path / "stick").rename(tmp_path / "usb")
    choose(room, "P-0001")
    room.wait_for_pictures()
    assert bounds(room.boxes()[room.session.slice_index]) == (20, 40, 15, 30)
    room.key("Home")
    choose(room, "P-0001")
    assert room.session.slice_index == 0, "what is there stays as it is looked at"


def test_the_tiles_of_a_patient_whose_drive_is_connected_again_get_their_pictures(
    moved_room: Room, tmp_path: Path
) -> None:
    room, tiles = moved_room, moved_room.window.worklist.series
    choose(room, "P-0002")
    room.wait_until(lambda: "Find moved folder" in room.left.overlays.sentence)
    room.wait_until(lambda: not task._running)
    assert all(tiles.item(k).data(_PICTURE) is None for k in range(tiles.count()))
    (tmp_path / "stick").rename(tmp_path / "usb")
    choose(room, "P-0002")
    room.wait_until(lambda: all(tiles.item(k).data(_PICTURE) is not None for k in range(tiles.count())))


def choose(room: Room, pseudonym: str) -> None:
    """Click a patient in the worklist."""
    patients = room.window.worklist.patients
    row = next(row for row in room.session.worklist if row.pseudonym == pseudonym)
    index = patients.model().index(room.session.worklist.index(row), 0)
    QTest.mouseClick(patients.viewport(), LEFT, pos=patients.visualRect(index).center())
