"""The slices of a NIfTI volume: stored bytes become grey values slice by slice, as they come."""

from __future__ import annotations

from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.study.arrival import Arrival
from glioma_desktop.study.nifti_header import NiftiHeader


class Planes:
    """The slices of a volume: stored bytes become grey values slice by slice, as they come.

    Attributes:
        length: Bytes of the volume as it is stored.
        voxels: ``[k, j, i]``, of integers as stored where the scaling is the identity, else float32 (colours uint8).
        blank: How many voxels were not numbers so far.
    """

    def __init__(self, header: NiftiHeader, arrival: Arrival | None) -> None:
        self._shape, self._arrival = header.shape, arrival
        self._kind = header.voxels.kind
        colours = self._kind.names is not None
        self._scaling = (1.0, 0.0) if colours else (header.voxels.slope, header.voxels.inter)
        self._as_stored = self._scaling == (1.0, 0.0) and not colours and self._kind.kind not in "fc"
        self.length = int(np.prod(header.shape, dtype=np.int64)) * self._kind.itemsize
        self.blank = self._done = 0

    def put_room(self, room: NDArray[np.uint8], shared: bool = False) -> NDArray[np.uint8]:
        """Take ``room`` ``[byte]`` for the stored bytes; slices become grey values in place where they can.

        Args:
            room: Its bytes may be there already, or come later.
            shared: Others read it too: it is left as it is and not kept.
        """
        kind = np.uint8 if self._kind.names is not None else np.float32
        final = self._kind.newbyteorder("=") if self._as_stored else np.dtype(kind)
        self._stored: NDArray[Any] = np.frombuffer(room.data, self._kind).reshape(self._shape)
        plain = self._scaling == (1.0, 0.0) and self._kind == final and self._stored.flags.aligned
        self._in_place = plain and not shared
        self.voxels: NDArray[Any] = self._stored if self._in_place else np.empty(self._shape, final)
        self._room = room
        return room

    def read(self, file: BinaryIO, start: int) -> None:
        """Read every slice of a file that is not packed, those first that are looked at."""
        size, into = self.length // self._shape[0], memoryview(self._room.data)
        for k in range(self._shape[0]) if self._arrival is None else self._arrival.order():
            file.seek(start + k * size)
            if file.readinto(into[k * size : (k + 1) * size]) < size:  # type: ignore[attr-defined]
                raise EOFError
            self._take(k)

    def settle(self, held: int) -> None:
        """The first ``held`` bytes are there."""
        while self._done < self._shape[0] and held * self._shape[0] >= (self._done + 1) * self.length:
            self._take(self._done)
            self._done += 1
        self.check(held)

    def check(self, _: int) -> None:
        """Go on or end, as the arrival says."""
        if self._arrival is not None:
            self._arrival.check()

    def _take(self, k: int) -> None:
        into = self.voxels[k]
        if not self._as_stored:
            self.blank += _shown(self._stored[k], *self._scaling, into, self._in_place)
        elif not self._in_place:
            into[...] = self._stored[k]
        if self._arrival is not None:
            self._arrival.put(k, self.voxels, False)


def _shown(plane: NDArray[Any], slope: float, inter: float, into: NDArray[Any], in_place: bool) -> int:
    """Put the grey values of stored ``[j, i]`` into place; how many were not numbers (or none float32 can hold)."""
    if plane.dtype.names is not None:
        weights = {"R": 0.299, "G": 0.587, "B": 0.114}
        into[...] = np.rint(sum(plane[name] * weight for name, weight in weights.items()))
        return 0
    if not in_place:
        values = plane
        with np.errstate(over="ignore", invalid="ignore"):
            if (slope, inter) != (1.0, 0.0):
                values = plane.astype(np.complex128 if plane.dtype.kind == "c" else np.float64) * slope + inter
            into[...] = np.abs(values) if values.dtype.kind == "c" else values
    numbers = np.isfinite(into)
    if numbers.all():
        return 0
    into[~numbers] = 0
    return int(into.size - np.count_nonzero(numbers))
