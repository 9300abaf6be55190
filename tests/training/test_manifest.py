"""Who enters a run: a subtraction that adds up, where only a known contradiction excludes."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glioma_desktop.annotation.annotation import Change, Edit, StudyFacts
from glioma_desktop.annotation.pathology import Specimen
from glioma_desktop.annotation.people import decision
from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import ManifestError
from tests.training.roster import SHAPE, add_patient, make_series, make_study
from training.eligible import attach_series, build_manifest, counted_as_before
from training.manifest import Choice, FlowStep, Manifest, check_sums
from training.run import TrainOptions, checked, choice_of


@pytest.fixture
def project(tmp_path):
    made = Project.create(tmp_path / "project")
    yield made
    made.close()


def flow_of(project, choice=None):
    manifest = build_manifest(project, choice or Choice())
    return manifest, {step.name: (step.patients, dict(step.excluded)) for step in manifest.flow}


def test_each_patient_leaves_at_the_first_step_that_excludes_it_with_the_reason(project):
    stays = add_patient(project, 1)
    no_sequence = add_patient(project, 2, study=make_study(2, ("flair",)))
    no_grade = add_patient(project, 3, grade=None)
    no_boxes = add_patient(project, 4, coverages=())
    too_tight = add_patient(project, 5, coverages=(0.4, 0.95))
    treated = add_patient(project, 6)
    study = project.store.studies(treated)[0]
    project.store.record(
        Edit(treated, "A", "Treatment", (Change(("study", study.uid), StudyFacts("after_resection", "reader")),))
    )
    child = add_patient(project, 7, study=make_study(7, age=11.0))
    grade_one = add_patient(project, 8, grade=1)
    circumscribed = add_patient(project, 9, specimen={"tumour_type": "circumscribed"})
    manifest, flow = flow_of(project)
    assert [row.patient for row in manifest.patients] == [stays]
    assert flow == {
        "found": (9, {}),
        "with_sequence": (8, {"no T1CE": (no_sequence,)}),
        "with_grade": (4, {
            "WHO I is in neither class": (grade_one,), "circumscribed tumour": (circumscribed,),
            "no pathology grade": (no_grade,), "under 18 years": (child,),
        }),
        "with_roi": (3, {"no boxes": (no_boxes,)}),
        "in_coverage_band": (2, {"no box in the coverage band": (too_tight,)}),
        "before_treatment": (1, {"after resection": (treated,)}),
    }  # fmt: skip


def test_what_is_unknown_stays_in_and_is_counted(project):
    add_patient(project, 1, coverages=(None, None))
    add_patient(project, 2, grade=3, study=make_study(2, date=""), specimen={"edition": "2016"})
    manifest, _ = flow_of(project)
    assert len(manifest.patients) == 2
    assert manifest.flow_json()["unknown"] == {"edition": 1, "treatment": 2, "coverage_of_boxes": 2}
    assert manifest.quality()["editions"] == {"2016": 1, "unknown": 1}


def test_an_mr_after_the_first_specimen_is_known_to_be_after_surgery(project):
    add_patient(project, 1, specimen={"date": "2018-12-01"})
    manifest, flow = flow_of(project)
    assert manifest.patients == ()
    assert flow["with_grade"][1] == {"no pathology grade of this study": ("P-0001",)}


def test_of_several_studies_the_pre_operative_one_enters(project):
    late, early = make_study(1, date="2019-06-01"), make_study(1, date="2019-01-10")
    project.store.register(late, late.folder.parent)
    name = add_patient(project, 1, grade=3, study=early, specimen={"date": "2019-02-01"})
    manifest, _ = flow_of(project)
    assert [(row.patient, row.study_uid, row.grade) for row in manifest.patients] == [(name, early.uid, 3)]


def test_boxes_that_nobody_looked_at_are_left_out_until_their_slice_was_seen(project):
    name = add_patient(project, 1, coverages=(0.8, 0.8, 0.8), origin="interpolated")
    manifest, flow = flow_of(project)
    assert flow["with_roi"][1] == {"boxes not looked at": (name,)}
    assert manifest.box_counts["not_looked_at"] == 3
    series = project.store.studies(name)[0].series[0].uid
    project.store.record(Edit(name, "A", "Seen", (Change(("seen", series, "4"), True),), kind="seen"))
    manifest, _ = flow_of(project)
    assert [box.roi.slice_index for box in manifest.patients[0].boxes] == [4]
    assert manifest.patients[0].boxes[0].seen


def test_a_thin_series_gives_a_box_every_5_mm_and_the_rest_is_counted(project):
    thin = make_series("1.2.1.5", spacing_mm=(1.0, 0.5, 0.5))
    add_patient(project, 1, coverages=[0.8] * 20, study=replace(make_study(1), series=(thin,)))
    manifest, _ = flow_of(project)
    assert [box.roi.slice_index for box in manifest.patients[0].boxes] == [5, 10, 15, 20]
    assert manifest.box_counts == {
        "stored": 20, "not_looked_at": 0, "out_of_band": 0, "no_outline": 0, "between_steps": 16, "used": 4,
    }  # fmt: skip


def test_three_sequences_need_one_grid_and_boxes_come_from_the_box_series(project):
    name = add_patient(project, 1, study=make_study(1, ("t1ce", "flair", "t1")))
    other = make_study(2, ("t1ce", "flair"))
    odd = make_series("1.2.2.7", "t1", shape=(SHAPE[0], 61, 50))
    add_patient(project, 2, study=replace(other, series=(*other.series, odd)))
    choice = choice_of(project, TrainOptions(sequences=("flair", "t1ce", "t1")))
    manifest, flow = flow_of(project, choice)
    assert flow["with_sequence"][1] == {"FLAIR, T1CE, T1 not on one grid": ("P-0002",)}
    assert list(manifest.of(name).series) == ["flair", "t1ce", "t1"]
    flair = choice_of(project, TrainOptions(sequences=("flair",)))
    assert len(flow_of(project, flair)[0].of(name).boxes) == 2


def test_planes_are_not_mixed(project):
    sagittal = make_series("1.2.1.5", orientation="sagittal")
    add_patient(project, 1, study=replace(make_study(1), series=(sagittal,)))
    assert flow_of(project)[1]["with_sequence"][1] == {"T1CE not axial": ("P-0001",)}


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([None, 1, 2, 3, 4]), st.sampled_from([(), (0.5,), (0.8,), (None,), (0.8, 0.95)]),
                          st.sampled_from(["t1ce", "flair"]), st.booleans()), min_size=1, max_size=12))  # fmt: skip
def test_the_sums_hold_for_every_cohort(tmp_path_factory, patients):
    project = Project.create(tmp_path_factory.mktemp("sums") / "project")
    for number, (grade, coverages, sequence, treated) in enumerate(patients, 1):
        name = add_patient(project, number, grade, coverages, make_study(number, (sequence,)))
        if treated:
            uid = project.store.studies(name)[0].uid
            facts = StudyFacts("after_radio_or_chemotherapy", "reader")
            project.store.record(Edit(name, "A", "Treatment", (Change(("study", uid), facts),)))
    manifest = build_manifest(project, Choice())
    project.close()
    left = len(patients)
    for step in manifest.flow:
        left -= step.left_here
        assert left == step.patients
    assert left == len(manifest.patients)
    gone = [name for step in manifest.flow for names in step.excluded.values() for name in names]
    assert sorted([*gone, *(row.patient for row in manifest.patients)]) == [
        f"P-{n:04d}" for n in range(1, len(patients) + 1)
    ]
    counts = manifest.box_counts
    assert counts.get("used", 0) == sum(len(row.boxes) for row in manifest.patients)


def test_who_may_be_two_people_leaves_with_that_reason_until_a_reader_says_otherwise(project):
    stays, doubtful = add_patient(project, 1), add_patient(project, 2)
    first = project.store.studies(doubtful)[0]
    other = replace(first, uid="1.9", date="2030-01-01", series=())
    project.store.register(other, first.folder)
    manifest, flow = flow_of(project)
    assert [row.patient for row in manifest.patients] == [stays]
    assert flow["with_grade"] == (1, {"may be two people under one identifier": (doubtful,)})
    studies = project.store.studies(doubtful)
    project.store.record(Edit(doubtful, "A", "One", (decision("one", studies),)))
    assert [row.patient for row in flow_of(project)[0].patients] == [stays, doubtful]
    project.store.record(Edit(doubtful, "A", "Out", (decision("left_out", studies),)))
    assert flow_of(project)[1]["with_grade"] == (1, {"left out by a reader": (doubtful,)})


def test_a_flow_that_does_not_add_up_is_never_printed():
    steps = (FlowStep("found", "", 5), FlowStep("with_grade", "", 3, {"no grade": ("P-0001",)}))
    with pytest.raises(ValueError, match="5 - 1 != 3"):
        check_sums(steps, 3)
    with pytest.raises(ValueError, match="ends at 5, but 4"):
        check_sums(steps[:1], 4)


def test_the_manifest_of_a_run_folder_is_read_back_and_finds_its_series_without_their_uids(project):
    name = add_patient(project, 1)
    manifest = build_manifest(project, Choice())
    text = json.dumps(manifest.to_json())
    assert "1.2.1" not in text
    assert "Q-0001" not in text
    again = counted_as_before(attach_series(project, Manifest.from_json(json.loads(text))))
    assert again.patients[0].series == manifest.patients[0].series
    assert again.patients[0].boxes == manifest.patients[0].boxes
    assert again.flow == manifest.flow
    for more in (1, -1):
        other = json.loads(text)
        other["patients"][0]["slices"]["t1ce"] += more
        with pytest.raises(ManifestError, match=f"T1CE of {name} does not have as many slices as when this run began"):
            counted_as_before(attach_series(project, Manifest.from_json(other)))
    other = Project.create(project.folder.parent / "other")
    with pytest.raises(ManifestError, match=f"T1CE of {name} is no longer in this project"):
        attach_series(other, Manifest.from_json(json.loads(text)))
    other.close()


def test_an_empty_cohort_and_one_of_one_class_are_refused_in_one_sentence(project):
    with pytest.raises(ManifestError, match="the project is empty"):
        checked(build_manifest(project, Choice()))
    add_patient(project, 1, grade=None)
    with pytest.raises(ManifestError, match="1 no pathology grade"):
        checked(build_manifest(project, Choice()))
    add_patient(project, 2, grade=2)
    with pytest.raises(ManifestError, match="All 1 patients are of low grade"):
        checked(build_manifest(project, Choice()))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (TrainOptions(sequences=("t9",)), "Choose one sequence or three"),
        (TrainOptions(sequences=("t1ce", "flair")), "Choose one sequence or three"),
        (TrainOptions(coverage_min=0.9, coverage_max=0.7), "coverage band is empty"),
    ],
)
def test_a_choice_that_cannot_be_trained_on_is_refused(project, options, sentence):
    with pytest.raises(ManifestError, match=sentence):
        choice_of(project, options)


def test_a_specimen_of_another_lesion_does_not_label_the_graded_one(project):
    name = add_patient(project, 1)
    project.store.record(Edit(name, "A", "Lesion", (Change(("specimen", "S1"), Specimen("S1", grade=3, lesion="L2")),)))
    assert flow_of(project)[1]["with_grade"][1] == {"no pathology grade of this study": (name,)}
