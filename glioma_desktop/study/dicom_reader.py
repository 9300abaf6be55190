"""A DICOM series -> Volume."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Container, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.encaps import generate_frames
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.processing import apply_color_lut
from pydicom.pixels.utils import pixel_array
from pydicom.uid import (
    JPEG2000,
    UID,
    DeflatedExplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
    UncompressedTransferSyntaxes,
)

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.dicom_frames import DICOM_DAMAGE, frame_header, frames_in, transfer_syntax
from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.geometry import spacing_of
from glioma_desktop.study.jpeg_stream import check_lossless
from glioma_desktop.study.missing import missing
from glioma_desktop.study.series import Series, SliceFile
from glioma_desktop.study.stack_geometry import stack_geometry
from glioma_desktop.study.volume import MOST_VOXELS, Volume, times

Progress = Callable[[int, int], None]
PLACE_WORDS = frozenset({
    "ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing", "SliceThickness", "SpacingBetweenSlices", "SliceLocation",
    "Rows", "Columns", "SamplesPerPixel", "PhotometricInterpretation", "NumberOfFrames", "RescaleSlope", "RescaleIntercept",
})  # fmt: skip
"""What is read of every slice; the rest of a header is the series' and read of the first slice, which is half of the time."""
# Of several decoders, the one that a damaged file cannot bring down, and the program with it.
DECODERS = {
    RLELossless: "pydicom", JPEGBaseline8Bit: "pillow", JPEGExtended12Bit: "pillow", JPEGLSLossless: "pyjpegls",
    JPEGLSNearLossless: "pyjpegls", JPEG2000Lossless: "pylibjpeg", JPEG2000: "pylibjpeg",
}  # fmt: skip
GREY_OR_COLOUR = ("MONOCHROME1", "MONOCHROME2", "RGB", "YBR_FULL", "PALETTE COLOR")
FEW = 4  # frames of a file that are decoded one by one: less than a quarter of them


class _Files:
    """Datasets of the files of a series; the last one is kept, since frames of one file are asked for together.

    Args:
        files: All that will be asked for; of a file of which these are a few frames only they are decoded.
    """

    def __init__(self, files: Sequence[SliceFile]) -> None:
        self._asked = Counter(item.path for item in files)
        self._path: Path | None = None
        self._dataset = Dataset()
        self._pixels: NDArray[Any] | None = None
        self._unused = 0

    def image(self, path: Path, frame: int, words: Container[str] | None = None) -> tuple[DicomHeader, NDArray[Any]]:
        """The header (of ``words`` only, where they are given) and the stored values ``[row, column]`` of a frame."""
        if path != self._path:
            self._open(path)
        try:
            header = frame_header(self._dataset, path, frame, words)
            if header.frames > FEW * self._asked[path]:
                return header, _plain(self._dataset, frame, self._unused)
            if self._pixels is None:
                self._pixels = _plain(self._dataset, None, self._unused)
            return header, self._pixels[frame] if self._pixels.ndim == 3 else self._pixels
        except DICOM_DAMAGE as error:
            raise StudyReadError(_why_not(path, self._dataset), path) from error

    def _open(self, path: Path) -> None:
        self._path = None
        try:
            self._dataset = pydicom.dcmread(path, force=True)
            self._dataset.file_meta.TransferSyntaxUID = transfer_syntax(self._dataset)
            self._unused = _unused_low_bits(self._dataset)
        except FileNotFoundError as error:
            raise missing(path) from error
        except PermissionError as error:
            raise StudyReadError(f"{path.name} may not be read: ask for permission to open it.", path) from error
        except OSError as error:
            reason = f"cannot be read from its disc: {error.strerror}" if error.errno else "is a damaged DICOM file"
            raise StudyReadError(f"{path.name} {reason}.", path) from error
        except DICOM_DAMAGE as error:
            raise StudyReadError(f"{path.name} is a damaged DICOM file.", path) from error
        self._pixels = None
        self._path = path


def read_dicom(series: Series, progress: Progress | None = None) -> Volume:
    """The volume of a DICOM series, slices in the order of ``series.files``.

    Values are the stored integers where the rescale is the identity on every slice, else float32 after each slice's own
    slope and intercept.

    Raises:
        StudyReadError: a file is missing, damaged, or does not fit the others.
    """
    if math.prod(series.shape) > MOST_VOXELS:
        path = series.files[0].path
        raise StudyReadError(
            f"The series of {path.name} is too large to be opened: {times(series.shape)} voxels.", path
        )
    files = _Files(series.files)
    voxels: NDArray[Any] | None = None
    headers: dict[int, DicomHeader] = {}
    # File by file, however the slices of several multi-frame files lie among each other: each is decoded once.
    home = {path: number for number, path in enumerate(dict.fromkeys(item.path for item in series.files))}
    for done, k in enumerate(sorted(range(len(series.files)), key=lambda k: home[series.files[k].path]), start=1):
        item = series.files[k]
        header, pixels = files.image(item.path, item.frame, None if k == 0 else PLACE_WORDS)
        if pixels.shape != series.shape[1:]:
            raise StudyReadError(
                f"{item.path.name} has changed since the folder was opened: {pixels.shape[0]} x {pixels.shape[1]}, not "
                f"{series.shape[1]} x {series.shape[2]} pixels. Open the folder again.",
                item.path,
            )
        headers[k] = header
        voxels = _put(voxels, series.shape, k, pixels, header)
        if progress is not None:
            progress(done, len(series.files))
    if voxels is None:
        raise StudyReadError("This series has no slices.")
    return _volume(series, voxels, [headers[k] for k in sorted(headers)])


def _put(
    voxels: NDArray[Any] | None, shape: tuple[int, int, int], k: int, pixels: NDArray[Any], header: DicomHeader
) -> NDArray[Any]:
    """The voxels with slice ``k`` in them, in a type that holds all slices so far."""
    plain = header.slope == 1.0 and header.intercept == 0.0
    if voxels is None:
        voxels = np.empty(shape, pixels.dtype if plain else np.float32)
    kind = np.result_type(voxels.dtype, pixels.dtype) if plain else np.dtype(np.float32)
    if kind != voxels.dtype and voxels.dtype != np.float32:
        voxels = voxels.astype(kind)
    voxels[k] = pixels if plain else pixels.astype(np.float64) * header.slope + header.intercept
    return voxels


def read_dicom_slice(series: Series, slice_index: int) -> tuple[NDArray[np.float32], DicomHeader]:
    """One slice ``[row, column]`` as float32 after its rescale, not inverted, and its header.

    Raises:
        StudyReadError: the file is missing or damaged.
    """
    item = series.files[slice_index]
    header, pixels = _Files([item]).image(item.path, item.frame)
    values = pixels.astype(np.float32) * np.float32(header.slope) + np.float32(header.intercept)
    return values, header


def _volume(series: Series, voxels: NDArray[Any], headers: list[DicomHeader]) -> Volume:
    geometry = stack_geometry(headers)
    return Volume(
        voxels=voxels,
        affine=geometry.affine,
        spacing_mm=spacing_of(geometry.affine),
        orientation_known=geometry.orientation_known,
        spacing_nominal=geometry.nominal or geometry.spacing_mm is None,
        slice_thickness_mm=series.slice_thickness_mm,
        frame_of_reference_uid=series.frame_of_reference_uid,
        inverted=headers[0].inverted,
        series_uid=series.uid,
        warnings=series.warnings,
    )


def _plain(dataset: Dataset, frame: int | None, unused: int) -> NDArray[Any]:
    """``[row, column]`` of a frame, or ``[frame, row, column]`` of all; colours become their luminance."""
    syntax = dataset.file_meta.TransferSyntaxUID
    if syntax in (JPEGLossless, JPEGLosslessSV1):
        _check_streams(dataset, frame)
    pixels = pixel_array(dataset, index=frame, decoding_plugin=DECODERS.get(syntax, ""))
    if dataset.get("PhotometricInterpretation") == "PALETTE COLOR":
        pixels = apply_color_lut(pixels, dataset)
        peak = 1 << int(dataset.RedPaletteColorLookupTableDescriptor[2])
        pixels = (pixels.astype(np.uint32) * 255 // (peak - 1)).astype(np.uint8)
    elif int(dataset.get("SamplesPerPixel") or 1) == 1:
        return _lowered(pixels, unused) if unused else pixels
    return np.asarray(np.rint(pixels[..., :3] @ np.array([0.299, 0.587, 0.114])), pixels.dtype)


def _check_streams(dataset: Dataset, frame: int | None) -> None:
    count = frames_in(dataset)
    if dataset.PhotometricInterpretation not in GREY_OR_COLOUR:
        raise ValueError(f"photometric interpretation {dataset.PhotometricInterpretation}")
    for number, stream in enumerate(generate_frames(dataset.PixelData, number_of_frames=count)):
        if frame is None or number == frame:
            check_lossless(
                stream, dataset.Rows, dataset.Columns, dataset.get("SamplesPerPixel") or 1, dataset.BitsAllocated
            )


def _lowered(pixels: NDArray[Any], unused: int) -> NDArray[Any]:
    """Stored values without the bits below them; as they are where these bits are used, since then HighBit is wrong."""
    return pixels if np.any(pixels & ((1 << unused) - 1)) else pixels >> unused


def _unused_low_bits(dataset: Dataset) -> int:
    """How many bits lie below the stored ones (0 as a rule); they are then decoded with them, to be shifted out."""
    stored, high = dataset.get("BitsStored"), dataset.get("HighBit")
    if not isinstance(stored, int) or not isinstance(high, int) or not _is_native(dataset.file_meta):
        return 0
    below = high + 1 - stored
    if not 0 < below < high < int(dataset.get("BitsAllocated") or 0):
        return 0
    dataset.BitsStored = high + 1
    return below


def _is_native(meta: Dataset) -> bool:
    return meta.TransferSyntaxUID in (*UncompressedTransferSyntaxes, DeflatedExplicitVRLittleEndian)


def _why_not(path: Path, dataset: Dataset) -> str:
    syntax: UID = dataset.file_meta.TransferSyntaxUID
    try:
        known = get_decoder(syntax).is_available and (syntax != JPEGExtended12Bit or dataset.get("BitsStored") == 8)
    except NotImplementedError:
        known = False
    if not known:
        return (
            f"{path.name} is compressed in a way that is not known here ({syntax.name}): export it without compression."
        )
    return f"The pixels of {path.name} cannot be decoded: the file is damaged or cut off."
