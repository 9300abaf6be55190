"""Images keep within the memory they are given: what was not used for longest leaves, never what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, current_thread, main_thread

import nibabel
import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from reading_room import Room, new_project
from test_streaming import Gate, write_series

from glioma_desktop.study.unpacked_cache import UnpackedCache
from glioma_desktop.study.unpacking import LAST_UNPACKED
from glioma_desktop.ui import task
from glioma_desktop.ui.machine_memory import default_budget, machine_bytes
from glioma_desktop.ui.memory_dialog import GIB
from glioma_desktop.ui.settings import Settings

COUNT = 4
SERIES_BYTES = 21 * 64 * 60 * 2


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    """Four patients of one series each, read; the first is open."""
    room = Room(tmp_path / "studies", new_project(tmp_path / "project"), qtbot.waitUntil)
    room.window.controllers.views.set_layout("1")
    for k in range(COUNT):
        write_series(room.folder / str(k), f"1.5.{k + 1}", f"A-{k + 1}")
    room.window.open_paths([str(room.folder)])
    room.wait_until(lambda: len(room.session.worklist) == COUNT and not room.window.controllers.scan.running)
    room.wait_for_pictures()
    yield room
    room.close()


def open_one(room: Room, k: int) -> None:
    room.window._open_patient(room.session.worklist[k].pseudonym)
    room.wait_for_pictures()
    room.window.controllers.reading._later.stop()
    room.wait_until(lambda: not task._running)


def kept(room: Room) -> list[str]:
    return [key[0] for key in room.window.controllers.shelf._kept]


def test_what_was_not_used_for_longest_leaves_and_what_is_shown_never_does(room: Room) -> None:
    shelf = room.window.controllers.shelf
    shelf.forget()
    room.session.set_patient(None, (), None)
    shelf.budget_bytes = 2 * SERIES_BYTES
    for k in (0, 1, 0, 2):
        open_one(room, k)
    assert kept(room) == ["1.5.1", "1.5.3"]
    assert shelf.bytes_held == 2 * SERIES_BYTES
    shelf.budget_bytes = 1
    assert kept(room) == ["1.5.3"]
    assert room.left.volume is room.session.volume("1.5.3")


def test_the_next_patient_is_read_ahead_only_where_there_is_room_beside_what_is_shown(room: Room) -> None:
    controllers = room.window.controllers
    open_one(room, 0)
    controllers.shelf.budget_bytes = SERIES_BYTES
    controllers.reading._prefetch()
    assert not task._running
    assert kept(room) == ["1.5.1"]
    controllers.shelf.budget_bytes = 2 * SERIES_BYTES
    controllers.reading._prefetch()
    room.wait_until(lambda: not task._running)
    assert kept(room) == ["1.5.1", "1.5.2"]


def test_the_budget_is_a_quarter_of_the_machine_unless_said_and_is_remembered(room: Room) -> None:
    settings = room.window.settings
    assert settings.memory_budget_bytes == default_budget() == min(2 * GIB, machine_bytes() // 4)
    room.window.actions_.actions["memory"].trigger()
    dialog = room.window.controllers.memory.dialog
    assert dialog is not None
    assert dialog.isVisible()
    away = dialog.frameGeometry().center() - room.window.frameGeometry().center()
    assert abs(away.y()) < 40, "over the middle of the window, not in a corner of the screen"
    assert abs(away.x()) < 40 or dialog.frameGeometry().right() == dialog.screen().availableGeometry().right()
    assert "in use" in dialog.in_memory.text()
    dialog.budget.setValue(0.5)
    dialog.disc.setValue(1.0)
    assert room.window.controllers.shelf.budget_bytes == GIB // 2
    assert room.window.controllers.shelf.cache.limit_bytes == GIB
    assert (Settings().memory_budget_bytes, Settings().cache_limit_bytes) == (GIB // 2, GIB)
    dialog.close()


def test_what_a_stopped_reading_takes_is_counted_until_its_work_has_ended(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = room.window.controllers.shelf
    shelf.forget()
    room.session.set_patient(None, (), None)
    gate = Gate(monkeypatch, 2)
    room.window._open_patient("P-0001")
    try:
        room.wait_until(lambda: room.left.volume is not None)
        shelf.forget()
        room.session.set_patient(None, (), None)
        assert shelf._reading == {}
        assert shelf.bytes_held == SERIES_BYTES, "its thread has not come to its end yet"
    finally:
        gate.let(99)
    room.wait_until(lambda: shelf.bytes_held == 0)


def test_a_series_that_changed_on_the_disc_is_counted_as_long_as_it_is_shown(room: Room) -> None:
    shelf = room.window.controllers.shelf
    open_one(room, 0)
    shelf.budget_bytes = SERIES_BYTES
    path = next((room.folder / "0").glob("03.dcm"))
    path.write_bytes(path.read_bytes() + b"\0\0")
    room.window.controllers.reading.show_series(0, "1.5.1")
    room.wait_until(lambda: "have changed on the disc" in room.window.strip.sentence)
    assert kept(room) == []
    assert room.left.volume is not None
    assert shelf.bytes_held == SERIES_BYTES
    open_one(room, 1)
    assert kept(room) == ["1.5.2"]
    room.wait_until(lambda: shelf.bytes_held == SERIES_BYTES)


def test_an_unpacked_file_of_several_volumes_is_counted_and_goes_before_what_is_shown(
    room: Room, tmp_path: Path
) -> None:
    from glioma_desktop.study.nifti_reader import read_nifti

    shelf = room.window.controllers.shelf
    open_one(room, 0)
    values = np.zeros((20, 20, 20, 3), np.int16)
    nibabel.save(nibabel.Nifti1Image(values, np.eye(4)), tmp_path / "four.nii.gz")
    shelf.budget_bytes = 4 * SERIES_BYTES
    before, size = shelf.bytes_held, values.nbytes + 352
    read_nifti(tmp_path / "four.nii.gz", 1)
    assert LAST_UNPACKED.bytes_held == size
    assert shelf.bytes_held == before + size
    shelf.budget_bytes = SERIES_BYTES + 1
    assert shelf.bytes_held == SERIES_BYTES, "what is shown stays"
    read_nifti(tmp_path / "four.nii.gz", 2)
    assert LAST_UNPACKED.bytes_held == 0, "there is no room for it"


def test_a_disc_that_takes_long_to_count_keeps_the_window_alive_and_is_asked_once(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, asked = Event(), list[bool]()

    def slow(cache: UnpackedCache) -> int:
        asked.append(current_thread() is main_thread())
        go_on.wait(20)
        return 3 << 20

    monkeypatch.setattr(UnpackedCache, "bytes_held", property(slow))
    room.window.actions_.actions["memory"].trigger()
    dialog = room.window.controllers.memory.dialog
    assert dialog is not None
    for _ in range(3):
        dialog.refresh()
    assert dialog.on_disc.text() == ""
    assert "in use" in dialog.in_memory.text(), "what is in memory is known without a disc"
    go_on.set()
    room.wait_until(lambda: dialog.on_disc.text() == "3 MiB in use")
    assert asked == [False]
    dialog.close()


def test_copies_are_deleted_off_the_gui_thread_and_what_was_counted_before_is_not_shown_after(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, sizes = Event(), iter((5 << 20, 0))

    def counted(cache: UnpackedCache) -> int:
        size = next(sizes)
        if size:
            go_on.wait(20)
        return size

    deleted: list[bool] = []
    monkeypatch.setattr(UnpackedCache, "bytes_held", property(counted))
    monkeypatch.setattr(UnpackedCache, "empty", lambda cache: deleted.append(current_thread() is main_thread()))
    room.window.actions_.actions["memory"].trigger()
    dialog = room.window.controllers.memory.dialog
    assert dialog is not None
    dialog._timer.stop()
    dialog.clear.click()
    room.wait_until(lambda: dialog.on_disc.text() == "0 MiB in use")
    go_on.set()
    room.wait_until(lambda: not task._running)
    assert (dialog.on_disc.text(), deleted) == ("0 MiB in use", [False])
    dialog.close()
