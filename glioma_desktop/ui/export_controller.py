"""File > Export boxes: every stored box as JSON or CSV, by pseudonym."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from glioma_desktop.annotation.exchange.export import export_annotations
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.task import run_task


class ExportController(QObject):
    """Writes exports off the GUI thread."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(session)
        self._session, self._window = session, window

    def ask(self) -> None:
        """Choose a file; its ending chooses the format, a name without one gets that of the chosen format."""
        project = self._session.project
        if project is None:
            return
        dialog = QFileDialog(self._window, tr("Export boxes"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["JSON (*.json)", "CSV (*.csv)"])
        dialog.setDefaultSuffix("json")
        dialog.filterSelected.connect(lambda words: dialog.setDefaultSuffix("csv" if "csv" in words else "json"))
        dialog.setDirectory(str(project.folder.parent))
        dialog.selectFile(f"{project.folder.name}-boxes.json")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.write(Path(name)))
        dialog.open()

    def write(self, out: Path) -> None:
        """Write ``out`` (.json or .csv)."""
        session, project = self._session, self._session.project
        if project is None:
            return
        kind: Literal["json", "csv"] = "csv" if out.suffix.lower() == ".csv" else "json"

        def done(answer: dict[str, Any]) -> None:
            session.post(
                tr("{count} boxes written to {name}, by pseudonym.", count=len(answer["annotations"]), name=out.name)
            )

        run_task(
            lambda _: export_annotations(project, kind, out),
            on_done=done,
            on_error=lambda error: session.post(error.message, trouble=True),
        )
