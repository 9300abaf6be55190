"""Orientation, letters, display flips and positions. Left and right are decided here and nowhere else.

Affines map homogeneous ``(slice, row, column, 1)`` voxel indices (centres) to patient coordinates in mm, LPS: x grows
to the patient's left, y to the back, z to the head.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.phrase import phrase
from glioma_desktop.study.series import PLANE_WORDS, Orientation, Series
from glioma_desktop.study.volume import Volume

Matrix = NDArray[np.float64]
_LETTERS = (("L", "R"), ("P", "A"), ("S", "I"))
_PLANES: tuple[Orientation, ...] = ("sagittal", "coronal", "axial")
# Screen directions (right, down) a radiologist expects: patient right on the left, nose to the left, head up.
_SCREEN: dict[Orientation, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    "axial": ((1, 0, 0), (0, 1, 0)),
    "coronal": ((1, 0, 0), (0, 0, -1)),
    "sagittal": ((0, 1, 0), (0, 0, -1)),
}
OBLIQUE_DEGREES = 35.0
OBLIQUE_WARNING_DEGREES = 3.0
SHEAR_DEGREES = 1.0
SQUARE_SHARE = 0.005  # below it, sizes differ by rounding: half a millimetre in ten centimetres


@dataclass(frozen=True, slots=True)
class DisplayAxes:
    """How a view turns ``[row, column]`` into screen ``[down, right]``: transpose first, then flip.

    Attributes:
        transpose: Rows run across the screen.
        flip_vertical: Reverse the first axis after the transposition.
        flip_horizontal: Reverse the second axis after the transposition.
    """

    transpose: bool = False
    flip_vertical: bool = False
    flip_horizontal: bool = False

    def apply(self, pixels: NDArray[Any]) -> NDArray[Any]:
        """``[row, column]`` as it stands on the screen ``[down, right]`` (a view, not a copy)."""
        shown = pixels.T if self.transpose else pixels
        if self.flip_vertical:
            shown = shown[::-1]
        return shown[:, ::-1] if self.flip_horizontal else shown

    def to_screen(self, row: float, column: float, rows: int, columns: int) -> tuple[float, float]:
        """Where the edge coordinate (row, column) of a (rows, columns) slice stands: (down, right), both from 0."""
        down, right = (column, row) if self.transpose else (row, column)
        height, width = (columns, rows) if self.transpose else (rows, columns)
        return (height - down if self.flip_vertical else down, width - right if self.flip_horizontal else right)

    def to_voxel(self, down: float, right: float, rows: int, columns: int) -> tuple[float, float]:
        """The inverse of ``to_screen``: (row, column)."""
        height, width = (columns, rows) if self.transpose else (rows, columns)
        down = height - down if self.flip_vertical else down
        right = width - right if self.flip_horizontal else right
        return (right, down) if self.transpose else (down, right)


@dataclass(frozen=True, slots=True)
class Edges:
    """The letters at the edges of the displayed slice; ``""`` where none is claimed, ``R?`` and ``L?`` when unknown."""

    top: str
    bottom: str
    left: str
    right: str


def unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    """A vector of length 1 in the same direction; zero stays zero."""
    length = math.sqrt(vector @ vector)
    return vector / length if length > 0 else vector * 0.0


def cross(one: Iterable[float], other: Iterable[float]) -> tuple[float, float, float]:
    """The cross product of two vectors (3,); numpy's takes ten times as long for it."""
    (a, b, c), (d, e, f) = one, other
    return b * f - c * e, c * d - a * f, a * e - b * d


def slice_normal(affine: Matrix) -> NDArray[np.float64]:
    """The unit normal of the slices, row x column as DICOM has it: growing column index x growing row index."""
    return unit(np.array(cross(affine[:3, 2].tolist(), affine[:3, 1].tolist())))


def plane_of(normal: NDArray[np.float64]) -> tuple[Orientation, float]:
    """The anatomical plane nearest to slices with this normal, and the angle to it in degrees."""
    shares = np.abs(unit(normal)).tolist()
    most = max(shares)
    if not most:
        return "unknown", 0.0
    return _PLANES[shares.index(most)], math.degrees(math.acos(min(1.0, most)))


def shape_warnings(affine: Matrix, slices: int) -> list[str]:
    """What is unusual about a grid: turned from the body's planes, sheared, pixels that are not square."""
    warnings = oblique_warnings(slice_normal(affine))
    steps = [unit(affine[:3, axis]) for axis in range(3)]
    pairs = ((1, 2), (0, 1), (0, 2)) if slices > 1 else ((1, 2),)
    shear = max(abs(90.0 - float(np.degrees(np.arccos(np.clip(steps[a] @ steps[b], -1, 1))))) for a, b in pairs)
    if shear > SHEAR_DEGREES:
        warnings.append(
            phrase("The grid is sheared by {shear:.1f} degrees: planes across it are slanted.", shear=shear)
        )
    return warnings + square_warnings(*spacing_of(affine)[1:])


def oblique_warnings(normal: NDArray[np.float64]) -> list[str]:
    """That slices with this normal are turned from the body's planes, if they are."""
    plane, angle = plane_of(normal)
    if angle <= OBLIQUE_WARNING_DEGREES:
        return []
    return [
        phrase(
            "Oblique: the slices are turned by {angle:.1f} degrees from {plane}.", angle=angle, plane=PLANE_WORDS[plane]
        )
    ]


def square_warnings(row_mm: float, column_mm: float) -> list[str]:
    """That pixels of this size are not square, if they are not."""
    if abs(row_mm - column_mm) <= SQUARE_SHARE * max(row_mm, column_mm):
        return []
    return [phrase("The pixels are not square: {row_mm:.3g} x {column_mm:.3g} mm.", row_mm=row_mm, column_mm=column_mm)]


def orientation_of(affine: Matrix) -> Orientation:
    """The plane nearest to the slices; ``oblique`` when they are more than 35 degrees from every plane."""
    plane, angle = plane_of(slice_normal(affine))
    return "oblique" if angle > OBLIQUE_DEGREES else plane


def direction_letters(affine: Matrix) -> tuple[tuple[str, str], tuple[str, str], tuple[str, str]]:
    """For the slice, row and column axes: the letter (R L A P S I) the index grows towards, and its opposite."""
    letters = []
    for axis in range(3):
        direction = affine[:3, axis]
        nearest = int(np.argmax(np.abs(direction)))
        plus, minus = _LETTERS[nearest]
        letters.append((plus, minus) if direction[nearest] > 0 else (minus, plus))
    return letters[0], letters[1], letters[2]


def display_axes(affine: Matrix, orientation_known: bool = True) -> DisplayAxes:
    """How to show slices in the radiological way: patient right on the left, nose to the left, head up.

    Axial and coronal: the patient's right stands on the left of the screen. Sagittal: the nose points left. A volume
    whose orientation is not known is shown as stored.
    """
    if not orientation_known:
        return DisplayAxes()
    right, down = (np.array(v, float) for v in _SCREEN[plane_of(slice_normal(affine))[0]])
    row, column = unit(affine[:3, 1]), unit(affine[:3, 2])
    straight = abs(row @ down) + abs(column @ right)
    turned = abs(column @ down) + abs(row @ right)
    transpose = bool(turned > straight + 1e-9)
    goes_down, goes_right = (column, row) if transpose else (row, column)
    return DisplayAxes(transpose, bool(goes_down @ down < 0), bool(goes_right @ right < 0))


def edge_letters(volume: Volume) -> Edges:
    """The letters at the four edges of the displayed slice.

    Orientation not known: ``R?`` on the left and ``L?`` on the right, nothing above and below; in a sagittal cut nothing.
    """
    if not volume.orientation_known:
        return Edges("", "", "R?", "L?") if volume.columns_across else Edges("", "", "", "")
    axes = display_axes(volume.affine)
    _, rows, columns = direction_letters(volume.affine)
    down, right = (columns, rows) if axes.transpose else (rows, columns)
    bottom, top = reversed(down) if axes.flip_vertical else down
    at_right, at_left = reversed(right) if axes.flip_horizontal else right
    return Edges(top, bottom, at_left, at_right)


def voxel_to_patient(affine: Matrix, indices: NDArray[Any]) -> NDArray[np.float64]:
    """Patient coordinates (n, 3) in mm, LPS, of voxel indices (n, 3) in (slice, row, column)."""
    points = np.atleast_2d(np.asarray(indices, np.float64))
    return np.asarray(points @ affine[:3, :3].T + affine[:3, 3], np.float64)


def patient_to_voxel(affine: Matrix, points_mm: NDArray[Any]) -> NDArray[np.float64]:
    """Fractional voxel indices (n, 3) in (slice, row, column) of patient coordinates (n, 3) in mm, LPS."""
    points = np.atleast_2d(np.asarray(points_mm, np.float64))
    return np.asarray((points - affine[:3, 3]) @ np.linalg.inv(affine[:3, :3]).T, np.float64)


def slice_centre_mm(volume: Volume, slice_index: int) -> NDArray[np.float64]:
    """Patient coordinates (3,) in mm of the centre of a slice."""
    _, rows, columns = volume.shape
    middle = np.array([[slice_index, (rows - 1) / 2, (columns - 1) / 2]])
    return np.asarray(voxel_to_patient(volume.affine, middle)[0], np.float64)


def nearest_slice(volume: Volume, point_mm: NDArray[Any]) -> int | None:
    """The slice of a volume nearest to a patient point (3,) in mm; None when it is more than one slice outside."""
    index = float(patient_to_voxel(volume.affine, np.asarray(point_mm)[None])[0, 0])
    count = volume.shape[0]
    if not -1.0 <= index <= count:
        return None
    return int(min(count - 1, max(0, np.floor(index + 0.5))))


def on_one_grid(a: Series, b: Series) -> bool:
    """Whether slice and voxel numbers of one series mean the same place in the other.

    The shapes are equal, and no corner lies more than half a slice apart. Stores of versions that kept no geometry have
    nothing but the shapes to go by.
    """
    if a.shape != b.shape:
        return False
    if a.affine is None or b.affine is None:
        return True
    last = np.array(a.shape) - 1
    corners = np.array([[k, r, c] for k in (0, 1) for r in (0, 1) for c in (0, 1)]) * last
    one, other = np.array(a.affine, np.float64), np.array(b.affine, np.float64)
    apart = np.linalg.norm(voxel_to_patient(one, corners) - voxel_to_patient(other, corners), axis=1)
    return bool(apart.max() <= 0.5 * spacing_of(one)[0])


def spacing_of(affine: Matrix) -> tuple[float, float, float]:
    """(slice, row, column) distances of voxel centres in mm."""
    lengths = np.linalg.norm(affine[:3, :3], axis=0)
    return float(lengths[0]), float(lengths[1]), float(lengths[2])
