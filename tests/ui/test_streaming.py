"""A series is looked at while it is read: the middle first, then what is scrolled to; and a drive that hangs holds nobody."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot
from reading_room import Room, new_project

from glioma_desktop.study import dicom_filling
from glioma_desktop.ui import series_reading, task
from glioma_desktop.ui.series_strip import SeriesStrip
from glioma_desktop.ui.window_level import preset_window
from tests.study.dicom_files import image, save

COUNT = 21


def write_series(folder: Path, uid: str, patient: str = "A-17", count: int = COUNT, **tags) -> None:
    """Discs that grow brighter from slice to slice, each with its number in a corner."""
    grid = np.mgrid[-1:1:64j, -1:1:60j]
    for k in range(count):
        pixels = (((grid**2).sum(0) < 0.7) * (200 + 20 * k)).astype(np.uint16)
        pixels[0, 0] = k
        ds = image(pixels, (0, 0, 5.0 * k), series=uid, study=f"1.2.{patient[2:]}", PatientID=patient, **tags)
        save(ds, folder / f"{k:02d}.dcm")


class Gate:
    """Lets so many slices through, then the next ones one by one when told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, free: int) -> None:
        self._allowed = threading.Semaphore(free)
        self.read: list[int] = []
        plainly = dicom_filling.Filling._plainly

        def gated(filling, k):
            if filling._arrival is not None:
                self._allowed.acquire(timeout=10)
                self.read.append(k)
            return plainly(filling, k)

        monkeypatch.setattr(dicom_filling.Filling, "_plainly", gated)
        monkeypatch.setattr(dicom_filling, "SLOW_S", 1e9)
        monkeypatch.setattr(dicom_filling, "DISTANT_S", 1e9)

    def let(self, count: int) -> None:
        self._allowed.release(count)


@pytest.fixture
def empty_room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    room = Room(tmp_path / "studies", new_project(tmp_path / "project"), qtbot.waitUntil)
    room.window.controllers.views.set_layout("1")
    yield room
    room.close()


def open_studies(room: Room) -> None:
    room.window.open_paths([str(room.folder)])
    room.wait_until(lambda: room.session.patient is not None and not room.window.controllers.scan.running)


@contextmanager
def half_read(room: Room, monkeypatch: pytest.MonkeyPatch, free: int) -> Iterator[Gate]:
    """A series of which so many slices are there; the rest comes at the end of the block."""
    gate = Gate(monkeypatch, free)
    write_series(room.folder, "1.5.1")
    open_studies(room)
    try:
        room.wait_until(lambda: room.left.volume is not None)
        yield gate
    finally:
        gate.let(99)


def open_two_patients(room: Room, first: Path, second: Path, **tags) -> None:
    """P-0001 with a series of 21 slices, which is shown, and P-0002."""
    write_series(first, "1.5.1", "A-1")
    write_series(second, "1.5.2", "A-2", **tags)
    open_studies(room)
    room.wait_until(lambda: len(room.session.worklist) == 2)
    room.wait_for_pictures()


def bottom(room: Room) -> list[str]:
    return [" ".join(line).strip() for line in room.left.overlays.bottom_left]


def test_the_window_shows_the_middle_slice_before_the_last_one_is_read(
    empty_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = empty_room
    with half_read(room, monkeypatch, 1) as gate:
        assert gate.read in ([10], [10, 11])
        assert room.session.slice_index == 10
        assert room.left.volume.voxels[10, 0, 0] == 10
        assert "reading 1 of 21" in bottom(room)
        picture = room.left.grab().toImage()
        middle = picture.pixelColor(picture.width() // 2, picture.height() // 2)
        assert middle.value() > 100
        assert room.session.volumes == {}
        assert len(room.window.area.rail.ticks) == COUNT
    room.wait_for_pictures()
    volume = room.session.volume(room.session.view.series_uid)
    assert volume.voxels[:, 0, 0].tolist() == list(range(COUNT))
    assert room.session.view.window == preset_window(volume, "auto")
    assert room.session.arriving == {}
    assert not any("reading" in line for line in bottom(room))


def test_scrolling_while_a_series_comes_shows_black_until_that_slice_is_there_and_has_it_read_next(
    empty_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = empty_room
    with half_read(room, monkeypatch, 1) as gate:
        room.wheel(room.left, 8)
        assert room.session.slice_index == 18
        assert room.left.pending
        picture = room.left.grab().toImage()
        assert picture.pixelColor(picture.width() // 2, picture.height() // 2).value() == 0
        gate.let(2)  # one was asked for before the wheel turned
        room.wait_until(lambda: not room.left.pending)
        assert 18 in gate.read[:3]
        picture = room.left.grab().toImage()
        assert picture.pixelColor(picture.width() // 2, picture.height() // 2).value() > 100
    room.wait_for_pictures()
    assert room.session.slice_index == 18


def test_a_window_set_by_hand_while_a_series_comes_stays(empty_room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room = empty_room
    with half_read(room, monkeypatch, 2):
        room.window.controllers.views.set_window(0, room.session.view.window.__class__(77, 33))
    room.wait_for_pictures()
    assert (room.session.view.window.width, room.session.view.window.level) == (77, 33)


def test_a_series_inverted_while_it_comes_stays_inverted(empty_room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room = empty_room
    with half_read(room, monkeypatch, 2):
        room.key("Shift+I")
        assert room.session.view.inverted
    room.wait_for_pictures()
    assert room.session.view.inverted


def test_nothing_is_drawn_on_a_series_of_which_a_part_is_missing(
    empty_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = empty_room
    with half_read(room, monkeypatch, 3):
        room.window.set_mode("annotate")
        room.drag(room.left, room.at(room.left, 20, 20), room.at(room.left, 40, 40))
        assert not room.session.annotation.boxes
        assert "still being read" in room.window.strip.sentence


def test_another_patient_ends_the_reading_of_the_first(empty_room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room = empty_room
    open_two_patients(room, room.folder / "a", room.folder / "b", count=5)
    room.window.controllers.shelf.forget()
    room.session.set_patient(None, (), None)
    gate = Gate(monkeypatch, 2)
    room.window._open_patient("P-0001")
    try:
        room.wait_until(lambda: room.left.volume is not None)
        room.window._open_patient("P-0002")
    finally:
        gate.let(99)
    room.wait_for_pictures()
    room.wait_until(lambda: not task._running)
    assert room.session.view.series_uid == "1.5.2"
    assert room.left.volume.shape[0] == 5
    assert len(gate.read) < 5 + 5


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here to hang on")
def test_a_drive_that_hangs_is_named_and_can_be_given_up_while_the_window_lives(
    empty_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(series_reading, "STALLED_S", 0.3)
    room = empty_room
    open_two_patients(room, room.folder / "far", room.folder / "near")
    room.window._open_patient("P-0002")
    room.wait_for_pictures()
    room.window.controllers.shelf.forget()
    hung = room.folder / "far" / "13.dcm"
    hung.unlink()
    os.mkfifo(hung)
    try:
        room.window._open_patient("P-0001")
        room.wait_until(lambda: "far" in room.window.strip._scan.text())
        assert room.window.strip._scan.text() == "Waiting for the folder far, which does not answer"
        assert room.window.strip._cancel.isVisible()
        assert room.left.volume is not None
        room.wheel(room.left, -1)
        assert room.session.slice_index == 9
        room.window.strip._cancel.click()
        assert not room.window.strip._cancel.isVisible()
        assert room.left.overlays.sentence == "Reading was stopped. Choose the series again in the list."
        room.window._open_patient("P-0002")
        room.wait_for_pictures()
        assert room.left.volume.shape[0] == COUNT
    finally:
        end = os.open(hung, os.O_WRONLY | os.O_NONBLOCK)
        (room.folder / "near" / "13.dcm").replace(hung)  # what is opened from now on is a file again
        os.close(end)


def test_a_file_replaced_after_it_was_read_is_said_and_the_picture_stays(empty_room: Room) -> None:
    room = empty_room
    open_two_patients(room, room.folder / "a", room.folder / "b", count=5)
    shown = room.session.volume("1.5.1")
    (room.folder / "a" / "03.dcm").write_bytes((room.folder / "b" / "03.dcm").read_bytes())
    room.window.controllers.reading.show_series(0, "1.5.1")
    room.wait_until(lambda: "have changed on the disc" in room.window.strip.sentence)
    assert room.left.volume is shown
    room.window._open_patient("P-0002")
    room.wait_for_pictures()
    room.window._open_patient("P-0001")
    room.wait_until(lambda: "belongs to another series now" in room.window.strip.sentence)
    assert room.left.overlays.sentence.startswith("03.dcm has changed since the folder was opened")


def test_a_slice_whose_values_changed_on_the_disc_is_read_anew_when_its_series_is_chosen_again(
    empty_room: Room,
) -> None:
    room = empty_room
    write_series(room.folder / "a", "1.5.1", "A-1")
    open_studies(room)
    room.wait_for_pictures()
    before = int(room.session.volume("1.5.1").voxels[3].max())
    path = room.folder / "a" / "03.dcm"
    changed = pydicom.dcmread(path)
    changed.PixelData = (changed.pixel_array + np.uint16(7)).tobytes()
    changed.save_as(path)
    strip = room.window.worklist.findChild(SeriesStrip)
    strip.series_chosen.emit("1.5.1")
    room.wait_until(lambda: "have changed on the disc" in room.window.strip.sentence)
    assert "choose it again" in room.window.strip.sentence
    assert int(room.left.volume.voxels[3].max()) == before
    strip.series_chosen.emit("1.5.1")
    room.wait_until(lambda: int(room.left.volume.voxels[3].max()) == before + 7)


def test_a_series_whose_folder_was_moved_after_it_was_read_stays_and_the_way_to_find_it_is_said(
    empty_room: Room,
) -> None:
    room = empty_room
    write_series(room.folder / "a", "1.5.1", "A-1")
    open_studies(room)
    room.wait_for_pictures()
    shown = room.session.volume("1.5.1")
    (room.folder / "a").rename(room.folder.with_name("elsewhere"))
    room.window.controllers.reading.show_series(0, "1.5.1")
    room.wait_until(lambda: "its files are no longer there" in room.window.strip.sentence)
    assert "Find moved folder" in room.window.strip.sentence
    assert room.left.volume is shown
    sentence = room.window.strip.sentence
    room.session.post("Something else.")
    room.window.controllers.reading._outdated(replace(room.session.studies[0].series[0], uid="1.5.9"), False)
    assert room.window.strip.sentence != sentence, "of what is not shown it is not said that it was read before"


def test_a_file_that_changes_while_the_series_is_read_is_said_and_half_of_it_is_not_shown(
    empty_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = empty_room
    with half_read(room, monkeypatch, 3):
        path = room.folder / "02.dcm"
        path.write_bytes(path.read_bytes() + b"\0\0")
    room.wait_until(lambda: "have changed while they were read" in room.window.strip.sentence)
    assert room.left.volume is None
    assert room.session.volumes == {}


@pytest.mark.parametrize("layout", ["1", "planes"])
def test_slices_that_come_later_are_shown_with_the_rest_when_the_folder_is_opened_again(
    empty_room: Room, layout: str
) -> None:
    """A box is kept by the number of its slice: it must be the number in the series as it is stored."""
    room = empty_room
    write_series(room.folder, "1.5.1", count=8)
    open_studies(room)
    room.wait_for_pictures()
    room.window.controllers.views.set_layout(layout)
    first = room.session.volume("1.5.1")
    assert first is not None
    assert first.shape[0] == 8
    write_series(room.folder, "1.5.1")
    room.window.open_paths([str(room.folder)])
    room.wait_until(lambda: room.session.volume("1.5.1") not in (None, first))
    room.wait_until(lambda: not task._running)
    (series,) = room.session.studies[0].series
    viewport = room.window.area.viewports[room.session.active]
    assert series.shape[0] == COUNT
    assert viewport.volume is not None
    assert viewport.volume.shape[0] == COUNT
    assert room.session.volume("1.5.1") is viewport.volume


def add_slice_below(room: Room, uid: str) -> None:
    """One more file: a slice under the first one, so that all others are counted one higher; the folder is opened again."""
    pixels = np.zeros((64, 60), np.uint16)
    pixels[0, 0] = 99
    save(image(pixels, (0, 0, -5.0), series=uid, study="1.2.17", PatientID="A-17"), room.folder / "below.dcm")
    room.window.open_paths([str(room.folder)])
    room.wait_until(lambda: not room.window.controllers.scan.running)


def test_a_series_to_which_a_slice_comes_while_it_is_read_is_shown_with_all_of_them(
    empty_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = empty_room
    with half_read(room, monkeypatch, 2):
        add_slice_below(room, "1.5.1")
    room.wait_until(lambda: not task._running)
    room.wait_for_pictures()
    volume = room.session.volume("1.5.1")
    assert volume.voxels[:, 0, 0].tolist() == [99, *range(COUNT)]
    assert room.left.volume is volume
    assert room.session.arriving == {}


def test_a_series_that_is_read_beside_the_pictures_is_read_again_when_a_slice_comes_meanwhile(
    empty_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = empty_room
    for uid in ("1.5.1", "1.5.2"):
        write_series(room.folder / uid, uid)
    open_studies(room)
    room.wait_for_pictures()
    room.wait_until(lambda: not task._running)
    (beside,) = {"1.5.1", "1.5.2"} - set(room.session.volumes)
    gate = Gate(monkeypatch, 0)
    assert room.window.controllers.reading.beside.read(room.session.series(beside))
    add_slice_below(room, beside)
    gate.let(99)
    room.wait_until(lambda: not task._running)
    assert room.session.volume(beside).shape[0] == COUNT + 1


def test_the_thread_that_stands_in_for_one_that_hangs_is_there_until_the_drive_has_answered(
    empty_room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, pool = empty_room, QThreadPool.globalInstance()
    shelf = room.window.controllers.shelf
    monkeypatch.setattr(series_reading, "STALLED_S", -1.0)
    gate = Gate(monkeypatch, 0)
    write_series(room.folder, "1.5.1")
    open_studies(room)
    room.wait_until(lambda: any(one.task is not None for one in shelf._reading.values()))
    before = pool.maxThreadCount()
    shelf.keep_reading(())
    assert pool.maxThreadCount() == before + 1
    gate.let(99)
    room.wait_until(lambda: all(one.over for one in shelf._ending))
    assert shelf.bytes_held == 0
    assert pool.maxThreadCount() == before
