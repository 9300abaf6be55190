"""The slices of a series are alike: where the header of one is known, that of the next need not be read word by word."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydicom.uid import ImplicitVRLittleEndian

from glioma_desktop.study.dicom_plain import CHUNK, PIXEL_TAGS, STACK_TAGS, NotPlain, PlainFile, elements
from glioma_desktop.study.dicom_values import LONGEST_MM, point
from glioma_desktop.study.stack_geometry import Position

POSITION, LOCATION = 0x00200032, 0x00201041
_MAY_DIFFER = frozenset((POSITION, LOCATION))
_MUST_BE = STACK_TAGS | {0x00020002, 0x00020010, *PIXEL_TAGS}  # of the pixels it is how many bytes they are


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the first bytes of a file must be for it to be like another in all but its position and what nobody asks for.

    Attributes:
        plain: The file that is known.
        kind: What a sample of it is stored as.
        size: How many bytes are compared: all before the pixels.
        mask: As one number, its lowest byte first: ones where the bytes must be equal.
        kept: The bytes of the known file under the mask.
        position: Where the value of ImagePositionPatient begins and ends; None when there is none.
        told: What must be equal, element by element, wherever it lies.
    """

    plain: PlainFile
    kind: np.dtype[Any]
    size: int
    mask: int
    kept: int
    position: tuple[int, int] | None
    told: tuple[bytes, ...]

    def fits(self, start: bytes) -> bool:
        """Whether the file that starts so is like the known one, byte by byte."""
        return int.from_bytes(start[: self.size], "little") & self.mask == self.kept

    def position_in(self, start: bytes) -> Position | None:
        """The position in mm, LPS, of a file that fits."""
        if self.position is None:
            return None
        value = start[self.position[0] : self.position[1]]
        try:
            x, y, z = map(float, value.split(b"\\"))
        except ValueError:  # there are none, or something stands around them
            return point(value.decode("latin-1"))
        return (x, y, z) if all(-LONGEST_MM <= mm <= LONGEST_MM for mm in (x, y, z)) else None

    def moved(self, start: bytes) -> Likeness | None:
        """What fits a file that is like the known one but for the lengths of what may differ; None for another file."""
        try:
            other = _likeness(start, self.plain)
        except (NotPlain, struct.error):  # damaged, or longer than what was read of it
            return None
        return other if other.told == self.told else None


def likeness(start: bytes, plain: PlainFile) -> Likeness | None:
    """What other files must have in common with a known one; None when its header is too long or too odd.

    Args:
        start: The first bytes of the file.
        plain: What ``plain_file`` found in it.
    """
    if plain.offset is None or plain.offset > min(CHUNK, len(start)):
        return None
    found = _likeness(start, plain)
    return found if found.size == plain.offset else None


def _likeness(start: bytes, plain: PlainFile) -> Likeness:
    mask, position = bytearray(b"\xff") * len(start), None
    mask[:128] = bytes(128)  # anything may stand before "DICM"
    told, size, head = [start[128:132]], 0, 4 if plain.syntax == ImplicitVRLittleEndian else 6
    for tag, begin, body, size in elements(start, plain.syntax):
        if tag == POSITION:
            position = body, size
        if tag in _MAY_DIFFER or tag not in _MUST_BE:
            mask[body:size] = bytes(size - body)
            told.append(start[begin : begin + head])
        else:
            told.append(start[begin:size])
    under = int.from_bytes(mask[:size], "little")
    kept = int.from_bytes(start[:size], "little") & under
    return Likeness(plain, plain.dtype, size, under, kept, position, tuple(told))
