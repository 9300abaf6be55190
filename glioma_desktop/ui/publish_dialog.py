"""Publish: one network x start of a finished run becomes a model that grades. Not a modal dialog."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from glioma_desktop.ui.form_card import add_row
from glioma_desktop.ui.form_layout import form_grid, lay_out_form
from glioma_desktop.ui.language import say, tr
from glioma_desktop.ui.run_events import BASELINES, EventTail, FitProgress, RunProgress
from glioma_desktop.ui.run_words import fit_title, run_date, with_interval
from glioma_desktop.ui.themed_window import ThemedWindow
from glioma_desktop.ui.training_process import Question


class PublishDialog(ThemedWindow):
    """Asks which network x start and under what name; ``published(dict)`` carries the model's card.

    ``failed(sentence)``: it was not published, and the window that would say so was closed meanwhile.

    Args:
        project: The project folder.
        run: The run folder.
    """

    published = Signal(dict)
    failed = Signal(str)

    def __init__(self, project: Path, run: Path, parent: QWidget | None = None) -> None:
        super().__init__(tr("Publish — Glioma Desktop"), parent)
        self.resize(560, 260)
        self._project, self._run = project, run
        self._fits = _publishable(run)
        self.which, self.name = QComboBox(), QLineEdit()
        for fit in self._fits:
            self.which.addItem(_line(fit), fit.key)
        self.which.setCurrentIndex(_best(self._fits))
        self.name.setPlaceholderText(tr("Name on screens (optional)"))
        self._sentence = QLabel()
        self._sentence.setWordWrap(True)
        self._sentence.setProperty("role", "muted")
        self.go, self.leave = QPushButton(tr("Publish")), QPushButton(tr("Not yet"))
        self.go.setProperty("role", "primary")
        self.leave.setProperty("role", "quiet")
        self.go.clicked.connect(self._publish)
        self.leave.clicked.connect(self.close)
        self._question = Question(self)
        self._question.answered.connect(self._answered)
        self._question.refused.connect(self._refused)
        self._lay_out()
        self.go.setEnabled(bool(self._fits))
        self._sentence.setText(
            tr(
                "The five networks become one model of this project, with a card: what they have seen, how they did, hashes."
            )
            if self._fits
            else tr("No network of this run has finished all five folds. Baselines are not published.")
        )

    def _lay_out(self) -> None:
        heading = QLabel(tr("Publish from the run of {name}", name=run_date(self._run.name)))
        heading.setProperty("role", "heading")
        form = form_grid()
        for row, (words, field) in enumerate(((tr("Network, start"), self.which), (tr("Name"), self.name))):
            add_row(form, row, words, field)
        lay_out_form(self, (heading, form, self._sentence), (self.go, self.leave))

    def _publish(self) -> None:
        network, start = self.which.currentData()
        words = ["--project", str(self._project), "--run", self._run.name, "--network", network, "--start", start]
        if self.name.text().strip():
            words += ["--name", self.name.text().strip()]
        self._at_work(True)
        self._sentence.setText(tr("Publishing; it goes on when this window is closed…"))
        self._question.ask("publish", words)

    def _answered(self, card: dict[str, Any]) -> None:
        self.published.emit(card)
        self.close()

    def _refused(self, sentence: str) -> None:
        self._at_work(False)
        self._sentence.setText(say(sentence))
        if not self.isVisible():
            self.failed.emit(sentence)
            self.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        """It goes when nothing is asked any more."""
        super().closeEvent(event)
        if not self._question.busy:
            self.deleteLater()

    def _at_work(self, working: bool) -> None:
        for part in (self.go, self.which, self.name):
            part.setDisabled(working)
        self.leave.setText(tr("Close") if working else tr("Not yet"))


def _publishable(run: Path) -> list[FitProgress]:
    progress = RunProgress()
    progress.apply_all(EventTail(run / "events.jsonl").new_events())
    return [fit for fit in progress.fits if fit.row is not None and fit.network not in BASELINES and fit.runs]


def _auc(fit: FitProgress) -> float:
    measure = (fit.row or {}).get("validation_auc") or {}
    return float(measure.get("mean") or 0.0)


def _best(fits: list[FitProgress]) -> int:
    """The default: the best out-of-fold AUC by patient, as on the command line."""
    return max(range(len(fits)), key=lambda k: _auc(fits[k]), default=-1)


def _line(fit: FitProgress) -> str:
    measure = (fit.row or {}).get("validation_auc")
    n = f", n {measure['n']}" if measure else ""
    return f"{fit_title(fit.network, fit.start)} · AUC {with_interval(measure)}{n}"
