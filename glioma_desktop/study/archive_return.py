"""Images of archives that were deleted to make room, unpacked again when a series asks for them; whoever waits can end it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from glioma_desktop.errors import CatalogueError, StudyReadError
from glioma_desktop.phrase import Phrase, phrase
from glioma_desktop.study.archive_members import BOMB_BYTES, BOMB_RATIO, opened, unread
from glioma_desktop.study.archive_record import Place, Record, in_archive, record_of
from glioma_desktop.study.archive_writing import write

POLL_S = 0.1


class Unpacking(NamedTuple):
    """How far an archive is that is unpacked again: files done, and files, 0 where that is known only at the end."""

    archive: Path
    done: int
    total: int


Told = Callable[[Unpacking], None]


class _Turn:
    """One unpacks at a time: several series of one archive are asked for together, and the first brings all of them back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._now: Unpacking | None = None

    @contextmanager
    def taken(self, cancelled: Callable[[], bool], told: Told) -> Iterator[Told | None]:
        """Wait for the turn, told meanwhile how far the one before is; gives whom to tell, None when it was given up."""
        while not self._lock.acquire(timeout=POLL_S):
            if cancelled():
                yield None
                return
            if (now := self._now) is not None:
                told(now)

        def tell(now: Unpacking) -> None:
            self._now = now
            told(now)

        try:
            yield tell
        finally:
            self._now = None
            self._lock.release()


_TURN = _Turn()


def bring_back(
    paths: Sequence[Path], cancelled: Callable[[], bool] = lambda: False, told: Told = lambda _: None
) -> None:
    """Unpack images again that were deleted to make room; of paths that belong to no archive nothing.

    Args:
        paths: Of one series.
        cancelled: Asked between pieces of files; True ends it with what there is.
        told: Called with how far it is, also while others unpack before.

    Raises:
        StudyReadError: their archive is gone, or is another one now.
    """
    first = next(iter(paths), None)
    if first is None or not in_archive(first) or all(path.exists() for path in paths):
        return
    with _TURN.taken(cancelled, told) as tell:
        gone = [] if tell is None else [path for path in paths if not path.exists()]
        if tell is not None and gone:
            _unpack_again(gone, cancelled, tell)


def _unpack_again(gone: Sequence[Path], cancelled: Callable[[], bool], told: Told) -> None:
    found = record_of(gone[0])
    if found is None:
        reason = phrase("{name} is no longer kept unpacked: open its archive again.", name=gone[0].name)
        raise StudyReadError(reason, gone[0])
    place, record = found
    try:
        info = place.archive.stat()
        if (info.st_size, info.st_mtime_ns) != (place.size, place.time):
            raise StudyReadError(_changed(place), place.archive)
        _write(place, record, gone, cancelled, told)
    except CatalogueError as error:
        raise StudyReadError(error.message, place.archive) from error
    except OSError as error:
        raise StudyReadError(unread(place.archive, error), place.archive) from error


def _write(place: Place, record: Record, gone: Sequence[Path], cancelled: Callable[[], bool], told: Told) -> None:
    room = place.room(BOMB_RATIO * place.size + BOMB_BYTES, cancelled)
    wanted = {path.relative_to(place.root).parts for path in gone if path.is_relative_to(place.root)}
    done, before = 0, record.held
    told(Unpacking(place.archive, 0, 0))
    with opened(place.archive) as contents:
        total = len(wanted) if contents.by_folder else 0
        try:
            for member in contents.members:
                if cancelled():
                    return
                if member.place in wanted or not contents.by_folder:  # what is read through is kept as a whole
                    write(member, place.root, room)
                    done += 1
                    told(Unpacking(place.archive, done, total))
        finally:
            record.held = before + room.written if contents.by_folder else max(before, room.written)
            record.write(place.record)


def _changed(place: Place) -> Phrase:
    return phrase(
        "{name} has changed since it was opened, and the images that were in it are no longer kept: open it again.",
        name=place.archive.name,
    )
