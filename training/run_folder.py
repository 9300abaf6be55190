"""What a run folder holds, read back: its outcomes so far and the report made of them. Opens nothing, trains nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from glioma_desktop.annotation.hold_out import load_hold_out
from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import ManifestError
from glioma_desktop.phrase import phrase
from training.atomic import read_json
from training.crossvalidate import read_outcome
from training.events import read_events, utc_now
from training.experiment import fit_specs
from training.intervals import Bootstrap
from training.manifest import Manifest
from training.options import options_of
from training.predictions import NOT_FINISHED, Outcome
from training.report import RunFacts, build_report

BASELINES = ("size_only", "handcrafted")


def run_folder(project: Project, run: str) -> Path:
    """The folder of a run; ``latest`` is the newest that got as far as its split, if any did.

    Raises:
        ManifestError: there is none of that name.
    """
    found = sorted(p for p in project.runs_dir.glob("*") if (p / "config.json").is_file())
    if run == "latest" and found:
        begun = [p for p in found if (p / "split.json").is_file()] or found
        return max(begun, key=lambda p: (str(read_json(p / "config.json").get("started", "")), p.name))
    for path in found:
        if path.name == run:
            return path
    held = ", ".join(p.name for p in found) or "none"
    raise ManifestError(phrase("There is no run {run} in this project. It holds: {held}.", run=run, held=held))


def bootstrap_of(manifest: Manifest, seed: int) -> Bootstrap:
    """How this cohort is drawn from: within its grades."""
    return Bootstrap(seed, {row.patient: row.grade for row in manifest.patients})


def read_baseline(folder: Path, name: str) -> Outcome | None:
    """What a run has kept of a baseline."""
    path = folder / "fits" / name / "predictions.json"
    return Outcome.from_json(read_json(path)) if path.is_file() else None


def outcomes_of(folder: Path) -> list[Outcome]:
    """What a run has so far, in the order of its report: baselines, then networks; the unfinished are named."""
    config = read_json(folder / "config.json")
    options = options_of(config)
    found = [outcome for name in BASELINES if (outcome := read_baseline(folder, name)) is not None]
    for spec in fit_specs(options.preset, options.networks, options.starts, options.epochs, config["device"] == "cuda"):
        path = folder / "fits" / spec.name / "predictions.json"
        kept = Outcome.from_json(read_json(path)) if path.is_file() else None
        if kept is not None and kept.done:
            kept = read_outcome(folder, spec)
        found.append(kept or Outcome(spec.network, spec.start, NOT_FINISHED))
    return found


def report_of(project: Project, folder: Path) -> dict[str, Any]:
    """The report of a run, computed from its folder. Opens nothing.

    Raises:
        GliomaError: the run has no split yet, or a file of it is damaged.
    """
    if not (folder / "split.json").is_file():
        raise ManifestError(
            phrase("Run {folder} ended before its patients were split; it has no report.", folder=folder.name)
        )
    config = read_json(folder / "config.json")
    manifest = Manifest.from_json(read_json(folder / "manifest.json"))
    split = read_json(folder / "split.json")
    drawn = load_hold_out(project.splits_dir)
    events = read_events(folder)
    ended = next((e["time"] for e in reversed(events) if e["event"] in ("finished", "stopped", "failed")), utc_now())
    outcomes = outcomes_of(folder)
    facts = RunFacts(
        meta={"run": folder.name, "started": config.get("started", ""), "finished": ended,
              "seconds": {o.name: o.seconds for o in outcomes}},
        setting=_setting(config, manifest, outcomes, None if drawn is None else drawn.seed),
        flow=manifest.flow_json(split),
        split=split,
        hold_out_opened=0 if drawn is None else len(drawn.openings),
        synthetic=manifest.synthetic,
        bootstrap=bootstrap_of(manifest, int(config["seed"])),
        receipt={
            "split_sha256": hashlib.sha256((folder / "split.json").read_bytes()).hexdigest(),
            "leak_pairs": next((e["pairs"] for e in reversed(events) if e["event"] == "leak_check"), None),
        },
    )  # fmt: skip
    return build_report(outcomes, facts)


def _setting(
    config: Mapping[str, Any], manifest: Manifest, outcomes: Sequence[Outcome], hold_out_seed: int | None
) -> dict[str, Any]:
    """What a reader of the report must know to compare it with another one."""
    return {
        "preset": config["preset"],
        "sequences": list(manifest.sequences),
        "classes": manifest.classes.to_json(),
        "outline_region": manifest.choice.outline_region,
        "coverage_band": [manifest.choice.coverage_min, manifest.choice.coverage_max],
        "device": config["device"],
        "threads": config["threads"],
        "seed": config["seed"],
        "hold_out_seed": hold_out_seed,
        "versions": config["versions"],
        "weights": {o.name: o.note for o in outcomes if o.note},
    }
