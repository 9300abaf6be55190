"""What a run would train on, before it is started. Draws nothing that is kept."""

from __future__ import annotations

from typing import Any

from glioma_desktop.annotation.hold_out import load_hold_out
from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import WeightsError
from glioma_desktop.grading.networks import NETWORKS
from glioma_desktop.grading.weights import default_weights_folder, find_imagenet_weights
from glioma_desktop.phrase import joined, phrase
from training.eligible import build_manifest
from training.experiment import FINE_TUNED, FROZEN, FitSpec, fit_specs
from training.predictions import NO_WEIGHTS
from training.run import TrainOptions, checked, choice_of, chosen_device
from training.split import extended, split_folds

SECONDS_A_CROP = {"alexnet": 0.055, "googlenet": 0.16, "googlenet_bvlc": 0.13}
"""On two cores of 2020 (docs/measurements.md); a run measures its own speed from its first epoch on."""
GPU_SPEED_UP = 60.0
BASELINE_SECONDS = 60.0


def preview_of(project: Project, options: TrainOptions) -> dict[str, Any]:
    """``{manifest, split, openings, sealed_before, device, fits, weights, seconds}``.

    Raises:
        ManifestError: no run can be made from these patients.
    """
    manifest = checked(build_manifest(project, choice_of(project, options)))
    known = load_hold_out(project.splits_dir)
    split = split_folds(manifest, extended(project, manifest), options.seed)
    device, why = chosen_device(options.device)
    specs = fit_specs(options.preset, options.networks, options.starts, options.epochs, device.type == "cuda")
    lines, missing = _weights(project, options, specs)
    boxes = sum(len(row.boxes) for row in manifest.patients)
    return {
        "manifest": manifest.to_json(),
        "split": split.to_json(),
        "openings": 0 if known is None else len(known.openings),
        "sealed_before": known is not None,
        "device": {"type": device.type, "words": why},
        "weights": lines,
        "fits": [
            {"network": s.network, "start": s.start, "epochs": s.loop.epochs,
             "status": NO_WEIGHTS if s.network in missing and s.start in (FINE_TUNED, FROZEN) else "waiting"}
            for s in specs
        ],
        "seconds": _seconds(specs, boxes, len(split.tuning), missing, device.type == "cuda", options.threads or 1),
    }  # fmt: skip


def _weights(project: Project, options: TrainOptions, specs: tuple[FitSpec, ...]) -> tuple[list[str], set[str]]:
    """One line a network that starts from ImageNet; a download is announced, not made."""
    lines: list[str] = []
    missing: set[str] = set()
    for name in dict.fromkeys(s.network for s in specs if s.start in (FINE_TUNED, FROZEN)):
        cache = project.cache_dir / "weights"
        here = options.weights or default_weights_folder()
        try:
            if here is None and not (cache.is_dir() and any(cache.iterdir())):
                lines.append(phrase("{label}: will be downloaded.", label=NETWORKS[name].label))
                continue
            found = find_imagenet_weights(name, here or cache, cache)
            source = phrase("{label}: {source}.", label=NETWORKS[name].label, source=found.source)
            lines.append(joined([source, found.note]) if found.note else source)
        except WeightsError as error:
            missing.add(name)
            lines.append(error.message)
    return lines, missing


def _seconds(
    specs: tuple[FitSpec, ...], boxes: int, patients: int, missing: set[str], cuda: bool, threads: int
) -> float:
    total = BASELINE_SECONDS
    for spec in specs:
        if spec.network in missing and spec.start in (FINE_TUNED, FROZEN):
            continue
        crops = (
            boxes if spec.start == FROZEN else 4 * spec.loop.epochs * min(boxes, (spec.loop.draws or boxes) * patients)
        )
        total += crops * SECONDS_A_CROP[spec.network] * (1.5 if spec.start != FROZEN else 0.5) * 2 / max(threads, 1)
    return total / GPU_SPEED_UP if cuda else total
