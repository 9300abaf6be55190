"""F11: the whole screen for the pictures. The row of tools and the strip stay, the side panels fold; F11 gives all back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt

if TYPE_CHECKING:
    from glioma_desktop.ui.main_window import MainWindow


class FullScreen(QObject):
    """Of one window. Esc does not leave it: it belongs to the gesture and the tool."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._folded_before: bool | None = None
        self._geometry = b""
        window.installEventFilter(self)

    @property
    def on(self) -> bool:
        """The window takes the whole screen, without a frame."""
        return self._window.isFullScreen()

    @property
    def geometry(self) -> bytes:
        """The window's size and place as it is kept for the next start: never the whole screen without a way out."""
        return self._geometry if self.on and self._geometry else bytes(self._window.saveGeometry().data())

    def toggle(self) -> None:
        """Take the whole screen, or give it back: the window as large, and the panels as folded, as before."""
        window = self._window
        if self.on:
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowFullScreen)
            return
        self._geometry = bytes(window.saveGeometry().data())
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The panels follow the window, also when the desktop and not F11 changed it."""
        if event.type() == QEvent.Type.WindowStateChange:
            panels, before = self._window.controllers.panels, self._folded_before
            if self.on and before is None:
                self._folded_before = panels.folded
                if not panels.folded:
                    panels.fold()
            elif not self.on and before is not None:
                self._folded_before = None
                if panels.folded != before:
                    panels.fold()
        return False
