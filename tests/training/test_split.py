"""Nobody is in two parts, nobody changes sides, and the sealed patients are drawn once."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glioma_desktop.annotation.annotation import Change, Edit
from glioma_desktop.annotation.hold_out import FILE_NAME, HoldOut, load_hold_out
from glioma_desktop.annotation.pathology import Specimen
from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import AnnotationError, ManifestError
from tests.training.roster import add_patient, make_study, manifest_of
from training.eligible import build_manifest
from training.manifest import Choice
from training.run import TrainOptions, choice_of
from training.split import Split, check_sides, drawn_in, hold_out, split_folds

EVERYBODY = 70


@pytest.fixture(scope="module")
def roster(tmp_path_factory):
    """A project that knows seventy patients, whose identifiers run against their pseudonyms."""
    project = Project.create(tmp_path_factory.mktemp("roster") / "project")
    for number in range(EVERYBODY, 0, -1):
        project.store.register(make_study(number), make_study(number).folder.parent)
    yield project
    project.close()


def sealed_of(grades: dict[str, int]) -> HoldOut:
    """A hold-out of one in five, whoever they are."""
    names = sorted(grades)
    return HoldOut({name: "hold_out" if k % 5 == 0 else "tuning" for k, name in enumerate(names)}, 0, "")


cohorts = st.dictionaries(
    st.integers(1, EVERYBODY).map(lambda n: f"P-{n:04d}"),
    st.sampled_from([2, 2, 3, 3, 4]),
    min_size=30,
    max_size=EVERYBODY,
)


@settings(max_examples=60, deadline=None)
@given(cohorts, st.integers(0, 2**31))
def test_the_parts_are_disjoint_complete_stratified_and_as_large_as_each_other(grades, seed):
    sealed = sealed_of(grades)
    rest = {name: grade for name, grade in grades.items() if name not in sealed.sealed}
    high = sum(grade > 2 for grade in rest.values())
    if min(high, len(rest) - high) < 5:
        with pytest.raises(ManifestError, match="at least 5 patients of each class"):
            split_folds(manifest_of(grades), sealed, seed)
        return
    split = split_folds(manifest_of(grades), sealed, seed)
    parts = [split.hold_out, *split.folds]
    names = [name for part in parts for name in part]
    assert sorted(names) == sorted(grades)
    assert set(split.hold_out) == sealed.sealed
    sizes = [len(fold) for fold in split.folds]
    assert max(sizes) - min(sizes) <= 1
    for grade in set(rest.values()):
        each = [sum(grades[name] == grade for name in fold) for fold in split.folds]
        assert max(each) - min(each) <= 1, f"WHO {grade}: {each}"
    assert split == split_folds(manifest_of(grades), sealed, seed)
    assert Split.from_json(json.loads(json.dumps(split.to_json()))) == split


@settings(max_examples=40, deadline=None)
@given(cohorts)
def test_one_patient_in_five_is_sealed_in_every_grade_as_the_project_s_seed_says(roster, grades):
    manifest = manifest_of(grades)
    sides = drawn_in(roster, manifest, {}, seed=0)
    assert set(sides) == set(grades)
    for grade, n in Counter(grades.values()).items():
        sealed = sum(side == "hold_out" for name, side in sides.items() if grades[name] == grade)
        assert sealed == int(0.2 * n + 0.5)
    assert sides == drawn_in(roster, manifest, {}, seed=0)


@settings(max_examples=40, deadline=None)
@given(cohorts, st.randoms(use_true_random=False))
def test_nobody_changes_sides_when_patients_come_and_grades_are_corrected(roster, grades, chance):
    names = sorted(grades)
    early = {name: grades[name] for name in names if chance.random() < 0.6}
    first = drawn_in(roster, manifest_of(early), {}, seed=0) if early else {}
    corrected = {name: chance.choice([2, 3, 4]) if chance.random() < 0.2 else grade for name, grade in grades.items()}
    later = drawn_in(roster, manifest_of(corrected), first, seed=0)
    assert {name: later[name] for name in first} == first
    assert set(later) == set(grades)


def test_the_draw_follows_the_order_of_identifiers_not_of_pseudonyms(roster):
    """By hand: WHO 2 patients in sorted order of identifier, the project's seed, the first fifth of a permutation."""
    grades = {f"P-{n:04d}": 2 for n in range(1, 21)}
    identifiers = sorted((roster.store.patient(name).identifier, name) for name in grades)
    assert [name for _, name in identifiers] == sorted(grades, reverse=True)
    order = np.random.default_rng([0, 2, 0]).permutation(20)[:4]
    sides = drawn_in(roster, manifest_of(grades), {}, seed=0)
    assert {n for n, side in sides.items() if side == "hold_out"} == {identifiers[i][1] for i in order}


@pytest.fixture
def project(tmp_path):
    made = Project.create(tmp_path / "project")
    for number in range(1, 41):
        add_patient(made, number, 2 + number % 2)
    yield made
    made.close()


def test_the_hold_out_is_the_same_under_every_seed_and_the_folds_are_not(project):
    manifest = build_manifest(project, Choice())
    first = hold_out(project, manifest)
    written = (project.splits_dir / FILE_NAME).read_bytes()
    splits = [split_folds(manifest, hold_out(project, manifest), seed) for seed in range(8)]
    assert {split.hold_out for split in splits} == {tuple(sorted(first.sealed))}
    assert len({split.folds for split in splits}) == 8
    assert (project.splits_dir / FILE_NAME).read_bytes() == written
    assert len(first.sealed) == 8


def test_a_seed_changed_afterwards_redraws_nobody(project):
    manifest = build_manifest(project, Choice())
    first = hold_out(project, manifest)
    project.config = replace(project.config, hold_out_seed=77)
    assert hold_out(project, manifest) == first


def test_later_patients_are_drawn_in_at_the_same_rate_and_a_corrected_grade_moves_nobody(project):
    first = hold_out(project, build_manifest(project, Choice()))
    for number in range(41, 91):
        add_patient(project, number, 2 + number % 2)
    moved = sorted(first.sealed)[0]
    project.store.record(Edit(moved, "A", "Grade", (Change(("specimen", "S1"), Specimen("S1", grade=4)),)))
    grown = hold_out(project, build_manifest(project, Choice()))
    assert {name: grown.patients[name] for name in first.patients} == first.patients
    assert len(grown.patients) == 90
    assert len(grown.sealed) in (17, 18, 19)
    assert grown.drawn == first.drawn
    assert load_hold_out(project.splits_dir) == grown


def test_a_run_that_leaves_the_sealed_patients_out_does_not_seal_its_few_newcomers_instead(project):
    first = hold_out(project, build_manifest(project, Choice()))
    for name in first.sealed:  # for example a narrower coverage band
        project.store.record(Edit(name, "A", "Boxes away", tuple(
            Change(("box", *key_of(box)), None) for box in boxes_of(project, name)
        )))  # fmt: skip
    for number in (41, 42, 43, 44):
        add_patient(project, number, 2 + number % 2)
    grown = hold_out(project, build_manifest(project, Choice()))
    newcomers = set(grown.patients) - set(first.patients)
    assert len(newcomers) == 4
    assert len(newcomers & grown.sealed) <= 2


def boxes_of(project, name):
    return list(project.store.annotation(name).boxes)


def key_of(address):
    series, lesion, k = address
    return series, lesion, str(k)


def test_a_damaged_list_of_sealed_patients_stops_the_run_and_is_not_drawn_again(project):
    manifest = build_manifest(project, Choice())
    hold_out(project, manifest)
    (project.splits_dir / FILE_NAME).write_text("{")
    with pytest.raises(AnnotationError, match="not drawn again"):
        hold_out(project, manifest)
    assert (project.splits_dir / FILE_NAME).read_text() == "{"


def test_a_split_that_names_a_patient_twice_cannot_be_made_or_read():
    with pytest.raises(ValueError, match="in two parts of the split: P-0002"):
        Split(("P-0001",), (("P-0002",), ("P-0002",)))
    with pytest.raises(ValueError, match="P-0001"):
        Split.from_json({"hold_out": ["P-0001"], "folds": [["P-0001"], [], [], [], []]})


def test_a_resumed_run_whose_patient_is_sealed_by_now_is_refused():
    split = Split(("P-0001",), (("P-0002",), ("P-0003",)))
    check_sides(split, HoldOut({"P-0001": "hold_out", "P-0002": "tuning", "P-0003": "tuning"}, 0, ""))
    with pytest.raises(ManifestError, match="P-0002 changed sides"):
        check_sides(split, HoldOut({"P-0001": "hold_out", "P-0002": "hold_out"}, 0, ""))
    with pytest.raises(ManifestError, match="P-0001 changed sides"):
        check_sides(split, HoldOut({}, 0, ""))


def test_the_real_cohort_seals_7_low_and_9_high_and_folds_13_13_13_12_12(real_project):
    project = Project.open(real_project)
    manifest = build_manifest(project, choice_of(project, TrainOptions()))
    assert len(manifest.patients) == 79
    sealed = hold_out(project, manifest).sealed
    assert Counter(manifest.of(name).label for name in sealed) == {0: 7, 1: 9}
    for seed in (0, 1, 2):
        split = split_folds(manifest, hold_out(project, manifest), seed)
        assert sorted((len(fold) for fold in split.folds), reverse=True) == [13, 13, 13, 12, 12]
        assert set(split.hold_out) == sealed
    flow = manifest.flow_json(split.to_json())
    assert [step["patients"] for step in flow["steps"]] == [87, 79, 79, 79, 79, 79]
    assert flow["steps"][1]["reasons"] == {"no T1CE": sorted(flow["steps"][1]["reasons"]["no T1CE"])}
    assert flow["hold_out"] + flow["tuning"] == flow["eligible"] == 79
    project.close()
