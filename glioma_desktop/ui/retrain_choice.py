"""What the reader chooses before a training starts, as the command line takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from glioma_desktop.phrase import phrase

Preset = Literal["quick", "paper"]
Device = Literal["auto", "cpu", "cuda"]
NETWORKS = ("alexnet", "googlenet", "googlenet_bvlc")
STARTS = ("scratch", "imagenet", "frozen")


@dataclass(frozen=True, slots=True)
class PresetContents:
    """What a preset trains when nothing else is said (a test holds it equal to training's own)."""

    networks: tuple[str, ...]
    starts: tuple[str, ...]
    epochs: int
    words: str


PRESETS: Mapping[str, PresetContents] = {
    "quick": PresetContents(("alexnet",), ("imagenet", "frozen"), 8, phrase("AlexNet, fine-tuned and frozen")),
    "paper": PresetContents(NETWORKS, STARTS, 30, phrase("three networks, every start")),
}


@dataclass(frozen=True, slots=True)
class RetrainChoice:
    """One choice. ``None`` leaves the preset's own.

    Attributes:
        sequences: One sequence, or three that become channels.
        coverage_min: 0..1.
        coverage_max: 0..1.
        weights: File or folder of ImageNet weights; None: those found before, else torchvision's download.
    """

    preset: Preset = "quick"
    networks: tuple[str, ...] | None = None
    starts: tuple[str, ...] | None = None
    sequences: tuple[str, ...] = ("t1ce",)
    coverage_min: float = 0.7
    coverage_max: float = 0.9
    epochs: int | None = None
    device: Device = "auto"
    seed: int = 0
    weights: Path | None = None

    def arguments(self) -> list[str]:
        """The words after ``train`` (or ``preview``) and its project."""
        words = ["--preset", self.preset, "--sequence", ",".join(self.sequences)]
        for network in self.networks or ():
            words += ["--network", network]
        for start in self.starts or ():
            words += ["--start", start]
        words += ["--coverage-min", f"{self.coverage_min:g}", "--coverage-max", f"{self.coverage_max:g}"]
        if self.epochs is not None:
            words += ["--epochs", str(self.epochs)]
        words += ["--device", self.device, "--seed", str(self.seed)]
        if self.weights is not None:
            words += ["--weights", str(self.weights)]
        return words
