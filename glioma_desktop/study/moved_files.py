"""Studies whose files are no longer where they were, found again below another folder."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.archive_record import can_come_back
from glioma_desktop.study.missing import gone_with
from glioma_desktop.study.series import Series, Study

Size = Callable[[Path], int | None]
"""What is known of the size of a file that is gone."""


@dataclass(frozen=True, slots=True)
class Move:
    """A folder that lies elsewhere now.

    Attributes:
        old: Where it was.
        new: Where the same files are now, in the same places below it.
        studies: Those that were looked for and found there.
    """

    old: Path
    new: Path
    studies: tuple[Study, ...]


def gone(studies: Sequence[Study]) -> list[Study]:
    """The studies of which a series lacks its first file; one that is in an archive still there lacks nothing."""
    return [s for s in studies if any(one.files and _is_gone(one.files[0].path) for one in s.series)]


def gone_folder(study: Study) -> Path:
    """The uppermost folder that is gone with a study; its own when that is still there."""
    return gone_with(study.folder)


def find_moved(
    studies: Sequence[Study],
    place: Path,
    size_of: Size = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    looking: Callable[[Path], None] = lambda _: None,
) -> list[Move]:
    """Where the files of some studies are now, as far as they lie below a folder.

    A study is found where all its files lie to each other as they did, as large as they were, and the first of every series
    says that it belongs to it.

    Args:
        studies: What is looked for.
        place: Searched with everything below it.
        size_of: The size that is known of a file; None when it is not.
        cancelled: Asked between folders and between studies; True ends the search with what was found.
        looking: Called with every folder that is searched.
    """
    candidates = _called_alike(studies, place, cancelled, looking)
    found: dict[tuple[Path, Path], list[Study]] = defaultdict(list)
    for number, paths in candidates.items():
        if cancelled():
            break
        study = studies[number]
        # The more of the way to the files is as it was, the likelier it is the right one.
        for old, new in sorted((_ends(_sample(study), path) for path in paths), key=lambda way: len(way[0].parts)):
            if _lies_there(study, old, new, size_of):
                found[old, new].append(study)
                break
    return [Move(old, new, tuple(own)) for (old, new), own in found.items()]


def _called_alike(
    studies: Sequence[Study], place: Path, cancelled: Callable[[], bool], looking: Callable[[Path], None]
) -> dict[int, list[Path]]:
    """For the number of a study: the files below a folder that are called as its first one is."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for number, study in enumerate(studies):
        wanted[_sample(study).name].append(number)
    alike: dict[int, list[Path]] = defaultdict(list)
    for folder, _, names in os.walk(place):
        if cancelled():
            break
        looking(Path(folder))
        for name in wanted.keys() & set(names):
            for number in wanted[name]:
                alike[number].append(Path(folder, name))
    return alike


def moved_path(path: Path, old: Path, new: Path) -> Path:
    """A path at or below ``old`` as it is below ``new``; another one as it is."""
    return new / path.relative_to(old) if path.is_relative_to(old) else path


def _is_gone(path: Path) -> bool:
    return not path.exists() and not can_come_back(path)


def _sample(study: Study) -> Path:
    return study.series[0].files[0].path


def _ends(old: Path, new: Path) -> tuple[Path, Path]:
    """What is left of two paths without the names in which they end alike."""
    while old.name == new.name and old.name:
        old, new = old.parent, new.parent
    return old, new


def _lies_there(study: Study, old: Path, new: Path, size_of: Size) -> bool:
    for path in dict.fromkeys(item.path for series in study.series for item in series.files):
        there = moved_path(path, old, new)
        if there == path:
            return False
        try:
            size = there.stat().st_size
        except OSError:
            return False
        if size_of(path) not in (None, size):
            return False
    return all(_belongs(series, moved_path(series.files[0].path, old, new)) for series in study.series)


def _belongs(series: Series, path: Path) -> bool:
    """Whether a file says that it is of a series: DICOM by the uid of the series, NIfTI by its size in voxels."""
    from glioma_desktop.study.dicom_scan import read_headers
    from glioma_desktop.study.nifti_reader import read_nifti_header

    try:
        if series.kind == "nifti":
            return read_nifti_header(path).shape == series.shape
        headers = read_headers(path)
    except (StudyReadError, OSError):
        return False
    stated = headers[0].series_uid if headers else None
    return stated is not None and stated in (series.series_instance_uid, "")
