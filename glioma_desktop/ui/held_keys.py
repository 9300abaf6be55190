"""Keys that mean something as long as they are held: they are let go when the window loses the focus."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
Switch = Callable[[bool], None]


class HeldKeys(QObject):
    """An event filter: ``switches[key](True)`` when the key goes down alone, ``(False)`` when it goes up.

    It is also let go when the watched widget loses the focus: to a panel, a menu, a dialog or another program.
    ``let_go`` is called then too, for what a menu entry switched on without a key.
    """

    def __init__(self, switches: Mapping[Qt.Key, Switch], let_go: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._switches, self._let_go = switches, let_go
        self._down: set[Qt.Key] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the held keys; everything else goes on."""
        kind = event.type()
        if kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) and isinstance(event, QKeyEvent):
            return self._key(event, kind == QEvent.Type.KeyPress)
        if kind == QEvent.Type.FocusOut:
            for key in tuple(self._down):
                self._switch(key, False)
            self._let_go()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent, down: bool) -> bool:
        key = Qt.Key(event.key())
        # A modifier that came down meanwhile must not keep the key from being let go.
        if key not in self._switches or not (event.modifiers() in _PLAIN or key in self._down):
            return False
        if not event.isAutoRepeat():
            self._switch(key, down)
        return True

    def _switch(self, key: Qt.Key, down: bool) -> None:
        if down != (key in self._down):
            (self._down.add if down else self._down.discard)(key)
            self._switches[key](down)
