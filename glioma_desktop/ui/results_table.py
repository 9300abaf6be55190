"""The table of a run: one row a network x start, finished rows with intervals and n, running rows grey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from glioma_desktop.phrase import phrase
from glioma_desktop.ui import theme
from glioma_desktop.ui.language import say, tr
from glioma_desktop.ui.quiet_table import QuietTable
from glioma_desktop.ui.run_events import BASELINES, FOLDS, FitProgress, RunProgress
from glioma_desktop.ui.run_words import NOTHING, n_of, network_label, start_label, with_interval
from glioma_desktop.ui.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
MEASURES: Sequence[tuple[str, str, str]] = (
    ("validation_accuracy", phrase("Accuracy"), phrase("Share of tuning patients put into the right class, each by the"
     " network that did not see the patient; mean of the five folds.")),
    ("validation_auc", phrase("AUC"), phrase("Area under the ROC curve by patient; mean of the five folds. 0.5 is chance.")),
    ("validation_sensitivity", phrase("Finds high"), phrase("Sensitivity: share of the high-grade patients called high.")),
    ("validation_specificity", phrase("Spares low"), phrase("Specificity: share of the low-grade patients called low.")),
    ("test_auc", phrase("Held-out test AUC"), phrase("AUC on the sealed patients, of the mean of the"
     " five networks, which is what grades.")),
)  # fmt: skip
_BASELINE_TIPS = {
    "size_only": phrase("Box area and number of slices only. What a network must beat to have seen more than size."),
    "handcrafted": phrase("Histogram, co-occurrence, local patterns and shape, with a support vector machine."),
}
NETWORK, START, FIRST_MEASURE = 0, 1, 2
STATUS = FIRST_MEASURE + len(MEASURES)
WIDTHS = (118, 74, 120, 120, 120, 120, 120, 124)


class ResultsModel(QAbstractTableModel):
    """Rows of ``RunProgress.fits``, the baselines first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fits: list[FitProgress] = []
        self._current: tuple[str, str | None] | None = None
        self._live = False
        self.wear(theme.current())

    def wear(self, worn: Theme) -> None:
        """Draw in the colours of this theme from now on."""
        self.quiet = worn.color("muted")
        self.highlight = worn.color("accent", 0.14)

    def speak(self) -> None:
        """Say the headings and cells in the language that the window speaks now."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, STATUS)

    def show_run(self, run: RunProgress, live: bool) -> None:
        """Show what the run has done so far. ``live``: its process is at work."""
        self.beginResetModel()
        baselines = sorted((f for f in run.fits if f.network in BASELINES), key=lambda f: BASELINES.index(f.network))
        self._fits = baselines + [fit for fit in run.fits if fit.network not in BASELINES]
        self._current, self._live = run.current, live and run.ended is None
        self.endResetModel()

    def fit_at(self, row: int) -> FitProgress | None:
        """The fit shown in a row."""
        return self._fits[row] if 0 <= row < len(self._fits) else None

    def row_of(self, key: tuple[str, str | None] | None) -> int | None:
        """The row that shows a fit."""
        return next((row for row, fit in enumerate(self._fits) if fit.key == key), None)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One row a network x start."""
        return 0 if parent.isValid() else len(self._fits)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Network, start, the measures, where it stands."""
        return 0 if parent.isValid() else STATUS + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Measures are headed by their name and, where all rows agree, their n."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if FIRST_MEASURE <= section < STATUS:
            key, label, tip = MEASURES[section - FIRST_MEASURE]
            if role == Qt.ItemDataRole.ToolTipRole:
                return say(tip)
            if role == Qt.ItemDataRole.DisplayRole:
                n = n_of([fit.row for fit in self._fits if fit.row is not None], key)
                return say(label) if not n else tr("{label}\n95 %, n {n}", label=label, n=n)
        if role == Qt.ItemDataRole.DisplayRole:
            return {NETWORK: tr("Network"), START: tr("Start")}.get(section, "")
        return None

    def data(self, index: AnyIndex, role: int = 0) -> Any:
        """Text, grey for what is not finished, a quiet band behind the row in work."""
        fit = self.fit_at(index.row())
        if fit is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(fit, index.column())
        finished = fit.row is not None
        if role == Qt.ItemDataRole.ForegroundRole and (not finished or index.column() == STATUS):
            return self.quiet if not finished else None
        if role == Qt.ItemDataRole.BackgroundRole and self._live and fit.key == self._current and not finished:
            return self.highlight
        if role == Qt.ItemDataRole.ToolTipRole and (not fit.runs or fit.network in BASELINES):
            return say(fit.status if not fit.runs else _BASELINE_TIPS[fit.network])
        if role == Qt.ItemDataRole.ToolTipRole and not finished and fit.folds_done + _begun(fit) > 0:
            return tr("A live figure: the mean of the folds that have begun, each at its last epoch. No interval yet.")
        return None

    def _text(self, fit: FitProgress, column: int) -> str:
        if column == NETWORK:
            return network_label(fit.network)
        if column == START:
            return start_label(fit.start)
        if column == STATUS:
            return self._status(fit)
        key = MEASURES[column - FIRST_MEASURE][0]
        if fit.row is not None:
            return _measure(fit.row, key)
        if key == "test_auc":
            return tr("sealed") if fit.runs else NOTHING
        live = {"validation_accuracy": fit.last_mean("accuracy"), "validation_auc": fit.last_mean("auc")}.get(key)
        return "" if live is None else f"{live:.2f}"

    def _status(self, fit: FitProgress) -> str:
        if not fit.runs:
            return say(fit.status.removeprefix("not run: "))
        if fit.row is not None:
            return tr("✓ done")
        if _begun(fit) == FOLDS and fit.folds_done == 0:  # the folds go on side by side, epoch by epoch
            last = fit.folds[0].epochs
            return tr(
                "in epoch {epoch} of {last}", epoch=min(last, 1 + min(fold.epoch for fold in fit.folds)), last=last
            )
        if _begun(fit):
            return tr("{folds_done} of {folds} folds so far", folds_done=fit.folds_done, folds=FOLDS)
        return tr("waiting") if self._live else tr("not done")


def _begun(fit: FitProgress) -> int:
    return sum(fold.state != "waiting" for fold in fit.folds)


def _measure(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if key == "test_auc" and (not value or value.get("mean") is None):
        return tr("sealed")
    return with_interval(value)


class ResultsTable(QuietTable):
    """The table itself: quiet, whole rows, tabular figures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.rows = ResultsModel()
        super().__init__(self.rows, WIDTHS, parent)
        self.rows.setParent(self)
        self.setAccessibleName(tr("Results by network and start"))
        self.horizontalHeader().setMinimumHeight(44)
