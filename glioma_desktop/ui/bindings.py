"""What keys and mouse mean now: a profile with the reader's changes on top. Pure values; the session holds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from glioma_desktop.phrase import phrase
from glioma_desktop.ui.action import Action
from glioma_desktop.ui.actions import ACTIONS
from glioma_desktop.ui.mouse_table import (
    BUTTONS,
    DIRECTION,
    DIRECTIONS,
    DRAG_VERBS,
    DRAGS,
    LEFT,
    WHEEL_VERBS,
    WHEELS,
    button_name,
    with_modifiers,
)
from glioma_desktop.ui.profiles import OWN, PROFILES

ESCAPE = "Esc"
_BY_ID = {entry.id: entry for entry in ACTIONS}
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


@dataclass(frozen=True, slots=True)
class Bindings:
    """Keys and mouse in force.

    Attributes:
        profile: Id of the profile.
        keys: Action id -> its keys as QKeySequence writes them, the first one shown; none when it has lost them.
        mouse: Gesture -> verb, for a side button an action id.
        left: The verb that a key has put on the left button in Read until the program ends; ``""``: the table's.
    """

    profile: str = OWN.id
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mouse: Mapping[str, str] = field(default_factory=dict)
    left: str = ""

    def drag(self, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier) -> str:
        """The verb of a drag; keys held with it that mean nothing of their own change nothing."""
        plain = button_name(button)
        return self.own_drag(button, modifiers) or (self.left if plain == LEFT else "") or self.mouse.get(plain, "")

    def own_drag(self, button: Qt.MouseButton, modifiers: Qt.KeyboardModifier) -> str:
        """The verb of a drag with a modifier that has one of its own, else ``""``."""
        name = with_modifiers(button_name(button), modifiers)
        return "" if name == button_name(button) else self.mouse.get(name, "")

    def wheel(self, modifiers: Qt.KeyboardModifier) -> str:
        """The verb of the wheel and of two fingers on a touchpad."""
        return self.mouse.get(with_modifiers("Wheel", modifiers), "") or self.mouse.get("Wheel", "")

    def button(self, button: Qt.MouseButton) -> str:
        """The action of a side button, ``""`` for none."""
        name = button_name(button)
        return self.mouse.get(name, "") if name in BUTTONS else ""

    def shown(self, id_: str) -> str:
        """The first key of an action as this machine writes it, ``""`` when it has none."""
        keys = self.keys.get(id_, ())
        return native(keys[0]) if keys else ""

    def hint(self, id_: str) -> str:
        """For the end of a sentence: `` (T)``, or nothing."""
        key = self.shown(id_)
        return phrase(" ({key})", key=key) if key else ""

    def owner(self, key: str, but: str = "") -> str:
        """The action that has a key, other than ``but``; ``""`` when it is free."""
        wanted = canonical(key)
        return next((id_ for id_, keys in self.keys.items() if id_ != but and wanted in keys), "")


def delivered_keys(entry: Action, profile: str) -> tuple[str, ...]:
    """The keys of an action as its profile has them."""
    keys = PROFILES[profile].keys.get(entry.id, (entry.key, *entry.more_keys, *entry.view_keys))
    return unique(keys)


def bindings_of(profile: str, keys: Mapping[str, Any], mouse: Mapping[str, Any], left: str = "") -> Bindings:
    """A profile with the reader's changes.

    A key the reader has given to an action is taken from the action that would have it otherwise, also when that action is
    new in this version. What is not understood (an action or verb of another version) is passed over.

    Args:
        profile: Id; of an unknown one, the program's own is used.
        keys: Action id -> list of keys; or, as the first version kept it, one key in the place of the first.
        mouse: Gesture -> verb.
        left: See ``Bindings``.
    """
    profile = profile if profile in PROFILES else OWN.id
    mine = {id_: _read(_BY_ID[id_], profile, kept) for id_, kept in keys.items() if id_ in _BY_ID}
    given = {key for one in mine.values() for key in one}
    all_keys = {}
    for entry in ACTIONS:
        rest = (key for key in delivered_keys(entry, profile) if key not in given)
        found = mine[entry.id] if entry.id in mine else unique(rest)
        all_keys[entry.id] = unique((ESCAPE, *found)) if entry.id == "read" else found
    changed = {gesture: verb for gesture, verb in mouse.items() if verb in verbs_of(gesture)}
    return Bindings(profile, all_keys, {**PROFILES[profile].mouse, **changed}, left)


def verbs_of(gesture: str) -> Mapping[str, str]:
    """What can be made of a gesture: verb -> words."""
    if gesture in DRAGS or gesture in WHEELS:
        verbs = DRAG_VERBS if gesture in DRAGS else WHEEL_VERBS
        return {**verbs, "": phrase("As without the key")} if "+" in gesture else verbs
    if gesture == DIRECTION:
        return DIRECTIONS
    if gesture in BUTTONS:
        return {"": phrase("Nothing"), **{entry.id: entry.text for entry in ACTIONS}}
    return {}


def types(key: str) -> bool:
    """Whether a key types, or moves the focus, in a field: it means an action only while a viewport has the focus."""
    pressed = combination(key)
    plain = not (pressed.keyboardModifiers() & _MODIFIERS)
    return plain and not Qt.Key.Key_F1 <= pressed.key() <= Qt.Key.Key_F35


def combination(key: str) -> QKeyCombination:
    """A key with its modifiers."""
    return QKeySequence(key)[0]  # type: ignore[index, no-any-return]


def canonical(key: str) -> str:
    """One spelling of a key. The Enter of the number pad is Return."""
    spelled = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
    return "Return".join(spelled.rsplit("Enter", 1)) if spelled.endswith("Enter") else spelled


def native(key: str) -> str:
    """A key as this machine's menus write it; Return is, in every language, what stands on the key: Enter."""
    shown, enter = (QKeySequence(one).toString(QKeySequence.SequenceFormat.NativeText) for one in (key, "Return"))
    return "Enter".join(shown.rsplit(enter, 1)) if enter.isalpha() and shown.endswith(enter) else shown


def sequences(key: str) -> list[QKeySequence]:
    """A key as Qt wants it: Return and the Enter of the number pad are two, and menus write the first."""
    spelled = canonical(key)
    both = ["Enter".join(spelled.rsplit("Return", 1)), spelled] if spelled.endswith("Return") else [spelled]
    return [QKeySequence(one) for one in both]


def unique(keys: Iterable[str]) -> tuple[str, ...]:
    """Each key once, in one spelling; empty ones are left out."""
    return tuple(dict.fromkeys(found for key in keys if (found := canonical(key))))


def _read(entry: Action, profile: str, kept: Any) -> tuple[str, ...]:
    if isinstance(kept, str):
        return unique((kept, *delivered_keys(entry, profile)[1:]))
    return unique(key for key in kept if isinstance(key, str)) if isinstance(kept, list) else ()
