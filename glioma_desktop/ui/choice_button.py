"""A value that can be changed by a menu: quiet text at the right of its row until the cursor is over it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton

from glioma_desktop.ui.language import say

PADDING = 10


class ChoiceButton(QPushButton):
    """``chosen(value)`` when the reader picks another one. Words that do not fit end in an ellipsis."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("role", "choice")
        self.setAccessibleName(name)
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._mark)  # a choice that was not kept has marked itself
        self._choices: dict[str, str] = {}
        self._words = ""
        self.value = ""

    def show_choice(self, choices: Mapping[str, str], value: str) -> None:
        """Show ``value`` of ``choices`` (value -> words)."""
        said = {one: say(words) for one, words in choices.items()}
        self.value, self._words = value, said.get(value, "")
        if said != self._choices:  # the same ones stay: the menu may be open
            self._choices = said
            self._fill()
        self._mark()
        self.setAccessibleDescription(self._words)
        self.updateGeometry()
        self._elide()

    def _fill(self) -> None:
        self._menu.clear()
        for one, words in self._choices.items():
            action = self._menu.addAction(words)
            action.setData(one)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, one=one: self.chosen.emit(one))

    def _mark(self) -> None:
        for action in self._menu.actions():
            action.setChecked(action.data() == self.value)

    def sizeHint(self) -> QSize:
        """As wide as the whole words."""
        return QSize(self._width_of(self._words) + PADDING, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Narrower when the row has no room."""
        return QSize(min(60, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words take the room there is."""
        super().resizeEvent(event)
        self._elide()

    def _width_of(self, words: str) -> int:
        return self.fontMetrics().horizontalAdvance(f"{words} ▾") + 2

    def _elide(self) -> None:
        mark = " ▾" if self._words else ""
        room = self.width() - PADDING - self.fontMetrics().horizontalAdvance(mark)
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, max(0, room))
        self.setText(f"{shown}{mark}")
        self.setToolTip(self._words if shown != self._words else "")
