"""Three planes through one point, as the hands move it in the real window."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtTest import QTest
from reading_room import SHAPE, Room, draw

from glioma_desktop.study.geometry import patient_to_voxel, voxel_to_patient
from glioma_desktop.ui.plane_painter import GAP, crosshair_lines
from glioma_desktop.ui.viewport import Viewport

AXIAL, SAGITTAL, CORONAL = 4, 5, 6


def enter(room: Room) -> tuple[Viewport, Viewport, Viewport]:
    room.key("Ctrl+3")
    room.wait_for_planes()
    room.window.set_mode("read")
    return room.planes


def under_crosshair(room: Room) -> list[int]:
    """The voxel value that each plane shows at the crosshair."""
    values = []
    for viewport in room.planes:
        volume = viewport.volume
        place = patient_to_voxel(volume.affine, np.array([room.session.crosshair_mm]))[0]
        assert viewport.slice_index == int(np.floor(place[0] + 0.5)), "the plane goes through the crosshair"
        values.append(int(volume.voxels[tuple(np.floor(place + 0.5).astype(int))]))
    return values


def test_ctrl_3_shows_three_planes_of_the_active_series_through_the_place_that_was_shown(room: Room) -> None:
    uid, k = room.session.view.series_uid, room.session.slice_index
    axial, sagittal, coronal = enter(room)
    assert [v.isVisible() for v in room.window.area.viewports] == [False] * 4 + [True] * 3
    assert {room.session.views[i].series_uid for i in room.session.shown_views} == {uid}
    assert axial.volume is room.session.volumes[uid]
    assert axial.slice_index == k
    assert axial.active, "the plane in which boxes are drawn"
    assert abs(axial.width() - sagittal.width()) <= 2, "all three at one scale: each column as wide"
    assert axial.height() > 1.8 * coronal.height()
    assert len(set(under_crosshair(room))) == 1
    assert [v.overlays.bottom_left[-1][1].split()[1] for v in room.planes] == ["axial", "sagittal", "coronal"]
    assert not room.window.top._link.isVisible(), "three planes of one series cannot be unlinked"


def test_a_cut_plane_says_what_spacing_it_cuts_through_and_not_the_size_of_its_pixels(room: Room) -> None:
    axial, sagittal, coronal = enter(room)
    assert axial.overlays.bottom_left[-1][1].startswith("· axial · sp 5.0 · ")
    for view, name in ((sagittal, "sagittal"), (coronal, "coronal")):
        assert view.overlays.bottom_left[-1][1].startswith(f"· {name} · cut through sp 5.0 · ")


def test_a_click_puts_the_crosshair_there_and_the_other_planes_go_through_it(room: Room) -> None:
    axial, sagittal, coronal = enter(room)
    row, column = 30.5, 22.5
    at = room.at(axial, row, column)
    room.press(axial, at)
    room.release(axial, at)
    expected = voxel_to_patient(axial.volume.affine, np.array([[axial.slice_index, row - 0.5, column - 0.5]]))[0]
    assert room.session.crosshair_mm == pytest.approx(tuple(expected), abs=0.3)
    assert len(set(under_crosshair(room))) == 1
    assert sagittal.slice_index in (21, 22, 23)
    assert coronal.slice_index in (29, 30, 31)


def test_a_drag_in_a_small_plane_moves_the_point_and_escape_takes_it_back(room: Room) -> None:
    axial, sagittal, _ = enter(room)
    before, k = room.session.crosshair_mm, axial.slice_index
    start = room.at(sagittal, *sagittal.overlays.crosshair)
    room.press(sagittal, start)
    room.move(sagittal, start + QPoint(20, 15))
    room.move(sagittal, start + QPoint(40, 30))
    assert sagittal.active, "the rail and the keys belong to the plane that is held"
    assert axial.slice_index < k, "down in the sagittal plane is towards the feet"
    assert len(set(under_crosshair(room))) == 1
    room.key("Esc")
    assert room.session.crosshair_mm == before
    assert axial.slice_index == k
    room.release(sagittal, start + QPoint(40, 30))
    assert room.session.crosshair_mm == before


def test_the_wheel_scrolls_the_plane_under_the_cursor_and_moves_the_lines_of_the_others(room: Room) -> None:
    axial, _, coronal = enter(room)
    room.press(axial, room.at(axial, 30.5, 22.5))
    room.release(axial, room.at(axial, 30.5, 22.5))
    slices, lines = [v.slice_index for v in room.planes], [v.overlays.crosshair for v in room.planes]
    room.wheel(coronal, 3)
    assert [v.slice_index for v in room.planes] == [slices[0], slices[1], slices[2] + 3]
    assert axial.active, "turning the wheel activates nothing"
    assert coronal.overlays.crosshair == pytest.approx(lines[2]), "its own lines stay"
    moved = room.at(axial, *axial.overlays.crosshair) - room.at(axial, *lines[0])
    assert abs(moved.x()) <= 1
    assert abs(moved.y()) > 3, "the line in the axial plane goes to the front or the back"
    assert len(set(under_crosshair(room))) == 1
    room.key("Down")
    assert axial.slice_index == slices[0] + 1
    assert len(room.window.area.rail.ticks) == SHAPE[0]


def test_the_crosshair_leaves_a_gap_over_the_anatomy_and_is_hidden_while_space_is_held(room: Room) -> None:
    axial, *_ = enter(room)
    at = room.at(axial, *axial.overlays.crosshair)
    for line in crosshair_lines(QRectF(axial.rect()), QPointF(at)):
        ends = [abs(line.x1() - at.x()) + abs(line.y1() - at.y()), abs(line.x2() - at.x()) + abs(line.y2() - at.y())]
        assert min(ends) >= GAP - 1
    shown = axial.grab().toImage()
    arm = at + QPoint(GAP + 20, 0)
    QTest.keyPress(axial, Qt.Key.Key_Space)
    hidden = axial.grab().toImage()
    QTest.keyRelease(axial, Qt.Key.Key_Space)
    ratio = shown.devicePixelRatio()
    near = [QPoint(round(arm.x() * ratio), round((arm.y() + dy) * ratio)) for dy in (-1, 0, 1)]
    assert any(shown.pixelColor(p) != hidden.pixelColor(p) for p in near)
    middle = QPoint(round(at.x() * ratio), round(at.y() * ratio))
    assert shown.pixelColor(middle) == hidden.pixelColor(middle), "nothing covers the point itself"


def test_zoom_and_pan_are_shared_in_millimetres(room: Room) -> None:
    axial, sagittal, _ = enter(room)
    before = [v.transform_now().scale for v in room.planes]
    room.wheel(axial, -3, Qt.KeyboardModifier.ControlModifier, room.at(axial, 30, 20))
    factors = [v.transform_now().scale / b for v, b in zip(room.planes, before, strict=True)]
    assert factors == pytest.approx([factors[0]] * 3)
    assert factors[0] > 1.3

    def middle_mm(viewport: Viewport) -> np.ndarray:
        row, column = viewport.transform_now().centre
        return voxel_to_patient(viewport.volume.affine, np.array([[viewport.slice_index, row - 0.5, column - 0.5]]))[0]

    middles = [middle_mm(v) for v in room.planes]
    assert middles[0][1] == pytest.approx(middles[1][1]), "front to back in axial and sagittal"
    assert middles[0][0] == pytest.approx(middles[2][0]), "left to right in axial and coronal"
    start = sagittal.rect().center()
    room.drag_with(Qt.MouseButton.MiddleButton, sagittal, start, start + QPoint(0, 12), start + QPoint(0, 25))
    room.let_go(Qt.MouseButton.MiddleButton, sagittal, start + QPoint(0, 25))
    after = [middle_mm(v) for v in room.planes]
    assert after[1][2] > middles[1][2], "the picture went down, the middle towards the head"
    assert after[2][2] == pytest.approx(after[1][2])
    assert after[0] == pytest.approx(middles[0]), "head to feet is across the axial plane"
    room.key("0")
    assert [v.transform_now().scale for v in room.planes] == pytest.approx(before)


def test_the_window_is_one_in_all_three_planes(room: Room) -> None:
    axial, sagittal, coronal = enter(room)
    start = sagittal.rect().center()
    room.drag_with(Qt.MouseButton.RightButton, sagittal, start, start + QPoint(30, 10))
    room.let_go(Qt.MouseButton.RightButton, sagittal, start + QPoint(30, 10))
    assert axial.window_level == sagittal.window_level == coronal.window_level
    assert axial.window_level != room.left.window_level


def test_boxes_are_drawn_in_the_own_plane_only_and_their_extent_shows_in_the_others(room: Room) -> None:
    draw(room)
    k = room.session.slice_index
    axial, sagittal, coronal = enter(room)
    assert room.session.crosshair_mm is not None
    assert [len(v.overlays.boxes) for v in room.planes] == [1, 0, 0]
    assert [len(v.overlays.extents) for v in room.planes] == [0, 1, 1], "the crosshair stands in the box"
    for viewport, size_mm in ((sagittal, 20), (coronal, 15)):
        corners = np.array(viewport.overlays.extents[0])
        index = np.column_stack([np.full(len(corners), viewport.slice_index), corners - 0.5])
        points = voxel_to_patient(viewport.volume.affine, index)
        extent = np.ptp(points, axis=0)
        assert extent[2] == pytest.approx(5.0), "one slice thick"
        assert max(extent[:2]) == pytest.approx(size_mm)
    room.window.set_mode("annotate")
    before = room.boxes()
    room.press(sagittal, sagittal.rect().center())
    room.release(sagittal, sagittal.rect().center())
    room.drag(sagittal, QPoint(60, 60), QPoint(120, 120))
    assert room.boxes() == before
    assert "axial" in room.session.messages[-1].text
    assert "drawn" in room.session.messages[-1].text
    room.press(axial, axial.rect().center())
    room.release(axial, axial.rect().center())
    room.key("Down")
    room.drag(axial, room.at(axial, 20.3, 15.3), room.at(axial, 39.7, 29.7))
    assert sorted(room.boxes()) == [k, k + 1]


def test_the_extent_is_gone_where_the_plane_misses_the_boxes(room: Room) -> None:
    draw(room)
    _, sagittal, _ = enter(room)
    assert sagittal.overlays.extents
    room.wheel(sagittal, 30)
    assert not sagittal.overlays.extents


def test_leaving_gives_back_the_former_viewports_their_series_and_places(room: Room) -> None:
    room.wheel(room.left, 2)
    room.wheel(room.left, -3, Qt.KeyboardModifier.ControlModifier, room.at(room.left, 20, 15))
    former, active = room.session.views[:2], room.session.active
    axial, sagittal, _ = enter(room)
    room.wheel(axial, 3)
    room.press(sagittal, sagittal.rect().center())
    room.release(sagittal, sagittal.rect().center())
    room.key("Ctrl+2")
    assert room.session.views[:2] == former
    assert room.session.active == active
    assert [v.isVisible() for v in room.window.area.viewports] == [True] * 2 + [False] * 5
    assert room.left.slice_index == former[0].slice_index


def test_another_series_goes_into_all_three_planes_at_the_same_point(room: Room) -> None:
    axial, *_ = enter(room)
    point = room.session.crosshair_mm
    flair = room.session.views[1].series_uid
    room.window.controllers.reading.show_series(SAGITTAL, flair)
    room.wait_until(lambda: all(room.session.views[i].series_uid == flair for i in room.session.shown_views))
    assert axial.overlays.top_left[0][0] == "FLAIR"
    assert room.session.crosshair_mm == pytest.approx(point)
    assert len(set(under_crosshair(room))) == 1


def test_s_blinks_the_other_sequence_in_the_same_plane_at_the_same_millimetre(room: Room) -> None:
    _, sagittal, _ = enter(room)
    room.press(sagittal, sagittal.rect().center())
    room.release(sagittal, sagittal.rect().center())
    mine, k = sagittal.volume, sagittal.slice_index
    QTest.keyPress(sagittal, Qt.Key.Key_S)
    assert sagittal.overlays.top_left[0][0] == "FLAIR"
    assert sagittal.volume is not mine
    assert np.allclose(sagittal.volume.affine, mine.affine)
    assert sagittal.slice_index == k
    QTest.keyRelease(sagittal, Qt.Key.Key_S)
    assert sagittal.volume is mine


def test_planes_can_be_entered_and_left_before_the_volumes_arrive(room: Room) -> None:
    second = room.session.worklist[1].pseudonym
    room.window._open_patient(second)
    room.session.set_layout("planes")
    room.session.set_layout("1x2")
    room.session.set_layout("planes")
    room.wait_for_planes()
    assert len(set(under_crosshair(room))) == 1
    room.window._open_patient(room.session.worklist[0].pseudonym)
    assert room.planes[0].volume is None
    room.wait_for_planes()
    assert len(set(under_crosshair(room))) == 1
    room.session.set_layout("1x2")
    room.wait_for_pictures()
