"""Which other sequence is shown in place while S is held, and where it stands there."""

from __future__ import annotations

from dataclasses import dataclass

from glioma_desktop.study.planes import anatomical_plane
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.language import say, tr
from glioma_desktop.ui.patient_space import matching_slice, parallel, why_unlinked
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.shown_volume import shown_volume
from glioma_desktop.ui.view_state import VIEWPORTS


@dataclass(frozen=True)
class Blinked:
    """What blinks: the viewport it comes from, its volume in the plane that is shown, and the slice at the same place."""

    index: int
    volume: Volume
    slice_index: int


def blinked_with(session: Session, index: int, shown: Volume) -> Blinked | str:
    """The next viewport with another series that is linked with this one and reaches to the slice that is shown.

    In the three planes the partners are the series of the other layouts' viewports.

    Args:
        session: What stands where.
        index: The viewport.
        shown: Its volume.

    Returns:
        What blinks, or in a few words why nothing does.
    """
    mine, view = session.view_volume(index), session.views[index]
    reason = tr("no other series in a viewport")
    start = session.lead if session.layout == "planes" else index
    for other in ((start + step) % VIEWPORTS for step in range(VIEWPORTS)):
        theirs = session.view_volume(other)
        if mine is None or theirs is None or session.views[other].series_uid == view.series_uid:
            continue
        theirs = shown_volume(theirs, anatomical_plane(mine)) if mine.orientation_known else theirs
        unlinked = why_unlinked(mine, theirs)
        if unlinked or not parallel(mine, theirs):
            reason = say(unlinked) if unlinked else tr("no other series in this plane")
            continue
        k = matching_slice(shown, view.slice_index, theirs, view.centre)
        if k is not None:
            return Blinked(other, theirs, k)
        reason = tr("the other series ends before this slice")
    return tr("no other sequence: {reason}", reason=reason)
