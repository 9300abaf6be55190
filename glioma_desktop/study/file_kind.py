"""What a file is, by its first bytes; its name decides only what counts as broken."""

from __future__ import annotations

import struct
from pathlib import Path

from glioma_desktop.errors import StudyReadError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.nifti_header import half_of_a_pair, is_nifti_name, is_nifti_start
from glioma_desktop.study.unpacking import is_packed

DICOM_ENDINGS = (".dcm", ".dicom", ".ima")
GZIP = b"\x1f\x8b"


def kind_of(path: Path, start: bytes) -> str:
    """``dicom``, ``nifti`` or ``""`` (neither).

    Args:
        path: For its name.
        start: Its first bytes, 352 or more where it has as many.

    Raises:
        StudyReadError: it should be an image by its name or its beginning and cannot be one.
    """
    if is_dicom(start):
        return "dicom"
    name = path.name.lower()
    named_dicom = name.endswith(DICOM_ENDINGS)
    if not start:
        if named_dicom or is_nifti_name(path) or not path.suffix:
            raise StudyReadError(phrase("{name} is empty: copy it again from its source.", name=path.name), path)
        return ""
    if is_nifti_name(path):
        return _named_nifti(path, start)
    if half_of_a_pair(path, start):
        raise StudyReadError(
            phrase("{name} is half of a pair (.hdr and .img): convert it to one .nii file.", name=path.name), path
        )
    if is_nifti_start(start):
        raise StudyReadError(
            phrase("{name} is a NIfTI file under another name: rename it to end in .nii.", name=path.name), path
        )
    if named_dicom:
        raise StudyReadError(phrase("{name} is named like a DICOM file but is none.", name=path.name), path)
    return ""


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


def _named_nifti(path: Path, start: bytes) -> str:
    packed = is_packed(path)
    if start.startswith(GZIP) != packed and (start.startswith(GZIP) or is_nifti_start(start)):
        ending = ".nii" if packed else ".nii.gz"
        raise StudyReadError(
            phrase("{name} has the wrong ending: rename it to end in {ending}.", name=path.name, ending=ending), path
        )
    return "nifti"
