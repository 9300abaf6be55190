"""What a screen reader would say of a window: every control of it, with its name."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit,
    QProgressBar, QTextEdit,
)  # fmt: skip
PARTS_OF_QT = (
    "QTableCornerButton",
    "QHeaderView",
    "QComboBoxListView",
    "QLineEditIconButton",
    "QComboBoxPrivateScroller",
)


def name_of(widget: QWidget) -> str:
    """As Qt gives it to the platform: the accessible name, the text of a button, the label beside a field."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else widget.accessibleName()


def controls(window: QWidget) -> Iterator[QWidget]:
    """Everything in a window that can be worked or that paints itself."""
    for widget in (window, *window.findChildren(QWidget)):
        if not (isinstance(widget, CONTROLS) or _paints(widget)) or isinstance(widget, QScrollBar):
            continue
        if isinstance(widget, QAbstractButton) and not widget.isVisibleTo(window) and not widget.text():
            continue  # it gets its words when it is shown
        if widget.metaObject().className() in PARTS_OF_QT or widget.objectName().startswith("qt_"):
            continue
        if isinstance(widget.parent(), QComboBox | QAbstractSpinBox | QMenuBar | QTabBar):
            continue
        yield widget


def unnamed(window: QWidget) -> list[str]:
    """The controls of a window that a screen reader could only call by their kind."""
    return [
        f"{type(window).__name__}: {type(widget).__name__} in {type(widget.parent()).__name__} ({name_of(widget)!r})"
        for widget in controls(window)
        if not any(letter.isalnum() for letter in name_of(widget))
    ]


def _paints(widget: QWidget) -> bool:
    """Whether one of this program's classes paints the widget itself."""
    own = [kind for kind in type(widget).__mro__ if kind.__module__.startswith("glioma_desktop")]
    return any("paintEvent" in vars(kind) for kind in own)
