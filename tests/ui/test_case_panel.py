"""The case panel: nothing is cut off, nothing typed or looked at is lost, and an empty room says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from reading_room import LEFT, Room, draw, new_project

from glioma_desktop.ui import language
from glioma_desktop.ui.case_words import TREATMENT_WORDS
from glioma_desktop.ui.coverage_gauge import CoverageGauge


def cut_off(room: Room) -> list[str]:
    """The parts of the case panel whose right edge lies outside it, or that are too narrow for their words."""
    panel = room.window.case
    QApplication.processEvents()
    return [
        f"{type(part).__name__} {part.accessibleName() or getattr(part, 'text', str)()}"
        for part in panel._body.findChildren(QWidget)
        if part.isVisibleTo(panel)
        and (
            part.mapTo(panel, QPoint(part.width(), 0)).x() > panel.width()
            or (isinstance(part, QPushButton) and part.width() < part.minimumSizeHint().width())
        )
    ]


def test_with_many_lesions_a_long_treatment_state_and_a_box_outside_the_band_nothing_is_cut_off(room: Room) -> None:
    room.window.set_mode("outline")
    points = [room.at(room.left, r + 0.5, c + 0.5) for r, c in ((20, 15), (20, 35), (44, 35), (44, 15))]
    room.press(room.left, points[0])
    for point in points[1:]:
        room.move(room.left, point)
    room.release(room.left, points[-1])
    room.window.set_mode("annotate")
    draw(room, 20, 15, 30, 25)
    assert room.window.case._band.text() == "below 70 %"
    assert cut_off(room) == []
    for _ in range(5):
        room.key("L")
    room.window.controllers.case.set_treatment("after_radio_or_chemotherapy")
    QApplication.processEvents()
    assert [chip.text() for chip in room.window.case._chips.findChildren(type(room.window.case._labels))][-1] == "+"
    assert cut_off(room) == []
    button = room.window.case._treatment
    assert TREATMENT_WORDS["after_radio_or_chemotherapy"] in (button.text().removesuffix(" ▾"), button.toolTip())


def test_no_button_moves_under_the_cursor_when_the_words_above_it_need_more_lines(room: Room) -> None:
    panel = room.window.case

    def places() -> list[int]:
        QApplication.processEvents()
        return [button.mapTo(panel, QPoint(0, 0)).y() for button in (panel.done, panel.grade, panel.comment)]

    before = places()
    draw(room)
    room.wheel(room.left, 4)
    draw(room)
    assert "interpolated" in panel._rows["slices"][1].text()
    assert places() == before
    room.key("C")
    room.key("C")
    assert panel._rows["slices"][1].accessibleName().endswith("of them not seen")
    assert places() == before
    assert cut_off(room) == []


def test_a_comment_that_is_being_typed_is_kept_when_the_next_patient_is_opened_by_key(room: Room) -> None:
    first = room.session.patient
    room.window.controllers.panels.comment()
    QTest.keyClicks(room.window.case.comment, "rim doubtful")
    room.window.controllers.case.step_patient(1)
    assert room.session.patient != first
    store = room.session.project.store
    assert store.annotation(first).case.comment == "rim doubtful"
    assert store.annotation(room.session.patient).case.comment == ""
    assert room.window.case.comment.text() == ""


def test_return_in_the_comment_stores_it_and_gives_the_keys_back_to_the_picture(room: Room) -> None:
    room.key("V")
    QTest.keyClicks(room.window.case.comment, "x z r")
    QTest.keyClick(room.window.case.comment, "\r")
    assert room.session.annotation.case.comment == "x z r"
    assert QApplication.focusWidget() is room.left


def test_what_was_looked_at_goes_into_the_project_it_belongs_to_when_another_one_is_opened(
    room: Room, tmp_path: Path
) -> None:
    first = room.session.slice_index
    draw(room)
    room.wheel(room.left, 2)
    draw(room)
    room.wheel(room.left, -1)
    room.wait_until(lambda: bool(room.window.controllers.case._seen))
    patient, folder = room.session.patient, room.session.project.folder
    room.window.controllers.panels.comment()
    QTest.keyClicks(room.window.case.comment, "left here")
    assert room.window.controllers.project.open_folder(new_project(tmp_path / "other"))
    other = room.session.project.store
    assert other.annotation(patient).seen == frozenset()
    assert other.annotation(patient).case.comment == ""
    assert room.window.controllers.project.open_folder(folder)
    annotation = room.session.project.store.annotation(patient)
    assert {k for _, k in annotation.seen} >= {first + 1}
    assert annotation.case.comment == "left here"


def test_a_mask_that_is_still_being_read_when_the_project_changes_reaches_nobody(
    room: Room, studies: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    import nibabel
    import numpy as np

    from glioma_desktop.annotation.exchange import masks

    image = nibabel.load(studies / "first" / "t1ce.nii.gz")
    mask = tmp_path / "tumour.nii.gz"
    nibabel.save(nibabel.Nifti1Image((np.asanyarray(image.dataobj) > 150).astype(np.uint8), image.affine), mask)
    gate, read = threading.Event(), masks.read_mask

    def slowly(*arguments):
        gate.wait(5)
        return read(*arguments)

    monkeypatch.setattr(masks, "read_mask", slowly)
    room.window.controllers.outlines.open_file(mask)
    patient = room.session.patient
    assert room.window.controllers.project.open_folder(new_project(tmp_path / "other"))
    room.read()
    assert room.session.patient == patient, "both projects have a P-0001"
    gate.set()
    from glioma_desktop.ui import task

    room.wait_until(lambda: not task._running)
    assert room.session.annotation.outlines == {}
    assert any(one.text.startswith("tumour.nii.gz was not taken in") for one in room.session.messages)


def test_the_side_comes_from_the_box_until_the_reader_states_it(room: Room) -> None:
    draw(room, 20, 8, 40, 20)
    room.wait_until(lambda: room.window.case._side.text() == "Right (patient), from box ▾")
    room.window.case.side_stated.emit("left")
    room.wait_until(lambda: room.window.case._side.text() == "Left (patient) ▾")
    assert room.session.annotation.lesions["L1"].side_confirmed


def test_the_side_is_derived_again_when_the_pictures_come_after_the_case(room: Room, qtbot: QtBot) -> None:
    draw(room, 20, 8, 40, 20)
    room.close()
    later = Room(room.folder, room.project, qtbot.waitUntil)
    told: list[tuple[str, str]] = []
    later.session.volume_changed.connect(lambda uid: told.append((uid, later.window.case._side.text()[:5])))
    later.window.controllers.resume.start()
    later.wait_for_pictures()
    assert later.session.box_series is not None
    assert (later.session.box_series.uid, "Right") in told
    later.close()


def test_the_treatment_state_is_one_committed_edit_that_the_overlay_shows(room: Room) -> None:
    room.window.case.treatment_stated.emit("after_resection")
    assert "post-op" in room.left.overlays.top_left[1][1]
    room.key("Z")
    assert "post-op" not in room.left.overlays.top_left[1][1]


def test_labels_are_hidden_while_annotating_and_a_box_drawn_beside_them_says_so(room: Room) -> None:
    assert room.window.case._labels_state.text() == "hidden while annotating"
    draw(room)
    assert not room.boxes()[room.session.slice_index].grade_visible
    QTest.mouseClick(room.window.case._labels, LEFT)
    assert room.session.grade_visible
    draw(room, 45, 40, 60, 55)
    assert room.boxes()[room.session.slice_index].grade_visible
    room.window._ledger.close()
    assert not room.session.grade_visible
    assert room.window.case._labels_state.text() == "hidden while annotating"
    room.key("U")
    assert room.session.mode == "ruler"
    assert room.window.case._labels_state.text() == "hidden"


def test_a_flag_and_its_removal_stand_in_the_worklist(room: Room) -> None:
    room.key("Q")
    assert room.session.worklist[0].status == "flagged"
    assert room.window.case._status.text() == "flagged"
    room.key("Q")
    assert room.session.worklist[0].status != "flagged"


def test_an_empty_project_says_what_to_do_and_shows_no_dead_fields(qtbot: QtBot, tmp_path: Path, studies: Path) -> None:
    room = Room(studies, new_project(tmp_path / "project"), qtbot.waitUntil)
    try:
        assert "Open a folder with MR studies" in room.left.overlays.sentence
        assert room.right.overlays.sentence == ""
        assert room.window.worklist._empty.isVisible()
        assert not room.window.case._body.isVisible()
        room.read()
        assert room.window.case._body.isVisible()
        assert not room.window.worklist._empty.isVisible()
        room.session.set_patient(None, (), None)
        assert room.left.overlays.sentence == "Choose a patient in the worklist."
    finally:
        room.close()


def test_the_search_finds_by_status_and_enter_opens_what_is_left(room: Room) -> None:
    other = room.session.worklist[1].pseudonym
    room.window.controllers.panels.search()
    field = room.window.worklist.search
    QTest.keyClicks(field, "nobody")
    assert room.window.worklist._empty.text() == "No patient matches “nobody”."
    field.clear()
    QTest.keyClicks(field, other)
    QTest.keyClick(field, "\r")
    assert room.session.patient == other
    room.window.controllers.panels.search()
    QTest.keyClick(field, "\x1b")
    assert field.text() == ""
    assert QApplication.focusWidget() is room.window.area.active


def test_a_menu_of_choices_that_is_open_stays_as_it_is_while_something_is_stored(room: Room) -> None:
    treatment = room.window.case._treatment
    menu = treatment.menu()
    menu.popup(room.window.mapToGlobal(QPoint(5, 5)))
    second = menu.actions()[1]
    menu.setActiveAction(second)
    room.window.controllers.case.set_comment("seen while the menu is open")
    assert menu.activeAction() is second
    menu.close()
    second.setChecked(True)  # as a click does, when it cannot be stored
    menu.popup(room.window.mapToGlobal(QPoint(5, 5)))
    assert [action.isChecked() for action in menu.actions()] == [True, False, False, False, False]
    menu.close()


def test_the_gauge_is_read_out_in_the_language_of_the_window(qtbot: QtBot) -> None:
    gauge = CoverageGauge()
    qtbot.addWidget(gauge)
    gauge.show_share(0.8)
    assert gauge.accessibleDescription() == "80 %, in band"
    language.switch("zh_CN")
    try:
        assert gauge.accessibleDescription() == f"80 %、{language.say('in band')}"
    finally:
        language.switch("en")
    assert gauge.accessibleDescription() == "80 %, in band"


def test_boxes_are_exported_in_the_chosen_format_when_the_name_has_no_ending(room: Room, tmp_path: Path) -> None:
    draw(room)
    room.window.actions_.actions["export_boxes"].trigger()
    dialog = room.window.findChild(QFileDialog)
    dialog.setDirectory(str(tmp_path))
    dialog.selectNameFilter("CSV (*.csv)")
    dialog.filterSelected.emit("CSV (*.csv)")
    dialog.selectFile("out")
    dialog.accept()
    room.wait_until(lambda: "boxes written to out.csv" in room.window.strip.sentence)
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").count("\n") >= 2
