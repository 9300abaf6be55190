"""How much of the outline the box holds: a bar with the protocol's band as a bracket, and the same in words."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from glioma_desktop.annotation.coverage import BAND
from glioma_desktop.ui import theme
from glioma_desktop.ui.language import tr, tr_joined


def band_words(share: float | None) -> str:
    """``in band``, ``below 70 %`` or ``above 90 %``."""
    if share is None:
        return ""
    if share < BAND[0]:
        return tr("below {band:.0f} %", band=BAND[0] * 100)
    return tr("above {band:.0f} %", band=BAND[1] * 100) if share > BAND[1] else tr("in band")


class CoverageGauge(QWidget):
    """A bar from 0 to 100 %; empty without an outline."""

    def __init__(self) -> None:
        super().__init__()
        self.share: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(14)
        self.setAccessibleName(tr("Coverage"))

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(100, 14)

    def show_share(self, share: float | None) -> None:
        """Show a share 0..1, or none."""
        if share != self.share:
            self.share = share
            self.setAccessibleDescription(
                "" if share is None else tr_joined((f"{share * 100:.0f} %", band_words(share)), ", ")
            )
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Trough, share, the two marks of the band."""
        colors, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.color("line"))
        painter.drawRoundedRect(QRectF(0, 5, self.width(), 4), 2, 2)
        if self.share is not None:
            painter.setBrush(colors.color("text"))
            painter.drawRoundedRect(QRectF(0, 5, self.width() * min(1.0, self.share), 4), 2, 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(colors.color("muted"), 1))
        for mark in BAND:
            x = round(self.width() * mark) + 0.5
            painter.drawLine(QPointF(x, 0), QPointF(x, 13))
        painter.end()
