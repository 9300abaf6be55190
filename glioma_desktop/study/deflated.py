"""Deflated DICOM files, measured before pydicom unpacks them whole: a small one may hold more than any memory."""

from __future__ import annotations

import os
import zlib
from pathlib import Path
from typing import BinaryIO

from pydicom.filereader import _read_file_meta_info
from pydicom.uid import DeflatedExplicitVRLittleEndian

from glioma_desktop.errors import StudyReadError
from glioma_desktop.phrase import phrase

MOST_DEFLATED = 256 << 20
MOST_SHRINKING = 1032  # deflate's limit
BLOCK = 1 << 18
_STATED = DeflatedExplicitVRLittleEndian.encode()


def check_deflated(file: BinaryIO, path: Path) -> None:
    """Refuse a deflated file that unpacks to more than 256 MiB; any other file passes, and is then at its start.

    Args:
        file: Open at its start.
        path: Where it lies.

    Raises:
        StudyReadError: too large.
        ValueError: (and others of ``DICOM_DAMAGE``) its meta header makes no sense.
    """
    suspect = os.fstat(file.fileno()).st_size > MOST_DEFLATED // MOST_SHRINKING and _STATED in file.read(2048)
    file.seek(0)
    if not suspect:
        return
    file.seek(132)
    _read_file_meta_info(file)
    unpacker, held = zlib.decompressobj(-zlib.MAX_WBITS), 0
    while packed := unpacker.unconsumed_tail or file.read(BLOCK):
        held += len(unpacker.decompress(packed, 16 * BLOCK))
        if held > MOST_DEFLATED:
            raise StudyReadError(
                phrase(
                    "{name} unpacks to more than {most} MB: export it again.", name=path.name, most=MOST_DEFLATED >> 20
                ),
                path,
            )
        if unpacker.eof:
            break
    file.seek(0)
