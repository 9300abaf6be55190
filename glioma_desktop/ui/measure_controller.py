"""The measuring tools as actions: choosing one, deleting, and what undo shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject

from glioma_desktop.ui import measuring
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.roi_controller import RoiController
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.undo_controller import UndoController
from glioma_desktop.ui.view_controller import ViewController
from glioma_desktop.ui.view_state import Mode


class MeasureController(QObject):
    """Ruler, bidimensional measurement and probe."""

    def __init__(self, session: Session, views: ViewController, roi: RoiController, undo: UndoController) -> None:
        super().__init__(session)
        self._session, self._views, self._roi = session, views, roi
        self._back: Mode = "read"
        session.mode_changed.connect(self._mode_changed)
        session.view_changed.connect(self._moved_on)
        session.active_changed.connect(self._moved_on)
        session.overlays_changed.connect(self._moved_on)
        undo.stepped.connect(self._show_place)

    def choose(self, tool: Mode) -> None:
        """Take a tool; the same again puts it down."""
        session = self._session
        if session.mode == tool:
            session.set_mode(self._back)
            return
        if session.mode not in (*measuring.TOOLS, "region"):
            self._back = session.mode
        session.set_mode(tool)

    def delete(self) -> None:
        """With a measuring tool the selected measurement; else what the mode draws."""
        session = self._session
        if session.mode not in measuring.TOOLS:
            self._roi.delete()
        elif not self.give_up():
            found = measuring.measurements_in(session, session.active)
            measuring.remove(session, [one for one in found if one.id == session.measurement])

    def clear(self) -> None:
        """All measurements on the slice of the active viewport, as one edit."""
        self.give_up()
        if not measuring.remove(self._session, measuring.measurements_in(self._session, self._session.active)):
            self._session.post(tr("No measurement on this slice."))

    def give_up(self) -> bool:
        """No perpendicular after all: the long diameter goes; True when one was waiting."""
        waiting = any(measuring.pending_in(self._session, view) for view in self._session.shown_views)
        if waiting:
            self._session.set_draft(None)
        return waiting

    def _mode_changed(self) -> None:
        self.give_up()
        if self._session.mode not in measuring.TOOLS:
            self._session.set_measurement("")

    def _moved_on(self, *_: object) -> None:
        """Another slice or series is shown: a long diameter does not wait for it."""
        for view in self._session.shown_views:
            waiting, place = measuring.pending_in(self._session, view), measuring.place_of(self._session, view)
            if waiting is not None and place != (waiting.series_uid, waiting.plane, waiting.slice_index):
                self.give_up()

    def _show_place(self, changes: Sequence[tuple[tuple[str, ...], Any, Any]]) -> None:
        """Go to the slice of a measurement that undo changed, where its series is shown."""
        session = self._session
        order = sorted(session.shown_views, key=lambda view: view != session.active)
        for address, before, after in changes:
            one = after or before
            if address[0] != "measure" or not one:
                continue
            for view in order:
                place = measuring.place_of(session, view)
                if place is not None and place[:2] == (address[1], one.get("plane", "")):
                    self._views.go_to(view, int(one["slice_index"]))
                    return
