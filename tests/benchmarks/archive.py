"""A large archive with the headers that scanners write: ``python -m tests.benchmarks.archive FOLDER [PATIENTS]``.

Pixels are holes in the files: nothing that is measured here reads them, and 2.6 GB take no room.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from pydicom.dataset import FileDataset
from pydicom.sequence import Sequence
from pydicom.uid import generate_uid

from tests.study.dicom_files import image, item

SERIES: tuple[dict[str, Any], ...] = (
    {"SeriesDescription": "AX T1 SE", "EchoTime": 9.1, "RepetitionTime": 520.0},
    {"SeriesDescription": "AX T1 SE +C", "EchoTime": 9.1, "RepetitionTime": 520.0, "ContrastBolusAgent": "GADOVIST"},
    {"SeriesDescription": "AX T2 TSE", "EchoTime": 96.0, "RepetitionTime": 5210.0},
    {"SeriesDescription": "AX T2 FLAIR", "EchoTime": 118.0, "RepetitionTime": 9000.0, "InversionTime": 2500.0},
)
SIZE = 512
GAP_MM = 3.3
TURN = (0.99862953, 0.0, -0.05233596, 0.01091594, 0.97796454, 0.20848559)  # oblique, as heads lie
CORNER_MM = (-118.203125, -101.703125, -44.9130859375)


def make_archive(folder: Path, patients: int = 25, slices: int = 50) -> list[Path]:
    """``patients`` x 4 series x ``slices`` files of 512 x 512 in folders of their own; returns the files."""
    files = []
    for patient in range(patients):
        study = generate_uid(entropy_srcs=[f"study {patient}"])
        for number, words in enumerate(SERIES, start=1):
            home = folder / f"patient{patient:03d}" / f"{number:02d}_{words['SeriesDescription'].replace(' ', '_')}"
            home.mkdir(parents=True)
            dataset = _series(patient, study, number, words)
            for k in range(slices):
                _at_slice(dataset, study, number, k)
                files.append(_written(dataset, home / f"IM{k + 1:06d}.dcm"))
    return files


def _written(dataset: FileDataset, path: Path) -> Path:
    stored = BytesIO()
    dataset.save_as(stored, enforce_file_format=True)
    header = stored.getvalue()
    with path.open("wb") as file:
        file.write(header[:-4] + (SIZE * SIZE * 2).to_bytes(4, "little"))  # the length of the pixels, then a hole
        file.truncate(len(header) + SIZE * SIZE * 2)
    return path


def _at_slice(ds: FileDataset, study: str, number: int, k: int) -> None:
    """What a scanner writes anew into every slice."""
    normal = np.cross(TURN[:3], TURN[3:])
    place = [f"{mm:.14g}"[:16] for mm in np.array(CORNER_MM) + normal * GAP_MM * k]
    uid = f"1.3.12.2.1107.5.2.43.66012.3{study[-16:]}{number:02d}{k:04d}"
    seconds = 9 * 3600 + number * 300 + k * 2.4175
    clock = f"{int(seconds // 3600):02d}{int(seconds // 60 % 60):02d}{seconds % 60:09.6f}"
    ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = uid
    ds.InstanceCreationTime = ds.AcquisitionTime = ds.ContentTime = clock
    ds.InstanceNumber, ds.ImagePositionPatient, ds.SliceLocation = k + 1, place, f"{GAP_MM * k - 44.9:.12g}"
    ds.SmallestImagePixelValue, ds.LargestImagePixelValue = 0, 900 + 17 * k % 400
    ds.WindowCenter, ds.WindowWidth = 400 + k % 13, 900 + 7 * k % 90
    ds.private_block(0x0019, "SIEMENS MR HEADER").add_new(0x15, "FD", [float(mm) for mm in place])


def _series(patient: int, study: str, number: int, words: dict[str, Any]) -> FileDataset:
    """What the slices of a series share: 115 elements, as in an export of a Siemens Verio."""
    uid = f"{study[:44]}.{number}"
    ds = image(
        np.zeros((1, 1), np.int16), (0, 0, 0), TURN, spacing=(0.46875, 0.46875), study=study, series=uid, **words,
        StudyDate="20190412", SeriesDate="20190412", AcquisitionDate="20190412", ContentDate="20190412",
        InstanceCreationDate="20190412", StudyTime="085321.125000", SeriesTime="091823.359000", AccessionNumber="5686274",
        Manufacturer="SIEMENS", ReferringPhysicianName="", StudyDescription="HEAD^Tumour", SpecificCharacterSet="ISO_IR 100",
        ManufacturerModelName="Verio", PatientID=f"MRN{patient:07d}", PatientName=f"Family{patient:03d}^Given",
        PatientBirthDate="19701103", PatientWeight="70.5507528152", ImageType=["ORIGINAL", "PRIMARY", "M", "NORM", "DIS2D"],
        PatientIdentityRemoved="NO", BodyPartExamined="BRAIN", SequenceVariant="SP", ScanOptions="", SequenceName="*se2d1",
        MRAcquisitionType="2D", AngioFlag="N", SliceThickness=3.0, SpacingBetweenSlices=GAP_MM, NumberOfAverages=1,
        ImagingFrequency="123.191547", ImagedNucleus="1H", EchoNumbers=1, MagneticFieldStrength=3, EchoTrainLength=1,
        NumberOfPhaseEncodingSteps=260, PercentSampling=100, PercentPhaseFieldOfView="81.25", PixelBandwidth=300,
        SoftwareVersions="syngo MR B17", ProtocolName=words["SeriesDescription"], TransmitCoilName="Body",
        AcquisitionMatrix=[0, 320, 260, 0], InPlanePhaseEncodingDirection="ROW", FlipAngle=75, VariableFlipAngleFlag="N",
        SAR="0.16400433528246", dBdt=0, PatientPosition="HFS", StudyID="1", SeriesNumber=number, AcquisitionNumber=1,
        PositionReferenceIndicator="", BitsStored=12, HighBit=11, FrameOfReferenceUID=f"{study[:44]}.9",
        WindowCenterWidthExplanation="Algo1", RequestedProcedureDescription="MR HEAD", Rows=SIZE, Columns=SIZE,
        PerformedProcedureStepStartDate="20190412", PerformedProcedureStepStartTime="085321.203000",
        PerformedProcedureStepDescription="MR HEAD", PerformedProcedureStepID="MR20190412085321", PixelData=b"",
        ReferencedImageSequence=Sequence(
            [item(ReferencedSOPClassUID="1.2.840.10008.5.1.4.1.1.4", ReferencedSOPInstanceUID=f"{uid}.{k}") for k in range(3)]
        ),
        ProcedureCodeSequence=Sequence([item(CodeValue="MR1", CodingSchemeDesignator="99X", CodeMeaning="MR HEAD")]),
    )  # fmt: skip
    private = ds.private_block(0x0019, "SIEMENS MR HEADER", create=True)
    for element, vr, value in (
        (0x0B, "DS", "156025"), (0x0F, "SH", "Fast"), (0x11, "SH", "No"), (0x12, "SL", [0, 0, -1055]),
        (0x13, "SL", [0, 0, -1056]), (0x14, "IS", "0"), (0x16, "DS", "0.025"), (0x17, "DS", "1"), (0x18, "IS", "5200"),
    ):  # fmt: skip
        private.add_new(element, vr, value)
    ds.private_block(0x0051, "SIEMENS MR HEADER", create=True).add_new(0x0C, "LO", "FoV 240*240")
    return ds


if __name__ == "__main__":
    print(len(make_archive(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 25)), "files")
