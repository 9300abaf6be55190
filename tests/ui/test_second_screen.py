"""The second window on another screen: the same session, hands, links and keys."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from reading_room import Room, draw

from glioma_desktop.ui.second_window import SecondScreen
from glioma_desktop.ui.settings import Settings
from glioma_desktop.ui.view_state import SECOND_FROM
from glioma_desktop.ui.viewport import Viewport


@pytest.fixture
def two(room: Room, monkeypatch: pytest.MonkeyPatch) -> Room:
    """The second window is open, on the screen that plays the other one."""
    monkeypatch.setattr(SecondScreen, "other_screen", lambda self: room.window.screen())
    room.key("Ctrl+F11")
    show(room, 0)
    return room


def pictures(room: Room) -> list[Viewport]:
    second = room.window.controllers.second.second
    assert second is not None
    return [viewport for viewport in second.area.viewports if viewport.isVisible()]


def show(room: Room, place: int, view: int = 1) -> Viewport:
    """The series of a viewport of the main window also in one of the second."""
    room.window.controllers.reading.show_series(SECOND_FROM + place, room.session.views[view].series_uid)
    viewport = pictures(room)[place]
    room.wait_until(lambda: viewport.volume is not None)
    return viewport


def press_in(viewport: Viewport, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    viewport.window().activateWindow()
    for _ in range(1000):
        if QApplication.activeWindow() is viewport.window():
            break
        QApplication.processEvents()
    viewport.setFocus()
    QTest.keyClick(viewport, key, modifiers)


def test_with_one_screen_it_is_said_calmly_and_nothing_opens(room: Room) -> None:
    room.key("Ctrl+F11")
    assert room.session.second_views == range(0)
    assert room.session.messages[-1].text == (
        "There is only one screen. Connect a second one, then Ctrl+F11 shows more viewports on it."
    )
    room.window.controllers.bindings.set_keys("second_screen", ["Ctrl+Shift+F11"])
    room.key("Ctrl+Shift+F11")
    assert "then Ctrl+Shift+F11 shows more" in room.session.messages[-1].text, "the key that is bound now"


def test_ctrl_f11_opens_two_more_viewports_and_closes_them_and_it_is_remembered(two: Room) -> None:
    second = two.window.controllers.second.second
    assert second.isVisible()
    assert second.isFullScreen()
    assert len(pictures(two)) == 2
    assert [v.isVisible() for v in two.window.area.viewports] == [True, True] + [False] * 5
    assert Settings().second_window
    press_in(pictures(two)[0], Qt.Key.Key_F11, Qt.KeyboardModifier.ControlModifier)
    assert not second.isVisible()
    assert two.session.shown_views == (0, 1)
    assert not Settings().second_window


def test_they_scroll_and_zoom_with_the_main_window_and_it_with_them(two: Room) -> None:
    there = pictures(two)[0]
    two.wheel(two.left, 2)
    assert there.slice_index == two.left.slice_index
    two.wheel(there, -3)
    assert two.left.slice_index == there.slice_index
    assert two.session.active == 0, "turning the wheel activates nothing"
    two.wheel(there, -2, Qt.KeyboardModifier.ControlModifier)
    assert two.left.transform_now().scale == pytest.approx(there.transform_now().scale)


def test_one_viewport_of_both_windows_is_active_and_a_box_is_drawn_in_either(two: Room) -> None:
    there = show(two, 0, 0)
    two.press(there, there.rect().center())
    two.release(there, there.rect().center())
    assert two.session.active == SECOND_FROM
    assert (there.active, two.left.active, two.right.active) == (True, False, False)
    assert two.window.area.active is there
    two.drag(there, two.at(there, 20.3, 15.3), two.at(there, 39.7, 29.7))
    assert list(two.boxes()) == [two.session.slice_index]
    assert two.left.overlays.boxes[0].bounds == (20, 40, 15, 30), "the other window shows it at once"


def test_the_keys_of_the_reading_room_work_there_and_layouts_are_its_own(two: Room) -> None:
    there = show(two, 0, 0)
    two.press(there, there.rect().center())
    two.release(there, there.rect().center())
    k = two.session.slice_index
    press_in(there, Qt.Key.Key_Down)
    assert two.session.slice_index == k + 1
    press_in(there, Qt.Key.Key_Escape)
    assert two.session.mode == "read"
    press_in(there, Qt.Key.Key_R)
    assert two.session.mode == "annotate"
    QTest.keyPress(there, Qt.Key.Key_Space)
    assert not two.session.overlays_visible
    QTest.keyRelease(there, Qt.Key.Key_Space)
    press_in(there, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert len(pictures(two)) == 4
    assert two.session.layout == "1x2", "the main window keeps its own"
    press_in(there, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert len(pictures(two)) == 1
    assert Settings().second_layout == "1"
    draw(two)
    press_in(there, Qt.Key.Key_Z)
    assert two.boxes() == {}, "undo"


def test_opening_it_leaves_the_keys_where_they_are_and_brought_to_the_front_it_has_them(two: Room) -> None:
    second, k = two.window.controllers.second.second, two.session.slice_index
    assert second.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    second.activateWindow()
    two.wait_until(lambda: QApplication.activeWindow() is second)
    focus = QApplication.focusWidget()
    assert focus in pictures(two)
    QTest.keyClick(focus, Qt.Key.Key_Down)
    assert two.session.slice_index == k + 1, "of the active viewport, which is in the main window"


def test_three_planes_in_the_main_window_and_slices_in_the_second_go_through_one_place(two: Room) -> None:
    there = show(two, 0, 0)
    two.key("Ctrl+3")
    two.wait_for_planes()
    axial, sagittal, _ = two.planes
    two.wheel(there, 2)
    assert axial.slice_index == there.slice_index
    two.wheel(axial, -1)
    assert there.slice_index == axial.slice_index
    scale = there.transform_now().scale
    two.wheel(sagittal, -2, Qt.KeyboardModifier.ControlModifier)
    assert there.transform_now().scale == scale


def test_the_next_patient_is_hung_in_both_windows_and_closing_the_main_window_closes_both(two: Room) -> None:
    two.window.controllers.reading.open_patient(two.session.worklist[1].pseudonym)
    two.wait_until(lambda: all(two.session.volume(two.session.views[i].series_uid) for i in (0, 1)))
    there = pictures(two)[0]
    assert there.volume is None
    two.wait_until(lambda: there.overlays.sentence != "")
    second = two.window.controllers.second.second
    two.window.close()
    assert not second.isVisible()


def test_a_screen_that_is_pulled_out_gives_its_viewports_back_and_they_return_with_it(
    two: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, second = pictures(two)[0], two.window.controllers.second
    two.session.set_active(SECOND_FROM)
    monkeypatch.setattr(SecondScreen, "other_screen", lambda self: None)
    second._removed(two.window.screen())
    assert not second.second.isVisible()
    assert two.session.active == 0, "keys belong to a picture that is seen"
    assert two.session.messages[-1].text.startswith("The second screen is gone.")
    monkeypatch.setattr(SecondScreen, "other_screen", lambda self: two.window.screen())
    second._added(two.window.screen())
    assert second.second.isVisible()
    assert there.volume is not None, "as it was"


def test_when_the_main_windows_screen_is_pulled_out_the_second_window_does_not_lie_over_it(
    two: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    second, gone = two.window.controllers.second, object()
    monkeypatch.setattr(two.window, "screen", lambda: gone)  # Qt tells of it before the window has moved
    second._removed(gone)
    assert not second.second.isVisible()
    assert two.session.second_views == range(0)


def test_closed_by_the_desktop_it_is_closed(two: Room) -> None:
    second = two.window.controllers.second
    second.second.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not second.on
    assert two.session.second_views == range(0)
    two.window.activateWindow()
    two.wait_until(lambda: QApplication.activeWindow() is two.window)
    two.key("Ctrl+F11")
    assert second.second.isVisible()


SCREENS = {
    "screens": [
        {"name": "left", "x": 0, "y": 0, "width": 1600, "height": 1000, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1},
        {"name": "right", "x": 1600, "y": 0, "width": 1200, "height": 900, "logicalDpi": 192, "logicalBaseDpi": 96, "dpr": 1},
    ]
}  # fmt: skip
SCRIPT = """
import sys
sys.path.insert(0, {here!r})
from pathlib import Path
from PySide6.QtTest import QTest
from reading_room import Room, new_project, write_patient
home = Path({home!r})
for seed, name in enumerate(("first", "second")):
    write_patient(home / "studies" / name, seed)
def wait(condition, timeout):
    for _ in range(timeout // 20):
        if condition():
            return
        QTest.qWait(20)
    raise AssertionError("timed out")
room = Room(home / "studies", new_project(home / "project"), wait)
room.read()
room.window.controllers.second.toggle()
second = room.window.controllers.second.second
room.window.controllers.reading.show_series(7, room.session.views[0].series_uid)
there = second.area.viewports[0]
room.wait_until(lambda: there.volume is not None)
assert second.screen().name() == "right" and room.window.screen().name() == "left", second.screen().name()
assert second.geometry() == second.screen().geometry(), second.geometry()
assert (there.devicePixelRatioF(), room.left.devicePixelRatioF()) == (2.0, 1.0)
row, column = 30.5, 40.5
for view, ratio in ((there, 2), (room.left, 1)):
    view.smooth = False
    picture = view.grab().toImage()
    assert picture.width() == view.width() * ratio
    x, y = view.transform_now().to_screen(row, column)
    voxel = view.volume.voxels[view.slice_index][30, 40]
    print(ratio, picture.pixelColor(int(x * ratio), int(y * ratio)).red())
lens = second.area.magnifier.lens
room.move(there, there.rect().center())
second.area.magnifier.switch(True)
assert lens.isVisible() and lens.devicePixelRatioF() == 2.0
room.close()
print("done")
"""


def test_on_screens_of_different_pixel_density_each_window_is_sharp_on_its_own(tmp_path: Path) -> None:
    screens = tmp_path / "screens.json"
    screens.write_text(json.dumps(SCREENS), encoding="utf-8")
    home = tmp_path / "home"
    home.mkdir()
    environment = os.environ | {
        "QT_QPA_PLATFORM": f"offscreen:configfile={screens}", "GLIOMA_HOME": str(home), "QT_SCALE_FACTOR": "1",
    }  # fmt: skip
    script = SCRIPT.format(here=str(Path(__file__).parent), home=str(home))
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=100, env=environment
    )
    assert done.stdout.strip().endswith("done"), done.stdout + done.stderr
    greys = [int(line.split()[1]) for line in done.stdout.splitlines()[:2]]
    assert greys[0] == pytest.approx(greys[1], abs=1), "the same voxel in the same grey on both screens"


def test_a_layout_on_a_plain_key_or_a_side_button_is_that_of_the_window_it_is_pressed_in(two: Room) -> None:
    bindings, there = two.window.controllers.bindings, show(two, 0, 0)
    bindings.set_keys("layout_2x2", ["9"])
    bindings.set_mouse("Button 4", "layout_1")
    press_in(there, Qt.Key.Key_9)
    assert (len(pictures(two)), two.session.layout) == (4, "1x2")
    press_in(two.left, Qt.Key.Key_9)
    assert (len(pictures(two)), two.session.layout) == (4, "2x2")
    two.mouse(there, QEvent.Type.MouseButtonPress, there.rect().center(), Qt.MouseButton.BackButton)
    assert (len(pictures(two)), two.session.layout) == (1, "2x2")
    two.mouse(two.left, QEvent.Type.MouseButtonPress, two.left.rect().center(), Qt.MouseButton.BackButton)
    assert two.session.layout == "1"
    bindings.set_keys("layout_2x2", ["Ctrl+4"])
    press_in(there, Qt.Key.Key_9)
    assert len(pictures(two)) == 1, "a key that was taken away means nothing any more"
    press_in(there, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert (len(pictures(two)), two.session.layout) == (4, "1")


def test_escape_gives_up_what_is_drawn_or_dragged_in_the_second_window(two: Room) -> None:
    there = show(two, 0, 0)
    two.press(there, there.rect().center())
    two.release(there, there.rect().center())
    two.window.set_mode("annotate")
    two.session.set_active(0)
    draw(two)
    rail, second = two.window.controllers.second.second.area.rail, two.window.controllers.second.second
    two.session.set_active(SECOND_FROM)
    end = rail.ends[0]
    at = QPoint(rail.width() // 2, round(rail._y(end)))
    two.press(rail, at)
    two.move(rail, QPoint(at.x(), round(rail._y(end - 3))))
    assert two.session.slice_index == end - 3
    press_in(second.area.viewports[0], Qt.Key.Key_Escape)
    assert two.session.slice_index == end
    two.release(rail, QPoint(at.x(), round(rail._y(end - 3))))
    assert list(two.boxes()) == [end]
