"""Small DICOM files written for the tests: every voxel of a patient-space cube has a value of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian, MRImageStorage, generate_uid

CUBE = (5, 6, 7)  # x, y, z; no two alike, so that a swapped axis shows
STEP_MM = np.array([1.5, 2.0, 3.0])
ORIGIN_MM = np.array([-20.0, 11.0, 40.0])


def cube() -> np.ndarray:
    """uint16 ``[x, y, z]`` in LPS index space, every value once."""
    return np.arange(1, np.prod(CUBE) + 1, dtype=np.uint16).reshape(CUBE)


def value_at(points_mm: np.ndarray) -> np.ndarray:
    """The cube's value at patient points (n, 3) in mm."""
    index = (np.asarray(points_mm) - ORIGIN_MM) / STEP_MM
    rounded = np.rint(index).astype(int)
    assert np.allclose(index, rounded, atol=1e-3)
    return cube()[tuple(rounded.T)]


def image(
    pixels: np.ndarray,
    position: Any = (0.0, 0.0, 0.0),
    orientation: Any = (1, 0, 0, 0, 1, 0),
    *,
    spacing: tuple[float, float] = (1.0, 1.0),
    series: str = "1.2.3.4",
    study: str = "1.2.3",
    **tags: Any,
) -> FileDataset:
    """A single-frame MR image of pixels ``[row, column]``; keywords replace tags, None leaves them out."""
    sop = generate_uid()
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = MRImageStorage
    meta.MediaStorageSOPInstanceUID = sop
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SOPClassUID, ds.SOPInstanceUID = MRImageStorage, sop
    ds.StudyInstanceUID, ds.SeriesInstanceUID, ds.FrameOfReferenceUID = study, series, "1.2.9"
    ds.Modality, ds.Manufacturer, ds.ImageType = "MR", "PHANTOM", ["ORIGINAL", "PRIMARY", "M"]
    ds.PatientID, ds.PatientName, ds.StudyDate, ds.PatientAge, ds.PatientSex = "A-17", "Doe^J", "20200301", "044Y", "F"
    ds.SeriesDescription, ds.EchoTime, ds.RepetitionTime, ds.ScanningSequence = "AX T1", 10, 500, "SE"
    ds.SliceThickness = 3.0
    ds.InstanceNumber = 1
    if position is not None:
        ds.ImagePositionPatient = [float(v) for v in position]
    if orientation is not None:
        ds.ImageOrientationPatient = [float(v) for v in orientation]
    ds.PixelSpacing = list(spacing)
    ds.Rows, ds.Columns = pixels.shape[:2]
    ds.SamplesPerPixel = 1 if pixels.ndim == 2 else pixels.shape[2]
    ds.PhotometricInterpretation = "MONOCHROME2" if pixels.ndim == 2 else "RGB"
    ds.BitsAllocated = ds.BitsStored = pixels.dtype.itemsize * 8
    ds.HighBit = ds.BitsStored - 1
    ds.PixelRepresentation = int(pixels.dtype.kind == "i")
    ds.PixelData = np.ascontiguousarray(pixels).tobytes()
    if ds.SamplesPerPixel > 1:
        ds.PlanarConfiguration = 0
    for word, value in tags.items():
        if value is None:
            if word in ds:
                delattr(ds, word)
        else:
            setattr(ds, word, value)
    return ds


def save(ds: FileDataset, path: Path, syntax: Any = None) -> Path:
    """Write an image, in another transfer syntax if asked."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if syntax is not None and syntax.is_compressed and not syntax.is_deflated:
        ds.compress(syntax, generate_instance_uid=False)
    elif syntax is not None:
        ds.file_meta.TransferSyntaxUID = syntax
        if not syntax.is_little_endian:
            ds.PixelData = np.frombuffer(ds.PixelData, "<u2").astype(">u2").tobytes()
        implicit = syntax == ImplicitVRLittleEndian
        pydicom.dcmwrite(path, ds, implicit_vr=implicit, little_endian=syntax.is_little_endian, force_encoding=True)
        return path
    ds.save_as(path, enforce_file_format=True)
    return path


def stack(folder: Path, count: int = 5, step: Any = (0.0, 0.0, 3.0), **tags: Any) -> list[Path]:
    """An axial stack of 6 x 7 slices whose values are 100 * k + column; file names and instance numbers run backwards."""
    paths = []
    for k in range(count):
        pixels = np.tile(np.arange(7, dtype=np.uint16), (6, 1)) + 100 * k
        own = {
            word: value[k] if isinstance(value, tuple) and len(value) == count else value
            for word, value in tags.items()
        }
        position = own.pop("position", tuple(np.array(step) * k))
        ds = image(pixels, position, InstanceNumber=own.pop("InstanceNumber", count - k), **own)
        paths.append(save(ds, folder / f"{tags.get('series', 's')}-{count - k:03d}.dcm"))
    return paths


def cut_cube(folder: Path, along_columns: np.ndarray, along_rows: np.ndarray) -> None:
    """The cube as slices whose column index grows along one signed axis and whose row index along another."""
    normal = np.cross(along_columns, along_rows)
    axes = [int(np.argmax(np.abs(v))) for v in (normal, along_rows, along_columns)]
    signs = [int(v[a]) for v, a in zip((normal, along_rows, along_columns), axes, strict=True)]
    volume = cube().transpose(axes)[tuple(slice(None, None, s) for s in signs)]
    start = ORIGIN_MM.copy()
    for axis, sign in zip(axes, signs, strict=True):
        if sign < 0:
            start[axis] += STEP_MM[axis] * (CUBE[axis] - 1)
    names = np.random.default_rng(0).permutation(len(volume))
    for k, pixels in enumerate(volume):
        position = start + normal * STEP_MM[axes[0]] * k
        ds = image(pixels, position, (*along_columns, *along_rows), spacing=(STEP_MM[axes[1]], STEP_MM[axes[2]]),
                   InstanceNumber=int(names[k]) + 1, SliceThickness=STEP_MM[axes[0]])  # fmt: skip
        save(ds, folder / f"{names[k]:03d}.dcm")


def item(**tags: Any) -> Dataset:
    """One item of a sequence."""
    ds = Dataset()
    for word, value in tags.items():
        setattr(ds, word, value)
    return ds
