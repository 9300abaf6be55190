"""A step to another slice and a drag of the window, painted offscreen, beside pyqtgraph's ``ImageView`` of the same size."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.app import make_app
from glioma_desktop.ui.measure_painter import MeasureShape
from glioma_desktop.ui.slice_view import BoxShape, Overlays, SliceView
from glioma_desktop.ui.view_state import Window
from tests.benchmarks.place import Place
from tests.benchmarks.table import Timing, benchmark
from tests.benchmarks.timing import interleaved, milliseconds, percentile

SIZE = (1000, 1000)
WINDOW = Window(900.0, 450.0)
SLICES = 24
OUTLINE = tuple((0.4 + 0.12 * math.sin(a), 0.45 + 0.15 * math.cos(a)) for a in (k * math.tau / 200 for k in range(201)))
"""Shares of the slice, as drawn: 200 points."""


@benchmark("slice step 512 px, painted", baseline="pg.ImageView", must=1 / 3, aim=6.9)
def slice_step(place: Place) -> Timing:
    """One slice further at 1000 x 1000, with outline, box, handles and texts; pyqtgraph's has none of them."""
    return _steps(512)


@benchmark("slice step 1024 px, painted", baseline="pg.ImageView", must=1 / 3, aim=16.7)
def slice_step_large(place: Place) -> Timing:
    """The same with slices of 1024 x 1024."""
    return _steps(1024)


def _steps(side: int) -> Timing:
    volume = _noise(side)
    view, other = _views(volume)
    view.overlays = _overlays(side)
    slices = itertools.cycle(range(SLICES))
    times: list[float] = []

    def ours() -> None:
        view.show_slice(volume, next(slices), WINDOW)
        view.repaint()

    def timed() -> None:
        times.append(milliseconds(ours))

    def theirs() -> None:
        other.setCurrentIndex(next(slices))
        other.repaint()
        QApplication.processEvents()

    timing = interleaved(timed, theirs, repetitions=101)
    return _then_closed(replace(timing, note=f"p95 {percentile(times, 95):.1f} ms"), view, other)


def _noise(side: int) -> Volume:
    voxels = np.random.default_rng(0).integers(0, 1000, (SLICES, side, side)).astype(np.int16)
    mm = 240 / side
    affine = np.array([[0, 0, mm, -120], [0, mm, 0, -120], [5, 0, 0, 0], [0, 0, 0, 1]], float)
    return Volume(voxels, affine, (5.0, mm, mm))


def _overlays(side: int) -> Overlays:
    ring = tuple((row * side, column * side) for row, column in OUTLINE)
    return Overlays(
        boxes=(BoxShape((0.28 * side, 0.52 * side, 0.3 * side, 0.6 * side), "L1"),),
        outlines=(ring,),
        handles=0,
        top_left=(("T1CE", "confirmed"), ("P-0001", "54 F")),
        top_right="W 900  L 450",
        bottom_left=(("4 / 24", ""), ("", "thk 5.0 · sp 5.0 mm · zoom 2.0")),
    )


@benchmark("right-drag window and level, painted, p95", baseline="pg.ImageView.setLevels", must=1.0, aim=16.7)
def window_drag(place: Place) -> Timing:
    """Another window for the same slice at 1000 x 1000, with box, outline, a ruler, a bidimensional one, a probe and texts."""
    view, other = _views(place.large_volume)
    side = place.large_volume.shape[1]
    view.overlays = replace(_overlays(side), measures=_measures(side))
    ours_ms, theirs_ms = list[float](), list[float]()
    windows = itertools.cycle([Window(600.0 + k, 300.0 + k / 2) for k in range(200)])

    def ours() -> None:
        view.show_slice(place.large_volume, 20, next(windows))
        view.repaint()

    def theirs() -> None:
        window = next(windows)
        other.setLevels(window.level - window.width / 2, window.level + window.width / 2)
        other.repaint()
        QApplication.processEvents()

    interleaved(
        lambda: ours_ms.append(milliseconds(ours)), lambda: theirs_ms.append(milliseconds(theirs)), repetitions=121
    )  # fmt: skip
    note = f"p50 {percentile(ours_ms, 50):.1f} ms, the bare picture of pyqtgraph {percentile(theirs_ms, 50):.1f} ms"
    return _then_closed(Timing(percentile(ours_ms, 95), percentile(theirs_ms, 95), note), view, other)


def _measures(side: int) -> tuple[MeasureShape, ...]:
    def at(*shares: float) -> tuple[tuple[float, float], ...]:
        return tuple((side * row, side * column) for row, column in zip(shares[::2], shares[1::2], strict=True))

    return (
        MeasureShape("ruler", at(0.2, 0.2, 0.24, 0.5), at(0.2, 0.2, 0.24, 0.5), 0, ("72.6 mm",), True),
        MeasureShape(
            "bidimensional", at(0.6, 0.3, 0.6, 0.6, 0.5, 0.4, 0.7, 0.4), (), -1, ("72.0 × 48.0 mm", "3456 mm²")
        ),
        MeasureShape("probe", at(0.7, 0.6, 0.85, 0.8), (), -1, ("mean 412 · SD 35", "310 to 520 · n 120")),
    )


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
