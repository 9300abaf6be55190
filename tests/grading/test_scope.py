"""A case that the model does not know is refused with the reason and the next step."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.grading.crop import CropSpec
from glioma_desktop.grading.scope import check_scope
from glioma_desktop.grading.scope_case import CaseScope


@pytest.fixture
def check(card, head, series, boxes):
    def run(rois=None, volume=None, card_changes=None, facts=None, series_facts=None, **series_changes):
        if series_facts is not None:
            series_changes["facts"] = series_facts
        volume = volume if volume is not None else head()
        made = card(**(card_changes or {}))
        return check_scope(
            made, {"t1ce": series(volume, **series_changes)}, {"t1ce": volume}, boxes if rois is None else rois, facts
        )

    return run


def test_a_usual_case_is_graded_with_the_notes_that_apply(check):
    scope = check(facts=CaseScope(treatment="untreated", age_years=48))
    assert scope.refusal is None
    assert scope.notes == ("Note: grade IV not trained on.",)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"modality": "CT"}, "Not graded: this is CT. The model reads MR only."),
        ({"sequence": "flair"}, "Not graded: this is FLAIR. Choose the T1CE series."),
        ({"sequence": "unknown"}, "Not graded: sequence not known. Confirm it in the series list."),
        ({"sequence": "t1"}, "Not graded: no record of contrast. Confirm T1CE or choose another series."),
        (
            {"series_facts": {"image_type": ["DERIVED", "PRIMARY", "SUBTRACTION"]}},
            "Not graded: this is a subtraction or projection. Choose the T1CE series itself.",
        ),
    ],
    ids=["ct", "flair", "unknown", "no contrast", "subtraction"],
)
def test_a_series_that_the_model_does_not_read_is_refused(check, changes, sentence):
    assert check(**changes).refusal == sentence


def test_a_derived_series_that_a_converter_wrote_is_graded(card, head, series, boxes):
    volume = head()
    converted = {"t1ce": series(volume, facts={"image_type": ["DERIVED", "SECONDARY"]})}
    assert check_scope(card(), converted, {"t1ce": volume}, boxes).refusal is None


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            CaseScope(treatment="after_resection"),
            "Not graded: images are after surgery. The model knows untreated tumours only.",
        ),
        (
            CaseScope(treatment="after_radio_or_chemotherapy"),
            "Not graded: images are after radio- or chemotherapy. The model knows untreated tumours only.",
        ),
        (CaseScope(age_years=11.7), "Not graded: patient is 11. The model was trained on adults."),
    ],
    ids=["surgery", "radiotherapy", "child"],
)
def test_a_patient_that_the_model_does_not_know_is_refused(check, facts, sentence):
    assert check(facts=facts).refusal == sentence


def test_slices_outside_the_training_range_are_refused_but_nominal_ones_are_not_judged(check, head):
    assert check(volume=head(spacing_mm=(8.0, 1.0, 1.0))).refusal == (
        "Not graded: slices are 8 mm apart; training had 3-6 mm."
    )
    nominal = check(volume=head(spacing_mm=(8.0, 1.0, 1.0), spacing_nominal=True))
    assert nominal.refusal is None
    assert "Note: spacing not measured: sizes in pixels." in nominal.notes
    assert check(volume=head(spacing_mm=(8.0, 1.0, 1.0)), card_changes={"training": {}}).refusal is None


def test_a_box_in_the_air_beside_the_head_is_refused(check):
    air = RectROI(6, 0, 12, 0, 12)
    assert check(rois=[air]).refusal == "Not graded: the box is outside the head. Move it."
    assert check(rois=[RectROI(6, 30, 56, 24, 50), air.on_slice(7)]).refusal == (
        "Not graded: the box on slice 8 is outside the head. Move it."
    )
    assert check(rois=[RectROI(6, 80, 120, 24, 50)]).refusal == "Not graded: the box is outside the image. Move it."


def test_monochrome1_has_bright_air_and_the_box_in_the_head_is_still_in_the_head(check, head, boxes):
    volume = head()
    negative = replace(volume, voxels=(2000 - volume.voxels).astype(np.int16), inverted=True)
    assert check(volume=negative).refusal is None
    assert "outside the head" in check(volume=negative, rois=[RectROI(6, 0, 12, 0, 12)]).refusal


def test_a_box_below_10_mm_is_refused_unless_another_slice_shows_more(check, boxes):
    small = RectROI(6, 40, 45, 30, 36)
    assert check(rois=[small]).refusal == "Not graded: the box is 6 x 5 mm; 10 x 10 mm is the least."
    assert check(rois=[small.on_slice(3), *boxes]).refusal is None


def test_a_tiny_box_is_refused_in_pixels_where_the_spacing_is_not_measured(check, head):
    volume = replace(head(), spacing_nominal=True)
    small = RectROI(6, 40, 45, 30, 36)
    assert check(volume=volume, rois=[small]).refusal == "Not graded: the box is 6 x 5 px; 10 x 10 px is the least."


def test_unknown_left_and_right_and_another_plane_are_refused(check, head):
    assert check(volume=head(orientation_known=False)).refusal == (
        "Not graded: left and right are not known in this file."
    )
    sagittal = CropSpec(plane="sagittal")
    assert check(card_changes={"crop_spec": sagittal}).refusal == (
        "Not graded: slices are axial; the model reads sagittal slices. Choose such a series."
    )


def test_no_box_and_no_sequence(check, card, boxes):
    assert check(rois=[]).refusal == "Not graded: there is no box. Draw one."
    assert check_scope(card(), {}, {}, boxes).refusal == "Not graded: T1CE is missing. Open the study that holds it."


def test_notes_on_coverage_scanner_treatment_and_lesions(check, boxes):
    facts = CaseScope(lesions=2, lesion="L1", coverages={boxes[0]: 0.62})
    scope = check(facts=facts)
    assert scope.notes == (
        "Note: box holds 62 % of the outline; training had 70-90 %.",
        "Note: treatment state not entered.",
        "Note: several lesions; only lesion 1 is used.",
        "Note: grade IV not trained on.",
    )
    several = CaseScope(coverages={boxes[0]: 0.62, boxes[1]: 0.8, boxes[2]: 0.95})
    assert check(facts=several).notes[0] == ("Note: 2 of 3 boxes hold 62-95 % of the outline; training had 70-90 %.")


def test_a_scanner_that_training_did_not_have_is_noted(card, head, series, boxes):
    volume = head()
    other = {"t1ce": series(volume, facts={"manufacturer": "Philips", "model": "Ingenia"})}
    assert "Note: scanner not among those trained on." in check_scope(card(), other, {"t1ce": volume}, boxes).notes
    silent = {"t1ce": series(volume, facts={})}
    assert "Note: scanner not among those trained on." not in check_scope(card(), silent, {"t1ce": volume}, boxes).notes


def test_a_model_of_phantoms_says_so_with_every_answer(check):
    assert "Note: trained on synthetic phantoms, not on patients." in check(card_changes={"synthetic": True}).notes
