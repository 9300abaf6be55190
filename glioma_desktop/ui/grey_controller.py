"""Grey values beyond one viewport and one patient: what a sequence remembers, inversion, the window of a region."""

from __future__ import annotations

from PySide6.QtCore import QObject

from glioma_desktop.ui.language import tr
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.settings import Settings
from glioma_desktop.ui.view_controller import T1_LIKE, ViewController
from glioma_desktop.ui.view_state import Mode, Window
from glioma_desktop.ui.window_level import preset_window, relative_window, window_from

NARROWEST, WIDEST = 0.05, 10.0
FURTHEST = 3.0
"""What is taken over from another patient stays within this share of Auto's width and shift of its level."""


class GreyController(QObject):
    """Window and level.

    A preset is remembered for its sequence by name, a window by hand as a share of Auto: the numbers of one MR series mean
    nothing on another, the reader's wish for more or less contrast than Auto does. Auto forgets it; a window taken from a
    region is of that patient's tissue, and is not remembered.
    """

    def __init__(self, session: Session, settings: Settings, views: ViewController) -> None:
        super().__init__(session)
        self._session, self._settings, self._views = session, settings, views
        self._shown: dict[int, str] = {}
        self._coming: set[int] = set()
        self._back: Mode = "read"
        session.patient_changed.connect(self._other_patient)
        session.view_changed.connect(self._other_series)
        session.volume_changed.connect(self._arrived)
        views.window_chosen.connect(self._chosen)
        views.region_taken.connect(self.leave_region)

    # -- actions

    def preset(self, name: str) -> None:
        """A window preset for the active viewport, and for its sequence from now on."""
        self._views.preset(name)
        self._views.window_chosen.emit(self._session.active)

    def invert(self) -> None:
        """Exchange black and white in the active viewport; again to undo."""
        state = self._session.view
        self._session.set_view(self._session.active, inverted=not state.inverted)

    def choose_region(self) -> None:
        """The next left-drag is the region that the window is taken from; again, or Esc: not after all."""
        if not self.leave_region():
            self._back = self._session.mode
            self._session.set_mode("region")
            self._session.post(tr("Drag over the tissue that the window is to show. Esc: not after all."))

    def leave_region(self) -> bool:
        """Back to the tool there was before; True when a region was to be dragged."""
        if self._session.mode != "region":
            return False
        self._session.set_mode(self._back)
        return True

    # -- what is remembered

    @property
    def remembers(self) -> bool:
        """A series opens with the window that its sequence was given last."""
        return self._settings.remember_windows

    def toggle_remember(self) -> None:
        """Remember windows by sequence, or open every series with Auto."""
        self._settings.remember_windows = not self.remembers
        self._session.post(
            tr("The window chosen for a sequence is used for the next patient's.")
            if self.remembers
            else tr("Every series opens with Auto.")
        )

    def forget(self) -> None:
        """Every sequence opens with Auto again."""
        self._settings.windows = {}
        self._session.post(tr("The windows of all sequences are forgotten: the next series open with Auto."))

    def _chosen(self, index: int) -> None:
        state, sequence = self._session.views[index], self._sequence(index)
        auto = self._auto(index, state.preset)
        if auto is None or state.window is None or not sequence or not self.remembers:
            return
        before, kept = self._settings.windows, (state.preset, *relative_window(state.window, auto))
        windows = dict(before)
        for name in T1_LIKE if state.preset == "enhancement" and sequence in T1_LIKE else (sequence,):
            windows[name] = kept
            if state.preset == "auto":
                del windows[name]
        if windows != before:
            self._settings.windows = windows

    def _other_series(self, index: int) -> None:
        """A viewport shows another series: not inverted, and as its sequence was seen last, once it is all there."""
        session, uid = self._session, self._session.views[index].series_uid or ""
        if self._shown.get(index, "") != uid:
            self._shown[index] = uid
            self._coming.add(index)
            session.set_view(index, inverted=False)
        if index in self._coming and session.volume(uid) is not None:
            self._coming.discard(index)
            self._take_over(index)

    def _arrived(self, uid: str) -> None:
        for index, state in enumerate(self._session.views):
            if state.series_uid == uid:
                self._other_series(index)

    def _other_patient(self) -> None:
        if not any(state.series_uid for state in self._session.views):
            self._shown, self._coming = {}, set()

    def _take_over(self, index: int) -> None:
        found = self._settings.windows.get(self._sequence(index)) if self.remembers else None
        if found is None or self._session.views[index].preset != "auto":
            return
        name, share, shift = found
        if name:
            self._views.preset(name, index)
        auto = self._auto(index, name)
        if name in ("", "enhancement") and auto is not None:
            share, shift = min(WIDEST, max(NARROWEST, share)), min(FURTHEST, max(-FURTHEST, shift))
            self._views.set_window(index, window_from(auto, share, shift))
        self._session.set_view(index, carried=True)

    def _auto(self, index: int, preset: str) -> Window | None:
        """Auto of what a window is a share of: of the T1CE where T1 and T1CE are locked to one window."""
        own = self._session.volume(self._session.views[index].series_uid)
        volume = self._views.enhancement_reference(index) if preset == "enhancement" else own
        return None if volume is None else preset_window(volume, "auto")

    def _sequence(self, index: int) -> str:
        """The sequence in a viewport; ``""`` when none is shown or it is not known."""
        series = self._session.series(self._session.views[index].series_uid)
        return series.sequence if series is not None and series.sequence != "unknown" else ""
