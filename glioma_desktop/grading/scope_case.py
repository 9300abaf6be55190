"""A case as the scope checks see it, and the ranges of a card that it is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.grading.card import ModelCard
from glioma_desktop.study.series import Series
from glioma_desktop.study.volume import Volume

SPACING, AGES, COVERAGE = ("slice_spacing_mm", "spacing_mm"), ("age_years", "ages"), ("coverage_band", "coverage")
"""Where ``ModelCard.training`` keeps the ranges that a case is compared with."""


@dataclass(frozen=True)
class CaseScope:
    """What is known about a case beside its images.

    Attributes:
        treatment: ``TreatmentState``; ``unknown`` when not entered.
        age_years: At the study, None when not known.
        lesion: The graded one.
        lesions: How many the patient has.
        coverages: Of the graded boxes: ``roi -> share of the outline`` where there is an outline.
    """

    treatment: str = "unknown"
    age_years: float | None = None
    lesion: str = "L1"
    lesions: int = 1
    coverages: Mapping[RectROI, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A case under examination: the model, and for each of its sequences the series and its volume."""

    card: ModelCard
    series: Mapping[str, Series]
    volumes: Mapping[str, Volume]
    rois: Sequence[RectROI]
    facts: CaseScope

    @property
    def box_volume(self) -> Volume:
        """The volume that the boxes lie on."""
        return self.volumes[self.card.crop_spec.sequences[0]]


def scanner_of(series: Series) -> str:
    """``SIEMENS Verio``, as the card's list of scanners has it; ``""`` when the file does not say."""
    parts = (str(series.facts.get(key) or "").strip() for key in ("manufacturer", "model"))
    return " ".join(part for part in parts if part)


def measured_range(training: Mapping[str, Any], *keys: str) -> tuple[float, float] | None:
    """A range of the card as two numbers, under the first of ``keys`` that holds one; None when it was not measured."""
    for key in keys:
        value = training.get(key)
        if isinstance(value, list | tuple) and len(value) == 2 and all(isinstance(v, int | float) for v in value):
            return float(value[0]), float(value[1])
    return None
