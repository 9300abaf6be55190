"""A folder that was opened before stands in the worklist at once, with its pictures; its files are checked behind it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reading_room import Room, new_project, write_patient

from glioma_desktop.annotation.project import home
from glioma_desktop.study import catalogue
from glioma_desktop.study.catalogue_index import FILE_NAME
from glioma_desktop.ui import series_strip, task, thumbnail_filler


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for seed, name in enumerate(("first", "second")):
        write_patient(tmp_path / "studies" / name, seed)
    return tmp_path / "studies"


@pytest.fixture
def windows(qtbot: QtBot, tmp_path: Path, folder: Path) -> Iterator[list[Room]]:
    """Windows opened one after the other, each on a project of its own."""
    rooms: list[Room] = []
    yield rooms
    for room in rooms:
        room.close()


def opened(windows: list[Room], qtbot: QtBot, folder: Path, tmp_path: Path, wait: bool = True) -> Room:
    for room in windows:
        room.close()
    room = Room(folder, new_project(tmp_path / f"project{len(windows)}"), qtbot.waitUntil)
    windows.append(room)
    room.window.open_paths([str(folder)])
    if wait:
        room.wait_until(lambda: not room.window.controllers.scan.running)
        room.wait_until(lambda: not task._running)
    return room


def test_the_tree_of_a_known_folder_stands_while_its_drive_still_stalls(
    windows: list[Room], qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened(windows, qtbot, folder, tmp_path)
    rows, gate = first.session.worklist, threading.Event()
    look = catalogue.FolderWalk.listings

    def stalled(walk, given):
        gate.wait(10)
        return look(walk, given)

    monkeypatch.setattr(catalogue.FolderWalk, "listings", stalled)
    try:
        again = opened(windows, qtbot, folder, tmp_path, wait=False)
        again.wait_until(lambda: again.session.worklist == rows)
        again.wait_for_pictures()
        assert again.window.controllers.scan.running
    finally:
        gate.set()
    again.wait_until(lambda: not again.window.controllers.scan.running)
    assert again.session.worklist == rows
    assert again.window.strip.sentence == "2 patients found in studies, 2 new."


def test_what_was_added_and_taken_away_since_is_in_the_worklist_after_the_check(
    windows: list[Room], qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    opened(windows, qtbot, folder, tmp_path)
    write_patient(folder / "third", 3)
    (folder / "second" / "flair.nii.gz").unlink()
    again = opened(windows, qtbot, folder, tmp_path)
    assert [row.sequences for row in again.session.worklist] == [("T1CE", "FLAIR"), ("T1CE",), ("T1CE", "FLAIR")]


def test_thumbnails_are_made_once_for_all_patients_and_come_from_the_index_later(
    windows: list[Room], qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(windows, qtbot, folder, tmp_path)
    monkeypatch.setattr(thumbnail_filler, "thumbnail", lambda series: pytest.fail("read again"))
    again = opened(windows, qtbot, folder, tmp_path)
    for row in again.session.worklist:
        again.window._open_patient(row.pseudonym)
        strip = again.window.worklist.series
        again.wait_until(lambda: not task._running)
        QApplication.processEvents()
        assert len(strip._pictures) >= 2
    assert len(again.window.worklist.series._pictures) == 4


def test_pictures_of_patients_seen_long_ago_are_let_go(
    windows: list[Room], qtbot: QtBot, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(series_strip, "MOST_PICTURES", 1)
    room = opened(windows, qtbot, folder, tmp_path)
    strip = room.window.worklist.series
    for row in room.session.worklist:
        room.window._open_patient(row.pseudonym)
        room.wait_until(lambda: len(strip._pictures) == 2 and not task._running)
        shown = {series.uid for study in room.session.studies for series in study.series}
        assert all(any(key.endswith(f"#{uid}") for uid in shown) for key in strip._pictures)


def test_a_catalogue_that_is_damaged_costs_one_sentence_and_no_study(
    windows: list[Room], qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    opened(windows, qtbot, folder, tmp_path)
    (home() / FILE_NAME).write_bytes(b"\0" * 9000)
    again = opened(windows, qtbot, folder, tmp_path)
    assert len(again.session.worklist) == 2
    told = [message.text for message in again.session.messages if "catalogue" in message.text]
    assert len(told) == 1
    assert "set aside as catalogue-aside.db and is built anew." in told[0]
