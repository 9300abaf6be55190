"""The crosshair dragged through three planes of a 3D series, in the viewports of the window with all that follows them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from glioma_desktop.annotation.annotation import Annotation, Box
from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.study.planes import PLANES, in_plane
from glioma_desktop.study.series import Series, SliceFile, Study
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui import task
from glioma_desktop.ui.app import make_app, make_window
from glioma_desktop.ui.main_window import MainWindow
from glioma_desktop.ui.window_level import preset_window
from tests.benchmarks.place import Place
from tests.benchmarks.table import Timing, benchmark
from tests.benchmarks.timing import milliseconds, percentile

SHAPE, SPACING = (155, 512, 512), (1.2, 0.45, 0.45)
BLOCKS, MOVES = 12, 20
LEFT = Qt.MouseButton.LeftButton


@benchmark("crosshair through three planes of 512 x 512 x 155, p95", baseline="three pg.ImageItem", must=4.0, aim=16.7)
def three_planes(place: Place) -> Timing:
    """One move of the mouse with the left button held, until planes, texts, rail and panels are painted.

    The baseline shows two new slices and nothing else.
    """
    with planes_window(place) as window:
        volume = window.session.volume("planes")
        assert volume is not None
        items = _ImageItems(volume)
        ours, theirs = list[float](), list[float]()
        drag_crosshair(window, MOVES)
        items.step(MOVES)
        for _ in range(BLOCKS):
            ours += drag_crosshair(window, MOVES)
            theirs += items.step(MOVES)
        items.close()
    note = f"p50 {percentile(ours, 50):.2f} ms, the bare items {percentile(theirs, 50):.2f} ms; {len(ours)} moves each"
    return Timing(percentile(ours, 95), percentile(theirs, 95), note)


@contextmanager
def planes_window(place: Place) -> Iterator[MainWindow]:
    """The window at 1280 x 800 with a large head in three planes, boxes drawn on it, the axial plane active."""
    make_app()
    folder = place.new("planes")
    Project.create(folder / "project").close()
    window = make_window(folder / "project")
    session, volume = window.session, _volume(place)
    try:
        window.resize(1280, 800)
        window.show()
        held = folder / "held.nii"  # never read: the volume is at hand
        files = (SliceFile(held),)
        series = Series(
            "planes", "planes", "nifti", files, "", "t1ce", True, "", SHAPE, SPACING, False, None, "axial", True, "1.2", "MR"
        )  # fmt: skip
        boxes = {("planes", "L1", k): Box(RectROI(k, 200, 260, 180, 240), "hand") for k in range(60, 90)}
        study = Study("s", "planes", "", None, "", "", "", folder, (series,))
        assert session.project is not None
        patient = session.project.store.register(study, folder).pseudonym  # slices that are looked at are kept
        session.set_patient(patient, (study,), Annotation(patient, 1, boxes))
        QApplication.processEvents()
        session.add_volume("planes", volume)
        session.set_view(0, series_uid="planes", slice_index=75, window=preset_window(volume, "auto"))
        session.set_layout("planes")
        session.set_mode("read")
        QApplication.processEvents()
        yield window
    finally:
        session.set_layout("1x2")
        window.close()
        task.stop_all()
        if session.project is not None:
            session.project.close()
        window.deleteLater()


def drag_crosshair(window: MainWindow, moves: int) -> list[float]:
    """Hold the left button in the axial plane and go around; ms of each move until everything is painted."""
    viewport = window.area.viewports[window.session.shown_views[0]]
    middle = QPointF(viewport.rect().center())

    def send(kind: QEvent.Type, at: QPointF, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
        event = QMouseEvent(kind, at, viewport.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(viewport, event)
        QApplication.processEvents()

    send(QEvent.Type.MouseButtonPress, middle, LEFT, LEFT)
    times, at = [], middle
    for k in range(1, moves + 1):
        angle = 2 * math.pi * k / moves
        at = middle + QPointF(110 * math.sin(angle), 90 * (1 - math.cos(angle)))
        times.append(milliseconds(lambda at=at: send(QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton, LEFT)))
    send(QEvent.Type.MouseButtonRelease, at, LEFT, Qt.MouseButton.NoButton)
    return times


class _ImageItems:
    """The baseline: three views of pyqtgraph of the same sizes, each given the int16 slice as it lies in memory."""

    def __init__(self, volume: Volume) -> None:
        self._volumes = [in_plane(volume, plane).voxels for plane in PLANES]
        self._window, self._views, self._items = QWidget(), [], []
        layout = QVBoxLayout(self._window)
        for voxels in self._volumes:
            view = pyqtgraph.GraphicsLayoutWidget()
            item = pyqtgraph.ImageItem(axisOrder="row-major")
            view.addViewBox(lockAspect=True).addItem(item)
            item.setImage(voxels[len(voxels) // 2], levels=(0.0, 900.0))
            layout.addWidget(view)
            self._items.append(item)
        self._window.resize(450, 1100)
        self._window.show()
        QApplication.processEvents()

    def step(self, moves: int) -> list[float]:
        """Another slice in two of the three at every move."""
        times = []
        for k in range(moves):
            times.append(milliseconds(lambda k=k: self._show(k / moves)))
        return times

    def _show(self, share: float) -> None:
        for item, voxels in list(zip(self._items, self._volumes, strict=True))[1:]:
            item.setImage(voxels[int((0.3 + 0.4 * share) * len(voxels))], autoLevels=False)
        self._items[0].getViewBox().update()
        QApplication.processEvents()

    def close(self) -> None:
        """Away with it."""
        self._window.close()
        self._window.deleteLater()


def _volume(place: Place) -> Volume:
    voxels = np.ascontiguousarray(np.tile(place.phantom.voxels["t1ce"], (8, 2, 2))[: SHAPE[0]])
    affine = np.zeros((4, 4))
    affine[2, 0], affine[1, 1], affine[0, 2], affine[3, 3] = *SPACING, 1.0
    return Volume(voxels, affine, SPACING, series_uid="planes", frame_of_reference_uid="1.2")
