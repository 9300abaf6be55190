"""File > New project, Open project, Recent, Back up: which project folder the window works in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget

from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import GliomaError
from glioma_desktop.ui.language import tr, tr_joined
from glioma_desktop.ui.new_project import NewProject, ProjectWish
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.settings import Settings
from glioma_desktop.ui.task import Task, run_patiently, run_task

START_S, PATIENCE_S = 1.5, 0.5
"""How long the first window, and later the open one, stand still for a project; for longer it is waited for beside them."""
ASKED_MS = 200
"""How soon a project that came under a dialog tries again."""


class ProjectController(QObject):
    """Opens and makes projects. The project that is open stays open until the next one is (last good state).

    ``waiting(Path or None)``: the folder of a project whose drive does not answer; None when that is over.

    Args:
        session: Gets the project.
        window: Parent of the dialogs.
        settings: Remembers recent projects.
        may_leave: Asked before another project takes the place of the open one; it says why not.
    """

    waiting = Signal(object)

    def __init__(
        self,
        session: Session,
        window: QWidget,
        settings: Settings | None = None,
        may_leave: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(window)
        self._may_leave = may_leave
        self._session, self._parent = session, window
        self._settings = settings or Settings()
        self.form: NewProject | None = None
        self._opening: Task | None = None
        self._awaited: Path | None = None
        self._looking: Task | None = None
        self._gone: set[Path] = set()

    # -- menu ----------------------------------------------------------------------------------------------------------

    @Slot()
    def new_project(self) -> None:
        """A small form: where, what the boxes hold, which classes."""
        if self.form is not None:
            self.form.close()
            self.form.deleteLater()
        self.form = NewProject(self._parent)
        self.form.wished.connect(self.create)
        self.form.show()

    @Slot()
    def open_project(self) -> None:
        """Ask for a project folder."""
        chosen = QFileDialog.getExistingDirectory(self._parent, tr("Open project"), self._beside())
        if chosen:
            self.open_folder(Path(chosen))

    @Slot()
    def backup_project(self) -> None:
        """Ask where to, and copy the store with SQLite's own backup; the project stays usable meanwhile."""
        project = self._session.project
        if project is None:
            return
        proposed = Path(self._beside()) / (f"{project.folder.name}-{datetime.now().astimezone():%Y%m%d}.db")
        chosen, _ = QFileDialog.getSaveFileName(
            self._parent, tr("Back up project"), str(proposed), tr("Annotations (*.db)")
        )
        if chosen:
            self.backup_to(Path(chosen))

    def fill_recent(self, menu: QMenu) -> None:
        """Fill the menu *Recent* with the projects opened last. Those that are gone turn grey when their drives have said so."""
        menu.clear()
        current = self._session.project.folder if self._session.project is not None else None
        folders = self._settings.recent_projects
        for folder in folders:
            action = menu.addAction(f"{folder.name}    {folder.parent}")
            action.setCheckable(True)
            action.setChecked(folder == current)
            action.setData(str(folder))
            action.triggered.connect(lambda _=False, folder=folder: self.open_folder(folder))
        self._show_gone(menu)
        if self._looking is not None:
            self._looking.stand_in()  # a drive has not answered since the last time; it is not asked again
        else:
            self._looking = run_task(
                lambda task: _look(task, folders),
                on_done=self._looked,
                on_error=self._looked,
                on_progress=lambda found: self._looked_at(menu, *found),
            )

    def _looked(self, _: object) -> None:
        self._looking = None

    def _looked_at(self, menu: QMenu, folder: Path, there: bool) -> None:
        (self._gone.discard if there else self._gone.add)(folder)
        self._show_gone(menu)

    def _show_gone(self, menu: QMenu) -> None:
        menu.setToolTipsVisible(True)
        for action in menu.actions():
            gone = Path(action.data()) in self._gone and not action.isChecked()
            action.setEnabled(not gone)
            action.setToolTip(tr("This folder is not there now.") if gone else "")

    # -- what they do --------------------------------------------------------------------------------------------------

    def open_at_start(self, folder: Path | None = None) -> None:
        """The project named on the command line, else the last one, else the default one, which is made if need be."""
        known = self._settings.recent_projects
        if folder is not None:
            self._bring(folder, lambda: Project.open(folder), self._not_opened, START_S)
        elif known:
            self._bring(known[0], lambda: _first_of(known), self._not_opened, START_S)
        else:
            self._open_default()

    def _open_default(self) -> None:
        try:
            self._enter(Project.open_default())
        except GliomaError as error:
            self._session.post(error.message, trouble=True)

    def open_folder(self, folder: Path) -> bool:
        """Open a project folder; False when it is not one, or not open yet: the strip says so."""
        current = self._session.project.folder if self._session.project is not None else None
        return self._leave() and self._bring(
            folder, lambda: None if folder.resolve() == current else Project.open(folder), self._not_opened
        )

    def create(self, wish: ProjectWish) -> bool:
        """Make a project and open it; False with one sentence in the form when it cannot be made."""

        def refused(error: GliomaError) -> None:
            if self.form is not None:
                self.form.say(error.message)
            self._session.post(error.message, trouble=True)

        return self._leave() and self._bring(
            wish.folder, lambda: Project.create(wish.folder, wish.name, **wish.settings), refused
        )

    def cancel(self) -> None:
        """Wait no longer for the drive of a project; where none is open yet the default project is opened."""
        folder = self._awaited
        if folder is None:
            return
        self.stop_waiting()
        self._session.post(tr("The project {name} was not opened.", name=folder.name))
        self._arrive(None)

    def stop_waiting(self) -> None:
        """What a drive still answers is dropped."""
        if self._opening is not None:
            self._opening.give_up()
        self._over()

    def when_open(self, then: Callable[[], None]) -> None:
        """Call ``then`` as soon as a project is open: at once, if one is."""
        if self._session.project is not None:
            then()
        else:
            self._session.project_changed.connect(then, Qt.ConnectionType.SingleShotConnection)

    def _bring(
        self,
        folder: Path,
        work: Callable[[], Project | None],
        refused: Callable[[GliomaError], None],
        patience_s: float | None = None,
    ) -> bool:
        """Open or make a project off the GUI thread; whether the one that is meant is open now.

        Args:
            folder: Where.
            work: Opens it; None: it is the one that is open, or there is none.
            refused: Told what is wrong.
            patience_s: How long the window may stand still for it; None: ``PATIENCE_S``.
        """
        self.stop_waiting()
        self._awaited, opened, waited = folder, False, False

        def done(project: Project | None) -> None:
            nonlocal opened
            opened = not waited
            if waited:
                self._came_late(task, project)
            else:
                self._arrive(project)

        def failed(error: GliomaError) -> None:
            refused(error)
            self._arrive(None)

        limit = PATIENCE_S if patience_s is None else patience_s
        task = run_patiently(lambda task: _unless_given_up(task, work), limit, on_done=done, on_error=failed)
        if self._awaited is not None:
            waited, self._opening = True, task
            task.stand_in()
            self.waiting.emit(folder)
        return opened

    def _came_late(self, task: Task, project: Project | None) -> None:
        """What was drawn meanwhile is kept first; a dialog that is open asks for the project that is open."""
        if project is not None and task.cancelled:
            project.close()
        elif project is not None and QApplication.activeModalWidget() is not None:
            QTimer.singleShot(ASKED_MS, self, lambda: self._came_late(task, project))
        elif project is None or self._leave():
            self._arrive(project)
        else:
            self._over()
            project.close()

    def _arrive(self, project: Project | None) -> None:
        """The project that was opened; with none the window stays in its own, or gets the default one."""
        self._over()
        if project is not None:
            if self.form is not None:
                self.form.close()
            self._enter(project)
        elif self._session.project is None:
            self._open_default()

    def _over(self) -> None:
        if self._opening is not None:
            self.waiting.emit(None)
        self._opening = self._awaited = None

    def _not_opened(self, error: GliomaError) -> None:
        self._session.post(error.message, trouble=True)

    def backup_to(self, path: Path) -> None:
        """Copy the store to a file, off the GUI thread."""
        project = self._session.project
        if project is None:
            return
        run_task(
            lambda _: project.backup(path),
            on_done=lambda _: self._session.post(tr("Backed up to {name}.", name=path.name)),
            on_error=lambda error: self._session.post(error.message, trouble=True),
        )

    def _leave(self) -> bool:
        if self._session.project is None:
            return True
        self._session.leaving.emit()  # what was looked at is kept in the project that is left
        return self._may_leave()

    def _enter(self, project: Project) -> None:
        before = self._session.project
        self._session.set_project(project)
        self._settings.add_recent_project(project.folder)
        opened = tr("Project “{name}” is open.", name=project.config.name)
        self._session.post(tr_joined((opened, project.strip_note), " "), trouble=project.store.read_only)
        if before is not None:
            before.close()

    def _beside(self) -> str:
        project = self._session.project
        return str(project.folder.parent if project is not None else Path.home())


def _first_of(folders: Sequence[Path]) -> Project | None:
    """The first project whose folder is there, None without one; no drive of those after it is asked."""
    folder = next((folder for folder in folders if folder.is_dir()), None)
    return None if folder is None else Project.open(folder)


def _unless_given_up(task: Task, work: Callable[[], Project | None]) -> Project | None:
    """A project that nobody waits for any more is closed again."""
    project = work()
    if task.cancelled and project is not None:
        project.close()
    return project


def _look(task: Task, folders: Sequence[Path]) -> None:
    """Tell of each folder whether it is there; a drive may take its time to answer."""
    for folder in folders:
        task.report((folder, folder.is_dir()))
