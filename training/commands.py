"""The verbs of training: the same functions for ``python -m training`` and for ``glioma-desktop``. No Qt."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import GliomaError, ManifestError
from glioma_desktop.phrase import phrase

if TYPE_CHECKING:
    from training.predictions import Outcome


@contextmanager
def _opened(project_dir: Path) -> Iterator[Project]:
    project = Project.open(project_dir)
    try:
        yield project
    finally:
        project.close()


def train(project_dir: Path, options: Any) -> dict[str, Any]:
    """``{"run", "device", "state", "results"}``; progress goes to stderr."""
    from training import run

    with _opened(project_dir) as project:
        return run.train(project, options, _shown)


def runs(project_dir: Path) -> dict[str, Any]:
    """``{"runs": [{"run", "state", "preset", "device", "started", "best": ...}]}``, newest first."""
    from training.atomic import read_json
    from training.events import read_events, state_of

    found = []
    with _opened(project_dir) as project:
        for path in sorted(project.runs_dir.glob("*")):
            if not (path / "config.json").is_file():
                continue
            config = read_json(path / "config.json")
            rows = [e["row"] for e in read_events(path) if e["event"] == "row"]
            best = max(rows, key=lambda row: row["validation_auc"]["mean"] or 0.0, default=None)
            found.append({
                "run": path.name, "state": state_of(path), "preset": config["preset"], "device": config["device"],
                "started": config.get("started", ""), "seed": config["seed"],
                "best": best and {key: best[key] for key in ("network", "start", "validation_auc")},
            })  # fmt: skip
    return {"runs": sorted(found, key=lambda r: (r["started"], r["run"]), reverse=True)}


def report(project_dir: Path, run_id: str = "latest") -> dict[str, Any]:
    """The report of a run as JSON; the page beside it is written anew. Never opens the hold-out."""
    from training import run
    from training.report_html import write_report_html

    with _opened(project_dir) as project:
        folder = run.run_folder(project, run_id)
        found = run.report_of(project, folder)
        page = folder / "report.html"
        try:
            write_report_html(found, page)
        except GliomaError as error:  # a project that may only be read still has its figures
            print(error.message, file=sys.stderr)  # noqa: T201
        return {**found, "page": str(page) if page.exists() else None}


def publish(
    project_dir: Path,
    run_id: str = "latest",
    network: str | None = None,
    start: str | None = None,
    name: str | None = None,
) -> dict[str, Any]:
    """Publish one network and start (default: best out-of-fold patient AUC) and return its card.

    Raises:
        ManifestError: only one of network and start was given and they do not name one outcome.
    """
    from glioma_desktop.grading.crop import CropSpec
    from training import run
    from training.atomic import read_json
    from training.eligible import attach_series
    from training.manifest import Manifest
    from training.publish import best_outcome, publish_outcome
    from training.split import Split

    with _opened(project_dir) as project:
        folder = run.run_folder(project, run_id)
        found = run.report_of(project, folder)
        if network is None and start is None:
            network, start = best_outcome(found)
        outcome = _only(run.outcomes_of(folder), network, start, folder.name)
        manifest = attach_series(project, Manifest.from_json(read_json(folder / "manifest.json")))
        split = Split.from_json(read_json(folder / "split.json"))
        spec = CropSpec(size=run.CROP_SIZE, sequences=manifest.sequences, step_mm=manifest.choice.step_mm)
        return publish_outcome(project, folder, outcome, manifest, split, found, spec, name).to_json()


def _only(outcomes: Sequence[Outcome], network: str | None, start: str | None, run: str) -> Outcome:
    """The one outcome of that network and start; None: whatever there is."""
    matching = [
        o for o in outcomes if o.start is not None and network in (None, o.network) and start in (None, o.start)
    ]
    if len(matching) != 1:
        held = ", ".join(o.name for o in outcomes if o.done and o.start is not None) or "none"
        raise ManifestError(
            phrase("Name one network and one start of {folder}. It holds: {held}.", folder=run, held=held)
        )
    return matching[0]


def preview(project_dir: Path, options: Any) -> dict[str, Any]:
    """What ``train`` would run on: patients, parts, device and weights. Draws and writes nothing."""
    from training.preview import preview_of

    with _opened(project_dir) as project:
        return preview_of(project, options)


def options_from(args: argparse.Namespace) -> Any:
    """``TrainOptions`` of parsed arguments."""
    from training.run import TrainOptions

    return TrainOptions(
        preset=args.preset,
        networks=tuple(args.network) if args.network else None,
        starts=tuple(args.start) if args.start else None,
        sequences=tuple(s.strip() for s in args.sequence.split(",")) if args.sequence else (),
        coverage_min=args.coverage_min,
        coverage_max=args.coverage_max,
        weights=args.weights,
        epochs=args.epochs,
        device=args.device,
        seed=args.seed,
        resume=args.resume,
        threads=args.threads,
        nice=args.nice,
    )


def _shown(event: Mapping[str, Any]) -> None:
    """One line on stderr for whoever watches."""
    kind = event["event"]
    if kind == "epoch":
        auc = event["tuning"]["auc"]
        left = "" if event["seconds_left"] is None else f", about {event['seconds_left'] / 60:.0f} min left"
        shown = "-" if auc is None else f"{auc:.2f}"
        text = (
            f"{event['network']} {event['start']} fold {event['fold'] + 1} epoch {event['epoch']} of {event['epochs']}: "
            f"loss {event['train_loss']:.3f}, tuning AUC {shown}{left}"
        )
    elif kind in ("run_started", "resumed"):
        text = (
            f"Run {event['run']} on {event['device_reason']}: {event['patients']} patients, {event['hold_out']} sealed"
        )
        for fit in event["fits"]:
            if fit["status"].startswith("not run"):
                text += f"\n{fit['network']} {fit['start']}: {fit['status']}. {fit['note']}"
    elif kind == "download":
        text = f"ImageNet weights of {event['network']}: {event['done'] / 1e6:.0f} of {event['total'] / 1e6:.0f} MB"
    elif kind == "leak_check":
        text = f"Leak check: {event['pairs']} pairs in {event['seconds']} s"
    elif kind == "hold_out_opened":
        text = f"Sealed patients opened ({event['times']}. time in this project)"
    elif kind in ("stopped", "paused"):
        text = f"{kind.capitalize()}. {event['kept']}"
    else:
        return
    print(text, file=sys.stderr, flush=True)  # noqa: T201
