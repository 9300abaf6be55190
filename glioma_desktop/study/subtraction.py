"""T1 after contrast minus T1 before it, on a common scale: what took up contrast, against blood that was bright before.

MR values have no unit: receiver gain and reconstruction give two T1 series of one patient different factors, and a plain
difference would show the factor. Both are signals of magnitude with air at 0, so one factor brings them together; it is
taken from tissue that does not enhance, as normal-appearing white matter is taken as the common scale of MR series
(Shinohara et al., NeuroImage Clin 2014). Which tissue that is need not be known: enhancing tumour, vessels, plexus and
mucosa are the fewer voxels, so the ratios T1CE / T1 of brain pile up at the factor and the others make a tail. The mean of
the shortest half of the sorted ratios (the shorth; Andrews et al., Robust Estimates of Location, 1972) stands on the pile
as long as it is more than half of the voxels.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.study.sampling import grid_map, on_one_grid, sample, slice_on
from glioma_desktop.study.volume import Volume

SAMPLES = 40_000
LEAST = 200
_AIR, _DARK, _BRIGHT = 0.1, 0.5, 2.0


def common_scale(after: Volume, before: Volume) -> float | None:
    """The factor by which ``before`` is multiplied to have the values of ``after`` in tissue that does not enhance.

    Args:
        after: T1 with contrast.
        before: T1 without, in the same patient space.

    Returns:
        The factor; None where the two share too little tissue to say.
    """
    post, pre = _pairs(after, before)
    tissue = _tissue(post) & _tissue(pre)
    if int(tissue.sum()) < LEAST:
        return None
    return float(np.exp(shorth(np.log(post[tissue] / pre[tissue]))))


def difference(view: Volume, slice_index: int, after: Volume, before: Volume, scale: float) -> NDArray[np.float32]:
    """``after - scale * before`` in one slice.

    Args:
        view: The volume on whose grid the answer lies; ``after`` or any other in the same patient space.
        slice_index: Its slice. Only this slice is resampled, and only what lies on another grid.
        after: T1 with contrast.
        before: T1 without.
        scale: From ``common_scale``.

    Returns:
        float32 ``[row, column]`` in the values of ``after``; 0 where one of the two does not reach.
    """
    found = slice_on(view, slice_index, before)
    np.multiply(found, np.float32(-scale), out=found)
    found += slice_on(view, slice_index, after)
    return np.nan_to_num(found, copy=False)


def shorth(values: NDArray[np.floating]) -> float:
    """The mean of the shortest interval that holds half of the values (one-dimensional, not empty)."""
    ordered = np.sort(values.astype(np.float64))
    half = ordered.size // 2 + 1
    first = int(np.argmin(ordered[half - 1 :] - ordered[: ordered.size - half + 1]))
    return float(ordered[first : first + half].mean())


def _pairs(after: Volume, before: Volume) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Values of both at places in the middle of the head, where scalp and air are few."""
    slices, rows, columns = after.shape
    window = (slice(0, slices), slice(rows // 4, rows - rows // 4), slice(columns // 4, columns - columns // 4))
    size = int(np.prod([part.stop - part.start for part in window]))
    step = max(1, round((size / SAMPLES) ** 0.5))
    picked = (window[0], *(slice(part.start, part.stop, step) for part in window[1:]))
    post = after.voxels[picked].ravel().astype(np.float32)
    if on_one_grid(after, before):
        pre = before.voxels[picked].ravel().astype(np.float32)
    else:
        places = np.stack(
            np.meshgrid(*(np.arange(part.start, part.stop, part.step or 1) for part in picked), indexing="ij")
        )
        matrix = grid_map(after, before)
        pre = sample(before, matrix[:3, :3] @ places.reshape(3, -1) + matrix[:3, 3:])
    both = np.isfinite(post) & np.isfinite(pre)
    return post[both], pre[both]


def _tissue(values: NDArray[np.float32]) -> NDArray[np.bool_]:
    """What is neither air nor fluid nor fat: about the median of all that is not air."""
    if values.size == 0:
        return np.zeros(0, np.bool_)
    solid = values[values > _AIR * float(np.percentile(values, 99))]
    if solid.size == 0:
        return np.zeros(values.shape, np.bool_)
    median = float(np.median(solid))
    return (values > _DARK * median) & (values < _BRIGHT * median)
