"""What is remembered of an unpacked archive, beside its folder."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from glioma_desktop.study.archive_writing import Room

_PLACE = re.compile(r"[0-9a-f]{24}-[0-9a-f]{24}")
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where the images of an archive lie.

    Attributes:
        archive: The archive.
        size: In bytes.
        time: Of its last change, in ns.
        root: The folder that stands for it; it has the archive's name, in one whose name tells nothing.
        record: What was unpacked.
    """

    archive: Path
    size: int
    time: int
    root: Path
    record: Path

    def room(self, limit: int, cancelled: Callable[[], bool] = lambda: False) -> Room:
        """What its images may take."""
        return Room(self.archive, limit, self.size, self.time, cancelled)


@dataclass
class Record:
    """What is known of an unpacked archive, beside its folder.

    Attributes:
        source: Its path.
        size: In bytes.
        time: Of its last change, in ns.
        complete: All of its images are there.
        files: How many.
        held: Their bytes.
        refused: Members that were left out, by their names, with the reason.
    """

    source: str
    size: int
    time: int
    complete: bool = False
    files: int = 0
    held: int = 0
    refused: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Record | None:
        """The record at a path; None where there is none that can be read."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data.pop("version") != _VERSION:
                return None
            return cls(**data)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None

    def write(self, path: Path) -> None:
        """Put it there; only its owner may read it."""
        part = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
        data = {"version": _VERSION, **self.__dict__}
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(data, file)
        part.replace(path)


def in_archive(path: Path) -> bool:
    """Whether a path is of the kind that unpacked images have; nothing is looked up."""
    return _PLACE.search(str(path)) is not None and any(_PLACE.fullmatch(folder.name) for folder in path.parents)


def record_of(path: Path) -> tuple[Place, Record] | None:
    """The archive that a path of unpacked images belongs to; None when it belongs to none that is known."""
    for folder in path.parents:
        if _PLACE.fullmatch(folder.name):
            record = Record.read(folder.with_name(f"{folder.name}.json"))
            if record is None:
                return None
            source = Path(record.source)
            path = folder.with_name(f"{folder.name}.json")
            return Place(source, record.size, record.time, folder / stem(source), path), record
    return None


def can_come_back(path: Path) -> bool:
    """Whether an image that is not there lies in an archive that is."""
    found = record_of(path)
    return found is not None and found[0].archive.exists()


def time_in_archive(path: Path) -> int | None:
    """The time of the last change, in ns, that an image has when it is unpacked again.

    None when it belongs to no archive, or to one that is gone or has changed since.
    """
    found = record_of(path) if in_archive(path) else None
    if found is None:
        return None
    try:
        info = found[0].archive.stat()
    except OSError:
        return None
    return found[0].time if (info.st_size, info.st_mtime_ns) == (found[0].size, found[0].time) else None


def stem(archive: Path) -> str:
    """An archive's name without its ending, as a folder of that name would be called."""
    name = re.sub(r"\.(zip|tar|tgz|tbz2|txz|tar\.(gz|bz2|xz))$", "", archive.name, flags=re.IGNORECASE)
    return name.rstrip(" .") or "archive"  # a folder called ".." is another one, and Windows knows no dot at the end
