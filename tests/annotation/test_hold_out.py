"""The sealed patients are never redrawn, and every look is counted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from glioma_desktop.annotation.hold_out import FILE_NAME, HoldOut, count_opening, load_hold_out, save_hold_out
from glioma_desktop.errors import AnnotationError

DRAWN = HoldOut({"P-0001": "hold_out", "P-0002": "tuning"}, 0, "2026-01-01T00:00:00+00:00")


def test_what_was_drawn_is_read_again_and_new_patients_may_join(tmp_path):
    assert load_hold_out(tmp_path) is None
    save_hold_out(tmp_path, DRAWN)
    assert load_hold_out(tmp_path) == DRAWN
    grown = HoldOut({**DRAWN.patients, "P-0003": "hold_out"}, 0, DRAWN.drawn)
    save_hold_out(tmp_path, grown)
    assert load_hold_out(tmp_path).sealed == {"P-0001", "P-0003"}


def test_nobody_changes_sides_and_nobody_disappears(tmp_path):
    save_hold_out(tmp_path, DRAWN)
    for patients in ({"P-0001": "tuning", "P-0002": "tuning"}, {"P-0001": "hold_out"}):
        with pytest.raises(AnnotationError, match="never happens"):
            save_hold_out(tmp_path, HoldOut(patients, 0, DRAWN.drawn))
    assert load_hold_out(tmp_path) == DRAWN


def test_every_opening_is_counted_also_when_several_look_at_once(tmp_path):
    save_hold_out(tmp_path, DRAWN)
    with ThreadPoolExecutor(6) as pool:
        counts = list(pool.map(lambda n: count_opening(tmp_path, f"reader {n}", "grade"), range(12)))
    assert sorted(counts) == list(range(1, 13))
    assert len(load_hold_out(tmp_path).openings) == 12
    save_hold_out(tmp_path, DRAWN)
    assert len(load_hold_out(tmp_path).openings) == 12


@pytest.mark.parametrize("text", ["", "{", '{"patients": {"P-0001": "maybe"}, "seed": 0, "drawn": "", "openings": []}'])
def test_a_damaged_list_is_said_and_never_silently_redrawn(tmp_path, text):
    (tmp_path / FILE_NAME).write_text(text)
    with pytest.raises(AnnotationError, match="damaged"):
        load_hold_out(tmp_path)
    with pytest.raises(AnnotationError, match="damaged"):
        save_hold_out(tmp_path, DRAWN)


def test_opening_before_the_hold_out_was_drawn_is_refused(tmp_path):
    with pytest.raises(AnnotationError, match="no sealed patients"):
        count_opening(tmp_path, "reader", "grade")
