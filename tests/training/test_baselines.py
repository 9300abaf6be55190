"""What every network has to beat: hand-crafted features, and the size of the box alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from glioma_desktop.annotation.roi import RectROI
from tests.training.roster import make_series, manifest_of, row
from training import handcrafted, metrics
from training.crops import Crops
from training.handcrafted import best_model, box_features, box_sizes, fit_baselines
from training.manifest import Choice, FlowStep, Manifest
from training.split import Split


def sized(patient: str, grade: int, side: int, slices: int, spacing_mm=(5.0, 1.0, 1.0)):
    held = row(patient, grade)
    boxes = tuple(replace(held.boxes[0], roi=RectROI(k, 2, 2 + side, 3, 3 + side)) for k in range(slices))
    return replace(held, boxes=boxes, series={"t1ce": make_series("1.2", spacing_mm=spacing_mm)})


def noise_crops(manifest: Manifest) -> Crops:
    """Pixels that know nothing."""
    random = np.random.default_rng(0)
    rois = [(row, box.roi) for row in manifest.patients for box in row.boxes]
    windows = tuple(random.integers(0, 65535, (1, roi.rows + 8, roi.columns + 8)).astype(np.uint16) for _, roi in rois)
    boxes = np.array([[4, 4 + roi.rows, 4, 4 + roi.columns] for _, roi in rois], float)
    labels = np.array([row.label for row, _ in rois])
    return Crops(tuple(row.patient for row, _ in rois), labels, tuple(roi for _, roi in rois), windows, boxes, None)


@pytest.fixture(scope="module")
def cohort():
    """Forty-five patients whose high grades are the larger ones; the pixels are noise."""
    random = np.random.default_rng(4)
    rows = []
    for i in range(45):
        grade = 2 + i % 2
        rows.append(
            sized(f"P-{i:04d}", grade, int(random.normal(20 if grade == 3 else 14, 3)), int(random.integers(2, 5)))
        )
    manifest = Manifest(tuple(rows), (FlowStep("found", "", 45),), Choice())
    names = [r.patient for r in rows]
    split = Split(tuple(names[:9]), tuple(tuple(names[9 + k :: 5]) for k in range(5)))
    return manifest, split, noise_crops(manifest)


def test_where_only_size_tells_the_grade_size_alone_says_so(cohort):
    manifest, split, crops = cohort
    size, _ = fit_baselines(manifest, split, crops, seed=0)
    outcome = size.outcome(manifest, split, hold_out=True)
    scored = metrics.by_patient(outcome.out_of_fold)
    assert scored.patient == split.tuning
    assert metrics.auc(scored.label, scored.probability) > 0.8
    assert len(outcome.hold_out) == 5
    assert {name for part in outcome.hold_out for name in part.patient} == set(split.hold_out)
    assert outcome.start is None
    assert (outcome.network, outcome.status) == ("size_only", "done")


def test_a_patient_s_grade_changes_nothing_in_its_own_out_of_fold_score(cohort):
    manifest, split, crops = cohort
    victim = split.folds[2][0]
    flipped = tuple(replace(r, label=1 - r.label) if r.patient == victim else r for r in manifest.patients)
    for before, after in zip(
        fit_baselines(manifest, split, crops, 0),
        fit_baselines(replace(manifest, patients=flipped), split, crops, 0),
        strict=True,
    ):
        a, b = (x.outcome(manifest, split, hold_out=False).out_of_fold for x in (before, after))
        inside = a.fold == 2
        assert np.array_equal(a.margin[inside], b.margin[inside])
        assert not np.array_equal(a.margin[~inside], b.margin[~inside])


def test_sealed_grades_are_not_looked_at_by_any_fit(cohort):
    manifest, split, crops = cohort
    changed = tuple(replace(r, label=1 - r.label) if r.patient in split.hold_out else r for r in manifest.patients)
    for a, b in zip(
        fit_baselines(manifest, split, crops, 0),
        fit_baselines(replace(manifest, patients=changed), split, crops, 0),
        strict=True,
    ):
        first, second = (x.outcome(manifest, split, hold_out=True) for x in (a, b))
        assert np.array_equal(first.out_of_fold.margin, second.out_of_fold.margin)
        assert all(np.array_equal(p.margin, q.margin) for p, q in zip(first.hold_out, second.hold_out, strict=True))
        assert first.hold_out is not None
        assert a.outcome(manifest, split, hold_out=False).hold_out is None


@pytest.mark.parametrize("seed", [0, 3])
def test_the_inner_choice_is_scikit_learn_s_own_grid_search(seed):
    random = np.random.default_rng(seed)
    values = random.normal(size=(50, 12)) * np.arange(1, 13)
    label = (values[:, 3] / 4 + values[:, 7] / 8 + random.normal(0, 1.0, 50) > 0).astype(int)
    pipeline = Pipeline([("scale", StandardScaler()), ("model", LogisticRegression())])
    grid = [
        {
            "model": [LogisticRegression(class_weight="balanced", max_iter=2000)],
            "model__C": list(handcrafted.STRENGTHS),
        },
        {"model": [SVC(kernel="rbf", class_weight="balanced")], "model__C": list(handcrafted.SVM_STRENGTHS)},
    ]
    folds = StratifiedKFold(4, shuffle=True, random_state=0)
    expected = GridSearchCV(pipeline, grid, scoring="roc_auc", cv=folds).fit(values, label).best_estimator_
    found = best_model(values, label, [*handcrafted._linear(), *handcrafted._curved()], 0)
    assert repr(found.named_steps["model"]) == repr(expected.named_steps["model"])
    assert np.array_equal(found.decision_function(values), expected.decision_function(values))


def test_size_is_measured_in_mm_so_that_a_finer_matrix_is_no_larger_tumour():
    coarse = box_sizes(sized("P-0001", 2, 10, 3, (5.0, 1.0, 1.0)))
    fine = box_sizes(sized("P-0002", 2, 20, 3, (5.0, 0.5, 0.5)))
    assert fine == pytest.approx(coarse)
    assert coarse == pytest.approx([np.log(100), np.log(100), 3])
    assert box_sizes(replace(sized("P-0003", 2, 10, 3), series={})) == pytest.approx(coarse)


def test_the_features_see_texture_brightness_and_shape():
    random = np.random.default_rng(1)
    smooth = np.linspace(0.2, 0.8, 30 * 20, dtype=np.float32).reshape(1, 30, 20)
    rough = random.permutation(smooth.ravel()).reshape(1, 30, 20)
    same_shape = box_features(smooth)
    assert same_shape.shape == box_features(rough).shape
    assert box_features(rough)[:7] == pytest.approx(same_shape[:7], abs=1e-5), "equal histograms"
    assert not np.allclose(box_features(rough), same_shape, atol=0.05), "another texture"
    assert box_features(smooth, (2.0, 1.0))[-2:] == pytest.approx([np.log(60 * 20), np.log(60 / 20)])
    assert np.isfinite(box_features(np.full((1, 6, 6), 0.5, np.float32))).all()
    assert len(box_features(np.concatenate([smooth] * 3))) == 3 * (len(same_shape) - 2) + 2


def test_too_few_patients_for_an_inner_choice_still_give_a_baseline():
    values, label = np.arange(10.0).reshape(5, 2), np.array([0, 0, 0, 0, 1])
    assert best_model(values, label, handcrafted._linear(), 0).predict(values).shape == (5,)


def test_a_manifest_of_one_grade_row_each_is_scored_in_its_own_order():
    manifest = manifest_of({f"P-{i:04d}": 2 + i % 2 for i in range(20)})
    names = [r.patient for r in manifest.patients]
    split = Split((), tuple(tuple(names[k::5]) for k in range(5)))
    for baseline in fit_baselines(manifest, split, noise_crops(manifest), 0):
        scores = baseline.outcome(manifest, split, hold_out=True)
        assert scores.hold_out is None
        assert len(scores.out_of_fold) == 60
        assert all(
            p in split.folds[f] for p, f in zip(scores.out_of_fold.patient, scores.out_of_fold.fold, strict=True)
        )
