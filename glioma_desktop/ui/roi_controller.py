"""Boxes and outlines: from a gesture or key to one committed edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from glioma_desktop.annotation.annotation import REGION_LABELS, Annotation, Box, Change, Origin, Region
from glioma_desktop.annotation.coverage import fit_rectangle
from glioma_desktop.annotation.outline import rasterise
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.phrase import Phrase, phrase
from glioma_desktop.study.series import SEQUENCE_LABELS
from glioma_desktop.ui import roi_edits
from glioma_desktop.ui.box_placing import placed_box
from glioma_desktop.ui.carrier import Carrier, carrier_of, why_not_drawn
from glioma_desktop.ui.edits import record
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.roi_edits import Pen
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.view_controller import ViewController
from glioma_desktop.ui.view_state import Draft

FLASH_MS = 350


class RoiController(QObject):
    """Everything that changes boxes and outlines.

    ``flashed``: the box was moved by a key and shows it once.
    """

    flashed = Signal(bool)

    def __init__(self, session: Session, views: ViewController) -> None:
        super().__init__(session)
        self._session, self._views = session, views
        self._flash = QTimer(self, singleShot=True, interval=FLASH_MS)
        self._flash.timeout.connect(lambda: self.flashed.emit(False))

    # -- where

    @property
    def region(self) -> Region:
        """The project's outline region."""
        project = self._session.project
        return project.config.outline_region if project is not None else "flair_abnormality"

    def pen(self, carrier: Carrier, view: int) -> Pen:
        """How an edit made in a viewport is signed."""
        session = self._session
        shown = session.views[view].series_uid
        drawn_elsewhere = shown != carrier.series.uid
        return Pen(
            carrier.series.uid,
            session.lesion,
            self.region,
            session.reader,
            session.grade_visible,
            shown if drawn_elsewhere else None,
            ("same grid" if carrier.plane.exact else "patient space, affine") if drawn_elsewhere else "",
        )

    def box_at(self, view: int) -> tuple[Carrier, Box] | None:
        """The box of the drawn lesion on the slice a viewport shows."""
        carrier, annotation = carrier_of(self._session, view), self._session.annotation
        if carrier is None or annotation is None:
            return None
        box = annotation.boxes_of(carrier.series.uid, self._session.lesion).get(carrier.plane.target_slice)
        return None if box is None else (carrier, box)

    # -- gestures

    def preview(self, view: int, carrier: Carrier, boxes: Sequence[RectROI]) -> None:
        """Show what the hand is drawing."""
        self._session.set_draft(Draft(view, carrier.series.uid, self._session.lesion, tuple(boxes)))

    def preview_stroke(self, view: int, polygon: Sequence[tuple[float, float]]) -> None:
        """Show a freehand line under way, (row, column) edge coordinates of the viewed slice."""
        self._session.set_draft(Draft(view, polygon=tuple(polygon)))

    def cancel(self) -> None:
        """The gesture is given up: the screen is as before it."""
        self._session.set_draft(None)

    def commit(self, view: int, carrier: Carrier, boxes: Sequence[RectROI], text: str) -> bool:
        """Store what was drawn, as one edit."""
        annotation = self._session.annotation
        self._session.set_draft(None)
        if annotation is None or not boxes:
            return False
        pen = self.pen(carrier, view)
        origin: Origin = "transferred" if pen.origin_series and not carrier.plane.exact else "hand"
        stored = record(self._session, text, roi_edits.put_boxes(pen, annotation, boxes, origin))
        if stored and carrier.series != self._session.box_series and self._session.box_series is not None:
            name = SEQUENCE_LABELS[carrier.series.sequence]
            self._session.post(tr("Not linked with the box series: the box is kept on {name}.", name=name))
        return stored

    def commit_outline(
        self, view: int, carrier: Carrier, polygon: Sequence[tuple[float, float]], add: bool = False
    ) -> bool:
        """Store a freehand outline (``add``: as a further part; where parts overlap there is a hole)."""
        annotation = self._session.annotation
        self._session.set_draft(None)
        if annotation is None or len(polygon) < 3:
            return False
        k = carrier.plane.target_slice
        pen = self.pen(carrier, view)
        moved = [carrier.plane.to_target(r, c) for r, c in polygon]
        parts: list[Sequence[tuple[float, float]]] = [[(r - 0.5, c - 0.5) for r, c in moved]]
        stored = annotation.outlines.get((pen.series_uid, pen.lesion, pen.region, k))
        shape = carrier.plane.target.shape[1:]
        if add and stored is not None and stored.polygon:
            parts = [*stored.polygon, *parts]
        mask = rasterise(parts, shape)
        if add and stored is not None and not stored.polygon:
            mask ^= stored.mask
            parts = []
        if not mask.any():
            self._session.post(tr("The outline holds no voxel: draw it larger."))
            return False
        text = phrase("Draw {region} on slice {k}", region=REGION_LABELS[pen.region], k=k + 1)
        return record(self._session, text, roi_edits.put_outline(pen, annotation, k, mask, parts))

    # -- keys

    def delete(self) -> None:
        """The box on the slice, or in outline mode the outline."""
        if self._session.mode == "outline":
            self._edit(lambda k: phrase("Delete outline on slice {k}", k=k), self._without_outline)
        else:
            found = self.box_at(self._session.active)
            key = found is not None and found[1].origin != "interpolated"
            if (
                self._edit(lambda k: phrase("Delete box on slice {k}", k=k), roi_edits.delete_box)
                and key
                and self.box_at(self._session.active)
            ):
                self._session.post(tr("An interpolated box stands here now. Delete again: no tumour on this slice."))

    def accept(self) -> None:
        """The interpolated or copied box becomes a key box."""
        self._edit(
            lambda k: phrase("Accept box on slice {k} as key", k=k),
            lambda pen, a, k: roi_edits.accept_boxes(pen, a, [k]),
        )

    def lock(self) -> None:
        """Lock or unlock the box."""
        self._edit(lambda k: phrase("Lock or unlock box on slice {k}", k=k), roi_edits.lock_box)

    def copy_to_next(self) -> None:
        """Copy the box to the next slice in the direction of the last scroll, and go there."""
        view, found = self._session.active, self.box_at(self._session.active)
        if found is None or self._session.annotation is None:
            self._session.post(tr("No box on this slice to copy."))
            return
        carrier, box = found
        there = carrier.plane.target_slice + self._views.direction
        if not 0 <= there < carrier.plane.target.shape[0]:
            self._session.post(tr("This is the last slice."))
            return
        stored = self._session.annotation.boxes_of(carrier.series.uid, self._session.lesion).get(there)
        if stored is not None and (stored.key or stored.locked):
            self._session.post(tr("Slice {k} has a box of its own; it stays.", k=there + 1))
        else:
            changes = roi_edits.put_boxes(
                self.pen(carrier, view), self._session.annotation, [box.roi.on_slice(there)], "copied"
            )
            record(self._session, phrase("Copy box to slice {k}", k=there + 1), changes)
        self._views.scroll(view, self._views.direction)

    def move_end(self, end: int, to: int) -> None:
        """Make another slice of the box series the first or last one of the drawn lesion (``end``: which one it was)."""
        carrier, annotation = carrier_of(self._session, self._session.active), self._session.annotation
        if carrier is None or annotation is None or end == to:
            return
        pen = self.pen(carrier, self._session.active)
        if end not in annotation.boxes_of(pen.series_uid, pen.lesion):
            return
        changes = roi_edits.move_end(pen, annotation, end, to)
        if changes:
            record(self._session, phrase("Move the end of the boxes to slice {k}", k=to + 1), changes)
        else:
            self._session.post(tr("The end stays: a locked box or a slice without a box is in the way."))

    def place(self) -> None:
        """A box by key where there is none: around the outline, as on the nearest slice, or at the middle of the view."""
        view, session = self._session.active, self._session
        carrier, annotation = carrier_of(session, view), session.annotation
        if carrier is None or annotation is None:
            session.post(why_not_drawn(session, view))
            return
        pen, k = self.pen(carrier, view), carrier.plane.target_slice
        if self.box_at(view) is not None:
            keys = session.bindings.hint("nudge_up"), session.bindings.hint("wider")
            session.post(
                tr("There is a box on this slice. Move it{move}, resize it{resize}.", move=keys[0], resize=keys[1])
            )
        elif (pen.series_uid, pen.lesion, pen.region, k) in annotation.outlines:
            self.fit()
        elif (frame := self._views.frame(view)) is not None:
            box = placed_box(annotation, carrier, session.lesion, frame, session.views[view].centre)
            if box is not None and self.commit(view, carrier, [box], phrase("Draw box on slice {k}", k=k + 1)):
                self._show_once()

    def nudge(self, rows: int, columns: int) -> None:
        """Move the box by display steps: down and right are positive."""
        self._by_key(lambda k: phrase("Move box on slice {k}", k=k), rows, columns, resize=False)

    def resize(self, rows: int, columns: int) -> None:
        """Move the lower right corner, as displayed, by voxels."""
        self._by_key(lambda k: phrase("Resize box on slice {k}", k=k), rows, columns, resize=True)

    def fit(self, whole_lesion: bool = False) -> None:
        """The smallest box that holds 80 % of the outline, on this slice or on all outlined slices."""
        view, session = self._session.active, self._session
        carrier = carrier_of(session, view)
        if carrier is None or session.annotation is None:
            session.post(why_not_drawn(session, view))
            return
        pen = self.pen(carrier, view)
        outlines = session.annotation.outlines_of(pen.series_uid, pen.lesion, pen.region)
        here = carrier.plane.target_slice
        if not whole_lesion:
            outlines = {k: outline for k, outline in outlines.items() if k == here}
        if not outlines:
            region, key = REGION_LABELS[pen.region], self._hint("outline")
            session.post(
                tr(
                    "No {region} on this slice. Draw one{key}, or open an outline file (ROI menu).",
                    region=region,
                    key=key,
                )
            )
            return
        spacing = carrier.plane.target.spacing_mm[1:]
        fitted = [fit_rectangle(outline.mask, spacing, slice_index=k) for k, outline in outlines.items()]
        boxes = [roi for roi in fitted if roi is not None]
        if not boxes:
            session.post(tr("The outline is under 10 voxels: too small for a box."))
            return
        text = (
            phrase("Fit boxes on {count} slices", count=len(boxes))
            if whole_lesion
            else phrase("Fit box on slice {k}", k=here + 1)
        )
        record(session, text, roi_edits.put_boxes(pen, session.annotation, boxes, "assisted"))

    # -- inside

    def _hint(self, action: str) -> str:
        return self._session.bindings.hint(action)

    def _edit(self, text: Callable[[int], Phrase], changes_of: Callable[[Pen, Annotation, int], list[Change]]) -> bool:
        view, session = self._session.active, self._session
        carrier = carrier_of(session, view)
        if carrier is None or session.annotation is None:
            session.post(why_not_drawn(session, view))
            return False
        k = carrier.plane.target_slice
        return record(session, text(k + 1), changes_of(self.pen(carrier, view), session.annotation, k))

    def _without_outline(self, pen: Pen, annotation: Annotation, k: int) -> list[Change]:
        stored = annotation.outlines.get((pen.series_uid, pen.lesion, pen.region, k))
        return [] if stored is None else roi_edits.put_outline(pen, annotation, k, stored.mask & False, [])

    def _by_key(self, text: Callable[[int], Phrase], down: int, right: int, *, resize: bool) -> None:
        view, found = self._session.active, self.box_at(self._session.active)
        if found is None or not self._session.overlays_visible:
            return
        carrier, box = found
        if box.locked:
            self._session.post(tr("The box is locked. Unlock it{key} to move it.", key=self._hint("lock")))
            return
        rows, columns = self._views.display_step(view, down, right)
        shape = carrier.plane.target.shape[1:]
        if resize:
            roi = roi_edits.resized(box.roi, shape, (rows, columns), self._views.display_step(view, 1, 1))
        else:
            roi = box.roi.moved(rows, columns, shape)
        if roi != box.roi and self.commit(view, carrier, [roi], text(roi.slice_index + 1)):
            self._show_once()

    def _show_once(self) -> None:
        self.flashed.emit(True)
        self._flash.start()
