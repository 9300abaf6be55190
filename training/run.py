"""A run from its options to its report: everything that ``train`` does, in order, in the run folder."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import psutil
import torch
from torch import Tensor

from glioma_desktop.annotation.hold_out import HoldOut, count_opening, load_hold_out
from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import GliomaError, ManifestError, WeightsError
from glioma_desktop.grading.crop import CropSpec
from glioma_desktop.grading.networks import NETWORKS
from glioma_desktop.grading.weights import find_imagenet_weights
from glioma_desktop.study.series import SEQUENCES
from training import leak_check
from training.atomic import read_json, write_json
from training.crops import Crops, cut_crops
from training.crossvalidate import Clock, Ground, cross_validate, read_outcome, score_hold_out
from training.eligible import attach_series, build_manifest
from training.events import Control, EventLog, RunLock, RunStopped, new_run_folder, read_events, utc_now
from training.experiment import FINE_TUNED, FROZEN, FitSpec, fit_specs
from training.handcrafted import Baseline, fit_baselines
from training.intervals import Bootstrap
from training.manifest import Choice, Manifest
from training.predictions import NO_WEIGHTS, NOT_FINISHED, Outcome
from training.publish import versions
from training.report import RunFacts, build_report, outcome_rows
from training.report_html import write_report_html
from training.split import Split, check_sides, hold_out, split_folds

BASELINES = ("size_only", "handcrafted")
LOW_PRIORITY = 10
CROP_SIZE = 224
Listener = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True)
class TrainOptions:
    """What ``train`` is asked for; the defaults are the command line's.

    Attributes:
        networks: None: the preset's own.
        sequences: Empty: the project's box series.
        weights: A file or folder of ImageNet weights.
        resume: A run to go on with; its own options hold then.
        threads: CPU threads; None: all cores.
    """

    preset: str = "quick"
    networks: tuple[str, ...] | None = None
    starts: tuple[str, ...] | None = None
    sequences: tuple[str, ...] = ()
    coverage_min: float = 0.7
    coverage_max: float = 0.9
    weights: Path | None = None
    epochs: int | None = None
    device: str = "auto"
    seed: int = 0
    resume: str | None = None
    threads: int | None = None
    nice: bool = False

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy; the path of the weights stays behind."""
        data = asdict(self)
        del data["weights"], data["resume"]
        return data


def chosen_device(wish: str) -> tuple[torch.device, str]:
    """The device and why.

    Raises:
        GliomaError: CUDA was asked for and there is none.
    """
    if torch.cuda.is_available() and wish in ("auto", "cuda"):
        name = torch.cuda.get_device_name(0)
        return torch.device("cuda"), f"{name}, mixed precision"
    if wish == "cuda":
        raise GliomaError("No CUDA device is to be seen by PyTorch. Train with --device cpu, or mend the driver.")
    cores = os.cpu_count() or 1
    reason = "chosen" if wish == "cpu" else "no CUDA device was found"
    return torch.device("cpu"), f"CPU, {cores} cores; {reason}"


def choice_of(project: Project, options: TrainOptions) -> Choice:
    """What the options choose in this project.

    Raises:
        ManifestError: a sequence is unknown, their number is not 1 or 3, or the coverage band is empty.
    """
    sequences = options.sequences or (project.config.box_series,)
    unknown = [s for s in sequences if s not in SEQUENCES]
    if unknown or len(sequences) not in (1, 3):
        raise ManifestError(f"Choose one sequence or three of {', '.join(SEQUENCES)}, not {', '.join(sequences)}.")
    if options.coverage_min >= options.coverage_max:
        raise ManifestError("The coverage band is empty: its lower end must be below its upper end.")
    return Choice(
        sequences=sequences,
        coverage_min=options.coverage_min,
        coverage_max=options.coverage_max,
        box_sequence=project.config.box_series,
        outline_region=project.config.outline_region,
        classes=project.config.classes,
    )


def train(project: Project, options: TrainOptions, listener: Listener | None = None) -> dict[str, Any]:
    """Train, cross-validate, open the hold-out once, write the report.

    Args:
        project: Open.
        options: What to train.
        listener: Gets every event as it is written.

    Returns:
        ``{"run", "device", "state", "results"}``; ``state`` is ``finished`` or ``stopped``.

    Raises:
        GliomaError: the world's fault; the run folder says ``failed`` and can be resumed.
    """
    if options.resume is not None:
        folder = run_folder(project, options.resume)
        config = read_json(folder / "config.json")
        options = replace(_options_from(config), weights=options.weights, resume=options.resume, nice=options.nice)
    threads = options.threads or os.cpu_count() or 1
    if options.nice:
        psutil.Process().nice(LOW_PRIORITY if sys.platform != "win32" else psutil.BELOW_NORMAL_PRIORITY_CLASS)
    torch.set_num_threads(threads)
    device, why = chosen_device(options.device)
    manifest = None if options.resume else checked(build_manifest(project, choice_of(project, options)))
    if options.resume is None:
        folder = new_run_folder(project.runs_dir, options.preset)
        write_json(folder / "config.json", {**options.to_json(), "threads": threads, "device": device.type,
                                            "device_reason": why, "versions": versions(), "started": utc_now()})  # fmt: skip
    lock = RunLock(folder)
    log = EventLog(folder)
    run = _Run(project, replace(options, threads=threads), folder, device, why, log, listener)
    try:
        return run.go(manifest)
    except RunStopped as stopped:
        run.tell("stopped", kept=str(stopped))
        return {"run": folder.name, "device": device.type, "state": "stopped", "results": []}
    except GliomaError as error:
        run.tell("failed", error={"kind": type(error).__name__, "message": error.message})
        raise
    finally:
        lock.release()


def _options_from(config: Mapping[str, Any]) -> TrainOptions:
    known = {name: config[name] for name in TrainOptions.__dataclass_fields__ if name in config}
    for name in ("networks", "starts", "sequences"):
        known[name] = None if known.get(name) is None else tuple(known[name])
    known["sequences"] = known["sequences"] or ()
    return TrainOptions(**known)


def checked(manifest: Manifest) -> Manifest:
    """The manifest, if a run can be made of it.

    Raises:
        ManifestError: it is empty, or all patients are of one class.
    """
    labels = {row.label for row in manifest.patients}
    if not manifest.patients:
        reasons = "; ".join(f"{len(p)} {why}" for step in manifest.flow for why, p in step.excluded.items())
        raise ManifestError(f"No patient can enter the run ({reasons or 'the project is empty'}).")
    if len(labels) < 2:
        held = "high" if labels == {1} else "low"
        raise ManifestError(
            f"All {len(manifest.patients)} patients are of {held} grade. Add patients of the other class."
        )
    return manifest


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
    raise ManifestError(f"There is no run {run} in this project. It holds: {held}.")


class _Run:
    """One process's work on one run folder."""

    def __init__(
        self, project: Project, options: TrainOptions, folder: Path, device: torch.device, why: str, log: EventLog,
        listener: Listener | None,
    ) -> None:  # fmt: skip
        self.project, self.options, self.folder = project, options, folder
        self.device, self.why, self._log, self._listener = device, why, log, listener
        self.control = Control(folder, log)
        self.began = time.monotonic()
        self.bootstrap = Bootstrap(options.seed)

    def tell(self, event: str, **fields: Any) -> None:
        """Append an event and pass it on."""
        self._log.append(event, **fields)
        if self._listener is not None:
            self._listener({"event": event, **fields})

    def go(self, manifest: Manifest | None) -> dict[str, Any]:
        """Everything, in the order of the protocol."""
        self.control.clear()
        resumed = (self.folder / "split.json").is_file()
        manifest, split, leaks = self._parts(manifest, resumed)
        self.bootstrap = bootstrap_of(manifest, self.options.seed)
        specs = fit_specs(
            self.options.preset,
            self.options.networks,
            self.options.starts,
            self.options.epochs,
            self.device.type == "cuda",
        )
        weights = {spec.name: self._weights(spec) for spec in specs}
        self._started(manifest, split, specs, weights, resumed)
        self.tell("leak_check", pairs=len(leaks[0]), seconds=leaks[1])
        leak_check.refuse(leaks[0])
        crop_spec = CropSpec(size=CROP_SIZE, sequences=manifest.sequences, step_mm=manifest.choice.step_mm)
        crops = cut_crops(manifest, crop_spec, self.project.cache_dir)
        ground = Ground(crops, split, self.device, self.options.seed, self.folder, self.control, self.tell)
        baselines = self._baselines(manifest, split, crops)
        clock = Clock(_crops_to_show(specs, weights, ground))
        outcomes = [self._fit(ground, spec, weights[spec.name], clock) for spec in specs]
        self._open(manifest, split)
        outcomes = [
            score_hold_out(ground, spec, NETWORKS[spec.network], o) if o.done and o.hold_out is None else o
            for spec, o in zip(specs, outcomes, strict=True)
        ]
        for baseline in baselines or fit_baselines(manifest, split, crops, self.options.seed):
            self._keep(baseline.outcome(manifest, split, hold_out=True))
        report = report_of(self.project, self.folder)
        write_json(self.folder / "report.json", report)
        write_report_html(report, self.folder / "report.html")
        self.tell("finished", report="report.html", seconds=round(time.monotonic() - self.began, 1))
        return {"run": self.folder.name, "device": self.device.type, "state": "finished", "results": report["results"]}

    def _parts(
        self, manifest: Manifest | None, resumed: bool
    ) -> tuple[Manifest, Split, tuple[list[leak_check.Leak], float]]:
        """Manifest and split, from the folder or fresh; a cohort that leaks is refused before anybody is sealed."""
        if manifest is None and resumed:
            manifest = attach_series(self.project, Manifest.from_json(read_json(self.folder / "manifest.json")))
        elif manifest is None:
            manifest = checked(build_manifest(self.project, choice_of(self.project, self.options)))
        began = time.monotonic()
        found = leak_check.check_leaks(self.project, [row.patient for row in manifest.patients])
        leaks = found, round(time.monotonic() - began, 1)
        if resumed:
            split = Split.from_json(read_json(self.folder / "split.json"))
            sealed = load_hold_out(self.project.splits_dir)
            check_sides(split, sealed or HoldOut({}, 0, ""))
            return manifest, split, leaks
        if found:
            self.tell("leak_check", pairs=len(found), seconds=leaks[1])
            leak_check.refuse(found)
        split = split_folds(manifest, hold_out(self.project, manifest), self.options.seed)
        write_json(self.folder / "manifest.json", manifest.to_json())
        write_json(self.folder / "split.json", split.to_json())
        return manifest, split, leaks

    def _weights(self, spec: FitSpec) -> tuple[Mapping[str, Tensor] | None, str, str]:
        """ImageNet weights for a fit, its status, and a note."""
        if spec.start not in (FINE_TUNED, FROZEN):
            return None, "", ""
        try:
            found = find_imagenet_weights(spec.network, self.options.weights, self.project.cache_dir / "weights")
        except WeightsError as error:
            return None, NO_WEIGHTS, error.message
        source = f"ImageNet weights {found.source}, SHA-256 {found.sha256[:16]}"
        return found.state, "", f"{source}. {found.note}" if found.note else f"{source}."

    def _started(
        self, manifest: Manifest, split: Split, specs: Sequence[FitSpec],
        weights: Mapping[str, tuple[Any, str, str]], resumed: bool,
    ) -> None:  # fmt: skip
        self.tell(
            "resumed" if resumed else "run_started",
            run=self.folder.name,
            preset=self.options.preset,
            device=self.device.type,
            device_reason=self.why,
            threads=self.options.threads,
            patients=len(manifest.patients),
            hold_out=len(split.hold_out),
            folds=[len(fold) for fold in split.folds],
            fits=[
                {
                    "network": s.network,
                    "start": s.start,
                    "epochs": s.loop.epochs,
                    "status": weights[s.name][1] or "waiting",
                }
                for s in specs
            ],
            epochs_total=sum(5 * s.loop.epochs for s in specs if not weights[s.name][1]),
        )

    def _fit(self, ground: Ground, spec: FitSpec, weights: tuple[Any, str, str], clock: Clock) -> Outcome:
        state, status, note = weights
        if status:
            outcome = Outcome(spec.network, spec.start, status, note=note)
            self._keep(outcome)
            return outcome
        outcome = cross_validate(ground, spec, NETWORKS[spec.network], state, note, clock)
        self._row(outcome)
        return outcome

    def _row(self, outcome: Outcome) -> None:
        self.tell("row", row=outcome_rows(replace(outcome, hold_out=None), self.bootstrap)[0])

    def _baselines(self, manifest: Manifest, split: Split, crops: Crops) -> list[Baseline]:
        """Both baselines, out of fold; none when an earlier process kept their figures."""
        if all(_read_baseline(self.folder, name) is not None for name in BASELINES):
            return []
        self.control.settle("Nothing of this run is kept yet but its split.")
        fitted = fit_baselines(manifest, split, crops, self.options.seed)
        for baseline in fitted:
            outcome = baseline.outcome(manifest, split, hold_out=False)
            self._keep(outcome)
            self.tell("baseline", network=outcome.network, row=outcome_rows(outcome, self.bootstrap)[0])
        return fitted

    def _keep(self, outcome: Outcome) -> None:
        write_json(self.folder / "fits" / outcome.name / "predictions.json", outcome.to_json())

    def _open(self, manifest: Manifest, split: Split) -> None:
        """The one opening of this run, counted before anything is scored; the project's list says whether it was."""
        if any(event["event"] == "hold_out_opened" for event in read_events(self.folder)):
            return
        by, drawn = f"run {self.folder.name}", load_hold_out(self.project.splits_dir)
        earlier = [k for k, o in enumerate(drawn.openings if drawn else ()) if (o.by, o.what) == (by, "train")]
        times = earlier[0] + 1 if earlier else count_opening(self.project.splits_dir, by=by, what="train")
        self.tell("hold_out_opened", times=times)


def bootstrap_of(manifest: Manifest, seed: int) -> Bootstrap:
    """How this cohort is drawn from: within its grades."""
    return Bootstrap(seed, {row.patient: row.grade for row in manifest.patients})


def _crops_to_show(specs: Sequence[FitSpec], weights: Mapping[str, tuple[Any, str, str]], ground: Ground) -> float:
    """Crops that all fits show, roughly: for the time left."""
    total = 0.0
    for spec in specs:
        if weights[spec.name][1]:
            continue
        if spec.start == FROZEN:
            total += len(ground.crops)
            continue
        for k in range(len(ground.split.folds)):
            index = ground.training_part(k)
            groups = ground.items.group[index]
            shown = sum(min(int((groups == g).sum()), spec.loop.draws or len(index)) for g in set(groups.tolist()))
            total += shown * spec.loop.epochs
    return total


def _read_baseline(folder: Path, name: str) -> Outcome | None:
    path = folder / "fits" / name / "predictions.json"
    return Outcome.from_json(read_json(path)) if path.is_file() else None


def outcomes_of(folder: Path) -> list[Outcome]:
    """What a run has so far, in the order of its report: baselines, then networks; the unfinished are named."""
    config = read_json(folder / "config.json")
    options = _options_from(config)
    found = [outcome for name in BASELINES if (outcome := _read_baseline(folder, name)) is not None]
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
        raise ManifestError(f"Run {folder.name} ended before its patients were split; it has no report.")
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
        setting={
            "preset": config["preset"],
            "sequences": list(manifest.sequences),
            "classes": manifest.classes.to_json(),
            "outline_region": manifest.choice.outline_region,
            "coverage_band": [manifest.choice.coverage_min, manifest.choice.coverage_max],
            "device": config["device"],
            "threads": config["threads"],
            "seed": config["seed"],
            "hold_out_seed": drawn.seed if drawn is not None else None,
            "versions": config["versions"],
            "weights": {o.name: o.note for o in outcomes if o.note},
        },
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
