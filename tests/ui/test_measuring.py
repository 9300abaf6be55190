"""Ruler, bidimensional measurement and probe, drawn by real mouse events on pixels that are not square."""

from __future__ import annotations

import gc
import math
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import nibabel
import numpy as np
import pytest
import SimpleITK
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot
from reading_room import Room, draw, new_project

from glioma_desktop.annotation.annotation import Change, Outline
from glioma_desktop.annotation.exchange.export import export_annotations
from glioma_desktop.annotation.measure import ellipse_mask
from glioma_desktop.annotation.measurement import Measurement
from glioma_desktop.ui.edits import record
from glioma_desktop.ui.tool_cursors import tool_cursor

SHAPE = (9, 60, 90)
ROW_MM, COLUMN_MM, SLICE_MM = 1.3, 0.7, 4.0
WAYS = {
    "as stored": ((-1, 0), (0, -1)),  # RAS: columns to the patient's left, rows to the back
    "mirrored and upside down": ((1, 0), (0, 1)),
    "transposed": ((0, -1), (-1, 0)),
    "transposed and mirrored": ((0, 1), (-1, 0)),
}


def write_flat(folder: Path, way: str) -> np.ndarray:
    """T1CE and FLAIR without any symmetry, 0.7 x 1.3 x 4 mm; returns the T1CE, ``[slice, row, column]``."""
    folder.mkdir(parents=True)
    k, r, c = np.indices(SHAPE)
    head = ((r - 31) / 26) ** 2 + ((c - 40) / 36) ** 2 + ((k - 4) / 7) ** 2 < 1
    column, row = WAYS[way]
    affine = np.eye(4)
    affine[:2, 0], affine[:2, 1], affine[2, 2] = np.multiply(column, COLUMN_MM), np.multiply(row, ROW_MM), SLICE_MM
    affine[:3, 3] = (13.0, -21.0, 5.0)
    voxels = np.where(head, 300 + 5 * r + 2 * c + 11 * k, 0).astype(np.int16)
    for name, level in (("t1ce", 0), ("flair", 150)):
        image = nibabel.Nifti1Image(np.where(head, voxels + level, 0).astype(np.int16).transpose(2, 1, 0), affine)
        image.set_sform(affine, 1)
        nibabel.save(image, folder / f"{name}.nii.gz")
    return voxels


@pytest.fixture(params=WAYS)
def flat(request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    """The window with one such patient open, in each way the slices can lie."""
    yield from _room(request.param, qtbot, tmp_path)


@pytest.fixture
def flat_once(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    """The same, the slices as stored."""
    yield from _room("as stored", qtbot, tmp_path)


def _room(way: str, qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    write_flat(tmp_path / "studies" / "flat", way)
    room = Room(tmp_path / "studies", new_project(tmp_path / "project"), qtbot.waitUntil)
    room.window.open_paths([str(tmp_path / "studies")])
    room.wait_until(lambda: len(room.session.worklist) == 1 and not room.window.controllers.scan.running)
    room.wait_for_pictures()
    yield room
    room.close()


def stored(room: Room) -> list[Measurement]:
    """The measurements of the open patient, read from the store anew."""
    project = room.session.project
    assert project is not None
    assert room.session.patient is not None
    return list(project.store.annotation(room.session.patient).measurements.values())


def drawn(room: Room, start: tuple[float, float], end: tuple[float, float]) -> tuple[QPoint, QPoint]:
    """Drag from one voxel coordinate to another; returns the screen points."""
    ends = room.at(room.left, *start), room.at(room.left, *end)
    room.drag(room.left, *ends)
    return ends


def voxel(room: Room, at: QPoint) -> tuple[float, float]:
    transform = room.left.transform_now()
    assert transform is not None
    return transform.to_voxel(at.x(), at.y())


def mm_apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    return math.hypot((b[0] - a[0]) * ROW_MM, (b[1] - a[1]) * COLUMN_MM)


def test_a_ruler_is_as_long_as_the_scale_bar_says_however_the_slices_lie(flat: Room) -> None:
    for zoom in (0, -4):
        flat.wheel(flat.left, zoom, Qt.KeyboardModifier.ControlModifier)
        flat.key("U") if flat.session.mode != "ruler" else None
        start, end = drawn(flat, (20, 25), (41, 62))
        (one,) = stored(flat)
        assert one.values["length_mm"] == pytest.approx(mm_apart(voxel(flat, start), voxel(flat, end)), rel=1e-5)
        on_screen = math.hypot((end - start).x(), (end - start).y())
        assert one.values["length_mm"] == pytest.approx(on_screen / flat.left.transform_now().scale, rel=1e-6)
        assert flat.window.strip.sentence == f"Ruler {one.values['length_mm']:.1f} mm"
        assert flat.left.overlays.measures[0].lines == (f"{one.values['length_mm']:.1f} mm",)
        flat.key("Del")
        assert stored(flat) == []


def test_the_second_diameter_is_perpendicular_on_the_screen_and_in_the_patient(flat: Room) -> None:
    flat.key("B")
    drawn(flat, (18, 20), (40, 58))
    assert stored(flat) == [], "one diameter alone is not kept"
    assert "Now drag the perpendicular" in flat.window.strip.sentence
    drawn(flat, (22, 48), (45, 33))
    (one,) = stored(flat)
    a, b, c, d = (np.array(p) * (ROW_MM, COLUMN_MM) for p in one.points)
    assert float((b - a) @ (d - c)) == pytest.approx(0, abs=1e-2)
    transform = flat.left.transform_now()
    p, q, r, s = (np.array(transform.to_screen(*point)) for point in one.points)
    assert float((q - p) @ (s - r)) == pytest.approx(0, abs=1e-5 * np.linalg.norm(q - p) * np.linalg.norm(s - r))
    long, short = float(np.linalg.norm(b - a)), float(np.linalg.norm(d - c))
    assert one.values == pytest.approx({"long_mm": long, "short_mm": short, "product_mm2": long * short})
    assert long >= short
    assert flat.left.overlays.measures[0].lines == (f"{long:.1f} × {short:.1f} mm", f"{long * short:.0f} mm²")
    assert "RANO measurable: both ≥ 10 mm here, if seen on a second axial section." in flat.window.strip.sentence
    flat.key("Down")
    drawn(flat, (18, 20), (40, 58))
    drawn(flat, (22, 48), (45, 33))
    assert "both ≥ 10 mm here, lesion on 2 axial sections" in flat.window.strip.sentence
    drawn(flat, (30, 10), (30, 17))
    drawn(flat, (28, 13), (32, 13))
    assert "Not RANO measurable: the shorter is under 10 mm." in flat.window.strip.sentence


def test_a_probe_says_what_simpleitk_says_of_the_voxels_in_it_and_where_it_is(flat: Room) -> None:
    flat.key("P")
    start, end = drawn(flat, (20, 30), (34, 52))
    (one,) = stored(flat)
    k, pixels = flat.session.slice_index, flat.left.volume.voxels[flat.session.slice_index]
    assert one.slice_index == k
    mask = ellipse_mask(pixels.shape, voxel(flat, start), voxel(flat, end))
    oracle = SimpleITK.LabelStatisticsImageFilter()
    oracle.Execute(SimpleITK.GetImageFromArray(np.asarray(pixels, np.float64)),
                   SimpleITK.GetImageFromArray(mask.astype(np.uint8)))  # fmt: skip
    values = one.values
    assert (values["mean"], values["sd"]) == pytest.approx((oracle.GetMean(1), oracle.GetSigma(1)))
    assert (values["count"], values["lowest"], values["highest"]) == (
        oracle.GetCount(1), oracle.GetMinimum(1), oracle.GetMaximum(1),
    )  # fmt: skip
    assert values["area_mm2"] == pytest.approx(oracle.GetCount(1) * ROW_MM * COLUMN_MM)
    assert "(MR: no unit)" in flat.window.strip.sentence or flat.session.active_series.modality != "MR"
    row, column = ((voxel(flat, start)[n] + voxel(flat, end)[n]) / 2 for n in (0, 1))
    assert f"slice {k + 1}, row {int(row) + 1}, column {int(column) + 1}" in flat.window.strip.sentence


def test_the_value_under_the_cursor_is_that_voxel_and_its_place_that_of_simpleitk(flat: Room) -> None:
    flat.key("P")
    flat.move(flat.left, flat.at(flat.left, 24.5, 33.5))
    volume, k = flat.left.volume, flat.session.slice_index
    assert flat.left.overlays.cursor_text == f"{volume.voxels[k, 24, 33]}"
    (_, words), (_, place), *_ = flat.left.overlays.bottom_left
    oracle = SimpleITK.ReadImage(str(next(flat.folder.rglob("t1ce.nii.gz"))))
    x, y, z = oracle.TransformIndexToPhysicalPoint((33, 24, k))
    wanted = f"{'L' if x >= 0 else 'R'} {abs(x):.1f} {'P' if y >= 0 else 'A'} {abs(y):.1f} S {z:.1f} mm"
    assert (words, place) == (f"slice {k + 1}, row 25, column 34", wanted)


def test_measurements_are_on_their_slice_and_series_only_and_space_hides_them(flat_once: Room) -> None:
    room = flat_once
    room.key("U")
    drawn(room, (20, 25), (41, 62))
    assert len(room.left.overlays.measures) == 1
    assert room.right.overlays.measures == (), "FLAIR is another series"
    lit = room.left.grab().toImage()
    room.session.set_overlays(visible=False)
    hidden = room.left.grab().toImage()
    assert lit != hidden
    room.drag(room.left, room.at(room.left, 20, 25), room.at(room.left, 10, 10))
    room.session.set_overlays(visible=True)
    assert len(stored(room)) == 1, "what is hidden is neither pulled nor drawn over"
    room.key("Down")
    assert room.left.overlays.measures == ()
    room.key("Up")
    assert len(room.left.overlays.measures) == 1


def test_an_end_is_pulled_within_14_px_and_escape_gives_it_back(flat: Room) -> None:
    flat.key("U")
    _, end = drawn(flat, (20, 25), (41, 62))
    before = stored(flat)[0]
    flat.press(flat.left, end + QPoint(9, 9))
    flat.move(flat.left, end + QPoint(40, 19))
    assert flat.left.overlays.measures[0].points != before.points
    flat.key("Esc")
    flat.release(flat.left, end + QPoint(40, 19))
    assert stored(flat) == [before]
    assert flat.session.mode == "ruler", "Esc gave up the gesture, not the tool"
    flat.drag(flat.left, end + QPoint(9, 9), end + QPoint(40, 19))
    (after,) = stored(flat)
    assert after.id == before.id
    assert voxel(flat, end + QPoint(31, 10)) == pytest.approx(after.points[1], abs=1e-6)
    assert after.points[0] == before.points[0]
    flat.drag(flat.left, end + QPoint(120, 0), end + QPoint(160, 40))
    assert len(stored(flat)) == 2, "far from every end a new one begins"


def test_pulling_one_end_keeps_the_diameters_perpendicular(flat: Room) -> None:
    flat.key("B")
    drawn(flat, (18, 20), (40, 58))
    drawn(flat, (22, 48), (45, 33))
    for corner in range(4):
        (one,) = stored(flat)
        at = flat.at(flat.left, *one.points[corner])
        flat.drag(flat.left, at, at + QPoint(13, -17))
        (one,) = stored(flat)
        a, b, c, d = (np.array(p) * (ROW_MM, COLUMN_MM) for p in one.points)
        assert float((b - a) @ (d - c)) == pytest.approx(0, abs=1e-2)


def test_a_measurement_moves_whole_by_its_line_and_stays_on_the_slice(flat_once: Room) -> None:
    room = flat_once
    room.key("U")
    start, end = drawn(room, (20, 25), (41, 62))
    (before,) = stored(room)
    room.drag(room.left, (start + end) / 2, (start + end) / 2 + QPoint(30, 12))
    (after,) = stored(room)
    assert after.values == pytest.approx(before.values)
    steps = {tuple(np.round(np.subtract(a, b), 6)) for a, b in zip(after.points, before.points, strict=True)}
    assert len(steps) == 1
    room.drag(room.left, *(room.at(room.left, *point) for point in (np.mean(after.points, axis=0), (500, 500))))
    (last,) = stored(room)
    assert last.values == pytest.approx(before.values)
    assert max(row for row, _ in last.points) == pytest.approx(SHAPE[1])


def test_delete_takes_the_selected_one_and_z_gives_it_back_also_after_a_restart(flat_once: Room) -> None:
    room = flat_once
    room.key("U")
    first, _ = drawn(room, (20, 25), (41, 62))
    drawn(room, (12, 30), (12, 60))
    one, other = sorted(stored(room), key=lambda m: -m.values["length_mm"])
    assert room.session.measurement == other.id, "the last one is selected"
    room.press(room.left, (first + room.at(room.left, 41, 62)) / 2)
    room.release(room.left, (first + room.at(room.left, 41, 62)) / 2)
    room.key("X")
    assert stored(room) == [other]
    assert room.session.messages[-1].text == f"Deleted: ruler on slice {one.slice_index + 1}."
    room.key("Home")
    room.key("Z")
    assert {m.id for m in stored(room)} == {one.id, other.id}
    assert room.session.slice_index == one.slice_index, "undo shows the slice that it changed"
    room.key("Shift+Del")
    assert stored(room) == []
    assert room.session.messages[-1].text.startswith("Deleted: 2 measurements on slice")
    room.key("Z")
    assert len(stored(room)) == 2
    project = room.session.project
    answer = export_annotations(project, "json", project.folder / "o.json")
    assert {m["id"] for m in answer["measurements"]} == {one.id, other.id}


def test_with_a_measuring_tool_delete_never_takes_a_box(flat_once: Room) -> None:
    room = flat_once
    room.key("R")
    draw(room, 20, 20, 40, 50)
    room.key("U")
    room.key("Del")
    assert len(room.boxes()) == 1
    assert room.window.strip.sentence == "No measurement on this slice."
    room.key("U")
    assert room.session.mode == "annotate", "the same key puts the tool down"
    room.key("Del")
    assert room.boxes() == {}


def test_a_long_diameter_waits_for_its_perpendicular_until_escape_or_another_slice(flat_once: Room) -> None:
    room = flat_once
    room.key("B")
    for leave in (lambda: room.key("Esc"), lambda: room.key("Down"), lambda: room.key("Del"), lambda: room.key("U")):
        drawn(room, (18, 20), (40, 58))
        assert room.session.draft is not None
        leave()
        assert room.session.draft is None
        assert stored(room) == []
    room.key("B")
    drawn(room, (18, 20), (40, 58))
    start = room.at(room.left, 18, 20)
    room.drag(room.left, start, start + QPoint(-20, 5))
    assert voxel(room, start + QPoint(-20, 5)) == pytest.approx(room.session.draft.measurement.points[0], abs=1e-6)
    room.key("Esc")
    assert room.session.mode == "bidimensional"
    room.key("Esc")
    assert room.session.mode == "read"


def test_the_perpendicular_is_proposed_where_the_lesion_has_an_outline(flat_once: Room) -> None:
    room = flat_once
    series, k = room.session.box_series, room.session.slice_index
    r, c = np.indices(SHAPE[1:])
    mask = ((r - 30) * ROW_MM / 9) ** 2 + ((c - 40) * COLUMN_MM / 16) ** 2 <= 1
    outline = Outline(mask, "flair_abnormality", "hand", (), "A")
    record(room.session, "Outline", [Change(("outline", series.uid, "L1", "flair_abnormality", str(k)), outline)])
    room.key("B")
    drawn(room, (30.5, 40.5 - 16 / COLUMN_MM), (30.5, 40.5 + 16 / COLUMN_MM))
    (one,) = stored(room)
    assert one.values["short_mm"] == pytest.approx(18, abs=1.4)
    assert "proposed from the FLAIR outline" in room.window.strip.sentence


def test_sizes_are_px_and_said_so_where_the_spacing_is_nominal(flat_once: Room) -> None:
    room = flat_once
    uid = room.session.views[0].series_uid
    room.session.add_volume(uid, replace(room.session.volumes[uid], spacing_nominal=True))
    room.key("U")
    start, end = drawn(room, (20, 25), (20, 62))
    (one,) = stored(room)
    assert one.values == pytest.approx({"length_px": voxel(room, end)[1] - voxel(room, start)[1]}, abs=0.3)
    bar = math.hypot((end - start).x(), (end - start).y()) / room.left.transform_now().voxel_px
    assert one.values["length_px"] == pytest.approx(bar), "as many px as the scale bar's"
    assert room.window.strip.sentence.endswith("Spacing not measured: sizes in pixels.")


def test_a_circle_is_round_in_the_patient(flat_once: Room) -> None:
    room = flat_once
    room.key("P")
    start, end = room.at(room.left, 20, 25), room.at(room.left, 34, 62)
    room.drag_holding(Qt.KeyboardModifier.ShiftModifier, room.left, start, end)
    (one,) = stored(room)
    (r0, c0), (r1, c1) = one.points
    assert abs(r1 - r0) * ROW_MM == pytest.approx(abs(c1 - c0) * COLUMN_MM)


def test_the_words_stand_beside_what_was_measured_and_inside_the_view() -> None:
    from PySide6.QtCore import QRectF, QSizeF

    from glioma_desktop.ui.measure_painter import words_place

    view, size = QRectF(0, 0, 600, 500), QSizeF(120, 34)
    for structure in (
        QRectF(200, 200, 90, 40), QRectF(430, 200, 150, 40), QRectF(20, 300, 560, 60), QRectF(20, 420, 560, 70),
        QRectF(560, 10, 30, 30),
    ):  # fmt: skip
        place = words_place(view, structure, size)
        assert view.contains(place)
        assert not place.intersects(structure)
    assert view.contains(words_place(view, view, size))


def test_words_of_a_measurement_that_is_zoomed_out_of_the_view_do_not_stay_behind(flat_once: Room) -> None:
    room = flat_once
    room.key("U")
    drawn(room, (50, 25), (50, 40))
    room.session.set_view(0, scale=room.left.transform_now().scale * 4, centre=(15.0, 60.0))
    with_it = room.left.grab().toImage()
    room.session.set_overlays(visible=False)
    assert room.left.grab().toImage() == with_it


def test_the_cursor_tells_the_tool_and_the_bar_too(flat_once: Room) -> None:
    room = flat_once
    shapes = set()
    for key, tool in (("U", "ruler"), ("B", "bidimensional"), ("P", "probe"), ("Shift+A", "region")):
        room.key(key)
        assert room.session.mode == tool
        cursor = room.left.cursor()
        assert cursor.shape() == Qt.CursorShape.BitmapCursor
        assert cursor.pixmap().cacheKey() == tool_cursor(tool, room.left.devicePixelRatioF()).pixmap().cacheKey()
        shapes.add(cursor.pixmap().cacheKey())
        assert room.window.top._measure.isChecked() == (tool != "region")
    assert len(shapes) == 4
    room.key("Esc")
    room.key("Esc")
    assert room.left.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_a_measurement_is_legible_on_every_grey(flat_once: Room) -> None:
    from PySide6.QtGui import QColor

    from glioma_desktop.ui import theme
    from glioma_desktop.ui.overlay_painter import CASING

    for token in ("overlay_text", "overlay_accent"):
        line = theme.current().color(token)
        for grey in range(256):
            alpha = CASING.alphaF()
            casing = QColor(*(round(grey * (1 - alpha)) for _ in range(3)))
            back = QColor(grey, grey, grey)
            assert max(theme.contrast(line, casing), theme.contrast(line, back)) >= 3


def test_repaints_of_measurements_lose_no_reference_to_none(flat_once: Room) -> None:
    room = flat_once
    for key, start, end in (("U", (20, 30), (44, 62)), ("P", (24, 48), (12, 60))):
        room.key(key)
        drawn(room, start, end)
    (one, other) = stored(room)
    room.left.repaint()
    gc.collect()  # what was opened and read has left Nones behind
    before = sys.getrefcount(None)
    for step in range(400):
        room.session.set_measurement((one.id, other.id, "")[step % 3])
        room.left.repaint()
    assert len(room.left.overlays.measures) == 2, "they were painted"
    gc.collect()
    assert abs(sys.getrefcount(None) - before) < 200


def test_in_a_plane_across_the_slices_a_measurement_belongs_to_that_plane(flat_once: Room) -> None:
    room = flat_once
    room.key("Ctrl+3")
    room.wait_until(lambda: room.session.layout == "planes")
    views = {room.session.views[k].plane: k for k in room.session.shown_views}
    room.session.set_active(views["sagittal"])
    viewport = room.window.area.viewports[views["sagittal"]]
    room.key("U")
    start, end = viewport.rect().center() + QPoint(-40, -30), viewport.rect().center() + QPoint(35, 20)
    room.drag(viewport, start, end)
    (one,) = stored(room)
    assert one.plane == "sagittal"
    on_screen = math.hypot((end - start).x(), (end - start).y())
    assert one.values["length_mm"] == pytest.approx(on_screen / viewport.transform_now().scale, rel=1e-6)
    shown = {plane: len(room.window.area.viewports[k].overlays.measures) for plane, k in views.items()}
    assert shown == {"sagittal": 1, "axial": 0, "coronal": 0}
    room.key("Ctrl+2")
    assert all(not viewport.overlays.measures for viewport in (room.left, room.right))
