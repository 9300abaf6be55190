"""F11 and what it gives back; N, which leaves only the pictures bright."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QByteArray, QPoint, QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from reading_room import Room


@pytest.mark.parametrize("folded", [False, True])
def test_f11_takes_the_screen_and_gives_window_and_panels_back_as_they_were(room: Room, folded: bool) -> None:
    window, panels = room.window, room.window.controllers.panels
    if folded:
        panels.fold()
    size = window.size()
    room.key("F11")
    assert window.isFullScreen()
    assert panels.folded
    assert window.top.isVisible(), "every tool stays at hand"
    assert window.strip.isVisible(), "and so does what the program says"
    room.key("F11")
    assert not window.isFullScreen()
    assert panels.folded == folded
    room.wait_until(lambda: window.size() == size)


def test_escape_belongs_to_the_gesture_and_the_tool_and_does_not_leave_full_screen(room: Room) -> None:
    room.key("F11")
    middle = room.left.rect().center()
    room.press(room.left, middle)
    room.move(room.left, middle + QPoint(40, 40))
    room.key("Esc")
    assert room.boxes() == {}
    assert room.session.mode == "annotate"
    room.key("Esc")
    assert room.session.mode == "read"
    assert room.window.isFullScreen()


def test_panels_unfolded_meanwhile_stay_and_a_maximised_window_is_maximised_again(room: Room) -> None:
    window = room.window
    window.showMaximized()
    room.key("F11")
    room.key("Tab")
    assert not window.controllers.panels.folded
    room.key("F11")
    assert not window.controllers.panels.folded
    assert window.isMaximized()
    assert not window.isFullScreen()


def test_closed_in_full_screen_the_next_start_has_a_window_with_its_frame(room: Room) -> None:
    room.key("F11")
    room.close()
    again = QWidget()
    assert again.restoreGeometry(QByteArray(room.window.settings.geometry))
    assert not again.isFullScreen()


def test_n_dims_everything_but_the_pictures_and_undoes_it(room: Room) -> None:
    window = room.window
    window.drawer.show()
    window.reader_bar.ask("R")
    before = window.grab().toImage()
    pictures = room.left.grab().toImage()
    room.key("N")
    after = window.grab().toImage()
    parts = (window.top, window.reader_bar, window.worklist, window.case, window.drawer, window.strip)
    assert all(part.graphicsEffect() is not None for part in parts)
    for part in parts:
        area = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
        assert 0 < brightest(after, area) < 0.75 * brightest(before, area), part
    assert room.left.grab().toImage() == pictures
    room.key("N")
    assert not any(part.graphicsEffect() is not None for part in parts)


def brightest(image: QImage, area: QRect) -> int:
    """The red of the brightest px of a part of a picture: that of its words."""
    ys, xs = range(area.top(), area.bottom()), range(area.left(), area.right())
    return max(image.pixelColor(x, y).red() for y in ys for x in xs)
