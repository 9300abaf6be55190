"""One member of an archive -> a file on the disc, if it is an image; whole or not at all."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from glioma_desktop.errors import CatalogueError, StudyReadError
from glioma_desktop.phrase import Phrase, phrase
from glioma_desktop.study.archive_members import DAMAGE, Member, check_growth, unknown_way
from glioma_desktop.study.file_kind import kind_of

HEAD, PIECE = 16 * 1024, 1 << 20
LEFT_FREE = 1 << 30
"""Of the disc that nobody else should find full."""
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


@dataclass
class Room:
    """What unpacking an archive may take, and has taken.

    Attributes:
        archive: Its path.
        limit: Bytes it may take on the disc.
        packed: Its own bytes.
        time: Of its last change, in ns: its images get it, that they are the same ones when they are unpacked again.
        cancelled: Asked between pieces.
        written: Bytes of images.
    """

    archive: Path
    limit: int
    packed: int
    time: int
    cancelled: Callable[[], bool]
    written: int = 0


class _Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Nobody waits any more."""


def write(member: Member, root: Path, room: Room) -> Phrase | None:
    """Write a member below ``root`` if it is an image, or should be one.

    Returns:
        Why it could not be unpacked; None when it was, or is no image.

    Raises:
        CatalogueError: the disc is full, or the archive takes more room than it may.
    """
    target = root.joinpath(*member.place)
    with suppress(OSError):
        if target.stat().st_size == member.size and member.size:
            room.written += member.size
            return None
    try:
        _put(member, target, room)
    except _Stopped:
        pass
    except DAMAGE:
        return phrase("{name} is damaged in its archive and was left out.", name=member.place[-1])
    except (NotImplementedError, RuntimeError):  # the library's word for a method or a cipher that it does not know
        return unknown_way(member.place[-1])
    except OSError as error:
        if error.errno is None or isinstance(error, FileExistsError | NotADirectoryError | IsADirectoryError):
            return phrase("{name} is damaged in its archive and was left out.", name=member.place[-1])
        why = error.strerror or phrase("read error")
        raise CatalogueError(
            phrase("{name} cannot be unpacked: {why}.", name=room.archive.name, why=why), room.archive
        ) from error
    return None


def _put(member: Member, target: Path, room: Room) -> None:
    """Write it beside its place and then into it."""
    beside = target.with_name(f".{os.getpid()}-{threading.get_ident()}.part")
    try:
        with member.open() as source:
            head = source.read(HEAD)
            if not _may_be_image(target, head):
                return
            make_private(target.parent)
            _check_room(room, member.size, target.parent)
            _copy(head, source, beside, room)
        os.utime(beside, ns=(room.time, room.time))
        beside.replace(target)
    finally:
        with suppress(OSError):
            beside.unlink()


def make_private(folder: Path) -> None:
    """Make a folder and those above it that are missing, for their owner alone.

    Raises:
        OSError: that cannot be done.
    """
    if not folder.is_dir():
        make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _copy(head: bytes, source: IO[bytes], beside: Path, room: Room) -> None:
    with os.fdopen(os.open(beside, _FLAGS, 0o600), "wb") as file:
        piece = head
        while piece:
            if room.cancelled():
                raise _Stopped
            room.written += len(piece)
            _check_room(room, 0, beside.parent)
            check_growth(room.archive, room.packed, room.written)
            file.write(piece)
            piece = source.read(PIECE)


def _may_be_image(path: Path, head: bytes) -> bool:
    """An image, or what is named as one: the scan says what is wrong with it."""
    try:
        return bool(kind_of(path, head))
    except StudyReadError:
        return True


def _check_room(room: Room, more: int, where: Path) -> None:
    if room.written + more > room.limit:
        raise CatalogueError(
            phrase(
                "{name} takes more than the {gib:g} GiB that unpacked archives may: Edit > Memory allows more.",
                name=room.archive.name,
                gib=round(room.limit / (1 << 30), 2),
            ),
            room.archive,
        )
    if more and shutil.disk_usage(where).free - more < LEFT_FREE:
        raise CatalogueError(
            phrase(
                "{name} was not unpacked: too little room is left on the disc of {folder}.",
                name=room.archive.name,
                folder=where,
            ),
            room.archive,
        )
