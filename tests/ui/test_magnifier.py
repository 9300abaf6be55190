"""The magnifier at the cursor while J is held, as the hands use it in the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from reading_room import Room, draw

from glioma_desktop.ui.magnifier import Lens, lens_place

J = Qt.Key.Key_J


def hold(room: Room, at: QPoint) -> Lens:
    """J goes down with the cursor at a place of the left viewport."""
    room.window.activateWindow()
    room.window.area.take_focus()
    room.move(room.left, at)
    QTest.keyPress(room.left, J)
    return room.window.area.magnifier.lens


def under_cursor(room: Room, lens: Lens, at: QPoint) -> tuple[float, float]:
    """(row, column) that the lens shows where the cursor is."""
    inside = lens.mapFrom(room.window.area, room.left.mapTo(room.window.area, at))
    return lens.transform_now().to_voxel(inside.x(), inside.y())


@pytest.mark.parametrize("place", [(0.5, 0.5), (0.02, 0.5), (0.99, 0.98), (0.31, 0.07)])
def test_the_voxel_under_the_cursor_is_the_one_under_the_lens_also_at_the_edge(room: Room, place) -> None:
    at = QPoint(round(place[0] * (room.left.width() - 1)), round(place[1] * (room.left.height() - 1)))
    lens = hold(room, at)
    assert lens.isVisible()
    assert under_cursor(room, lens, at) == pytest.approx(room.left.transform_now().to_voxel(at.x(), at.y()), abs=1e-6)
    assert room.left.geometry().contains(lens.geometry()), "whole, and not over the neighbour"
    assert lens.transform_now().scale == pytest.approx(3 * room.left.transform_now().scale)
    QTest.keyRelease(room.left, J)
    assert not lens.isVisible()


def test_it_shows_the_slice_in_its_window_with_its_boxes_and_nothing_that_is_not_there(room: Room) -> None:
    draw(room, 20, 15, 40, 30)
    room.key("I")  # square voxels: a voxel is one grey
    at = room.at(room.left, 30.5, 22.5)
    grey = room.left.grab().toImage().pixelColor(at * room.left.devicePixelRatio())
    lens = hold(room, at)
    assert [box.bounds for box in lens.overlays.boxes] == [(20, 40, 15, 30)]
    assert lens.window_level == room.left.window_level
    assert not lens.smooth
    assert (lens.overlays.top_left, lens.overlays.bottom_left, lens.overlays.top_right) == ((), (), "")
    inside = lens.mapFrom(room.window.area, room.left.mapTo(room.window.area, at))
    picture = lens.grab().toImage()
    ratio = lens.devicePixelRatio()
    assert picture.pixelColor(inside * ratio) == grey, "the same voxel in the same grey"
    step = room.left.transform_now().voxel_px
    for dx in (-0.35, 0.35):  # within the same voxel, which is three times as wide now
        beside = QPointF(inside.x() + dx * 3 * step, inside.y()).toPoint()
        assert picture.pixelColor(beside * ratio) == grey
    QTest.keyRelease(room.left, J)


def test_the_wheel_changes_the_magnification_between_two_and_four_and_scrolls_no_slice(room: Room) -> None:
    k = room.session.slice_index
    lens = hold(room, room.left.rect().center())
    room.wheel(room.left, -1)
    assert lens.zoom == 3.5
    room.wheel(room.left, -5)
    assert lens.zoom == 4
    room.wheel(room.left, 9)
    assert lens.zoom == 2
    assert lens.transform_now().scale == pytest.approx(2 * room.left.transform_now().scale)
    assert room.session.slice_index == k
    QTest.keyRelease(room.left, J)
    room.wheel(room.left, 1)
    assert room.session.slice_index == k + 1


def test_one_draws_under_it_as_without_it_and_sees_the_box_grow_in_the_lens(room: Room) -> None:
    start, end = room.at(room.left, 20.3, 15.3), room.at(room.left, 39.7, 29.7)
    lens = hold(room, start)
    room.press(room.left, start)
    room.move(room.left, (start + end) / 2)
    room.move(room.left, end)
    QApplication.processEvents()
    assert [box.bounds for box in lens.overlays.boxes] == [(20, 40, 15, 30)], "the draft"
    k = room.session.slice_index
    room.wheel(room.left, 1)
    assert room.session.slice_index == k + 1, "a sweep is a sweep"
    room.release(room.left, end)
    QTest.keyRelease(room.left, J)
    assert sorted(room.boxes()) == [k, k + 1]


def test_it_follows_the_cursor_into_the_other_viewport_and_goes_with_the_cursor_and_the_focus(room: Room) -> None:
    lens = hold(room, room.left.rect().center())
    room.move(room.right, room.right.rect().center())
    assert room.right.geometry().contains(lens.geometry())
    assert lens.volume is room.right.volume
    QApplication.sendEvent(room.right, QEvent(QEvent.Type.Leave))
    assert not lens.isVisible()
    room.move(room.left, room.left.rect().center())
    assert lens.isVisible()
    QApplication.sendEvent(room.left, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason))
    assert not lens.isVisible()
    room.move(room.left, room.left.rect().center() + QPoint(5, 5))
    assert not lens.isVisible()


def test_it_shows_what_the_viewport_shows_also_after_a_step_of_the_keys(room: Room) -> None:
    lens = hold(room, room.left.rect().center())
    QTest.keyClick(room.left, Qt.Key.Key_Down)
    room.wait_until(lambda: lens.slice_index == room.session.slice_index)
    QTest.keyPress(room.left, Qt.Key.Key_Space)
    room.wait_until(lambda: not lens.overlays_visible)
    QTest.keyRelease(room.left, Qt.Key.Key_Space)
    QTest.keyRelease(room.left, J)


@pytest.mark.parametrize("size", [(160, 160), (420, 900), (1900, 1000)])
@pytest.mark.parametrize("at", [(0, 0), (0.5, 0.5), (1, 0.3), (1, 1)])
def test_the_lens_stays_in_the_view_and_small_in_a_small_one(size, at) -> None:
    area = QRect(0, 0, *size)
    place = lens_place(area, QPointF(at[0] * (size[0] - 1), at[1] * (size[1] - 1)))
    assert area.contains(place)
    assert place.width() <= 0.6 * min(size)
    assert QRectF(place).adjusted(-1, -1, 1, 1).contains(QPointF(at[0] * (size[0] - 1), at[1] * (size[1] - 1)))


def test_a_lens_that_was_put_away_holds_no_series_in_memory(room: Room) -> None:
    lens = hold(room, room.left.rect().center())
    assert lens.volume is room.left.volume
    QTest.keyRelease(room.left, J)
    assert lens.volume is None
    assert room.window.area.magnifier._shown == ()


def test_a_viewport_that_is_not_shown_holds_no_series_in_memory(room: Room) -> None:
    volume = room.right.volume
    room.key("Ctrl+1")
    assert room.right.volume is None
    room.key("Ctrl+2")
    assert room.right.volume is volume


@pytest.mark.parametrize("down", [0.0, 0.02, 0.1, 0.3, 0.5, 0.75, 0.93, 1.0])
def test_it_leaves_the_texts_of_the_corners_to_be_read_where_it_has_room(room: Room, down: float) -> None:
    at = QPoint(40, round(down * (room.left.height() - 1)))
    lens = hold(room, at)
    top, height = lens.geometry().top() - room.left.geometry().top(), room.left.height()
    over, under = 9 + 18 * len(room.left.overlays.top_left), 8 + 18 * len(room.left.overlays.bottom_left)
    assert top >= min(over, at.y()), "over the texts only as far as the cursor is"
    assert height - top - lens.height() >= min(under, height - 1 - at.y())
    assert under_cursor(room, lens, at) == pytest.approx(room.left.transform_now().to_voxel(at.x(), at.y()), abs=1e-6)
    QTest.keyRelease(room.left, J)
