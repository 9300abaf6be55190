"""A DICOM series -> Volume."""

from __future__ import annotations

import math
import os
import struct
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.dicom_codec import decode_grey
from glioma_desktop.study.dicom_datasets import Datasets
from glioma_desktop.study.dicom_header import PLACE_WORDS, DicomHeader
from glioma_desktop.study.dicom_plain import (
    NotPlain,
    PlainFile,
    plain_file,
    read_samples,
    read_stream,
    without_unused_bits,
)
from glioma_desktop.study.geometry import spacing_of
from glioma_desktop.study.series import Series
from glioma_desktop.study.stack_geometry import stack_geometry
from glioma_desktop.study.volume import MOST_VOXELS, Volume, times

Progress = Callable[[int, int], None]
_Read = tuple[NDArray[Any], DicomHeader] | None
THREADS = min(8, os.cpu_count() or 1)
AHEAD = 4 * THREADS
SLOW_S = 0.0007
"""Where the first slice takes longer, several are read at once: decoders let each other work, and a network drive answers
several as soon as one. Uncompressed slices of a disc take less, and threads would only stand in each other's way."""


def read_dicom(series: Series, progress: Progress | None = None) -> Volume:
    """The volume of a DICOM series, slices in the order of ``series.files``.

    Values are the stored integers where the rescale is the identity on every slice, else float32 after each slice's own
    slope and intercept.

    Raises:
        StudyReadError: a file is missing, damaged, or does not fit the others.
    """
    if math.prod(series.shape) > MOST_VOXELS:
        path = series.files[0].path
        raise StudyReadError(
            f"The series of {path.name} is too large to be opened: {times(series.shape)} voxels.", path
        )
    filling = _Filling(series)
    # File by file, however the slices of several multi-frame files lie among each other: each is decoded once.
    home = {path: number for number, path in enumerate(dict.fromkeys(item.path for item in series.files))}
    order = sorted(range(len(series.files)), key=lambda k: home[series.files[k].path])
    for done, _ in enumerate(filling.fill(order), start=1):
        if progress is not None:
            progress(done, len(order))
    if filling.voxels is None:
        raise StudyReadError("This series has no slices.")
    return _volume(series, filling.voxels, [filling.headers[k] for k in sorted(filling.headers)])


def read_dicom_slice(series: Series, slice_index: int) -> tuple[NDArray[np.float32], DicomHeader]:
    """One slice ``[row, column]`` as float32 after its rescale, not inverted, and its header.

    Raises:
        StudyReadError: the file is missing or damaged.
    """
    alone = replace(series, files=(series.files[slice_index],), shape=(1, *series.shape[1:]))
    filling = _Filling(alone)
    for _ in filling.fill((0,)):
        pass
    assert filling.voxels is not None
    return np.asarray(filling.voxels[0], np.float32), filling.headers[0]


class _Filling:
    """The voxels of a series while its slices are read.

    Plain files are read here, straight into place; compressed ones are decoded by several threads meanwhile. Whatever else
    a file is, and whatever is wrong with it, is left to pydicom.

    Attributes:
        voxels: ``[slice, row, column]``, in a type that holds all slices so far; None before the first.
        headers: Of the slices that are there.
    """

    def __init__(self, series: Series) -> None:
        self._series = series
        self._datasets = Datasets(series.files)
        self._frames = Counter(item.path for item in series.files)
        self.voxels: NDArray[Any] | None = None
        self.headers: dict[int, DicomHeader] = {}

    def fill(self, order: Sequence[int]) -> Iterator[int]:
        """Read slices in this order; gives each slice's index once it is in place.

        Raises:
            StudyReadError: a file is missing, damaged, or does not fit the others.
        """
        began = time.perf_counter()
        for done, k in enumerate(order, start=1):
            yield self._put(k, self._plainly(k))
            if done == 1 and time.perf_counter() - began > SLOW_S:
                yield from self._fill_together(order[1:])
                return

    def _fill_together(self, order: Sequence[int]) -> Iterator[int]:
        waiting, under_way = deque(order), deque[tuple[int, Future[_Read]]]()
        with ThreadPoolExecutor(THREADS, "slices") as pool:
            try:
                while waiting or under_way:
                    while waiting and len(under_way) < AHEAD:
                        under_way.append((waiting[0], pool.submit(self._plainly, waiting.popleft())))
                    k, reading = under_way.popleft()
                    yield self._put(k, reading.result())
            finally:
                pool.shutdown(wait=True, cancel_futures=True)

    def _put(self, k: int, found: _Read) -> int:
        if found is None:
            self._by_pydicom(k)
        else:
            self._keep(k, *found)
        return k

    def _plainly(self, k: int) -> _Read:
        """Stored values and header of a slice, on any thread; None for what pydicom must look at."""
        path = self._series.files[k].path
        if self._frames[path] > 1 or self._series.files[k].frame:
            return None
        try:
            with path.open("rb") as file:
                plain = plain_file(file, path, whole=k == 0)
                if (
                    plain is None
                    or not plain.grey
                    or (plain.header.rows, plain.header.columns) != self._series.shape[1:]
                ):
                    return None
                into = self._room(k, plain)
                if not read_samples(file, plain, into):
                    stream = read_stream(file, plain)
                    if stream is None or not decode_grey(stream, plain.syntax, into):
                        return None
                    without_unused_bits(into, plain.bits_stored)
        except (
            OSError,
            NotPlain,
            struct.error,
            ValueError,
            RuntimeError,
        ):  # pydicom looks again, and its error is told
            return None
        return into, plain.header

    def _room(self, k: int, plain: PlainFile) -> NDArray[Any]:
        """Where the stored values of a slice go: into place where they are the voxels, else aside."""
        if _identity(plain.header):
            if self.voxels is None:
                self.voxels = np.empty(self._series.shape, plain.dtype)
            if self.voxels.dtype == plain.dtype:
                place: NDArray[Any] = self.voxels[k]
                return place
        return np.empty(self._series.shape[1:], plain.dtype)

    def _by_pydicom(self, k: int) -> None:
        item, shape = self._series.files[k], self._series.shape
        header, pixels = self._datasets.image(item.path, item.frame, None if k == 0 else PLACE_WORDS)
        if pixels.shape != shape[1:]:
            raise StudyReadError(
                f"{item.path.name} has changed since the folder was opened: {pixels.shape[0]} x {pixels.shape[1]}, not "
                f"{shape[1]} x {shape[2]} pixels. Open the folder again.",
                item.path,
            )
        self._keep(k, pixels, header)

    def _keep(self, k: int, pixels: NDArray[Any], header: DicomHeader) -> None:
        self.headers[k] = header
        plain = _identity(header)
        if self.voxels is None:
            self.voxels = np.empty(self._series.shape, pixels.dtype if plain else np.float32)
        if pixels.base is self.voxels:
            return
        kind = np.result_type(self.voxels.dtype, pixels.dtype) if plain else np.dtype(np.float32)
        if kind != self.voxels.dtype and self.voxels.dtype != np.float32:
            self.voxels = self.voxels.astype(kind)
        self.voxels[k] = pixels if plain else pixels.astype(np.float64) * header.slope + header.intercept


def _identity(header: DicomHeader) -> bool:
    return header.slope == 1.0 and header.intercept == 0.0


def _volume(series: Series, voxels: NDArray[Any], headers: list[DicomHeader]) -> Volume:
    geometry = stack_geometry(headers)
    return Volume(
        voxels=voxels,
        affine=geometry.affine,
        spacing_mm=spacing_of(geometry.affine),
        orientation_known=geometry.orientation_known,
        spacing_nominal=geometry.nominal or geometry.spacing_mm is None,
        slice_thickness_mm=series.slice_thickness_mm,
        frame_of_reference_uid=series.frame_of_reference_uid,
        inverted=headers[0].inverted,
        series_uid=series.uid,
        warnings=series.warnings,
        uneven_mm=geometry.uneven_mm,
    )
