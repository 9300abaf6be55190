"""The two baselines every network has to beat: hand-crafted features, and the size of the box alone.

Features per box (scikit-image): histogram, grey-level co-occurrence, local binary patterns, shape. A patient's features are
the mean over its boxes, so every patient weighs the same. Classifier and its strength are chosen by an inner
cross-validation on the training patients of each fold; scaling is learnt inside it.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit
from scipy.stats import kurtosis, skew
from skimage.feature import graycomatrix, graycoprops, local_binary_pattern
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from training.crops import Crops
from training.manifest import Manifest, PatientRow
from training.predictions import DONE, HOLD_OUT_FOLD, BoxScores, Outcome
from training.split import Split

LEVELS = 32
LBP_POINTS, LBP_RADIUS = 8, 1
DISTANCES, ANGLES = (1, 2), (0.0, np.pi / 4, np.pi / 2, 3 * np.pi / 4)
TEXTURES = ("contrast", "dissimilarity", "homogeneity", "energy", "correlation")
INNER_FOLDS = 4
CERTAIN = 1e-4
SVM_MARGIN = 2.0
"""A support vector machine gives distances, not log-odds: one margin counts as this many; calibration is not claimed."""
STRENGTHS = (0.01, 0.1, 1.0, 10.0)
Floats = NDArray[np.float64]


def box_features(pixels: NDArray[np.float32], spacing_mm: tuple[float, float] = (1.0, 1.0)) -> Floats:
    """Features of one box: float64 (features,).

    Args:
        pixels: ``(channels, rows, columns)``, 0..1.
        spacing_mm: (row, column) distances of voxel centres.
    """
    parts: list[Floats] = []
    for channel in pixels:
        flat = channel.ravel().astype(np.float64)
        steady = flat.std() < 1e-6
        moments = [0.0, 0.0] if steady else [float(skew(flat)), float(kurtosis(flat))]
        parts.append(np.array([flat.mean(), flat.std(), *np.percentile(flat, [5, 25, 50, 75, 95]), *moments]))
        parts.append(np.histogram(flat, bins=8, range=(0, 1))[0] / flat.size)
        grey = np.clip(channel * LEVELS, 0, LEVELS - 1).astype(np.uint8)
        together = graycomatrix(grey, DISTANCES, ANGLES, levels=LEVELS, symmetric=True, normed=True)
        parts.extend(graycoprops(together, name).mean(axis=1) for name in TEXTURES)
        patterns = local_binary_pattern(grey, LBP_POINTS, LBP_RADIUS, method="uniform")
        parts.append(np.bincount(patterns.astype(int).ravel(), minlength=LBP_POINTS + 2)[: LBP_POINTS + 2] / grey.size)
    height, width = pixels.shape[1] * spacing_mm[0], pixels.shape[2] * spacing_mm[1]
    parts.append(np.array([np.log(height * width), np.log(height / width)]))
    return np.concatenate(parts)


def run_baselines(manifest: Manifest, split: Split, crops: Crops, seed: int, hold_out: bool = True) -> list[Outcome]:
    """Both baselines on the folds and the hold-out of a run.

    Args:
        manifest: Patients and boxes, with its series attached (sizes are in mm where the series know them).
        split: The same parts that the networks use.
        crops: The windows of the manifest's boxes.
        seed: Of the inner cross-validation.
        hold_out: Also score the sealed patients (only when the run opens them).

    Returns:
        ``size_only`` and ``handcrafted``. A patient has one score, carried by each of its boxes.
    """
    label = np.array([row.label for row in manifest.patients], np.int64)
    size = np.array([box_sizes(row) for row in manifest.patients])
    features = np.array([
        np.mean([box_features(crops.box_pixels(int(i)), _in_plane_mm(row)) for i in crops.rows_of([row.patient])], axis=0)
        for row in manifest.patients
    ])  # fmt: skip
    table = {"size_only": (size, _linear()), "handcrafted": (np.column_stack([features, size]), _both())}
    return [
        _outcome(name, values, grid, manifest, label, split, seed, hold_out) for name, (values, grid) in table.items()
    ]


def box_sizes(row: PatientRow) -> list[float]:
    """Log of the mean and of the largest box area in mm2, and the number of slices with a box."""
    height, width = _in_plane_mm(row)
    areas = [box.roi.area * height * width for box in row.boxes]
    return [
        float(np.log(np.mean(areas))),
        float(np.log(max(areas))),
        float(len({b.roi.slice_index for b in row.boxes})),
    ]


def _in_plane_mm(row: PatientRow) -> tuple[float, float]:
    """(row, column) distances of voxel centres; 1 mm where the file does not say."""
    known = [series.spacing_mm for series in row.series.values() if series.spacing_mm is not None]
    return (known[0][1], known[0][2]) if known else (1.0, 1.0)


def _linear() -> list[dict[str, Any]]:
    return [{"model": [LogisticRegression(class_weight="balanced", max_iter=2000)], "model__C": list(STRENGTHS)}]


def _both() -> list[dict[str, Any]]:
    return [*_linear(), {"model": [SVC(kernel="rbf", class_weight="balanced")], "model__C": [0.3, 1.0, 3.0, 10.0]}]


def _outcome(
    name: str, values: Floats, grid: list[dict[str, Any]], manifest: Manifest, label: NDArray[np.int64], split: Split,
    seed: int, hold_out: bool,
) -> Outcome:  # fmt: skip
    started = time.monotonic()
    place = {row.patient: i for i, row in enumerate(manifest.patients)}
    sealed = [place[p] for p in split.hold_out]
    tuning, tests = [], []
    for k, fold in enumerate(split.folds):
        train = [place[p] for j, other in enumerate(split.folds) if j != k for p in other]
        model = _fitted(values[train], label[train], grid, seed)
        tuning.append(_scores(manifest, [place[p] for p in fold], values, model, k))
        if hold_out and sealed:
            tests.append(_scores(manifest, sealed, values, model, HOLD_OUT_FOLD))
    return Outcome(
        network=name,
        start=None,
        status=DONE,
        out_of_fold=BoxScores.joined(tuning),
        hold_out=tuple(tests) if tests else None,
        seconds=time.monotonic() - started,
    )


def _fitted(values: Floats, label: NDArray[np.int64], grid: list[dict[str, Any]], seed: int) -> Any:
    """The best classifier by inner cross-validated AUC."""
    inner = min(INNER_FOLDS, int(np.bincount(label, minlength=2).min()))
    pipeline = Pipeline([("scale", StandardScaler()), ("model", LogisticRegression())])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        if inner < 2:
            return pipeline.set_params(model=LogisticRegression(class_weight="balanced", C=0.1)).fit(values, label)
        folds = StratifiedKFold(inner, shuffle=True, random_state=seed)
        search = GridSearchCV(pipeline, grid, scoring="roc_auc", cv=folds, n_jobs=1)
        return search.fit(values, label).best_estimator_


def _margin(model: Any, values: Floats) -> Floats:
    decision = np.asarray(model.decision_function(values), np.float64)
    if isinstance(model.named_steps["model"], LogisticRegression):
        return np.clip(decision, logit(CERTAIN), logit(1 - CERTAIN))
    return decision * SVM_MARGIN


def _scores(manifest: Manifest, index: Sequence[int], values: Floats, model: Any, fold: int) -> BoxScores:
    margins = _margin(model, values[list(index)])
    patient, slices, labels, each = [], [], [], []
    for i, margin in zip(index, margins, strict=True):
        row = manifest.patients[i]
        patient += [row.patient] * len(row.boxes)
        slices += [box.roi.slice_index for box in row.boxes]
        labels += [row.label] * len(row.boxes)
        each += [float(margin)] * len(row.boxes)
    n = len(patient)
    return BoxScores(
        tuple(patient),
        np.full(n, fold, np.int64),
        np.array(slices, np.int64),
        np.array(labels, np.int64),
        np.array(each),
    )
