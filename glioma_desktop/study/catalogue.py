"""A folder -> the studies in it. Only headers are read; everything that cannot be read is named with its reason.

What an index remembers of a folder is not read again: a folder in which no file has changed is known at once, and of another
one only the files are read that are new or have changed.
"""

from __future__ import annotations

import os
import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from glioma_desktop.errors import CatalogueError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.catalogue_index import CatalogueIndex, Opening, RememberedFolder
from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.dicom_studies import StudyKey, dicom_study, study_key
from glioma_desktop.study.dicomdir import DiscList, disc_lists, images_first, is_dicomdir
from glioma_desktop.study.file_facts import FileReader, FolderFacts
from glioma_desktop.study.folder_listing import FolderWalk, Listing
from glioma_desktop.study.nifti_header import NiftiHeader
from glioma_desktop.study.nifti_studies import Surroundings, holds_only_labels, nifti_studies
from glioma_desktop.study.series import Study, Unreadable


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """How far a scan is: files looked at, files found, and the folder it is in."""

    done: int
    total: int
    folder: Path


class Catalogue:
    """Finds the studies in folders.

    Args:
        cancelled: Asked between files; True ends the scan with what was found.
        root: What the uids of NIfTI files are relative to (default: the folder that is scanned).
        index: Remembers what was found, for the next time; None: everything is read.
        leave: Paths of files that are left out: somebody is still writing them.

    Attributes:
        unreadable: What was passed over although it looked like an image, with the reason.
        masks: Outline files (NIfTI labels beside images); they are not studies.
        was_cancelled: The last scan was stopped before its end; what it returned is what it had found.
        read: How many files the last scan opened.
    """

    def __init__(
        self,
        cancelled: Callable[[], bool] = lambda: False,
        root: Path | None = None,
        index: CatalogueIndex | None = None,
        leave: Collection[str] = (),
    ) -> None:
        self._cancelled, self._leave = cancelled, leave
        self._given_root = None if root is None else root.absolute()
        self._root = Path()
        self._lists: list[DiscList] | None = None
        self._index = index
        self.unreadable: list[Unreadable] = []
        self.masks: list[Path] = []
        self.was_cancelled = False
        self.read = 0

    def scan(
        self,
        paths: Path | str | Sequence[Path | str],
        progress: Callable[[ScanProgress], None] | None = None,
        on_study: Callable[[Study], None] | None = None,
    ) -> list[Study]:
        """The studies in a folder, a file, or several of both, sorted by patient, date and uid.

        Args:
            paths: What to search; folders with everything below them.
            progress: Called after every file, on the caller's thread; first when the studies of a known folder were told.
            on_study: Called with a study as soon as the next one begins in another folder; again, with the same
                patient and uid, should more of it turn up elsewhere. A known folder's studies come at once, when of each
                no more than its first file was looked at, and again if they have changed.

        Raises:
            CatalogueError: a path does not exist, or a folder given cannot be searched.
        """
        given = [_as_opened(Path(p).absolute()) for p in ([paths] if isinstance(paths, str | Path) else paths)]
        self.unreadable, self.masks, self.was_cancelled, self.read = [], [], False, 0
        common = _root_of(given)
        self._root = self._given_root or common
        # A folder as a whole, whose studies are always the same ones while its files are.
        opened = common if given == [common] and common.is_dir() and self._root == common else None
        known = self._index.opening(opened) if self._index is not None and opened is not None else None
        told: dict[StudyKey, Study] = {}
        if known is not None and on_study is not None:
            for study in known.there():
                told[study.patient_id, study.uid] = study
                on_study(study)
            if progress is not None:
                progress(ScanProgress(0, 0, known.root))
        walk = FolderWalk(self._cancelled)
        listings = [one.without(self._leave) for one in walk.listings(given)]
        self.unreadable, self.was_cancelled = walk.unreadable, walk.was_cancelled
        if known is not None and not walk.unreadable and not walk.was_cancelled and known.is_as(listings):
            self.unreadable, self.masks = list(known.unreadable), list(known.masks)
            return list(known.studies)
        self._lists = disc_lists(listings)
        listings, total = images_first(listings, self._lists), sum(len(listing.names) for listing in listings)
        tell = progress or (lambda _: None)
        return self._look_through(listings, total, opened, tell, _only_new(on_study, told))

    def scan_arriving(
        self, folder: Path, listings: Iterable[Listing], on_study: Callable[[Study], None] | None = None
    ) -> list[Study]:
        """The studies of a folder that is being filled, as ``scan`` would find them afterwards.

        Args:
            folder: The folder, absolute.
            listings: Its folders, each when all of its files are there.
            on_study: As in ``scan``.
        """
        self.unreadable, self.masks, self.was_cancelled, self.read = [], [], False, 0
        self._root, self._lists = self._given_root or folder, None
        return self._look_through(listings, 0, folder, lambda _: None, on_study)

    def _look_through(
        self,
        listings: Iterable[Listing],
        total: int,
        opened: Path | None,
        progress: Callable[[ScanProgress], None],
        on_study: Callable[[Study], None] | None,
    ) -> list[Study]:
        dicom: dict[StudyKey, list[DicomHeader]] = defaultdict(list)
        delivery, reader = _Delivery(on_study), FileReader()
        remembered = {} if self._index is None else self._index.folders_below(self._root)
        learned: dict[Path, tuple[Listing, FolderFacts]] = {}
        done = 0
        for listing in listings:
            facts, folder, known = FolderFacts(), Path(listing.folder), remembered.get(listing.folder)
            for path in self._read(listing, folder, known, reader, facts):
                self._sort_in(path, folder, facts, dicom, delivery)
                done += 1
                progress(ScanProgress(done, total, folder))
            if self.was_cancelled:
                break
            if known is not None and not facts.passing and not any(n is None for n in facts.nifti.values()):
                facts.stored = known.stored_if(listing)
            learned[folder] = listing, facts
        self.was_cancelled = self.was_cancelled or self._cancelled()
        delivery.finish(dicom)
        self._compare_with_disc_lists([listing for listing, _ in learned.values()])
        studies = list(delivery.studies.values())
        for study in self._nifti_studies(reader.nifti, dicom, learned):
            studies.append(study)
            if on_study is not None:
                on_study(study)
        studies.sort(key=lambda s: (s.patient_id, s.date, s.uid))
        self._remember(opened, learned, studies)
        return studies

    def _read(
        self, listing: Listing, folder: Path, known: RememberedFolder | None, reader: FileReader, facts: FolderFacts
    ) -> Iterator[Path]:
        """Put what the files of a folder are into its facts; each is yielded when it is known."""
        for number, name in enumerate(listing.names):
            if self._cancelled():
                self.was_cancelled = True
                return
            path = folder / name
            if known is None or not known.has(name, listing.stamp(number)):
                self.read += 1
                reader.look_at(path, facts)
            else:
                facts.take(name, known.facts)
                if name in facts.nifti:
                    reader.nifti_again(path, facts, facts.nifti[name])
            yield path

    def _sort_in(
        self,
        path: Path,
        folder: Path,
        facts: FolderFacts,
        dicom: dict[StudyKey, list[DicomHeader]],
        delivery: _Delivery,
    ) -> None:
        for header in facts.dicom.get(path.name, ()):
            key = study_key(header)
            dicom[key].append(header)
            delivery.touched(key, folder, dicom)
        if path.name in facts.unreadable:
            self.unreadable.append(Unreadable(path, facts.unreadable[path.name]))

    def _compare_with_disc_lists(self, listings: Sequence[Listing]) -> None:
        """Say which files a DICOMDIR names that are not there."""
        if not self.was_cancelled:
            for known in disc_lists(listings) if self._lists is None else self._lists:
                sentence = known.missing(listings)
                if sentence is not None:
                    self.unreadable.append(Unreadable(known.path, sentence))

    def _remember(
        self, opened: Path | None, learned: Mapping[Path, tuple[Listing, FolderFacts]], studies: Sequence[Study]
    ) -> None:
        if self._index is None:
            return
        sure = not self.was_cancelled and not any(facts.passing for _, facts in learned.values())
        opening = None
        if opened is not None and sure:
            opening = Opening(opened, tuple(studies), tuple(self.unreadable), tuple(self.masks))
        self._index.keep(self._root, list(learned.values()), opening)

    def _nifti_studies(
        self,
        found: Sequence[NiftiHeader],
        dicom: dict[StudyKey, list[DicomHeader]],
        learned: Mapping[Path, tuple[Listing, FolderFacts]],
    ) -> list[Study]:
        folders = {header.path.parent for headers in dicom.values() for header in headers} if found else set()
        around = Surroundings(folders, found)
        images = []
        for header in found:
            own = learned[header.path.parent][1].nifti if header.path.parent in learned else {}
            try:
                outline = around.may_be_outline(header)
                if outline and own.get(header.path.name) is None:
                    own[header.path.name] = holds_only_labels(header)
                outline = outline and bool(own[header.path.name])
            except (OSError, EOFError, zlib.error):
                reason = phrase("{name} cannot be read to its end: it is damaged or cut off.", name=header.path.name)
                self.unreadable.append(Unreadable(header.path, reason))
                continue
            if outline:
                self.masks.append(header.path)
            else:
                images.append(header)
        return nifti_studies(images, self._root)


def _only_new(on_study: Callable[[Study], None] | None, told: dict[StudyKey, Study]) -> Callable[[Study], None] | None:
    """Passes on what has not been told already."""
    if on_study is None or not told:
        return on_study
    tell = on_study
    return lambda study: None if told.get((study.patient_id, study.uid)) == study else tell(study)


class _Delivery:
    """Builds each study when images of another one appear outside its folder, and again if more of it is found later."""

    def __init__(self, on_study: Callable[[Study], None] | None) -> None:
        self._on_study = on_study
        self._open: dict[StudyKey, Path] = {}
        self._last: Path | None = None
        self.studies: dict[StudyKey, Study] = {}

    def touched(self, key: StudyKey, folder: Path, dicom: dict[StudyKey, list[DicomHeader]]) -> None:
        known = self._open.get(key)
        if known is None:
            self._open[key] = folder
        elif folder != known and known not in folder.parents:
            # The folder above a first series may hold the others.
            self._open[key] = Path(os.path.commonpath([folder, known]))
        if folder != self._last:
            self._last = folder
            for other, home in list(self._open.items()):
                if other != key and folder != home and home not in folder.parents:
                    self._deliver(other, dicom)

    def finish(self, dicom: dict[StudyKey, list[DicomHeader]]) -> None:
        for key in list(self._open):
            self._deliver(key, dicom)

    def _deliver(self, key: StudyKey, dicom: dict[StudyKey, list[DicomHeader]]) -> None:
        del self._open[key]
        self.studies[key] = study = dicom_study(key, dicom[key])
        if self._on_study is not None:
            self._on_study(study)


def _as_opened(path: Path) -> Path:
    """The list of a disc stands for the disc."""
    return path.parent if is_dicomdir(path.name) and path.is_file() else path


def _root_of(given: Sequence[Path]) -> Path:
    if not given:
        raise CatalogueError(phrase("No folder was given."))
    for path in given:
        if not path.exists():
            raise CatalogueError(phrase("There is no file or folder {path}. Check the path.", path=path), path)
    return Path(os.path.commonpath([p if p.is_dir() else p.parent for p in given]))
