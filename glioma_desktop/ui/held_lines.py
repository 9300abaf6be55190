"""A label that keeps the room of its lines, so that nothing below it moves when its words become more or fewer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel

from glioma_desktop.ui.language import current

CHINESE_LINE = 1.3
"""How much higher a line of Chinese is than one of the house's Latin type."""
_WRAPPED = int(Qt.TextFlag.TextWordWrap)


class HeldLines(QLabel):
    """Words on at most so many lines, whose room is always taken; what does not fit is in the tooltip.

    Args:
        lines: How many.
    """

    def __init__(self, lines: int) -> None:
        super().__init__()
        self._lines, self._whole = lines, ""
        self.setWordWrap(True)

    def setText(self, text: str) -> None:
        """Show other words."""
        if text != self._whole:
            self._whole = text
            self._fit()

    def sizeHint(self) -> QSize:
        """As wide as the layout likes, as high as the lines."""
        return QSize(super().sizeHint().width(), self._height())

    def minimumSizeHint(self) -> QSize:
        """The lines are never cut off."""
        return QSize(super().minimumSizeHint().width(), self._height())

    def heightForWidth(self, _: int) -> int:
        """The same for every width."""
        return self._height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: other words fit."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another font, or the letters of another language, are higher or lower."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.LanguageChange):
            self.updateGeometry()
            self._fit()

    def _height(self) -> int:
        high = 1.0 if current() == "en" else CHINESE_LINE
        return round(self._lines * self.fontMetrics().lineSpacing() * high)

    def _fit(self) -> None:
        words = self._whole.split(" ")
        shown = self._whole
        while len(words) > 1 and not self._fits(shown):
            words.pop()
            shown = " ".join(words).rstrip(",") + "…"
        super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")
        self.setAccessibleName(self._whole)

    def _fits(self, text: str) -> bool:
        room = QRect(0, 0, max(1, self.width()), 10_000)
        return self.fontMetrics().boundingRect(room, _WRAPPED, text).height() <= self._height() + 1
