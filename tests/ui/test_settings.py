"""What is remembered of the window is a comfort: where it is damaged the window opens as it did the first time."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from glioma_desktop.ui.app import make_window
from glioma_desktop.ui.settings import Settings


@pytest.mark.parametrize("damage", ["Dr. Lin", "", '\\"Lin', "[1, 2", "nan nan", "@Invalid()"])
def test_a_setting_that_was_damaged_or_written_by_hand_is_as_at_first_and_the_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    monkeypatch.setenv("GLIOMA_HOME", str(tmp_path))
    (tmp_path / "settings.ini").write_text(f'[General]\nreader={damage}\ntheme="\\"light\\""\n')
    settings = Settings()
    with caplog.at_level(logging.WARNING):
        assert settings.reader == ""
    assert settings.theme == "light"
    assert "Lin" not in caplog.text
    settings.reader = "Lin"
    assert Settings().reader == "Lin"


KEYS = (
    "theme", "language", "reader", "layout", "second_window", "second_layout", "smooth", "hanging", "hanging_protocols",
    "reference_lines", "remember_windows", "windows", "cine_fps", "cine_course", "profile", "keys", "right_drag",
    "keys_of_own", "mouse_of_own", "recent_projects", "last_folder", "report_folder", "memory_budget_bytes",
    "cache_limit_bytes", "watched_folders", "archive_limit_bytes",
)  # fmt: skip
WRONG = (5, -1, 1e400, "blue", True, None, [], [5, None], {}, {"t1": 5, "scroll": [7]}, {"t1": ["auto", "wide", None]})


@pytest.mark.parametrize("wrong", WRONG, ids=json.dumps)
def test_with_settings_of_another_kind_or_of_a_later_version_the_window_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, wrong: Any
) -> None:
    monkeypatch.setenv("GLIOMA_HOME", str(tmp_path))
    kept = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    for key in KEYS:
        kept.setValue(key, json.dumps(wrong))
    kept.sync()
    settings = Settings()
    first = {name: one.fget(settings) for name, one in vars(Settings).items() if isinstance(one, property) and one.fget}
    assert first["theme"] == "dark"
    assert first["layout"] == "1x2"
    assert first["memory_budget_bytes"] > 0
    assert 1 <= first["cine_fps"] <= 60
    window = make_window(tmp_path / "project")
    qtbot.addWidget(window)
    window.show()
    window.controllers.second.open_at_start()
    qtbot.waitUntil(lambda: window.session.project is not None)
    assert window.isVisible()
    window.close()
