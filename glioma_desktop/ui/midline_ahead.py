"""The midline is looked for while nothing else goes on, so that the first M shows the lens at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from glioma_desktop.ui.mirror_controller import MirrorController
from glioma_desktop.ui.session import Session

IDLE_MS = 1500
WORTH = ("t1ce", "flair")


class MidlineAhead(QObject):
    """Asks the mirror for one midline at a time, of the active series, when the reader has been still for a while.

    Only for a reader who holds M or has drawn on the patient, and of a series that has boxes or is one on which they are
    drawn: finding it costs a second of the processor, and 60 MB of libraries the first time. Whatever moves on the screen
    puts it off again: it never takes the machine from a scroll.
    """

    def __init__(self, session: Session, mirror: MirrorController) -> None:
        super().__init__(session)
        self._session, self._mirror = session, mirror
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self._look)
        for signal in (
            session.view_changed, session.active_changed, session.volume_changed, session.draft_changed,
            session.arriving_changed, session.patient_changed,
        ):  # fmt: skip
            signal.connect(self._moved)

    def _moved(self, *_: object) -> None:
        if self._session.comparing != "mirror":
            self._mirror.give_up()
        self._idle.start()

    def _look(self) -> None:
        session = self._session
        series, volume = session.active_series, session.view_volume(session.active)
        if series is None or volume is None or session.arriving or session.draft is not None:
            return
        annotation = session.annotation
        if annotation is None or not (annotation.boxes or self._mirror.asked):
            return
        if annotation.boxes_of(series.uid) or series.sequence in WORTH:
            self._mirror.find_ahead(volume)
