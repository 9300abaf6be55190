"""The training window shows a run as its folder tells it, and asks before it stops anything."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, current_thread, main_thread

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from run_folders import epoch, half_way, manifest, row, split, started, write, write_manifest

from glioma_desktop.cli import _parser
from glioma_desktop.ui import runs_dialog, task, training_process
from glioma_desktop.ui.cohort_facts import cohort_sections, majority_share, subtraction
from glioma_desktop.ui.curves_view import mean_and_band
from glioma_desktop.ui.facts_column import Fact, Section
from glioma_desktop.ui.publish_dialog import PublishDialog
from glioma_desktop.ui.retrain_choice import PRESETS, RetrainChoice
from glioma_desktop.ui.run_watch import RunWatch
from glioma_desktop.ui.run_words import duration, time_left, with_interval
from glioma_desktop.ui.runs_dialog import RunsDialog
from glioma_desktop.ui.runs_list import RunRow, live_run, run_folders, run_row
from glioma_desktop.ui.training_window import TrainingWindow
from training.experiment import PRESETS as TRAINING_PRESETS


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return write_manifest(write(tmp_path / "20261123-140231-paper", half_way()))


@pytest.fixture
def window(qtbot: QtBot, run: Path) -> TrainingWindow:
    made = TrainingWindow()
    qtbot.addWidget(made)
    made.follow(RunWatch(run))
    return made


def cell(window: TrainingWindow, line: int, column: int) -> str:
    model = window.table.rows
    return str(model.data(model.index(line, column), Qt.ItemDataRole.DisplayRole))


def texts(window: TrainingWindow) -> list[str]:
    return [label.text() for label in window.column.widget().findChildren(QLabel)]


def test_the_patients_are_a_subtraction_that_adds_up(window: TrainingWindow) -> None:
    rows = subtraction(manifest())
    assert [(name, n) for name, n, _ in rows[:2]] == [("Found", 87), ("No T1CE", -8)]
    assert sum(n for _, n, _ in rows) == len(manifest()["patients"]) == 79
    parts = split()
    assert len(parts["hold_out"]) + sum(map(len, parts["folds"])) == 79
    shown = texts(window)
    for expected in ("87", "− 8", "79 (36 low · 43 high)", "63 (13 · 13 · 13 · 12 · 12)", "none found", "948 of 961"):
        assert expected in shown


def test_finished_rows_carry_intervals_and_n_and_running_rows_say_so_far(window: TrainingWindow) -> None:
    model = window.table.rows
    assert [cell(window, line, 0) for line in range(model.rowCount())] == [
        "Box size only", "Hand-crafted", "AlexNet", "AlexNet", "GoogLeNet", "GoogLeNet",
    ]  # fmt: skip
    assert cell(window, 3, 3) == "0.66 (0.54–0.78)"
    assert "n 63" in str(model.headerData(3, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole))
    assert cell(window, 5, 7) == "3 of 5 folds so far"
    assert "(" not in cell(window, 5, 3)
    assert {cell(window, line, 6) for line in range(6)} == {"sealed"}


def test_a_column_without_a_figure_names_no_n(window: TrainingWindow) -> None:
    header = window.table.rows.headerData(6, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole)
    assert header == "Held-out test AUC"


def test_folds_that_go_on_side_by_side_are_told_by_their_epoch(qtbot: QtBot, tmp_path: Path) -> None:
    side_by_side = [epoch("alexnet", "scratch", fold, n) for n in (1, 2, 3) for fold in range(5)][:-2]
    made = TrainingWindow()
    qtbot.addWidget(made)
    made.follow(RunWatch(write_manifest(write(tmp_path / "run", [started(), *side_by_side]))))
    line = made.table.rows.row_of(("alexnet", "scratch"))
    assert line is not None
    assert cell(made, line, 7) == "in epoch 3 of 30"


def test_the_scanners_of_a_cohort_are_counted(window: TrainingWindow) -> None:
    told = manifest()
    for k, patient in enumerate(told["patients"]):
        patient["scanner"] = ("SIEMENS Verio", "GE SIGNA", "")[k % 3]
    window.column.show_sections(cohort_sections(told, split(), 0, 0))
    assert "2 · not stated 26" in texts(window)
    for patient in told["patients"]:
        patient["scanner"] = "SIEMENS Verio"
    window.column.show_sections(cohort_sections(told, split(), 0, 0))
    assert "SIEMENS Verio 79" in texts(window)


def test_the_sequence_is_named_when_it_was_left_to_the_project(qtbot: QtBot, run: Path) -> None:
    config = json.loads((run / "config.json").read_text(encoding="utf-8"))
    (run / "config.json").write_text(json.dumps({**config, "sequences": []}), encoding="utf-8")
    made = TrainingWindow()
    qtbot.addWidget(made)
    made.follow(RunWatch(run))
    shown = texts(made)
    assert shown[shown.index("Sequence") + 1] == "T1CE"


def test_the_fold_at_work_is_told_in_words(window: TrainingWindow) -> None:
    assert window.run_panel.title.text() == "GoogLeNet, fine-tuned"
    assert window.run_panel.count.text() == "18 of 20 trainings"


def test_a_run_without_a_process_can_be_resumed_and_its_choices_are_fixed(window: TrainingWindow) -> None:
    assert not window.choosing
    assert window.bar.buttons["resume"].isVisibleTo(window)
    assert not window.bar.buttons["pause"].isVisibleTo(window)
    assert not window.bar.buttons["start"].isVisibleTo(window)
    window.bar.buttons["change"].click()
    assert window.choosing
    assert window.choice().preset == "paper"
    assert window.choice().networks == ("alexnet", "googlenet")


def test_what_a_run_left_to_its_preset_is_ticked_when_another_is_begun_like_it(window: TrainingWindow) -> None:
    window.panel.take({"preset": "quick", "networks": None, "starts": None, "epochs": None, "coverage_min": 0.6})
    choice = window.choice()
    assert (choice.networks or ("alexnet",), set(choice.starts or ("imagenet", "frozen"))) == (
        ("alexnet",), {"imagenet", "frozen"},
    )  # fmt: skip
    assert choice.coverage_min == 0.6
    assert window.panel.problem() == ""


def test_esc_closes_a_window_beside_the_images(qtbot: QtBot, window: TrainingWindow) -> None:
    window.show()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_stop_asks_in_the_window_and_says_what_is_kept(qtbot: QtBot, window: TrainingWindow) -> None:
    asked: list[str] = []
    window.action_asked.connect(asked.append)
    window.bar.buttons["stop"].click()
    assert asked == []
    sentence = window.strip.findChild(QLabel).text()
    assert "Kept: 18 of 20 finished trainings" in sentence
    window.strip.do.click()
    assert asked == ["stop"]


def test_a_preview_is_shown_before_the_start(qtbot: QtBot) -> None:
    window = TrainingWindow()
    qtbot.addWidget(window)
    window.show_choice()
    assert not window.bar.buttons["start"].isEnabled()
    preview = {
        "manifest": manifest(), "split": split(), "openings": 0, "sealed_before": False, "seconds": 1500,
        "fits": [{"network": "googlenet", "start": "imagenet", "status": "not run: no weights", "epochs": 8}],
    }  # fmt: skip
    window.show_preview(preview)
    assert window.bar.buttons["start"].isEnabled()
    assert "16 · not yet drawn" in texts(window)
    assert cell(window, 2, 7) == "no weights"
    window.show_preview({}, "No patient has boxes and a grade yet.")
    assert not window.bar.buttons["start"].isEnabled()
    assert "No patient has boxes and a grade yet." in texts(window)


def test_a_switch_of_the_language_neither_begins_nor_forgets_what_the_start_waits_for(qtbot: QtBot) -> None:
    window = TrainingWindow()
    qtbot.addWidget(window)
    window.show_choice()
    window.speak()
    assert not window.bar.buttons["start"].isEnabled()
    assert "Counting patients and boxes…" in texts(window)
    window.show_preview({}, "No patient has boxes and a grade yet.")
    window.speak()
    assert not window.bar.buttons["start"].isEnabled()
    assert "No patient has boxes and a grade yet." in texts(window)


def test_the_choice_is_what_the_command_line_takes() -> None:
    choice = RetrainChoice(
        "paper", ("alexnet",), ("scratch", "frozen"), ("t1ce", "flair", "t1"), 0.6, 0.95, 5, "cpu", 3
    )
    args = _parser().parse_args(["train", "--project", "p", *choice.arguments()])
    assert (args.preset, args.network, args.start) == ("paper", ["alexnet"], ["scratch", "frozen"])
    assert (args.sequence, args.coverage_min, args.coverage_max) == ("t1ce,flair,t1", 0.6, 0.95)
    assert (args.epochs, args.device, args.seed) == (5, "cpu", 3)


def test_the_presets_on_the_screen_are_those_of_training() -> None:
    for name, shown in PRESETS.items():
        fits = TRAINING_PRESETS[name].fits
        assert set(fits) == {(network, start) for network in shown.networks for start in shown.starts}
        assert TRAINING_PRESETS[name].epochs == shown.epochs


def test_always_naming_the_larger_class_of_the_tuning_patients_is_the_line_to_beat() -> None:
    share = majority_share(manifest(), split())
    assert share is not None
    assert share == (pytest.approx(34 / 63), "always high")


def test_the_mean_waits_for_the_slowest_fold_that_has_begun() -> None:
    folds = [[(1, 0.4), (2, 0.6)], [(1, 0.6)], []]
    ((at, mean, low, high),) = mean_and_band(folds)
    assert (at, mean) == (1, 0.5)
    assert high - mean == pytest.approx(mean - low) == pytest.approx(0.1414, abs=1e-3)
    assert mean_and_band([[(1, 1.0)], [(1, 0.7)]])[0][3] == 1.0


def test_words_of_time_and_figures() -> None:
    now = datetime(2026, 11, 23, 14, 20, tzinfo=UTC)
    assert time_left(660, now) == "11 min left · about 14:31"
    assert time_left(12 * 3600, now) == "12 h left · about Tue 02:20"
    assert duration(20) == "under a minute"
    assert with_interval({"mean": 0.7, "low": 0.58, "high": 0.8, "n": 63}) == "0.70 (0.58–0.80)"
    assert with_interval({"mean": 0.7, "low": None, "high": None, "n": 63}) == "—"


def test_a_share_of_few_patients_has_an_interval_with_a_width() -> None:
    all_called_low = {"mean": 7 / 16, "low": 7 / 16, "high": 7 / 16, "n": 16, "wilson_low": 0.231, "wilson_high": 0.668}
    assert with_interval(all_called_low) == "0.44 (0.23–0.67)"


def test_the_list_of_runs_names_the_best_by_patient(run: Path) -> None:
    found = run_row(run)
    assert found.state == "stopped"
    assert found.best == "0.66 (0.54–0.78), n 63 · AlexNet, fine-tuned"
    assert run_folders(run.parent) == [run]
    assert live_run(run.parent) is None


def test_a_row_by_slice_does_not_replace_the_row_by_patient(tmp_path: Path) -> None:
    patient = row("alexnet", "scratch", 0.6, 0.61)
    by_slice = {**row("alexnet", "scratch", 0.9, 0.91), "level": "slice"}
    folder = write(tmp_path / "run", [started(), {"event": "row", "row": patient}, {"event": "row", "row": by_slice}])
    fit = RunWatch(folder).progress.fit("alexnet", "scratch")
    assert fit.row is not None
    assert fit.row["validation_auc"]["mean"] == 0.61


@pytest.mark.skipif(sys.platform == "win32", reason="sessions and niceness are POSIX")
def test_a_training_is_a_process_of_its_own_at_low_priority(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = "import sys, time, os; print('words:', *sys.argv[1:], flush=True); print(os.environ['OMP_NUM_THREADS']);"
    talk += "sys.stdout.flush(); time.sleep(60)"
    monkeypatch.setattr(training_process, "command_line", lambda verb: [sys.executable, "-c", talk, verb])
    pid, log = training_process.start_training(tmp_path, ["--preset", "quick"])
    try:
        qtbot.waitUntil(lambda: "words:" in log.read_text(), timeout=10_000)
        assert f"words: train --project {tmp_path} --preset quick" in log.read_text()
        assert os.getsid(pid) != os.getsid(os.getpid())
        assert psutil.Process(pid).nice() == 10
        assert training_process.lives(pid)
    finally:
        os.kill(pid, 9)
    until = time.monotonic() + 5
    while training_process.lives(pid) and time.monotonic() < until:
        os.sched_yield()
    assert not training_process.lives(pid)


def test_another_language_starts_no_training_that_cannot_be_started(qtbot: QtBot) -> None:
    window = TrainingWindow()
    qtbot.addWidget(window)
    window.show_choice()
    window.speak()
    assert not window.bar.buttons["start"].isEnabled(), "the patients are still being counted"
    assert "Counting patients and boxes…" in texts(window)
    window.show_preview({}, "No patient has boxes and a grade yet.")
    window.speak()
    assert not window.bar.buttons["start"].isEnabled()
    assert "No patient has boxes and a grade yet." in texts(window)


def test_a_publishing_that_fails_after_its_window_was_closed_is_told_to_who_asked(qtbot: QtBot, run: Path) -> None:
    dialog = PublishDialog(run.parent.parent, run)
    qtbot.addWidget(dialog)
    dialog.show()
    told: list[str] = []
    dialog.failed.connect(told.append)
    dialog._refused("The models folder cannot be written.")
    assert (told, dialog._sentence.text()) == ([], "The models folder cannot be written."), "it is read in the window"
    dialog.hide()
    dialog._refused("The models folder cannot be written.")
    assert told == ["The models folder cannot be written."]


def test_the_list_of_runs_is_read_again_off_the_gui_thread_and_a_closed_list_takes_no_late_answer(
    qtbot: QtBot, run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog, go_on, read = RunsDialog(), Event(), list[bool]()
    qtbot.addWidget(dialog)
    dialog.show_runs(run.parent)
    dialog.show()
    assert (dialog._rows, dialog._empty.text()) == ([], "Looking which runs there are…"), "nor when it is opened"
    qtbot.waitUntil(lambda: bool(dialog._rows))
    assert not dialog._empty.isVisible()
    row = dialog._rows[0]

    def slow(folder: Path) -> RunRow:
        read.append(current_thread() is main_thread())
        go_on.wait(20)
        return replace(row, device=str(len(read)))

    monkeypatch.setattr(runs_dialog, "run_row", slow)
    dialog._timer.stop()
    dialog._refresh_if_shown()
    dialog._refresh_if_shown()
    assert dialog._rows == [row], "the window goes on"
    go_on.set()
    qtbot.waitUntil(lambda: dialog._rows[0].device == "1")
    assert read == [False]
    go_on.clear()
    dialog._refresh_if_shown()
    dialog.close()
    go_on.set()
    assert task.stop_all()
    qtbot.wait(1)
    assert dialog._rows[0].device == "1"


def test_figures_that_change_while_one_reads_do_not_lead_back_to_the_top(window: TrainingWindow) -> None:
    window.resize(900, 420)
    window.show()
    bar = window.column.verticalScrollBar()
    bar.setValue(bar.maximum())
    place = bar.value()
    assert place > 0
    sections = [Section("Memory", tuple(Fact(f"name {k}", "1") for k in range(60)))]
    window.column.show_sections(sections)
    assert bar.value() == place
