"""A card with a heading and rows of a name and a field."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from glioma_desktop.ui.language import say
from glioma_desktop.ui.ledger_fields import Choices


def form_card(title: str) -> tuple[QFrame, QGridLayout]:
    """An empty card and the grid that takes its rows."""
    card = QFrame()
    card.setProperty("role", "card")
    heading = QLabel(title)
    heading.setProperty("role", "title")
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    layout = QVBoxLayout(card)
    layout.setContentsMargins(14, 12, 14, 12)
    layout.setSpacing(8)
    layout.addWidget(heading)
    layout.addLayout(grid)
    return card, grid


def add_row(grid: QGridLayout, line: int, label: str, widget: QWidget, tip: str = "") -> None:
    """One row: the name is the label of the field, also for a screen reader."""
    name = QLabel(label)
    name.setProperty("role", "muted")
    name.setBuddy(widget)
    widget.setToolTip(tip)
    grid.addWidget(name, line, 0)
    grid.addWidget(widget, line, 1)


def combo_of(choices: Choices) -> QComboBox:
    """A drop-down of (value, words); the value is its data."""
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(9)
    for value, words in choices:
        box.addItem(say(words), value)
    return box
