"""The row of menus at the top, and whose the keys are while it has them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QMenu, QMenuBar


class MenuRow(QMenuBar):
    """While Alt has taken the keys to it, they are its own: Enter opens a menu and does not end the case behind it.

    Whoever opened a menu with the mouse and leaves it with Esc has the keys where they were.
    """

    def __init__(self) -> None:
        super().__init__()
        self._closing = False

    def follow(self) -> None:
        """From here on it knows when one of its menus closes."""
        for menu in self.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
            menu.aboutToHide.connect(self._closes)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt takes the keys to the row when Esc closes a menu that the mouse had opened: back to where they were."""
        super().focusInEvent(event)
        if self._closing:
            QTimer.singleShot(0, self._give_back)

    def _closes(self) -> None:
        self._closing = True
        QTimer.singleShot(0, self._closed)

    def _closed(self) -> None:
        self._closing = False

    def _give_back(self) -> None:
        self.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier))

    def event(self, event: QEvent) -> bool:
        """Qt counts the focus here as one in the viewports, whose actions the menus hold."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)
