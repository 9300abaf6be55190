"""A run as its event file tells it: read from where the last reading ended, folded into one picture. No Qt here.

The file belongs to training (docs/decisions/0001-the-run-folder.md); this side only reads, and only whole lines: a line
that is still being written waits for the next reading.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

FOLDS = 5
RunState = Literal["starting", "running", "paused", "stopped", "failed", "finished"]
FoldState = Literal["waiting", "running", "done"]
BASELINES = ("size_only", "handcrafted")


class EventTail:
    """The events appended to a file since the last call.

    Attributes:
        damaged: Whole lines that were no JSON object (a line torn by a kill, then written over by the next process).
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = 0
        self.damaged = 0

    def new_events(self) -> list[dict[str, Any]]:
        """The events of all whole lines not read before; empty when the file does not exist yet.

        Raises:
            OSError: the file exists and cannot be read.
        """
        try:
            with self._path.open("rb") as stream:
                stream.seek(self._offset)
                data = stream.read()
        except FileNotFoundError:
            return []
        end = data.rfind(b"\n") + 1
        self._offset += end
        events = []
        for line in data[:end].splitlines():
            if not line.strip():
                continue
            event = _parsed(line)
            if event is None:
                self.damaged += 1
            else:
                events.append(event)
        return events


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) and "event" in event else None


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One epoch of one fold, by patient on the fold's own patients."""

    epoch: int
    auc: float | None
    accuracy: float | None
    n: int


@dataclass
class FoldProgress:
    """One network on one fold."""

    state: FoldState = "waiting"
    epoch: int = 0
    epochs: int = 0
    points: list[CurvePoint] = field(default_factory=list)


@dataclass
class FitProgress:
    """One network x start: its five folds and, when they are finished, its row."""

    network: str
    start: str | None
    status: str = ""
    epochs: int = 0
    folds: list[FoldProgress] = field(default_factory=lambda: [FoldProgress() for _ in range(FOLDS)])
    row: Mapping[str, Any] | None = None

    @property
    def key(self) -> tuple[str, str | None]:
        """What names it in a run."""
        return self.network, self.start

    @property
    def runs(self) -> bool:
        """False when it is not run at all ("not run: no weights")."""
        return not self.status.startswith("not run")

    @property
    def folds_done(self) -> int:
        """Of five."""
        return sum(fold.state == "done" for fold in self.folds)

    def last_mean(self, measure: Literal["auc", "accuracy"]) -> float | None:
        """The mean over the folds that have begun, each at its last epoch; a live figure without interval."""
        values = [getattr(fold.points[-1], measure) for fold in self.folds if fold.points]
        known = [value for value in values if value is not None]
        return sum(known) / len(known) if known else None


@dataclass
class RunProgress:
    """The fold of a run's events. ``apply`` is called with each event in order.

    Attributes:
        started: The facts of ``run_started`` (device, device_reason, threads, patients, hold_out, folds, ...).
        fits: In the order in which they are run, the baselines first as they report.
        ended: ``stopped``, ``failed`` or ``finished`` by the last event that says so; taken back by ``resumed``.
        kept: What the last pause or stop says is kept.
        seconds_left: Of the whole run, by training's own estimate at the last epoch.
        last_time: Of the last event, UTC.
    """

    started: dict[str, Any] = field(default_factory=dict)
    fits: list[FitProgress] = field(default_factory=list)
    ended: RunState | None = None
    paused: bool = False
    kept: str = ""
    error: str = ""
    leak_pairs: int | None = None
    seconds_left: float | None = None
    last_time: datetime | None = None
    current: tuple[str, str | None] | None = None
    report: str | None = None

    def apply_all(self, events: Iterable[Mapping[str, Any]]) -> None:
        """Fold the events in, in order. An event or a field of a newer version is passed over."""
        for event in events:
            self.last_time = _time_of(event) or self.last_time
            step = _STEPS.get(str(event["event"]))
            if step is not None:
                step(self, event)

    def fit(self, network: str, start: str | None) -> FitProgress:
        """The fit of that name; made when an event names it for the first time."""
        for fit in self.fits:
            if fit.key == (network, start):
                return fit
        made = FitProgress(network, start)
        self.fits.append(made)
        return made

    def take_report(self, report: Mapping[str, Any]) -> None:
        """Put the report's figures into the rows: tuning of the five networks, held-out test of their mean."""
        rows = [row for row in report.get("results", ()) if row.get("level") == "patient"]
        means = {(row["network"], row["start"]): row for row in rows if row.get("of") == "mean"}
        for row in rows:
            key = (str(row["network"]), row["start"])
            if row.get("of") != "five" or not str(row.get("status", "")).startswith("done"):
                continue
            self.fit(*key).row = {**row, "test_auc": means.get(key, row).get("test_auc")}

    @property
    def current_fit(self) -> FitProgress | None:
        """The network x start that is being trained, or was last."""
        return None if self.current is None else self.fit(*self.current)

    @property
    def trainings(self) -> tuple[int, int]:
        """(fits finished, fits in all), a fit being one network on one fold; the baselines are not counted."""
        real = [fit for fit in self.fits if fit.runs and fit.network not in BASELINES]
        return sum(fit.folds_done for fit in real), FOLDS * len(real)


def _run_started(run: RunProgress, event: Mapping[str, Any]) -> None:
    run.started = dict(event)
    run.ended, run.paused, run.error, run.kept = None, False, "", ""
    for known in event.get("fits", ()):
        fit = run.fit(str(known["network"]), known.get("start"))
        fit.status = str(known.get("status", ""))
        fit.epochs = int(known.get("epochs") or 0)


def _leak_check(run: RunProgress, event: Mapping[str, Any]) -> None:
    pairs = event.get("pairs", 0)
    run.leak_pairs = len(pairs) if isinstance(pairs, list) else int(pairs)


def _row(run: RunProgress, event: Mapping[str, Any]) -> None:
    row = event["row"]
    fit = run.fit(str(row.get("network", event.get("network"))), row.get("start"))
    # A row of another level (slices) or of the mean of the five does not replace the row by patient of the five.
    if row.get("level", "patient") == "patient" and row.get("of", "five") == "five":
        fit.row = row
        fit.status = str(row.get("status", "done"))
        for fold in fit.folds:
            fold.state = "done"


def _fit_started(run: RunProgress, event: Mapping[str, Any]) -> None:
    fold = _fold_of(run, event)
    fold.state, fold.epochs = "running", int(event.get("epochs") or 0)


def _epoch(run: RunProgress, event: Mapping[str, Any]) -> None:
    fold = _fold_of(run, event)
    epoch = int(event["epoch"])
    tuning = event.get("tuning") or {}
    fold.state, fold.epoch, fold.epochs = "running", epoch, int(event.get("epochs") or fold.epochs)
    # After a resume an epoch may be told twice: the later telling holds.
    fold.points = [point for point in fold.points if point.epoch < epoch]
    fold.points.append(CurvePoint(epoch, tuning.get("auc"), tuning.get("accuracy"), int(tuning.get("n") or 0)))
    run.seconds_left = event.get("seconds_left", run.seconds_left)


def _fit_finished(run: RunProgress, event: Mapping[str, Any]) -> None:
    fold = _fold_of(run, event)
    fold.state, fold.epoch = "done", fold.epochs


def _fold_of(run: RunProgress, event: Mapping[str, Any]) -> FoldProgress:
    fit = run.fit(str(event["network"]), event.get("start"))
    run.current = fit.key
    return fit.folds[int(event["fold"])]


def _paused(run: RunProgress, event: Mapping[str, Any]) -> None:
    run.paused, run.kept = True, str(event.get("kept", ""))


def _continued(run: RunProgress, event: Mapping[str, Any]) -> None:
    del event
    run.paused = False


def _stopped(run: RunProgress, event: Mapping[str, Any]) -> None:
    run.ended, run.kept = "stopped", str(event.get("kept", ""))


def _failed(run: RunProgress, event: Mapping[str, Any]) -> None:
    run.ended, run.error = "failed", str((event.get("error") or {}).get("message", "no reason was given"))


def _finished(run: RunProgress, event: Mapping[str, Any]) -> None:
    run.ended, run.report, run.seconds_left = "finished", event.get("report"), 0.0


_STEPS = {
    "run_started": _run_started,
    "resumed": _run_started,
    "leak_check": _leak_check,
    "baseline": _row,
    "row": _row,
    "fit_started": _fit_started,
    "epoch": _epoch,
    "fit_finished": _fit_finished,
    "paused": _paused,
    "continued": _continued,
    "stopped": _stopped,
    "failed": _failed,
    "finished": _finished,
}


def _time_of(event: Mapping[str, Any]) -> datetime | None:
    try:
        when = datetime.fromisoformat(str(event.get("time")).replace("Z", "+00:00"))
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
