"""What is shown in place of a slice while a key is held: T1CE minus T1, or the mirror lens."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from glioma_desktop.errors import GliomaError
from glioma_desktop.study.series import Series
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.view_state import Comparison


class HeldComparison(QObject):
    """One comparison that a key switches. ``changed``: what was waited for is there.

    Args:
        session: Whose viewports show it.
        name: Which comparison.
        read: Reads a series of the open patient that no viewport shows; it comes by ``session.volume_changed``. False: it
            could not be read.
    """

    changed = Signal()

    def __init__(self, session: Session, name: Comparison, read: Callable[[Series], bool]) -> None:
        super().__init__(session)
        self._session, self._name, self._read = session, name, read
        session.patient_changed.connect(self._forget)

    def switch(self, down: bool) -> None:
        """The key goes down, or up: what another key shows meanwhile stays."""
        if down or self._session.comparing == self._name:
            self._session.set_comparing(self._name if down else "")

    def toggle(self) -> None:
        """From the menu: what the key does while held."""
        self.switch(self._session.comparing != self._name)

    def _failed(self, error: GliomaError) -> None:
        self._session.post(error.message, trouble=True)
        self._session.set_comparing("")

    def _forget(self) -> None:
        """Another patient is open."""
        raise NotImplementedError
