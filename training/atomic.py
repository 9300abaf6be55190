"""Files that are there whole or not at all: written beside, flushed to the disk, then renamed."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from glioma_desktop.errors import GliomaError
from glioma_desktop.phrase import phrase


def write_atomically(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Let ``write`` fill a file beside ``path``, then put it in its place in one step.

    Raises:
        GliomaError: the disk is full or the folder cannot be written; the file that was there before is untouched.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as error:
        _remove(beside)
        raise GliomaError(_sentence(path, error), path) from error
    except RuntimeError as error:  # torch.save turns a full disk into a RuntimeError of its zip writer
        _remove(beside)
        if _is_full(path):
            raise GliomaError(_sentence(path, OSError(errno.ENOSPC, "")), path) from error
        raise


def write_json(path: Path, data: Any) -> None:
    """A JSON file, whole or not at all. Floats keep every digit.

    Raises:
        GliomaError: as ``write_atomically``.
    """
    text = json.dumps(data, ensure_ascii=False, indent=1)
    write_atomically(path, lambda stream: stream.write(text.encode()))


def read_json(path: Path) -> Any:
    """The content of a JSON file.

    Raises:
        GliomaError: it is missing, cannot be read or is no JSON.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GliomaError(
            phrase(
                "{name} of {folder} is missing or damaged; it was not changed.", name=path.name, folder=path.parent.name
            ),
            path,
        ) from error


def _sentence(path: Path, error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return phrase(
            "The disk is full: {name} could not be written. Free some space and resume the run.", name=path.name
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return phrase(
            "The folder {folder} cannot be written. Allow writing to the project folder and start again.",
            folder=path.parent.name,
        )
    return phrase(
        "{name} could not be written ({reason}). Check the project's disk and resume the run.",
        name=path.name,
        reason=error.strerror or error,
    )


def _is_full(path: Path) -> bool:
    return shutil.disk_usage(path.parent).free < 1 << 20


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
