"""Keys that mean something as long as they are held: they are let go when the window loses the focus."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from glioma_desktop.ui.bindings import combination
from glioma_desktop.ui.session import Session

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
Switch = Callable[[bool], None]


class HeldKeys(QObject):
    """An event filter: ``switches[action](True)`` when its key goes down alone, ``(False)`` when it goes up.

    It is also let go when the watched widget loses the focus: to a panel, a menu, a dialog or another program.
    ``let_go`` is called then too, for what a menu entry switched on without a key.

    Args:
        session: Its bindings say which key is whose.
        switches: By the ids of the held actions.
        let_go: The picture as it is without a key.
        parent: Who owns the filter.
    """

    def __init__(
        self, session: Session, switches: Mapping[str, Switch], let_go: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._switches, self._let_go = session, switches, let_go
        self._down: dict[Qt.Key, str] = {}
        self._keys: dict[Qt.Key, str] = {}
        session.bindings_changed.connect(self._read_keys)
        self._read_keys()

    def switch(self, action: str, down: bool) -> bool:
        """What a key of the action would do; False when it is not one that is held."""
        if action in self._switches:
            self._switches[action](down)
        return action in self._switches

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes the held keys; everything else goes on."""
        kind = event.type()
        if kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) and isinstance(event, QKeyEvent):
            return self._key(event, kind == QEvent.Type.KeyPress)
        if kind == QEvent.Type.FocusOut:
            self._release_all()
            self._let_go()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent, down: bool) -> bool:
        key = Qt.Key(event.key())
        # A modifier that came down meanwhile must not keep the key from being let go.
        if key not in self._down and not (key in self._keys and event.modifiers() in _PLAIN):
            return False
        if not event.isAutoRepeat():
            self._switch(key, down)
        return True

    def _switch(self, key: Qt.Key, down: bool) -> None:
        if down and key not in self._down:
            self._down[key] = self._keys[key]
            self._switches[self._down[key]](True)
        elif not down and key in self._down:
            self._switches[self._down.pop(key)](False)

    def _release_all(self) -> None:
        for key in tuple(self._down):
            self._switch(key, False)

    def _read_keys(self) -> None:
        self._release_all()
        keys = self._session.bindings.keys
        self._keys = {combination(key).key(): id_ for id_ in self._switches for key in keys.get(id_, ())}
