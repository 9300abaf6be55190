"""Two windows on one project: a gesture made while the other one writes is shown, waits, and is committed in its order."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from reading_room import Room, draw

from glioma_desktop.annotation.annotation import Annotation, Box, Change, Edit
from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import StoreBusyError, StoreWriteError
from glioma_desktop.ui import saving_controller
from glioma_desktop.ui.edits import PATIENCE_MS, record

HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
held.execute("COMMIT")
print("free", flush=True)
"""


@contextmanager
def another_writer(room: Room) -> Iterator[Callable[[], None]]:
    """Another process that holds the store until it is told to let go."""
    store = next(room.project.glob("*.db"))
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"

    def let_go() -> None:
        child.stdin.write("\n")
        child.stdin.flush()
        assert child.stdout.readline() == "free\n"

    try:
        yield let_go
    finally:
        child.kill()
        child.communicate()


@pytest.fixture
def annotating(room: Room) -> Room:
    room.window.set_mode("annotate")
    return room


def scroll(room: Room) -> None:
    room.wheel(room.left, 1)


def test_boxes_drawn_while_another_window_writes_are_shown_at_once_and_committed_in_order_when_it_lets_go(
    annotating: Room,
) -> None:
    room, session = annotating, annotating.session
    first = session.slice_index
    with another_writer(room) as let_go:
        draw(room)
        scroll(room)
        draw(room, 22, 17, 42, 32)
        assert [edit.text for edit in session.waiting] == [f"Draw box on slice {k + 1}" for k in (first, first + 1)]
        uid = session.box_series.uid
        assert sorted(session.annotation.boxes_of(uid, "L1")) == [first, first + 1], "the hand sees what it drew"
        assert room.boxes() == {}, "nothing is said to be saved that is not"
        assert room.window.strip._saved.text() == "Waiting to save: 2"
        room.wait_until(lambda: any("holds this project" in message.text for message in session.messages))
        room.key("Ctrl+Z")
        assert len(session.waiting) == 2, "undo takes back what is stored, and this is not yet"
        assert "still waits to be saved" in session.messages[-1].text
        let_go()
        room.wait_until(lambda: not session.waiting)
    assert session.messages[-1].text == "Saved: the project is free again."
    assert sorted(room.boxes()) == [first, first + 1]
    texts = [event.text for event in session.project.store.events(session.patient) if event.kind == "edit"]
    assert texts == [f"Draw box on slice {k + 1}" for k in (first, first + 1)]
    assert room.window.strip._saved.text().startswith("Saved ")
    room.key("Ctrl+Z")
    assert sorted(room.boxes()) == [first]


def test_a_box_is_still_there_when_its_patient_is_opened_again_before_it_could_be_saved(annotating: Room) -> None:
    room, session = annotating, annotating.session
    patient, other = (row.pseudonym for row in session.worklist)
    assert session.patient == patient
    with another_writer(room) as let_go:
        draw(room)
        uid = session.box_series.uid
        room.window._open_patient(other)
        room.wait_for_pictures()
        assert session.annotation.boxes == {}
        room.window._open_patient(patient)
        room.wait_for_pictures()
        assert len(session.annotation.boxes_of(uid, "L1")) == 1
        let_go()
        room.wait_until(lambda: not session.waiting)
        assert len(session.annotation.boxes_of(uid, "L1")) == 1
    assert len(room.boxes()) == 1


def test_the_window_does_not_close_over_what_waits_and_says_what_to_do(
    annotating: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = annotating
    monkeypatch.setattr(saving_controller, "LAST_PATIENCE_MS", 10)
    with another_writer(room) as let_go:
        draw(room)
        assert not room.window.close()
        assert room.window.isVisible()
        assert "Close that first." in room.window.strip.sentence
        assert not room.window.controllers.project.open_folder(room.project.parent)
        let_go()
        assert room.window.close()
    assert len(room.boxes()) == 1


def test_what_cannot_be_saved_in_the_end_leaves_the_screen_with_a_word(
    annotating: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, session = annotating, annotating.session
    answers = [StoreBusyError("held"), StoreWriteError("The annotation store cannot be written: the disk is full.")]

    def refuses(*_: object) -> None:
        raise answers.pop(0)

    monkeypatch.setattr(session.project.store, "record", refuses)
    draw(room)
    assert len(session.annotation.boxes) == 1
    room.wait_until(lambda: not session.waiting)
    assert session.annotation.boxes == {}
    assert "Not saved: the annotation store cannot be written: the disk is full." in room.window.strip.sentence


def test_the_window_does_not_close_over_a_word_that_something_was_not_saved(
    annotating: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, session = annotating, annotating.session

    def refuses(*_: object) -> None:
        raise StoreWriteError("The annotation store cannot be written: the disk is full.")

    with another_writer(room):
        draw(room)
        monkeypatch.setattr(session.project.store, "record", refuses)
        assert not room.window.close()
        assert room.window.strip.sentence.startswith("Not saved: ")
        assert room.window.close(), "it was read"


def test_what_waits_of_another_patient_is_not_given_up_with_it(
    annotating: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, session, store = annotating, annotating.session, annotating.session.project.store
    refused, other = (row.pseudonym for row in session.worklist)
    record_there = store.record

    def refuses(edit: Edit, patience_ms: int | None = None) -> Annotation:
        if edit.patient == refused:
            raise StoreWriteError("The annotation store cannot be written: the disk is full.")
        return record_there(edit, patience_ms)

    with another_writer(room) as let_go:
        draw(room)
        room.window._open_patient(other)
        room.wait_for_pictures()
        draw(room)
        draw(room, 22, 17, 42, 32)
        assert [edit.patient for edit in session.waiting] == [refused, other, other]
        monkeypatch.setattr(store, "record", refuses)
        let_go()
        room.wait_until(lambda: not session.waiting)
    assert len(session.annotation.boxes) == 1
    assert len(store.annotation(other).boxes) == 1
    assert any(message.text.startswith(f"{refused}: Not saved: ") for message in session.messages), "it says whose"


def test_a_gesture_without_another_writer_is_committed_before_the_window_goes_on(annotating: Room) -> None:
    room = annotating
    assert PATIENCE_MS < 100
    assert record(room.session, "x", [Change(("no_tumour", room.session.box_series.uid, "1"), True)])
    assert room.session.waiting == ()
    assert (room.session.box_series.uid, 1) in room.session.project.store.annotation(room.session.patient).no_tumour


@contextmanager
def another_window(room: Room) -> Iterator[Project]:
    """Another window on the same project, as far as the store sees it."""
    project = Project.open(room.project)
    try:
        yield project
    finally:
        project.close()


def drawn_elsewhere(other: Project, room: Room, k: int) -> RectROI:
    roi = RectROI(k, 50, 60, 40, 52)
    box = Box(roi, "hand", None, None, None, reader="elsewhere")
    change = Change(("box", room.session.box_series.uid, "L1", str(k)), box)
    other.store.record(Edit(room.session.patient, "elsewhere", "Draw box", (change,)))
    return roi


def test_what_another_window_drew_is_shown_when_this_one_is_used_again(annotating: Room) -> None:
    room, session = annotating, annotating.session
    with another_window(room) as other:
        drawn_elsewhere(other, room, session.slice_index)
        assert session.annotation.boxes == {}
        QGuiApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
        room.wait_until(lambda: len(session.annotation.boxes) == 1)
    assert len(room.left.overlays.boxes) == 1


def test_boxes_between_two_keys_do_not_take_the_place_of_what_another_window_drew_there(annotating: Room) -> None:
    room, session = annotating, annotating.session
    first, uid = session.slice_index, session.box_series.uid
    draw(room)
    with another_window(room) as other:
        roi = drawn_elsewhere(other, room, first + 1)
        room.wheel(room.left, 3)
        draw(room, 26, 21, 46, 36)
        assert room.boxes()[first + 1].roi == roi
        assert room.boxes()[first + 2].origin == "interpolated"
        assert session.annotation.boxes[uid, "L1", first + 1].roi == roi, "and it is shown"


def test_a_box_that_another_window_drew_anew_is_not_deleted_unseen(annotating: Room) -> None:
    room, session = annotating, annotating.session
    draw(room)
    k = session.slice_index
    with another_window(room) as other:
        roi = drawn_elsewhere(other, room, k)
        address = ("box", session.box_series.uid, "L1", str(k))
        assert not record(session, "Delete box", [Change(address, None)])
        assert session.messages[-1].text.startswith("Not done: another window has drawn here meanwhile.")
        assert room.boxes()[k].roi == roi, "it is shown, and can be deleted now"
        assert record(session, "Delete box", [Change(address, None)])
    assert k not in room.boxes()
