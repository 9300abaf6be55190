"""A wide button with its key in small type behind the words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton


class KeyButton(QPushButton):
    """``role``: ``primary`` (one a screen) or ``large`` (outlined)."""

    def __init__(self, text: str, key: str, role: str) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self._words, self._key = QLabel(text), QLabel(key)
        self._words.setProperty("role", "button-words")
        self._key.setProperty("role", "button-key")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        row.addStretch(1)
        for label in (self._words, self._key):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(label)
        row.addStretch(1)

    @property
    def key(self) -> str:
        """The key that is shown."""
        return self._key.text()

    def set_key(self, key: str) -> None:
        """Another key, after it was rebound."""
        self._key.setText(key)
