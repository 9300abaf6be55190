"""The hanging protocol: every sequence in its place, changed by drag and kept, and further series by key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QActionGroup, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu
from pytestqt.qtbot import QtBot
from reading_room import LEFT, Room, new_project
from test_comparing import head, save

from glioma_desktop.study.series import Series, Study
from glioma_desktop.ui.hanging_protocol import BRAIN_TUMOUR, NO_MORE, HangingProtocol, hang
from glioma_desktop.ui.series_choice import in_order, listed
from glioma_desktop.ui.settings import Settings


def series(
    uid: str, sequence: str = "t1", confirmed: bool = False, orientation: str = "axial", slices: int = 20, **more
):
    return Series(
        uid, uid, "dicom", (), "", sequence, confirmed, "", (slices, 256, 256), (5.0, 1.0, 1.0), False, 5.0,
        orientation, True, "1.2", "MR", **more,
    )  # fmt: skip


def study(*found: Series, uid: str = "1", date: str = "2020-01-01") -> Study:
    return Study(uid, "p", "", 50, "F", date, "", Path("/x"), found)


def names(hung) -> list[str]:
    return [one.uid if isinstance(one, Series) else one for one in hung]


FULL = study(*(series(name, name) for name in ("swi", "t1", "adc", "t2", "flair", "t1ce", "dwi")))


@pytest.mark.parametrize(
    ("layout", "shown", "expected"),
    [("1", 1, ["t1ce"]), ("1x2", 2, ["t1ce", "flair"]), ("2x2", 4, ["t1ce", "flair", "t2", "t1"])],
)
def test_a_brain_tumour_study_hangs_the_same_way_every_time(layout, shown, expected) -> None:
    assert names(hang(BRAIN_TUMOUR, layout, shown, [FULL], None)) == expected


def test_a_missing_sequence_leaves_its_place_and_moves_no_other() -> None:
    some = study(*(series(name, name) for name in ("t1", "t1ce", "adc")))
    hung = hang(BRAIN_TUMOUR, "2x2", 4, [some], None)
    assert names(hung) == ["t1ce", "No FLAIR in this study.", "No T2 in this study.", "t1"]


def test_where_a_series_is_not_known_the_empty_place_says_so() -> None:
    some = study(series("t1ce", "t1ce"), series("x", "unknown"))
    hung = hang(BRAIN_TUMOUR, "1x2", 2, [some], None)
    assert hung[1].startswith("No series is known to be FLAIR.")


def test_a_study_of_unknown_sequences_fills_the_viewports_in_the_order_of_the_list() -> None:
    some = study(series("a", "unknown", slices=9), series("b", "unknown"), series("c", "other"))
    assert names(hang(BRAIN_TUMOUR, "2x2", 4, [some], None)) == ["b", "a", "c", NO_MORE]
    assert names(hang(BRAIN_TUMOUR, "1", 1, [study(series("f", "flair"))], None)) == ["f"]


def test_of_several_series_of_one_sequence_the_confirmed_then_the_axial_then_the_largest_is_hung() -> None:
    small, large = series("small", "t1ce", slices=12), series("large", "t1ce", slices=150)
    sagittal = series("sagittal", "t1ce", orientation="sagittal", slices=200)
    stated = series("stated", "t1ce", confirmed=True, orientation="coronal", slices=10)
    single = series("single", "t1ce", slices=1)
    shuffles = ([small, large, sagittal, single, stated], [stated, single, sagittal, large, small])
    for order in shuffles:
        assert [s.uid for s in in_order(order)] == ["stated", "large", "small", "sagittal", "single"]
    assert names(hang(BRAIN_TUMOUR, "1", 1, [study(small, large)], None)) == ["large"]
    assert names(hang(BRAIN_TUMOUR, "1", 1, [study(small, large)], small)) == ["small"], "it carries the boxes"


def test_another_time_point_is_not_hung_beside_the_one_with_the_boxes_but_the_same_day_is() -> None:
    before, after = series("t1ce a", "t1ce"), series("flair b", "flair")
    days = study(before, uid="a"), study(after, uid="b", date="2021-05-05")
    assert names(hang(BRAIN_TUMOUR, "1x2", 2, days, before)) == ["t1ce a", "No FLAIR in this study."]
    same = study(before, uid="a"), study(after, uid="b")
    assert names(hang(BRAIN_TUMOUR, "1x2", 2, same, before)) == ["t1ce a", "flair b"]


def test_a_viewport_that_is_filled_keeps_its_series_and_no_series_is_hung_twice() -> None:
    hung = hang(BRAIN_TUMOUR, "2x2", 4, [FULL], None, {0: "t2", 1: "flair"})
    assert names(hung) == ["", "", "t1ce", "t1"], "T2 stands elsewhere already: the next one at hand takes its place"


def test_a_protocol_survives_the_settings_and_nonsense_in_them_does_not_stop_the_program() -> None:
    kept = BRAIN_TUMOUR.kept("1x2", ["flair", "swi"])
    assert HangingProtocol.from_json(kept.to_json()) == kept
    assert kept.sequences("1x2", 2) == ("flair", "swi")
    assert kept.sequences("2x2", 4) == ("t1ce", "flair", "t2", "t1")
    for nonsense in (None, 3, {}, {"name": "x", "places": {"1": ["ct"]}}, {"name": "x", "places": 4}, {"places": {}}):
        assert HangingProtocol.from_json(nonsense) is None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("hanging")
    voxels, _ = head((6, 40, 36))
    for name, sequences in (("first", ("t1", "t2", "flair", "t1ce", "adc")), ("second", ("flair", "t2"))):
        (home / name).mkdir()
        for sequence in sequences:
            save(home / name / f"{sequence}.nii.gz", voxels)
    return home


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, folder: Path) -> Iterator[Room]:
    room = Room(folder, new_project(tmp_path / "project"), qtbot.waitUntil)
    room.read()
    yield room
    room.close()


def shown(room: Room) -> list[str]:
    session = room.session
    found = [session.series(session.views[i].series_uid) for i in session.shown_views]
    return [one.sequence if one else "" for one in found]


def test_two_by_two_is_filled_by_the_protocol(room: Room) -> None:
    room.key("Ctrl+4")
    room.wait_until(lambda: shown(room) == ["t1ce", "flair", "t2", "t1"])


def test_a_patient_without_t1ce_keeps_flair_on_the_right_and_keys_go_there(room: Room) -> None:
    second = next(row.pseudonym for row in room.session.worklist if row.pseudonym != room.session.patient)
    room.window.controllers.reading.open_patient(second)
    room.wait_until(lambda: shown(room) == ["", "flair"])
    assert room.left.overlays.sentence == "No T1CE in this study."
    assert room.session.active == 1
    room.wait_until(lambda: room.right.volume is not None)
    before = room.session.slice_index
    room.key("Down")
    assert room.session.slice_index == before + 1


def drop(room: Room, viewport, uid: str) -> None:
    strip = room.window.worklist.series
    item = next(strip.item(i) for i in range(strip.count()) if strip.item(i).data(Qt.ItemDataRole.UserRole) == uid)
    data = strip.mimeData([item])
    at, keys = viewport.rect().center(), Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at, Qt.DropAction.CopyAction, data, LEFT, keys)
    QApplication.sendEvent(viewport, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(viewport, QDropEvent(QPointF(at), Qt.DropAction.CopyAction, data, LEFT, keys))


def uid_of(room: Room, sequence: str) -> str:
    return next(s.uid for s in listed(room.session.studies) if s.sequence == sequence)


def test_an_arrangement_by_drag_is_kept_for_its_layout_and_comes_back_also_in_another_window(
    room: Room, qtbot: QtBot
) -> None:
    drop(room, room.right, uid_of(room, "adc"))
    room.wait_until(lambda: shown(room) == ["t1ce", "adc"])
    assert room.session.active == 1, "keys go to what was dropped"
    room.key("H")
    room.wait_until(lambda: shown(room) == ["t1ce", "flair"])
    drop(room, room.right, uid_of(room, "t2"))
    room.wait_until(lambda: shown(room) == ["t1ce", "t2"])
    room.key("Ctrl+Shift+H")
    assert "Kept for this layout in Brain tumour: T1CE | T2." in room.window.strip.sentence
    stored = Settings().hanging_protocols
    assert stored == [{"name": "Brain tumour", "places": {"1x2": ["t1ce", "t2"]}}], "sequences, nothing of the patient"
    drop(room, room.left, uid_of(room, "t1"))
    room.wait_until(lambda: shown(room) == ["t1", "t2"])
    room.key("H")
    room.wait_until(lambda: shown(room) == ["t1ce", "t2"])
    room.key("Ctrl+Alt+Shift+H")
    room.wait_until(lambda: shown(room) == ["t1ce", "flair"])
    assert Settings().hanging_protocols == []


def test_a_series_that_is_in_its_place_keeps_window_slice_and_zoom_when_all_are_hung_again(room: Room) -> None:
    room.key("3")
    room.key("Down")
    room.key("+")
    before = room.session.views[0]
    assert before.preset == "narrow"
    assert before.scale is not None
    drop(room, room.right, uid_of(room, "adc"))
    room.wait_until(lambda: shown(room) == ["t1ce", "adc"])
    room.key("H")
    room.wait_until(lambda: shown(room) == ["t1ce", "flair"])
    after = room.session.views[0]
    assert (after.window, after.preset, after.slice_index, after.scale) == (
        before.window, before.preset, before.slice_index, before.scale,
    )  # fmt: skip


def test_an_arrangement_with_gaps_is_kept_and_a_gap_goes_on_asking_for_its_sequence(room: Room) -> None:
    second = next(row.pseudonym for row in room.session.worklist if row.pseudonym != room.session.patient)
    room.window.controllers.reading.open_patient(second)
    room.key("Ctrl+4")
    room.wait_until(lambda: shown(room) == ["", "flair", "t2", ""])
    tiles = room.window.area.viewports
    drop(room, tiles[1], uid_of(room, "t2"))
    drop(room, tiles[2], uid_of(room, "flair"))
    room.wait_until(lambda: shown(room) == ["", "t2", "flair", ""])
    room.key("Ctrl+Shift+H")
    assert "Kept for this layout in Brain tumour: T1CE | T2 | FLAIR | T1." in room.window.strip.sentence
    assert Settings().hanging_protocols == [{"name": "Brain tumour", "places": {"2x2": ["t1ce", "t2", "flair", "t1"]}}]


def test_an_arrangement_can_have_a_name_be_chosen_and_removed(room: Room) -> None:
    hanging = room.window.controllers.hanging
    drop(room, room.left, uid_of(room, "t1"))
    room.wait_until(lambda: shown(room) == ["t1", "flair"])
    room.key("Ctrl+Alt+H")
    dialog = room.window.findChild(QInputDialog)
    dialog.textValueSelected.emit("  ")
    assert room.window.strip.sentence == "Not kept: the arrangement needs a name."
    dialog.setTextValue("Follow-up & more")
    dialog.accept()
    assert hanging.protocol.name == "Follow-up & more"
    hanging.choose("Brain tumour")
    room.wait_until(lambda: shown(room) == ["t1ce", "flair"])
    menu = QMenu()
    hanging.fill_menu(menu)
    assert [a.text() for a in menu.actions()] == ["Brain tumour", "Follow-up && more"]
    menu.actions()[1].trigger()
    room.wait_until(lambda: shown(room) == ["t1", "flair"])
    hanging.fill_menu(menu)
    assert [a.isChecked() for a in menu.actions()[:2]] == [False, True]
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert len(menu.findChildren(QActionGroup)) == 1, "a menu that is opened often does not grow"
    menu.actions()[-1].trigger()
    assert hanging.protocol.name == "Brain tumour"
    room.wait_until(lambda: shown(room) == ["t1ce", "flair"])


def test_series_by_number_and_in_turn_go_into_the_active_viewport(room: Room) -> None:
    order = [s.sequence for s in listed(room.session.studies)]
    assert order == ["t1ce", "flair", "t2", "t1", "adc"]
    room.session.set_active(1)
    room.key("Alt+5")
    room.wait_until(lambda: shown(room) == ["t1ce", "adc"])
    room.key("Ctrl+Right")
    room.wait_until(lambda: shown(room) == ["t1ce", "t1ce"])
    room.key("Ctrl+Left")
    room.wait_until(lambda: shown(room) == ["t1ce", "adc"])
    room.key("Alt+9")
    assert room.window.strip.sentence == "There is no series 9: the list has 5."
    assert shown(room) == ["t1ce", "adc"]


def test_a_double_click_or_enter_in_the_strip_shows_the_series_once_in_the_active_viewport(room: Room) -> None:
    strip, asked = room.window.worklist.series, []
    strip.series_chosen.connect(asked.append)
    item = next(
        strip.item(i)
        for i in range(strip.count())
        if strip.item(i).data(Qt.ItemDataRole.UserRole) == uid_of(room, "t2")
    )
    at = strip.visualItemRect(item).center() - QPoint(4, 8)
    QTest.mouseClick(strip.viewport(), LEFT, pos=at)
    QTest.mouseDClick(strip.viewport(), LEFT, pos=at)
    assert asked == [uid_of(room, "t2")]
    room.wait_until(lambda: shown(room) == ["t2", "flair"])
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Home)
    QTest.keyClick(strip, Qt.Key.Key_Return)
    room.wait_until(lambda: shown(room) == ["t1ce", "flair"])
    assert "T1CE, guessed from" in item.listWidget().item(0).data(Qt.ItemDataRole.AccessibleTextRole)
