"""What a screen reader would say of a window: every control of it, with its name."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QImage
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
CONTRAST = 2.0
"""To 1, between a px with the focus and the same one without: what is seen to change at a glance."""
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


def faint_focus(window: QWidget) -> list[str]:
    """The controls that Tab reaches and that do not show it: too few px change, or too little, when they get the focus."""
    found = []
    for widget in controls(window):
        if not (widget.isVisibleTo(window) and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus):
            continue
        widget.clearFocus()
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if not widget.hasFocus():
            found.append(f"{type(widget).__name__} {name_of(widget)!r} does not take the focus")
            continue
        changed = _changed(before, widget.grab().toImage())
        if changed < min(before.width(), before.height()):
            found.append(f"{type(widget).__name__} {name_of(widget)!r}: {changed} px")
    return found


def _changed(before: QImage, after: QImage) -> int:
    """How many px differ by a contrast of at least ``CONTRAST``."""
    count = 0
    for y in range(min(before.height(), after.height())):
        for x in range(min(before.width(), after.width())):
            one, other = before.pixelColor(x, y), after.pixelColor(x, y)
            count += one != other and _contrast(one, other) >= CONTRAST
    return count


def _contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: QColor) -> float:
    """Relative luminance, WCAG 2."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
