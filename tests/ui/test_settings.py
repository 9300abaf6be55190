"""What is remembered of the window is a comfort: where it is damaged the window opens as it did the first time."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

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
