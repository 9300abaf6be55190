"""Hands in the real window, each move timed from the command or the mouse to the painted picture."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from glioma_desktop.ui.main_window import MainWindow
from tests.benchmarks.timing import milliseconds

RIGHT = Qt.MouseButton.RightButton


def step_through(window: MainWindow, steps: int) -> list[float]:
    """Scroll the active viewport up and down; ms of each step from the command to the painted picture."""
    views, session, viewport = window.controllers.views, window.session, window.area.active
    times, direction = [], 1
    for _ in range(steps):
        before = session.slice_index
        times.append(milliseconds(lambda way=direction: (views.scroll(session.active, way), viewport.repaint())))
        if session.slice_index == before:
            direction = -direction
    return times


def drag_window(window: MainWindow, moves: int) -> list[float]:
    """One drag of the right button in the active viewport; ms of each move from the mouse to the painted picture."""
    viewport = window.area.active
    start = QPointF(viewport.rect().center())

    def send(kind: QEvent.Type, at: QPointF, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
        event = QMouseEvent(kind, at, viewport.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(viewport, event)
        viewport.repaint()

    send(QEvent.Type.MouseButtonPress, start, RIGHT, RIGHT)
    times = []
    for k in range(1, moves + 1):
        at = start + QPointF(20 + k, 10 + k / 2)
        times.append(milliseconds(lambda at=at: send(QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton, RIGHT)))
    send(QEvent.Type.MouseButtonRelease, at, RIGHT, Qt.MouseButton.NoButton)
    return times
