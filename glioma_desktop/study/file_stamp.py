"""Whether files are still those that were read: by size and time of the last change."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.archive_cache import bring_back
from glioma_desktop.study.series import Series

Stamps = tuple[tuple[int, int] | None, ...]


def stamps(series: Series) -> Stamps:
    """(bytes, ns of the last change) of each file of a series, in the order of its slices; None for one that is gone."""
    paths = list(dict.fromkeys(item.path for item in series.files))
    with suppress(StudyReadError):  # told when they are read
        bring_back(paths)
    return tuple(_stamp(path) for path in paths)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
