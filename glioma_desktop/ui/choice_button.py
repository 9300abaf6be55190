"""A value that can be changed by a menu: quiet text at the right of its row until the cursor is over it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton


class ChoiceButton(QPushButton):
    """``chosen(value)`` when the reader picks another one."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("role", "choice")
        self.setAccessibleName(name)
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self.value = ""

    def show_choice(self, choices: Mapping[str, str], value: str) -> None:
        """Show ``value`` of ``choices`` (value -> words)."""
        self.value = value
        self.setText(f"{choices.get(value, '')} ▾" if self.isEnabled() else choices.get(value, ""))
        self._menu.clear()
        for one, words in choices.items():
            action = self._menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(one == value)
            action.triggered.connect(lambda _=False, one=one: self.chosen.emit(one))
