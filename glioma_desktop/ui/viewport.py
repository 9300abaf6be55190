"""One viewport: its picture, and the hand in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent

from glioma_desktop.ui.box_gestures import near_box
from glioma_desktop.ui.comparing import Comparing
from glioma_desktop.ui.measuring import TOOLS
from glioma_desktop.ui.roi_controller import RoiController
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.tool_cursors import tool_cursor
from glioma_desktop.ui.view_controller import ViewController
from glioma_desktop.ui.viewport_picture import ViewportPicture

SERIES_MIME = "application/x-glioma-series"


class Viewport(ViewportPicture):
    """Turns mouse and wheel into gestures.

    ``series_dropped(index, uid)``: a series was dragged here from the worklist. ``next_key_wanted(steps)``: by the
    wheel. ``button_pressed(action, down)``: a side button of the mouse.
    """

    series_dropped = Signal(int, str)
    next_key_wanted = Signal(int)
    button_pressed = Signal(str, bool)

    def __init__(
        self, session: Session, index: int, views: ViewController, roi: RoiController, comparing: Comparing
    ) -> None:
        super().__init__(session, index, views, roi, comparing)
        self._cursor_shown: tuple[Qt.CursorShape, str, float] | None = None
        self.setAcceptDrops(True)
        session.mode_changed.connect(self._show_cursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A gesture begins, or a side button means what a key would."""
        action = self._session.bindings.button(event.button())
        if not action:
            self.hand.press(event)
        elif not self.hand.busy:
            self._session.set_active(self.index)
            self.button_pressed.emit(action, True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A gesture goes on, or the handles near the cursor show."""
        self.hand.move(event)
        if (
            not self.hand.busy
            and self._session.mode in TOOLS
            and (self.overlays.measures or self._session.mode == "probe")
        ):
            self.refresh()
        if not self.hand.busy and self._session.mode == "annotate" and self.overlays.boxes:
            rect, at = self.hand.held_rect(), self.hand.at
            if self.overlays.handles >= 0 or (rect is not None and at is not None and near_box(rect, at)):
                self.refresh()
        if self._session.comparing == "mirror":
            self._compared()
        self._show_cursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A gesture ends; its handles stay for a second."""
        action = self._session.bindings.button(event.button())
        if action:
            self.button_pressed.emit(action, False)
        elif self.hand.release(event):
            self._handles_until.start()
            self.refresh()
            self._show_cursor()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll, zoom or sweep."""
        event.accept()
        steps = self.hand.wheel(event)
        if steps:
            self._session.set_active(self.index)
            self.next_key_wanted.emit(steps)

    def event(self, event: QEvent) -> bool:
        """Pinching on a touchpad zooms."""
        if isinstance(event, QNativeGestureEvent):
            self.hand.pinch(event)
            event.accept()
            return True
        return super().event(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No handle is near any more."""
        if not self.hand.busy:
            self.hand.at = None
            self.refresh()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab folds the side panels while a viewport has the focus."""
        return False

    def _show_cursor(self) -> None:
        shape, ratio = self.hand.cursor_shape(), self.devicePixelRatioF()
        wanted = shape, self._session.mode if shape == Qt.CursorShape.BitmapCursor else "", ratio
        if wanted != self._cursor_shown:
            self._cursor_shown = wanted
            self.setCursor(tool_cursor(wanted[1], ratio) or shape)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A series from the worklist may be dropped here."""
        if event.mimeData().hasFormat(SERIES_MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Show the series that was dropped; keys go to it."""
        event.acceptProposedAction()
        self._session.set_active(self.index)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.series_dropped.emit(self.index, dropped_series(event.mimeData()))


def dropped_series(data: QMimeData) -> str:
    """The uid of a dragged series."""
    return bytes(data.data(SERIES_MIME).data()).decode()
