"""A NIfTI file -> Volume. ``data[i, j, k]`` becomes ``[k, j, i]``; nothing is flipped."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import nibabel as nib
import numpy as np
from nibabel.filebasedimages import ImageFileError
from nibabel.spatialimages import HeaderDataError
from nibabel.wrapstruct import WrapStructError
from numpy.typing import NDArray

from glioma_desktop.errors import StudyReadError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.arrival import Arrival
from glioma_desktop.study.geometry import spacing_of
from glioma_desktop.study.missing import forbidden, missing
from glioma_desktop.study.nifti_header import (
    UNITS_MM,
    NiftiHeader,
    StoredVoxels,
    check_dims,
    check_size,
    orientation_in,
)
from glioma_desktop.study.nifti_planes import Planes
from glioma_desktop.study.series import Series
from glioma_desktop.study.unpacked_cache import UnpackedCache
from glioma_desktop.study.unpacking import (
    GZIP_DAMAGE,
    LAST_UNPACKED,
    MOST_KEPT,
    Told,
    first_bytes,
    is_packed,
    unpack_into,
    unpack_quickly,
)
from glioma_desktop.study.volume import Volume

# What nibabel says of odd headers on the standard error is said in a sentence of the series.
nib.imageglobals.logger.setLevel(logging.CRITICAL + 1)
Progress = Callable[[int, int], None]
SAME_MM = 0.01
NIFTI_DAMAGE = (
    *GZIP_DAMAGE, ImageFileError, HeaderDataError, WrapStructError, ValueError, KeyError, TypeError, OverflowError,
    MemoryError, IndexError, FloatingPointError,
)  # fmt: skip


def read_nifti_header(path: Path, told: Told | None = None) -> NiftiHeader:
    """The header of a NIfTI file; nothing is allocated for its voxels.

    Args:
        path: ``.nii`` or ``.nii.gz``.
        told: Called while a packed file is measured that does not say its length; whatever it raises ends that.

    Raises:
        StudyReadError: not a NIfTI file, cut off, or its header promises what the file cannot hold.
    """
    with _damage_said(path):
        size = path.stat().st_size
        if size == 0:
            raise StudyReadError(phrase("{name} is empty.", name=path.name), path)
        start = first_bytes(path, nib.Nifti2Header.sizeof_hdr)
        header, voxels = _header(path, start)
        dims = [int(n) for n in header.get_data_shape()]
        scale = UNITS_MM.get(int(header["xyzt_units"]) & 7, 1.0)
        affine, known, warnings = orientation_in(header, scale, _stored_sizes(header, start))
    check_dims(path, dims)
    check_size(path, size, dims, voxels, told)
    dims += [1] * (3 - len(dims))
    description = bytes(header["descrip"]).split(b"\0")[0].decode("latin-1").strip()
    return NiftiHeader(
        path, (dims[2], dims[1], dims[0]), int(np.prod(dims[3:], dtype=np.int64)), affine, known, tuple(warnings),
        description, voxels,
    )  # fmt: skip


@contextmanager
def _damage_said(path: Path) -> Iterator[None]:
    """A header is read in here; what is wrong with its file is said in one sentence."""
    try:
        yield
    except FileNotFoundError as error:
        raise missing(path) from error
    except PermissionError as error:
        raise forbidden(path) from error
    except NIFTI_DAMAGE as error:
        raise StudyReadError(
            phrase("{name} is not a NIfTI file, or its header is damaged.", name=path.name), path
        ) from error
    except OSError as error:
        raise StudyReadError(
            phrase(
                "{name} cannot be read from its disc: {reason}.",
                name=path.name,
                reason=error.strerror or phrase("read error"),
            ),
            path,
        ) from error


def _header(path: Path, start: bytes) -> tuple[Any, StoredVoxels]:
    """The header of a file by nibabel, and how its voxels are stored."""
    usual = start[344:347] == b"n+1" and path.name.lower().endswith((".nii", ".nii.gz"))
    if usual:  # without nibabel's look at every kind of image that it knows, and without opening the file again
        header: Any = nib.Nifti1Header(start[: nib.Nifti1Header.sizeof_hdr])  # type: ignore[no-untyped-call]
        slope, inter = header.get_slope_inter()
        scaling = (1.0 if slope is None else slope, 0.0 if inter is None else inter)
        offset = header.get_data_offset()
    else:
        # Not mapped: a mapped file that vanishes would kill the program.
        image = nib.load(path, mmap=False)
        if not isinstance(image, nib.Nifti1Pair):
            kind = _kind(image)
            raise StudyReadError(
                phrase("{name} holds no image that can be shown: it is a {kind} file.", name=path.name, kind=kind), path
            )
        proxy: Any = image.dataobj
        header, scaling, offset = image.header, (proxy.slope, proxy.inter), proxy.offset
    # The offset is written as 0 by some programs, which would show the header as an image.
    offset = max(int(offset), int(header.single_vox_offset))
    return header, StoredVoxels(header.get_data_dtype(), offset, *scaling)


def _stored_sizes(header: Any, start: bytes) -> NDArray[np.float64]:
    """(3,) voxel sizes as the file has them; nibabel turns a 0 into a 1."""
    kind = header.template_dtype.newbyteorder(header.endianness)
    return np.asarray(np.frombuffer(start, kind, 1)[0]["pixdim"][1:4], np.float64)


def _kind(image: object) -> str:
    """``CIFTI-2`` for ``Cifti2Image``: surfaces and the like, under a NIfTI name."""
    return {"Cifti2Image": "CIFTI-2"}.get(type(image).__name__, type(image).__name__.removesuffix("Image"))


def read_nifti(
    path: Path,
    volume_index: int = 0,
    series_uid: str = "",
    cache: UnpackedCache | None = None,
    arrival: Arrival | None = None,
) -> Volume:
    """A volume of a NIfTI file.

    Args:
        path: ``.nii`` or ``.nii.gz``.
        volume_index: Which volume of a 4-D file, from 0.
        series_uid: Kept in the volume.
        cache: Where an unpacked copy may lie: of the file itself, its header too, only the end is then read.
        arrival: As for ``read_series``. Packed files come from their first slice on, others from the slice looked at.

    Returns:
        Integers as stored (in the machine's byte order) where the scaling is the identity, else float32. Complex values
        become their magnitude, colours their luminance, and voxels that are not numbers 0, which is warned of.

    Raises:
        StudyReadError: not a NIfTI file, cut off, or its header is wrong; ``ReadingStopped`` when the arrival was stopped.
    """
    known = cache.find(path, volume_index) if cache is not None else None
    if known is not None:
        return replace(known, series_uid=series_uid)
    header = read_nifti_header(path, None if arrival is None else lambda _: arrival.check())
    _check_number(header, volume_index)
    if arrival is not None:
        _check_unchanged(arrival.series, header.shape, header.affine)
    voxels, blank = _volume_data(header, volume_index, arrival)
    return Volume(
        voxels=voxels,
        affine=header.affine.copy(),
        spacing_mm=spacing_of(header.affine),
        orientation_known=header.orientation_known,
        series_uid=series_uid,
        warnings=(*header.warnings, *_said_of(blank)),
    )


def _said_of(blank: int) -> tuple[str, ...]:
    if blank == 1:
        return (phrase("1 voxel is not a number and is shown as 0."),)
    return (phrase("{count:,} voxels are not numbers and are shown as 0.", count=blank),) if blank else ()


def _check_number(header: NiftiHeader, volume_index: int) -> None:
    if not 0 <= volume_index < header.volumes:
        raise StudyReadError(
            phrase(
                "{name} has {count} volumes: there is no number {number}.",
                name=header.path.name,
                count=header.volumes,
                number=volume_index + 1,
            ),
            header.path,
        )


def read_nifti_series(
    series: Series,
    progress: Progress | None = None,
    cache: UnpackedCache | None = None,
    arrival: Arrival | None = None,
) -> Volume:
    """The volume of a NIfTI series.

    Raises:
        StudyReadError: the file is missing, damaged, or no longer what the catalogue found.
    """
    item = series.files[0]
    volume = read_nifti(item.path, item.frame, series.uid, cache, arrival)
    _check_unchanged(series, volume.shape, volume.affine)
    if progress is not None:
        progress(series.shape[0], series.shape[0])
    return replace(
        volume, frame_of_reference_uid=series.frame_of_reference_uid, warnings=(*series.warnings, *_new(volume, series))
    )


def _check_unchanged(series: Series, shape: tuple[int, int, int], affine: NDArray[np.float64]) -> None:
    """Refuse a file whose voxels are others, or lie elsewhere, than when its folder was opened."""
    known = affine if series.affine is None else np.array(series.affine)
    if shape != series.shape or not np.allclose(affine, known, atol=SAME_MM):
        path = series.files[0].path
        raise StudyReadError(
            phrase(
                "{name} has changed since the folder was opened: open the folder again, or put the earlier file back.",
                name=path.name,
            ),
            path,
        )


def _new(volume: Volume, series: Series) -> tuple[str, ...]:
    return tuple(warning for warning in volume.warnings if warning not in series.warnings)


def _volume_data(header: NiftiHeader, volume_index: int, arrival: Arrival | None) -> tuple[NDArray[Any], int]:
    """``[k, j, i]`` of one volume, scaled as the header says, and how many voxels were not numbers."""
    planes = Planes(header, arrival)
    try:
        _fill(planes, header, volume_index)
    except (OSError, *NIFTI_DAMAGE) as error:
        raise StudyReadError(
            phrase("{name} cannot be read to its end: it is damaged or cut off.", name=header.path.name), header.path
        ) from error
    return planes.voxels, planes.blank


def _fill(planes: Planes, header: NiftiHeader, volume_index: int) -> None:
    path = header.path
    start = header.voxels.offset + volume_index * planes.length
    whole = header.voxels.offset + header.volumes * planes.length
    if not is_packed(path):
        planes.put_room(np.empty(planes.length, np.uint8))
        with path.open("rb") as file:
            planes.read(file, start)
    elif header.volumes > 1 and whole <= MOST_KEPT:
        room = LAST_UNPACKED.whole(path, whole, planes.check)
        planes.put_room(room[start : start + planes.length], shared=True)
        planes.settle(planes.length)
    elif (quick := unpack_quickly(path, whole)) is not None:
        planes.put_room(quick[start : start + planes.length])
        planes.settle(planes.length)
    else:
        room = planes.put_room(np.empty(planes.length, np.uint8))
        unpack_into(path, start, room, whole - start - planes.length, planes.settle)
