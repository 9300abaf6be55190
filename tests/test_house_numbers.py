"""The house numbers: places to look rather than laws. What is over them stands here with its reason, and may only shrink."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
MOST = {"lines of a file": 300, "lines of a function": 40, "public methods of a class": 20}


class Over(NamedTuple):
    """A place that is larger than its house number, as large as it may be, and why it stays whole."""

    most: int
    why: str


ALLOWED: dict[str, Over] = {
    "glioma_desktop/annotation/codec.py to_annotation": Over(45, "the table of addresses: one case each"),
    "glioma_desktop/annotation/store.py": Over(
        308, "the one door of the store; the log, the roster and the estimates are out"
    ),
    "glioma_desktop/annotation/store.py AnnotationStore": Over(21, "the one door of the store"),
    "glioma_desktop/study/archive_writing.py write": Over(
        45, "each way in which a member can fail, one after the other"
    ),
    "glioma_desktop/study/catalogue.py scan": Over(42, "half of it says what it takes"),
    "glioma_desktop/study/dicom_header.py header_from": Over(67, "one line a field of the header"),
    "glioma_desktop/study/reformat.py reformatted": Over(44, "half of it says what it takes"),
    "glioma_desktop/ui/hanging_protocol.py hang": Over(42, "one rule, and half of it says which"),
    "glioma_desktop/ui/quiet_scan.py look_again": Over(49, "not yet split"),
    "glioma_desktop/ui/regrading_row.py __init__": Over(41, "the row from left to right"),
    "glioma_desktop/ui/retrain_panel.py": Over(307, "not yet split"),
    "glioma_desktop/ui/scan_work.py scan": Over(45, "not yet split"),
    "glioma_desktop/ui/session.py Session": Over(33, "the one state that changes: a setter a fact"),
    "glioma_desktop/ui/settings.py Settings": Over(30, "a property a setting"),
    "glioma_desktop/ui/top_bar.py build": Over(46, "the bar from left to right"),
    "glioma_desktop/ui/viewport.py": Over(312, "not yet split"),
    "glioma_desktop/ui/viewport.py _overlays": Over(43, "one field of the overlay a line"),
    "glioma_desktop/ui/viewport_area.py __init__": Over(41, "the area and all it listens to"),
    "glioma_desktop/ui/worklist_panel.py __init__": Over(41, "the panel from top to bottom"),
    "training/report_words.py summary": Over(64, "not yet split"),
}


class Place(NamedTuple):
    """A file, function or class, what is counted of it, and how much there is."""

    name: str
    what: str
    size: int


def places() -> Iterator[Place]:
    for folder in ("glioma_desktop", "training"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            text, name = path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
            yield Place(name, "lines of a file", len(text.splitlines()))
            yield from _inside(name, ast.parse(text))


def _inside(name: str, tree: ast.Module) -> Iterator[Place]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield Place(f"{name} {node.name}", "lines of a function", node.end_lineno - node.lineno + 1)
        elif isinstance(node, ast.ClassDef):
            methods = {f.name for f in node.body if isinstance(f, ast.FunctionDef) and not f.name.startswith("_")}
            yield Place(f"{name} {node.name}", "public methods of a class", len(methods))


LARGE = [place for place in places() if place.size > MOST[place.what]]


@pytest.mark.parametrize("place", LARGE, ids=lambda place: place.name)
def test_what_is_over_a_house_number_is_known_and_has_not_grown(place: Place) -> None:
    told = f"{place.name}: {place.size} {place.what}, the house number is {MOST[place.what]}."
    assert place.name in ALLOWED, f"{told} Split it by verb or by noun, or say in ALLOWED why it stays whole."
    assert place.size <= ALLOWED[place.name].most, f"{told} It may have {ALLOWED[place.name].most}, and only shrink."


@pytest.mark.parametrize("name", ALLOWED)
def test_the_list_shrinks_with_what_it_names(name: str) -> None:
    sizes = [place.size for place in LARGE if place.name == name]
    assert sizes, f"{name} is within the house numbers now: take it off the list."
    assert max(sizes) == ALLOWED[name].most, f"{name} has shrunk to {max(sizes)}: write that into the list."
