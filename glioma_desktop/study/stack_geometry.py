"""Where the slices of a stack lie in the patient, and what is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.phrase import joined, phrase
from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.geometry import cross, oblique_warnings, spacing_of, square_warnings, unit

EVEN_MM = 0.05
EVEN_SHARE = 0.02
TILT_DEGREES = 1.0
Position = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class StackGeometry:
    """The geometry of a stack.

    Attributes:
        affine: (4, 4), ``(slice, row, column, 1)`` to mm in LPS; pixels of 1 mm where nothing is stored.
        spacing_mm: (slice, row, column), None when the headers do not say.
        located: Every image has a position and an orientation.
        orientation_known: Position and orientation are stored and are not a converter's invention.
        nominal: The geometry was invented by a converter.
        warnings: One sentence each.
        uneven_mm: Where the slices lie along their normal, in mm from the first, when a slice is missing or they are
            unevenly spaced, so that the affine gives their places only roughly; None where it gives them exactly.
    """

    affine: NDArray[np.float64]
    spacing_mm: tuple[float, float, float] | None
    located: bool
    orientation_known: bool
    nominal: bool
    warnings: tuple[str, ...]
    uneven_mm: tuple[float, ...] | None = None


def image_normal(header: DicomHeader) -> NDArray[np.float64] | None:
    """Row x column of an image, unit length; None when its orientation is not stored or is nonsense."""
    if header.orientation is None:
        return None
    normal = cross(np.array(header.orientation[:3]), np.array(header.orientation[3:]))
    return unit(normal) if normal @ normal > 0.5**2 else None


def positions_along(headers: Sequence[DicomHeader]) -> NDArray[np.float64]:
    """The projection in mm of every position on the normal of the first image; zeros without positions."""
    normal = image_normal(headers[0])
    if normal is None or any(h.position is None for h in headers):
        return np.zeros(len(headers))
    return np.array([h.position for h in headers], float) @ normal


def stack_geometry(headers: Sequence[DicomHeader]) -> StackGeometry:
    """The geometry of a stack whose images are in volume order.

    The slice step is (last position - first position) / (n - 1), so that a sheared stack keeps its shear and an uneven
    one its two ends; both are warned of.
    """
    return geometry_at(headers[0], [header.position for header in headers])


def geometry_at(first: DicomHeader, positions: Sequence[Position | None]) -> StackGeometry:
    """``stack_geometry`` from the header of the first image and the positions of all (mm, LPS), in volume order."""
    normal = image_normal(first)
    warnings: list[str] = []
    spacing = first.pixel_spacing_mm
    if spacing is None:
        warnings.append(phrase("The pixel spacing is not stored: sizes are in pixels."))
    rows_mm, columns_mm = spacing or (1.0, 1.0)
    located = None not in positions
    affine, uneven = np.eye(4), None
    if located and normal is not None and first.orientation is not None and first.position is not None:
        affine[:3, 1] = unit(np.array(first.orientation[3:], float)) * rows_mm
        affine[:3, 2] = unit(np.array(first.orientation[:3], float)) * columns_mm
        affine[:3, 3] = first.position
        places = np.array(positions, float)
        along = places @ normal
        gaps = along[1:] - along[:-1]
        step, warned, uneven = _step(first, places, normal, gaps)
        affine[:3, 0] = step
        warnings += warned
        warnings += _plane_warnings(first, gaps, normal)
    else:
        located = False
        affine[:3, :3] = np.array([[0, 0, columns_mm], [0, rows_mm, 0], [_stored_step(first), 0, 0]])
        warnings.append(
            phrase(
                "The slices carry no position or orientation: left and right are not known, and their order is not proven."
            )
        )
    warnings += _picture_warnings(first)
    nominal = located and is_nominal(first)
    if nominal:
        warnings.append(
            phrase(
                "The geometry is nominal (invented by a converter): sizes are in pixels, and left and right are not proven."
            )
        )
    known = None if spacing is None else spacing_of(affine)
    return StackGeometry(affine, known, located, located and not nominal, nominal, tuple(warnings), uneven)


def _picture_warnings(first: DicomHeader) -> list[str]:
    """What is odd about the pictures themselves."""
    warnings = square_warnings(*(first.pixel_spacing_mm or (1.0, 1.0)))
    if "MOSAIC" in first.image_type:
        warnings.append(
            phrase("This is a mosaic: its tiles are the slices of one volume, and it is not a stack of slices.")
        )
    return warnings


def is_nominal(first: DicomHeader) -> bool:
    """Whether the geometry of a stack was made up by a converter from pictures, as far as headers can say.

    No scanner leaves out manufacturer, repetition time and echo time together, lays whole millimetres on all three
    axes, looks straight along the patient's axes and has the middle or corner of the image exactly at zero. De-identification
    removes names, not acquisition parameters. All four together are taken as invented.
    """
    if first.manufacturer or first.echo_time_ms is not None or first.repetition_time_ms is not None:
        return False
    if first.pixel_spacing_mm is None or first.position is None or first.orientation is None:
        return False
    lengths = (*first.pixel_spacing_mm, first.spacing_between_mm or first.slice_thickness_mm or 1.0)
    if any(abs(length - round(length)) > 1e-6 for length in lengths):
        return False
    axes = np.array(first.orientation).reshape(2, 3)
    if not np.allclose(np.sort(np.abs(axes), axis=1), [0, 0, 1], atol=1e-6):
        return False
    corner = axes @ np.array(first.position) / (first.pixel_spacing_mm[1], first.pixel_spacing_mm[0])
    middle = np.abs(corner + (np.array((first.columns, first.rows)) - 1) / 2)
    # Half a pixel off: the converter took n / 2 for the middle of n pixels.
    centred = bool(np.all((middle < 1e-3) | (np.abs(middle - 0.5) < 1e-3)))
    return centred or bool(np.all(np.abs(corner) < 1e-6))


def _stored_step(header: DicomHeader) -> float:
    return header.spacing_between_mm or header.slice_thickness_mm or 1.0


def _step(
    first: DicomHeader, places: NDArray[np.float64], normal: NDArray[np.float64], gaps: NDArray[np.float64]
) -> tuple[NDArray[np.float64], list[str], tuple[float, ...] | None]:
    """The step from slice to slice in mm (3,), what is uneven about it, and where the slices lie if they are."""
    if len(places) == 1:
        return normal * _stored_step(first), [], None
    step = (places[-1] - places[0]) / (len(places) - 1)
    length = float(step @ normal)
    if length < 1e-6:
        return normal * _stored_step(first), [], None
    warnings, uneven = [], None
    usual = median(gaps.tolist())
    if float(np.abs(gaps - usual).max()) > max(EVEN_MM, EVEN_SHARE * usual):
        warnings.append(_uneven(gaps, usual))
        uneven = tuple(round(float(mm), 3) for mm in (places - places[0]) @ normal)
    angle = math.degrees(math.acos(min(1.0, length / math.sqrt(step @ step))))
    if angle > TILT_DEGREES:
        warnings.append(
            phrase(
                "The stack is sheared by {angle:.1f} degrees, as with a tilted gantry: planes across it are slanted.",
                angle=angle,
            )
        )
    away = places - places[0]
    sideways = away - (away @ normal / length)[:, None] * step
    most = math.sqrt((sideways * sideways).sum(axis=1).max())
    if most > 0.5:
        warnings.append(phrase("Slices are shifted sideways against each other by up to {most:.1f} mm.", most=most))
    return step, warnings, uneven


def _uneven(gaps: NDArray[np.float64], usual: float) -> str:
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


def _plane_warnings(first: DicomHeader, gaps: NDArray[np.float64], normal: NDArray[np.float64]) -> list[str]:
    warnings = oblique_warnings(normal)
    thickness = first.slice_thickness_mm
    if len(gaps) and thickness is not None:
        gap = median(gaps.tolist()) - thickness
        if gap > max(0.2, 0.05 * thickness):
            warnings.append(
                phrase(
                    "There are gaps of {gap:.1f} mm between the slices ({thickness:.1f} mm thick).",
                    gap=gap,
                    thickness=thickness,
                )
            )
    return warnings
