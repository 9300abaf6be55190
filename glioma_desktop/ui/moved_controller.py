"""Finds the files of studies that were moved, and tells the project and the catalogue where they are."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import GliomaError
from glioma_desktop.study.catalogue_index import CatalogueIndex
from glioma_desktop.study.moved_files import Move, find_moved
from glioma_desktop.study.series import Study
from glioma_desktop.ui.language import say, tr, tr_joined
from glioma_desktop.ui.moved_form import Gone, MovedForm, linked_words, look_what_is_gone, missing_words
from glioma_desktop.ui.reading_controller import ReadingController
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.task import Task, run_task
from glioma_desktop.ui.user_index import user_index

REPORT_EVERY_S = 0.1


class MovedController(QObject):
    """Everything slow is done off the GUI thread; a project that is opened meanwhile ends it.

    Attributes:
        form: The dialog; None before it was first asked for.
    """

    def __init__(self, session: Session, reading: ReadingController, window: QWidget) -> None:
        super().__init__(session)
        self._session, self._reading, self._window = session, reading, window
        self._index = user_index()
        self._studies: tuple[Study, ...] = ()
        self._task: Task | None = None
        self._taking: Task | None = None
        self.form: MovedForm | None = None
        session.project_changed.connect(self._project_changed)

    def ask(self) -> None:
        """Show the dialog with what is gone."""
        if self.form is None:
            self.form = MovedForm(self._window)
            self.form.search_asked.connect(self.search)
            self.form.use_asked.connect(self.use)
            self.form.cancel_asked.connect(self.cancel)
            self.form.closed.connect(self._stop)
        self.form.show()
        self.form.raise_()
        self._look_what_is_gone(self.form)

    def _look_what_is_gone(self, form: MovedForm, linked: int = 0) -> None:
        project = self._session.project
        if project is None:
            return

        def known(gone: Gone) -> None:
            self._studies = gone.studies
            form.show_gone(gone, linked)
            if linked:
                kept = tr("What was drawn is as it was.")
                self._session.post(tr_joined((linked_words(linked), kept, missing_words(len(gone.studies))), " "))

        form.wait_for_gone()
        self._run(lambda _: look_what_is_gone(_all_studies(project)), known)

    def search(self, place: Path) -> None:
        """Look for the files below a folder."""
        form, studies = self.form, self._studies
        if form is None:
            return
        form.wait_for_search(place)
        self._index = user_index()  # what it remembered of sizes may be of before the last folder was opened
        self._run(
            lambda task: _search(task, studies, place, self._index),
            lambda moves: form.show_no_folder() if moves is None else form.show_found(moves, place),
            form.wait_for_search,
        )

    def cancel(self) -> None:
        """End the search; what it would still bring is dropped."""
        if self._task is not None and self.form is not None:
            self._stop()
            self.form.show_cancelled()

    def use(self, moves: Sequence[Move]) -> None:
        """The files lie there from now on, for the project and for the catalogue; also when the dialog is closed meanwhile."""
        project, form = self._session.project, self.form
        if project is None or form is None:
            return
        form.wait(tr("Taking note of it…"))
        uids = {study.uid for move in moves for study in move.studies}
        self._stop()
        self._taking = run_task(
            lambda _: _take(project, self._index, moves),
            on_done=lambda count: self._taken(count, uids),
            on_error=self._failed,
        )

    def _taken(self, count: int, uids: set[str]) -> None:
        session, form = self._session, self.form
        patient = session.patient
        if patient is not None and uids & {study.uid for study in session.studies}:
            session.set_patient(None, (), None)  # its pictures are asked for again
            self._reading.open_patient(patient)
        if form is not None:
            self._look_what_is_gone(form, count)

    def _run(
        self,
        work: Callable[[Task], Any],
        done: Callable[[Any], None],
        progress: Callable[[Any], None] | None = None,
    ) -> None:
        self._stop()
        self._task = run_task(work, on_done=done, on_error=self._failed, on_progress=progress)

    def _failed(self, error: GliomaError) -> None:
        self._session.post(error.message, trouble=True)
        if self.form is not None:
            self.form.show_found([], Path())
            self.form.sentence.setText(say(error.message))

    def _stop(self) -> None:
        """The drive that is looked at may not answer for long."""
        if self._task is not None:
            self._task.give_up()
            self._task = None

    def _project_changed(self) -> None:
        self._stop()
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None
        if self.form is not None:
            self.form.close()


def _all_studies(project: Project) -> list[Study]:
    return [study for record in project.store.patients() for study in project.store.studies(record.pseudonym)]


def _search(task: Task, studies: Sequence[Study], place: Path, index: CatalogueIndex) -> list[Move] | None:
    """What lies below a folder; None when there is no such folder."""
    if not place.is_dir():
        return None
    last = 0.0

    def looking(folder: Path) -> None:
        nonlocal last
        if time.monotonic() - last > REPORT_EVERY_S:
            last = time.monotonic()
            task.report(folder)

    return find_moved(studies, place, index.size_of, lambda: task.cancelled, looking)


def _take(project: Project, index: CatalogueIndex, moves: Sequence[Move]) -> int:
    count = 0
    for move in moves:
        count += project.store.move(move.old, move.new, [(study.patient_id, study.uid) for study in move.studies])
        index.moved(move.old, move.new)
    return count
