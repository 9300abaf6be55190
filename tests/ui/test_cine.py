"""Cine: slices that run by themselves, as a reader starts, steers and stops them in the real window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy
from reading_room import SHAPE, Room, draw

from glioma_desktop.study.arrival import Arrival
from glioma_desktop.ui.cine_controller import Course
from glioma_desktop.ui.settings import Settings
from glioma_desktop.ui.viewport import Viewport

LAST = SHAPE[0] - 1


class Clock:
    """Shown time that only the test moves on."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(room: Room, monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(room.window.controllers.cine, "_clock", clock)
    room.window.set_mode("read")
    return clock


def pass_time(room: Room, clock: Clock, seconds: float) -> None:
    """The clock moves on, and the next step is made."""
    clock.now += seconds
    room.window.controllers.cine._step()


def words(viewport: Viewport) -> list[str]:
    return [text for _, text in viewport.overlays.bottom_left]


@pytest.mark.parametrize("first", [0, 3, 11])
@pytest.mark.parametrize("direction", [1, -1])
def test_a_loop_goes_round_and_to_and_fro_turns_at_the_ends_without_showing_them_twice(first, direction) -> None:
    around = [Course(first, 12, direction, True).at(n) for n in range(13)]
    assert around[0] == around[12] == first
    assert sorted(around[:12]) == list(range(12))
    assert around[1] == (first + direction) % 12
    there = [Course(first, 12, direction, False).at(n) for n in range(45)]
    assert there[0] == first
    assert set(np.abs(np.diff(there))) == {1}, "no jump, and no slice that stands twice as long"
    assert set(there) == set(range(12))
    course = Course(first, 12, direction, False)
    assert [course.at(n + 1) - course.at(n) for n in range(40)] == [course.way(n) for n in range(40)]


def test_k_runs_the_slices_at_twelve_a_second_says_so_in_the_margin_and_k_stops_them(room: Room, clock: Clock) -> None:
    k = room.session.slice_index
    room.key("K")
    assert "cine 12 fps" in words(room.left)
    assert "cine 12 fps" not in words(room.right), "only where it runs"
    pass_time(room, clock, 1 / 12)
    assert [v.slice_index for v in (room.left, room.right)] == [k + 1, k + 1], "linked viewports follow"
    pass_time(room, clock, 2 / 12)
    assert room.left.slice_index == k + 3
    room.key("K")
    assert room.session.slice_index == k + 3
    assert not room.window.controllers.cine.running
    assert "cine 12 fps" not in words(room.left)


def test_to_and_fro_and_loop_are_chosen_in_the_menu_and_remembered(room: Room, clock: Clock) -> None:
    room.key("End")
    room.key("K")
    pass_time(room, clock, 1 / 12)
    assert room.session.slice_index == LAST - 1
    room.window.actions_.actions["cine_loop"].trigger()
    pass_time(room, clock, 2 / 12)
    assert room.session.slice_index == LAST - 3, "on the way it was going"
    room.key("Esc")
    room.key("End")
    room.key("K")
    pass_time(room, clock, 1 / 12)
    assert room.session.slice_index == 0
    assert Settings().cine_course == "loop"


def test_the_wheel_and_two_keys_change_the_speed_while_it_runs_and_it_is_kept(room: Room, clock: Clock) -> None:
    room.key("K")
    k = room.session.slice_index
    room.wheel(room.left, -1)
    assert "cine 15 fps" in words(room.left)
    assert room.session.slice_index == k, "the wheel does not scroll meanwhile"
    room.key(",")
    room.key(",")
    assert "cine 10 fps" in words(room.left)
    pass_time(room, clock, 0.1)
    assert room.session.slice_index == k + 1
    room.key(".")
    assert Settings().cine_fps == 12
    for _ in range(30):
        room.key(",")
    assert words(room.left)[0] == "cine 1 fps"
    room.key("K")
    room.wheel(room.left, 1)
    assert room.session.slice_index == k + 2, "afterwards it scrolls again"


@pytest.mark.parametrize("how", ["press", "Esc", "Down", "patient", "layout", "series"])
def test_it_stops_at_a_press_at_escape_and_whenever_something_else_moves_the_picture(
    room: Room, clock: Clock, how: str
) -> None:
    room.window.set_mode("annotate")
    room.key("K")
    pass_time(room, clock, 1 / 12)
    k = room.session.slice_index
    if how == "press":
        draw(room)
        assert room.boxes() == {}, "the press that stops it draws nothing"
    elif how == "patient":
        room.window.controllers.reading.open_patient(room.session.worklist[1].pseudonym)
    elif how == "layout":
        room.key("Ctrl+4")
    elif how == "series":
        room.window.controllers.reading.show_series(0, room.session.views[1].series_uid)
        room.wait_until(lambda: room.session.views[0].series_uid == room.session.views[1].series_uid)
    else:
        room.key(how)
    assert not room.window.controllers.cine.running
    assert room.session.cine_fps == 0
    if how in ("press", "Esc"):
        assert room.session.slice_index == k
        assert room.session.mode == "annotate", "Esc stopped it, and left the tool"
    if how == "press":
        draw(room)
        assert len(room.boxes()) == 1, "the next press draws"


def test_a_picture_that_paints_slowly_leaves_slices_out_and_the_window_goes_on_answering(
    room: Room, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[int] = []
    paint = Viewport._paint_slice

    def slowly(self: Viewport, painter, transform) -> None:
        if self.index == 0:
            painted.append(self.slice_index)
            clock.now += 3 / 60
        paint(self, painter, transform)

    monkeypatch.setattr(Viewport, "_paint_slice", slowly)
    steps = QSignalSpy(room.session.slice_changed)
    Settings().cine_fps = 60
    room.key("K")
    room.wait_until(lambda: len(painted) >= 8)
    room.key("K")
    assert not room.window.controllers.cine.running
    assert 5 <= steps.count() <= len(painted) + 2, "no step that nobody sees"
    assert np.median(np.abs(np.diff(painted))) >= 2, "slices were left out, but where it turns at an end"


def test_slices_passed_in_cine_are_not_seen_and_one_that_stands_still_is(room: Room, qtbot) -> None:
    draw(room)
    k = room.session.slice_index
    room.wheel(room.left, 4)
    draw(room)
    room.window.set_mode("read")
    room.key("Home")
    series = room.session.box_series.uid
    room.window.controllers.case._look.stop()
    Settings().cine_fps = 30
    room.key("K")
    counted = QSignalSpy(room.session.slice_changed)
    room.wait_until(lambda: counted.count() > 2 * LAST)
    room.window.controllers.case.keep_seen()
    assert not {at for uid, at in room.session.annotation.seen if uid == series and k < at < k + 4}
    room.key("K")
    room.key("Home")
    room.wheel(room.left, k + 1)
    room.wait_until(lambda: bool(room.window.controllers.case._seen))
    room.window.controllers.case.keep_seen()
    assert (series, k + 1) in room.session.annotation.seen


def test_it_runs_in_the_plane_that_is_active_and_the_crosshair_goes_with_it(room: Room, clock: Clock) -> None:
    room.key("Ctrl+3")
    room.wait_for_planes()
    _, sagittal, _ = room.planes
    room.session.set_active(5)
    before, k = room.session.crosshair_mm, sagittal.slice_index
    room.key("K")
    pass_time(room, clock, 2 / 12)
    assert sagittal.slice_index == k + 2
    assert room.session.crosshair_mm != before
    assert "cine 12 fps" in words(sagittal)
    pass_time(room, clock, 1 / 12)
    assert room.window.controllers.cine.running


def test_while_a_series_streams_in_it_passes_over_what_is_not_there(room: Room, clock: Clock) -> None:
    session, uid = room.session, room.session.view.series_uid
    volume = session.volumes[uid]
    here = np.ones(SHAPE[0], bool)
    k = session.slice_index
    here[k + 1] = False
    for one in (uid, session.views[1].series_uid):
        session.volumes.pop(one)
    arrival = Arrival(session.series(uid))
    arrival.volume, arrival.here = volume, here
    session.set_arriving(uid, arrival)
    room.key("K")
    pass_time(room, clock, 1 / 12)
    assert session.slice_index == k, "no black between pictures"
    pass_time(room, clock, 1 / 12)
    assert session.slice_index == k + 2
    session.add_volume(uid, replace(volume))
    pass_time(room, clock, 1 / 12)
    assert session.slice_index == k + 3, "and goes on when the series is whole"


def test_a_single_slice_does_not_run_and_a_drag_under_way_is_not_disturbed(room: Room) -> None:
    session, cine = room.session, room.window.controllers.cine
    middle = room.left.rect().center()
    room.press(room.left, middle)
    room.move(room.left, middle + QPoint(40, 40))
    cine.toggle()
    assert not cine.running
    room.release(room.left, middle + QPoint(40, 40))
    uid = session.view.series_uid
    whole = session.volumes[uid]
    session.add_volume(uid, replace(whole, voxels=whole.voxels[:1]))
    session.set_view(0, slice_index=0)
    cine.toggle()
    assert not cine.running
    assert session.messages[-1].text == "Nothing to run: the series has one slice."


def wheel_zooms(room: Room) -> Callable[[], float]:
    return lambda: room.left.transform_now().scale


def test_zoom_with_ctrl_and_wheel_still_zooms_while_it_runs(room: Room, clock: Clock) -> None:
    scale = wheel_zooms(room)
    before = scale()
    room.key("K")
    room.wheel(room.left, -2, Qt.KeyboardModifier.ControlModifier)
    assert scale() > before
    assert room.window.controllers.cine.running
