"""The samples of a file of one image whose header was read without pydicom."""

from __future__ import annotations

from io import FileIO
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

from glioma_desktop.study.dicom_plain import ITEM, ITEM_HEAD, UNDEFINED, NotPlain, PlainFile

_UNSIGNED = {size: np.dtype(f"u{size}") for size in (1, 2)}


def has_samples(plain: PlainFile, size: int) -> bool:
    """Whether a file holds so many bytes of samples as they are, uncompressed and grey."""
    stored = plain.syntax in (ExplicitVRLittleEndian, ImplicitVRLittleEndian) and plain.grey
    return stored and plain.offset is not None and size <= plain.length < UNDEFINED


def read_samples(file: FileIO, plain: PlainFile, into: NDArray[Any]) -> bool:
    """Read the samples of an uncompressed grey image into place; False when it is not one.

    Args:
        file: The open file.
        plain: What ``plain_file`` found in it.
        into: ``[row, column]``, contiguous, of ``plain.dtype``; undefined when the answer is False.
    """
    if plain.offset is None or not has_samples(plain, into.nbytes):
        return False
    file.seek(plain.offset)
    whole = file.readinto(into.data) == into.nbytes
    if whole:
        without_unused_bits(into, plain.bits_stored)
    return whole


def read_stream(file: BinaryIO, plain: PlainFile) -> bytes | None:
    """The compressed stream of an image, its fragments joined; None when it has none.

    Raises:
        NotPlain: the fragments are not what the standard says, or not all of them came.
    """
    if plain.length != UNDEFINED or plain.offset is None:
        return None
    file.seek(plain.offset)
    data, at, parts = file.read(plain.size - plain.offset), 0, []
    if len(data) < plain.size - plain.offset:  # some drives give less at a time
        raise NotPlain
    while at + 8 <= len(data):
        group, number, length = ITEM_HEAD(data, at)
        if group << 16 | number != ITEM or length > len(data) - at - 8:
            break
        parts.append(data[at + 8 : at + 8 + length])
        at += 8 + length
    if len(parts) < 2:  # the first item is the table of offsets
        raise NotPlain
    return parts[1] if len(parts) == 2 else b"".join(parts[1:])


def without_unused_bits(samples: NDArray[Any], bits_stored: int) -> None:
    """Clear the bits above those stored, or fill them with the sign, in place (PS3.5 8.1.1)."""
    unused = samples.dtype.itemsize * 8 - bits_stored
    if unused <= 0:
        return
    if samples.dtype.kind == "u":
        np.bitwise_and(samples, (1 << bits_stored) - 1, out=samples)
        return
    highest = np.maximum.reduce(samples.view(_UNSIGNED[samples.dtype.itemsize]), axis=None)
    if highest >> (bits_stored - 1):  # else all are positive and clean
        np.left_shift(samples, unused, out=samples)
        np.right_shift(samples, unused, out=samples)
