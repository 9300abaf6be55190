"""The network's input, cut from the volume. The application and training call this same function.

A crop is the rectangle, resampled to a square by bilinear interpolation at the centres of ``size`` x ``size`` cells, after
the slice was brought to 0..1 on its own robust range. The training pipeline's batched path on the device computes the same
thing from cached pixels; a test holds the two within 1/255 of each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import GradingError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.volume import Volume

ROBUST_PERCENTILES = (1.0, 99.0)
"""Of the voxels above the slice's minimum (the head): the ends of the range that becomes 0..1."""


@dataclass(frozen=True, slots=True)
class CropSpec:
    """How an ROI becomes a network's input; travels in the model card.

    Attributes:
        size: Side of the square in pixels.
        sequences: One sequence, or three that become the three channels, in order.
        plane: The plane of the slices; planes are not mixed in one model.
        step_mm: Boxes are sampled at about this distance along the slice axis.
        percentiles: Robust range of the slice that becomes 0..1.
    """

    size: int = 224
    sequences: tuple[str, ...] = ("t1ce",)
    plane: Literal["axial", "sagittal", "coronal"] = "axial"
    step_mm: float = 5.0
    percentiles: tuple[float, float] = ROBUST_PERCENTILES

    def __post_init__(self) -> None:
        if len(self.sequences) not in (1, 3):
            raise ValueError(f"a crop has one sequence or three, not {len(self.sequences)}")

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> CropSpec:
        """The spec written by ``to_json``; unknown keys are ignored."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        known["sequences"] = tuple(known["sequences"])
        known["percentiles"] = tuple(known["percentiles"])
        return cls(**known)


def normalised_slice(volume: Volume, slice_index: int, percentiles: tuple[float, float]) -> NDArray[np.float32]:
    """One slice on its own robust range: float32 ``[row, column]``, 0..1, darker is smaller also for MONOCHROME1.

    The range is taken from the voxels above the slice's minimum, so that the share of air does not matter. A constant
    slice becomes zeros.
    """
    pixels: NDArray[np.float32] = volume.voxels[slice_index].astype(np.float32)
    if volume.inverted:
        pixels = -pixels
    head = pixels[pixels > pixels.min()]
    if head.size == 0:
        return np.zeros_like(pixels)
    low, high = (float(v) for v in np.percentile(head, percentiles))
    if high <= low:
        return np.asarray(pixels > low, np.float32)
    return np.asarray(np.clip((pixels - low) / (high - low), 0.0, 1.0), np.float32)


def sample_grid(start: float, stop: float, size: int) -> NDArray[np.float64]:
    """Centres of ``size`` equal cells between two bounds, in voxel-index coordinates (centre of voxel i at i)."""
    return start + (np.arange(size, dtype=np.float64) + 0.5) * ((stop - start) / size) - 0.5


def bilinear(
    image: NDArray[np.float32], rows: NDArray[np.float64], columns: NDArray[np.float64]
) -> NDArray[np.float32]:
    """``image`` sampled on the grid rows x columns (voxel-index coordinates), clamped to the slice at its edges."""
    r = np.clip(rows, 0, image.shape[0] - 1)
    c = np.clip(columns, 0, image.shape[1] - 1)
    r0, c0 = np.floor(r).astype(np.intp), np.floor(c).astype(np.intp)
    r1, c1 = np.minimum(r0 + 1, image.shape[0] - 1), np.minimum(c0 + 1, image.shape[1] - 1)
    wr, wc = (r - r0)[:, None], (c - c0)[None, :]
    top = image[np.ix_(r0, c0)] * (1 - wc) + image[np.ix_(r0, c1)] * wc
    bottom = image[np.ix_(r1, c0)] * (1 - wc) + image[np.ix_(r1, c1)] * wc
    return np.asarray(top * (1 - wr) + bottom * wr, np.float32)


def crop(volumes: Mapping[str, Volume], roi: RectROI, spec: CropSpec) -> NDArray[np.float32]:
    """The network's input for one box.

    Args:
        volumes: ``spec.sequences`` -> Volume, all on the grid that the ROI was drawn on.
        roi: Bounds in voxels of that grid.
        spec: Size, sequences and intensity range.

    Returns:
        float32 ``(channels, size, size)``, 0..1; one channel for each sequence.

    Raises:
        GradingError: a sequence is missing, the grids differ, or the box lies outside the volume.
    """
    missing = [s for s in spec.sequences if s not in volumes]
    if missing:
        raise GradingError(
            phrase(
                "Not graded: {missing} is missing. Open the study that holds it.", missing=", ".join(missing).upper()
            )
        )
    shapes = {volumes[s].shape for s in spec.sequences}
    if len(shapes) > 1:
        raise GradingError(
            phrase("Not graded: the sequences are not on one grid. Resample them or use a one-sequence model.")
        )
    if not roi.fits(next(iter(shapes))):
        raise GradingError(phrase("Not graded: the box is outside the image. Move it."))
    rows = sample_grid(roi.row_start, roi.row_stop, spec.size)
    columns = sample_grid(roi.column_start, roi.column_stop, spec.size)
    return np.stack(
        [
            bilinear(normalised_slice(volumes[s], roi.slice_index, spec.percentiles), rows, columns)
            for s in spec.sequences
        ]
    )
