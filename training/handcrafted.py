"""The two baselines every network has to beat: hand-crafted features, and the size of the box alone.

Features per box (scikit-image): histogram, grey-level co-occurrence, local binary patterns, shape. A patient's features are
the mean over its boxes, so every patient weighs the same. Classifier and its strength are chosen by an inner
cross-validation on the training patients of each fold; scaling is learnt inside it.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit
from scipy.stats import kurtosis, skew
from skimage.feature import graycomatrix, graycoprops, local_binary_pattern
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from threadpoolctl import threadpool_limits

from training.crops import Crops
from training.manifest import Manifest, PatientRow
from training.metrics import auc
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
STRENGTHS, SVM_STRENGTHS = (0.01, 0.1, 1.0, 10.0), (0.3, 1.0, 3.0, 10.0)
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


@dataclass(frozen=True, eq=False)
class Baseline:
    """A baseline fitted on the five folds.

    Attributes:
        name: ``size_only`` or ``handcrafted``.
        values: float64 (patients, features), in the manifest's order.
        models: For each fold, the classifier that did not see it.
        seconds: Time spent.
    """

    name: str
    values: Floats
    models: tuple[Any, ...]
    seconds: float

    def outcome(self, manifest: Manifest, split: Split, hold_out: bool) -> Outcome:
        """Its scores; a patient has one, carried by each of its boxes.

        Args:
            manifest: As it was fitted on.
            split: As it was fitted on.
            hold_out: Also score the sealed patients (only when the run opens them).
        """
        scores = [self._scores(manifest, fold, k, k) for k, fold in enumerate(split.folds)]
        sealed = split.hold_out if hold_out else ()
        tests = tuple(self._scores(manifest, sealed, k, HOLD_OUT_FOLD) for k in range(len(self.models)) if sealed)
        return Outcome(
            network=self.name, start=None, status=DONE, out_of_fold=BoxScores.joined(scores), hold_out=tests or None,
            seconds=round(self.seconds, 1),
        )  # fmt: skip

    def _scores(self, manifest: Manifest, patients: Sequence[str], model: int, fold: int) -> BoxScores:
        rows = [(i, row) for i, row in enumerate(manifest.patients) if row.patient in patients]
        margins = _margin(self.models[model], self.values[[i for i, _ in rows]])
        each = [(row, box, margin) for (_, row), margin in zip(rows, margins, strict=True) for box in row.boxes]
        return BoxScores(
            tuple(row.patient for row, _, _ in each),
            np.full(len(each), fold, np.int64),
            np.array([box.roi.slice_index for _, box, _ in each], np.int64),
            np.array([row.label for row, _, _ in each], np.int64),
            np.array([margin for _, _, margin in each], np.float64),
        )


def fit_baselines(manifest: Manifest, split: Split, crops: Crops, seed: int) -> list[Baseline]:
    """Both baselines on the folds of a run; the sealed patients are not looked at.

    Args:
        manifest: Patients and boxes, with its series attached (sizes are in mm where the series know them).
        split: The same parts that the networks use.
        crops: The windows of the manifest's boxes.
        seed: Of the inner cross-validation.

    Returns:
        ``size_only`` and ``handcrafted``.
    """
    size = np.array([box_sizes(row) for row in manifest.patients])
    features = np.array([
        np.mean([box_features(crops.box_pixels(int(i)), _in_plane_mm(row)) for i in crops.rows_of([row.patient])], axis=0)
        for row in manifest.patients
    ])  # fmt: skip
    table = {
        "size_only": (size, _linear()),
        "handcrafted": (np.column_stack([features, size]), [*_linear(), *_curved()]),
    }
    # Hundreds of tiny fits: several threads would only wait for each other, and the last digit would hang on their number.
    with threadpool_limits(limits=1):
        return [
            _fitted_on_folds(name, values, models, manifest, split, seed) for name, (values, models) in table.items()
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


def _linear() -> list[Any]:
    return [LogisticRegression(class_weight="balanced", max_iter=2000, C=strength) for strength in STRENGTHS]


def _curved() -> list[Any]:
    return [SVC(kernel="rbf", class_weight="balanced", C=strength) for strength in SVM_STRENGTHS]


def _fitted_on_folds(
    name: str, values: Floats, candidates: Sequence[Any], manifest: Manifest, split: Split, seed: int
) -> Baseline:
    started = time.monotonic()
    label = np.array([row.label for row in manifest.patients], np.int64)
    place = {row.patient: i for i, row in enumerate(manifest.patients)}
    models = []
    for k in range(len(split.folds)):
        train = [place[p] for j, other in enumerate(split.folds) if j != k for p in other]
        models.append(best_model(values[train], label[train], candidates, seed))
    return Baseline(name, values, tuple(models), time.monotonic() - started)


def best_model(values: Floats, label: NDArray[np.int64], candidates: Sequence[Any], seed: int) -> Any:
    """Of several classifiers the one with the best mean AUC in an inner cross-validation, fitted on all; ties: the first.

    Args:
        values: (patients, features).
        label: (patients,); 1 high, 0 low.
        candidates: Unfitted scikit-learn classifiers with a ``decision_function``.
        seed: Of the inner folds.

    Returns:
        A pipeline that scales as it learnt from these patients, then classifies.
    """
    inner = min(INNER_FOLDS, int(np.bincount(label, minlength=2).min()))
    chosen = LogisticRegression(class_weight="balanced", C=0.1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        if inner >= 2:
            folds = StratifiedKFold(inner, shuffle=True, random_state=seed)
            merits = [_aucs(values, label, train, test, candidates) for train, test in folds.split(values, label)]
            chosen = candidates[int(np.argmax(np.mean(merits, axis=0).round(12)))]
        return Pipeline([("scale", StandardScaler()), ("model", clone(chosen))]).fit(values, label)


def _aucs(
    values: Floats, label: NDArray[np.int64], train: NDArray[np.intp], test: NDArray[np.intp], candidates: Sequence[Any]
) -> list[float]:
    """Each candidate's AUC on ``test`` after learning, scaling included, from ``train``."""
    scale = StandardScaler().fit(values[train])
    known, unknown = scale.transform(values[train]), scale.transform(values[test])
    fitted = [clone(candidate).fit(known, label[train]) for candidate in candidates]
    return [auc(label[test], np.asarray(model.decision_function(unknown), np.float64)) for model in fitted]


def _margin(model: Any, values: Floats) -> Floats:
    decision = np.asarray(model.decision_function(values), np.float64)
    if isinstance(model.named_steps["model"], LogisticRegression):
        return np.clip(decision, logit(CERTAIN), logit(1 - CERTAIN))
    return decision * SVM_MARGIN
