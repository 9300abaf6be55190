"""Nothing that the window says is left in English: every template of the source stands in the translation, finished."""

from __future__ import annotations

import importlib.util
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAINTED = {"cannot say"}
"""Said while it is painted, never standing in a widget: it needs no way back."""


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", ROOT / "packaging" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["translations"] = module
    spec.loader.exec_module(module)
    return module


TOOL = _tool()
KNOWN: dict[str, str] = TOOL.read()


def fields(template: str) -> list[tuple[str, str | None]]:
    return sorted({(name, spec) for _, name, spec, _ in Formatter().parse(template) if name is not None})


def test_every_text_of_the_source_is_translated() -> None:
    missing = {text: place for text, place in TOOL.templates().items() if not KNOWN.get(text)}
    assert not missing, "run `make translations` and write the Chinese: " + repr(missing)


def test_no_text_that_is_no_longer_said_stays_in_the_translation() -> None:
    assert not sorted(set(KNOWN) - set(TOOL.templates())), "run `make translations`"


@pytest.mark.parametrize("template", [text for text in KNOWN if "{" in text])
def test_a_translation_has_the_fields_of_its_template(template: str) -> None:
    assert fields(KNOWN[template]) == fields(template)


def test_chinese_stands_with_the_marks_of_chinese() -> None:
    def halved(text: str) -> bool:
        between = pairwise(text)
        return any(mark in ",;:?!" and "\u4e00" <= letter <= "\u9fff" for letter, mark in between)

    assert not [text for text in KNOWN.values() if halved(text) and ";;" not in text]


def test_two_texts_do_not_share_a_translation_or_the_way_back_would_be_a_guess() -> None:
    shared = defaultdict(list)
    for template, text in KNOWN.items():
        if not fields(template) and template not in PAINTED:
            shared[text].append(template)
    assert not {text: both for text, both in shared.items() if len(both) > 1}


def test_what_the_program_loads_was_made_of_the_translation_that_is_read_here(tmp_path: Path) -> None:
    fresh = TOOL.compile_(target=tmp_path / "fresh.qm")
    committed = TOOL.TS.with_suffix(".qm")
    assert fresh.read_bytes() == committed.read_bytes(), "run `make translations`"


def test_a_field_that_was_left_out_or_changed_would_be_found() -> None:
    assert fields("{mm:.1f} of {name}") != fields("{name} {mm}")
