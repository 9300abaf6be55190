"""Four ways to have keys and mouse, as tables. A profile says only where it differs from the keys of ``actions.py``.

What the other programs do was taken from their own documents and defaults:

- IHE Basic Image Review (RAD TF-2, 4.16.4.2.2.5, as Weasis lists it): scrolling is the tool to begin with; S scrolls, W windows,
  Z zooms, T moves, D measures a distance, I shows and hides what lies over the image; dragging down brightens.
- Horos: the table of hot keys in ``DefaultsOsiriX.m`` (W, M, Z the tools, L length, E oval, C closed polygon, 0 all values, ~ the
  default window), left button the tool, right button zoom, middle button move.
- 3D Slicer: the shortcuts of its user guide for slice views (right-drag zooms, middle or Shift+left pans, F and B step, Ctrl+left
  takes the window from an area); dragging up raises the level.

Where such a key had another meaning here, that meaning has moved to a key of its own: every action has one in every profile.
Drawing (R), grading (G), *Done, next* (Enter) and Space stay where they are: the program exists for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from glioma_desktop.ui.mouse_table import DIRECTION


@dataclass(frozen=True, slots=True)
class Profile:
    """One way to have keys and mouse.

    Attributes:
        id: Under which the reader's changes to it are kept.
        name: In the menu.
        keys: Action id -> its keys, the first one shown; for the actions that differ from ``actions.py``.
        mouse: Gesture of ``mouse_table`` -> verb, or for a side button an action id.
    """

    id: str
    name: str
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mouse: Mapping[str, str] = field(default_factory=dict)


_MOUSE = {
    "Left-drag": "scroll", "Middle-drag": "pan", "Right-drag": "window", "Ctrl+Right-drag": "region",
    "Wheel": "scroll", "Shift+Wheel": "key_slice", "Ctrl+Wheel": "zoom", "Ctrl+Shift+Wheel": "pan",
    "Button 4": "previous_case", "Button 5": "done", DIRECTION: "up_brighter",
}  # fmt: skip

OWN = Profile("own", "Glioma Desktop", {}, _MOUSE)
IHE = Profile(
    "ihe", "IHE Basic Image Review",
    {
        "left_scroll": ("S",), "left_window": ("W",), "left_zoom": ("Z",), "left_pan": ("T",),
        "ruler": ("D",), "hide": ("Space", "I"),
        "blink": ("Y",), "outline": ("Shift+W",), "undo": ("Ctrl+Z",), "lock": ("Shift+T",),
        "subtract": ("U",), "smooth": ("Ctrl+I",),
    },
    {**_MOUSE, DIRECTION: "up_darker"},
)  # fmt: skip
HOROS = Profile(
    "horos", "Horos-like",
    {
        "left_window": ("W",), "left_pan": ("M",), "left_zoom": ("Z",),
        "ruler": ("L", "U"), "probe": ("E", "P"), "outline": ("C",), "wide": ("0", "2"), "auto": ("~", "A", "1"),
        "mirror": ("Y",), "undo": ("Ctrl+Z",), "add_lesion": ("Ctrl+Shift+L",), "accept": ("Shift+E",),
        "copy": ("Shift+C",), "fit_view": ("Ctrl+0",),
    },
    {
        **_MOUSE, "Left-drag": "window", "Shift+Left-drag": "zoom", "Ctrl+Left-drag": "pan", "Alt+Left-drag": "window",
        "Right-drag": "zoom", "Middle-drag": "pan",
    },
)  # fmt: skip
SLICER = Profile(
    "slicer", "3D Slicer-like",
    {
        "next_slice": ("F", "Down", "Right"), "previous_slice": ("B", "Up", "Left"),
        "next_series": ("]", "Ctrl+Right"), "previous_series": ("[", "Ctrl+Left"),
        "fit": ("Y",), "bidimensional": ("Shift+B",),
    },
    {
        **_MOUSE, "Shift+Left-drag": "pan", "Ctrl+Left-drag": "region", "Right-drag": "zoom", "Middle-drag": "pan",
        DIRECTION: "up_darker",
    },
)  # fmt: skip
PROFILES = {profile.id: profile for profile in (OWN, IHE, HOROS, SLICER)}
