"""Packed files unpacked in pieces: whoever waits sees what is there and can end it, and no more is held than is wanted.

Small files are unpacked by libdeflate, the quickest, in one call that cannot be interrupted and takes a tenth of a second at
most. Larger ones come through ISA-L in blocks, at the same speed. Both verify the checksum: damage in the middle would
otherwise pass for an image.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import Any

import numpy as np
from isal import isal_zlib
from isal.igzip_lib import DECOMP_GZIP, IgzipDecompressor, IsalError
from numpy.typing import NDArray

HEAD = 4096  # bytes packed that hold a header as a rule
GZIP_WINDOW = 31
GZIP_MARK = b"\x1f\x8b"
TRAILER_BYTES = 8  # checksum and length of what was packed
PIECE = 256 << 10  # bytes packed
QUICK = 32 << 20  # bytes unpacked
BLOCK = 2 << 20
MOST_KEPT = 256 << 20  # bytes of an unpacked file of several volumes
MOST_BEHIND = 256 << 20  # bytes behind what a header knows of, to the checksum
GZIP_DAMAGE = (EOFError, zlib.error, IsalError, gzip.BadGzipFile)
Told = Callable[[int], None]


class _Parts:
    """What the parts of a gzip file hold, one after the other, each with its checksum verified.

    What lies behind the last part belongs to none: gunzip passes over it, and Python's readers would refuse the whole file.
    """

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self._part = IgzipDecompressor(flag=DECOMP_GZIP)

    def readinto(self, room: memoryview) -> int:
        """Some bytes, at least one; 0 at the end.

        Raises:
            EOFError, IsalError: the file ends within a part, or a part is damaged.
        """
        while True:
            packed = b""
            if self._part.eof:
                packed = self._next_part()
                if not packed:
                    return 0
            elif self._part.needs_input:
                packed = self._file.read(PIECE)
                if not packed:
                    raise EOFError
            found = self._part.decompress(packed, len(room))
            if found:
                room[: len(found)] = found
                return len(found)

    def _next_part(self) -> bytes:
        """The first bytes of the part that begins here; none where none does."""
        packed: bytes = self._part.unused_data
        while len(packed) < len(GZIP_MARK) and (more := self._file.read(PIECE)):
            packed += more
        if not packed.startswith(GZIP_MARK):
            return b""
        self._part = IgzipDecompressor(flag=DECOMP_GZIP)
        return packed


@contextmanager
def _unpacked(path: Path) -> Iterator[_Parts]:
    with FileIO(path) as file:
        yield _Parts(file)


def is_packed(path: Path) -> bool:
    """Whether a file is named as one that gzip has packed."""
    return path.name.lower().endswith(".gz")


def first_bytes(path: Path, count: int) -> bytes:
    """The first bytes of a file, unpacked if its name ends in ``.gz``; fewer where it is shorter."""
    packed = is_packed(path)
    with FileIO(path) as file:
        start = file.read(HEAD if packed else count)
    if not packed:
        return start
    begun: bytes = isal_zlib.decompressobj(GZIP_WINDOW).decompress(start, count)
    if len(begun) == count:
        return begun
    room, held = memoryview(bytearray(count)), 0  # of several parts, or hardly packed, or short
    with _unpacked(path) as file:
        while held < count and (more := file.readinto(room[held:])):
            held += more
    return bytes(room[:held])


def stated_length(path: Path) -> int:
    """What the end of a gzip file says of its length unpacked, modulo 2**32; of its last part, where it has several."""
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, 2) - 4))
        return int.from_bytes(file.read(4), "little")


def gzip_length(path: Path, promised: int, told: Told | None = None) -> int:
    """How many bytes a gzip file unpacks to; counted, up to ``promised``, unless its end gives that number.

    Args:
        path: The packed file.
        promised: What its header speaks of.
        told: Called with the bytes counted so far; whatever it raises ends the count.
    """
    if stated_length(path) == promised % 2**32:
        return promised
    held, scratch = 0, memoryview(bytearray(BLOCK))
    try:
        with _unpacked(path) as file:
            # Asked once more at its end: it may be cut off there.
            while held <= promised and (count := file.readinto(scratch)):
                held += count
                if told is not None:
                    told(held)
    except GZIP_DAMAGE:
        return min(held, promised - 1)
    return held


def unpack_quickly(path: Path, size: int) -> NDArray[np.uint8] | None:
    """A whole file of ``size`` bytes unpacked; None if it is not small, or not of the one part that libdeflate takes."""
    if size > QUICK or stated_length(path) != size:
        return None
    import imagecodecs  # late: the headers of a folder need no decoders

    packed: Any = np.fromfile(path, np.uint8).data
    room = np.empty(size, np.uint8)
    try:
        return room if len(imagecodecs.gzip_decode(packed, out=room.data)) == size else None
    except (RuntimeError, SystemError):
        return None  # its error is not the one that counts


def unpack_into(path: Path, skip: int, room: NDArray[np.uint8], behind: int, told: Told) -> None:
    """Fill ``room`` with what lies ``skip`` bytes into the unpacked file, and go on to its checksum.

    Args:
        path: The packed file.
        skip: Bytes passed over, held nowhere.
        room: ``[byte]``.
        behind: Bytes that the header knows of behind those; up to 256 MiB more are passed over too.
        told: Called with the bytes in place so far after every block, also while bytes are passed over; whatever it raises
            ends the work.

    Raises:
        EOFError, IsalError: it is damaged or holds less.
        OSError: it cannot be read.
    """
    scratch, into, held = memoryview(bytearray(BLOCK)), memoryview(room.data), 0
    with _unpacked(path) as file:
        while skip:
            count = file.readinto(scratch[: min(skip, BLOCK)])
            if not count:
                raise EOFError
            skip -= count
            told(0)
        while held < len(room):
            count = file.readinto(into[held : held + BLOCK])
            if not count:
                raise EOFError
            held += count
            told(held)
        for _ in range((behind + MOST_BEHIND) // BLOCK + 1):
            if not file.readinto(scratch):
                break
            told(held)


class LastUnpacked:
    """The file of several volumes unpacked last: they are asked for one after the other.

    Attributes:
        limit_bytes: Larger files are not kept; whoever counts memory sets it to what there is room for.
    """

    def __init__(self) -> None:
        self.limit_bytes = MOST_KEPT
        self._held: tuple[tuple[Path, int, int], NDArray[np.uint8]] | None = None

    def whole(self, path: Path, size: int, told: Told) -> NDArray[np.uint8]:
        """The unpacked file ``[byte]``, not to be changed; as it is on the disc now.

        Args:
            path: The packed file.
            size: Its length unpacked, as its header has it.
            told: As for ``unpack_into``.

        Raises:
            EOFError, IsalError, OSError: as ``unpack_into``.
        """
        key = (path, path.stat().st_mtime_ns, size)
        held = self._held
        if held is not None and held[0] == key:
            return held[1]
        self._held = None
        room = unpack_quickly(path, size)
        if room is None:
            room = np.empty(size, np.uint8)
            unpack_into(path, 0, room, 0, told)
        if size <= self.limit_bytes:
            self._held = key, room
        return room

    @property
    def bytes_held(self) -> int:
        """What it takes."""
        held = self._held
        return 0 if held is None else held[1].nbytes

    def let_go(self) -> None:
        """Free it; the next volume unpacks the file anew."""
        self._held = None


LAST_UNPACKED = LastUnpacked()
"""The one of this program."""
