"""Nothing that the window says is left in English: every template of the source stands in the translation, finished."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
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


SHOWN = (
    "QAction", "QLabel", "QPushButton", "addAction", "addItem", "addMenu", "ask", "drawText", "post", "say",
    "setAccessibleDescription", "setAccessibleName", "setPlaceholderText", "setText", "setToolTip", "setWindowTitle",
)  # fmt: skip
"""What puts a text on the screen, or hands it to a screen reader."""
NOT_WORDS = {"Glioma Desktop", "preview", "publish", "~/Projects"}
"""The program's name, verbs of the command line, a path in a picture."""
TOOL = _tool()
KNOWN: dict[str, str] = TOOL.read()


def fields(template: str) -> list[tuple[str, str | None, str | None]]:
    """Name, decimals and conversion of every value."""
    return sorted(
        {(name, spec, how) for _, name, spec, how in Formatter().parse(template) if name is not None}, key=str
    )


def test_every_text_of_the_source_is_translated() -> None:
    missing = {text: place for text, place in TOOL.templates().items() if not KNOWN.get(text)}
    assert not missing, "run `make translations` and write the Chinese: " + repr(missing)


def test_no_text_that_is_no_longer_said_stays_in_the_translation() -> None:
    assert not sorted(set(KNOWN) - set(TOOL.templates())), "run `make translations`"


@pytest.mark.parametrize("template", [text for text in KNOWN if "{" in text])
def test_a_translation_has_the_fields_of_its_template(template: str) -> None:
    assert fields(KNOWN[template]) == fields(template)


def test_chinese_stands_with_the_marks_of_chinese_and_calls_out_nowhere() -> None:
    bare = [
        re.sub(r"\{[^}]*\}", "", text) for text in KNOWN.values() if ";;" not in text
    ]  # kinds of file are Qt's to read
    assert not [text for text in bare if re.search(r"[\u4e00-\u9fff][,;:?(]|[),;:?][\u4e00-\u9fff]|[!！]", text)]


def test_two_texts_do_not_share_a_translation_or_the_way_back_would_be_a_guess() -> None:
    shared = defaultdict(list)
    for template, text in KNOWN.items():
        if not fields(template) and template not in PAINTED:
            shared[text].append(template)
    assert not {text: both for text, both in shared.items() if len(both) > 1}


@pytest.mark.parametrize("source", [TOOL.TS, TOOL.QT_GAPS], ids=lambda path: path.stem)
def test_what_the_program_loads_was_made_of_the_translation_that_is_read_here(source: Path, tmp_path: Path) -> None:
    fresh = TOOL.compile_(source, tmp_path / "fresh.qm")
    committed = source.with_suffix(".qm")
    assert fresh.read_bytes() == committed.read_bytes(), "run `make translations`"


def test_a_field_that_was_left_out_or_changed_would_be_found() -> None:
    for other in ("{name} {mm}", "{mm:.1f}", "{mm:.2f} {name}", "{mm:.1f} {name!r}"):
        assert fields("{mm:.1f} of {name}") != fields(other)


def plain_words(node: ast.expr) -> Iterator[str]:
    """English words in an expression that are said by nobody who could say them otherwise."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if re.search("[A-Za-z]{3}", node.value) and node.value not in NOT_WORDS:
            yield node.value
    elif isinstance(node, ast.JoinedStr | ast.BoolOp):
        for part in node.values:
            yield from plain_words(part)
    elif isinstance(node, ast.BinOp):
        yield from (*plain_words(node.left), *plain_words(node.right))
    elif isinstance(node, ast.IfExp):
        yield from (*plain_words(node.body), *plain_words(node.orelse))


def test_no_words_are_put_on_the_screen_that_only_english_readers_can_read() -> None:
    found = []
    for path in sorted((ROOT / "glioma_desktop" / "ui").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                words = [word for one in node.args[:1] for word in plain_words(one)] if name in SHOWN else []
                found += [f"{path.name}:{node.lineno}: {word}" for word in words]
    assert not found, "make them with tr()"
