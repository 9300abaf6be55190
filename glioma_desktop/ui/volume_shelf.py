"""Volumes that were read lately, within a budget of memory. They are read off the GUI thread and come slice by slice."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from glioma_desktop.errors import GliomaError, StudyReadError
from glioma_desktop.study.arrival import Arrival
from glioma_desktop.study.file_stamp import Stamps, stamps
from glioma_desktop.study.reading import keep_unpacked, read_series
from glioma_desktop.study.series import Series
from glioma_desktop.study.unpacked_cache import UnpackedCache, fetch
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.machine_memory import give_back
from glioma_desktop.ui.task import Task, make_room, run_task

Key = tuple[str, str, int, int]
BUDGET_BYTES = 1 << 30
TOLD_S = 0.05
STALLED_S = 2.0
WATCH_MS, IDLE_MS = 500, 300
VOXEL_BYTES = 2


def key_of(series: Series) -> Key:
    """What tells series apart, also those of different patients, and one to which slices have come since."""
    first = series.files[0] if series.files else None
    return series.uid, str(first.path) if first else "", first.frame if first else 0, series.shape[0]


@dataclass
class _Kept:
    volume: Volume
    stamps: Stamps


@dataclass
class _Asker:
    on_ready: Callable[[Volume], None]
    on_error: Callable[[GliomaError], None]
    on_part: Callable[[Arrival], None] | None


@dataclass
class _Reading:
    """A series under way."""

    series: Series
    arrival: Arrival
    askers: list[_Asker]
    task: Task | None = None
    told: float = 0.0
    seen: int = 0
    moved: float = field(default_factory=time.monotonic)

    @property
    def expected(self) -> int:
        """Bytes of memory it takes, as far as the series says."""
        volume = self.arrival.volume
        return math.prod(self.series.shape) * VOXEL_BYTES if volume is None else volume.voxels.nbytes

    def close(self) -> None:
        """Let go what it holds at once: in a ring of references the voxels would stay until Python looks for rings."""
        self.task = None
        self.askers.clear()
        self.arrival.close()


class VolumeShelf(QObject):
    """A cache by series within a budget in bytes; the one used longest ago leaves first, never one that is in use.

    Attributes:
        in_use: Asked for the volumes that are shown or drawn on now.
        cache: Where unpacked copies of packed files are kept and looked for; None: nowhere.

    ``dropped(Volume)``: it left the shelf and must be let go, that its memory is free. ``waiting(Path or None)``: the folder
    of which nothing has come for two seconds. ``outdated(Series, there)``: its files have changed, or are not there.
    """

    dropped = Signal(object)
    waiting = Signal(object)
    outdated = Signal(object, bool)

    def __init__(self, budget_bytes: int = BUDGET_BYTES, cache: UnpackedCache | None = None) -> None:
        super().__init__()
        self.in_use: Callable[[], Collection[Volume]] = tuple
        self._budget, self.cache = budget_bytes, cache
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()
        self._reading: dict[Key, _Reading] = {}
        self._watch = QTimer(self, interval=WATCH_MS)
        self._watch.timeout.connect(self._look)
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(give_back)
        self._waits = False

    @property
    def budget_bytes(self) -> int:
        """What the volumes may take in all."""
        return self._budget

    @budget_bytes.setter
    def budget_bytes(self, size: int) -> None:
        self._budget = size
        self._keep_within()

    @property
    def bytes_held(self) -> int:
        """What the volumes take now, those under way included."""
        return sum(k.volume.voxels.nbytes for k in self._kept.values()) + sum(
            reading.expected for reading in self._reading.values()
        )

    def take(self, series: Series) -> Volume | None:
        """The volume if it is here."""
        kept = self._kept.get(key_of(series))
        if kept is None:
            return None
        self._kept.move_to_end(key_of(series))
        return kept.volume

    def want(
        self,
        series: Series,
        on_ready: Callable[[Volume], None],
        on_error: Callable[[GliomaError], None],
        on_part: Callable[[Arrival], None] | None = None,
        first: int | None = None,
    ) -> None:
        """Call ``on_ready`` with the volume, at once if it is here, else when it was read (once for all who ask).

        Args:
            series: Which.
            on_ready: Called on the GUI thread.
            on_error: The same, with what went wrong.
            on_part: Called with what is there of it, from the first slice on, several times; never after ``on_ready``.
            first: The slice to begin with; default the middle.
        """
        volume = self.take(series)
        if volume is not None:
            on_ready(volume)
            self.check(series)
            return
        asker = _Asker(on_ready, on_error, on_part)
        reading = self._reading.get(key_of(series))
        if reading is not None:
            reading.askers.append(asker)
        else:
            self._start(series, asker, first)

    def prefetch(self, series: Series) -> None:
        """Read it for later if there is room for it beside what is in use."""
        busy = sum(volume.voxels.nbytes for volume in self.in_use()) + sum(r.expected for r in self._reading.values())
        if busy + math.prod(series.shape) * VOXEL_BYTES <= self._budget:
            self.want(series, _nothing, _nothing)

    def keep_reading(self, wanted: Collection[Series]) -> None:
        """Stop reading all other series."""
        keys = {key_of(series) for series in wanted}
        for key in [key for key in self._reading if key not in keys]:
            self._stop(key)
        self._look()

    def stop_waiting(self) -> tuple[Series, ...]:
        """Give up every series under way; which they were. Nobody who asked is called."""
        given_up = tuple(reading.series for reading in self._reading.values())
        self.keep_reading(())
        return given_up

    def forget(self) -> None:
        """Empty the shelf and drop whoever waits."""
        self.keep_reading(())
        self._kept.clear()
        self._idle.start()

    def check(self, series: Series) -> None:
        """Say ``outdated`` and let the volume go if the files of a series have changed since it was read."""
        key = key_of(series)
        kept = self._kept.get(key)
        if kept is None:
            return

        def compared(now: Stamps) -> None:
            if now != kept.stamps and self._kept.get(key) is kept:
                del self._kept[key]
                self.outdated.emit(series, None not in now)

        run_task(lambda task: stamps(series), on_done=compared, on_error=_nothing)

    def _start(self, series: Series, asker: _Asker, first: int | None) -> None:
        key = key_of(series)
        reading = _Reading(series, Arrival(series, first, on_slice=lambda k: _tell(reading, k)), [asker])
        self._reading[key] = reading
        self._keep_within()
        cache = self.cache
        reading.task = run_task(
            lambda task: _read_unchanged(reading, task, cache),
            on_done=lambda answer: self._arrived(key, *answer),
            on_error=lambda error: self._failed(key, error),
            on_progress=lambda _: self._part(reading),
        )
        self._watch.start()

    def _stop(self, key: Key) -> None:
        reading = self._reading.pop(key)
        reading.arrival.stop()
        if reading.task is not None:
            reading.task.cancel()
        if self._stalls(reading):
            make_room()  # its thread may hang for long
        reading.close()

    def _part(self, reading: _Reading) -> None:
        if self._reading.get(key_of(reading.series)) is reading and reading.arrival.volume is not None:
            for asker in reading.askers:
                if asker.on_part is not None:
                    asker.on_part(reading.arrival)

    def _arrived(self, key: Key, volume: Volume, read_as: Stamps) -> None:
        reading = self._reading.pop(key)
        self._kept[key] = _Kept(volume, read_as)
        for asker in reading.askers:
            asker.on_ready(volume)
        reading.close()
        self._keep_within(but=key)
        self._look()
        cache = self.cache
        if cache is not None:
            run_task(lambda task: keep_unpacked(reading.series, volume, cache), on_done=_nothing, on_error=_nothing)

    def _failed(self, key: Key, error: GliomaError) -> None:
        reading = self._reading.pop(key)
        for asker in reading.askers:
            asker.on_error(error)
        reading.close()
        self._look()

    def _keep_within(self, but: Key | None = None) -> None:
        """Let go what was used longest ago, until what is left keeps within the budget."""
        for key in list(self._kept):
            if self.bytes_held <= self._budget:
                return
            kept = self._kept[key]
            if key != but and not any(kept.volume is volume for volume in self.in_use()):
                del self._kept[key]
                self.dropped.emit(kept.volume)
                self._idle.start()

    def _look(self) -> None:
        """Say which folder is waited for, and when that is over."""
        stalled: Path | None = None
        for reading in self._reading.values():
            if reading.arrival.count != reading.seen:
                reading.seen, reading.moved = reading.arrival.count, time.monotonic()
            if self._stalls(reading) and stalled is None:
                stalled = reading.series.files[0].path.parent
        if stalled is not None or self._waits:
            self._waits = stalled is not None
            self.waiting.emit(stalled)
        if not self._reading:
            self._watch.stop()

    @staticmethod
    def _stalls(reading: _Reading) -> bool:
        return time.monotonic() - reading.moved > STALLED_S


def _nothing(_: object) -> None:
    """What is done for later has nothing to say."""


def _tell(reading: _Reading, slice_index: int) -> None:
    """On the reading thread: report what is looked at, and the rest now and then."""
    now, arrival = time.monotonic(), reading.arrival
    if reading.task is not None and (slice_index == arrival.wanted or now - reading.told > TOLD_S):
        reading.told = now
        reading.task.report(None)


def _read_unchanged(reading: _Reading, task: Task, cache: UnpackedCache | None) -> tuple[Volume, Stamps]:
    """A volume and the stamps of its files, which were the same before and after it was read.

    Raises:
        StudyReadError: as ``read_series``, or they were not.
    """
    reading.task, series = task, reading.series
    before = stamps(series)
    volume = read_series(series, arrival=reading.arrival, cache=cache)
    fetch(volume.voxels)
    if stamps(series) != before:
        path = series.files[0].path
        raise StudyReadError(
            f"The files of {series.description or path.name} have changed while they were read. Open the folder again.",
            path,
        )
    return volume, before
