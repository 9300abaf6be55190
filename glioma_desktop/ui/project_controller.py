"""File > New project, Open project, Recent, Back up: which project folder the window works in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import GliomaError
from glioma_desktop.ui.language import tr, tr_joined
from glioma_desktop.ui.new_project import NewProject, ProjectWish
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.settings import Settings
from glioma_desktop.ui.task import Task, run_task


class ProjectController(QObject):
    """Opens and makes projects. The project that is open stays open until the next one is (last good state).

    Args:
        session: Gets the project.
        window: Parent of the dialogs.
        settings: Remembers recent projects.
        may_leave: Asked before another project takes the place of the open one; it says why not.
    """

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
        self._backup: Task | None = None

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
        """Fill the menu *Recent* with the projects opened last; those that are gone are left out."""
        menu.clear()
        current = self._session.project.folder if self._session.project is not None else None
        for folder in self._settings.recent_projects:
            action = menu.addAction(f"{folder.name}    {folder.parent}")
            action.setCheckable(True)
            action.setChecked(folder == current)
            action.triggered.connect(lambda _=False, folder=folder: self.open_folder(folder))
        menu.setEnabled(not menu.isEmpty())

    # -- what they do --------------------------------------------------------------------------------------------------

    def open_at_start(self, folder: Path | None = None) -> None:
        """The project named on the command line, else the last one, else the default one, which is made if need be."""
        wanted = folder if folder is not None else self._settings.newest_project
        if wanted is not None and self.open_folder(wanted):
            return
        try:
            self._enter(Project.open_default())
        except GliomaError as error:
            self._session.post(error.message, trouble=True)

    def open_folder(self, folder: Path) -> bool:
        """Open a project folder; False with one sentence in the strip when it is not one."""
        current = self._session.project
        if current is not None and folder.resolve() == current.folder.resolve():
            return True
        if not self._leave():
            return False
        try:
            project = Project.open(folder)
        except GliomaError as error:
            self._session.post(error.message, trouble=True)
            return False
        self._enter(project)
        return True

    def create(self, wish: ProjectWish) -> bool:
        """Make a project and open it; False with one sentence in the form when it cannot be made."""
        if not self._leave():
            return False
        try:
            project = Project.create(wish.folder, wish.name, **wish.settings)
        except GliomaError as error:
            if self.form is not None:
                self.form.say(error.message)
            self._session.post(error.message, trouble=True)
            return False
        if self.form is not None:
            self.form.close()
        self._enter(project)
        return True

    def backup_to(self, path: Path) -> None:
        """Copy the store to a file, off the GUI thread."""
        project = self._session.project
        if project is None:
            return
        self._backup = run_task(
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
