"""The slice rail: what every slice is, going there, and dragging the ends of a run of boxes."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from reading_room import Room, bounds, draw


def on_rail(room: Room, k: int) -> QPoint:
    rail = room.window.area.rail
    return QPoint(rail.width() // 2, round(rail._y(k)))


def kinds(room: Room) -> list[str]:
    return [tick.kind for tick in room.window.area.rail.ticks]


def drag_end(room: Room, start: int, to: int, drop: bool = True) -> None:
    rail = room.window.area.rail
    room.press(rail, on_rail(room, start))
    room.move(rail, on_rail(room, to))
    if drop:
        room.release(rail, on_rail(room, to))


def three_slices(room: Room) -> int:
    first = room.session.slice_index
    draw(room)
    room.wheel(room.left, 2)
    draw(room, 24, 19, 44, 34)
    return first


def test_a_click_on_the_rail_goes_to_the_slice_in_both_linked_viewports(room: Room) -> None:
    rail = room.window.area.rail
    room.press(rail, on_rail(room, 9))
    room.release(rail, on_rail(room, 9))
    assert [view.slice_index for view in room.session.views[:2]] == [9, 9]
    assert rail._ends == ("S", "I")
    assert on_rail(room, 11).y() < on_rail(room, 0).y(), "the slice nearest to the head is on top"


def test_a_copied_box_is_on_the_rail_as_not_yet_seen_until_it_was_looked_at(room: Room) -> None:
    k = room.session.slice_index
    draw(room)
    room.wheel(room.left, 1)
    room.wheel(room.left, -1)
    room.window.controllers.views.direction = 1
    room.key("C")
    assert room.session.slice_index == k + 1
    assert room.boxes()[k + 1].origin == "copied"
    assert bounds(room.boxes()[k + 1]) == bounds(room.boxes()[k])
    assert kinds(room)[k : k + 2] == ["key", "unseen"]
    assert room.left.overlays.bottom_left[0] == ("", "box copied")
    room.wait_until(lambda: bool(room.window.controllers.case._seen))
    room.window.controllers.case.keep_seen()
    assert kinds(room)[k : k + 2] == ["key", "between"]


def test_copying_stops_before_a_box_that_was_drawn_by_hand(room: Room) -> None:
    first = three_slices(room)
    before = room.boxes()[first + 2]
    room.wheel(room.left, -1)
    room.window.controllers.views.direction = 1
    room.key("C")
    assert room.boxes()[first + 2] == before
    assert room.window.strip.sentence == f"Slice {first + 3} has a box of its own; it stays."


def test_dragging_the_last_end_inwards_takes_the_boxes_beyond_it_and_undo_brings_them_back(room: Room) -> None:
    first = three_slices(room)
    before = room.boxes()
    drag_end(room, first + 2, first + 1)
    assert sorted(room.boxes()) == [first, first + 1]
    assert room.boxes()[first + 1].key, "the box at the new end was chosen by the reader"
    room.key("Z")
    assert room.boxes() == before


def test_dragging_an_end_outwards_copies_its_box_and_the_copies_want_to_be_seen(room: Room) -> None:
    first = three_slices(room)
    drag_end(room, first, first - 2)
    assert [room.boxes()[k].origin for k in (first - 2, first - 1)] == ["copied", "copied"]
    assert bounds(room.boxes()[first - 2]) == bounds(room.boxes()[first])
    assert kinds(room)[first - 2 : first] == ["unseen", "unseen"]


def test_escape_while_an_end_is_dragged_and_a_locked_box_leave_everything_as_it_was(room: Room) -> None:
    first = three_slices(room)
    before = room.boxes()
    drag_end(room, first + 2, first + 1, drop=False)
    room.key("Esc")
    room.release(room.window.area.rail, on_rail(room, first + 1))
    assert room.boxes() == before
    assert room.session.slice_index == first + 2
    room.key("T")
    locked = room.boxes()
    drag_end(room, first + 2, first)
    assert room.boxes() == locked
    assert "locked" in room.window.strip.sentence


def test_in_read_the_rail_only_scrolls(room: Room) -> None:
    first = three_slices(room)
    before = room.boxes()
    room.key("Esc")
    assert room.session.mode == "read"
    drag_end(room, first + 2, first + 1)
    assert room.boxes() == before
    assert room.session.slice_index == first + 1


def test_deleting_a_key_between_keys_says_that_an_interpolated_box_took_its_place(room: Room) -> None:
    first = three_slices(room)
    room.wheel(room.left, -1)
    room.key("E")
    room.key("Del")
    assert room.boxes()[first + 1].origin == "interpolated"
    assert room.window.strip.sentence == "An interpolated box stands here now. Delete again: no tumour on this slice."
    room.key("Del")
    assert sorted(room.boxes()) == [first, first + 2]
    assert ("", "no tumour on this slice") in room.left.overlays.bottom_left
