"""Values kept on this machine, each as JSON; what cannot be read is as at first."""

from __future__ import annotations

import json
import logging
import math
import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QByteArray, QSettings

log = logging.getLogger(__name__)
T = TypeVar("T")


class SettingStore:
    """QSettings, where a damaged value, or one written by hand or by a later version, is no reason not to open the window.

    ``GLIOMA_HOME`` moves them into that folder (tests, portable installations).
    """

    def __init__(self) -> None:
        home = os.environ.get("GLIOMA_HOME")
        if home:
            self._kept = QSettings(str(Path(home) / "settings.ini"), QSettings.Format.IniFormat)
        else:
            self._kept = QSettings("Glioma Desktop", "Glioma Desktop")

    def get(self, key: str, default: T, among: Collection[T] = ()) -> T:
        """A value; ``default`` where there is none, or where it is of another kind than that, or not among what is possible."""
        value = self._kept.value(key)
        if value is None:
            return default
        try:
            found = json.loads(str(value))
        except ValueError:
            found = None
        if _of_the_kind_of(default, found) and (not among or found in among):
            kind: Callable[[Any], T] = type(default)
            return kind(found)
        log.warning("the setting %s cannot be read; it is as at first", key)
        return default

    def has(self, key: str) -> bool:
        """Whether anything is kept under a key."""
        return bool(self._kept.contains(key))

    def set(self, key: str, value: Any) -> None:
        """Keep a value that JSON can hold."""
        self._kept.setValue(key, json.dumps(value))

    def raw(self, key: str) -> bytes:
        """What ``set_raw`` kept; empty where there is none."""
        value = self._kept.value(key)
        return bytes(value.data()) if isinstance(value, QByteArray) else b""

    def set_raw(self, key: str, value: bytes) -> None:
        """Keep bytes as they are."""
        self._kept.setValue(key, QByteArray(value))


def _of_the_kind_of(default: object, found: object) -> bool:
    if isinstance(default, bool) or not isinstance(default, int | float):
        return isinstance(found, type(default))
    return isinstance(found, int | float) and not isinstance(found, bool) and math.isfinite(found)
