"""Learning curves of one network x start: one grey line a fold, the mean by weight and accent with its band."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from glioma_desktop.ui import theme
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.theme import Theme

Curve = Sequence[tuple[int, float]]
LOWEST_Y, HIGHEST_Y = 0.4, 1.0


def mean_and_band(folds: Sequence[Curve]) -> list[tuple[int, float, float, float]]:
    """``(epoch, mean, low, high)`` at every epoch that all folds that have begun have reached.

    The band is one standard deviation of the folds to each side; with a single fold there is no band, and no mean.
    """
    begun = [dict(fold) for fold in folds if fold]
    if len(begun) < 2:
        return []
    found = []
    for epoch in sorted(set.intersection(*(set(fold) for fold in begun))):
        values = [fold[epoch] for fold in begun]
        mean = sum(values) / len(values)
        spread = math.sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))
        found.append((epoch, mean, max(0.0, mean - spread), min(1.0, mean + spread)))
    return found


class CurvesCard(QFrame):
    """A titled card with the curves of one measure over the epochs."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._theme: Theme = theme.current()
        self._drawn: tuple[list[Curve], int, tuple[float, str] | None] = ([], 0, None)
        heading, self._words = QLabel(title), QLabel(tr("epoch"))
        heading.setProperty("role", "title")
        self._words.setProperty("role", "muted")
        top = QHBoxLayout()
        top.addWidget(heading)
        top.addStretch(1)
        top.addWidget(self._words)
        self.plot = pg.PlotWidget(background=None)
        self.plot.setFrameShape(QFrame.Shape.NoFrame)
        self.plot.setMinimumHeight(150)
        self.setMaximumHeight(246)
        self.plot.setToolTip(
            tr(
                "One line a fold. The thick line is the mean of the folds that have begun; its band is one standard"
                " deviation of the folds to each side, not a confidence interval."
            )
        )
        self.plot.setAccessibleName(tr("{title} by epoch", title=title))
        item = self.plot.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(x=False, y=False)
        item.setContentsMargins(0, 8, 10, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 10)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.plot, 1)
        self.wear(self._theme)

    def wear(self, worn: Theme) -> None:
        """Draw in the colours of this theme from now on."""
        self._theme = worn
        for side in ("left", "bottom"):
            axis = self.plot.getAxis(side)
            axis.setPen(pg.mkPen(None))
            axis.setTickPen(pg.mkPen(None))
            axis.setTextPen(worn.muted)
            axis.setStyle(tickLength=0, tickAlpha=0, tickFont=theme.app_font(theme.SMALL), tickTextOffset=8)
        self.plot.getAxis("bottom").style["hideOverlapLabels"] = False
        self.plot.getAxis("left").setWidth(36)
        self.plot.getAxis("bottom").setHeight(22)
        self.show_curves(*self._drawn)

    def show_curves(self, folds: Sequence[Curve], epochs: int, reference: tuple[float, str] | None) -> None:
        """Draw the folds, their mean and a dashed reference line (chance, or the share of the larger class).

        Args:
            folds: ``(epoch, value)`` pairs a fold; an empty fold has not begun.
            epochs: The last epoch of the axis.
            reference: Height and words of the dashed line.
        """
        self._drawn = ([list(fold) for fold in folds], epochs, reference)
        item = self.plot.getPlotItem()
        item.clear()
        last = max(epochs, 2)
        values = [value for fold in folds for _, value in fold]
        lowest = min([LOWEST_Y, *(math.floor(value * 5) / 5 for value in values)])
        item.setXRange(1, last, padding=0.035)
        item.setYRange(lowest, HIGHEST_Y, padding=0.03)
        self._axes(lowest, last)
        colours = self._theme
        for fold in folds:
            _line(item, fold, self._pen(colours.fold, 1.2))
        self._mean(item, mean_and_band(folds))
        self._words.setText(
            tr("epoch")
            if reference is None
            else tr("- - {words} {height:.2f}   epoch", words=reference[1], height=reference[0])
        )
        if reference is not None:
            pen = self._pen(colours.muted, 1, Qt.PenStyle.DashLine)
            item.addItem(pg.InfiniteLine(reference[0], angle=0, pen=pen))

    def _pen(self, colour: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> Any:
        """A pen of this width in screen units; pyqtgraph counts in pixels of the device."""
        return pg.mkPen(colour, width=width * self.devicePixelRatioF(), style=style)

    def _mean(self, item: Any, mean: list[tuple[int, float, float, float]]) -> None:
        if not mean:
            return
        epochs = [row[0] for row in mean]
        low, high = (pg.PlotCurveItem(epochs, [row[k] for row in mean], pen=None) for k in (2, 3))
        shade = self._theme.color("accent", 0.18)
        item.addItem(pg.FillBetweenItem(low, high, brush=shade))
        _line(item, [(row[0], row[1]) for row in mean], self._pen(self._theme.accent, 3))

    def _axes(self, lowest: float, last: int) -> None:
        heights = [lowest + 0.2 * k for k in range(round((HIGHEST_Y - lowest) / 0.2) + 1)]
        self.plot.getAxis("left").setTicks([[(height, f"{height:.1f}") for height in heights]])
        step = next((s for s in (1, 2, 5, 10, 20, 50) if last / s <= 6), 100)
        marks = [1, *range(step, last + 1, step)] if step > 1 else list(range(1, last + 1))
        if last - marks[-1] >= step / 2:
            marks.append(last)
        self.plot.getAxis("bottom").setTicks([[(mark, str(mark)) for mark in marks]])
        item = self.plot.getPlotItem()
        for height in heights:
            item.addItem(pg.InfiniteLine(height, angle=0, pen=self._pen(self._theme.line, 1)), ignoreBounds=True)


def _line(item: Any, points: Curve, pen: Any) -> None:
    if not points:
        return
    epochs, values = [point[0] for point in points], [point[1] for point in points]
    one = len(points) == 1
    item.addItem(
        pg.PlotDataItem(
            epochs, values, pen=pen, antialias=True, symbol="o" if one else None, symbolSize=4,
            symbolPen=None, symbolBrush=pen.color(),
        )
    )  # fmt: skip
