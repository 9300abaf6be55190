"""What the program remembers on this machine: never a patient, only how the reader likes the window."""

from __future__ import annotations

import getpass
import json
import logging
import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings

from glioma_desktop.study.archive_cache import ARCHIVE_BYTES
from glioma_desktop.ui.machine_memory import default_budget
from glioma_desktop.ui.mouse_table import DIRECTION
from glioma_desktop.ui.profiles import OWN

log = logging.getLogger(__name__)

RECENT = 8
CACHE_BYTES = 4 << 30
CINE_FPS = 12.0


class Settings:
    """A typed view of QSettings. ``GLIOMA_HOME`` moves it into that folder (tests, portable installations)."""

    def __init__(self) -> None:
        home = os.environ.get("GLIOMA_HOME")
        if home:
            self._store = QSettings(str(Path(home) / "settings.ini"), QSettings.Format.IniFormat)
        else:
            self._store = QSettings("Glioma Desktop", "Glioma Desktop")

    def _get(self, key: str, default: Any) -> Any:
        value = self._store.value(key)
        if value is None:
            return default
        try:
            return json.loads(str(value))
        except ValueError:  # damaged, or written by hand: no reason not to open the window
            log.warning("the setting %s cannot be read; it is as at first", key)
            return default

    def _set(self, key: str, value: Any) -> None:
        self._store.setValue(key, json.dumps(value))

    @property
    def theme(self) -> str:
        """``dark`` or ``light``."""
        return str(self._get("theme", "dark"))

    @theme.setter
    def theme(self, name: str) -> None:
        self._set("theme", name)

    @property
    def language(self) -> str:
        """``en`` or ``zh_CN``; ``""`` before one was chosen: as the system."""
        return str(self._get("language", ""))

    @language.setter
    def language(self, name: str) -> None:
        self._set("language", name)

    @property
    def reader(self) -> str:
        """The reader's name as given; ``""`` before it was asked."""
        return str(self._get("reader", ""))

    @reader.setter
    def reader(self, name: str) -> None:
        self._set("reader", name)

    @property
    def reader_default(self) -> str:
        """What to propose as the reader's name: the account's."""
        try:
            return getpass.getuser()
        except OSError:
            return "Reader"

    @property
    def layout(self) -> str:
        """``1``, ``1x2``, ``2x2`` or ``planes``."""
        return str(self._get("layout", "1x2"))

    @layout.setter
    def layout(self, name: str) -> None:
        self._set("layout", name)

    @property
    def second_window(self) -> bool:
        """Whether the second window was open last."""
        return bool(self._get("second_window", False))

    @second_window.setter
    def second_window(self, on: bool) -> None:
        self._set("second_window", on)

    @property
    def second_layout(self) -> str:
        """``1``, ``1x2`` or ``2x2``."""
        return str(self._get("second_layout", "1x2"))

    @second_layout.setter
    def second_layout(self, name: str) -> None:
        self._set("second_layout", name)

    @property
    def smooth(self) -> bool:
        """Whether voxels are interpolated on the screen."""
        return bool(self._get("smooth", True))

    @smooth.setter
    def smooth(self, on: bool) -> None:
        self._set("smooth", on)

    @property
    def hanging(self) -> str:
        """The name of the hanging protocol in force."""
        return str(self._get("hanging", ""))

    @hanging.setter
    def hanging(self, name: str) -> None:
        self._set("hanging", name)

    @property
    def hanging_protocols(self) -> list[Any]:
        """The hanging protocols the reader has kept, as ``HangingProtocol.to_json`` writes them."""
        kept = self._get("hanging_protocols", [])
        return kept if isinstance(kept, list) else []

    @hanging_protocols.setter
    def hanging_protocols(self, protocols: list[Any]) -> None:
        self._set("hanging_protocols", protocols)

    @property
    def reference_lines(self) -> bool:
        """Whether the active viewport's slice is drawn as a line in the others."""
        return bool(self._get("reference_lines", True))

    @reference_lines.setter
    def reference_lines(self, on: bool) -> None:
        self._set("reference_lines", on)

    @property
    def remember_windows(self) -> bool:
        """Whether a series opens with the window that its sequence was given last."""
        return bool(self._get("remember_windows", True))

    @remember_windows.setter
    def remember_windows(self, on: bool) -> None:
        self._set("remember_windows", on)

    @property
    def windows(self) -> dict[str, tuple[str, float, float]]:
        """Sequence -> (preset, share of Auto's width, shift of the level in widths of Auto); never values of a patient."""
        return {name: (str(p), float(w), float(s)) for name, (p, w, s) in dict(self._get("windows", {})).items()}

    @windows.setter
    def windows(self, windows: dict[str, tuple[str, float, float]]) -> None:
        self._set("windows", windows)

    @property
    def cine_fps(self) -> float:
        """How many slices a second run in cine."""
        return float(self._get("cine_fps", CINE_FPS))

    @cine_fps.setter
    def cine_fps(self, fps: float) -> None:
        self._set("cine_fps", fps)

    @property
    def cine_course(self) -> str:
        """``loop``: from the last slice to the first one; ``to_and_fro``."""
        return str(self._get("cine_course", "to_and_fro"))

    @cine_course.setter
    def cine_course(self, name: str) -> None:
        self._set("cine_course", name)

    @property
    def profile(self) -> str:
        """Id of the profile of keys and mouse."""
        return str(self._get("profile", OWN.id))

    @profile.setter
    def profile(self, id_: str) -> None:
        self._set("profile", id_)

    def changed_keys(self, profile: str) -> dict[str, Any]:
        """Keys the reader has changed in a profile: action id -> list of keys, the first one shown.

        The first version kept one key an action, for its only profile: these still count, as text instead of a list.
        """
        kept = self._get(f"keys_of_{profile}", None)
        return dict(kept) if isinstance(kept, dict) else dict(self._get("keys", {})) if profile == OWN.id else {}

    def set_changed_keys(self, profile: str, keys: dict[str, Any]) -> None:
        """Keep the keys the reader has changed in a profile."""
        self._set(f"keys_of_{profile}", keys)

    def changed_mouse(self, profile: str) -> dict[str, str]:
        """What the reader has changed of the mouse in a profile: gesture -> verb."""
        kept = self._get(f"mouse_of_{profile}", None)
        if isinstance(kept, dict):
            return dict(kept)
        direction = self._get("right_drag", "") if profile == OWN.id else ""  # as the first version kept it
        return {DIRECTION: str(direction)} if direction else {}

    def set_changed_mouse(self, profile: str, mouse: dict[str, str]) -> None:
        """Keep what the reader has changed of the mouse in a profile."""
        self._set(f"mouse_of_{profile}", mouse)

    @property
    def recent_projects(self) -> list[Path]:
        """Project folders, the last one first; no drive is asked whether they are still there."""
        return [Path(one) for one in self._get("recent_projects", [])]

    def add_recent_project(self, folder: Path) -> None:
        """Put a project at the head of the list."""
        others = [str(path) for path in self.recent_projects if path != folder]
        self._set("recent_projects", [str(folder), *others][:RECENT])

    @property
    def last_folder(self) -> str:
        """Where studies were last opened from."""
        return str(self._get("last_folder", ""))

    @last_folder.setter
    def last_folder(self, folder: str) -> None:
        self._set("last_folder", folder)

    @property
    def report_folder(self) -> str:
        """Where a report was last saved to."""
        return str(self._get("report_folder", ""))

    @report_folder.setter
    def report_folder(self, folder: str) -> None:
        self._set("report_folder", folder)

    @property
    def memory_budget_bytes(self) -> int:
        """What the volumes that are kept may take; a quarter of the machine's memory and at most 2 GiB unless said."""
        return int(self._get("memory_budget_bytes", 0)) or default_budget()

    @memory_budget_bytes.setter
    def memory_budget_bytes(self, size: int) -> None:
        self._set("memory_budget_bytes", size)

    @property
    def cache_limit_bytes(self) -> int:
        """What unpacked copies of packed files may take on the disc; 0 keeps none."""
        return int(self._get("cache_limit_bytes", CACHE_BYTES))

    @cache_limit_bytes.setter
    def cache_limit_bytes(self, size: int) -> None:
        self._set("cache_limit_bytes", size)

    def watched_folders(self, project: Path) -> list[Path]:
        """The folders in which studies arrive for a project."""
        return [Path(one) for one in dict(self._get("watched_folders", {})).get(str(project), [])]

    def set_watched_folders(self, project: Path, folders: list[Path]) -> None:
        """Keep them."""
        kept = {**dict(self._get("watched_folders", {})), str(project): [str(one) for one in folders]}
        self._set("watched_folders", {name: folders for name, folders in kept.items() if folders})

    @property
    def archive_limit_bytes(self) -> int:
        """What the images of ZIP and tar archives may take on the disc."""
        return int(self._get("archive_limit_bytes", ARCHIVE_BYTES))

    @archive_limit_bytes.setter
    def archive_limit_bytes(self, size: int) -> None:
        self._set("archive_limit_bytes", size)

    @property
    def geometry(self) -> bytes:
        """The window's size and place as Qt wrote it."""
        value = self._store.value("geometry")
        return bytes(value.data()) if hasattr(value, "data") else b""

    @geometry.setter
    def geometry(self, value: bytes) -> None:
        from PySide6.QtCore import QByteArray

        self._store.setValue("geometry", QByteArray(value))
