"""Where the reader stopped in a project: the patient by pseudonym, the series by keyed hash, the slice.

It lies in the project's cache: a convenience, which may be deleted at any time.
"""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass

from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.whole_file import write_whole
from glioma_desktop.study.deidentify import keyed_hash
from glioma_desktop.study.slice_place import Point, point_from

FILE_NAME = "last_place.json"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LastPlace:
    """A slice of a series of a patient.

    Attributes:
        patient: The pseudonym.
        series: ``series_mark`` of the series, ``""`` when none was shown.
        slice_index: From 0.
        at_mm: Where that slice lies (``study/slice_place.py``): the series may have grown since; None where it is not known.
    """

    patient: str
    series: str = ""
    slice_index: int = 0
    at_mm: Point | None = None


def series_mark(project: Project, uid: str) -> str:
    """A series without its uid: no identifier stands in the file."""
    return keyed_hash(project.key, uid)


def keep_place(project: Project, place: LastPlace) -> None:
    """Write it down, if the project can be written; nothing depends on it."""
    if project.store.read_only:
        return
    try:
        write_whole(project.cache_dir / FILE_NAME, json.dumps(asdict(place)).encode("utf-8"))
    except OSError as error:
        log.info("where the reader stopped is not kept: %s", error.strerror)


def last_place(project: Project) -> LastPlace | None:
    """Where the reader stopped; None when that is not known."""
    try:
        data = json.loads((project.cache_dir / FILE_NAME).read_text(encoding="utf-8"))
        k, at_mm = max(0, int(data["slice_index"])), point_from(data.get("at_mm"))
        return LastPlace(str(data["patient"]), str(data["series"]), k, at_mm)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
