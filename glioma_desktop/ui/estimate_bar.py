"""The axis of an estimate: low, cannot say, high, always drawn; one hollow dot a model, the interval, the answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from glioma_desktop.grading.result import CANNOT_SAY_HIGH, CANNOT_SAY_LOW
from glioma_desktop.ui import theme
from glioma_desktop.ui.language import tr

HEIGHT, BAND = 46, 22
DOT = 3.5


class EstimateBar(QWidget):
    """The axis runs from 0 to 1, the probability of high grade; nothing on it is coloured by grade.

    The zone of *cannot say* is as wide as its words, and the axis is stretched there, so that a mark stands under the word
    that the answer says.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dots: tuple[float, ...] = ()
        self._interval: tuple[float, float] | None = None
        self._value: float | None = None
        self._faded = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_estimate(
        self, value: float | None, dots: Sequence[float], interval: tuple[float, float] | None, faded: bool = False
    ) -> None:
        """Show an answer.

        Args:
            value: Probability of high grade; None draws the zones alone.
            dots: One a model that counts.
            interval: Low and high end.
            faded: The answer no longer holds.
        """
        self._value, self._dots, self._interval, self._faded = value, tuple(dots), interval, faded
        shown = tr("no answer") if value is None else tr("{value:.0f} % high grade", value=100 * value)
        self.setAccessibleName(tr("Axis from low to high grade: {shown}", shown=shown))
        self.setToolTip(
            tr(
                "One ring a model; the five were trained on overlapping patients, so they are not five opinions."
                " The line is the interval of the patients who scored like this."
            )
            if len(self._dots) > 1
            else tr("The ring is the one model that did not see this patient.")
            if self._dots
            else ""
        )
        self.update()

    def sizeHint(self) -> QSize:
        """As high as it is, as wide as there is room."""
        return QSize(200, HEIGHT)

    def x_of(self, value: float) -> float:
        """Where a probability stands on the axis, in px."""
        half = self._zone_px() / 2
        first, last = DOT + 1, self.width() - DOT - 1
        places = (first, self.width() / 2 - half, self.width() / 2 + half, last)
        return float(np.interp(value, (0.0, CANNOT_SAY_LOW, CANNOT_SAY_HIGH, 1.0), places))

    def _zone_px(self) -> float:
        return QFontMetricsF(theme.app_font(theme.SMALL)).horizontalAdvance(tr("cannot say")) + 12

    def paintEvent(self, event: QPaintEvent) -> None:
        """Zones with their words, then interval, rings and the answer beneath them."""
        del event
        worn = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._zones(painter, worn)
        ink = worn.color("text", 0.45 if self._faded else 1.0)
        quiet = worn.color("muted", 0.45 if self._faded else 1.0)
        y = BAND + 12.0
        painter.setPen(QPen(worn.color("line"), 1))
        painter.drawLine(QPointF(self.x_of(0), y), QPointF(self.x_of(1), y))
        if self._interval is not None:
            painter.setPen(QPen(quiet, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(QPointF(self.x_of(self._interval[0]), y), QPointF(self.x_of(self._interval[1]), y))
        painter.setPen(QPen(ink, 1.2))
        painter.setBrush(worn.color("raised"))
        for dot in self._dots:
            painter.drawEllipse(QPointF(self.x_of(dot), y), DOT, DOT)
        if self._value is not None:
            self._mark(painter, ink, y)

    def _zones(self, painter: QPainter, worn: theme.Theme) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(worn.color("panel"))
        painter.drawRoundedRect(QRectF(0, 0, self.width(), BAND), 4, 4)
        low, high = self.x_of(CANNOT_SAY_LOW), self.x_of(CANNOT_SAY_HIGH)
        painter.setFont(theme.app_font(theme.SMALL))
        painter.setBrush(worn.color("zone"))
        painter.drawRect(QRectF(low, 0, high - low, BAND + 12))
        painter.setPen(worn.color("muted"))
        for left, right, words in (
            (0.0, low, tr("low")),
            (low, high, tr("cannot say")),
            (high, float(self.width()), tr("high")),
        ):
            painter.drawText(QRectF(left, 0, right - left, BAND), Qt.AlignmentFlag.AlignCenter, words)

    def _mark(self, painter: QPainter, ink: QColor, y: float) -> None:
        painter.setPen(QPen(ink, 3))
        x = self.x_of(self._value or 0.0)
        painter.drawLine(QPointF(x, y - 8), QPointF(x, y + 8))
