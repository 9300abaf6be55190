"""Three planes of one series through one point: axial, sagittal and coronal follow the crosshair, and it follows them."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QObject

from glioma_desktop.study.geometry import patient_to_voxel, voxel_to_patient
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.content import content_bounds
from glioma_desktop.ui.patient_space import matching_point, why_unlinked
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.view_state import VIEWS

VIEWS_OF_PLANES = VIEWS["planes"]
Point = tuple[float, float, float]


class PlanesController(QObject):
    """Keeps the viewports of the three planes on one series, one window and one point."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._moving = False
        session.layout_changed.connect(self._enter)
        session.view_changed.connect(self._view_changed)
        session.volume_changed.connect(self._volume_changed)

    def point_at(self, index: int, row: float, column: float) -> None:
        """Put the crosshair on the (row, column) edge coordinates of a plane's slice; it stays inside the volume."""
        volume = self._session.view_volume(index)
        if volume is not None:
            self._point(volume, self._session.views[index].slice_index, row - 0.5, column - 0.5)

    def restore(self, point: Point | None) -> None:
        """Put the crosshair back where it was."""
        if point is not None:
            self._go_through(point)

    def place_others(self, index: int, scale: float | None) -> None:
        """Zoom and centre of a plane's viewport, in mm, for the other two.

        Args:
            index: The viewport that was zoomed or panned; its state has the new place.
            scale: Its px a mm, and from now on theirs: a mm is as long in all three. None: fitted.
        """
        session, mine = self._session, self._session.view_volume(index)
        state = session.views[index]
        for other in VIEWS_OF_PLANES:
            theirs = session.view_volume(other)
            if other == index or mine is None or theirs is None:
                continue
            before = session.views[other].centre
            centre = None if state.centre is None else _shared(mine, state.slice_index, theirs, state.centre, before)
            session.set_view(other, scale=scale, centre=centre)

    # -- what is shown

    def _enter(self) -> None:
        """Show the series of the viewport that was active, where it stands."""
        session = self._session
        if session.layout != "planes":
            return
        lead = session.views[session.lead]
        volume = session.volume(lead.series_uid)
        if volume is None:
            self._set_all(series_uid=None, note=lead.note)
            return
        self._set_all(
            series_uid=lead.series_uid, window=lead.window, preset=lead.preset, carried=lead.carried,
            scale=None, centre=None, note="",
        )  # fmt: skip
        self._start(volume, lead.slice_index, lead.centre)
        own = next((i for i in VIEWS_OF_PLANES if session.view_volume(i) is volume), VIEWS_OF_PLANES[0])
        session.set_active(own)

    def _start(self, volume: Volume, slice_index: int, centre: tuple[float, float] | None) -> None:
        """Through the middle of the drawn lesion's box on a slice, else of what the slice shows."""
        session, annotation = self._session, self._session.annotation
        boxes = annotation.boxes_of(volume.series_uid, session.lesion) if annotation else {}
        box = boxes.get(slice_index)
        r0, r1, c0, c1 = content_bounds(volume)
        row, column = centre or ((r0 + r1) / 2, (c0 + c1) / 2)
        if box is not None:
            row, column = (box.roi.row_start + box.roi.row_stop) / 2, (box.roi.column_start + box.roi.column_stop) / 2
        self._point(volume, slice_index, row - 0.5, column - 0.5)

    def _view_changed(self, index: int) -> None:
        session = self._session
        if session.layout != "planes" or self._moving:
            return
        if index == session.lead and session.views[VIEWS_OF_PLANES[0]].series_uid is None:
            self._enter()  # its series was still being read
        elif index in VIEWS_OF_PLANES:
            self._follow(index)

    def _volume_changed(self, uid: str) -> None:
        """A series that was being read is whole now, or the same one came anew."""
        session = self._session
        if session.layout != "planes":
            return
        if session.views[VIEWS_OF_PLANES[0]].series_uid is None and session.views[session.lead].series_uid == uid:
            self._enter()
        elif any(session.views[i].series_uid != uid for i in VIEWS_OF_PLANES):
            for index in (i for i in VIEWS_OF_PLANES if session.views[i].series_uid == uid):
                self._follow(index)
        elif session.crosshair_mm is not None:
            self._go_through(session.crosshair_mm)

    def _follow(self, index: int) -> None:
        """The other two planes show the same series and window; the crosshair goes to the slice."""
        session, state = self._session, self._session.views[index]
        volume = session.volume(state.series_uid)
        shown = session.view_volume(index)
        if volume is None or shown is None:
            return
        others = [session.views[i] for i in VIEWS_OF_PLANES if session.views[i].series_uid != state.series_uid]
        self._set_all(
            series_uid=state.series_uid,
            window=state.window,
            preset=state.preset,
            carried=state.carried,
            note=state.note,
        )
        if session.crosshair_mm is None or others:
            former = session.volume(others[0].series_uid) if others else None
            if session.crosshair_mm is not None and former is not None and not why_unlinked(former, volume):
                at = patient_to_voxel(volume.affine, np.array([session.crosshair_mm]))[0]
                self._point(volume, *map(float, at))
            else:
                self._start(volume, state.slice_index if shown is volume else volume.shape[0] // 2, None)
            return
        at = patient_to_voxel(shown.affine, np.array([session.crosshair_mm]))[0]
        if int(np.floor(at[0] + 0.5)) != state.slice_index:
            self._point(shown, state.slice_index, float(at[1]), float(at[2]))

    def _set_all(self, **changes: Any) -> None:
        """The same fields in all three viewports, which are not followed meanwhile."""
        self._moving = True
        try:
            for index in VIEWS_OF_PLANES:
                self._session.set_view(index, **changes)
        finally:
            self._moving = False

    def _point(self, volume: Volume, k: float, row: float, column: float) -> None:
        """Through a voxel index of a volume, kept inside it."""
        index = np.clip([k, row, column], 0, np.array(volume.shape) - 1)
        x, y, z = voxel_to_patient(volume.affine, index[None])[0]
        self._go_through((float(x), float(y), float(z)))

    def _go_through(self, point: Point) -> None:
        session, self._moving = self._session, True
        try:
            session.set_crosshair(point)
            for index in VIEWS_OF_PLANES:
                volume = session.view_volume(index)
                if volume is not None:
                    k = float(patient_to_voxel(volume.affine, np.array([point]))[0, 0])
                    session.set_view(index, slice_index=int(np.clip(np.floor(k + 0.5), 0, volume.shape[0] - 1)))
        finally:
            self._moving = False


def crosshair_in(session: Session, index: int) -> tuple[float, float] | None:
    """The (row, column) edge coordinates of the crosshair in a plane's viewport; None where there is none."""
    volume = session.view_volume(index)
    if session.layout != "planes" or index not in VIEWS_OF_PLANES or volume is None or session.crosshair_mm is None:
        return None
    _, row, column = patient_to_voxel(volume.affine, np.array([session.crosshair_mm]))[0]
    return float(row) + 0.5, float(column) + 0.5


def _shared(
    mine: Volume, k: int, theirs: Volume, centre: tuple[float, float], before: tuple[float, float] | None
) -> tuple[float, float]:
    """The centre of ``mine`` on another plane; what only that plane can pan stays as it was."""
    row, column = matching_point(mine, k, theirs, centre)
    if before is None:
        return row, column
    next_row, next_column = matching_point(mine, k + 1, theirs, centre)
    only_theirs_is_row = abs(next_row - row) > abs(next_column - column)
    return (before[0], column) if only_theirs_is_row else (row, before[1])
