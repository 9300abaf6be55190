"""A second window with viewports of the same session on another screen: the same hands, links and keys, nothing but pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QScreen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from glioma_desktop.ui.language import tr
from glioma_desktop.ui.viewport_area import ViewportArea

if TYPE_CHECKING:
    from glioma_desktop.ui.main_window import MainWindow

LAYOUTS = {"layout_1": "1", "layout_1x2": "1x2", "layout_2x2": "2x2"}
"""Actions that mean the viewports of the window in which their keys are pressed."""


class SecondWindow(QWidget):
    """The pictures on the other screen.

    Args:
        window: The main window, with which it goes.
        area: Its viewports.
        closed: Called when the desktop closes it.
    """

    def __init__(self, window: MainWindow, area: ViewportArea, closed: Callable[[], None]) -> None:
        super().__init__(window, Qt.WindowType.Window)
        self._closed = closed
        self.area = area
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)  # the keys stay where the reader is
        self.setWindowIcon(window.windowIcon())
        self.setWindowTitle(tr("Glioma Desktop, second screen"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(area)

    def take_keys(self, window: MainWindow, set_layout: Callable[[str], None]) -> None:
        """Every key and side button of the main window works here too; 1, 1x2 and 2x2 mean these viewports."""
        actions = window.actions_
        own: dict[str, QAction] = {}
        for id_, layout in LAYOUTS.items():
            own[id_] = QAction(self)
            own[id_].triggered.connect(lambda _=False, layout=layout: set_layout(layout))
        actions.extend_to(self, self.area, own)
        self.area.action_wanted.connect(lambda id_: own.get(id_, actions.actions[id_]).trigger())

    def event(self, event: QEvent) -> bool:
        """Brought to the front by the desktop, its viewports have the keys."""
        if event.type() == QEvent.Type.WindowActivate and self.focusWidget() is None:
            next((one for one in self.area.viewports if not one.isHidden()), self.area.viewports[0]).setFocus()
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The main window goes on with the viewports it has."""
        super().closeEvent(event)
        self._closed()


class SecondScreen(QObject):
    """Opens and closes the second window, and follows screens that are unplugged and plugged in again."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._screen: QScreen | None = None
        self._wanted = False
        self.second: SecondWindow | None = None
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenRemoved.connect(self._removed)
        app.screenAdded.connect(self._added)

    @property
    def on(self) -> bool:
        """The second window is open."""
        return bool(self._window.session.second_layout)

    def toggle(self) -> None:
        """Open the second window on another screen, or close it; remembered."""
        self._wanted = False
        if self.on:
            self._close()
        elif self._open():
            self._window.session.post(
                tr("More viewports on the screen {name}. {key} closes them.", name=self._name(), key=self._key())
            )
        else:
            self._window.session.post(
                tr(
                    "There is only one screen. Connect a second one, then {key} shows more viewports on it.",
                    key=self._key(),
                )
            )
        self._window.settings.second_window = self.on

    def open_at_start(self) -> None:
        """As it was when the program was closed; with one screen it waits for the second."""
        if self._window.settings.second_window:
            self._wanted = not self._open()

    def set_layout(self, layout: str) -> None:
        """1, 1x2 or 2x2 viewports in the second window; remembered."""
        self._window.settings.second_layout = layout
        self._window.session.set_second_layout(layout)

    def other_screen(self) -> QScreen | None:
        """A screen on which the main window is not."""
        mine = self._window.screen()
        return next((screen for screen in QGuiApplication.screens() if screen != mine), None)

    def close(self) -> None:
        """The main window goes, and this one with it."""
        if self.second is not None:
            self.second.hide()

    def _open(self) -> bool:
        screen = self.other_screen()
        if screen is None:
            return False
        self._screen = screen
        if self.second is None:
            self.second = self._make()
        self._window.session.set_second_layout(self._window.settings.second_layout)
        # The window is of that screen before it is shown, so that it is made for its pixels.
        self.second.setScreen(screen)
        self.second.setGeometry(screen.geometry())
        self.second.showFullScreen()
        return True

    def _make(self) -> SecondWindow:
        window, all_ = self._window, self._window.controllers
        area = ViewportArea(window.session, all_.views, all_.roi, all_.compare, second=True)
        second = SecondWindow(window, area, self._closed)
        area.series_dropped.connect(all_.reading.show_series)
        area.next_key_wanted.connect(window.next_key)
        window.session.leaving.connect(area.cancel_gesture)
        window.area.beyond, area.beyond = area, window.area
        all_.cine.watch(*area.viewports, area.rail)
        second.take_keys(window, self.set_layout)
        return second

    def _close(self) -> None:
        self._window.area.cancel_gesture()
        self._window.session.set_second_layout("")
        if self.second is not None:
            self.second.hide()
        self._window.activateWindow()
        self._window.area.take_focus()

    def _closed(self) -> None:
        if self.on:
            self._close()
            self._window.settings.second_window = False

    def _key(self) -> str:
        """What opens and closes it: its key, or its place in the menu."""
        return self._window.session.bindings.shown("second_screen") or tr("Second screen")

    def _name(self) -> str:
        return self._screen.name() if self._screen is not None else ""

    def _removed(self, screen: QScreen) -> None:
        """What stood on a screen that is gone comes back into the main window's viewports and list.

        So it does when the main window's screen goes: this one would lie over it on the only screen there is.
        """
        left = [one for one in QGuiApplication.screens() if one != screen]
        if self.on and (screen == self._screen or len(left) < 2):
            self._wanted, self._screen = True, None
            self._close()
            self._window.session.post(
                tr("The second screen is gone. Its series are in the list; its viewports come back with it.")
            )

    def _added(self, _: QScreen) -> None:
        if self._wanted and not self.on:
            self._wanted = not self._open()
