"""What ``train`` is asked for, and what of it can be had in this project and on this machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import GliomaError, ManifestError
from glioma_desktop.phrase import joined, phrase
from glioma_desktop.study.series import SEQUENCES
from training.manifest import Choice, Manifest


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
        return torch.device("cuda"), phrase("{name}, mixed precision", name=name)
    if wish == "cuda":
        raise GliomaError(
            phrase("No CUDA device is to be seen by PyTorch. Train with --device cpu, or mend the driver.")
        )
    cores = os.cpu_count() or 1
    reason = phrase("chosen") if wish == "cpu" else phrase("no CUDA device was found")
    return torch.device("cpu"), phrase("CPU, {cores} cores; {reason}", cores=cores, reason=reason)


def choice_of(project: Project, options: TrainOptions) -> Choice:
    """What the options choose in this project.

    Raises:
        ManifestError: a sequence is unknown, their number is not 1 or 3, or the coverage band is empty.
    """
    sequences = options.sequences or (project.config.box_series,)
    unknown = [s for s in sequences if s not in SEQUENCES]
    if unknown or len(sequences) not in (1, 3):
        raise ManifestError(
            phrase(
                "Choose one sequence or three of {sequences}, not {chosen}.",
                sequences=joined(SEQUENCES, ", "),
                chosen=joined(sequences, ", "),
            )
        )
    if options.coverage_min >= options.coverage_max:
        raise ManifestError(phrase("The coverage band is empty: its lower end must be below its upper end."))
    return Choice(
        sequences=sequences,
        coverage_min=options.coverage_min,
        coverage_max=options.coverage_max,
        box_sequence=project.config.box_series,
        outline_region=project.config.outline_region,
        classes=project.config.classes,
    )


def options_of(config: Mapping[str, Any]) -> TrainOptions:
    """The options that a run's ``config.json`` holds."""
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
        left = [(why, names) for step in manifest.flow for why, names in step.excluded.items()]
        reasons = joined((phrase("{count} {reason}", count=len(names), reason=why) for why, names in left), "; ")
        raise ManifestError(
            phrase("No patient can enter the run ({reasons}).", reasons=reasons or phrase("the project is empty"))
        )
    if len(labels) < 2:
        held = phrase("high") if labels == {1} else phrase("low")
        raise ManifestError(
            phrase(
                "All {count} patients are of {held} grade. Add patients of the other class.",
                count=len(manifest.patients),
                held=held,
            )
        )
    return manifest
