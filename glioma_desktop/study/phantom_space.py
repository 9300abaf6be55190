"""Where a phantom's voxels lie, and the smooth random fields that make every head a different one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, map_coordinates

Field = NDArray[np.float32]
Part = tuple[slice, slice, slice]


@dataclass(frozen=True)
class Grid:
    """An axial grid around the head's middle: rows run to the back, columns to the left, slices to the head.

    Attributes:
        shape: (slices, rows, columns).
        spacing_mm: The same order.
        bottom_mm: z of the first slice.
    """

    shape: tuple[int, int, int]
    spacing_mm: tuple[float, float, float]
    bottom_mm: float

    def start_mm(self) -> tuple[float, float, float]:
        """x, y and z of the first voxel's centre."""
        _, rows, columns = self.shape
        return -self.spacing_mm[2] * (columns - 1) / 2, -self.spacing_mm[1] * (rows - 1) / 2, self.bottom_mm

    def halved(self) -> Grid:
        """The same space with half as many rows and columns (both must be even)."""
        slices, rows, columns = self.shape
        step, row_mm, column_mm = self.spacing_mm
        return Grid((slices, rows // 2, columns // 2), (step, 2 * row_mm, 2 * column_mm), self.bottom_mm)

    def affine(self) -> NDArray[np.float64]:
        """(4, 4): voxel (slice, row, column) to patient mm, LPS."""
        affine = np.zeros((4, 4))
        affine[2, 0], affine[1, 1], affine[0, 2] = self.spacing_mm
        affine[:, 3] = (*self.start_mm(), 1.0)
        return affine

    def axes(self) -> tuple[Field, Field, Field]:
        """x, y and z of the voxel centres in mm, each shaped to broadcast to ``shape``."""
        z, y, x = (
            (start + step * np.arange(n)).astype(np.float32)
            for start, step, n in zip(self.start_mm()[::-1], self.spacing_mm, self.shape, strict=True)
        )
        return x[None, None, :], y[None, :, None], z[:, None, None]


@dataclass(frozen=True)
class Points:
    """Points of the head's own space in mm: x to the left, y to the back, z to the head; each ``[slice, row, column]``."""

    x: Field
    y: Field
    z: Field

    def part(self, where: Part | NDArray[np.bool_]) -> Points:
        """Some of the points."""
        return Points(self.x[where], self.y[where], self.z[where])


def smooth_noise(
    random: np.random.Generator, grid: Grid, size_mm: float, shape: tuple[int, ...] | None = None
) -> Field:
    """A smooth random field of unit variance on a grid; ``size_mm`` is about the width of its blobs."""
    shape = shape or grid.shape
    weights = [_spread(n, step, size_mm) for n, step in zip(shape, grid.spacing_mm, strict=True)]
    knots = random.standard_normal([w.shape[1] for w in weights], dtype=np.float32)
    along_slices = np.tensordot(weights[0], knots, axes=(1, 0))
    return np.asarray(weights[1] @ along_slices @ weights[2].T, np.float32)


def _spread(count: int, step_mm: float, size_mm: float) -> Field:
    """From random knots to the points of one axis: Gaussian weights, scaled to keep the variance."""
    gap = size_mm / 2.2
    knots = np.arange(-2, int(np.ceil((count - 1) * step_mm / gap)) + 3) * gap
    weights = np.exp(-0.5 * ((np.arange(count)[:, None] * step_mm - knots) / (0.42 * size_mm)) ** 2)
    return np.asarray(weights / np.sqrt((weights**2).sum(axis=1, keepdims=True)), np.float32)


def doubled(field: Field) -> Field:
    """A field of a halved grid on the grid itself, by bilinear interpolation."""
    for axis in (1, 2):
        last = field.shape[axis] - 1
        index = np.arange(last + 1)
        before = np.take(field, np.maximum(index - 1, 0), axis=axis)
        after = np.take(field, np.minimum(index + 1, last), axis=axis)
        near = np.float32(0.75) * field
        shape = list(field.shape)
        shape[axis] *= 2
        field = np.stack([near + np.float32(0.25) * before, near + np.float32(0.25) * after], axis + 1).reshape(shape)
    return field


def folded_noise(random: np.random.Generator, points: Points, cycles: float) -> Field:
    """A band-limited field around the head whose zeros are sheets that run inwards: where the sulci lie."""
    angles, heights, radii = 256, 26, 12
    field: NDArray[Any] = random.standard_normal((heights, angles, radii))
    frequency = np.fft.rfftfreq(angles, 1 / angles)
    band = np.exp(-(((frequency - cycles) / (0.4 * cycles)) ** 2))
    field = np.fft.irfft(np.fft.rfft(field, axis=1) * band[None, :, None], angles, axis=1)
    field = gaussian_filter(field, (1.3, 0, 1.5), mode=("nearest", "wrap", "nearest"))
    field = np.concatenate([field, field[:, :2]], axis=1).astype(np.float32) / np.float32(field.std())
    where = np.empty((3, *points.x.shape), np.float32)
    where[0] = (points.z + 50.0) * (heights / 130.0)
    where[1] = (np.arctan2(points.x, points.y) + np.float32(np.pi)) * np.float32(angles / (2 * np.pi))
    where[2] = np.hypot(points.x, points.y) * np.float32(radii / 100.0)
    return np.asarray(map_coordinates(field, where, order=1, mode="nearest", output=np.float32), np.float32)


def soft(distance_mm: Field, width_mm: float = 1.0) -> Field:
    """1 where a signed distance is well below zero, 0 above, linear across ``width_mm``: partial volume."""
    share = distance_mm * np.float32(-1.0 / width_mm)
    share += np.float32(0.5)
    return np.asarray(np.clip(share, 0.0, 1.0, out=share), np.float32)


def slope(field: Field, grid: Grid) -> Field:
    """Length of the gradient, per mm."""
    squared = np.zeros_like(field)
    for axis, step in enumerate(grid.spacing_mm):
        change = np.gradient(field, axis=axis)
        change *= np.float32(1 / step)
        change *= change
        squared += change
    return np.sqrt(squared, out=squared)


def signed_distance(radius: Field, grid: Grid) -> Field:
    """A surface ``radius == 1`` as a signed distance in mm, to first order; positive where ``radius`` is larger."""
    steep = slope(radius, grid)
    np.clip(steep, 1e-4, None, out=steep)
    return np.asarray((radius - np.float32(1.0)) / steep, np.float32)


def oval(points: Points, centre: tuple[float, float, float], half_mm: tuple[float, float, float]) -> Field:
    """Signed distance in mm, roughly, to an ellipsoid with its axes along x, y and z."""
    squared = ((points.x - centre[0]) / np.float32(half_mm[0])) ** 2
    squared = squared + ((points.y - centre[1]) / np.float32(half_mm[1])) ** 2
    squared = squared + ((points.z - centre[2]) / np.float32(half_mm[2])) ** 2
    return np.asarray((np.sqrt(squared) - np.float32(1.0)) * np.float32(min(half_mm[:2])), np.float32)


def segment(points: Points, start: tuple[float, float, float], end: tuple[float, float, float]) -> tuple[Field, Field]:
    """Distance in mm to a segment and the position along it, 0..1."""
    a, b = np.asarray(start, np.float32), np.asarray(end, np.float32)
    d = b - a
    dx, dy, dz = points.x - a[0], points.y - a[1], points.z - a[2]
    along = np.clip((dx * d[0] + dy * d[1] + dz * d[2]) / (d @ d), 0.0, 1.0)
    squared = (dx - along * d[0]) ** 2 + (dy - along * d[1]) ** 2 + (dz - along * d[2]) ** 2
    return np.asarray(np.sqrt(squared), np.float32), np.asarray(along, np.float32)
