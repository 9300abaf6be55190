"""A quiet column of facts: headings, and rows with a name on the left and a figure on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from glioma_desktop.ui.language import capitals, say
from glioma_desktop.ui.panel_rows import level


@dataclass(frozen=True, slots=True)
class Fact:
    """One row. ``strong`` rows are sums; ``tip`` explains a technical word."""

    name: str
    value: str
    tip: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its rows."""

    heading: str
    facts: tuple[Fact, ...]


class FactRow(QWidget):
    """Name left, value right; a long value wraps under itself and stays on the right."""

    def __init__(self, fact: Fact, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name, value = QLabel(say(fact.name)), QLabel(say(fact.value))
        name.setProperty("role", "muted")
        value.setProperty("role", "strong" if fact.strong else "value")
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        value.setWordWrap(True)
        value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 3, 0, 3)
        row.setSpacing(10)
        row.addWidget(name)
        row.addWidget(value, 1)
        if fact.tip:
            self.setToolTip(say(fact.tip))
        self._name, self._value = name, value

    def showEvent(self, event: QShowEvent) -> None:
        """With the type that it is shown in, name and value stand on one line."""
        super().showEvent(event)
        level(self._name, self._value)

    def changeEvent(self, event: QEvent) -> None:
        """In the letters of another language too."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            level(self._name, self._value)


class FactsColumn(QScrollArea):
    """The left column of the training window, and the body of a model card; scrolls down, never sideways.

    Args:
        width: Fixed width in px; None takes the room there is.
    """

    def __init__(self, parent: QWidget | None = None, width: int | None = 280) -> None:
        super().__init__(parent)
        self.setProperty("role", "column")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if width is not None:
            self.setFixedWidth(width)
        self._shown: tuple[Section, ...] | None = None

    def show_sections(self, sections: Sequence[Section], message: str = "") -> None:
        """Show the sections; ``message`` (a sentence) stands above them when there is one."""
        shown = (*sections, Section(message, ()))
        if shown == self._shown:
            return
        self._shown = shown
        inside = QWidget()
        inside.setProperty("role", "column")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(12, 6, 12, 12)
        layout.setSpacing(0)
        if message:
            sentence = QLabel(say(message))
            sentence.setWordWrap(True)
            sentence.setProperty("role", "muted")
            layout.addSpacing(8)
            layout.addWidget(sentence)
        for section in sections:
            heading = QLabel(capitals(section.heading))
            heading.setProperty("role", "section")
            layout.addSpacing(12)
            layout.addWidget(heading)
            layout.addSpacing(3)
            for fact in section.facts:
                layout.addWidget(FactRow(fact))
        layout.addStretch(1)
        place = self.verticalScrollBar().value()
        self.setWidget(inside)
        self.verticalScrollBar().setValue(place)  # figures that change while one reads do not lead back to the top
