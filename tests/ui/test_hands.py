"""Profiles of mouse and keys, and binding all of it anew: what is pressed means what was chosen, at once and tomorrow."""

from __future__ import annotations

import pytest
from hands import turn
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from reading_room import Room, draw

from glioma_desktop.ui import language
from glioma_desktop.ui.actions import ACTIONS
from glioma_desktop.ui.bindings import bindings_of, native, verbs_of
from glioma_desktop.ui.keys_dialog import KeysDialog
from glioma_desktop.ui.profiles import PROFILES
from glioma_desktop.ui.settings import Settings

LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton
NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def choose(room: Room, profile: str) -> None:
    room.window.actions_.actions[f"profile_{profile}"].trigger()


def dialog_of(room: Room) -> KeysDialog:
    room.window.actions_.actions["keys"].trigger()
    dialog = room.window.findChild(KeysDialog)
    assert dialog is not None
    return dialog


def give(room: Room, dialog: KeysDialog, action: str, key: str, place: int = 0) -> None:
    """Click a key of an action in the dialog and press another."""
    from glioma_desktop.ui.bindings import combination

    button = dialog.rows[action].buttons[place]
    QTest.mouseClick(button, LEFT)
    pressed = combination(key)
    QTest.keyClick(button, pressed.key(), pressed.keyboardModifiers())


def dragged(room: Room, button: Qt.MouseButton, keys=NONE) -> str:
    """What a drag of 60 px down and 40 to the right does in the left viewport, told by what has changed."""
    room.window.area.take_focus()
    room.session.set_active(0)
    room.window.controllers.views.go_to(0, 3)
    before, scale = room.session.views[0], room.left.transform_now().scale
    start = room.left.rect().center()
    room.drag_holding(keys, room.left, start, start + QPoint(40, 60), button)
    after = room.session.views[0]
    if room.left.transform_now().scale != scale:
        return "zoom"
    if after.window != before.window:
        return "window"
    if after.slice_index != before.slice_index:
        return "scroll"
    return "pan" if after.centre != before.centre else ""


@pytest.mark.parametrize("profile", PROFILES)
def test_in_every_profile_every_action_has_a_key_and_no_key_means_two_things(profile: str) -> None:
    bindings = bindings_of(profile, {}, {})
    keys = [key for one in bindings.keys.values() for key in one]
    assert len(keys) == len(set(keys)), sorted(key for key in keys if keys.count(key) > 1)
    assert [id_ for id_, one in bindings.keys.items() if not one] == []
    assert set(bindings.keys) == {entry.id for entry in ACTIONS}
    assert set(PROFILES[profile].keys) <= set(bindings.keys)
    assert all(verb in verbs_of(gesture) for gesture, verb in bindings.mouse.items())


@pytest.mark.parametrize(
    ("profile", "gestures"),
    [
        ("own", {(LEFT, NONE): "scroll", (MIDDLE, NONE): "pan", (RIGHT, NONE): "window", (RIGHT, SHIFT): "window"}),
        ("ihe", {(LEFT, NONE): "scroll", (MIDDLE, NONE): "pan", (RIGHT, NONE): "window"}),
        ("horos", {(LEFT, NONE): "window", (LEFT, SHIFT): "zoom", (LEFT, CTRL): "pan", (RIGHT, NONE): "zoom"}),
        ("slicer", {(LEFT, NONE): "scroll", (LEFT, SHIFT): "pan", (RIGHT, NONE): "zoom", (MIDDLE, NONE): "pan"}),
    ],
)
def test_each_profile_drags_as_the_program_it_is_named_after(room: Room, profile: str, gestures) -> None:
    room.key("Esc")
    choose(room, profile)
    assert {gesture: dragged(room, *gesture) for gesture in gestures} == gestures
    room.window.set_mode("annotate")
    room.window.controllers.views.fit()
    draw(room)
    assert len(room.boxes()) == 1, "in Annotate the left button draws in every profile"


def test_keys_choose_the_tool_of_the_left_button_and_a_restart_begins_with_the_profiles(room: Room) -> None:
    choose(room, "ihe")
    room.key("W")
    assert room.session.mode == "read"
    assert dragged(room, LEFT) == "window"
    room.key("Z")
    assert dragged(room, LEFT) == "zoom"
    room.key("T")
    assert dragged(room, LEFT) == "pan"
    room.key("S")
    assert dragged(room, LEFT) == "scroll"
    assert not room.session.blinking, "S does not blink here"
    QTest.keyPress(room.left, Qt.Key.Key_Y)
    assert room.session.blinking
    QTest.keyRelease(room.left, Qt.Key.Key_Y)
    room.key("W")
    assert Settings().changed_mouse("ihe") == {}


def test_a_profile_is_shown_in_menus_tooltips_and_buttons_and_is_there_after_a_restart(room: Room) -> None:
    action = room.window.actions_.actions["outline"]
    assert action.shortcut().toString() == "W"
    choose(room, "horos")
    assert action.shortcut().toString() == "C"
    assert action.toolTip().endswith("(C)")
    assert "Mirror lens (hold)\tY" in room.window.actions_.actions["mirror"].text()
    assert Settings().profile == "horos"
    room.window.controllers.bindings.set_keys("grade", ["Y"])
    room.session.set_annotation(room.session.annotation)
    assert room.window.case.grade.key == "Y"


def test_dragging_down_brightens_in_image_review_and_the_direction_is_each_profiles_own(room: Room) -> None:
    room.key("Esc")
    levels = {}
    for profile in ("own", "ihe"):
        choose(room, profile)
        before = room.session.views[0].window or room.left.window_level
        dragged(room, RIGHT)
        after = room.session.views[0].window
        levels[profile] = after.level - before.level
        room.window.controllers.grey.preset("auto")
    assert levels["own"] > 0 > levels["ihe"], "a lower level is brighter"


def test_a_key_is_bound_anew_by_pressing_it_and_counts_at_once_and_tomorrow(room: Room) -> None:
    dialog = dialog_of(room)
    give(room, dialog, "lock", "Ctrl+Shift+Y")
    assert room.session.bindings.keys["lock"] == ("Ctrl+Shift+Y",)
    draw(room)
    room.key("Ctrl+Shift+Y")
    assert next(iter(room.boxes().values())).locked
    room.key("T")
    assert next(iter(room.boxes().values())).locked, "the old key means nothing any more"
    room.key("Del")
    assert room.session.messages[-1].text == "The box is locked. Unlock it (Ctrl+Shift+Y) to delete it."
    settings = Settings()
    tomorrow = bindings_of(settings.profile, settings.changed_keys("own"), settings.changed_mouse("own"))
    assert tomorrow.keys["lock"] == ("Ctrl+Shift+Y",)
    QTest.mouseClick(dialog.rows["lock"].reset, LEFT)
    assert room.session.bindings.keys["lock"] == ("T",)
    assert Settings().changed_keys("own") == {}


@pytest.mark.parametrize("key", ["Tab", "Space", "Del", "Up", "F7", "Return", "?"])
def test_every_key_can_be_pressed_for_an_action_also_those_that_move_the_focus(room: Room, key: str) -> None:
    dialog = dialog_of(room)
    give(room, dialog, "comment", key)
    if dialog.take.isVisible():
        QTest.mouseClick(dialog.take, LEFT)
    assert room.session.bindings.keys["comment"] == (key,)


def test_a_held_key_is_bound_anew_and_holds_as_before(room: Room) -> None:
    dialog = dialog_of(room)
    give(room, dialog, "blink", "Ctrl+Y")
    assert dialog.note.text() == "A key that is held stands alone, without Ctrl, Alt or Shift."
    give(room, dialog, "blink", "Y")
    dialog.close()
    room.window.area.take_focus()
    QTest.keyPress(room.left, Qt.Key.Key_S)
    assert not room.session.blinking
    QTest.keyPress(room.left, Qt.Key.Key_Y)
    assert room.session.blinking
    QTest.keyRelease(room.left, Qt.Key.Key_Y)
    assert not room.session.blinking


def test_a_key_that_another_action_has_is_named_and_taken_over_or_left(room: Room) -> None:
    dialog = dialog_of(room)
    give(room, dialog, "lock", "G")
    assert dialog.note.text() == "G is the key of “Grade tumour”."
    assert room.session.bindings.keys["lock"] == ("T",), "nothing has changed yet"
    QTest.mouseClick(dialog.leave, LEFT)
    assert not dialog.take.isVisible()
    assert room.session.bindings.keys["grade"] == ("G",)
    give(room, dialog, "lock", "G")
    assert dialog.focusWidget() is dialog.take
    dialog.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, NONE))
    assert room.session.bindings.keys["lock"] == ("G",)
    assert room.session.bindings.keys["grade"] == ()
    QTest.mouseClick(dialog.rows["grade"].reset, LEFT)
    assert dialog.note.text() == "G is the key of “Lock box”."
    give(room, dialog, "comment", "G")
    QTest.mouseClick(dialog.take, LEFT)
    assert room.session.bindings.keys["comment"][0] == "G"
    assert room.session.bindings.keys["lock"] == (), "also one that the reader has given it to"
    QTest.mouseClick(dialog.reset, LEFT)
    assert room.session.bindings == bindings_of("own", {}, {})


def test_esc_stays_what_cancels(room: Room) -> None:
    dialog = dialog_of(room)
    button = dialog.rows["lock"].buttons[0]
    QTest.mouseClick(button, LEFT)
    QTest.keyClick(button, Qt.Key.Key_Escape)
    assert not button.asking
    assert dialog.isVisible()
    assert room.session.bindings.keys["lock"] == ("T",)
    assert not dialog.rows["read"].buttons[0].isEnabled()
    give(room, dialog, "read", "Y", place=1)
    assert room.session.bindings.keys["read"] == ("Esc", "Y")


def test_further_keys_of_an_action_are_added_and_taken_away(room: Room) -> None:
    dialog = dialog_of(room)
    assert room.session.bindings.keys["delete"] == ("Del", "X", "Backspace")
    QTest.keyClick(dialog.rows["delete"].buttons[1], Qt.Key.Key_Delete)
    assert room.session.bindings.keys["delete"] == ("Del", "Backspace")
    give(room, dialog, "delete", "Y", place=2)
    assert room.session.bindings.keys["delete"] == ("Del", "Backspace", "Y")
    draw(room)
    room.key("X")
    assert len(room.boxes()) == 1
    room.key("Y")
    assert not room.boxes()


def test_the_mouse_is_bound_anew_and_wheel_and_side_buttons_too(room: Room) -> None:
    room.key("Esc")
    bindings = room.window.controllers.bindings
    dialog = dialog_of(room)
    box = dialog.gestures["Middle-drag"]
    box.setCurrentIndex(box.findData("zoom"))
    box.activated.emit(box.currentIndex())
    assert dragged(room, MIDDLE) == "zoom"
    bindings.set_mouse("Wheel", "zoom")
    scale = room.left.transform_now().scale
    turn(room.left, QPoint(0, 120))
    assert room.left.transform_now().scale > scale
    bindings.set_mouse("Button 4", "hide")
    room.drag_with(Qt.MouseButton.BackButton, room.left, room.left.rect().center())
    assert not room.session.overlays_visible
    room.let_go(Qt.MouseButton.BackButton, room.left, room.left.rect().center())
    assert room.session.overlays_visible, "held as the key would be"
    assert Settings().changed_mouse("own") == {"Middle-drag": "zoom", "Wheel": "zoom", "Button 4": "hide"}


def test_the_forward_button_is_done_and_next(room: Room) -> None:
    first = room.session.patient
    room.mouse(room.left, QEvent.Type.MouseButtonPress, room.left.rect().center(), Qt.MouseButton.ForwardButton)
    room.wait_until(lambda: room.session.patient != first)


def test_every_profile_keeps_its_own_changes(room: Room) -> None:
    bindings = room.window.controllers.bindings
    bindings.set_keys("lock", ["Y"])
    choose(room, "slicer")
    assert room.session.bindings.keys["lock"] == ("T",)
    bindings.set_mouse("Wheel", "zoom")
    choose(room, "own")
    assert room.session.bindings.keys["lock"] == ("Y",)
    assert room.session.bindings.mouse["Wheel"] == "scroll"


def test_settings_of_the_first_version_still_count(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLIOMA_HOME", str(tmp_path))
    old = Settings()
    old._store.set("keys", {"lock": "Ctrl+Shift+Y", "delete": "Y", "gone_since": "F9"})
    old._store.set("right_drag", "right_darker")
    settings = Settings()
    bindings = bindings_of(settings.profile, settings.changed_keys("own"), settings.changed_mouse("own"))
    assert bindings.keys["lock"] == ("Ctrl+Shift+Y",)
    assert bindings.keys["delete"] == ("Y", "X", "Backspace")
    assert bindings.mouse["Window-drag"] == "right_darker"


@pytest.mark.parametrize("kept", [{"lock": 5}, {"lock": [1, None]}, {"lock": ["T", "T"]}, {"nobody": ["G"]}])
def test_settings_that_are_not_understood_do_no_harm(kept) -> None:
    bindings = bindings_of("nobody's", kept, {"Wheel": "fly", "Nose": "scroll"})
    assert bindings.profile == "own"
    assert bindings.mouse["Wheel"] == "scroll"
    assert bindings.keys["grade"] == ("G",)


def test_a_key_the_reader_has_given_away_is_not_also_the_new_actions_that_has_it_by_default() -> None:
    bindings = bindings_of("own", {"lock": ["G"]}, {})
    assert bindings.owner("G") == "lock"
    assert bindings.keys["grade"] == ()


def test_keys_that_type_stay_in_the_viewport(room: Room) -> None:
    room.window.controllers.bindings.set_keys("messages", ["Y"])
    search = room.window.worklist.search
    room.window.activateWindow()
    search.setFocus()
    QTest.keyClicks(search, "y")
    assert search.text() == "y"
    assert not room.window.controllers.panels.messages_shown
    room.key("Y")
    assert room.window.controllers.panels.messages_shown


def test_the_dialog_finds_actions_by_word_and_by_key(room: Room) -> None:
    dialog = dialog_of(room)
    dialog.search.setText("mirror")
    assert dialog.rows["mirror"].isVisible()
    assert not dialog.rows["lock"].isVisible()
    dialog.search.setText("t")
    assert dialog.rows["lock"].isVisible()
    dialog.search.setText("microscope")
    assert dialog.note.text() == "No action and no key is called “microscope”."
    dialog.search.setText("")
    assert dialog.rows["grade"].isVisible()
    assert dialog.note.text() == ""


def test_what_is_typed_into_the_dialog_as_it_opens_is_sought_and_chooses_no_profile(room: Room) -> None:
    dialog = dialog_of(room)
    QTest.keyClicks(dialog.focusWidget(), "horos")
    assert room.session.bindings.profile == "own"
    assert dialog.search.text() == "horos"


def test_a_dialog_that_is_opened_again_lists_every_key_and_asks_nothing(room: Room) -> None:
    dialog = dialog_of(room)
    dialog.search.setText("lock")
    give(room, dialog, "lock", "G")
    assert dialog.take.isVisible()
    dialog.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, NONE))
    assert dialog_of(room).search.text() == ""
    assert dialog.rows["mirror"].isVisible()
    assert not dialog.take.isVisible()
    assert room.session.bindings.keys["lock"] == ("T",)


def test_the_dialog_finds_actions_in_the_language_it_stands_in(room: Room) -> None:
    dialog = dialog_of(room)
    try:
        language.switch("zh_CN")
        room.session.set_language("zh_CN")
        dialog.search.setText(language.say("Undo"))
        assert dialog.rows["undo"].isVisible()
        assert not dialog.rows["ruler"].isVisible()
    finally:
        language.switch("en")


def test_gestures_keys_and_actions_are_named_in_the_other_language_at_once(room: Room) -> None:
    dialog = dialog_of(room)

    def words() -> set[str]:
        return {label.text() for label in dialog.findChildren(QLabel)} | {
            name for row in dialog.rows.values() for button in row.buttons for name in (button.accessibleName(),)
        }

    english = words()
    dialog.search.setText("F1")
    try:
        room.window.controllers.panels.set_language("zh_CN")
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert dialog.search.text() == "F1"
        dialog.search.clear()
        assert {"Ctrl+右键拖动", "新建项目", "视图"} <= words()
        assert dialog.rows["delete"].buttons[-1].text() == native("Backspace")
    finally:
        room.window.controllers.panels.set_language("en")
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert words() == english
