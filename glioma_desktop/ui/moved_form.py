"""File > Find moved folder: which folders are gone, and where to look for their files. Not a modal dialog."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from glioma_desktop.study.moved_files import Move, gone, gone_folder
from glioma_desktop.study.series import Study
from glioma_desktop.ui.form_layout import form_grid, lay_out_form
from glioma_desktop.ui.language import tr, tr_joined
from glioma_desktop.ui.themed_window import ThemedWindow

NAMED = 4
"""How many folders that are gone are named."""


@dataclass(frozen=True)
class Gone:
    """What has to be found.

    Attributes:
        studies: Those whose files are not where they were.
        folders: The uppermost folders that are gone, each with how many of the studies lay in it.
        above: A folder that is there, to begin with.
    """

    studies: tuple[Study, ...]
    folders: tuple[tuple[str, int], ...]
    above: Path


def look_what_is_gone(studies: Sequence[Study]) -> Gone:
    """Asks the drives, which may take their time: not on the GUI thread."""
    away = gone(studies)
    folders = Counter(gone_folder(study) for study in away)
    above = gone_folder(away[0]).parent if away else Path.home()
    named = tuple((str(folder), count) for folder, count in folders.most_common())
    return Gone(tuple(away), named, above if above.is_dir() else Path.home())


class MovedForm(ThemedWindow):
    """``search_asked(Path)``: look there; ``use_asked(list[Move])``: the files lie there now.

    ``cancel_asked``: stop the search; ``closed``: the same, and whatever else is under way.
    """

    search_asked = Signal(object)
    use_asked = Signal(object)
    cancel_asked = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Find moved folder — Glioma Desktop"), parent)
        self.take_size(620, 320)
        self._moves: list[Move] = []
        self._gone = 0
        self.heading, self.folders, self.sentence = QLabel(), QLabel(), QLabel()
        self.heading.setProperty("role", "heading")
        for label in (self.folders, self.sentence):
            label.setProperty("role", "muted")
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.place = QLineEdit()
        self.place.returnPressed.connect(self._search)
        self.browse, self.look, self.cancel, self.use, self.leave = (
            QPushButton(tr("Browse…")),
            QPushButton(tr("Find")),
            QPushButton(tr("Cancel")),
            QPushButton(tr("Use this place")),
            QPushButton(tr("Close")),
        )
        for button in (self.look, self.use, self.leave):
            button.setProperty("role", "primary")
        self.browse.clicked.connect(self._browse)
        self.look.clicked.connect(self._search)
        self.cancel.clicked.connect(self.cancel_asked)
        self.use.clicked.connect(lambda: self.use_asked.emit(self._moves))
        self.leave.clicked.connect(self.close)
        self._lay_out()

    def wait_for_gone(self) -> None:
        """It is being looked what has to be found."""
        self.wait(tr("Looking which files are gone…"))

    def wait(self, sentence: str) -> None:
        """Something is under way."""
        self.sentence.setText(sentence)
        self.look.setEnabled(False)
        self.cancel.hide()

    def wait_for_search(self, folder: Path) -> None:
        """A search is under way, and this far."""
        self.wait(tr("Looking in {name}…", name=folder.name or folder))
        self.cancel.show()

    def show_cancelled(self) -> None:
        """The search was ended before it was over."""
        self._offer([])
        self.sentence.setText(tr("The search was stopped. Nothing was changed."))
        self.look.setFocus()

    def show_gone(self, gone: Gone, linked: int = 0) -> None:
        """What has to be found; ``linked``: how many studies were just told where their files are."""
        studies, folders = gone.studies, gone.folders
        self._gone = len(studies)
        self._offer([])
        self.heading.setText(
            tr("{studies} cannot be found", studies=_studies(self._gone)) if studies else tr("Nothing is missing")
        )
        more = [tr("and {count} more folders", count=len(folders) - NAMED)] if len(folders) > NAMED else []
        self.folders.setText("\n".join([f"{name}  ({_studies(n)})" for name, n in folders[:NAMED]] + more))
        for part in (self.folders, self._where, self.place, self.browse, self.look):
            part.setVisible(bool(studies))
        self.leave.setVisible(not studies)
        (self.place if studies else self.leave).setFocus()
        self.sentence.setText(self._what_now(linked))
        if not self.place.text() and studies:
            self.place.setText(str(gone.above))

    def _what_now(self, linked: int) -> str:
        if not linked:
            return (
                tr("Choose the folder they are in now, or one above it; folders below are searched.")
                if self._gone
                else tr("Every study of this project is where it was.")
            )
        return tr_joined((linked_words(linked), missing_words(self._gone)), " ")

    def show_found(self, moves: Sequence[Move], place: Path) -> None:
        """What the search has brought."""
        found = sum(len(move.studies) for move in moves)
        self._offer(list(moves))
        if not moves:
            self.sentence.setText(
                tr("None of their files is in {name}. Choose another folder.", name=place.name or place)
            )
            return
        where = "\n".join(f"{move.old}  →  {move.new}" for move in moves[:NAMED])
        self.sentence.setText(
            tr(
                "{found} of {gone} found, with the same files:\n{where}",
                found=found,
                gone=_studies(self._gone),
                where=where,
            )
        )

    def show_no_folder(self) -> None:
        """What was named to look in is no folder."""
        self._offer([])
        self.sentence.setText(tr("There is no such folder. Check the path."))

    def _offer(self, moves: list[Move]) -> None:
        self._moves = moves
        self.cancel.hide()
        self.look.setEnabled(bool(self._gone))
        self.look.setVisible(not moves)
        self.use.setVisible(bool(moves))
        if moves:
            self.use.setFocus()

    def _lay_out(self) -> None:
        self._where = QLabel(tr("Look in"))
        self._where.setProperty("role", "muted")
        self._where.setBuddy(self.place)
        form = form_grid()
        for column, part in enumerate((self._where, self.place, self.browse)):
            form.addWidget(part, 0, column)
        buttons = (self.look, self.use, self.cancel, self.leave)
        lay_out_form(self, (self.heading, self.folders, form, self.sentence), buttons)
        self.use.hide()
        self.leave.hide()

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Look in"), self.place.text())
        if chosen:
            self.place.setText(chosen)
            self._search()

    def _search(self) -> None:
        if not self._gone:
            return
        if not self.place.text().strip():
            self.show_no_folder()
            return
        self._offer([])
        self.search_asked.emit(Path(self.place.text().strip()).expanduser().absolute())

    def closeEvent(self, event: QCloseEvent) -> None:
        """A search under way ends."""
        self.closed.emit()
        super().closeEvent(event)


def linked_words(count: int) -> str:
    """How many studies have their files again."""
    if count == 1:
        return tr("1 study is linked to its files again.")
    return tr("{count} studies are linked to their files again.", count=count)


def missing_words(count: int) -> str:
    """How many studies have none yet."""
    if not count:
        return tr("None is missing.")
    if count == 1:
        return tr("1 study is still missing: choose another folder.")
    return tr("{count} studies are still missing: choose another folder.", count=count)


def _studies(count: int) -> str:
    return tr("1 study") if count == 1 else tr("{count} studies", count=count)
