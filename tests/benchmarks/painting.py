"""A step to another slice and a drag of the window, painted offscreen, beside pyqtgraph's ``ImageView`` of the same size."""

from __future__ import annotations

import itertools

import pyqtgraph
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.app import make_app
from glioma_desktop.ui.slice_view import SliceView
from glioma_desktop.ui.view_state import Window
from tests.benchmarks.place import Place
from tests.benchmarks.table import Timing, benchmark
from tests.benchmarks.timing import interleaved

SIZE = (800, 800)
WINDOW = Window(900.0, 450.0)


@benchmark("slice step 512 px, painted", baseline="pg.ImageView", must=0.7, aim=16.7)
def slice_step(place: Place) -> Timing:
    """One slice further, at 800 x 800."""
    view, other = _views(place.large_volume)
    slices = itertools.cycle(range(len(place.large_volume.voxels)))

    def ours() -> None:
        view.show_slice(place.large_volume, next(slices), WINDOW)
        view.repaint()

    def theirs() -> None:
        other.setCurrentIndex(next(slices))
        other.repaint()
        QApplication.processEvents()

    return _then_closed(interleaved(ours, theirs, repetitions=61), view, other)


@benchmark("right-drag window and level, painted", baseline="pg.ImageView.setLevels", must=1.2, aim=16.7)
def window_drag(place: Place) -> Timing:
    """Another window for the same slice, at 800 x 800."""
    view, other = _views(place.large_volume)
    windows = itertools.cycle([Window(600.0 + k, 300.0 + k / 2) for k in range(200)])

    def ours() -> None:
        view.show_slice(place.large_volume, 20, next(windows))
        view.repaint()

    def theirs() -> None:
        window = next(windows)
        other.setLevels(window.level - window.width / 2, window.level + window.width / 2)
        other.repaint()
        QApplication.processEvents()

    return _then_closed(interleaved(ours, theirs, repetitions=61), view, other)


def _views(volume: Volume) -> tuple[SliceView, pyqtgraph.ImageView]:
    make_app()
    view, other = SliceView(), pyqtgraph.ImageView()
    other.setImage(volume.voxels, axes={"t": 0, "y": 1, "x": 2}, autoHistogramRange=False)
    for widget in (view, other):
        widget.resize(*SIZE)
        widget.show()
    view.show_slice(volume, 0, WINDOW)
    QApplication.processEvents()
    return view, other


def _then_closed(timing: Timing, *widgets: QWidget) -> Timing:
    for widget in widgets:
        widget.close()
        widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return timing
