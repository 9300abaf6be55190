"""Unpacked copies of packed files in a folder of this user's: opened again, they are mapped and need not be unpacked."""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import threading
import time
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.study.unpacking import TRAILER_BYTES
from glioma_desktop.study.volume import Volume

ABANDONED_S = 24 * 3600
"""Nobody writes a copy that long."""
HEAD, SUFFIX = 4096, ".volume"
_HEX = 24
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class UnpackedCache:
    """Volumes by the path, size, time of the last change and end of the file they come from, which their names do not tell.

    A packed file ends with the checksum of what it holds: a tool that keeps size and time does not keep that.

    Whatever goes wrong with the folder, the files themselves are read instead: nothing here raises.

    Attributes:
        folder: Made when first needed; nobody else on the machine may read it.
        limit_bytes: The copies used longest ago are deleted beyond it; 0 keeps none.
    """

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self.folder, self.limit_bytes = folder, limit_bytes

    def find(self, path: Path, number: int = 0) -> Volume | None:
        """The volume of a file as ``keep`` was given it, of no series yet; None when it is not here.

        Its voxels are mapped, and of the file no more than its end is read. Copies of what the file was before it changed
        are deleted.
        """
        place = self._place(path, number)
        if place is None:
            return None
        try:
            with place.open("rb") as file:
                volume = _volume(json.loads(file.read(HEAD)), file)
            os.utime(place)
        except FileNotFoundError:
            for stale in self.folder.glob(f"{place.name[:_HEX]}-*{SUFFIX}"):
                _delete(stale)
            return None
        except (OSError, ValueError, KeyError, TypeError):
            _delete(place)
            return None
        return volume

    def keep(self, path: Path, number: int, volume: Volume) -> None:
        """Write a copy of a file's volume of this number, and delete others beyond the limit."""
        place, head = self._place(path, number), _head(volume)
        if place is None or len(head) > HEAD or volume.voxels.nbytes > self.limit_bytes or place.exists():
            return
        beside = place.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(beside, _FLAGS, 0o600), "wb") as file:
                file.write(head.ljust(HEAD))
                np.ascontiguousarray(volume.voxels).tofile(file)
            beside.replace(place)
        except OSError:
            _delete(beside)
        self.trim()

    def trim(self) -> None:
        """Delete the copies used longest ago until the rest keeps within the limit, and what nobody uses any more.

        That is what a killed program and the first version, whose copies were called ``.npy``, left behind.
        """
        held = []
        for part in (*self.folder.glob("*.part"), *self.folder.glob("*-*.npy")):
            with suppress(OSError):
                if part.stat().st_mtime < time.time() - ABANDONED_S:
                    part.unlink()
        for place in self.folder.glob(f"*-*{SUFFIX}"):
            with suppress(OSError):
                status = place.stat()
                held.append((status.st_mtime_ns, status.st_size, place))
        total = sum(size for _, size, _ in held)
        for _, size, place in sorted(held, key=lambda one: one[0]):
            if total <= self.limit_bytes:
                return
            _delete(place)
            total -= size

    def empty(self) -> None:
        """Delete all copies; those to come are kept as before."""
        for place in self.folder.glob(f"*-*{SUFFIX}"):
            _delete(place)

    @property
    def bytes_held(self) -> int:
        """What the copies take on the disc."""
        total = 0
        for place in self.folder.glob(f"*-*{SUFFIX}"):
            with suppress(OSError):
                total += place.stat().st_size
        return total

    def _place(self, path: Path, number: int) -> Path | None:
        try:
            status = path.stat()
            with FileIO(path) as file:
                file.seek(max(0, status.st_size - TRAILER_BYTES))
                end = file.read(TRAILER_BYTES)
        except OSError:
            return None
        whose = _hash(f"{path.absolute()}#{number}")
        return self.folder / f"{whose}-{_hash(f'{status.st_size}#{status.st_mtime_ns}#{end.hex()}')}{SUFFIX}"


def fetch(voxels: NDArray[Any]) -> None:
    """Wait for the disc now, of what is mapped: whoever looks at it later, as the window does, waits no more."""
    if isinstance(voxels.base, np.memmap) and voxels.flags.c_contiguous:
        voxels.reshape(-1)[:: max(1, mmap.PAGESIZE // voxels.itemsize)].max(initial=0)


def _head(volume: Volume) -> bytes:
    """What a copy begins with: all of a volume but its voxels."""
    facts = {
        "kind": volume.voxels.dtype.str,
        "shape": volume.shape,
        "affine": volume.affine.tolist(),
        "spacing_mm": volume.spacing_mm,
        "orientation_known": volume.orientation_known,
        "warnings": volume.warnings,
    }
    return json.dumps(facts).encode()


def _volume(facts: dict[str, Any], file: BinaryIO) -> Volume:
    """The volume that ``_head`` told of, its voxels mapped."""
    slice_mm, row_mm, column_mm = facts["spacing_mm"]
    mapped = np.memmap(file, np.dtype(facts["kind"]), "r", HEAD, tuple(facts["shape"]))
    return Volume(
        voxels=np.asarray(mapped),
        affine=np.array(facts["affine"], np.float64),
        spacing_mm=(slice_mm, row_mm, column_mm),
        orientation_known=facts["orientation_known"],
        warnings=tuple(facts["warnings"]),
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:_HEX]


def _delete(place: Path) -> None:
    with suppress(OSError):  # in use on Windows, or gone already
        place.unlink()
