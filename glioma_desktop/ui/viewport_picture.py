"""What one viewport shows: the slice of its part of the session, and all that is drawn over it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent

from glioma_desktop.study.series import Series
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.arriving import is_pending, looked_at
from glioma_desktop.ui.blink import Blinked, blinked_with
from glioma_desktop.ui.box_gestures import handle_at, near_box
from glioma_desktop.ui.comparing import Comparing
from glioma_desktop.ui.difference_controller import WAITING, Difference
from glioma_desktop.ui.gestures import Stage
from glioma_desktop.ui.hand import Hand
from glioma_desktop.ui.language import say, tr
from glioma_desktop.ui.margin_notes import margin_notes
from glioma_desktop.ui.margin_texts import Lines
from glioma_desktop.ui.measure_overlay import measure_shapes, value_under
from glioma_desktop.ui.mirror_painter import Mirror
from glioma_desktop.ui.overlay_model import (
    bottom_left,
    box_shapes,
    empty_words,
    measure_here,
    outline_lines,
    top_left,
)
from glioma_desktop.ui.patient_space import matching_point, moved_bounds
from glioma_desktop.ui.plane_model import extent_lines
from glioma_desktop.ui.planes_controller import crosshair_in
from glioma_desktop.ui.reference_lines import reference_lines
from glioma_desktop.ui.roi_controller import RoiController
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.shared_fit import SharedFit
from glioma_desktop.ui.slice_view import Overlays
from glioma_desktop.ui.view_controller import ViewController

HANDLES_MS = 1000


class ViewportPicture(SharedFit):
    """Shows ``session.views[index]``.

    Attributes:
        index: Of the viewport in the session.
        hand: Where the cursor is and what it holds: handles, values and texts stand beside it.
    """

    def __init__(
        self, session: Session, index: int, views: ViewController, roi: RoiController, comparing: Comparing
    ) -> None:
        super().__init__()
        self.index = index
        self._session, self._views, self._comparing = session, views, comparing
        self._difference: Difference | str = ""
        self._stage = Stage(session, index, self, views, roi)
        self.hand = Hand(self._stage)
        self._flash = False
        self._handles_until = QTimer(self, singleShot=True, interval=HANDLES_MS)
        self._handles_until.timeout.connect(self.refresh)
        session.view_changed.connect(self._view_changed)
        session.crosshair_changed.connect(self._crosshair_changed)
        session.volume_changed.connect(self.refresh)
        session.arriving_changed.connect(self.refresh)
        for signal in (
            session.patient_changed, session.annotation_changed, session.active_changed, session.overlays_changed,
            session.draft_changed, session.lesion_changed, session.smooth_changed, session.theme_changed, session.language_changed,
            session.measurement_changed,
            session.link_changed, session.cine_changed, session.mode_changed,
        ):  # fmt: skip
            signal.connect(self.refresh)
        session.worklist_changed.connect(self._worklist_changed)
        roi.flashed.connect(self._flashed)
        comparing.difference.changed.connect(self._compared)
        comparing.mirror.changed.connect(self._compared)

    def refresh(self, *_: object) -> None:
        """Show what the session says; a viewport that the layout does not show waits until it does."""
        session, state = self._session, self._session.views[self.index]
        if self.index not in session.shown_views:
            self.volume, self._difference = None, ""  # what nobody sees takes no memory
            return
        before, self._difference = self._difference, self._comparing.difference_now(self.index)
        if self._difference == WAITING and isinstance(before, Difference):
            self._difference = before  # the slice that is shown stays until the next one is made
            return
        volume = looked_at(session, self.index)
        self.active = self.index == session.active and session.shown > 1
        self.smooth, self.overlays_visible = session.smooth, session.overlays_visible
        self.scale, self.centre = state.scale, state.centre
        window, slice_index, inverted = state.window, state.slice_index, state.inverted
        self.frame = self._views.frame(self.index)
        blinked: Blinked | str = ""
        if volume is not None and session.blinking and self.index == session.active:
            blinked = blinked_with(session, self.index, volume)
        if isinstance(blinked, Blinked) and volume is not None:
            other, theirs = session.views[blinked.index], blinked.volume
            if state.centre is not None:
                self.centre = matching_point(volume, slice_index, theirs, state.centre)
            if self.frame is not None:
                self.frame = moved_bounds(self.frame, volume, slice_index, theirs)
            volume, slice_index, window, inverted = theirs, blinked.slice_index, other.window, other.inverted
        difference = self._difference
        if isinstance(difference, Difference):
            volume, window, inverted = difference.volume, difference.window, False
        self.pending = is_pending(session, self.index)
        self.show_slice(volume, slice_index, None if window is None else replace(window, inverted=inverted))
        self.tell_fit()
        self.overlays = self._overlays(blinked)
        self.update()

    def _overlays(self, blinked: Blinked | str) -> Overlays:
        session, volume = self._session, self.volume
        shown = blinked.index if isinstance(blinked, Blinked) else self.index
        state = session.views[shown]
        series = session.series(state.series_uid)
        if volume is None or series is None:
            return Overlays(sentence=empty_words(session, self.index))
        draft, mirror = session.draft, self._mirror_now()
        drawing = draft is not None and draft.view == self.index
        placed = shown in session.shown_views  # the slice of a hidden viewport is not the one that blinks here
        boxes = box_shapes(session, shown) if placed else ()
        held = next((i for i, box in enumerate(boxes) if box.lesion == session.lesion), -1)
        show, near = self._handles(boxes[held].locked if held >= 0 else True)
        window, (value, position) = self.window_level, value_under(self._stage, self.hand.at)
        corner, notes = self._words(series, volume, shown, blinked, mirror)
        windowed = None if isinstance(self._difference, Difference) else shown
        return Overlays(
            boxes=boxes,
            outlines=outline_lines(session, shown) if placed else (),
            extents=extent_lines(session, shown) if shown == self.index else (),
            crosshair=crosshair_in(session, self.index),
            reference=reference_lines(session, self.index),
            measures=measure_shapes(self._stage, shown, self.hand.at) if placed else (),
            region=draft.region if draft is not None and drawing else (),
            stroke=draft.polygon if draft is not None and drawing else (),
            handles=held if show or (drawing and session.mode == "annotate") or self._flash else -1,
            near=near,
            flash=self._flash,
            top_left=corner,
            top_right=f"{tr('inverted') + '  ' if window.inverted else ''}W {window.width:g}  L {window.level:g}",
            bottom_left=(*(("", line) for line in position), *margin_notes(session, self.index, windowed), *notes),
            mirror=mirror,
            cursor_text=self._cursor_text() if drawing else value,
            cursor=(self.hand.at.x(), self.hand.at.y()) if self.hand.at else (0, 0),
        )

    def _words(
        self, series: Series, volume: Volume, shown: int, blinked: Blinked | str, mirror: Mirror | None
    ) -> tuple[Lines, Lines]:
        """What stands at the top left, and at the bottom left with why something asked for is not there."""
        transform = self.transform_now()
        zoom = transform.voxel_px if transform else 1.0
        corner, notes = (
            top_left(self._session, series),
            bottom_left(self._session, shown, volume, self.slice_index, zoom),
        )
        if mirror is not None and mirror.bounds is None:  # why there is none: beside the picture, not over it
            notes = *(("", line) for line in mirror.words), *notes
        if isinstance(self._difference, Difference):
            corner = *self._difference.lines, *corner[1:]
        elif self._difference:
            notes = ("", say(self._difference)), *notes
        elif isinstance(blinked, str) and blinked:
            notes = ("", blinked), *notes
        return corner, notes

    def _handles(self, locked: bool) -> tuple[bool, str | None]:
        """Whether the handles show, and which one the cursor would grab."""
        at, rect = self.hand.at, self.hand.held_rect()
        may = self._session.mode == "annotate" and self.index == self._session.active and not locked
        if not may or rect is None:
            return False, None
        close = at is not None and near_box(rect, at)
        near = handle_at(rect, at) if at is not None and close else None
        return close or self._handles_until.isActive(), near

    def _mirror_now(self) -> Mirror | None:
        at, transform = self.hand.at, self.transform_now()
        cursor = None if at is None or transform is None else transform.to_voxel(at.x(), at.y())
        return self._comparing.mirror_now(self.index, self.window_level, cursor)

    def _cursor_text(self) -> str:
        draft = self._session.draft
        if draft is None or not draft.boxes:
            return ""
        found = measure_here(self._session, self.index)
        return "" if found is None or found[2] is None else f"{found[2] * 100:.0f} %"

    def _view_changed(self, index: int) -> None:
        if index == self.index or self._session.blinking:
            self.refresh()
        elif index == self._session.active and self.index in self._session.shown_views:
            lines = reference_lines(self._session, self.index)
            if lines != self.overlays.reference:
                self.overlays = replace(self.overlays, reference=lines)
                self.update()

    def _crosshair_changed(self) -> None:
        if self.index in self._session.shown_views:
            self.overlays = replace(self.overlays, crosshair=crosshair_in(self._session, self.index))
            self.update()

    def _compared(self) -> None:
        if self._session.comparing and self.index == self._session.active:
            self.refresh()

    def _worklist_changed(self) -> None:
        if self._session.patient is None:
            self.refresh()

    def _flashed(self, on: bool) -> None:
        self._flash = on and self.index == self._session.active
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The zoom that is shown follows the room there is."""
        super().resizeEvent(event)
        self.refresh()
