"""A non-modal window in the look of the training screens; it follows the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from glioma_desktop.ui import theme
from glioma_desktop.ui.theme import Theme
from glioma_desktop.ui.training_style import dress

FRAME = 40
"""Room for a title bar and borders, in screen units."""


def press_focused(window: QWidget, event: QKeyEvent) -> bool:
    """Return and Enter press the button that has the focus in ``window``, as Space does; whether there was one."""
    button = window.focusWidget()
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not isinstance(button, QAbstractButton):
        return False
    if not button.isVisible():
        return False  # a window keeps a widget that was hidden as the one with the focus
    button.click()
    return True


class ThemedWindow(QWidget):
    """Subclasses that paint themselves override ``wear``."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._anew = QTimer(self, singleShot=True, interval=0)
        self._anew.timeout.connect(self.speak)
        self.setWindowTitle(title)
        self.setProperty("role", "window")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._worn: Theme = theme.current()
        self._placed = False
        dress(self)

    def take_size(self, width: int, height: int) -> None:
        """This size, or what the screen has room for with the frame around it."""
        room = self.screen().availableGeometry()
        self.resize(min(width, room.width() - FRAME), min(height, room.height() - FRAME))

    def showEvent(self, event: QShowEvent) -> None:
        """First shown over the middle of the window it belongs to; after that where it was left."""
        parent = self.parentWidget()
        if parent is not None and not self._placed and not event.spontaneous():
            self._placed = True
            room, frame = self.screen().availableGeometry(), self.frameGeometry()
            frame.moveCenter(parent.window().frameGeometry().center())
            frame.moveRight(min(frame.right(), room.right()))
            frame.moveBottom(min(frame.bottom(), room.bottom()))
            self.move(max(frame.left(), room.left()), max(frame.top(), room.top()))
        super().showEvent(event)

    def wear(self, worn: Theme) -> None:
        """The theme has changed; the style sheet has been set."""

    def speak(self) -> None:
        """The language has changed: say anew what is put together from several texts."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes what stands beside the images; whatever was entered is stored already. Return presses a button."""
        if event.key() == Qt.Key.Key_Escape and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.close()
        elif not press_focused(self, event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._anew.start()
        if event.type() == QEvent.Type.PaletteChange and self._worn != theme.current():
            self._worn = theme.current()
            dress(self)
            self.wear(self._worn)
