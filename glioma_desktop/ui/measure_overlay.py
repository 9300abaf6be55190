"""What a viewport shows of measurements: those on its slice, the handles near the cursor, the value under it."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF

from glioma_desktop.ui import measuring
from glioma_desktop.ui.gestures import Stage
from glioma_desktop.ui.measure_edits import handles
from glioma_desktop.ui.measure_gestures import grabbed_at
from glioma_desktop.ui.measure_painter import MeasureShape
from glioma_desktop.ui.measure_words import label_lines, number, position_words


def measure_shapes(stage: Stage, view: int, at: QPointF | None) -> tuple[MeasureShape, ...]:
    """The measurements on the slice of a viewport; handles show on the one under the cursor, with a measuring tool."""
    session = stage.session
    may = session.mode in measuring.TOOLS and view == session.active and at is not None
    grabbed = grabbed_at(stage, at) if may and at is not None else None
    return tuple(
        MeasureShape(
            one.kind, one.points, handles(one) if grabbed is not None and grabbed[0].id == one.id else (),
            grabbed[1] if grabbed is not None and grabbed[0].id == one.id else -1,
            label_lines(one), one.id == session.measurement,
        )
        for one in measuring.measurements_in(session, view)
    )  # fmt: skip


def value_under(stage: Stage, at: QPointF | None) -> tuple[str, tuple[str, ...]]:
    """The value of the voxel under the cursor and its place, in words, with the probe; empty where there is none to read."""
    view, session = stage.view, stage.session
    if session.mode != "probe" or at is None or view.volume is None or session.draft is not None or view.pending:
        return "", ()
    place = None if grabbed_at(stage, at) else stage.voxel(at)
    if place is None or not all(0 <= v < size for v, size in zip(place, view.volume.shape[1:], strict=True)):
        return "", ()
    row, column = math.floor(place[0]), math.floor(place[1])
    value = float(view.volume.voxels[view.slice_index, row, column])
    return number(value), position_words(view.volume, view.slice_index, (row + 0.5, column + 0.5))
