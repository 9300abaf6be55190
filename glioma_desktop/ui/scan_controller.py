"""File > Open folder, and dropped folders: found studies enter the project and the worklist while the scan goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Signal

from glioma_desktop.errors import GliomaError
from glioma_desktop.study.archive_cache import ARCHIVE_BYTES, ArchiveCache
from glioma_desktop.study.catalogue import ScanProgress
from glioma_desktop.study.dicomdir import is_dicomdir
from glioma_desktop.study.nifti_studies import grouping_notes
from glioma_desktop.study.series import Study, Unreadable
from glioma_desktop.ui.edits import show_annotation
from glioma_desktop.ui.language import tr, tr_joined
from glioma_desktop.ui.scan_work import Found, ScanResult, scan
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.task import Task, run_task
from glioma_desktop.ui.thumbnail_filler import ThumbnailFiller
from glioma_desktop.ui.user_cache import user_archives
from glioma_desktop.ui.user_index import user_index
from glioma_desktop.ui.view_state import PatientRow
from glioma_desktop.ui.worklist import build_rows, row_of

TOLD = 20
"""How many of the files that were passed over are named in the messages."""


class ScanController(QObject):
    """Searches folders in the background.

    ``progress_changed(ScanProgress or None)``: None when no scan runs. ``patient_found(pseudonym)``: usable from now on.
    ``masks_found(paths)``: outline files beside the images. ``opened(folders)``: they have been read to their end.
    """

    progress_changed = Signal(object)
    patient_found = Signal(str)
    masks_found = Signal(object)
    opened = Signal(object)

    def __init__(self, session: Session, archives: ArchiveCache | None = None) -> None:
        super().__init__(session)
        self._archives = archives or user_archives(ARCHIVE_BYTES)
        self._session = session
        self._task: Task | None = None
        self._listing: Task | None = None
        self._index = user_index()
        self._noted = ""
        self._thumbnails = ThumbnailFiller(self._index, self)
        self._patients: set[str] = set()
        self._place = ""
        self.unreadable: tuple[Unreadable, ...] = ()
        session.project_changed.connect(self._project_changed)
        run_task(lambda _: self._archives.trim(), on_done=_nothing, on_error=_nothing)

    @property
    def running(self) -> bool:
        """A scan is under way."""
        return self._task is not None

    def open_paths(self, paths: Sequence[Path | str]) -> None:
        """Search folders or files for studies; a scan under way is given up first."""
        project, given = self._session.project, [Path(p).absolute() for p in paths]
        if project is None and given:
            self._session.post(tr("Open a project first: File > Open project."))
        if project is None or not given:
            return
        if self._task is not None:
            self._task.cancel()
        self._thumbnails.stop()
        self._patients = set()
        self._place = given[0].name if len(given) == 1 else tr("{count} places", count=len(given))
        self.progress_changed.emit(ScanProgress(0, 0, given[0]))
        self._task = run_task(
            lambda task: (scan(task, project, given, self._index, self._archives), _opened_folders(given)),
            on_done=lambda answer: self._done(*answer),
            on_error=self._failed,
            on_progress=self._progress,
        )

    def cancel(self) -> None:
        """Stop the scan; what it has found stays."""
        self._thumbnails.stop()
        if self._task is not None:
            self._task.cancel()
            self._end()
            count = len(self._patients)
            self._session.post(
                tr(
                    "Reading stopped. {count} patient found so far."
                    if count == 1
                    else "Reading stopped. {count} patients found so far.",
                    count=count,
                )
            )

    def _progress(self, news: object) -> None:
        if isinstance(news, ScanProgress):
            self.progress_changed.emit(news)
        else:
            found = cast("list[Found]", news)
            self._enter(found)
            self._patients.update(one.record.pseudonym for one in found)
            for one in sorted(found, key=lambda one: not one.arrived):  # what is new is opened, if none is open
                self.patient_found.emit(one.record.pseudonym)

    def enter(self, news: list[Found], fresh: frozenset[str], studies: Sequence[Study]) -> None:
        """What has arrived by itself: marked as new in the worklist, and nobody is opened.

        Args:
            news: Patients of whom something is new.
            fresh: Whose studies are new.
            studies: Get thumbnails.
        """
        self._enter(news, fresh)
        if news and not self.running:
            self._thumbnails.fill(studies)

    def _enter(self, news: list[Found], fresh: frozenset[str] = frozenset()) -> None:
        session, project = self._session, self._session.project
        if project is None:
            return
        known = {row.pseudonym: row for row in session.worklist}
        found = {one.record.pseudonym: one for one in news}
        for name, one in found.items():
            row = row_of(one.record, list(one.studies), None, project.config.box_series)
            row = replace(row, people=one.people, arrived=one.arrived and name != session.patient)
            if name in known:
                old = known[name]
                marked = old.arrived or (name in fresh and name != session.patient)
                row = replace(row, status=old.status, boxes=old.boxes, lesions=old.lesions, arrived=marked)
            known[name] = row
        rows = tuple(known[key] for key in sorted(known))
        if rows != session.worklist:
            session.set_worklist(rows)
        if session.patient in found and found[session.patient].studies != session.studies:
            self._show_anew(found[session.patient].studies)

    def _show_anew(self, studies: tuple[Study, ...]) -> None:
        """More of the open patient was found; what was drawn may have other slice numbers now."""
        session, project = self._session, self._session.project
        assert project is not None
        assert session.patient is not None
        session.leaving.emit()  # what waits is said in the numbers that are on the screen
        try:
            show_annotation(session, project.store.annotation(session.patient))
        except GliomaError as error:
            session.post(error.message, trouble=True)
            return
        if studies != session.studies:
            session.set_studies(studies)

    def _done(self, result: ScanResult, folders: Sequence[Path]) -> None:
        self._end()
        self.unreadable = result.unreadable
        if self._index.note != self._noted:
            self._noted = self._index.note
            self._session.post(self._noted)
        self._thumbnails.fill(result.studies)
        for one in reversed(result.unreadable[:TOLD]):
            self._session.post(one.reason)
        if not result.studies:
            self._session.post(_nothing_words(result.packed), trouble=True)
            return
        for note in grouping_notes(result.studies):
            self._session.post(note)
        found = [_found_words(self._patients, self._place, result.new)]
        if result.unreadable:
            count, reason = len(result.unreadable), result.unreadable[0].reason
            found.append(
                tr("1 file passed over: {reason}", reason=reason)
                if count == 1
                else tr("{count} files passed over: {reason} The others: View > Messages.", count=count, reason=reason)
            )
        if result.masks:
            self.masks_found.emit(result.masks)
        self._session.post(tr_joined(found, " "))
        self.opened.emit(folders)
        for pseudonym, what in result.grown:
            self._session.post(tr("{patient}: {what}.", patient=pseudonym, what=what))
        for pseudonym in result.two_people:  # last, that it stays in the strip
            self._session.post(
                tr(
                    "{patient}: its studies differ in sex or year of birth. Two patients may share one identifier: it is "
                    "left out of training until you decide (Patient, in the case panel).",
                    patient=pseudonym,
                ),
                trouble=True,
            )

    def _failed(self, error: GliomaError) -> None:
        self._end()
        self._session.post(error.message, trouble=True)

    def _end(self) -> None:
        self._task = None
        self.progress_changed.emit(None)

    def _project_changed(self) -> None:
        """Another project: its worklist is read in the background."""
        if self._task is not None:
            self._task.cancel()
            self._end()
        self.refresh_worklist()

    def refresh_worklist(self) -> None:
        """Read the worklist from the store again."""
        project = self._session.project
        if self._listing is not None:
            self._listing.cancel()
        if project is None:
            return
        self._listing = run_task(
            lambda _: build_rows(project.store, project.config.box_series),
            on_done=self._listed,
            on_error=lambda error: self._session.post(error.message, trouble=True),
        )

    def _listed(self, rows: tuple[PatientRow, ...]) -> None:
        """The rows as stored; who was found while they were read is kept, and still new."""
        found = {row.pseudonym: row for row in self._session.worklist}
        for row in rows:
            here = found.get(row.pseudonym)
            found[row.pseudonym] = replace(row, arrived=here is not None and here.arrived)
        self._session.set_worklist(tuple(found[name] for name in sorted(found)))


def _opened_folder(path: Path) -> Path | None:
    """The folder that was opened by a path, or by the list of its disc; None for other files. Asks the drive."""
    if path.is_dir():
        return path
    return path.parent if is_dicomdir(path.name) else None


def _opened_folders(given: Sequence[Path]) -> list[Path]:
    return [folder for folder in map(_opened_folder, given) if folder is not None]


def _nothing(_: object) -> None:
    """What is tidied up has nothing to say."""


def _nothing_words(packed: int) -> str:
    if not packed:
        return tr("No MR study found there. Open a folder with DICOM or NIfTI files.")
    if packed == 1:
        return tr("No MR study lies open there, but a ZIP or tar file: choose it with File > Open files.")
    return tr(
        "No MR study lies open there, but {count} ZIP or tar files: choose them with File > Open files.", count=packed
    )


def _found_words(patients: set[str], place: str, new: int) -> str:
    """As in: 3 patients found in FOLDER, 1 new; a single one is named, since the one that is open stays."""
    if len(patients) == 1:
        patient = next(iter(patients))
        if new:
            return tr("{patient} found in {place}, new in the worklist.", patient=patient, place=place)
        return tr("{patient} found in {place}, in the worklist already.", patient=patient, place=place)
    found = tr("{count} patients found", count=len(patients))
    if not new:
        return tr("{found} in {place}, none new.", found=found, place=place)
    return tr("{found} in {place}, {new} new.", found=found, place=place, new=new)
