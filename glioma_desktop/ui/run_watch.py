"""Watching a run from the window: is its process alive, what has it done since, and what we ask of it.

The run is a process of its own; the window may close and come back. Everything here is told by the run folder.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Literal

import psutil
from PySide6.QtCore import QObject, QTimer, Signal

from glioma_desktop.phrase import phrase
from glioma_desktop.ui.run_events import CurvePoint, EventTail, RunProgress, RunState

POLL_MS = 500
LIVENESS_EVERY = 4
"""Polls between two looks at the lock: a killed run shows within 4 x 500 ms and one poll."""

Ask = Literal["run", "pause", "stop"]


def read_json(path: Path) -> dict[str, Any]:
    """The JSON object in a file of the run folder; empty when the file is absent, unreadable or half-written."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def process_of(folder: Path) -> int | None:
    """The process id of the live training that holds this run; None when the lock is absent, free or stale."""
    lock = folder / "lock"
    pid = read_json(lock).get("pid")
    if not isinstance(pid, int) or not psutil.pid_exists(pid):
        return None
    try:
        if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return None
    except psutil.NoSuchProcess:
        return None
    return pid if _held(lock) else None


def _held(lock: Path) -> bool:
    """Whether a process holds the lock. The pid alone is no proof: it may belong to another program by now."""
    try:
        with lock.open("r+b") as stream:
            return not _try_lock(stream)
    except OSError:
        return False


def _try_lock(stream: IO[bytes]) -> bool:
    """Take the lock if it is free; closing the file gives it back."""
    try:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(0x7FFF0000)  # the byte beyond the text that training locks
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def state_of(progress: RunProgress, alive: bool) -> RunState:
    """The state of a run as every reader computes it (decision 0001)."""
    if progress.ended in ("finished", "failed"):
        return progress.ended
    if progress.ended == "stopped" or not alive:
        return "stopped"
    if progress.paused:
        return "paused"
    return "running" if progress.started else "starting"


def ask_run(folder: Path, ask: Ask) -> None:
    """Ask the training process to go on, pause or stop; it looks between batches.

    Raises:
        OSError: the run folder cannot be written.
    """
    part = folder / "control.json.part"
    part.write_text(json.dumps({"ask": ask}), encoding="utf-8")
    part.replace(folder / "control.json")


class RunWatch(QObject):
    """Follows one run folder and says when something changed.

    Attributes:
        folder: ``runs/<id>``.
        progress: What the events say.
        state: Of the run; a killed process shows as ``stopped``.
    """

    changed = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self.progress = RunProgress()
        self._tail = EventTail(folder / "events.jsonl")
        self._polls = 0
        self.alive = process_of(folder) is not None
        self.state: RunState = "starting"
        self.trouble = ""
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self.look)
        self.look()

    def start(self) -> None:
        """Follow the run from now on."""
        self._timer.start()

    def stop(self) -> None:
        """Stop following; the run itself is not touched."""
        self._timer.stop()

    @property
    def config(self) -> dict[str, Any]:
        """The frozen choice of the run, as training wrote it."""
        return read_json(self.folder / "config.json")

    def look(self) -> None:
        """Read what is new; emits ``changed`` when there is something."""
        events: list[dict[str, Any]] = []
        try:
            events = self._tail.new_events()
            self.trouble = ""
        except OSError as error:
            self.trouble = phrase(
                "The events of run {name} cannot be read ({reason}).", name=self.folder.name, reason=error.strerror
            )
        self.progress.apply_all(events)
        for event in events:
            if event["event"] == "fit_finished":
                self._whole_curve(event)
        if any(event["event"] == "finished" for event in events):
            self.progress.take_report(read_json(self.folder / "report.json"))
        if events or self._polls % LIVENESS_EVERY == 0:
            self.alive = process_of(self.folder) is not None
        self._polls += 1
        state = state_of(self.progress, self.alive)
        if events or state != self.state:
            self.state = state
            self.changed.emit()

    def _whole_curve(self, event: Mapping[str, Any]) -> None:
        """A fit may be too fast to tell every epoch; its whole curve lies in its folder when it is finished."""
        fold = self.progress.fit(str(event["network"]), event.get("start")).folds[int(event["fold"])]
        path = self.folder / "fits" / f"{event['network']}-{event.get('start')}" / f"fold{event['fold']}" / "curve.json"
        try:
            rows = json.loads(path.read_text(encoding="utf-8"))
            points = [CurvePoint(int(r["epoch"]), r.get("auc"), r.get("accuracy"), int(r.get("n") or 0)) for r in rows]
        except (OSError, ValueError, KeyError, TypeError):
            return  # the epochs that the events told stay
        if len(points) > len(fold.points):
            fold.points = points

    def ask(self, ask: Ask) -> None:
        """Ask the training process to go on, pause or stop."""
        ask_run(self.folder, ask)
