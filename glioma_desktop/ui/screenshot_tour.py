"""One walk through every screen of a copy of a synthetic project, for ``screenshots.py``; a process of its own.

The hands are those of a user: patients are opened, boxes drawn, cases graded, windows opened by the controllers' slots.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from glioma_desktop.annotation.hold_out import load_hold_out
from glioma_desktop.errors import AnnotationError, GliomaError
from glioma_desktop.ui import task
from glioma_desktop.ui.app import make_app, make_window
from glioma_desktop.ui.keys_dialog import KeysDialog
from glioma_desktop.ui.ledger_form import LedgerForm
from glioma_desktop.ui.memory_dialog import MemoryDialog
from glioma_desktop.ui.publish_dialog import PublishDialog
from glioma_desktop.ui.runs_list import run_folders
from glioma_desktop.ui.screenshot_file import save_screen
from glioma_desktop.ui.screenshot_hands import half_way, point, pull_corner, take_in
from glioma_desktop.ui.screenshots import CASE_REPORT
from glioma_desktop.ui.settings import Settings
from glioma_desktop.ui.training_window import TrainingWindow
from glioma_desktop.ui.watch_form import WatchForm

WIDTH, HEIGHT = 1280, 800
READER = "Reader A"
LIMIT_S = 300.0
STATES = ("stale", "sealed", "planes", "difference", "mirror")
"""What a screen can also look like: pictured at 100 % only."""
ONCE = ("magnifier", "second", "watched", "memory")
"""Pictured at 100 % in the first theme only."""
WATCHED = "/mnt/pacs/incoming"
"""A folder as it may be called in a hospital; it need not exist."""


class Tour:
    """The walk.

    Args:
        project: A copy that may be changed.
        unseen: Folder of patients that were not trained on; need not exist.
        out: Where the pictures go.
        scale: ``100`` or ``200``, which the process was started with.
        themes: Of ``dark`` and ``light``.
    """

    def __init__(self, project: Path, unseen: Path, out: Path, scale: str, themes: Sequence[str]) -> None:
        self._folder, self._out, self._themes = project, out, themes
        self._suffix = "" if scale == "100" else f"_{scale}"
        self.made: list[Path] = []
        Settings().reader = READER
        self._unseen = unseen
        self.window = make_window(project, themes[0])
        self.window.resize(WIDTH, HEIGHT)
        self.window.show()
        self._session, self._all = self.window.session, self.window.controllers
        self._until(lambda: bool(self._session.worklist), "the worklist")
        drawn = load_hold_out(project / "splits")
        self._sealed = sorted(drawn.sealed) if drawn is not None else []
        rows = [row for row in self._session.worklist if row.pseudonym not in self._sealed]
        self._trained = self._graded = max(rows, key=lambda row: row.boxes).pseudonym

    def walk(self) -> None:
        """Every screen."""
        self._training_windows()
        self._main_window()
        self._case_windows()
        self._in_chinese()

    def close(self) -> None:
        """Close everything that was opened."""
        self.window.close()
        task.stop_all()
        if self._session.project is not None:
            self._session.project.close()

    # -- the main window -----------------------------------------------------------------------------------------------

    def _main_window(self) -> None:
        self._open(self._trained)
        self._picture("reading", self.window)
        self._compare()
        for pseudonym in self._import_unseen() or [self._trained]:
            self._open(pseudonym)
            self._grade()
            if self._session.grade_result is not None and self._session.grade_result.grade == "high":
                break
        self._graded = self._session.patient or self._trained
        self.window.set_mode("annotate")
        self._picture("main", self.window)
        report = self._folder.parent / CASE_REPORT
        self._all.report.save(report)
        self._until(lambda: report.name in self._session.messages[-1].text, "the case report")
        self._session.post("")  # no folder of this machine in a picture
        self._all.roi.nudge(0, 2)
        self._until(lambda: self._session.grade_state == "stale", "the stale estimate")
        self._picture("stale", self.window)
        self._all.undo.undo()
        pull_corner(self.window)
        self._picture("annotating", self.window)
        self.window.escape()
        self.window.set_mode("read")
        self._ask_sealed()

    def _compare(self) -> None:
        """Three planes; T1CE minus T1 beside the other sequences; the mirror lens of a box."""
        session, views = self._session, self._all.views
        before = session.layout
        views.set_layout("planes")
        self._until(lambda: session.crosshair_mm is not None, "the three planes")
        self._picture("planes", self.window)
        views.set_layout("2x2")
        self._until(
            lambda: not any(session.views[k].note.startswith("Reading") for k in session.shown_views), "four views"
        )
        session.set_comparing("difference")
        self._until(lambda: "−" in self.window.area.active.overlays.top_left[0][0], "T1CE minus T1")
        self._picture("difference", self.window)
        views.set_layout(before)
        session.set_comparing("mirror")
        lens = self.window.area.active
        self._until(lambda: lens.overlays.mirror is not None and lens.overlays.mirror.bounds is not None, "the lens")
        self._picture("mirror", self.window)
        session.set_comparing("")
        point(lens, self.window.area.magnifier)
        self._picture("magnifier", self.window)
        session.set_overlays(magnifying=False)
        self._second_window()

    def _second_window(self) -> None:
        """Where there is a second screen; here one as large as the pictures are."""
        second = self._all.second
        if self._suffix or second.other_screen() is None:
            return
        second.toggle()
        assert second.second is not None  # toggle makes it
        session = self._session
        self._until(lambda: all(session.view_volume(k) is not None for k in session.second_views), "its pictures")
        self._picture("second", second.second)
        second.toggle()
        session.post("")

    def _grade(self) -> None:
        self._all.grade.grade()
        self._until(lambda: self._session.grade_state not in ("running", "stale"), "the estimate")
        if self._session.grade_state != "fresh":
            raise AnnotationError(f"{self._session.patient} could not be graded: {self.window.card.sentence.text()}")

    def _ask_sealed(self) -> None:
        for pseudonym in self._sealed[:1]:
            self._open(pseudonym)
            self._all.grade.grade()
            self._until(lambda: not self.window.card.show_sealed.isHidden(), "the question about a sealed patient")
            self._picture("sealed", self.window)

    def _import_unseen(self) -> list[str]:
        project, known = self._session.project, len(self._session.worklist)
        taken_in = [] if project is None else take_in(project, self._unseen, READER)
        if taken_in:
            self._all.scan.refresh_worklist()
            self._until(lambda: len(self._session.worklist) > known, "the patients that were not trained on")
        return taken_in

    def _open(self, pseudonym: str) -> None:
        self._all.reading.open_patient(pseudonym)
        self.window.area.take_focus()
        session = self._session
        self._until(lambda: all(session.view_volume(k) is not None for k in session.shown_views), "the pictures")

    # -- windows beside it ---------------------------------------------------------------------------------------------

    def _case_windows(self) -> None:
        self.window.show_labels()
        self._picture_of("labels", LedgerForm)
        self.window.show_keys()
        self._picture_of("keys", KeysDialog)
        self._all.project.new_project()
        form = self._all.project.form
        if form is not None:
            form.place.setText("~/Projects")
            self._picture("new_project", form)
            form.close()
        self._all.watch.watch(Path(WATCHED))
        self._all.watch.ask()
        self._picture_of("watched", WatchForm)
        self._all.memory.show()
        self._picture_of("memory", MemoryDialog)
        self._all.watch.stop_watching(Path(WATCHED))
        self._session.post("")

    def _in_chinese(self) -> None:
        """The main screens once more, in the first theme."""
        if self._suffix:
            return
        self._all.panels.set_language("zh_CN")
        self._open(self._graded)
        self._grade()
        self._picture("main_zh", self.window)
        self.window.show_labels()
        self._picture_of("labels_zh", LedgerForm)
        self.window.show_keys()
        self._picture_of("keys_zh", KeysDialog)
        self._all.training.open_retrain()  # the run that was shown last
        self._picture_of("retrain_zh", TrainingWindow)
        self._all.panels.set_language("en")

    def _training_windows(self) -> None:
        training, runs = self._all.training, run_folders(self._folder / "runs")
        finished = next((run for run in runs if (run / "report.html").exists()), None)
        if finished is None:
            raise AnnotationError("The project has no finished run. Train first.", self._folder)
        training.open_retrain()
        retrain = training.retrain
        assert isinstance(retrain, TrainingWindow)  # open_retrain makes it
        retrain.resize(WIDTH, HEIGHT)
        self._until(retrain.bar.buttons["start"].isEnabled, "the preview of a training")
        self._picture("retrain_before", retrain)
        training.open_run(half_way(finished))
        watch = retrain.watch
        assert watch is not None  # open_run follows it
        watch.stop()
        watch.alive, watch.state = True, "running"  # it is a replay: its process ended long ago
        retrain.refresh()
        self._picture("retrain_running", retrain)
        training.open_run(finished)
        self._picture("retrain_finished", retrain)
        retrain.action_asked.emit("publish")
        self._picture_of("publish", PublishDialog)
        retrain.close()
        training.open_runs()
        training.open_models()
        listed, models = training.runs, training.models
        self._until(lambda: listed is not None and listed.picked is not None, "the runs")
        self._until(lambda: models is not None and bool(models.cards), "the models")
        for name, shown in (("runs", training.runs), ("models", training.models)):
            if shown is not None:
                self._picture(name, shown)
                shown.close()

    # -- pictures ------------------------------------------------------------------------------------------------------

    def _picture_of(self, name: str, kind: type[QWidget]) -> None:
        shown = next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())
        self._picture(name, shown)
        shown.close()

    def _picture(self, name: str, widget: QWidget) -> None:
        """In each theme, once everything that was asked for is drawn; in Chinese in one."""
        if name in STATES + ONCE and self._suffix:
            return
        chinese = self._session.language != "en"
        for theme in self._themes[:1] if chinese or name in ONCE else self._themes:
            if self._session.theme != theme:
                self._all.panels.set_theme(theme)
            for _ in range(4):
                QApplication.sendPostedEvents()
                QApplication.processEvents()
            path = self._out / (f"{name}.png" if chinese else f"{name}_{theme}{self._suffix}.png")
            save_screen(widget, path, WIDTH, HEIGHT)
            self.made.append(path)

    def _until(self, condition: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + LIMIT_S
        while not condition():
            if time.monotonic() > deadline:
                raise AnnotationError(f"Waited {LIMIT_S:.0f} s for {what}.", self._folder)
            QApplication.processEvents()
            time.sleep(0.01)


def main(argv: Sequence[str]) -> int:
    """``PROJECT UNSEEN OUT SCALE THEME...``; the names of the files on stdout."""
    project, unseen, out = (Path(word) for word in argv[:3])
    make_app()
    try:
        tour = Tour(project, unseen, out, argv[3], argv[4:])
        try:
            tour.walk()
        finally:
            tour.close()
    except GliomaError as error:
        print(error.message, file=sys.stderr)  # noqa: T201
        return 1
    print(*(path.name for path in tour.made))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
