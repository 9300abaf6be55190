"""English and Simplified Chinese: the reader switches in the middle of the work, and nothing but the words changes."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QFileSystemModel,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot
from reading_room import Room, new_project

from glioma_desktop.grading.card import ModelCard
from glioma_desktop.phrase import phrase
from glioma_desktop.translation import CHINESE, recognised, said_in
from glioma_desktop.ui import language
from glioma_desktop.ui.app import make_app
from glioma_desktop.ui.language import say, tr, tr_joined
from glioma_desktop.ui.model_facts import model_line
from glioma_desktop.ui.run_words import clock_in
from glioma_desktop.ui.settings import Settings
from glioma_desktop.ui.standing_texts import standing_texts
from glioma_desktop.ui.training_window import TrainingWindow
from glioma_desktop.ui.view_state import PatientRow
from glioma_desktop.ui.worklist_model import WorklistModel

NATIVE = QKeySequence.SequenceFormat.NativeText


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


@pytest.mark.parametrize("before", ["en", "zh_CN"])
def test_a_line_that_was_painted_ten_thousand_times_is_still_said_in_the_other_language(
    qtbot: QtBot, before: str
) -> None:
    language.switch(before)
    for _ in range(10_000):
        line = tr_joined(["P-0042", ""])
        alone = tr("{name}", name=line)
        word = tr_joined([tr("Dark")])
    label = QLabel(line)
    qtbot.addWidget(label)
    language.switch("en" if before == "zh_CN" else "zh_CN")
    assert (label.text(), say(alone)) == ("P-0042", "P-0042")
    assert say(word) == ("Dark" if before == "zh_CN" else "深色")


def test_texts_that_stand_in_a_window_change_where_they_stand_and_what_was_typed_does_not(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    label, field, choice = QLabel(tr("Dark"), window), QLineEdit("Dark", window), QComboBox(window)
    field.setPlaceholderText(tr("Search worklist"))
    choice.addItem(tr("Undo: {what}", what="x"), "data")
    label.setToolTip(tr_joined([tr("Dark"), tr("Light"), "sag_3d"]))
    language.switch("zh_CN")
    assert (label.text(), label.toolTip()) == ("深色", "深色 · 浅色 · sag_3d")
    assert (field.text(), field.placeholderText()) == ("Dark", "搜索患者列表")
    assert (choice.itemText(0), choice.itemData(0)) == ("撤销：x", "data")
    language.switch("en")
    assert (label.text(), label.toolTip()) == ("Dark", "Dark · Light · sag_3d")
    assert (field.text(), field.placeholderText(), choice.itemText(0)) == ("Dark", "Search worklist", "Undo: x")


def test_the_buttons_that_qt_names_itself_are_in_chinese_too(qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    box.show()
    language.switch("zh_CN")
    QApplication.processEvents()
    assert sorted(button.text().split("(")[0] for button in box.buttons()) == ["取消", "确定"]


def test_the_file_dialog_of_qt_has_no_english_left_in_chinese(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "head").mkdir()
    language.switch("zh_CN")
    dialog = QFileDialog(None, "", str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    left = [label.text() for label in dialog.findChildren(QLabel) if label.text().isascii() and label.isVisible()]
    assert not [text for text in left if text.strip()]
    model = dialog.findChild(QFileSystemModel)
    qtbot.waitUntil(lambda: model.index(str(tmp_path / "head"), 2).data() == "文件夹")


def test_at_the_first_start_the_window_speaks_the_language_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    for wanted, expected in (
        (["zh-CN"], "zh_CN"),
        (["zh-Hans-CN", "en-US"], "zh_CN"),
        (["de-DE", "zh-CN"], "en"),
        ([], "en"),
    ):
        monkeypatch.setattr(QLocale, "uiLanguages", lambda _, wanted=wanted: wanted)
        assert language.of_system() == expected


def test_a_worklist_of_thousands_is_not_asked_for_words_that_a_switch_cannot_change(qtbot: QtBot) -> None:
    patients, model = QListView(), WorklistModel()
    qtbot.addWidget(patients)
    patients.setModel(model)
    row = PatientRow("P-0001", "new", 0, 1, ("T1CE",), None, "", "", (), "one")
    model.set_rows([row])
    assert model.data(model.index(0), Qt.ItemDataRole.ToolTipRole) == "P-0001: not begun"
    assert "P-0001: not begun" not in [one.text for one in standing_texts(make_app())]
    language.switch("zh_CN")
    assert model.data(model.index(0), Qt.ItemDataRole.ToolTipRole) == "P-0001: 未开始"


def standing() -> list[str]:
    """What stands in all windows now, without what was taken away."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return sorted(one.text for one in standing_texts(make_app()))


def left_in_english() -> list[str]:
    """Texts that are templates, or filled ones, and would read otherwise in Chinese; pyqtgraph's own menus are never shown."""
    found = []
    for text, _, owner, _ in standing_texts(make_app()):
        foreign = isinstance(owner, QWidget) and owner is not owner.window() and isinstance(owner.window(), QMenu)
        if recognised(text) is not None and said_in(CHINESE, text) != text and not foreign:
            found.append(text)
    return found


def open_everything(room: Room) -> None:
    """The windows beside the images."""
    all_, window = room.window.controllers, room.window
    window.show_keys()
    window.show_labels()
    all_.memory.show()
    all_.training.open_models()
    all_.training.open_runs()
    all_.training.open_retrain()
    all_.moved.ask()
    all_.watch.ask()
    all_.project.new_project()


def test_in_chinese_nothing_known_is_left_in_english_in_any_window_or_menu(room: Room) -> None:
    room.drag(room.left, room.at(room.left, 20, 20), room.at(room.left, 44, 40))
    open_everything(room)
    room.window.controllers.panels.set_language("zh_CN")
    QApplication.processEvents()
    assert not left_in_english()
    assert room.window.case.done.accessibleName() == "完成，下一例"
    assert [a.text() for a in room.window.top.menu_bar.actions()][:3] == ["文件", "编辑", "视图"]
    assert "推测" in room.left.overlays.top_left[0][1]


def test_a_window_that_opens_in_chinese_says_nothing_known_in_english(
    qtbot: QtBot, tmp_path: Path, studies: Path
) -> None:
    Settings().language = "zh_CN"
    room = Room(studies, new_project(tmp_path / "project"), qtbot.waitUntil)
    try:
        assert room.session.language == "zh_CN"
        room.read()
        open_everything(room)
        assert left_in_english() == []
    finally:
        room.close()


@pytest.mark.parametrize(("key", "name"), [("U", "直尺"), ("P", "探针")])
def test_in_chinese_a_measurement_is_named_in_chinese_when_it_is_deleted_and_in_what_undo_offers(
    room: Room, key: str, name: str
) -> None:
    room.window.controllers.panels.set_language("zh_CN")
    room.key(key)
    room.drag(room.left, room.at(room.left, 20, 20), room.at(room.left, 44, 40))
    room.key("X")
    number = room.session.slice_index + 1
    assert say(room.session.messages[-1].text) == f"已删除：第 {number} 层的{name}。"
    room.key("Z")
    assert f"删除第 {number} 层的{name}" in say(room.session.messages[-1].text)


def test_switching_in_the_middle_of_a_case_changes_the_words_and_nothing_else(room: Room) -> None:
    session, window = room.session, room.window
    room.drag(room.left, room.at(room.left, 20, 20), room.at(room.left, 44, 40))
    window.scroll_slices(2)
    window.show_keys()
    gc.collect()  # windows of other tests
    room.wait_until(lambda: QApplication.activeWindow() is window._keys)
    window.activateWindow()
    room.wait_until(lambda: QApplication.activeWindow() is window)
    window.case.comment.setFocus()
    QTest.keyClicks(window.case.comment, "Dark")
    window.case.comment.setCursorPosition(2)

    def state() -> tuple[object, ...]:
        comment = window.case.comment
        return (
            session.patient, session.views, session.active, session.mode, session.layout, session.annotation, session.lesion,
            session.studies, tuple(session.volumes), comment.text(), comment.cursorPosition(), QApplication.focusWidget(),
            sorted(type(w).__name__ for w in QApplication.topLevelWidgets() if w.isVisible()), window.geometry(), session.saved_at,
        )  # fmt: skip

    window.strip._quiet.stop()  # what was said last stays, however slow this machine is
    before, words = state(), standing()
    events = session.project.store.last_event() if session.project else 0
    window.controllers.panels.set_language("zh_CN")
    QApplication.processEvents()
    assert state() == before
    assert standing() != words
    window.controllers.panels.set_language("en")
    QApplication.processEvents()
    assert state() == before
    assert standing() == words, "the way back leaves no word behind"
    assert (session.project.store.last_event() if session.project else 0) == events, "a switch is no edit"


def test_a_switch_while_a_folder_is_read_stops_nothing(qtbot: QtBot, tmp_path: Path, studies: Path) -> None:
    room = Room(studies, new_project(tmp_path / "project"), qtbot.waitUntil)
    try:
        room.window.open_paths([str(studies)])
        room.window.controllers.panels.set_language("zh_CN")
        room.wait_until(lambda: len(room.session.worklist) == 2 and not room.window.controllers.scan.running)
        room.wait_for_pictures()
        room.wait_until(lambda: "找到" in room.window.strip.sentence)
    finally:
        room.close()


def test_a_window_that_goes_in_the_moment_of_a_switch_says_nothing_any_more(qtbot: QtBot) -> None:
    window = TrainingWindow()
    language.switch("zh_CN")
    QApplication.sendPostedEvents(window, QEvent.Type.LanguageChange)
    shiboken6.delete(window)
    with qtbot.captureExceptions() as raised:
        QApplication.processEvents()
    assert raised == []


def test_what_is_stored_stays_english_and_is_said_in_chinese(room: Room) -> None:
    room.window.controllers.panels.set_language("zh_CN")
    room.drag(room.left, room.at(room.left, 20, 20), room.at(room.left, 44, 40))
    assert room.session.project is not None
    assert room.session.project.store.events("P-0001", 0)[-1].text == "Draw box on slice 7"
    room.window.actions_.actions["undo"].trigger()
    assert room.window.strip.sentence == "已撤销：在第 7 层画框"


def test_a_note_that_came_from_the_catalogue_in_plain_english_is_in_chinese_after_a_switch(qtbot: QtBot) -> None:
    note = "The grade was not on screen."
    label = QLabel(tr("{series}: {warning}", series="P-0042", warning=note))
    qtbot.addWidget(label)
    language.switch("zh_CN")
    assert label.text() == "P-0042：绘制时屏幕上未显示级别。"
    language.switch("en")
    assert label.text() == "P-0042: The grade was not on screen."


@pytest.mark.parametrize("spoken", ["en", "zh_CN"])
def test_a_key_is_called_by_what_stands_on_it_in_both_languages(room: Room, spoken: str) -> None:
    room.window.controllers.panels.set_language(spoken)
    menu = room.window.actions_.actions
    assert menu["done"].shortcuts()[0].toString(NATIVE) == room.window.case.done.key == "Enter"
    assert menu["next_slice"].shortcuts()[0].toString(NATIVE) == {"en": "Down", "zh_CN": "↓"}[spoken]
    menu["profile_horos"].trigger()
    assert room.window.case.done.key == "Enter"


def test_a_word_that_fills_a_field_is_in_chinese_too(room: Room) -> None:
    room.window.controllers.panels.set_language("zh_CN")
    room.drag(room.left, room.at(room.left, 20, 20), room.at(room.left, 44, 40))
    room.key("C")
    assert room.window.area.rail.accessibleDescription() == "第 8 层，共 12 层：复制框，未浏览"


def test_the_day_on_which_a_training_ends_is_named_in_the_language_of_the_window(qtbot: QtBot) -> None:
    friday = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)
    assert clock_in(3600, friday) == "21:00"
    assert clock_in(12 * 3600, friday) == "Sat 08:00"
    language.switch("zh_CN")
    assert clock_in(12 * 3600, friday) == "周六 08:00"


def test_what_is_wrong_with_a_new_project_is_said_in_the_form_in_chinese(room: Room) -> None:
    room.window.controllers.panels.set_language("zh_CN")
    project = room.window.controllers.project
    project.new_project()
    form = project.form
    assert form is not None
    form.name.setText("a/b")
    form.make.click()
    assert form._sentence.text() == "请为项目取一个可用作文件夹名的名称。"
    form.name.setText(room.project.name)
    form.place.setText(str(room.project.parent))
    form.make.click()
    assert "已" in form._sentence.text(), "what the project says is a phrase as well"


def test_the_active_model_is_named_in_the_language_of_the_window(room: Room) -> None:
    spec = SimpleNamespace(sequences=("t1ce", "flair"))
    card = cast(ModelCard, SimpleNamespace(name="AlexNet v1", crop_spec=spec, synthetic=True))
    room.session.set_model(card, model_line(card))
    room.window.controllers.panels.set_language("zh_CN")
    shown = [label.text() for label in room.window.strip.findChildren(QLabel)]
    assert "AlexNet v1 · T1 增强 + FLAIR · 合成" in shown


def test_a_name_in_chinese_and_its_figure_stand_on_one_line(room: Room) -> None:
    room.window.controllers.panels.set_language("zh_CN")
    room.drag(room.left, room.at(room.left, 20, 20), room.at(room.left, 44, 40))
    words, figure = room.window.case._rows["box"]
    assert words.contentsMargins().top() == 0 < figure.contentsMargins().top()
    room.window.controllers.panels.set_language("en")
    assert figure.contentsMargins().top() == 0
