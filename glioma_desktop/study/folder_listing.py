"""What lies in a folder and below it: names, sizes and times of the files, folder by folder, without opening one."""

from __future__ import annotations

import os
import stat
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from glioma_desktop.errors import CatalogueError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.series import Unreadable

_by_name = attrgetter("name")
_PART = ".part"
"""With a dot in front: a file that is being written, here or by other programs, or was when one of them ended."""
GONE = -1
"""Size and time of a link to a file that is not there."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of one folder that may be images, by name.

    Attributes:
        folder: Absolute.
        names: Without the folder.
        stamps: Sizes in bytes, then the times of the last change in ns, in the order of the names.
        whole: All files of the folder are named, not only some that were chosen.
    """

    folder: str
    names: tuple[str, ...]
    stamps: array[int]
    whole: bool = True

    def stamp(self, index: int) -> tuple[int, int]:
        """Size and time of a file."""
        return self.stamps[index], self.stamps[index + len(self.names)]

    def paths(self) -> dict[str, tuple[int, int]]:
        """Size and time of each file by its whole path."""
        head = self.folder.rstrip(os.sep) + os.sep
        return {head + name: self.stamp(k) for k, name in enumerate(self.names)}

    def without(self, leave: Collection[str]) -> Listing:
        """The same without some files, by their whole paths."""
        if not leave:
            return self
        left = [(Path(path).name, stamp) for path, stamp in self.paths().items() if path not in leave]
        stamps = array("q", [size for _, (size, _) in left] + [time for _, (_, time) in left])
        return Listing(self.folder, tuple(name for name, _ in left), stamps, self.whole)


class FolderWalk:
    """Lists folders; a folder reached twice (by a link) counts once.

    Args:
        cancelled: Asked between folders; True ends the walk.

    Attributes:
        unreadable: Folders that could not be opened.
        was_cancelled: It was ended.
    """

    def __init__(self, cancelled: Callable[[], bool]) -> None:
        self._cancelled = cancelled
        self._seen: set[tuple[int, int]] = set()
        self.unreadable: list[Unreadable] = []
        self.was_cancelled = False

    def listings(self, given: Iterable[Path]) -> list[Listing]:
        """Folders with everything below them, and single files by their folder, in the order given.

        Raises:
            CatalogueError: a folder that was given cannot be opened.
        """
        found: list[Listing] = []
        for path in given:
            if path.is_dir():
                found += self._below(str(path))
            elif path.is_file():
                folder, name = os.path.split(path)
                if not any(name in one.names for one in found if one.folder == folder):
                    info = path.stat()
                    found.append(Listing(folder, (name,), array("q", (info.st_size, info.st_mtime_ns)), whole=False))
        return found

    def _below(self, top: str) -> Iterator[Listing]:
        waiting = [top]
        while waiting:
            if self._cancelled():
                self.was_cancelled = True
                return
            folder = waiting.pop()
            try:
                place = os.stat(folder)  # noqa: PTH116 - thousands of them
                if (place.st_dev, place.st_ino) in self._seen:
                    continue
                self._seen.add((place.st_dev, place.st_ino))
                with os.scandir(folder) as entries:
                    listed = sorted(entries, key=_by_name)
            except OSError as error:
                reason = _folder_reason(folder, error)
                if folder == top:
                    raise CatalogueError(reason, Path(folder)) from error
                self.unreadable.append(Unreadable(Path(folder), reason))
                continue
            listing, inner = self._sorted_out(folder, listed)
            if listing.names:
                yield listing
            waiting += reversed(inner)

    def _sorted_out(self, folder: str, entries: Iterable[os.DirEntry[str]]) -> tuple[Listing, list[str]]:
        names, sizes, times, inner = [], array("q"), array("q"), []
        for entry in entries:
            name = entry.name
            if name[0] == "." and (name.startswith("._") or name == ".DS_Store" or name.endswith(_PART)):
                continue
            try:
                if entry.is_dir():
                    inner.append(entry.path)
                    continue
            except OSError as error:
                self.unreadable.append(Unreadable(Path(entry.path), _folder_reason(entry.path, error)))
                continue
            try:
                info = entry.stat()
            except OSError:
                size = time = GONE
            else:
                if not stat.S_ISREG(info.st_mode):
                    continue
                size, time = info.st_size, info.st_mtime_ns
            names.append(name)
            sizes.append(size)
            times.append(time)
        sizes.extend(times)
        return Listing(folder, tuple(names), sizes), inner


def _folder_reason(folder: str, error: OSError) -> str:
    name = os.path.basename(folder)  # noqa: PTH119
    if isinstance(error, PermissionError):
        return phrase("The folder {name} may not be opened: ask for permission.", name=name)
    if isinstance(error, FileNotFoundError):
        return phrase("The folder {name} disappeared while it was being read.", name=name)
    return phrase(
        "The folder {name} cannot be read: {reason}.", name=name, reason=error.strerror or phrase("read error")
    )
