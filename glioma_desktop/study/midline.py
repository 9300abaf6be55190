"""The midline of a head on its slices, and what lies opposite to a place.

On every slice a line divides the head where it correlates best with its own mirror image on that slice (Ardekani et al.,
IEEE TMI 1997; Ruppert et al., ISBI 2011). The lines have one direction, and their place changes evenly from slice to slice
when the head is tilted to a shoulder: three numbers, searched on a coarse grid and refined by simplex on blocks of 4 mm,
where a lesion weighs little against the whole head. Opposite means on the same slice, as the eye compares: a mirror across
slices would have to guess between slices of 5 mm, and its likeness tells the tilt of a head badly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.errors import GliomaError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.geometry import orientation_of, slice_normal, unit
from glioma_desktop.study.sampling import sample
from glioma_desktop.study.volume import Volume

Vector = NDArray[np.float64]
FINE_MM, COARSE_MM = 4.0, 8.0
LEAST_CORRELATION = 0.6
LEAST_WITHOUT_ORIENTATION = 0.75
"""Heads on axial slices reach 0.79 to 0.90 in a graded cohort; slices of another plane taken for axial ones mostly do not."""
COARSE_POINTS, FINE_POINTS = 4_000, 15_000
HEAD = 0.15  # of the bright tissue: more is not air
TILT_EXTENT_MM = 40.0
"""Fewer slices than this do not tell a tilt from a lesion: the lines of all slices then stand at one place."""
TURNS, SHIFTS_MM = np.arange(-20, 21, 4.0), np.arange(-24, 25, 6.0)


@dataclass(frozen=True, eq=False)
class Midplane:
    """The midlines of all slices: the points x (mm, LPS) with ``normal @ x == offset_mm + slope * (axis @ x)``.

    Attributes:
        normal: (3,), of length 1, in the slices, to the patient's left.
        axis: (3,), of length 1, across the slices.
        offset_mm: Along the normal.
        slope: How far the line moves to the left for every mm along the axis; the tangent of the head's tilt.
        correlation: Of the head with its mirror image, -1 to 1.
        by_symmetry: False: the head was not symmetrical enough; this is the middle of what is not air, straight.
    """

    normal: Vector
    axis: Vector
    offset_mm: float
    slope: float = 0.0
    correlation: float = 0.0
    by_symmetry: bool = True

    def holds_for(self, volume: Volume) -> bool:
        """Whether there is a midline to believe in: a file that does not say how it lies must show it by its symmetry."""
        return volume.orientation_known or (self.by_symmetry and self.correlation >= LEAST_WITHOUT_ORIENTATION)

    def mirror(self, points_mm: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points (..., 3) in mm on the other side, in the same slice."""
        away = points_mm @ (self.normal - self.slope * self.axis) - self.offset_mm
        return np.asarray(points_mm - 2 * away[..., None] * self.normal, np.float64)


def why_no_midline(volume: Volume) -> str:
    """Why there is nothing to mirror on these slices, in a few words; ``""`` when there is."""
    if volume.uneven_mm:
        return phrase("slices missing or uneven")
    return phrase("sagittal slices") if orientation_of(volume.affine) == "sagittal" else ""


class MidlineGivenUp(GliomaError):  # noqa: N818 - nothing went wrong
    """Nobody waits for the midline any more."""


def find_midplane(volume: Volume, given_up: Callable[[], bool] = lambda: False) -> Midplane:
    """The midplane of a head; takes about a second and belongs off the GUI thread.

    Args:
        volume: Axial, coronal or oblique slices (``why_no_midline`` is empty). Which side is left need not be known.
        given_up: Asked again and again whether nobody waits any more.

    Raises:
        ValueError: there is no midline on these slices.
        MidlineGivenUp: ``given_up`` said so.
    """
    from scipy.optimize import minimize

    reason = why_no_midline(volume)
    if reason:
        raise ValueError(reason)
    left, across, axis = _frame(volume)
    tilting = volume.shape[0] * volume.spacing_mm[0] >= TILT_EXTENT_MM
    coarse, fine = _Head.of(volume, COARSE_MM, COARSE_POINTS), _Head.of(volume, FINE_MM, FINE_POINTS)
    middle = fine.middle_mm
    straight = Midplane(left, axis, float(middle @ left), by_symmetry=False)
    if fine.points_mm.shape[0] < 50:
        return straight

    def plane(p: Vector) -> Midplane:
        """Of turn (degrees), shift of the middle (mm) and tilt (degrees)."""
        if given_up():
            raise MidlineGivenUp("The midline is not wanted any more.")
        normal = np.cos(np.radians(p[0])) * left + np.sin(np.radians(p[0])) * across
        slope = float(np.tan(np.radians(p[2]))) if tilting else 0.0
        return Midplane(normal, axis, float(middle @ (normal - slope * axis)) + p[1], slope)

    starts = [np.array([turn, shift, 0.0]) for turn in TURNS for shift in SHIFTS_MM]
    best = max(starts, key=lambda p: coarse.likeness(plane(p)))
    simplex = best + 3.0 * np.vstack([np.zeros(3), np.eye(3)])
    options = {"initial_simplex": simplex, "xatol": 0.05, "fatol": 1e-5, "maxiter": 150}
    found = minimize(lambda p: -fine.likeness(plane(p)), best, method="Nelder-Mead", options=options)
    if -found.fun < LEAST_CORRELATION:
        return replace(straight, correlation=float(-found.fun))
    return replace(plane(found.x), correlation=float(-found.fun))


def line_on_slice(volume: Volume, slice_index: int, plane: Midplane) -> tuple[Vector, Vector] | None:
    """Where a plane cuts a slice: a point and a direction, (row, column) in centres of voxels; None when parallel."""
    across = plane.normal - plane.slope * plane.axis
    step = volume.affine[:3, 1:3].T @ across  # mm towards the left for one row, one column
    size = float(step @ step)
    if size < 1e-12:
        return None
    here = float((volume.affine[:3, 0] * slice_index + volume.affine[:3, 3]) @ across)
    return step * (plane.offset_mm - here) / size, np.array([-step[1], step[0]]) / np.sqrt(size)


def patch_points(
    volume: Volume, slice_index: int, rows: tuple[int, int], columns: tuple[int, int]
) -> NDArray[np.float64]:
    """Patient coordinates ``[row, column, 3]`` in mm of the voxels of a rectangle (start, stop) of a slice."""
    r, c = np.meshgrid(np.arange(*rows), np.arange(*columns), indexing="ij")
    indices = np.stack([np.full(r.shape, slice_index), r, c], axis=-1)
    return np.asarray(indices @ volume.affine[:3, :3].T + volume.affine[:3, 3], np.float64)


def values_at(volume: Volume, points_mm: NDArray[np.float64]) -> NDArray[np.float32]:
    """Values (...) of a volume at patient coordinates (..., 3) in mm, trilinear; NaN outside."""
    inverse = np.linalg.inv(volume.affine)
    return sample(volume, np.moveaxis(points_mm @ inverse[:3, :3].T + inverse[:3, 3], -1, 0))


def ratio_of_means(
    volume: Volume, points_mm: NDArray[np.float64], plane: Midplane, inside: NDArray[np.bool_] | None = None
) -> float | None:
    """Mean at the points over the mean opposite, of the places that both have.

    Args:
        volume: Whose values; in the patient space of points and plane.
        points_mm: (..., 3).
        plane: Between the sides.
        inside: (...) which points count; None: all.

    Returns:
        The ratio; None when nothing is there on one side, or its mean is not above 0.
    """
    here, there = values_at(volume, points_mm), values_at(volume, plane.mirror(points_mm))
    both = np.isfinite(here) & np.isfinite(there)
    if inside is not None:
        both &= inside
    if not both.any():
        return None
    below = float(there[both].mean(dtype=np.float64))
    return float(here[both].mean(dtype=np.float64)) / below if below > 0 else None


def _frame(volume: Volume) -> NDArray[np.float64]:
    """(3, 3) rows: the direction in the slice nearest to the patient's left, the one square to it, and the normal."""
    normal = slice_normal(volume.affine)
    left = unit(np.array([1.0, 0, 0]) - normal[0] * normal)
    return np.stack([left, np.cross(normal, left), normal])


@dataclass(frozen=True, eq=False)
class _Head:
    """A head in blocks, and the places in it that are compared with their opposites.

    Attributes:
        blocks: The means of blocks, see ``_in_blocks``.
        points_mm: (n, 3) of the blocks that are head or next to it.
        values: (n,) of these blocks.
        middle_mm: (3,) the middle of the head.
    """

    blocks: Volume
    points_mm: NDArray[np.float64]
    values: NDArray[np.float64]
    middle_mm: Vector

    @classmethod
    def of(cls, volume: Volume, size_mm: float, most_points: int) -> _Head:
        from scipy.ndimage import binary_dilation

        blocks = _in_blocks(volume, size_mm)
        voxels = blocks.voxels
        head = voxels > HEAD * float(voxels.max(initial=0.0))
        near = binary_dilation(head) if head.any() else head
        places = np.argwhere(near)
        if len(places) > most_points:
            places = np.random.default_rng(0).permutation(places)[:most_points]
        points = places @ blocks.affine[:3, :3].T + blocks.affine[:3, 3]
        solid = np.argwhere(head)
        solid_mm = solid @ blocks.affine[:3, :3].T + blocks.affine[:3, 3]
        middle = (solid_mm.min(axis=0) + solid_mm.max(axis=0)) / 2 if len(solid) else np.zeros(3)
        return cls(blocks, points, voxels[tuple(places.T)].astype(np.float64), middle)

    def likeness(self, plane: Midplane) -> float:
        """The correlation of the head with its mirror image, of the places whose opposite was imaged (half of them at least)."""
        opposite = values_at(self.blocks, plane.mirror(self.points_mm))
        both = np.isfinite(opposite)
        if 2 * int(both.sum()) < both.size:
            return -1.0
        a, b = self.values[both], opposite[both].astype(np.float64)
        a, b = a - a.mean(), b - b.mean()
        size = float(np.sqrt((a @ a) * (b @ b)))
        return float(a @ b) / size if size > 0 else -1.0


def _in_blocks(volume: Volume, size_mm: float) -> Volume:
    """The means of blocks of about ``size_mm``, cut off at the median of the head: fat and what enhances do not decide."""
    steps = [
        max(1, min(n, round(size_mm / max(s, 1e-6)))) for s, n in zip(volume.spacing_mm, volume.shape, strict=True)
    ]
    counts = [n // step for n, step in zip(volume.shape, steps, strict=True)]
    cut = volume.voxels[tuple(slice(0, n * step) for n, step in zip(counts, steps, strict=True))]
    shape = (steps[0], counts[1], steps[1], counts[2], steps[2])
    slabs = (cut[k * steps[0] : (k + 1) * steps[0]] for k in range(counts[0]))  # cut off, the whole would be copied
    means = np.nan_to_num(np.stack([slab.reshape(shape).mean(axis=(0, 2, 4), dtype=np.float32) for slab in slabs]))
    if volume.inverted:
        means = means.max(initial=0.0) - means
    means = means - float(np.percentile(means, 1))
    solid = means[means > HEAD * float(np.percentile(means, 98))]
    means = np.minimum(means, float(np.median(solid)) if solid.size else 1.0)
    affine = volume.affine @ np.diag([*map(float, steps), 1.0])
    affine[:3, 3] = volume.affine[:3, :3] @ ((np.array(steps) - 1) / 2) + volume.affine[:3, 3]
    spacing = tuple(float(s * step) for s, step in zip(volume.spacing_mm, steps, strict=True))
    return Volume(np.maximum(means, 0).astype(np.float32), affine, (spacing[0], spacing[1], spacing[2]))
