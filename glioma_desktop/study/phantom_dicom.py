"""Synthetic volumes as valid MR Image Storage files, marked synthetic in every header. Same values, same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom import dcmwrite
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian, MRImageStorage, generate_uid

from glioma_desktop import __version__

NOTICE = "SYNTHETIC PHANTOM, NOT A PATIENT"
IMPLEMENTATION = generate_uid(entropy_srcs=["glioma-desktop", "phantom", "implementation"])


@dataclass(frozen=True, slots=True)
class Timing:
    """What the header of a sequence says. Times in ms; ``inversion`` None where there is no inversion pulse."""

    description: str
    number: int
    repetition: float
    echo: float
    inversion: float | None = None
    technique: str = "SE"
    contrast: str = ""


TIMINGS: dict[str, Timing] = {
    "t1": Timing("SYNTHETIC AX T1", 2, 550.0, 10.0),
    "t2": Timing("SYNTHETIC AX T2", 3, 4500.0, 100.0),
    "flair": Timing("SYNTHETIC AX FLAIR", 4, 9000.0, 120.0, 2500.0, "IR"),
    "t1ce": Timing("SYNTHETIC AX T1 POST", 5, 550.0, 10.0, contrast="SYNTHETIC GADOLINIUM"),
}


@dataclass(frozen=True, slots=True)
class PhantomPatient:
    """Who a phantom claims to be.

    Attributes:
        number: Names the patient within its cohort: ``SYN-0007``.
        seed: Of the cohort; UIDs follow from both.
    """

    number: int
    seed: int = 0
    sex: str = "O"
    age_years: int = 50
    study_date: str = "20240115"

    @property
    def identifier(self) -> str:
        """PatientID and folder name."""
        return f"SYN-{self.number:04d}"

    def uid(self, *parts: object) -> str:
        """A UID that belongs to this patient and these words, the same each time."""
        words = ["glioma-desktop", "phantom", self.seed, self.number, *parts]
        return str(generate_uid(entropy_srcs=["/".join(str(word) for word in words)]))


def write_series(
    folder: Path,
    voxels: NDArray[Any],
    affine: NDArray[np.float64],
    sequence: str,
    patient: PhantomPatient,
    thickness_mm: float | None = None,
) -> None:
    """Write one series, one file a slice, named by slice number from 1.

    Args:
        folder: Made if missing.
        voxels: ``[slice, row, column]``, written as int16.
        affine: (4, 4): voxel (slice, row, column) to patient mm, LPS, without shear.
        sequence: A key of ``TIMINGS``.
        patient: Goes into the headers.
        thickness_mm: None: the distance of the slices.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ds = _series_header(voxels.shape, affine, sequence, patient, thickness_mm)
    pixels = np.ascontiguousarray(voxels, "<i2")
    for k in range(len(pixels)):
        uid = UID(patient.uid(sequence, "image", k))
        position = affine[:3, 3] + affine[:3, 0] * k
        ds.SOPInstanceUID = uid
        ds.file_meta.MediaStorageSOPInstanceUID = uid
        ds.InstanceNumber = k + 1
        ds.ImagePositionPatient = _numbers(position)
        ds.SliceLocation = _numbers(position)[2]
        ds.SmallestImagePixelValue, ds.LargestImagePixelValue = int(pixels[k].min()), int(pixels[k].max())
        ds.PixelData = pixels[k].tobytes()
        dcmwrite(folder / f"{k + 1:03d}.dcm", ds, enforce_file_format=True)


def _series_header(
    shape: tuple[int, ...],
    affine: NDArray[np.float64],
    sequence: str,
    patient: PhantomPatient,
    thickness_mm: float | None,
) -> Dataset:
    timing = TIMINGS[sequence]
    ds = _study_header(patient)
    ds.SeriesDate = ds.AcquisitionDate = ds.ContentDate = patient.study_date
    ds.SeriesTime = ds.AcquisitionTime = ds.ContentTime = f"09{2 * timing.number:02d}00"
    ds.SeriesInstanceUID, ds.FrameOfReferenceUID = patient.uid(sequence, "series"), patient.uid("frame")
    ds.SeriesNumber, ds.SeriesDescription, ds.PositionReferenceIndicator = timing.number, timing.description, ""
    ds.BodyPartExamined, ds.PatientPosition = "BRAIN", "HFS"
    ds.ScanningSequence, ds.SequenceVariant, ds.ScanOptions = timing.technique, "SK", ""
    ds.MRAcquisitionType, ds.MagneticFieldStrength, ds.EchoTrainLength = "2D", 1.5, 1
    ds.RepetitionTime, ds.EchoTime = timing.repetition, timing.echo
    if timing.inversion is not None:
        ds.InversionTime = timing.inversion
    if timing.contrast:
        ds.ContrastBolusAgent = timing.contrast
    spacing = np.linalg.norm(affine[:3, :3], axis=0)
    step = float(round(spacing[0], 4))
    ds.SliceThickness, ds.SpacingBetweenSlices = step if thickness_mm is None else thickness_mm, step
    ds.PixelSpacing = _numbers(spacing[1:])
    ds.ImageOrientationPatient = _numbers([*(affine[:3, 2] / spacing[2]), *(affine[:3, 1] / spacing[1])])
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.Rows, ds.Columns = int(shape[1]), int(shape[2])
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 16, 15, 1
    return ds


def _study_header(patient: PhantomPatient) -> Dataset:
    """What every image of a patient says."""
    ds = Dataset()
    ds.file_meta = _file_meta()
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.ImageType = ["ORIGINAL", "PRIMARY", "M", "SYNTHETIC"]
    ds.SOPClassUID = MRImageStorage
    ds.StudyInstanceUID, ds.StudyID, ds.StudyDescription = (
        patient.uid("study"),
        str(patient.number),
        "SYNTHETIC MR BRAIN",
    )
    ds.StudyDate, ds.StudyTime, ds.AccessionNumber, ds.ReferringPhysicianName = patient.study_date, "090000", "", ""
    ds.Modality, ds.Manufacturer, ds.ManufacturerModelName = "MR", "SYNTHETIC", "Glioma Desktop phantom"
    ds.SoftwareVersions = __version__
    ds.PatientName, ds.PatientID = f"SYNTHETIC^{patient.identifier}", patient.identifier
    ds.PatientBirthDate, ds.PatientSex, ds.PatientAge = "", patient.sex, f"{patient.age_years:03d}Y"
    ds.ImageComments = NOTICE
    return ds


def _file_meta() -> FileMetaDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.TransferSyntaxUID = MRImageStorage, ExplicitVRLittleEndian
    meta.ImplementationClassUID, meta.ImplementationVersionName = IMPLEMENTATION, "GLIOMA_PHANTOM"
    return meta


def _numbers(values: Any) -> list[float]:
    """Rounded so that they fit a DICOM decimal string, and never -0."""
    return [float(round(float(v), 5)) + 0.0 for v in values]
