"""Series without a common frame of reference, laid over one another by eye: for looking, never for boxes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QObject

from glioma_desktop.annotation.annotation import Change, HandLink
from glioma_desktop.phrase import Phrase, joined, phrase
from glioma_desktop.study.geometry import voxel_to_patient
from glioma_desktop.ui.edits import record
from glioma_desktop.ui.hand_links import linked_by_hand
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.patient_space import Bounds, space_of, why_unlinked
from glioma_desktop.ui.series_choice import series_name
from glioma_desktop.ui.session import Session

NO_FRAME = phrase("no common frame of reference")


class HandLinkController(QObject):
    """Keeps where the reader said that two series show the same place.

    Args:
        session: Of the window.
        frame: The part of the slice in a viewport whose middle stands in the middle of the view when it is fitted.
    """

    def __init__(self, session: Session, frame: Callable[[int], Bounds | None]) -> None:
        super().__init__(session)
        self._session, self._frame = session, frame

    def toggle(self) -> None:
        """Link the shown viewports with the active one as they stand now; when they are linked by hand, unlink them."""
        session = self._session
        mine = session.view_volume(session.active)
        others = [i for i in session.shown_views if i != session.active and session.view_volume(i) is not None]
        if session.layout == "planes":
            session.post(
                tr(
                    "Three planes show one series: links by hand hold in the other layouts, where it stands beside others."
                )
            )
            return
        if mine is None or not others:
            session.post(tr("To link by hand, put two series side by side and scroll and pan both to the same place."))
            return
        held = [i for i in others if i in linked_by_hand(session)]
        if held:
            self._unlink(held)
            return
        reasons = {i: why_unlinked(mine, v) for i in others if (v := session.view_volume(i)) is not None}
        apart = [i for i, reason in reasons.items() if reason == NO_FRAME]
        if apart:
            self._link(apart)
            return
        reason = next((reason for reason in reasons.values() if reason), "")
        session.post(
            tr("Not linked by hand: {reason}.", reason=reason) if reason else tr("The viewports are linked already.")
        )

    def _link(self, views: list[int]) -> None:
        session = self._session
        anchor = session.view_volume(session.active)
        here = self._middle_mm(session.active)
        assert anchor is not None
        into, changes, names = space_of(anchor), list[Change](), list[str]()
        links = session.annotation.links if session.annotation else {}
        for view in views:
            volume, there = session.view_volume(view), self._middle_mm(view)
            if volume is None or here is None or there is None:
                continue
            offset = here - there
            moved = {space: link for space, link in links.items() if link.into == space_of(volume)}
            changes.append(_change(space_of(volume), into, offset))
            changes += [_change(space, into, offset + np.array(link.offset_mm)) for space, link in moved.items()]
            names.append(self._name(view))
        words = _and([self._name(session.active), *names])
        if record(session, phrase("Link {words} by hand", words=words), changes, kind="view"):
            session.post(
                tr("{words} are linked by hand, for looking: boxes stay on the series they are drawn on.", words=words)
            )

    def _unlink(self, views: list[int]) -> None:
        session = self._session
        links = session.annotation.links if session.annotation else {}
        spaces = {space_of(v) for i in (*views, session.active) if (v := session.volume(session.views[i].series_uid))}
        gone = sorted(space for space in spaces if space in links)
        words = _and([self._name(i) for i in (session.active, *views)])
        if record(
            session,
            phrase("Unlink {words}", words=words),
            [Change(("link", space), None) for space in gone],
            kind="view",
        ):
            session.post(tr("{words} are no longer linked by hand.", words=words))

    def _middle_mm(self, view: int) -> np.ndarray | None:
        """The patient point (3,) in mm in the middle of a viewport."""
        state, volume, frame = self._session.views[view], self._session.view_volume(view), self._frame(view)
        if volume is None or frame is None:
            return None
        row, column = state.centre or ((frame[0] + frame[1]) / 2, (frame[2] + frame[3]) / 2)
        point = voxel_to_patient(volume.affine, np.array([[state.slice_index, row - 0.5, column - 0.5]]))[0]
        return np.asarray(point, np.float64)

    def _name(self, view: int) -> str:
        series = self._session.series(self._session.views[view].series_uid)
        return series_name(series) if series is not None else ""


def _change(space: str, into: str, offset: np.ndarray) -> Change:
    x, y, z = (round(float(value), 3) for value in offset)
    return Change(("link", space), HandLink(into, (x, y, z)))


def _and(names: Sequence[str]) -> Phrase:
    """Names in a row, for the undo text too, which stays English."""
    return joined(names, " and ")
