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
    down, across = _frame(boxes.double(), size, parameters.double())
    height, width = windows.shape[2:]
    # Both are sums of a part that hangs on the output's row and one that hangs on its column; the small parts are brought
    # to ``grid_sample``'s units first, so that the whole grid is written once.
    grid = torch.empty((len(windows), size, size, 2), dtype=windows.dtype, device=windows.device)
    for axis, length in ((0, width), (1, height)):
        unit = 2 / max(length - 1, 1)
        torch.add(
            (down[axis] * unit - 1).to(windows.dtype), (across[axis] * unit).to(windows.dtype), out=grid[..., axis]
        )
    crops = functional.grid_sample(windows, grid, mode="bilinear", padding_mode="border", align_corners=True)
    contrast, brightness = parameters[:, 6].view(-1, 1, 1, 1), parameters[:, 7].view(-1, 1, 1, 1)
    return crops.sub_(0.5).mul_(contrast).add_(0.5).add_(brightness).clamp_(0.0, 1.0)


def _frame(boxes: Tensor, size: int, parameters: Tensor) -> tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
    """Where each output pixel is taken from, centre of voxel i at i.

    Returns:
        (column, row) parts that hang on the output's row, each (n, size, 1), and on its column, each (n, 1, size); the
        position is their sum.
    """
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
    cosine, sine = torch.cos(angle), torch.sin(angle)
    by_row = middle_column + down * sine, middle_row + down * cosine
    by_column = across * cosine, -across * sine
    return by_row, by_column
