"""A series on its way to the shelf: who asked for it, how far it is, and what it takes of the memory."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from glioma_desktop.errors import GliomaError, StudyReadError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.archive_return import Unpacking
from glioma_desktop.study.arrival import Arrival
from glioma_desktop.study.file_stamp import Stamps, stamps
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import Series
from glioma_desktop.study.unpacked_cache import UnpackedCache, fetch
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.task import Task

TOLD_S = 0.05
STALLED_S = 2.0
VOXEL_BYTES = 2


def expected_bytes(series: Series) -> int:
    """What a series will take of the memory, as far as can be said before it is read."""
    return math.prod(series.shape) * VOXEL_BYTES


@dataclass
class Asker:
    """Who waits for a series; all are called on the GUI thread."""

    on_ready: Callable[[Volume], None]
    on_error: Callable[[GliomaError], None]
    on_part: Callable[[Arrival], None] | None = None


@dataclass
class SeriesReading:
    """A series under way.

    Attributes:
        series: Which.
        arrival: What is there of it.
        askers: Who is told.
        source: The volume that a reformat is made from, once that is there, with the stamps of its files.
        task: The work; None while a reformat waits for its source.
        over: From the work: it has ended and holds nothing any more.
        hangs: It was stopped while nothing came: another thread stands in for its own until it has ended.
    """

    series: Series
    arrival: Arrival
    askers: list[Asker]
    source: tuple[Volume, Stamps] | None = None
    task: Task | None = None
    over: bool = False
    hangs: bool = False
    told: float = 0.0
    seen: tuple[int, Unpacking | None] = (0, None)
    moved: float = field(default_factory=time.monotonic)
    _left: int = 0

    @property
    def bytes_taken(self) -> int:
        """Bytes of memory it takes, as far as the series says; also of a work that was stopped and has not ended yet."""
        if self._left:
            return 0 if self.over else self._left
        volume = self.arrival.volume
        return expected_bytes(self.series) if volume is None else volume.voxels.nbytes

    @property
    def stalls(self) -> bool:
        """Nothing of it has come for a while. A reformat that waits for its source does not stall, its source may."""
        return self.task is not None and time.monotonic() - self.moved > STALLED_S

    def look(self) -> None:
        """Note whether something has come."""
        now = self.arrival.count, self.arrival.unpacking
        if now != self.seen:
            self.seen, self.moved = now, time.monotonic()

    def close(self) -> None:
        """Let go what it holds at once: in a ring of references the voxels would stay until Python looks for rings."""
        self._left = max(1, self.bytes_taken) if self.task is not None else 1
        self.over = self.over or self.task is None
        self.task = self.source = None
        self.askers.clear()
        self.arrival.close()

    def tell(self, slice_index: int) -> None:
        """On the reading thread: report what is looked at, and the rest now and then."""
        now, task = time.monotonic(), self.task
        if task is not None and (slice_index == self.arrival.wanted or now - self.told > TOLD_S):
            self.told = now
            task.report(None)

    def work(self, task: Task, cache: UnpackedCache | None) -> tuple[Volume, Stamps]:
        """On the reading thread: a volume and the stamps of its files, which were the same before and after it was read.

        Raises:
            StudyReadError: as ``read_series``, or they were not.
        """
        self.task = task
        try:
            return _unchanged(self.series, self.arrival, cache, self.source)
        finally:
            self.over = True


def _unchanged(
    series: Series, arrival: Arrival, cache: UnpackedCache | None, source: tuple[Volume, Stamps] | None
) -> tuple[Volume, Stamps]:
    if source is not None:  # no file is read for it
        return read_series(series, arrival=arrival, source=source[0]), source[1]
    arrival.bring_back()
    before = stamps(series)
    volume = read_series(series, arrival=arrival, cache=cache)
    fetch(volume.voxels)
    if stamps(series, before) != before:
        path = series.files[0].path
        raise StudyReadError(
            phrase(
                "The files of {series} have changed while they were read. Open the folder again.",
                series=series.description or path.name,
            ),
            path,
        )
    return volume, before
