"""The report of the estimate that is shown: a page to keep, or to look at in the browser."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from glioma_desktop.ui.grade_work import report_on
from glioma_desktop.ui.language import current, tr
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.task import run_task


class ReportController(QObject):
    """Writes the report of the shown estimate. Slot ``show``."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session

    @Slot()
    def show(self) -> None:
        """Write the report beside nothing that matters, and open it."""
        folder = Path(tempfile.mkdtemp(prefix="glioma-report-"))
        self.write(folder / f"{self._session.patient}-estimate.html", show=True)

    def write(self, path: Path, show: bool = False) -> None:
        """Write the report, off the GUI thread; ``show`` opens it in the browser."""
        session = self._session
        result, patient = session.grade_result, session.patient
        if result is None or patient is None:
            session.post(tr("There is no estimate to report. Grade first{key}.", key=session.bindings.hint("grade")))
            return
        box_series = session.box_series
        volume = session.volume(box_series.uid) if box_series is not None else None
        language = current()

        def written(page: Path) -> None:
            session.post(tr("Report written: {page}", page=page))
            if show:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(page)))

        run_task(
            lambda task: report_on(result, patient, volume, path, language),
            on_done=written,
            on_error=lambda error: session.post(error.message, trouble=True),
        )
