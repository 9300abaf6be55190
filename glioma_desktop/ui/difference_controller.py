"""T1CE minus T1 in the active viewport while D is held: which two series, their common scale, and the slice shown now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary, ref

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.errors import GliomaError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.sampling import on_one_grid
from glioma_desktop.study.series import SEQUENCE_LABELS, Series
from glioma_desktop.study.subtraction import common_scale, difference
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.case_words import study_of
from glioma_desktop.ui.held_comparison import HeldComparison
from glioma_desktop.ui.language import say, tr
from glioma_desktop.ui.patient_space import why_unlinked
from glioma_desktop.ui.series_choice import in_order, series_name
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.task import Task, run_task
from glioma_desktop.ui.view_state import Window
from glioma_desktop.ui.window_level import preset_window

NAME = phrase("T1CE − T1")
ZERO = 0.3
"""Where no difference stands between black and white: dark enough for a dark room, with room for what lost signal."""
WAITING = phrase("subtracting…")


@dataclass(frozen=True)
class Difference:
    """One slice of the difference, as a volume on the viewed grid of which only this slice means something.

    Attributes:
        words: Beside its name: how it was made; in English, as it is kept.
        guessed: One of the two sequences is a guess.
    """

    volume: Volume
    window: Window
    words: str
    guessed: bool

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """For the corner of the view, in the place of the series' name; how it was made has a line of its own."""
        return (say(NAME), tr("guessed") if self.guessed else ""), ("", say(self.words))


@dataclass(frozen=True)
class _Scale:
    factor: float | None
    window: Window


def difference_pair(session: Session, index: int) -> tuple[Series, Series] | str:
    """The T1CE and the T1 of the study in a viewport, or in a few words why there is no such pair.

    The series in the viewport is one of them where it can be; its partner is the one most like it.
    """
    shown = session.series(session.views[index].series_uid)
    study = study_of(session, shown)
    if shown is None or study is None:
        return tr("no series here")
    found: dict[str, list[Series]] = {}
    for name in ("t1ce", "t1"):
        found[name] = [shown] if shown.sequence == name else in_order(s for s in study.series if s.sequence == name)
        if not found[name]:
            unknown = any(s.sequence == "unknown" for s in study.series)
            label = SEQUENCE_LABELS[name]
            return (
                tr("{label} not known: confirm it in the series list", label=label)
                if unknown
                else tr("no {label} in this study", label=label)
            )
    pairs = [(after, before) for after in found["t1ce"] for before in found["t1"]]
    return max(pairs, key=lambda pair: _likeness(*pair))  # of equals the first: the order of the list


def _likeness(after: Series, before: Series) -> tuple[bool, bool, bool]:
    return (
        after.frame_of_reference_uid == before.frame_of_reference_uid,
        after.orientation == before.orientation,
        after.shape == before.shape,
    )


class DifferenceController(HeldComparison):
    """Makes the difference that a viewport shows while D is held."""

    def __init__(self, session: Session, read: Callable[[Series], bool]) -> None:
        super().__init__(session, "difference", read)
        self._scales: WeakKeyDictionary[Volume, WeakKeyDictionary[Volume, _Scale]] = WeakKeyDictionary()
        self._last: tuple[tuple[object, ...], Difference] | None = None
        self._wanted: tuple[object, ...] = ()
        self._scaling: tuple[Volume, Volume] | None = None

    def at(self, index: int) -> Difference | str:
        """The difference in a viewport, or in a few words why there is none; ``WAITING`` as it is while there is none yet."""
        session, pair = self._session, difference_pair(self._session, index)
        view = session.view_volume(index)
        if isinstance(pair, str) or view is None:
            return tr("no subtraction: {reason}", reason=pair if isinstance(pair, str) else phrase("no series here"))
        after, before = (session.volume(series.uid) for series in pair)
        if after is None or before is None:
            lost = [series for series in pair if session.volume(series.uid) is None and not self._read(series)]
            if lost:
                return tr("no subtraction: {series} cannot be read", series=series_name(lost[0]))
            return WAITING
        reason = why_unlinked(after, before) or why_unlinked(view, after)
        if reason:
            return tr("no subtraction: {reason}", reason=reason)
        if after.inverted or before.inverted:
            return tr("no subtraction: grey values are inverted")
        scale = self._scale(after, before)
        if scale is None:
            return WAITING
        if scale.factor is None:
            return tr("no subtraction: too little tissue in common")
        guessed = not all(series.sequence_confirmed for series in pair)
        return self._slice(view, session.views[index].slice_index, after, before, scale, guessed)

    def _scale(self, after: Volume, before: Volume) -> _Scale | None:
        known = self._scales.setdefault(after, WeakKeyDictionary()).get(before)
        if known is None and self._scaling != (after, before):
            self._scaling = (after, before)

            def arrived(scale: _Scale) -> None:
                self._scales.setdefault(after, WeakKeyDictionary())[before] = scale
                if self._scaling == (after, before):
                    self._scaling = None
                self.changed.emit()

            def failed(error: GliomaError) -> None:
                if self._scaling == (after, before):
                    self._scaling = None
                    self._failed(error)

            run_task(lambda task: _measure(after, before), on_done=arrived, on_error=failed)
        return known

    def _slice(
        self, view: Volume, k: int, after: Volume, before: Volume, scale: _Scale, guessed: bool
    ) -> Difference | str:
        """At once where the grids are one (a millisecond); else on another thread, and the last slice stays meanwhile."""
        key = (ref(view), k, ref(after), ref(before), guessed)
        if self._last is not None and self._last[0] == key:
            return self._last[1]

        def make(task: Task | None = None) -> Difference:
            assert scale.factor is not None
            pixels = difference(view, k, after, before, scale.factor)
            words = phrase("common scale, T1 × {factor:.2f}", factor=scale.factor)
            return Difference(_as_volume(view, pixels), scale.window, words, guessed)

        if on_one_grid(view, after) and on_one_grid(view, before):
            self._last = (key, make())
            return self._last[1]
        if self._wanted != key:
            self._wanted = key
            run_task(
                make,
                on_done=lambda found: self._arrived(key, found),
                on_error=lambda error: self._not_made(key, error),
            )
        return WAITING

    def _arrived(self, key: tuple[object, ...], found: Difference) -> None:
        if key == self._wanted:  # else the reader has scrolled on meanwhile
            self._last, self._wanted = (key, found), ()
            self.changed.emit()

    def _not_made(self, key: tuple[object, ...], error: GliomaError) -> None:
        if key == self._wanted:
            self._wanted = ()  # asked for again, it is tried again
            self._failed(error)

    def _forget(self) -> None:
        self._last, self._wanted, self._scaling = None, (), None


def _measure(after: Volume, before: Volume) -> _Scale:
    width = preset_window(after, "auto").width
    return _Scale(common_scale(after, before), Window(width, float(f"{width * (0.5 - ZERO):.3g}")))


def _as_volume(view: Volume, pixels: NDArray[np.float32]) -> Volume:
    # Every slice of the same memory: the picture keeps its place in the stack, and costs one slice.
    return replace(view, voxels=np.broadcast_to(pixels, view.shape), inverted=False)
