"""The one row of actions of the training window; which of them stand there follows from where the run stands."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from glioma_desktop.ui.run_events import RunState

BarState = Literal["choosing", "choosing_beside_run", "launching"] | RunState
_SHOWN: dict[BarState, tuple[str, ...]] = {
    "choosing": ("start",),
    "choosing_beside_run": ("start", "back"),
    "launching": (),
    "starting": ("stop",),
    "running": ("pause", "change", "stop"),
    "paused": ("resume", "change", "stop"),
    "stopped": ("resume", "change"),
    "failed": ("resume", "change"),
    "finished": ("report", "publish", "not_yet", "change"),
}
_WORDS = {
    "start": ("Start", "primary", "Start this training. It keeps running when the window closes."),
    "back": ("Back to the run", "quiet", "The run goes on as it is."),
    "pause": ("Pause", "button", "Finish the batch under way and wait. Nothing is lost."),
    "resume": ("Continue", "primary", "Go on from the last checkpoint, to the same figures."),
    "report": ("Open report", "primary", "The report of this run, in the browser."),
    "publish": ("Publish…", "button", "Turn one network and start of this run into a model for grading."),
    "not_yet": ("Not yet", "quiet", "Close; the run stays in the list of runs."),
    "change": ("Change and start new", "quiet", "The choices of this run are fixed. Begin another with other choices."),
    "stop": ("Stop and keep", "stop", "Stop this run. Finished folds and the last checkpoint are kept."),
}


class TrainingBar(QFrame):
    """Emits ``pressed`` with the name of the action: a key of ``_WORDS``."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(44)
        self.buttons = {name: self._button(name) for name in _WORDS}
        self._title, self._note = QLabel("Retrain"), QLabel()
        self._title.setProperty("role", "heading")
        self._note.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addSpacing(4)
        row.addWidget(_upright())
        row.addSpacing(4)
        for name in ("start", "back", "pause", "resume", "report", "publish", "not_yet", "change"):
            row.addWidget(self.buttons[name])
        row.addStretch(1)
        row.addWidget(self._note)
        self._before_stop = _upright()
        row.addWidget(self._before_stop)
        row.addWidget(self.buttons["stop"])

    def show_state(self, state: BarState, note: str, enabled: bool = True) -> None:
        """Show the actions of a state. ``enabled``: whether the first of them can be taken now."""
        shown = _SHOWN[state]
        for name, button in self.buttons.items():
            button.setVisible(name in shown)
        for name in shown[:1]:
            self.buttons[name].setEnabled(enabled)
        self._before_stop.setVisible("stop" in shown)
        self.buttons["resume"].setText("Continue" if state == "paused" else "Resume")
        self._note.setText(note)

    def _button(self, name: str) -> QPushButton:
        words, role, tip = _WORDS[name]
        button = QPushButton(words)
        button.setProperty("role", role)
        button.setToolTip(tip)
        button.clicked.connect(lambda: self.pressed.emit(name))
        return button


def _upright() -> QFrame:
    line = QFrame()
    line.setProperty("role", "upright")
    line.setFixedSize(1, 20)
    return line


class AskStrip(QFrame):
    """A question beneath the bar, never a dialog: one sentence, one thing to do and one to leave."""

    agreed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self._sentence, self.do, self.leave = QLabel(), QPushButton(), QPushButton()
        self._sentence.setWordWrap(True)
        self.leave.setProperty("role", "quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._sentence, 1)
        row.addWidget(self.do)
        row.addWidget(self.leave)
        self.do.clicked.connect(self._agree)
        self.leave.clicked.connect(self.hide)
        self.hide()

    def ask(self, sentence: str, do: str, leave: str, role: str = "stop") -> None:
        """Put the question."""
        self._sentence.setText(sentence)
        self.do.setText(do)
        self.do.setProperty("role", role)
        self.do.style().polish(self.do)
        self.leave.setText(leave)
        self.do.show()
        self.show()

    def say(self, sentence: str) -> None:
        """Say something that needs no answer."""
        self._sentence.setText(sentence)
        self.do.hide()
        self.leave.setText("Close")
        self.show()

    def _agree(self) -> None:
        self.hide()
        self.agreed.emit()
