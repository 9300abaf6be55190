"""Running the five networks. The only place beside training where a network is given pixels.

On the CPU the digits repeat: float32, a fixed number of threads, and one crop at a time, so that an answer hangs neither on
the machine's number of cores nor on what else is graded. On CUDA mixed precision is the default.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import nn

from glioma_desktop.errors import RegistryError
from glioma_desktop.grading.networks import NETWORKS
from glioma_desktop.phrase import phrase

CPU_THREADS = 2
CUDA_BATCH = 32
_SLOWER_CHANNELS_LAST = ("alexnet",)


@dataclass(frozen=True, eq=False)
class Networks:
    """Five networks in evaluation mode on one device.

    Attributes:
        modules: By fold.
        device: ``cpu`` or ``cuda``.
        memory_format: Of their input.
    """

    modules: tuple[nn.Module, ...]
    device: torch.device
    memory_format: torch.memory_format


def load_networks(network: str, start: str, files: Sequence[Path], device: str = "cpu") -> Networks:
    """The networks of a model.

    Args:
        network: ``ModelCard.network``.
        start: ``ModelCard.start``.
        files: The weights, by fold; the registry has verified them.
        device: ``cpu`` or ``cuda``.

    Raises:
        RegistryError: a file does not hold this network.
    """
    definition = NETWORKS[network]
    memory_format = torch.contiguous_format if network in _SLOWER_CHANNELS_LAST else torch.channels_last
    modules = []
    for path in files:
        module = definition.skeleton(start)
        try:
            module.load_state_dict(load_file(path), strict=True, assign=True)
        except (OSError, RuntimeError, SafetensorError) as error:
            raise RegistryError(
                phrase(
                    "{name} does not hold {label}. Import or publish the model again.",
                    name=path.name,
                    label=definition.label,
                ),
                path,
            ) from error
        module.to(torch.device(device)).to(memory_format=memory_format)
        modules.append(module.eval().requires_grad_(False))
    return Networks(tuple(modules), torch.device(device), memory_format)


def predict(networks: Networks, crops: NDArray[np.float32], mixed_precision: bool | None = None) -> NDArray[np.float64]:
    """The logits of crops by each of the five networks.

    Args:
        networks: From ``load_networks``.
        crops: float32 ``(n, 1 or 3, size, size)``, 0..1.
        mixed_precision: float16 where it is safe; None: on CUDA. Never on the CPU.

    Returns:
        float64 ``(folds, n, 2)``: [low, high].
    """
    cuda = networks.device.type == "cuda"
    mixed = cuda if mixed_precision is None else mixed_precision and cuda
    batch = CUDA_BATCH if cuda else 1
    found = np.empty((len(networks.modules), len(crops), 2))
    with (
        torch.inference_mode(),
        _threads(CPU_THREADS),
        torch.autocast(networks.device.type, torch.float16, enabled=mixed),
    ):
        for fold, module in enumerate(networks.modules):
            for first in range(0, len(crops), batch):
                part = torch.from_numpy(np.ascontiguousarray(crops[first : first + batch])).to(networks.device)
                logits = module(part.expand(-1, 3, -1, -1).contiguous(memory_format=networks.memory_format))
                found[fold, first : first + batch] = logits.double().cpu().numpy()
    return found


def facts() -> dict[str, Any]:
    """What the digits hang on, for the record: version and threads."""
    return {"torch": str(torch.__version__), "threads": CPU_THREADS}


@contextmanager
def _threads(count: int) -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)
