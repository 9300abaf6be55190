"""What the viewports say of themselves: whose window it is, what cannot be subtracted, cut or linked, and that a mm is a mm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import nibabel
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtTest import QTest
from reading_room import Room, draw, write_patient

from glioma_desktop.study.planes import too_few_slices
from glioma_desktop.study.series import Series
from glioma_desktop.ui import theme
from glioma_desktop.ui.margin_fit import fitted, letter_at, text_width
from glioma_desktop.ui.margin_texts import Margin, _letters
from glioma_desktop.ui.measure_painter import words_place
from glioma_desktop.ui.viewport import Viewport

RIGHT = Qt.MouseButton.RightButton
CARRIED = "window as last chosen for T1CE · A: Auto"


def words(viewport: Viewport) -> list[str]:
    return [text for _, text in viewport.overlays.bottom_left]


def next_patient(room: Room) -> None:
    room.window.controllers.reading.open_patient(room.session.worklist[1].pseudonym)
    room.wait_for_pictures()


def drag_window(room: Room) -> None:
    start = room.left.rect().center()
    room.drag_with(RIGHT, room.left, start, start + QPoint(60, 40))
    room.let_go(RIGHT, room.left, start + QPoint(60, 40))


# -- narrow viewports

SLICE = (("", "box interpolated"), ("16 / 155", "· axial · thk 5.0 · sp 6.5 (nominal) · lossy · 12.3×"))


@pytest.mark.parametrize("width", [160, 200, 260, 320, 390, 600])
def test_thickness_spacing_and_that_it_is_nominal_are_never_cut_off_however_narrow_the_viewport(qapp, width) -> None:
    lines = fitted(SLICE, width - 76, width - 155, width - 12)
    font = QFontMetricsF(theme.app_font(12))
    for place, (strong, rest) in enumerate(lines[:-1]):
        room = width - 24 if place < len(lines) - 2 else width - 167
        assert font.horizontalAdvance(strong + rest) <= max(room, 0) or rest == "", (width, rest)
    said = " ".join(rest for _, rest in lines)
    for word in ("axial", "thk 5.0", "sp 6.5 (nominal)", "lossy", "12.3×", "box interpolated"):
        assert word in said
    assert lines[-1][0] == "16 / 155", "the slice stays where the eye looks for it"
    if width == 600:
        assert lines == SLICE


@pytest.mark.parametrize(
    ("row", "clear", "at"),
    [
        ((120, 300), False, 200), ((120, 300), True, 200), ((190, 300), True, None), ((190, 300), False, 203),
        ((120, 180), False, 167), ((190, 205), False, None),
    ],
)  # fmt: skip
def test_a_letter_stands_in_the_outermost_row_or_where_there_is_no_anatomy(row, clear, at) -> None:
    assert letter_at(200, row, clear) == at


@pytest.mark.parametrize("size", [(230, 260), (300, 340), (420, 420), (620, 700), (300, 800)])
def test_at_fit_no_letter_covers_the_head_in_a_viewport_of_any_size(room: Room, size) -> None:
    view = room.left
    view.setFixedSize(*size)
    room.wait_until(lambda: view.size().toTuple() == size)
    row0, row1, column0, column1 = view.frame
    transform = view.transform_now()
    head = QRectF(
        QPointF(*transform.to_screen(row0, column0)), QPointF(*transform.to_screen(row1, column1))
    ).normalized()
    margin = Margin(
        size, 1.0, "dark", view._edges, transform.scale, "mm", view.overlays.top_left, view.overlays.top_right,
        view.overlays.bottom_left, True, view._clear(transform),
    )  # fmt: skip
    letters = list[tuple[QPointF, QImage]]()
    rows = (12 + text_width("T1CE") + 20, size[0] - 12 - text_width(view.overlays.top_right)), (90, size[0] - 80)
    _letters(letters, margin, *rows)
    assert len(letters) == 4
    for at, picture in letters[:2]:  # A and P; R and L stand in the room that every fit leaves at the sides
        middle = QRectF(at, QSizeF(picture.width(), picture.height())).adjusted(2, 5, -2, -5)
        assert not middle.intersects(head), (size, at)


def test_the_words_of_a_measurement_stand_off_the_edges_of_boxes() -> None:
    area, structure, size = QRectF(0, 0, 500, 500), QRectF(200, 230, 60, 20), QSizeF(120, 17)
    free = words_place(area, structure, size)
    for box in (QRectF(150, 150, 140, 160), QRectF(free.center().x(), 0, 400, 400), QRectF(190, 220, 300, 30)):
        place = words_place(area, structure, size, [box])
        crossed = place.intersects(box.adjusted(-2, -2, 2, 2)) and not box.adjusted(2, 2, -2, -2).contains(place)
        assert not crossed, box
        assert not place.intersects(structure)
    assert words_place(area, structure, size, [QRectF(0, 0, 490, 490)]) == free, "inside a large box nothing crosses it"


# -- whose window


def test_a_window_set_by_hand_says_on_the_next_patient_where_it_comes_from_until_auto_takes_its_place(room) -> None:
    drag_window(room)
    assert CARRIED not in words(room.left), "here it was chosen"
    next_patient(room)
    assert CARRIED in words(room.left)
    assert CARRIED not in words(room.right)
    room.key("A")
    assert CARRIED not in words(room.left)


def test_while_another_sequence_blinks_no_hint_of_the_window_that_is_not_seen(room: Room) -> None:
    drag_window(room)
    next_patient(room)
    room.window.area.take_focus()
    QTest.keyPress(room.left, Qt.Key.Key_S)
    assert CARRIED not in words(room.left)
    QTest.keyRelease(room.left, Qt.Key.Key_S)
    assert CARRIED in words(room.left)


def test_the_hint_goes_with_the_hand_and_stands_in_the_three_planes_too(room: Room) -> None:
    drag_window(room)
    next_patient(room)
    room.key("Ctrl+3")
    room.wait_for_planes()
    assert all(CARRIED in words(plane) for plane in room.planes)
    room.key("A")
    assert not any(CARRIED in words(plane) for plane in room.planes)
    room.key("Ctrl+2")
    assert CARRIED in words(room.left), "there nothing was chosen"
    drag_window(room)
    assert CARRIED not in words(room.left)


# -- what cannot be read


def test_d_says_once_that_the_t1_cannot_be_read_instead_of_waiting_for_ever(qtbot, tmp_path: Path) -> None:
    from reading_room import new_project

    folder = tmp_path / "studies"
    for seed, name in enumerate(("first", "second")):
        write_patient(folder / name, seed)
        image = nibabel.load(folder / name / "t1ce.nii.gz")
        nibabel.save(nibabel.Nifti1Image(np.asarray(image.dataobj), image.affine), folder / name / "t1.nii")
    room = Room(folder, new_project(tmp_path / "project"), qtbot.waitUntil)
    try:
        room.read()
        room.window.activateWindow()
        room.window.area.take_focus()
        file = folder / "first" / "t1.nii"
        file.write_bytes(file.read_bytes()[:5000])
        before = len(room.session.messages)
        for _ in range(2):
            QTest.keyPress(room.left, Qt.Key.Key_D)
            room.wait_until(lambda: "no subtraction: T1 cannot be read" in words(room.left))
            QTest.keyRelease(room.left, Qt.Key.Key_D)
        said = [message for message in room.session.messages[before:] if message.trouble]
        assert len(said) == 1, "why is said once"
        assert "t1.nii" in said[0].text
    finally:
        room.close()


# -- what cannot be cut or linked


@pytest.mark.parametrize(
    ("shape", "spacing", "why"),
    [
        ((1, 256, 256), None, "it is a single slice"),
        ((3, 256, 256), (20.0, 1.0, 1.0), "it has 3 slices only"),
        ((7, 256, 256), (30.0, 1.0, 1.0), "its slices are 30 mm apart"),
        ((12, 256, 256), (6.5, 0.7, 0.7), ""),
        ((5, 256, 256), None, ""),
    ],
)
def test_a_survey_is_known_by_few_slices_or_slices_far_apart(shape, spacing, why) -> None:
    assert too_few_slices(shape, spacing) == why


def survey(room: Room) -> Series:
    """The series in the left viewport as a survey of three slices."""
    session = room.session
    uid = session.view.series_uid
    study = session.studies[0]
    known = session.series(uid)
    few = replace(known, shape=(3, *known.shape[1:]))
    series = tuple(few if one.uid == uid else one for one in study.series)
    session.studies = (replace(study, series=series), *session.studies[1:])
    return few


def test_three_planes_and_reformats_of_a_survey_are_refused_with_the_reason(room: Room) -> None:
    survey(room)
    room.key("Ctrl+3")
    assert room.session.layout == "1x2"
    assert room.session.messages[-1].text == "No three planes of T1CE: it has 3 slices only."
    room.key("Ctrl+Alt+5")
    assert room.session.messages[-1].text == "No axial reformat of T1CE: it has 3 slices only."


def test_a_survey_that_comes_into_three_planes_shows_its_own_slices_and_why_no_others(room: Room) -> None:
    room.key("Ctrl+3")
    room.wait_for_planes()
    session, uid = room.session, room.session.view.series_uid
    whole = session.volumes[uid]
    session.add_volume(uid, replace(whole, voxels=whole.voxels[:3]))
    axial, sagittal, coronal = room.planes
    assert axial.volume is session.volumes[uid]
    for plane in (sagittal, coronal):
        assert plane.volume is None
        assert plane.overlays.sentence == "No other planes: it has 3 slices only."
    room.wheel(axial, 1)
    room.wheel(sagittal, 1)
    session.add_volume(uid, whole)
    assert all(plane.volume is not None for plane in room.planes)


def test_a_link_by_hand_is_not_made_in_three_planes_and_it_is_said_why(room: Room) -> None:
    room.key("Ctrl+3")
    room.wait_for_planes()
    room.key("Shift+L")
    assert room.session.annotation.links == {}
    assert room.session.messages[-1].text.startswith("Three planes show one series")


# -- a mm is a mm


@pytest.mark.parametrize("size", [(1280, 800), (1900, 700), (1300, 1000)])
def test_fitted_planes_show_a_mm_as_long_in_all_three_and_say_the_same_zoom(room: Room, size) -> None:
    room.key("Ctrl+3")
    room.wait_for_planes()
    room.window.resize(*size)
    room.wait_until(lambda: room.window.width() == size[0])
    scales = {plane.transform_now().scale for plane in room.planes}
    assert len(scales) == 1
    assert scales.pop() == pytest.approx(min(plane.own_fit() for plane in room.planes))
    for plane in room.planes:
        zoom = f"{plane.transform_now().voxel_px:.1f}×"
        assert plane.overlays.bottom_left[-1][1].endswith(zoom), "what is written is what is shown"


def test_zoomed_planes_keep_one_scale_and_0_fits_them_alike_again(room: Room) -> None:
    room.key("Ctrl+3")
    room.wait_for_planes()
    fitted = room.planes[0].transform_now().scale
    room.wheel(room.planes[1], -3, Qt.KeyboardModifier.ControlModifier)
    scales = [plane.transform_now().scale for plane in room.planes]
    assert scales == pytest.approx([scales[0]] * 3)
    assert scales[0] > fitted
    room.key("0")
    assert [plane.transform_now().scale for plane in room.planes] == pytest.approx([fitted] * 3)


# -- the midline before it is asked for


def test_after_a_pause_the_midline_is_known_before_m_is_pressed_and_a_scroll_puts_it_off(room: Room) -> None:
    ahead, mirror = room.window.controllers.midline_ahead, room.window.controllers.compare.mirror
    volume, mirror.asked = room.left.volume, True
    mirror.give_up()
    ahead._idle.stop()
    ahead._look()
    assert mirror._finding is not None
    room.wheel(room.left, 1)
    assert mirror._finding is None, "the scroll comes first"
    assert volume not in mirror._planes
    assert ahead._idle.isActive(), "and then it is tried again"
    ahead._idle.stop()
    ahead._look()
    room.wait_until(lambda: mirror._planes.get(volume) is not None)
    room.window.activateWindow()
    room.window.area.take_focus()
    QTest.keyPress(room.left, Qt.Key.Key_M)
    assert room.left.overlays.mirror.bounds is not None, "at once"
    QTest.keyRelease(room.left, Qt.Key.Key_M)


def test_what_is_looked_for_ahead_goes_with_the_patient_and_m_takes_over_what_is_under_way(room: Room) -> None:
    ahead, mirror = room.window.controllers.midline_ahead, room.window.controllers.compare.mirror
    mirror.asked = True
    ahead._look()
    task = mirror._finding[1]
    next_patient(room)
    assert task.cancelled
    ahead._idle.stop()
    ahead._look()
    volume, task = mirror._finding
    room.window.activateWindow()
    room.window.area.take_focus()
    QTest.keyPress(room.left, Qt.Key.Key_M)
    room.wheel(room.left, 1)
    assert not task.cancelled, "M waits for it"
    room.wait_until(lambda: mirror._planes.get(volume) is not None)
    QTest.keyRelease(room.left, Qt.Key.Key_M)


def test_no_midline_is_looked_for_ahead_on_other_sequences_without_boxes(room: Room) -> None:
    session, ahead, mirror = room.session, room.window.controllers.midline_ahead, room.window.controllers.compare.mirror
    mirror.give_up()
    mirror.asked = True
    uid, study = session.view.series_uid, session.studies[0]
    other = tuple(replace(one, sequence="swi") if one.uid == uid else one for one in study.series)
    session.studies = (replace(study, series=other), *session.studies[1:])
    ahead._look()
    assert mirror._finding is None


def test_who_only_reads_is_spared_the_midline_until_a_box_is_drawn_or_m_was_held(room: Room) -> None:
    ahead, mirror = room.window.controllers.midline_ahead, room.window.controllers.compare.mirror
    mirror.give_up()
    ahead._look()
    assert mirror._finding is None
    room.window.set_mode("annotate")
    draw(room)
    ahead._look()
    assert mirror._finding is not None
    mirror.give_up()
