"""What the thumbnail of a series is kept by: the file of its middle slice as it is now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from glioma_desktop.study.any_name import written
from glioma_desktop.study.archive_record import time_in_archive
from glioma_desktop.study.series import Series

MOST_FRAMES = 1_000_000
Key = tuple[str, int, int, int]
"""Path, frame, size in bytes and time of the last change in ns."""


def thumbnail_key(series: Series, size_of: Callable[[Path], int | None]) -> Key | None:
    """The key of the picture of a series; None when its file is not there.

    Args:
        series: Its middle slice is the picture.
        size_of: What is known of the size of a file that is not there.
    """
    item = series.files[len(series.files) // 2]
    try:
        info = item.path.stat()
        size, time = info.st_size, info.st_mtime_ns
    except OSError:  # an image that was deleted to make room is not unpacked for its picture
        known, back = size_of(item.path), time_in_archive(item.path)
        if known is None or back is None:
            return None
        size, time = known, back
    frame = item.frame
    if series.step_mm is not None:  # a reformat has the files of its source, and a picture of its own
        frame = -(round(1000 * series.step_mm) * MOST_FRAMES + frame)
    return written(str(item.path)), frame, size, time
