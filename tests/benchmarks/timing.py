"""Timing: ours and the baseline in turn, so that whatever else the machine does meets both; medians of wall time in ms."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tests.benchmarks.table import Timing

ROOT = Path(__file__).resolve().parent.parent.parent
LIMIT_S = 300
Work = Callable[[], Any]


def milliseconds(work: Work) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def interleaved(
    ours: Work, baseline: Work, repetitions: int, warm_up: bool = True, before: Work | None = None, note: str = ""
) -> Timing:
    """The medians of two works done in turn; which goes first changes each time.

    Args:
        ours: What is measured.
        baseline: What it is held against.
        repetitions: Of each.
        warm_up: Do each once before, untimed.
        before: Done untimed before every timed call, to put things back.
        note: Goes into the table.
    """
    works, times = (ours, baseline), ([], [])  # type: tuple[Work, Work], tuple[list[float], list[float]]
    for work in works if warm_up else ():
        work()
    for k in range(repetitions):
        for which in (0, 1) if k % 2 == 0 else (1, 0):
            if before is not None:
                before()
            times[which].append(milliseconds(works[which]))
    return Timing(median(times[0]), median(times[1]), note)


def percentile(times: Sequence[float], share: int) -> float:
    """The ``share``-th percentile of 1..99."""
    return quantiles(times, n=100, method="inclusive")[share - 1]


def fresh_process(module: str, *words: object, home: Path) -> tuple[float, dict[str, Any]]:
    """Run a module in a new interpreter without a screen.

    Returns:
        Milliseconds from its start to its first line on stdout, and that line as JSON.

    Raises:
        RuntimeError: it ended without one; its last words are told.
    """
    environment = {**os.environ, "GLIOMA_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", module, *map(str, words)]
    began = time.perf_counter()
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        took = 1000 * (time.perf_counter() - began)
        _, errors = process.communicate(timeout=LIMIT_S)
    if process.returncode != 0 or not line:
        raise RuntimeError(f"{module} ended with {process.returncode}: {errors.strip()[-400:]}")
    return took, json.loads(line)
