"""A large packed file is looked at before it is unpacked to its end, and leaving it ends the work."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import nibabel
import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from reading_room import Room, new_project

from glioma_desktop.study import nifti_planes, unpacking
from glioma_desktop.ui import task
from glioma_desktop.ui.window_level import preset_window

COUNT, MIDDLE = 21, 10


class Gate:
    """Lets so many slices of packed files through, then waits."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, free: int) -> None:
        self._allowed = threading.Semaphore(free)
        self.taken: list[int] = []
        plainly = nifti_planes.Planes._take

        def gated(planes: nifti_planes.Planes, k: int) -> None:
            if planes._arrival is not None:
                self._allowed.acquire(timeout=10)
                self.taken.append(k)
            plainly(planes, k)

        monkeypatch.setattr(nifti_planes.Planes, "_take", gated)
        monkeypatch.setattr(unpacking, "QUICK", 0)
        monkeypatch.setattr(unpacking, "BLOCK", 2000)

    def let(self, count: int) -> None:
        self._allowed.release(count)


def write_head(folder: Path) -> None:
    """Air in the first slices, then a disc in noise."""
    folder.mkdir(parents=True)
    grid = np.mgrid[-1:1:64j, -1:1:60j]
    disc = ((grid**2).sum(0) < 0.7) * np.random.default_rng(1).integers(400, 600, (COUNT, 64, 60))
    disc[:3] = 0
    nibabel.save(nibabel.Nifti1Image(disc.astype(np.int16).T, np.diag([-1.0, -1.0, 4.0, 1.0])), folder / "t1ce.nii.gz")


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    for name in "ab":
        write_head(tmp_path / "studies" / name)
    room = Room(tmp_path / "studies", new_project(tmp_path / "project"), qtbot.waitUntil)
    room.window.controllers.views.set_layout("1")
    room.window.open_paths([str(room.folder)])
    room.wait_until(lambda: len(room.session.worklist) == 2 and not room.window.controllers.scan.running)
    room.wait_for_pictures()
    room.wait_until(lambda: not task._running)
    room.window.controllers.shelf.cache.empty()
    room.window.controllers.shelf.forget()
    room.session.set_patient(None, (), None)
    yield room
    room.close()


def test_the_middle_of_a_packed_file_is_shown_through_its_own_window_before_the_rest_is_there(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch, MIDDLE)
    room.window._open_patient("P-0001")
    try:
        room.wait_until(lambda: len(gate.taken) == MIDDLE)
        assert room.left.volume is None, "air is nothing to look at, and no window comes from it"
        gate.let(1)
        room.wait_until(lambda: room.left.volume is not None)
        assert room.session.slice_index == MIDDLE
        picture = room.left.grab().toImage()
        assert picture.pixelColor(picture.width() // 2, picture.height() // 2).value() > 60
        assert room.session.volumes == {}
        room.wheel(room.left, 4)
        assert room.left.pending
    finally:
        gate.let(99)
    room.wait_for_pictures()
    whole = room.session.volume(room.session.view.series_uid)
    assert room.session.view.window == preset_window(whole, "auto")


def test_leaving_the_patient_ends_the_unpacking(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch, MIDDLE + 1)
    room.window._open_patient("P-0001")
    try:
        room.wait_until(lambda: room.left.volume is not None)
        room.window._open_patient("P-0002")
    finally:
        gate.let(99)
    room.wait_for_pictures()
    room.wait_until(lambda: not task._running)
    assert len(gate.taken) <= MIDDLE + 2 + COUNT
    assert [key[0] for key in room.window.controllers.shelf._kept] == [room.session.view.series_uid]
