"""What every network has in common: its trunk, its head, its three starts, and how it takes over ImageNet weights.

Every module takes float ``(n, 1 or 3, size, size)`` in 0..1 and returns logits ``(n, classes)``, classes ``[low, high]``.
What a network's own input looks like (mean and spread, BGR, 0..255) is done inside it with constants of its state, so that
the state dict is all there is to keep, and scratch and fine-tuned get the same input range.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn

from glioma_desktop.errors import WeightsError
from glioma_desktop.phrase import phrase

Start = Literal["scratch", "imagenet", "frozen"]
STARTS: tuple[Start, ...] = ("scratch", "imagenet", "frozen")
TRUNK_SHARE = 0.1
"""Of the head's learning rate, for what comes from ImageNet."""
SMALLEST_SPREAD = 1e-6
LAST_LAYER_SPREAD = 1e-3
"""Of the fresh weights of a last layer: the first answers are near one half."""


def as_three_channels(x: Tensor) -> Tensor:
    """``(n, 1, rows, columns)`` repeated to three channels; three channels as they are."""
    return x.expand(-1, 3, -1, -1) if x.shape[1] == 1 else x


class Network(nn.Module, ABC):
    """A network with a trunk that makes features and a head that makes logits of them.

    Attributes:
        fresh: Names of the parameters that do not come from ImageNet; None: all of them.
    """

    fresh: tuple[str, ...] | None = None

    @abstractmethod
    def trunk_features(self, x: Tensor) -> Tensor:
        """What the trunk finds, averaged over the image: ``(n, feature_count)``."""

    def outputs(self, x: Tensor) -> list[tuple[float, Tensor]]:
        """``(weight in the loss, logits (n, classes))`` of every classifier."""
        return [(1.0, self(x))]


class FrozenTrunk(Network):
    """A trunk that never learns and a linear head on its standardised features.

    The trunk stays in evaluation mode (no dropout, batch norm on its ImageNet statistics) whatever ``train`` says.
    """

    feature_mean: Tensor
    feature_scale: Tensor

    def __init__(self, trunk: Network, feature_count: int, classes: int = 2) -> None:
        super().__init__()
        self.trunk = trunk.requires_grad_(False)
        self.register_buffer("feature_mean", torch.zeros(feature_count))
        self.register_buffer("feature_scale", torch.ones(feature_count))
        self.head = nn.Linear(feature_count, classes)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)
        self.train()

    def train(self, mode: bool = True) -> FrozenTrunk:
        """Training mode for the head alone."""
        super().train(mode)
        self.trunk.eval()
        return self

    def trunk_features(self, x: Tensor) -> Tensor:
        """Features as they may be cached: ``(n, feature_count)``, not standardised, without a gradient."""
        with torch.no_grad():
            return self.trunk.trunk_features(x)

    def standardise(self, features: Tensor) -> None:
        """Take mean and spread of the training features ``(n, feature_count)``; one that never varies counts as 0."""
        exact = features.double()
        spread = exact.std(dim=0, correction=0)
        self.feature_mean.copy_(exact.mean(dim=0))
        self.feature_scale.copy_(torch.where(spread > SMALLEST_SPREAD, 1 / spread, 0.0))

    def classify(self, features: Tensor) -> Tensor:
        """Logits ``(n, classes)`` of features ``(n, feature_count)`` as ``trunk_features`` returns them."""
        found: Tensor = self.head((features - self.feature_mean) * self.feature_scale)
        return found

    def forward(self, x: Tensor) -> Tensor:
        """Logits ``(n, classes)``."""
        return self.classify(self.trunk_features(x))


class NetworkDefinition(ABC):
    """One architecture.

    Attributes:
        name: As on the command line and in the card.
        label: As on screens.
        input_size: Side of the square input.
        feature_count: Of the trunk's features.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    input_size: ClassVar[int] = 224
    feature_count: ClassVar[int]

    @abstractmethod
    def make(self, head: bool = True) -> Network:
        """The architecture with its initialisation from scratch, drawn from torch's global generator.

        Without a head it is a trunk only and can make features, not logits.
        """

    @abstractmethod
    def fingerprint(self) -> tuple[str, tuple[int, ...]]:
        """Name and shape of a tensor that only this network's ImageNet weights have."""

    @abstractmethod
    def adopted(self, weights: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
        """Of ImageNet weights under their published names, those that may be taken over, under the module's names."""

    @abstractmethod
    def trunk_names(self) -> Sequence[str]:
        """First parts of the names that ImageNet weights must fill."""

    def build(self, start: str, weights: Mapping[str, Tensor] | None = None, seed: int | None = None) -> Network:
        """A network ready to be trained.

        Args:
            start: ``scratch``, ``imagenet`` (fine-tuned; fresh head) or ``frozen`` (trunk as it is, linear head).
            weights: ImageNet weights (``ImageNetWeights.state``); needed unless from scratch.
            seed: Of the initialisation; the global generator is left as it was. None: the global generator.

        Raises:
            WeightsError: weights are missing or of another network.
            ValueError: no such start.
        """
        if start not in STARTS:
            raise ValueError(f"no such start: {start}")
        if seed is None:
            return self._built(start, weights)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            return self._built(start, weights)

    def skeleton(self, start: str) -> Network:
        """The module without memory, to be filled by ``load_state_dict(state, strict=True, assign=True)``."""
        with torch.device("meta"):
            if start == "frozen":
                return FrozenTrunk(self.make(head=False), self.feature_count)
            return self.make()

    def trunk_features(self, module: nn.Module, x: Tensor) -> Tensor:
        """Features ``(n, feature_count)`` of crops, in the module's present mode."""
        return _network(module).trunk_features(x)

    def loss_outputs(self, module: nn.Module, x: Tensor) -> list[tuple[float, Tensor]]:
        """``(weight in the loss, logits (n, 2))`` of every classifier, in training.

        Args:
            module: As ``build`` returned it.
            x: float ``(n, 1 or 3, size, size)``, 0..1.
        """
        return _network(module).outputs(x)

    def parameter_groups(self, module: nn.Module, start: str, lr: float) -> list[dict[str, Any]]:
        """For the optimiser: what starts fresh learns at ``lr``, what comes from ImageNet at a tenth of it."""
        network = _network(module)
        learning = [(name, p) for name, p in network.named_parameters() if p.requires_grad]
        fresh = network.fresh
        if start != "imagenet" or fresh is None:
            return [{"params": [p for _, p in learning], "lr": lr}]
        return [
            {"params": [p for name, p in learning if name not in fresh], "lr": lr * TRUNK_SHARE},
            {"params": [p for name, p in learning if name in fresh], "lr": lr},
        ]

    def fits(self, weights: Mapping[str, Any]) -> bool:
        """Whether these are this network's ImageNet weights, by name and shape (tensors or anything with a ``shape``)."""
        name, shape = self.fingerprint()
        return name in weights and tuple(weights[name].shape) == shape

    def load(self, network: Network, weights: Mapping[str, Tensor]) -> None:
        """Fill a freshly made network with ImageNet weights; what they do not fill stays and is ``network.fresh``.

        Raises:
            WeightsError: the weights are of another network.
        """
        taken = self._taken(network, weights)
        network.load_state_dict({name: value.float() for name, value in taken.items()}, strict=False)
        network.fresh = tuple(name for name, _ in network.named_parameters() if name not in taken)

    def check(self, weights: Mapping[str, Tensor]) -> str:
        """Whether these are this network's ImageNet weights.

        Returns:
            A sentence on layers that the file lacks; ``""`` when it lacks none.

        Raises:
            WeightsError: the weights are of another network.
        """
        self._taken(self.skeleton("scratch"), weights)
        return self.lacking(weights)

    def _taken(self, network: Network, weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
        own = network.state_dict()
        trunk = tuple(self.trunk_names())
        offered = self.adopted(weights) if self.fits(weights) else {}
        taken = {n: t for n, t in offered.items() if n in own and (n.startswith(trunk) or own[n].shape == t.shape)}
        needed = {n for n in own if n.startswith(trunk) and not n.endswith("num_batches_tracked")}
        if not needed <= set(taken) or any(own[n].shape != t.shape for n, t in taken.items()):
            raise WeightsError(
                phrase("These weights are not {label}'s. Choose a file with the weights of {label}.", label=self.label)
            )
        return taken

    def lacking(self, weights: Mapping[str, Tensor]) -> str:
        """A sentence on layers that these weights could have but lack; ``""`` when none."""
        return ""

    def _built(self, start: str, weights: Mapping[str, Tensor] | None) -> Network:
        network = self.make(head=start != "frozen")
        if start != "scratch":
            if weights is None:
                raise WeightsError(phrase("ImageNet weights of {label} are needed for this start.", label=self.label))
            self.load(network, weights)
        return FrozenTrunk(network, self.feature_count) if start == "frozen" else network


def _network(module: nn.Module) -> Network:
    if not isinstance(module, Network):
        raise TypeError(f"not a network of this program: {type(module).__name__}")
    return module


def input_constants(module: nn.Module, mean: Sequence[float], spread: Sequence[float]) -> None:
    """Register ``input_mean`` and ``input_spread`` ``(3, 1, 1)`` in the module's state."""
    module.register_buffer("input_mean", torch.tensor(mean).view(3, 1, 1))
    module.register_buffer("input_spread", torch.tensor(spread).view(3, 1, 1))
