"""A hand that follows a script in the real window: for the self-test of an installation, which has no reader beside it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import GliomaError
from glioma_desktop.grading.result import GradeResult
from glioma_desktop.ui import task
from glioma_desktop.ui.active_model import show_active_model
from glioma_desktop.ui.app import make_app, make_window
from glioma_desktop.ui.settings import Settings

LOOK_EVERY_MS = 20
OPENS_S = 30.0
INSIDE = 0.3
"""Of a voxel: a box takes in every voxel that the drag touches."""
LEFT = Qt.MouseButton.LeftButton


class ScriptedHand:
    """Opens the window on a project and does in it what a reader does.

    Every step waits for what it causes and raises ``GliomaError`` with one sentence when it does not come.
    """

    def __init__(self, project: Path, reader: str) -> None:
        make_app()
        Settings().reader = reader
        self.window = make_window(project)
        self._session = self.window.session
        self.window.show()
        refused = "The window did not open its project."
        self.wait(lambda: self._session.project is not None, OPENS_S, refused)
        if self._session.project is None or self._session.project.folder != project.resolve():
            raise GliomaError(self._last_words(refused), project)

    @property
    def screen(self) -> str:
        """Qt's name of what the window is shown on: ``xcb``, ``windows``, ``offscreen``, ..."""
        return QApplication.platformName()

    def open(self, folder: Path, seconds: float) -> str:
        """Open a folder, wait for the picture of its first patient, and return that patient's pseudonym."""
        session = self._session
        self.window.open_paths([str(folder)])
        self.wait(
            lambda: session.volume(session.view.series_uid) is not None and not self.window.controllers.scan.running,
            seconds,
            f"{folder.name} was opened, but no picture came.",
        )
        return str(session.patient)

    def draw(self, roi: RectROI) -> RectROI:
        """Draw a box in the active viewport with one press, drag and release, and return the box that was stored."""
        session, viewport = self._session, self.window.area.active
        self.window.set_mode("annotate")
        self.window.controllers.views.go_to(session.active, roi.slice_index)
        start = self._at(roi.row_start + INSIDE, roi.column_start + INSIDE)
        end = self._at(roi.row_stop - INSIDE, roi.column_stop - INSIDE)
        QTest.mousePress(viewport, LEFT, pos=start)
        for at in ((start + end) / 2, end):
            QTest.mouseMove(viewport, at)
        QTest.mouseRelease(viewport, LEFT, pos=end)
        project, series = session.project, session.box_series
        if project is None or series is None or session.patient is None:
            raise GliomaError(self._last_words("The window has no series to draw on."))
        stored = project.store.annotation(session.patient).boxes_of(series.uid)
        if roi.slice_index not in stored:
            raise GliomaError(self._last_words("A box was drawn with the mouse, but none is in the store."))
        return stored[roi.slice_index].roi

    def grade(self, seconds: float) -> GradeResult:
        """Click *Grade tumour* and wait for the answer of the project's active model."""
        session = self._session
        show_active_model(session)
        QTest.mouseClick(self.window.case.grade, LEFT)
        self.wait(lambda: session.grade_state != "running", seconds, "Grade tumour was clicked, but no answer came.")
        if session.grade_result is None or session.grade_state != "fresh":
            raise GliomaError(self._last_words("Grade tumour was clicked, but there is no estimate."))
        return session.grade_result

    def wait(self, condition: Callable[[], bool], seconds: float, otherwise: str) -> None:
        """Let the window live until something is so.

        Raises:
            GliomaError: it was not so in time: ``otherwise``, and what the window said last.
        """
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise GliomaError(self._last_words(otherwise))
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, LOOK_EVERY_MS)

    def close(self) -> None:
        """Close the window as its user does."""
        self.window.close()
        task.stop_all()
        if self._session.project is not None:
            self._session.project.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _at(self, row: float, column: float) -> QPoint:
        transform = self.window.area.active.transform_now()
        if transform is None:
            raise GliomaError(self._last_words("The window shows no slice to draw on."))
        return QPointF(*transform.to_screen(row, column)).toPoint()

    def _last_words(self, sentence: str) -> str:
        said = self._session.messages
        return f"{sentence} The window said: {said[-1].text}" if said else sentence
