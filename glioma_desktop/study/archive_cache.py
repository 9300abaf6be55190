"""The images of ZIP and tar archives, unpacked into a folder of this user's: read like those of any folder from then on.

An archive has its place by its path, size and time of the last change: opened again it is there already, and when its
images were deleted to make room they are unpacked anew where a series asks for them (``archive_return.py``). Only images are
unpacked.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import groupby
from pathlib import Path

from glioma_desktop.errors import CatalogueError
from glioma_desktop.phrase import Phrase, phrase
from glioma_desktop.study.archive_members import Contents, opened, unread
from glioma_desktop.study.archive_record import Place, Record, stem
from glioma_desktop.study.archive_writing import Room, make_private, write
from glioma_desktop.study.folder_listing import FolderWalk, Listing
from glioma_desktop.study.series import Unreadable

ARCHIVE_BYTES = 16 << 30
"""What unpacked archives may take unless said."""
Told = Callable[[int, int], None]


class ArchiveCache:
    """The unpacked archives of this user.

    Args:
        folder: Made when first needed; nobody else on the machine may open it.
        limit_bytes: Archives used longest ago are deleted beyond it; one that is larger is not unpacked.
    """

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self.folder, self.limit_bytes = folder, limit_bytes

    def place_of(self, archive: Path) -> Place:
        """Where an archive, as it is now, lies unpacked or will.

        Raises:
            CatalogueError: it is not there.
        """
        try:
            info = archive.stat()
        except OSError as error:
            raise CatalogueError(unread(archive, error), archive) from error
        name = f"{_hash(str(archive.absolute()))}-{_hash(f'{info.st_size}#{info.st_mtime_ns}')}"
        root, record = self.folder / name / stem(archive), self.folder / f"{name}.json"
        return Place(archive, info.st_size, info.st_mtime_ns, root, record)

    def known(self, place: Place) -> Record | None:
        """The record of an archive that lies there as a whole; it counts as used now."""
        record = Record.read(place.record)
        if record is None or not record.complete or _count(place.root) != record.files:
            return None
        with suppress(OSError):
            os.utime(place.record)
        return record

    def unpack(self, place: Place, told: Told, cancelled: Callable[[], bool]) -> Iterator[Listing]:
        """Unpack an archive; its folders come as soon as all of their files are there. What is there already is kept.

        Args:
            place: From ``place_of``.
            told: Called with (files looked at, files), 0 for the second where that is not known before the end.
            cancelled: Asked between pieces of files; True ends it with what there is.

        Raises:
            CatalogueError: the archive cannot be read, or there is no room for it.
        """
        record = Record(str(place.archive.absolute()), place.size, place.time)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.folder.chmod(0o700)
            make_private(place.root)
            record.write(place.record)
        except OSError as error:
            raise CatalogueError(_no_place(place, self.folder, error), place.archive) from error
        room = place.room(self.limit_bytes, cancelled)
        try:
            with opened(place.archive) as contents:
                yield from _folders(place, contents, room, record, told)
                record.refused.update({name: str(why) for name, why in contents.refused.items()})
            record.complete = not cancelled()
        except CatalogueError:
            shutil.rmtree(place.root.parent, ignore_errors=True)
            room.written = 0
            raise
        finally:  # also when nobody waits for the rest
            record.files, record.held = _count(place.root), room.written
            with suppress(OSError):
                record.write(place.record)
        self.trim(place)

    def trim(self, but: Place | None = None) -> None:
        """Delete the archives used longest ago until the rest keeps within the limit; ``but`` one stays."""
        held = sorted(self._held(), key=lambda one: one[0])
        total = sum(record.held for _, _, record in held)
        for _, path, record in held:
            if total <= self.limit_bytes:
                return
            if but is None or path != but.record:
                total -= record.held
                _delete(path, record)

    def empty(self) -> None:
        """Delete the images of all archives; those that are asked for again are unpacked again."""
        for path in self.folder.glob("*-*.json"):
            record = Record.read(path)
            if record is not None:
                _delete(path, record)

    @property
    def bytes_held(self) -> int:
        """What the images take on the disc."""
        return sum(record.held for _, _, record in self._held())

    def _held(self) -> list[tuple[int, Path, Record]]:
        """Time of the last use, record's path and record of what is there."""
        found = []
        for path in self.folder.glob("*-*.json"):
            record = Record.read(path)
            if record is not None and path.with_suffix("").exists():
                with suppress(OSError):
                    found.append((path.stat().st_mtime_ns, path, record))
        return found


def _folders(place: Place, contents: Contents, room: Room, record: Record, told: Told) -> Iterator[Listing]:
    done = 0
    for folder, members in groupby(contents.members, key=lambda one: one.place[:-1]):
        for member in members:
            if room.cancelled():
                return
            why = write(member, place.root, room)
            if why is not None:
                record.refused[member.name] = str(why)
            done += 1
            told(done, contents.total)
        if contents.by_folder:
            yield from _listing(place.root.joinpath(*folder))
    if not contents.by_folder:
        yield from FolderWalk(room.cancelled).listings([place.root])


def _listing(folder: Path) -> list[Listing]:
    if not folder.is_dir():
        return []  # nothing in it is an image
    walk = FolderWalk(lambda: False)
    return [one for one in walk.listings([folder]) if one.folder == str(folder)]


def _no_place(place: Place, folder: Path, error: OSError) -> Phrase:
    return phrase(
        "{name} cannot be unpacked into {folder}: {why}.",
        name=place.archive.name,
        folder=folder,
        why=error.strerror or phrase("write error"),
    )


def left_out(place: Place) -> list[Unreadable]:
    """What was left out of an archive that was unpacked."""
    record = Record.read(place.record)
    return [] if record is None else [Unreadable(place.archive, reason) for reason in record.refused.values()]


def _delete(path: Path, record: Record) -> None:
    """Delete the images of an archive; its record stays, that they can be unpacked again."""
    record.complete, record.files, record.held = False, 0, 0
    with suppress(OSError):
        record.write(path)
    shutil.rmtree(path.with_suffix(""), ignore_errors=True)


def _count(root: Path) -> int:
    return sum(len(names) for _, _, names in os.walk(root))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
