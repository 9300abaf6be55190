"""What the catalogue needs to know of one DICOM image (a file, or a frame of a multi-frame file): no pixels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from glioma_desktop.study.dicom_values import (
    age_in_years,
    directions,
    is_length,
    iso_date,
    number,
    numbers,
    point,
    positive,
    printable,
    stored_text,
    text,
    texts,
    undeclared,
    usable,
    whole,
)

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

# JPEG baseline, JPEG extended, JPEG-LS near-lossless. JPEG 2000 may be either, and says so in its header.
LOSSY = ("1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.81")


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
        syntax: The transfer syntax.
        pixels_at: Offset of the pixels' value in the file; None when it is not known.
        pixels_length: Of that value in bytes; 0xFFFFFFFF for the fragments of a compressed image.
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
    syntax: str = ""
    pixels_at: int | None = None
    pixels_length: int = 0

    @property
    def inverted(self) -> bool:
        """Larger values are darker."""
        return self.photometric == "MONOCHROME1"

    @property
    def coloured(self) -> bool:
        """The pixels are colours, stored as such or as numbers of a palette."""
        return self.samples > 1 or self.photometric == "PALETTE COLOR"


def header_from(
    values: Values, path: Path, frame: int = 0, frames: int = 1, pixels: tuple[int, int] | None = None
) -> DicomHeader:
    """A header from anything that gives an attribute's value by its keyword (None when absent).

    Values may be text as stored (with backslashes between several), numbers, or pydicom's own types. ``pixels`` is where
    theirs are: offset and length.
    """
    orientation = directions(numbers(values("ImageOrientationPatient"), 6))
    spacing = numbers(values("PixelSpacing"), 2)
    date = text(values("StudyDate"))
    declared = text(values("SpecificCharacterSet")) not in ("", "ISO_IR 6")

    def read(word: str) -> str:
        return text(values(word)) if declared else printable(undeclared(stored_text(values(word))))

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
        age_years=age_in_years(text(values("PatientAge")), text(values("PatientBirthDate")), date),
        study_date=iso_date(date),
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
        rows=whole(values("Rows")) or 0,
        columns=whole(values("Columns")) or 0,
        samples=whole(values("SamplesPerPixel")) or 1,
        bits=whole(values("BitsAllocated")) or 0,
        position=point(values("ImagePositionPatient")),
        orientation=orientation,
        pixel_spacing_mm=None if spacing is None or not all(map(is_length, spacing)) else (spacing[0], spacing[1]),
        slice_location_mm=number(values("SliceLocation")),
        slice_thickness_mm=positive(values("SliceThickness")),
        spacing_between_mm=positive(values("SpacingBetweenSlices")),
        echo_time_ms=number(values("EchoTime")),
        repetition_time_ms=number(values("RepetitionTime")),
        inversion_time_ms=number(values("InversionTime")),
        field_strength_t=number(values("MagneticFieldStrength")),
        b_value=number(values("DiffusionBValue")),
        temporal=whole(values("TemporalPositionIdentifier")),
        acquisition=whole(values("AcquisitionNumber")),
        acquisition_time=text(values("AcquisitionTime")),
        instance=whole(values("InstanceNumber")),
        series_number=whole(values("SeriesNumber")),
        slope=usable(values("RescaleSlope")) or 1.0,  # 0 is no slope: it would make every image blank
        intercept=usable(values("RescaleIntercept")) or 0.0,
        lossy=text(values("LossyImageCompression")) == "01" or text(values("TransferSyntaxUID")) in LOSSY,
        syntax=text(values("TransferSyntaxUID")),
        pixels_at=None if pixels is None else pixels[0],
        pixels_length=0 if pixels is None else pixels[1],
    )


class NextSlices:
    """Makes the headers of files that say the same as one that was read, but for what differs from slice to slice."""

    def __init__(self, header: DicomHeader) -> None:
        self._values = [getattr(header, name) for name in _FIELDS]

    def header(self, path: Path, values: Mapping[str, Any], pixels_at: int) -> DicomHeader:
        """The header of another file.

        Args:
            path: Where it lies.
            values: What differs; the keywords are those of ``SLICE_FIELDS``.
            pixels_at: Offset of its pixels.
        """
        own = self._values.copy()
        own[_PATH], own[_PIXELS] = path, pixels_at
        for word, value in values.items():
            place, read = _READ[word]
            own[place] = read(value)
        return DicomHeader(*own)


SLICE_FIELDS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "SOPInstanceUID": ("sop_uid", text),
    "AcquisitionTime": ("acquisition_time", text),
    "AcquisitionNumber": ("acquisition", whole),
    "InstanceNumber": ("instance", whole),
    "ImagePositionPatient": ("position", point),
    "SliceLocation": ("slice_location_mm", number),
    "TemporalPositionIdentifier": ("temporal", whole),
    "EchoTime": ("echo_time_ms", number),
    "DiffusionBValue": ("b_value", number),
}
"""What differs from slice to slice of a series as a rule: keyword -> field of the header, and how it is read."""
_FIELDS = tuple(DicomHeader.__dataclass_fields__)
_PATH, _PIXELS = _FIELDS.index("path"), _FIELDS.index("pixels_at")
_READ = {word: (_FIELDS.index(name), read) for word, (name, read) in SLICE_FIELDS.items()}
