"""What the catalogue needs to know of one DICOM image (a file, or a frame of a multi-frame file): no pixels."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Values = Callable[[str], Any]
KEYWORDS = (
    "SpecificCharacterSet", "ImageType", "SOPClassUID", "SOPInstanceUID", "StudyDate", "AcquisitionTime", "Modality",
    "Manufacturer", "StudyDescription", "SeriesDescription", "ManufacturerModelName", "PatientName", "PatientID",
    "PatientBirthDate", "PatientSex", "PatientAge", "ContrastBolusAgent", "ScanningSequence", "SliceThickness",
    "RepetitionTime", "EchoTime", "InversionTime", "EchoNumbers", "MagneticFieldStrength", "SpacingBetweenSlices",
    "ProtocolName", "DiffusionBValue", "StudyInstanceUID", "SeriesInstanceUID", "SeriesNumber", "AcquisitionNumber",
    "InstanceNumber",
    "ImagePositionPatient", "ImageOrientationPatient", "FrameOfReferenceUID", "TemporalPositionIdentifier",
    "SliceLocation", "SamplesPerPixel", "PhotometricInterpretation", "NumberOfFrames", "Rows", "Columns",
    "PixelSpacing", "BitsAllocated", "RescaleIntercept", "RescaleSlope", "LossyImageCompression",
)  # fmt: skip
PLACE_WORDS = frozenset({
    "ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing", "SliceThickness", "SpacingBetweenSlices", "SliceLocation",
    "Rows", "Columns", "SamplesPerPixel", "BitsAllocated", "PhotometricInterpretation", "NumberOfFrames", "RescaleSlope",
    "RescaleIntercept", "SeriesInstanceUID",
})  # fmt: skip
"""What may differ between the slices of a series; the rest of a header is the series' and read of the first slice."""

SHORTEST = 0.5  # of a direction; the standard asks for 1
MOST_PARALLEL = 0.5
# JPEG baseline, JPEG extended, JPEG-LS near-lossless. JPEG 2000 may be either, and says so in its header.
LOSSY = ("1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.81")
_CHINESE = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xa3\xb0-\xf7][\xa1-\xfe])*")


@dataclass(frozen=True, slots=True)
class DicomHeader:
    """One image. Numbers are None where the header has none; texts are ``""``.

    Attributes:
        frame: The frame in a multi-frame file, else 0.
        position: ImagePositionPatient in mm, LPS.
        orientation: ImageOrientationPatient: direction of the column index, then of the row index, each of length 1;
            None also when they give no plane.
        pixel_spacing_mm: (row, column).
        slope: RescaleSlope of this image, 1 when absent.
        intercept: RescaleIntercept of this image, 0 when absent.
        lossy: The pixels went through a compression that loses detail.
    """

    path: Path
    frame: int
    frames: int
    sop_uid: str
    sop_class: str
    series_uid: str
    study_uid: str
    frame_of_reference_uid: str
    patient_id: str
    patient_name: str
    sex: str
    age_years: float | None
    study_date: str
    study_description: str
    description: str
    protocol: str
    modality: str
    manufacturer: str
    model: str
    contrast_agent: str
    photometric: str
    image_type: tuple[str, ...]
    scanning_sequence: tuple[str, ...]
    rows: int
    columns: int
    samples: int
    bits: int
    position: tuple[float, float, float] | None
    orientation: tuple[float, float, float, float, float, float] | None
    pixel_spacing_mm: tuple[float, float] | None
    slice_location_mm: float | None
    slice_thickness_mm: float | None
    spacing_between_mm: float | None
    echo_time_ms: float | None
    repetition_time_ms: float | None
    inversion_time_ms: float | None
    field_strength_t: float | None
    b_value: float | None
    temporal: int | None
    acquisition: int | None
    acquisition_time: str
    instance: int | None
    series_number: int | None
    slope: float
    intercept: float
    lossy: bool

    @property
    def inverted(self) -> bool:
        """Larger values are darker."""
        return self.photometric == "MONOCHROME1"

    @property
    def coloured(self) -> bool:
        """The pixels are colours, stored as such or as numbers of a palette."""
        return self.samples > 1 or self.photometric == "PALETTE COLOR"


def header_from(values: Values, path: Path, frame: int = 0, frames: int = 1) -> DicomHeader:
    """A header from anything that gives an attribute's value by its keyword (None when absent).

    Values may be text as stored (with backslashes between several), numbers, or pydicom's own types.
    """
    orientation = _directions(numbers(values("ImageOrientationPatient"), 6))
    position = numbers(values("ImagePositionPatient"), 3)
    spacing = numbers(values("PixelSpacing"), 2)
    date = text(values("StudyDate"))
    declared = text(values("SpecificCharacterSet")) not in ("", "ISO_IR 6")

    def read(word: str) -> str:
        return text(values(word)) if declared else undeclared(text(values(word)))

    return DicomHeader(
        path=path,
        frame=frame,
        frames=frames,
        sop_uid=text(values("SOPInstanceUID")),
        sop_class=text(values("SOPClassUID")),
        series_uid=text(values("SeriesInstanceUID")),
        study_uid=text(values("StudyInstanceUID")),
        frame_of_reference_uid=text(values("FrameOfReferenceUID")),
        patient_id=text(values("PatientID")),
        patient_name=read("PatientName"),
        sex=text(values("PatientSex")).upper()[:1],
        age_years=_age(text(values("PatientAge")), text(values("PatientBirthDate")), date),
        study_date=_iso_date(date),
        study_description=read("StudyDescription"),
        description=read("SeriesDescription"),
        protocol=read("ProtocolName"),
        modality=text(values("Modality")).upper(),
        manufacturer=text(values("Manufacturer")),
        model=text(values("ManufacturerModelName")),
        contrast_agent=text(values("ContrastBolusAgent")),
        photometric=text(values("PhotometricInterpretation")).upper(),
        image_type=texts(values("ImageType")),
        scanning_sequence=texts(values("ScanningSequence")),
        rows=_whole(values("Rows")) or 0,
        columns=_whole(values("Columns")) or 0,
        samples=_whole(values("SamplesPerPixel")) or 1,
        bits=_whole(values("BitsAllocated")) or 0,
        position=None if position is None else (position[0], position[1], position[2]),
        orientation=orientation,
        pixel_spacing_mm=None if spacing is None or min(spacing) <= 0 else (spacing[0], spacing[1]),
        slice_location_mm=number(values("SliceLocation")),
        slice_thickness_mm=_positive(values("SliceThickness")),
        spacing_between_mm=_positive(values("SpacingBetweenSlices")),
        echo_time_ms=number(values("EchoTime")),
        repetition_time_ms=number(values("RepetitionTime")),
        inversion_time_ms=number(values("InversionTime")),
        field_strength_t=number(values("MagneticFieldStrength")),
        b_value=number(values("DiffusionBValue")),
        temporal=_whole(values("TemporalPositionIdentifier")),
        acquisition=_whole(values("AcquisitionNumber")),
        acquisition_time=text(values("AcquisitionTime")),
        instance=_whole(values("InstanceNumber")),
        series_number=_whole(values("SeriesNumber")),
        slope=number(values("RescaleSlope")) or 1.0,  # 0 is no slope: it would make every image blank
        intercept=number(values("RescaleIntercept")) or 0.0,
        lossy=text(values("LossyImageCompression")) == "01" or text(values("TransferSyntaxUID")) in LOSSY,
    )


def text(value: Any) -> str:
    """A value as one stripped line; ``""`` for None."""
    if value is None:
        return ""
    if type(value) is str:
        return value.strip(" \0")
    if not isinstance(value, str) and isinstance(value, Iterable) and type(value).__name__ == "MultiValue":
        value = "\\".join(str(part) for part in value)
    return str(value).strip(" \0")


def undeclared(words: str) -> str:
    """A text without a declared character set, read byte by byte: what it says if it is UTF-8 or simplified Chinese.

    Chinese (GB 2312) is taken only where every letter beyond ASCII is one of its pairs, which European words are not.
    """
    if words.isascii():
        return words
    try:
        stored = words.encode("latin-1")
    except UnicodeEncodeError:
        return words
    try:
        return stored.decode("utf-8")
    except UnicodeDecodeError:
        return stored.decode("gb2312") if _CHINESE.fullmatch(stored) else words


def texts(value: Any) -> tuple[str, ...]:
    """The parts of a value with several."""
    joined = text(value)
    return tuple([part.strip() for part in joined.split("\\")]) if joined else ()


def number(value: Any) -> float | None:
    """The first number of a value, None when it is none (or not finite)."""
    if value is None:
        return None
    if isinstance(value, int | float):
        return _float(value)
    return _float(text(value).split("\\", 1)[0].strip())


def numbers(value: Any, count: int) -> tuple[float, ...] | None:
    """Exactly ``count`` numbers, else None."""
    if value is None:
        return None
    if isinstance(value, list | tuple):
        value = "\\".join(str(part) for part in value)
    try:
        found = tuple([float(part) for part in text(value).split("\\")])
    except ValueError:
        return None
    return found if len(found) == count and all(map(math.isfinite, found)) else None


def _directions(values: tuple[float, ...] | None) -> tuple[float, float, float, float, float, float] | None:
    """Two directions of length 1; None when they are zero or do not span a plane."""
    if values is None:
        return None
    lengths = math.hypot(*values[:3]), math.hypot(*values[3:])
    if min(lengths) < SHORTEST:
        return None
    columns, rows = ([v / length for v in part] for part, length in zip((values[:3], values[3:]), lengths, strict=True))
    if abs(sum(a * b for a, b in zip(columns, rows, strict=True))) > MOST_PARALLEL:
        return None
    return columns[0], columns[1], columns[2], rows[0], rows[1], rows[2]


def _float(part: str | float) -> float | None:
    try:
        value = float(part)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _whole(value: Any) -> int | None:
    if type(value) is int:
        return value
    found = number(value)
    return None if found is None else int(found)


def _positive(value: Any) -> float | None:
    found = number(value)
    return found if found is not None and found > 0 else None


def _iso_date(date: str) -> str:
    digits = date.replace(".", "").replace("-", "")
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}" if len(digits) >= 8 and digits[:8].isdigit() else ""


def _age(age: str, birth: str, study: str) -> float | None:
    if len(age) == 4 and age[:3].isdigit() and age[3].upper() in "YMWD":
        return round(int(age[:3]) / {"Y": 1.0, "M": 12.0, "W": 52.18, "D": 365.25}[age[3].upper()], 2)
    born, seen = _iso_date(birth), _iso_date(study)
    if not born or not seen:
        return None
    years = int(seen[:4]) - int(born[:4]) - (seen[5:] < born[5:])
    return float(years) if 0 <= years < 130 else None
