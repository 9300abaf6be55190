"""The directions that the images of a series look in, told apart: within one degree they are the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import product

import numpy as np
from numpy.typing import NDArray

SAME_DIRECTION = np.cos(np.radians(1.0))
CELL = 0.02  # of a direction; two that count as the same differ by less
Orientation = tuple[float, float, float, float, float, float]
_Founders = dict[tuple[int, ...], dict[tuple[int, ...], list[tuple[int, NDArray[np.float64]]]]]


class Directions:
    """Numbers directions from 0 in the order they turn up; one that is not known gets a number of its own.

    Directions lie on a grid whose cells are wider than what counts as the same, so that only those in cells that touch are
    compared: a series of many directions takes no longer for each image than one of few.
    """

    def __init__(self) -> None:
        self._numbers: dict[Orientation | None, int] = {}
        self._founders: _Founders = defaultdict(lambda: defaultdict(list))
        self._count = 0

    def number_of(self, orientation: Orientation | None) -> int:
        """The first direction that this one is the same as, else the next number.

        Args:
            orientation: Of the column index, then of the row index, each of length 1.
        """
        number = self._numbers.get(orientation)
        if number is None:
            number = self._numbers[orientation] = self._nearest(orientation)
            self._count = max(self._count, number + 1)
        return number

    def _nearest(self, orientation: Orientation | None) -> int:
        if orientation is None:
            return self._count
        axes = np.array(orientation, float)
        one, other = (tuple(np.floor(part / CELL).astype(int).tolist()) for part in (axes[:3], axes[3:]))
        alike = [
            number
            for column in _touching(one)
            if column in self._founders
            for row in _touching(other)
            for number, known in self._founders[column].get(row, ())
            if _same_axes(known, axes)
        ]
        if not alike:
            self._founders[one][other].append((self._count, axes))
        return min(alike, default=self._count)


def _touching(cell: tuple[int, ...]) -> Iterable[tuple[int, ...]]:
    return product(*((n - 1, n, n + 1) for n in cell))


def _same_axes(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    return bool(one[:3] @ other[:3] > SAME_DIRECTION and one[3:] @ other[3:] > SAME_DIRECTION)
