"""What stands on the screen: geometry, grey values, lines and texts. No project needed."""

from __future__ import annotations

import itertools
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from glioma_desktop.annotation.annotation import Annotation, Box
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.study.geometry import DisplayAxes, edge_letters
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui import theme
from glioma_desktop.ui.action_set import ActionSet
from glioma_desktop.ui.actions import ACTIONS, MENUS
from glioma_desktop.ui.case_words import box_size, side_of
from glioma_desktop.ui.estimate_bar import EstimateBar
from glioma_desktop.ui.margin_texts import bar_length
from glioma_desktop.ui.overlay_painter import CASING, handle_points
from glioma_desktop.ui.patient_space import plane_map, why_unlinked
from glioma_desktop.ui.roi_edits import Pen, delete_box, put_boxes
from glioma_desktop.ui.slice_view import SliceView
from glioma_desktop.ui.view_geometry import ViewTransform
from glioma_desktop.ui.view_state import Window
from glioma_desktop.ui.window_level import preset_window, to_grey


def volume(voxels: np.ndarray, affine: np.ndarray | None = None, **more) -> Volume:
    affine = np.array([[0, 0, 1, 0], [0, 1, 0, 0], [5, 0, 0, 0], [0, 0, 0, 1]], float) if affine is None else affine
    spacing = tuple(float(n) for n in np.linalg.norm(affine[:3, :3], axis=0))
    return Volume(voxels, affine, spacing, **more)


AXES = [DisplayAxes(*flags) for flags in itertools.product((False, True), repeat=3)]


@settings(max_examples=60, deadline=None)
@given(
    axes=st.sampled_from(AXES),
    row=st.floats(-50, 300),
    column=st.floats(-50, 300),
    spacing=st.tuples(st.floats(0.2, 6), st.floats(0.2, 6)),
    scale=st.floats(0.1, 30),
)
def test_screen_and_voxel_are_each_others_inverse(axes, row, column, spacing, scale) -> None:
    transform = ViewTransform(axes, (200, 260), spacing, scale, (333.0, 222.0), (90.0, 120.0))
    assert transform.to_voxel(*transform.to_screen(row, column)) == pytest.approx((row, column), abs=1e-6)
    assert transform.to_screen(90.0, 120.0) == pytest.approx((333.0, 222.0))


def test_voxels_keep_their_true_shape_and_the_scale_bar_agrees_with_the_picture(qtbot: QtBot) -> None:
    view = SliceView()
    qtbot.addWidget(view)
    view.resize(500, 400)
    affine = np.array([[0, 0, 0.5, 0], [0, 2.0, 0, 0], [3, 0, 0, 0], [0, 0, 0, 1]], float)
    view.show_slice(volume(np.zeros((3, 50, 120), np.int16), affine), 1)
    transform = view.transform_now()
    assert transform is not None
    _, _, width, height = transform.image_rect()
    assert width / height == pytest.approx(120 * 0.5 / (50 * 2.0))
    x0, _ = transform.to_screen(0, 0)
    x1, _ = transform.to_screen(0, 20)
    assert x1 - x0 == pytest.approx(10 * transform.scale), "20 columns of 0.5 mm are 10 mm on the bar"
    assert bar_length(transform.scale, 130) * transform.scale <= 130


@pytest.mark.parametrize("flips", list(itertools.product((1, -1), repeat=3)))
def test_the_mark_on_the_patients_right_stands_under_the_letter_r(qtbot: QtBot, flips: tuple[int, int, int]) -> None:
    affine = np.zeros((4, 4))
    affine[2, 0], affine[1, 1], affine[0, 2], affine[3, 3] = 5 * flips[0], flips[1], flips[2], 1
    voxels = np.zeros((3, 40, 40), np.int16)
    right_columns = slice(2, 8) if flips[2] > 0 else slice(32, 38)  # LPS: x grows to the left
    front_rows = slice(2, 8) if flips[1] > 0 else slice(32, 38)
    voxels[1, front_rows, right_columns] = 100
    view = SliceView()
    qtbot.addWidget(view)
    view.resize(300, 300)
    view.show_slice(volume(voxels, affine), 1, Window(100, 50))
    edges = edge_letters(view.volume)
    assert (edges.left, edges.right, edges.top, edges.bottom) == ("R", "L", "A", "P")
    picture = view.grab().toImage()
    x, y = 150 - int(15 * 252 / 40), 150 - int(15 * 252 / 40)
    assert picture.pixelColor(x, y).red() > 200, "the bright mark is at the upper left: front, patient's right"
    assert picture.pixelColor(300 - x, 300 - y).red() < 50


@pytest.mark.parametrize("name", ["dark", "light"])
@pytest.mark.parametrize("token", ["roi", "outline"])
def test_lines_stand_out_from_every_grey_level_or_from_their_casing(name: str, token: str) -> None:
    line = theme.load_theme(name).color(token)
    for grey in range(256):
        casing = QColor.fromRgbF(*(grey / 255 * (1 - CASING.alphaF()),) * 3)
        best = max(theme.contrast(line, QColor(grey, grey, grey)), theme.contrast(line, casing))
        assert best >= 3, f"{token} on grey {grey}: {best:.2f}"


@pytest.mark.parametrize("name", ["dark", "light"])
def test_text_is_readable_on_every_surface(name: str) -> None:
    colors = theme.load_theme(name)
    for surface in ("background", "panel", "raised", "zone"):
        for text in ("text", "muted"):
            assert theme.contrast(colors.color(text), colors.color(surface)) >= 4.5, (text, surface)
    assert theme.contrast(colors.color("primary_text"), colors.color("primary")) >= 4.5
    assert colors.viewport == "#000000"


@pytest.mark.parametrize("kind", ["int16", "uint16", "uint8", "int32", "float32", "float64"])
@pytest.mark.parametrize("inverted", [False, True])
def test_grey_values_of_every_stored_type_are_the_rounded_share_of_the_window(kind: str, inverted: bool) -> None:
    rng, dtype = np.random.default_rng(7), np.dtype(kind)
    values = rng.normal(90, 160, (131, 70)).clip(0 if dtype.kind == "u" else -400, 250 if kind == "uint8" else 4000)
    values = values.astype(dtype)
    if dtype.kind == "f":
        values[0, :3] = np.nan, np.inf, -np.inf
    window = Window(231.7, 103.1)
    share = (values.astype(np.float64) - (window.level - window.width / 2)) / window.width
    black_to_white = np.floor(np.nan_to_num(np.clip(share * 255 + 0.5, 0, 255))).astype(np.uint8)
    wanted = 255 - black_to_white if inverted else black_to_white
    room = np.full(values.shape, 99, np.uint8)
    assert np.array_equal(to_grey(values, window, inverted), wanted)
    assert to_grey(values, window, inverted, room) is room
    assert np.array_equal(room, wanted)


def test_a_slice_looks_the_same_painted_for_the_first_and_for_the_second_time(qtbot: QtBot) -> None:
    view = SliceView()
    qtbot.addWidget(view)
    view.resize(301, 257)
    head = np.random.default_rng(3).integers(0, 900, (3, 40, 52)).astype(np.int16)
    view.show_slice(volume(head, orientation_known=True), 1, Window(900, 450))
    first = view.grab().toImage()  # straight onto the screen
    assert view.grab().toImage() == first  # from the sheet that is kept for the drag of a box
    assert view.grab().toImage() == first
    view.show_slice(view.volume, 2, Window(900, 450))
    assert view.grab().toImage() != first


def test_every_preset_has_a_window_also_for_a_blank_volume() -> None:
    for preset in ("auto", "wide", "narrow", "enhancement"):
        assert preset_window(volume(np.zeros((2, 8, 8), np.int16)), preset).width > 0


def test_boxes_between_series_of_other_resolution_come_back_the_same() -> None:
    fine = np.array([[0, 0, 0.5, -0.25], [0, 0.5, 0, -0.25], [5, 0, 0, 0], [0, 0, 0, 1]], float)
    a = volume(np.zeros((4, 40, 40), np.int16), frame_of_reference_uid="1.2")
    b = volume(np.zeros((4, 80, 80), np.int16), fine, frame_of_reference_uid="1.2")
    plane = plane_map(b, 2, a)
    assert plane is not None
    assert plane.target_slice == 2
    roi = RectROI(2, 10, 20, 5, 15)
    assert plane.box_to_view(roi) == pytest.approx((20, 40, 10, 30))
    assert plane.box_to_target(plane.box_to_view(roi)) == roi
    stranger = volume(np.zeros((4, 80, 80), np.int16), fine, frame_of_reference_uid="9.9")
    assert why_unlinked(a, stranger) == "no common frame of reference"


def test_a_series_that_lacks_a_slice_is_not_moved_with_another() -> None:
    """Its slices behind the gap would stand beside those of another level of the head."""
    whole = volume(np.zeros((4, 40, 40), np.int16), frame_of_reference_uid="1.2")
    gap = volume(np.zeros((4, 40, 40), np.int16), frame_of_reference_uid="1.2", uneven_mm=(0.0, 5.0, 15.0, 20.0))
    other = volume(np.zeros((4, 40, 40), np.int16), frame_of_reference_uid="1.2", uneven_mm=(0.0, 10.0, 15.0, 20.0))
    assert why_unlinked(whole, gap) == why_unlinked(gap, other) == "slices missing or uneven"
    assert plane_map(gap, 2, other) is None
    alike = volume(np.ones((4, 40, 40), np.int16), frame_of_reference_uid="1.2", uneven_mm=gap.uneven_mm)
    assert why_unlinked(gap, alike) == ""


def test_a_mark_of_the_estimate_stands_under_the_word_that_the_answer_says(qapp: QApplication) -> None:
    bar = EstimateBar()
    bar.resize(220, 46)
    marks = [bar.x_of(value) for value in (0.0, 0.44, 0.45, 0.5, 0.55, 0.56, 0.59, 1.0)]
    assert marks == sorted(marks)
    assert marks[3] == pytest.approx(110)
    assert marks[4] - marks[2] > 50, "as wide as its words"
    assert marks[6] > marks[4]


def test_sizes_are_in_px_where_the_spacing_is_not_measured() -> None:
    roi = RectROI(0, 10, 87, 5, 51)
    affine = np.diag([5.0, 2.0, 2.0, 1.0])[:, [2, 1, 0, 3]]
    measured = volume(np.zeros((2, 100, 100), np.int16), affine)
    nominal = volume(np.zeros((2, 100, 100), np.int16), affine, spacing_nominal=True)
    assert box_size(roi, nominal) == "46 R-L × 77 A-P px"
    assert box_size(roi, measured).endswith("mm")


def test_the_side_is_the_patients_side() -> None:
    one = volume(np.zeros((2, 100, 100), np.int16))
    assert side_of(RectROI(0, 10, 30, 5, 30), one) == "right"
    assert side_of(RectROI(0, 10, 30, 70, 95), one) == "left"
    assert side_of(RectROI(0, 10, 30, 45, 55), one) == "midline"


def test_deleting_the_last_box_of_a_run_shortens_it() -> None:
    pen = Pen("s", "L1", "flair_abnormality", "A", False)
    boxes = {("s", "L1", k): Box(RectROI(k, 0, 10, 0, 10), "hand") for k in (1, 3, 6)}
    boxes |= {("s", "L1", k): Box(RectROI(k, 0, 10, 0, 10), "interpolated") for k in (2, 4, 5)}
    annotation = Annotation("P-0001", boxes=boxes)
    gone = {change.address[-1] for change in delete_box(pen, annotation, 6) if change.after is None}
    assert gone == {"6", "4", "5"}
    locked = Annotation("P-0001", boxes={("s", "L1", 1): Box(RectROI(1, 0, 9, 0, 9), "hand", locked=True)})
    assert put_boxes(pen, locked, [RectROI(1, 2, 8, 2, 8)]) == []


def test_every_action_has_words_a_key_a_tooltip_and_a_menu_and_no_key_is_taken_twice(qtbot: QtBot) -> None:
    keys: list[str] = []
    for entry in ACTIONS:
        assert entry.text
        assert entry.key
        assert entry.tip.endswith(".")
        assert entry.menu.split("/")[0] in MENUS
        keys += [entry.key, *entry.more_keys, *entry.view_keys]
        single = len(entry.key) == 1 or entry.key in ("Space", "Tab", "Return", "Del", "Esc")
        assert entry.in_view or not single, f"{entry.id}: a plain key belongs to the viewport"
    assert len(keys) == len(set(keys))
    assert ActionSet is not None


def test_thousands_of_repaints_lose_no_reference_to_none(qtbot: QtBot) -> None:
    view = SliceView()
    qtbot.addWidget(view)
    view.resize(80, 80)
    view.show_slice(volume(np.random.default_rng(0).integers(0, 900, (4, 32, 32)).astype(np.int16)), 0)
    with qtbot.waitExposed(view):
        view.show()
    painted = 0

    class Counter(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            nonlocal painted
            painted += event.type() == QEvent.Type.Paint
            return False

    counter = Counter()
    view.installEventFilter(counter)
    view.repaint()
    before = sys.getrefcount(None)
    for i in range(2500):
        view.show_slice(view.volume, i % 4)
        view.repaint()
    assert painted > 2500, "a window that is not on the screen is never painted, and would prove nothing"
    assert abs(sys.getrefcount(None) - before) < 200


def test_the_eight_handles_are_on_the_box() -> None:
    from PySide6.QtCore import QRectF

    points = handle_points(QRectF(10, 20, 100, 40))
    assert set(points) == {"nw", "n", "ne", "w", "e", "sw", "s", "se"}
    assert (points["se"].x(), points["se"].y()) == (110, 60)
    assert (points["n"].x(), points["n"].y()) == (60, 20)
