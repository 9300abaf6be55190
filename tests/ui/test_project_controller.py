"""Projects are made, opened and backed up; what fails leaves the open one as it was."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from glioma_desktop.annotation.project import Project
from glioma_desktop.grade import ProjectClasses
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
    assert settings.recent_projects == [tmp_path / "newest"], "the menu leaves out what is gone"


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
