"""A NIfTI file -> Volume. ``data[i, j, k]`` becomes ``[k, j, i]``; nothing is flipped."""

from __future__ import annotations

import gzip
import logging
import zlib
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import imagecodecs
import nibabel as nib
import numpy as np
from nibabel.filebasedimages import ImageFileError
from nibabel.spatialimages import HeaderDataError
from numpy.typing import NDArray

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.geometry import spacing_of
from glioma_desktop.study.missing import missing
from glioma_desktop.study.nifti_header import (
    UNITS_MM,
    NiftiHeader,
    check_dims,
    check_size,
    orientation_in,
    stated_length,
)
from glioma_desktop.study.series import Series
from glioma_desktop.study.unpacked_cache import UnpackedCache
from glioma_desktop.study.volume import NOT_NUMBERS, Volume

# What nibabel says of odd headers on the standard error is said in a sentence of the series.
nib.imageglobals.logger.setLevel(logging.CRITICAL + 1)
Progress = Callable[[int, int], None]
MOST_KEPT = 256 << 20  # bytes of an unpacked 4-D file
BLOCK = 4 << 20
NIFTI_DAMAGE = (
    ImageFileError, HeaderDataError, EOFError, ValueError, KeyError, TypeError, zlib.error, gzip.BadGzipFile,
    OverflowError, MemoryError, IndexError, FloatingPointError,
)  # fmt: skip


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
        if not isinstance(image, nib.Nifti1Pair):
            raise StudyReadError(f"{path.name} holds no image that can be shown: it is a {_kind(image)} file.", path)
        header: Any = image.header
        dims = [int(n) for n in image.shape]
        scale = UNITS_MM.get(int(header["xyzt_units"]) & 7, 1.0)
        affine, known, warnings = orientation_in(header, scale, _stored_sizes(image))
        offset = _offset(image)
    except FileNotFoundError as error:
        raise missing(path) from error
    except PermissionError as error:
        raise StudyReadError(f"{path.name} may not be read: ask for permission to open it.", path) from error
    except NIFTI_DAMAGE as error:
        raise StudyReadError(f"{path.name} is not a NIfTI file, or its header is damaged.", path) from error
    except OSError as error:
        raise StudyReadError(
            f"{path.name} cannot be read from its disc: {error.strerror or 'read error'}.", path
        ) from error
    check_dims(path, dims)
    check_size(path, size, dims, image, offset)
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
        offset,
    )


def _offset(image: Any) -> int:
    # Written as 0 by some programs, which would show the header as an image.
    return max(int(image.dataobj.offset), int(image.header.single_vox_offset))


def _stored_sizes(image: Any) -> NDArray[np.float64]:
    """(3,) voxel sizes as the file has them; nibabel turns a 0 into a 1."""
    with image.file_map["image"].get_prepare_fileobj("rb") as file:
        raw = type(image.header).from_fileobj(file, check=False)
    return np.asarray(raw["pixdim"][1:4], np.float64)


def _kind(image: object) -> str:
    """``CIFTI-2`` for ``Cifti2Image``: surfaces and the like, under a NIfTI name."""
    return {"Cifti2Image": "CIFTI-2"}.get(type(image).__name__, type(image).__name__.removesuffix("Image"))


def read_nifti(path: Path, volume_index: int = 0, series_uid: str = "", cache: UnpackedCache | None = None) -> Volume:
    """A volume of a NIfTI file.

    Args:
        path: ``.nii`` or ``.nii.gz``.
        volume_index: Which volume of a 4-D file, from 0.
        series_uid: Kept in the volume.
        cache: Where an unpacked copy may lie.

    Returns:
        Integers as stored (in the machine's byte order) where the scaling is the identity, else float32. Complex values
        become their magnitude, colours their luminance, and voxels that are not numbers 0, which is warned of.

    Raises:
        StudyReadError: not a NIfTI file, cut off, or its header is wrong.
    """
    header = read_nifti_header(path)
    if not 0 <= volume_index < header.volumes:
        raise StudyReadError(f"{path.name} has {header.volumes} volumes: there is no number {volume_index + 1}.", path)
    known = cache.find(path, volume_index) if cache is not None else None
    try:
        if known is not None and known.shape == header.shape:
            voxels, blank = known, 0
        else:
            voxels, blank = _volume_data(header, volume_index)
    except (OSError, zlib.error, gzip.BadGzipFile, *NIFTI_DAMAGE) as error:
        raise StudyReadError(f"{path.name} cannot be read to its end: it is damaged or cut off.", path) from error
    warnings = header.warnings
    if blank:
        warnings = (*warnings, f"{blank:,} {NOT_NUMBERS} and are shown as 0.")
    return Volume(
        voxels=voxels,
        affine=header.affine.copy(),
        spacing_mm=spacing_of(header.affine),
        orientation_known=header.orientation_known,
        series_uid=series_uid,
        warnings=warnings,
    )


def read_nifti_series(series: Series, progress: Progress | None = None, cache: UnpackedCache | None = None) -> Volume:
    """The volume of a NIfTI series.

    Raises:
        StudyReadError: the file is missing, damaged, or no longer what the catalogue found.
    """
    item = series.files[0]
    volume = read_nifti(item.path, item.frame, series.uid, cache)
    if volume.shape != series.shape:
        raise StudyReadError(
            f"{item.path.name} has changed since the folder was opened: open the folder again.", item.path
        )
    if progress is not None:
        progress(series.shape[0], series.shape[0])
    return replace(
        volume, frame_of_reference_uid=series.frame_of_reference_uid, warnings=(*series.warnings, *_new(volume, series))
    )


def _new(volume: Volume, series: Series) -> tuple[str, ...]:
    return tuple(warning for warning in volume.warnings if warning not in series.warnings)


def _volume_data(header: NiftiHeader, volume_index: int) -> tuple[NDArray[Any], int]:
    """``[k, j, i]`` of one volume, scaled as the header says, and how many voxels were not numbers."""
    proxy = header.image.dataobj
    kind = header.image.header.get_data_dtype()
    count = int(np.prod(header.shape, dtype=np.int64))
    start = header.offset + volume_index * count * kind.itemsize
    if header.path.name.lower().endswith(".gz"):
        whole = count * kind.itemsize * header.volumes
        unpack = _unpacked_last if header.volumes > 1 and whole <= MOST_KEPT else _unpacked_last.__wrapped__
        data: Any = unpack(header.path, header.path.stat().st_mtime_ns, header.offset + whole)[
            start : start + count * kind.itemsize
        ]
    else:
        with header.path.open("rb") as file:
            file.seek(start)
            data = file.read(count * kind.itemsize)
    values: NDArray[Any] = np.frombuffer(data, kind, count).reshape(header.shape)
    slope, inter = (1.0, 0.0) if kind.names is not None else (proxy.slope, proxy.inter)
    if (slope, inter) == (1.0, 0.0) and kind.names is None and kind.kind not in "fc":
        # One volume of a 4-D file would keep all the others in memory, where nobody counts them.
        return values.astype(kind.newbyteorder("="), copy=header.volumes > 1), 0
    voxels = np.empty(header.shape, np.uint8 if kind.names is not None else np.float32)
    return voxels, sum(_shown(plane, slope, inter, voxels[k]) for k, plane in enumerate(values))


@lru_cache(maxsize=1)
def _unpacked_last(path: Path, _changed: int, size: int) -> NDArray[np.uint8]:
    """A whole .nii.gz, so that its checksum is verified: damage in the middle would otherwise pass for an image.

    libdeflate does it in a third of zlib's time, into the room that the header asks for. What it does not take (several
    members, more data than the header knows of, damage) is left to zlib, whose error is the one that counts.
    The last one is kept: the volumes of a 4-D file are asked for one after the other.
    """
    room = np.empty(size, np.uint8)
    try:
        if stated_length(path) == size and len(imagecodecs.gzip_decode(path.read_bytes(), out=room.data)) == size:
            return room
    except (RuntimeError, SystemError):
        pass
    held, into = 0, memoryview(room.data)
    with gzip.open(path, "rb") as file:
        while held < size and (count := file.readinto(into[held : held + BLOCK])):
            held += count
        if held < size:
            raise EOFError
        for _ in range(MOST_KEPT // BLOCK):  # to the checksum at the end, unless that is far away
            if not file.read(BLOCK):
                break
    return room


def _shown(plane: NDArray[Any], slope: float, inter: float, into: NDArray[Any]) -> int:
    """Put the grey values of stored ``[j, i]`` into place; how many were not numbers (or none float32 can hold)."""
    if plane.dtype.names is not None:
        weights = {"R": 0.299, "G": 0.587, "B": 0.114}
        into[...] = np.rint(sum(plane[name] * weight for name, weight in weights.items()))
        return 0
    values = plane
    with np.errstate(over="ignore", invalid="ignore"):
        if (slope, inter) != (1.0, 0.0):
            values = plane.astype(np.complex128 if plane.dtype.kind == "c" else np.float64) * slope + inter
        into[...] = np.abs(values) if values.dtype.kind == "c" else values
    blank = ~np.isfinite(into)
    into[blank] = 0
    return int(blank.sum())
