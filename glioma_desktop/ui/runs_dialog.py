"""Training > Runs: every run of the project with its state; open, resume, report, publish."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from glioma_desktop.errors import GliomaError
from glioma_desktop.grading.result import RESEARCH_LINE
from glioma_desktop.phrase import phrase
from glioma_desktop.ui.language import say, tr
from glioma_desktop.ui.panel_rows import label
from glioma_desktop.ui.quiet_table import QuietTable
from glioma_desktop.ui.run_words import PRESET_LABELS, STATE_LABELS
from glioma_desktop.ui.runs_list import RunRow, run_folders, run_row
from glioma_desktop.ui.task import Task, run_task
from glioma_desktop.ui.themed_window import ThemedWindow

REFRESH_MS = 2000
HEADINGS = (
    phrase("Date"),
    phrase("Preset"),
    phrase("State"),
    phrase("Trainings"),
    phrase("Best AUC by patient (95 %), tuning"),
    phrase("Device"),
)
NONE = phrase("No training yet. Training > Retrain… starts one.")
WIDTHS = (140, 64, 182, 134, 340, 60)


class RunsDialog(ThemedWindow):
    """Non-modal; ``action_asked(name, folder)`` with open, resume, report or publish.

    While it is open the runs are read again now and then, off the GUI thread: every event of every run is in their files.
    """

    action_asked = Signal(str, Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Runs — Glioma Desktop"), parent)
        self.resize(960, 420)
        self._runs_dir: Path | None = None
        self._rows: list[RunRow] = []
        self._reading: Task | None = None
        self._model = QStandardItemModel(0, len(HEADINGS), self)
        self._model.setHorizontalHeaderLabels([say(heading) for heading in HEADINGS])
        self.table = QuietTable(self._model, WIDTHS)
        self.table.setAccessibleName(tr("Runs of this project"))
        self._empty = QLabel()
        self._empty.setProperty("role", "muted")
        self.buttons = {name: QPushButton(say(words)) for name, words in _BUTTONS.items()}
        buttons = QHBoxLayout()
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _=False, name=name: self._ask(name))
            buttons.addWidget(button)
        self.buttons["open"].setProperty("role", "primary")
        buttons.addStretch(1)
        buttons.addWidget(label(say(RESEARCH_LINE), "footnote"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(12)
        layout.addWidget(self._empty)
        layout.addWidget(self.table, 1)
        layout.addLayout(buttons)
        self.table.doubleClicked.connect(lambda _: self._ask("open"))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._enable())
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._timer.timeout.connect(self._refresh_if_shown)
        self._timer.start()

    def show_runs(self, runs_dir: Path) -> None:
        """List the runs of a project, the newest first, as soon as its drive has answered; until then what was listed last."""
        self._stop()
        self._runs_dir = runs_dir
        if not self._rows:
            self._empty.setText(tr("Looking which runs there are…"))
            self._empty.show()
            self._enable()
        self._read(runs_dir)

    def _show(self, rows: list[RunRow]) -> None:
        self._reading = None
        if rows != self._rows or not rows:
            picked = self.picked
            self._rows = rows
            self._model.setRowCount(0)
            for row in rows:
                self._model.appendRow([_item(text) for text in _texts(row)])
            keep = next((k for k, row in enumerate(rows) if picked and row.folder == picked.folder), 0)
            self.table.selectRow(keep)
        self._empty.setText(say(NONE))
        self._empty.setVisible(not rows)
        self._enable()

    @property
    def picked(self) -> RunRow | None:
        """The run that is selected."""
        row = self.table.currentIndex().row()
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def _refresh_if_shown(self) -> None:
        folder = self._runs_dir
        if self.isVisible() and folder is not None and self._reading is None:
            self._read(folder)

    def _read(self, folder: Path) -> None:
        self._reading = run_task(lambda _: _rows_in(folder), on_done=self._show, on_error=self._failed)

    def _failed(self, error: GliomaError) -> None:
        self._reading = None
        self._empty.setText(say(error.message))
        self._empty.show()

    def _stop(self) -> None:
        if self._reading is not None:
            self._reading.give_up()
            self._reading = None

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: what is still being read is not waited for."""
        super().hideEvent(event)
        self._stop()

    def _enable(self) -> None:
        row = self.picked
        self.buttons["open"].setEnabled(row is not None)
        self.buttons["resume"].setEnabled(row is not None and row.state in ("stopped", "failed", "paused"))
        self.buttons["report"].setEnabled(row is not None and row.has_report)
        self.buttons["publish"].setEnabled(row is not None and row.state == "finished")

    def _ask(self, name: str) -> None:
        if self.picked is not None and self.buttons[name].isEnabled():
            self.action_asked.emit(name, self.picked.folder)


_BUTTONS = {
    "open": phrase("Open"),
    "resume": phrase("Resume"),
    "report": phrase("Report"),
    "publish": phrase("Publish…"),
}


def _rows_in(runs_dir: Path) -> list[RunRow]:
    return [run_row(folder) for folder in run_folders(runs_dir)]


def _texts(row: RunRow) -> tuple[str, ...]:
    preset = say(PRESET_LABELS.get(row.preset, row.preset))
    return row.date, preset, say(STATE_LABELS[row.state]), say(row.progress), row.best or "—", row.device


def _item(text: str) -> QStandardItem:
    item = QStandardItem(text)
    item.setData(text, Qt.ItemDataRole.ToolTipRole)
    return item
