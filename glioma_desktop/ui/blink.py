"""Which other sequence is shown in place while S is held, and where it stands there."""

from __future__ import annotations

from glioma_desktop.study.planes import anatomical_plane
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.patient_space import parallel, why_unlinked
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.shown_volume import shown_volume
from glioma_desktop.ui.view_state import VIEWPORTS


def blinked_with(session: Session, index: int) -> tuple[int, Volume] | None:
    """The next viewport with another series that is linked with this one, and its volume in the plane that is shown here.

    In the three planes the partners are the series of the other layouts' viewports.
    """
    mine, uid = session.view_volume(index), session.views[index].series_uid
    if mine is None:
        return None
    start = session.lead if session.layout == "planes" else index
    for other in ((start + step) % VIEWPORTS for step in range(VIEWPORTS)):
        theirs = session.view_volume(other)
        if theirs is None or session.views[other].series_uid == uid:
            continue
        theirs = shown_volume(theirs, anatomical_plane(mine)) if mine.orientation_known else theirs
        if parallel(mine, theirs) and not why_unlinked(mine, theirs):
            return other, theirs
    return None
