"""What is wrong with a stack of slices, or unusual, in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.phrase import joined, phrase
from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.geometry import oblique_warnings, square_warnings
from glioma_desktop.study.stack_geometry import StackGeometry, image_normal

TILT_DEGREES = 1.0
SIDEWAYS_MM = 0.5


def stack_warnings(headers: Sequence[DicomHeader], geometry: StackGeometry) -> list[str]:
    """One sentence for each thing about the places and pixels of a stack that its reader should know.

    Args:
        headers: Of its images, in volume order.
        geometry: ``stack_geometry`` of them.
    """
    first, normal = headers[0], image_normal(headers[0])
    warnings: list[str] = []
    if first.pixel_spacing_mm is None:
        warnings.append(phrase("The pixel spacing is not stored: sizes are in pixels."))
    if geometry.located and normal is not None:
        places = np.array([header.position for header in headers], float)
        warnings += _step_warnings(places - places[0], np.array(normal), geometry)
        warnings += oblique_warnings(np.array(normal))
        warnings += _gap_warnings(first, np.diff(places @ normal))
    else:
        warnings.append(
            phrase(
                "The slices carry no position or orientation: left and right are not known, and their order is not proven."
            )
        )
    warnings += square_warnings(*(first.pixel_spacing_mm or (1.0, 1.0)))
    if "MOSAIC" in first.image_type:
        warnings.append(
            phrase("This is a mosaic: its tiles are the slices of one volume, and it is not a stack of slices.")
        )
    if geometry.nominal:
        warnings.append(
            phrase(
                "The geometry is nominal (invented by a converter): sizes are in pixels, and left and right are not proven."
            )
        )
    return warnings


def _step_warnings(away: NDArray[np.float64], normal: NDArray[np.float64], geometry: StackGeometry) -> list[str]:
    """What is odd about the steps from slice to slice; ``away`` (n, 3) is where they lie in mm from the first."""
    warnings: list[str] = []
    depths, step = away @ normal, geometry.affine[:3, 0]
    if geometry.uneven_mm is not None:
        warnings.append(_uneven(np.diff(depths)))
    length = float(step @ normal)
    angle = math.degrees(math.acos(min(1.0, length / math.sqrt(step @ step))))
    if angle > TILT_DEGREES:
        warnings.append(
            phrase(
                "The stack is sheared by {angle:.1f} degrees, as with a tilted gantry: planes across it are slanted.",
                angle=angle,
            )
        )
    sideways = away - (depths / length)[:, None] * step
    most = math.sqrt((sideways * sideways).sum(axis=1).max())
    if most > SIDEWAYS_MM:
        warnings.append(phrase("Slices are shifted sideways against each other by up to {most:.1f} mm.", most=most))
    return warnings


def _uneven(gaps: NDArray[np.float64]) -> str:
    usual = median(gaps.tolist())
    wide = [int(k) for k in np.flatnonzero(gaps > 1.5 * usual)]
    whole = [k for k in wide if abs(gaps[k] / usual - round(gaps[k] / usual)) < 0.1]
    if wide and whole == wide:
        missing = sum(round(float(gaps[k] / usual)) - 1 for k in wide)
        places = joined([joined((k + 1, k + 2), " and ") for k in wide[:3]], ", ")
        where = phrase("{places} and elsewhere", places=places) if len(wide) > 3 else places
        if missing == 1:
            return phrase(
                "1 slice is missing, between {where}: positions along the stack are approximate.", where=where
            )
        return phrase(
            "{count} slices are missing, between {where}: positions along the stack are approximate.",
            count=missing,
            where=where,
        )
    return phrase(
        "The slices are unevenly spaced ({least:.2f} to {most:.2f} mm): positions are approximate.",
        least=gaps.min(),
        most=gaps.max(),
    )


def _gap_warnings(first: DicomHeader, gaps: NDArray[np.float64]) -> list[str]:
    thickness = first.slice_thickness_mm
    if not len(gaps) or thickness is None:
        return []
    gap = median(gaps.tolist()) - thickness
    if gap <= max(0.2, 0.05 * thickness):
        return []
    return [
        phrase(
            "There are gaps of {gap:.1f} mm between the slices ({thickness:.1f} mm thick).",
            gap=gap,
            thickness=thickness,
        )
    ]
