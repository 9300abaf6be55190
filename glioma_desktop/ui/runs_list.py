"""The runs of a project as their folders tell them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glioma_desktop.phrase import phrase
from glioma_desktop.ui.run_events import EventTail, RunProgress, RunState
from glioma_desktop.ui.run_watch import process_of, read_json, state_of
from glioma_desktop.ui.run_words import fit_title, run_date, with_interval


@dataclass(frozen=True, slots=True)
class RunRow:
    """One line of the list of runs.

    Attributes:
        best: The network x start with the best AUC by patient and its figure with interval; empty before the first row.
    """

    folder: Path
    date: str
    preset: str
    state: RunState
    progress: str
    best: str
    device: str
    has_report: bool


def run_folders(runs_dir: Path) -> list[Path]:
    """The run folders, the newest first."""
    if not runs_dir.is_dir():
        return []
    found = [path for path in runs_dir.iterdir() if path.is_dir() and (path / "config.json").exists()]
    return sorted(found, key=lambda path: path.name, reverse=True)


def live_run(runs_dir: Path) -> Path | None:
    """The newest run whose process is alive."""
    return next((folder for folder in run_folders(runs_dir) if process_of(folder) is not None), None)


def run_row(folder: Path) -> RunRow:
    """What the list says about a run. A run whose events cannot be read is listed as it is."""
    run = RunProgress()
    try:
        run.apply_all(EventTail(folder / "events.jsonl").new_events())
    except OSError as error:
        run.error = phrase("events.jsonl cannot be read ({reason})", reason=error.strerror)
    config = read_json(folder / "config.json")
    done, of = run.trainings
    device = str(run.started.get("device") or config.get("device") or "")
    return RunRow(
        folder=folder,
        date=run_date(folder.name),
        preset=str(config.get("preset") or run.started.get("preset") or ""),
        state=state_of(run, process_of(folder) is not None),
        progress=phrase("{done} of {of} trainings", done=done, of=of) if of else "",
        best=_best(run),
        device="CPU" if device == "cpu" else device.upper() if device == "cuda" else device,
        has_report=(folder / "report.html").exists(),
    )


def _best(run: RunProgress) -> str:
    rows: list[Mapping[str, Any]] = [
        fit.row for fit in run.fits if fit.row is not None and fit.row.get("validation_auc")
    ]
    rows = [row for row in rows if row["validation_auc"].get("mean") is not None]
    if not rows:
        return ""
    best = max(rows, key=lambda row: float(row["validation_auc"]["mean"]))
    measure = best["validation_auc"]
    return f"{with_interval(measure)}, n {measure['n']} · {fit_title(str(best['network']), best.get('start'))}"
