"""What a reader opens -> studies: folders and files as they lie, discs by their list, each archive as a folder of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from glioma_desktop.study.archive_cache import ArchiveCache, left_out
from glioma_desktop.study.archive_members import TAR, ZIP, is_archive
from glioma_desktop.study.archive_record import Place
from glioma_desktop.study.catalogue import Catalogue, ScanProgress
from glioma_desktop.study.catalogue_index import CatalogueIndex
from glioma_desktop.study.series import Study, Unreadable

OnStudy = Callable[[Study, Path], None]
"""A study and the folder that its places are relative to."""


@dataclass
class Found:
    """All that was found in what was opened.

    Attributes:
        studies: By patient, date and uid, of one thing opened after the other.
        unreadable: What was passed over.
        masks: Outline files.
        packed: How many archives lie in folders in which no study lies open; they are opened when they are chosen.
    """

    studies: list[Study] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    masks: list[Path] = field(default_factory=list)
    packed: int = 0


class Opener:
    """Opens paths, whatever they are.

    Args:
        archives: Where archives are unpacked.
        index: Remembers what was found; None: everything is read.
        cancelled: Asked between files; True ends with what was found.
    """

    def __init__(
        self,
        archives: ArchiveCache,
        index: CatalogueIndex | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        self._archives, self._index, self._cancelled = archives, index, cancelled

    def open(
        self,
        paths: Sequence[Path],
        progress: Callable[[ScanProgress], None] | None = None,
        on_study: OnStudy | None = None,
    ) -> Found:
        """The studies in folders, files and archives.

        Args:
            paths: Absolute.
            progress: Called after every file, on the caller's thread.
            on_study: Called with each study as soon as it is known; again when more of it turns up.

        Raises:
            CatalogueError: a path does not exist, or cannot be searched or unpacked.
        """
        found = Found()
        archives = [path for path in paths if path.is_file() and is_archive(path)]
        others = [path for path in paths if path not in archives]
        if others or not archives:
            self._scan(others, found, progress, on_study)
        for archive in archives:
            if not self._cancelled():
                self._open_archive(archive, found, progress, on_study)
        return found

    def _scan(
        self,
        paths: list[Path],
        found: Found,
        progress: Callable[[ScanProgress], None] | None,
        on_study: OnStudy | None,
    ) -> None:
        catalogue, root = Catalogue(self._cancelled, index=self._index), _root_of(paths)
        found.studies += catalogue.scan(paths, progress, _with_root(on_study, root))
        _take(catalogue, found)
        if not found.studies:
            found.packed = sum(name.lower().endswith((*ZIP, *TAR)) for name in self._names_below(paths))

    def _names_below(self, paths: Sequence[Path]) -> Iterator[str]:
        for path in paths:
            for _, _, names in os.walk(path):
                if self._cancelled():
                    return
                yield from names

    def _open_archive(
        self,
        archive: Path,
        found: Found,
        progress: Callable[[ScanProgress], None] | None,
        on_study: OnStudy | None,
    ) -> None:
        place = self._archives.place_of(archive)
        catalogue = Catalogue(self._cancelled, index=self._index)
        tell = progress or (lambda _: None)
        tell(ScanProgress(0, 0, archive))
        if self._archives.known(place) is not None:
            told = None if progress is None else lambda now: tell(_of_archive(now, place))
            found.studies += catalogue.scan(place.root, told, _with_root(on_study, place.root))
        else:
            folders = self._archives.unpack(
                place, lambda done, total: tell(ScanProgress(done, total, archive)), self._cancelled
            )
            found.studies += catalogue.scan_arriving(place.root, folders, _with_root(on_study, place.root))
        _take(catalogue, found)
        found.unreadable += left_out(place)


def _take(catalogue: Catalogue, found: Found) -> None:
    found.unreadable += catalogue.unreadable
    found.masks += catalogue.masks


def _of_archive(now: ScanProgress, place: Place) -> ScanProgress:
    return ScanProgress(now.done, now.total, place.archive)


def _with_root(on_study: OnStudy | None, root: Path) -> Callable[[Study], None] | None:
    if on_study is None:
        return None
    tell = on_study
    return lambda study: tell(study, root)


def _root_of(paths: Sequence[Path]) -> Path:
    if not paths:
        return Path()
    root = paths[0] if len(paths) == 1 else Path(os.path.commonpath(paths))
    return root if root.is_dir() else root.parent
