"""From the command to the first picture of a series or a patient in the real window, and the memory of many patients."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PySide6.QtCore import QDeadlineTimer, QEvent, QEventLoop, QObject
from PySide6.QtWidgets import QApplication

from glioma_desktop.annotation.project import Project
from glioma_desktop.ui import task
from glioma_desktop.ui.app import make_app, make_window
from glioma_desktop.ui.arriving import is_pending, looked_at
from glioma_desktop.ui.main_window import MainWindow
from tests.benchmarks.folders import read_plainly
from tests.benchmarks.place import Place
from tests.benchmarks.table import Timing, benchmark
from tests.benchmarks.timing import fresh_process, interleaved
from tests.study.dicom_files import image, save

STUDIES = "tests.benchmarks.studies_process"
LIMIT_MS = 60_000
BUDGET = 512 << 20
MEGABYTE = 1e6


def _write(place: Place, folder: Path, patients: int, series: int, slices: int) -> Path:
    """Patients with T1CE and FLAIR of 512 x 512, uncompressed."""
    if folder.exists():
        return folder
    voxels = np.clip(place.large_volume.voxels[:slices], 0, 2047).astype(np.int16)
    for p in range(patients):
        for s, name in list(enumerate(("t1ce", "flair")))[:series]:
            for k, pixels in enumerate(voxels):
                ds = image(
                    pixels, (0.0, 0.0, 3.0 * k), study=f"1.2.{p + 1}", series=f"1.2.{p + 1}.{s + 1}",
                    PatientID=f"B-{p:03d}", SeriesDescription=name, InstanceNumber=k + 1, BitsStored=12, HighBit=11,
                )  # fmt: skip
                save(ds, folder / f"{p:03d}" / name / f"{k:03d}.dcm")
    return folder


@contextmanager
def _window(place: Place, name: str, folder: Path) -> Iterator[MainWindow]:
    """The window with a folder read and its first patient open."""
    make_app()
    home = place.new(name)
    Project.create(home / "project").close()
    window = make_window(home / "project")
    session = window.session
    try:
        window.show()
        window.open_paths([str(folder)])
        _until(lambda: session.patient is not None and not window.controllers.scan.running)
        _until(lambda: session.view_volume(session.active) is not None and not task._running)
        yield window
    finally:
        window.close()
        task.stop_all()
        if session.project is not None:
            session.project.close()
        window.deleteLater()


def _until(condition: Callable[[], bool]) -> None:
    deadline = QDeadlineTimer(LIMIT_MS)
    while not condition():
        if deadline.hasExpired():
            raise TimeoutError
        QApplication.processEvents()


class _Paints(QObject):
    """Sees the active viewport paint."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._session, self.seen = window.session, False
        self._watched = window.area.active
        self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and watched is self._watched:
            session, index = self._session, self._session.active
            self.seen = looked_at(session, index) is not None and not is_pending(session, index)
        return False

    def wait(self) -> None:
        """Until it has painted a slice that is there."""
        self.seen = False
        while not self.seen:  # asleep in between, as the application is
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)


@benchmark("first image of that series in the window", baseline="the whole series, pydicom", must=0.4, aim=8.0)
def first_image_shown(place: Place) -> Timing:
    """From the choice of a series to its first slice on the screen, the rest still coming; panels and overlays drawn too."""
    folder = _write(place, place.folder / "one", patients=1, series=1, slices=50)
    files = sorted(folder.rglob("*.dcm"))
    with _window(place, "first-image", folder) as window:
        session, controllers = window.session, window.controllers
        controllers.views.set_layout("1")
        uid = session.view.series_uid

        def empty() -> None:
            _until(lambda: not task._running)
            controllers.shelf.forget()
            session.volumes.clear()
            session.set_view(0, series_uid=None)
            QApplication.processEvents()

        def show() -> None:
            controllers.reading.show_series(0, uid)
            paints.wait()

        paints = _Paints(window)
        timing = interleaved(show, lambda: read_plainly(files), repetitions=15, before=empty)
        show()
        _until(lambda: not task._running)
        whole = session.volume(uid)
    return Timing(timing.ours, timing.baseline, holds=whole is not None and whole.shape[0] == 50)


@benchmark("Enter to the next patient's first image", baseline="the same, not read ahead", aim=150.0)
def next_patient(place: Place) -> Timing:
    """The case is done and stored; the next patient of two series of 50 x 512 x 512 opens."""
    folder = _write(place, place.folder / "two", patients=2, series=2, slices=50)
    with _window(place, "next-patient", folder) as window:
        session, controllers = window.session, window.controllers
        names = [row.pseudonym for row in session.worklist]

        def back(ahead: bool) -> None:
            controllers.shelf.forget()
            window._open_patient(names[0])
            _until(lambda: session.view_volume(session.active) is not None and not task._running)
            controllers.reading._later.stop()
            if ahead:
                controllers.reading._prefetch()
            _until(lambda: not task._running)

        def enter() -> None:
            controllers.case.done_next()
            paints.wait()

        paints = _Paints(window)
        ahead, plainly = [], []
        for _ in range(9):
            for read, times in ((True, ahead), (False, plainly)):
                back(read)
                times.append(interleaved(enter, lambda: None, repetitions=1, warm_up=False).ours)
    return Timing(float(np.median(ahead)), float(np.median(plainly)))


@benchmark("memory with 20 studies opened", baseline="the budget", unit="MB", must=1.2)
def twenty_studies(place: Place) -> Timing:
    """Resident memory above that of the empty window, at its most; twice as many voxels as the budget holds."""
    home = place.new("studies")
    Project.create(home / "project").close()
    folder = _write(place, place.folder / "twenty", patients=20, series=2, slices=50)
    _, said = fresh_process(STUDIES, home / "project", folder, BUDGET, home=home)
    above = said["most"] - said["empty"]
    note = f"empty window {said['empty'] / MEGABYTE:.0f} MB; {said['patients']} patients"
    return Timing(above / MEGABYTE, BUDGET / MEGABYTE, note, holds=said["slices"] == 20 * 2 * 50)
