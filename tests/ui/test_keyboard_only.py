"""A case from the folder to the grade without a mouse."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu
from pytestqt.qtbot import QtBot
from reading_room import Room, bounds, draw, new_project

from glioma_desktop.ui.bindings import combination


def press(room: Room, *keys: str) -> None:
    """Keys, one after another, wherever the focus is."""
    for key in keys:
        pressed = combination(key)
        QTest.keyClick(QApplication.focusWidget() or room.window, pressed.key(), pressed.keyboardModifiers())


def focused(room: Room) -> str:
    """Where the keys go, in words."""
    widget = QApplication.focusWidget()
    return "" if widget is None else widget.accessibleName() or type(widget).__name__


@pytest.fixture
def closed(qtbot: QtBot, tmp_path: Path, studies: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    """The window before anything is open; the desktop's own dialog answers with the folder of the studies."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(studies))
    room = Room(studies, new_project(tmp_path / "project"), qtbot.waitUntil)
    room.window.activateWindow()
    room.window.area.take_focus()
    yield room
    room.close()


def test_a_case_is_opened_read_boxed_and_done_by_keys_alone(closed: Room) -> None:
    room, session = closed, closed.session
    press(room, "Ctrl+O")
    room.wait_until(lambda: len(session.worklist) == 2 and not room.window.controllers.scan.running)
    room.wait_for_pictures()
    first = session.patient
    assert focused(room).startswith("T1CE, slice 7 of 12")
    press(room, "Ctrl+Right")
    room.wait_for_pictures()
    assert session.active_series.sequence == "flair"
    press(room, "Ctrl+Left", "Down")
    room.wait_for_pictures()
    assert session.slice_index == 7
    press(room, "Ins")
    (box,) = room.boxes().values()
    before = bounds(box)
    press(room, "Alt+Right", "Alt+Right", "Alt+Down", "Alt+Shift+Right", "Alt+Shift+Up")
    (box,) = room.boxes().values()
    r0, r1, c0, c1 = before
    assert bounds(box) == (r0 + 1, r1, c0 + 2, c1 + 3)
    press(room, "Down", "Down", "Ctrl+Return")
    assert sorted(room.boxes()) == [7, 8, 9], "the slice between is interpolated"
    assert bounds(room.boxes()[9]) == bounds(room.boxes()[7])
    press(room, "F6")
    assert focused(room) == "Done, next"
    press(room, "Tab")
    assert focused(room) == "Grade tumour"
    press(room, "F6", "F6")
    assert focused(room).startswith("T1CE, slice 10 of 12")
    press(room, "G")
    assert any(label.text().startswith("No model yet.") for label in room.window.card.findChildren(QLabel))
    press(room, "Up", "Return", "Return")  # of three slices only the last was looked at long enough
    room.wait_until(lambda: session.patient != first)
    assert focused(room).startswith(("T1CE", "Viewport 1"))


def test_a_box_by_key_goes_around_the_outline_and_never_over_another_box(room: Room) -> None:
    room.key("W")
    at = [room.at(room.left, row, column) for row, column in ((25, 20), (25, 40), (45, 40), (45, 20), (25, 20))]
    room.press(room.left, at[0])
    for point in at[1:]:
        room.move(room.left, point)
    room.release(room.left, at[-1])
    room.key("Ins")
    (box,) = room.boxes().values()
    assert box.coverage is not None
    assert 0.79 <= box.coverage <= 0.9
    room.key("Ins")
    assert (
        room.session.messages[-1].text == "There is a box on this slice. Move it (Alt+Up), resize it (Alt+Shift+Right)."
    )
    assert list(room.boxes().values()) == [box]


def test_a_box_by_key_lies_at_the_middle_of_what_is_seen(room: Room) -> None:
    room.window.controllers.views.place(0, 12.0, (30.0, 20.0))
    room.key("Ins")
    r0, r1, c0, c1 = bounds(next(iter(room.boxes().values())))
    assert abs((r0 + r1) / 2 - 30) <= 1
    assert abs((c0 + c1) / 2 - 20) <= 1
    room.key("Ctrl+Z")
    assert not room.boxes()


def test_f6_goes_round_the_areas_and_tab_walks_the_case_panel_in_the_order_that_is_seen(room: Room) -> None:
    room.window.activateWindow()
    room.window.area.take_focus()
    draw(room)
    press(room, "F6")
    case, seen = room.window.case, []
    for _ in range(12):
        widget = QApplication.focusWidget()
        if widget is None or not case.isAncestorOf(widget) or widget in seen:
            break
        seen.append(widget)
        press(room, "Tab")
    places = [widget.mapTo(case, widget.rect().center()).y() for widget in seen]
    assert len(seen) >= 4
    turns = sum(b < a - 4 for a, b in pairwise(places))
    assert turns <= 1, [type(w).__name__ for w in seen]


def test_the_dialog_of_keys_is_worked_by_keys(room: Room) -> None:
    room.key("F1")
    dialog = room.window._keys
    assert dialog is not None
    dialog.activateWindow()
    room.wait_until(dialog.isActiveWindow)
    chip = dialog.rows["lock"].buttons[0]
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(chip, Qt.Key.Key_Return)
    assert chip.asking
    QTest.keyClick(chip, Qt.Key.Key_Y)
    assert room.session.bindings.keys["lock"] == ("Y",)
    room.wait_until(lambda: dialog.rows["lock"].buttons[0].hasFocus())


def test_while_the_menus_have_the_keys_enter_does_not_end_the_case_nor_an_arrow_scroll(room: Room) -> None:
    room.window.activateWindow()
    bar, before = room.window.top.menu_bar, (room.session.patient, room.session.slice_index)
    bar.setFocus(Qt.FocusReason.MenuBarFocusReason)
    assert QApplication.focusWidget() is bar
    press(room, "Down", "Return", "G")
    assert (room.session.patient, room.session.slice_index) == before
    assert room.session.annotation is not None
    assert room.session.annotation.case.status == "new"


def test_a_menu_opened_by_the_mouse_and_left_with_esc_leaves_the_keys_in_the_picture(room: Room) -> None:
    room.window.activateWindow()
    room.left.setFocus()
    bar, k = room.window.top.menu_bar, room.session.slice_index
    for action in bar.actions()[:3]:
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.actionGeometry(action).center())
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        QTest.keyClick(menu, Qt.Key.Key_Escape)
        room.window.activateWindow()  # without a desktop nobody does it when a popup closes
        room.wait_until(room.left.hasFocus)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        k += 1
        assert room.session.slice_index == k


def test_whoever_puts_off_their_name_goes_on_reading_with_the_keys(room: Room) -> None:
    bar, k = room.window.reader_bar, room.session.slice_index
    for put_off in (lambda: QTest.keyClick(bar.field, Qt.Key.Key_Escape), lambda: bar.later.click()):
        room.window.ask_reader()
        bar.field.setFocus()
        put_off()
        assert not bar.isVisible()
        assert QApplication.focusWidget() is room.left
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        k += 1
        assert room.session.slice_index == k
