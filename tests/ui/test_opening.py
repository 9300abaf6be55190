"""Opening folders: what is found, what is passed over, and that the window goes on meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import nibabel
import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QThread, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reading_room import Room, draw, new_project, write_patient

from glioma_desktop.annotation.project import home
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.catalogue_index import FILE_NAME
from glioma_desktop.ui import series_reading, series_strip, task, thumbnail_filler
from glioma_desktop.ui.scan_work import partial_copies
from glioma_desktop.ui.view_state import Layout
from tests.study.dicom_files import image, save


@pytest.fixture
def empty_room(qtbot: QtBot, tmp_path: Path, studies: Path) -> Iterator[Room]:
    """The window on a new project, nothing opened yet."""
    room = Room(studies, new_project(tmp_path / "project"), qtbot.waitUntil)
    yield room
    room.close()


def open_folder(room: Room, folder: Path) -> None:
    room.window.open_paths([str(folder)])
    room.wait_until(lambda: not room.window.controllers.scan.running)


def show_patient(room: Room, pseudonym: str = "P-0001") -> None:
    room.window._open_patient(pseudonym)
    room.wait_until(lambda: room.left.volume is not None)


def write_series(folder: Path, uid: str, study: str = "1.2.3", count: int = 5, **tags) -> None:
    folder.mkdir(parents=True)
    grid = np.mgrid[-1:1:32j, -1:1:32j]
    head = ((grid**2).sum(0) < 0.8) * 500
    for k in range(count):
        save(image(head.astype(np.uint16), (0, 0, 5.0 * k), series=uid, study=study, **tags), folder / f"{k}.dcm")


def write_nifti(path: Path, form: bool = True, volumes: int = 1) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    voxels = np.random.default_rng(0).integers(50, 200, (32, 36, 8, volumes)).astype(np.int16)
    affine = np.diag([-1.0, -1.0, 5.0, 1.0])
    stored = nibabel.Nifti1Image(voxels if volumes > 1 else voxels[..., 0], affine)
    stored.set_sform(affine if form else None, 1 if form else 0)
    stored.set_qform(None, 0)
    nibabel.save(stored, path)


def test_the_first_patient_can_be_read_and_drawn_on_while_the_scan_goes_on_and_cancel_keeps_what_was_found(
    empty_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, gate = empty_room, threading.Event()
    scan = Catalogue.scan

    def halfway(self, given, progress, found):
        seen: list[object] = []

        def told(study):
            found(study)
            seen.append(study)
            if len(seen) == 1:
                gate.wait(10)

        return scan(self, given, progress, told)

    monkeypatch.setattr(Catalogue, "scan", halfway)
    try:
        room.window.open_paths([str(room.folder)])
        room.wait_until(lambda: room.session.patient is not None)
        room.wait_for_pictures()
        assert room.window.controllers.scan.running
        assert room.window.strip._cancel.isVisible()
        assert room.window.strip._scan.text().startswith("Reading ")
        room.window.set_mode("annotate")
        draw(room)
        assert len(room.boxes()) == 1
        room.window.strip._cancel.click()
        assert not room.window.strip._cancel.isVisible()
        assert room.window.strip.sentence == "Reading stopped. 1 patient found so far."
    finally:
        gate.set()
    assert [row.pseudonym for row in room.session.worklist] == ["P-0001"]


def test_a_single_patient_that_is_known_is_named_when_its_folder_is_opened_again(room: Room) -> None:
    other = next(row for row in room.session.worklist if row.pseudonym != room.session.patient).pseudonym
    assert room.session.project is not None
    folder = room.session.project.store.studies(other)[0].series[0].files[0].path.parent
    room.window.open_paths([str(folder)])
    room.wait_until(lambda: not room.window.controllers.scan.running)
    assert room.window.strip.sentence == f"{other} found in {folder.name}, in the worklist already."


@pytest.mark.parametrize("layout", ["1", "1x2", "2x2", "planes"])
def test_an_empty_window_says_once_what_to_do_in_every_layout(empty_room: Room, layout: Layout) -> None:
    room = empty_room
    room.window.controllers.views.set_layout(layout)
    shown = [room.window.area.viewports[view].overlays.sentence for view in room.session.shown_views]
    assert [bool(sentence) for sentence in shown] == [True] + [False] * (len(shown) - 1)
    assert "Open a folder with MR studies" in shown[0]


def test_a_folder_dropped_on_a_picture_is_opened(empty_room: Room) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(empty_room.folder))])
    no_button, no_key = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(40, 40), Qt.DropAction.CopyAction, data, no_button, no_key)
    QApplication.sendEvent(empty_room.left, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(40, 40), Qt.DropAction.CopyAction, data, no_button, no_key)
    QApplication.sendEvent(empty_room.left, drop)
    empty_room.wait_until(lambda: len(empty_room.session.worklist) == 2)


def test_pixels_and_thumbnails_are_read_off_the_gui_thread(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    gui, threads = QThread.currentThread(), {}

    def watched(name, work):
        def run(*arguments, **more):
            threads.setdefault(name, []).append(QThread.currentThread())
            return work(*arguments, **more)

        return run

    monkeypatch.setattr(series_reading, "read_series", watched("pixels", series_reading.read_series))
    monkeypatch.setattr(thumbnail_filler, "thumbnail", watched("thumbnails", thumbnail_filler.thumbnail))
    room.wait_until(lambda: not task._running)
    (home() / FILE_NAME).unlink()
    room.window.controllers.reading._shelf.forget()
    room.window.worklist.series._pictures.clear()
    room.window._open_patient(room.session.worklist[1].pseudonym)
    room.wait_for_pictures()
    room.wait_until(lambda: len(threads.get("thumbnails", ())) >= 2)
    assert all(thread is not gui for used in threads.values() for thread in used)
    assert set(threads) == {"pixels", "thumbnails"}


def test_an_answer_that_comes_after_another_patient_was_opened_is_not_shown(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, read = threading.Event(), series_reading.read_series
    first, second = (row.pseudonym for row in room.session.worklist)
    room.window.controllers.reading._shelf.forget()
    room.session.set_patient(None, (), None)
    slow = {series.uid for study in room.session.project.store.studies(first) for series in study.series}

    def slowly(series, **more):
        if series.uid in slow:
            gate.wait(10)
        return read(series, **more)

    monkeypatch.setattr(series_reading, "read_series", slowly)
    try:
        room.window._open_patient(first)
        QApplication.processEvents()
        assert room.left.overlays.sentence == "Reading T1CE…"
        room.window._open_patient(second)
        room.wait_for_pictures()
    finally:
        gate.set()
    room.wait_until(lambda: not task._running)
    assert room.session.patient == second
    assert not slow & set(room.session.volumes)


@pytest.mark.parametrize("last", ["t1ce.nii.gz", "flair.nii.gz"])
def test_two_series_without_common_space_say_so_whichever_was_read_last(
    empty_room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str
) -> None:
    write_patient(tmp_path / "p", 0)
    write_nifti(tmp_path / "p" / "flair.nii.gz")
    gate, read = threading.Event(), series_reading.read_series

    def in_order(series, **more):
        if series.files[0].path.name == last:
            gate.wait(10)
        return read(series, **more)

    monkeypatch.setattr(series_reading, "read_series", in_order)
    open_folder(empty_room, tmp_path / "p")
    empty_room.wait_until(lambda: len(empty_room.session.volumes) == 1)
    gate.set()
    empty_room.wait_for_pictures()
    assert ("", "not linked: no common frame of reference") in empty_room.right.overlays.bottom_left


def test_a_ct_is_called_a_ct(empty_room: Room, tmp_path: Path) -> None:
    write_series(tmp_path / "ct", "1.5.1", Modality="CT", SeriesDescription="HEAD")
    open_folder(empty_room, tmp_path / "ct")
    show_patient(empty_room)
    assert empty_room.left.overlays.top_left[0] == ("CT", "HEAD")
    assert empty_room.session.worklist[0].sequences == ("CT",)


def test_the_volumes_of_a_4d_file_stand_side_by_side_by_number_and_each_can_be_chosen(
    empty_room: Room, tmp_path: Path
) -> None:
    write_nifti(tmp_path / "p" / "perf.nii.gz", volumes=3)
    open_folder(empty_room, tmp_path / "p")
    show_patient(empty_room)
    strip = empty_room.window.worklist.series
    labels = [strip.item(i).data(series_strip._LABEL) for i in range(strip.count())]
    assert labels == ["Perf 1 ·", "Perf 2 ·", "Perf 3 ·"]
    strip.itemActivated.emit(strip.item(2))
    empty_room.wait_until(lambda: (empty_room.session.view.series_uid or "").endswith("#t3"))


def test_two_studies_of_a_patient_stand_apart_with_the_interval_and_without_their_dates(
    empty_room: Room, tmp_path: Path
) -> None:
    write_series(tmp_path / "s" / "a", "1.7.1", "1.7", SeriesDescription="AX T1 POST GD", StudyDate="20200301")
    write_series(tmp_path / "s" / "b", "1.8.1", "1.8", SeriesDescription="AX FLAIR", StudyDate="20200611")
    open_folder(empty_room, tmp_path / "s")
    show_patient(empty_room)
    strip = empty_room.window.worklist.series
    assert [strip.item(i).text() for i in range(strip.count())] == ["Study 1 · first", "", "Study 2 · day +102", ""]


def test_a_file_that_does_not_say_left_and_right_has_question_marks_and_sizes_in_px(
    empty_room: Room, tmp_path: Path
) -> None:
    from glioma_desktop.study.geometry import edge_letters

    write_nifti(tmp_path / "p" / "t1ce.nii.gz", form=False)
    open_folder(empty_room, tmp_path / "p")
    show_patient(empty_room)
    edges = edge_letters(empty_room.left.volume)
    assert (edges.left, edges.right) == ("R?", "L?")
    assert not empty_room.left.volume.measurable
    assert "spacing not known" in empty_room.left.overlays.bottom_left[-1][1]
    empty_room.window.set_mode("annotate")
    draw(empty_room, 8, 8, 20, 18)
    assert empty_room.window.case._rows["box"][1].text() == "10 across × 12 down px"


def test_every_file_that_was_passed_over_is_named_in_the_messages(empty_room: Room, tmp_path: Path) -> None:
    write_patient(tmp_path / "case" / "one", 0)
    (tmp_path / "case" / "empty.dcm").write_bytes(b"")
    whole = (tmp_path / "case" / "one" / "flair.nii.gz").read_bytes()
    (tmp_path / "case" / "torn.nii.gz").write_bytes(whole[: len(whole) // 2])
    open_folder(empty_room, tmp_path / "case")
    assert "new in the worklist. 2 files passed over" in empty_room.window.strip.sentence
    told = " ".join(message.text for message in empty_room.session.messages)
    assert "empty.dcm" in told
    assert "torn.nii.gz" in told
    show_patient(empty_room)


def test_a_series_whose_file_was_damaged_after_the_scan_is_one_sentence_in_its_own_viewport(
    empty_room: Room, tmp_path: Path
) -> None:
    write_patient(tmp_path / "case", 0)
    open_folder(empty_room, tmp_path / "case")
    empty_room.wait_for_pictures()
    empty_room.session.set_patient(None, (), None)
    empty_room.window.controllers.reading._shelf.forget()
    flair = tmp_path / "case" / "flair.nii.gz"
    flair.write_bytes(flair.read_bytes()[:200])
    empty_room.window._open_patient("P-0001")
    empty_room.wait_until(lambda: "flair.nii.gz" in empty_room.right.overlays.sentence)
    empty_room.wait_until(lambda: empty_room.left.volume is not None)


def test_closing_in_the_middle_of_a_drag_and_of_a_scan_stores_no_half_box_and_leaves_no_thread(
    room: Room, tmp_path: Path
) -> None:
    from glioma_desktop.annotation.project import Project

    patient, folder = room.session.patient, room.session.project.folder
    room.press(room.left, room.at(room.left, 20, 15))
    room.move(room.left, room.at(room.left, 40, 30))
    for seed in range(6):
        write_patient(tmp_path / "more" / str(seed), seed)
    room.window.open_paths([str(tmp_path / "more")])
    assert room.session.draft is not None
    room.close()
    assert not task._running
    project = Project.open(folder)
    try:
        assert not project.store.annotation(patient).boxes
    finally:
        project.close()


def test_the_strip_gives_a_sentence_the_room_that_the_end_of_a_scan_leaves(room: Room) -> None:
    from glioma_desktop.study.catalogue import ScanProgress

    strip = room.window.strip
    strip.show_scan(ScanProgress(1, 1000, Path("/a/folder/with/a/rather/long/name/of/a/study")))
    QApplication.processEvents()
    room.session.post("A sentence that is long enough to need nearly all of the room there is in the strip, " * 2)
    QApplication.processEvents()
    before = len(strip._message.text())
    strip.show_scan(None)
    room.wait_until(lambda: len(strip._message.text()) > before)


def test_on_a_small_screen_the_window_takes_the_whole_screen_and_later_its_own_last_place(room: Room) -> None:
    from glioma_desktop.ui.app import show_fitting

    window, screen = room.window, room.window.screen().availableGeometry()
    window.hide()
    window.resize(screen.width() + 200, screen.height())
    show_fitting(window)
    assert window.isMaximized(), "nothing hangs over the edge of the screen"
    window.showNormal()
    window.settings.geometry = bytes(window.saveGeometry().data())
    window.hide()
    show_fitting(window)
    assert window.isMaximized(), "nor does one that was left on a larger screen"
    window.showNormal()
    window.setMinimumSize(200, 200)  # the screen of the tests is smaller than the window needs
    window.resize(screen.width() - 80, screen.height() - 80)
    window.hide()
    show_fitting(window)
    assert not window.isMaximized()


def test_what_is_wrong_with_every_series_of_a_patient_is_said_once(empty_room: Room, tmp_path: Path) -> None:
    for name in ("t1ce", "flair"):
        write_nifti(tmp_path / "p" / f"{name}.nii.gz", form=False)
    open_folder(empty_room, tmp_path / "p")
    empty_room.wait_for_pictures()
    told = [message.text for message in empty_room.session.messages if "left and right" in message.text]
    assert len(told) == 1


def test_a_copy_that_lacks_slices_does_not_take_the_place_of_the_whole_series(empty_room: Room, tmp_path: Path) -> None:
    """The boxes are kept by slice number: with a slice missing they would lie on other anatomy."""
    write_series(tmp_path / "whole" / "t1ce", "1.2.3.1", SeriesDescription="AX T1 POST GD")
    write_series(tmp_path / "copy" / "t1ce", "1.2.3.1", SeriesDescription="AX T1 POST GD")
    (tmp_path / "copy" / "t1ce" / "2.dcm").unlink()
    open_folder(empty_room, tmp_path / "whole")
    show_patient(empty_room)
    open_folder(empty_room, tmp_path / "copy")
    session = empty_room.session
    (series,) = (series for study in session.studies for series in study.series)
    assert series.shape[0] == 5
    assert series.files[0].path.is_relative_to(tmp_path / "whole")
    assert any(
        "has 4 slices in t1ce and 5 where it was opened before: the earlier one stays." in message.text
        for message in session.messages
    )


def test_other_slices_of_a_series_that_stays_are_named(tmp_path: Path) -> None:
    for name in ("lower", "upper"):
        write_series(tmp_path / name, "1.2.3.1", SeriesDescription="AX T1 POST GD")
    (tmp_path / "lower" / "4.dcm").unlink()
    for k in range(4):  # under the names of the lower ones, as an export calls its files
        (tmp_path / "upper" / f"{k + 1}.dcm").replace(tmp_path / "upper" / f"{k}.dcm")
    (lower,), (upper,) = Catalogue().scan(tmp_path / "lower"), Catalogue().scan(tmp_path / "upper")
    assert not partial_copies("P-0001", lower, [lower])
    (told,) = partial_copies("P-0001", upper, [lower])
    assert (
        "T1CE of P-0001 has other slices in upper than where it was opened before: the earlier one stays."
        in told.reason
    )


@pytest.mark.parametrize("drawn", [True, False])
def test_slices_that_arrive_below_a_drawn_box_do_not_move_it_to_other_anatomy(
    empty_room: Room, tmp_path: Path, drawn: bool
) -> None:
    write_series(tmp_path / "p" / "t1ce", "1.2.3.1", SeriesDescription="AX T1 POST GD")
    lowest = tmp_path / "p" / "t1ce" / "0.dcm"
    held = lowest.rename(tmp_path / "later.dcm")
    open_folder(empty_room, tmp_path / "p")
    show_patient(empty_room)
    session = empty_room.session
    boxed = session.active_series.files[2].path.name
    session.set_view(0, slice_index=2)
    if drawn:
        empty_room.wait_until(
            lambda: session.volume(session.view.series_uid) is not None
        )  # till then it is not drawn on
        empty_room.key("R")
        draw(empty_room, 8, 6, 20, 18)
        assert session.annotation.boxes
    held.rename(lowest)
    open_folder(empty_room, tmp_path / "p")
    show_patient(empty_room)
    (series,) = (series for study in session.studies for series in study.series)
    told = [m.text for m in session.messages if "has grown from 4 to 5 slices: boxes on 3 are on 4 now." in m.text]
    assert (series.shape[0], len(told), len(session.annotation.boxes)) == (5, int(drawn), int(drawn))
    for (_, _, k), one in session.annotation.boxes.items():
        assert series.files[k].path.name == boxed
        assert (k, one.roi.slice_index) == (3, 3)
        empty_room.wait_until(lambda: session.volume(session.view.series_uid) is not None)
        assert session.volume(session.view.series_uid).shape[0] == 5
        assert session.slice_index == 3, "the slice that was looked at stays on the screen"
        empty_room.key("Ctrl+Z")
        assert not session.annotation.boxes


@pytest.mark.parametrize("last", ["t1ce.nii.gz", "flair.nii.gz"])
def test_a_patient_opens_at_the_middle_of_the_boxes_whichever_series_was_read_last(
    room: Room, monkeypatch: pytest.MonkeyPatch, last: str
) -> None:
    room.window.scroll_slices(-4)
    where = room.session.slice_index
    draw(room)
    assert set(room.boxes()) == {where}
    room.window._open_patient("P-0002")
    room.wait_for_pictures()
    controller = room.window.controllers.reading
    controller.places.clear()
    controller._shelf.forget()
    read, other_is_shown = series_reading.read_series, threading.Event()

    def in_order(series, **more):
        if series.files[0].path.name == last:
            other_is_shown.wait(10)
        return read(series, **more)

    monkeypatch.setattr(series_reading, "read_series", in_order)
    room.window._open_patient("P-0001")
    try:
        room.wait_until(lambda: len(room.session.volumes) == 1)
    finally:
        other_is_shown.set()
    room.wait_for_pictures()
    assert [view.slice_index for view in room.session.views[:2]] == [where, where]


def test_f6_leaves_out_the_case_panel_while_no_patient_is_open(empty_room: Room) -> None:
    window = empty_room.window
    window.activateWindow()
    window.area.take_focus()
    stops = []
    for _ in range(3):
        window.controllers.panels.next_area()
        stops.append(QApplication.focusWidget())
    assert stops == [window.worklist.patients, window.area.active, window.worklist.patients]


def test_a_patient_who_is_found_while_the_worklist_is_read_stays_in_it(room: Room) -> None:
    before = room.session.worklist
    room.window.controllers.scan._listed(before[:1])  # as the store was when it was asked
    assert room.session.worklist == before
