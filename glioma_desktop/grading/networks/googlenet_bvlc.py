"""The published GoogLeNet (Szegedy et al. 2014) as in Caffe's model zoo, ``bvlc_googlenet``, with a head of two classes.

Convolutions with biases, local response normalisation, ceil-mode pooling, true 5 x 5 branches, no batch norm. The modules
bear Caffe's layer names, so that the state dict has the names of the published file. The file has no auxiliary heads, and
this network has none, from either start.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import ClassVar

import torch
from torch import Tensor, nn
from torch.nn import functional

from glioma_desktop.grading.networks.definition import (
    LAST_LAYER_SPREAD,
    Network,
    NetworkDefinition,
    as_three_channels,
    input_constants,
)

BGR_MEAN = (104.0, 117.0, 123.0)
INPUT_SPREAD = 64.0
"""Of pixels of 0..255, roughly: a network from scratch starts with signals of about 1."""
CLASSIFIER = "loss3/classifier"
# Channels of each branch: 1x1, 3x3 reduce, 3x3, 5x5 reduce, 5x5, pool projection.
INCEPTION: Mapping[str, tuple[int, int, int, int, int, int]] = {
    "3a": (64, 96, 128, 16, 32, 32),
    "3b": (128, 128, 192, 32, 96, 64),
    "4a": (192, 96, 208, 16, 48, 64),
    "4b": (160, 112, 224, 24, 64, 64),
    "4c": (128, 128, 256, 24, 64, 64),
    "4d": (112, 144, 288, 32, 64, 64),
    "4e": (256, 160, 320, 32, 128, 128),
    "5a": (256, 160, 320, 32, 128, 128),
    "5b": (384, 192, 384, 48, 128, 128),
}
POOL_AFTER = ("3b", "4e")


class BvlcGoogLeNet(Network):
    """Nine inception modules; RGB 0..1 becomes BGR 0..255 less Caffe's mean inside.

    Args:
        classes: 1000 for the original head.
        head: False: a trunk only.
    """

    input_mean: Tensor
    input_spread: Tensor

    def __init__(self, classes: int = 2, head: bool = True) -> None:
        super().__init__()
        self._convolution("conv1/7x7_s2", 3, 64, 7, stride=2)
        self._convolution("conv2/3x3_reduce", 64, 64, 1)
        self._convolution("conv2/3x3", 64, 192, 3)
        channels = 192
        for name, (c1, r3, c3, r5, c5, pooled) in INCEPTION.items():
            self._convolution(f"inception_{name}/1x1", channels, c1, 1)
            self._convolution(f"inception_{name}/3x3_reduce", channels, r3, 1)
            self._convolution(f"inception_{name}/3x3", r3, c3, 3)
            self._convolution(f"inception_{name}/5x5_reduce", channels, r5, 1)
            self._convolution(f"inception_{name}/5x5", r5, c5, 5)
            self._convolution(f"inception_{name}/pool_proj", channels, pooled, 1)
            channels = c1 + c3 + c5 + pooled
        self.dropout = nn.Dropout(0.4)
        if head:
            self.add_module(CLASSIFIER, nn.Linear(channels, classes))
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                # Xavier's with the gain of ReLU: without batch norm and auxiliary heads the signal must not fade.
                nn.init.xavier_uniform_(module.weight, gain=math.sqrt(2.0))
                nn.init.constant_(module.get_parameter("bias"), 0.0)
            elif isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std=LAST_LAYER_SPREAD)
                nn.init.zeros_(module.bias)
        with torch.no_grad():
            self.get_submodule("conv1/7x7_s2").get_parameter("weight").div_(INPUT_SPREAD)
        input_constants(self, BGR_MEAN, (1 / 255, 1 / 255, 1 / 255))

    def trunk_features(self, x: Tensor) -> Tensor:
        """Mean over the 7 x 7 positions of the last inception module: ``(n, 1024)``."""
        x = as_three_channels(x).flip(1) / self.input_spread - self.input_mean
        x = _normalised(_pooled(self._after("conv1/7x7_s2", x)))
        x = self._after("conv2/3x3", self._after("conv2/3x3_reduce", x))
        x = _pooled(_normalised(x))
        for name in INCEPTION:
            x = self._inception(name, x)
            if name in POOL_AFTER:
                x = _pooled(x)
        return x.mean(dim=(2, 3))

    def forward(self, x: Tensor) -> Tensor:
        """Logits ``(n, classes)``."""
        found: Tensor = self.get_submodule(CLASSIFIER)(self.dropout(self.trunk_features(x)))
        return found

    def _convolution(self, name: str, before: int, after: int, size: int, stride: int = 1) -> None:
        self.add_module(name, nn.Conv2d(before, after, size, stride=stride, padding=size // 2))

    def _after(self, name: str, x: Tensor) -> Tensor:
        return functional.relu(self.get_submodule(name)(x), inplace=True)

    def _inception(self, name: str, x: Tensor) -> Tensor:
        layer = f"inception_{name}/"
        return torch.cat(
            [
                self._after(layer + "1x1", x),
                self._after(layer + "3x3", self._after(layer + "3x3_reduce", x)),
                self._after(layer + "5x5", self._after(layer + "5x5_reduce", x)),
                self._after(layer + "pool_proj", functional.max_pool2d(x, 3, stride=1, padding=1)),
            ],
            dim=1,
        )


class BvlcGoogLeNetDefinition(NetworkDefinition):
    """``googlenet_bvlc``. ImageNet weights under Caffe's names."""

    name: ClassVar[str] = "googlenet_bvlc"
    label: ClassVar[str] = "GoogLeNet (BVLC)"
    feature_count: ClassVar[int] = 1024

    def make(self, head: bool = True) -> Network:
        """Xavier's initialisation; the last layer small."""
        return BvlcGoogLeNet(head=head)

    def original(self, weights: Mapping[str, Tensor]) -> Network:
        """The network with its own head of 1000 ImageNet classes, in evaluation mode.

        Raises:
            WeightsError: the weights are of another network.
        """
        network = BvlcGoogLeNet(classes=1000)
        self.load(network, weights)
        return network.eval()

    def fingerprint(self) -> tuple[str, tuple[int, ...]]:
        """The first convolution."""
        return "conv1/7x7_s2.weight", (64, 3, 7, 7)

    def adopted(self, weights: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
        """All layers; a head of another number of classes is left out when loading."""
        return dict(weights)

    def trunk_names(self) -> Sequence[str]:
        """Stem and inception modules."""
        return ("conv", "inception_")


def _pooled(x: Tensor) -> Tensor:
    return functional.max_pool2d(x, 3, stride=2, ceil_mode=True)


def _normalised(x: Tensor) -> Tensor:
    # The squares of Caffe's activations (input 0..255) exceed what float16 can hold.
    with torch.autocast(x.device.type, enabled=False):
        return functional.local_response_norm(x.float(), 5, alpha=1e-4, beta=0.75, k=1.0)
