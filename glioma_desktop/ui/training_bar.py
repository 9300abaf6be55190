"""The one row of actions of the training window; which of them stand there follows from where the run stands."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from glioma_desktop.phrase import phrase
from glioma_desktop.ui.language import say, tr
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
    "start": (
        phrase("Start training"),
        "primary",
        phrase("Start this training. It keeps running when the window closes."),
    ),
    "back": (phrase("Back to the run"), "quiet", phrase("The run goes on as it is.")),
    "pause": (phrase("Pause"), "button", phrase("Finish the batch under way and wait. Nothing is lost.")),
    "resume": (phrase("Continue"), "primary", phrase("Go on from the last checkpoint, to the same figures.")),
    "report": (phrase("Open report"), "primary", phrase("The report of this run, in the browser.")),
    "publish": (
        phrase("Publish…"),
        "button",
        phrase("Turn one network and start of this run into a model for grading."),
    ),
    "not_yet": (phrase("Not yet"), "quiet", phrase("Close; the run stays in the list of runs.")),
    "change": (
        phrase("Change and start new"),
        "quiet",
        phrase("The choices of this run are fixed. Begin another with other choices."),
    ),
    "stop": (
        phrase("Stop and keep"),
        "stop",
        phrase("Stop this run. Finished folds and the last checkpoint are kept."),
    ),
}


class TrainingBar(QFrame):
    """Emits ``pressed`` with the name of the action: a key of ``_WORDS``."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(44)
        self.buttons = {name: self._button(name) for name in _WORDS}
        self._title, self._note = QLabel(tr("Retrain")), QLabel()
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
        self.buttons["resume"].setText(tr("Continue") if state == "paused" else tr("Resume"))
        self._note.setText(say(note))

    def _button(self, name: str) -> QPushButton:
        words, role, tip = _WORDS[name]
        button = QPushButton(say(words))
        button.setProperty("role", role)
        button.setToolTip(say(tip))
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
        self._sentence.setText(say(sentence))
        self.do.setText(do)
        self.do.setProperty("role", role)
        self.do.style().polish(self.do)
        self.leave.setText(leave)
        self.do.show()
        self.show()

    def say(self, sentence: str) -> None:
        """Say something that needs no answer."""
        self._sentence.setText(say(sentence))
        self.do.hide()
        self.leave.setText(tr("Close"))
        self.show()

    def _agree(self) -> None:
        self.hide()
        self.agreed.emit()
