"""A mark of what a NIfTI file holds: another image under the same name has another one, a copy has the same.

Images of one cohort often lie on one grid, so that shape and place of a file do not tell whose it is.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from glioma_desktop.study.nifti_header import NiftiHeader

SAMPLES, SAMPLE_BYTES = 16, 4096
TRAILER_BYTES = 8


def content_mark(header: NiftiHeader) -> str:
    """The mark of a file; ``""`` when it cannot be read, which is said where its image is wanted.

    A packed file ends with the checksum of what it holds (RFC 1952). Of another one samples are taken all along its voxels.
    """
    path = header.path
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            if _is_packed(path):
                file.seek(max(0, size - TRAILER_BYTES))
                return file.read(TRAILER_BYTES).hex()
            begin = header.voxels.offset
            found = hashlib.sha256(str(size).encode())
            for number in range(SAMPLES):
                file.seek(begin + (size - begin) * (2 * number + 1) // (2 * SAMPLES))
                found.update(file.read(SAMPLE_BYTES))
            return found.hexdigest()[:16]
    except OSError:
        return ""


def _is_packed(path: Path) -> bool:
    return path.name.lower().endswith(".gz")
