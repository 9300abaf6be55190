"""The strip at the bottom: who reads, which model, when saved, one sentence; and the list of earlier sentences."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QPushButton, QSizePolicy, QVBoxLayout

from glioma_desktop.grading.result import RESEARCH_LINE
from glioma_desktop.study.archive_return import Unpacking
from glioma_desktop.study.catalogue import ScanProgress
from glioma_desktop.ui.language import say, tr
from glioma_desktop.ui.outline_controller import OutlineReading
from glioma_desktop.ui.panel_rows import label
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.view_state import Message

QUIET_MS = 12_000


class StatusStrip(QFrame):
    """``reader_asked``: the name was clicked; ``messages_asked``: the sentence was; ``cancel_asked``: of what is being read."""

    reader_asked = Signal()
    messages_asked = Signal()
    cancel_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._text, self._at_rest = "", True
        self._scanned = self._awaited = self._unpacked = self._outlined = self._sought = self._opened = ""
        self._reader, self._message = _flat(tr("Who reads. Click to change.")), _Sentence()
        self._model, self._saved, self._scan = (label("", "strip") for _ in range(3))
        self._cancel = _flat(tr("Stop reading; what was found stays."))
        self._cancel.setText(tr("Cancel"))
        self._research = label(say(RESEARCH_LINE), "strip")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 12, 0)
        row.setSpacing(12)
        for part in (self._reader, self._model, self._saved, self._scan, self._cancel):
            row.addWidget(part)
        row.addWidget(self._message, 1)
        row.addWidget(self._research)
        self.setFixedHeight(26)
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(lambda: self._say(""))
        self._reader.clicked.connect(self.reader_asked)
        self._message.clicked.connect(self.messages_asked)
        self._cancel.clicked.connect(self.cancel_asked)
        session.reader_changed.connect(self._refresh)
        session.model_changed.connect(self._refresh)
        session.saved_changed.connect(self._refresh)
        session.waiting_changed.connect(self._refresh)
        session.project_changed.connect(self._refresh)
        session.link_changed.connect(self._refresh)
        session.message_posted.connect(self._posted)
        session.language_changed.connect(self._say_anew)
        session.patient_changed.connect(self._other_patient)
        self.show_scan(None)
        self._refresh()

    def show_scan(self, progress: ScanProgress | None) -> None:
        """How far the reading of a folder is; None when none runs."""
        self._scanned = "" if progress is None else _so_far(tr("Reading {name}", name=progress.folder.name), progress)
        self._show_work()

    def show_waiting(self, folder: Path | None) -> None:
        """Of which folder with series nothing comes; None when that is over."""
        self._awaited = _awaits(folder)
        self._show_work()

    def show_opening(self, folder: Path | None) -> None:
        """Which project is waited for; None when that is over."""
        self._opened = _awaits(folder)
        self._show_work()

    def show_unpacking(self, now: Unpacking | None) -> None:
        """How far an archive is whose images were deleted to make room and are wanted; None when that is over."""
        self._unpacked = "" if now is None else _so_far(tr("Unpacking {name} again", name=now.archive.name), now)
        self._show_work()

    def show_outline(self, now: OutlineReading | None) -> None:
        """How far an outline file is that is being read; None when that is over."""
        self._outlined = ""
        if now is not None and now.total:
            counts = {"done": now.done, "total": now.total}
            self._outlined = tr("Reading {name} {done:,} of {total:,} slices", name=now.name, **counts)
        elif now is not None:
            self._outlined = tr("Reading {name}", name=now.name)
        self._show_work()

    def show_midline(self, waits: bool) -> None:
        """The mirror lens waits for the midline; False when that is over."""
        self._sought = tr("The mirror lens waits for the midline…") if waits else ""
        self._show_work()

    def _show_work(self) -> None:
        reads = self._unpacked or self._outlined or self._awaited or self._opened or self._scanned
        self._scan.setVisible(bool(reads or self._sought))
        self._cancel.setVisible(bool(reads))
        self._scan.setText(reads or self._sought)

    @property
    def sentence(self) -> str:
        """What is said now."""
        return self._text

    def _posted(self, message: Message) -> None:
        self._say(say(message.text))
        if message.trouble:
            self._quiet.stop()  # stays until the next one
        else:
            self._quiet.start()

    def _say_anew(self) -> None:
        """The language has changed."""
        self._text = say(self._text)
        self._message.say(self._text)
        self._refresh()

    def _other_patient(self) -> None:
        """What was said of the patient before does not stay; what went wrong does."""
        if self._quiet.isActive():
            self._quiet.stop()
            self._say("")

    def _say(self, text: str) -> None:
        self._at_rest = not text
        self._text = text or say(self._session.link_note)
        self._message.say(self._text)

    def _refresh(self) -> None:
        session = self._session
        self._reader.setAccessibleName(tr("Reader: {name}", name=session.reader or "?"))
        self._reader.setText(session.reader or tr("Reader?"))
        self._model.setText(say(session.model_line) or tr("No model"))
        saved, waiting = session.saved_at, len(session.waiting)
        now = tr("Saved {time}", time=f"{saved:%H:%M:%S}") if saved else ""
        self._saved.setText(tr("Waiting to save: {count}", count=waiting) if waiting else now)
        self._saved.setVisible(bool(self._saved.text()))
        if self._at_rest:
            self._say("")


class _Sentence(QPushButton):
    """One sentence in the room that the strip leaves it; the whole of it in the tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "strip")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole = ""

    def say(self, text: str) -> None:
        """Show another sentence."""
        self._whole = text
        self.setToolTip(text or tr("Earlier messages"))
        self.setAccessibleName(text or tr("Earlier messages"))
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The room changed: the strip is wider, or a scan has ended."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(40, self.width() - 16)
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))


class MessagesDrawer(QFrame):
    """Earlier messages, the newest first."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName(tr("Earlier messages"))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addWidget(label(tr("MESSAGES"), "section"))
        column.addWidget(self.list)
        self.setFixedHeight(160)
        self.hide()
        session.message_posted.connect(lambda _: self._fill() if self.isVisible() else None)
        session.language_changed.connect(lambda: self._fill() if self.isVisible() else None)

    def toggle(self) -> None:
        """Show or hide."""
        self.setVisible(self.isHidden())
        self._fill()

    def _fill(self) -> None:
        self.list.clear()
        for message in reversed(self._session.messages):
            self.list.addItem(f"{message.when:%H:%M:%S}   {say(message.text)}")


def _awaits(folder: Path | None) -> str:
    return "" if folder is None else tr("Waiting for the folder {name}, which does not answer", name=folder.name)


def _so_far(doing: str, now: ScanProgress | Unpacking) -> str:
    """What is done, and how much of it once that is known."""
    if not now.total:
        return doing
    return tr("{doing} {done:,} of {total:,} files", doing=doing, done=now.done, total=now.total)


def _flat(tip: str) -> QPushButton:
    button = QPushButton()
    button.setProperty("role", "strip")
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button
