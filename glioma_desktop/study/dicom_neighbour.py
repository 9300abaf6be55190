"""A slice's header read by its neighbour's: what two files share, byte for byte, is understood once.

The slices of a series differ in a dozen elements out of a hundred. The first file is taken apart into the runs of bytes
between those; in the next one every run is compared as a whole, and only the elements between them are looked at. A file
that does not fit is read from scratch, so that the answer is always the one that reading it alone would give.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from struct import Struct
from struct import error as StructError  # noqa: N812
from typing import BinaryIO

from pydicom.uid import ImplicitVRLittleEndian

from glioma_desktop.study.dicom_header import SLICE_FIELDS, DicomHeader, NextSlices
from glioma_desktop.study.dicom_plain import (
    CHUNK,
    PIXEL_TAGS,
    UNDEFINED,
    WANTED,
    Element,
    NotPlain,
    PlainFile,
    explicit,
    implicit,
    past_sequence,
    stored_value,
)

ElementAt = Callable[[bytes, int], Element]
Length = Callable[[bytes, int], tuple[int]]
_SHORT, _LONG = Struct("<H").unpack_from, Struct("<I").unpack_from
ROOM = 12
"""Bytes that the head of an element takes."""
LARGE = 1024
"""Values beyond it (a maker's own notes, as a rule) are passed over rather than compared."""
LONGEST = 1 << 20
USUAL = frozenset({
    0x00020000, 0x00020003, 0x00080013, 0x00080018, 0x00080032, 0x00080033, 0x00200013, 0x00200032, 0x00201041, 0x00280106,
    0x00280107, 0x00281050, 0x00281051,
})  # fmt: skip
"""Elements that every scanner writes anew into each slice."""
FIXED = frozenset(tag for tag, (word, _) in WANTED.items() if word not in SLICE_FIELDS) | {0x00020010}
"""Elements that a header is made of and that never differ between neighbours."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an element lies in a file: ``start`` of its head, ``body`` of its value, and the ``stop`` of that."""

    tag: int
    start: int
    body: int
    stop: int


class Neighbour:
    """A file that was read, as a measure for those that look like it.

    Args:
        head: The file up to the value of its pixels.
        plain: What was found in it.
        places: Of its elements, the pixels' last.
        differing: Tags that are looked at in each file; the rest must be the same.
    """

    def __init__(self, head: bytes, plain: PlainFile, places: list[Place], differing: Collection[int]) -> None:
        self.plain = plain
        self.values = {place.tag: head[place.body : place.stop] for place in places[:-1]}
        self._charset = _charset(self.values)
        self._slices = NextSlices(plain.header)
        self._parts: list[tuple[bytes, int, Length, int, bytes, str]] = []
        begin, long = 0, plain.syntax == ImplicitVRLittleEndian
        for place in places:
            if place.tag in differing or (place.stop - place.body > LARGE and place.tag not in FIXED):
                wide = place.body - place.start == (8 if long and place.tag >> 16 != 2 else 12)
                width = 4 if wide else 2
                same = head[begin : place.body - width]
                vr, word = _vr_and_word(head, place, long)
                self._parts.append((same, len(same), _LONG if wide else _SHORT, width, vr, word))
                begin = place.stop
        self._last = head[begin:]

    def header_of(self, file: BinaryIO, start: bytes, path: Path) -> DicomHeader | None:
        """The header of another file, of which ``start`` has been read; None when more differs than between slices."""
        data, at, base, found = start, 0, 0, {}
        try:
            for same, size, read, width, vr, word in self._parts:
                if at + size + ROOM > len(data):
                    base, data, at = base + at, _read_at(file, base + at), 0
                if not data.startswith(same, at):
                    return None
                body = at + size + width
                (length,) = read(data, at + size)
                if length == UNDEFINED or (word and length > LARGE):
                    return None
                at = body + length
                if word:
                    found[word] = stored_value(_whole_value(file, data, base, body, at), vr, self._charset)
        except (NotPlain, StructError):
            return None
        if at + len(self._last) > len(data):
            base, data, at = base + at, _read_at(file, base + at), 0
        if not data.startswith(self._last, at):
            return None
        return self._slices.header(path, found, base + at + len(self._last))

    def differences(self, other: Neighbour) -> set[int]:
        """The tags in which another file of the same series differs and may; none for another series."""
        if self.plain.header.series_uid != other.plain.header.series_uid:
            return set()
        return {tag for tag, value in self.values.items() if other.values.get(tag, value) != value} - FIXED


def places_of(head: bytes, plain: PlainFile) -> list[Place]:
    """The elements of a file up to its pixels; none for a file whose tags do not grow, or that ends elsewhere.

    Raises:
        NotPlain, struct.error: it is not what it seemed.
    """
    places: list[Place] = []
    at, element = 132, _main_element(plain)
    while at + 8 <= len(head):
        meta = head[at : at + 2] == b"\x02\x00"
        tag, _, length, body = explicit(head, at) if meta else element(head, at)
        if places and tag <= places[-1].tag:
            return []
        if tag in PIXEL_TAGS:
            places.append(Place(tag, at, body, body))
            return places if body == len(head) else []
        stop = past_sequence(head, body, element) if length == UNDEFINED else body + length
        places.append(Place(tag, at, body, stop))
        at = stop
    return []


def _vr_and_word(head: bytes, place: Place, long: bool) -> tuple[bytes, str]:
    word, usual = WANTED.get(place.tag, ("", b""))
    return (usual if long else head[place.start + 4 : place.start + 6]), word


def _main_element(plain: PlainFile) -> ElementAt:
    return implicit if plain.syntax == ImplicitVRLittleEndian else explicit


def _charset(values: dict[int, bytes]) -> str:
    return values.get(0x00080005, b"").decode("latin-1")


def _whole_value(file: BinaryIO, data: bytes, base: int, body: int, stop: int) -> bytes:
    if stop <= len(data):
        return data[body:stop]
    file.seek(base + body)
    return file.read(stop - body)


def _read_at(file: BinaryIO, offset: int) -> bytes:
    file.seek(offset)
    return file.read(CHUNK)
