"""Thumbnails of what a scan has found, made in the background while nothing else is read, and kept in the index."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.archive_record import in_archive
from glioma_desktop.study.catalogue_index import CatalogueIndex
from glioma_desktop.study.missing import missing
from glioma_desktop.study.series import Series, Study
from glioma_desktop.study.thumbnail import thumbnail
from glioma_desktop.ui.task import Task, run_task

BREATH_S = 0.02
"""Between two pictures, so that whoever waits for a series goes first."""
TOGETHER = 16
Picture = tuple[Series, NDArray[np.uint8]]


class ThumbnailFiller(QObject):
    """Fills the index; another scan takes the place of the one before."""

    def __init__(self, index: CatalogueIndex, parent: QObject) -> None:
        super().__init__(parent)
        self._index = index
        self._task: Task | None = None

    def fill(self, studies: Sequence[Study]) -> None:
        """Make the thumbnails that are missing."""
        self.stop()
        series = [one for study in studies for one in study.series]
        self._task = run_task(lambda task: _fill(task, self._index, series), on_done=self._ended, on_error=self._ended)

    def stop(self) -> None:
        """Leave the rest for another time."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    @property
    def running(self) -> bool:
        """Thumbnails are being made."""
        return self._task is not None

    def _ended(self, _: object) -> None:
        self._task = None


def _picture_of(index: CatalogueIndex, series: Series) -> tuple[NDArray[np.uint8], bool]:
    """The thumbnail of a series, uint8 ``[96, 96]``, and whether it had to be made.

    Raises:
        StudyReadError: the file of its middle slice is missing or damaged, or was deleted from the cache of archives: none
            is unpacked for a picture.
    """
    known = index.thumbnail(series)
    if known is not None:
        return known, False
    path = series.files[len(series.files) // 2].path
    if in_archive(path) and not path.exists():
        raise missing(path)
    return thumbnail(series), True


def pictures_of(
    task: Task, index: CatalogueIndex, series: Sequence[Series]
) -> Iterator[tuple[Series, NDArray[np.uint8], bool]]:
    """The thumbnails of series, uint8 ``[96, 96]``, and whether they had to be made, until the task is cancelled.

    One that cannot be made is left out: the reason is said when the series is opened.
    """
    for one in series:
        if task.cancelled:
            return
        try:
            picture, new = _picture_of(index, one)
        except StudyReadError:
            continue
        yield one, picture, new


def _fill(task: Task, index: CatalogueIndex, series: Sequence[Series]) -> None:
    made: list[Picture] = []
    for one, picture, new in pictures_of(task, index, series):
        if new:
            made.append((one, picture))
            time.sleep(BREATH_S)
        if len(made) == TOGETHER:
            index.keep_thumbnails(made)
            made = []
    index.keep_thumbnails(made)
