"""What a scan learns of each file of a folder, and reads of it: the part of the catalogue that an index remembers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from glioma_desktop.errors import StudyReadError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.file_kind import kind_of
from glioma_desktop.study.nifti_header import NiftiHeader

CHUNK = 16 * 1024


@dataclass(slots=True)
class FolderFacts:
    """Of the files of one folder, by name; a file that is in none of these is no image.

    Attributes:
        dicom: The headers of its images.
        nifti: Whether it holds only labels; None when nobody had to look.
        unreadable: Why it was passed over.
        passing: Files whose fault may be gone tomorrow (a permission, a disc): they are read anew each time.
        stored: All this as an index keeps it, where it has it already.
    """

    dicom: dict[str, list[DicomHeader]] = field(default_factory=dict)
    nifti: dict[str, bool | None] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    passing: set[str] = field(default_factory=set)
    stored: str = ""

    def take(self, name: str, other: FolderFacts) -> None:
        """What is known of a file that has not changed."""
        if name in other.dicom:
            self.dicom[name] = other.dicom[name]
        elif name in other.nifti:
            self.nifti[name] = other.nifti[name]
        elif name in other.unreadable:
            self.unreadable[name] = other.unreadable[name]


class FileReader:
    """Reads what a scan has to know of files, each opened once.

    Attributes:
        nifti: The headers of the NIfTI files read so far.
    """

    def __init__(self) -> None:
        from glioma_desktop.study.dicom_scan import HeaderReader  # its libraries come with the first file

        self._headers = HeaderReader()
        self.nifti: list[NiftiHeader] = []

    def look_at(self, path: Path, facts: FolderFacts) -> None:
        """Put what a file is into the facts of its folder."""
        name = path.name
        try:
            with path.open("rb", buffering=0) as file:
                start = file.read(CHUNK)
                kind = kind_of(path, start)
                if kind == "dicom":
                    facts.dicom[name] = self._headers.read(file, start, path)
                elif kind == "nifti":
                    self._take_nifti(path, facts, None)
        except StudyReadError as error:
            facts.unreadable[name] = error.message
        except OSError as error:
            facts.unreadable[name] = _reason(path, error)
            facts.passing.add(name)

    def nifti_again(self, path: Path, facts: FolderFacts, only_labels: bool | None) -> None:
        """The header of a NIfTI file of which the index knows no more than that it is one, and what it holds."""
        try:
            self._take_nifti(path, facts, only_labels)
        except (StudyReadError, OSError):
            self.look_at(path, facts)

    def _take_nifti(self, path: Path, facts: FolderFacts, only_labels: bool | None) -> None:
        from glioma_desktop.study.nifti_reader import read_nifti_header

        self.nifti.append(read_nifti_header(path))
        facts.nifti[path.name] = only_labels


def _reason(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        if path.is_symlink():
            return phrase("{name} is a link to a file that is not there.", name=path.name)
        return phrase("{name} disappeared while it was being read.", name=path.name)
    if isinstance(error, PermissionError):
        return phrase("{name} may not be read: ask for permission to open it.", name=path.name)
    return phrase(
        "{name} cannot be read from its disc: {reason}.", name=path.name, reason=error.strerror or phrase("read error")
    )
