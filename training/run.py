"""A run from its options to its report: everything that ``train`` does, in order, in the run folder."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import torch

from glioma_desktop.annotation.hold_out import HoldOut, count_opening, load_hold_out
from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import GliomaError
from glioma_desktop.grading.crop import CropSpec
from glioma_desktop.grading.networks import NETWORKS
from glioma_desktop.phrase import phrase
from training import leak_check
from training.atomic import read_json, write_json
from training.crops import Crops, cut_crops
from training.crossvalidate import cross_validate, score_hold_out
from training.eligible import attach_series, build_manifest, counted_as_before
from training.events import Control, EventLog, RunLock, RunStopped, new_run_folder, read_events, utc_now
from training.experiment import FROZEN, FitSpec, fit_specs
from training.ground import Clock, Ground
from training.handcrafted import Baseline, fit_baselines
from training.imagenet import StartWeights, start_weights
from training.intervals import Bootstrap
from training.manifest import Manifest
from training.options import TrainOptions, checked, choice_of, chosen_device, options_of
from training.predictions import Outcome
from training.publish import versions
from training.report import outcome_rows
from training.report_html import write_report_html
from training.run_folder import BASELINES, bootstrap_of, outcomes_of, read_baseline, report_of, run_folder
from training.split import Split, check_sides, seal_and_split

__all__ = ["TrainOptions", "checked", "choice_of", "chosen_device", "outcomes_of", "report_of", "run_folder", "train"]

LOW_PRIORITY = 10
CROP_SIZE = 224
Listener = Callable[[Mapping[str, Any]], None]


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
        options = replace(options_of(config), weights=options.weights, resume=options.resume, nice=options.nice)
    threads = _take_threads(options)
    device, why = chosen_device(options.device)
    if options.resume is not None:
        why = str(config.get("device_reason", why))  # why it was chosen, not that it was
    manifest = None if options.resume else checked(build_manifest(project, choice_of(project, options)))
    if options.weights is not None:
        # A file that was named by mistake is refused before there is a run.
        start_weights(_specs(options, device), options.weights, project.cache_dir / "weights")
    if options.resume is None:
        folder = new_run_folder(project.runs_dir, options.preset)
        write_json(folder / "config.json", {**options.to_json(), "threads": threads, "device": device.type,
                                            "device_reason": why, "versions": versions(), "started": utc_now()})  # fmt: skip
    lock = RunLock(folder)
    try:
        return _Run(project, replace(options, threads=threads), folder, device, why, listener).to_the_end(manifest)
    finally:
        lock.release()


def _take_threads(options: TrainOptions) -> int:
    """Run at the priority and on the CPU threads that were asked for; how many these are."""
    threads = options.threads or os.cpu_count() or 1
    if options.nice:
        psutil.Process().nice(LOW_PRIORITY if sys.platform != "win32" else psutil.BELOW_NORMAL_PRIORITY_CLASS)
    torch.set_num_threads(threads)
    return threads


class _Run:
    """One process's work on one run folder."""

    def __init__(
        self, project: Project, options: TrainOptions, folder: Path, device: torch.device, why: str,
        listener: Listener | None,
    ) -> None:  # fmt: skip
        self.project, self.options, self.folder = project, options, folder
        self.device, self.why, self._log, self._listener = device, why, EventLog(folder), listener
        self.control = Control(folder, self._log)
        self.began = time.monotonic()
        self.bootstrap = Bootstrap(options.seed)

    def tell(self, event: str, **fields: Any) -> None:
        """Append an event and pass it on."""
        self._log.append(event, **fields)
        if self._listener is not None:
            self._listener({"event": event, **fields})

    def to_the_end(self, manifest: Manifest | None) -> dict[str, Any]:
        """Do the work; the last event says how it ended. See ``train``."""
        try:
            return self._go(manifest)
        except RunStopped as stopped:
            self.tell("stopped", kept=str(stopped))
            return {"run": self.folder.name, "device": self.device.type, "state": "stopped", "results": []}
        except GliomaError as error:
            self.tell("failed", error={"kind": type(error).__name__, "message": error.message})
            raise

    def _go(self, manifest: Manifest | None) -> dict[str, Any]:
        """Everything, in the order of the protocol."""
        self.control.clear()
        resumed = (self.folder / "split.json").is_file()
        manifest, split, leaks = self._parts(manifest, resumed)
        self.bootstrap = bootstrap_of(manifest, self.options.seed)
        specs = _specs(self.options, self.device)
        weights = self._weights(specs)
        self._started(manifest, split, specs, weights, resumed)
        self.tell("leak_check", pairs=len(leaks[0]), seconds=leaks[1])
        leak_check.refuse(leaks[0])
        crop_spec = CropSpec(size=CROP_SIZE, sequences=manifest.sequences, step_mm=manifest.choice.step_mm)
        crops = cut_crops(manifest, crop_spec, self.project.cache_dir)
        ground = Ground(crops, split, self.device, self.options.seed, self.folder, self.control, self.tell)
        baselines = self._baselines(manifest, split, crops)
        clock = Clock(_crops_to_show(specs, weights, ground))
        outcomes = [self._fit(ground, spec, weights[spec.name], clock) for spec in specs]
        if any(outcome.done for outcome in outcomes):
            self._open(manifest, split)
            for spec, outcome in zip(specs, outcomes, strict=True):
                if outcome.done and outcome.hold_out is None:
                    score_hold_out(ground, spec, NETWORKS[spec.network], outcome)
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
            kept = Manifest.from_json(read_json(self.folder / "manifest.json"))
            manifest = counted_as_before(attach_series(self.project, kept))
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
        split = seal_and_split(self.project, manifest, self.options.seed)
        write_json(self.folder / "manifest.json", manifest.to_json())
        write_json(self.folder / "split.json", split.to_json())
        return manifest, split, leaks

    def _weights(self, specs: Sequence[FitSpec]) -> dict[str, StartWeights]:
        def downloading(network: str, done: int, total: int) -> None:
            self.tell("download", network=network, done=done, total=total)

        return start_weights(specs, self.options.weights, self.project.cache_dir / "weights", downloading)

    def _started(
        self, manifest: Manifest, split: Split, specs: Sequence[FitSpec],
        weights: Mapping[str, StartWeights], resumed: bool,
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
                    "status": weights[s.name].status or "waiting",
                    "note": weights[s.name].note,
                }
                for s in specs
            ],
            epochs_total=sum(5 * s.loop.epochs for s in specs if not weights[s.name].status),
        )

    def _fit(self, ground: Ground, spec: FitSpec, weights: StartWeights, clock: Clock) -> Outcome:
        if weights.status:
            outcome = Outcome(spec.network, spec.start, weights.status, note=weights.note)
            self._keep(outcome)
            return outcome
        outcome = cross_validate(ground, spec, NETWORKS[spec.network], weights, clock)
        self._row(outcome)
        return outcome

    def _row(self, outcome: Outcome) -> None:
        self.tell("row", row=outcome_rows(replace(outcome, hold_out=None), self.bootstrap)[0])

    def _baselines(self, manifest: Manifest, split: Split, crops: Crops) -> list[Baseline]:
        """Both baselines, out of fold; none when an earlier process kept their figures."""
        if all(read_baseline(self.folder, name) is not None for name in BASELINES):
            return []
        self.control.settle(phrase("Nothing of this run is kept yet but its split."))
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


def _specs(options: TrainOptions, device: torch.device) -> tuple[FitSpec, ...]:
    return fit_specs(options.preset, options.networks, options.starts, options.epochs, device.type == "cuda")


def _crops_to_show(specs: Sequence[FitSpec], weights: Mapping[str, StartWeights], ground: Ground) -> float:
    """Crops that all fits show, roughly: for the time left."""
    total = 0.0
    for spec in specs:
        if weights[spec.name].status:
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
