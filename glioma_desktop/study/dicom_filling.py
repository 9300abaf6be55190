"""The voxels of a DICOM series while its slices are read into place."""

from __future__ import annotations

import math
import os
import struct
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from io import FileIO
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.errors import StudyReadError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.arrival import Arrival
from glioma_desktop.study.dicom_codec import STREAMS, decode_grey
from glioma_desktop.study.dicom_datasets import Datasets, undecoded
from glioma_desktop.study.dicom_header import PLACE_WORDS, DicomHeader
from glioma_desktop.study.dicom_likeness import Likeness, likeness
from glioma_desktop.study.dicom_plain import CHUNK, NotPlain, PlainFile, plain_file
from glioma_desktop.study.dicom_samples import has_samples, read_samples, read_stream, without_unused_bits
from glioma_desktop.study.dicom_unchanged import check_unchanged
from glioma_desktop.study.series import Series
from glioma_desktop.study.stack_geometry import Position
from glioma_desktop.study.two_hands import HANDFUL, TwoHands
from glioma_desktop.study.volume import times, too_large

THREADS = min(8, os.cpu_count() or 1)
AHEAD = 2 * THREADS
LIKE = 16
"""So many slices are kept to compare others with: their headers differ in length where numbers have more digits."""
SLOW_S, DISTANT_S = 0.0007, 0.004
"""Where a slice takes longer, several are read at once: decoders (the first figure) let each other work, and a network drive
(the second, for slices that are not compressed) answers several as soon as one. Small slices on a disc take less, and
threads would only stand in each other's way."""
LARGE = 200_000
"""Voxels of a slice from which on two threads read a series in place: one alone would wait for the memory most of the time."""


class _Read(NamedTuple):
    """A slice: its stored values, its header (or one like it), and its own position."""

    pixels: NDArray[Any]
    header: DicomHeader
    position: Position | None


class Filling:
    """The voxels of a series while its slices are read.

    Plain files are read here, straight into place, large slices by two hands; compressed ones are decoded by several threads,
    and a slow drive is asked by as many. Whatever else a file is, and whatever is wrong with it, is left to pydicom.

    Attributes:
        voxels: ``[slice, row, column]``, in a type that holds all slices so far; None before the first slice.
        first: The whole header of the first slice in volume order, None before it is there.
        positions: In mm, LPS, of the slices that are there.
    """

    def __init__(self, series: Series, arrival: Arrival | None = None) -> None:
        self._series, self._arrival = series, arrival
        self._large = math.prod(series.shape[1:]) >= LARGE and len(series.files) > 1
        self._slow = False
        self._datasets: Datasets | None = None  # few series need it
        self._known: tuple[Likeness, ...] = ()  # the latest first; replaced as a whole, since threads read it
        self._like: dict[int, Likeness] = {}  # what the slices near those under way are like
        self.voxels: NDArray[Any] | None = None
        self.first: DicomHeader | None = None
        self.positions: dict[int, Position | None] = {}

    def fill(self, order: Iterator[int]) -> Iterator[int]:
        """Read slices in this order; gives each slice's index once it is in place.

        Raises:
            StudyReadError: a file is missing, damaged, or does not fit the others.
        """
        unlearnt = self._large
        for k in order:
            if unlearnt:
                unlearnt = False
                self._learn(k)
            made = self.voxels is not None  # else several threads would each make them
            if made and self._slow:
                yield from self._fill_together(chain((k,), order))
            elif made and self._large and self._known:
                yield from self._fill_with_two_hands(chain((k,), order))
            else:
                yield self._put(k, self._timed(k))

    def _fill_with_two_hands(self, order: Iterator[int]) -> Iterator[int]:
        handful = min(HANDFUL, -(-len(self._series.files) // 4))  # the end of a short series is not all in one hand
        hands = TwoHands(order, self._timed, handful)
        for k, found in hands.done():
            yield self._put(k, found)
            if self._slow:
                hands.end()
        if self._slow:
            yield from self._fill_together(order)

    def _fill_together(self, order: Iterator[int]) -> Iterator[int]:
        under_way = deque[tuple[int, Future[_Read | None]]]()
        with ThreadPoolExecutor(THREADS, "slices") as pool:
            try:
                while True:
                    while len(under_way) < AHEAD and (k := next(order, None)) is not None:
                        under_way.append((k, pool.submit(self._plainly, k)))
                    if not under_way:
                        return
                    k, reading = under_way.popleft()
                    yield self._put(k, reading.result())
            finally:
                pool.shutdown(wait=True, cancel_futures=True)

    def _learn(self, k: int) -> None:
        """The header of a slice, for the slices to be compared with when they are read, itself too."""
        began, item = time.perf_counter(), self._series.files[k]
        if item.frame:
            return
        try:
            with FileIO(item.path) as file:
                start = file.read(CHUNK)
                plain = plain_file(file, item.path, whole=k == 0, start=start)
            if self._fits(plain) and has_samples(plain, self._room(k, plain).nbytes):
                self._remember(k, start, plain)
        except (OSError, NotPlain, struct.error, ValueError):  # it is told when the slice is read
            return
        if time.perf_counter() - began > DISTANT_S:
            self._slow = True

    def _timed(self, k: int) -> _Read | None:
        began = time.perf_counter()
        found = self._plainly(k)
        if time.perf_counter() - began > (DISTANT_S if self._known else SLOW_S):
            self._slow = True
        return found

    def _put(self, k: int, found: _Read | None) -> int:
        self._keep(k, self._by_pydicom(k) if found is None else found)
        return k

    def _plainly(self, k: int) -> _Read | None:
        """A slice as it is stored, on any thread; None for what pydicom must look at."""
        item = self._series.files[k]
        if item.frame:
            return None
        path = item.path
        try:
            return (self._alike(k, path) if self._known else None) or self._by_words(k, path)
        except (OSError, NotPlain, struct.error, ValueError):  # pydicom looks again, and its error is told
            return None

    def _alike(self, k: int, path: Path) -> _Read | None:
        """A slice whose header is like that of one read before, its samples read straight into place."""
        with FileIO(path) as file:
            start, like = self._compared(k, file)
            voxels = self.voxels  # others may come by another type meanwhile
            if like is None or voxels is None or voxels.dtype != like.kind:
                return None
            if k == 0 and like is not self._like.get(0):  # its whole header is wanted
                return None
            into: NDArray[Any] = voxels[k]
            if file.readinto(into.data) != into.nbytes:
                return None
        self._note(k, like)
        without_unused_bits(into, like.plain.bits_stored)
        return _Read(into, like.plain.header, like.position_in(start))

    def _compared(self, k: int, file: FileIO) -> tuple[bytes, Likeness | None]:
        """The first bytes of a file, which stands at its pixels then, and which of those read before it is like."""
        known = self._known
        like = self._like.get(k - 1) or self._like.get(k + 1) or known[0]
        start = file.read(like.size)
        if like.fits(start):
            return start, like
        start += file.read(CHUNK - len(start))
        found = next((one for one in known if one.fits(start)), None)
        if found is None and (found := like.moved(start)) is not None:
            self._known = (found, *known)[:LIKE]
        if found is not None:
            file.seek(found.size)
        return start, found

    def _by_words(self, k: int, path: Path) -> _Read | None:
        """A slice whose header is read word by word."""
        with FileIO(path) as file:
            start = file.read(CHUNK)
            plain = plain_file(file, path, whole=k == 0, start=start)
            if not self._fits(plain):
                return None
            into = self._room(k, plain)
            if read_samples(file, plain, into):
                self._remember(k, start, plain)
            else:
                stream = read_stream(file, plain)
                if stream is None or not _decoded(stream, plain, into):
                    return None
                without_unused_bits(into, plain.bits_stored)
        return _Read(into, plain.header, plain.header.position)

    def _fits(self, plain: PlainFile | None) -> TypeGuard[PlainFile]:
        return plain is not None and plain.grey and (plain.header.rows, plain.header.columns) == self._series.shape[1:]

    def _remember(self, k: int, start: bytes, plain: PlainFile) -> None:
        like = likeness(start, plain) if _identity(plain.header) else None
        if like is not None and like.position_in(start) == plain.header.position:  # else it is an odd one: word by word
            self._note(k, like)
            self._known = (like, *self._known)[:LIKE]

    def _note(self, k: int, like: Likeness) -> None:
        self._like[k] = like
        self._like.pop(k - LIKE, None)
        self._like.pop(k + LIKE, None)

    def _room(self, k: int, plain: PlainFile) -> NDArray[Any]:
        """Where the stored values of a slice go: into place where they are the voxels, else aside."""
        if _identity(plain.header):
            if self.voxels is None:
                self.voxels = self._blank(plain.dtype)
            voxels = self.voxels
            if voxels.dtype == plain.dtype:
                place: NDArray[Any] = voxels[k]
                return place
        return np.empty(self._series.shape[1:], plain.dtype)

    def _blank(self, kind: Any) -> NDArray[Any]:
        if too_large(self._series.shape, np.dtype(kind).itemsize):
            path, size = self._series.files[0].path, times(self._series.shape)
            raise StudyReadError(
                phrase("The series of {name} is too large to be opened: {size} voxels.", name=path.name, size=size),
                path,
            )
        return (np.empty if self._arrival is None else np.zeros)(self._series.shape, kind)

    def _by_pydicom(self, k: int) -> _Read:
        item, shape = self._series.files[k], self._series.shape
        if self._datasets is None:
            self._datasets = Datasets(self._series.files)
        header, pixels = self._datasets.image(item.path, item.frame, None if k == 0 else PLACE_WORDS)
        if pixels.shape != shape[1:]:
            raise StudyReadError(
                phrase(
                    "{name} has changed since the folder was opened ({rows} x {columns}, not "
                    "{rows_before} x {columns_before} pixels): open the folder again.",
                    name=item.path.name,
                    rows=pixels.shape[0],
                    columns=pixels.shape[1],
                    rows_before=shape[1],
                    columns_before=shape[2],
                ),
                item.path,
            )
        return _Read(pixels, header, header.position)

    def _keep(self, k: int, found: _Read) -> None:
        pixels, header, self.positions[k] = found
        check_unchanged(self._series, k, header, self.positions[k])
        if k == 0:
            self.first = header
        plain = _identity(header)
        if self.voxels is None:
            self.voxels = self._blank(pixels.dtype if plain else np.float32)
        if pixels.base is not self.voxels:
            kind = np.result_type(self.voxels.dtype, pixels.dtype) if plain else np.dtype(np.float32)
            if kind != self.voxels.dtype and self.voxels.dtype != np.float32:
                self.voxels = self.voxels.astype(kind)
            self.voxels[k] = pixels if plain else pixels.astype(np.float64) * header.slope + header.intercept
        if self._arrival is not None:
            self._arrival.put(k, self.voxels, header.inverted)


def _decoded(stream: bytes, plain: PlainFile, into: NDArray[Any]) -> bool:
    """``decode_grey``; what its decoder calls damaged is not asked of pydicom, which would ask the same decoder again."""
    try:
        return decode_grey(stream, plain.syntax, into)
    except RuntimeError as error:
        if plain.syntax not in STREAMS:
            return False
        path = plain.header.path
        raise StudyReadError(undecoded(path), path) from error


def _identity(header: DicomHeader) -> bool:
    return header.slope == 1.0 and header.intercept == 0.0
