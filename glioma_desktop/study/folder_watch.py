"""A folder in which files arrive: what is new since it was looked through, and whether its files are whole yet."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from glioma_desktop.errors import CatalogueError
from glioma_desktop.study.catalogue_index import CatalogueIndex
from glioma_desktop.study.folder_listing import FolderWalk

PATIENCE = 6
"""Looks in a row that find files growing, after which those that rest are taken all the same."""
Stamped = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Look:
    """What one look has found.

    Attributes:
        there: The folder is.
        stirring: Something is new; it is worth looking again soon.
        ready: What is new should be read now.
        restless: Files that have changed since the look before: somebody is still writing them.
        folders: The folder and those in it.
        seconds: How long the look took.
        files: All files, with size and time.
    """

    there: bool
    stirring: bool
    ready: bool
    restless: frozenset[str]
    folders: tuple[str, ...]
    seconds: float
    files: Stamped


class FolderWatch:
    """Compares one look with the next; not for two threads at once.

    Args:
        folder: With everything below it.
        index: Knows what of it was read before; None: everything is new.
        own: Says of a folder whether the program writes it itself: what happens there is no news.
    """

    def __init__(
        self, folder: Path, index: CatalogueIndex | None = None, own: Callable[[Path], bool] = lambda _: False
    ) -> None:
        self.folder, self._index, self._own = folder, index, own
        self._base: Stamped | None = None
        self._last: Stamped = {}
        self._waited = 0

    def look(self) -> Look:
        """What is there now. It takes as long as the drive does."""
        began = time.monotonic()
        try:
            walk = FolderWalk(lambda: False)
            listings = walk.listings([self.folder]) if self.folder.is_dir() else None
            listings = None if listings is None else [one for one in listings if not self._own(Path(one.folder))]
        except CatalogueError:
            listings = None
        if listings is None:
            return Look(False, False, False, frozenset(), (), time.monotonic() - began, {})
        now: Stamped = {}
        for one in listings:
            now.update(one.paths())
        if self._base is None:
            self._base = {} if self._index is None else _read_before(self.folder, self._index)
        fresh = {path for path, stamp in now.items() if self._base.get(path) != stamp}
        restless = frozenset(path for path in fresh if self._last.get(path) != now[path])
        self._last = now
        self._waited = self._waited + 1 if fresh else 0
        ready = len(fresh) > len(restless) and (not restless or self._waited >= PATIENCE)
        folders = (str(self.folder), *(one.folder for one in listings if one.folder != str(self.folder)))
        return Look(True, bool(fresh), ready, restless, folders, time.monotonic() - began, now)

    def settle(self, look: Look) -> None:
        """What rested at a look has been read."""
        self._base = {path: stamp for path, stamp in look.files.items() if path not in look.restless}
        self._waited = 0


def _read_before(folder: Path, index: CatalogueIndex) -> Stamped:
    return {
        str(Path(place, name)): stamp
        for place, one in index.folders_below(folder).items()
        for name, stamp in one.stamps.items()
    }
