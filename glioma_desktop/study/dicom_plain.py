"""The first kilobytes of a DICOM file, read without pydicom: most files are simple, and there are thousands of them.

Little-endian files of one image are read here. Whatever else a file may be, ``NotPlain`` sends it to pydicom, which reads
all there is; on every file that is read here both find the same.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from pydicom.datadict import dictionary_VR, tag_for_keyword
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
)
from pydicom.valuerep import STANDARD_VR

from glioma_desktop.study.dicom_header import KEYWORDS, PLACE_WORDS, DicomHeader, header_from

CHUNK = 16 * 1024
FIRST_ELEMENT = 132
UNDEFINED = 0xFFFFFFFF
PIXEL_TAGS = (0x7FE00008, 0x7FE00009, 0x7FE00010)
FRAME_GROUPS = (0x52009229, 0x52009230)
"""Shared and per-frame functional groups: where a frame lies, and more, stands in them, also in a file of one frame."""
DICOMDIR = "1.2.840.10008.1.3.10"
VIDEO = "1.2.840.10008.1.2.4.10"
ITEM, ITEM_END, SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
DEEPEST = 8
_STORED = ("BitsStored", "HighBit", "PixelRepresentation")
_LONG = frozenset((b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"))
_SHORT = frozenset(vr.encode() for vr in STANDARD_VR) - _LONG
_TEXT = frozenset((b"AS", b"CS", b"DA", b"DS", b"IS", b"LO", b"PN", b"SH", b"TM", b"UI"))
WANTED = {
    tag: (word, dictionary_VR(tag).encode())
    for word in (*KEYWORDS, *_STORED)
    if (tag := tag_for_keyword(word)) is not None
}
_PLACE = {tag: wanted for tag, wanted in WANTED.items() if wanted[0] in (*PLACE_WORDS, *_STORED)}
STACK_TAGS = frozenset(_PLACE)
"""Of the attributes that the reader of a stack asks for."""
_LATIN = ("", "ISO_IR 6", "ISO_IR 100", "ISO_IR 192")
_HEAD, _LENGTH, ITEM_HEAD = (
    struct.Struct("<HH2sH").unpack_from,
    struct.Struct("<I").unpack_from,
    struct.Struct("<HHI").unpack_from,
)
Wanted = Mapping[int, tuple[str, bytes]]
Element = tuple[int, bytes, int, int]


class NotPlain(Exception):  # noqa: N818 - a signal to the caller, never an error
    """The file is not what is read here; pydicom takes over."""


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A file of one image.

    Attributes:
        header: Of the image.
        syntax: Its transfer syntax.
        offset: Of the pixel data's value in the file; None when the file ends before it.
        length: Of that value; ``UNDEFINED`` for fragments.
        size: Of the file.
        bits_stored: Of a sample.
        high_bit: The highest of them.
        signed: Samples have a sign.
    """

    header: DicomHeader
    syntax: str
    offset: int | None
    length: int
    size: int
    bits_stored: int
    high_bit: int
    signed: bool

    @property
    def dtype(self) -> np.dtype[Any]:
        """What a sample is stored as."""
        return np.dtype(f"<{'i' if self.signed else 'u'}{self.header.bits // 8}")

    @property
    def grey(self) -> bool:
        """Whether the samples are whole bytes of one grey value with no unused bits below them."""
        header = self.header
        return (
            header.samples == 1
            and header.photometric in ("MONOCHROME1", "MONOCHROME2")
            and header.bits in (8, 16)
            and 0 < self.bits_stored <= header.bits
            and self.high_bit == self.bits_stored - 1
        )


def plain_file(file: BinaryIO, path: Path, whole: bool = True, start: bytes | None = None) -> PlainFile | None:
    """What a file says of its image; None for a DICOMDIR, which has none.

    Args:
        file: Open at its start.
        path: Where it lies, for the header.
        whole: False: of the header only what differs between the slices of a series (``PLACE_WORDS``) is read.
        start: The first ``CHUNK`` bytes of the file, where they have been read.

    Raises:
        NotPlain: it is not read here.
        struct.error: the same, for one whose lengths lead nowhere.
    """
    start = file.read(CHUNK) if start is None else start
    if start[128:132] != b"DICM":
        raise NotPlain
    meta, offset = _meta(start)
    if meta.get(0x00020002) == DICOMDIR:
        return None
    syntax = meta.get(0x00020010, "")
    if not syntax or syntax.startswith(VIDEO) or syntax in (ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian):
        raise NotPlain
    element = implicit if syntax == ImplicitVRLittleEndian else explicit
    values, pixels = _elements(file, start, offset, element, WANTED if whole else _PLACE)
    if str(values.get("NumberOfFrames", "1")).strip(" \0") not in ("", "1"):
        raise NotPlain
    if str(values.get("SpecificCharacterSet", "")).strip(" \0") not in _LATIN:
        raise NotPlain
    values["TransferSyntaxUID"] = syntax
    header = header_from(values.get, path, pixels=pixels)
    bits = [values[word] for word in _STORED if values.get(word) is not None]
    if not all(type(number) is int for number in bits):
        raise NotPlain
    stored = values.get("BitsStored") or header.bits
    high = values.get("HighBit")
    place, length = pixels or (None, 0)
    return PlainFile(
        header, syntax, place, length, os.fstat(file.fileno()).st_size, stored,
        stored - 1 if high is None else high, values.get("PixelRepresentation") == 1,
    )  # fmt: skip


def elements(start: bytes, syntax: str) -> Iterator[tuple[int, int, int, int]]:
    """Tag, where its element begins, and where the value begins and ends, of all elements up to the pixels and of these.

    The value of the pixels, and of a sequence of undefined length, is taken for empty.

    Args:
        start: The first bytes of the file.
        syntax: Its transfer syntax.

    Raises:
        NotPlain, struct.error: it is not what it seemed, or an element goes beyond these bytes.
    """
    offset = FIRST_ELEMENT
    while offset + 12 <= len(start):
        meta = start[offset : offset + 2] == b"\x02\0"
        element = explicit if meta or syntax != ImplicitVRLittleEndian else implicit
        tag, _, length, body = element(start, offset)
        if tag in PIXEL_TAGS:
            yield tag, offset, body, body
            return
        if length == UNDEFINED:
            yield tag, offset, body, body
            offset = past_sequence(start, body, element)
        elif body + length > len(start):
            raise NotPlain
        else:
            yield tag, offset, body, body + length
            offset = body + length


def _meta(start: bytes) -> tuple[dict[int, str], int]:
    found: dict[int, str] = {}
    offset = 132
    while offset + 8 <= len(start) and start[offset : offset + 2] == b"\x02\x00":
        tag, _, length, body = explicit(start, offset)
        found[tag] = start[body : body + length].decode("latin-1").strip(" \0")
        offset = body + length
    return found, offset


def explicit(data: bytes, offset: int) -> Element:
    """Tag, VR, length and place of the value of the element at ``offset``."""
    group, number, vr, length = _HEAD(data, offset)
    if vr in _LONG:
        return group << 16 | number, vr, _LENGTH(data, offset + 8)[0], offset + 12
    if vr not in _SHORT:
        raise NotPlain
    return group << 16 | number, vr, length, offset + 8


def implicit(data: bytes, offset: int) -> Element:
    """The same in a file without VRs; that of elements which are not wanted is empty."""
    group, number, length = ITEM_HEAD(data, offset)
    tag = group << 16 | number
    return tag, WANTED[tag][1] if tag in WANTED else b"", length, offset + 8


def _elements(
    file: BinaryIO, data: bytes, offset: int, element: Callable[[bytes, int], Element], wanted: Wanted
) -> tuple[dict[str, Any], tuple[int, int] | None]:
    """Wanted values by keyword, and (offset, length) of the pixel data's value, None when the file ends before it."""
    base = 0
    values: dict[str, Any] = {}
    while True:
        if offset - base + 12 > len(data):
            file.seek(offset)
            data, base = file.read(CHUNK), offset
            if len(data) < 8:
                return values, None
            data += b"\0" * (12 - len(data)) if len(data) < 12 else b""
        tag, vr, length, body = element(data, offset - base)
        if tag >= FRAME_GROUPS[0]:
            if tag in PIXEL_TAGS:
                return values, (base + body, length)
            if tag in FRAME_GROUPS:
                raise NotPlain
        if length == UNDEFINED:
            if tag in wanted or vr == b"UN":
                raise NotPlain
            offset = base + past_sequence(data, body, element)
            continue
        if tag in wanted:
            if length > CHUNK:  # none is so long; a length that is damaged takes no memory
                raise NotPlain
            if body + length > len(data):
                file.seek(base + body)
                raw = file.read(length)
            else:
                raw = data[body : body + length]
            word = wanted[tag][0]
            values[word] = stored_value(raw, vr, str(values.get("SpecificCharacterSet", "")))
        offset = base + body + length


def stored_value(raw: bytes, vr: bytes, charset: str) -> str | int | float | None:
    """The value of an element of which a header is made.

    Raises:
        NotPlain: it is none that is read here.
    """
    if vr in _TEXT:
        return raw.decode("utf-8" if "192" in charset else "latin-1", "replace")
    if vr == b"US":
        return int.from_bytes(raw[:2], "little") if len(raw) >= 2 else None
    if vr == b"FD" and len(raw) == 8:
        return float(struct.unpack("<d", raw)[0])
    raise NotPlain


def past_sequence(data: bytes, offset: int, element: Callable[[bytes, int], Element], depth: int = 1) -> int:
    """Where the sequence of undefined length ends whose first item begins at ``offset``."""
    if depth > DEEPEST:
        raise NotPlain
    while True:
        tag, length = _item(data, offset)
        offset += 8
        if tag == SEQUENCE_END:
            return offset
        if tag != ITEM:
            raise NotPlain
        if length != UNDEFINED:
            offset += length
            continue
        while _item(data, offset)[0] != ITEM_END:
            _, vr, length, body = element(data, offset)
            if length == UNDEFINED and vr == b"UN":
                raise NotPlain
            offset = past_sequence(data, body, element, depth + 1) if length == UNDEFINED else body + length
        offset += 8


def _item(data: bytes, offset: int) -> tuple[int, int]:
    group, number, length = ITEM_HEAD(data, offset)
    return group << 16 | number, length
