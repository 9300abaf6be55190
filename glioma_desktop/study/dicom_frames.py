"""A pydicom dataset -> one header a frame, with the functional groups of Enhanced MR multi-frame files."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

from pydicom.dataset import Dataset
from pydicom.errors import BytesLengthException, InvalidDicomError

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
    RuntimeError, IndexError, OverflowError, RecursionError, MemoryError, struct.error,
)  # fmt: skip
MOST_FRAMES = 100_000
_CONTRAST = ("ContrastBolusAgentSequence", "CodeMeaning")


def frame_headers(dataset: Dataset, path: Path) -> list[DicomHeader]:
    """The headers of a file's images: one for an ordinary file, one a frame for a multi-frame file.

    Raises:
        ValueError: (and others of ``DICOM_DAMAGE``) the header makes no sense.
    """
    frames = int(dataset.get("NumberOfFrames") or 1)
    shared = _first(dataset, "SharedFunctionalGroupsSequence")
    per_frame = dataset.get("PerFrameFunctionalGroupsSequence") or []
    if frames == 1 and not per_frame:
        return [header_from(dataset.get, path)]
    if not 1 <= frames <= MOST_FRAMES:
        raise ValueError(f"{frames} frames")
    headers = []
    for frame in range(frames):
        groups = [per_frame[frame]] if frame < len(per_frame) else []
        if shared is not None:
            groups.append(shared)
        headers.append(header_from(_values(dataset, groups), path, frame, frames))
    return headers


def _values(dataset: Dataset, groups: list[Dataset]) -> Any:
    def value(word: str) -> Any:
        for macro, inner in _MACROS.get(word, ()):
            for group in groups:
                item = _first(group, macro)
                if item is not None and item.get(inner) is not None:
                    return item.get(inner)
        if word == "ContrastBolusAgent" and dataset.get(word) is None:
            agent = _first(dataset, _CONTRAST[0])
            return None if agent is None else agent.get(_CONTRAST[1])
        return dataset.get(word)

    return value


def _first(dataset: Dataset, keyword: str) -> Dataset | None:
    items = dataset.get(keyword)
    return items[0] if items else None
