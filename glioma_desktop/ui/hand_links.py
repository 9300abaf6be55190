"""Which shown viewports move with the active one only because a reader linked them by eye."""

from __future__ import annotations

from glioma_desktop.ui.patient_space import space_of
from glioma_desktop.ui.session import Session


def linked_by_hand(session: Session) -> frozenset[int]:
    """Indices of the shown viewports that a link by hand joins to the active one."""
    own, shown = session.volume(session.view.series_uid), session.view_volume(session.active)
    if own is None or shown is None:
        return frozenset()
    found = set()
    for index in session.shown_views:
        theirs, moved = session.volume(session.views[index].series_uid), session.view_volume(index)
        if theirs is None or moved is None or space_of(theirs) == space_of(own):
            continue
        if space_of(moved) == space_of(shown):
            found.add(index)
    return frozenset(found)
