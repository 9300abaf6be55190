"""The lesions of the open case as chips: which one is drawn on, which one is graded, and one more."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from glioma_desktop.annotation.annotation import Lesion
from glioma_desktop.ui.language import tr

ROOM = 4
"""Short chips a row; the graded lesion's chip takes the room of two."""


class LesionChips(QWidget):
    """``chosen(name)``: draw on this lesion; ``added``: one lesion more. Many lesions go on in further rows."""

    chosen = Signal(str)
    added = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "plain")
        self._key = ""
        self._more: QPushButton | None = None
        self._shown: tuple[tuple[str, ...], str, str] | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)

    def show_lesions(self, lesions: Mapping[str, Lesion], drawn: str, graded: str) -> None:
        """Show a chip for each; ``drawn`` is checked and ``graded`` says so. Nothing without lesions."""
        names = tuple(sorted(lesions, key=lambda name: (len(name), name)))
        if (names, drawn, graded) == self._shown:
            return
        self._shown = names, drawn, graded
        self._more = None
        while self._rows.count():
            _drop(self._rows)
        if names:
            self._lay_out([self._chip(name, drawn, name == graded) for name in names])

    def set_key(self, key: str) -> None:
        """The key that adds a lesion."""
        self._key = key
        if self._more is not None:
            self._more.setToolTip(self._tip())

    def _tip(self) -> str:
        return tr("Add a lesion  ({key})", key=self._key) if self._key else tr("Add a lesion")

    def _chip(self, name: str, drawn: str, graded: bool) -> QPushButton:
        chip = _chip(tr("{name} graded", name=name) if graded else name)
        chip.setProperty("graded", graded)
        chip.setCheckable(True)
        chip.setChecked(name == drawn)
        chip.setToolTip(
            tr("Draw on lesion {name}. Its boxes are graded." if graded else "Draw on lesion {name}.", name=name)
        )

        def pressed() -> None:
            chip.setChecked(name == drawn)  # one lesion is always drawn on: a click on its chip does not uncheck it
            self.chosen.emit(name)

        chip.clicked.connect(pressed)
        return chip

    def _lay_out(self, chips: list[QPushButton]) -> None:
        more = self._more = _chip("+")
        more.setToolTip(self._tip())
        more.setAccessibleName(tr("Add a lesion"))
        more.clicked.connect(self.added)
        row, room = self._new_row(), ROOM
        for chip in (*chips, more):
            needs = 2 if chip.property("graded") else 1
            if needs > room:
                row, room = self._new_row(), ROOM
            row.addWidget(chip)
            room -= needs

    def _new_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._rows.addLayout(row)
        return row


def _drop(rows: QVBoxLayout) -> None:
    """Take the first row away with its chips."""
    item = rows.takeAt(0)
    row = item.layout() if item is not None else None
    while row is not None and row.count():
        inner = row.takeAt(0)
        chip = inner.widget() if inner is not None else None
        if chip is not None:
            chip.hide()
            chip.deleteLater()


def _chip(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", "chip")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the picture
    return button
