"""What a viewport draws of other planes: the extent of the drawn lesion's boxes across their slices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.study.geometry import patient_to_voxel, voxel_to_patient
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.patient_space import why_unlinked
from glioma_desktop.ui.session import Session

Line = tuple[tuple[float, float], ...]
Strip = tuple[float, float, float, float]


def extent_lines(session: Session, view: int) -> tuple[Line, ...]:
    """Where the drawn lesion's boxes lie on a slice that cuts across theirs: closed lines of (row, column) edges.

    They show how far the boxes reach; they are no boxes, and cannot be grabbed. Empty in the plane of the boxes themselves.
    """
    annotation, series = session.annotation, session.box_series
    shown, target = session.view_volume(view), session.volume(series.uid) if series else None
    if annotation is None or series is None or shown is None or target is None or shown is target:
        return ()
    if not session.crosses(view) or why_unlinked(shown, target):
        return ()
    rois = [box.roi for _, box in sorted(annotation.boxes_of(series.uid, session.lesion).items())]
    strips = _strips(rois, target, shown, session.views[view].slice_index) if rois else []
    return tuple(_outline(run) for run in _runs(strips))


def _strips(rois: Sequence[RectROI], target: Volume, shown: Volume, k: int) -> list[Strip]:
    """The parts of a slice that boxes cover: (row_start, row_stop, column_start, column_stop) each; none where it misses."""
    bounds = np.array([(r.slice_index, r.row_start, r.row_stop, r.column_start, r.column_stop) for r in rois], float)
    corners = np.stack(
        [
            np.stack([bounds[:, 0] + dk, bounds[:, row] - 0.5, bounds[:, column] - 0.5], axis=-1)
            for dk in (-0.5, 0.5)
            for row in (1, 2)
            for column in (3, 4)
        ],
        axis=1,
    )  # [box, corner, (slice, row, column)]
    there = patient_to_voxel(shown.affine, voxel_to_patient(target.affine, corners.reshape(-1, 3))).reshape(-1, 8, 3)
    low, high = there.min(axis=1), there.max(axis=1)
    met = (low[:, 0] - 1e-6 <= k) & (k < high[:, 0] - 1e-6)
    edges = np.stack([low[:, 1], high[:, 1], low[:, 2], high[:, 2]], axis=-1)[met] + 0.5
    return [(float(r0), float(r1), float(c0), float(c1)) for r0, r1, c0, c1 in edges]


def _runs(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    """Strips that touch, in their order."""
    run: list[Strip] = []
    for strip in strips:
        if run and not _touch(run[-1], strip):
            yield run
            run = []
        run.append(strip)
    if run:
        yield run


def _touch(a: Strip, b: Strip) -> bool:
    hair = 1e-3
    return a[0] <= b[1] + hair and b[0] <= a[1] + hair and a[2] <= b[3] + hair and b[2] <= a[3] + hair


def _outline(run: Sequence[Strip]) -> Line:
    """The stepped outline around strips that lie on one another, along whichever axis they are stacked."""
    first, last = run[0], run[-1]
    stacked_rows = abs(last[0] + last[1] - first[0] - first[1]) >= abs(last[2] + last[3] - first[2] - first[3])
    if len(run) == 1:
        stacked_rows = True
    if not stacked_rows:
        run = [(c0, c1, r0, r1) for r0, r1, c0, c1 in run]
    run = sorted(run)
    borders = [run[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(run)), run[-1][1]]
    there = [point for k, s in enumerate(run) for point in ((borders[k], s[2]), (borders[k + 1], s[2]))]
    back = [point for k, s in reversed(list(enumerate(run))) for point in ((borders[k + 1], s[3]), (borders[k], s[3]))]
    line = [*there, *back, there[0]]
    return tuple(line) if stacked_rows else tuple((row, column) for column, row in line)
