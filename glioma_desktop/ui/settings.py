"""What the program remembers on this machine: never a patient, only how the reader likes the window."""

from __future__ import annotations

import getpass
import math
from pathlib import Path
from typing import Any

from glioma_desktop.study.archive_cache import ARCHIVE_BYTES
from glioma_desktop.ui.language import LANGUAGES
from glioma_desktop.ui.machine_memory import default_budget
from glioma_desktop.ui.mouse_table import DIRECTION
from glioma_desktop.ui.profiles import OWN
from glioma_desktop.ui.setting_store import SettingStore
from glioma_desktop.ui.view_state import SECOND_VIEWS, VIEWS

RECENT = 8
CACHE_BYTES = 4 << 30
CINE_FPS, MOST_FPS = 12.0, 60.0


class Settings:
    """A typed view of what is kept."""

    def __init__(self) -> None:
        self._store = SettingStore()

    @property
    def theme(self) -> str:
        """``dark`` or ``light``."""
        return self._store.get("theme", "dark", ("dark", "light"))

    @theme.setter
    def theme(self, name: str) -> None:
        self._store.set("theme", name)

    @property
    def language(self) -> str:
        """``en`` or ``zh_CN``; ``""`` before one was chosen: as the system."""
        return self._store.get("language", "", ("", *LANGUAGES))

    @language.setter
    def language(self, name: str) -> None:
        self._store.set("language", name)

    @property
    def reader(self) -> str:
        """The reader's name as given; ``""`` before it was asked."""
        return self._store.get("reader", "")

    @reader.setter
    def reader(self, name: str) -> None:
        self._store.set("reader", name)

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
        return self._store.get("layout", "1x2", VIEWS)

    @layout.setter
    def layout(self, name: str) -> None:
        self._store.set("layout", name)

    @property
    def second_window(self) -> bool:
        """Whether the second window was open last."""
        return self._store.get("second_window", False)

    @second_window.setter
    def second_window(self, on: bool) -> None:
        self._store.set("second_window", on)

    @property
    def second_layout(self) -> str:
        """``1``, ``1x2`` or ``2x2``."""
        return self._store.get("second_layout", "1x2", [name for name in SECOND_VIEWS if name])

    @second_layout.setter
    def second_layout(self, name: str) -> None:
        self._store.set("second_layout", name)

    @property
    def smooth(self) -> bool:
        """Whether voxels are interpolated on the screen."""
        return self._store.get("smooth", True)

    @smooth.setter
    def smooth(self, on: bool) -> None:
        self._store.set("smooth", on)

    @property
    def hanging(self) -> str:
        """The name of the hanging protocol in force."""
        return self._store.get("hanging", "")

    @hanging.setter
    def hanging(self, name: str) -> None:
        self._store.set("hanging", name)

    @property
    def hanging_protocols(self) -> list[Any]:
        """The hanging protocols the reader has kept, as ``HangingProtocol.to_json`` writes them."""
        return self._store.get("hanging_protocols", list[Any]())

    @hanging_protocols.setter
    def hanging_protocols(self, protocols: list[Any]) -> None:
        self._store.set("hanging_protocols", protocols)

    @property
    def reference_lines(self) -> bool:
        """Whether the active viewport's slice is drawn as a line in the others."""
        return self._store.get("reference_lines", True)

    @reference_lines.setter
    def reference_lines(self, on: bool) -> None:
        self._store.set("reference_lines", on)

    @property
    def remember_windows(self) -> bool:
        """Whether a series opens with the window that its sequence was given last."""
        return self._store.get("remember_windows", True)

    @remember_windows.setter
    def remember_windows(self, on: bool) -> None:
        self._store.set("remember_windows", on)

    @property
    def windows(self) -> dict[str, tuple[str, float, float]]:
        """Sequence -> (preset, share of Auto's width, shift of the level in widths of Auto); never values of a patient."""
        kept = self._store.get("windows", dict[str, Any]()).items()
        return {name: (one[0], one[1], one[2]) for name, one in kept if _is_window(one)}

    @windows.setter
    def windows(self, windows: dict[str, tuple[str, float, float]]) -> None:
        self._store.set("windows", windows)

    @property
    def cine_fps(self) -> float:
        """How many slices a second run in cine."""
        return min(max(self._store.get("cine_fps", CINE_FPS), 1.0), MOST_FPS)

    @cine_fps.setter
    def cine_fps(self, fps: float) -> None:
        self._store.set("cine_fps", fps)

    @property
    def cine_course(self) -> str:
        """``loop``: from the last slice to the first one; ``to_and_fro``."""
        return self._store.get("cine_course", "to_and_fro", ("to_and_fro", "loop"))

    @cine_course.setter
    def cine_course(self, name: str) -> None:
        self._store.set("cine_course", name)

    @property
    def profile(self) -> str:
        """Id of the profile of keys and mouse."""
        return self._store.get("profile", OWN.id)

    @profile.setter
    def profile(self, id_: str) -> None:
        self._store.set("profile", id_)

    def changed_keys(self, profile: str) -> dict[str, Any]:
        """Keys the reader has changed in a profile: action id -> list of keys, the first one shown.

        The first version kept one key an action, for its only profile: these still count, as text instead of a list.
        """
        nothing: dict[str, Any] = {}
        if profile == OWN.id and not self._store.has(f"keys_of_{profile}"):
            return self._store.get("keys", nothing)
        return self._store.get(f"keys_of_{profile}", nothing)

    def set_changed_keys(self, profile: str, keys: dict[str, Any]) -> None:
        """Keep the keys the reader has changed in a profile."""
        self._store.set(f"keys_of_{profile}", keys)

    def changed_mouse(self, profile: str) -> dict[str, str]:
        """What the reader has changed of the mouse in a profile: gesture -> verb."""
        if self._store.has(f"mouse_of_{profile}"):
            kept = self._store.get(f"mouse_of_{profile}", dict[str, Any]())
            return {gesture: verb for gesture, verb in kept.items() if isinstance(verb, str)}
        direction = self._store.get("right_drag", "") if profile == OWN.id else ""  # as the first version kept it
        return {DIRECTION: direction} if direction else {}

    def set_changed_mouse(self, profile: str, mouse: dict[str, str]) -> None:
        """Keep what the reader has changed of the mouse in a profile."""
        self._store.set(f"mouse_of_{profile}", mouse)

    @property
    def recent_projects(self) -> list[Path]:
        """Project folders, the last one first; no drive is asked whether they are still there."""
        return _paths(self._store.get("recent_projects", list[Any]()))

    def add_recent_project(self, folder: Path) -> None:
        """Put a project at the head of the list."""
        others = [str(path) for path in self.recent_projects if path != folder]
        self._store.set("recent_projects", [str(folder), *others][:RECENT])

    @property
    def last_folder(self) -> str:
        """Where studies were last opened from."""
        return self._store.get("last_folder", "")

    @last_folder.setter
    def last_folder(self, folder: str) -> None:
        self._store.set("last_folder", folder)

    @property
    def report_folder(self) -> str:
        """Where a report was last saved to."""
        return self._store.get("report_folder", "")

    @report_folder.setter
    def report_folder(self, folder: str) -> None:
        self._store.set("report_folder", folder)

    @property
    def memory_budget_bytes(self) -> int:
        """What the volumes that are kept may take; a quarter of the machine's memory and at most 2 GiB unless said."""
        return max(0, self._store.get("memory_budget_bytes", 0)) or default_budget()

    @memory_budget_bytes.setter
    def memory_budget_bytes(self, size: int) -> None:
        self._store.set("memory_budget_bytes", size)

    @property
    def cache_limit_bytes(self) -> int:
        """What unpacked copies of packed files may take on the disc; 0 keeps none."""
        return max(0, self._store.get("cache_limit_bytes", CACHE_BYTES))

    @cache_limit_bytes.setter
    def cache_limit_bytes(self, size: int) -> None:
        self._store.set("cache_limit_bytes", size)

    def watched_folders(self, project: Path) -> list[Path]:
        """The folders in which studies arrive for a project."""
        return _paths(self._store.get("watched_folders", dict[str, Any]()).get(str(project), []))

    def set_watched_folders(self, project: Path, folders: list[Path]) -> None:
        """Keep them."""
        kept = {**self._store.get("watched_folders", dict[str, Any]()), str(project): [str(one) for one in folders]}
        self._store.set("watched_folders", {name: folders for name, folders in kept.items() if folders})

    @property
    def archive_limit_bytes(self) -> int:
        """What the images of ZIP and tar archives may take on the disc."""
        return max(0, self._store.get("archive_limit_bytes", ARCHIVE_BYTES))

    @archive_limit_bytes.setter
    def archive_limit_bytes(self, size: int) -> None:
        self._store.set("archive_limit_bytes", size)

    @property
    def geometry(self) -> bytes:
        """The window's size and place as Qt wrote it."""
        return self._store.raw("geometry")

    @geometry.setter
    def geometry(self, value: bytes) -> None:
        self._store.set_raw("geometry", value)


def _paths(kept: Any) -> list[Path]:
    return [Path(one) for one in kept if isinstance(one, str)] if isinstance(kept, list) else []


def _is_window(kept: Any) -> bool:
    """Preset, share of the width, shift of the level."""
    return (
        isinstance(kept, list)
        and [type(one) is str for one in kept] == [True, False, False]
        and all(isinstance(one, int | float) and math.isfinite(one) for one in kept[1:])
    )
