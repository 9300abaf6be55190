"""Measurements of the open patient: which stand where, and how one gesture is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from glioma_desktop.annotation.annotation import Change
from glioma_desktop.annotation.measurement import KIND_LABELS, Measurement, longest_first, measured_values
from glioma_desktop.phrase import inside, phrase
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.edits import record
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.measure_words import sentence
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.view_geometry import ViewTransform, ruling
from glioma_desktop.ui.view_state import Draft, Mode

TOOLS: tuple[Mode, ...] = ("ruler", "bidimensional", "probe")


def place_of(session: Session, view: int) -> tuple[str, str, int] | None:
    """(series uid, plane, slice) that a viewport shows, in the terms of a measurement; None while it is being read."""
    state = session.views[view]
    volume = session.volume(state.series_uid)
    if volume is None or state.series_uid is None:
        return None
    across = session.view_volume(view) is not volume
    return state.series_uid, str(state.plane or "") if across else "", state.slice_index


def measurements_in(session: Session, view: int) -> tuple[Measurement, ...]:
    """The measurements on the slice of a viewport, with the one under way in its place."""
    place, annotation = place_of(session, view), session.annotation
    if place is None or annotation is None:
        return ()
    stored, draft = annotation.measurements_on(*place), session.draft
    under_way = draft.measurement if draft is not None and draft.view == view else None
    if under_way is None or (under_way.series_uid, under_way.plane, under_way.slice_index) != place:
        return stored
    return (*(one for one in stored if one.id != under_way.id), under_way)


def pending_in(session: Session, view: int) -> Measurement | None:
    """The long diameter that waits for its perpendicular in a viewport."""
    draft = session.draft
    found = draft.measurement if draft is not None and draft.view == view else None
    return found if found is not None and not found.complete else None


def measured(one: Measurement, volume: Volume, transform: ViewTransform) -> Measurement:
    """The same with its values measured now."""
    steps = ruling(transform, volume.measurable)
    return replace(one, values=measured_values(one.kind, one.points, steps, volume.voxels[one.slice_index]))


def keep(session: Session, one: Measurement, volume: Volume, transform: ViewTransform, text: str) -> bool:
    """Store a complete measurement as one edit, select it and say it in the strip."""
    steps = ruling(transform, volume.measurable)
    points = longest_first(one.points, steps) if one.kind == "bidimensional" else one.points
    signed = replace(one, points=points, reader=session.reader, grade_visible=session.grade_visible)
    signed = measured(signed, volume, transform)
    session.set_draft(None)
    if not record(
        session,
        phrase("{text} on slice {k}", text=text, k=one.slice_index + 1),
        [Change(one.address, signed)],
    ):
        return False
    session.set_measurement(one.id)
    series = session.series(one.series_uid)
    session.post(sentence(signed, volume, series.modality if series else "", sections(session, signed)))
    return True


def propose(session: Session, view: int, one: Measurement) -> None:
    """Show a measurement that is not stored yet."""
    session.set_draft(Draft(view, measurement=one))


def remove(session: Session, gone: Iterable[Measurement]) -> bool:
    """Delete measurements as one edit, which undo takes back."""
    found = list(gone)
    if not found:
        return False
    one = inside(KIND_LABELS[found[0].kind])
    words = one if len(found) == 1 else phrase("{count} measurements", count=len(found))
    session.set_measurement("")
    slice_ = found[0].slice_index + 1
    text = phrase("Delete {what} on slice {k}", what=words, k=slice_)
    if not record(session, text, [Change(one.address, None) for one in found]):
        return False
    session.post(tr("Deleted: {what} on slice {k}.", what=words, k=slice_))  # its values stand in the strip no more
    return True


def sections(session: Session, one: Measurement) -> int:
    """On how many slices of the series something says that the lesion is: its boxes, and bidimensional measurements."""
    annotation = session.annotation
    if annotation is None:
        return 1
    slices = {one.slice_index}
    slices |= {k for (uid, name, k) in annotation.boxes if (uid, name) == (one.series_uid, session.lesion)}
    slices |= {
        other.slice_index
        for other in annotation.measurements.values()
        if (other.kind, other.series_uid, other.plane) == ("bidimensional", one.series_uid, one.plane)
    }
    return len(slices)
