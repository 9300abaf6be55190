"""A non-modal window in the look of the training screens; it follows the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from glioma_desktop.ui import theme
from glioma_desktop.ui.theme import Theme
from glioma_desktop.ui.training_style import dress

FRAME = 40
"""Room for a title bar and borders, in screen units."""


class ThemedWindow(QWidget):
    """Subclasses that paint themselves override ``wear``."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(title)
        self.setProperty("role", "window")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._worn: Theme = theme.current()
        dress(self)

    def take_size(self, width: int, height: int) -> None:
        """This size, or what the screen has room for with the frame around it."""
        room = self.screen().availableGeometry()
        self.resize(min(width, room.width() - FRAME), min(height, room.height() - FRAME))

    def wear(self, worn: Theme) -> None:
        """The theme has changed; the style sheet has been set."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes what stands beside the images; whatever was entered is stored already."""
        if event.key() == Qt.Key.Key_Escape and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.close()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._worn != theme.current():
            self._worn = theme.current()
            dress(self)
            self.wear(self._worn)
