"""Which of a lesion's boxes are used, so that a 1 mm series does not outweigh a 5 mm one."""

from __future__ import annotations

from collections.abc import Sequence

from glioma_desktop.annotation.roi import RectROI


def sample_boxes(
    rois: Sequence[RectROI], spacing_mm: float | tuple[float, float, float], step_mm: float
) -> list[RectROI]:
    """The boxes on slices about ``step_mm`` apart, by slice. Training and grading use this same choice.

    The step is a whole number of slices, at least one. What is left over is shared by both ends, so that the choice does not
    hang on the direction of the stack by more than a slice. All boxes of a chosen slice are kept.

    Args:
        rois: Of one lesion on one series, in any order.
        spacing_mm: Distance of the slices, or (slice, row, column) as in ``Volume.spacing_mm``.
        step_mm: ``CropSpec.step_mm``.

    Returns:
        At least one box when there is one.
    """
    distance = spacing_mm if isinstance(spacing_mm, int | float) else spacing_mm[0]
    ordered = sorted(set(rois))
    if not ordered or distance <= 0:
        return ordered
    step = max(1, round(step_mm / distance))
    slices = sorted({roi.slice_index for roi in ordered})
    first = slices[0] + ((slices[-1] - slices[0]) % step) // 2
    chosen: list[int] = []
    for k in slices:
        if k >= first and (not chosen or k - chosen[-1] >= step):
            chosen.append(k)
    kept = set(chosen) or {slices[0]}
    return [roi for roi in ordered if roi.slice_index in kept]
