"""One door to the voxels of a series, whatever file it comes from.

The readers and their libraries are loaded with the first series: the window stands before they are needed.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.study.archive_return import bring_back
from glioma_desktop.study.arrival import Arrival
from glioma_desktop.study.series import Series
from glioma_desktop.study.stack_geometry import stack_geometry
from glioma_desktop.study.unpacked_cache import UnpackedCache
from glioma_desktop.study.volume import NOT_NUMBERS, Volume

Progress = Callable[[int, int], None]


def read_series(
    series: Series,
    progress: Progress | None = None,
    arrival: Arrival | None = None,
    cache: UnpackedCache | None = None,
    source: Volume | None = None,
) -> Volume:
    """The volume of a series; that of a reformat is made from its source's.

    Args:
        series: As the catalogue found it.
        progress: Called with (slices read, slices).
        arrival: For whoever looks at the series while it comes: says which slice is read next, and holds what is there. A
            small packed file comes as a whole.
        cache: Where an unpacked copy of a packed file may lie (``keep_unpacked`` puts it there).
        source: The volume of ``series.source`` where it is at hand; else that is read too.

    Raises:
        StudyReadError: a file is missing, damaged, or is no longer what the catalogue found; ``ReadingStopped`` when the
            arrival was stopped.
    """
    if arrival is not None:
        arrival.check()
    if series.source is not None:
        from glioma_desktop.study.reformat import resampled

        if source is None:
            source = read_series(series.source, None if arrival is None else lambda *_: arrival.check(), cache=cache)
        return resampled(source, series, progress, arrival)
    if arrival is None:
        bring_back([item.path for item in series.files])
    else:
        arrival.bring_back()
    if series.kind == "nifti":
        from glioma_desktop.study.nifti_reader import read_nifti_series

        return read_nifti_series(series, progress, cache, arrival)
    from glioma_desktop.study.dicom_reader import read_dicom

    return read_dicom(series, progress, arrival)


def keep_unpacked(series: Series, volume: Volume, cache: UnpackedCache) -> None:
    """Keep the volume of a packed file, as ``read_series`` gave them, for the next time; of other series nothing."""
    item = series.files[0]
    # Voxels that are not numbers are told of when the file itself is read.
    told = any(words in warning for warning in volume.warnings for words in NOT_NUMBERS)
    if series.kind == "nifti" and series.source is None and item.path.suffix.lower() == ".gz" and not told:
        cache.keep(item.path, item.frame, volume)


def read_slice(series: Series, slice_index: int) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """One slice ``[row, column]`` as float32, larger is brighter, and the (4, 4) affine of it alone; for pictures in lists.

    The slice axis of the affine starts at this slice.

    Raises:
        StudyReadError: the file is missing or damaged.
    """
    if series.source is not None:
        from glioma_desktop.study.reformat import resampled_slice

        values = resampled_slice(read_series(series.source), series, slice_index)
        return values, np.array(series.affine, np.float64)
    if series.kind == "nifti":
        volume = read_series(series)
        return np.array(volume.voxels[slice_index], np.float32), volume.affine
    from glioma_desktop.study.dicom_reader import read_dicom_slice

    bring_back([series.files[slice_index].path])
    values, header = read_dicom_slice(series, slice_index)
    return -values if header.inverted else values, stack_geometry([header]).affine
