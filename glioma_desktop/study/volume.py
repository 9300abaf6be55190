"""A series as voxels in patient space."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

NOT_NUMBERS = ("voxel is not a number", "voxels are not numbers")
MOST_VOXELS = 1 << 31  # of a file: twenty times a head at half a millimetre; a header that promises more is wrong
MOST_PIXELS = 1 << 25  # of a slice: 8192 x 4096
MOST_BYTES = 1 << 30  # of a volume: half of the largest budget, since reading one may need as much again


def too_large(shape: Sequence[int], item_bytes: int) -> bool:
    """Whether a volume of this shape would not leave room for anything else."""
    return math.prod(shape) * item_bytes > MOST_BYTES


def times(sizes: Sequence[int]) -> str:
    """Sizes in words: ``240 x 240 x 155``."""
    return " x ".join(str(size) for size in sizes)


@dataclass(frozen=True, eq=False)
class Volume:
    """The voxels of one series.

    Attributes:
        voxels: ``[slice, row, column]``, native integer type where the rescale is the identity, else float32.
            Read-only. As stored, never flipped. MONOCHROME1 is not inverted here; see ``inverted``.
        affine: (4, 4) float64; maps homogeneous ``(slice, row, column, 1)`` voxel indices (centres of voxels) to
            patient coordinates in mm, LPS (x to the patient's left, y to the back, z to the head).
        spacing_mm: (slice, row, column) distances of voxel centres in mm.
        orientation_known: False: left and right are not known; no letters, "R?/L?", sizes in px.
        spacing_nominal: The spacing is not measured; sizes in px.
        slice_thickness_mm: As stored; None when not stored.
        frame_of_reference_uid: Volumes that share it share patient space.
        inverted: Larger values are darker (MONOCHROME1). The view and the crop invert; the voxels do not.
        series_uid: ``Series.uid`` of the series it was read from.
        warnings: What is wrong with the stack, one sentence each.
        uneven_mm: Where the slices really lie along their normal, in mm from the first, when slices are missing or unevenly
            spaced; the affine then gives their places only roughly. None where it gives them exactly.
        columns_across: Where the orientation is not known: columns are taken to run from one side of the patient to the
            other. False in a sagittal cut.
    """

    voxels: NDArray[Any]
    affine: NDArray[np.float64]
    spacing_mm: tuple[float, float, float]
    orientation_known: bool = True
    spacing_nominal: bool = False
    slice_thickness_mm: float | None = None
    frame_of_reference_uid: str | None = None
    inverted: bool = False
    series_uid: str = ""
    warnings: tuple[str, ...] = ()
    uneven_mm: tuple[float, ...] | None = None
    columns_across: bool = True

    def __post_init__(self) -> None:
        if self.voxels.ndim != 3:
            raise ValueError(f"voxels must be [slice, row, column], not {self.voxels.ndim}-D")
        if self.affine.shape != (4, 4):
            raise ValueError("affine must be (4, 4)")
        self.voxels.setflags(write=False)
        self.affine.setflags(write=False)

    @property
    def shape(self) -> tuple[int, int, int]:
        """(slices, rows, columns)."""
        slices, rows, columns = self.voxels.shape
        return slices, rows, columns

    @property
    def measurable(self) -> bool:
        """Whether distances in mm mean something."""
        return self.orientation_known and not self.spacing_nominal
