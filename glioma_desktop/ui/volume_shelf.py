"""Volumes that were read lately. They are read off the GUI thread; an answer nobody waits for is kept, not shown."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from glioma_desktop.errors import GliomaError
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import Series
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.task import run_task

Key = tuple[str, str, int]
LIMIT_BYTES = 1_500_000_000


def _key(series: Series) -> Key:
    first = series.files[0] if series.files else None
    return series.uid, str(first.path) if first else "", first.frame if first else 0


class VolumeShelf:
    """A cache by series with a limit in bytes; the one used longest ago leaves first."""

    def __init__(self, limit_bytes: int = LIMIT_BYTES) -> None:
        self._limit = limit_bytes
        self._volumes: OrderedDict[Key, Volume] = OrderedDict()
        self._waiting: dict[Key, list[tuple[Callable[[Volume], None], Callable[[GliomaError], None]]]] = {}

    def take(self, series: Series) -> Volume | None:
        """The volume if it is here."""
        volume = self._volumes.get(_key(series))
        if volume is not None:
            self._volumes.move_to_end(_key(series))
        return volume

    def want(self, series: Series, on_ready: Callable[[Volume], None], on_error: Callable[[GliomaError], None]) -> None:
        """Call ``on_ready`` with the volume, at once if it is here, else when it was read (once for all who ask)."""
        volume = self.take(series)
        if volume is not None:
            on_ready(volume)
            return
        key = _key(series)
        waiting = self._waiting.setdefault(key, [])
        waiting.append((on_ready, on_error))
        if len(waiting) == 1:
            run_task(
                lambda task: read_series(series),
                on_done=lambda v: self._arrived(key, v),
                on_error=lambda e: self._failed(key, e),
            )

    def forget(self) -> None:
        """Empty the shelf and drop whoever waits."""
        self._volumes.clear()
        self._waiting.clear()

    def _arrived(self, key: Key, volume: Volume) -> None:
        self._volumes[key] = volume
        while sum(v.voxels.nbytes for v in self._volumes.values()) > self._limit and len(self._volumes) > 1:
            self._volumes.popitem(last=False)
        for on_ready, _ in self._waiting.pop(key, []):
            on_ready(volume)

    def _failed(self, key: Key, error: GliomaError) -> None:
        for _, on_error in self._waiting.pop(key, []):
            on_error(error)
