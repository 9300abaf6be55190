"""A frozen trunk: features once, without dropout, augmentation or batch statistics, then one linear layer by full batches.

An epoch is one step of AdamW over all training boxes, so the curve costs seconds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from glioma_desktop.grading.networks import NetworkDefinition
from glioma_desktop.grading.networks.definition import FrozenTrunk
from training.augment import cut, identity
from training.loop import EVALUATION_BATCH, Items, LoopConfig


def cached_features(network: NetworkDefinition, module: nn.Module, items: Items, device: torch.device) -> Tensor:
    """Features of every item: float32 (n, F) on the CPU."""
    module = module.to(device).eval()
    found = []
    with torch.inference_mode():
        for first in range(0, len(items.label), EVALUATION_BATCH):
            indices = np.arange(first, min(first + EVALUATION_BATCH, len(items.label)))
            pixels, boxes = items.windows.batch(indices)
            crops = cut(
                torch.from_numpy(pixels).to(device), torch.from_numpy(boxes).to(device), network.input_size,
                identity(len(indices)).to(device),
            )  # fmt: skip
            found.append(network.trunk_features(module, crops).float().cpu())
    return torch.cat(found).clone()


@dataclass
class LinearFit:
    """The head of one fold on cached features.

    Attributes:
        head: Weight (2, F) and bias after each epoch that must be kept, by epoch.
        train_loss: Of each epoch.
        margins: Of the tuning items after each epoch: float64 (n,).
    """

    heads: list[dict[str, Tensor]] = field(default_factory=list)
    train_loss: list[float] = field(default_factory=list)
    margins: list[NDArray[np.float64]] = field(default_factory=list)


def fit_head(
    module: FrozenTrunk,
    features: Tensor,
    items: Items,
    train: NDArray[np.int64],
    tuning: NDArray[np.int64],
    config: LoopConfig,
) -> LinearFit:
    """Train the linear head; ``module`` gets mean and spread of the training features.

    Args:
        module: Built with start ``frozen``; its head starts at zero.
        features: float32 (n, F) of all items.
        items: Labels and groups.
        train: Indices of the training items.
        tuning: Indices of the items of this fold.
        config: Epochs, learning rate, weight decay.
    """
    module.standardise(features[train])
    with torch.no_grad():
        values = (features - module.feature_mean.cpu()) * module.feature_scale.cpu() / math.sqrt(features.shape[1])
    head = nn.Linear(features.shape[1], 2)
    nn.init.zeros_(head.weight)
    nn.init.zeros_(head.bias)
    optimiser = torch.optim.AdamW(head.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay)
    target, weight = torch.from_numpy(items.label[train]), _weights(items, train)
    fit = LinearFit()
    for _ in range(config.epochs):
        optimiser.zero_grad(set_to_none=True)
        loss = (functional.cross_entropy(head(values[train]), target, reduction="none") * weight).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        with torch.no_grad():
            logits = head(values[tuning]).double().numpy()
        fit.train_loss.append(float(loss.detach()))
        fit.margins.append(logits[:, 1] - logits[:, 0])
        fit.heads.append({name: value.detach().clone() for name, value in head.state_dict().items()})
    return fit


def place_head(module: FrozenTrunk, head: dict[str, Tensor]) -> None:
    """Put the head of an epoch into the module, so that it answers crops as it answered cached features."""
    with torch.no_grad():
        module.head.weight.copy_(head["weight"] / math.sqrt(module.head.in_features))
        module.head.bias.copy_(head["bias"])


def _weights(items: Items, train: NDArray[np.int64]) -> Tensor:
    """Every group the same, every class the same; the sum is 1."""
    weight = np.zeros(len(train))
    groups, labels = items.group[train], items.label[train]
    for label in (0, 1):
        members = np.unique(groups[labels == label])
        for group in members:
            chosen = groups == group
            weight[chosen] = 0.5 / (len(members) * int(chosen.sum()))
    return torch.from_numpy(weight.astype(np.float32))


def curve_rows(fit: LinearFit, figures: Any) -> list[dict[str, float]]:
    """One curve row an epoch; ``figures`` gives the tuning figures of margins."""
    return [
        {"epoch": float(k + 1), "train_loss": fit.train_loss[k], **figures(margins)}
        for k, margins in enumerate(fit.margins)
    ]
