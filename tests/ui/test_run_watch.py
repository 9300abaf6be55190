"""The window's picture of a run comes from the run folder alone, and stays true after its process has died."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from run_folders import epoch, half_way, started, tell, trainer, write

from glioma_desktop.ui.run_events import EventTail, RunProgress
from glioma_desktop.ui.run_watch import RunWatch


def test_a_line_that_is_still_being_written_waits_for_its_end(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    tail = EventTail(path)
    assert tail.new_events() == []
    path.write_text('{"event": "leak_check", "pairs": 0}\n{"event": "epo')
    assert [e["event"] for e in tail.new_events()] == ["leak_check"]
    assert tail.new_events() == []
    with path.open("a") as stream:
        stream.write('ch", "epoch": 1}\n')
    assert tail.new_events() == [{"event": "epoch", "epoch": 1}]


def test_a_line_torn_by_a_kill_is_passed_over_and_what_follows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text('{"event": "leak_check", "pairs": 0}\n{"event": "epo\n{"event": "resumed", "fits": []}\n')
    tail = EventTail(path)
    assert [e["event"] for e in tail.new_events()] == ["leak_check", "resumed"]
    assert tail.damaged == 1


def test_the_picture_half_way_through_a_run() -> None:
    run = RunProgress()
    run.apply_all(half_way())
    assert run.trainings == (18, 20)
    assert sum(run.started["folds"]) == 63
    fit = run.current_fit
    assert fit is not None
    assert fit.key == ("googlenet", "imagenet")
    assert [fold.state for fold in fit.folds] == ["done", "done", "done", "running", "waiting"]
    assert fit.folds[3].epoch == 11
    assert fit.row is None
    assert [f.key for f in run.fits if f.row is not None] == [
        ("alexnet", "scratch"), ("alexnet", "imagenet"), ("googlenet", "scratch"),
        ("size_only", None), ("handcrafted", None),
    ]  # fmt: skip


def test_epochs_told_again_after_a_resume_are_not_drawn_twice() -> None:
    run = RunProgress()
    run.apply_all([started(), *(epoch("alexnet", "scratch", 0, n) for n in (1, 2, 3))])
    run.apply_all([{"event": "stopped", "kept": "checkpoint"}])
    assert run.ended == "stopped"
    run.apply_all([started(event="resumed"), *(epoch("alexnet", "scratch", 0, n) for n in (3, 4))])
    assert run.ended is None
    assert [point.epoch for point in run.fit("alexnet", "scratch").folds[0].points] == [1, 2, 3, 4]


@pytest.mark.skipif(sys.platform == "win32", reason="flock and SIGKILL are POSIX")
def test_an_epoch_shows_within_2_s_and_a_killed_run_as_stopped_within_5_s(qtbot: QtBot, tmp_path: Path) -> None:
    process = trainer(tmp_path / "20261123-140231-quick")
    try:
        watch = RunWatch(tmp_path / "20261123-140231-quick")
        watch.start()
        assert watch.state == "running"
        begun = time.monotonic()
        with qtbot.waitSignal(watch.changed, timeout=2000):
            tell(process, epoch("alexnet", "scratch", 0, 1))
        assert watch.progress.fit("alexnet", "scratch").folds[0].epoch == 1
        assert time.monotonic() - begun < 2
        begun = time.monotonic()
        with qtbot.waitSignal(watch.changed, timeout=5000):
            process.kill()
        assert watch.state == "stopped"
        assert time.monotonic() - begun < 5
    finally:
        process.kill()
        process.communicate()
    again = RunWatch(watch.folder)
    assert again.state == "stopped"
    assert again.progress.fit("alexnet", "scratch").folds[0].epoch == 1


def test_a_lock_left_behind_by_a_dead_process_holds_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "run", [started()])
    (folder / "lock").write_text(json.dumps({"pid": 1, "started": "2020-01-01T00:00:00+00:00", "token": "x"}))
    assert RunWatch(folder).state == "stopped"


def test_what_the_window_asks_for_lands_in_the_control_file(tmp_path: Path) -> None:
    watch = RunWatch(write(tmp_path / "run", [started()]))
    watch.ask("pause")
    assert json.loads((watch.folder / "control.json").read_text()) == {"ask": "pause"}
