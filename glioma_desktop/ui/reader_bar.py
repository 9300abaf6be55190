"""One line that asks who reads: once at first start, later from the strip. Nothing waits for the answer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton

from glioma_desktop.ui.language import tr


class ReaderBar(QFrame):
    """``named(name)`` when answered, ``put_off`` when not now."""

    named = Signal(str)
    put_off = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "ask")
        self.setFixedHeight(40)
        self.field = QLineEdit()
        self.field.setFixedWidth(200)
        self.field.setMaxLength(60)
        self.field.setAccessibleName(tr("Reader"))
        keep, self.later = QPushButton(tr("Keep")), QPushButton(tr("Later"))
        self.later.setProperty("role", "flat")
        why = QLabel(tr("Stored with every box; stays on this machine."))
        why.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(10)
        for part in (QLabel(tr("Who is reading?")), self.field, keep, self.later, why):
            row.addWidget(part)
        row.addStretch(1)
        keep.clicked.connect(self._keep)
        self.later.clicked.connect(self._put_off)
        self.field.returnPressed.connect(self._keep)
        self.hide()

    def ask(self, name: str) -> None:
        """Show the line with a proposal."""
        self.field.setText(name)
        self.show()

    def _keep(self) -> None:
        name = self.field.text().strip()
        if name:
            self.named.emit(name)
            self.hide()

    def _put_off(self) -> None:
        self.hide()
        self.put_off.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts it off."""
        if event.key() == Qt.Key.Key_Escape:
            self._put_off()
        else:
            super().keyPressEvent(event)
