"""Scroll, zoom, pan, window and layout, for one viewport and those linked with it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from PySide6.QtCore import QObject, Signal

from glioma_desktop.phrase import phrase
from glioma_desktop.study.geometry import DisplayAxes, display_axes
from glioma_desktop.study.planes import too_few_slices
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.arriving import looked_at
from glioma_desktop.ui.case_words import study_of
from glioma_desktop.ui.content import content_bounds, shared_bounds
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.mouse_table import DIRECTION
from glioma_desktop.ui.patient_space import Bounds, matching_point, matching_slice, parallel, why_unlinked
from glioma_desktop.ui.planes_controller import PlanesController
from glioma_desktop.ui.series_choice import in_order, series_name
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.settings import Settings
from glioma_desktop.ui.view_state import VIEWS, Layout, Window
from glioma_desktop.ui.window_level import RIGHT_DRAGS, RightDrag, preset_window

T1_LIKE = ("t1", "t1ce")
ZOOM_STEP = 1.15


class ViewController(QObject):
    """Changes the viewports of the session.

    Attributes:
        direction: 1 or -1: where the last scroll went.
        planes: What moves the three planes.

    ``window_chosen(index)``: the reader has made up a viewport's window. ``region_taken``: it was taken from a region.
    """

    window_chosen = Signal(int)
    region_taken = Signal()

    def __init__(self, session: Session, settings: Settings) -> None:
        super().__init__(session)
        self._session, self._settings = session, settings
        self.planes = PlanesController(session)
        self.direction = 1
        self._wanted = True
        for signal in (
            session.volume_changed, session.view_changed, session.layout_changed, session.active_changed,
            session.patient_changed, session.arriving_changed, session.annotation_changed,
        ):  # fmt: skip
            signal.connect(self._say_link)

    # -- slices

    def scroll(self, index: int, steps: int) -> None:
        """Move by slices; stops at the ends."""
        if steps:
            self.direction = 1 if steps > 0 else -1
            self.go_to(index, self._session.views[index].slice_index + steps)

    def go_to(self, index: int, slice_index: int) -> None:
        """Show a slice, and the same place in linked viewports."""
        volume = self._volume(index)
        if volume is None:
            return
        slice_index = max(0, min(slice_index, volume.shape[0] - 1))
        centre = self._session.views[index].centre
        self._session.set_view(index, slice_index=slice_index)
        for other, theirs in self._linked_with(index):
            k = matching_slice(volume, slice_index, theirs, centre) if parallel(volume, theirs) else None
            if k is not None:
                self._session.set_view(other, slice_index=k)

    def follow(self, index: int) -> None:
        """Bring a viewport that was just filled to the place the others show."""
        mine = self._volume(index)
        for other, theirs in self._linked_with(index):
            state = self._session.views[other]
            if mine is None or not parallel(mine, theirs):
                continue
            k = matching_slice(theirs, state.slice_index, mine, state.centre)
            if k is not None:
                self._session.set_view(index, slice_index=k, scale=state.scale)
                return

    def go_to_target(self, index: int, target: Volume, slice_index: int) -> None:
        """Show the place of a slice of another volume (the one that carries the boxes)."""
        session = self._session
        if session.layout == "planes":  # in the plane of those slices
            index = next((i for i in session.shown_views if session.view_volume(i) is target), index)
        native = session.volume(session.views[index].series_uid)
        mine = self._volume(index) if session.crosses(index) else native
        k = None if mine is None else slice_index if mine is target else matching_slice(target, slice_index, mine)
        if k is not None:
            self.go_to(index, k)

    def display_step(self, index: int, down: int, right: int) -> tuple[int, int]:
        """(rows, columns) of a step of voxels down and right on the screen."""
        volume = self._volume(index)
        axes = DisplayAxes() if volume is None else display_axes(volume.affine, volume.orientation_known)
        down, right = (-down if axes.flip_vertical else down), (-right if axes.flip_horizontal else right)
        return (right, down) if axes.transpose else (down, right)

    # -- place

    def place(self, index: int, scale: float | None, centre: tuple[float, float] | None) -> None:
        """Zoom (px a mm) and centre (row, column) of a viewport, and of linked ones."""
        volume = self._volume(index)
        if volume is None:
            return
        k = self._session.views[index].slice_index
        self._session.set_view(index, scale=scale, centre=centre)
        if index in VIEWS["planes"]:
            self.planes.place_others(index, scale)
            return
        for other, theirs in self._linked_with(index):
            if other in VIEWS["planes"]:
                continue  # the three of them are zoomed together, or not at all
            moved = None if centre is None else matching_point(volume, k, theirs, centre)
            self._session.set_view(other, scale=scale, centre=moved)

    def frame(self, index: int) -> Bounds | None:
        """What has to be seen in a viewport when it is fitted: the head, at one scale in all linked viewports."""
        mine = self._volume(index)
        if mine is None:
            return None
        for other, theirs in self._shown_volumes():
            if other == index:
                break
            if not why_unlinked(mine, theirs) and parallel(mine, theirs):
                k = self._session.views[other].slice_index
                return shared_bounds(self._content(other, theirs), theirs, k, mine)
        return self._content(index, mine)

    def _content(self, index: int, volume: Volume) -> Bounds:
        arrival = self._session.arriving.get(self._session.views[index].series_uid or "")
        return content_bounds(volume, None if arrival is None else arrival.here.nonzero()[0].tolist())

    def fit(self) -> None:
        """The whole slice in every shown viewport."""
        for index in self._session.shown_views:
            self._session.set_view(index, scale=None, centre=None)

    # -- grey values

    def preset(self, name: str, index: int | None = None) -> None:
        """A window preset for a viewport (default: the active one); ``enhancement`` gives T1 and T1CE one window."""
        index = self._session.active if index is None else index
        volume = self._volume(index)
        if volume is None:
            return
        window = preset_window(volume, name)
        if name == "enhancement":
            window = preset_window(self.enhancement_reference(index) or volume, "auto")
        self._session.set_view(index, window=window, preset=name, carried=False)
        self._lock_t1(index)

    def set_window(self, index: int, window: Window) -> None:
        """A window by hand; ``window_chosen`` says when the hand is done with it."""
        locked = self._session.views[index].preset == "enhancement"
        self._session.set_view(index, window=window, preset="enhancement" if locked else "", carried=False)
        self._lock_t1(index)

    def enhancement_reference(self, index: int) -> Volume | None:
        """The volume whose Auto is the Enhancement window of a viewport.

        The T1CE that is shown, else one of the same study that has been read, that T1 and T1CE may be compared in one place;
        else its own.
        """
        own, session = self._volume(index), self._session
        if not self._t1_like(index):
            return own
        shown = (v for i, v in self._shown_volumes() if self._sequence(i) == "t1ce")
        study = study_of(session, session.series(session.views[index].series_uid))
        t1ce = (one for one in in_order(study.series if study is not None else ()) if one.sequence == "t1ce")
        read = (v for one in t1ce if (v := session.volume(one.uid)) is not None)
        return next(chain(shown, read), own)

    @property
    def right_drag(self) -> RightDrag:
        """Which way window and level go with a drag."""
        return RIGHT_DRAGS[self._session.bindings.mouse[DIRECTION]]

    def _lock_t1(self, index: int) -> None:
        state = self._session.views[index]
        if state.preset != "enhancement" or not self._t1_like(index):
            return
        for other, _ in self._shown_volumes():
            if other != index and self._t1_like(other):
                self._session.set_view(other, window=state.window, preset="enhancement", carried=state.carried)

    def _t1_like(self, index: int) -> bool:
        return self._sequence(index) in T1_LIKE

    def _sequence(self, index: int) -> str:
        series = self._session.series(self._session.views[index].series_uid)
        return series.sequence if series else ""

    # -- layout and link

    def set_layout(self, layout: Layout) -> None:
        """1, 1x2 or 2x2 viewports or three planes; remembered. A survey has no three planes, and it is said why."""
        series = self._session.active_series
        reason = too_few_slices(series.shape, series.spacing_mm) if series is not None and layout == "planes" else ""
        if reason and series is not None:
            self._session.post(tr("No three planes of {series}: {reason}.", series=series_name(series), reason=reason))
            return
        self._settings.layout = layout
        self._session.set_layout(layout)

    def toggle_link(self) -> None:
        """Link or unlink the viewports."""
        self._wanted = not self._wanted
        self._say_link()
        if self._session.linked:
            self.go_to(self._session.active, self._session.slice_index)

    def toggle_smooth(self) -> None:
        """Interpolated or square voxels on the screen; remembered."""
        self._session.set_smooth(not self._session.smooth)
        self._settings.smooth = self._session.smooth

    def toggle_reference_lines(self) -> None:
        """Draw the active viewport's slice as a line in the others, or no longer; remembered."""
        self._session.set_reference_lines(not self._session.reference_lines)
        self._settings.reference_lines = self._session.reference_lines

    def next_view(self) -> None:
        """Activate the next shown viewport."""
        shown = self._session.shown_views
        self._session.set_active(shown[(shown.index(self._session.active) + 1) % len(shown)])

    def _say_link(self, *_: object) -> None:
        """Recompute whether the shown viewports are linked, and the reason in words when not."""
        session, mine = self._session, self._volume(self._session.active)
        reasons = []
        for index, volume in self._shown_volumes():
            if index != session.active and mine is not None and volume is not mine:
                reason = why_unlinked(mine, volume)
                series = session.series(session.views[index].series_uid)
                if reason and series is not None:
                    reasons.append(
                        phrase("{series} is not linked: {reason}", series=series_name(series), reason=reason)
                    )
        note = reasons[0] if reasons else ""
        if (self._wanted, note) != (session.linked, session.link_note):
            session.set_link(self._wanted, note)

    def _volume(self, index: int) -> Volume | None:
        return looked_at(self._session, index)

    def _shown_volumes(self) -> Iterator[tuple[int, Volume]]:
        for index in self._session.shown_views:
            volume = self._volume(index)
            if volume is not None:
                yield index, volume

    def _linked_with(self, index: int) -> Iterator[tuple[int, Volume]]:
        mine = self._volume(index)
        if mine is None or not self._wanted:
            return
        for other, volume in self._shown_volumes():
            if other != index and not why_unlinked(mine, volume):
                yield other, volume
