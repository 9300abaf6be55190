"""The window beside a training: a real low-priority training process, put to sleep and woken between blocks of slice steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psutil
from PySide6.QtWidgets import QApplication

from glioma_desktop.annotation.project import Project
from glioma_desktop.ui import task
from glioma_desktop.ui.app import make_app, make_window
from glioma_desktop.ui.main_window import MainWindow
from glioma_desktop.ui.training_process import last_sentence, start_training
from tests.benchmarks.hands import drag_window, step_through
from tests.benchmarks.place import Place
from tests.benchmarks.table import Timing, benchmark
from tests.benchmarks.timing import percentile

BLOCKS, STEPS = 20, 20
LIMIT_S = 300.0
TRAINING = ("--network", "alexnet", "--start", "scratch", "--epochs", "200", "--device", "cpu")


@benchmark("slice step in the window while AlexNet trains, p95", baseline="without the training", must=3.0, aim=16.7)
def scroll_while_training(place: Place) -> Timing:
    """A step from the wheel to the painted picture, with all panels following."""
    return _beside_training(place, step_through)


@benchmark("right-drag in the window while AlexNet trains, p95", baseline="without the training", must=3.0, aim=16.7)
def drag_while_training(place: Place) -> Timing:
    """A move of the mouse with the right button held, to the painted picture."""
    return _beside_training(place, drag_window)


def _beside_training(place: Place, work: Callable[[MainWindow, int], list[float]]) -> Timing:
    with _reading(place) as window, _training(place.small_project) as process:
        with_it, without = list[float](), list[float]()
        work(window, STEPS)
        busy = process.cpu_times().user
        for _ in range(BLOCKS):
            process.resume()
            with_it += work(window, STEPS)
            process.suspend()
            without += work(window, STEPS)
        busy = process.cpu_times().user - busy
        assert process.nice() > psutil.Process().nice() or psutil.WINDOWS, "the training runs at low priority"
    note = (
        f"p50 {percentile(with_it, 50):.2f} ms beside it, {percentile(without, 50):.2f} ms without; "
        f"p95 over {len(with_it)} each; the training had {busy:.1f} s of processor meanwhile"
    )
    return Timing(percentile(with_it, 95), percentile(without, 95), note, holds=busy > 0)


@contextmanager
def _reading(place: Place) -> Iterator[MainWindow]:
    """The window with the phantom's study open, two series side by side."""
    make_app()
    folder = place.new("window")
    Project.create(folder / "project").close()
    window = make_window(folder / "project")
    session = window.session
    try:
        window.show()
        window.open_paths([str(place.study)])
        _until(lambda: all(session.volume(v.series_uid) for v in session.views[: session.shown]), LIMIT_S)
        yield window
    finally:
        window.close()
        task.stop_all()
        if session.project is not None:
            session.project.close()
        window.deleteLater()


@contextmanager
def _training(project: Path) -> Iterator[psutil.Process]:
    """A training as the menu starts it, once its first epoch is done; killed at the end."""
    before = set(project.glob("runs/*/events.jsonl"))
    pid, log = start_training(project, TRAINING)
    process = psutil.Process(pid)
    try:
        _until(partial(_epoch_done, project, before, process, log), LIMIT_S)
        yield process
    finally:
        process.kill()
        process.wait(30)


def _epoch_done(project: Path, before: set[Path], process: psutil.Process, log: Path) -> bool:
    if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
        raise RuntimeError(f"The training ended: {last_sentence(log)}")
    new = set(project.glob("runs/*/events.jsonl")) - before
    return any('"event": "epoch"' in path.read_text(encoding="utf-8") for path in new)


def _until(condition: Callable[[], bool], seconds: float) -> None:
    """Let the window live until something is so."""
    from PySide6.QtCore import QDeadlineTimer, QEventLoop

    end = QDeadlineTimer(int(1000 * seconds))
    while not condition():
        if end.hasExpired():
            raise TimeoutError("a benchmark waited in vain")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
