"""One viewport: a slice view bound to its part of the session, and the hand in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QMouseEvent, QWheelEvent

from glioma_desktop.ui.box_gestures import BoxDrag, FreehandOutline, MoveBox, handle_at, near_box
from glioma_desktop.ui.carrier import carrier_of, why_not_drawn
from glioma_desktop.ui.gestures import Gesture, OnlyActivates, PanDrag, ScrollDrag, Stage, WindowDrag
from glioma_desktop.ui.overlay_model import bottom_left, box_shapes, measure_here, outline_lines, top_left
from glioma_desktop.ui.patient_space import matching_point, matching_slice, why_unlinked
from glioma_desktop.ui.roi_controller import RoiController
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.slice_view import Overlays, SliceView
from glioma_desktop.ui.view_controller import ZOOM_STEP, ViewController

HANDLES_MS = 1000
SERIES_MIME = "application/x-glioma-series"
Cursor = Qt.CursorShape


class Viewport(SliceView):
    """Shows ``session.views[index]`` and turns mouse and wheel into gestures.

    ``series_dropped(index, uid)``: a series was dragged here from the worklist. ``next_key_wanted(steps)``: Shift+wheel.
    """

    series_dropped = Signal(int, str)
    next_key_wanted = Signal(int)

    def __init__(self, session: Session, index: int, views: ViewController, roi: RoiController) -> None:
        super().__init__()
        self.index = index
        self._session, self._views, self._roi = session, views, roi
        self._stage = Stage(session, index, self, views, roi)
        self._gesture: Gesture | None = None
        self._cursor_at: QPointF | None = None
        self._wheel_rest = 0
        self._flash = False
        self._handles_until = QTimer(self, singleShot=True, interval=HANDLES_MS)
        self._handles_until.timeout.connect(self._hide_handles)
        self.setAcceptDrops(True)
        self.setAccessibleName(f"Viewport {index + 1}")
        session.view_changed.connect(self._view_changed)
        session.volume_changed.connect(self.refresh)
        for signal in (
            session.patient_changed, session.annotation_changed, session.active_changed, session.overlays_changed,
            session.draft_changed, session.lesion_changed, session.smooth_changed, session.theme_changed,
        ):  # fmt: skip
            signal.connect(self.refresh)
        session.mode_changed.connect(self._mode_changed)
        roi.flashed.connect(self._flashed)

    @property
    def busy(self) -> bool:
        """A gesture is under way."""
        return self._gesture is not None

    def cancel_gesture(self) -> bool:
        """Give up the gesture under way; True when there was one."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()
        return gesture is not None

    def refresh(self, *_: object) -> None:
        """Show what the session says."""
        session, state = self._session, self._session.views[self.index]
        volume = session.volume(state.series_uid)
        self.active = self.index == session.active and session.shown > 1
        self.smooth, self.overlays_visible = session.smooth, session.overlays_visible
        self.scale, self.centre = state.scale, state.centre
        window, slice_index = state.window, state.slice_index
        blinked = self._blinked() if session.blinking and self.index == session.active else None
        if blinked is not None:
            other = session.views[blinked]
            theirs = session.volume(other.series_uid)
            if volume is not None and theirs is not None:
                k = matching_slice(volume, slice_index, theirs, state.centre)
                if k is not None:
                    if state.centre is not None:
                        self.centre = matching_point(volume, slice_index, theirs, state.centre)
                    volume, slice_index, window = theirs, k, other.window
        self.show_slice(volume, slice_index, window)
        self.overlays = self._overlays(blinked)
        self.update()

    def _overlays(self, blinked: int | None) -> Overlays:
        session, volume = self._session, self.volume
        shown = self.index if blinked is None else blinked
        state = session.views[shown]
        series = session.series(state.series_uid)
        if volume is None or series is None:
            return Overlays(sentence=session.views[self.index].note)
        transform, draft = self.transform_now(), session.draft
        drawing = draft is not None and draft.view == self.index
        boxes = box_shapes(session, shown)
        held = next((i for i, box in enumerate(boxes) if box.lesion == session.lesion), -1)
        show, near = self._handles(boxes[held].locked if held >= 0 else True)
        window = self.window_level
        return Overlays(
            boxes=boxes,
            outlines=outline_lines(session, shown),
            stroke=draft.polygon if draft is not None and drawing else (),
            handles=held if show or (drawing and session.mode == "annotate") or self._flash else -1,
            near=near,
            flash=self._flash,
            top_left=top_left(session, series),
            top_right=f"W {window.width:g}  L {window.level:g}",
            bottom_left=bottom_left(session, shown, volume, transform.voxel_px if transform else 1.0),
            cursor_text=self._cursor_text() if drawing else "",
            cursor=(self._cursor_at.x(), self._cursor_at.y()) if self._cursor_at else (0, 0),
        )

    def _handles(self, locked: bool) -> tuple[bool, str | None]:
        """Whether the handles show, and which one the cursor would grab."""
        at, rect = self._cursor_at, self._held_rect()
        may = self._session.mode == "annotate" and self.index == self._session.active and not locked
        if not may or rect is None:
            return False, None
        close = at is not None and near_box(rect, at)
        near = handle_at(rect, at) if at is not None and close else None
        return close or self._handles_until.isActive(), near

    def _held_rect(self):  # type: ignore[no-untyped-def]
        index = next((i for i, b in enumerate(self.overlays.boxes) if b.lesion == self._session.lesion), -1)
        return self.box_rect(index)

    def _cursor_text(self) -> str:
        found = measure_here(self._session, self.index)
        return "" if found is None or found[2] is None else f"{found[2] * 100:.0f} %"

    def _blinked(self) -> int | None:
        """The viewport whose series is shown in place while S is held: the next one linked with this."""
        session = self._session
        mine = session.volume(session.views[self.index].series_uid)
        order = [(self.index + step) % len(session.views) for step in range(1, len(session.views))]
        for other in order:
            theirs = session.volume(session.views[other].series_uid)
            if mine is not None and theirs is not None and theirs is not mine and not why_unlinked(mine, theirs):
                return other
        return None

    def _view_changed(self, index: int) -> None:
        if index == self.index or self._session.blinking:
            self.refresh()

    def _flashed(self, on: bool) -> None:
        self._flash = on and self.index == self._session.active
        self.refresh()

    def _hide_handles(self) -> None:
        self.refresh()

    # -- the hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start the gesture of the button and mode; in an inactive viewport the left button only activates."""
        self._cursor_at = event.position()
        if self._gesture is not None:
            if event.button() == Qt.MouseButton.RightButton:
                self._gesture.switch_corner()
                self._gesture.move(event.position())
            return
        was_active = self._session.active == self.index
        self._session.set_active(self.index)
        self._gesture = self._begin(event, was_active)

    def _begin(self, event: QMouseEvent, was_active: bool) -> Gesture | None:
        stage, at, button = self._stage, event.position(), event.button()
        if self.volume is None or self._session.blinking:
            return OnlyActivates(stage, at)
        if button == Qt.MouseButton.RightButton:
            return WindowDrag(stage, at)
        if button == Qt.MouseButton.MiddleButton:
            return PanDrag(stage, at)
        if button != Qt.MouseButton.LeftButton:
            return None
        if not was_active:
            return OnlyActivates(stage, at)
        if self._session.mode == "read":
            return ScrollDrag(stage, at)
        return self._begin_drawing(at, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def _begin_drawing(self, at: QPointF, add: bool) -> Gesture:
        session, stage = self._session, self._stage
        carrier = carrier_of(session, self.index)
        if carrier is None:
            session.post(why_not_drawn(session, self.index))
            return OnlyActivates(stage, at)
        if session.mode == "outline":
            return FreehandOutline(stage, at, carrier, add)
        found, rect = self._roi.box_at(self.index), self._held_rect()
        if found is None or rect is None:
            return BoxDrag(stage, at, carrier, None, "")
        box = found[1]
        if box.locked:
            session.post("The box is locked. Unlock it (T) to change it.")
            return OnlyActivates(stage, at)
        # A hidden box cannot be grabbed, nor replaced by accident.
        if not session.overlays_visible:
            return OnlyActivates(stage, at)
        handle = handle_at(rect, at)
        if handle is not None:
            return BoxDrag(stage, at, carrier, box.roi, handle)
        return MoveBox(stage, at, carrier, box.roi) if rect.contains(at) else BoxDrag(stage, at, carrier, None, "")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the gesture, or show which handle is near."""
        self._cursor_at = event.position()
        if self._gesture is not None:
            self._gesture.move(event.position())
        elif self._session.mode == "annotate" and self.overlays.boxes:
            self._hover()
        self._show_cursor()

    def _hover(self) -> None:
        rect = self._held_rect()
        close = rect is not None and self._cursor_at is not None and near_box(rect, self._cursor_at)
        if close or self.overlays.handles >= 0:
            self.refresh()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture; the right button during a left drag only switched the corner."""
        gesture = self._gesture
        if gesture is None or (event.buttons() & Qt.MouseButton.LeftButton):
            return
        self._gesture = None
        gesture.move(event.position())
        gesture.release()
        self._click_lesion(gesture, event.position())
        self._handles_until.start()
        self.refresh()
        self._show_cursor()

    def _click_lesion(self, gesture: Gesture, at: QPointF) -> None:
        """A click inside a box of another lesion goes on with that lesion."""
        if gesture.moved or isinstance(gesture, OnlyActivates | WindowDrag | PanDrag):
            return
        for index, box in enumerate(self.overlays.boxes):
            rect = self.box_rect(index)
            if box.lesion != self._session.lesion and rect is not None and rect.contains(at):
                self._session.set_lesion(box.lesion)
                return

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl zoom at the cursor, with Shift to the next key slice, during a drawing sweep."""
        delta = event.angleDelta().y() or event.angleDelta().x()
        self._wheel_rest += delta
        steps = -int(self._wheel_rest / 120)
        event.accept()
        if steps == 0:
            return
        self._wheel_rest += steps * 120
        if self._gesture is not None:
            self._gesture.wheel(steps)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_at(event.position(), ZOOM_STEP**-steps)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._session.set_active(self.index)
            self.next_key_wanted.emit(steps)
        else:
            self._views.scroll(self.index, steps)

    def zoom_at(self, at: QPointF, factor: float) -> None:
        """Zoom so that the voxel under a point stays there."""
        transform = self.transform_now()
        if transform is None:
            return
        scale = max(0.05, min(transform.scale * factor, 200.0))
        before = transform.to_voxel(at.x(), at.y())
        self.scale = scale
        after = self.transform_now()
        assert after is not None
        moved = after.to_voxel(at.x(), at.y())
        centre = (after.centre[0] + before[0] - moved[0], after.centre[1] + before[1] - moved[1])
        self._views.place(self.index, scale, centre)

    def leaveEvent(self, event: QEvent) -> None:
        """No handle is near any more."""
        if self._gesture is None:
            self._cursor_at = None
            self.refresh()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab folds the side panels while a viewport has the focus."""
        return False

    def _mode_changed(self) -> None:
        self._show_cursor()
        self.refresh()

    def _show_cursor(self) -> None:
        mode, rect, at = self._session.mode, self._held_rect(), self._cursor_at
        shape = Cursor.ArrowCursor if mode == "read" else Cursor.CrossCursor
        if mode == "annotate" and rect is not None and at is not None and self.index == self._session.active:
            handle = handle_at(rect, at) if self._gesture is None else None
            if handle is not None:
                shape = _CURSORS[handle]
            elif self._gesture is None and rect.contains(at):
                shape = Cursor.SizeAllCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A series from the worklist may be dropped here."""
        if event.mimeData().hasFormat(SERIES_MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Show the series that was dropped."""
        event.acceptProposedAction()
        self.series_dropped.emit(self.index, dropped_series(event.mimeData()))


_CURSORS = {
    "nw": Cursor.SizeFDiagCursor, "se": Cursor.SizeFDiagCursor, "ne": Cursor.SizeBDiagCursor, "sw": Cursor.SizeBDiagCursor,
    "n": Cursor.SizeVerCursor, "s": Cursor.SizeVerCursor, "w": Cursor.SizeHorCursor, "e": Cursor.SizeHorCursor,
}  # fmt: skip


def dropped_series(data: QMimeData) -> str:
    """The uid of a dragged series."""
    return bytes(data.data(SERIES_MIME).data()).decode()


Press = Callable[[QMouseEvent], None]
