"""Figures of merit from labels and probabilities, at slice level and at patient level. No intervals here (intervals.py)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.grading.calibration import SMALLEST_PROBABILITY, probability
from training.predictions import BoxScores, mean_by_patient

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
THRESHOLD = 0.5
CALIBRATION_BINS = 5


@dataclass(frozen=True, eq=False)
class Scored:
    """Cases with a label and a probability of high grade, one entry a case.

    Attributes:
        patient: The patient of each case; at patient level each once.
        label: int64; 1 high, 0 low.
        probability: float64, 0..1.
        fold: int64; the fold of the patient, -1 for the hold-out.
    """

    patient: tuple[str, ...]
    label: Ints
    probability: Floats
    fold: Ints

    def take(self, chosen: NDArray[np.bool_]) -> Scored:
        """Some of the cases."""
        names = tuple(name for name, kept in zip(self.patient, chosen, strict=True) if kept)
        return Scored(names, self.label[chosen], self.probability[chosen], self.fold[chosen])


def by_slice(scores: BoxScores, temperature: float | None = None) -> Scored:
    """Every box a case."""
    return Scored(scores.patient, scores.label, probability(scores.margin, temperature), scores.fold)


def by_patient(scores: BoxScores, temperature: float | None = None) -> Scored:
    """Every patient a case: the mean probability over the patient's boxes."""
    names, means = mean_by_patient(scores.patient, probability(scores.margin, temperature))
    first = {name: i for i, name in reversed(list(enumerate(scores.patient)))}
    index = np.array([first[name] for name in names], dtype=np.int64)
    return Scored(names, scores.label[index], means, scores.fold[index])


def mean_of(scored: list[Scored]) -> Scored:
    """The mean probability of several networks on the same cases."""
    first = scored[0]
    return Scored(first.patient, first.label, np.mean([s.probability for s in scored], axis=0), first.fold)


def auc(label: Ints, score: Floats) -> float:
    """Area under the ROC curve, ties counted half (Mann-Whitney); NaN when one class is missing."""
    high, low = score[label == 1], score[label == 0]
    if high.size == 0 or low.size == 0:
        return math.nan
    return float(wins(high, low).mean())


def wins(high: Floats, low: Floats) -> Floats:
    """1 where the high case scores above the low one, 0.5 where equal; (high, low)."""
    difference = high[:, None] - low[None, :]
    return np.asarray((difference > 0) + 0.5 * (difference == 0), np.float64)


def accuracy(label: Ints, score: Floats) -> float:
    """Share called rightly at 0.5 (at 0.5 itself: high); NaN without cases."""
    return float(np.mean((score >= THRESHOLD) == (label == 1))) if label.size else math.nan


def confusion(label: Ints, score: Floats) -> dict[str, int]:
    """Counts: high called high, high called low, low called low, low called high."""
    called = score >= THRESHOLD
    high = label == 1
    return {
        "high_as_high": int((called & high).sum()),
        "high_as_low": int((~called & high).sum()),
        "low_as_low": int((~called & ~high).sum()),
        "low_as_high": int((called & ~high).sum()),
    }


def sensitivity(label: Ints, score: Floats) -> float:
    """Share of high grade that is called high ("finds high grade"); NaN without high grade."""
    return float(np.mean(score[label == 1] >= THRESHOLD)) if (label == 1).any() else math.nan


def specificity(label: Ints, score: Floats) -> float:
    """Share of low grade that is called low ("spares low grade"); NaN without low grade."""
    return float(np.mean(score[label == 0] < THRESHOLD)) if (label == 0).any() else math.nan


def balanced_accuracy(label: Ints, score: Floats) -> float:
    """Mean of sensitivity and specificity; NaN when one class is missing."""
    return (sensitivity(label, score) + specificity(label, score)) / 2


def brier(label: Ints, score: Floats) -> float:
    """Mean squared distance of probability and outcome."""
    return float(np.mean((score - label) ** 2)) if label.size else math.nan


def losses(label: Ints, score: Floats) -> Floats:
    """Negative log-likelihood of each case; a probability of 0 counts as 1e-7."""
    return np.asarray(-np.log(np.clip(np.where(label == 1, score, 1 - score), SMALLEST_PROBABILITY, 1.0)), np.float64)


def log_loss(label: Ints, score: Floats) -> float:
    """Mean negative log-likelihood."""
    return float(losses(label, score).mean()) if label.size else math.nan


def calibration_error(label: Ints, score: Floats, bins: int = CALIBRATION_BINS) -> float:
    """Expected calibration error over bins of equal width, weighted by the cases in them (Naeini et al. 2015)."""
    if label.size == 0:
        return math.nan
    index = np.minimum((score * bins).astype(np.int64), bins - 1)
    gaps = [abs(score[index == b].mean() - label[index == b].mean()) * (index == b).sum() for b in np.unique(index)]
    return float(sum(gaps) / label.size)


def calibration_points(label: Ints, score: Floats, bins: int = CALIBRATION_BINS) -> list[dict[str, Any]]:
    """For a plot: for each filled bin the mean probability, the share of high grade and n."""
    index = np.minimum((score * bins).astype(np.int64), bins - 1)
    return [
        {
            "mean": float(score[index == b].mean()),
            "share": float(label[index == b].mean()),
            "n": int((index == b).sum()),
        }
        for b in np.unique(index)
    ]


def roc_points(label: Ints, score: Floats) -> list[tuple[float, float]]:
    """(1 - specificity, sensitivity) from (0, 0) to (1, 1), one point a distinct score; empty when a class is missing."""
    positives, negatives = int((label == 1).sum()), int((label == 0).sum())
    if not positives or not negatives:
        return []
    points = [(0.0, 0.0)]
    for threshold in np.unique(score)[::-1]:
        called = score >= threshold
        points.append(
            (float((called & (label == 0)).sum() / negatives), float((called & (label == 1)).sum() / positives))
        )
    return points
