"""Series of the open patient that are read although no viewport shows them: for what carries the boxes, D and M."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from glioma_desktop.errors import GliomaError
from glioma_desktop.study.series import Series
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.volume_shelf import VolumeShelf


class ReadingBeside(QObject):
    """Reads what is asked for once, and remembers what could not be read.

    ``given_up(uid)``: a series could not be read; why was said.

    Args:
        asked: The series that viewports wait for or show.
    """

    given_up = Signal(str)

    def __init__(self, session: Session, shelf: VolumeShelf, asked: Callable[[], Iterable[str]]) -> None:
        super().__init__(session)
        self._session, self._shelf, self._asked = session, shelf, asked
        self._reading: set[str] = set()
        self._unreadable: set[str] = set()

    def forget(self) -> None:
        """Another patient is opened."""
        self._reading.clear()
        self._unreadable.clear()

    def try_again(self, uid: str) -> None:
        """A reader asks for a series in the list: it may be readable now."""
        self._unreadable.discard(uid)

    def try_all_again(self) -> frozenset[str]:
        """The patient is chosen again: which series could not be read. Those that no viewport wants are being read now."""
        lost = frozenset(self._unreadable)
        self._unreadable.clear()
        for series in map(self._session.series, lost):
            if series is not None:
                self.read(series)
        return lost

    def lost(self, uid: str) -> None:
        """A series of the open patient could not be read."""
        self._unreadable.add(uid)
        self.given_up.emit(uid)

    def read(self, series: Series) -> bool:
        """Read a series of the open patient that no viewport shows; it comes by ``session.volume_changed``.

        False: it could not be read, which was said then; it is not tried again before it or its patient is chosen
        in the list.
        """
        session, patient = self._session, self._session.patient
        if series.uid in self._unreadable:
            return False
        if series.uid in (*self._asked(), *self._reading) or session.volume(series.uid) is not None:
            return True
        self._reading.add(series.uid)

        def arrived(volume: Volume) -> None:
            self._reading.discard(series.uid)
            now = session.series(series.uid) if session.patient == patient else None
            if now is not None and now.files != series.files:
                self.read(now)  # slices have come since: what was read would be counted in another way
            elif now is not None and series.uid not in session.volumes:
                session.add_volume(series.uid, volume)

        def failed(error: GliomaError) -> None:
            self._reading.discard(series.uid)
            session.post(error.message, trouble=True)
            if session.patient == patient:
                self.lost(series.uid)

        self._shelf.want(series, arrived, failed)
        return True
