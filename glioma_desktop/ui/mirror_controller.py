"""The mirror lens while M is held: the midline of the head, what lies opposite to the box, and the ratios of their means."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary, WeakSet, ref

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal

from glioma_desktop.errors import GliomaError
from glioma_desktop.study.midline import (
    Midplane,
    find_midplane,
    line_on_slice,
    patch_points,
    ratio_of_means,
    values_at,
    why_no_midline,
)
from glioma_desktop.study.series import Series
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.case_words import study_of
from glioma_desktop.ui.held_comparison import HeldComparison
from glioma_desktop.ui.language import current, tr
from glioma_desktop.ui.mirror_painter import Mirror
from glioma_desktop.ui.overlay_model import box_shapes
from glioma_desktop.ui.patient_space import why_unlinked
from glioma_desktop.ui.series_choice import in_order
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.task import Task, run_task
from glioma_desktop.ui.view_state import Window
from glioma_desktop.ui.window_level import to_grey

RADIUS_MM = 15.0
Bounds = tuple[int, int, int, int]


class MirrorController(HeldComparison):
    """Makes the lens of a viewport while M is held.

    Attributes:
        asked: M was held since the program began.

    ``waits(bool)``: M is held and the midline is still looked for; or no longer.
    """

    waits = Signal(bool)

    def __init__(self, session: Session, read: Callable[[Series], bool]) -> None:
        super().__init__(session, "mirror", read)
        self._planes: WeakKeyDictionary[Volume, Midplane | None] = WeakKeyDictionary()
        self._last: tuple[tuple[object, ...], Mirror] | None = None
        self._finding: tuple[Volume, Task] | None = None
        self._failed_ahead: WeakSet[Volume] = WeakSet()
        self.asked = self._waits = False
        session.overlays_changed.connect(self._tell)

    def at(self, index: int, window: Window, cursor: tuple[float, float] | None) -> Mirror:
        """The lens of a viewport: of the box that is drawn on, else of what lies round the cursor.

        Args:
            index: The viewport.
            window: Of the slice, so that both sides are shown alike.
            cursor: (row, column) edge coordinates; None: the middle of the slice.
        """
        self.asked = True
        session, state = self._session, self._session.views[index]
        volume, k = session.view_volume(index), state.slice_index
        if volume is None:
            return Mirror()
        if session.volume(state.series_uid) is None:
            return Mirror(words=(tr("no mirror yet: the series is still being read"),))
        reason = why_no_midline(volume)
        if reason:
            return Mirror(words=(tr("no mirror: {reason}", reason=reason),))
        plane = self._plane(volume)
        if plane is None:
            return Mirror(words=(tr("finding the midline…"),))
        if not plane.holds_for(volume):
            return Mirror(words=(tr("no mirror: left and right not known"),))
        bounds, lesion = _box_here(session, index, volume), True
        if bounds is None:
            bounds, lesion = round_place(volume, cursor), False
        adc = self._adc(index, volume)
        key = (ref(volume), k, bounds, lesion, window, ref(plane), adc and ref(adc), current())
        if self._last is None or self._last[0] != key:
            self._last = (key, _make(volume, k, plane, bounds, lesion, window, adc))
        return self._last[1]

    def _plane(self, volume: Volume) -> Midplane | None:
        if volume not in self._planes:
            self._planes[volume] = None

            def arrived(plane: Midplane) -> None:
                self._planes[volume] = plane
                self._tell()
                self.changed.emit()

            patient = self._session.patient

            def failed(error: GliomaError) -> None:
                if self._session.comparing != "mirror":  # nobody has asked yet: M does, and hears why
                    self._failed_ahead.add(volume)
                del self._planes[volume]
                self._tell()
                if self._session.comparing == "mirror" and self._session.patient == patient:
                    self._failed(error)

            self._finding = (
                volume,
                run_task(lambda task: find_midplane(volume, lambda: task.cancelled), on_done=arrived, on_error=failed),
            )
            self._tell()
        return self._planes[volume]

    def find_ahead(self, volume: Volume) -> None:
        """Look for the midline of a volume before M asks for it; nothing where there is none, or it is looked for."""
        if volume not in self._failed_ahead and not why_no_midline(volume):
            self._plane(volume)

    def give_up(self) -> None:
        """The midline that is looked for is not wanted now: M asks for it anew."""
        if self._finding is None:
            return
        (volume, task), self._finding = self._finding, None
        if self._planes.get(volume, task) is None:
            task.cancel()
            del self._planes[volume]
            self._tell()

    def _tell(self) -> None:
        """Say that M waits for the midline of the active viewport, or does so no longer."""
        session = self._session
        volume = session.view_volume(session.active) if session.comparing == "mirror" else None
        waits = volume is not None and volume in self._planes and self._planes[volume] is None
        if waits != self._waits:
            self._waits = waits
            self.waits.emit(waits)

    def _adc(self, index: int, volume: Volume) -> Volume | None:
        """The ADC of the same study, where it shares the patient space; it is read when it was not."""
        session = self._session
        shown = session.series(session.views[index].series_uid)
        study = study_of(session, shown)
        if shown is None or study is None or shown.sequence == "adc":
            return None
        series = next(iter(in_order(s for s in study.series if s.sequence == "adc")), None)
        if series is None:
            return None
        adc = session.volume(series.uid)
        if adc is None:
            self._read(series)
        return None if adc is None or adc.inverted or why_unlinked(volume, adc) else adc

    def _forget(self) -> None:
        self._last = None
        self.give_up()


def _box_here(session: Session, index: int, volume: Volume) -> Bounds | None:
    """The voxels whose centres lie in the box of the drawn lesion on a viewport's slice."""
    shape = next((box for box in box_shapes(session, index) if box.lesion == session.lesion), None)
    if shape is None:
        return None
    _, rows, columns = volume.shape
    r0, r1, c0, c1 = (round(edge) for edge in shape.bounds)
    r0, r1, c0, c1 = max(0, r0), min(rows, r1), max(0, c0), min(columns, c1)
    return (r0, r1, c0, c1) if r1 > r0 and c1 > c0 else None


def round_place(volume: Volume, cursor: tuple[float, float] | None) -> Bounds:
    """The rectangle round the circle of ``RADIUS_MM`` about a place (voxels where the spacing is not known)."""
    _, rows, columns = volume.shape
    row, column = cursor or (rows / 2, columns / 2)
    spacing = volume.spacing_mm[1:] if min(volume.spacing_mm[1:]) > 0 else (1.0, 1.0)
    half = [max(1, round(RADIUS_MM / size)) for size in spacing]
    row, column = min(max(round(row), 0), rows), min(max(round(column), 0), columns)
    return row - half[0], row + half[0], column - half[1], column + half[1]


def _make(
    volume: Volume, k: int, plane: Midplane, bounds: Bounds, lesion: bool, window: Window, adc: Volume | None
) -> Mirror:
    r0, r1, c0, c1 = bounds
    points = patch_points(volume, k, (r0, r1), (c0, c1))
    opposite = values_at(volume, plane.mirror(points))
    outside = np.isnan(opposite)
    grey = to_grey(np.nan_to_num(opposite), window, volume.inverted)
    grey[outside] = 0
    inside = None if lesion else _disc(r1 - r0, c1 - c0)
    words = _words(points, plane, inside, lesion, volume, adc)
    return Mirror(bounds, grey, not lesion, _line(volume, k, plane), words)


def _disc(rows: int, columns: int) -> NDArray[np.bool_]:
    r, c = ((np.arange(n) + 0.5) / n * 2 - 1 for n in (rows, columns))
    return np.asarray(r[:, None] ** 2 + c[None, :] ** 2 <= 1, np.bool_)


def _words(
    points: NDArray[np.float64], plane: Midplane, inside: NDArray[np.bool_] | None, lesion: bool, volume: Volume,
    adc: Volume | None,
) -> tuple[str, ...]:  # fmt: skip
    what = tr("lesion / opposite") if lesion else tr("here / opposite")
    own = None if volume.inverted else ratio_of_means(volume, points, plane, inside)
    theirs = None if adc is None else ratio_of_means(adc, points, plane, inside)
    text = f"{what} {own:.2f}" if own is not None else tr("{what}: no ratio", what=what)
    if theirs is not None:
        text += f" (ADC {theirs:.2f})"
    return (text,) if plane.by_symmetry else (text, tr("midline: middle of the head"))


def _line(volume: Volume, k: int, plane: Midplane) -> tuple[tuple[float, float], ...]:
    """The midline across the slice, in edge coordinates; long enough for every slice."""
    found = line_on_slice(volume, k, plane)
    if found is None:
        return ()
    _, rows, columns = volume.shape
    foot, way = found
    middle = np.array([(rows - 1) / 2, (columns - 1) / 2])
    foot = foot + way * float((middle - foot) @ way)
    reach = 0.55 * max(rows, columns)
    ends = (foot - way * reach + 0.5, foot + way * reach + 0.5)
    return tuple((float(end[0]), float(end[1])) for end in ends)
