"""Publishing a run: asked in a window of its own, said in the strip, and the model grades from then on if it is active."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from glioma_desktop.annotation.project import Project
from glioma_desktop.ui.active_model import Models, read_models, show_model
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.publish_dialog import PublishDialog
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.task import run_task
from glioma_desktop.ui.training_notes import model_name, published_words


class PublishController(QObject):
    """``published(models, sentence)``: the models of the open project, one more, and what is said of it.

    Args:
        session: Whose project has the run.
        window: Parent of the dialog.
    """

    published = Signal(object, str)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._parent = session, window

    def ask(self, project: Project, run: Path) -> PublishDialog:
        """The window in which a run is published."""
        dialog = PublishDialog(project.folder, run, self._parent)
        dialog.published.connect(lambda model: self.take(model, project))
        dialog.failed.connect(lambda sentence: self._session.post(sentence, trouble=True))
        return dialog

    def take(self, model: Mapping[str, Any], project: Project) -> None:
        """A model was published in a project, which may not be the open one any more."""
        if project is not self._session.project:
            where, name = project.config.name, model_name(model)
            self._session.post(tr("Published in the project “{project}”: {name}.", project=where, name=name))
            return
        run_task(
            lambda _: read_models(project.models_dir),
            on_done=lambda models: self._show(models, model, project),
            on_error=lambda error: self._session.post(error.message, trouble=True),
        )

    def _show(self, models: Models, model: Mapping[str, Any], project: Project) -> None:
        if project is not self._session.project:
            return
        show_model(self._session, models.grades)
        sentence = published_words(model, models.active)
        self._session.post(sentence)
        self.published.emit(models, sentence)
