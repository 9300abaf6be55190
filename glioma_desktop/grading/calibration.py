"""From margins to patients' probabilities, and the one temperature that makes them mean what they say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import expit

LEAST_PATIENTS, LEAST_OF_A_CLASS = 30, 10
LOWEST, HIGHEST = 0.05, 20.0
SMALLEST_PROBABILITY = 1e-7

Margins = NDArray[np.float64]


def probability(margins: Margins, temperature: float | None) -> Margins:
    """Probability of high grade of margins (logit of high minus logit of low), any shape; temperature None counts as 1."""
    return np.asarray(expit(margins / (temperature or 1.0)), np.float64)


def by_patient(margins: Margins, patients: Sequence[str], temperature: float | None) -> tuple[tuple[str, ...], Margins]:
    """Each patient's probability: the mean over its boxes.

    Args:
        margins: (boxes,).
        patients: One name a box.
        temperature: Applied before averaging; None: 1.

    Returns:
        Names in sorted order, and probabilities (patients,).
    """
    names, index = np.unique(np.asarray(patients, dtype=str), return_inverse=True)
    return tuple(str(name) for name in names), _means(margins, index, len(names), temperature)


def enough_to_calibrate(labels: Sequence[int] | NDArray[np.int64]) -> bool:
    """Whether there are at least 30 patients and 10 of each class (one label a patient)."""
    high = int(np.sum(np.asarray(labels) == 1))
    low = len(labels) - high
    return len(labels) >= LEAST_PATIENTS and min(low, high) >= LEAST_OF_A_CLASS


def fit_temperature(margins: Margins, patients: Sequence[str], labels: NDArray[np.int64]) -> float | None:
    """The temperature with the least negative log-likelihood at patient level.

    Args:
        margins: (boxes,) out of fold.
        patients: One name a box.
        labels: One a box, equal for all boxes of a patient; 1 high, 0 low.

    Returns:
        Between 0.05 and 20; None under 30 patients or 10 of a class: then the words say "score".
    """
    index, of_patient = _grouped(patients, labels)
    return _fitted(margins, index, of_patient) if enough_to_calibrate(of_patient) else None


def cross_fitted(
    margins: Margins, patients: Sequence[str], labels: NDArray[np.int64], folds: NDArray[np.int64]
) -> tuple[tuple[str, ...], Margins] | None:
    """Probabilities "after calibration", each patient's by a temperature fitted on the other folds.

    Args:
        margins: (boxes,) out of fold.
        patients: One name a box.
        labels: One a box.
        folds: One a box.

    Returns:
        Names in sorted order and probabilities (patients,); None when there are too few patients to calibrate.
    """
    index, of_patient = _grouped(patients, labels)
    if not enough_to_calibrate(of_patient):
        return None
    found = np.empty(len(of_patient))
    for fold in np.unique(folds):
        held = np.unique(index[folds == fold])
        rest = folds != fold
        others, renumbered = np.unique(index[rest], return_inverse=True)
        temperature = _fitted(margins[rest], renumbered, of_patient[others])
        found[held] = _means(margins, index, len(of_patient), temperature)[held]
    return tuple(str(name) for name in np.unique(np.asarray(patients, dtype=str))), found


def _grouped(patients: Sequence[str], labels: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
    names, first, index = np.unique(np.asarray(patients, dtype=str), return_index=True, return_inverse=True)
    of_patient = np.asarray(labels)[first]
    if len(names) and not np.array_equal(of_patient[index], np.asarray(labels)):
        raise ValueError("the boxes of a patient have different labels")
    return index, of_patient


def _fitted(margins: Margins, index: NDArray[np.intp], labels: NDArray[np.int64]) -> float:
    def loss(log_temperature: float) -> float:
        found = _means(margins, index, len(labels), float(np.exp(log_temperature)))
        right = np.clip(np.where(labels == 1, found, 1 - found), SMALLEST_PROBABILITY, 1.0)
        return float(-np.mean(np.log(right)))

    # The loss need not have one valley; the best of a coarse grid is polished.
    grid = np.linspace(np.log(LOWEST), np.log(HIGHEST), 41)
    best = int(np.argmin([loss(value) for value in grid]))
    around = (float(grid[max(best - 1, 0)]), float(grid[min(best + 1, len(grid) - 1)]))
    return float(np.exp(minimize_scalar(loss, bounds=around, method="bounded", options={"xatol": 1e-6}).x))


def _means(margins: Margins, index: NDArray[np.intp], count: int, temperature: float | None) -> Margins:
    sums = np.bincount(index, weights=probability(margins, temperature), minlength=count)
    return np.asarray(sums / np.bincount(index, minlength=count), np.float64)
