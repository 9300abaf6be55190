"""A file -> its DICOM headers, fast: the first kilobytes of ordinary files are read here, the rest by pydicom."""

from __future__ import annotations

import math
import struct
from pathlib import Path
from typing import Any, BinaryIO

import pydicom
from pydicom.datadict import tag_for_keyword
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian, ImplicitVRLittleEndian

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.dicom_frames import DICOM_DAMAGE, file_header, frame_headers, transfer_syntax
from glioma_desktop.study.dicom_header import KEYWORDS, DicomHeader, header_from
from glioma_desktop.study.volume import MOST_VOXELS, times

CHUNK = 16 * 1024
UNDEFINED = 0xFFFFFFFF
PIXEL_TAGS = (0x7FE00010, 0x7FE00008, 0x7FE00009)
DICOMDIR = "1.2.840.10008.1.3.10"
VIDEO = "1.2.840.10008.1.2.4.10"
_BIG_ENDIAN = "1.2.840.10008.1.2.2"
_LONG = frozenset((b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"))
_WANTED = {tag: word for word in KEYWORDS if (tag := tag_for_keyword(word)) is not None}
_LATIN = ("", "ISO_IR 6", "ISO_IR 100", "ISO_IR 192")


class _NotPlain(Exception):  # noqa: N818 - a signal between two functions of this file, never an error
    """The file is not what the fast reader reads; pydicom takes over."""


def is_dicom(start: bytes) -> bool:
    """Whether the first bytes of a file (132 or more) are a DICOM file's, with or without the preamble."""
    if start[128:132] == b"DICM":
        return True
    # Old files without a preamble begin with group 2 or 8; the VR or a small length must follow.
    if start[:2] not in (b"\x08\x00", b"\x02\x00") or len(start) < 132:
        return False
    element, vr = struct.unpack_from("<H", start, 2)[0], start[4:6]
    return element <= 0x20 and (
        vr in (b"UL", b"CS", b"UI", b"SH", b"OB") or struct.unpack_from("<I", start, 4)[0] < 256
    )


def read_headers(path: Path) -> list[DicomHeader]:
    """The headers of a DICOM file: one, or one a frame of a multi-frame file. A DICOMDIR has none.

    Raises:
        StudyReadError: the file is damaged, cut off or holds no image.
        OSError: the file cannot be opened.
    """
    try:
        return _plain(path)
    except (_NotPlain, struct.error):
        return _by_pydicom(path)


def _plain(path: Path) -> list[DicomHeader]:
    with path.open("rb") as file:
        start = file.read(CHUNK)
        if start[128:132] != b"DICM":
            raise _NotPlain
        meta, offset = _meta(start)
        if meta.get(0x00020002) == DICOMDIR:
            return []
        syntax = meta.get(0x00020010, "")
        if (
            not syntax
            or syntax.startswith(VIDEO)
            or syntax in (_BIG_ENDIAN, DeflatedExplicitVRLittleEndian, "1.2.840.10008.1.2")
        ):
            raise _NotPlain
        values, pixels = _elements(file, start, offset)
        size = file.seek(0, 2)
        if values.get("NumberOfFrames", "1").strip(" \0") not in ("", "1"):
            raise _NotPlain
        if str(values.get("SpecificCharacterSet", "")).strip(" \0") not in _LATIN:
            raise _NotPlain
        values["TransferSyntaxUID"] = syntax
        header = header_from(values.get, path)
        _check_image(path, header, pixels is not None)
        if pixels is not None:
            _check_whole(file, header, *pixels, size)
    return [header]


def _meta(start: bytes) -> tuple[dict[int, str], int]:
    found: dict[int, str] = {}
    offset = 132
    while offset + 8 <= len(start) and start[offset : offset + 2] == b"\x02\x00":
        tag, _, length, body = _explicit(start, offset)
        found[tag] = start[body : body + length].decode("latin-1").strip(" \0")
        offset = body + length
    return found, offset


def _explicit(data: bytes, offset: int) -> tuple[int, bytes, int, int]:
    group, element = struct.unpack_from("<HH", data, offset)
    vr = data[offset + 4 : offset + 6]
    if vr in _LONG:
        return group << 16 | element, vr, struct.unpack_from("<I", data, offset + 8)[0], offset + 12
    if not (vr.isalpha() and vr.isupper()):
        raise _NotPlain
    return group << 16 | element, vr, struct.unpack_from("<H", data, offset + 6)[0], offset + 8


def _elements(file: BinaryIO, data: bytes, offset: int) -> tuple[dict[str, Any], tuple[int, int] | None]:
    """Wanted values by keyword, and (offset, length) of the pixel data's value, None when the file ends before it."""
    base = 0
    values: dict[str, Any] = {}
    charset = "latin-1"
    while True:
        if offset - base + 12 > len(data):
            file.seek(offset)
            data, base = file.read(CHUNK), offset
            if len(data) < 8:
                return values, None
            data += b"\0" * (12 - len(data)) if len(data) < 12 else b""
        tag, vr, length, body = _explicit(data, offset - base)
        if tag in PIXEL_TAGS:
            return values, (base + body, length)
        if length == UNDEFINED:
            raise _NotPlain
        word = _WANTED.get(tag)
        if word is not None:
            if vr in _LONG:
                raise _NotPlain
            if body + length > len(data):
                file.seek(base + body)
                raw = file.read(length)
            else:
                raw = data[body : body + length]
            if vr == b"US":
                values[word] = struct.unpack("<H", raw[:2])[0] if len(raw) >= 2 else None
            elif vr in (b"FD", b"FL", b"SS", b"UL", b"SL"):
                raise _NotPlain
            else:
                values[word] = raw.decode(charset, "replace")
                if word == "SpecificCharacterSet" and "192" in values[word]:
                    charset = "utf-8"
        offset = base + body + length


def _by_pydicom(path: Path) -> list[DicomHeader]:
    pixels: list[int] = []

    def at_pixels(tag: Any, _vr: str | None, length: int) -> bool:
        if int(tag) in PIXEL_TAGS:
            pixels.append(length)
            return True
        return False

    with path.open("rb") as file:
        try:
            dataset = pydicom.filereader.read_partial(file, at_pixels, force=True)
            where = file.tell()
            size = file.seek(0, 2)
            if "DirectoryRecordSequence" in dataset:
                return []
            syntax = transfer_syntax(dataset)
            if syntax.startswith(VIDEO):
                raise StudyReadError(f"{path.name} is a video and was passed over.", path)
            whole = file_header(dataset, path)
            _check_image(path, whole, bool(pixels))
            if syntax != DeflatedExplicitVRLittleEndian:
                # read_partial stops before the pixel element: 12 bytes of header in explicit files, 8 in implicit ones.
                _check_whole(file, whole, where + (8 if syntax == ImplicitVRLittleEndian else 12), pixels[0], size)
            return frame_headers(dataset, path)
        except (OSError, *DICOM_DAMAGE) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the disc's fault; without a number it is pydicom's word for a file that ends too early
            raise StudyReadError(f"{path.name} is a damaged DICOM file and was passed over.", path) from error


def _check_image(path: Path, header: DicomHeader, has_pixels: bool) -> None:
    size = (header.frames, header.rows, header.columns)
    if math.prod(size) > MOST_VOXELS:
        raise StudyReadError(f"{path.name} promises {times(size)} voxels: its header is wrong.", path)
    if has_pixels and header.rows > 0 and header.columns > 0:
        return
    if header.rows > 0 and header.columns > 0:
        raise StudyReadError(f"{path.name} holds no pixels: it is cut off, or was saved without its image.", path)
    kind = UID(header.sop_class).name if header.sop_class else ""
    named = f" ({kind})" if kind and kind != header.sop_class else ""
    raise StudyReadError(f"{path.name} holds no image{named} and was passed over.", path)


def _check_whole(file: BinaryIO, header: DicomHeader, offset: int, length: int, size: int) -> None:
    """Refuse a file that ends before its pixels do, or holds fewer than its header promises."""
    path, missing = header.path, 0
    promised = (header.rows * header.columns * header.frames * header.bits + 7) // 8
    if length != UNDEFINED and header.samples == 1 and length < promised:
        raise StudyReadError(f"{path.name} holds fewer pixels than its header promises: it is damaged.", path)
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
            raise StudyReadError(f"{path.name} holds fewer frames than its header promises: it is damaged.", path)
    if missing > 0:
        raise StudyReadError(
            f"{path.name} is cut off ({missing:,} bytes are missing): copy it again from its source.", path
        )
