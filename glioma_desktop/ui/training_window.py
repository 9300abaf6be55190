"""The training window: choices before a run, the run while it works, its table when it is done.

It only shows and asks; ``TrainingController`` starts, asks and opens.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from glioma_desktop.grading.result import RESEARCH_LINE
from glioma_desktop.ui.cohort_facts import cohort_sections, majority_share, run_section
from glioma_desktop.ui.facts_column import FactsColumn, Section
from glioma_desktop.ui.language import say, tr
from glioma_desktop.ui.results_table import ResultsTable
from glioma_desktop.ui.retrain_choice import RetrainChoice
from glioma_desktop.ui.retrain_panel import RetrainPanel
from glioma_desktop.ui.run_events import RunProgress
from glioma_desktop.ui.run_panel import RunPanel
from glioma_desktop.ui.run_watch import RunWatch, process_of, read_json
from glioma_desktop.ui.run_words import run_date, time_left
from glioma_desktop.ui.theme import Theme
from glioma_desktop.ui.themed_window import ThemedWindow
from glioma_desktop.ui.training_bar import AskStrip, TrainingBar
from glioma_desktop.ui.training_notes import estimate_words, planned, run_note, stop_question
from glioma_desktop.ui.training_process import memory_of


class TrainingWindow(ThemedWindow):
    """Signals ``start_asked(RetrainChoice)`` and ``action_asked(name)``: an action of the bar, or ``preview``."""

    start_asked = Signal(object)
    action_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Retrain — Glioma Desktop"), parent)
        self.take_size(1240, 860)
        self.setMinimumSize(1000, 640)
        self.watch: RunWatch | None = None
        self._picked: tuple[str, str | None] | None = None
        self._launching = False
        self._shown_state: str = ""
        self._preview: Mapping[str, Any] = {}
        self._problem = ""
        self.bar, self.strip, self.column = TrainingBar(), AskStrip(), FactsColumn()
        self.panel, self.run_panel, self.table = RetrainPanel(), RunPanel(), ResultsTable()
        self._top = QStackedWidget()
        self._top.setProperty("role", "plain")
        self._top.addWidget(self.panel)
        self._top.addWidget(self.run_panel)
        self._note, self._status = QLabel(), QLabel()
        self._lay_out()
        self.bar.pressed.connect(self._pressed)
        self.strip.agreed.connect(lambda: self.action_asked.emit("stop"))
        self.panel.changed.connect(self._choice_changed)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _: self._pick(now.row()))
        self.setFocus()

    # -- choosing ------------------------------------------------------------------------------------------------------

    def show_choice(self) -> None:
        """The choices; the run under way, if there is one, goes on."""
        self._launched(False)
        self._turn_to(self.panel)
        self.strip.hide()
        self._choice_changed()

    def show_launch(self) -> None:
        """A process has been started and has no run folder yet: nothing can be chosen or started meanwhile."""
        self._launched(True)
        self.strip.hide()
        self.bar.show_state("launching", tr("starting…"))

    def _launched(self, launching: bool) -> None:
        self._launching = launching
        self.panel.setDisabled(launching)

    @property
    def choosing(self) -> bool:
        """The choices are on the screen."""
        return self._top.currentWidget() is self.panel

    def show_preview(self, preview: Mapping[str, Any], problem: str = "") -> None:
        """Show what the chosen training would run on, or the sentence that says why it cannot."""
        self._preview, self._problem = preview, problem
        if not self.choosing or self._launching:
            return
        self.panel.show_preview(preview)
        sections: list[Section] = []
        if preview:
            sections = cohort_sections(
                preview["manifest"], preview["split"], preview["openings"], None, bool(preview["sealed_before"])
            )
        self.column.show_sections(sections, problem)
        self.table.rows.show_run(planned(preview.get("fits", ())), live=True)
        self._note.setText(
            tr(
                "Every network and start is trained on the same five folds. The sealed test set is opened once, after all"
                " trainings are done."
            )
        )
        self._show_choosing_bar(problem or self.panel.problem(), waiting=False)

    def _choice_changed(self) -> None:
        if not self.choosing or self._launching:
            return
        self._show_choosing_bar(self.panel.problem(), waiting=True)
        if not self._preview:
            self.column.show_sections([], tr("Counting patients and boxes…"))
        if not self.panel.problem():
            self.action_asked.emit("preview")

    def _show_choosing_bar(self, problem: str, waiting: bool) -> None:
        beside = self.watch is not None and self.watch.state in ("running", "paused", "starting")
        note = problem or (
            tr("counting patients…") if waiting else estimate_words(self._preview, datetime.now().astimezone())
        )
        ready = not problem and bool(self._preview or not waiting)
        self.bar.show_state("choosing_beside_run" if beside else "choosing", note, ready)
        self._status.setText(tr("The run under way is stopped and kept when this one starts") if beside else "")

    # -- a run ---------------------------------------------------------------------------------------------------------

    def follow(self, watch: RunWatch) -> None:
        """Show this run from now on."""
        if self.watch is not None:
            self.watch.stop()
            self.watch.deleteLater()
        self.watch, self._picked, self._shown_state = watch, None, ""
        self._launched(False)
        watch.setParent(self)
        watch.changed.connect(self.refresh)
        watch.start()
        self.show_run()

    def show_run(self) -> None:
        """The run that is followed."""
        self._turn_to(self.run_panel)
        self.strip.hide()
        self.refresh()

    def refresh(self) -> None:
        """Show the run as its folder tells it now."""
        watch = self.watch
        if watch is None or self.choosing:
            return
        if self._shown_state in ("running", "paused") and watch.state not in ("running", "paused"):
            self.strip.hide()
        self._shown_state = watch.state
        run, folder = watch.progress, watch.folder
        manifest, split = read_json(folder / "manifest.json"), read_json(folder / "split.json")
        config = watch.config
        pid = process_of(folder)
        sections = cohort_sections(manifest, split, self.openings, run.leak_pairs) if manifest and split else []
        chosen = run_section(config, run.started, memory_of(pid) if pid else "", manifest)
        self.column.show_sections([*sections, chosen])
        majority = majority_share(manifest, split) if manifest and split else None
        self.run_panel.show_fit(run, watch.state, self._picked, majority)
        self.table.rows.show_run(run, live=watch.state in ("running", "starting"))
        self._note.setText(run_note(watch.state, run, read_json(folder / "report.json")))
        if not self._launching:
            self.bar.show_state(watch.state, self._run_words(run, watch), enabled=True)
        life = tr("keeps running when the window closes") if watch.alive else ""
        self._status.setText("    ".join((tr("Run {date}", date=run_date(folder.name)), life)).rstrip())

    openings: int = 0

    def say(self, sentence: str) -> None:
        """One calm sentence beneath the bar."""
        self.strip.say(sentence)

    def _run_words(self, run: RunProgress, watch: RunWatch) -> str:
        if watch.trouble:
            return watch.trouble
        if watch.state == "running":
            if run.seconds_left is None:
                return tr("time not known yet")
            return time_left(run.seconds_left, datetime.now().astimezone())
        return {
            "paused": tr("paused"),
            "stopped": tr("stopped · can be resumed"),
            "failed": tr("failed"),
            "starting": tr("starting…"),
        }.get(watch.state, tr("done"))

    # -- the hand ------------------------------------------------------------------------------------------------------

    def _pressed(self, name: str) -> None:
        if name == "start":
            self.start_asked.emit(self.panel.choice())
        elif name == "back":
            self.show_run()
        elif name == "stop":
            self.strip.ask(stop_question(self.watch), tr("Stop and keep"), tr("Do not stop"))
        elif name == "change":
            self.panel.take(self.watch.config if self.watch else {})
            self.show_choice()
        elif name == "not_yet":
            self.close()
        else:
            self.action_asked.emit(name)

    def _pick(self, row: int) -> None:
        fit = self.table.rows.fit_at(row)
        if fit is not None and not self.choosing and any(fold.points for fold in fit.folds):
            self._picked = fit.key
            self.refresh()

    def choice(self) -> RetrainChoice:
        """What is chosen now."""
        return self.panel.choice()

    def speak(self) -> None:
        """The language has changed: figures and sentences that are put together are made again."""
        self.table.rows.speak()
        if self.choosing and (self._preview or self._problem):
            self.show_preview(self._preview, self._problem)
        elif self.choosing:
            self._choice_changed()
        else:
            self.refresh()

    def wear(self, worn: Theme) -> None:
        """Curves and table paint themselves."""
        self.table.rows.wear(worn)
        for card in (self.run_panel.auc, self.run_panel.accuracy):
            card.wear(worn)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing hides; the run goes on and is found again."""
        self.hide()
        event.accept()

    def _turn_to(self, page: QWidget) -> None:
        """Show a page; the other one, which may be higher, no longer asks for room."""
        for other in (self.panel, self.run_panel):
            fits = QSizePolicy.Policy.Preferred if other is page else QSizePolicy.Policy.Ignored
            other.setSizePolicy(QSizePolicy.Policy.Preferred, fits)
        self._top.setCurrentWidget(page)

    def _lay_out(self) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(5, 6, 5, 12)
        inside.setSpacing(6)
        inside.addWidget(self.table, 1)
        self._note.setWordWrap(True)
        self._note.setProperty("role", "muted")
        self._note.setContentsMargins(9, 0, 9, 0)
        inside.addWidget(self._note)
        right = QVBoxLayout()
        right.setContentsMargins(14, 14, 14, 14)
        right.setSpacing(12)
        right.addWidget(self._top)
        right.addWidget(card, 1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.column)
        body.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self.strip)
        whole.addLayout(body, 1)
        whole.addWidget(self._status_bar())

    def _status_bar(self) -> QFrame:
        strip = QFrame()
        strip.setProperty("role", "status")
        strip.setFixedHeight(26)
        row = QHBoxLayout(strip)
        row.setContentsMargins(14, 0, 14, 0)
        research = QLabel(say(RESEARCH_LINE))
        for label in (self._status, research):
            label.setProperty("role", "footnote")
        row.addWidget(self._status)
        row.addStretch(1)
        row.addWidget(research)
        return strip
