"""Starting training as a process of its own, and asking the command line short questions.

A training outlives the window: detached, in its own session, at low priority, on all cores but one, writing to a file
and never to a pipe. A question (``preview``, ``publish``) is answered by one JSON object on stdout.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
from PySide6.QtCore import QObject, QProcess, Signal, Slot

from glioma_desktop.errors import GliomaError
from glioma_desktop.phrase import phrase
from glioma_desktop.ui.language import tr

LOW_PRIORITY = 10
_started: list[subprocess.Popen[bytes]] = []
"""Held so that an ended one is taken off the process table; they are never waited for."""
_THREAD_VARIABLES = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def command_line(verb: str) -> list[str]:
    """The program and its first words for a verb; the bundled application is its own command line."""
    if getattr(sys, "frozen", False):
        return [sys.executable, verb]
    if verb == "preview":
        return [sys.executable, "-m", "training", verb]
    return [sys.executable, "-m", "glioma_desktop", verb]


def threads_for_training() -> int:
    """All cores but one, so that the window stays fluent; at least one."""
    return max(1, (os.cpu_count() or 2) - 1)


def start_training(project: Path, arguments: Sequence[str]) -> tuple[int, Path]:
    """Start ``train`` detached and return its process id and the file that takes its output.

    Raises:
        GliomaError: the process could not be started, or the project's ``runs`` folder cannot be written.
    """
    runs = project / "runs"
    log = runs / f"launch-{datetime.now(UTC):%Y%m%d-%H%M%S}.log"
    try:
        runs.mkdir(exist_ok=True)
        log.touch()
    except OSError as error:
        raise GliomaError(
            phrase(
                "Training cannot start: {name} cannot be written ({reason}).", name=runs.name, reason=error.strerror
            ),
            runs,
        ) from error
    words = [
        *command_line("train"),
        "--project",
        str(project),
        *arguments,
        "--threads",
        str(threads_for_training()),
        "--json",
    ]
    detached: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        detached = {"creationflags": subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP}
    try:
        with log.open("ab") as out:
            process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=_environment(), **detached
            )  # fmt: skip
    except OSError as error:
        raise GliomaError(phrase("Training cannot start ({reason}).", reason=error.strerror), log) from error
    _started.append(process)
    _lower(process.pid)
    return process.pid, log


def _environment() -> dict[str, str]:
    threads = dict.fromkeys(_THREAD_VARIABLES, str(threads_for_training()))
    return {**os.environ, **threads, "PYTHONUNBUFFERED": "1"}


def _lower(pid: int) -> None:
    """Below normal priority; a process that has ended at once needs none."""
    try:
        psutil.Process(pid).nice(psutil.BELOW_NORMAL_PRIORITY_CLASS if sys.platform == "win32" else LOW_PRIORITY)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return


def lives(pid: int) -> bool:
    """Whether the process still runs."""
    _started[:] = [process for process in _started if process.poll() is None]
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def memory_of(pid: int) -> str:
    """``1.9 of 23 GiB``: a process of this computer's memory; empty when it has ended."""
    try:
        used = psutil.Process(pid).memory_info().rss
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return ""
    return tr("{used:.1f} of {total:.0f} GiB", used=used / 2**30, total=psutil.virtual_memory().total / 2**30)


def last_sentence(log: Path) -> str:
    """The last line a process left in its log that is no JSON: why it did not start."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return phrase("no reason was left")
    said = [line.strip() for line in lines if line.strip() and not line.startswith("{")]
    return said[-1] if said else phrase("no reason was left")


class Question(QObject):
    """Asks the command line one thing at a time; a newer question replaces the one under way.

    ``answered`` carries the JSON object, ``refused`` one sentence.
    """

    answered = Signal(dict)
    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None

    @property
    def busy(self) -> bool:
        """An answer is awaited."""
        return self._process is not None

    def ask(self, verb: str, arguments: Sequence[str]) -> None:
        """Run ``verb`` with ``--json``; the answer comes as a signal."""
        self.cancel()
        process = QProcess(self)
        self._process = process
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._failed)
        words = [*command_line(verb), *arguments, "--json"]
        process.start(words[0], words[1:])

    def cancel(self) -> None:
        """Forget the question under way."""
        process = self._taken()
        if process is not None:
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()

    def _taken(self) -> QProcess | None:
        """The process under way, which from here on tells nothing any more."""
        process, self._process = self._process, None
        if process is not None:
            process.finished.disconnect(self._finished)
            process.errorOccurred.disconnect(self._failed)
        return process

    @Slot()
    def _finished(self) -> None:
        process = self._taken()
        if process is None:
            return
        out = bytes(process.readAllStandardOutput().data()).decode("utf-8", "replace").strip()
        err = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip()
        process.deleteLater()
        answer = _json_object(out)
        if answer is None:
            self.refused.emit(err.splitlines()[-1] if err else phrase("The command gave no answer."))
        elif "error" in answer:
            self.refused.emit(str(answer["error"]["message"]))
        else:
            self.answered.emit(answer)

    @Slot()
    def _failed(self) -> None:
        if self._process is None or self._process.error() != QProcess.ProcessError.FailedToStart:
            return
        process = self._taken()
        if process is not None:
            process.deleteLater()
            self.refused.emit(phrase("The command could not be started: {reason}.", reason=process.errorString()))


def _json_object(text: str) -> dict[str, Any] | None:
    """The JSON object on the last line, or None."""
    try:
        data = json.loads(text.splitlines()[-1]) if text else None
    except ValueError:
        return None
    return data if isinstance(data, dict) else None
