"""GoogLeNet in torchvision's form (batch norm, 3 x 3 in place of 5 x 5), with a head of two classes.

torchvision changes the network when it loads its own ImageNet weights: it rescales the input and drops the auxiliary heads.
Here both starts are the same network: the input is brought to -1..1, the range its ImageNet weights expect, and both have
auxiliary heads in training, which always start fresh (torchvision says that those in its file were never trained).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from torch import Tensor, nn
from torchvision.models.googlenet import GoogLeNet as TorchvisionGoogLeNet
from torchvision.models.googlenet import GoogLeNetOutputs

from glioma_desktop.grading.networks.definition import (
    LAST_LAYER_SPREAD,
    Network,
    NetworkDefinition,
    as_three_channels,
    input_constants,
)

AUXILIARY_WEIGHT = 0.3
_NOT_TAKEN = ("fc.", "aux1.", "aux2.")


class GoogLeNet(Network):
    """Nine inception modules with batch norm; RGB 0..1 is brought to -1..1 inside.

    The parts lie under torchvision's names in ``net``; its last layer is replaced by ``head``.
    """

    input_mean: Tensor
    input_spread: Tensor

    def __init__(self, classes: int = 2, head: bool = True) -> None:
        super().__init__()
        self.net = TorchvisionGoogLeNet(classes, aux_logits=head, transform_input=False, init_weights=False)
        dropout, last = self.net.dropout, self.net.fc
        self.net.dropout, self.net.fc = nn.Identity(), nn.Identity()
        self.head = nn.Sequential(dropout, last) if head else nn.Identity()
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            elif isinstance(module, nn.Linear):
                nn.init.normal_(module.weight, std=LAST_LAYER_SPREAD if module.out_features == classes else 0.01)
                nn.init.zeros_(module.bias)
        input_constants(self, (0.5, 0.5, 0.5), (0.5, 0.5, 0.5))

    def trunk_features(self, x: Tensor) -> Tensor:
        """Mean over the 7 x 7 positions of the last inception module: ``(n, 1024)``."""
        return self._all(x)[0]

    def forward(self, x: Tensor) -> Tensor:
        """Logits ``(n, classes)`` of the main head."""
        found: Tensor = self.head(self.trunk_features(x))
        return found

    def outputs(self, x: Tensor) -> list[tuple[float, Tensor]]:
        """The main head, and in training both auxiliary heads at 0.3."""
        features, auxiliary = self._all(x)
        return [(1.0, self.head(features)), *((AUXILIARY_WEIGHT, logits) for logits in auxiliary)]

    def _all(self, x: Tensor) -> tuple[Tensor, list[Tensor]]:
        found = self.net((as_three_channels(x) - self.input_mean) / self.input_spread)
        if isinstance(found, GoogLeNetOutputs):
            return found.logits, [found.aux_logits1, found.aux_logits2]
        features: Tensor = found
        return features, []


class GoogLeNetDefinition(NetworkDefinition):
    """``googlenet``. ImageNet weights under torchvision's names."""

    name: ClassVar[str] = "googlenet"
    label: ClassVar[str] = "GoogLeNet"
    feature_count: ClassVar[int] = 1024

    def make(self, head: bool = True) -> Network:
        """He's initialisation; dense layers small."""
        return GoogLeNet(head=head)

    def fingerprint(self) -> tuple[str, tuple[int, ...]]:
        """The first convolution."""
        return "conv1.conv.weight", (64, 3, 7, 7)

    def adopted(self, weights: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
        """All but the last layer and the auxiliary heads."""
        return {f"net.{name}": value for name, value in weights.items() if not name.startswith(_NOT_TAKEN)}

    def trunk_names(self) -> Sequence[str]:
        """Stem and inception modules."""
        return ("net.conv", "net.inception")
