"""AlexNet in torchvision's form (one column, adaptive pooling), with a head of two classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import torch
from torch import Tensor, nn
from torchvision.models.alexnet import AlexNet as TorchvisionAlexNet

from glioma_desktop.grading.networks.definition import (
    LAST_LAYER_SPREAD,
    Network,
    NetworkDefinition,
    as_three_channels,
    input_constants,
)
from glioma_desktop.phrase import phrase

IMAGENET_MEAN, IMAGENET_SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
_LAST = "classifier.6."


class AlexNet(Network):
    """Five convolutions, three dense layers, dropout; RGB 0..1 is brought to ImageNet's mean and spread inside."""

    input_mean: Tensor
    input_spread: Tensor

    def __init__(self, classes: int = 2, head: bool = True) -> None:
        super().__init__()
        device = torch.get_default_device()
        with torch.device("meta"):
            base = TorchvisionAlexNet(num_classes=classes)
        self.features = base.features.to_empty(device=device)
        self.pool = base.avgpool
        self.classifier = base.classifier.to_empty(device=device) if head else nn.Identity()
        # torchvision's own initialisation shrinks the signal by a third a layer, on which a few patients learn nothing.
        for module in self.modules():
            if isinstance(module, nn.Conv2d | nn.Linear):
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
        if head:
            nn.init.normal_(self.get_submodule("classifier.6").get_parameter("weight"), std=LAST_LAYER_SPREAD)
        input_constants(self, IMAGENET_MEAN, IMAGENET_SPREAD)

    def trunk_features(self, x: Tensor) -> Tensor:
        """Mean over the 6 x 6 positions of the last convolution: ``(n, 256)``."""
        return self._trunk(x).mean(dim=(2, 3))

    def forward(self, x: Tensor) -> Tensor:
        """Logits ``(n, classes)``."""
        found: Tensor = self.classifier(torch.flatten(self._trunk(x), 1))
        return found

    def _trunk(self, x: Tensor) -> Tensor:
        x = (as_three_channels(x) - self.input_mean) / self.input_spread
        found: Tensor = self.pool(self.features(x))
        return found


class AlexNetDefinition(NetworkDefinition):
    """``alexnet``. ImageNet weights under torchvision's names; those of the convolutions alone are enough."""

    name: ClassVar[str] = "alexnet"
    label: ClassVar[str] = "AlexNet"
    feature_count: ClassVar[int] = 256

    def make(self, head: bool = True) -> Network:
        """He's initialisation; the last layer small."""
        return AlexNet(head=head)

    def fingerprint(self) -> tuple[str, tuple[int, ...]]:
        """The first convolution."""
        return "features.0.weight", (64, 3, 11, 11)

    def adopted(self, weights: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
        """All but the last layer, which had ImageNet's classes."""
        return {name: value for name, value in weights.items() if not name.startswith(_LAST)}

    def trunk_names(self) -> Sequence[str]:
        """The convolutions."""
        return ("features.",)

    def lacking(self, weights: Mapping[str, Tensor]) -> str:
        """Whether the dense layers are in the file."""
        if "classifier.1.weight" in weights:
            return ""
        return phrase(
            "Only the convolutions come from ImageNet; the file holds no dense layers, so the classifier starts fresh."
        )
