"""Drawing, resizing, moving and sweeping boxes, and the freehand outline. Nothing is stored before the release."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.phrase import phrase
from glioma_desktop.ui.carrier import Carrier, carrier_of
from glioma_desktop.ui.gestures import Gesture, Stage
from glioma_desktop.ui.overlay_painter import handle_points
from glioma_desktop.ui.patient_space import Bounds

REACH_PX = 14


class BoxDrag(Gesture):
    """Drawing or resizing a box; turning the wheel meanwhile sweeps it through the slices.

    The box is given by two screen corners: ``fixed`` and ``free``; the free one (or one of its coordinates) follows the
    cursor. On every slice that is left behind the box is kept, and all are stored by the release as one edit.
    """

    def __init__(self, stage: Stage, start: QPointF, carrier: Carrier, before: RectROI | None, handle: str) -> None:
        super().__init__(stage, start)
        self._carrier, self._before, self._handle = carrier, before, handle
        self._first_slice = stage.session.views[stage.index].slice_index
        self._kept: dict[int, RectROI] = {}
        self._corners = self._first_corners()
        self._grip = self._corners[1] - start

    def _first_corners(self) -> tuple[QPointF, QPointF]:
        if self._before is None:
            return self.start, self.start
        rect = self._screen_rect(self._before)
        points = handle_points(rect)
        free = self._handle if len(self._handle) == 2 else {"n": "nw", "w": "nw", "s": "se", "e": "se"}[self._handle]
        opposite = {"nw": "se", "se": "nw", "ne": "sw", "sw": "ne"}[free]
        return points[opposite], points[free]

    def _screen_rect(self, roi: RectROI) -> QRectF:
        transform = self.stage.view.transform_now()
        assert transform is not None
        r0, r1, c0, c1 = self._carrier.plane.box_to_view(roi)
        return QRectF(QPointF(*transform.to_screen(r0, c0)), QPointF(*transform.to_screen(r1, c1))).normalized()

    def _box(self) -> RectROI | None:
        transform = self.stage.view.transform_now()
        if transform is None:
            return None
        (r0, c0), (r1, c1) = (transform.to_voxel(p.x(), p.y()) for p in self._corners)
        bounds: Bounds = (min(r0, r1), max(r0, r1), min(c0, c1), max(c0, c1))
        return self._carrier.plane.box_to_target(bounds, snap=self._before is not None)

    def drag(self) -> None:
        """The free corner follows."""
        fixed, free = self._corners
        wanted = self.at + self._grip
        x = wanted.x() if self._before is None or len(self._handle) == 2 or self._handle in "we" else free.x()
        y = wanted.y() if self._before is None or len(self._handle) == 2 or self._handle in "ns" else free.y()
        self._corners = fixed, QPointF(x, y)
        self._show()

    def _show(self) -> None:
        box = self._box()
        kept = {**self._kept, **({box.slice_index: box} if box is not None else {})}
        self.stage.roi.preview(self.stage.index, self._carrier, list(kept.values()))

    def switch_corner(self) -> None:
        """The opposite corner is the free one from now on."""
        self._corners = self._corners[1], self._corners[0]
        self._handle = {"nw": "se", "se": "nw", "ne": "sw", "sw": "ne"}.get(self._handle, self._handle)
        self._grip = self._corners[1] - self.at

    def wheel(self, steps: int) -> bool:
        """Sweep: keep the box on this slice and take it along, one slice at a time."""
        if not self.moved:
            return False
        for _ in range(abs(steps)):
            box = self._box()
            if box is not None:
                self._kept[box.slice_index] = box
            before = self.stage.session.views[self.stage.index].slice_index
            self.stage.views.scroll(self.stage.index, 1 if steps > 0 else -1)
            carrier = carrier_of(self.stage.session, self.stage.index)
            if carrier is None:
                self.stage.views.go_to(self.stage.index, before)
                break
            self._carrier = carrier
            known = self._kept.get(carrier.plane.target_slice)
            if known is not None:
                self._take_up(known)
        self._show()
        return True

    def _take_up(self, roi: RectROI) -> None:
        """Back on a slice of this sweep: its own box again, the free corner where it was relative to the fixed one."""
        rect, (fixed, free) = self._screen_rect(roi), self._corners
        right, down = free.x() >= fixed.x(), free.y() >= fixed.y()
        x = (rect.left(), rect.right()) if right else (rect.right(), rect.left())
        y = (rect.top(), rect.bottom()) if down else (rect.bottom(), rect.top())
        self._corners = QPointF(x[0], y[0]), QPointF(x[1], y[1])
        self._grip = self._corners[1] - self.at

    def release(self) -> None:
        """Store the boxes; a click that drew nothing stores nothing."""
        box = self._box() if self.moved else None
        if box is None and not self._kept:
            self.cancel()
            return
        boxes = {**self._kept, **({box.slice_index: box} if box is not None else {})}
        if boxes == dict.fromkeys(boxes, self._before):
            self.stage.roi.cancel()
            return
        first = min(boxes) + 1
        one = phrase("Draw box on slice {k}" if self._before is None else "Resize box on slice {k}", k=first)
        many = phrase("Sweep boxes on slices {first}-{last}", first=first, last=max(boxes) + 1)
        text = one if len(boxes) == 1 else many
        self.stage.roi.commit(self.stage.index, self._carrier, list(boxes.values()), text)

    def cancel(self) -> None:
        """The box as it was, on the slice of the press."""
        self.stage.roi.cancel()
        self.stage.views.go_to(self.stage.index, self._first_slice)


class MoveBox(Gesture):
    """Inside a box: it moves by whole voxels and stays whole inside the slice."""

    def __init__(self, stage: Stage, start: QPointF, carrier: Carrier, before: RectROI) -> None:
        super().__init__(stage, start)
        self._carrier, self._before, self._now = carrier, before, before

    def drag(self) -> None:
        """Shift by the distance from the press."""
        here, first = self.stage.voxel(self.at), self.stage.voxel(self.start)
        if here is None or first is None:
            return
        (r0, c0), (r1, c1) = self._carrier.plane.to_target(*first), self._carrier.plane.to_target(*here)
        self._now = self._before.moved(round(r1 - r0), round(c1 - c0), self._carrier.plane.target.shape[1:])
        self.stage.roi.preview(self.stage.index, self._carrier, [self._now])

    def release(self) -> None:
        """Store it where it is now."""
        if self._now == self._before:
            self.stage.roi.cancel()
        else:
            text = phrase("Move box on slice {k}", k=self._now.slice_index + 1)
            self.stage.roi.commit(self.stage.index, self._carrier, [self._now], text)

    def cancel(self) -> None:
        """Where it was."""
        self.stage.roi.cancel()


class FreehandOutline(Gesture):
    """Outline mode: a closed line around the lesion."""

    def __init__(self, stage: Stage, start: QPointF, carrier: Carrier, add: bool) -> None:
        super().__init__(stage, start)
        self._carrier, self._add = carrier, add
        first = stage.voxel(start)
        self._points = [] if first is None else [first]

    def drag(self) -> None:
        """One more vertex."""
        point = self.stage.voxel(self.at)
        if point is not None:
            self._points.append(point)
            self.stage.roi.preview_stroke(self.stage.index, self._points)

    def release(self) -> None:
        """Close and store it."""
        if self.moved:
            self.stage.roi.commit_outline(self.stage.index, self._carrier, self._points, self._add)
        else:
            self.stage.roi.cancel()

    def cancel(self) -> None:
        """No line."""
        self.stage.roi.cancel()


def handle_at(rect: QRectF, at: QPointF) -> str | None:
    """Which handle of a box a point grabs: a corner or edge within reach, on small boxes a shorter reach; else None."""
    reach = min(REACH_PX, max(4.0, 0.3 * min(rect.width(), rect.height()) + 2))
    points = handle_points(rect)

    def distance(name: str) -> float:
        return math.hypot(points[name].x() - at.x(), points[name].y() - at.y())

    nearest = min(points, key=distance)
    if distance(nearest) <= reach:
        return nearest
    on_edge: dict[str, Callable[[], float]] = {
        "w": lambda: abs(at.x() - rect.left()),
        "e": lambda: abs(at.x() - rect.right()),
        "n": lambda: abs(at.y() - rect.top()),
        "s": lambda: abs(at.y() - rect.bottom()),
    }
    if not rect.adjusted(-4, -4, 4, 4).contains(at):
        return None
    return next((name for name, away in on_edge.items() if away() <= min(4.0, reach)), None)


def near_box(rect: QRectF, at: QPointF) -> bool:
    """Whether the cursor is close enough to a box's line for its handles to show."""
    outer = rect.adjusted(-REACH_PX, -REACH_PX, REACH_PX, REACH_PX)
    inner = rect.adjusted(REACH_PX, REACH_PX, -REACH_PX, -REACH_PX)
    return outer.contains(at) and not (inner.isValid() and inner.contains(at))
