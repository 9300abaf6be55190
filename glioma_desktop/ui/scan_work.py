"""What a scan does off the GUI thread: studies that were found enter the project, and the window is told now and then."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from glioma_desktop.annotation.people import People, people_of
from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.roster import PatientRecord
from glioma_desktop.annotation.store import AnnotationStore
from glioma_desktop.phrase import phrase
from glioma_desktop.study import opening
from glioma_desktop.study.archive_cache import ArchiveCache
from glioma_desktop.study.catalogue import ScanProgress
from glioma_desktop.study.catalogue_index import CatalogueIndex
from glioma_desktop.study.grown_series import in_place
from glioma_desktop.study.series import OTHER_IMAGE, Study, Unreadable
from glioma_desktop.ui.series_choice import series_name
from glioma_desktop.ui.task import Task

REPORT_EVERY_S = 0.05


@dataclass(frozen=True, slots=True)
class Found:
    """A patient of whom a study was found, with all that the project knows of them.

    Attributes:
        people: Whether the studies may be of two people.
        arrived: New to a project that had others before.
    """

    record: PatientRecord
    studies: tuple[Study, ...]
    people: People
    arrived: bool


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What there was.

    Attributes:
        studies: That were found.
        unreadable: What was passed over.
        masks: Outline files.
        two_people: Pseudonyms that two patients may share.
        new: How many patients the project did not know.
        packed: How many archives lie where no study lies open.
        grown: (pseudonym, what the log says) of series that have more slices now, or are other images than were drawn on.
    """

    studies: tuple[Study, ...]
    unreadable: tuple[Unreadable, ...]
    masks: tuple[Path, ...]
    two_people: tuple[str, ...]
    new: int
    packed: int
    grown: tuple[tuple[str, str], ...]


class _News:
    """What the scan tells the window: not each file and patient by itself, or the window would be busy with nothing else."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._waiting: list[Found] = []
        self._told = self._moved = 0.0

    def progress(self, now: ScanProgress) -> None:
        """How far it is."""
        if time.monotonic() - self._moved > REPORT_EVERY_S:
            self._moved = time.monotonic()
            self._task.report(now)
            self.tell()

    def found(self, one: Found) -> None:
        """The first patient at once, further ones some at a time."""
        self._waiting.append(one)
        if time.monotonic() - self._told > REPORT_EVERY_S:
            self.tell()

    def tell(self) -> None:
        """All that waits."""
        if self._waiting:
            self._told = time.monotonic()
            self._task.report(self._waiting)
            self._waiting = []


@dataclass(frozen=True, slots=True)
class Taken:
    """A study that the project has now.

    Attributes:
        record: Its patient.
        studies: All that the project knows of the patient.
        people: Whether they may be of two people.
        grown: (pseudonym, what the log says) of series that have more slices now, or are other images than were drawn on.
    """

    record: PatientRecord
    studies: tuple[Study, ...]
    people: People
    grown: tuple[tuple[str, str], ...]


def take_in(store: AnnotationStore, study: Study, root: Path) -> Taken | None:
    """Take a study that was found below a folder into the project; None: it may only be read, and does not have it.

    Raises:
        AnnotationError: the project cannot be read or written.
    """
    last = store.last_event()
    record = _record_of(store, study, root)
    if record is None:
        return None
    name = record.pseudonym
    studies = tuple(store.studies(name))
    grown = tuple((name, event.text) for event in store.events(name, last) if event.kind == "grown")
    others = tuple((name, words) for words in _other_images(study, studies))
    return Taken(record, studies, people_of(store.annotation(name).people, studies), grown + others)


def _other_images(found: Study, known: Sequence[Study]) -> list[str]:
    """What is said of files of a study that hold another image now than when something was drawn on it."""
    return [
        phrase("{series} is another image than the one that was drawn on: check what is drawn", series=series_name(one))
        for study in known
        if study.uid == found.uid
        for one in study.series
        if one.source is None and OTHER_IMAGE in one.warnings
    ]


class _Intake:
    """Everything that one scan finds, on its way into the project."""

    def __init__(self, task: Task, store: AnnotationStore) -> None:
        self._task, self._store = task, store
        self._before = {record.pseudonym for record in store.patients()}
        self._seen: set[str] = set()
        self._partial: list[Unreadable] = []
        self._two_people: dict[str, None] = {}
        self._grown: list[tuple[str, str]] = []
        self.news = _News(task)

    def found(self, study: Study, root: Path) -> None:
        """One study."""
        if self._task.cancelled:
            return
        taken = take_in(self._store, study, root)
        if taken is None:
            why = phrase(
                "The study in {name} is new to this project, which is read-only: open it in a project that can be written.",
                name=study.folder.name,
            )
            self._partial.append(Unreadable(study.folder, why))
            return
        name = taken.record.pseudonym
        self._grown += taken.grown
        self._partial += [one for one in partial_copies(name, study, taken.studies) if one not in self._partial]
        if taken.people == "undecided":
            self._two_people[name] = None
        self._seen.add(name)
        self.news.found(
            Found(taken.record, taken.studies, taken.people, bool(self._before) and name not in self._before)
        )

    def result(self, opened: opening.Found) -> ScanResult:
        """What there was, at the end."""
        return ScanResult(
            tuple(opened.studies),
            (*self._partial, *opened.unreadable),
            tuple(opened.masks),
            tuple(self._two_people),
            len(self._seen - self._before),
            opened.packed,
            tuple(self._grown),
        )


def scan(task: Task, project: Project, given: list[Path], index: CatalogueIndex, archives: ArchiveCache) -> ScanResult:
    """Search what was given, and take what is found into the project.

    Raises:
        GliomaError: it cannot be searched, or the project not be written.
    """
    intake = _Intake(task, project.store)
    opened = opening.Opener(archives, index, lambda: task.cancelled).open(given, intake.news.progress, intake.found)
    intake.news.tell()
    return intake.result(opened)


def _record_of(store: AnnotationStore, study: Study, root: Path) -> PatientRecord | None:
    """The patient of a study that was found; a project that may only be read knows those it has, and None of the others."""
    if not store.read_only:
        return store.register(study, root)
    found = store.find_study(study)
    return None if found is None else found[0]


def partial_copies(pseudonym: str, found: Study, known: Sequence[Study]) -> list[Unreadable]:
    """Series that stay as they were known: fewer slices were found, or others than those that were drawn on."""
    stored = {series.uid: series for study in known if study.uid == found.uid for series in study.series}
    told = []
    for series in found.series:
        earlier = stored.get(series.uid, series)
        count, before = series.shape[0], earlier.shape[0]
        if count != before or not in_place(earlier, series):
            folder = series.files[0].path.parent
            facts = {"series": series_name(series), "patient": pseudonym, "count": count, "before": before}
            stays = phrase(
                "{series} of {patient} has {count} slices in {name} and {before} where it was opened before: the earlier one "
                "stays.",
                name=folder.name,
                **facts,
            )
            more = phrase(
                "{series} of {patient} has {count} slices in {name} and {before} where it was opened before: not every slice "
                "on which something was drawn is surely among them, so the earlier one stays. Open the folder in a new "
                "project to read all.",
                name=folder.name,
                **facts,
            )
            image = phrase(
                "{series} of {patient} is another image in {name} than the one that was drawn on: the earlier one stays, and "
                "is shown when its file is put back. Open the folder in a new project to read this one.",
                name=folder.name,
                **facts,
            )
            others = phrase(
                "{series} of {patient} has other slices in {name} than where it was opened before: the earlier one stays. Open "
                "the folder in a new project to read them.",
                name=folder.name,
                **facts,
            )
            words = stays if count < before else more if count > before else others
            told.append(Unreadable(folder, image if series.kind == "nifti" else words))
    return told
