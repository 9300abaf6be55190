"""Whether a case is what a model knows: reasons to refuse, and notes to print beside an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.grading import wording
from glioma_desktop.grading.card import ModelCard
from glioma_desktop.study.geometry import orientation_of
from glioma_desktop.study.series import SEQUENCE_LABELS, Series
from glioma_desktop.study.volume import Volume

SPACING, AGES, COVERAGE = ("slice_spacing_mm", "spacing_mm"), ("age_years", "ages"), ("coverage_band", "coverage")
"""Where ``ModelCard.training`` keeps the ranges that a case is compared with."""
ADULT_YEARS = 18
LEAST_SIDE_MM = 10.0
"""Where the spacing is not measured the same number counts in pixels."""
SPACING_TOLERANCE = 0.1
HEAD_LEVEL = 0.1
"""Of the 99th percentile of a slice: what is brighter belongs to the head."""
LEAST_HEAD_SHARE = 0.1
_MADE_BY_ARITHMETIC = ("SUBTRACT", "SUBTRACTION", "SUB", "MIP", "MINIP", "MAX_IP", "PROJECTION IMAGE")
_TREATED: Mapping[str, str] = {
    "after_resection": "after surgery",
    "after_radio_or_chemotherapy": "after radio- or chemotherapy",
}


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


@dataclass(frozen=True, slots=True)
class Scope:
    """Whether a case may be graded.

    Attributes:
        refusal: One sentence with the reason and the next step, or None.
        notes: One sentence each, printed beside the answer.
    """

    refusal: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Case:
    card: ModelCard
    series: Mapping[str, Series]
    volumes: Mapping[str, Volume]
    rois: Sequence[RectROI]
    facts: CaseScope

    @property
    def box_volume(self) -> Volume:
        return self.volumes[self.card.crop_spec.sequences[0]]


def check_scope(
    card: ModelCard,
    series: Mapping[str, Series],
    volumes: Mapping[str, Volume],
    rois: Sequence[RectROI],
    facts: CaseScope | None = None,
) -> Scope:
    """Whether a model may grade a case, and what must be said beside the answer.

    Args:
        card: Of the model.
        series: Each sequence of the crop spec -> the series chosen for it.
        volumes: The same, read.
        rois: Of the graded lesion.
        facts: What is known beside the images.
    """
    case = _Case(card, series, volumes, rois, facts or CaseScope())
    refusal = next((found for check in _REFUSALS if (found := check(case))), None)
    if refusal is not None:
        return Scope(refusal, ())
    return Scope(None, tuple(chain.from_iterable(note(case) for note in _NOTES)))


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


# -- refusals, in the order in which they are asked ------------------------------------------------------------------------


def _missing(case: _Case) -> str | None:
    missing = [s for s in case.card.crop_spec.sequences if s not in case.series or s not in case.volumes]
    return wording.missing_sequences(missing) if missing else None


def _no_box(case: _Case) -> str | None:
    return None if case.rois else wording.NO_BOX


def _not_mr(case: _Case) -> str | None:
    for series in case.series.values():
        if series.modality not in ("", "MR"):
            return f"Not graded: this is {series.modality}. The model reads MR only."
    return None


def _wrong_sequence(case: _Case) -> str | None:
    for wanted in case.card.crop_spec.sequences:
        found, label = case.series[wanted].sequence, SEQUENCE_LABELS.get(wanted, wanted)
        if found == "unknown":
            return "Not graded: sequence not known. Confirm it in the series list."
        if found == "t1" and wanted == "t1ce":
            return "Not graded: no record of contrast. Confirm T1CE or choose another series."
        if found == "other":
            return f"Not graded: this is no sequence the model reads. Choose the {label} series."
        if found != wanted:
            return f"Not graded: this is {SEQUENCE_LABELS.get(found, found)}. Choose the {label} series."
    return None


def _derived(case: _Case) -> str | None:
    for wanted, series in case.series.items():
        image_type = [str(part).upper() for part in series.facts.get("image_type") or ()]
        if image_type[:1] == ["DERIVED"] and any(part in _MADE_BY_ARITHMETIC for part in image_type[1:]):
            label = SEQUENCE_LABELS.get(wanted, wanted)
            return f"Not graded: this is a subtraction or projection. Choose the {label} series itself."
    return None


def _orientation(case: _Case) -> str | None:
    known = all(volume.orientation_known or volume.spacing_nominal for volume in case.volumes.values())
    return None if known else "Not graded: left and right are not known in this file."


def _plane(case: _Case) -> str | None:
    plane = orientation_of(case.box_volume.affine)
    if plane == case.card.crop_spec.plane:
        return None
    return f"Not graded: slices are {plane}; the model reads {case.card.crop_spec.plane} slices. Choose such a series."


def _treated(case: _Case) -> str | None:
    when = _TREATED.get(case.facts.treatment)
    return None if when is None else f"Not graded: images are {when}. The model knows untreated tumours only."


def _age(case: _Case) -> str | None:
    age = case.facts.age_years
    trained = measured_range(case.card.training, *AGES)
    if age is None or age >= ADULT_YEARS or (trained is not None and trained[0] <= age):
        return None
    return f"Not graded: patient is {int(age)}. The model was trained on adults."


def _spacing(case: _Case) -> str | None:
    trained = measured_range(case.card.training, *SPACING)
    if trained is None or case.box_volume.spacing_nominal:
        return None
    found = case.box_volume.spacing_mm[0]
    if trained[0] * (1 - SPACING_TOLERANCE) <= found <= trained[1] * (1 + SPACING_TOLERANCE):
        return None
    had = f"{trained[0]:.3g}" if f"{trained[0]:.3g}" == f"{trained[1]:.3g}" else f"{trained[0]:.3g}-{trained[1]:.3g}"
    return f"Not graded: slices are {found:.3g} mm apart; training had {had} mm."


def _box_place(case: _Case) -> str | None:
    for roi in sorted(case.rois):
        which = "the box" if len(case.rois) == 1 else f"the box on slice {roi.slice_index + 1}"
        if not roi.fits(case.box_volume.shape):
            return f"Not graded: {which} is outside the image. Move it."
        if _head_share(case.box_volume, roi) < LEAST_HEAD_SHARE:
            return f"Not graded: {which} is outside the head. Move it."
    return None


def _head_share(volume: Volume, roi: RectROI) -> float:
    pixels = volume.voxels[roi.slice_index].astype(np.float64)
    pixels = -pixels if volume.inverted else pixels
    air = float(pixels.min())
    level = air + HEAD_LEVEL * (float(np.percentile(pixels, 99)) - air)
    inside = pixels[roi.row_start : roi.row_stop, roi.column_start : roi.column_stop]
    return float(np.mean(inside > level))


def _box_size(case: _Case) -> str | None:
    """The largest box counts: a lesion's first and last slices are small in every patient. Unmeasured: in pixels."""
    measured = case.box_volume.measurable
    _, row_mm, column_mm = case.box_volume.spacing_mm if measured else (1.0, 1.0, 1.0)
    unit = "mm" if measured else "px"
    largest = max(case.rois, key=lambda roi: min(roi.rows * row_mm, roi.columns * column_mm))
    height, width = largest.rows * row_mm, largest.columns * column_mm
    if min(height, width) >= LEAST_SIDE_MM - 1e-6:
        return None
    return f"Not graded: the box is {width:.0f} x {height:.0f} {unit}; 10 x 10 {unit} is the least."


_REFUSALS: tuple[Callable[[_Case], str | None], ...] = (
    _missing, _no_box, _not_mr, _wrong_sequence, _derived, _orientation, _plane, _treated, _age, _spacing, _box_place,
    _box_size,
)  # fmt: skip


# -- notes -----------------------------------------------------------------------------------------------------------------


def _of_coverage(case: _Case) -> list[str]:
    band = measured_range(case.card.training, *COVERAGE)
    found = [case.facts.coverages[roi] for roi in case.rois if roi in case.facts.coverages]
    if band is None or not found:
        return []
    outside = [c for c in found if not band[0] - 0.005 <= c <= band[1] + 0.005]
    had = f"training had {100 * band[0]:.0f}-{100 * band[1]:.0f} %."
    if not outside:
        return []
    if len(found) == 1:
        return [f"Note: box holds {100 * outside[0]:.0f} % of the outline; {had}"]
    return [
        f"Note: {len(outside)} of {len(found)} boxes hold {100 * min(outside):.0f}-{100 * max(outside):.0f} % of the "
        f"outline; {had}"
    ]


def _of_scanner(case: _Case) -> list[str]:
    trained = {str(name).casefold() for name in case.card.training.get("scanners") or ()}
    found = {scanner_of(series).casefold() for series in case.series.values()} - {""}
    return ["Note: scanner not among those trained on."] if trained and found - trained else []


def _of_treatment(case: _Case) -> list[str]:
    if case.facts.treatment == "unknown":
        return ["Note: treatment state not entered."]
    return ["Note: images are after biopsy."] if case.facts.treatment == "after_biopsy" else []


def _of_lesions(case: _Case) -> list[str]:
    used = wording.lesion_word(case.facts.lesion)
    return [f"Note: several lesions; only {used} is used."] if case.facts.lesions > 1 else []


def _of_grades(case: _Case) -> list[str]:
    unseen = wording.unseen_grades(case.card)
    return [f"Note: grade {' and '.join(unseen)} not trained on."] if unseen else []


def _of_spacing(case: _Case) -> list[str]:
    if not case.box_volume.spacing_nominal:
        return []
    unproven = [] if case.box_volume.orientation_known else ["Note: left and right are not proven by this file."]
    return ["Note: spacing not measured: sizes in pixels.", *unproven]


def _of_warnings(case: _Case) -> list[str]:
    """What is wrong with the stacks themselves; nominal spacing has its own note."""
    several = len(case.series) > 1
    return [
        f"Note: {SEQUENCE_LABELS.get(name, name) + ': ' if several else ''}{warning[:1].lower()}{warning[1:]}"
        for name, series in case.series.items()
        for warning in series.warnings
        if not (series.spacing_nominal and "nominal" in warning.lower())
    ]


def _of_phantoms(case: _Case) -> list[str]:
    return [wording.SYNTHETIC] if case.card.synthetic else []


_NOTES: tuple[Callable[[_Case], list[str]], ...] = (
    _of_coverage, _of_scanner, _of_treatment, _of_lesions, _of_grades, _of_spacing, _of_warnings, _of_phantoms,
)  # fmt: skip
