"""The box that holds 80 % of the outline, against brute force."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glioma_desktop.annotation.coverage import coverage, fill, fit_rectangle
from glioma_desktop.annotation.roi import RectROI


def brute_force(outline, spacing_mm, target):
    """Every rectangle, the rule of the protocol spelled out."""
    total = int(outline.sum())
    if total < 10:
        return None
    best = None
    rows, columns = outline.shape
    table = np.pad(outline.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    for r0 in range(rows):
        for r1 in range(r0 + 1, rows + 1):
            for c0 in range(columns):
                for c1 in range(c0 + 1, columns + 1):
                    held = table[r1, c1] - table[r0, c1] - table[r1, c0] + table[r0, c0]
                    if held / total < target:
                        continue
                    height_mm, width_mm = (r1 - r0) * spacing_mm[0], (c1 - c0) * spacing_mm[1]
                    key = (
                        (r1 - r0) * (c1 - c0),
                        abs(held / total - target),
                        round(max(height_mm, width_mm) / min(height_mm, width_mm), 9),
                        r0,
                        c0,
                    )
                    if best is None or key < best[0]:
                        best = (key, RectROI(0, r0, r1, c0, c1))
    return best[1]


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    shape=st.tuples(st.integers(4, 11), st.integers(4, 11)),
    density=st.floats(0.15, 0.95),
    spacing=st.sampled_from([(1.0, 1.0), (0.5, 1.25), (2.0, 0.7)]),
    target=st.sampled_from([0.8, 0.7, 0.9, 0.5, 1.0]),
)
def test_the_fitted_box_is_the_one_brute_force_finds_on_random_masks(seed, shape, density, spacing, target):
    outline = np.random.default_rng(seed).random(shape) < density
    assert fit_rectangle(outline, spacing, target) == brute_force(outline, spacing, target)


def test_the_fitted_box_is_exact_on_lobulated_tumours_with_a_hole_and_a_satellite():
    rows, columns = np.mgrid[:26, :24]
    outline = ((rows - 11) / 8.0) ** 2 + ((columns - 10) / 6.0) ** 2 < 1
    outline &= ~(((rows - 10) / 3.0) ** 2 + ((columns - 9) / 2.0) ** 2 < 1)
    outline |= (rows - 21) ** 2 + (columns - 19) ** 2 < 6
    assert fit_rectangle(outline, (1.0, 1.3)) == brute_force(outline, (1.0, 1.3), 0.8)


def test_an_outline_of_nine_voxels_gets_no_box_and_one_of_ten_does():
    outline = np.zeros((20, 20), bool)
    outline[4, 3:12] = True
    assert fit_rectangle(outline, (1.0, 1.0)) is None
    outline[4, 12] = True
    assert fit_rectangle(outline, (1.0, 1.0)) == RectROI(0, 4, 5, 3, 11)


def test_coverage_and_fill_are_shares_of_outline_and_of_box():
    outline = np.zeros((10, 12), bool)
    outline[2:6, 3:8] = True
    roi = RectROI(0, 2, 6, 3, 7)
    assert coverage(roi, outline) == pytest.approx(16 / 20)
    assert fill(roi, outline) == 1.0
    wide = RectROI(0, 0, 10, 0, 12)
    assert (coverage(wide, outline), fill(wide, outline)) == (1.0, pytest.approx(20 / 120))
    assert math.isnan(coverage(roi, np.zeros((10, 12), bool)))
