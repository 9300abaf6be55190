"""What a viewport shows of a series that is still being read: to look at, not to measure, draw on or grade."""

from __future__ import annotations

from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.session import Session


def looked_at(session: Session, index: int) -> Volume | None:
    """The volume in a viewport in the plane that it shows; while it is being read in its own plane, what is there of it."""
    whole, state = session.view_volume(index), session.views[index]
    arrival = session.arriving.get(state.series_uid or "")
    return whole if whole is not None or arrival is None or state.plane else arrival.volume


def is_pending(session: Session, index: int) -> bool:
    """The slice in a viewport is still to be read; never in the three planes, which wait for all of them."""
    state = session.views[index]
    arrival = session.arriving.get(state.series_uid or "")
    if arrival is None or state.plane or session.view_volume(index) is not None:
        return False
    return not arrival.here[state.slice_index]
