"""The actions of *Edit > Mouse and keys*: which profile, what the left button does in Read, which way windowing goes."""

from __future__ import annotations

from glioma_desktop.ui.action import view_action as _v
from glioma_desktop.ui.action import window_action as _a

_MENU = "Edit/Mouse and keys"
# fmt: off
HANDS = (
    _a("profile_own", "Glioma Desktop", "Ctrl+Alt+Shift+1", _MENU, "bindings.choose",
      "Left-drag scrolls in Read, right-drag windows, the left hand has the keys.", "own", checks="bindings.profile",
      value="own"),
    _a("profile_ihe", "IHE Basic Image Review", "Ctrl+Alt+Shift+2", _MENU, "bindings.choose",
      "S, W, Z and T choose what left-drag does; D measures; I hides what lies over the image; dragging down brightens.",
      "ihe", checks="bindings.profile", value="ihe"),
    _a("profile_horos", "Horos-like", "Ctrl+Alt+Shift+3", _MENU, "bindings.choose",
      "Left-drag windows, right-drag zooms; W, M and Z choose what left-drag does.", "horos",
      checks="bindings.profile", value="horos"),
    _a("profile_slicer", "3D Slicer-like", "Ctrl+Alt+Shift+4", _MENU, "bindings.choose",
      "Right-drag zooms, Shift+left-drag pans, F and B step through the slices.", "slicer",
      checks="bindings.profile", value="slicer"),
    _v("left_scroll", "Left-drag scrolls", "Shift+S", _MENU, "bindings.set_left",
      "In Read the left button scrolls.", "scroll", checks="bindings.left_drag", value="scroll", section=True),
    _v("left_window", "Left-drag windows", "Shift+W", _MENU, "bindings.set_left",
      "In Read the left button sets window and level.", "window", checks="bindings.left_drag", value="window"),
    _v("left_zoom", "Left-drag zooms", "Shift+X", _MENU, "bindings.set_left",
      "In Read the left button zooms: up is larger.", "zoom", checks="bindings.left_drag", value="zoom"),
    _v("left_pan", "Left-drag pans", "Shift+P", _MENU, "bindings.set_left",
      "In Read the picture follows the left button.", "pan", checks="bindings.left_drag", value="pan"),
    _a("right_drag_up_brighter", "Across: width. Up: brighter", "Ctrl+Alt+6", _MENU, "bindings.set_direction",
      "Windowing: dragging to the right widens the window, upwards brightens.", "up_brighter",
      checks="bindings.direction", value="up_brighter", section=True),
    _a("right_drag_up_darker", "Across: width. Up: darker", "Ctrl+Alt+7", _MENU, "bindings.set_direction",
      "Windowing: dragging to the right widens the window, upwards darkens.", "up_darker",
      checks="bindings.direction", value="up_darker"),
    _a("right_drag_right_brighter", "Up: width. Right: brighter", "Ctrl+Alt+8", _MENU, "bindings.set_direction",
      "Windowing: dragging upwards widens the window, to the right brightens.", "right_brighter",
      checks="bindings.direction", value="right_brighter"),
    _a("right_drag_right_darker", "Up: width. Right: darker", "Ctrl+Alt+9", _MENU, "bindings.set_direction",
      "Windowing: dragging upwards widens the window, to the right darkens.", "right_darker",
      checks="bindings.direction", value="right_darker"),
    _a("change_keys", "Change…", "Shift+F1", _MENU, "window.show_keys",
      "Every key and every gesture of the mouse, to be changed.", section=True),
)
# fmt: on
