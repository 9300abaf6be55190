"""Training > Models: the registry of the project; read a card, activate, import, export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from glioma_desktop.errors import GliomaError
from glioma_desktop.grading.card import ModelCard
from glioma_desktop.grading.model_file import size_of
from glioma_desktop.grading.registry import Registry
from glioma_desktop.grading.result import RESEARCH_LINE
from glioma_desktop.ui.active_model import Models, read_models, show_model
from glioma_desktop.ui.facts_column import FactsColumn
from glioma_desktop.ui.language import say, tr, tr_joined
from glioma_desktop.ui.model_facts import SCOPE, card_sections, model_line
from glioma_desktop.ui.model_work import counted, progress_words
from glioma_desktop.ui.panel_rows import label
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.task import Task, run_task
from glioma_desktop.ui.themed_window import ThemedWindow

PASSES_IN, PASSES_OUT = 4, 2
"""How often every byte of a model is read: unpacked, checked, copied and checked again; checked and written."""


class ModelsDialog(ThemedWindow):
    """List on the left, the card of the picked model on the right. Non-modal.

    The registry is read off the GUI thread: what was shown last stays until it has answered.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("Models — Glioma Desktop"), parent)
        self.resize(900, 620)
        self._session = session
        self._models = Models()
        self._reading: Task | None = None
        self._task: Task | None = None
        self.list = QListWidget()
        self.list.setProperty("role", "models")
        self.list.setFixedWidth(300)
        self.list.setAccessibleName(tr("Models of this project"))
        self.column = FactsColumn(width=None)
        self._heading, self._sentence = QLabel(), QLabel()
        self._heading.setProperty("role", "heading")
        self._sentence.setProperty("role", "muted")
        self._sentence.setWordWrap(True)
        self.activate, self.bring, self.hand_out = (
            QPushButton(tr("Activate")),
            QPushButton(tr("Import…")),
            QPushButton(tr("Export…")),
        )
        self.activate.setProperty("role", "primary")
        self.activate.clicked.connect(self._activate)
        self.bring.clicked.connect(self._ask_import)
        self.hand_out.clicked.connect(self._ask_export)
        self.stop = QPushButton(tr("Cancel"))
        self.stop.clicked.connect(self.cancel)
        self.stop.hide()
        self.list.currentRowChanged.connect(lambda _: self._show_card())
        self._lay_out()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.activate, self.bring, self.hand_out, self.stop):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(label(say(RESEARCH_LINE), "footnote"))
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self._heading)
        right.addWidget(self._sentence)
        right.addWidget(self.column, 1)
        body = QHBoxLayout()
        body.setSpacing(14)
        body.addWidget(self.list)
        body.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(12)
        layout.addLayout(body, 1)
        layout.addLayout(buttons)

    @property
    def cards(self) -> tuple[ModelCard, ...]:
        """The cards that are listed."""
        return self._models.cards

    @property
    def registry(self) -> Registry | None:
        """The registry of the open project."""
        return Registry(self._session.project.models_dir) if self._session.project is not None else None

    @property
    def picked(self) -> ModelCard | None:
        """The card that is shown."""
        row = self.list.currentRow()
        return self.cards[row] if 0 <= row < len(self.cards) else None

    @property
    def busy(self) -> bool:
        """A model is being checked, taken in or handed out."""
        return self._task is not None

    def reload(self, then: str = "") -> None:
        """Read the registry again; ``then`` is said when that is done."""
        registry = self.registry
        self._stop_reading()
        if registry is None:
            self.show_models(Models())
            return
        self._reading = run_task(
            lambda _: read_models(registry.models_dir),
            on_done=lambda models: self.show_models(models, then=then),
            on_error=lambda error: self.show_models(Models(trouble=(error.message,))),
        )
        if not self.cards:
            self._show_card()

    def leave(self) -> None:
        """Another project is opened: what is still under way is not shown in its place."""
        self._stop_reading()
        self._end()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: what is still being read is not waited for."""
        super().hideEvent(event)
        self._stop_reading()

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.give_up()
            self._reading = None

    def show_models(self, models: Models, wanted: str | None = None, then: str = "") -> None:
        """List what was read and let the session say which grades; what is wrong is said beside what is whole.

        Args:
            models: What was read last.
            wanted: The id of the one to show; None: the one that is shown, else the one that grades.
            then: Said in place of what is said of every model.
        """
        self._stop_reading()
        wanted = wanted or (self.picked.model_id if self.picked is not None else models.active)
        self._models = models
        if models.grades != self._session.model and (models.grades is not None or not models.trouble):
            show_model(self._session, models.grades)
        self.list.clear()
        for card in self.cards:
            made = tr_joined((tr("active") if card.model_id == models.active else "", card.created[:10]))
            item = QListWidgetItem(f"{model_line(card)}\n{made}")
            item.setData(Qt.ItemDataRole.UserRole, card.model_id)
            self.list.addItem(item)
        self.list.setCurrentRow(next((k for k, card in enumerate(self.cards) if card.model_id == wanted), 0))
        self._show_card()
        if then:
            self._say(then)

    def _show_card(self) -> None:
        card = self.picked
        self.hand_out.setEnabled(card is not None and not self.busy)
        active = card is not None and card.model_id == self._models.active
        self.activate.setEnabled(card is not None and not active and not self.busy)
        self.activate.setText(tr("Active") if active else tr("Activate"))
        if card is None:
            reads = self._reading is not None
            none = tr("Publish a finished run, or import a model from a file.")
            self._heading.setText("" if reads else tr("No model yet"))
            self._say(tr("Looking which models there are…") if reads else tr_joined(self._models.trouble, " ") or none)
            self.column.show_sections([])
            return
        self._heading.setText(model_line(card))
        self._say(tr_joined([SCOPE, *self._models.trouble], " "))
        self.column.show_sections(card_sections(card))

    def _say(self, sentence: str) -> None:
        self._sentence.setText(say(sentence))

    def _tell(self, sentence: str, trouble: bool = False) -> None:
        """Also in the strip, when this window was closed while it worked."""
        self._say(sentence)
        if not self.isVisible():
            self._session.post(sentence, trouble=trouble)

    # -- what can be done ----------------------------------------------------------------------------------------------

    def _activate(self) -> None:
        """Weights are verified by their hashes first, off the GUI thread."""
        card, registry = self.picked, self.registry
        if card is None or registry is None:
            return

        def activated(task: Task) -> Models:
            counted(task, registry.size(card.model_id), lambda told: registry.activate(card.model_id, told))
            return read_models(registry.models_dir)

        self._work(tr("Checking {name}…", name=card.name), activated, self.show_models)

    def _ask_import(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Import a model"), "", tr("Model (*.zip);;All files (*)"))
        if chosen:
            self.import_file(Path(chosen))

    def import_file(self, path: Path) -> None:
        """Take a model from a file; its hashes are checked before it enters."""
        registry = self.registry
        if registry is None:
            return

        def taken_in(task: Task) -> tuple[ModelCard, Models]:
            card = counted(task, PASSES_IN * size_of(path), lambda told: registry.import_file(path, told))
            return card, read_models(registry.models_dir)

        def done(answer: tuple[ModelCard, Models]) -> None:
            card, models = answer
            self.show_models(models, card.model_id)
            self._tell(tr("Imported {name} from {file}. {scope}", name=card.name, file=path.name, scope=SCOPE))

        self._work(tr("Importing {name}…", name=path.name), taken_in, done)

    def _ask_export(self) -> None:
        card = self.picked
        if card is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Export the model"), f"{card.model_id}.zip", tr("Model (*.zip)")
        )
        if chosen:
            self.export_file(Path(chosen))

    def export_file(self, path: Path) -> None:
        """Write the picked model into one file; it holds no patient's name, only keyed hashes and pixel digests."""
        card, registry = self.picked, self.registry
        if card is None or registry is None:
            return

        def handed_out(task: Task) -> None:
            size = PASSES_OUT * registry.size(card.model_id)
            counted(task, size, lambda told: registry.export(card.model_id, path, told))

        sentence = tr("Exported to {name}. It holds no name and no identifier, only keyed hashes.", name=path.name)
        self._work(
            tr("Exporting {name}…", name=card.name),
            handed_out,
            lambda _: self._tell(sentence),
        )

    def cancel(self) -> None:
        """Stop what is under way; nothing of it stays."""
        if self.busy:
            self._end()
            self.reload(tr("Stopped before the end."))

    def _end(self) -> None:
        if self._task is not None:
            self._task.give_up()
            self._task = None
        self._show_busy()

    def _show_busy(self) -> None:
        self.stop.setVisible(self.busy)
        self.list.setEnabled(not self.busy)
        self.bring.setEnabled(not self.busy)
        self._show_card()

    def _work(self, sentence: str, work: Callable[[Task], Any], done: Callable[[Any], None]) -> None:
        def ended(answer: Any) -> None:
            self._end()
            done(answer)

        def failed(error: GliomaError) -> None:
            self._end()
            self.reload(error.message)
            self._tell(error.message, trouble=True)

        self._stop_reading()  # what it would show is older than what comes of this
        self._task = run_task(
            work,
            on_done=ended,
            on_error=failed,
            on_progress=lambda far: self._say(progress_words(sentence, *far)),
        )
        self._show_busy()
        self._say(sentence)
