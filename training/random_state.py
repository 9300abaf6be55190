"""What chance draws from: seeds derived from other seeds, and the state of torch's generators, put down and taken up."""

from __future__ import annotations

import hashlib
from typing import Any

import torch


def derived_seed(*parts: object) -> int:
    """A seed made of other seeds and names; the same on every machine and Python."""
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:8], "big") >> 1


def seeded_state(device: torch.device, seed: int) -> dict[str, Any]:
    """The states that a process seeded with ``seed`` has, without touching this one's."""
    before = get_state(device)
    torch.manual_seed(seed)
    made = get_state(device)
    set_state(before, device)
    return made


def get_state(device: torch.device) -> dict[str, Any]:
    """The states of the generators that work on a device draws from: ``{"cpu": ...}``, on CUDA ``"cuda"`` too."""
    state: dict[str, Any] = {"cpu": torch.get_rng_state()}
    if device.type == "cuda":
        state["cuda"] = torch.cuda.get_rng_state(device)
    return state


def set_state(state: dict[str, Any], device: torch.device) -> None:
    """Go on drawing where ``get_state`` was asked."""
    torch.set_rng_state(state["cpu"])
    if device.type == "cuda" and "cuda" in state:
        torch.cuda.set_rng_state(state["cuda"], device)
