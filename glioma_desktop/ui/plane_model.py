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
    own = session.volume(session.views[view].series_uid)
    if shown is own or why_unlinked(shown, target):
        return ()
    boxes = annotation.boxes_of(series.uid, session.lesion)
    strips = [_strip(box.roi, target, shown, session.views[view].slice_index) for _, box in sorted(boxes.items())]
    return tuple(_outline(run) for run in _runs([strip for strip in strips if strip is not None]))


def _strip(roi: RectROI, target: Volume, shown: Volume, k: int) -> Strip | None:
    """The part of a slice that one box covers: (row_start, row_stop, column_start, column_stop); None when it misses it."""
    corners = np.array(
        [
            (roi.slice_index + dk, row - 0.5, column - 0.5)
            for dk in (-0.5, 0.5)
            for row in (roi.row_start, roi.row_stop)
            for column in (roi.column_start, roi.column_stop)
        ]
    )
    there = patient_to_voxel(shown.affine, voxel_to_patient(target.affine, corners))
    if not there[:, 0].min() - 1e-6 <= k < there[:, 0].max() - 1e-6:
        return None
    (r0, c0), (r1, c1) = there[:, 1:].min(axis=0) + 0.5, there[:, 1:].max(axis=0) + 0.5
    return float(r0), float(r1), float(c0), float(c1)


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
