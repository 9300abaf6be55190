"""Retrain from the menu: a process of its own, found again, paused, stopped and resumed through the run folder."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from run_folders import STAND_IN, manifest, split

from glioma_desktop.annotation.project import Project
from glioma_desktop.ui import training_process
from glioma_desktop.ui.retrain_choice import RetrainChoice
from glioma_desktop.ui.run_watch import process_of
from glioma_desktop.ui.runs_list import run_folders
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.training_controller import TrainingController
from glioma_desktop.ui.training_window import TrainingWindow

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for training uses flock")


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    script = tmp_path / "stand_in.py"
    script.write_text(STAND_IN)
    monkeypatch.setattr(training_process, "command_line", lambda verb: [sys.executable, str(script), verb])
    made = Session()
    project = Project.create(tmp_path / "project")
    made.set_project(project)
    yield made
    for folder in run_folders(project.runs_dir):
        pid = process_of(folder)
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
            psutil.wait_procs([p for p in psutil.process_iter() if p.pid == pid], timeout=5)
    project.close()


def controller_of(qtbot: QtBot, session: Session) -> TrainingController:
    window = QWidget()
    qtbot.addWidget(window)
    made = TrainingController(session, window)
    made._preview.ask = lambda *_: None  # type: ignore[method-assign] # the preview has tests of its own
    return made


def window_of(controller: TrainingController) -> TrainingWindow:
    assert controller.retrain is not None
    return controller.retrain


def wait_for_state(qtbot: QtBot, controller: TrainingController, state: str) -> None:
    def reached() -> bool:
        watch = window_of(controller).watch
        return watch is not None and watch.state == state

    qtbot.waitUntil(reached, timeout=8000)


def test_a_training_is_started_paused_continued_stopped_and_resumed(qtbot: QtBot, session: Session) -> None:
    controller = controller_of(qtbot, session)
    controller.open_retrain()
    window = window_of(controller)
    assert window.choosing
    window.show_preview({"manifest": manifest(), "split": split(), "openings": 0, "sealed_before": True})
    window.bar.buttons["start"].click()
    assert not window.panel.isEnabled()
    wait_for_state(qtbot, controller, "running")
    assert not window.choosing
    window.bar.buttons["pause"].click()
    wait_for_state(qtbot, controller, "paused")
    assert window.bar.buttons["resume"].text() == "Continue"
    window.bar.buttons["resume"].click()
    wait_for_state(qtbot, controller, "running")
    window.bar.buttons["stop"].click()
    window.strip.do.click()
    wait_for_state(qtbot, controller, "stopped")
    assert "Stopped. Kept: the crops" in "\n".join(label.text() for label in window.findChildren(QLabel))
    assert window.strip.isHidden()  # what is asked and said about a running training ends with it
    window.bar.buttons["resume"].click()
    wait_for_state(qtbot, controller, "running")
    assert len(run_folders(session.project.runs_dir)) == 1  # type: ignore[union-attr]


def test_while_a_training_begins_no_second_one_can_be_started(qtbot: QtBot, session: Session) -> None:
    controller = controller_of(qtbot, session)
    controller.open_retrain()
    window = window_of(controller)
    window.show_preview({"manifest": manifest(), "split": split(), "openings": 0, "sealed_before": True})
    window.bar.buttons["start"].click()
    window.panel.changed.emit()
    window.show_preview({"manifest": manifest(), "split": split(), "openings": 0, "sealed_before": True})
    controller.open_retrain()
    assert not window.bar.buttons["start"].isVisibleTo(window)
    wait_for_state(qtbot, controller, "running")
    assert len(run_folders(session.project.runs_dir)) == 1  # type: ignore[union-attr]
    window.bar.buttons["change"].click()
    assert window.panel.isEnabled()


def test_closing_the_window_stops_nothing_and_the_run_is_found_again(qtbot: QtBot, session: Session) -> None:
    first = controller_of(qtbot, session)
    first.open_retrain()
    first.start(RetrainChoice())
    wait_for_state(qtbot, first, "running")
    folder = window_of(first).watch.folder  # type: ignore[union-attr]
    window_of(first).close()
    assert process_of(folder) is not None
    second = controller_of(qtbot, session)
    second.open_retrain()
    watch = window_of(second).watch
    assert watch is not None
    assert (watch.folder, watch.state) == (folder, "running")
    os.kill(process_of(folder) or 0, signal.SIGKILL)
    wait_for_state(qtbot, second, "stopped")
    assert window_of(second).bar.buttons["resume"].isVisibleTo(window_of(second))


def test_another_training_stops_and_keeps_the_one_under_way(qtbot: QtBot, session: Session) -> None:
    controller = controller_of(qtbot, session)
    controller.open_retrain()
    controller.start(RetrainChoice())
    wait_for_state(qtbot, controller, "running")
    first = window_of(controller).watch.folder  # type: ignore[union-attr]
    window_of(controller).bar.buttons["change"].click()
    controller.start(window_of(controller).choice())
    qtbot.waitUntil(lambda: window_of(controller).watch.folder != first, timeout=8000)  # type: ignore[union-attr]
    wait_for_state(qtbot, controller, "running")
    assert process_of(first) is None
    controller.open_runs()
    assert controller.runs is not None
    qtbot.waitUntil(lambda: len(controller.runs._rows) == 2)  # type: ignore[union-attr]
    assert [row.state for row in controller.runs._rows] == ["running", "stopped"]


def test_a_training_that_cannot_start_says_why(qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    fails = "import sys; sys.exit('No patient has boxes and a grade yet.')"
    monkeypatch.setattr(training_process, "command_line", lambda verb: [sys.executable, "-c", fails, verb])
    controller = controller_of(qtbot, session)
    controller.open_retrain()
    controller.start(RetrainChoice())
    sentence = "Training did not start: No patient has boxes and a grade yet."
    qtbot.waitUntil(
        lambda: sentence in [label.text() for label in window_of(controller).strip.findChildren(QLabel)], timeout=8000
    )
    assert window_of(controller).choosing


def test_the_real_command_line_is_asked_and_its_answer_or_its_sentence_comes_back(qtbot: QtBot, tmp_path: Path) -> None:
    project = Project.create(tmp_path / "empty")
    question = training_process.Question()
    with qtbot.waitSignal(question.answered, timeout=60_000) as answered:
        question.ask("runs", ["--project", str(project.folder)])
    assert answered.args == [{"runs": []}]
    with qtbot.waitSignal(question.refused, timeout=60_000) as refused:
        question.ask("runs", ["--project", str(tmp_path / "nowhere")])
    assert refused.args is not None
    assert "nowhere is not a project" in str(refused.args[0])
    project.close()


def test_another_project_asks_for_no_preview_of_the_one_before(qtbot: QtBot, session: Session, tmp_path: Path) -> None:
    controller = controller_of(qtbot, session)
    controller.open_retrain()
    controller._action("preview")
    assert controller._soon.isActive()
    before, other = session.project, Project.create(tmp_path / "other")
    session.set_project(other)
    assert not controller._soon.isActive()
    assert controller.retrain is None
    session.project = before
    other.close()


def test_a_model_published_after_another_project_was_opened_is_said_to_be_of_the_one_before(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    controller = controller_of(qtbot, session)
    before, other = session.project, Project.create(tmp_path / "other")
    assert before is not None
    session.set_project(other)
    controller._publishing.take({"name": "GoogLeNet v1", "model_id": "googlenet-v1"}, before)
    assert session.messages[-1].text == "Published in the project “project”: GoogLeNet v1."
    session.project = before
    other.close()


def test_a_published_model_is_named_in_the_main_window_and_beneath_the_bar_of_its_training(
    qtbot: QtBot, session: Session
) -> None:
    controller = controller_of(qtbot, session)
    controller.open_retrain()
    assert session.project is not None
    with qtbot.waitSignal(controller._publishing.published):
        controller._publishing.take({"name": "GoogLeNet v1", "model_id": "googlenet-v1"}, session.project)
    said = "Published: GoogLeNet v1. Training > Models… makes it the one that grades."
    assert session.messages[-1].text == said
    assert said in [label.text() for label in window_of(controller).findChildren(QLabel)]
