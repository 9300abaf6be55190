"""English and Simplified Chinese: the reader switches in the middle of the work, and nothing but the words changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from glioma_desktop.phrase import phrase
from glioma_desktop.ui import language
from glioma_desktop.ui.app import make_app
from glioma_desktop.ui.language import say, tr, tr_joined


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    make_app()
    yield
    language.switch("en")


def test_a_text_is_said_in_the_language_of_the_window_and_its_values_too(qtbot: QtBot) -> None:
    assert tr("Undo: {what}", what=phrase("Delete box")) == "Undo: Delete box"
    language.switch("zh_CN")
    assert tr("Undo: {what}", what=phrase("Delete box")) == "撤销：删除框"
    assert say("Delete box") == "删除框", "a plain text that is a template is known"
    assert say("Undo: Delete box") == "撤销：删除框", "also one that came from a file, by its pattern"
    assert say("P-0042") == "P-0042", "a name stays as it is"
    assert tr_joined(["P-0042", tr("Dark")]) == "P-0042 · 深色"


def test_texts_that_stand_in_a_window_change_where_they_stand_and_what_was_typed_does_not(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    label, field, choice = QLabel(tr("Dark"), window), QLineEdit("Dark", window), QComboBox(window)
    field.setPlaceholderText(tr("Search worklist"))
    choice.addItem(tr("Undo: {what}", what="x"), "data")
    label.setToolTip(tr_joined([tr("Dark"), tr("Light"), "T1CE"]))
    language.switch("zh_CN")
    assert (label.text(), label.toolTip()) == ("深色", "深色 · 浅色 · T1CE")
    assert (field.text(), field.placeholderText()) == ("Dark", "搜索患者列表")
    assert (choice.itemText(0), choice.itemData(0)) == ("撤销：x", "data")
    language.switch("en")
    assert (label.text(), label.toolTip()) == ("Dark", "Dark · Light · T1CE")
    assert (field.text(), field.placeholderText(), choice.itemText(0)) == ("Dark", "Search worklist", "Undo: x")
