"""A file -> its DICOM headers, fast: ordinary files are read without pydicom, the others by it."""

from __future__ import annotations

import math
import struct
from pathlib import Path
from typing import Any, BinaryIO

import pydicom
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian, ImplicitVRLittleEndian

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.dicom_frames import DICOM_DAMAGE, file_header, frame_headers, transfer_syntax
from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.dicom_plain import PIXEL_TAGS, UNDEFINED, VIDEO, NotPlain, plain_file
from glioma_desktop.study.volume import MOST_VOXELS, times


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
        return _plainly(path)
    except (NotPlain, struct.error):
        return _by_pydicom(path)


def _plainly(path: Path) -> list[DicomHeader]:
    with path.open("rb") as file:
        found = plain_file(file, path)
        if found is None:
            return []
        _check_image(path, found.header, found.offset is not None)
        if found.offset is not None:
            _check_whole(file, found.header, found.offset, found.length, found.size)
    return [found.header]


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
