"""Projects are made, opened and backed up; what fails leaves the open one as it was."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from glioma_desktop.annotation.project import Project
from glioma_desktop.grade import ProjectClasses
from glioma_desktop.ui import project_controller, task
from glioma_desktop.ui.project_controller import ProjectController
from glioma_desktop.ui.session import Session


@pytest.fixture
def controller(qtbot: QtBot) -> ProjectController:
    window = QWidget()
    qtbot.addWidget(window)
    made = ProjectController(Session(), window)
    made._keep = window  # type: ignore[attr-defined]
    return made


def test_a_default_project_is_there_at_the_first_start(controller: ProjectController) -> None:
    controller.open_at_start()
    project = controller._session.project
    assert project is not None
    assert (project.folder / "project.toml").is_file()


def test_a_project_is_made_with_what_the_form_says_and_stands_in_recent(
    controller: ProjectController, tmp_path: Path
) -> None:
    controller.open_at_start()
    controller.new_project()
    form = controller.form
    assert form is not None
    form.name.setText("Hospital cohort")
    form.place.setText(str(tmp_path))
    form.classes.setCurrentIndex(1)
    form.series.setCurrentIndex(form.series.findData("flair"))
    form.make.click()
    project = controller._session.project
    assert project is not None
    assert project.folder == tmp_path / "Hospital cohort"
    assert (project.config.classes, project.config.box_series) == (ProjectClasses((1, 2), (3, 4)), "flair")
    menu = QMenu()
    controller.fill_recent(menu)
    assert [action.text().split("    ")[0] for action in menu.actions()][:2] == ["Hospital cohort", "default-project"]


def test_the_first_window_waits_for_no_drive_but_that_of_the_newest_project(
    controller: ProjectController, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, away = controller._settings, tmp_path / "network" / "project"
    project = Project.create(tmp_path / "newest")
    project.close()
    for folder in (away, tmp_path / "newest"):
        settings.add_recent_project(folder)
    asked: list[Path] = []
    is_dir = Path.is_dir
    monkeypatch.setattr(Path, "is_dir", lambda self: asked.append(self) or is_dir(self))
    controller.open_at_start()
    assert controller._session.project is not None
    assert controller._session.project.folder == tmp_path / "newest"
    assert away not in asked
    assert settings.recent_projects == [tmp_path / "newest", away]


def listed(menu: QMenu) -> list[str]:
    """The projects in the menu *Recent* that can be chosen."""
    return [Path(action.data()).name for action in menu.actions() if action.isEnabled()]


def test_the_list_of_recent_projects_is_there_at_once_and_those_that_are_gone_turn_grey(
    qtbot: QtBot, controller: ProjectController, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    controller.open_at_start()
    (tmp_path / "there").mkdir()
    for folder in (tmp_path / "gone", tmp_path / "there"):
        controller._settings.add_recent_project(folder)
    gate, is_dir = threading.Event(), Path.is_dir
    asked: list[threading.Thread] = []

    def stalled(path: Path) -> bool:
        asked.append(threading.current_thread())
        gate.wait(20)
        return is_dir(path)

    monkeypatch.setattr(Path, "is_dir", stalled)
    menu = QMenu()
    controller.fill_recent(menu)
    assert listed(menu) == ["there", "gone", "default-project"], "while the drives do not answer"
    controller.fill_recent(menu)
    gate.set()
    qtbot.waitUntil(lambda: not task._running)
    assert listed(menu) == ["there", "default-project"]
    assert menu.actions()[1].isVisible(), "nothing moves under the hand"
    assert menu.actions()[1].toolTip() == "This folder is not there now."
    assert threading.current_thread() not in asked
    assert len(asked) == 3, "a drive that does not answer is asked once"
    (tmp_path / "gone").mkdir()
    controller.fill_recent(menu)
    assert listed(menu) == ["there", "default-project"], "as it was when last looked at"
    qtbot.waitUntil(lambda: listed(menu) == ["there", "gone", "default-project"])


@pytest.fixture
def stalled(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Projects on drives that do not answer until it is set."""
    gate, open_ = threading.Event(), Project.open

    def waits(folder: Path) -> Project:
        gate.wait(20)
        return open_(folder)

    monkeypatch.setattr(Project, "open", waits)
    monkeypatch.setattr(project_controller, "START_S", 0.01)
    monkeypatch.setattr(project_controller, "PATIENCE_S", 0.01)
    yield gate
    gate.set()


@pytest.fixture
def told(controller: ProjectController) -> list[Path | None]:
    """What the strip is told of the project that is waited for."""
    folders: list[Path | None] = []
    controller.waiting.connect(folders.append)
    return folders


def test_a_project_whose_drive_does_not_answer_is_waited_for_while_the_open_one_stays(
    qtbot: QtBot, controller: ProjectController, tmp_path: Path, stalled: threading.Event, told: list[Path | None]
) -> None:
    controller._open_default()
    session = controller._session
    Project.create(tmp_path / "away").close()
    before = session.project
    assert not controller.open_folder(tmp_path / "away")
    assert session.project is before
    assert told == [tmp_path / "away"]
    stalled.set()
    qtbot.waitUntil(lambda: session.project is not before)
    assert session.project is not None
    assert session.project.folder == tmp_path / "away"
    assert told == [tmp_path / "away", None]


def test_a_project_does_not_come_while_a_dialog_asks_for_the_open_one(
    qtbot: QtBot, controller: ProjectController, tmp_path: Path, stalled: threading.Event, told: list[Path | None]
) -> None:
    controller._open_default()
    session = controller._session
    before = session.project
    dialog = QDialog(controller._parent)
    for name in ("away", "later"):
        stalled.clear()
        Project.create(tmp_path / name).close()
        controller.open_folder(tmp_path / name)
        dialog.open()
        stalled.set()
        qtbot.waitUntil(lambda: not task._running)
        assert session.project is before, "a backup that is being asked for would be of another project"
        assert told[-1] == tmp_path / name, "it is still waited for, and can be cancelled"
        if name == "away":
            controller.cancel()
        dialog.close()
    qtbot.waitUntil(lambda: session.project is not before)
    assert session.project is not None
    assert session.project.folder == tmp_path / "later", "the one that was given up does not come after all"
    assert told[-1] is None


def test_waiting_for_a_project_can_be_cancelled_and_what_comes_late_is_dropped(
    qtbot: QtBot, controller: ProjectController, tmp_path: Path, stalled: threading.Event, told: list[Path | None]
) -> None:
    session = controller._session
    Project.create(tmp_path / "away").close()
    controller.open_at_start(tmp_path / "away")
    assert session.project is None
    opened: list[str] = []
    controller.when_open(lambda: opened.append(session.project.folder.name if session.project else ""))
    controller.cancel()
    assert session.project is not None
    assert session.project.folder.name == "default-project", "where none is open the default project is"
    assert [one.text for one in session.messages][-2] == "The project away was not opened."
    stalled.set()
    qtbot.waitUntil(lambda: not task._running)
    assert session.project.folder.name == "default-project"
    assert opened == ["default-project"]
    assert told == [tmp_path / "away", None]


def test_a_project_that_was_waited_for_in_vain_says_why_and_the_default_project_is_opened(
    qtbot: QtBot, controller: ProjectController, tmp_path: Path, stalled: threading.Event
) -> None:
    controller.open_at_start(tmp_path)
    assert controller._session.project is None
    stalled.set()
    qtbot.waitUntil(lambda: controller._session.project is not None)
    assert any("is not a project" in one.text for one in controller._session.messages)


def test_a_folder_that_is_no_project_is_said_so_and_the_open_one_stays(
    controller: ProjectController, tmp_path: Path
) -> None:
    controller.open_at_start()
    before = controller._session.project
    assert not controller.open_folder(tmp_path)
    assert controller._session.project is before
    assert "is not a project" in controller._session.messages[-1].text
    assert before is not None
    assert before.store.patients() == []


def test_a_backup_is_a_whole_database(qtbot: QtBot, controller: ProjectController, tmp_path: Path) -> None:
    controller.open_at_start()
    target = tmp_path / "copy.db"
    with qtbot.waitSignal(controller._session.message_posted, timeout=5000):
        controller.backup_to(target)
    assert "Backed up" in controller._session.messages[-1].text
    with sqlite3.connect(target) as copy:
        assert copy.execute("pragma integrity_check").fetchone() == ("ok",)
    copy.close()
