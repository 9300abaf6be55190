"""Whether a case is what a model knows: reasons to refuse, and notes to print beside an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.grading import wording
from glioma_desktop.grading.card import ModelCard
from glioma_desktop.grading.scope_case import AGES, SPACING, Case, CaseScope, measured_range
from glioma_desktop.grading.scope_notes import NOTES
from glioma_desktop.phrase import phrase
from glioma_desktop.study.geometry import orientation_of
from glioma_desktop.study.series import PLANE_WORDS, SEQUENCE_LABELS, Series
from glioma_desktop.study.volume import Volume

ADULT_YEARS = 18
LEAST_SIDE_MM = 10.0
"""Where the spacing is not measured the same number counts in pixels."""
SPACING_TOLERANCE = 0.1
HEAD_LEVEL = 0.1
"""Of the 99th percentile of a slice: what is brighter belongs to the head."""
LEAST_HEAD_SHARE = 0.1
_MADE_BY_ARITHMETIC = ("SUBTRACT", "SUBTRACTION", "SUB", "MIP", "MINIP", "MAX_IP", "PROJECTION IMAGE")
_TREATED: Mapping[str, str] = {
    "after_resection": phrase("after surgery"),
    "after_radio_or_chemotherapy": phrase("after radio- or chemotherapy"),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Whether a case may be graded.

    Attributes:
        refusal: One sentence with the reason and the next step, or None.
        notes: One sentence each, printed beside the answer.
    """

    refusal: str | None
    notes: tuple[str, ...]


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
    case = Case(card, series, volumes, rois, facts or CaseScope())
    refusal = next((found for check in _REFUSALS if (found := check(case))), None)
    if refusal is not None:
        return Scope(refusal, ())
    return Scope(None, tuple(chain.from_iterable(note(case) for note in NOTES)))


# -- refusals, in the order in which they are asked ------------------------------------------------------------------------


def _missing(case: Case) -> str | None:
    missing = [s for s in case.card.crop_spec.sequences if s not in case.series or s not in case.volumes]
    return wording.missing_sequences(missing) if missing else None


def _no_box(case: Case) -> str | None:
    return None if case.rois else wording.NO_BOX


def _not_mr(case: Case) -> str | None:
    for series in case.series.values():
        if series.modality not in ("", "MR"):
            return phrase("Not graded: this is {modality}. The model reads MR only.", modality=series.modality)
    return None


def _wrong_sequence(case: Case) -> str | None:
    for wanted in case.card.crop_spec.sequences:
        found, label = case.series[wanted].sequence, SEQUENCE_LABELS.get(wanted, wanted)
        if found == "unknown":
            return phrase("Not graded: sequence not known. Confirm it in the series list.")
        if found == "t1" and wanted == "t1ce":
            return wording.NO_CONTRAST
        if found == "other":
            return phrase("Not graded: this is no sequence the model reads. Choose the {wanted} series.", wanted=label)
        if found != wanted:
            return wording.wrong_sequence(SEQUENCE_LABELS.get(found, found), label)
    return None


def _derived(case: Case) -> str | None:
    for wanted, series in case.series.items():
        image_type = [str(part).upper() for part in series.facts.get("image_type") or ()]
        if image_type[:1] == ["DERIVED"] and any(part in _MADE_BY_ARITHMETIC for part in image_type[1:]):
            label = SEQUENCE_LABELS.get(wanted, wanted)
            return phrase(
                "Not graded: this is a subtraction or projection. Choose the {wanted} series itself.", wanted=label
            )
    return None


def _orientation(case: Case) -> str | None:
    known = all(volume.orientation_known or volume.spacing_nominal for volume in case.volumes.values())
    return None if known else phrase("Not graded: left and right are not known in this file.")


def _plane(case: Case) -> str | None:
    plane = orientation_of(case.box_volume.affine)
    if plane == case.card.crop_spec.plane:
        return None
    wanted = case.card.crop_spec.plane
    return phrase(
        "Not graded: slices are {plane}; the model reads {wanted} slices. Choose such a series.",
        plane=PLANE_WORDS[plane],
        wanted=PLANE_WORDS.get(wanted, wanted),
    )


def _treated(case: Case) -> str | None:
    when = _TREATED.get(case.facts.treatment)
    if when is None:
        return None
    return phrase("Not graded: images are {when}. The model knows untreated tumours only.", when=when)


def _age(case: Case) -> str | None:
    age = case.facts.age_years
    trained = measured_range(case.card.training, *AGES)
    if age is None or age >= ADULT_YEARS or (trained is not None and trained[0] <= age):
        return None
    return phrase("Not graded: patient is {age}. The model was trained on adults.", age=int(age))


def _spacing(case: Case) -> str | None:
    trained = measured_range(case.card.training, *SPACING)
    if trained is None or case.box_volume.spacing_nominal:
        return None
    found = case.box_volume.spacing_mm[0]
    if trained[0] * (1 - SPACING_TOLERANCE) <= found <= trained[1] * (1 + SPACING_TOLERANCE):
        return None
    had = f"{trained[0]:.3g}" if f"{trained[0]:.3g}" == f"{trained[1]:.3g}" else f"{trained[0]:.3g}-{trained[1]:.3g}"
    return phrase("Not graded: slices are {found:.3g} mm apart; training had {had} mm.", found=found, had=had)


def _box_place(case: Case) -> str | None:
    for roi in sorted(case.rois):
        number = roi.slice_index + 1
        which = phrase("the box") if len(case.rois) == 1 else phrase("the box on slice {number}", number=number)
        if not roi.fits(case.box_volume.shape):
            return phrase("Not graded: {which} is outside the image. Move it.", which=which)
        if _head_share(case.box_volume, roi) < LEAST_HEAD_SHARE:
            return phrase("Not graded: {which} is outside the head. Move it.", which=which)
    return None


def _head_share(volume: Volume, roi: RectROI) -> float:
    pixels = volume.voxels[roi.slice_index].astype(np.float64)
    pixels = -pixels if volume.inverted else pixels
    air = float(pixels.min())
    level = air + HEAD_LEVEL * (float(np.percentile(pixels, 99)) - air)
    inside = pixels[roi.row_start : roi.row_stop, roi.column_start : roi.column_stop]
    return float(np.mean(inside > level))


def _box_size(case: Case) -> str | None:
    """The largest box counts: a lesion's first and last slices are small in every patient. Unmeasured: in pixels."""
    measured = case.box_volume.measurable
    _, row_mm, column_mm = case.box_volume.spacing_mm if measured else (1.0, 1.0, 1.0)
    unit = "mm" if measured else "px"
    largest = max(case.rois, key=lambda roi: min(roi.rows * row_mm, roi.columns * column_mm))
    height, width = largest.rows * row_mm, largest.columns * column_mm
    if min(height, width) >= LEAST_SIDE_MM - 1e-6:
        return None
    return phrase(
        "Not graded: the box is {width:.0f} x {height:.0f} {unit}; 10 x 10 {unit} is the least.",
        width=width,
        height=height,
        unit=unit,
    )


_REFUSALS: tuple[Callable[[Case], str | None], ...] = (
    _missing, _no_box, _not_mr, _wrong_sequence, _derived, _orientation, _plane, _treated, _age, _spacing, _box_place,
    _box_size,
)  # fmt: skip
