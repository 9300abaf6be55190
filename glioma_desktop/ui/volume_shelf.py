"""Volumes that were read lately, within a budget of memory. They are read off the GUI thread and come slice by slice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakSet

from PySide6.QtCore import QObject, QTimer, Signal

from glioma_desktop.errors import GliomaError
from glioma_desktop.study.archive_return import Unpacking
from glioma_desktop.study.arrival import Arrival
from glioma_desktop.study.file_stamp import Stamps, stamps
from glioma_desktop.study.reading import keep_unpacked
from glioma_desktop.study.series import Series
from glioma_desktop.study.unpacked_cache import UnpackedCache
from glioma_desktop.study.unpacking import LAST_UNPACKED, MOST_KEPT
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.machine_memory import give_back
from glioma_desktop.ui.series_reading import Asker, SeriesReading, expected_bytes
from glioma_desktop.ui.task import make_room, run_task, take_room

Key = tuple[str, str, int, int]
BUDGET_BYTES = 1 << 30
WATCH_MS, IDLE_MS = 500, 300


def key_of(series: Series) -> Key:
    """What tells series apart, also those of different patients, and one to which slices have come since."""
    first = series.files[0] if series.files else None
    return series.uid, str(first.path) if first else "", first.frame if first else 0, series.shape[0]


@dataclass
class _Kept:
    volume: Volume
    stamps: Stamps


class VolumeShelf(QObject):
    """A cache by series within a budget in bytes; the one used longest ago leaves first, never one that is in use.

    Attributes:
        in_use: Asked for the volumes that are shown or drawn on now.
        cache: Where unpacked copies of packed files are kept and looked for; None: nowhere.

    ``dropped(Volume)``: it left the shelf and must be let go, that its memory is free. ``waiting(Path or None)``: the folder
    of which nothing has come for two seconds. ``unpacking(Unpacking or None)``: an archive whose images were deleted and are
    wanted. ``outdated(Series, there)``: its files have changed, or are not there.
    """

    dropped = Signal(object)
    waiting = Signal(object)
    unpacking = Signal(object)
    outdated = Signal(object, bool)

    def __init__(self, budget_bytes: int = BUDGET_BYTES, cache: UnpackedCache | None = None) -> None:
        super().__init__()
        self.in_use: Callable[[], Collection[Volume]] = tuple
        self._budget, self.cache = budget_bytes, cache
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()
        self._reading: dict[Key, SeriesReading] = {}
        self._ending: list[SeriesReading] = []
        self._outside: WeakSet[Volume] = WeakSet()
        self._watch = QTimer(self, interval=WATCH_MS)
        self._watch.timeout.connect(self._look)
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(give_back)
        self._waits = False
        self._unpacked: Unpacking | None = None

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
        """What images take now: volumes here and those that left but are still shown, and all that is being read."""
        return self._bytes_of_volumes() + LAST_UNPACKED.bytes_held

    def _bytes_of_volumes(self) -> int:
        self._let_go_ended()
        held = {id(volume): volume for volume in self._volumes()}
        under_way = sum(reading.bytes_taken for reading in (*self._reading.values(), *self._ending))
        return sum(volume.voxels.nbytes for volume in held.values()) + under_way

    def _let_go_ended(self) -> None:
        """Stopped works that have ended take nothing any more, nor the thread that stood in for one that hung."""
        ended = [one for one in self._ending if one.over]
        self._ending = [one for one in self._ending if not any(one is other for other in ended)]
        for _ in (one for one in ended if one.hangs):
            take_room()

    def _volumes(self) -> Iterator[Volume]:
        yield from (kept.volume for kept in self._kept.values())
        yield from self._sources()
        yield from self._outside

    def _sources(self) -> list[Volume]:
        """What reformats are being made from."""
        return [reading.source[0] for reading in self._reading.values() if reading.source is not None]

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
        asker = Asker(on_ready, on_error, on_part)
        reading = self._reading.get(key_of(series))
        if reading is not None:
            reading.askers.append(asker)
        else:
            self._start(series, asker, first)

    def prefetch(self, series: Series) -> None:
        """Read it for later if there is room for it beside what is in use."""
        busy = sum(volume.voxels.nbytes for volume in self.in_use())
        busy += sum(reading.bytes_taken for reading in (*self._reading.values(), *self._ending))
        source = expected_bytes(series.source) if series.source is not None else 0
        if busy + expected_bytes(series) + source <= self._budget:
            self.want(series, _nothing, _nothing)

    def keep_reading(self, wanted: Collection[Series]) -> None:
        """Stop reading all other series."""
        keys = {key_of(one) for series in wanted for one in (series, series.source) if one is not None}
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
        LAST_UNPACKED.let_go()
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
                self._outside.add(kept.volume)  # it stays where it is shown, and is counted as long as that is
                self.outdated.emit(series, None not in now)
                self._keep_within()

        run_task(lambda task: stamps(series, kept.stamps), on_done=compared, on_error=_nothing)

    def _start(self, series: Series, asker: Asker, first: int | None) -> None:
        key = key_of(series)
        reading = SeriesReading(series, Arrival(series, first, on_slice=lambda k: reading.tell(k)), [asker])
        self._reading[key] = reading
        self._keep_within()
        self._watch.start()
        if series.source is None:
            self._run(key, reading)
            return

        def made_from(source: Volume) -> None:
            kept = self._kept.get(key_of(series.source)) if series.source is not None else None
            if self._reading.get(key) is reading and kept is not None:
                reading.source = source, kept.stamps
                self._run(key, reading)

        def failed(error: GliomaError) -> None:
            if self._reading.get(key) is reading:
                self._failed(key, error)

        self.want(series.source, made_from, failed)

    def _run(self, key: Key, reading: SeriesReading) -> None:
        cache = self.cache
        reading.task = run_task(
            lambda task: reading.work(task, cache),
            on_done=lambda answer: self._arrived(key, *answer),
            on_error=lambda error: self._failed(key, error),
            on_progress=lambda _: self._part(reading),
        )

    def _stop(self, key: Key) -> None:
        reading = self._reading.pop(key)
        reading.arrival.stop()
        if reading.task is not None:
            reading.task.cancel()
        if reading.stalls:  # its thread may hang for long
            reading.hangs = True
            make_room()
        reading.close()
        self._ending.append(reading)  # its memory is free when its work has ended

    def _part(self, reading: SeriesReading) -> None:
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
        needed = [*self.in_use(), *self._sources()]
        for volume in [one for one in self._outside if not any(one is other for other in needed)]:
            self._outside.discard(volume)
            self.dropped.emit(volume)
        for key in list(self._kept):
            if self._bytes_of_volumes() <= self._budget:
                break
            kept = self._kept[key]
            if key != but and not any(kept.volume is volume for volume in needed):
                del self._kept[key]
                self.dropped.emit(kept.volume)
                self._idle.start()
        LAST_UNPACKED.limit_bytes = min(MOST_KEPT, max(0, self._budget - self._bytes_of_volumes()))
        if LAST_UNPACKED.bytes_held > LAST_UNPACKED.limit_bytes:
            LAST_UNPACKED.let_go()

    def _look(self) -> None:
        """Say which folder is waited for or which archive is unpacked, and when that is over."""
        stalled: Path | None = None
        unpacked = next((one for each in self._reading.values() if (one := each.arrival.unpacking) is not None), None)
        if unpacked != self._unpacked:
            self._unpacked = unpacked
            self.unpacking.emit(unpacked)
        for reading in self._reading.values():
            reading.look()
            if reading.stalls and stalled is None:
                stalled = reading.series.files[0].path.parent
        if stalled is not None or self._waits:
            self._waits = stalled is not None
            self.waiting.emit(stalled)
        if not self._reading:
            self._watch.stop()


def _nothing(_: object) -> None:
    """What is done for later has nothing to say."""
