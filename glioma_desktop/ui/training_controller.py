"""Retrain, Runs and Models: starts training as a process of its own, follows it, opens what it made.

The window and training meet on disk only (docs/decisions/0001-the-run-folder.md); closing the window stops nothing.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from glioma_desktop.annotation.hold_out import load_hold_out
from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import GliomaError
from glioma_desktop.ui.active_model import Models
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.models_dialog import ModelsDialog
from glioma_desktop.ui.publish_controller import PublishController
from glioma_desktop.ui.retrain_choice import RetrainChoice
from glioma_desktop.ui.run_watch import RunWatch, ask_run
from glioma_desktop.ui.runs_dialog import RunsDialog
from glioma_desktop.ui.runs_list import live_run, run_folders
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.training_process import Question, last_sentence, lives, start_training, threads_for_training

if TYPE_CHECKING:
    from glioma_desktop.ui.training_window import TrainingWindow

PREVIEW_AFTER_MS = 250
LOOK_FOR_RUN_MS = 500


class TrainingController(QObject):
    """Slots for the menu *Training*: ``open_retrain``, ``open_runs``, ``open_models``.

    Args:
        session: Whose project is trained.
        window: Parent of the dialogs.
    """

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._parent = session, window
        self.retrain: TrainingWindow | None = None
        self.runs: RunsDialog | None = None
        self.models: ModelsDialog | None = None
        self._launched: tuple[int, Path, set[str], float] | None = None
        self._next: list[str] | None = None
        self._publishing = PublishController(session, window)
        self._publishing.published.connect(self._published)
        self._preview = Question(self)
        self._preview.answered.connect(self._previewed)
        self._preview.refused.connect(lambda sentence: self._previewed({}, sentence))
        self._soon = QTimer(self, singleShot=True, interval=PREVIEW_AFTER_MS)
        self._soon.timeout.connect(self._ask_preview)
        self._search = QTimer(self, interval=LOOK_FOR_RUN_MS)
        self._search.timeout.connect(self._look_for_run)
        session.project_changed.connect(self._project_changed)

    # -- menu ----------------------------------------------------------------------------------------------------------

    @Slot()
    def open_retrain(self) -> None:
        """The training window: the run under way when there is one, else the choices."""
        if not self._has_project():
            return
        window = self._window()
        live = live_run(self._runs_dir)
        if self._launched is not None:
            window.show_launch()
        elif live is not None and (window.watch is None or window.watch.folder != live):
            self._follow(live)
        elif live is not None or (window.watch is not None and not window.choosing):
            window.show_run()
        else:
            window.show_choice()
        _raise(window)

    @Slot()
    def open_runs(self) -> None:
        """The list of runs."""
        if not self._has_project():
            return
        if self.runs is None:
            self.runs = RunsDialog(self._parent)
            self.runs.action_asked.connect(self._run_action)
        self.runs.show_runs(self._runs_dir)
        _raise(self.runs)

    @Slot()
    def open_models(self) -> None:
        """The model registry."""
        if not self._has_project():
            return
        if self.models is None:
            self.models = ModelsDialog(self._session, self._parent)
        self.models.reload()
        _raise(self.models)

    # -- the run that is followed --------------------------------------------------------------------------------------

    def open_run(self, folder: Path) -> None:
        """Show a run of the list in the training window."""
        self._follow(folder)
        _raise(self._window())

    def start(self, choice: RetrainChoice) -> None:
        """Start a training; one under way is stopped and kept first."""
        self._begin(choice.arguments())

    def _begin(self, arguments: Sequence[str]) -> None:
        live = live_run(self._runs_dir)
        window = self._window()
        if live is not None:
            self._next = list(arguments)
            self._asked(live, "stop")
            window.say(tr("The run under way stops after its batch and is kept; the new one then starts."))
            self._search.start()
            return
        known = {folder.name for folder in run_folders(self._runs_dir)}
        try:
            pid, log = start_training(self._project.folder, arguments)
        except GliomaError as error:
            window.say(error.message)
            return
        self._launched = (pid, log, known, time.monotonic())
        window.show_launch()
        self._search.start()

    def _look_for_run(self) -> None:
        """A launched process makes its run folder after a few seconds; until then only its log speaks."""
        live = live_run(self._runs_dir)
        if self._next is not None:
            if live is None:
                arguments, self._next = self._next, None
                self._search.stop()
                self._begin(arguments)
            return
        if self._launched is None:
            self._search.stop()
            return
        pid, log, known, since = self._launched
        made = [folder for folder in run_folders(self._runs_dir) if folder.name not in known]
        found = made[0] if made else live
        if found is not None:
            self._launched = None
            self._search.stop()
            self._follow(found)
        elif not lives(pid) and time.monotonic() - since > 1:
            self._launched = None
            self._search.stop()
            self._window().show_choice()
            self._window().say(tr("Training did not start: {reason}", reason=last_sentence(log)))

    def _follow(self, folder: Path) -> None:
        window = self._window()
        window.openings = self._openings()
        watch = RunWatch(folder)
        watch.changed.connect(self._count_openings)
        window.follow(watch)

    def _count_openings(self) -> None:
        self._window().openings = self._openings()

    def _action(self, name: str) -> None:
        if name == "preview":
            self._soon.start()
            return
        watch = self._window().watch
        if watch is not None:
            self._run_action(name, watch.folder)

    def _run_action(self, name: str, folder: Path) -> None:
        """An action of the bar or of the list of runs on one run."""
        if name == "open":
            self.open_run(folder)
        elif name == "report":
            self._open_report(folder)
        elif name == "publish":
            _raise(self._publishing.ask(self._project, folder))
        elif name in ("pause", "stop"):
            self._asked(folder, name)
        elif name == "resume":
            self._resume(folder)

    def _resume(self, folder: Path) -> None:
        if live_run(self._runs_dir) == folder:
            self._asked(folder, "run")
            return
        self._asked(folder, "run")
        self.open_run(folder)
        self._begin(["--resume", folder.name])

    def _asked(self, folder: Path, ask: Any) -> None:
        try:
            ask_run(folder, ask)
        except OSError as error:
            words = tr(
                "Run {name} was not told: its folder cannot be written ({reason}).",
                name=folder.name,
                reason=error.strerror,
            )
            self._window().say(words)
            return
        if ask == "stop":
            self._window().say(tr("Stopping after the batch under way. Finished folds and the checkpoint are kept."))

    def _open_report(self, folder: Path) -> None:
        page = folder / "report.html"
        if page.exists():
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(page)))
        else:
            self._window().say(tr("Run {name} has no report yet: it is written when the run ends.", name=folder.name))

    def _published(self, models: Models, sentence: str) -> None:
        if self.models is not None:
            self.models.show_models(models)
        if self.retrain is not None:
            self.retrain.say(sentence)

    # -- before the start ----------------------------------------------------------------------------------------------

    def _ask_preview(self) -> None:
        window = self._window()
        words = ["--project", str(self._project.folder), *window.choice().arguments()]
        words += ["--threads", str(threads_for_training())]
        self._preview.ask("preview", words)

    def _previewed(self, preview: Mapping[str, Any], sentence: str = "") -> None:
        self._window().show_preview(preview, sentence)

    def _openings(self) -> int:
        drawn = load_hold_out(self._project.splits_dir)
        return 0 if drawn is None else len(drawn.openings)

    # -- windows -------------------------------------------------------------------------------------------------------

    def _window(self) -> TrainingWindow:
        from glioma_desktop.ui.training_window import TrainingWindow  # with pyqtgraph: not before it is asked for

        if self.retrain is None:
            self.retrain = TrainingWindow(self._parent)
            self.retrain.start_asked.connect(self.start)
            self.retrain.action_asked.connect(self._action)
        return self.retrain

    @property
    def _project(self) -> Project:
        """The open project; the menu's slots look before they get here."""
        assert self._session.project is not None
        return self._session.project

    def _has_project(self) -> bool:
        if self._session.project is None:
            self._session.post(tr("Open a project first: File > Open project."))
        return self._session.project is not None

    @property
    def _runs_dir(self) -> Path:
        return self._project.runs_dir

    def _project_changed(self) -> None:
        """Another project: its runs are other runs."""
        self._preview.cancel()
        self._soon.stop()
        self._search.stop()
        self._launched = self._next = None
        if self.models is not None:
            self.models.leave()
        for shown in (self.retrain, self.runs, self.models):
            if shown is not None:
                shown.close()
                shown.deleteLater()
        self.retrain = self.runs = self.models = None


def _raise(window: QWidget) -> None:
    window.show()
    window.raise_()
    window.activateWindow()
