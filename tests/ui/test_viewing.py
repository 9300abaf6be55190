"""Looking at a case: grey values, place, links, held keys and folded panels, as the hands do it in the real window."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from reading_room import LEFT, Room, draw

from glioma_desktop.ui.series_strip import SeriesStrip
from glioma_desktop.ui.top_bar import _KeyTool

RIGHT, MIDDLE = Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton


def place_of(room: Room, at: QPoint) -> tuple[float, float]:
    transform = room.left.transform_now()
    assert transform is not None
    return transform.to_voxel(at.x(), at.y())


def test_right_drag_changes_window_and_level_and_escape_gives_them_back(room: Room) -> None:
    before = room.session.view.window
    start = room.left.rect().center()
    room.drag_with(RIGHT, room.left, start, start + QPoint(60, -40))
    during = room.session.view.window
    assert during.width > before.width
    assert during.level < before.level
    assert room.session.view.preset == ""
    assert room.left.overlays.top_right == f"W {during.width:g}  L {during.level:g}"
    room.key("Esc")
    room.let_go(RIGHT, room.left, start + QPoint(60, -40))
    assert room.session.view.window == before
    assert room.session.view.preset == "auto"
    room.drag_with(RIGHT, room.left, start, start + QPoint(60, 0))
    room.let_go(RIGHT, room.left, start + QPoint(60, 0))
    assert room.session.view.window.width > before.width
    room.key("A")
    assert room.session.view.window == before
    assert room.boxes() == {}, "a viewing tool never touches boxes"


def test_presets_by_key_differ_and_the_bar_names_the_one_that_is_on(room: Room) -> None:
    widths = {}
    for key, name in (("2", "Wide"), ("3", "Narrow"), ("4", "Enhancement"), ("1", "Auto")):
        room.key(key)
        widths[name] = room.session.view.window.width
        assert room.window.top._presets.text() == f"W/L {name} ▾"
    assert widths["Narrow"] < widths["Auto"] < widths["Wide"]


def test_the_name_of_the_window_is_never_cut_off_in_the_bar(room: Room) -> None:
    presets = room.window.top._presets
    for width in (1240, 1280, 1300):
        room.window.resize(width, 760)
        for layout in ("Ctrl+1", "Ctrl+2"):
            room.key(layout)
            room.key("4")
            room.wait_until(lambda: presets.width() >= presets.sizeHint().width())
            room.key("1")


def test_ctrl_wheel_zooms_at_the_cursor_in_both_linked_viewports_and_0_fits_again(room: Room) -> None:
    at = room.at(room.left, 20, 15)
    before = place_of(room, at)
    fitted = room.left.transform_now().scale
    room.wheel(room.left, -3, Qt.KeyboardModifier.ControlModifier, at)
    assert room.left.transform_now().scale > fitted
    assert place_of(room, at) == pytest.approx(before, abs=0.05)
    assert room.right.transform_now().scale == pytest.approx(room.left.transform_now().scale)
    assert room.right.transform_now().centre == pytest.approx(room.left.transform_now().centre)
    room.key("0")
    assert room.left.transform_now().scale == pytest.approx(fitted)


def test_a_middle_drag_pans_and_escape_puts_the_picture_back(room: Room) -> None:
    start = room.left.rect().center()
    grabbed = place_of(room, start)
    room.drag_with(MIDDLE, room.left, start, start + QPoint(50, 30))
    assert place_of(room, start + QPoint(50, 30)) == pytest.approx(grabbed, abs=0.05), "the picture follows the cursor"
    room.key("Esc")
    room.let_go(MIDDLE, room.left, start + QPoint(50, 30))
    assert place_of(room, start) == pytest.approx(grabbed, abs=0.05)


def test_interpolation_can_be_switched_off_and_then_a_voxel_is_one_grey(room: Room) -> None:
    room.wheel(room.left, -8, Qt.KeyboardModifier.ControlModifier)
    k = room.session.slice_index
    assert room.session.smooth
    room.key("I")
    assert not room.session.smooth
    picture = room.left.grab().toImage()
    corners = [room.at(room.left, 34 + row, 30 + column) for row in (0.2, 0.8) for column in (0.2, 0.8)]
    assert len({picture.pixelColor(point).red() for point in corners}) == 1, f"slice {k + 1} is still smoothed"
    room.key("I")
    picture = room.left.grab().toImage()
    assert len({picture.pixelColor(point).red() for point in corners}) > 1


def test_the_zoom_that_is_written_is_the_zoom_of_the_picture_also_after_the_panels_are_folded(room: Room) -> None:
    def written() -> str:
        return room.left.overlays.bottom_left[-1][1].split("· ")[-1]

    assert written() == f"{room.left.transform_now().voxel_px:.1f}×"
    before = room.left.width()
    room.key("Tab")
    room.wait_until(lambda: room.left.width() > before)
    assert not room.window.case.isVisible()
    assert room.window.worklist.width() < 60
    assert written() == f"{room.left.transform_now().voxel_px:.1f}×"
    room.key("Tab")
    assert room.window.case.isVisible()


def test_s_shows_the_other_sequence_in_place_only_while_it_is_held(room: Room) -> None:
    t1ce, flair = room.left.volume, room.right.volume
    room.window.area.take_focus()
    QTest.keyPress(room.left, Qt.Key.Key_S)
    assert room.left.volume is flair
    assert room.left.overlays.top_left[0][0] == "FLAIR"
    QTest.keyRelease(room.left, Qt.Key.Key_S)
    assert room.left.volume is t1ce


def test_a_series_without_common_space_is_unlinked_and_says_why_where_it_stands(room: Room) -> None:
    from dataclasses import replace

    uid = room.session.views[1].series_uid
    stranger = replace(room.session.volumes[uid], frame_of_reference_uid="1.2.3")
    room.session.add_volume(uid, stranger)
    reason = "no common frame of reference"
    assert ("", f"not linked: {reason}") in room.right.overlays.bottom_left
    assert all("not linked" not in words for _, words in room.left.overlays.bottom_left)
    assert room.window.top._link.text().startswith("Unlinked")
    assert room.window.top._link.toolTip() == f"FLAIR is not linked: {reason}."
    before = room.session.views[1].slice_index
    room.wheel(room.left, 2)
    assert room.session.views[1].slice_index == before
    room.session.add_volume(uid, replace(stranger, frame_of_reference_uid=room.left.volume.frame_of_reference_uid))
    assert reason not in room.window.strip._session.link_note
    assert reason not in room.window.top._link.toolTip()
    assert reason not in room.window.strip.sentence, "the strip does not go on saying what no longer holds"


def test_f6_goes_from_worklist_to_picture_to_case_and_single_keys_mean_boxes_only_in_the_picture(room: Room) -> None:
    draw(room)
    before = room.boxes()
    room.window.activateWindow()
    room.window.area.take_focus()
    stops = []
    for _ in range(3):
        room.window.controllers.panels.next_area()
        stops.append(QApplication.focusWidget())
        if stops[-1] is not room.left:
            QTest.keyClick(stops[-1], Qt.Key.Key_X)
    assert stops == [room.window.case.done, room.window.worklist.patients, room.left]
    assert room.boxes() == before


def test_a_click_on_a_lesion_or_button_leaves_the_keys_with_the_picture(room: Room) -> None:
    room.key("L")
    room.window.area.take_focus()
    chips = [c for c in room.window.case._chips.findChildren(type(room.window.case._labels)) if c.text() == "L1 graded"]
    QTest.mouseClick(chips[0], LEFT)
    assert room.session.lesion == "L1"
    assert QApplication.focusWidget() is room.left


def test_the_box_of_another_lesion_is_drawn_in_grey(room: Room) -> None:
    draw(room)
    room.key("L")
    draw(room, 45, 40, 60, 55)
    picture = room.left.grab().toImage()

    def colour(row: float, column: float) -> tuple[int, int, int]:
        rect = room.left.box_rect(next(i for i, b in enumerate(room.left.overlays.boxes) if b.bounds[0] == row))
        at = QPointF(rect.left() - 0.5, rect.top() + rect.height() * column) * picture.devicePixelRatio()
        shade = picture.pixelColor(int(at.x()), int(at.y()))
        return shade.red(), shade.green(), shade.blue()

    red, _, blue = colour(45, 0.3)
    assert red - blue > 80, "the drawn lesion is yellow"
    red, _, blue = colour(20, 0.3)
    assert abs(red - blue) < 40, "the other one is grey"


def test_repaints_of_a_viewport_with_its_overlays_lose_no_reference_to_none(room: Room) -> None:
    draw(room)
    room.session.set_view(0, slice_index=0)
    room.left.repaint()
    before = sys.getrefcount(None)
    for i in range(400):
        room.session.set_view(0, slice_index=i % 12)
        room.left.repaint()
    assert room.left._picture._painted[0][1] == 399 % 12, "it was painted"
    assert abs(sys.getrefcount(None) - before) < 200


def test_a_step_to_another_slice_repaints_no_thumbnail_and_another_series_does(room: Room) -> None:
    strip, painted = room.window.worklist.findChild(SeriesStrip), []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                painted.append(1)
            return False

    QApplication.processEvents()
    watch = Watch()
    strip.viewport().installEventFilter(watch)
    for k in range(5):
        room.session.set_view(0, slice_index=k)
        QApplication.processEvents()
    assert not painted
    room.session.set_active(1)
    room.wait_until(lambda: bool(painted))


def test_auto_keeps_the_brain_out_of_the_dark_where_the_scalp_reaches_into_the_middle() -> None:
    from glioma_desktop.study.volume import Volume
    from glioma_desktop.ui.window_level import preset_window

    voxels = np.full((4, 64, 64), 300.0)
    voxels[:, :, 20:24] = 1500.0  # fat, also in the middle of the picture
    voxels[:, :4], voxels[:, -4:] = 0, 0
    affine = np.array([[0, 0, 1, 0], [0, 1, 0, 0], [5, 0, 0, 0], [0, 0, 0, 1]], float)
    window = preset_window(Volume(voxels.astype(np.int16), affine, (5.0, 1.0, 1.0)), "auto")
    assert window.level + window.width / 2 == pytest.approx(900, rel=0.02)


def test_the_bar_stays_one_row_and_gives_up_its_name_then_the_keys_before_any_tool(room: Room) -> None:
    bar = room.window.top
    room.window.resize(1500, 800)
    room.wait_until(lambda: bar._name.isVisible())
    wide = bar.width()
    room.window.resize(1280, 800)
    room.wait_until(lambda: not bar._name.isVisible())
    assert all(tool._key.isVisible() for tool in bar.findChildren(_KeyTool)), "the keys stay at the usual size"
    room.window.resize(1060, 700)
    room.wait_until(lambda: not any(tool._key.isVisible() for tool in bar.findChildren(_KeyTool)))
    assert bar.width() < wide
    QApplication.processEvents()
    tools = [tool for tool in bar.findChildren(QToolButton) if tool.isVisible()]
    assert all(tool.mapTo(bar, QPoint(tool.width(), 0)).x() <= bar.width() for tool in tools)
    assert all(tool.width() >= tool.minimumSizeHint().width() for tool in tools)
    room.window.resize(1500, 800)
    room.wait_until(lambda: bar._name.isVisible())
