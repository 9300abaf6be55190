"""Cine: the slices of the active viewport run by themselves, at the speed of the clock and never faster than they are painted."""

from __future__ import annotations

import math
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from glioma_desktop.ui.arriving import looked_at
from glioma_desktop.ui.language import tr
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.settings import Settings
from glioma_desktop.ui.view_controller import ViewController

SPEEDS = (1, 2, 3, 4, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60)
LEAST_MS = 6
"""Between two steps, however late the first one came: for the paint event and for what the hands do meanwhile."""
NOTCH = 120


@dataclass(frozen=True)
class Course:
    """The way through the slices: ``at(n)`` is the slice after ``n`` steps.

    Attributes:
        first: The slice it begins on.
        count: How many slices there are, at least two.
        direction: 1 or -1, the way of the first step.
        loops: From the last slice to the first one; else to and fro.
    """

    first: int
    count: int
    direction: int
    loops: bool

    def at(self, n: int) -> int:
        """The slice after ``n`` steps."""
        if self.loops:
            return (self.first + self.direction * n) % self.count
        phase = self._phase(n)
        return min(phase, self._round - phase)

    def way(self, n: int) -> int:
        """1 or -1: where the step after ``n`` steps leads."""
        return self.direction if self.loops else 1 if self._phase(n) < self.count - 1 else -1

    @property
    def _round(self) -> int:
        return 2 * (self.count - 1)

    def _phase(self, n: int) -> int:
        return ((self.first if self.direction > 0 else self._round - self.first) + n) % self._round


class CineController(QObject):
    """Runs the slices of one viewport; linked ones and the three planes follow as they do when it is scrolled.

    The place is read off the clock: where painting takes longer than a step, slices are left out, and there is never more
    than one step on its way. Whatever else moves that viewport ends it.

    Args:
        clock: Seconds that only grow.
    """

    def __init__(
        self,
        session: Session,
        settings: Settings,
        views: ViewController,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(session)
        self._session, self._settings, self._views, self._clock = session, settings, views, clock
        self._watched: list[QWidget] = []
        self._course: Course | None = None
        self._index, self._uid, self._since, self._shows, self._rest = 0, "", 0.0, 0, 0
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._step)
        for signal in (session.patient_changed, session.layout_changed, session.active_changed):
            signal.connect(self.stop)
        session.view_changed.connect(self._view_changed)

    def watch(self, *parts: QWidget) -> None:
        """A press in one of these ends it, and the wheel over them changes its speed."""
        self._watched += parts

    @property
    def running(self) -> bool:
        """Slices run now."""
        return self._course is not None

    @property
    def course(self) -> str:
        """``loop`` or ``to_and_fro``."""
        return self._settings.cine_course

    def set_course(self, name: str) -> None:
        """From the last slice to the first one, or to and fro; remembered."""
        self._settings.cine_course = name
        self._begin_again()

    def toggle(self) -> None:
        """Start, or stop where it is."""
        if self.stop():
            return
        session = self._session
        volume = looked_at(session, session.active)
        if volume is None or volume.shape[0] < 2:
            session.post(
                tr("Nothing to run: no series here yet.")
                if volume is None
                else tr("Nothing to run: the series has one slice.")
            )
        elif session.draft is None:
            self._index, self._uid, self._rest = session.active, session.view.series_uid or "", 0
            for part in self._watched:
                part.installEventFilter(self)
            self._run(session.slice_index, self._views.direction)

    def stop(self) -> bool:
        """Stop where it is; True when it ran."""
        if self._course is None:
            return False
        self._course = None
        self._timer.stop()
        for part in self._watched:
            part.removeEventFilter(self)
        self._session.set_cine(0)
        return True

    def change_speed(self, steps: int) -> None:
        """Faster or slower by steps of ``SPEEDS``; remembered."""
        here = self._settings.cine_fps
        place = bisect_right(SPEEDS, here) - 1 + steps if steps > 0 else bisect_left(SPEEDS, here) + steps
        self._settings.cine_fps = SPEEDS[min(max(place, 0), len(SPEEDS) - 1)]
        if self.running:
            self._begin_again()
        else:
            key, fps = self._session.bindings.hint("cine"), self._settings.cine_fps
            self._session.post(tr("Cine: {cine_fps:g} slices a second{key}.", cine_fps=fps, key=key))

    # -- running

    def _run(self, first: int, direction: int) -> None:
        volume = looked_at(self._session, self._index)
        assert volume is not None
        self._course = Course(first, volume.shape[0], direction, self.course == "loop")
        self._since, self._shows = self._clock(), first
        self._session.set_cine(self._settings.cine_fps)
        self._timer.start(round(1000 / self._settings.cine_fps))

    def _begin_again(self) -> None:
        """On from here at another speed or on another course."""
        if self._course is not None:
            self._run(self._shows, self._course.way(self._steps()))

    def _steps(self) -> int:
        return int((self._clock() - self._since) * self._settings.cine_fps + 1e-6)

    def _step(self) -> None:
        assert self._course is not None
        n = self._steps()
        k = self._course.at(n)
        if self._is_there(k):
            self._shows = k
            self._views.go_to(self._index, k)
        if self.running:
            left = self._since + (n + 1) / self._settings.cine_fps - self._clock()
            self._timer.start(max(LEAST_MS, math.ceil(1000 * left)))

    def _is_there(self, k: int) -> bool:
        """Slices that are still to be read are passed over: no black between pictures."""
        session, state = self._session, self._session.views[self._index]
        arrival = session.arriving.get(state.series_uid or "")
        return arrival is None or state.plane is not None or bool(arrival.here[k])

    def _view_changed(self, index: int) -> None:
        """The hand, an undo or another series took the viewport elsewhere."""
        state = self._session.views[index]
        if self.running and index == self._index and (state.slice_index, state.series_uid) != (self._shows, self._uid):
            self.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A left press only stops it; other buttons also do what they do; the plain wheel is its speed."""
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            assert isinstance(event, QMouseEvent)
            return self.stop() and event.button() == Qt.MouseButton.LeftButton
        if event.type() == QEvent.Type.Wheel:
            assert isinstance(event, QWheelEvent)
            if event.modifiers() == Qt.KeyboardModifier.NoModifier:
                self._rest += event.angleDelta().y()
                steps = int(self._rest / NOTCH)
                self._rest -= steps * NOTCH
                if steps:
                    self.change_speed(steps)
                return True
        return False
