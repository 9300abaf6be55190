"""The list of files on a CD (DICOMDIR): a hint where the images are, and what should be there. The files have the last word."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from glioma_desktop.phrase import Phrase, phrase
from glioma_desktop.study.folder_listing import Listing

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

LARGEST = 64 << 20
"""Bytes of the list of a disc with a hundred thousand images."""
_IN_USE = 0xFFFF
Place = tuple[str, ...]


def is_dicomdir(name: str) -> bool:
    """Whether a file is called as the list of a disc; discs are read in capitals or not, with a version or without."""
    return _alike(name) == "dicomdir"


def listed_files(path: Path) -> list[Place]:
    """The files that a DICOMDIR lists, name by name from its folder, in its order; none where it cannot be read.

    ``pydicom.fileset`` asks for a list that keeps to the standard in everything and reads the images; here its records are
    read one by one, whatever they are linked to.
    """
    import pydicom  # with the first disc: the window stands before

    from glioma_desktop.study.dicom_frames import DICOM_DAMAGE

    try:
        if path.stat().st_size > LARGEST:
            return []
        dataset = pydicom.dcmread(path, force=True, specific_tags=["DirectoryRecordSequence"])
        records = dataset.get("DirectoryRecordSequence") or []
        return list(dict.fromkeys(place for record in records if (place := _place(record))))
    except (OSError, *DICOM_DAMAGE):
        return []


class DiscList:
    """What one DICOMDIR says, held against what is there.

    Args:
        path: Of the DICOMDIR.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._listed = {_alike_all(place): place for place in listed_files(path)}
        self._folders = {place[:-1] for place in self._listed}

    def lists(self, folder: str) -> bool:
        """Whether files of a folder are in the list."""
        return _alike_all(_below(folder, self.path.parent)) in self._folders if self._folders else False

    def missing(self, listings: Iterable[Listing]) -> Phrase | None:
        """A sentence on the files that are listed and not there; None when all are."""
        there = {
            (*place, _alike(name))
            for one in listings
            for place in (_alike_all(_below(one.folder, self.path.parent)),)
            for name in one.names
        }
        gone = [place for alike, place in self._listed.items() if alike not in there]
        if not gone:
            return None
        values = {"count": len(gone), "total": len(self._listed), "file": "/".join(gone[0])}
        if len(gone) == 1:
            return phrase(
                "The list of the disc (DICOMDIR) names a file that is not there: {file}. Ask for a whole copy.",
                **values,
            )
        return phrase(
            "The list of the disc (DICOMDIR) names {count} of {total} files that are not there, {file} first: ask for a "
            "whole copy.",
            **values,
        )


def disc_lists(listings: Sequence[Listing]) -> list[DiscList]:
    """The DICOMDIRs in some folders that name files."""
    return [
        DiscList(Path(one.folder, name)) for one in listings if one.whole for name in one.names if is_dicomdir(name)
    ]


def images_first(listings: Sequence[Listing], lists: Sequence[DiscList]) -> list[Listing]:
    """The folders with images before those of the programs on a disc, else as they are."""
    return (
        sorted(listings, key=lambda one: not any(known.lists(one.folder) for known in lists)) if lists else [*listings]
    )


def _place(record: Dataset) -> Place:
    """The file of a record, in its parts; none where there is none or it is out of use."""
    if record.get("RecordInUseFlag", _IN_USE) == 0:
        return ()
    stated = record.get("ReferencedFileID")
    parts = [stated] if isinstance(stated, str) else [str(part) for part in stated or ()]
    # Some writers put the whole way into one part.
    return tuple(name for part in parts for name in part.replace("\\", "/").split("/") if name not in ("", "."))


def _alike(name: str) -> str:
    """A name as discs do not tell it apart: capitals, a version after a semicolon, a dot at the end."""
    return name.strip().partition(";")[0].rstrip(".").casefold()


def _alike_all(place: Iterable[str]) -> Place:
    return tuple(_alike(name) for name in place)


def _below(folder: str, home: Path) -> Place:
    return Path(os.path.relpath(folder, home)).parts
