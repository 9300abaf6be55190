"""How a form lies in its window: a grid of names and fields, a sentence, and the buttons at the bottom left."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget


def form_grid() -> QGridLayout:
    """An empty grid for names and their fields; the fields take the width."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    return grid


def lay_out_form(window: QWidget, parts: Sequence[QWidget | QLayout], buttons: Sequence[QPushButton]) -> None:
    """Fill a window: the parts one below the other from the top, the buttons in a row at the bottom."""
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    column = QVBoxLayout(window)
    column.setContentsMargins(16, 16, 16, 16)
    column.setSpacing(14)
    for part in parts:
        if isinstance(part, QLayout):
            column.addLayout(part)
        else:
            column.addWidget(part)
    column.addStretch(1)
    column.addLayout(row)
