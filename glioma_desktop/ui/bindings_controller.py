"""Choosing a profile of keys and mouse, and changing what they mean. Counts at once and is remembered."""

from __future__ import annotations

from collections.abc import Iterable

from glioma_desktop.ui.actions import ACTIONS
from glioma_desktop.ui.bindings import bindings_of, delivered_keys, unique
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.mouse_table import DIRECTION, DRAG_VERBS, LEFT
from glioma_desktop.ui.profiles import PROFILES
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.settings import Settings

_BY_ID = {entry.id: entry for entry in ACTIONS}


class BindingsController:
    """Every profile keeps its own changes: going to another one and back finds them."""

    def __init__(self, session: Session, settings: Settings) -> None:
        self._session, self._settings = session, settings
        self._left = ""
        self._apply()

    @property
    def profile(self) -> str:
        """Id of the profile in force."""
        return self._session.bindings.profile

    @property
    def left_drag(self) -> str:
        """What the left button does in Read."""
        bindings = self._session.bindings
        return bindings.left or bindings.mouse.get(LEFT, "")

    @property
    def direction(self) -> str:
        """Which way window and level go with a drag."""
        return self._session.bindings.mouse[DIRECTION]

    def choose(self, profile: str) -> None:
        """Another profile."""
        self._left = ""
        self._settings.profile = profile
        self._apply()
        key, name = self._session.bindings.shown("keys") or tr("Mouse and keys"), PROFILES[self.profile].name
        self._session.post(tr("Keys and mouse: {profile}. {key} shows them.", profile=name, key=key))

    def set_left(self, verb: str) -> None:
        """To Read, with another verb on the left button until the program ends or a profile is chosen."""
        self._left = verb
        self._apply()
        self._session.set_mode("read")
        self._session.post(tr("Left-drag in Read: {verb}.", verb=DRAG_VERBS[verb]))

    def set_direction(self, name: str) -> None:
        """Which way window and level go with a drag."""
        self.set_mouse(DIRECTION, name)

    def set_keys(self, id_: str, keys: Iterable[str]) -> None:
        """All keys of an action; another action that has one of them loses it."""
        wanted, changed = unique(keys), self._settings.changed_keys(self.profile)
        for other, theirs in self._session.bindings.keys.items():
            if other != id_ and set(theirs) & set(wanted):
                changed[other] = [key for key in theirs if key not in wanted]
        changed[id_] = list(wanted)
        if wanted == delivered_keys(_BY_ID[id_], self.profile):
            del changed[id_]
        self._settings.set_changed_keys(self.profile, changed)
        self._apply()

    def set_mouse(self, gesture: str, verb: str) -> None:
        """What a gesture means."""
        changed = {**self._settings.changed_mouse(self.profile), gesture: verb}
        self._left = "" if gesture == LEFT else self._left
        self._settings.set_changed_mouse(self.profile, changed)
        self._apply()

    def reset_all(self) -> None:
        """Keys and mouse as the profile has them."""
        self._left = ""
        self._settings.set_changed_keys(self.profile, {})
        self._settings.set_changed_mouse(self.profile, {})
        self._apply()

    def _apply(self) -> None:
        profile = self._settings.profile
        profile = profile if profile in PROFILES else "own"
        keys, mouse = self._settings.changed_keys(profile), self._settings.changed_mouse(profile)
        self._session.set_bindings(bindings_of(profile, keys, mouse, self._left))
