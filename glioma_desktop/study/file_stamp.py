"""Whether files are still those that were read: by size and time of the last change."""

from __future__ import annotations

from pathlib import Path

from glioma_desktop.study.archive_record import time_in_archive
from glioma_desktop.study.series import Series

Stamps = tuple[tuple[int, int] | None, ...]


def stamps(series: Series, known: Stamps = ()) -> Stamps:
    """(bytes, ns of the last change) of each file of a series, in the order of its slices; None for one that is gone.

    Args:
        series: Its files are not unpacked for it where they were deleted from the cache of archives.
        known: What they were before: that is what such files are while their archive is as it was.
    """
    paths = list(dict.fromkeys(item.path for item in series.files))
    now = tuple(_stamp(path) for path in paths)
    if None in now and len(known) == len(now) and time_in_archive(paths[0]) is not None:
        return tuple(was if one is None else one for one, was in zip(now, known, strict=True))
    return now


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
