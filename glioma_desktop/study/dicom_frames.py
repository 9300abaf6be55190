"""A pydicom dataset -> one header a frame, with the functional groups of Enhanced MR multi-frame files."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Container
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydicom.dataset import Dataset
from pydicom.errors import BytesLengthException, InvalidDicomError
from pydicom.uid import UID, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from glioma_desktop.study.dicom_header import DicomHeader, header_from

# Where a single-frame header's attributes stand in the functional groups: keyword -> (macro, keyword in the macro).
_MACROS = {
    "ImagePositionPatient": (("PlanePositionSequence", "ImagePositionPatient"),),
    "ImageOrientationPatient": (("PlaneOrientationSequence", "ImageOrientationPatient"),),
    "PixelSpacing": (("PixelMeasuresSequence", "PixelSpacing"),),
    "SliceThickness": (("PixelMeasuresSequence", "SliceThickness"),),
    "SpacingBetweenSlices": (("PixelMeasuresSequence", "SpacingBetweenSlices"),),
    "RescaleSlope": (("PixelValueTransformationSequence", "RescaleSlope"),),
    "RescaleIntercept": (("PixelValueTransformationSequence", "RescaleIntercept"),),
    "EchoTime": (("MREchoSequence", "EffectiveEchoTime"), ("MRTimingAndRelatedParametersSequence", "EchoTime")),
    "RepetitionTime": (("MRTimingAndRelatedParametersSequence", "RepetitionTime"),),
    "InversionTime": (("MRModifierSequence", "InversionTimes"),),
    "DiffusionBValue": (("MRDiffusionSequence", "DiffusionBValue"),),
    "ImageType": (("MRImageFrameTypeSequence", "FrameType"),),
    "TemporalPositionIdentifier": (("FrameContentSequence", "TemporalPositionIndex"),),
    "AcquisitionNumber": (("FrameContentSequence", "FrameAcquisitionNumber"),),
}
# What pydicom and its decoders raise on damaged files.
DICOM_DAMAGE = (
    InvalidDicomError, BytesLengthException, EOFError, ValueError, KeyError, AttributeError, TypeError, NotImplementedError,
    RuntimeError, IndexError, ArithmeticError, RecursionError, MemoryError, struct.error, zlib.error,
    StopIteration,
)  # fmt: skip
MOST_FRAMES = 100_000
_CONTRAST = ("ContrastBolusAgentSequence", "CodeMeaning")


def frame_headers(dataset: Dataset, path: Path) -> list[DicomHeader]:
    """The headers of a file's images: one for an ordinary file, one a frame for a multi-frame file.

    Raises:
        ValueError: (and others of ``DICOM_DAMAGE``) the header makes no sense.
    """
    frames = frames_in(dataset)
    if not 1 <= frames <= MOST_FRAMES:
        raise ValueError(f"{frames} frames")
    return [frame_header(dataset, path, frame) for frame in range(frames)]


def frame_header(dataset: Dataset, path: Path, frame: int, words: Container[str] | None = None) -> DicomHeader:
    """The header of one frame.

    Args:
        dataset: As pydicom read it.
        path: Where it lies.
        frame: Counted from 0.
        words: Keywords that are looked at, for a header that is wanted in part; None: all.

    Raises:
        ValueError: (and others of ``DICOM_DAMAGE``) the header makes no sense.
    """
    frames = frames_in(dataset)
    per_frame = dataset.get("PerFrameFunctionalGroupsSequence") or []
    if frames == 1 and not per_frame:
        return header_from(_values(dataset, [], words), path)
    groups = [per_frame[frame]] if frame < len(per_frame) else []
    shared = _first(dataset, "SharedFunctionalGroupsSequence")
    if shared is not None:
        groups.append(shared)
    header = header_from(_values(dataset, groups, words), path, frame, frames)
    if frames > 1 and not any(_placed(group) for group in groups):
        return replace(header, position=None)  # the file has one position, which is that of one frame at most
    return header


def frames_in(dataset: Dataset) -> int:
    """How many frames a file says it has."""
    return int(dataset.get("NumberOfFrames") or 1)


def file_header(dataset: Dataset, path: Path) -> DicomHeader:
    """The header of a file as a whole, before its frames are looked at.

    Raises:
        ValueError: (and others of ``DICOM_DAMAGE``) the header makes no sense.
    """
    return header_from(_values(dataset, []), path, frames=frames_in(dataset))


def transfer_syntax(dataset: Dataset) -> UID:
    """The transfer syntax of a dataset as read; where its meta header is missing, what it was found to be."""
    stated = dataset.file_meta.get("TransferSyntaxUID") if hasattr(dataset, "file_meta") else None
    if stated:
        return UID(str(stated))
    implicit, little = dataset.original_encoding
    if not little:
        return ExplicitVRBigEndian
    return ImplicitVRLittleEndian if implicit else ExplicitVRLittleEndian


def _placed(group: Dataset) -> bool:
    item = _first(group, "PlanePositionSequence")
    return item is not None and item.get("ImagePositionPatient") is not None


def _values(dataset: Dataset, groups: list[Dataset], words: Container[str] | None = None) -> Any:
    def value(word: str) -> Any:
        if words is not None and word not in words:
            return None
        for macro, inner in _MACROS.get(word, ()):
            for group in groups:
                item = _first(group, macro)
                if item is not None and item.get(inner) is not None:
                    return item.get(inner)
        if word == "TransferSyntaxUID":
            return transfer_syntax(dataset)
        if word == "ContrastBolusAgent" and dataset.get(word) is None:
            agent = _first(dataset, _CONTRAST[0])
            return None if agent is None else agent.get(_CONTRAST[1])
        return dataset.get(word)

    return value


def _first(dataset: Dataset, keyword: str) -> Dataset | None:
    items = dataset.get(keyword)
    return items[0] if items else None
