"""What undo takes back is named in the menu and said in the strip; an import is not taken back in passing."""

from __future__ import annotations

import numpy as np
import pytest
from reading_room import Room, draw, opened

from glioma_desktop.annotation.annotation import Box, Change, Edit, Outline
from glioma_desktop.annotation.exchange.cohort import IMPORT_TEXT
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import StoreReadError


def take_in(room: Room, kind="import") -> None:
    """Two outlines with their boxes, as ``import-cohort`` stores them."""
    session = room.session
    assert session.project is not None
    uid = session.box_series.uid
    changes = []
    for k in (4, 5):
        mask = np.zeros((72, 64), bool)
        mask[20:40, 15:30] = True
        outline = Outline(mask, "flair_abnormality", "mask")
        changes.append(Change(("outline", uid, "L1", "flair_abnormality", str(k)), outline))
        changes.append(Change(("box", uid, "L1", str(k)), Box(RectROI(k, 20, 40, 15, 30), "mask")))
    edit = Edit(session.patient, "import", IMPORT_TEXT, tuple(changes), kind=kind)
    session.set_annotation(session.project.store.record(edit))


def edit_menu(room: Room) -> dict[str, str]:
    with opened(room, "Edit"):
        return {name: room.window.actions_.actions[name].text() for name in ("undo", "redo", "undo_import")}


def test_a_key_does_not_take_back_an_import_and_the_menu_names_what_does(room: Room) -> None:
    take_in(room)
    room.key("Ctrl+Z")
    assert len(room.boxes()) == 2
    assert room.window.strip.sentence == (
        "What is left to undo is the import of P-0001 (2 outlines, 2 boxes): Edit > Undo import takes it back."
    )
    menu = edit_menu(room)
    assert menu["undo"] == "Undo"
    assert menu["undo_import"] == "Undo import of P-0001: 2 outlines, 2 boxes"
    room.window.actions_.actions["undo_import"].trigger()
    assert room.boxes() == {}
    assert room.window.strip.sentence == "Undone: Import from cohort"
    assert edit_menu(room)["undo_import"] == "Undo import"
    room.key("Ctrl+Alt+Z")
    assert room.window.strip.sentence == "Nothing that was imported can be taken back here.", "a key is never dead"
    room.key("Ctrl+Shift+Z")
    assert len(room.boxes()) == 2, "redo puts it back"


def test_what_was_drawn_since_an_import_is_undone_first(room: Room) -> None:
    take_in(room, kind="edit")  # as versions before this one stored it
    draw(room)
    room.window.actions_.actions["undo_import"].trigger()
    assert "was changed since its import" in room.window.strip.sentence
    assert edit_menu(room)["undo"].startswith("Undo: Draw box on slice")
    room.key("Ctrl+Z")
    room.key("Ctrl+Z")
    assert len(room.boxes()) == 2


def test_a_box_under_way_is_given_up_when_the_slices_are_counted_anew(room: Room) -> None:
    room.press(room.left, room.at(room.left, 20, 15))
    room.move(room.left, room.at(room.left, 40, 30))
    assert room.session.draft is not None
    room.session.leaving.emit()
    assert room.session.draft is None
    room.release(room.left, room.at(room.left, 40, 30))
    assert room.boxes() == {}


def test_the_key_of_undo_import_says_why_there_is_nothing_also_after_its_menu_was_open(room: Room) -> None:
    with opened(room, "Edit"):
        assert not room.window.actions_.actions["undo_import"].isEnabled(), "grey while one looks at it"
    room.key("Ctrl+Alt+Z")
    assert room.window.strip.sentence == "Nothing that was imported can be taken back here."


def test_a_log_that_cannot_be_read_is_said_and_nothing_is_undone(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise StoreReadError("The annotation store cannot be read: the disk is gone.")

    draw(room)
    store = room.session.project.store
    with monkeypatch.context() as patched:
        patched.setattr(store, "events", fails)
        room.window.actions_.actions["undo_import"].trigger()
        assert room.window.strip.sentence == "The annotation store cannot be read: the disk is gone."
        patched.setattr(store, "annotation", fails)
        room.key("Ctrl+Z")
        assert room.window.strip.sentence == "The annotation store cannot be read: the disk is gone."
