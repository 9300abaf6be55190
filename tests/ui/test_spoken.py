"""Every control of every window has a name for those who cannot see it, and what it shows is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from reading_room import Room, draw
from run_folders import half_way, write, write_manifest
from spoken import faint_focus, name_of, unnamed

from glioma_desktop.ui.run_watch import RunWatch
from glioma_desktop.ui.spoken_words import viewport_words
from glioma_desktop.ui.training_window import TrainingWindow


def opened(room: Room, action: str) -> QWidget:
    """Trigger an action and find the window that it opened."""
    room.window.actions_.actions[action].trigger()
    windows = [room.window, *room.window.findChildren(QWidget)]
    return next(w for w in reversed(windows) if w.isWindow() and w is not room.window and w.isVisible())


def test_every_control_of_the_main_window_has_a_name(room: Room) -> None:
    draw(room)
    assert unnamed(room.window) == []


@pytest.mark.parametrize(
    "action", ["keys", "memory", "labels", "new_project", "runs", "models", "retrain", "find_moved", "watch_folder"]
)
def test_every_control_of_every_other_window_has_a_name(room: Room, action: str) -> None:
    window = opened(room, action)
    assert unnamed(window) == []
    window.close()


def test_every_control_of_a_training_that_runs_has_a_name(qtbot, tmp_path: Path) -> None:
    window = TrainingWindow()
    qtbot.addWidget(window)
    window.follow(RunWatch(write_manifest(write(tmp_path / "20261123-140231-paper", half_way()))))
    assert unnamed(window) == []


def test_a_viewport_says_its_sequence_its_slice_and_whether_it_is_active(room: Room) -> None:
    room.window.controllers.views.go_to(0, 5)
    assert name_of(room.left) == "T1CE, slice 6 of 12, active"
    assert name_of(room.right) == "FLAIR, slice 6 of 12"
    room.key("Down")
    assert name_of(room.left) == "T1CE, slice 7 of 12, active"
    room.key("`")
    assert name_of(room.left) == "T1CE, slice 7 of 12"
    assert name_of(room.right) == "FLAIR, slice 7 of 12, active"
    room.key("`")
    draw(room)
    assert room.left.accessibleDescription() == "Box of L1"
    assert room.window.area.rail.accessibleDescription() == "Slice 7 of 12: key box"
    assert name_of(room.window.area.viewports[2]) == "Viewport 3, empty"


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_whatever_tab_reaches_shows_that_it_has_the_focus(room: Room, theme: str) -> None:
    draw(room)
    room.window.controllers.panels.set_theme(theme)
    room.window.activateWindow()
    room.wait_until(room.window.isActiveWindow)
    assert faint_focus(room.window) == []
    for action in ("labels", "retrain", "models"):
        window = opened(room, action)
        window.activateWindow()
        room.wait_until(window.isActiveWindow)
        assert faint_focus(window) == [], action
        window.close()


def test_an_empty_viewport_is_counted_among_those_that_are_shown(room: Room) -> None:
    room.session.set_second_layout("1x2")
    room.session.set_view(8, series_uid=None)
    assert viewport_words(room.session, 7, 0) == "Viewport 3, empty"
    assert viewport_words(room.session, 8, 0) == "Viewport 4, empty"
    room.window.controllers.views.set_layout("planes")
    assert viewport_words(room.session, 6, 0) == "Viewport 3, empty"
