"""Where the slice of the active viewport cuts the slices of the others."""

from __future__ import annotations

import numpy as np

from glioma_desktop.study.geometry import patient_to_voxel, slice_normal, voxel_to_patient
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.patient_space import parallel, why_unlinked
from glioma_desktop.ui.session import Session

Point = tuple[float, float]
Pair = tuple[Point, Point]


def reference_lines(session: Session, view: int) -> tuple[Pair, ...]:
    """The line of the active viewport's slice in another viewport, as (row, column) edge coordinates of its two ends.

    Empty in the active viewport, between slices within ten degrees of one another, without a common frame of reference, in
    the three planes (the crosshair is there) and where the slice does not reach.
    """
    if not session.reference_lines or session.layout == "planes" or view == session.active:
        return ()
    theirs, mine = session.view_volume(session.active), session.view_volume(view)
    if theirs is None or mine is None or why_unlinked(mine, theirs) or parallel(mine, theirs):
        return ()
    line = cut(theirs, session.views[session.active].slice_index, mine, session.views[view].slice_index)
    return () if line is None else (line,)


def cut(a: Volume, a_slice: int, b: Volume, b_slice: int) -> Pair | None:
    """The part of a slice of ``b`` that a slice of ``a`` cuts, as far as both reach: two (row, column) edge coordinates.

    None where they do not meet, or lie in one plane.
    """
    normal = slice_normal(a.affine)
    start = voxel_to_patient(b.affine, np.array([[b_slice, -0.5, -0.5]]))[0]  # the edge coordinate (0, 0)
    on_a = voxel_to_patient(a.affine, np.array([[a_slice, 0, 0]]))[0]
    rise = np.array([normal @ b.affine[:3, 1], normal @ b.affine[:3, 2]])  # mm off the slice of a, a row and a column
    steep = float(rise @ rise)
    if steep < 1e-12:
        return None
    point = rise * float(normal @ (on_a - start)) / steep
    way = np.array([-rise[1], rise[0]]) / np.sqrt(steep)
    along = _inside(point, way, (b.shape[1], b.shape[2]))
    ends = np.stack([point, point + way])
    index = np.column_stack([np.full(2, b_slice), ends - 0.5])
    there = patient_to_voxel(a.affine, voxel_to_patient(b.affine, index))[:, 1:] + 0.5
    also = _inside(there[0], there[1] - there[0], (a.shape[1], a.shape[2]))
    low, high = max(along[0], also[0]), min(along[1], also[1])
    if not low < high:
        return None
    (r0, c0), (r1, c1) = point + low * way, point + high * way
    return (float(r0), float(c0)), (float(r1), float(c1))


def _inside(point: np.ndarray, way: np.ndarray, size: tuple[int, int]) -> tuple[float, float]:
    """From where to where ``point + t * way`` lies between 0 and ``size``; nothing: from infinity to minus infinity."""
    low, high = -np.inf, np.inf
    for at, step, end in zip(point, way, size, strict=True):
        if abs(step) < 1e-12:
            if not 0 <= at <= end:
                return np.inf, -np.inf
            continue
        near, far = sorted((-at / step, (end - at) / step))
        low, high = max(low, near), min(high, far)
    return float(low), float(high)
