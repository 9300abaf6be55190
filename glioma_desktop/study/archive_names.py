"""Names of the members of archives: in which letters they were written, and what they are called on this disc."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import PurePosixPath

LONGEST = 180
"""Bytes of one name; file systems take 255."""
DEEPEST = 32
LONGEST_WAY = 100 if os.name == "nt" else 1000
"""Letters of all names on the way to a file; a whole path may have 260 on Windows, else 4,096 bytes."""
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:")
_LEFT_BEHIND = ("__MACOSX",)


def letters_of(names: Iterable[str]) -> str:
    """The encoding of the names of a ZIP file.

    The format knows UTF-8 (with a mark) and the letters of old DOS; other programs write what their system uses. All names
    together tell it: one alone may make sense in several.

    Args:
        names: Those without the mark, as ``zipfile`` reads them: by code page 437.
    """
    # GB2312 has both bytes from A1 on, where code page 437 has hardly a letter: umlauts are not taken for it.
    for letters in ("utf-8", "gb2312"):
        if all(read_name(name, letters, "\0").isprintable() for name in names):
            return letters
    return "cp437"


def read_name(name: str, letters: str, otherwise: str = "") -> str:
    """A name that ``zipfile`` has read by code page 437, in the letters it was written in; ``otherwise`` where it is not."""
    try:
        return name.encode("cp437").decode(letters)
    except UnicodeError:
        return otherwise or name


def safe_place(name: str) -> tuple[str, ...] | None:
    """Where a member goes below the folder of its archive, name by name.

    Returns:
        Names that every system can hold; None for a place outside of the archive (``..``, an absolute path, a drive);
        empty for what no archive of images is about (a system's own files).
    """
    name = name.replace("\\", "/")
    if name.startswith("/") or _DRIVE.match(name):
        return None
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if ".." in parts or len(parts) > DEEPEST:
        return None
    if any(part in _LEFT_BEHIND for part in parts):
        return ()
    return _on_a_short_way(tuple(_safe(part) for part in parts))


def once(place: tuple[str, ...], taken: set[str]) -> tuple[str, ...]:
    """A place that no other member has, also where capitals do not count; it is put among those taken."""
    number, wanted = 1, place
    while "/".join(wanted).casefold() in taken:
        number += 1
        stem, dot, ending = place[-1].partition(".")
        wanted = (*place[:-1], f"{stem}~{number}{dot}{ending}")
    taken.add("/".join(wanted).casefold())
    return wanted


def _on_a_short_way(place: tuple[str, ...]) -> tuple[str, ...]:
    """The same where it is not too far down, else with the file's own folder and one name for all above it."""
    if len("/".join(place)) <= LONGEST_WAY or len(place) < 4:
        return place
    above = "/".join(place[:-2])
    mark = hashlib.sha256(above.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return (f"{above[:16].replace('/', '_')}~{mark}", *place[-2:])


def _safe(part: str) -> str:
    part = _FORBIDDEN.sub("_", part).rstrip(" .") or "_"
    if _RESERVED.fullmatch(part):
        part = f"_{part}"
    raw = os.fsencode(part) if os.name != "nt" else part.encode("utf-8", "surrogatepass")
    if len(raw) > LONGEST:
        ending = "".join(PurePosixPath(part).suffixes[-2:])[-16:]
        part = f"{part[: LONGEST // 4]}~{hashlib.sha256(raw).hexdigest()[:8]}{ending}"
    return part
