"""A folder -> the studies in it. Only headers are read; everything that cannot be read is named with its reason.

The libraries that read them are loaded with the first file: the window stands before they are needed.
"""

from __future__ import annotations

import os
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from glioma_desktop.errors import CatalogueError, StudyReadError
from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.dicom_studies import StudyKey, dicom_study, study_key
from glioma_desktop.study.nifti_header import NiftiHeader, half_of_a_pair, is_nifti_name, is_nifti_start
from glioma_desktop.study.nifti_studies import is_outline_file, nifti_studies
from glioma_desktop.study.series import Study, Unreadable

DICOM_ENDINGS = (".dcm", ".dicom", ".ima")
GZIP = b"\x1f\x8b"


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

    Attributes:
        unreadable: What was passed over although it looked like an image, with the reason.
        masks: Outline files (NIfTI labels beside images); they are not studies.
        was_cancelled: The last scan was stopped before its end; what it returned is what it had found.
    """

    def __init__(self, cancelled: Callable[[], bool] = lambda: False, root: Path | None = None) -> None:
        self._cancelled = cancelled
        self._given_root = None if root is None else root.absolute()
        self._root = Path()
        self.unreadable: list[Unreadable] = []
        self.masks: list[Path] = []
        self.was_cancelled = False

    def scan(
        self,
        paths: Path | str | Sequence[Path | str],
        progress: Callable[[ScanProgress], None] | None = None,
        on_study: Callable[[Study], None] | None = None,
    ) -> list[Study]:
        """The studies in a folder, a file, or several of both, sorted by patient, date and uid.

        Args:
            paths: What to search; folders with everything below them.
            progress: Called after every file, on the caller's thread.
            on_study: Called with a study as soon as the next one begins in another folder; again, with the same
                patient and uid, should more of it turn up elsewhere.

        Raises:
            CatalogueError: a path does not exist, or a folder given cannot be searched.
        """
        given = [Path(p).absolute() for p in ([paths] if isinstance(paths, str | Path) else paths)]
        self.unreadable, self.masks, self.was_cancelled = [], [], False
        common = _root_of(given)
        self._root = self._given_root or common
        files = list(self._files(given))
        dicom: dict[StudyKey, list[DicomHeader]] = defaultdict(list)
        nifti: list[NiftiHeader] = []
        delivery = _Delivery(on_study)
        for done, path in enumerate(files, start=1):
            if self._cancelled():
                self.was_cancelled = True
                break
            self._look_at(path, dicom, nifti, delivery)
            if progress is not None:
                progress(ScanProgress(done, len(files), path.parent))
        delivery.finish(dicom)
        studies = list(delivery.studies.values())
        for study in self._nifti_studies(nifti, dicom):
            studies.append(study)
            if on_study is not None:
                on_study(study)
        return sorted(studies, key=lambda s: (s.patient_id, s.date, s.uid))

    def _look_at(
        self, path: Path, dicom: dict[StudyKey, list[DicomHeader]], nifti: list[NiftiHeader], delivery: _Delivery
    ) -> None:
        from glioma_desktop.study.dicom_scan import read_headers
        from glioma_desktop.study.nifti_reader import read_nifti_header

        try:
            kind = _kind_of(path)
            if kind == "dicom":
                for header in read_headers(path):
                    key = study_key(header)
                    dicom[key].append(header)
                    delivery.touched(key, path.parent, dicom)
            elif kind == "nifti":
                nifti.append(read_nifti_header(path))
        except StudyReadError as error:
            self.unreadable.append(Unreadable(path, error.message))
        except FileNotFoundError:
            why = (
                "is a link to a file that is not there" if path.is_symlink() else "disappeared while it was being read"
            )
            self.unreadable.append(Unreadable(path, f"{path.name} {why}."))
        except PermissionError:
            self.unreadable.append(Unreadable(path, f"{path.name} may not be read: ask for permission to open it."))
        except OSError as error:
            reason = error.strerror or "read error"
            self.unreadable.append(Unreadable(path, f"{path.name} cannot be read from its disc: {reason}."))

    def _nifti_studies(self, found: Sequence[NiftiHeader], dicom: dict[StudyKey, list[DicomHeader]]) -> list[Study]:
        folders = {header.path.parent for headers in dicom.values() for header in headers}
        images = []
        for header in found:
            try:
                outline = is_outline_file(header, folders, found)
            except (OSError, EOFError, zlib.error):
                reason = f"{header.path.name} cannot be read to its end: it is damaged or cut off."
                self.unreadable.append(Unreadable(header.path, reason))
                continue
            if outline:
                self.masks.append(header.path)
            else:
                images.append(header)
        return nifti_studies(images, self._root)

    def _files(self, given: Iterable[Path]) -> Iterator[Path]:
        folders: set[tuple[int, int]] = set()
        files: set[Path] = set()
        for path in given:
            for file in self._below(path, folders) if path.is_dir() else (path,):
                if file not in files:
                    files.add(file)
                    yield file

    def _below(self, top: Path, seen: set[tuple[int, int]]) -> Iterator[Path]:
        """The files in a folder, then those in each folder below it; a folder reached twice (by a link) counts once."""
        waiting = [top]
        while waiting:
            if self._cancelled():
                self.was_cancelled = True
                return
            folder = waiting.pop()
            try:
                place = folder.stat()
                if (place.st_dev, place.st_ino) in seen:
                    continue
                seen.add((place.st_dev, place.st_ino))
                with os.scandir(folder) as listing:
                    entries = sorted(listing, key=lambda e: e.name)
            except OSError as error:
                reason = _folder_reason(folder, error)
                if folder == top:
                    raise CatalogueError(reason, folder) from error
                self.unreadable.append(Unreadable(folder, reason))
                continue
            inner = []
            for entry in entries:
                if entry.name.startswith("._") or entry.name == ".DS_Store":
                    continue
                try:
                    is_folder = entry.is_dir()
                except OSError as error:
                    self.unreadable.append(Unreadable(Path(entry.path), _folder_reason(Path(entry.path), error)))
                    continue
                if is_folder:
                    inner.append(Path(entry.path))
                else:
                    yield Path(entry.path)
            waiting += reversed(inner)


class _Delivery:
    """Builds each study when images of another one appear outside its folder, and again if more of it is found later."""

    def __init__(self, on_study: Callable[[Study], None] | None) -> None:
        self._on_study = on_study
        self._open: dict[StudyKey, Path] = {}
        self._last: StudyKey | None = None
        self.studies: dict[StudyKey, Study] = {}

    def touched(self, key: StudyKey, folder: Path, dicom: dict[StudyKey, list[DicomHeader]]) -> None:
        known = self._open.get(key)
        if known is None:
            self._open[key] = folder
        elif folder != known and known not in folder.parents:
            # The folder above a first series may hold the others.
            self._open[key] = Path(os.path.commonpath([folder, known]))
        if key != self._last:
            self._last = key
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


def _kind_of(path: Path) -> str:
    """``dicom``, ``nifti`` or ``""`` by the first bytes of a file; its name decides only what counts as broken."""
    from glioma_desktop.study.dicom_scan import is_dicom

    if not path.is_file() and path.exists():
        return ""
    with path.open("rb") as file:
        start = file.read(352)
    name = path.name.lower()
    named_dicom = name.endswith(DICOM_ENDINGS)
    if not start:
        if named_dicom or is_nifti_name(path) or not path.suffix:
            raise StudyReadError(f"{path.name} is empty: copy it again from its source.", path)
        return ""
    if is_dicom(start):
        return "dicom"
    if is_nifti_name(path):
        return _named_nifti(path, start)
    if half_of_a_pair(path, start):
        raise StudyReadError(f"{path.name} is half of a pair (.hdr and .img): convert it to one .nii file.", path)
    if is_nifti_start(start):
        raise StudyReadError(f"{path.name} is a NIfTI file under another name: rename it to end in .nii.", path)
    if named_dicom:
        raise StudyReadError(f"{path.name} is named like a DICOM file but is none.", path)
    return ""


def _named_nifti(path: Path, start: bytes) -> str:
    packed = path.name.lower().endswith(".gz")
    if start.startswith(GZIP) != packed and (start.startswith(GZIP) or is_nifti_start(start)):
        ending = ".nii" if packed else ".nii.gz"
        raise StudyReadError(f"{path.name} has the wrong ending: rename it to end in {ending}.", path)
    return "nifti"


def _root_of(given: Sequence[Path]) -> Path:
    if not given:
        raise CatalogueError("No folder was given.")
    for path in given:
        if not path.exists():
            raise CatalogueError(f"There is no file or folder {path}. Check the path.", path)
    return Path(os.path.commonpath([p if p.is_dir() else p.parent for p in given]))


def _folder_reason(folder: Path, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return f"The folder {folder.name} may not be opened: ask for permission."
    if isinstance(error, FileNotFoundError):
        return f"The folder {folder.name} disappeared while it was being read."
    return f"The folder {folder.name} cannot be read: {error.strerror or 'read error'}."
