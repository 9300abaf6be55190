"""What the catalogue needs to know of one DICOM image (a file, or a frame of a multi-frame file): no pixels."""

from __future__ import annotations

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
    "PixelSpacing",    "BitsAllocated", "RescaleIntercept", "RescaleSlope",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DicomHeader:
    """One image. Numbers are None where the header has none; texts are ``""``.

    Attributes:
        frame: The frame in a multi-frame file, else 0.
        position: ImagePositionPatient in mm, LPS.
        orientation: ImageOrientationPatient: direction of the column index, then of the row index.
        pixel_spacing_mm: (row, column).
        slope: RescaleSlope of this image, 1 when absent.
        intercept: RescaleIntercept of this image, 0 when absent.
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


def header_from(values: Values, path: Path, frame: int = 0, frames: int = 1) -> DicomHeader:
    """A header from anything that gives an attribute's value by its keyword (None when absent).

    Values may be text as stored (with backslashes between several), numbers, or pydicom's own types.
    """
    orientation = numbers(values("ImageOrientationPatient"), 6)
    position = numbers(values("ImagePositionPatient"), 3)
    spacing = numbers(values("PixelSpacing"), 2)
    date = text(values("StudyDate"))
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
        patient_name=text(values("PatientName")),
        sex=text(values("PatientSex")).upper()[:1],
        age_years=_age(text(values("PatientAge")), text(values("PatientBirthDate")), date),
        study_date=_iso_date(date),
        study_description=text(values("StudyDescription")),
        description=text(values("SeriesDescription")),
        protocol=text(values("ProtocolName")),
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
        orientation=None if orientation is None else (*orientation[:3], *orientation[3:]),  # type: ignore[arg-type]
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
        slope=_or(number(values("RescaleSlope")), 1.0),
        intercept=_or(number(values("RescaleIntercept")), 0.0),
    )


def text(value: Any) -> str:
    """A value as one stripped line; ``""`` for None."""
    if value is None:
        return ""
    if not isinstance(value, str) and isinstance(value, Iterable) and type(value).__name__ == "MultiValue":
        value = "\\".join(str(part) for part in value)
    return str(value).strip(" \0")


def texts(value: Any) -> tuple[str, ...]:
    """The parts of a value with several."""
    joined = text(value)
    return tuple(part.strip() for part in joined.split("\\")) if joined else ()


def number(value: Any) -> float | None:
    """The first number of a value, None when it is none (or not finite)."""
    parts = texts(value) if not isinstance(value, int | float) else (str(value),)
    return _float(parts[0]) if parts else None


def numbers(value: Any, count: int) -> tuple[float, ...] | None:
    """Exactly ``count`` numbers, else None."""
    if value is None:
        return None
    if isinstance(value, list | tuple):
        value = "\\".join(str(part) for part in value)
    found = [_float(part) for part in texts(value)]
    if len(found) != count or any(part is None for part in found):
        return None
    return tuple(part for part in found if part is not None)


def _float(part: str) -> float | None:
    try:
        value = float(part)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None


def _whole(value: Any) -> int | None:
    found = number(value)
    return None if found is None else int(found)


def _positive(value: Any) -> float | None:
    found = number(value)
    return found if found is not None and found > 0 else None


def _or(value: float | None, default: float) -> float:
    return default if value is None else value


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
