"""What a gesture on boxes and outlines means as changes of the annotation. Pure: nothing is shown or stored here."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.annotation.annotation import Annotation, Box, Change, Lesion, Origin, Outline, Region
from glioma_desktop.annotation.coverage import coverage, fill
from glioma_desktop.annotation.interpolate import interpolate
from glioma_desktop.annotation.roi import RectROI

ANCHORS = ("hand", "mask", "assisted", "transferred")
"""Origins between which boxes are interpolated; copied boxes stand where they are."""


@dataclass(frozen=True, slots=True)
class Pen:
    """Who draws, on what: the series that carries the boxes and the lesion, and how edits are signed."""

    series_uid: str
    lesion: str
    region: Region
    reader: str
    grade_visible: bool
    origin_series: str | None = None
    transform_note: str = ""

    def box_address(self, slice_index: int) -> tuple[str, ...]:
        """Where a box of this lesion is kept."""
        return ("box", self.series_uid, self.lesion, str(slice_index))

    def outline_address(self, slice_index: int) -> tuple[str, ...]:
        """Where an outline of this lesion is kept."""
        return ("outline", self.series_uid, self.lesion, self.region, str(slice_index))


def measured(roi: RectROI, outline: Outline | None) -> tuple[float | None, float | None]:
    """(coverage, fill) of a box on an outline; None without one."""
    if outline is None or not outline.mask.any():
        return None, None
    share = coverage(roi, outline.mask)
    return (None, None) if math.isnan(share) else (share, fill(roi, outline.mask))


def new_box(pen: Pen, annotation: Annotation, roi: RectROI, origin: Origin) -> Box:
    """A box as it is stored, with its coverage measured now."""
    outline = annotation.outlines.get((pen.series_uid, pen.lesion, pen.region, roi.slice_index))
    share, filled = measured(roi, outline)
    return Box(
        roi, origin, share, filled, pen.region if share is not None else None,
        origin_series=pen.origin_series, transform_note=pen.transform_note,
        reader=pen.reader, grade_visible=pen.grade_visible,
    )  # fmt: skip


def put_boxes(pen: Pen, annotation: Annotation, rois: Iterable[RectROI], origin: Origin = "hand") -> list[Change]:
    """Boxes set by one gesture, the boxes between them, and the lesion if it is new. Locked boxes stay as they are."""
    boxes = dict(annotation.boxes_of(pen.series_uid, pen.lesion))
    changes = _lesion_known(pen, annotation)
    gone: set[int] = set()
    for roi in rois:
        k = roi.slice_index
        if k in boxes and boxes[k].locked:
            continue
        boxes[k] = new_box(pen, annotation, roi, origin)
        changes.append(Change(pen.box_address(k), boxes[k]))
        if (pen.series_uid, k) in annotation.no_tumour:
            changes.append(Change(("no_tumour", pen.series_uid, str(k)), None))
            gone.add(k)
    if not any(change.address[0] == "box" for change in changes):
        return []
    return [*changes, *_between(pen, annotation, boxes, gone)]


def accept_boxes(pen: Pen, annotation: Annotation, slices: Iterable[int]) -> list[Change]:
    """Interpolated and copied boxes taken as they are: key boxes by hand from now on."""
    boxes = annotation.boxes_of(pen.series_uid, pen.lesion)
    rois = [boxes[k].roi for k in slices if k in boxes and not boxes[k].key and not boxes[k].locked]
    return put_boxes(pen, annotation, rois) if rois else []


def delete_box(pen: Pen, annotation: Annotation, slice_index: int) -> list[Change]:
    """One box less. A box between two key boxes would come back, so its slice is marked "no tumour" as well."""
    boxes = dict(annotation.boxes_of(pen.series_uid, pen.lesion))
    box = boxes.pop(slice_index, None)
    if box is None or box.locked:
        return []
    changes = [Change(pen.box_address(slice_index), None)]
    empty = set[int]()
    others = any(uid == pen.series_uid and k == slice_index and name != pen.lesion for uid, name, k in annotation.boxes)
    if box.origin == "interpolated" and not others:
        changes.append(Change(("no_tumour", pen.series_uid, str(slice_index)), True))
        empty.add(slice_index)
    return [*changes, *_between(pen, annotation, boxes, more_empty=empty)]


def move_end(pen: Pen, annotation: Annotation, end: int, to: int) -> list[Change]:
    """The first or last slice of the run is another one.

    Inwards: the boxes beyond it go, and the box that stands there becomes a key. Outwards: the end's box is copied onto
    every further slice. Nothing when the slice inside has no box.
    """
    boxes = annotation.boxes_of(pen.series_uid, pen.lesion)
    first, last = min(boxes), max(boxes)
    if first <= to <= last:
        beyond = range(first, to) if end == first else range(to + 1, last + 1)
        gone = [k for k in beyond if k in boxes]
        if to not in boxes or any(boxes[k].locked for k in gone):
            return []
        left = {k: box for k, box in boxes.items() if k not in gone}
        changes = [Change(pen.box_address(k), None) for k in gone]
        if not left[to].key:
            left[to] = new_box(pen, annotation, left[to].roi, "hand")
            changes.append(Change(pen.box_address(to), left[to]))
        return [
            *changes,
            *(c for c in _between(pen, annotation, left) if c.address not in {x.address for x in changes}),
        ]
    further = range(to, first) if to < first else range(last + 1, to + 1)
    return put_boxes(pen, annotation, [boxes[end].roi.on_slice(k) for k in further], "copied")


def lock_box(pen: Pen, annotation: Annotation, slice_index: int) -> list[Change]:
    """Lock or unlock the box of a slice."""
    box = annotation.boxes_of(pen.series_uid, pen.lesion).get(slice_index)
    return [] if box is None else [Change(pen.box_address(slice_index), replace(box, locked=not box.locked))]


def put_outline(
    pen: Pen,
    annotation: Annotation,
    slice_index: int,
    mask: NDArray[np.bool_],
    parts: Sequence[Sequence[tuple[float, float]]],
) -> list[Change]:
    """An outline drawn by hand (an empty mask removes it); boxes on the slice are measured anew."""
    address = pen.outline_address(slice_index)
    outline: Outline | None = None
    if mask.any():
        polygon = tuple(tuple((float(r), float(c)) for r, c in part) for part in parts)
        outline = Outline(mask, pen.region, "hand", polygon, pen.reader, pen.grade_visible)
    elif (pen.series_uid, pen.lesion, pen.region, slice_index) not in annotation.outlines:
        return []
    changes = [*_lesion_known(pen, annotation), Change(address, outline)]
    box = annotation.boxes_of(pen.series_uid, pen.lesion).get(slice_index)
    if box is not None:
        share, filled = measured(box.roi, outline)
        region = pen.region if share is not None else None
        changes.append(
            Change(pen.box_address(slice_index), replace(box, coverage=share, fill=filled, outline_region=region))
        )
    return changes


def resized(roi: RectROI, shape: tuple[int, int], step: tuple[int, int], ways: tuple[int, int]) -> RectROI:
    """The box with the edges at the lower right of the screen moved by voxels.

    Args:
        roi: The box before.
        shape: (rows, columns) of the slice.
        step: By how many (rows, columns), signed.
        ways: For rows and columns: 1 when the index grows down or right on the screen, -1 when it shrinks.
    """
    r0, r1 = _edge_moved(roi.row_start, roi.row_stop, shape[0], step[0], ways[0])
    c0, c1 = _edge_moved(roi.column_start, roi.column_stop, shape[1], step[1], ways[1])
    return RectROI(roi.slice_index, r0, r1, c0, c1)


def _edge_moved(start: int, stop: int, size: int, step: int, way: int) -> tuple[int, int]:
    if way > 0:
        return start, max(start + 1, min(size, stop + step))
    return min(stop - 1, max(0, start + step)), stop


def _lesion_known(pen: Pen, annotation: Annotation) -> list[Change]:
    if pen.lesion in annotation.lesions:
        return []
    return [Change(("lesion", pen.lesion), Lesion(pen.lesion, graded=not annotation.lesions))]


def _between(
    pen: Pen,
    annotation: Annotation,
    boxes: Mapping[int, Box],
    no_longer_empty: set[int] | None = None,
    more_empty: set[int] | None = None,
) -> list[Change]:
    """The interpolated boxes that these boxes imply, as changes against what is stored."""
    keys = {k: box.roi for k, box in boxes.items() if box.origin in ANCHORS}
    empty = {k for uid, k in annotation.no_tumour if uid == pen.series_uid}
    empty = (empty - (no_longer_empty or set())) | (more_empty or set())
    wanted = {k: roi for k, roi in interpolate(keys).items() if k not in empty and (k not in boxes or _free(boxes[k]))}
    changes = []
    for k, roi in wanted.items():
        if k not in boxes or boxes[k].roi != roi:
            plain = replace(pen, origin_series=None, transform_note="")
            changes.append(Change(pen.box_address(k), new_box(plain, annotation, roi, "interpolated")))
            if (pen.series_uid, k) in annotation.seen:
                changes.append(Change(("seen", pen.series_uid, str(k)), None))
    changes += [Change(pen.box_address(k), None) for k, box in boxes.items() if _free(box) and k not in wanted]
    return changes


def _free(box: Box) -> bool:
    return box.origin == "interpolated" and not box.locked
