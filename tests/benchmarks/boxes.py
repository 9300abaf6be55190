"""The smallest rectangle that holds 80 % of an outline."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.annotation.coverage import fit_rectangle
from tests.benchmarks.place import Place
from tests.benchmarks.table import Timing, benchmark
from tests.benchmarks.timing import interleaved


@benchmark("fit_rectangle 256 x 256, largest outline", baseline="every size, by numpy", must=0.2, aim=20.0)
def fit(place: Place) -> Timing:
    """An outline over most of the slice: the slowest there is. Both find the same area."""
    outline = max(place.outlines, key=np.count_nonzero)
    found = fit_rectangle(outline, (1.0, 1.0))
    assert found is not None
    same = found.area == smallest_area(outline)
    timing = interleaved(lambda: fit_rectangle(outline, (1.0, 1.0)), lambda: smallest_area(outline), 5, warm_up=False)
    return Timing(timing.ours, timing.baseline, f"{np.count_nonzero(outline)} voxels", holds=same)


@benchmark("fit_rectangle 256 x 256, a tumour's slice", baseline="every size, by numpy", must=0.5, aim=20.0)
def fit_tumour(place: Place) -> Timing:
    """The phantom's largest slice of tumour."""
    outline = max(place.outlines[:-1], key=np.count_nonzero)
    found = fit_rectangle(outline, (1.0, 1.0))
    assert found is not None
    same = found.area == smallest_area(outline)
    timing = interleaved(lambda: fit_rectangle(outline, (1.0, 1.0)), lambda: smallest_area(outline), repetitions=9)
    return Timing(timing.ours, timing.baseline, f"{np.count_nonzero(outline)} voxels", holds=same)


def smallest_area(outline: NDArray[np.bool_], target: float = 0.8) -> int:
    """The straightforward way: a table of sums, every height and every width at every place; only the area."""
    rows, columns = np.flatnonzero(outline.any(axis=1)), np.flatnonzero(outline.any(axis=0))
    part = outline[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    sums = np.zeros((part.shape[0] + 1, part.shape[1] + 1), np.int32)
    sums[1:, 1:] = part.cumsum(axis=0).cumsum(axis=1)
    needed = math.ceil(target * np.count_nonzero(part) - 1e-9)
    best = part.size
    for height in range(1, part.shape[0] + 1):
        strips = sums[height:] - sums[:-height]
        for width in range(1, part.shape[1] + 1):
            if height * width < best and (strips[:, width:] - strips[:, :-width]).max() >= needed:
                best = height * width
    return best
