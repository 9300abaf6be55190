"""A file -> its DICOM headers, fast: ordinary files are read without pydicom, the others by it."""

from __future__ import annotations

import math
import os
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import pydicom
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian, ImplicitVRLittleEndian

from glioma_desktop.errors import StudyReadError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.deflated import check_deflated
from glioma_desktop.study.dicom_frames import DICOM_DAMAGE, file_header, frame_headers, transfer_syntax
from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.dicom_neighbour import LONGEST, USUAL, Neighbour, places_of
from glioma_desktop.study.dicom_plain import (
    CHUNK,
    FIRST_ELEMENT,
    PIXEL_TAGS,
    UNDEFINED,
    VIDEO,
    NotPlain,
    PlainFile,
    explicit,
    plain_file,
)
from glioma_desktop.study.volume import MOST_PIXELS, MOST_VOXELS, times

META = b"\x02\0"
PIXEL_VRS = (b"OB", b"OD", b"OF", b"OW", b"UN")
"""None of them is an even number."""
NEIGHBOURS = 4
"""How many files others are measured by: as many series may lie mixed in a folder."""


class HeaderReader:
    """Reads the headers of many files: those that look like one of the last few cost a tenth of the first."""

    def __init__(self) -> None:
        self._neighbours: list[Neighbour] = []
        self._differing = set(USUAL)

    def read(self, file: BinaryIO, start: bytes, path: Path) -> list[DicomHeader]:
        """The headers of a DICOM file: one, or one a frame of a multi-frame file. A DICOMDIR has none.

        Args:
            file: The open file.
            start: Its first ``CHUNK`` bytes.
            path: Where it lies.

        Raises:
            StudyReadError: the file is damaged, cut off or holds no image.
            OSError: it cannot be read.
        """
        for neighbour in self._neighbours:
            header = neighbour.header_of(file, start, path)
            if header is not None:
                _check_whole(file, header, os.fstat(file.fileno()).st_size)
                return [header]
        try:
            found = plain_file(file, path, start=start)
            if found is not None and found.offset is None and _is_explicit(start, found.syntax):
                raise NotPlain
        except (NotPlain, struct.error):
            return _by_pydicom(path)
        if found is None:
            return []
        _check_image(path, found.header, found.offset is not None)
        _check_whole(file, found.header, found.size)
        self._keep(file, found)
        return [found.header]

    def _keep(self, file: BinaryIO, plain: PlainFile) -> None:
        """Measure those that follow by this file, and see what else differs between it and its neighbours."""
        if plain.offset is None or plain.offset > LONGEST:
            return
        file.seek(0)
        head = file.read(plain.offset)
        try:
            places = places_of(head, plain)
        except (NotPlain, struct.error):
            return
        if not places:
            return
        new = Neighbour(head, plain, places, self._differing)
        more = {tag for known in self._neighbours for tag in known.differences(new)} - self._differing
        if more:
            self._differing |= more
            new = Neighbour(head, plain, places, self._differing)
        self._neighbours = [new, *self._neighbours[: NEIGHBOURS - 1]]


def read_headers(path: Path) -> list[DicomHeader]:
    """The headers of one file; see ``HeaderReader.read``.

    Raises:
        StudyReadError, OSError: as there.
    """
    with path.open("rb", buffering=0) as file:
        return HeaderReader().read(file, file.read(CHUNK), path)


def _is_explicit(start: bytes, syntax: str) -> bool:
    """Whether a file states a syntax without VRs and is written with them, by which pydicom reads it."""
    if syntax != ImplicitVRLittleEndian:
        return False
    offset = FIRST_ELEMENT
    while start[offset : offset + 2] == META:
        *_, length, body = explicit(start, offset)
        offset = body + length
    vr = start[offset + 4 : offset + 6]  # without VRs, half of a length that is too small to look like letters
    return vr.isalpha() and vr.isupper()


def _by_pydicom(path: Path) -> list[DicomHeader]:
    pixels: list[int] = []

    def at_pixels(tag: Any, _vr: str | None, length: int) -> bool:
        if int(tag) in PIXEL_TAGS:
            pixels.append(length)
            return True
        return False

    with path.open("rb") as file:
        try:
            check_deflated(file, path)
            dataset = pydicom.filereader.read_partial(file, at_pixels, force=True)
            where = file.tell()
            size = file.seek(0, 2)
            if "DirectoryRecordSequence" in dataset:
                return []
            syntax = transfer_syntax(dataset)
            if syntax.startswith(VIDEO):
                raise StudyReadError(phrase("{name} is a video and was passed over.", name=path.name), path)
            whole = file_header(dataset, path)
            _check_image(path, whole, bool(pixels))
            if syntax == DeflatedExplicitVRLittleEndian:
                return frame_headers(dataset, path)
            # read_partial stops before the pixel element: 12 bytes of header where it has a VR, else 8, with an even length.
            file.seek(where + 4)
            at = where + (12 if file.read(2) in PIXEL_VRS else 8)
            _check_whole(file, replace(whole, pixels_at=at, pixels_length=pixels[0]), size)
            return [replace(header, pixels_at=at, pixels_length=pixels[0]) for header in frame_headers(dataset, path)]
        except (OSError, *DICOM_DAMAGE) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the disc's fault; without a number it is pydicom's word for a file that ends too early
            raise StudyReadError(
                phrase("{name} is a damaged DICOM file and was passed over.", name=path.name), path
            ) from error


def _check_image(path: Path, header: DicomHeader, has_pixels: bool) -> None:
    size = (header.frames, header.rows, header.columns)
    if math.prod(size) > MOST_VOXELS or header.rows * header.columns > MOST_PIXELS:
        promised = times(size) if header.frames < MOST_VOXELS else phrase("countless")
        raise StudyReadError(
            phrase("{name} promises {promised} voxels: its header is wrong.", name=path.name, promised=promised), path
        )
    if has_pixels and header.rows > 0 and header.columns > 0:
        return
    if header.rows > 0 and header.columns > 0:
        raise StudyReadError(
            phrase("{name} holds no pixels: it is cut off, or was saved without its image.", name=path.name), path
        )
    kind = UID(header.sop_class).name if header.sop_class else ""
    named = f" ({kind})" if kind and kind != header.sop_class else ""
    raise StudyReadError(phrase("{name} holds no image{named} and was passed over.", name=path.name, named=named), path)


def _check_whole(file: BinaryIO, header: DicomHeader, size: int) -> None:
    """Refuse a file that ends before its pixels do, or holds fewer than its header promises."""
    path, missing, offset, length = header.path, 0, header.pixels_at or 0, header.pixels_length
    promised = (header.rows * header.columns * header.frames * header.bits + 7) // 8
    if length != UNDEFINED and header.samples == 1 and length < promised:
        raise StudyReadError(
            phrase("{name} holds fewer pixels than its header promises: it is damaged.", name=path.name), path
        )
    if length != UNDEFINED:
        missing = offset + length - size
    else:
        parts = -1  # the first item is the table of offsets
        while offset + 8 <= size:
            file.seek(offset)
            tag, part = struct.unpack("<II", file.read(8))
            if tag != 0xE000FFFE or part == UNDEFINED:
                break
            offset += 8 + part
            parts += 1
        missing = offset - size
        if missing <= 0 and parts < header.frames:
            raise StudyReadError(
                phrase("{name} holds fewer frames than its header promises: it is damaged.", name=path.name), path
            )
    if missing > 0:
        raise StudyReadError(
            phrase(
                "{name} is cut off ({missing:,} bytes are missing): copy it again from its source.",
                name=path.name,
                missing=missing,
            ),
            path,
        )
