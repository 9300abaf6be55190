"""The panels around the picture: folded, dimmed, dark or light, and which of them has the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QGraphicsOpacityEffect, QWidget

from glioma_desktop.ui import language, theme

if TYPE_CHECKING:
    from glioma_desktop.ui.main_window import MainWindow

DIMMED = 0.35


class PanelsController(QObject):
    """Acts on the panels of one window.

    Attributes:
        folded: Only the picture and a strip of the worklist are shown.
        dimmed: Everything but the picture is darker.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.folded, self.dimmed = False, False

    def fold(self) -> None:
        """Both side panels away, the worklist to a strip; and back."""
        self.folded = not self.folded
        self._window.worklist.fold(self.folded)
        self._window.case.setVisible(not self.folded)

    def dim(self) -> None:
        """Everything but the picture darker; and back."""
        self.dimmed = not self.dimmed
        window = self._window
        for part in (window.top, window.reader_bar, window.worklist, window.case, window.drawer, window.strip):
            effect = QGraphicsOpacityEffect(part, opacity=DIMMED) if self.dimmed else None
            part.setGraphicsEffect(effect)  # type: ignore[arg-type]

    def set_theme(self, name: str) -> None:
        """Dark or light; remembered."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply_theme(app, name)
        self._window.settings.theme = name
        self._window.session.set_theme(name)

    def set_language(self, name: str) -> None:
        """English or Simplified Chinese, at once; remembered."""
        language.switch(name)
        self._window.settings.language = name
        self._window.session.set_language(name)

    def next_area(self) -> None:
        """F6: worklist, viewport, case panel; those that are folded or empty are left out."""
        window = self._window
        areas: list[QWidget] = [window.worklist, window.area, window.case]
        stops: list[QWidget] = [window.worklist.patients, window.area.active, window.case.done]
        focus = QApplication.focusWidget()
        here = next((i for i, part in enumerate(areas) if focus is not None and part.isAncestorOf(focus)), -1)
        round_trip = [stops[(here + step) % len(stops)] for step in range(1, len(stops) + 1)]
        shown = next((stop for stop in round_trip if stop.isVisibleTo(window)), None)
        if shown is not None:
            shown.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def search(self) -> None:
        """Type into the search field."""
        if self.folded:
            self.fold()
        field = self._window.worklist.search
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.selectAll()

    def comment(self) -> None:
        """Type a comment on the case."""
        if self.folded:
            self.fold()
        self._window.case.comment.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_messages(self) -> None:
        """Earlier messages."""
        self._window.drawer.toggle()

    @property
    def messages_shown(self) -> bool:
        """The list of messages is open."""
        return not self._window.drawer.isHidden()
