"""T1CE minus T1 while D is held and the mirror lens while M is, as the hands do it in the real window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import nibabel
import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reading_room import Room, draw, new_project

from glioma_desktop.errors import GliomaError
from glioma_desktop.study.midline import find_midplane
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui import difference_controller, language, mirror_controller
from glioma_desktop.ui.difference_controller import NAME
from glioma_desktop.ui.language import say
from glioma_desktop.ui.mirror_painter import place_of, words_at

SHAPE = (14, 80, 72)
SPACING = (5.0, 1.6, 2.0)
CONTROL = Qt.KeyboardModifier.ControlModifier


def head(shape=SHAPE) -> tuple[np.ndarray, np.ndarray]:
    """A symmetrical head, and where its lesion is: on the patient's right (the first columns), toward the front."""
    k, r, c = np.meshgrid(*(np.linspace(-1, 1, n) for n in shape), indexing="ij")
    size = r**2 / 0.8 + c**2 / 0.6 + k**2 / 1.6
    voxels = np.where(size < 1, 400.0 + 120 * r, 0)
    voxels[((abs(c) - 0.18) / 0.12) ** 2 + (r / 0.3) ** 2 + (k / 0.6) ** 2 < 1] = 150
    lesion = ((c + 0.45) / 0.16) ** 2 + ((r + 0.2) / 0.18) ** 2 + (k / 0.5) ** 2 < 1
    return voxels, lesion


def save(path: Path, voxels: np.ndarray, spacing=SPACING) -> None:
    affine = np.diag([-spacing[2], -spacing[1], spacing[0], 1.0])
    affine[:3, 3] = -np.diag(affine)[:3] * (np.array(voxels.shape[::-1]) - 1) / 2
    image = nibabel.Nifti1Image(voxels.clip(0).astype(np.int16).transpose(2, 1, 0), affine)
    image.set_sform(affine, 1)
    nibabel.save(image, path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two patients: the first with T1CE, T1 of half its values, FLAIR and ADC; the second with T1CE and FLAIR only."""
    home = tmp_path_factory.mktemp("heads")
    voxels, lesion = head()
    random = np.random.default_rng(5)
    for name, sequences in (("first", ("t1ce", "t1", "flair", "adc")), ("second", ("t1ce", "flair"))):
        (home / name).mkdir()
        for sequence in sequences:
            gain = {"t1ce": 2.0, "t1": 1.0, "flair": 1.4, "adc": 1.8}[sequence]
            lit = {"t1ce": 1.6, "t1": 1.0, "flair": 1.5, "adc": 0.75}[sequence]
            values = voxels * gain * np.where(lesion, lit, 1.0) + np.where(voxels > 0, random.normal(0, 5, SHAPE), 0)
            save(home / name / f"{sequence}.nii.gz", values)
    return home


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path, folder: Path) -> Iterator[Room]:
    room = Room(folder, new_project(tmp_path / "project"), qtbot.waitUntil)
    room.read()
    room.window.set_mode("annotate")
    room.window.activateWindow()
    room.window.area.take_focus()
    yield room
    room.close()


def corner(room: Room) -> tuple[str, str]:
    return room.window.area.active.overlays.top_left[0]


def scale_line(room: Room) -> str:
    """How the difference was made: below its name, where nothing cuts it off."""
    return room.window.area.active.overlays.top_left[1][1]


def place(volume_shape=SHAPE) -> tuple[int, int]:
    """(row, column) of the middle of the lesion."""
    return round((1 - 0.2) / 2 * (volume_shape[1] - 1)), round((1 - 0.45) / 2 * (volume_shape[2] - 1))


def test_d_shows_enhancement_on_a_common_scale_only_while_it_is_held(room: Room) -> None:
    t1ce, k = room.left.volume, room.session.slice_index
    QTest.keyPress(room.left, Qt.Key.Key_D)
    room.wait_until(lambda: corner(room)[0] == NAME)
    assert corner(room) == (NAME, "guessed")
    assert scale_line(room) == "common scale, T1 × 2.00"
    shown = room.left.volume.voxels[k]
    row, column = place()
    assert shown[row, column] == pytest.approx(0.6 * t1ce.voxels[k][row, column] / 1.6, rel=0.1)
    assert abs(np.median(shown[t1ce.voxels[k] > 0])) < 15, "brain that does not enhance has no difference"
    picture = room.left.grab().toImage()
    lit = picture.pixelColor(room.at(room.left, row + 0.5, column + 0.5)).red()
    plain = picture.pixelColor(room.at(room.left, row + 0.5, SHAPE[2] - column - 0.5)).red()
    assert plain == pytest.approx(0.3 * 255, abs=12), "no difference is darker than mid-grey"
    assert lit > plain + 60
    assert room.right.volume is room.session.view_volume(1), "only the active viewport"
    QTest.keyRelease(room.left, Qt.Key.Key_D)
    assert room.left.volume is t1ce
    assert corner(room)[0] == "T1CE"


def test_the_difference_has_a_window_of_its_own_and_does_not_say_that_it_was_chosen_for_t1ce(room: Room) -> None:
    def carried() -> bool:
        return any("last chosen for T1CE" in text for _, text in room.left.overlays.bottom_left)

    for name in ("P-0002", "P-0001"):
        room.window._open_patient(name)
        room.wait_for_pictures()
        if name == "P-0002":
            room.key("3")
    assert carried()
    QTest.keyPress(room.left, Qt.Key.Key_D)
    room.wait_until(lambda: corner(room)[0] == NAME)
    assert not carried()
    QTest.keyRelease(room.left, Qt.Key.Key_D)
    assert carried()


def test_the_difference_scrolls_with_the_slice_and_boxes_stay_where_they_are(room: Room) -> None:
    draw(room, 20, 10, 40, 28)
    before = room.left.overlays.boxes
    QTest.keyPress(room.left, Qt.Key.Key_D)
    room.wait_until(lambda: corner(room)[0] == NAME)
    assert room.left.overlays.boxes == before
    first = room.left.volume.voxels[room.left.slice_index].copy()
    room.wheel(room.left, 3)
    assert corner(room)[0] == NAME
    after = room.left.volume.voxels[room.left.slice_index]
    assert not np.array_equal(first, after)
    t1ce, t1 = (
        next(v for uid, v in room.session.volumes.items() if room.session.series(uid).sequence == name)
        for name in ("t1ce", "t1")
    )
    k = room.session.slice_index
    assert after == pytest.approx(t1ce.voxels[k] - 2.0 * t1.voxels[k], abs=12)
    QTest.keyRelease(room.left, Qt.Key.Key_D)


def test_over_flair_the_difference_is_that_of_the_same_place(room: Room) -> None:
    room.session.set_active(1)
    QTest.keyPress(room.right, Qt.Key.Key_D)
    room.wait_until(lambda: corner(room)[0] == NAME)
    assert room.right.volume.shape == SHAPE
    QTest.keyRelease(room.right, Qt.Key.Key_D)
    assert corner(room)[0] == "FLAIR"


def test_a_t1_on_another_grid_is_brought_to_the_slice_off_the_gui_thread(room: Room) -> None:
    session = room.session
    uid = next(s.uid for s in session.studies[0].series if s.sequence == "t1")
    room.key("Alt+3")
    room.wait_until(lambda: session.volume(uid) is not None)
    room.key("Alt+1")
    room.wait_until(lambda: session.active_series.sequence == "t1ce")
    t1 = session.volume(uid)
    half = t1.affine.copy()
    half[:3, 1:3] /= 2
    half[:3, 3] = t1.affine[:3, 3] - (t1.affine[:3, 1] + t1.affine[:3, 2]) / 4
    fine = replace(
        t1, voxels=t1.voxels.repeat(2, axis=1).repeat(2, axis=2), affine=half, spacing_mm=(5.0, 0.8, 1.0),
        frame_of_reference_uid="1.2",
    )  # fmt: skip
    session.add_volume(uid, fine)
    for view in (0, 1):
        shown = session.views[view].series_uid
        session.add_volume(shown, replace(session.volumes[shown], frame_of_reference_uid="1.2"))
    QTest.keyPress(room.left, Qt.Key.Key_D)
    room.wait_until(lambda: corner(room)[0] == NAME)
    assert "× 2.0" in scale_line(room)
    k = session.slice_index
    for _ in range(3):
        room.wheel(room.left, 1)
    room.wait_until(lambda: room.left.slice_index == k + 3)
    row, column = place()
    assert room.left.volume.voxels[k + 3][row, SHAPE[2] - 1 - column] == pytest.approx(0, abs=40)
    QTest.keyRelease(room.left, Qt.Key.Key_D)


@pytest.mark.parametrize("why", ["no T1 in this study", "no common frame of reference"])
def test_where_nothing_can_be_subtracted_the_picture_stays_and_says_why(room: Room, why: str) -> None:
    if why.startswith("no T1"):
        room.window.controllers.reading.open_patient(room.session.worklist[1].pseudonym)
        room.wait_for_pictures()
        room.window.area.take_focus()
    else:
        uid = next(s.uid for s in room.session.studies[0].series if s.sequence == "t1")
        room.window.controllers.reading.beside.read(room.session.series(uid))
        room.wait_until(lambda: room.session.volume(uid) is not None)
        room.session.add_volume(uid, replace(room.session.volumes[uid], frame_of_reference_uid="9.9"))
    t1ce = room.left.volume
    QTest.keyPress(room.left, Qt.Key.Key_D)
    assert room.left.overlays.bottom_left[0] == ("", f"no subtraction: {why}")
    assert room.left.volume is t1ce
    QTest.keyRelease(room.left, Qt.Key.Key_D)
    assert all("subtraction" not in words for _, words in room.left.overlays.bottom_left)


def blink_note(room: Room) -> str:
    QTest.keyPress(room.left, Qt.Key.Key_S)
    name, note = corner(room)[0], room.left.overlays.bottom_left[0][1]
    QTest.keyRelease(room.left, Qt.Key.Key_S)
    assert room.left.overlays.bottom_left[0][1] != note
    assert name == "T1CE", "its own name over its own picture"
    return note


def test_where_no_other_sequence_can_blink_the_picture_keeps_its_name_and_says_why(room: Room) -> None:
    session = room.session
    flair = session.views[1].series_uid
    whole = session.volumes[flair]
    short = replace(whole, voxels=whole.voxels[:3], frame_of_reference_uid="1.2")
    session.add_volume(session.views[0].series_uid, replace(room.left.volume, frame_of_reference_uid="1.2"))
    session.add_volume(flair, short)
    assert blink_note(room) == "no other sequence: the other series ends before this slice"
    session.add_volume(flair, replace(whole, frame_of_reference_uid="9.9"))
    assert blink_note(room) == "no other sequence: no common frame of reference"
    turned = whole.affine.copy()
    turned[:3, :3] = [[1, 0, 0], [0, 0.94, -0.34], [0, 0.34, 0.94]] @ turned[:3, :3]  # by twenty degrees
    session.add_volume(flair, replace(whole, affine=turned, frame_of_reference_uid="1.2"))
    assert blink_note(room) == "no other sequence: no other series in this plane"


def test_a_press_while_the_difference_is_shown_draws_nothing(room: Room) -> None:
    QTest.keyPress(room.left, Qt.Key.Key_D)
    room.wait_until(lambda: corner(room)[0] == NAME)
    draw(room)
    QTest.keyRelease(room.left, Qt.Key.Key_D)
    assert room.boxes() == {}


@pytest.mark.parametrize("key", [Qt.Key.Key_D, Qt.Key.Key_M, Qt.Key.Key_S, Qt.Key.Key_Space])
def test_a_held_key_is_let_go_with_the_focus_and_also_under_a_modifier(room: Room, key: Qt.Key) -> None:
    session = room.session

    def held() -> bool:
        return bool(session.comparing) or session.blinking or not session.overlays_visible

    QTest.keyPress(room.left, key)
    assert held()
    QApplication.sendEvent(room.left, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason))
    assert not held()
    QTest.keyPress(room.left, key)
    assert held()
    QTest.keyRelease(room.left, key, Qt.KeyboardModifier.ShiftModifier)
    assert not held()
    QTest.keyPress(room.left, key, CONTROL)
    assert not held(), "with Ctrl it is another key"
    QTest.keyRelease(room.left, key, CONTROL)


def mirrored(room: Room):
    room.wait_until(lambda: room.left.overlays.mirror is not None and room.left.overlays.mirror.bounds is not None)
    return room.left.overlays.mirror


def test_m_shows_the_opposite_of_the_box_beside_it_with_both_ratios(room: Room) -> None:
    row, column = place()
    draw(room, row - 4, column - 3, row + 5, column + 4)
    k, volume = room.session.slice_index, room.left.volume
    QTest.keyPress(room.left, Qt.Key.Key_M)
    mirror = mirrored(room)
    room.wait_until(lambda: "ADC" in room.left.overlays.mirror.words[0])
    mirror = room.left.overlays.mirror
    assert mirror.bounds == (row - 4, row + 5, column - 3, column + 4)
    columns = slice(SHAPE[2] - (column + 4), SHAPE[2] - (column - 3))
    opposite = volume.voxels[k][row - 4 : row + 5, columns][:, ::-1]
    box = volume.voxels[k][row - 4 : row + 5, column - 3 : column + 4]
    what, ratio, adc = mirror.words[0].split(" (")[0].rsplit(" ", 1)[0], *_ratios(mirror.words[0])
    assert what == "lesion / opposite"
    assert ratio == pytest.approx(box.mean() / opposite.mean(), abs=0.03)
    assert 0.7 < adc < 0.95, "the lesion restricts diffusion"
    width, level = room.left.window_level.width, room.left.window_level.level
    expected = ((opposite - (level - width / 2)) / width * 255).clip(0, 255)
    assert mirror.picture.mean() == pytest.approx(expected.mean(), abs=6), "the window of the slice"
    QTest.keyRelease(room.left, Qt.Key.Key_M)
    assert room.left.overlays.mirror is None


def _ratios(words: str) -> tuple[float, float]:
    own, adc = words.split(" (ADC ")
    return float(own.rsplit(" ", 1)[1]), float(adc.rstrip(")"))


def test_without_a_box_the_lens_is_round_the_cursor_and_follows_it(room: Room) -> None:
    row, column = place()
    room.move(room.left, room.at(room.left, row, column))
    QTest.keyPress(room.left, Qt.Key.Key_M)
    mirror = mirrored(room)
    assert mirror.round
    assert mirror.words[0].startswith("here / opposite 1.")
    first = mirror.bounds
    height, width = (first[1] - first[0]) * SPACING[1], (first[3] - first[2]) * SPACING[2]
    assert (height, width) == pytest.approx((30, 30), abs=2)
    room.move(room.left, room.at(room.left, row + 20, column))
    assert room.left.overlays.mirror.bounds[0] == first[0] + 20
    QTest.keyRelease(room.left, Qt.Key.Key_M)


def test_the_midline_stands_in_the_middle_of_the_head_and_goes_with_the_key(room: Room) -> None:
    QTest.keyPress(room.left, Qt.Key.Key_M)
    mirror = mirrored(room)
    assert [column for _, column in mirror.line] == pytest.approx([SHAPE[2] / 2] * 2, abs=1.0)
    assert find_midplane(room.left.volume).by_symmetry
    QTest.keyRelease(room.left, Qt.Key.Key_M)


def test_where_neither_the_file_nor_the_head_says_how_it_lies_there_is_no_lens_and_it_says_so(room: Room) -> None:
    uid, words = room.session.view.series_uid, ("no mirror: left and right not known",)
    known = room.session.volumes[uid]
    noise = np.random.default_rng(2).permuted(known.voxels, axis=2)
    room.session.add_volume(uid, replace(known, voxels=noise, orientation_known=False))
    QTest.keyPress(room.left, Qt.Key.Key_M)
    room.wait_until(lambda: room.left.overlays.mirror.words == words)
    assert room.left.overlays.mirror.bounds is None
    assert room.left.overlays.bottom_left[0] == ("", words[0]), "not over the anatomy"
    QTest.keyRelease(room.left, Qt.Key.Key_M)
    room.session.add_volume(uid, replace(known, orientation_known=False))
    QTest.keyPress(room.left, Qt.Key.Key_M)
    room.wait_until(lambda: room.left.overlays.mirror.bounds is not None)
    QTest.keyRelease(room.left, Qt.Key.Key_M)


@pytest.mark.parametrize("at", [(10, 80), (300, 60), (140, 240), (5, 5)])
@pytest.mark.parametrize("size", [(60, 90), (240, 200)])
def test_the_lens_never_covers_the_box_nor_leaves_the_view_and_its_words_stay_inside(at, size) -> None:
    area, source = QRectF(0, 0, 420, 380), QRectF(*at, *size)
    lens = place_of(source, area)
    assert lens.width() > 0
    assert lens.height() > 0
    assert not lens.intersects(source)
    assert area.contains(lens)
    words = words_at(("lesion / opposite 1.42 (ADC 0.81)",), area, lens, source)
    assert area.contains(words)


def test_the_lens_is_drawn_as_large_as_the_box(room: Room) -> None:
    """Pixels of the mirror image are those of the other side, turned round."""
    row, column = place()
    draw(room, row - 5, column - 5, row + 5, column + 5)
    QTest.keyPress(room.left, Qt.Key.Key_M)
    mirrored(room)
    box = room.left.box_rect(0)
    lens = place_of(box, QRectF(room.left.rect()))
    picture = room.left.grab().toImage()
    for dx, dy in ((0.25, 0.3), (0.5, 0.5), (0.75, 0.7)):
        inside = QPointF(lens.left() + dx * lens.width(), lens.top() + dy * lens.height()).toPoint()
        opposite_column = SHAPE[2] - (column - 5 + dx * 10)
        there = room.at(room.left, row - 5 + dy * 10, opposite_column)
        if lens.contains(QPointF(there)):
            there = QPoint(there.x(), there.y() + int(lens.height()) + 20)
        assert picture.pixelColor(inside).red() == pytest.approx(picture.pixelColor(there).red(), abs=25)
    QTest.keyRelease(room.left, Qt.Key.Key_M)


@pytest.fixture
def chinese() -> Iterator[Callable[[], None]]:
    yield lambda: language.switch("zh_CN")
    language.switch("en")


def test_in_chinese_too_the_last_slice_stays_until_the_next_one_is_made_and_its_words_are_chinese(
    room: Room, chinese: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    QTest.keyPress(room.left, Qt.Key.Key_D)
    room.wait_until(lambda: corner(room)[0] == NAME)
    QTest.keyRelease(room.left, Qt.Key.Key_D)
    chinese()
    QTest.keyPress(room.left, Qt.Key.Key_D)
    assert scale_line(room) == say("common scale, T1 × 2.00") != "common scale, T1 × 2.00"
    shown = room.left.volume
    monkeypatch.setattr(room.window.controllers.compare.difference, "_scale", lambda *_: None)
    room.wheel(room.left, 1)
    assert room.left.volume is shown
    QTest.keyRelease(room.left, Qt.Key.Key_D)


def test_the_words_of_the_lens_follow_the_language(room: Room, chinese: Callable[[], None]) -> None:
    QTest.keyPress(room.left, Qt.Key.Key_M)
    assert mirrored(room).words[0].startswith("here / opposite")
    QTest.keyRelease(room.left, Qt.Key.Key_M)
    chinese()
    QTest.keyPress(room.left, Qt.Key.Key_M)
    assert mirrored(room).words[0].startswith(say("here / opposite"))
    QTest.keyRelease(room.left, Qt.Key.Key_M)


def test_two_keys_held_one_after_the_other_show_what_the_last_one_shows_until_it_is_let_go(room: Room) -> None:
    QTest.keyPress(room.left, Qt.Key.Key_D)
    QTest.keyPress(room.left, Qt.Key.Key_M)
    QTest.keyRelease(room.left, Qt.Key.Key_D)
    assert room.session.comparing == "mirror"
    QTest.keyRelease(room.left, Qt.Key.Key_M)
    assert room.session.comparing == ""


def test_a_subtraction_that_failed_is_said_and_tried_again_and_one_of_another_patient_is_not_said(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise GliomaError("There is no memory left to subtract.")

    monkeypatch.setattr(difference_controller, "on_one_grid", lambda *_: False)
    monkeypatch.setattr(difference_controller, "difference", fails)
    for _ in range(2):
        before = len(room.session.messages)
        QTest.keyPress(room.left, Qt.Key.Key_D)
        room.wait_until(lambda before=before: len(room.session.messages) > before)
        assert room.session.messages[-1].text == "There is no memory left to subtract."
        assert room.session.comparing == ""
        QTest.keyRelease(room.left, Qt.Key.Key_D)
    room.session.set_comparing("difference")
    before = len(room.session.messages)
    room.window.controllers.compare.difference._not_made(("asked for the patient before",), GliomaError("late"))
    assert (len(room.session.messages), room.session.comparing) == (before, "difference")


def test_a_midline_that_nobody_asked_for_fails_without_a_word_and_m_says_why(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror, volume, asked = room.window.controllers.compare.mirror, room.left.volume, list[object]()

    def fails(volume: Volume, given_up: object) -> None:
        asked.append(volume)
        raise GliomaError("There is no memory left for the midline.")

    mirror.give_up()
    mirror._planes.pop(volume, None)
    monkeypatch.setattr(mirror_controller, "find_midplane", fails)
    before = len(room.session.messages)
    mirror.find_ahead(volume)
    room.wait_until(lambda: volume in mirror._failed_ahead)
    mirror.find_ahead(volume)
    assert len(asked) == 1, "it is not tried again each time the reader is still"
    assert len(room.session.messages) == before
    QTest.keyPress(room.left, Qt.Key.Key_M)
    room.wait_until(lambda: room.session.messages[-1].text == "There is no memory left for the midline.")
    QTest.keyRelease(room.left, Qt.Key.Key_M)


def test_while_the_midline_is_looked_for_the_strip_says_that_the_lens_waits(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, find = Event(), mirror_controller.find_midplane
    monkeypatch.setattr(mirror_controller, "find_midplane", lambda *given: (go_on.wait(20), find(*given))[1])
    strip = room.window.strip
    room.window.controllers.compare.mirror._planes.clear()
    QTest.keyPress(room.left, Qt.Key.Key_M)
    assert strip._scan.text() == "The mirror lens waits for the midline…"
    assert strip._scan.isVisible()
    assert not strip._cancel.isVisible(), "there is nothing to cancel but the key"
    QTest.keyRelease(room.left, Qt.Key.Key_M)
    assert not strip._scan.isVisible()
    QTest.keyPress(room.left, Qt.Key.Key_M)
    assert strip._scan.isVisible()
    go_on.set()
    room.wait_until(lambda: not strip._scan.isVisible())
    assert mirrored(room).bounds is not None
    QTest.keyRelease(room.left, Qt.Key.Key_M)
