"""Freehand contours, boxes between key boxes, and the rectangle itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from skimage.draw import polygon

from glioma_desktop.annotation.interpolate import interpolate
from glioma_desktop.annotation.outline import contours, rasterise
from glioma_desktop.annotation.roi import RectROI


def test_a_freehand_contour_holds_the_voxels_that_skimage_fills():
    rng = np.random.default_rng(3)
    vertices = [(float(r), float(c)) for r, c in rng.uniform(-3, 40, (17, 2))]
    expected = np.zeros((36, 31), bool)
    expected[polygon([v[0] for v in vertices], [v[1] for v in vertices], (36, 31))] = True
    assert np.array_equal(rasterise([vertices], (36, 31)), expected)


def test_a_contour_inside_a_contour_is_a_hole_and_one_beside_it_a_second_part():
    outer = [(2, 2), (2, 17), (17, 17), (17, 2)]
    hole = [(6, 6), (6, 12), (12, 12), (12, 6)]
    beside = [(20, 20), (20, 25), (25, 25), (25, 20)]
    mask = rasterise([outer, hole, beside], (30, 30))
    assert mask[4, 4]
    assert not mask[9, 9]
    assert mask[22, 22]


def test_the_lines_drawn_around_a_mask_enclose_exactly_its_voxels():
    mask = np.zeros((24, 20), bool)
    mask[3:9, 4:15] = True
    mask[14:20, 2:7] = True
    assert np.array_equal(rasterise([list(map(tuple, line)) for line in contours(mask)], mask.shape), mask)
    assert contours(np.zeros((5, 5), bool)) == []


def test_boxes_between_key_boxes_move_linearly_and_never_go_beyond_the_keys():
    first, last = RectROI(10, 20, 40, 30, 60), RectROI(14, 28, 44, 34, 72)
    between = interpolate({10: first, 14: last})
    assert sorted(between) == [11, 12, 13]
    assert between[12] == RectROI(12, 24, 42, 32, 66)


def test_no_box_is_interpolated_across_a_slice_marked_without_tumour():
    keys = {2: RectROI(2, 0, 5, 0, 5), 6: RectROI(6, 0, 5, 0, 5), 8: RectROI(8, 1, 6, 1, 6)}
    assert sorted(interpolate(keys, empty={4})) == [7]


@given(st.tuples(*[st.floats(-20, 60)] * 4))
def test_a_drag_in_any_direction_gives_the_same_box_inside_the_slice(corners):
    r0, c0, r1, c1 = corners
    roi = RectROI.from_corners(0, (r0, c0), (r1, c1), (32, 28))
    assert (
        roi
        == RectROI.from_corners(0, (r1, c1), (r0, c0), (32, 28))
        == RectROI.from_corners(0, (r0, c1), (r1, c0), (32, 28))
    )
    if roi is not None:
        assert roi.fits((1, 32, 28))


def test_an_upside_down_or_negative_rectangle_cannot_exist():
    for bounds in [(0, 5, 5, 0, 2), (0, 6, 5, 0, 2), (0, -1, 5, 0, 2), (-1, 0, 5, 0, 2)]:
        with pytest.raises(ValueError, match="ROI"):
            RectROI(*bounds)


def test_a_nudged_box_stays_whole_at_the_edge_of_the_slice():
    assert RectROI(0, 1, 5, 2, 8).moved(-4, 30, (20, 20)) == RectROI(0, 0, 4, 14, 20)
