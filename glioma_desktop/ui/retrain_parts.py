"""What the cards of the training choices are put together from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QRadioButton, QSpinBox, QVBoxLayout, QWidget

from glioma_desktop.ui.language import capitals, say


def choice_card(title: str) -> tuple[QFrame, QVBoxLayout]:
    """An empty card with its heading, and the column that takes what it holds."""
    card = QFrame()
    card.setProperty("role", "card")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(14, 12, 14, 14)
    layout.setSpacing(8)
    layout.addWidget(role_label(title, "title"))
    return card, layout


def role_label(text: str, role: str) -> QLabel:
    """A text in its role; a section is headed in capitals."""
    label = QLabel(capitals(text) if role == "section" else say(text))
    label.setProperty("role", role)
    return label


def in_a_row(*widgets: QWidget) -> QHBoxLayout:
    """Widgets beside each other, from the left."""
    row = QHBoxLayout()
    row.setSpacing(12)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def with_note(button: QRadioButton, words: str) -> QHBoxLayout:
    """A choice and, behind it, what it contains."""
    note = role_label(words, "muted")
    note.setBuddy(button)
    row = QHBoxLayout()
    row.addWidget(button)
    row.addWidget(note, 1)
    return row


def fields(rows: Sequence[tuple[str, QWidget]]) -> QGridLayout:
    """Names and their fields, one below the other."""
    form = QGridLayout()
    form.setHorizontalSpacing(12)
    form.setVerticalSpacing(8)
    form.setColumnStretch(1, 1)
    for line, (name, widget) in enumerate(rows):
        label = role_label(name, "muted")
        label.setBuddy(widget)
        label.setMinimumWidth(70)
        form.addWidget(label, line, 0, Qt.AlignmentFlag.AlignVCenter)
        form.addWidget(widget, line, 1)
    return form


def number(low: int, high: int, tip: str, value: int = 0, suffix: str = "") -> QSpinBox:
    """A whole number between two ends, both of which can be chosen."""
    spin = QSpinBox()
    spin.setRange(low, high)
    spin.setValue(value)
    spin.setSuffix(suffix)
    spin.setToolTip(tip)
    spin.lineEdit().setTextMargins(6, 0, 0, 0)
    return spin
