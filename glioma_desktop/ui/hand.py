"""The hand in a viewport: which gesture a press begins, and what wheel and cursor do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QWheelEvent

from glioma_desktop.ui.box_gestures import BoxDrag, FreehandOutline, MoveBox, handle_at
from glioma_desktop.ui.carrier import carrier_of, why_not_drawn
from glioma_desktop.ui.gestures import (
    Gesture,
    OnlyActivates,
    PanDrag,
    ScrollDrag,
    Stage,
    WindowDrag,
    ZoomDrag,
    zoomed,
)
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.measure_gestures import begin, grabbed_at
from glioma_desktop.ui.plane_gestures import CrosshairDrag
from glioma_desktop.ui.region_gesture import begin_region
from glioma_desktop.ui.view_controller import ZOOM_STEP
from glioma_desktop.ui.view_state import Mode
from glioma_desktop.ui.wheel import WheelReader

Cursor = Qt.CursorShape
_VIEWING: dict[str, Callable[[Stage, QPointF], Gesture]] = {
    "scroll": ScrollDrag,
    "window": WindowDrag,
    "zoom": ZoomDrag,
    "pan": PanDrag,
    "region": begin_region,
}
"""What a drag begins, by its verb in the bindings."""


class Hand:
    """Turns the events of one viewport into gestures.

    Attributes:
        at: Where the cursor is, None outside the viewport.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage, self._session = stage, stage.session
        self._gesture: Gesture | None = None
        self._button = Qt.MouseButton.NoButton
        self._wheel = WheelReader()
        self.at: QPointF | None = None

    @property
    def busy(self) -> bool:
        """A gesture is under way."""
        return self._gesture is not None

    def cancel(self) -> bool:
        """Give up the gesture under way; True when there was one."""
        gesture, self._gesture = self._gesture, None
        if gesture is not None:
            gesture.cancel()
        return gesture is not None

    def press(self, event: QMouseEvent) -> None:
        """Begin the gesture of the button and mode; in an inactive viewport the left button only activates."""
        self.at = event.position()
        if self._gesture is not None:
            if event.button() == Qt.MouseButton.RightButton:
                self._gesture.switch_corner()
                self._gesture.move(event.position())
            return
        was_active = self._session.active == self._stage.index
        self._session.set_active(self._stage.index)
        self._gesture, self._button = self._begin(event, was_active), event.button()

    def _begin(self, event: QMouseEvent, was_active: bool) -> Gesture | None:
        stage, at, button = self._stage, event.position(), event.button()
        if stage.view.volume is None or self._session.blinking or self._session.comparing == "difference":
            return OnlyActivates(stage, at)
        keys, bindings, mode = event.modifiers(), self._session.bindings, self._session.mode
        if button == Qt.MouseButton.LeftButton:
            crossed = self._session.views[stage.index].plane is not None
            if mode == "read" and crossed and not bindings.own_drag(button, keys):
                return CrosshairDrag(stage, at)
            if not was_active:
                return OnlyActivates(stage, at)
            if mode != "read":
                return self._begin_with(mode, at, bool(keys & Qt.KeyboardModifier.ShiftModifier))
        begin_viewing = _VIEWING.get(bindings.drag(button, keys))
        return None if begin_viewing is None else begin_viewing(stage, at)

    def _begin_with(self, mode: Mode, at: QPointF, shift: bool) -> Gesture:
        """What the left button begins in the active viewport with a tool."""
        match mode:
            case "region":
                return begin_region(self._stage, at)
            case "ruler" | "bidimensional" | "probe":
                return begin(self._stage, at, mode, shift)
            case _:
                return self._begin_drawing(at, shift)

    def _begin_drawing(self, at: QPointF, add: bool) -> Gesture:
        session, stage = self._session, self._stage
        carrier = carrier_of(session, stage.index)
        if carrier is None:
            session.post(why_not_drawn(session, stage.index))
            return OnlyActivates(stage, at)
        if session.mode == "outline":
            return FreehandOutline(stage, at, carrier, add)
        found, rect = stage.roi.box_at(stage.index), self.held_rect()
        if found is None or rect is None:
            return BoxDrag(stage, at, carrier, None, "")
        box = found[1]
        if box.locked:
            session.post(tr("The box is locked. Unlock it{key} to change it.", key=session.bindings.hint("lock")))
            return OnlyActivates(stage, at)
        if not session.overlays_visible:  # a hidden box cannot be grabbed, nor replaced by accident
            return OnlyActivates(stage, at)
        handle = handle_at(rect, at)
        if handle is not None:
            return BoxDrag(stage, at, carrier, box.roi, handle)
        return MoveBox(stage, at, carrier, box.roi) if rect.contains(at) else BoxDrag(stage, at, carrier, None, "")

    def held_rect(self) -> QRectF | None:
        """Where the box of the drawn lesion stands on the screen."""
        view = self._stage.view
        boxes = view.overlays.boxes
        return view.box_rect(next((i for i, box in enumerate(boxes) if box.lesion == self._session.lesion), -1))

    def move(self, event: QMouseEvent) -> None:
        """Go on with the gesture."""
        self.at = event.position()
        if self._gesture is not None:
            self._gesture.move(event.position())

    def release(self, event: QMouseEvent) -> bool:
        """End the gesture; False when none ended (another button during a drag does not end it)."""
        gesture = self._gesture
        if gesture is None or event.button() != self._button:
            return False
        self._gesture = None
        gesture.move(event.position())
        gesture.release()
        self._click_lesion(gesture, event.position())
        return True

    def _click_lesion(self, gesture: Gesture, at: QPointF) -> None:
        """A click inside a box of another lesion goes on with that lesion."""
        if (
            gesture.moved
            or self._button != Qt.MouseButton.LeftButton
            or isinstance(gesture, OnlyActivates | CrosshairDrag)
        ):
            return
        if self._session.mode not in ("read", "annotate", "outline"):
            return
        for index, box in enumerate(self._stage.view.overlays.boxes):
            rect = self._stage.view.box_rect(index)
            if box.lesion != self._session.lesion and rect is not None and rect.contains(at):
                self._session.set_lesion(box.lesion)
                return

    def wheel(self, event: QWheelEvent) -> int:
        """Scroll, zoom or pan; during a drawing drag sweep. Returns steps when the next key slice is wanted."""
        turn = self._wheel.read(event, self._session.bindings.wheel(event.modifiers()))
        if self._gesture is not None:
            if turn.steps and not turn.coasting:
                self._gesture.wheel(turn.steps)
        elif turn.verb == "zoom":
            self.zoom_at(event.position(), ZOOM_STEP**turn.notches)
        elif turn.verb == "pan":
            self.pan_by(turn.shift)
        elif turn.verb == "key_slice":
            return turn.steps
        elif turn.verb == "scroll" and turn.steps:
            self._stage.views.scroll(self._stage.index, turn.steps)
        return 0

    def pinch(self, event: QNativeGestureEvent) -> None:
        """Two fingers apart or together zoom where they are; a double tap with both fits the slice."""
        kind = event.gestureType()
        if self._gesture is not None:
            return
        if kind == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_at(event.position(), max(0.5, min(1.0 + event.value(), 2.0)))
        elif kind == Qt.NativeGestureType.SmartZoomNativeGesture:
            self._stage.views.fit()

    def zoom_at(self, at: QPointF, factor: float) -> None:
        """Zoom so that the voxel under a point stays there."""
        transform = self._stage.view.transform_now()
        if transform is not None and factor != 1.0:
            self._stage.views.place(self._stage.index, *zoomed(transform, at, factor))

    def pan_by(self, px: QPointF) -> None:
        """Move the picture by so many px to the right and down."""
        transform = self._stage.view.transform_now()
        if transform is not None and not px.isNull():
            (mx, my) = transform.middle
            centre = transform.to_voxel(mx - px.x(), my - px.y())
            self._stage.views.place(self._stage.index, transform.scale, centre)

    def cursor_shape(self) -> Qt.CursorShape:
        """The cursor tells the mode, and what a press would grab; ``BitmapCursor`` for the tool's own."""
        session, rect = self._session, self.held_rect()
        if session.mode == "read":
            return Cursor.ArrowCursor
        if session.mode not in ("annotate", "outline"):
            pulls = session.mode != "region" and self._stage.index == session.active and self.at is not None
            grabbed = grabbed_at(self._stage, self.at) if pulls and self.at is not None else None
            return Cursor.BitmapCursor if grabbed is None or self.busy else Cursor.SizeAllCursor
        grabs = session.mode == "annotate" and self._stage.index == session.active and self._gesture is None
        if grabs and rect is not None and self.at is not None:
            handle = handle_at(rect, self.at)
            if handle is not None:
                return _CURSORS[handle]
            if rect.contains(self.at):
                return Cursor.SizeAllCursor
        return Cursor.CrossCursor


_CURSORS = {
    "nw": Cursor.SizeFDiagCursor, "se": Cursor.SizeFDiagCursor, "ne": Cursor.SizeBDiagCursor, "sw": Cursor.SizeBDiagCursor,
    "n": Cursor.SizeVerCursor, "s": Cursor.SizeVerCursor, "w": Cursor.SizeHorCursor, "e": Cursor.SizeHorCursor,
}  # fmt: skip
