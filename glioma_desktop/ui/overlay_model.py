"""What a viewport draws over its slice: boxes and outlines in its own voxels, and the texts in its corners."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.annotation.annotation import REGION_LABELS, Annotation, Box, Outline
from glioma_desktop.annotation.outline import contours
from glioma_desktop.phrase import phrase
from glioma_desktop.study.series import LOSSY, SEQUENCE_LABELS, Series
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.arriving import looked_at
from glioma_desktop.ui.carrier import Carrier, carrier_of
from glioma_desktop.ui.case_words import patient_line
from glioma_desktop.ui.hand_links import linked_by_hand
from glioma_desktop.ui.language import say, tr, tr_joined
from glioma_desktop.ui.patient_space import why_unlinked
from glioma_desktop.ui.roi_edits import measured
from glioma_desktop.ui.series_choice import series_name
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.slice_view import BoxShape

Line = tuple[tuple[float, float], ...]
ORIGIN_WORDS = {
    "interpolated": phrase("box interpolated"),
    "copied": phrase("box copied"),
    "transferred": phrase("box transferred, check"),
}


def box_shapes(session: Session, view: int) -> tuple[BoxShape, ...]:
    """The boxes on a viewport's slice: those on the carrying series, the drawn lesion's last, and the draft in its place."""
    carrier, annotation = carrier_of(session, view), session.annotation
    if carrier is None or annotation is None:
        return ()
    k, uid = carrier.plane.target_slice, carrier.series.uid
    dashed = session.views[view].series_uid != uid
    boxes = {name: box for (series, name, at), box in annotation.boxes.items() if series == uid and at == k}
    rois = {name: (box.roi, box.locked) for name, box in boxes.items()}
    draft = session.draft
    if draft is not None and draft.series_uid == uid and draft.boxes:
        roi = draft.on(k)
        if roi is not None:
            rois[draft.lesion] = (roi, False)
    several = len(annotation.lesions) > 1
    order = sorted(rois, key=lambda name: (name == session.lesion, name))
    return tuple(
        BoxShape(
            carrier.plane.box_to_view(rois[name][0]), name, dashed, name != session.lesion, rois[name][1],
            name if several else "",
        )
        for name in order
    )  # fmt: skip


def outline_lines(session: Session, view: int) -> tuple[Line, ...]:
    """The outlines of all lesions on a viewport's slice, as closed lines in edge coordinates of the viewport."""
    carrier, annotation = carrier_of(session, view), session.annotation
    if carrier is None or annotation is None:
        return ()
    k, uid = carrier.plane.target_slice, carrier.series.uid
    lines: list[Line] = []
    for (series, _, _, at), outline in annotation.outlines.items():
        if series == uid and at == k:
            for line in _contours(outline):
                lines.append(tuple(carrier.plane.to_view(float(r) + 0.5, float(c) + 0.5) for r, c in line))
    return tuple(lines)


@lru_cache(maxsize=256)
def _contours(outline: Outline) -> tuple[NDArray[np.float64], ...]:
    if outline.polygon:
        return tuple(np.array([*part, part[0]], np.float64) for part in outline.polygon if part)
    return tuple(contours(outline.mask))


def outline_here(session: Session, carrier: Carrier) -> Outline | None:
    """The outline that coverage is measured against: the drawn lesion's, of the project's region, on the slice."""
    annotation, project = session.annotation, session.project
    if annotation is None:
        return None
    region = project.config.outline_region if project is not None else "flair_abnormality"
    return annotation.outlines.get((carrier.series.uid, session.lesion, region, carrier.plane.target_slice))


def measure_here(session: Session, view: int) -> tuple[Carrier, Box | None, float | None, float | None] | None:
    """The box of the drawn lesion on the slice (the draft while dragging) with its coverage and fill now."""
    carrier, annotation = carrier_of(session, view), session.annotation
    if carrier is None or annotation is None:
        return None
    box = annotation.boxes_of(carrier.series.uid, session.lesion).get(carrier.plane.target_slice)
    roi = box.roi if box is not None else None
    draft = session.draft
    if draft is not None and draft.series_uid == carrier.series.uid:
        roi = draft.on(carrier.plane.target_slice) or roi
    if roi is None:
        return carrier, None, None, None
    share, filled = measured(roi, outline_here(session, carrier))
    return carrier, Box(roi, box.origin if box and box.roi == roi else "hand", share, filled), share, filled


def empty_words(session: Session, view: int) -> str:
    """What stands in a viewport without a picture: what to do next, said once, in the first one."""
    reason = session.why_no_plane(view)
    if reason:
        return tr("No other planes: {reason}.", reason=reason)
    if session.patient is not None:
        return say(session.views[view].note)
    if view != session.shown_views[0]:
        return ""
    if session.worklist:
        return tr("Choose a patient in the worklist.")
    key = session.bindings.hint("open_folder")
    return tr("Open a folder with MR studies: File > Open folder{key}, or drop it here.", key=key)


def top_left(session: Session, series: Series) -> tuple[tuple[str, str], ...]:
    """Sequence, guessed or confirmed, description; then the patient by pseudonym."""
    name, text = series_name(series), series.description.strip()
    how = "✓" if series.sequence_confirmed else f"{tr('guessed')} ·" if text else tr("guessed")
    if not series.sequence_confirmed and (series.sequence == "unknown" or name != SEQUENCE_LABELS[series.sequence]):
        how = ""
    return (say(name), f"{how} {text}".strip()), ("", patient_line(session, series))


def bottom_left(
    session: Session, view: int, volume: Volume, slice_index: int, zoom: float
) -> tuple[tuple[str, str], ...]:
    """The outline's name, what kind of box this is, then slice, thickness and spacing, zoom."""
    lines: list[tuple[str, str]] = []
    annotation, carrier = session.annotation, carrier_of(session, view)
    if annotation is not None and carrier is not None and session.overlays_visible:
        lines += _legend(session, annotation, carrier)
    mine, arrival = looked_at(session, session.active), session.arriving.get(session.views[view].series_uid or "")
    reason = why_unlinked(mine, volume) if view != session.active and mine is not None and mine is not volume else ""
    if reason:
        lines.append(("", tr("not linked: {reason}", reason=reason)))
    elif view != session.active and view in linked_by_hand(session):
        lines.append(("", tr("linked by hand")))
    k, count = slice_index, volume.shape[0]
    if arrival is not None:
        lines.append(("", tr("reading {count} of {total}", count=arrival.count, total=len(arrival.here))))
    plane = f"· {say(session.views[view].plane or '')} " if session.views[view].plane else ""
    lossy = f"{tr('lossy')} · " if LOSSY in volume.warnings else ""
    whole = session.volume(session.views[view].series_uid)
    spacing = spacing_words(whole) if whole is not None and session.crosses(view) else ""
    cut = tr("cut through {spacing}", spacing=spacing) if spacing else spacing_words(volume)
    lines.append((f"{k + 1} / {count}", f"{plane}· {cut} · {lossy}{zoom:.1f}×"))
    return tuple(lines)


def _legend(session: Session, annotation: Annotation, carrier: Carrier) -> list[tuple[str, str]]:
    k, uid = carrier.plane.target_slice, carrier.series.uid
    regions = {region for (series, _, region, at) in annotation.outlines if series == uid and at == k}
    lines = [("", "- - " + tr_joined((REGION_LABELS[region] for region in sorted(regions)), ", "))] if regions else []
    box = annotation.boxes.get((uid, session.lesion, k))
    words = (
        []
        if box is None
        else [w for w in (ORIGIN_WORDS.get(box.origin, ""), phrase("locked") if box.locked else "") if w]
    )
    if words:
        lines.append(("", tr_joined(words)))
    elif (uid, k) in annotation.no_tumour:
        lines.append(("", tr("no tumour on this slice")))
    return lines


def spacing_words(volume: Volume) -> str:
    """Thickness and spacing; nominal or unknown is said."""
    if not volume.orientation_known and not volume.spacing_nominal:
        return tr("spacing not known")
    spacing = tr("sp {mm:.1f}", mm=volume.spacing_mm[0])
    if volume.spacing_nominal:
        spacing = tr("sp {mm:.1f} (nominal)", mm=volume.spacing_mm[0])
    return tr_joined((tr("thk {mm:.1f}", mm=volume.slice_thickness_mm) if volume.slice_thickness_mm else "", spacing))
