"""A run at work: five folds, learning curves, and the sentence that says where it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from glioma_desktop.phrase import phrase
from glioma_desktop.ui.curves_view import CurvesCard
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.run_events import FOLDS, FitProgress, FoldProgress, RunProgress, RunState
from glioma_desktop.ui.run_words import fit_title

Reference = tuple[float, str]
CHANCE: Reference = (0.5, phrase("chance"))


class FoldBar(QWidget):
    """``Fold 4    epoch 11 of 30`` over a thin bar."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._status, self._bar = QLabel(tr("Fold {number}", number=number)), QLabel(), QProgressBar()
        self._status.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(5)
        self._bar.setProperty("role", "fold")
        self._bar.setAccessibleName(tr("Fold {n}", n=number))
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(4)
        layout.setVerticalSpacing(3)
        layout.addWidget(self._name, 0, 0)
        layout.addWidget(self._status, 0, 1)
        layout.addWidget(self._bar, 1, 0, 1, 2)

    def show_fold(self, fold: FoldProgress, at_work: bool) -> None:
        """Show where the fold stands; ``at_work``: the process lives and is not paused."""
        total = max(fold.epochs, 1)
        self._bar.setRange(0, total)
        self._bar.setValue(total if fold.state == "done" else min(fold.epoch, total))
        working = fold.state == "running" and at_work
        if self._bar.property("working") != working:
            self._bar.setProperty("working", working)
            self._bar.style().polish(self._bar)
        self._status.setText(self._words(fold, at_work))
        self._bar.setAccessibleDescription(self._status.text())

    @staticmethod
    def _words(fold: FoldProgress, at_work: bool) -> str:
        if fold.state == "done":
            return tr("done")
        if fold.state == "running":
            return (
                tr("epoch {epoch} of {epochs}", epoch=fold.epoch, epochs=fold.epochs)
                if fold.epoch
                else tr("preparing")
                if at_work
                else tr("begun")
            )
        return tr("waiting") if at_work else tr("not begun")


class RunPanel(QWidget):
    """Progress card above two cards of curves. Follows the fit at work unless another was picked in the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.count = QLabel(), QLabel()
        self.title.setProperty("role", "title")
        self.bars = [FoldBar(k + 1) for k in range(FOLDS)]
        self.auc, self.accuracy = (
            CurvesCard(tr("AUC by patient, tuning")),
            CurvesCard(tr("Accuracy by patient, tuning")),
        )
        self.setProperty("role", "plain")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self._progress_card())
        curves = QHBoxLayout()
        curves.setSpacing(12)
        curves.addWidget(self.auc, 1)
        curves.addWidget(self.accuracy, 1)
        layout.addLayout(curves, 1)

    def show_fit(
        self, run: RunProgress, state: RunState, picked: tuple[str, str | None] | None, majority: Reference | None
    ) -> None:
        """Show one fit of the run: the picked one, else the one at work, else what is done before the first."""
        fit = run.fit(*picked) if picked is not None else run.current_fit
        done, of = run.trainings
        self.count.setText(tr("{done} of {of} trainings", done=done, of=of) if of else "")
        at_work = state in ("running", "starting")
        if fit is None:
            self.title.setText(_before_the_first_fit(run, state))
            fit = FitProgress("", None)
        else:
            self.title.setText(fit_title(fit.network, fit.start))
        for bar, fold in zip(self.bars, fit.folds, strict=True):
            bar.show_fold(fold, at_work and fit.runs and fit.key == (run.current or fit.key))
        epochs = max([fit.epochs, *(fold.epochs for fold in fit.folds)])
        for card, measure, reference in ((self.auc, "auc", CHANCE), (self.accuracy, "accuracy", majority)):
            curves = [
                [(p.epoch, v) for p in fold.points if (v := getattr(p, measure)) is not None] for fold in fit.folds
            ]
            card.show_curves(curves, epochs, reference)

    def _progress_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        top, folds = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.title)
        top.addStretch(1)
        top.addWidget(self.count)
        folds.setSpacing(14)
        for bar in self.bars:
            folds.addWidget(bar, 1)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addLayout(folds)
        return card


def _before_the_first_fit(run: RunProgress, state: RunState) -> str:
    if state not in ("running", "starting"):
        return tr("No network was trained in this run yet")
    if not run.started:
        return tr("Starting: reading patients and boxes")
    return tr("Leak check and crops") if run.leak_pairs is None else tr("Baselines: box size, hand-crafted features")
