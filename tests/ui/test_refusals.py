"""What can do nothing now is grey in its menu and says why there; its key is never dead, it says the same in the strip."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from reading_room import LEFT, Room, draw, new_project, opened

from glioma_desktop.ui import refusals
from glioma_desktop.ui.actions import ACTIONS

ENTRIES = {entry.id: entry for entry in ACTIONS}


@pytest.fixture
def empty_room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path / "studies", new_project(tmp_path / "project"), qtbot.waitUntil)
    yield room
    room.close()


def entry(room: Room, id_: str) -> tuple[bool, str]:
    """Whether the entry of an action can be chosen while its menu is open, and its tooltip there."""
    action = room.window.actions_.actions[id_]
    with opened(room, ENTRIES[id_].menu):
        return action.isEnabled(), action.toolTip()


def said(room: Room, id_: str) -> str:
    """What the strip says after the action was asked for by key."""
    room.window.actions_.actions[id_].trigger()
    return room.window.strip.sentence


def test_every_action_that_may_be_refused_is_one_of_the_table() -> None:
    assert set(refusals._CHECKS) <= set(ENTRIES)


def test_without_a_patient_what_needs_one_is_grey_with_the_reason_and_its_key_says_it(empty_room: Room) -> None:
    for id_ in refusals._CHECKS:
        if refusals._patient not in refusals._CHECKS[id_]:
            continue
        enabled, tip = entry(empty_room, id_)
        assert not enabled, id_
        assert tip == "Open a patient first.", id_
        assert said(empty_room, id_) == "Open a patient first.", id_
        assert empty_room.window.actions_.actions[id_].isEnabled(), "grey ends with the menu"
        assert empty_room.window.actions_.actions[id_].toolTip().startswith(ENTRIES[id_].tip)
    assert empty_room.session.view.inverted is False
    assert entry(empty_room, "open_folder")[0]


def test_what_is_done_to_a_box_needs_one_on_this_slice(room: Room) -> None:
    reason = "Lesion L1 has no box on this slice."
    assert entry(room, "lock") == (False, reason)
    room.key("Alt+Up")
    assert room.window.strip.sentence == reason
    draw(room)
    enabled, tip = entry(room, "lock")
    assert enabled
    assert tip.startswith("A locked box")
    assert entry(room, "nudge_up")[0]


def test_delete_is_grey_with_the_reason_where_there_is_nothing_to_delete(room: Room) -> None:
    reason = "Lesion L1 has no box on this slice."
    assert entry(room, "delete") == (False, reason)
    assert said(room, "delete") == reason
    draw(room)
    assert entry(room, "delete")[0]
    room.key("T")
    reason = "The box is locked. Unlock it (T) to delete it."
    assert entry(room, "delete") == (False, reason)
    assert said(room, "delete") == reason
    assert len(room.boxes()) == 1
    room.key("T")
    assert entry(room, "delete")[0]


def test_in_outline_mode_delete_needs_an_outline_and_not_a_box(room: Room) -> None:
    draw(room)
    room.window.set_mode("outline")
    reason = "Lesion L1 has no FLAIR outline on this slice."
    assert entry(room, "delete") == (False, reason)
    assert said(room, "delete") == reason
    start = room.at(room.left, 30, 20)
    way = [room.at(room.left, row, column) for row, column in ((30, 32), (42, 32), (42, 20))]
    room.drag_with(LEFT, room.left, start, *way)
    room.let_go(LEFT, room.left, start)
    assert entry(room, "delete")[0]
    room.key("Del")
    assert entry(room, "delete") == (False, reason)
    assert len(room.boxes()) == 1, "the box stays"


def test_with_a_measuring_tool_delete_needs_a_selected_measurement(room: Room) -> None:
    room.key("U")
    reason = "No measurement on this slice."
    assert entry(room, "delete") == (False, reason)
    assert said(room, "delete") == reason
    room.drag(room.left, room.at(room.left, 20, 15), room.at(room.left, 40, 30))
    assert room.session.measurement
    assert entry(room, "delete")[0]
    room.session.set_measurement("")
    reason = "Click a measurement to select it, then delete it."
    assert entry(room, "delete") == (False, reason)
    assert said(room, "delete") == reason


def test_in_three_planes_links_by_hand_are_grey_and_say_where_they_hold(room: Room) -> None:
    assert entry(room, "link_by_hand")[0]
    room.key("Ctrl+3")
    room.wait_for_planes()
    reason = "Three planes show one series: links by hand hold in the other layouts, where it stands beside others."
    assert entry(room, "link_by_hand") == (False, reason)
    assert said(room, "link_by_hand") == reason
    assert said(room, "keep_hanging_as").startswith("Not kept: three planes show one series."), "before a name is asked"
    room.key("Ctrl+2")
    assert entry(room, "link_by_hand")[0]


def test_there_is_no_report_before_an_estimate(room: Room) -> None:
    assert entry(room, "report") == (False, "There is no estimate to report. Grade first (G).")
    assert said(room, "report") == "There is no estimate to report. Grade first (G)."


def test_while_a_case_is_graded_its_report_is_said_to_be_waited_for(room: Room) -> None:
    room.session.set_grade(None, "running")
    reason = "The case is still being graded: there is a report when the estimate is there."
    assert entry(room, "report") == (False, reason)
    assert said(room, "save_report") == reason


def test_undo_is_grey_when_there_is_nothing_to_undo_and_its_key_says_so(room: Room) -> None:
    for id_, reason in (
        ("undo", "Nothing to undo."),
        ("redo", "Nothing to redo."),
        ("undo_import", "Nothing that was imported can be taken back here."),
    ):
        assert entry(room, id_) == (False, reason)
        assert said(room, id_) == reason
        assert room.window.actions_.actions[id_].isEnabled(), "grey ends with the menu"
        assert room.window.actions_.actions[id_].toolTip().startswith(ENTRIES[id_].tip)
    draw(room)
    assert entry(room, "undo")[0]
