"""Grade > Report and Save report as: the shown estimate as a page, looked at in the browser or kept as HTML or PDF."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from glioma_desktop.errors import GradingError
from glioma_desktop.grading.result import GradeResult
from glioma_desktop.phrase import phrase
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.grade_work import report_on
from glioma_desktop.ui.language import current, tr
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.settings import Settings
from glioma_desktop.ui.task import run_task

SUFFIXES = (".html", ".htm", ".pdf")


@dataclass(frozen=True, eq=False)
class _Shown:
    """The estimate that a report was asked for; another patient may be open when it is written."""

    result: GradeResult
    patient: str
    volume: Volume | None


class ReportController(QObject):
    """Written off the GUI thread. File names hold the pseudonym and nothing else of the patient.

    Attributes:
        dialog: Where a report is saved to; it stays open beside the reading. None before it was first asked for.
    """

    def __init__(self, session: Session, settings: Settings, window: QWidget) -> None:
        super().__init__(session)
        self._session, self._settings, self._window = session, settings, window
        self.dialog: QFileDialog | None = None

    def show(self) -> None:
        """Open the report of the shown estimate in the browser."""
        shown = self._shown()
        if shown is None:
            return

        def written(page: Path) -> None:
            opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(page)))
            told = tr("The report of {patient} is open in the browser. Save as… keeps it.", patient=shown.patient)
            none = tr(
                "No browser opened for the report of {patient}. Save as… keeps it as a file.", patient=shown.patient
            )
            self._session.post(told if opened else none, trouble=not opened)

        self._write(shown, None, written)

    def save_as(self) -> None:
        """Ask where to, and keep the report of the shown estimate as HTML or PDF."""
        shown = self._shown()
        if shown is None:
            return
        if self.dialog is not None:
            self.dialog.close()
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = Path(self._settings.report_folder or documents)
        dialog = QFileDialog(self._window, tr("Save report of {patient}", patient=shown.patient))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["HTML (*.html)", "PDF (*.pdf)"])
        dialog.setDefaultSuffix("html")
        dialog.filterSelected.connect(lambda words: dialog.setDefaultSuffix("pdf" if "pdf" in words else "html"))
        dialog.setDirectory(str(folder))
        dialog.selectFile(_file_name(shown))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self._chosen(Path(name), shown))
        dialog.finished.connect(lambda _: self._closed(dialog))
        dialog.setModal(False)
        self.dialog = dialog
        dialog.show()

    def _chosen(self, path: Path, shown: _Shown) -> None:
        self._settings.report_folder = str(path.parent)
        self.save(path, shown)

    def save(self, path: Path, shown: _Shown | None = None) -> None:
        """Keep the report of the shown estimate; the ending of the name says whether as HTML or PDF."""
        shown = shown or self._shown()
        if shown is None:
            return
        if path.suffix.lower() not in SUFFIXES:
            path = path.with_name(f"{path.name}.html")

        def written(page: Path) -> None:
            self._session.post(tr("The report of {patient} is saved as {name}.", patient=shown.patient, name=page.name))

        self._write(shown, path, written)

    def _shown(self) -> _Shown | None:
        session = self._session
        if session.grade_result is None or session.patient is None:
            session.post(tr("There is no estimate to report. Grade first{key}.", key=session.bindings.hint("grade")))
            return None
        series = session.box_series
        volume = session.volume(series.uid) if series is not None else None
        return _Shown(session.grade_result, session.patient, volume)

    def _write(self, shown: _Shown, path: Path | None, written: Callable[[Path], None]) -> None:
        """To a path, or for a look to a folder of its own."""
        language = current()
        run_task(
            lambda _: report_on(shown.result, shown.patient, shown.volume, path or _for_a_look(shown), language),
            on_done=written,
            on_error=lambda error: self._session.post(error.message, trouble=True),
        )

    def _closed(self, closed: QFileDialog) -> None:
        """It is deleted now: whoever asks again gets another one."""
        if self.dialog is closed:
            self.dialog = None


def _for_a_look(shown: _Shown) -> Path:
    try:
        return Path(tempfile.mkdtemp(prefix="glioma-report-")) / _file_name(shown)
    except OSError as error:
        reason = error.strerror or phrase("write error")
        raise GradingError(phrase("The report has no place to be shown from: {reason}.", reason=reason)) from error


def _file_name(shown: _Shown) -> str:
    return f"{shown.patient}-estimate.html"
