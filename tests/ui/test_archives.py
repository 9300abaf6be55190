"""A ZIP dropped on the window is read like a folder, and what was drawn on it is there when it is opened again."""

from __future__ import annotations

import os
import shutil
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from reading_room import Room, bounds, draw, new_project

from glioma_desktop.study import archive_return
from glioma_desktop.study.archive_members import Member
from glioma_desktop.study.archive_writing import Room as Disc
from glioma_desktop.study.cache_folder import archive_folder
from glioma_desktop.ui import task
from tests.phantoms import make_study


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Two DICOM patients as a PACS exports them: one ZIP, a folder in it."""
    for number in (1, 2):
        make_study(tmp_path / "export" / "DICOM", number, mask=False, grade=None)
    return Path(shutil.make_archive(str(tmp_path / "export"), "zip", tmp_path / "export"))


@pytest.fixture
def zip_room(qtbot: QtBot, tmp_path: Path, archive: Path) -> Iterator[Room]:
    room = Room(archive, new_project(tmp_path / "project"), qtbot.waitUntil)
    room.read()
    yield room
    room.close()


def unpacked_images() -> list[str]:
    return [name for _, _, names in os.walk(archive_folder()) for name in names if name.endswith(".dcm")]


def again(room: Room, qtbot: QtBot) -> Room:
    """The program started anew on the same project."""
    room.close()
    return Room(room.folder, room.project, qtbot.waitUntil)


def test_boxes_drawn_on_a_zip_are_there_after_a_restart_and_also_when_its_images_had_to_be_unpacked_again(
    zip_room: Room, qtbot: QtBot
) -> None:
    zip_room.window.set_mode("annotate")
    draw(zip_room)
    drawn = {k: bounds(box) for k, box in zip_room.boxes().items()}
    assert drawn
    later = again(zip_room, qtbot)
    later.wait_until(lambda: len(later.session.worklist) == 2)
    later.window.controllers.archives.empty()
    assert not unpacked_images()
    later.window.worklist.patient_chosen.emit(later.session.worklist[0].pseudonym)
    later.wait_for_pictures()
    assert {k: bounds(box) for k, box in later.boxes().items()} == drawn
    later.read()
    assert len(later.session.worklist) == 2
    assert {k: bounds(box) for k, box in later.boxes().items()} == drawn
    later.close()


def test_the_strip_names_the_zip_while_it_is_read(zip_room: Room) -> None:
    told = []
    zip_room.window.controllers.scan.progress_changed.connect(told.append)
    shutil.copy(zip_room.folder, zip_room.folder.with_name("other.zip"))
    zip_room.window.open_paths([str(zip_room.folder.with_name("other.zip"))])
    zip_room.wait_until(lambda: not zip_room.window.controllers.scan.running)
    assert {now.folder.name for now in told if now is not None} == {"other.zip"}
    assert zip_room.window.strip.sentence == "2 patients found in other.zip, none new."


def test_images_on_their_way_back_from_a_zip_are_counted_in_the_strip_and_cancel_ends_it(
    zip_room: Room, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, strip, usual = zip_room, zip_room.window.strip, archive_return.write
    allowed, written = threading.Semaphore(2), []

    def slow(member: Member, root: Path, place: Disc) -> object:
        assert allowed.acquire(timeout=20)
        written.append(member.name)
        return usual(member, root, place)

    patient = room.session.patient
    other = next(row.pseudonym for row in room.session.worklist if row.pseudonym != patient)
    room.wait_until(lambda: not task._running)
    room.window.controllers.shelf.forget()
    room.window.controllers.archives.empty()
    monkeypatch.setattr(archive_return, "write", slow)
    room.window.worklist.patient_chosen.emit(other)
    qtbot.waitUntil(lambda: "again 2 of" in strip._scan.text(), timeout=10_000)
    assert strip._scan.text().startswith(f"Unpacking {room.folder.name} again 2 of ")
    strip._cancel.click()
    assert not strip._scan.isVisible()
    allowed.release(1)
    room.wait_until(lambda: not task._running)
    assert len(written) == 3, "the one under way, and no other"
    allowed.release(1000)
    room.window.worklist.patient_chosen.emit(other)
    room.window.controllers.reading.show_series(0, room.session.studies[0].series[0].uid)
    room.wait_until(lambda: room.left.volume is not None)


def test_a_zip_with_a_password_is_refused_in_the_strip_and_the_screen_stays(zip_room: Room) -> None:
    data = bytearray(zip_room.folder.read_bytes())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            data[place + at : place + at + 2] = struct.pack("<H", 1)
            place = data.find(signature, place + 4)
    locked = zip_room.folder.with_name("locked.zip")
    locked.write_bytes(data)
    shown = zip_room.session.views
    zip_room.window.open_paths([str(locked)])
    zip_room.wait_until(lambda: "locked.zip" in zip_room.window.strip.sentence)
    assert "password" in zip_room.window.strip.sentence
    assert zip_room.session.views == shown


def test_a_zip_that_is_gone_is_said_calmly_when_its_images_are_wanted(zip_room: Room, qtbot: QtBot) -> None:
    later = again(zip_room, qtbot)
    later.wait_until(lambda: len(later.session.worklist) == 2)
    later.window.controllers.archives.empty()
    later.folder.rename(later.folder.with_name("taken away.zip"))
    later.window.worklist.patient_chosen.emit(later.session.worklist[0].pseudonym)
    later.wait_until(lambda: "export.zip is no longer where it was" in later.window.strip.sentence)
    later.window.open_paths([str(later.folder.with_name("taken away.zip"))])
    later.wait_for_pictures()
    assert len(later.session.worklist) == 2
    later.close()


def test_the_memory_dialog_shows_and_deletes_what_archives_take(zip_room: Room) -> None:
    zip_room.window.actions_.actions["memory"].trigger()
    dialog = zip_room.window.controllers.memory.dialog
    assert dialog is not None
    zip_room.wait_until(lambda: dialog.of_archives.text().endswith("MiB in use"))
    dialog.archives.setValue(2.0)
    assert zip_room.window.controllers.archives.limit_bytes == zip_room.window.settings.archive_limit_bytes == 2 << 30
    zip_room.wait_until(lambda: not task._running)  # a picture for the list would bring its file back
    QTest.mouseClick(dialog.clear_archives, Qt.MouseButton.LeftButton)
    zip_room.wait_until(lambda: not unpacked_images())
    dialog.close()


def test_a_folder_of_zips_says_how_to_open_them(zip_room: Room, tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    for name in ("a.zip", "b.ZIP"):
        shutil.copy(zip_room.folder, tmp_path / "exports" / name)
    zip_room.window.open_paths([str(tmp_path / "exports")])
    zip_room.wait_until(lambda: not zip_room.window.controllers.scan.running)
    assert zip_room.window.strip.sentence == (
        "No MR study lies open there, but 2 ZIP or tar files: choose them with File > Open files."
    )
