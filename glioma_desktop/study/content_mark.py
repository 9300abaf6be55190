"""A mark of what a NIfTI file holds: another image under the same name has another one, a copy has the same.

Images of one cohort often lie on one grid, so that shape and place of a file do not tell whose it is.
"""

from __future__ import annotations

import hashlib
import math

from glioma_desktop.study.nifti_header import NiftiHeader
from glioma_desktop.study.unpacking import TRAILER_BYTES, is_packed

SAMPLES, SAMPLE_BYTES = 16, 4096


def content_mark(header: NiftiHeader) -> str:
    """The mark of a file; ``""`` when it cannot be read, which is said where its image is wanted.

    A packed file ends with the checksum and the length of what it holds (RFC 1952). Of another one, and of one with another
    end, samples are taken all along it.
    """
    path = header.path
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            begin = header.voxels.offset
            if is_packed(path):
                file.seek(max(0, size - TRAILER_BYTES))
                trailer = file.read(TRAILER_BYTES)
                if int.from_bytes(trailer[4:], "little") == _length(header) % 2**32:
                    return trailer.hex()
                begin = 0
            found = hashlib.sha256(str(size).encode())
            for number in range(SAMPLES):
                file.seek(begin + (size - begin) * (2 * number + 1) // (2 * SAMPLES))
                found.update(file.read(SAMPLE_BYTES))
            return found.hexdigest()[:16]
    except OSError:
        return ""


def _length(header: NiftiHeader) -> int:
    """Bytes of the file, unpacked."""
    return header.voxels.offset + header.voxels.kind.itemsize * math.prod(header.shape) * header.volumes
