"""A network of three layers that learns in milliseconds, in the place of AlexNet; also a program of its own for kill tests.

``python -m tests.training.tiny PROJECT [EPOCHS [RESUME]]`` trains it like ``glioma-desktop train`` would AlexNet.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from glioma_desktop.grading.networks.definition import Network, NetworkDefinition, as_three_channels


class TinyNetwork(Network):
    def __init__(self, head: bool = True) -> None:
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(3, 8, 5, stride=4), nn.ReLU(), nn.AdaptiveAvgPool2d(3))
        self.classifier = nn.Sequential(nn.Dropout(0.3), nn.Linear(72, 2)) if head else nn.Sequential()

    def trunk_features(self, x: Tensor) -> Tensor:
        return self.features(as_three_channels(x)).flatten(1)

    def forward(self, x: Tensor) -> Tensor:
        return self.classifier(self.trunk_features(x))


class TinyDefinition(NetworkDefinition):
    name: ClassVar[str] = "alexnet"
    label: ClassVar[str] = "Tiny"
    input_size: ClassVar[int] = 32
    feature_count: ClassVar[int] = 72

    def make(self, head: bool = True) -> Network:
        return TinyNetwork(head)

    def fingerprint(self) -> tuple[str, tuple[int, ...]]:
        return "features.0.weight", (8, 3, 5, 5)

    def adopted(self, weights: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
        return {name: value for name, value in weights.items() if not name.startswith("classifier")}

    def trunk_names(self) -> Sequence[str]:
        return ("features.",)


def weights_of_a_tiny_trunk() -> dict[str, Tensor]:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        return {n: v.clone() for n, v in TinyNetwork().state_dict().items() if n.startswith("features")}


def put_in_place(patch: Any) -> None:
    """Let ``training`` see the tiny network as ``alexnet``; ``patch(target, name, value)`` sets an attribute."""
    from glioma_desktop.grading.weights import ImageNetWeights
    from training import imagenet, preview, run

    found = ImageNetWeights("alexnet", weights_of_a_tiny_trunk(), "tiny.safetensors", "0" * 64, "")
    for module in (run, preview):
        patch(module, "NETWORKS", {"alexnet": TinyDefinition()})
    for module in (imagenet, preview):
        patch(module, "find_imagenet_weights", lambda *args, **more: found)
    patch(run, "CROP_SIZE", 32)


if __name__ == "__main__":
    from training import commands
    from training.run import TrainOptions

    put_in_place(setattr)
    epochs = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    resume = sys.argv[3] if len(sys.argv) > 3 else None
    commands.train(
        Path(sys.argv[1]),
        TrainOptions(
            networks=("alexnet",), starts=("frozen", "imagenet"), epochs=epochs, device="cpu", threads=1, resume=resume
        ),
    )
