"""What a mouse can do over a picture, and what can be made of it: the words of both, as tables."""

from __future__ import annotations

from PySide6.QtCore import Qt

from glioma_desktop.phrase import phrase

DRAGS = (
    "Left-drag", "Shift+Left-drag", "Ctrl+Left-drag", "Alt+Left-drag",
    "Middle-drag", "Shift+Middle-drag", "Ctrl+Middle-drag",
    "Right-drag", "Shift+Right-drag", "Ctrl+Right-drag",
)  # fmt: skip
"""In Read; with a tool (Annotate, Outline, measuring) the left button is the tool's, whatever key is held with it."""
WHEELS = ("Wheel", "Shift+Wheel", "Ctrl+Wheel", "Ctrl+Shift+Wheel")
BUTTONS = ("Button 4", "Button 5")
DIRECTION = "Window-drag"
"""Which way a drag that windows goes: its value is a name of ``window_level.RIGHT_DRAGS``."""
LEFT = "Left-drag"

DRAG_VERBS = {
    "scroll": phrase("Scroll"),
    "window": phrase("Window and level"),
    "zoom": phrase("Zoom"),
    "pan": phrase("Pan"),
    "region": phrase("Window from the tissue dragged over"),
    "": phrase("Nothing"),
}
WHEEL_VERBS = {
    "scroll": phrase("Scroll"),
    "key_slice": phrase("Next key slice"),
    "zoom": phrase("Zoom at the cursor"),
    "pan": phrase("Pan"),
    "": phrase("Nothing"),
}
DIRECTIONS = {
    "up_brighter": phrase("Across: width. Up: brighter"),
    "up_darker": phrase("Across: width. Up: darker"),
    "right_brighter": phrase("Up: width. Right: brighter"),
    "right_darker": phrase("Up: width. Right: darker"),
}
GESTURE_WORDS = {
    "Left-drag": phrase("Left-drag in Read"),
    "Button 4": phrase("Side button, back (4)"),
    "Button 5": phrase("Side button, forward (5)"),
    DIRECTION: phrase("Direction of window and level"),
}
"""Where a gesture's own name does not say enough."""

_BUTTON_NAMES = {
    Qt.MouseButton.LeftButton: "Left-drag",
    Qt.MouseButton.MiddleButton: "Middle-drag",
    Qt.MouseButton.RightButton: "Right-drag",
    Qt.MouseButton.BackButton: "Button 4",
    Qt.MouseButton.ForwardButton: "Button 5",
}


def button_name(button: Qt.MouseButton) -> str:
    """``Left-drag``, ``Button 4``; ``""`` for a button that no gesture is made with."""
    return _BUTTON_NAMES.get(button, "")


def with_modifiers(name: str, modifiers: Qt.KeyboardModifier) -> str:
    """A gesture's name with the keys held meanwhile: ``Ctrl+Shift+Wheel``."""
    held = (
        ("Ctrl+", Qt.KeyboardModifier.ControlModifier),
        ("Alt+", Qt.KeyboardModifier.AltModifier),
        ("Shift+", Qt.KeyboardModifier.ShiftModifier),
    )
    return "".join(word for word, one in held if modifiers & one) + name
