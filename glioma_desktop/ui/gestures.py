"""What one press of the mouse does to the view until it is released. Esc cancels."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF

from glioma_desktop.ui.roi_controller import RoiController
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.slice_view import SliceView
from glioma_desktop.ui.view_controller import ViewController
from glioma_desktop.ui.view_geometry import ViewTransform

CLICK_PX = 6
ZOOM_PX = 140
LEAST_SCALE, LARGEST_SCALE = 0.05, 200.0


@dataclass(frozen=True)
class Stage:
    """Where a gesture happens: the viewport, its picture and the controllers it asks."""

    session: Session
    index: int
    view: SliceView
    views: ViewController
    roi: RoiController

    def voxel(self, at: QPointF) -> tuple[float, float] | None:
        """(row, column) edge coordinates under a screen point."""
        transform = self.view.transform_now()
        return None if transform is None else transform.to_voxel(at.x(), at.y())


class Gesture:
    """A press under way. ``moved`` becomes true beyond 6 px; before that it is a click."""

    def __init__(self, stage: Stage, start: QPointF) -> None:
        self.stage, self.start, self.at = stage, start, start
        self.moved = False

    def move(self, at: QPointF) -> None:
        """The cursor is somewhere else."""
        self.at = at
        if not self.moved and math.hypot(at.x() - self.start.x(), at.y() - self.start.y()) >= CLICK_PX:
            self.moved = True
        if self.moved:
            self.drag()

    def drag(self) -> None:
        """The cursor moved, beyond a click."""

    def wheel(self, steps: int) -> bool:
        """The wheel turned meanwhile; True when the gesture took it."""
        return False

    def switch_corner(self) -> None:
        """The right button was pressed meanwhile."""

    def release(self) -> None:
        """The button went up: the gesture is done."""

    def cancel(self) -> None:
        """Everything as before the press."""


class OnlyActivates(Gesture):
    """A press in an inactive viewport."""


class ScrollDrag(Gesture):
    """Dragging down scrolls on."""

    def __init__(self, stage: Stage, start: QPointF) -> None:
        super().__init__(stage, start)
        self._first = stage.session.views[stage.index].slice_index
        volume = stage.view.volume
        self._px = max(3.0, min(12.0, stage.view.height() / max(1, volume.shape[0] if volume else 1)))

    def drag(self) -> None:
        """Slices by the distance from the press."""
        wanted = self._first + round((self.at.y() - self.start.y()) / self._px)
        self.stage.views.scroll(self.stage.index, wanted - self.stage.session.views[self.stage.index].slice_index)

    def cancel(self) -> None:
        """Back to the slice of the press."""
        self.stage.views.go_to(self.stage.index, self._first)


class WindowDrag(Gesture):
    """One way changes the width, the other the level, as the reader has set it."""

    def __init__(self, stage: Stage, start: QPointF) -> None:
        super().__init__(stage, start)
        self._before = stage.session.views[stage.index]
        self._window = self._before.window or stage.view.window_level
        self._how, volume = stage.views.right_drag, stage.view.volume
        self._inverted = self._before.inverted != (volume is not None and volume.inverted)

    def drag(self) -> None:
        """By the distance from the press."""
        across, up = self.at.x() - self.start.x(), self.start.y() - self.at.y()
        self.stage.views.set_window(self.stage.index, self._how.window(self._window, across, up, self._inverted))

    def release(self) -> None:
        """This is the window from now on."""
        if self.moved:
            self.stage.views.window_chosen.emit(self.stage.index)

    def cancel(self) -> None:
        """The window of the press."""
        self.stage.session.set_view(self.stage.index, window=self._before.window, preset=self._before.preset)


class PanDrag(Gesture):
    """The picture follows the cursor."""

    def __init__(self, stage: Stage, start: QPointF) -> None:
        super().__init__(stage, start)
        self._transform = stage.view.transform_now()
        self._before = stage.session.views[stage.index]

    def drag(self) -> None:
        """Shift the centre."""
        if self._transform is None:
            return
        (mx, my), delta = self._transform.middle, self.at - self.start
        centre = self._transform.to_voxel(mx - delta.x(), my - delta.y())
        self.stage.views.place(self.stage.index, self._transform.scale, centre)

    def cancel(self) -> None:
        """The place of the press."""
        self.stage.views.place(self.stage.index, self._before.scale, self._before.centre)


class ZoomDrag(Gesture):
    """Up is larger; what is under the press stays there."""

    def __init__(self, stage: Stage, start: QPointF) -> None:
        super().__init__(stage, start)
        self._transform = stage.view.transform_now()
        self._before = stage.session.views[stage.index]

    def drag(self) -> None:
        """By the distance upwards from the press: twice as large after 140 px."""
        if self._transform is not None:
            factor = 2.0 ** ((self.start.y() - self.at.y()) / ZOOM_PX)
            self.stage.views.place(self.stage.index, *zoomed(self._transform, self.start, factor))

    def cancel(self) -> None:
        """The zoom of the press."""
        self.stage.views.place(self.stage.index, self._before.scale, self._before.centre)


def zoomed(transform: ViewTransform, at: QPointF, factor: float) -> tuple[float, tuple[float, float]]:
    """Scale (px a mm) and centre (row, column) with which the voxel under a point stays there."""
    scale = max(LEAST_SCALE, min(transform.scale * factor, LARGEST_SCALE))
    before = transform.to_voxel(at.x(), at.y())
    moved = replace(transform, scale=scale).to_voxel(at.x(), at.y())
    row, column = transform.centre
    return scale, (row + before[0] - moved[0], column + before[1] - moved[1])
