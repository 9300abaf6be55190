"""Where the slices of a stack lie in the patient."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.geometry import cross

EVEN_MM = 0.05
EVEN_SHARE = 0.02
SHORTEST_MM = 1e-6
Vector = tuple[float, float, float]
Position = Vector


@dataclass(frozen=True, slots=True)
class StackGeometry:
    """The geometry of a stack.

    Attributes:
        affine: (4, 4), ``(slice, row, column, 1)`` to mm in LPS; pixels of 1 mm where nothing is stored.
        spacing_mm: (slice, row, column), None when the headers do not say.
        located: Every image has a position and an orientation.
        orientation_known: Position and orientation are stored and are not a converter's invention.
        nominal: The geometry was invented by a converter.
        uneven_mm: Where the slices lie along their normal, in mm from the first, when a slice is missing or they are
            unevenly spaced, so that the affine gives their places only roughly; None where it gives them exactly.
    """

    affine: NDArray[np.float64]
    spacing_mm: Vector | None
    located: bool
    orientation_known: bool
    nominal: bool
    uneven_mm: tuple[float, ...] | None = None


def image_normal(header: DicomHeader) -> Vector | None:
    """Row x column of an image, unit length; None when its orientation is not stored or is nonsense."""
    if header.orientation is None:
        return None
    normal = cross(header.orientation[:3], header.orientation[3:])
    length = math.hypot(*normal)
    return (normal[0] / length, normal[1] / length, normal[2] / length) if length > 0.5 else None


def positions_along(headers: Sequence[DicomHeader]) -> NDArray[np.float64]:
    """The projection in mm of every position on the normal of the first image; zeros without positions."""
    normal = image_normal(headers[0])
    if normal is None or any(h.position is None for h in headers):
        return np.zeros(len(headers))
    return np.array([h.position for h in headers], float) @ normal


def stack_geometry(headers: Sequence[DicomHeader]) -> StackGeometry:
    """The geometry of a stack whose images are in volume order.

    The slice step is (last position - first position) / (n - 1), so that a sheared stack keeps its shear and an uneven
    one its two ends.
    """
    return geometry_at(headers[0], [header.position for header in headers])


def geometry_at(first: DicomHeader, positions: Sequence[Position | None]) -> StackGeometry:
    """``stack_geometry`` from the header of the first image and the positions of all (mm, LPS), in volume order.

    It stands between the last slice and the reader, who waits: in numpy such few numbers take five times as long.
    """
    row_mm, column_mm = first.pixel_spacing_mm or (1.0, 1.0)
    normal, places = image_normal(first), [place for place in positions if place is not None]
    if first.orientation is None or normal is None or len(places) < len(positions):
        located, uneven = False, None
        step, row, column, corner = (
            (0.0, 0.0, stored_step(first)),
            (0.0, row_mm, 0.0),
            (column_mm, 0.0, 0.0),
            (0.0,) * 3,
        )
    else:
        located, corner = True, places[0]
        step, uneven = _step(first, places, normal)
        x, y, z, u, v, w = first.orientation
        row, column = (u * row_mm, v * row_mm, w * row_mm), (x * column_mm, y * column_mm, z * column_mm)
    nominal = located and is_nominal(first)
    return StackGeometry(
        np.array([*zip(step, row, column, corner, strict=True), (0.0, 0.0, 0.0, 1.0)]),
        None if first.pixel_spacing_mm is None else (math.hypot(*step), row_mm, column_mm),
        located,
        located and not nominal,
        nominal,
        uneven,
    )


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


def stored_step(header: DicomHeader) -> float:
    """The distance of slices in mm as the header says; 1 when it does not."""
    return header.spacing_between_mm or header.slice_thickness_mm or 1.0


def _step(first: DicomHeader, places: Sequence[Position], normal: Vector) -> tuple[Vector, tuple[float, ...] | None]:
    """The step from slice to slice in mm, and where the slices lie if it is not even."""
    (x, y, z), (across, along, up), steps = places[0], normal, len(places) - 1
    depths = [(place[0] - x) * across + (place[1] - y) * along + (place[2] - z) * up for place in places]
    if not steps or depths[-1] < SHORTEST_MM * steps:
        step = stored_step(first)
        return (across * step, along * step, up * step), None
    gaps = [after - before for before, after in pairwise(depths)]
    usual, last = median(gaps), places[-1]
    uneven = max(max(gaps) - usual, usual - min(gaps)) > max(EVEN_MM, EVEN_SHARE * usual)
    return (
        ((last[0] - x) / steps, (last[1] - y) / steps, (last[2] - z) / steps),
        tuple([round(depth, 3) for depth in depths]) if uneven else None,
    )
