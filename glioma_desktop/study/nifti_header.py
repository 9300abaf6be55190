"""A NIfTI file -> what its header says, believed only as far as the file's size bears it out."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.geometry import spacing_of

SHIFT_MM = 0.1
TURN_DEGREES = 0.5
MOST_GZIP_CAN_SHRINK = 1040  # deflate's limit is 1032 to 1
UNITS_MM = {"mm": 1.0, "unknown": 1.0, "meter": 1000.0, "micron": 0.001}


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
    """

    path: Path
    image: Any
    shape: tuple[int, int, int]
    volumes: int
    affine: NDArray[np.float64]
    orientation_known: bool
    warnings: tuple[str, ...]
    description: str


def is_nifti_name(path: Path) -> bool:
    """Whether a file is named as NIfTI."""
    return path.name.lower().endswith((".nii", ".nii.gz"))


def is_nifti_start(start: bytes) -> bool:
    """Whether the first 352 bytes of a (decompressed) file are a single-file NIfTI header."""
    return start[344:347] == b"n+1" or start[4:7] == b"n+2"


def orientation_in(header: Any, scale: float) -> tuple[NDArray[np.float64], bool, list[str]]:
    """Law 1: the sform if its code is above 0, else the qform, else unknown; in LPS and for (k, j, i)."""
    warnings: list[str] = []
    sform = header.get_sform(coded=True)[0]
    qform = header.get_qform(coded=True)[0]
    known = sform if sform is not None else qform
    if known is not None and (not np.all(np.isfinite(known)) or abs(np.linalg.det(known[:3, :3] * scale)) < 1e-9):
        warnings.append("The orientation in the header is not usable: left and right are not known.")
        known = None
    if (
        sform is not None
        and qform is not None
        and known is not None
        and _disagree(sform, qform, header.get_data_shape(), scale)
    ):
        warnings.append(
            "The two orientations in the header (sform and qform) disagree; the sform is used. Check left and right."
        )
    if known is None:
        zooms = [float(z) for z in header["pixdim"][1:4]]
        zooms = [z if np.isfinite(z) and z > 0 else 1.0 for z in zooms]
        if not warnings:
            warnings.append(
                "The header does not say where left and right are: no letters are shown, and sizes are in pixels."
            )
        known = np.diag([-zooms[0], -zooms[1], zooms[2], 1.0])
        return _to_lps(known, scale), False, warnings
    affine = _to_lps(np.asarray(known, np.float64), scale)
    return affine, True, warnings


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
        raise StudyReadError(f"{path.name} holds no image: its header gives a size of {_times(dims)} voxels.", path)


def check_size(path: Path, size: int, dims: list[int], image: Any) -> None:
    """Refuse a file of ``size`` bytes that cannot hold the voxels its header promises; nothing is allocated for them.

    Raises:
        StudyReadError: cut off, or the header is wrong.
    """
    promised = int(image.dataobj.offset) + int(image.header["bitpix"]) // 8 * int(np.prod([float(n) for n in dims]))
    if path.name.lower().endswith(".gz") or _is_gzip(path):
        if promised > size * MOST_GZIP_CAN_SHRINK:
            raise StudyReadError(_lie(path, dims), path)
        held = _gzip_length(path, size, promised)
    else:
        held = size
    if promised > held:
        raise StudyReadError(_lie(path, dims), path)


def _lie(path: Path, dims: list[int]) -> str:
    return f"{path.name} is cut off or its header is wrong: it promises {_times(dims)} voxels and holds fewer."


def _times(dims: list[int]) -> str:
    return " x ".join(str(n) for n in dims)


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _gzip_length(path: Path, size: int, promised: int) -> int:
    """How many bytes a gzip file unpacks to; counted, up to ``promised``, unless its trailer gives that number."""
    with path.open("rb") as file:
        file.seek(max(0, size - 4))
        if int.from_bytes(file.read(4), "little") == promised % 2**32:
            return promised
    held = 0
    try:
        with gzip.open(path, "rb") as unpacked:
            while held < promised and (chunk := unpacked.read(4 << 20)):
                held += len(chunk)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return min(held, promised - 1)
    return held


def header_spacing(header: NiftiHeader) -> tuple[float, float, float]:
    """(slice, row, column) distances of voxel centres in mm."""
    return spacing_of(header.affine)
