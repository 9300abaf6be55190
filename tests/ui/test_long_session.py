"""A reading session of half an hour in a minute: what it takes of the machine does not grow. The long one: tests/benchmarks."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from glioma_desktop.ui import task
from glioma_desktop.ui.task import Task, run_task
from tests.benchmarks.long_session import Count, growth, steady

ROOT = Path(__file__).resolve().parents[2]


def test_memory_objects_and_references_to_none_are_steady_over_many_patients(tmp_path: Path) -> None:
    """In a process of its own: pytest-qt keeps what Qt says, and would be counted."""
    file = tmp_path / "counts.json"
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.long_session", "--minutes", "0.5", "--every", "4", "--small", "--json", str(file)],
        cwd=ROOT, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    counts = [Count(**one) for one in json.loads(file.read_text())]
    assert counts[-1].paints > 2000
    assert counts[-1].rounds > 20
    assert done.returncode == 0, done.stdout[-600:]


def test_work_that_ends_at_once_leaves_nothing_behind(qtbot: QtBot) -> None:
    def some(count: int) -> None:
        for _ in range(count):
            run_task(lambda task: None, on_done=lambda answer: None, on_error=lambda error: None)
        qtbot.waitUntil(lambda: not task._running)
        QApplication.processEvents()
        gc.collect()

    some(20)
    before = sys.getrefcount(None)
    some(300)
    assert abs(sys.getrefcount(None) - before) < 30
    kinds = [type(one).__name__ for one in gc.get_objects() if type(one) is Task or type(one).__name__ == "_Runner"]
    assert len(kinds) < 10


@pytest.mark.parametrize(
    ("figure", "step", "expected"),
    [("none_refs", 3000, False), ("none_refs", -3000, False), ("resident_mib", 9.0, False), ("qt_objects", 5, False),
     ("qt_objects", 0, True), ("resident_mib", 0.2, True)],
)  # fmt: skip
def test_what_grows_is_told_from_what_swings(figure: str, step: float, expected: bool) -> None:
    plain = {"resident_mib": 300.0, "none_refs": 50_000, "python_objects": 100_000, "qt_objects": 400, "threads": 5}
    counts = [
        Count(20.0 * k, 10 * k, 1000 * k, **{**plain, figure: plain[figure] + step * k + (-1) ** k * 0.3})
        for k in range(12)
    ]
    assert steady(counts)[figure] is expected
    assert growth(counts, figure)[0] == pytest.approx(step * 7, abs=1)
