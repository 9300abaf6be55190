"""``python -m tests.benchmarks.long_session [--minutes 30]``: hands that read for long, and what it costs the program.

In the real window (offscreen unless ``QT_QPA_PLATFORM`` says otherwise) patients are opened one after another, scrolled,
windowed, zoomed, blinked, subtracted, drawn on and shown in every layout; every slice is painted. At intervals resident memory,
references to ``None``, objects of Python and of Qt and threads are counted, and at the end each is said to be steady or not.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

import numpy as np
import psutil

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from glioma_desktop.annotation.project import Project
from glioma_desktop.ui import task
from glioma_desktop.ui.app import make_window
from glioma_desktop.ui.main_window import MainWindow
from tests.benchmarks.hands import step_through
from tests.phantoms import make_study

PATIENTS, SHAPE = 6, (24, 192, 160)
SMALL = (3, (10, 96, 80))
LAYOUTS = ("1x2", "1", "2x2", "planes")
ROUNDS_A_LAYOUT = 5
HELD = ("Space", "S", "D", "M")
TOUR = len(LAYOUTS) * ROUNDS_A_LAYOUT
"""Rounds until every layout was shown once; a session has three tours at least, however slow the machine."""
WARM_UP = 0.34
"""Share of the session in which caches fill, and the first tour at least: what is counted then is not judged."""
ROOM = {"resident_mib": 24.0, "none_refs": 400.0, "python_objects": 1500.0, "qt_objects": 2.0, "threads": 4.0}
"""How much each may have grown by the straight line through what was counted after the warm-up, from its start to its end,
unless it swings by more than that from count to count. PySide keeps four references to None whenever a viewport changes its size,
as it does with the layout: one in fifty paints is allowed. The fault that is looked for takes five to seventy at every paint."""
NONE_A_PAINT = 0.02


@dataclass(frozen=True)
class Count:
    """What is in use at a moment of a session."""

    second: float
    rounds: int
    paints: int
    resident_mib: float
    none_refs: int
    python_objects: int
    qt_objects: int
    threads: int


class LongReader:
    """Hands and eyes in one window.

    Args:
        folder: Studies and project are made in it.
        patients: How many to go round.
        shape: (slices, rows, columns) of their series.
    """

    def __init__(self, folder: Path, patients: int = PATIENTS, shape: tuple[int, int, int] = SHAPE) -> None:
        for number in range(1, patients + 1):
            make_study(
                folder / "studies", number, ("t1", "t1ce", "flair"), None, spacing_mm=(5.0, 1.0, 1.0), shape=shape
            )
        Project.create(folder / "project").close()
        self.window: MainWindow = make_window(folder / "project", "dark")
        self.session = self.window.session
        self.window.resize(1400, 900)
        self.window.show()
        self.paints = self.rounds = 0
        for viewport in self.window.area.viewports:
            viewport.installEventFilter(_PaintCounter(self, viewport))
        self.window.open_paths([str(folder / "studies")])
        scan = self.window.controllers.scan
        self._wait(lambda: len(self.session.worklist) == patients and not scan.running)

    def round(self) -> None:
        """One patient, read as a radiologist reads who is in no hurry."""
        window, session = self.window, self.session
        number = self.rounds
        self.rounds += 1
        names = [row.pseudonym for row in session.worklist]
        window.controllers.reading.open_patient(names[number % len(names)])
        if number % ROUNDS_A_LAYOUT == 0:
            window.controllers.views.set_layout(LAYOUTS[number // ROUNDS_A_LAYOUT % len(LAYOUTS)])
        self._wait(self._shown)
        step_through(window, 30)
        self._drag_window(12)
        for key in ("2", "3", "A", "+", "+", "-", "0", "I", "I", "`"):
            self._key(key)
        for key in HELD:
            self._key(key, QEvent.Type.KeyPress)
            step_through(window, 3)
            self._key(key, QEvent.Type.KeyRelease)
        if number % 10 == 0:
            self._draw()
        step_through(window, 10)

    def count(self, began: float) -> Count:
        """What is in use now, after everything that may go has gone."""
        self._settle()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        return Count(
            round(time.monotonic() - began, 1), self.rounds, self.paints, round(psutil.Process().memory_info().rss / 2**20, 1),
            sys.getrefcount(None), len(gc.get_objects()), len(self.window.findChildren(QObject)), threading.active_count(),
        )  # fmt: skip

    def close(self) -> None:
        """Let the window go."""
        self.window.close()
        task.stop_all()
        if self.session.project is not None:
            self.session.project.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _shown(self) -> bool:
        views = self.session.views[: self.session.shown]
        return bool(views) and all(not v.series_uid or self.session.volume(v.series_uid) is not None for v in views)

    def _draw(self) -> None:
        """A box by hand, and its end."""
        window = self.window
        window.set_mode("annotate")
        viewport = window.area.active
        middle = viewport.rect().center()
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=middle)
        QTest.mouseMove(viewport, middle + QPoint(40, 30))
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 30))
        window.controllers.undo.undo()
        window.set_mode("read")

    def _drag_window(self, moves: int) -> None:
        """One drag of the right button. By QTest: ``sendEvent`` of an event made in Python keeps a reference to ``None``."""
        viewport, right = self.window.area.active, Qt.MouseButton.RightButton
        start = viewport.rect().center()
        QTest.mousePress(viewport, right, pos=start)
        for k in range(1, moves + 1):
            QTest.mouseMove(viewport, start + QPoint(20 + k, 10 + k // 2))
            QApplication.processEvents()
        QTest.mouseRelease(viewport, right, pos=start + QPoint(20 + moves, 10 + moves // 2))

    def _key(self, keys: str, kind: QEvent.Type | None = None) -> None:
        self.window.area.take_focus()
        combination = QKeySequence(keys)[0]
        if kind is None:
            QTest.keyClick(self.window.area.active, combination.key(), combination.keyboardModifiers())
        else:
            send = QTest.keyPress if kind == QEvent.Type.KeyPress else QTest.keyRelease
            send(self.window.area.active, combination.key(), combination.keyboardModifiers())
        QApplication.processEvents()

    def _settle(self) -> None:
        until = time.monotonic() + 0.8
        while time.monotonic() < until:
            QApplication.processEvents()
            time.sleep(0.01)

    @staticmethod
    def _wait(condition: Callable[[], bool], seconds: float = 60.0) -> None:
        until = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > until:
                raise TimeoutError("the window did not get ready")
            QApplication.processEvents()
            time.sleep(0.002)


class _PaintCounter(QObject):
    def __init__(self, reader: LongReader, parent: QObject) -> None:
        super().__init__(parent)
        self._reader = reader

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._reader.paints += 1
        return False


def counts_of(reader: LongReader, seconds: float, every: float) -> Iterator[Count]:
    """Read for so long, three tours at least; a count at the start, at intervals and at the end."""
    began, due = time.monotonic(), 0.0
    for _ in count():
        now = time.monotonic() - began
        ends = now >= seconds and reader.rounds >= 3 * TOUR
        if now >= due or ends:
            yield reader.count(began)
            due = now + every
        if ends:
            return
        reader.round()


def _warm(counts: Sequence[Count]) -> int:
    """The first count after the warm-up."""
    return max(int(len(counts) * WARM_UP), next(k for k, one in enumerate(counts) if one.rounds >= TOUR))


def growth(counts: Sequence[Count], name: str) -> tuple[float, float]:
    """(how much a figure has grown after the warm-up by the straight line through it, how much it swings about that line)."""
    judged = counts[_warm(counts) :]
    at, values = (np.array([getattr(c, word) for c in judged], float) for word in ("paints", name))
    slope, start = np.polyfit(at, values, 1)
    swing = float(np.std(values - (slope * at + start)))
    return float(slope * (at[-1] - at[0])), swing


def steady(counts: Sequence[Count]) -> dict[str, bool]:
    """Which figures are steady: they have not grown by more than ``ROOM`` or by twice what they swing, whichever is more."""
    found = {}
    paints = counts[-1].paints - counts[_warm(counts)].paints
    for name, least in ROOM.items():
        grown, swing = growth(counts, name)
        room = max(least, 2 * swing, NONE_A_PAINT * paints if name == "none_refs" else 0.0)
        found[name] = grown <= room and (name != "none_refs" or grown >= -room)
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Read for the given time and print what was counted; exit status 1 when something grows."""
    parser = argparse.ArgumentParser(prog="long_session", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--every", type=float, default=20.0, metavar="SECONDS", help="between two counts")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the counts here too")
    parser.add_argument("--small", action="store_true", help="three small patients: for a test")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="glioma-long-", ignore_cleanup_errors=True) as folder:
        os.environ["GLIOMA_HOME"] = str(Path(folder) / "home")
        reader = LongReader(Path(folder), *SMALL) if args.small else LongReader(Path(folder))
        counts: list[Count] = []
        for one in counts_of(reader, 60 * args.minutes, args.every):
            counts.append(one)
            _say("  ".join(f"{name} {value}" for name, value in asdict(one).items()))
            if args.json:
                args.json.write_text(json.dumps([asdict(c) for c in counts], indent=1))
        reader.close()
    found = steady(counts)
    for name, is_steady in found.items():
        grown, swing = growth(counts, name)
        _say(f"{name:16s} {'steady' if is_steady else 'GROWS'}: {grown:+.1f} after the warm-up, swings by {swing:.1f}")
    return 0 if all(found.values()) else 1


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
