"""The one row of tools, on screens of any width."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QToolButton
from reading_room import Room

from glioma_desktop.ui.top_bar import TopBar


def cut_off(bar: TopBar) -> list[str]:
    """The tools that do not have the room they ask for, or stand beyond the end of the row."""
    tools = [tool for tool in bar.findChildren(QToolButton) if tool.isVisible()]
    return [
        tool.text()
        for tool in tools
        if tool.width() < tool.sizeHint().width() or tool.mapTo(bar, QPoint(tool.width(), 0)).x() > bar.width()
    ]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_on_a_screen_of_1024_px_the_row_does_without_what_the_menus_have_and_nothing_is_cut_off(
    room: Room, language: str
) -> None:
    window, bar = room.window, room.window.top
    window.controllers.panels.set_language(language)
    try:
        undo = next(tool for tool in bar.findChildren(QToolButton) if tool.text() == "↶")
        window.resize(1400, 700)
        room.wait_until(undo.isVisible)
        window.resize(1024, 700)
        room.wait_until(lambda: window.width() == 1024 and not undo.isVisible())
        room.wait_until(lambda: not cut_off(bar))
        assert window.actions_.actions["undo"].isVisible(), "in the menu it stays"
        window.resize(1400, 700)
        room.wait_until(undo.isVisible)
    finally:
        window.controllers.panels.set_language("en")


def test_every_menu_stands_in_one_column_on_a_laptop_of_768_px(room: Room) -> None:
    for menu in room.window.top.menu_bar.findChildren(QMenu):
        tall = sum(menu.actionGeometry(action).height() for action in menu.actions())
        assert tall < 740, menu.title()


def test_the_menu_names_the_key_that_ends_a_case_as_the_buttons_do(room: Room) -> None:
    assert room.window.actions_.actions["done"].shortcut().toString() == "Enter"
    assert room.window.case.done.key == "Enter"


def test_a_menu_says_the_key_of_an_action_whose_key_types_a_letter_in_a_field(room: Room) -> None:
    action = room.window.actions_.actions["link_by_hand"]
    assert action.text() == "Link as shown\tShift+L"
    room.window.controllers.panels.set_language("zh_CN")
    assert action.text() == "按当前显示联动\tShift+L"
    room.window.controllers.panels.set_language("en")
    assert action.text() == "Link as shown\tShift+L"
