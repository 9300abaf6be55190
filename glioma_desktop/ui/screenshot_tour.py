"""One walk through every screen of a copy of a synthetic project, for ``screenshots.py``; a process of its own.

The hands are those of a user: patients are opened, boxes drawn, cases graded, windows opened by the controllers' slots.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from glioma_desktop.annotation.exchange.cohort import CohortRequest, import_cohort
from glioma_desktop.annotation.exchange.labels import read_labels
from glioma_desktop.annotation.hold_out import load_hold_out
from glioma_desktop.errors import AnnotationError, GliomaError
from glioma_desktop.study.phantom import LABELS_NAME, MASK_NAME
from glioma_desktop.ui import task
from glioma_desktop.ui.app import make_app, make_window
from glioma_desktop.ui.keys_dialog import KeysDialog
from glioma_desktop.ui.ledger_form import LedgerForm
from glioma_desktop.ui.publish_dialog import PublishDialog
from glioma_desktop.ui.run_watch import read_json
from glioma_desktop.ui.runs_list import run_folders
from glioma_desktop.ui.screenshot_file import save_screen
from glioma_desktop.ui.screenshots import CASE_REPORT
from glioma_desktop.ui.settings import Settings
from glioma_desktop.ui.training_window import TrainingWindow

WIDTH, HEIGHT = 1280, 800
READER = "Reader A"
LIMIT_S = 300.0
STATES = ("stale", "sealed", "planes", "difference", "mirror")
"""What a screen can also look like: pictured at 100 % only."""
_LEFT = Qt.MouseButton.LeftButton


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
        self._trained = max(rows, key=lambda row: row.boxes).pseudonym

    def walk(self) -> None:
        """Every screen."""
        self._training_windows()
        self._main_window()
        self._case_windows()

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
        self._pull()
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
        """Take in patients that were not trained on, with their outlines; their pseudonyms, the highest grade first."""
        path, project = self._unseen / LABELS_NAME, self._session.project
        if project is None or not path.exists():
            return []
        labels, known = read_labels(path), len(self._session.worklist)
        import_cohort(project, CohortRequest(self._unseen, MASK_NAME, path, project.config.box_series, reader=READER))
        self._all.scan.refresh_worklist()
        self._until(lambda: len(self._session.worklist) > known, "the patients that were not trained on")
        found = [p for p in project.store.patients() if p.source_patient in labels]
        return [p.pseudonym for p in sorted(found, key=lambda p: -int(labels[p.source_patient or ""].grade))]

    def _open(self, pseudonym: str) -> None:
        self._all.reading.open_patient(pseudonym)
        session = self._session
        self._until(
            lambda: all(session.view_volume(index) is not None for index in session.shown_views), "the pictures"
        )

    def _pull(self) -> None:
        """The lower right corner of the box on this slice in the hand; Esc lets go of it."""
        viewport, series, annotation = self.window.area.active, self._session.box_series, self._session.annotation
        transform = viewport.transform_now()
        if series is None or annotation is None or transform is None:
            return
        roi = annotation.boxes_of(series.uid)[self._session.slice_index].roi
        start = QPointF(*transform.to_screen(roi.row_stop, roi.column_stop))
        end = QPointF(*transform.to_screen(roi.row_stop + 3, roi.column_stop + 3))
        for kind, place, button in (
            (QEvent.Type.MouseButtonPress, start, _LEFT),
            (QEvent.Type.MouseMove, (start + end) / 2, Qt.MouseButton.NoButton),
            (QEvent.Type.MouseMove, end, Qt.MouseButton.NoButton),
        ):
            move = QMouseEvent(kind, place, viewport.mapToGlobal(place), button, _LEFT, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(viewport, move)

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
        training.open_run(_half_way(finished))
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
        """In each theme, once everything that was asked for is drawn."""
        if name in STATES and self._suffix:
            return
        for theme in self._themes:
            if self._session.theme != theme:
                self._all.panels.set_theme(theme)
            for _ in range(4):
                QApplication.sendPostedEvents()
                QApplication.processEvents()
            path = self._out / f"{name}_{theme}{self._suffix}.png"
            save_screen(widget, path, WIDTH, HEIGHT)
            self.made.append(path)

    def _until(self, condition: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + LIMIT_S
        while not condition():
            if time.monotonic() > deadline:
                raise AnnotationError(f"Waited {LIMIT_S:.0f} s for {what}.", self._folder)
            QApplication.processEvents()
            time.sleep(0.01)


def _half_way(finished: Path) -> Path:
    """A run folder with the first part of a finished run's events: a replay up to the middle of a fold."""
    replay = finished.with_name(f"{finished.name}-replay")
    if replay.exists():
        return replay
    events = [json.loads(line) for line in (finished / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    epochs = [k for k, event in enumerate(events) if event["event"] == "epoch" and int(event["fold"]) == 3]
    last = epochs[len(epochs) // 2] if epochs else len(events) // 2
    replay.mkdir()
    for name in ("config.json", "manifest.json", "split.json"):
        if read_json(finished / name):
            shutil.copy2(finished / name, replay / name)
    lines = [json.dumps(event) for event in events[: last + 1]]
    (replay / "events.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return replay


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
