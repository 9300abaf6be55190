"""Where a first box goes that is asked for by a key: whoever has no mouse moves and resizes it from there."""

from __future__ import annotations

from glioma_desktop.annotation.annotation import Annotation
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.ui.carrier import Carrier
from glioma_desktop.ui.patient_space import Bounds

SHARE = 0.25
"""How much of the head's width and height a box takes that has nothing to go by."""


def placed_box(
    annotation: Annotation, carrier: Carrier, lesion: str, frame: Bounds, centre: tuple[float, float] | None
) -> RectROI | None:
    """A box for a slice without one.

    As on the nearest slice that has a box of this lesion; else a quarter of the head, at the middle of the view.

    Args:
        annotation: Of the patient.
        carrier: The series that carries the boxes, and how the viewed slice lies on it.
        lesion: That is drawn on.
        frame: First and last row, first and last column (edges) of what is seen when the slice is fitted.
        centre: (row, column) at the middle of the view; None while the slice is fitted.
    """
    here = carrier.plane.target_slice
    boxes = annotation.boxes_of(carrier.series.uid, lesion)
    if boxes:
        return boxes[min(boxes, key=lambda k: (abs(k - here), k))].roi.on_slice(here)
    r0, r1, c0, c1 = frame
    row, column = centre or ((r0 + r1) / 2, (c0 + c1) / 2)
    rows, columns = (r1 - r0) * SHARE / 2, (c1 - c0) * SHARE / 2
    return carrier.plane.box_to_target((row - rows, row + rows, column - columns, column + columns))
