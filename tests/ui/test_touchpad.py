"""Wheel and touchpad: a notch is a slice, fine deltas add up to one, fingers scroll at a rate that can be steered."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hands import Phase, fingers, pinch, turn
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from reading_room import Room, bounds, draw

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def middle(room: Room) -> Room:
    """On the sixth of twelve slices, in Read."""
    room.key("Esc")
    room.window.controllers.views.go_to(0, 5)
    return room


def shown(room: Room) -> int:
    return room.session.views[0].slice_index


@pytest.mark.parametrize("part", [120, 60, 15, 8, 1])
def test_a_notch_is_one_slice_in_whatever_parts_the_wheel_sends_it(middle: Room, part: int) -> None:
    seen = []
    for _ in range(3 * 120 // part):
        turn(middle.left, QPoint(0, -part))
        seen.append(shown(middle))
    assert shown(middle) == 8
    assert set(seen) <= {5, 6, 7, 8}
    assert seen == sorted(seen)
    steps = [k for k, (a, b) in enumerate(pairwise(seen), start=1) if a != b]
    assert all(b - a == 120 // part for a, b in pairwise(steps)), "steps come evenly"


def test_turning_back_counts_from_the_turn_and_not_from_the_rest_before(middle: Room) -> None:
    for _ in range(7):
        turn(middle.left, QPoint(0, -15))
    assert shown(middle) == 5
    for _ in range(8):
        turn(middle.left, QPoint(0, 15))
    assert shown(middle) == 4


def test_two_fingers_scroll_a_slice_every_forty_px_and_glide_on_slices(middle: Room) -> None:
    fingers(middle.left, [(0, -4), (1, -9), (0, -14), (0, -13)])
    assert shown(middle) == 6, "40 px are one slice"
    fingers(middle.left, [(0, -8)] * 3, glide=((0, -20), (0, -15), (0, -11), (0, -7), (0, -3)))
    assert shown(middle) == 8, "24 px of the fingers and 56 of the glide"
    fingers(middle.left, [(0, -30)])
    fingers(middle.left, [(0, -30)])
    assert shown(middle) == 8, "what one touch left over does not count for the next"


def test_fingers_across_never_step(middle: Room) -> None:
    fingers(middle.left, [(-60, -20), (-80, 15), (90, 30)], glide=((-40, 3),))
    turn(middle.left, QPoint(-240, 0))
    assert shown(middle) == 5
    turn(middle.left, QPoint(0, -120))
    assert shown(middle) == 6


def test_windows_and_x11_send_fingers_as_parts_of_a_notch(middle: Room) -> None:
    for angle in (-3, -9, -21, -30, -28, -17, -9, -3):
        turn(middle.left, QPoint(0, angle), QPoint(0, angle // 8))
    assert shown(middle) == 6


def test_natural_scrolling_is_the_direction_that_is_delivered(middle: Room) -> None:
    fingers(middle.left, [(0, 20), (0, 20)], inverted=True)
    assert shown(middle) == 4
    turn(middle.left, QPoint(0, 120), inverted=True)
    assert shown(middle) == 3


def test_a_glide_neither_zooms_nor_sweeps_when_a_key_or_a_button_comes_down(middle: Room) -> None:
    before = middle.left.transform_now()
    turn(middle.left, QPoint(0, 0), QPoint(0, 0), Phase.ScrollBegin)
    turn(middle.left, QPoint(0, -80), QPoint(0, -40), Phase.ScrollUpdate)
    turn(middle.left, QPoint(0, -80), QPoint(0, -40), Phase.ScrollMomentum, CTRL)
    assert shown(middle) == 7, "it goes on scrolling"
    assert middle.left.transform_now() == before, "Ctrl in a glide does not zoom"
    middle.window.set_mode("annotate")
    middle.press(middle.left, middle.at(middle.left, 20, 20))
    middle.move(middle.left, middle.at(middle.left, 40, 40))
    turn(middle.left, QPoint(0, -240), QPoint(0, -120), Phase.ScrollMomentum)
    middle.release(middle.left, middle.at(middle.left, 40, 40))
    assert sorted(k for k, box in middle.boxes().items()) == [7]


def test_a_glide_after_zooming_fingers_zooms_no_further(middle: Room) -> None:
    before = middle.left.transform_now().scale
    fingers(middle.left, [(0, 20), (0, 20)], glide=((0, 40), (0, 40)), keys=CTRL)
    assert middle.left.transform_now().scale == pytest.approx(before * 1.15)
    assert shown(middle) == 5


def test_a_notch_during_a_drawing_drag_sweeps(middle: Room) -> None:
    middle.window.set_mode("annotate")
    middle.press(middle.left, middle.at(middle.left, 20, 20))
    middle.move(middle.left, middle.at(middle.left, 40, 40))
    for _ in range(8):
        turn(middle.left, QPoint(0, -15))
    middle.release(middle.left, middle.at(middle.left, 40, 40))
    assert sorted(middle.boxes()) == [5, 6]


def test_a_pinch_zooms_where_the_fingers_are(middle: Room) -> None:
    at = middle.at(middle.left, 50, 20)
    before = middle.left.transform_now()
    pinch(middle.left, at, 0.05, 0.1, 0.08)
    after = middle.left.transform_now()
    assert after.scale == pytest.approx(before.scale * 1.05 * 1.1 * 1.08)
    stays = QPointF(*after.to_screen(*before.to_voxel(at.x(), at.y())))
    assert (stays - QPointF(at)).manhattanLength() < 0.5
    assert shown(middle) == 5
    pinch(middle.left, at, -0.9, -0.9, -0.9)
    assert middle.left.transform_now().scale >= 0.05


def test_a_pinch_of_a_windows_touchpad_is_ctrl_and_a_fine_wheel_and_zooms_smoothly(middle: Room) -> None:
    before = middle.left.transform_now().scale
    scales = []
    for _ in range(12):
        turn(middle.left, QPoint(0, 10), keys=CTRL)
        scales.append(middle.left.transform_now().scale)
    assert len(set(scales)) == 12, "no steps"
    assert scales[-1] == pytest.approx(before * 1.15), "in all as a notch"
    assert shown(middle) == 5


def test_two_fingers_with_ctrl_and_shift_pan(middle: Room) -> None:
    before = middle.left.transform_now()
    fingers(middle.left, [(12, 5), (8, -25)], keys=CTRL | SHIFT)
    after = middle.left.transform_now()
    moved = QPointF(*after.to_screen(30, 30)) - QPointF(*before.to_screen(30, 30))
    assert (moved.x(), moved.y()) == (pytest.approx(20, abs=0.01), pytest.approx(-20, abs=0.01))
    assert shown(middle) == 5


@pytest.mark.parametrize(("keys", "angle"), [(SHIFT, QPoint(0, -120)), (SHIFT, QPoint(-120, 0))])
def test_shift_and_the_wheel_go_to_the_next_key_slice_also_where_macos_turns_it_sideways(
    room: Room, keys, angle
) -> None:
    for k in (2, 9):
        room.window.controllers.views.go_to(0, k)
        draw(room)
    room.window.controllers.views.go_to(0, 2)
    turn(room.left, angle, keys=keys)
    assert shown(room) == 9


def test_alt_and_the_wheel_which_qt_turns_sideways_scroll(middle: Room) -> None:
    turn(middle.left, QPoint(-120, 0), keys=ALT)
    assert shown(middle) == 6


def test_on_a_touch_screen_the_first_finger_is_the_mouse_and_a_second_one_does_nothing(room: Room) -> None:
    device = QTest.createTouchDevice()
    touch = QTest.touchEvent(room.left, device)
    a, b = room.at(room.left, 20, 20), room.at(room.left, 40, 40)
    touch.press(0, a, room.left).press(1, b, room.left).commit()
    touch.move(0, a + QPoint(30, 30), room.left).move(1, b + QPoint(30, 30), room.left).commit()
    touch.release(0, a + QPoint(30, 30), room.left).release(1, b + QPoint(30, 30), room.left).commit()
    assert [bounds(box) for box in room.boxes().values()] == [(20, 26, 20, 26)]
    assert not room.left.hand.busy
