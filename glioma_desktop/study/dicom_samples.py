"""The samples of a file of one image whose header was read without pydicom."""

from __future__ import annotations

from io import BufferedReader
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

from glioma_desktop.study.dicom_plain import ITEM, ITEM_HEAD, UNDEFINED, NotPlain, PlainFile


def read_samples(file: BufferedReader, plain: PlainFile, into: NDArray[Any]) -> bool:
    """Read the samples of an uncompressed grey image into place; False when it is not one.

    Args:
        file: The open file.
        plain: What ``plain_file`` found in it.
        into: ``[row, column]``, contiguous, of ``plain.dtype``; undefined when the answer is False.
    """
    if plain.syntax not in (ExplicitVRLittleEndian, ImplicitVRLittleEndian) or not plain.grey:
        return False
    if plain.offset is None or not into.nbytes <= plain.length < UNDEFINED:
        return False
    file.seek(plain.offset)
    whole = file.readinto(into.data.cast("B")) == into.nbytes
    if whole:
        without_unused_bits(into, plain.bits_stored)
    return whole


def read_stream(file: BinaryIO, plain: PlainFile) -> bytes | None:
    """The compressed stream of an image, its fragments joined; None when it has none.

    Raises:
        NotPlain: the fragments are not what the standard says.
    """
    if plain.length != UNDEFINED or plain.offset is None:
        return None
    file.seek(plain.offset)
    data, at, parts = file.read(plain.size - plain.offset), 0, []
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
    elif samples.view(f"u{samples.dtype.itemsize}").max() >> (bits_stored - 1):  # else all are positive and clean
        np.left_shift(samples, unused, out=samples)
        np.right_shift(samples, unused, out=samples)
