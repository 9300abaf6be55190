"""What is measured on a slice is what SimpleITK, scikit-image and plain counting say, also on pixels that are not square."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import SimpleITK
from hypothesis import given, settings
from hypothesis import strategies as st
from skimage.measure import label, regionprops

from glioma_desktop.annotation.annotation import Change, Edit
from glioma_desktop.annotation.exchange.export import export_annotations
from glioma_desktop.annotation.measure import (
    Ruling,
    beside,
    ellipse_mask,
    foot,
    grey_statistics,
    perpendicular,
    rano_limit_mm,
    robust_range,
    widest_chord,
)
from glioma_desktop.annotation.measurement import Measurement, longest_first, measured_values, new_id
from glioma_desktop.annotation.project import Project

FLAT = Ruling((1.7, 0.6), "mm")
POINTS = st.tuples(st.floats(-40, 300), st.floats(-40, 300))


@settings(max_examples=80, deadline=None)
@given(start=POINTS, end=POINTS)
def test_a_length_is_the_distance_of_the_two_points_in_patient_space(start, end) -> None:
    slice_ = SimpleITK.Image(64, 64, 1, SimpleITK.sitkInt16)
    slice_.SetSpacing((0.6, 1.7, 5.0))
    turn = SimpleITK.Euler3DTransform((0, 0, 0), 0.3, -0.2, 0.7)
    slice_.SetDirection(turn.GetMatrix())
    places = [slice_.TransformContinuousIndexToPhysicalPoint((c - 0.5, r - 0.5, 0.0)) for r, c in (start, end)]
    assert FLAT.length(start, end) == pytest.approx(math.dist(*places), abs=1e-9)


@settings(max_examples=80, deadline=None)
@given(start=POINTS, end=POINTS, first=POINTS, second=POINTS)
def test_the_second_diameter_is_perpendicular_in_millimetres_and_crosses_the_first(start, end, first, second) -> None:
    if FLAT.length(start, end) < 1:
        return
    one, other = perpendicular(FLAT, start, end, first, second)
    line, across = FLAT.vector(start, end), FLAT.vector(one, other)
    assert np.dot(line, across) == pytest.approx(0, abs=1e-6 * (1 + math.hypot(*across)) * math.hypot(*line))
    assert foot(FLAT, start, end, one).along >= -1e-9
    assert foot(FLAT, start, end, one).along <= 1 + 1e-9
    assert foot(FLAT, start, end, other).aside == pytest.approx(foot(FLAT, start, end, second).aside, abs=1e-6)


def test_beside_is_the_inverse_of_foot() -> None:
    for point in ((3.0, 9.0), (40.0, -2.0), (11.5, 12.25)):
        at = foot(FLAT, (10.0, 4.0), (22.0, 31.0), point)
        assert beside(FLAT, (10.0, 4.0), (22.0, 31.0), at) == pytest.approx(point)
    with pytest.raises(ValueError, match="no length"):
        foot(FLAT, (1.0, 1.0), (1.0, 1.0), (2.0, 2.0))


@pytest.mark.parametrize(("corner", "opposite"), [((5.2, 8.9), (17.4, 30.1)), ((20, 30), (6, 3)), ((-4, -4), (9, 9))])
def test_a_probe_holds_the_voxels_whose_centre_is_in_it_and_says_what_simpleitk_says(corner, opposite) -> None:
    pixels = np.random.default_rng(3).integers(-500, 1500, (24, 40)).astype(np.int16)
    (r0, r1), (c0, c1) = sorted((corner[0], opposite[0])), sorted((corner[1], opposite[1]))
    counted = np.zeros(pixels.shape, bool)
    for row in range(24):
        for column in range(40):
            down = (row + 0.5 - (r0 + r1) / 2) / ((r1 - r0) / 2)
            right = (column + 0.5 - (c0 + c1) / 2) / ((c1 - c0) / 2)
            counted[row, column] = down**2 + right**2 <= 1
    mask = ellipse_mask(pixels.shape, corner, opposite)
    assert np.array_equal(mask, counted)
    oracle = SimpleITK.LabelStatisticsImageFilter()
    oracle.Execute(SimpleITK.GetImageFromArray(pixels), SimpleITK.GetImageFromArray(mask.astype(np.uint8)))
    found = grey_statistics(pixels, mask)
    assert found is not None
    assert found.count == oracle.GetCount(1)
    assert (found.mean, found.sd) == pytest.approx((oracle.GetMean(1), oracle.GetSigma(1)))
    assert (found.lowest, found.highest) == (oracle.GetMinimum(1), oracle.GetMaximum(1))


def test_values_that_are_no_number_are_left_out_and_an_empty_probe_says_nothing() -> None:
    pixels = np.array([[1.0, np.nan], [np.inf, 5.0]], np.float32)
    found = grey_statistics(pixels, np.ones((2, 2), bool))
    assert found is not None
    assert (found.count, found.mean, found.lowest, found.highest) == (2, 3.0, 1.0, 5.0)
    assert grey_statistics(pixels, np.zeros((2, 2), bool)) is None
    assert measured_values("probe", ((0.0, 0.0), (0.1, 0.1)), FLAT, pixels) == {}
    one = grey_statistics(
        pixels, np.eye(2, dtype=bool)[::-1] * [[False, False], [True, False]] | np.diag([True, False])
    )
    assert one is not None
    assert one.sd == 0


@pytest.mark.parametrize("tilt", [0.0, 0.4, 1.1, 2.5])
def test_the_perpendicular_proposed_in_an_outline_is_its_shorter_axis(tilt: float) -> None:
    row, column = (np.indices((90, 200)) + 0.5) * np.array([1.7, 0.6])[:, None, None]
    down, right = row - 75, column - 60
    along, across = down * math.sin(tilt) + right * math.cos(tilt), down * math.cos(tilt) - right * math.sin(tilt)
    mask = (along / 30) ** 2 + (across / 12) ** 2 <= 1
    (blob,) = regionprops(label(mask), spacing=(1.7, 0.6))
    ends = [((75 + way * 30 * math.sin(tilt)) / 1.7, (60 + way * 30 * math.cos(tilt)) / 0.6) for way in (-1.0, 1.0)]
    chord = widest_chord(FLAT, ends[0], ends[1], mask)
    assert chord is not None
    assert FLAT.length(*chord) == pytest.approx(blob.axis_minor_length, abs=1.8)
    assert np.dot(FLAT.vector(*ends), FLAT.vector(*chord)) == pytest.approx(0, abs=1e-6)
    assert widest_chord(FLAT, (0.0, 0.0), (2.0, 2.0), mask) is None


def test_the_longer_diameter_comes_first_and_the_product_is_that_of_both() -> None:
    points = ((10.0, 10.0), (10.0, 20.0), (5.0, 15.0), (15.0, 15.0))
    assert longest_first(points, FLAT)[:2] == points[2:], "ten rows are 17 mm, ten columns 6 mm"
    values = measured_values("bidimensional", longest_first(points, FLAT), FLAT, np.zeros((20, 20)))
    assert values == pytest.approx({"long_mm": 17.0, "short_mm": 6.0, "product_mm2": 102.0})
    inch = Ruling((1.0, 1.0), "px")
    assert measured_values("ruler", ((0.0, 0.0), (3.0, 4.0)), inch, np.zeros((5, 5))) == {"length_px": 5.0}


def test_rano_asks_for_10_mm_and_for_twice_the_distance_of_slices_further_apart_than_5_mm() -> None:
    assert rano_limit_mm(1.0) == rano_limit_mm(5.0) == 10
    assert rano_limit_mm(6.5) == 13


def test_the_robust_range_of_a_region_leaves_out_one_in_a_hundred_at_each_end() -> None:
    pixels = np.arange(10_000).reshape(100, 100)
    assert robust_range(pixels) == pytest.approx((99.99, 9899.01))
    assert robust_range(np.full((9, 9), 7)) is None
    assert robust_range(np.array([[1, 2]])) is None


def ruler(series: str = "1.2.3.1", k: int = 9, **more) -> Measurement:
    points = ((4.5, 5.25), (20.0, 17.0))
    return Measurement(new_id(), series, k, "ruler", points, values={"length_mm": 30.4}, reader="Reader A", **more)


def keep(project: Project, patient: str, one: Measurement, text: str = "Ruler on slice 10") -> None:
    project.store.record(Edit(patient, "Reader A", text, (Change(one.address, one),)))


def test_a_measurement_is_there_after_a_restart_and_its_deletion_can_be_taken_back(project, patient) -> None:
    one, other = ruler(), ruler(k=3)
    keep(project, patient, one)
    keep(project, patient, other)
    project.store.record(Edit(patient, "Reader A", "Delete ruler", (Change(one.address, None),)))
    project.close()
    again = Project.open(project.folder)
    assert again.store.annotation(patient).measurements == {(other.series_uid, other.id): other}
    assert again.store.next_undo(patient).text == "Delete ruler"
    again.store.undo(patient, "Reader A")
    annotation = again.store.annotation(patient)
    assert annotation.measurements_on("1.2.3.1", "", 9) == (one,)
    assert annotation.measurements_on("1.2.3.1", "sagittal", 9) == ()
    again.close()


def test_measurements_leave_by_pseudonym_in_the_json_and_never_in_the_table_of_boxes(
    project, patient, tmp_path
) -> None:
    one = ruler()
    keep(project, patient, one)
    answer = export_annotations(project, "json", tmp_path / "o.json")
    (row,) = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))["measurements"]
    assert answer["measurements"] == [row]
    assert (row["patient"], row["study"], row["series"], row["slice_index"]) == (patient, "1.2.3", "1.2.3.1", 9)
    assert (row["kind"], row["values"], row["points"]) == ("ruler", {"length_mm": 30.4}, [[4.5, 5.25], [20.0, 17.0]])
    assert "Doe" not in (tmp_path / "o.json").read_text()
    export_annotations(project, "csv", tmp_path / "o.csv")
    assert "ruler" not in (tmp_path / "o.csv").read_text()
