"""A series while it is being read: which slices are here, and which is wanted next."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.archive_return import Unpacking, bring_back
from glioma_desktop.study.geometry import spacing_of
from glioma_desktop.study.series import Series
from glioma_desktop.study.volume import Volume


class ReadingStopped(StudyReadError):  # noqa: N818 - nothing went wrong
    """Nobody waits for the series any more."""


class Arrival:
    """What the reading thread and whoever watches it share; each side writes its own part.

    The watcher sets ``wanted`` (slices near it are read next) and calls ``stop``. The reader fills the rest.

    Attributes:
        series: What is read.
        wanted: The slice that is looked at.
        volume: The volume as far as it is there, slices not yet read black; None before the first slice, and where the
            series does not say its geometry. Another object when the type of the voxels had to grow.
        here: ``[slice]`` bool, the slices that are there.
        unpacking: How far its archive is, whose images were deleted to make room and are unpacked again; None otherwise.
        stopped: ``stop`` was called.
    """

    def __init__(
        self, series: Series, wanted: int | None = None, on_slice: Callable[[int], None] | None = None
    ) -> None:
        """``wanted``: default the middle; ``on_slice``: called on the reading thread once a slice is in place."""
        count = series.shape[0]
        self.series = series
        self.wanted = count // 2 if wanted is None else wanted
        self.volume: Volume | None = None
        self.here = np.zeros(count, bool)
        self.unpacking: Unpacking | None = None
        self.stopped = False
        self._on_slice = on_slice
        self._voxels: NDArray[np.number] | None = None

    @property
    def count(self) -> int:
        """How many slices are there."""
        return int(np.count_nonzero(self.here))

    def stop(self) -> None:
        """Nobody waits any more: the reader ends at its next slice."""
        self.stopped = True

    def order(self) -> Iterator[int]:
        """Every slice once; next comes the one nearest to ``wanted`` as that is at the time.

        Raises:
            ReadingStopped: ``stop`` was called.
        """
        left = list(range(len(self.here)))
        while left:
            at = bisect_left(left, self.wanted)
            if at == len(left) or (at > 0 and self.wanted - left[at - 1] < left[at] - self.wanted):
                at -= 1
            yield left.pop(at)
            self.check()

    def close(self) -> None:
        """The series is there, or does not come: nobody is told any more, and its voxels are not held here."""
        self._on_slice = self._voxels = self.volume = None

    def check(self) -> None:
        """Go on or end.

        Raises:
            ReadingStopped: ``stop`` was called.
        """
        if self.stopped:
            raise ReadingStopped("Reading was stopped.", self.series.files[0].path)

    def bring_back(self) -> None:
        """Unpack the files of the series again if they were deleted from the cache of archives.

        Raises:
            StudyReadError: their archive is gone, or is another one now.
            ReadingStopped: ``stop`` was called.
        """
        self.check()
        try:
            bring_back([item.path for item in self.series.files], lambda: self.stopped, self._unpacked)
        finally:
            self.unpacking = None
        self.check()

    def _unpacked(self, now: Unpacking) -> None:
        self.unpacking = now

    def put(self, slice_index: int, voxels: NDArray[np.number], inverted: bool) -> None:
        """From the reader: a slice is in place in ``voxels`` ``[slice, row, column]``."""
        self.here[slice_index] = True
        if voxels is not self._voxels:
            self._voxels = voxels
            self.volume = _volume(self.series, voxels, inverted)
        told = self._on_slice  # ``close`` may come at any moment
        if told is not None:
            told(slice_index)


def _volume(series: Series, voxels: NDArray[np.number], inverted: bool) -> Volume | None:
    if series.affine is None:
        return None
    affine = np.array(series.affine, np.float64)
    return Volume(
        voxels=voxels.view(),  # a volume locks its voxels; those below are still being filled
        affine=affine,
        spacing_mm=spacing_of(affine),
        orientation_known=series.orientation_known,
        spacing_nominal=series.spacing_nominal or series.spacing_mm is None,
        slice_thickness_mm=series.slice_thickness_mm,
        frame_of_reference_uid=series.frame_of_reference_uid,
        inverted=inverted,
        series_uid=series.uid,
        warnings=series.warnings,
        uneven_mm=series.uneven_mm,
    )
