"""A NIfTI file -> Volume. ``data[i, j, k]`` becomes ``[k, j, i]``; nothing is flipped."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import nibabel as nib
import numpy as np
from isal import igzip
from nibabel.filebasedimages import ImageFileError
from nibabel.spatialimages import HeaderDataError
from numpy.typing import NDArray

from glioma_desktop.errors import StudyReadError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.arrival import Arrival
from glioma_desktop.study.geometry import spacing_of
from glioma_desktop.study.missing import missing
from glioma_desktop.study.nifti_header import (
    UNITS_MM,
    NiftiHeader,
    check_dims,
    check_size,
    orientation_in,
)
from glioma_desktop.study.series import Series
from glioma_desktop.study.unpacked_cache import UnpackedCache
from glioma_desktop.study.unpacking import GZIP_DAMAGE, LAST_UNPACKED, MOST_KEPT, Told, unpack_into, unpack_quickly
from glioma_desktop.study.volume import Volume

# What nibabel says of odd headers on the standard error is said in a sentence of the series.
nib.imageglobals.logger.setLevel(logging.CRITICAL + 1)
Progress = Callable[[int, int], None]
NIFTI_DAMAGE = (
    *GZIP_DAMAGE, ImageFileError, HeaderDataError, ValueError, KeyError, TypeError, OverflowError, MemoryError, IndexError,
    FloatingPointError,
)  # fmt: skip


def read_nifti_header(path: Path, told: Told | None = None) -> NiftiHeader:
    """The header of a NIfTI file; nothing is allocated for its voxels.

    Args:
        path: ``.nii`` or ``.nii.gz``.
        told: Called while a packed file is measured that does not say its length; whatever it raises ends that.

    Raises:
        StudyReadError: not a NIfTI file, cut off, or its header promises what the file cannot hold.
    """
    try:
        size = path.stat().st_size
        if size == 0:
            raise StudyReadError(phrase("{name} is empty.", name=path.name), path)
        start = _start(path)
        image = _image(path, start)
        if not isinstance(image, nib.Nifti1Pair):
            raise StudyReadError(
                phrase(
                    "{name} holds no image that can be shown: it is a {kind} file.", name=path.name, kind=_kind(image)
                ),
                path,
            )
        header: Any = image.header
        dims = [int(n) for n in image.shape]
        scale = UNITS_MM.get(int(header["xyzt_units"]) & 7, 1.0)
        affine, known, warnings = orientation_in(header, scale, _stored_sizes(image, start))
        offset = _offset(image)
    except FileNotFoundError as error:
        raise missing(path) from error
    except PermissionError as error:
        raise StudyReadError(
            phrase("{name} may not be read: ask for permission to open it.", name=path.name), path
        ) from error
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
    check_dims(path, dims)
    check_size(path, size, dims, image, offset, told)
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


def _start(path: Path) -> bytes:
    """As many bytes as a header of either version has, of the unpacked file."""
    with igzip.open(path, "rb") if path.name.lower().endswith(".gz") else path.open("rb") as file:
        return bytes(file.read(nib.Nifti2Header.sizeof_hdr))


def _image(path: Path, start: bytes) -> Any:
    # Without nibabel's look at every kind of image that it knows, where it is the usual one. Not mapped: a mapped file
    # that vanishes would kill the program.
    usual = start[344:347] == b"n+1" and path.name.lower().endswith((".nii", ".nii.gz"))
    return nib.Nifti1Image.from_filename(path, mmap=False) if usual else nib.load(path, mmap=False)


def _stored_sizes(image: Any, start: bytes) -> NDArray[np.float64]:
    """(3,) voxel sizes as the file has them; nibabel turns a 0 into a 1."""
    header = image.header
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
        cache: Where an unpacked copy may lie.
        arrival: As for ``read_series``. Packed files come from their first slice on, others from the slice looked at.

    Returns:
        Integers as stored (in the machine's byte order) where the scaling is the identity, else float32. Complex values
        become their magnitude, colours their luminance, and voxels that are not numbers 0, which is warned of.

    Raises:
        StudyReadError: not a NIfTI file, cut off, or its header is wrong; ``ReadingStopped`` when the arrival was stopped.
    """
    header = read_nifti_header(path, None if arrival is None else lambda _: arrival.check())
    if not 0 <= volume_index < header.volumes:
        raise StudyReadError(
            phrase(
                "{name} has {count} volumes: there is no number {number}.",
                name=path.name,
                count=header.volumes,
                number=volume_index + 1,
            ),
            path,
        )
    if arrival is not None and header.shape != arrival.series.shape:
        raise _changed(path)
    known = cache.find(path, volume_index) if cache is not None else None
    try:
        if known is not None and known.shape == header.shape:
            voxels, blank = known, 0
        else:
            voxels, blank = _volume_data(header, volume_index, arrival)
    except (OSError, *NIFTI_DAMAGE) as error:
        raise StudyReadError(
            phrase("{name} cannot be read to its end: it is damaged or cut off.", name=path.name), path
        ) from error
    warnings = header.warnings
    if blank:
        warnings = (*warnings, phrase("{count:,} voxels are not numbers and are shown as 0.", count=blank))
    return Volume(
        voxels=voxels,
        affine=header.affine.copy(),
        spacing_mm=spacing_of(header.affine),
        orientation_known=header.orientation_known,
        series_uid=series_uid,
        warnings=warnings,
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
    if volume.shape != series.shape:
        raise _changed(item.path)
    if progress is not None:
        progress(series.shape[0], series.shape[0])
    return replace(
        volume, frame_of_reference_uid=series.frame_of_reference_uid, warnings=(*series.warnings, *_new(volume, series))
    )


def _changed(path: Path) -> StudyReadError:
    return StudyReadError(
        phrase("{name} has changed since the folder was opened: open the folder again.", name=path.name), path
    )


def _new(volume: Volume, series: Series) -> tuple[str, ...]:
    return tuple(warning for warning in volume.warnings if warning not in series.warnings)


def _volume_data(header: NiftiHeader, volume_index: int, arrival: Arrival | None) -> tuple[NDArray[Any], int]:
    """``[k, j, i]`` of one volume, scaled as the header says, and how many voxels were not numbers."""
    path, planes = header.path, _Planes(header, arrival)
    start = header.offset + volume_index * planes.length
    whole = header.offset + header.volumes * planes.length
    if not path.name.lower().endswith(".gz"):
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
    return planes.voxels, planes.blank


class _Planes:
    """The slices of a volume: stored bytes become grey values slice by slice, as they come.

    Attributes:
        length: Bytes of the volume as it is stored.
        voxels: ``[k, j, i]``, of integers as stored where the scaling is the identity, else float32 (colours uint8).
        blank: How many voxels were not numbers so far.
    """

    def __init__(self, header: NiftiHeader, arrival: Arrival | None) -> None:
        self._shape, self._arrival = header.shape, arrival
        self._kind: np.dtype[Any] = header.image.header.get_data_dtype()
        proxy, colours = header.image.dataobj, self._kind.names is not None
        self._scaling: tuple[float, float] = (1.0, 0.0) if colours else (proxy.slope, proxy.inter)
        self._as_stored = self._scaling == (1.0, 0.0) and not colours and self._kind.kind not in "fc"
        self.length = int(np.prod(header.shape, dtype=np.int64)) * self._kind.itemsize
        self.blank = self._done = 0

    def put_room(self, room: NDArray[np.uint8], shared: bool = False) -> NDArray[np.uint8]:
        """Take ``room`` ``[byte]`` for the stored bytes; slices become grey values in place where they can.

        Args:
            room: Its bytes may be there already, or come later.
            shared: Others read it too: it is left as it is and not kept.
        """
        kind = np.uint8 if self._kind.names is not None else np.float32
        final = self._kind.newbyteorder("=") if self._as_stored else np.dtype(kind)
        self._stored: NDArray[Any] = np.frombuffer(room.data, self._kind).reshape(self._shape)
        plain = self._scaling == (1.0, 0.0) and self._kind == final and self._stored.flags.aligned
        self._in_place = plain and not shared
        self.voxels: NDArray[Any] = self._stored if self._in_place else np.empty(self._shape, final)
        self._room = room
        return room

    def read(self, file: BinaryIO, start: int) -> None:
        """Read every slice of a file that is not packed, those first that are looked at."""
        size, into = self.length // self._shape[0], memoryview(self._room.data)
        for k in range(self._shape[0]) if self._arrival is None else self._arrival.order():
            file.seek(start + k * size)
            if file.readinto(into[k * size : (k + 1) * size]) < size:  # type: ignore[attr-defined]
                raise EOFError
            self._take(k)

    def settle(self, held: int) -> None:
        """The first ``held`` bytes are there."""
        while self._done < self._shape[0] and held * self._shape[0] >= (self._done + 1) * self.length:
            self._take(self._done)
            self._done += 1
        self.check(held)

    def check(self, _: int) -> None:
        """Go on or end, as the arrival says."""
        if self._arrival is not None:
            self._arrival.check()

    def _take(self, k: int) -> None:
        into = self.voxels[k]
        if not self._as_stored:
            self.blank += _shown(self._stored[k], *self._scaling, into, self._in_place)
        elif not self._in_place:
            into[...] = self._stored[k]
        if self._arrival is not None:
            self._arrival.put(k, self.voxels, False)


def _shown(plane: NDArray[Any], slope: float, inter: float, into: NDArray[Any], in_place: bool) -> int:
    """Put the grey values of stored ``[j, i]`` into place; how many were not numbers (or none float32 can hold)."""
    if plane.dtype.names is not None:
        weights = {"R": 0.299, "G": 0.587, "B": 0.114}
        into[...] = np.rint(sum(plane[name] * weight for name, weight in weights.items()))
        return 0
    if not in_place:
        values = plane
        with np.errstate(over="ignore", invalid="ignore"):
            if (slope, inter) != (1.0, 0.0):
                values = plane.astype(np.complex128 if plane.dtype.kind == "c" else np.float64) * slope + inter
            into[...] = np.abs(values) if values.dtype.kind == "c" else values
    numbers = np.isfinite(into)
    if numbers.all():
        return 0
    into[~numbers] = 0
    return int(into.size - np.count_nonzero(numbers))
