"""When a project is opened, the reader goes on where they stopped: the last patient, on the slice that was looked at."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from glioma_desktop.annotation.last_place import LastPlace, keep_place, last_place, series_mark
from glioma_desktop.annotation.project import Project
from glioma_desktop.study.moved_files import gone, gone_folder
from glioma_desktop.study.series import Study
from glioma_desktop.study.slice_place import SlicePlace
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.reading_controller import ReadingController
from glioma_desktop.ui.scan_controller import ScanController
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.task import Task, run_task

KEEP_MS = 2000


class ResumeController(QObject):
    """Opens nothing before ``start``: the first window is not kept waiting, and a folder named on the command line goes first.

    ``wanted(pseudonym)``: a patient whose files are there.
    """

    wanted = Signal(str)

    def __init__(self, session: Session, reading: ReadingController, scan: ScanController) -> None:
        super().__init__(session)
        self._session, self._reading, self._scan = session, reading, scan
        self._started = self._waiting = False
        self._task: Task | None = None
        self._soon = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._soon.timeout.connect(self.keep)
        session.leaving.connect(self.keep)
        session.patient_changed.connect(self._soon.start)
        session.worklist_changed.connect(self._go)
        session.project_changed.connect(self._project_changed)

    def start(self) -> None:
        """Go on where the reader stopped, once the worklist is there; from now on in every project that is opened."""
        self._started = self._waiting = True
        self._go()

    def keep(self) -> None:
        """Note where the reader is."""
        session = self._session
        if session.project is None or session.patient is None:
            return
        self._reading.keep_place()
        place = self._reading.places.get(session.patient, SlicePlace("", 0))
        mark = series_mark(session.project, place.series_uid) if place.series_uid else ""
        keep_place(session.project, LastPlace(session.patient, mark, place.slice_index, place.at_mm))

    def _project_changed(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._waiting = self._started

    def _go(self) -> None:
        session = self._session
        if not self._waiting or not session.worklist or session.project is None:
            return
        self._waiting = False
        project, place = session.project, last_place(session.project)
        name = self._next(place)
        if session.patient is not None or self._scan.running or name is None:
            return
        known = place if place is not None and place.patient == name else None
        self._task = run_task(
            lambda _: _looked_up(project, name),
            on_done=lambda found: self._open(project, name, known, *found),
            on_error=lambda error: session.post(error.message, trouble=True),
        )

    def _next(self, place: LastPlace | None) -> str | None:
        """The patient that was open last; when that case is done the next one that is not."""
        rows = self._session.worklist
        names = [row.pseudonym for row in rows]
        here = names.index(place.patient) if place is not None and place.patient in names else None
        if here is not None and rows[here].status != "done":
            return names[here]
        order = [*rows[here + 1 :], *rows[:here]] if here is not None else list(rows)
        return next((row.pseudonym for row in order if row.status != "done"), None if here is None else names[here])

    def _open(self, project: Project, name: str, place: LastPlace | None, studies: list[Study], away: str) -> None:
        """Unless something else was opened meanwhile."""
        session = self._session
        if session.project is not project or session.patient is not None or self._scan.running:
            return
        if away:
            session.post(
                tr(
                    "{patient} is not opened: the folder {folder} is away. Connect its drive, or File > Find moved folder.",
                    patient=name,
                    folder=away,
                )
            )
            return
        if place is not None:
            uids = (series.uid for study in studies for series in study.series)
            uid = next((uid for uid in uids if series_mark(project, uid) == place.series), None)
            if uid is not None:
                self._reading.places[name] = SlicePlace(uid, place.slice_index, place.at_mm)
        self.wanted.emit(name)
        if self._session.patient == name:
            stopped = tr("{patient} is open again, where you stopped.", patient=name)
            following = tr("{patient} is open: the next case that is not done.", patient=name)
            session.post(stopped if place is not None else following)


def _looked_up(project: Project, name: str) -> tuple[list[Study], str]:
    """The studies of a patient, and the folder that is away with their files, if any; a drive may take its time to answer."""
    studies = project.store.studies(name)
    away = gone(studies)
    if not away:
        return studies, ""
    folder = gone_folder(away[0])
    return studies, folder.name or str(folder)
