"""The lines of the worklist that are left by a search, as Qt's list view reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from glioma_desktop.phrase import phrase
from glioma_desktop.ui.language import say
from glioma_desktop.ui.view_state import PatientRow
from glioma_desktop.ui.worklist import count_words, mark_words

ROW_ROLE = Qt.ItemDataRole.UserRole
STATUS_WORDS = {
    "new": phrase("not begun"),
    "draft": phrase("begun"),
    "done": phrase("done"),
    "flagged": phrase("flagged"),
}
UNSEEN_FROM = 3
"""Letters from which a word is also looked for in what the list does not show: one letter would be in every identifier."""
Index = QModelIndex | QPersistentModelIndex


class WorklistModel(QAbstractListModel):
    """Patients whose line holds every word that was typed.

    A word is looked for in the pseudonym, the status, the sequences and what stands at the right; from three letters on also
    in the identifier and the dates of the studies, which are matched and never shown.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[PatientRow, ...] = ()
        self._words: dict[PatientRow, tuple[str, str]] = {}
        self._text = ""
        self.shown: list[PatientRow] = []

    def set_rows(self, rows: Sequence[PatientRow]) -> bool:
        """The patients of the project; returns whether other ones are shown now, or in another order."""
        self._rows = tuple(rows)
        self._words = {row: self._words.get(row) or _words(row) for row in rows}
        return self._show()

    def speak(self) -> None:
        """The language has changed: words are looked for in the new one."""
        self._words = {row: _words(row) for row in self._rows}

    def search(self, text: str) -> bool:
        """Show those that match; returns whether other ones are shown now."""
        self._text = text.strip().lower()
        return self._show()

    def place_of(self, pseudonym: str | None) -> int:
        """The line of a patient, -1 when it is not shown."""
        return next((k for k, row in enumerate(self.shown) if row.pseudonym == pseudonym), -1)

    def _show(self) -> bool:
        left = [row for row in self._rows if _matches(self._text, *self._words[row])]
        if [row.pseudonym for row in left] != [row.pseudonym for row in self.shown]:
            self.beginResetModel()
            self.shown = left
            self.endResetModel()
            return True
        changed = [k for k, (old, new) in enumerate(zip(self.shown, left, strict=True)) if old != new]
        self.shown = left
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
        return False

    def rowCount(self, parent: Index | None = None) -> int:
        """How many are shown."""
        return 0 if parent is not None and parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself, and its words for a screen reader and a tooltip."""
        row = self.shown[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((row.pseudonym, say(STATUS_WORDS[row.status]), *map(say, mark_words(row))))
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join((f"{row.pseudonym}: {say(STATUS_WORDS[row.status])}", *map(say, mark_words(row))))
        return None


def _words(row: PatientRow) -> tuple[str, str]:
    status = STATUS_WORDS[row.status]
    marks = (word for one in mark_words(row) for word in (one, say(one)))
    names = (name for one in row.sequences for name in {one, say(one)})
    seen = (row.pseudonym, row.status, status, say(status), *names, count_words(row))
    return " ".join(seen).lower(), " ".join((*row.unseen, *marks)).lower()


def _matches(text: str, seen: str, unseen: str) -> bool:
    """Every word somewhere, or the whole text in what is not shown: identifiers may hold a space."""
    return all(word in seen or (len(word) >= UNSEEN_FROM and word in unseen) for word in text.split()) or (
        len(text) >= UNSEEN_FROM and text in unseen
    )
