"""Drawing, pulling and moving measurements. Nothing is stored before the release."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QPointF

from glioma_desktop.annotation.annotation import REGION_LABELS
from glioma_desktop.annotation.measure import Point, Ruling, perpendicular, widest_chord
from glioma_desktop.annotation.measurement import KIND_LABELS, MeasureKind, Measurement, new_id
from glioma_desktop.phrase import inside, phrase
from glioma_desktop.ui import measure_edits, measuring
from glioma_desktop.ui.carrier import carrier_of
from glioma_desktop.ui.gestures import Gesture, OnlyActivates, Stage
from glioma_desktop.ui.language import tr, tr_joined
from glioma_desktop.ui.measure_words import label_lines
from glioma_desktop.ui.overlay_model import outline_here
from glioma_desktop.ui.view_geometry import ViewTransform, ruling

REACH_PX = 14
LINE_PX = 6


def begin(stage: Stage, at: QPointF, kind: MeasureKind, circle: bool) -> Gesture:
    """What a press of the left button begins with a measuring tool."""
    session = stage.session
    if measuring.place_of(session, stage.index) is None:
        session.post(tr("This series is still being read. Measure when it is all there."))
        return OnlyActivates(stage, at)
    if session.annotation is None or not session.overlays_visible:  # what is hidden cannot be grabbed
        return OnlyActivates(stage, at)
    waiting = measuring.pending_in(session, stage.index)
    grabbed = grabbed_at(stage, at)
    if waiting is not None and (grabbed is None or grabbed[0].id != waiting.id or grabbed[1] < 0):
        return DrawPerpendicular(stage, at, waiting)
    if grabbed is not None:
        one, handle = grabbed
        return PullEnd(stage, at, one, handle) if handle >= 0 else MoveWhole(stage, at, one)
    return DrawMeasurement(stage, at, kind, circle)


def grabbed_at(stage: Stage, at: QPointF) -> tuple[Measurement, int] | None:
    """The measurement that a press would grab and its handle, -1 for the whole of it; None when there is none."""
    transform = stage.view.transform_now()
    if transform is None:
        return None
    found = measuring.measurements_in(stage.session, stage.index)
    order = sorted(found, key=lambda one: one.id == stage.session.measurement, reverse=True)
    for one in order:
        handle = handle_at(one, transform, at)
        if handle is not None:
            return one, handle
    return next(((one, -1) for one in order if _on_line(one, transform, at)), None)


def handle_at(one: Measurement, transform: ViewTransform, at: QPointF) -> int | None:
    """Which handle of a measurement is within 14 px of a point; on small ones the reach is shorter."""
    points = [QPointF(*transform.to_screen(*point)) for point in measure_edits.handles(one)]
    size = max(_distance(a, b) for a in points for b in points)
    away = [_distance(point, at) for point in points]
    nearest = min(range(len(points)), key=away.__getitem__)
    return nearest if away[nearest] <= min(REACH_PX, max(5.0, size / 3)) else None


def _on_line(one: Measurement, transform: ViewTransform, at: QPointF) -> bool:
    if one.kind == "probe":
        (x0, y0), (x1, y1) = (transform.to_screen(*point) for point in one.points[:2])
        half_x, half_y = max(abs(x1 - x0) / 2, 1e-6), max(abs(y1 - y0) / 2, 1e-6)
        share = math.hypot((at.x() - (x0 + x1) / 2) / half_x, (at.y() - (y0 + y1) / 2) / half_y)
        return abs(share - 1) * min(half_x, half_y) <= LINE_PX
    ends = [QPointF(*transform.to_screen(*point)) for point in one.points]
    return any(_from_line(ends[k], ends[k + 1], at) <= LINE_PX for k in range(0, len(ends) - 1, 2))


def _from_line(start: QPointF, end: QPointF, at: QPointF) -> float:
    line, way = end - start, at - start
    length = line.x() ** 2 + line.y() ** 2
    share = 0.0 if length == 0 else min(1.0, max(0.0, (line.x() * way.x() + line.y() * way.y()) / length))
    return _distance(start + line * share, at)


def _distance(a: QPointF, b: QPointF) -> float:
    return math.hypot(a.x() - b.x(), a.y() - b.y())


class _Measuring(Gesture):
    """A measurement under way, on the slice of the press."""

    def __init__(self, stage: Stage, start: QPointF) -> None:
        super().__init__(stage, start)
        volume, transform = stage.view.volume, stage.view.transform_now()
        assert volume is not None
        assert transform is not None
        self._volume, self._transform = volume, transform
        self._before = stage.session.draft
        self._now: Measurement | None = None

    def _voxel(self, at: QPointF) -> Point:
        return measure_edits.inside(self._transform.to_voxel(at.x(), at.y()), self._volume.shape[1:])

    def _ruling(self) -> Ruling:
        return ruling(self._transform, self._volume.measurable)

    def _show(self, one: Measurement) -> None:
        self._now = measuring.measured(one, self._volume, self._transform)
        measuring.propose(self.stage.session, self.stage.index, self._now)

    def _keep(self, text: str) -> None:
        """Store what is shown; a click, or a line without a length, stores nothing."""
        one = self._now
        if one is None or not self.moved or self._ruling().length(*one.points[:2]) < 1e-6 or not one.values:
            self.cancel()
        elif one.complete:
            measuring.keep(self.stage.session, one, self._volume, self._transform, text)

    def cancel(self) -> None:
        """As before the press."""
        self.stage.session.set_draft(self._before)


class DrawMeasurement(_Measuring):
    """A new ruler, probe (with Shift a circle) or long diameter, from the press to the release."""

    def __init__(self, stage: Stage, start: QPointF, kind: MeasureKind, circle: bool) -> None:
        super().__init__(stage, start)
        place = measuring.place_of(stage.session, stage.index)
        assert place is not None
        uid, plane, k = place
        first = self._voxel(start)
        self._one, self._circle = Measurement(new_id(), uid, k, kind, (first, first), plane), circle

    def drag(self) -> None:
        """The other end follows."""
        first, to = self._one.points[0], self._voxel(self.at)
        if self._one.kind == "probe" and self._circle:
            to = measure_edits.circle_corner(first, to, self._ruling())
        self._show(replace(self._one, points=(first, to)))

    def release(self) -> None:
        """Store it; of a bidimensional one, go on with the perpendicular. A click selects nothing any more."""
        if not self.moved:
            self.stage.session.set_measurement("")
        self._keep(KIND_LABELS[self._one.kind])
        if self.moved and self._now is not None and not self._now.complete and self._now.values:
            self._go_on(self._now)

    def _go_on(self, long: Measurement) -> None:
        """The perpendicular: proposed where the outline of the lesion gives it, else drawn next."""
        session, carrier = self.stage.session, carrier_of(self.stage.session, self.stage.index)
        outline = outline_here(session, carrier) if carrier is not None else None
        own = carrier is not None and carrier.series.uid == long.series_uid
        start, end = long.points
        chord = widest_chord(self._ruling(), start, end, outline.mask) if outline is not None and own else None
        if chord is None or outline is None:
            session.post(
                tr("Long diameter {long}. Now drag the perpendicular; Esc gives it up.", long=label_lines(long)[0])
            )
            return
        self._show(replace(long, points=(*long.points, *chord)))
        self._keep(KIND_LABELS[long.kind])
        words = tr(
            "The perpendicular is proposed from the {region}; pull its ends.", region=REGION_LABELS[outline.region]
        )
        session.post(tr_joined((session.messages[-1].text, words), " "))


class DrawPerpendicular(_Measuring):
    """The second diameter of a bidimensional measurement: it stays perpendicular to the first, in true shape."""

    def __init__(self, stage: Stage, start: QPointF, long: Measurement) -> None:
        super().__init__(stage, start)
        self._long = long

    def drag(self) -> None:
        """From the place of the press, to the distance of the cursor."""
        start, end = self._long.points
        across = perpendicular(self._ruling(), start, end, self._voxel(self.start), self._voxel(self.at))
        self._show(replace(self._long, points=(start, end, *across)))

    def release(self) -> None:
        """Store both diameters."""
        self._keep(KIND_LABELS[self._long.kind])


class PullEnd(_Measuring):
    """One end of a measurement follows the cursor."""

    def __init__(self, stage: Stage, start: QPointF, one: Measurement, handle: int) -> None:
        super().__init__(stage, start)
        self._one, self._handle = one, handle
        self._grip = QPointF(*self._transform.to_screen(*measure_edits.handles(one)[handle])) - start
        stage.session.set_measurement(one.id)

    def drag(self) -> None:
        """The end follows."""
        to = self._voxel(self.at + self._grip)
        self._show(measure_edits.pulled(self._one, self._handle, to, self._ruling()))

    def release(self) -> None:
        """Store it; the long diameter alone goes on waiting."""
        self._keep(phrase("Change {kind}", kind=inside(KIND_LABELS[self._one.kind])))


class MoveWhole(_Measuring):
    """A press on the line: the whole measurement moves; a click selects it."""

    def __init__(self, stage: Stage, start: QPointF, one: Measurement) -> None:
        super().__init__(stage, start)
        self._one = one
        stage.session.set_measurement(one.id)

    def drag(self) -> None:
        """Shift by the distance from the press."""
        (r0, c0), (r1, c1) = (self._transform.to_voxel(p.x(), p.y()) for p in (self.start, self.at))
        self._show(measure_edits.shifted(self._one, r1 - r0, c1 - c0, self._volume.shape[1:]))

    def release(self) -> None:
        """Store it where it is now."""
        self._keep(phrase("Move {kind}", kind=inside(KIND_LABELS[self._one.kind])))
