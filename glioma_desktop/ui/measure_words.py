"""Measurements in words: beside the structure, and in the strip."""

from __future__ import annotations

import numpy as np

from glioma_desktop.annotation.measure import Point, rano_limit_mm
from glioma_desktop.annotation.measurement import KIND_LABELS, Measurement
from glioma_desktop.phrase import phrase
from glioma_desktop.study.geometry import orientation_of, voxel_to_patient
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.language import say, tr, tr_joined

NOT_MEASURED = phrase("Spacing not measured: sizes in pixels.")


def number(value: float) -> str:
    """A grey value: whole from 100 on, else three figures."""
    return f"{value:.0f}" if abs(value) >= 100 or value == round(value) else f"{value:.3g}"


def label_lines(one: Measurement) -> tuple[str, ...]:
    """What stands beside a measurement in the picture."""
    values, unit = one.values, _unit(one)
    if one.kind == "probe":
        if not values:
            return (tr("no voxel"),)
        low, high, mean, sd = (number(values[name]) for name in ("lowest", "highest", "mean", "sd"))
        spread = tr("{low} to {high} · n {count:.0f}", low=low, high=high, count=values["count"])
        return tr("mean {mean} · SD {sd}", mean=mean, sd=sd), spread
    if one.kind == "ruler":
        return (f"{values[f'length_{unit}']:.1f} {unit}",)
    if f"short_{unit}" not in values:
        return (f"{values[f'long_{unit}']:.1f} {unit}",)
    size = f"{values[f'long_{unit}']:.1f} × {values[f'short_{unit}']:.1f} {unit}"
    return size, f"{values[f'product_{unit}2']:.0f} {unit}²"


def sentence(one: Measurement, volume: Volume, modality: str, sections: int) -> str:
    """One measurement for the strip.

    Args:
        one: The measurement.
        volume: The volume it was made on, in its plane.
        modality: Of the series; MR has no unit.
        sections: On how many slices of the series the lesion is known to be, this one included.
    """
    lines = label_lines(one)
    words = tr("{kind} {values}", kind=say(KIND_LABELS[one.kind]), values=tr_joined(lines, ", "))
    if one.kind == "probe":
        at = tr_joined(position_words(volume, one.slice_index, middle(one)))
        return tr(
            "{words} (MR: no unit); middle at {at}" if modality == "MR" else "{words}; middle at {at}",
            words=words,
            at=at,
        )
    if not volume.measurable:
        return tr("{words}. {more}", words=words, more=NOT_MEASURED)
    if one.kind != "bidimensional" or not one.complete:
        return words
    return tr("{words}. {more}", words=words, more=rano_words(one, volume, sections))


def rano_words(one: Measurement, volume: Volume, sections: int) -> str:
    """Whether the lesion is measurable by RANO, as far as this measurement can say."""
    if orientation_of(volume.affine) != "axial" or one.plane:
        return tr("RANO measures on axial sections: these are not.")
    limit = rano_limit_mm(volume.spacing_mm[0])
    why = "" if limit == rano_limit_mm(0) else tr(" (twice {mm:.1f} mm between slices)", mm=volume.spacing_mm[0])
    if one.values["short_mm"] < limit:
        return tr("Not RANO measurable: the shorter is under {limit:.0f} mm{why}.", limit=limit, why=why)
    if sections < 2:
        return tr(
            "RANO measurable: both ≥ {limit:.0f} mm here{why}, if seen on a second axial section.", limit=limit, why=why
        )
    return tr(
        "RANO measurable: both ≥ {limit:.0f} mm here{why}, lesion on {sections} axial sections.",
        limit=limit,
        why=why,
        sections=sections,
    )


def middle(one: Measurement) -> Point:
    """The middle of a probe."""
    (r0, c0), (r1, c1) = one.points[:2]
    return (r0 + r1) / 2, (c0 + c1) / 2


def position_words(volume: Volume, slice_index: int, at: Point) -> tuple[str, ...]:
    """Slice, row and column counted from 1; then the place in the patient in mm, where that is known."""
    _, rows, columns = volume.shape
    row, column = min(max(int(at[0] // 1), 0), rows - 1), min(max(int(at[1] // 1), 0), columns - 1)
    words = tr("slice {k}, row {row}, column {column}", k=slice_index + 1, row=row + 1, column=column + 1)
    if not volume.measurable:
        return (words,)
    x, y, z = voxel_to_patient(volume.affine, np.array([[slice_index, at[0] - 0.5, at[1] - 0.5]]))[0]
    letters = ("L" if x >= 0 else "R", "P" if y >= 0 else "A", "S" if z >= 0 else "I")
    place = " ".join(f"{letter} {abs(value):.1f}" for letter, value in zip(letters, (x, y, z), strict=True))
    return words, f"{place} mm"


def _unit(one: Measurement) -> str:
    return "px" if any(name.endswith("_px") for name in one.values) else "mm"
