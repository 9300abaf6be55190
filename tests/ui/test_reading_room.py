"""The radiologist's hands in the real window: mouse and keys in, the store out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reading_room import Room, bounds, draw, new_project


def test_a_box_drawn_by_one_press_drag_release_is_in_the_store(room: Room) -> None:
    k = room.session.slice_index
    draw(room)
    box = room.boxes()[k]
    assert bounds(box) == (20, 40, 15, 30)
    assert box.origin == "hand"
    assert box.reader == room.session.reader
    assert box.grade_visible is False
    assert room.session.saved_at is not None


def test_escape_while_drawing_leaves_everything_as_it_was_and_another_escape_goes_to_read(room: Room) -> None:
    draw(room)
    before = room.boxes()
    corner = room.at(room.left, 40, 30)
    room.press(room.left, corner)
    room.move(room.left, corner + QPoint(40, 40))
    assert room.session.draft is not None
    room.key("Esc")
    assert room.session.draft is None
    assert room.session.mode == "annotate"
    room.release(room.left, corner + QPoint(40, 40))
    assert room.boxes() == before
    room.key("Esc")
    assert room.session.mode == "read"


def test_a_click_in_an_inactive_viewport_only_activates_it(room: Room) -> None:
    room.drag(room.right, room.at(room.right, 20, 15), room.at(room.right, 40, 30))
    assert room.session.active == 1
    assert room.boxes() == {}
    room.drag(room.right, room.at(room.right, 20.3, 15.3), room.at(room.right, 39.7, 29.7))
    assert [bounds(box) for box in room.boxes().values()] == [(20, 40, 15, 30)]
    flair = room.session.views[1].series_uid
    assert next(iter(room.boxes().values())).origin_series == flair


def test_a_drag_under_six_pixels_is_a_click_and_draws_nothing(room: Room) -> None:
    start = room.at(room.left, 20, 15)
    room.drag(room.left, start, start + QPoint(3, 4))
    assert room.boxes() == {}


def test_a_handle_resizes_and_the_middle_moves(room: Room) -> None:
    draw(room)
    k = room.session.slice_index
    room.drag(room.left, room.at(room.left, 40, 30), room.at(room.left, 45, 34))
    assert bounds(room.boxes()[k]) == (20, 45, 15, 34)
    room.drag(room.left, room.at(room.left, 20, 24.5), room.at(room.left, 18, 50))
    assert bounds(room.boxes()[k]) == (18, 45, 15, 34), "an edge handle moves its own edge only"
    room.drag(room.left, room.at(room.left, 32, 25), room.at(room.left, 34, 22))
    assert bounds(room.boxes()[k]) == (20, 47, 12, 31)


def test_keys_nudge_resize_lock_and_delete(room: Room) -> None:
    draw(room)
    k = room.session.slice_index
    room.key("Alt+Up")
    room.key("Alt+Right")
    assert bounds(room.boxes()[k]) == (19, 39, 16, 31)
    room.key("Alt+Shift+Down")
    assert bounds(room.boxes()[k]) == (19, 40, 16, 31)
    room.key("T")
    room.key("Alt+Up")
    room.key("Del")
    assert bounds(room.boxes()[k]) == (19, 40, 16, 31), "a locked box stays"
    room.key("T")
    room.key("X")
    assert room.boxes() == {}


def test_boxes_between_two_key_boxes_appear_by_themselves_and_one_can_be_taken_as_key(room: Room) -> None:
    first = room.session.slice_index
    draw(room)
    room.wheel(room.left, 3)
    draw(room, 26, 21, 46, 36)
    boxes = room.boxes()
    assert {k - first: box.origin for k, box in boxes.items()} == {
        0: "hand", 1: "interpolated", 2: "interpolated", 3: "hand",
    }  # fmt: skip
    assert bounds(boxes[first + 1]) == (22, 42, 17, 32)
    kinds = [tick.kind for tick in room.window.area.rail.ticks]
    assert kinds[first : first + 4] == ["key", "unseen", "unseen", "key"]
    room.wheel(room.left, -1)
    room.key("E")
    assert room.boxes()[first + 2].origin == "hand"
    room.wheel(room.left, -1)
    room.key("Del")
    assert first + 1 not in room.boxes(), "a deleted box between keys does not come back"


def test_a_sweep_boxes_every_slice_in_one_gesture_that_one_undo_takes_back(room: Room) -> None:
    first = room.session.slice_index
    start, end = room.at(room.left, 20.3, 15.3), room.at(room.left, 39.7, 29.7)
    room.press(room.left, start)
    room.move(room.left, end)
    room.wheel(room.left, 1)
    room.move(room.left, room.at(room.left, 35.7, 27.7))
    room.wheel(room.left, 1)
    assert room.boxes() == {}, "nothing is stored before the release"
    room.release(room.left, room.at(room.left, 35.7, 27.7))
    stored = room.boxes()
    assert [bounds(stored[first + i]) for i in range(3)] == [(20, 40, 15, 30), (20, 36, 15, 28), (20, 36, 15, 28)]
    assert all(box.key for box in stored.values())
    room.key("Z")
    assert room.boxes() == {}
    room.key("Shift+Z")
    assert room.boxes() == stored


def test_undo_works_after_a_restart(room: Room, qtbot: QtBot, studies: Path) -> None:
    draw(room)
    draw(room, 45, 40, 60, 55)
    k, patient = room.session.slice_index, room.session.patient
    room.close()
    again = Room(studies, room.project, qtbot.waitUntil)
    try:
        again.wait_until(lambda: len(again.session.worklist) == 2)
        again.window._open_patient(patient)
        again.wait_for_pictures()
        assert bounds(again.boxes()[k]) == (45, 60, 40, 55)
        again.key("Ctrl+Z")
        assert bounds(again.boxes()[k]) == (20, 40, 15, 30)
        again.key("Ctrl+Z")
        assert again.boxes() == {}
    finally:
        again.close()


def test_plain_arrows_and_the_wheel_scroll_and_linked_viewports_follow(room: Room) -> None:
    k = room.session.slice_index
    room.key("Down")
    room.wheel(room.left, 1)
    assert [view.slice_index for view in room.session.views[:2]] == [k + 2, k + 2]
    room.key("PgUp")
    assert room.session.slice_index == k - 3
    room.window.controllers.views.toggle_link()
    room.wheel(room.left, 1)
    assert [view.slice_index for view in room.session.views[:2]] == [k - 2, k - 3]


def test_a_freehand_outline_gives_the_gauge_its_measure_and_fit_holds_80_percent(room: Room) -> None:
    room.window.set_mode("outline")
    corners = [(20, 15), (20, 35), (44, 35), (44, 15)]
    points = [room.at(room.left, r + 0.5, c + 0.5) for r, c in corners]
    room.press(room.left, points[0])
    for point in points[1:]:
        room.move(room.left, point)
    room.release(room.left, points[-1])
    annotation = room.session.annotation
    assert annotation is not None
    assert len(annotation.outlines) == 1
    room.key("R")
    room.key("F")
    box = room.boxes()[room.session.slice_index]
    assert box.coverage is not None
    assert 0.8 <= box.coverage < 0.86
    assert box.fill == 1.0
    assert room.window.case._holds.text() == f"Holds {box.coverage * 100:.0f} % of FLAIR outline"
    assert room.window.case._band.text() == "in band"


def test_the_gauge_follows_the_hand_before_the_release(room: Room) -> None:
    test_a_freehand_outline_gives_the_gauge_its_measure_and_fit_holds_80_percent(room)
    k, before = room.session.slice_index, room.window.case._holds.text()
    roi = room.boxes()[k].roi
    room.press(room.left, room.at(room.left, roi.row_stop, roi.column_stop))
    room.move(room.left, room.at(room.left, roi.row_start + 5, roi.column_start + 5))
    assert room.window.case._holds.text() != before
    assert room.window.case._band.text() == "below 70 %"
    assert room.left.overlays.cursor_text.endswith("%")
    assert not room.left.box_rect(0).contains(room.left.cursor_text_at())
    room.key("Esc")
    room.press(
        room.left, room.at(room.left, (roi.row_start + roi.row_stop) / 2, (roi.column_start + roi.column_stop) / 2)
    )
    room.move(room.left, room.at(room.left, roi.row_start + 14, roi.column_start + 9))
    assert room.session.draft is not None
    assert not room.left.box_rect(0).contains(room.left.cursor_text_at()), "also when the box is moved by its middle"
    room.key("Esc")
    assert room.window.case._holds.text() == before


def test_an_interpolated_slice_counts_as_seen_after_it_was_shown_for_a_while(room: Room) -> None:
    first = room.session.slice_index
    draw(room)
    room.wheel(room.left, 2)
    draw(room)
    room.key("Return")
    assert room.window.strip.sentence == f"1 slice not looked at ({first + 2}). Enter again to accept."
    room.window.controllers.bindings.set_keys("done", ("Ctrl+D",))
    room.window.controllers.case._warned = None
    room.key("Ctrl+D")
    assert room.window.strip.sentence.endswith("Ctrl+D again to accept."), "the key that it has now"
    room.window.controllers.bindings.reset_all()
    room.wheel(room.left, -1)
    room.wait_until(lambda: bool(room.window.controllers.case._seen))
    patient = room.session.patient
    room.key("Return")
    assert room.session.patient != patient, "the next case is open"
    annotation = room.session.project.store.annotation(patient)
    assert annotation.case.status == "done"
    assert {k for _, k in annotation.seen} == {first + 1}
    assert [row.status for row in room.session.worklist] == ["done", "new"]


def test_the_end_of_the_worklist_is_called_the_last_open_case_only_if_none_is_open_further_up(room: Room) -> None:
    first, second = (row.pseudonym for row in room.session.worklist)
    room.window.controllers.reading.open_patient(second)
    room.wait_for_pictures()
    room.key("Return")
    assert room.window.strip.sentence == "Done. This was the end of the worklist; 1 case further up is still open."
    room.window.controllers.reading.open_patient(first)
    room.wait_for_pictures()
    room.key("Return")
    assert room.window.strip.sentence == "Done. This was the last open case of the worklist."


def test_hidden_boxes_cannot_be_grabbed_and_space_hides_only_while_held(room: Room) -> None:
    draw(room)
    k = room.session.slice_index
    from PySide6.QtTest import QTest

    QTest.keyPress(room.left, Qt.Key.Key_Space)
    assert not room.session.overlays_visible
    room.drag(room.left, room.at(room.left, 30, 22), room.at(room.left, 40, 30))
    assert bounds(room.boxes()[k]) == (20, 40, 15, 30)
    QTest.keyRelease(room.left, Qt.Key.Key_Space)
    assert room.session.overlays_visible


def test_letters_typed_into_the_search_field_do_nothing_to_the_boxes(room: Room) -> None:
    draw(room)
    before = room.boxes()
    room.window.controllers.panels.search()
    from PySide6.QtTest import QTest

    QTest.keyClicks(room.window.worklist.search, "xqft")
    assert room.window.worklist.search.text() == "xqft"
    assert room.boxes() == before


def test_a_failed_save_changes_nothing_on_the_screen_and_says_so_calmly(room: Room) -> None:
    draw(room)
    before = room.session.annotation
    store = room.session.project.store
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    store.engine.dispose()
    database = room.project / "annotations.db"
    from sqlalchemy import event

    event.listens_for(store.engine, "connect")(lambda raw, _: raw.execute("PRAGMA query_only=ON"))
    draw(room, 10, 10, 50, 50)
    assert database.exists()
    assert room.session.annotation == before
    assert room.session.draft is None
    assert room.window.strip.sentence.startswith("Not saved:")


def test_a_second_lesion_has_boxes_of_its_own(room: Room) -> None:
    draw(room)
    room.key("L")
    assert room.session.lesion == "L2"
    draw(room, 45, 40, 55, 50)
    k = room.session.slice_index
    assert bounds(room.boxes("L1")[k]) == (20, 40, 15, 30)
    assert bounds(room.boxes("L2")[k]) == (45, 55, 40, 50)
    room.drag(room.left, room.at(room.left, 30, 22), room.at(room.left, 30, 22))
    assert room.session.lesion == "L1", "a click inside the other lesion's box goes on with it"


def test_a_vanished_folder_is_one_calm_sentence_and_the_picture_stays(room: Room) -> None:
    shown = room.session.views[0].series_uid
    volume = room.left.volume
    series = room.session.series(room.session.views[1].series_uid)
    room.window.controllers.reading._shelf.forget()
    path = series.files[0].path
    moved = path.with_suffix(".gone")
    path.rename(moved)
    try:
        room.window.controllers.reading.show_series(0, series.uid)
        room.wait_until(lambda: path.name in room.window.strip.sentence)
        assert room.session.views[0].series_uid == shown
        assert room.left.volume is volume
    finally:
        moved.rename(path)


def test_no_top_level_widget_is_left_when_the_window_closes(qtbot: QtBot, tmp_path: Path, studies: Path) -> None:
    before = set(QApplication.topLevelWidgets())
    room = Room(studies, new_project(tmp_path / "project"), qtbot.waitUntil)
    room.read()
    room.close()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [w for w in QApplication.topLevelWidgets() if w not in before and w.isVisible()]
    assert left == []
