"""Unpacked copies of packed files in a folder of this user's: opened again, they are mapped and need not be unpacked."""

from __future__ import annotations

import hashlib
import mmap
import os
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ABANDONED_S = 24 * 3600
"""Nobody writes a copy that long."""
_HEX = 24
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class UnpackedCache:
    """Voxels by the path, size and time of the last change of the file they come from, which their names do not tell.

    Whatever goes wrong with the folder, the files themselves are read instead: nothing here raises.

    Attributes:
        folder: Made when first needed; nobody else on the machine may read it.
        limit_bytes: The copies used longest ago are deleted beyond it; 0 keeps none.
    """

    def __init__(self, folder: Path, limit_bytes: int) -> None:
        self.folder, self.limit_bytes = folder, limit_bytes

    def find(self, path: Path, volume: int = 0) -> NDArray[Any] | None:
        """The voxels ``[slice, row, column]`` of a file as ``keep`` was given them, read-only; None when they are not here.

        Copies of what the file was before it changed are deleted.
        """
        place = self._place(path, volume)
        if place is None:
            return None
        try:
            mapped: NDArray[Any] = np.load(place, mmap_mode="r", allow_pickle=False)
            os.utime(place)
        except FileNotFoundError:
            for stale in self.folder.glob(f"{place.name[:_HEX]}-*.npy"):
                _delete(stale)
            return None
        except (OSError, ValueError, EOFError):
            _delete(place)
            return None
        return np.asarray(mapped)

    def keep(self, path: Path, volume: int, voxels: NDArray[Any]) -> None:
        """Write a copy and delete others beyond the limit."""
        place = self._place(path, volume)
        if place is None or voxels.nbytes > self.limit_bytes or place.exists():
            return
        beside = place.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(beside, _FLAGS, 0o600), "wb") as file:
                np.save(file, voxels, allow_pickle=False)
            beside.replace(place)
        except OSError:
            _delete(beside)
        self.trim()

    def trim(self) -> None:
        """Delete the copies used longest ago until the rest keeps within the limit, and what a killed program left behind."""
        held = []
        for part in self.folder.glob("*.part"):
            with suppress(OSError):
                if part.stat().st_mtime < time.time() - ABANDONED_S:
                    part.unlink()
        for place in self.folder.glob("*-*.npy"):
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
        for place in self.folder.glob("*-*.npy"):
            _delete(place)

    @property
    def bytes_held(self) -> int:
        """What the copies take on the disc."""
        total = 0
        for place in self.folder.glob("*-*.npy"):
            with suppress(OSError):
                total += place.stat().st_size
        return total

    def _place(self, path: Path, volume: int) -> Path | None:
        try:
            status = path.stat()
        except OSError:
            return None
        whose = _hash(f"{path.absolute()}#{volume}")
        return self.folder / f"{whose}-{_hash(f'{status.st_size}#{status.st_mtime_ns}')}.npy"


def fetch(voxels: NDArray[Any]) -> None:
    """Wait for the disc now, of what is mapped: whoever looks at it later, as the window does, waits no more."""
    if isinstance(voxels.base, np.memmap) and voxels.flags.c_contiguous:
        voxels.reshape(-1)[:: max(1, mmap.PAGESIZE // voxels.itemsize)].max(initial=0)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:_HEX]


def _delete(place: Path) -> None:
    with suppress(OSError):  # in use on Windows, or gone already
        place.unlink()
