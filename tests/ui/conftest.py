"""The folder's own modules (run_folders.py, ...) can be imported by its tests; the reading room they share."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

sys.path.insert(0, str(Path(__file__).parent))

from reading_room import Room, new_project, write_patient

from glioma_desktop.ui import project_controller


@pytest.fixture(autouse=True)
def patient_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is not a drive that does not answer: a project that is asked for is open at the next line."""
    monkeypatch.setattr(project_controller, "START_S", 30.0)
    monkeypatch.setattr(project_controller, "PATIENCE_S", 30.0)


@pytest.fixture(scope="session")
def studies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two patients on disk."""
    folder = tmp_path_factory.mktemp("studies")
    for seed, name in enumerate(("first", "second")):
        write_patient(folder / name, seed)
    return folder


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, studies: Path) -> Iterator[Room]:
    """The window with the first patient open, in Annotate."""
    room = Room(studies, new_project(tmp_path / "project"), qtbot.waitUntil)
    room.read()
    room.window.set_mode("annotate")
    yield room
    room.close()
