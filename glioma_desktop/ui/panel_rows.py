"""Rows of the panel at the right: a name, and its value beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextLayout
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from glioma_desktop.ui.held_lines import HeldLines


def value_lines(lines: int) -> HeldLines:
    """A value with room for so many lines, whether it fills them or not."""
    held = HeldLines(lines)
    held.setProperty("role", "value")
    return held


def label(text: str, role: str) -> QLabel:
    """A text in its role; values may take several lines."""
    words = QLabel(text)
    words.setProperty("role", role)
    if role == "value":
        words.setWordWrap(True)
    return words


def row_of(left: QWidget, right: QWidget, top: bool = False) -> QHBoxLayout:
    """A name at the left, its value at the right; ``top``: the name stays in the value's first line."""
    row = QHBoxLayout()
    row.setSpacing(8)
    words = isinstance(right, QLabel)
    wrapped = isinstance(right, QLabel) and right.wordWrap()
    if top:
        left.setFixedHeight(24)
    row.addWidget(left, 0, Qt.AlignmentFlag.AlignTop if words or top else Qt.AlignmentFlag.AlignVCenter)
    if not wrapped:
        row.addStretch(1)
    row.addWidget(right, 1 if wrapped else 0)
    return row


def level(left: QLabel, right: QLabel) -> None:
    """Put the first lines of two texts, side by side and each at its top, on one line: a line of Chinese begins lower."""
    lower = round(_ascent(left) - _ascent(right))
    left.setContentsMargins(0, max(0, -lower), 0, 0)
    right.setContentsMargins(0, max(0, lower), 0, 0)


def _ascent(words: QLabel) -> float:
    """How far below its top the first line of a text stands, in px."""
    layout = QTextLayout(words.text(), words.font())
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()
    return line.ascent() if line.isValid() else 0.0
