"""Crops cut from their windows on the device, a batch at a time, with one draw of the jitter for each sample.

With identity parameters the result equals ``grading.crop.crop``; with a shift and a scale it equals the crop of the
shifted and scaled ROI.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

PARAMETERS = 8
"""Columns of a parameter tensor: flip (1 or -1), rotation (radians), scale of rows, of columns, shift of rows, of columns
(in shares of the box's sides), contrast (factor about 0.5), brightness (added)."""


@dataclass(frozen=True, slots=True)
class Jitter:
    """How far a box is varied while training; within what the margin of a window allows.

    Attributes:
        flip: Probability of a left-right flip.
        rotation_degrees: Up to this, either way.
        scale: The box's sides vary by up to this share.
        shift: The box moves by up to this share of its sides.
        contrast: The contrast varies by up to this share.
        brightness: Up to this is added or taken, of 0..1.
    """

    flip: float = 0.5
    rotation_degrees: float = 10.0
    scale: float = 0.1
    shift: float = 0.05
    contrast: float = 0.15
    brightness: float = 0.1

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy."""
        return asdict(self)

    def draw(self, count: int, generator: torch.Generator) -> Tensor:
        """One independent draw for each of ``count`` samples: float32 (count, ``PARAMETERS``), on the CPU."""
        uniform = torch.rand((count, PARAMETERS), generator=generator) * 2 - 1
        drawn = identity(count)
        drawn[:, 0] = torch.where(uniform[:, 0] < 2 * self.flip - 1, -1.0, 1.0)
        drawn[:, 1] = uniform[:, 1] * (self.rotation_degrees * torch.pi / 180)
        drawn[:, 2:4] = 1 + uniform[:, 2:4] * self.scale
        drawn[:, 4:6] = uniform[:, 4:6] * self.shift
        drawn[:, 6] = 1 + uniform[:, 6] * self.contrast
        drawn[:, 7] = uniform[:, 7] * self.brightness
        return drawn


def identity(count: int) -> Tensor:
    """Parameters that change nothing: float32 (count, ``PARAMETERS``)."""
    return torch.tensor([1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0]).repeat(count, 1)


def cut(windows: Tensor, boxes: Tensor, size: int, parameters: Tensor) -> Tensor:
    """The crops of a batch of windows.

    Args:
        windows: float32 (n, channels, rows, columns), 0..1.
        boxes: float64 or float32 (n, 4): row_start, row_stop, column_start, column_stop in voxels of the window.
        size: Side of the square.
        parameters: float32 (n, ``PARAMETERS``).

    Returns:
        float32 (n, channels, size, size), 0..1, on the windows' device.
    """
    rows, columns = _positions(boxes.double(), size, parameters.double())
    height, width = windows.shape[2:]
    grid = torch.stack([_unit(columns, width), _unit(rows, height)], dim=-1).to(windows.dtype)
    crops = functional.grid_sample(windows, grid, mode="bilinear", padding_mode="border", align_corners=True)
    contrast, brightness = parameters[:, 6].view(-1, 1, 1, 1), parameters[:, 7].view(-1, 1, 1, 1)
    return ((crops - 0.5) * contrast + 0.5 + brightness).clamp(0.0, 1.0)


def _positions(boxes: Tensor, size: int, parameters: Tensor) -> tuple[Tensor, Tensor]:
    """Where each output pixel is taken from: rows and columns (n, size, size), centre of voxel i at i."""
    unit = (torch.arange(size, dtype=boxes.dtype, device=boxes.device) + 0.5) / size - 0.5
    flip, angle, scale_rows, scale_columns, shift_rows, shift_columns = (
        parameters[:, i].view(-1, 1, 1) for i in range(6)
    )
    height = (boxes[:, 1] - boxes[:, 0]).view(-1, 1, 1)
    width = (boxes[:, 3] - boxes[:, 2]).view(-1, 1, 1)
    down = unit.view(1, -1, 1) * height * scale_rows
    across = unit.view(1, 1, -1) * width * scale_columns * flip
    middle_row = (boxes[:, 0] + boxes[:, 1]).view(-1, 1, 1) / 2 - 0.5 + shift_rows * height
    middle_column = (boxes[:, 2] + boxes[:, 3]).view(-1, 1, 1) / 2 - 0.5 + shift_columns * width
    rows = middle_row + down * torch.cos(angle) - across * torch.sin(angle)
    columns = middle_column + down * torch.sin(angle) + across * torch.cos(angle)
    return rows, columns


def _unit(index: Tensor, length: int) -> Tensor:
    """Voxel indices as ``grid_sample`` counts them, -1 at the first centre and 1 at the last."""
    return index * (2 / max(length - 1, 1)) - 1
