"""A model as one ``.zip`` file: written whole, and taken apart without trusting a name or a size in it."""

from __future__ import annotations

import contextlib
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from glioma_desktop.errors import RegistryError
from glioma_desktop.phrase import phrase

MOST_BYTES = 8 << 30
MOST_CARD_BYTES = 64 << 20
MOST_FILES = 32
CHUNK = 1 << 20
Told = Callable[[int], None]
"""Called with how many bytes were just read, checked or written; whatever it raises ends the work, and nothing is left of it."""
_WEIGHTS = re.compile(r"[A-Za-z0-9_-]{1,40}\.safetensors")


def untold(_: int) -> None:
    """Nobody asks how far it is."""


def size_of(path: Path) -> int:
    """How many bytes a file has; 0 where its drive does not say: whatever reads it then says why."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0


def copy(source: IO[bytes], target: IO[bytes], told: Told) -> None:
    """Copy what is left of a stream."""
    while chunk := source.read(CHUNK):
        target.write(chunk)
        told(len(chunk))


def write(folder: Path, names: Sequence[str], path: Path, told: Told = untold) -> None:
    """Pack files of ``folder`` into ``path``.

    Raises:
        RegistryError: it cannot be written; an existing file stays as it was.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            for name in names:
                # A fixed date: the same model gives the same file.
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                with (folder / name).open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                    copy(source, target, told)
        part.replace(path)
    except OSError as error:
        raise RegistryError(
            phrase("{name} cannot be written ({reason}).", name=path.name, reason=error.strerror or error), path
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def extract(path: Path, folder: Path, card: str, digest: str, told: Told = untold) -> None:
    """Unpack a model file into ``folder``; only the names a model has are written, and never more than they claim.

    Raises:
        RegistryError: it is no model file, is damaged, or is too large.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            strange = [name for name in entries if name not in (card, digest) and not _WEIGHTS.fullmatch(name)]
            if not {card, digest} <= set(entries) or strange or len(entries) > MOST_FILES:
                raise RegistryError(
                    phrase("{name} is no model of this program. Choose a file that Export wrote.", name=path.name), path
                )
            total = sum(entry.file_size for entry in entries.values())
            if total > MOST_BYTES or any(entries[name].file_size > MOST_CARD_BYTES for name in (card, digest)):
                raise RegistryError(
                    phrase("{name} is too large for a model ({size} MiB).", name=path.name, size=total >> 20), path
                )
            for name, entry in entries.items():
                _extract_one(archive, entry, folder / name, told)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        raise RegistryError(
            phrase("{name} is damaged or no model file. Fetch it again.", name=path.name), path
        ) from error
    except OSError as error:
        raise RegistryError(
            phrase("{name} cannot be read ({reason}).", name=path.name, reason=error.strerror or error), path
        ) from error


def _extract_one(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, told: Told) -> None:
    left = entry.file_size
    with archive.open(entry) as source, target.open("wb") as sink:
        while chunk := source.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise zipfile.BadZipFile(entry.filename)
            sink.write(chunk)
            told(len(chunk))
