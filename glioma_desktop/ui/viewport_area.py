"""The viewports in their layout, the rail beside the active one, and the keys that are held."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from glioma_desktop.ui.comparing import Comparing
from glioma_desktop.ui.held_keys import HeldKeys
from glioma_desktop.ui.magnifier import Magnifier
from glioma_desktop.ui.roi_controller import RoiController
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.shared_fit import fit_alike
from glioma_desktop.ui.slice_rail import SliceRail
from glioma_desktop.ui.spoken_words import SpokenViewports
from glioma_desktop.ui.view_controller import ViewController
from glioma_desktop.ui.view_state import SECOND_FROM, VIEWPORTS, VIEWS
from glioma_desktop.ui.viewport import Viewport

_PLACES = {
    "1": [(0, 0, 1, 1)], "1x2": [(0, 0, 1, 1), (0, 2, 1, 1)],
    "2x2": [(0, 0, 1, 1), (0, 2, 1, 1), (1, 0, 1, 1), (1, 2, 1, 1)],
    "planes": [(0, 0, 2, 1), (0, 2, 1, 1), (1, 2, 1, 1)],
}  # fmt: skip
"""Row, column, rows and columns of each shown viewport; the rail stands between the columns."""


class ViewportArea(QWidget):
    """Holds the viewports of one window; has the focus while one of them has.

    Attributes:
        beyond: The area of the other window, when there is one.

    ``series_dropped(index, uid)`` and ``next_key_wanted(steps)`` come from the viewports, ``action_wanted(id)`` from a side
    button of the mouse.
    """

    series_dropped = Signal(int, str)
    next_key_wanted = Signal(int)
    action_wanted = Signal(str)

    def __init__(
        self,
        session: Session,
        views: ViewController,
        roi: RoiController,
        comparing: Comparing,
        second: bool = False,
    ) -> None:
        super().__init__()
        self._session, self._second = session, second
        indices = range(SECOND_FROM, SECOND_FROM + VIEWPORTS) if second else range(SECOND_FROM)
        self.viewports = [Viewport(session, index, views, roi, comparing) for index in indices]
        self.beyond: ViewportArea | None = None
        if not second:
            fit_alike([self.viewports[index] for index in VIEWS["planes"]])
        self.rail = SliceRail(session, views, roi)
        self.magnifier = Magnifier(session, self.viewports, self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(1)
        self._held = self._held_keys(comparing)
        for viewport in self.viewports:
            viewport.setParent(self)
            viewport.series_dropped.connect(self.series_dropped)
            viewport.next_key_wanted.connect(self.next_key_wanted)
            viewport.button_pressed.connect(self._button_pressed)
            viewport.installEventFilter(self._held)
        self.magnifier.lens.raise_()
        SpokenViewports(session, {viewport.index: viewport for viewport in self.viewports}, self)
        self.setProperty("role", "area")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        session.layout_changed.connect(self._lay_out)
        session.active_changed.connect(self._focus_active)
        self._lay_out()

    def _held_keys(self, comparing: Comparing) -> HeldKeys:
        """What a key does as long as it is held."""
        session = self._session
        switches = {
            "hide": lambda down: session.set_overlays(visible=not down),
            "blink": lambda down: session.set_overlays(blinking=down),
            "subtract": comparing.difference.switch,
            "mirror": comparing.mirror.switch,
            "magnify": self.magnifier.switch,
        }
        return HeldKeys(session, switches, self._let_go, self)

    @property
    def active(self) -> Viewport:
        """The active viewport, in whichever window it is."""
        active = self._session.active
        return next((one for area in self._areas for one in area.viewports if one.index == active), self.viewports[0])

    @property
    def _areas(self) -> tuple[ViewportArea, ...]:
        return (self,) if self.beyond is None else (self, self.beyond)

    def take_focus(self) -> None:
        """Keys go to the active viewport from now on."""
        viewport = self.active
        if viewport not in self.viewports:
            viewport.window().activateWindow()
        viewport.setFocus(Qt.FocusReason.OtherFocusReason)

    def cancel_gesture(self) -> bool:
        """Give up the gesture under way in any viewport or rail; True when there was one."""
        drawn = [one.hand.cancel() for area in self._areas for one in area.viewports]
        dragged = [area.rail.cancel() for area in self._areas]
        return any((*drawn, *dragged))

    def _lay_out(self) -> None:
        for widget in (*self.viewports, self.rail):
            self._grid.removeWidget(widget)
        session = self._session
        layout, shown = (
            (session.second_layout or "1x2", session.second_views)
            if self._second
            else (session.layout, session.main_views)
        )
        places = dict(zip(shown, _PLACES[layout], strict=bool(shown)))
        for viewport in self.viewports:
            if viewport.index in places:
                self._grid.addWidget(viewport, *places[viewport.index])
            viewport.setVisible(viewport.index in places)
        rows = max((row + height for row, _, height, _ in places.values()), default=1)
        self._grid.addWidget(self.rail, 0, 1, rows, 1)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(2, int(len(places) > 1))
        for row in range(2):
            self._grid.setRowStretch(row, int(row < rows))
        for viewport in self.viewports:
            viewport.refresh()

    def _focus_active(self) -> None:
        if any(viewport.hasFocus() for viewport in self.viewports):
            self.take_focus()

    def _button_pressed(self, action: str, down: bool) -> None:
        if not self._held.switch(action, down) and down:
            self.action_wanted.emit(action)

    def _let_go(self) -> None:
        """The picture as it is without a key: also for what a menu entry switched on."""
        session = self._session
        if session.blinking or session.magnifying or not session.overlays_visible:
            session.set_overlays(visible=True, blinking=False, magnifying=False)
        session.set_comparing("")
