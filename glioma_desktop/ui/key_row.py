"""One action in the dialog of mouse and keys: its keys, each to be pressed anew or taken away, and room for another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from glioma_desktop.ui.bindings import native
from glioma_desktop.ui.language import tr

MOST_KEYS = 3
_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_unknown,
)
_REMOVING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_OWN = (*_REMOVING, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HELD_WITH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class KeyChip(QPushButton):
    """Shows a key; a click, then the key that is pressed takes its place. Esc: not after all. Delete takes it away.

    ``pressed_anew(key)`` and ``taken_away``.
    """

    pressed_anew = Signal(str)
    taken_away = Signal()
    asking = False

    def __init__(self, key: str, what: str) -> None:
        super().__init__()
        self.setProperty("role", "chip")
        self._words = native(key) if key else "+"
        self.setText(self._words)
        self.setAccessibleName(
            tr("Key of {action}: {key}", action=what, key=self._words)
            if key
            else tr("Another key for {action}", action=what)
        )
        tip = tr("Click, then press another key. Delete takes it away.") if key else tr("Click, then press a key.")
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)
        self.clicked.connect(self._ask)

    def _ask(self) -> None:
        self.asking = True
        self.setText(tr("Press a key…"))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _asked(self) -> None:
        self.asking = False
        self.setText(self._words)

    def event(self, event: QEvent) -> bool:
        """While it asks, every key is taken, also those that move the focus or belong to an action."""
        if self.asking and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._take(event)
                return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _OWN:
            event.accept()
            return True
        return super().event(event)

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in _MODIFIERS:
            return
        self._asked()
        if event.key() != Qt.Key.Key_Escape:
            self.pressed_anew.emit(written(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the key away; Return asks for another, as a click does."""
        if event.key() in _REMOVING:
            self.taken_away.emit()
        elif event.key() in _OWN:
            self._ask()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Elsewhere: not after all."""
        self._asked()
        super().focusOutEvent(event)


class KeyRow(QWidget):
    """The keys of one action.

    Args:
        what: The action's words.
        wanted: Called with the keys the reader would have.
        fixed: A key that stays, ``""`` for none.

    Attributes:
        keys: As they are shown.
        buttons: One a key, and one for a further key while there is room.
        reset: Back to the keys that were delivered.
    """

    def __init__(self, what: str, wanted: Callable[[tuple[str, ...]], None], fixed: str = "") -> None:
        super().__init__()
        self._what, self._wanted, self._fixed = what, wanted, fixed
        self.buttons: list[KeyChip] = []
        self.keys: tuple[str, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self.reset = QPushButton(tr("Reset"))
        self.reset.setProperty("role", "link")
        self.reset.setVisible(False)
        self._row.addStretch(1)
        self._row.addWidget(self.reset)
        self._resets: tuple[str, ...] = ()
        self.reset.clicked.connect(lambda: self._wanted(self._resets))

    def show_keys(self, keys: tuple[str, ...], delivered: tuple[str, ...]) -> None:
        """These keys, and a way back when they are not those that were delivered."""
        words = ", ".join(native(key) for key in delivered)
        self._resets = delivered
        self.reset.setVisible(keys != delivered)
        self.reset.setAccessibleName(tr("Reset {action} to {keys}", action=self._what, keys=words))
        self.reset.setToolTip(tr("Back to {keys}.", keys=words))
        if keys == self.keys and self.buttons:
            return
        focused = next((k for k, one in enumerate(self.buttons) if one.hasFocus()), None)
        for button in self.buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.keys = keys
        self.buttons = [self._button(key) for key in (*keys, *([""] if len(keys) < MOST_KEYS else []))]
        for place, button in enumerate(self.buttons):
            self._row.insertWidget(place, button)
        if focused is not None:
            self.buttons[min(focused, len(self.buttons) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, key: str) -> KeyChip:
        button = KeyChip(key, self._what)
        button.setEnabled(not key or key != self._fixed)
        button.pressed_anew.connect(
            lambda new: self._wanted(
                tuple(new if one == key else one for one in self.keys) if key else (*self.keys, new)
            )
        )
        button.taken_away.connect(lambda: self._wanted(tuple(one for one in self.keys if one != key)))
        return button


def written(event: QKeyEvent) -> str:
    """The key of an event as QKeySequence writes it; Shift is left out where it only makes another sign of the key."""
    modifiers, text = event.modifiers() & _HELD_WITH, event.text()
    sign = bool(text) and text.isprintable() and not text.isalnum() and not text.isspace()
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not sign:
        modifiers |= Qt.KeyboardModifier.ShiftModifier
    key = Qt.Key.Key_Tab if event.key() == Qt.Key.Key_Backtab else Qt.Key(event.key())
    return QKeySequence(QKeyCombination(modifiers, key)).toString(QKeySequence.SequenceFormat.PortableText)
