"""What devices send, in the shapes in which they send it: for tests of wheel, touchpad and side buttons."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QPointingDevice, QPointingDeviceUniqueId, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

Phase = Qt.ScrollPhase
NO_KEYS = Qt.KeyboardModifier.NoModifier


def turn(
    widget: QWidget,
    angle: QPoint,
    pixels: QPoint | None = None,
    phase=Phase.NoScrollPhase,
    keys=NO_KEYS,
    inverted=False,
) -> None:
    """One wheel event in the middle of a widget."""
    place = QPointF(widget.rect().center())
    event = QWheelEvent(
        place, widget.mapToGlobal(place), pixels or QPoint(), angle, Qt.MouseButton.NoButton, keys, phase, inverted
    )
    QApplication.sendEvent(widget, event)


def fingers(
    widget: QWidget, px: list[tuple[int, int]], glide: tuple[tuple[int, int], ...] = (), keys=NO_KEYS, inverted=False
) -> None:
    """Two fingers on a touchpad of macOS: begin, updates, momentum, end; the angle is twice the px."""
    shapes = [
        (Phase.ScrollBegin, (0, 0)),
        *((Phase.ScrollUpdate, p) for p in px),
        *((Phase.ScrollMomentum, p) for p in glide),
    ]
    for phase, (x, y) in [*shapes, (Phase.ScrollEnd, (0, 0))]:
        turn(widget, QPoint(2 * x, 2 * y), QPoint(x, y), phase, keys, inverted)


def touchpad() -> QPointingDevice:
    """A device that makes native gestures."""
    return QPointingDevice(
        "touchpad", 7, QInputDevice.DeviceType.TouchPad, QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Position, 2, 0, "", QPointingDeviceUniqueId(),
    )  # fmt: skip


def pinch(widget: QWidget, at: QPoint, *values: float) -> None:
    """Fingers apart (positive) or together, as macOS and Wayland send it."""
    device, kinds = touchpad(), Qt.NativeGestureType
    steps = [
        (kinds.BeginNativeGesture, 0.0),
        *((kinds.ZoomNativeGesture, v) for v in values),
        (kinds.EndNativeGesture, 0.0),
    ]
    for kind, value in steps:
        place = QPointF(at)
        event = QNativeGestureEvent(kind, device, 2, place, place, widget.mapToGlobal(place), value, QPointF())
        QApplication.sendEvent(widget, event)
