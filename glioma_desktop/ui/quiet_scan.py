"""A folder that was read before is read again because files have arrived: what is open on the screen stays what it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.store import AnnotationStore
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.catalogue_index import CatalogueIndex
from glioma_desktop.study.series import Series, Study
from glioma_desktop.ui.scan_work import Found, Taken, take_in
from glioma_desktop.ui.series_choice import series_name
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.task import Task

Open = Mapping[tuple[str, str], Series]
"""The series that are looked at or drawn on now, by the uid of their study and their own."""


@dataclass
class Arrived:
    """What has arrived in a folder.

    Attributes:
        found: Patients of whom something is new or has changed.
        new: How many studies the project did not know.
        fresh: The pseudonyms they belong to.
        waiting: (pseudonym, series) that have grown and stay as they are while they are open.
        grown: (pseudonym, what the log says) of series whose slices are counted anew, with what was drawn on them.
        reasons: Why files were passed over.
        studies: All studies of the folder.
    """

    found: list[Found] = field(default_factory=list)
    new: int = 0
    fresh: set[str] = field(default_factory=set)
    waiting: list[tuple[str, str]] = field(default_factory=list)
    grown: list[tuple[str, str]] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    studies: list[Study] = field(default_factory=list)

    def take(self, taken: Taken, before: tuple[Study, ...], waiting: Sequence[str]) -> None:
        """Note a study that the project has now.

        Args:
            taken: As it is in the project.
            before: What the project knew of its patient.
            waiting: The names of its series that stay as they are.
        """
        name = taken.record.pseudonym
        self.grown += taken.grown
        self.waiting += [(name, series) for series in waiting]
        if len(taken.studies) > len(before):
            self.new += len(taken.studies) - len(before)
            self.fresh.add(name)
        if taken.studies != before:
            self.found.append(Found(taken.record, taken.studies, taken.people, name in self.fresh))


def in_use(session: Session) -> Open:
    """The series of the open patient that are shown, being read, or held for drawing, with those they are made from."""
    shown = {view.series_uid for view in session.views} | set(session.volumes) | set(session.arriving)
    found = {}
    for study in session.studies:
        for series in study.series:
            if series.uid in shown:
                for one in (series, series.source):
                    if one is not None:
                        found[study.uid, one.uid] = one
    return found


def look_again(
    task: Task,
    project: Project,
    folder: Path,
    index: CatalogueIndex,
    leave: Collection[str],
    told: dict[tuple[str, str], Study],
    open_: Open,
) -> Arrived:
    """Read what is new in a folder, and take it into the project.

    Args:
        task: Asked whether to stop.
        project: Gets the studies.
        folder: Read before, by the index.
        index: Knows the files that have not changed.
        leave: Files that somebody is still writing.
        told: By identifier and uid the studies as they were told last; filled here.
        open_: Series that stay as they are.

    Raises:
        GliomaError: the folder cannot be read, or the project not be written.
    """
    arrived, store = Arrived(), project.store

    def found(study: Study) -> None:
        if task.cancelled or told.get((study.patient_id, study.uid)) == study:
            return
        kept, waiting = _as_open(study, open_)
        before, taken = _known(store, study), take_in(store, kept, folder)
        if taken is not None:
            arrived.take(taken, before, waiting)
        if not waiting:  # only now: what could not be taken in is tried again
            told[study.patient_id, study.uid] = study

    catalogue = Catalogue(lambda: task.cancelled, index=index, leave=leave)
    arrived.studies = catalogue.scan(folder, None, found)
    arrived.reasons = [one.reason for one in catalogue.unreadable]
    return arrived


def _known(store: AnnotationStore, study: Study) -> tuple[Study, ...]:
    """What the project knows of the patient of a study."""
    found = store.find_study(study)
    return () if found is None else tuple(store.studies(found[0].pseudonym))


def _as_open(study: Study, open_: Open) -> tuple[Study, list[str]]:
    """The study with its open series as they are, and the names of those that are others on the disc."""
    series, waiting = [], []
    for one in study.series:
        shown = open_.get((study.uid, one.uid))
        if shown is not None and shown.files != one.files:
            waiting.append(series_name(shown))
            series.append(shown)
        else:
            series.append(one)
    return (replace(study, series=tuple(series)) if waiting else study), waiting
