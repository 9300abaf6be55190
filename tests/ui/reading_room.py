"""A small reading room for tests: two patients with T1CE and FLAIR on disk, and the real window on a project of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nibabel
import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from glioma_desktop.annotation.project import Project
from glioma_desktop.ui.app import make_window
from glioma_desktop.ui.main_window import MainWindow
from glioma_desktop.ui.viewport import Viewport

SHAPE = (12, 72, 64)
LEFT = Qt.MouseButton.LeftButton


def write_patient(folder: Path, seed: int) -> None:
    """A noisy egg with a bright spot as T1CE and FLAIR, 1 x 1 x 5 mm, axial, patient right at the first columns."""
    folder.mkdir(parents=True)
    slices, rows, columns = SHAPE
    k, r, c = np.meshgrid(*(np.linspace(-1, 1, n) for n in SHAPE), indexing="ij")
    head = (r**2 / 0.8 + c**2 / 0.6 + k**2 / 1.6) < 1
    noise = np.random.default_rng(seed).normal(0, 6, SHAPE)
    affine = np.diag([-1.0, -1.0, 5.0, 1.0])  # RAS: columns run to the patient's left, rows to the back
    affine[:3, 3] = columns / 2, rows / 2, -5.0 * slices / 2
    for name, level in (("t1ce", 100), ("flair", 140)):
        voxels = np.where(head, level + noise, 0).clip(0).astype(np.int16)
        voxels[(r - 0.2) ** 2 + (c + 0.3) ** 2 + k**2 < 0.05] += 90
        image = nibabel.Nifti1Image(voxels.transpose(2, 1, 0), affine)
        image.set_sform(affine, 1)
        nibabel.save(image, folder / f"{name}.nii.gz")


class Room:
    """The window with what the hands do in it."""

    def __init__(self, folder: Path, project: Path, wait: Callable[..., None]) -> None:
        self.folder, self.project, self._wait = folder, project, wait
        self.window: MainWindow = make_window(project, "dark")
        self._closed = False
        self.window.resize(1280, 800)
        self.window.show()
        self.session = self.window.session

    def read(self) -> None:
        """Open the folder and wait until the first patient's two series are shown and listed."""
        self.window.open_paths([str(self.folder)])
        self.wait_until(lambda: len(self.session.worklist) == 2 and not self.window.controllers.scan.running)
        self.wait_for_pictures()

    def wait_for_pictures(self) -> None:
        self.wait_until(
            lambda: all(self.session.volume(v.series_uid) for v in self.session.views[: self.session.shown])
        )

    def wait_for_planes(self) -> None:
        self.wait_until(lambda: all(viewport.volume is not None for viewport in self.planes))

    @property
    def planes(self) -> tuple[Viewport, Viewport, Viewport]:
        """The viewports of the axial, sagittal and coronal plane."""
        axial, sagittal, coronal = self.window.area.viewports[4:]
        return axial, sagittal, coronal

    def wait_until(self, condition: Callable[[], bool]) -> None:
        self._wait(lambda: bool(condition()), timeout=30_000)

    @property
    def left(self) -> Viewport:
        return self.window.area.viewports[0]

    @property
    def right(self) -> Viewport:
        return self.window.area.viewports[1]

    def at(self, viewport: Viewport, row: float, column: float) -> QPoint:
        """The screen point of a voxel coordinate."""
        transform = viewport.transform_now()
        assert transform is not None
        return QPointF(*transform.to_screen(row, column)).toPoint()

    def mouse(self, viewport: QWidget, kind: QEvent.Type, at: QPoint, button=LEFT, held=LEFT) -> None:
        place = QPointF(at)
        event = QMouseEvent(kind, place, viewport.mapToGlobal(place), button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(viewport, event)

    def drag_with(self, button: Qt.MouseButton, viewport: QWidget, start: QPoint, *way: QPoint) -> None:
        """Press another button, move along a way, and leave it pressed."""
        self.mouse(viewport, QEvent.Type.MouseButtonPress, start, button, button)
        for point in way:
            self.mouse(viewport, QEvent.Type.MouseMove, point, Qt.MouseButton.NoButton, button)

    def let_go(self, button: Qt.MouseButton, viewport: QWidget, at: QPoint) -> None:
        """Release it."""
        self.mouse(viewport, QEvent.Type.MouseButtonRelease, at, button, Qt.MouseButton.NoButton)

    def press(self, viewport: QWidget, at: QPoint) -> None:
        self.mouse(viewport, QEvent.Type.MouseButtonPress, at)

    def move(self, viewport: QWidget, at: QPoint) -> None:
        self.mouse(viewport, QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton)

    def release(self, viewport: QWidget, at: QPoint) -> None:
        self.mouse(viewport, QEvent.Type.MouseButtonRelease, at, held=Qt.MouseButton.NoButton)

    def drag_holding(
        self, keys: Qt.KeyboardModifier, viewport: QWidget, start: QPoint, end: QPoint, button=LEFT
    ) -> None:
        """A drag with keys held down meanwhile."""
        none = Qt.MouseButton.NoButton
        for kind, at, one, held in (
            (QEvent.Type.MouseButtonPress, start, button, button), (QEvent.Type.MouseMove, (start + end) / 2, none, button),
            (QEvent.Type.MouseMove, end, none, button), (QEvent.Type.MouseButtonRelease, end, button, none),
        ):  # fmt: skip
            place = QPointF(at)
            QApplication.sendEvent(viewport, QMouseEvent(kind, place, viewport.mapToGlobal(place), one, held, keys))

    def drag(self, viewport: Viewport, start: QPoint, end: QPoint) -> None:
        self.press(viewport, start)
        self.move(viewport, (start + end) / 2)
        self.move(viewport, end)
        self.release(viewport, end)

    def wheel(
        self,
        viewport: Viewport,
        notches: int,
        keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        at: QPoint | None = None,
    ) -> None:
        """Positive turns scroll on."""
        place = QPointF(at or viewport.rect().center())
        for _ in range(abs(notches)):
            event = QWheelEvent(
                place, viewport.mapToGlobal(place), QPoint(), QPoint(0, -120 if notches > 0 else 120),
                Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(viewport, event)

    def key(self, keys: str) -> None:
        """Press a key as the table writes it ("Alt+Shift+Up"), with the focus in the active viewport."""
        self.window.activateWindow()
        self.window.area.take_focus()
        combination = QKeySequence(keys)[0]
        QTest.keyClick(self.window.area.active, combination.key(), combination.keyboardModifiers())

    def boxes(self, lesion: str = "L1"):
        """The stored boxes of the open patient, read from the store anew."""
        project, series = self.session.project, self.session.box_series
        assert project is not None
        assert series is not None
        assert self.session.patient is not None
        return project.store.annotation(self.session.patient).boxes_of(series.uid, lesion)

    def close(self) -> None:
        from glioma_desktop.ui import task

        if self._closed:
            return
        self._closed = True
        self.window.close()
        task.stop_all()
        if self.session.project is not None:
            self.session.project.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@contextmanager
def opened(room: Room, path: str) -> Iterator[QMenu]:
    """A menu as it is while it is open: "ROI", "ROI/Move box"."""
    found: QWidget = room.window.top.menu_bar
    for title in path.split("/"):
        menus = found.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly)
        found = next(menu for menu in menus if menu.title() == title)
    found.aboutToShow.emit()
    try:
        yield found
    finally:
        found.aboutToHide.emit()


def draw(room: Room, row0=20, column0=15, row1=40, column1=30) -> None:
    """Draw a box with these bounds in the left viewport."""
    room.drag(room.left, room.at(room.left, row0 + 0.3, column0 + 0.3), room.at(room.left, row1 - 0.3, column1 - 0.3))


def bounds(box) -> tuple[int, int, int, int]:
    return box.roi.row_start, box.roi.row_stop, box.roi.column_start, box.roi.column_stop


def new_project(folder: Path) -> Path:
    project = Project.create(folder)
    project.close()
    return folder
