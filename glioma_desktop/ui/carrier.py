"""Which series carries a box that is drawn in a viewport, and how the viewport's slice lies on it."""

from __future__ import annotations

from dataclasses import dataclass

from glioma_desktop.study.planes import own_plane
from glioma_desktop.study.series import SEQUENCE_LABELS, Series
from glioma_desktop.ui.language import say, tr
from glioma_desktop.ui.patient_space import PlaneMap, plane_map, why_unlinked
from glioma_desktop.ui.series_choice import series_name
from glioma_desktop.ui.session import Session


@dataclass(frozen=True)
class Carrier:
    """The series that carries the boxes and the map of the viewed slice onto it."""

    series: Series
    plane: PlaneMap


def carrier_of(session: Session, view: int) -> Carrier | None:
    """Where a box drawn in a viewport is written: on the box series when linked, else on the viewed series itself.

    A link by hand moves pictures only: boxes never cross it.

    None while a volume is being read, in a plane across the series' own slices, or when the viewed slice does not meet the
    box series.
    """
    state = session.views[view]
    series, volume = session.series(state.series_uid), session.volume(state.series_uid)
    box_series = session.box_series
    if series is None or volume is None or box_series is None or session.crosses(view):
        return None
    own = Carrier(series, PlaneMap(volume, state.slice_index, volume, state.slice_index, True))
    if box_series.uid == series.uid:
        return own
    target = session.volume(box_series.uid)
    if target is None:
        return None
    if why_unlinked(volume, target):
        return own
    plane = plane_map(volume, state.slice_index, target)
    return None if plane is None else Carrier(box_series, plane)


def why_not_drawn(session: Session, view: int) -> str:
    """Why nothing can be drawn in a viewport now, as a sentence."""
    state = session.views[view]
    series, box_series = session.series(state.series_uid), session.box_series
    if series is not None and series.uid in session.arriving:
        return tr("{series} is still being read.", series=series_name(series))
    volume = session.volume(state.series_uid)
    if series is None or volume is None:
        return tr("Open a series first.")
    if session.crosses(view):
        plane = own_plane(volume)
        return tr(
            "{series} has {plane} slices: boxes and outlines are drawn in the {plane} view.",
            series=series_name(series),
            plane=say(plane),
        )
    if box_series is not None and session.volume(box_series.uid) is None:
        return tr(
            "{sequence}, which carries the boxes, is still being read.", sequence=SEQUENCE_LABELS[box_series.sequence]
        )
    name = SEQUENCE_LABELS[box_series.sequence] if box_series else tr("the box series")
    return tr("This slice does not meet {name}, which carries the boxes. Draw on {name}.", name=name)
