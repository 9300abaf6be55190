"""The run folder: events appended for whoever watches, a lock that lives as long as the process, and what is asked of it.

The contract is docs/decisions/0001-the-run-folder.md. A run killed at any moment leaves whole lines and a free lock.
"""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal

from glioma_desktop.errors import GliomaError, ManifestError
from glioma_desktop.phrase import phrase
from training.atomic import write_json

RunState = Literal["finished", "failed", "stopped", "paused", "running"]
LOOK_EVERY_S = 0.2


def utc_now() -> str:
    """UTC, ISO 8601, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_run_folder(runs_dir: Path, preset: str) -> Path:
    """Make ``runs/<UTC time>-<preset>``, with -2, -3 appended where the name is taken.

    Raises:
        GliomaError: the project folder cannot be written.
    """
    name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{preset}"
    for number in range(1, 1000):
        folder = runs_dir / (name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir(parents=True)
        except FileExistsError:
            continue
        except OSError as error:
            raise GliomaError(
                phrase(
                    "No run can be started: {folder} cannot be written ({reason}).",
                    folder=runs_dir.name,
                    reason=error.strerror,
                ),
                runs_dir,
            ) from error
        return folder
    raise GliomaError(phrase("No free name for a run in {folder}.", folder=runs_dir.name), runs_dir)


class RunLock:
    """Held while the process lives; the operating system frees it however the process ends."""

    def __init__(self, folder: Path) -> None:
        """Take the lock of a run.

        Raises:
            ManifestError: another process holds it.
            GliomaError: the run folder cannot be written.
        """
        path = folder / "lock"
        try:
            self._stream: IO[str] = path.open("a+", encoding="utf-8")
        except OSError as error:
            raise GliomaError(
                phrase("The run {folder} cannot be written ({reason}).", folder=folder.name, reason=error.strerror),
                path,
            ) from error
        if not _lock_within(self._stream, seconds=1.0):
            self._stream.close()
            raise ManifestError(
                phrase("The run {folder} is under way in another process. Stop it first.", folder=folder.name), path
            )
        self._stream.truncate(0)
        json.dump({"pid": os.getpid(), "started": utc_now(), "token": uuid.uuid4().hex}, self._stream)
        self._stream.flush()

    def release(self) -> None:
        """Give it back."""
        self._stream.close()


def _lock_within(stream: IO[str], seconds: float) -> bool:
    """Try for a while: a reader that asks whether the lock is free holds it for a moment."""
    until = time.monotonic() + seconds
    while not _try_lock(stream):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _try_lock(stream: IO[str]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(0x7FFF0000)  # a byte beyond the text, so that readers can read the text
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
            stream.seek(0)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def lock_is_held(folder: Path) -> bool:
    """Whether a live process holds the run's lock."""
    try:
        with (folder / "lock").open("r+", encoding="utf-8") as stream:
            return not _try_lock(stream)
    except OSError:
        return False


class EventLog:
    """``events.jsonl``: appended, flushed, never rewritten."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / "events.jsonl"

    def append(self, event: str, **fields: Any) -> None:
        """One line. A line torn by a kill before it is closed first.

        Raises:
            GliomaError: it could not be written.
        """
        line = json.dumps({"event": event, "time": utc_now(), **fields}, ensure_ascii=False) + "\n"
        try:
            with self._path.open("ab+") as stream:
                if stream.tell() and not _ends_with_newline(stream):
                    stream.write(b"\n")
                stream.write(line.encode())
                stream.flush()
        except OSError as error:
            raise GliomaError(
                phrase(
                    "The disk is full or {folder} cannot be written ({reason}).",
                    folder=self.folder.name,
                    reason=error.strerror,
                ),
                self._path,
            ) from error


def _ends_with_newline(stream: IO[bytes]) -> bool:
    stream.seek(-1, os.SEEK_END)
    return stream.read(1) == b"\n"


def read_events(folder: Path) -> list[dict[str, Any]]:
    """All whole events of a run; a torn line is passed over.

    Raises:
        GliomaError: the file exists and cannot be read.
    """
    try:
        lines = (folder / "events.jsonl").read_bytes().splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise GliomaError(
            phrase("The events of run {folder} cannot be read ({reason}).", folder=folder.name, reason=error.strerror),
            folder,
        ) from error
    events = []
    for line in lines:
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict) and "event" in event:
            events.append(event)
    return events


def state_of(folder: Path) -> RunState:
    """The state of a run as every reader computes it (decision 0001)."""
    last = ""
    control = ""
    for event in read_events(folder):
        name = event["event"]
        if name in ("run_started", "resumed", "stopped", "failed", "finished"):
            last, control = name, ""
        elif name in ("paused", "continued"):
            control = name
    if last in ("finished", "failed"):
        return "finished" if last == "finished" else "failed"
    if last == "stopped" or not lock_is_held(folder):
        return "stopped"
    return "paused" if control == "paused" else "running"


class RunStopped(Exception):  # noqa: N818 - not an error: the reader asked for it
    """Stop was asked for; everything is on the disk."""


class Control:
    """What the window asks, looked at between batches."""

    def __init__(self, folder: Path, log: EventLog) -> None:
        self._path = folder / "control.json"
        self._log = log
        self._looked, self._ask = 0.0, "run"

    def clear(self) -> None:
        """Forget what was asked of an earlier process: a resumed run runs."""
        write_json(self._path, {"ask": "run"})

    def halts(self) -> bool:
        """Whether to put the work down now; reads the file at most every ``LOOK_EVERY_S``."""
        if time.monotonic() - self._looked >= LOOK_EVERY_S:
            self._looked, self._ask = time.monotonic(), self._read()
        return self._ask in ("pause", "stop")

    def settle(self, kept: str) -> None:
        """After the work was put down and saved: wait while paused, then go on.

        Args:
            kept: One sentence that says what is kept.

        Raises:
            RunStopped: stop was asked for.
        """
        paused = False
        while (ask := self._read()) == "pause":
            if not paused:
                self._log.append("paused", kept=kept)
                paused = True
            time.sleep(LOOK_EVERY_S)
        self._ask = ask
        if ask == "stop":
            raise RunStopped(kept)
        if paused:
            self._log.append("continued", kept=kept)

    def _read(self) -> str:
        try:
            data: Mapping[str, Any] = json.loads(self._path.read_text(encoding="utf-8"))
            return str(data.get("ask", "run"))
        except (OSError, ValueError, AttributeError):
            return self._ask if self._path.exists() else "run"
