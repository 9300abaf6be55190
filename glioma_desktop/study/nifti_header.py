"""A NIfTI file -> what its header says, believed only as far as the file's size bears it out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.errors import StudyReadError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.dicom_values import LONGEST_MM, SHORTEST_MM
from glioma_desktop.study.geometry import shape_warnings, spacing_of, unit
from glioma_desktop.study.unpacking import Told, gzip_length, is_packed
from glioma_desktop.study.volume import times, too_large

FLATTEST = 1e-6  # of the box of three unit steps
SHIFT_MM = 0.1
TURN_DEGREES = 0.5
MOST_PACKED = 1 << 30  # bytes of a file before it was packed: unpacking takes seconds, for every volume of it
MOST_GZIP_CAN_SHRINK = 1040  # deflate's limit is 1032 to 1
UNITS_MM = {1: 1000.0, 2: 1.0, 3: 0.001}  # metres, millimetres, micrometres; any other code is taken as millimetres
Placing = tuple[NDArray[np.float64], bool, list[str]]


@dataclass(frozen=True, slots=True)
class StoredVoxels:
    """How the voxels of a NIfTI file are stored.

    Attributes:
        kind: Of a voxel, in the byte order of the file.
        offset: Where they begin in the (unpacked) file.
        slope: A value is ``slope`` x what is stored + ``inter``.
        inter: See there.
    """

    kind: np.dtype[Any]
    offset: int
    slope: float
    inter: float


@dataclass(frozen=True, slots=True)
class NiftiHeader:
    """The geometry of a NIfTI file.

    Attributes:
        shape: (slices, rows, columns) of one volume.
        volumes: How many volumes follow each other (1 for a 3-D file).
        affine: (4, 4), ``(slice, row, column, 1)`` to mm in LPS.
        orientation_known: sform or qform has a code above 0.
        warnings: One sentence each.
        description: The header's own text.
        voxels: How they are stored.
    """

    path: Path
    shape: tuple[int, int, int]
    volumes: int
    affine: NDArray[np.float64]
    orientation_known: bool
    warnings: tuple[str, ...]
    description: str
    voxels: StoredVoxels


def is_nifti_name(path: Path) -> bool:
    """Whether a file is named as NIfTI."""
    return path.name.lower().endswith((".nii", ".nii.gz"))


def half_of_a_pair(path: Path, start: bytes) -> bool:
    """Whether a file is the header of a NIfTI or Analyze pair (.hdr and .img), by its first 352 bytes."""
    length = (start[:4] in (b"\x5c\x01\0\0", b"\0\0\x01\x5c")) and len(start) >= 348
    return length and (start[344:347] == b"ni1" or path.suffix.lower() == ".hdr")


def is_nifti_start(start: bytes) -> bool:
    """Whether the first 352 bytes of a (decompressed) file are a single-file NIfTI header."""
    return start[344:347] == b"n+1" or start[4:7] == b"n+2"


def orientation_in(header: Any, scale: float, stored_mm: NDArray[np.float64]) -> Placing:
    """Law 1: the sform if its code is above 0, else the qform, else unknown; in LPS and for (k, j, i).

    Args:
        header: nibabel's header.
        scale: Millimetres in the header's unit.
        stored_mm: (3,) the voxel sizes as stored, before nibabel replaces what makes no sense.
    """
    warnings: list[str] = []
    shape = header.get_data_shape()
    sform = header.get_sform(coded=True)[0]
    qform = _qform(header, stored_mm)
    known = sform if int(header["sform_code"]) > 0 else qform
    if known is not None:
        known = _with_slices(np.asarray(known, np.float64), shape)
    if (known is None and int(header["qform_code"]) > 0) or (known is not None and not _is_place(known * scale)):
        warnings.append(phrase("The orientation in the header is not usable: left and right are not known."))
        known = None
    if sform is not None and qform is not None and known is not None and _disagree(sform, qform, shape, scale):
        warnings.append(
            phrase(
                "The two orientations in the header (sform and qform) disagree; the sform is used. Check left and right."
            )
        )
    if known is None:
        zooms = [float(z) for z in header["pixdim"][1:4]]
        zooms = [z if SHORTEST_MM <= z * scale <= LONGEST_MM else 1.0 for z in zooms]
        if not warnings:
            warnings.append(
                phrase(
                    "The header does not say where left and right are: no letters are shown, and sizes are in pixels."
                )
            )
        return _to_lps(np.diag([-zooms[0], -zooms[1], zooms[2], 1.0]), scale), False, warnings
    affine = _to_lps(known, scale)
    return affine, True, [*warnings, *shape_warnings(affine, shape[2] if len(shape) > 2 else 1)]


def _is_place(ras_mm: NDArray[np.float64]) -> bool:
    """Whether a matrix puts voxels somewhere in a patient: three steps that differ, neither nothing nor out of the room."""
    if not np.all(np.isfinite(ras_mm)) or np.any(np.abs(ras_mm[:3]) > LONGEST_MM):
        return False
    steps = np.linalg.norm(ras_mm[:3, :3], axis=0)
    return bool(np.all(steps >= SHORTEST_MM)) and abs(np.linalg.det(ras_mm[:3, :3] / steps)) > FLATTEST


def _qform(header: Any, stored_mm: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """The qform, None without a code, with voxel sizes that are none, or with a rotation that is none."""
    sizes = stored_mm[: min(3, len(header.get_data_shape()))]
    if not np.all(np.isfinite(sizes) & (sizes != 0)):
        return None
    try:
        qform: NDArray[np.float64] | None = header.get_qform(coded=True)[0]
    except ValueError:
        return None
    return qform


def _with_slices(ras: NDArray[np.float64], shape: tuple[int, ...]) -> NDArray[np.float64]:
    """A flat picture's matrix may leave the step to a second slice out; it is then 1 along the picture's normal."""
    if (len(shape) < 3 or shape[2] == 1) and not np.any(ras[:3, 2]):
        ras = ras.copy()
        ras[:3, 2] = unit(np.cross(ras[:3, 0], ras[:3, 1]))
    return ras


def _to_lps(ras: NDArray[np.float64], scale: float) -> NDArray[np.float64]:
    lps = np.diag([-1.0, -1.0, 1.0, 1.0]) @ ras
    lps[:3] *= scale
    return np.ascontiguousarray(lps[:, [2, 1, 0, 3]])


def _disagree(sform: NDArray[np.float64], qform: NDArray[np.float64], shape: tuple[int, ...], scale: float) -> bool:
    """Origins or extents that differ by more than 0.1 mm, or axes by more than 0.5 degrees."""
    if float(np.max(np.abs(sform[:3, 3] - qform[:3, 3]))) * scale > SHIFT_MM:
        return True
    for axis, count in enumerate(shape[:3]):
        one, other = sform[:3, axis], qform[:3, axis]
        lengths = float(np.linalg.norm(one)), float(np.linalg.norm(other))
        if abs(lengths[0] - lengths[1]) * count * scale > SHIFT_MM or min(lengths) == 0:
            return True
        if np.degrees(np.arccos(np.clip(one @ other / (lengths[0] * lengths[1]), -1, 1))) > TURN_DEGREES:
            return True
    return False


def check_dims(path: Path, dims: list[int]) -> None:
    """Refuse a file whose header gives no image size.

    Raises:
        StudyReadError: fewer than two dimensions, or one below 1.
    """
    if len(dims) < 2 or any(n < 1 for n in dims):
        raise StudyReadError(
            phrase(
                "{name} holds no image: its header gives a size of {size} voxels.", name=path.name, size=times(dims)
            ),
            path,
        )


def check_size(path: Path, size: int, dims: list[int], voxels: StoredVoxels, told: Told | None = None) -> None:
    """Refuse a file of ``size`` bytes that cannot hold the voxels its header promises; nothing is allocated for them.

    Raises:
        StudyReadError: cut off, or the header is wrong.
    """
    kind = voxels.kind
    promised = voxels.offset + kind.itemsize * math.prod(dims)
    shown_bytes = 4 if kind.kind in "fc" or (voxels.slope, voxels.inter) != (1.0, 0.0) else kind.itemsize
    too_big = too_large(dims[:3], max(shown_bytes, kind.itemsize))
    if is_packed(path) or _is_gzip(path):
        if promised > size * MOST_GZIP_CAN_SHRINK:
            raise StudyReadError(_lie(path, dims), path)
        if too_big or promised > MOST_PACKED:
            raise StudyReadError(
                phrase("{name} is too large to be opened packed: unpack it to a .nii file first.", name=path.name), path
            )
        held = gzip_length(path, promised, told)
    else:
        held = size
    if promised > held:
        raise StudyReadError(_lie(path, dims), path)
    if too_big:
        raise StudyReadError(
            phrase("{name} is too large to be opened: {size} voxels.", name=path.name, size=times(dims)), path
        )


def _lie(path: Path, dims: list[int]) -> str:
    return phrase(
        "{name} is cut off or its header is wrong: it promises {size} voxels and holds fewer.",
        name=path.name,
        size=times(dims),
    )


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def header_spacing(header: NiftiHeader) -> tuple[float, float, float]:
    """(slice, row, column) distances of voxel centres in mm."""
    return spacing_of(header.affine)
