"""Where a slice, point or box of one series lies on another: linked views and boxes drawn in either of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.phrase import phrase
from glioma_desktop.study.geometry import nearest_slice, patient_to_voxel, slice_normal, voxel_to_patient
from glioma_desktop.study.volume import Volume

Bounds = tuple[float, float, float, float]
_PARALLEL = math.cos(math.radians(10))


def same_grid(a: Volume, b: Volume) -> bool:
    """Whether voxel (k, r, c) is the same place in both."""
    return a.shape == b.shape and a.uneven_mm == b.uneven_mm and bool(np.abs(a.affine - b.affine).max() < 1e-3)


def parallel(a: Volume, b: Volume) -> bool:
    """Whether the slices of both lie in one plane, within ten degrees."""
    return abs(float(slice_normal(a.affine) @ slice_normal(b.affine))) >= _PARALLEL


def space_of(volume: Volume) -> str:
    """What a volume shares with others in its patient space: its frame of reference, else the series itself."""
    return volume.frame_of_reference_uid or volume.series_uid


def why_unlinked(a: Volume, b: Volume) -> str:
    """Why two volumes cannot be moved together, in a few words; ``""`` when they can (two planes of one series can)."""
    if a.series_uid and a.series_uid == b.series_uid and space_of(a) == space_of(b):
        return ""
    if not (a.orientation_known and b.orientation_known) and not same_grid(a, b):
        return phrase("orientation not known")
    if (a.uneven_mm or b.uneven_mm) and not same_grid(a, b):
        return phrase("slices missing or uneven")
    if space_of(a) and space_of(a) == space_of(b):
        return ""
    if a.frame_of_reference_uid is None and b.frame_of_reference_uid is None and same_grid(a, b):
        return ""
    return phrase("no common frame of reference")


@dataclass(frozen=True)
class PlaneMap:
    """Between one slice of the viewed volume and the volume that carries the boxes.

    Attributes:
        view: The viewed volume and its slice.
        target: The volume that carries the boxes.
        target_slice: The slice of it nearest to the viewed slice.
    """

    view: Volume
    view_slice: int
    target: Volume
    target_slice: int
    exact: bool

    def to_target(self, row: float, column: float) -> tuple[float, float]:
        """Edge coordinates of the viewed slice as edge coordinates of the target slice."""
        return self._move(self.view, self.view_slice, self.target, row, column)

    def to_view(self, row: float, column: float) -> tuple[float, float]:
        """The other way round."""
        return self._move(self.target, self.target_slice, self.view, row, column)

    def _move(self, a: Volume, k: int, b: Volume, row: float, column: float) -> tuple[float, float]:
        if self.exact:
            return row, column
        point = voxel_to_patient(a.affine, np.array([[k, row - 0.5, column - 0.5]]))
        _, r, c = patient_to_voxel(b.affine, point)[0]
        return float(r) + 0.5, float(c) + 0.5

    def box_to_view(self, roi: RectROI) -> Bounds:
        """(row_start, row_stop, column_start, column_stop) of a box on the viewed slice."""
        corners = [
            self.to_view(r, c) for r in (roi.row_start, roi.row_stop) for c in (roi.column_start, roi.column_stop)
        ]
        rows, columns = zip(*corners, strict=True)
        return min(rows), max(rows), min(columns), max(columns)

    def box_to_target(self, bounds: Bounds, snap: bool = False) -> RectROI | None:
        """The box that bounds on the viewed slice mean: every voxel touched, or (``snap``) the nearest borders.

        None outside the target's slice, or when nothing is left.
        """
        r0, r1, c0, c1 = bounds
        corners = [self.to_target(r, c) for r in (r0, r1) for c in (c0, c1)]
        rows, columns = zip(*corners, strict=True)
        if snap:
            nearest = [float(round(v)) for v in (min(rows), max(rows), min(columns), max(columns))]
            return RectROI.from_corners(
                self.target_slice, (nearest[0], nearest[2]), (nearest[1], nearest[3]), self.target.shape[1:]
            )
        # A hair inside, so that an edge on a voxel border does not take in the next voxel through rounding.
        hair = 0.0 if self.exact else 1e-3
        return RectROI.from_corners(
            self.target_slice,
            (min(rows) + hair, min(columns) + hair),
            (max(rows) - hair, max(columns) - hair),
            self.target.shape[1:],
        )


def plane_map(view: Volume, view_slice: int, target: Volume) -> PlaneMap | None:
    """The map of a viewed slice onto the target volume; None when they are not linked, not parallel or do not meet."""
    if view is target or same_grid(view, target):
        return PlaneMap(view, view_slice, target, view_slice, True) if not why_unlinked(view, target) else None
    if why_unlinked(view, target):
        return None
    if not parallel(view, target):
        return None
    k = matching_slice(view, view_slice, target)
    return None if k is None else PlaneMap(view, view_slice, target, k, False)


def matching_slice(a: Volume, slice_index: int, b: Volume, at: tuple[float, float] | None = None) -> int | None:
    """The slice of ``b`` nearest to the middle (or the (row, column) ``at``) of a slice of ``a``; None when outside."""
    row, column = at or (a.shape[1] / 2, a.shape[2] / 2)
    point = voxel_to_patient(a.affine, np.array([[slice_index, row - 0.5, column - 0.5]]))[0]
    return nearest_slice(b, point)


def matching_point(a: Volume, slice_index: int, b: Volume, at: tuple[float, float]) -> tuple[float, float]:
    """The (row, column) edge coordinates on ``b`` of a point of a slice of ``a``."""
    point = voxel_to_patient(a.affine, np.array([[slice_index, at[0] - 0.5, at[1] - 0.5]]))
    _, r, c = patient_to_voxel(b.affine, point)[0]
    return float(r) + 0.5, float(c) + 0.5


def moved_bounds(bounds: Bounds, a: Volume, slice_index: int, b: Volume) -> Bounds:
    """(row_start, row_stop, column_start, column_stop) on ``b`` that holds these bounds of a slice of ``a``."""
    r0, r1, c0, c1 = bounds
    corners = [matching_point(a, slice_index, b, (r, c)) for r in (r0, r1) for c in (c0, c1)]
    rows, columns = zip(*corners, strict=True)
    return min(rows), max(rows), min(columns), max(columns)
