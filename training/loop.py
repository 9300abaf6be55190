"""One network learning from labelled boxes in groups. Nothing here knows what a tumour or a patient is.

numpy outside, tensors inside: this file is the border. Each group weighs the same, each class weighs the same. What an
epoch shows and in which order is drawn from (seed, epoch) alone; everything else that chance touches, dropout above all, is
part of the state, so that a fit taken up again at any step gives the same digits as one that was never interrupted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from training import random_state
from training.augment import Jitter, cut, identity
from training.random_state import derived_seed

EVALUATION_BATCH = 64


class Windows(Protocol):
    """Where crops are cut from (``training.crops.Crops``)."""

    def batch(self, indices: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """float32 ``(n, channels, rows, columns)``, 0..1, and float64 (n, 4) boxes in them."""
        ...


class Learner(Protocol):
    """What the loop asks of a network (``grading.networks.NetworkDefinition``)."""

    @property
    def input_size(self) -> int:
        """Side of the square input."""
        ...

    def loss_outputs(self, module: nn.Module, x: Tensor) -> list[tuple[float, Tensor]]:
        """``(weight in the loss, logits (n, 2))`` of every classifier, in training."""
        ...

    def parameter_groups(self, module: nn.Module, start: str, lr: float) -> list[dict[str, Any]]:
        """For the optimiser: parameters with their learning rates."""
        ...


@dataclass(frozen=True, eq=False)
class Items:
    """What is learnt from.

    Attributes:
        windows: Where crops are cut from.
        label: int64 (n,); 0 or 1.
        group: int64 (n,); items of one group weigh, together, as much as those of any other.
    """

    windows: Windows
    label: NDArray[np.int64]
    group: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class LoopConfig:
    """How one network learns.

    Attributes:
        epochs: How many.
        batch_size: Items a step.
        learning_rate: Of the head; the network decides what its trunk gets.
        draws: At most this many items of a group are shown in an epoch (others in the next); 0: all.
        warm_up: Share of the steps over which the rate rises; then it falls along a cosine.
        clip: Largest norm of the gradient.
        jitter: How crops are varied.
        mixed_precision: float16 where it is safe; CUDA only.
        channels_last: Memory format of the images.
    """

    epochs: int = 30
    batch_size: int = 32
    learning_rate: float = 0.01
    momentum: float = 0.9
    weight_decay: float = 5e-4
    draws: int = 0
    warm_up: float = 0.1
    clip: float = 5.0
    jitter: Jitter = Jitter()  # noqa: RUF009 - frozen
    mixed_precision: bool = False
    channels_last: bool = False

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LoopConfig:
        """The config written by ``to_json``; unknown keys are ignored."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        return cls(**{**known, "jitter": Jitter(**data["jitter"])})


@dataclass(frozen=True, eq=False)
class _Plan:
    """What one epoch shows: indices of items, their weights (mean 1) and their jitter, in order."""

    order: NDArray[np.int64]
    weight: Tensor
    jitter: Tensor


class Fit:
    """One network, one set of training items, some epochs; can be put down and taken up at any step.

    Attributes:
        epoch: Epochs finished.
        step: Steps done in the epoch under way.
        train_loss: Mean weighted loss of the last finished epoch.
    """

    def __init__(
        self,
        network: Learner,
        module: nn.Module,
        start: str,
        items: Items,
        train: NDArray[np.int64],
        config: LoopConfig,
        device: torch.device,
        seed: int,
    ) -> None:
        """Take a freshly built network.

        Args:
            network: What ``module`` is.
            module: On any device; it is moved.
            start: Passed on to ``network.parameter_groups``.
            items: All items; only ``train`` are learnt from.
            train: Indices of the training items.
            config: How to learn.
            device: Where to learn.
            seed: Of order, jitter and dropout.
        """
        self.module = module.to(device)
        if config.channels_last:
            self.module = self.module.to(memory_format=torch.channels_last)
        self.epoch, self.step, self.train_loss = 0, 0, math.nan
        self._network, self._items, self._train, self._config = network, items, train, config
        self._device, self._seed, self._loss_sum = device, seed, 0.0
        self._groups = [train[items.group[train] == g] for g in np.unique(items.group[train])]
        groups = network.parameter_groups(self.module, start, config.learning_rate)
        self._optimiser = torch.optim.SGD(
            groups, lr=config.learning_rate, momentum=config.momentum, weight_decay=config.weight_decay
        )
        self._steps = math.ceil(len(self._plan(0).order) / config.batch_size)
        self._scheduler = torch.optim.lr_scheduler.LambdaLR(self._optimiser, self._rate)
        self._scaler = torch.amp.GradScaler(device.type, enabled=config.mixed_precision)
        self._random = random_state.seeded_state(device, derived_seed(seed, "dropout"))

    @property
    def finished(self) -> bool:
        """Whether all epochs are done."""
        return self.epoch >= self._config.epochs

    @property
    def items_per_epoch(self) -> int:
        """How many crops an epoch shows."""
        return len(self._plan(0).order)

    def run_epoch(self, halt: Callable[[], bool]) -> bool:
        """Learn to the end of the epoch under way.

        Args:
            halt: Asked before every step; True puts the fit down where it is.

        Returns:
            Whether the epoch was finished.
        """
        plan = self._plan(self.epoch)
        random_state.set_state(self._random, self._device)
        self.module.train()
        try:
            while self.step < self._steps:
                if halt():
                    return False
                part = slice(self.step * self._config.batch_size, (self.step + 1) * self._config.batch_size)
                self._loss_sum += self._learn(plan.order[part], plan.weight[part], plan.jitter[part])
                self.step += 1
        finally:
            self._optimiser.zero_grad(set_to_none=True)
            self._random = random_state.get_state(self._device)
        self.train_loss = self._loss_sum / len(plan.order)
        self.epoch, self.step, self._loss_sum = self.epoch + 1, 0, 0.0
        return True

    def margins(self, indices: NDArray[np.int64]) -> NDArray[np.float64]:
        """Logit of class 1 minus logit of class 0 for some items, without jitter: float64 (n,)."""
        return margins(self.module, self._network.input_size, self._items.windows, indices, self._device)

    def weights(self) -> dict[str, Tensor]:
        """The network's state on the CPU, float32, contiguous."""
        return {name: value.detach().cpu().contiguous() for name, value in self.module.state_dict().items()}

    def state(self) -> dict[str, Any]:
        """Everything but the network's weights that the rest of the fit depends on; safe to save between steps."""
        return {
            "epoch": self.epoch,
            "step": self.step,
            "train_loss": self.train_loss,
            "loss_sum": self._loss_sum,
            "optimiser": self._optimiser.state_dict(),
            "scheduler": self._scheduler.state_dict(),
            "scaler": self._scaler.state_dict(),
            "random": self._random,
        }

    def restore(self, state: dict[str, Any], weights: dict[str, Tensor]) -> None:
        """Take up a fit where ``state`` and ``weights`` were taken."""
        self.module.load_state_dict(weights)
        self.epoch, self.step = int(state["epoch"]), int(state["step"])
        self.train_loss, self._loss_sum = float(state["train_loss"]), float(state["loss_sum"])
        self._optimiser.load_state_dict(state["optimiser"])
        self._scheduler.load_state_dict(state["scheduler"])
        self._scaler.load_state_dict(state["scaler"])
        self._random = state["random"]

    def _learn(self, indices: NDArray[np.int64], weight: Tensor, jitter: Tensor) -> float:
        crops = _crops(self._items.windows, indices, self._network.input_size, jitter, self._device)
        if self._config.channels_last:
            crops = crops.to(memory_format=torch.channels_last)
        target = torch.from_numpy(self._items.label[indices]).to(self._device)
        weight = weight.to(self._device)
        self._optimiser.zero_grad(set_to_none=True)
        with torch.autocast(self._device.type, torch.float16, enabled=self._config.mixed_precision):
            outputs = self._network.loss_outputs(self.module, crops)
        each = [share * functional.cross_entropy(logits.float(), target, reduction="none") for share, logits in outputs]
        total = (torch.stack(each).sum(dim=0) * weight).sum()
        # Divided by the full batch, also for a short last one: every item keeps its weight.
        self._scaler.scale(total / self._config.batch_size).backward()  # type: ignore[no-untyped-call]
        self._scaler.unscale_(self._optimiser)
        nn.utils.clip_grad_norm_(self.module.parameters(), self._config.clip)
        self._scaler.step(self._optimiser)
        self._scaler.update()
        self._scheduler.step()
        return float(total.detach())

    def _plan(self, epoch: int) -> _Plan:
        generator = torch.Generator().manual_seed(derived_seed(self._seed, "epoch", epoch))
        label = self._items.label
        high = sum(int(label[group[0]]) for group in self._groups)
        in_class = (len(self._groups) - high, high)
        order, weight = [], []
        for group in self._groups:
            shown = torch.randperm(len(group), generator=generator).numpy()[: self._config.draws or len(group)]
            order.append(group[shown])
            weight.append(np.full(len(shown), 1.0 / (len(shown) * in_class[int(label[group[0]])])))
        mixed = torch.randperm(sum(len(part) for part in order), generator=generator).numpy()
        weights = np.concatenate(weight)[mixed]
        return _Plan(
            np.concatenate(order)[mixed],
            torch.from_numpy((weights / weights.mean()).astype(np.float32)),
            self._config.jitter.draw(len(mixed), generator),
        )

    def _rate(self, step: int) -> float:
        steps = max(self._steps * self._config.epochs, 1)
        rising = max(1, round(self._config.warm_up * steps))
        if step < rising:
            return (step + 1) / rising
        return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (step - rising) / max(steps - rising, 1)))


def margins(
    module: nn.Module, size: int, windows: Windows, indices: NDArray[np.int64], device: torch.device
) -> NDArray[np.float64]:
    """Logit of class 1 minus logit of class 0 in evaluation, float32 throughout: float64 (n,)."""
    was_training = module.training
    module.eval()
    found = []
    with torch.inference_mode():
        for first in range(0, len(indices), EVALUATION_BATCH):
            chosen = indices[first : first + EVALUATION_BATCH]
            logits = module(_crops(windows, chosen, size, identity(len(chosen)), device)).double().cpu().numpy()
            found.append(logits[:, 1] - logits[:, 0])
    module.train(was_training)
    return np.concatenate(found) if found else np.zeros(0)


def _crops(windows: Windows, indices: NDArray[np.int64], size: int, jitter: Tensor, device: torch.device) -> Tensor:
    pixels, boxes = windows.batch(indices)
    return cut(torch.from_numpy(pixels).to(device), torch.from_numpy(boxes).to(device), size, jitter.to(device))
