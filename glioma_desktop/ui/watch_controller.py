"""File > Watch folder, and the folders that are open: files that arrive there enter the worklist, and nothing jumps."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import GliomaError
from glioma_desktop.study.catalogue_index import CatalogueIndex
from glioma_desktop.study.folder_watch import FolderWatch, Look
from glioma_desktop.study.series import Study
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.quiet_scan import Arrived, in_use, look_again
from glioma_desktop.ui.scan_controller import ScanController
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.settings import Settings
from glioma_desktop.ui.task import Task, run_task
from glioma_desktop.ui.user_index import user_index
from glioma_desktop.ui.watch_form import WatchForm

SOON_MS, LATER_MS = 1500, 10_000
BREATH = 20
"""How many times as long as a look took nobody looks: a slow drive has other work."""
SLOW_S, HANGS_S = 1.0, 5.0
MOST_FOLDERS = 256
"""Folders that the system tells of by itself; the others are looked at now and then."""


class _Watched:
    """One folder and what is under way with it."""

    def __init__(self, folder: Path, index: CatalogueIndex | None, project: Project) -> None:
        self.watch = FolderWatch(folder, index, project.writes_in)
        self.told: dict[tuple[str, str], Study] = {}
        self.task: Task | None = None
        self.began = 0.0
        self.there = True
        self.stirring = True
        self.seconds = 0.0
        self.said: set[str] = set()
        self.again = False

    def give_way(self) -> None:
        """A drive that does not answer keeps a thread, perhaps for ever; series of other drives must not wait for it."""
        if self.task is not None and time.monotonic() - self.began > HANGS_S:
            self.task.stand_in()


class WatchController(QObject):
    """Looks at folders off the GUI thread, one look at a time each.

    Attributes:
        form: The window that lists the folders; None before it was first asked for.
    """

    def __init__(self, session: Session, scan: ScanController, settings: Settings, window: QWidget) -> None:
        super().__init__(session)
        self._session, self._scan, self._settings, self._window = session, scan, settings, window
        self._watched: dict[Path, _Watched] = {}
        self._index = user_index()
        self.form: WatchForm | None = None
        self._system = QFileSystemWatcher(self)
        self._system.directoryChanged.connect(lambda _: self.look_soon())
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        self._patient: str | None = None
        session.project_changed.connect(self._project_changed)
        session.patient_changed.connect(self._other_patient)
        scan.opened.connect(self._opened)

    # -- what is asked

    def ask(self) -> None:
        """Show which folders are watched, and change it."""
        if self.form is None:
            self.form = WatchForm(self._window)
            self.form.add_asked.connect(self._ask_folder)
            self.form.stop_asked.connect(self.stop_watching)
        self._list()
        self.form.show()
        self.form.raise_()

    def _ask_folder(self) -> None:
        parent = self.form or self._window
        chosen = QFileDialog.getExistingDirectory(parent, tr("Watch folder"), self._settings.last_folder)
        if chosen:
            self.watch(Path(chosen))

    def watch(self, folder: Path) -> None:
        """Watch a folder from now on, also after a restart, as long as this project is open."""
        project = self._session.project
        if project is None:
            return
        kept = self._settings.watched_folders(project.folder)
        if folder not in kept:
            self._settings.set_watched_folders(project.folder, [*kept, folder])
        self._watched.setdefault(folder, _Watched(folder, None, project))
        self._list()
        self.look_soon()

    def stop_watching(self, folder: Path) -> None:
        """What was found in it stays."""
        project = self._session.project
        if project is None:
            return
        kept = [one for one in self._settings.watched_folders(project.folder) if one != folder]
        self._settings.set_watched_folders(project.folder, kept)
        self._drop(folder)
        self._list()

    @property
    def folders(self) -> list[Path]:
        """Those that are watched now, also because they were opened."""
        return list(self._watched)

    # -- looking

    def look_soon(self) -> None:
        """Something may have happened."""
        if self._watched and not (self._timer.isActive() and self._timer.remainingTime() < SOON_MS):
            self._timer.start(SOON_MS)

    def look(self) -> None:
        """Look at every folder that is not being looked at."""
        for one in self._watched.values():
            one.give_way()
            if one.task is None and not self._scan.running:
                one.began = time.monotonic()
                one.task = run_task(
                    lambda _, one=one: one.watch.look(),  # type: ignore[misc]
                    on_done=lambda look, one=one: self._looked(one, look),  # type: ignore[misc]
                    on_error=lambda error, one=one: self._failed(one, error),  # type: ignore[misc]
                )
        self._wait()

    def _wait(self) -> None:
        stirring = any(one.stirring for one in self._watched.values())
        slow = max((round(1000 * BREATH * one.seconds) for one in self._watched.values()), default=0)
        if self._watched:
            self._timer.start(SOON_MS if stirring else max(LATER_MS, slow))

    def _looked(self, one: _Watched, look: Look) -> None:
        one.task = None
        one.seconds = look.seconds
        if look.there != one.there:
            one.there = look.there
            self._list()
            if not look.there and one.watch.folder in self._kept():
                self._session.post(
                    tr(
                        "The watched folder {name} is not there. It is looked for again; File > Watch folder ends that.",
                        name=one.watch.folder.name,
                    ),
                    trouble=True,
                )
        if look.seconds < SLOW_S:  # to follow a folder asks the drive for it, here
            self._follow(look.folders)
        one.stirring = look.stirring
        if (look.ready or (one.again and look.there)) and not self._scan.running:
            self._read(one, look)
        elif look.stirring:
            self.look_soon()

    def _read(self, one: _Watched, look: Look) -> None:
        project, open_ = self._session.project, in_use(self._session)
        if project is None:
            return
        one.again, one.began = False, time.monotonic()
        folder, told, leave = one.watch.folder, one.told, look.restless
        one.task = run_task(
            lambda task: look_again(task, project, folder, self._index, leave, told, open_),
            on_done=lambda arrived: self._arrived(one, look, arrived),
            on_error=lambda error: self._failed(one, error),
        )

    def _arrived(self, one: _Watched, look: Look, arrived: Arrived) -> None:
        one.task = None
        one.watch.settle(look)
        one.stirring = bool(look.restless)
        self._scan.enter(arrived.found, frozenset(arrived.fresh), arrived.studies)
        for pseudonym, name in arrived.waiting:
            one.again = True
            self._say_once(one, tr(
                "{series} of {patient} has other slices in {folder} now. It stays as it is while the patient is open.",
                series=name, patient=pseudonym, folder=one.watch.folder.name,
            ))  # fmt: skip
        for pseudonym, what in arrived.grown:
            self._session.post(tr("{patient}: {what}.", patient=pseudonym, what=what))
        for reason in arrived.reasons:
            self._say_once(one, reason)
        if arrived.new:
            self._session.post(
                tr(
                    "1 new study in {folder}." if arrived.new == 1 else "{count} new studies in {folder}.",
                    count=arrived.new,
                    folder=one.watch.folder.name,
                )
            )
        self._wait()

    def _say_once(self, one: _Watched, text: str) -> None:
        if text not in one.said:
            one.said.add(text)
            self._session.post(text)

    def _failed(self, one: _Watched, error: GliomaError) -> None:
        """The drive is tried again, but not at once; what is wrong is said once."""
        one.task = None
        one.stirring = False
        self._say_once(one, error.message)

    def _follow(self, folders: Sequence[str]) -> None:
        """Let the system tell of folders that a look has just reached."""
        known = self._system.directories()
        more = [folder for folder in folders if folder not in known][: max(0, MOST_FOLDERS - len(known))]
        if more:
            self._system.addPaths(more)

    # -- whose folders

    def _opened(self, paths: Sequence[Path]) -> None:
        """Folders that have just been read are looked at too, until another project is opened."""
        project = self._session.project
        if project is None:
            return
        for folder in paths:
            if folder not in self._watched:
                self._watched[folder] = _Watched(folder, self._index, project)
        self.look_soon()

    def _other_patient(self) -> None:
        """What had to wait for the open patient does not wait any more."""
        if self._session.patient != self._patient:
            self._patient = self._session.patient
            if any(one.again for one in self._watched.values()):
                self.look_soon()

    def _kept(self) -> list[Path]:
        project = self._session.project
        return [] if project is None else self._settings.watched_folders(project.folder)

    def _project_changed(self) -> None:
        self.stop()
        project = self._session.project
        if project is not None:
            self._watched = {folder: _Watched(folder, None, project) for folder in self._kept()}
        self._list()
        self.look_soon()

    def _drop(self, folder: Path) -> None:
        one = self._watched.pop(folder, None)
        if one is not None and one.task is not None:
            one.give_way()
            one.task.cancel()

    def stop(self) -> None:
        """Look at nothing any more."""
        self._timer.stop()
        for folder in list(self._watched):
            self._drop(folder)
        if self._system.directories():
            self._system.removePaths(self._system.directories())

    def _list(self) -> None:
        if self.form is not None:
            self.form.show_folders(
                [(folder, one.there) for folder, one in self._watched.items() if folder in self._kept()]
            )
