"""A NIfTI file -> what its header says, believed only as far as the file's size bears it out."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nibabel as nib
import numpy as np
from nibabel.filebasedimages import ImageFileError
from nibabel.spatialimages import HeaderDataError
from numpy.typing import NDArray

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.geometry import spacing_of

SHIFT_MM = 0.1
TURN_DEGREES = 0.5
MOST_GZIP_CAN_SHRINK = 1040  # deflate's limit is 1032 to 1
NIFTI_DAMAGE = (
    ImageFileError, HeaderDataError, EOFError, ValueError, KeyError, TypeError, zlib.error, gzip.BadGzipFile,
    OverflowError, MemoryError, IndexError, FloatingPointError,
)  # fmt: skip
_UNITS = {"mm": 1.0, "unknown": 1.0, "meter": 1000.0, "micron": 0.001}


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


def read_nifti_header(path: Path) -> NiftiHeader:
    """The header of a NIfTI file; nothing is allocated for its voxels.

    Raises:
        StudyReadError: not a NIfTI file, cut off, or its header promises what the file cannot hold.
    """
    try:
        size = path.stat().st_size
        if size == 0:
            raise StudyReadError(f"{path.name} is empty.", path)
        image: Any = nib.load(path, mmap=False)  # a mapped file that vanishes would kill the program
        header: Any = image.header
        dims = [int(n) for n in image.shape]
        scale = _UNITS[header.get_xyzt_units()[0]]
        affine, known, warnings = _orientation(header, scale)
    except FileNotFoundError as error:
        raise StudyReadError(f"{path.name} is no longer there: was the disc or folder removed?", path) from error
    except PermissionError as error:
        raise StudyReadError(f"{path.name} may not be read: ask for permission to open it.", path) from error
    except NIFTI_DAMAGE as error:
        raise StudyReadError(f"{path.name} is not a NIfTI file, or its header is damaged.", path) from error
    except OSError as error:
        raise StudyReadError(
            f"{path.name} cannot be read from its disc: {error.strerror or 'read error'}.", path
        ) from error
    _check_dims(path, dims)
    _check_size(path, size, dims, image)
    dims += [1] * (3 - len(dims))
    description = bytes(header["descrip"]).split(b"\0")[0].decode("latin-1").strip()
    return NiftiHeader(
        path,
        image,
        (dims[2], dims[1], dims[0]),
        int(np.prod(dims[3:], dtype=np.int64)),
        affine,
        known,
        tuple(warnings),
        description,
    )


def _orientation(header: Any, scale: float) -> tuple[NDArray[np.float64], bool, list[str]]:
    """Law 1: the sform if its code is above 0, else the qform, else unknown; in LPS and for (k, j, i)."""
    warnings: list[str] = []
    sform = header.get_sform(coded=True)[0]
    qform = header.get_qform(coded=True)[0]
    known = sform if sform is not None else qform
    if known is not None and (not np.all(np.isfinite(known)) or abs(np.linalg.det(known[:3, :3])) < 1e-9):
        warnings.append("The orientation in the header is not usable: left and right are not known.")
        known = None
    if sform is not None and qform is not None and known is not None and _disagree(sform, qform, scale):
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


def _disagree(sform: NDArray[np.float64], qform: NDArray[np.float64], scale: float) -> bool:
    if float(np.max(np.abs(sform[:3, 3] - qform[:3, 3]))) * scale > SHIFT_MM:
        return True
    for axis in range(3):
        one, other = sform[:3, axis], qform[:3, axis]
        lengths = float(np.linalg.norm(one)), float(np.linalg.norm(other))
        if abs(lengths[0] - lengths[1]) * scale > SHIFT_MM or min(lengths) == 0:
            return True
        if np.degrees(np.arccos(np.clip(one @ other / (lengths[0] * lengths[1]), -1, 1))) > TURN_DEGREES:
            return True
    return False


def _check_dims(path: Path, dims: list[int]) -> None:
    if len(dims) < 2 or any(n < 1 for n in dims):
        raise StudyReadError(f"{path.name} holds no image: its header gives a size of {_times(dims)} voxels.", path)


def _check_size(path: Path, size: int, dims: list[int], image: Any) -> None:
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
