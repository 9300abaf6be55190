"""What a run trains: which networks from which starts, and how each learns. Frozen before the first step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from training.loop import LoopConfig

STARTS = ("scratch", "imagenet", "frozen")
FINE_TUNED, FROZEN = "imagenet", "frozen"


@dataclass(frozen=True, slots=True)
class FitSpec:
    """One network from one start, on all five folds.

    Attributes:
        loop: For ``frozen`` an epoch is one step over all cached features, and only ``epochs``, ``learning_rate`` and
            ``weight_decay`` are used.
    """

    network: str
    start: str
    loop: LoopConfig

    @property
    def name(self) -> str:
        """``alexnet-imagenet``; the folder of the fits."""
        return f"{self.network}-{self.start}"

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy."""
        return {"network": self.network, "start": self.start, "loop": self.loop.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FitSpec:
        """The spec written by ``to_json``."""
        return cls(data["network"], data["start"], LoopConfig.from_json(data["loop"]))


@dataclass(frozen=True, slots=True)
class Preset:
    """A named set of fits."""

    fits: tuple[tuple[str, str], ...]
    epochs: int
    draws: int


PRESETS: Mapping[str, Preset] = {
    "quick": Preset((("alexnet", FROZEN), ("alexnet", FINE_TUNED)), epochs=8, draws=4),
    "paper": Preset(
        tuple((n, s) for n in ("alexnet", "googlenet", "googlenet_bvlc") for s in STARTS), epochs=30, draws=0
    ),
}
FROZEN_EPOCHS = 60
BATCH_SIZE = 32
LEARNING_RATE = 0.01 * BATCH_SIZE / 128
"""Krizhevsky et al. 2012 learn at 0.01 with 128 images a step; scaled linearly with the step (Goyal et al. 2017). At 0.01
the fresh dense layers of a fine-tuned AlexNet drive the loss on the real cohort to 1.8 before it falls again."""


def fit_specs(
    preset: str,
    networks: Sequence[str] | None = None,
    starts: Sequence[str] | None = None,
    epochs: int | None = None,
    cuda: bool = False,
) -> tuple[FitSpec, ...]:
    """The fits of a preset; networks, starts (all combinations) and epochs replace the preset's own.

    Args:
        preset: A key of ``PRESETS``.
        networks: None: the preset's own (for chosen starts: each network of the preset).
        starts: None: the preset's own.
        epochs: None: the preset's own; frozen trunks then learn their linear head for ``FROZEN_EPOCHS``.
        cuda: Mixed precision and channels_last.

    Raises:
        KeyError: no such preset.
    """
    chosen = PRESETS[preset]
    pairs = chosen.fits
    if networks or starts:
        names = tuple(dict.fromkeys(networks or (network for network, _ in chosen.fits)))
        wanted = tuple(dict.fromkeys(starts or (start for _, start in chosen.fits)))
        pairs = tuple((network, start) for network in names for start in wanted)
    base = LoopConfig(
        epochs=epochs or chosen.epochs, batch_size=BATCH_SIZE, learning_rate=LEARNING_RATE, draws=chosen.draws,
        mixed_precision=cuda, channels_last=cuda,
    )  # fmt: skip
    return tuple(FitSpec(network, start, _loop(base, start, epochs)) for network, start in _cheap_first(pairs))


def _loop(base: LoopConfig, start: str, epochs: int | None) -> LoopConfig:
    if start == FROZEN:
        return replace(
            base, epochs=epochs or FROZEN_EPOCHS, learning_rate=0.01, weight_decay=0.01, mixed_precision=False
        )
    return base


def _cheap_first(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Frozen trunks first: there is something to see within seconds."""
    return sorted(pairs, key=lambda pair: pair[1] != FROZEN)
