"""Window and level as the hands set them: the right drag's direction, a region, inversion, what is remembered; zoom to box."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from reading_room import Room, draw

from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.view_state import Window
from glioma_desktop.ui.window_level import (
    RIGHT_DRAGS,
    preset_window,
    region_window,
    relative_window,
    to_grey,
    window_from,
)

RIGHT, CTRL = Qt.MouseButton.RightButton, Qt.KeyboardModifier.ControlModifier


def right_drag(room: Room, by: QPoint) -> tuple[Window, Window]:
    """The windows before and after a drag with the right button in the left viewport."""
    before, start = room.session.views[0].window, room.left.rect().center()
    room.drag_with(RIGHT, room.left, start, start + by)
    room.let_go(RIGHT, room.left, start + by)
    after = room.session.views[0].window
    assert before is not None
    assert after is not None
    return before, after


def brightness(room: Room) -> float:
    """The mean of the picture around its middle."""
    room.left.repaint()
    image = room.left.grab().toImage()
    middle = image.rect().center()
    return float(np.mean([image.pixelColor(middle + QPoint(dx, dy)).red() for dx in (-9, 0, 9) for dy in (-9, 0, 9)]))


@pytest.mark.parametrize(
    ("name", "wider", "brighter"),
    [
        ("up_brighter", QPoint(60, 0), QPoint(0, -60)),
        ("up_darker", QPoint(60, 0), QPoint(0, 60)),
        ("right_brighter", QPoint(0, -60), QPoint(60, 0)),
        ("right_darker", QPoint(0, -60), QPoint(-60, 0)),
    ],
)
@pytest.mark.parametrize("inverted", [False, True])
def test_each_direction_of_the_right_drag_widens_and_brightens_as_it_says(
    room, name, wider, brighter, inverted
) -> None:
    room.window.actions_.actions[f"right_drag_{name}"].trigger()
    assert room.window.controllers.bindings.direction == name
    if inverted:
        room.key("Shift+I")
    before, after = right_drag(room, wider)
    assert after.width > before.width
    assert after.level == before.level
    lit = brightness(room)
    before, after = right_drag(room, brighter)
    assert after.width == before.width
    assert brightness(room) > lit
    room.window.actions_.refresh()
    checked = [n for n in RIGHT_DRAGS if room.window.actions_.actions[f"right_drag_{n}"].isChecked()]
    assert checked == [name]


def test_the_window_of_a_region_spans_its_1st_to_99th_percentile_and_the_tool_goes_back(room: Room) -> None:
    start, end = room.at(room.left, 20.5, 15.5), room.at(room.left, 39.5, 30.5)
    values = room.left.volume.voxels[room.session.slice_index, 20:40, 15:31]
    low, high = np.percentile(values, (1, 99))
    wanted = pytest.approx((high - low, (low + high) / 2), abs=0.6)
    room.key("Shift+A")
    room.press(room.left, start)
    room.move(room.left, (start + end) / 2)
    room.move(room.left, end)
    assert len(room.left.overlays.region) == 2, "the rectangle is shown"
    room.release(room.left, end)
    assert (room.session.view.window.width, room.session.view.window.level) == wanted
    assert room.session.view.preset == ""
    assert room.session.mode == "annotate"
    assert room.left.overlays.region == ()
    assert room.boxes() == {}
    assert room.window.settings.windows == {}, "it is about this patient's tissue"
    room.key("A")
    assert (room.session.view.window.width, room.session.view.window.level) != wanted
    room.drag_holding(CTRL, room.left, start, end, RIGHT)
    assert (room.session.view.window.width, room.session.view.window.level) == wanted


def test_in_a_tissue_that_is_all_alike_a_fifth_of_auto_is_kept_and_noise_stays_grey() -> None:
    alike = np.random.default_rng(0).normal(300, 2, (30, 30))
    window = region_window(alike, Window(800, 400))
    assert (window.width, window.level) == pytest.approx((160, 300), abs=1)
    mixed = np.where(np.arange(30) < 15, 100, 700)[None].repeat(30, 0)
    assert region_window(mixed, Window(800, 400)).width == 600


def test_escape_gives_up_the_region_and_a_region_of_one_grey_changes_nothing(room: Room) -> None:
    before = room.session.view.window
    room.key("Shift+A")
    room.press(room.left, room.at(room.left, 20, 15))
    room.move(room.left, room.at(room.left, 40, 30))
    room.key("Esc")
    room.release(room.left, room.at(room.left, 40, 30))
    assert room.session.mode == "region", "the gesture only"
    room.drag(room.left, room.at(room.left, 0, 0), room.at(room.left, 2, 2))
    assert "too small, or of one grey" in room.window.strip.sentence
    room.key("Esc")
    assert room.session.mode == "annotate"
    assert room.session.view.window == before


def test_inversion_is_of_one_viewport_is_said_and_ends_with_the_series(room: Room) -> None:
    lit, other = brightness(room), room.right.grab().toImage()
    room.key("Shift+I")
    assert brightness(room) == pytest.approx(255 - lit, abs=2.5)
    assert room.right.grab().toImage() == other
    assert room.left.overlays.top_right.startswith("inverted  W ")
    room.key("2")
    assert room.session.view.inverted, "a preset does not turn it back"
    uid = room.session.views[1].series_uid
    room.window.controllers.reading.show_series(0, uid)
    room.wait_until(lambda: room.session.view.series_uid == uid)
    assert not room.session.view.inverted


def test_monochrome1_is_shown_upright_and_inverted_the_other_way_round() -> None:
    pixels, window = np.arange(12, dtype=np.int16).reshape(3, 4) * 20, Window(200, 100)
    upright = to_grey(pixels, window)
    assert np.array_equal(to_grey(pixels, window, inverted=True), 255 - upright)
    assert np.array_equal(to_grey(pixels, replace(window, inverted=True), inverted=True), upright)
    assert np.array_equal(to_grey(pixels, replace(window, inverted=True)), 255 - upright)


def next_patient(room: Room) -> None:
    there = room.session.patient
    room.window.controllers.case.step_patient(1 if there == room.session.worklist[0].pseudonym else -1)
    room.wait_until(lambda: room.session.patient != there)
    room.wait_for_pictures()


def test_a_window_by_hand_is_used_for_the_next_patients_same_sequence_as_a_share_of_auto(room: Room) -> None:
    _, after = right_drag(room, QPoint(90, -40))
    share, shift = relative_window(after, preset_window(room.left.volume, "auto"))
    room.session.set_active(1)
    room.key("3")
    next_patient(room)
    wanted = window_from(preset_window(room.left.volume, "auto"), share, shift)
    assert room.session.views[0].window == wanted
    assert room.session.views[0].preset == ""
    assert room.session.views[1].preset == "narrow"
    assert room.session.views[1].window == preset_window(room.right.volume, "narrow")
    room.key("A")
    next_patient(room)
    assert room.session.views[0].preset == "auto", "Auto forgets"
    assert room.session.views[1].preset == "narrow"


def test_remembering_can_be_forgotten_and_switched_off(room: Room) -> None:
    room.key("3")
    room.window.actions_.actions["forget_windows"].trigger()
    next_patient(room)
    assert room.session.views[0].preset == "auto"
    room.key("3")
    room.window.actions_.actions["remember_windows"].trigger()
    assert not room.window.settings.remember_windows
    next_patient(room)
    assert room.session.views[0].preset == "auto"
    room.window.actions_.actions["remember_windows"].trigger()
    next_patient(room)
    assert room.session.views[0].preset == "narrow", "what was remembered before is still known"


def test_enhancement_stays_locked_when_it_is_remembered(room: Room) -> None:
    from glioma_desktop.ui.settings import Settings

    flair = room.session.views[1].series_uid
    series = room.session.series(flair)
    room.window.controllers.case.confirm_sequence(flair, "t1")
    room.wait_until(lambda: room.session.series(flair).sequence == "t1")
    room.key("4")
    _, after = right_drag(room, QPoint(50, 0))
    assert [room.session.views[k].window for k in (0, 1)] == [after, after]
    assert [room.session.views[k].preset for k in (0, 1)] == ["enhancement"] * 2
    kept = Settings().windows
    assert kept["t1"] == kept["t1ce"]
    assert kept["t1"][0] == "enhancement"
    assert set(kept) == {"t1", "t1ce"}
    next_patient(room)
    assert room.session.views[0].preset == "enhancement"
    wanted = window_from(preset_window(room.left.volume, "auto"), *kept["t1ce"][1:])
    assert room.session.views[0].window == wanted
    assert series is not None


def test_t1_in_the_place_of_t1ce_has_the_window_of_t1ce_so_that_enhancement_is_real_in_one_viewport_too(
    room: Room,
) -> None:
    t1ce, flair = (view.series_uid for view in room.session.views[:2])
    room.window.controllers.case.confirm_sequence(flair, "t1")
    room.wait_until(lambda: room.session.series(flair).sequence == "t1")
    room.key("Ctrl+1")
    room.key("4")
    locked = preset_window(room.session.volume(t1ce), "auto")
    assert room.session.views[0].window == locked != preset_window(room.session.volume(flair), "auto")
    room.window.controllers.reading.show_series(0, flair)
    room.wait_until(lambda: room.session.views[0].series_uid == flair)
    assert room.session.views[0].preset == "enhancement"
    assert room.session.views[0].window == locked


def box_share(room: Room) -> tuple[float, float]:
    rect = room.left.box_rect(0)
    assert rect is not None
    return rect.width() / room.left.width(), rect.height() / room.left.height()


def test_o_fills_six_tenths_with_the_box_in_linked_viewports_and_again_goes_back(room: Room) -> None:
    draw(room, 20, 15, 40, 30)
    before = [(view.scale, view.centre) for view in room.session.views[:2]]
    room.key("O")
    assert max(box_share(room)) == pytest.approx(0.6, abs=0.02)
    middle = room.left.box_rect(0).center() - room.left.rect().center().toPointF()
    assert abs(middle.x()) < 2
    assert abs(middle.y()) < 2
    assert room.right.transform_now().scale == pytest.approx(room.left.transform_now().scale)
    assert room.right.transform_now().centre == pytest.approx(room.left.transform_now().centre)
    room.key("O")
    assert [(view.scale, view.centre) for view in room.session.views[:2]] == before
    room.key("O")
    room.wheel(room.left, -1, CTRL)
    room.key("O")
    assert max(box_share(room)) == pytest.approx(0.6, abs=0.02), "moved since: it zooms to the box anew"
    room.key("0")
    assert room.session.view.scale is None


def test_o_without_a_box_says_what_to_do_and_on_another_slice_takes_the_nearest(room: Room) -> None:
    room.key("O")
    assert "No box to zoom to" in room.window.strip.sentence
    draw(room, 20, 15, 40, 30)
    room.key("Down")
    k = room.session.slice_index
    room.key("O")
    assert room.session.slice_index == k
    assert room.left.transform_now().centre == pytest.approx((30, 22.5), abs=0.6)


def test_a_window_is_taken_over_as_a_share_of_auto_whatever_the_units() -> None:
    one = Volume(np.arange(6000, dtype=np.int16).reshape(6, 25, 40), np.eye(4), (1.0, 1.0, 1.0))
    other = replace(one, voxels=one.voxels.astype(np.float32) * 0.01 + 3)
    first, second = preset_window(one, "auto"), preset_window(other, "auto")
    share, shift = relative_window(Window(first.width / 2, first.level + first.width / 8), first)
    assert (share, shift) == pytest.approx((0.5, 0.125))
    taken = window_from(second, share, shift)
    assert taken.width == pytest.approx(second.width / 2, rel=0.03)
    assert taken.level == pytest.approx(second.level + second.width / 8, rel=0.03)
