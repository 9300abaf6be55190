"""A DICOM series -> Volume."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.uid import RLELossless

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.dicom_frames import DICOM_DAMAGE, frame_headers
from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.geometry import spacing_of
from glioma_desktop.study.series import Series
from glioma_desktop.study.stack_geometry import stack_geometry
from glioma_desktop.study.volume import Volume

Progress = Callable[[int, int], None]


class _Files:
    """Datasets of the files of a series; the last one is kept, since frames of one file come one after the other."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._dataset = Dataset()
        self._headers: list[DicomHeader] = []
        self._pixels: NDArray[Any] | None = None

    def image(self, path: Path, frame: int) -> tuple[DicomHeader, NDArray[Any]]:
        """The header and the stored values ``[row, column]`` of a frame."""
        if path != self._path:
            self._open(path)
        try:
            if self._pixels is None:
                self._pixels = _gray(self._dataset.pixel_array, self._dataset)
            pixels = self._pixels
            header = self._headers[frame]
            return header, pixels[frame] if pixels.ndim == 3 else pixels
        except DICOM_DAMAGE as error:
            raise StudyReadError(
                f"The pixels of {path.name} cannot be decoded: the file is damaged or cut off.", path
            ) from error

    def _open(self, path: Path) -> None:
        self._path = None
        try:
            self._dataset = pydicom.dcmread(path, force=True)
            # Of the run-length decoders, pydicom's own is the one that a damaged file cannot bring down.
            if self._dataset.file_meta.get("TransferSyntaxUID") == RLELossless:
                self._dataset.pixel_array_options(decoding_plugin="pydicom")
            self._headers = frame_headers(self._dataset, path)
        except FileNotFoundError as error:
            raise StudyReadError(f"{path.name} is no longer there: was the disc or folder removed?", path) from error
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
    files = _Files()
    voxels: NDArray[Any] | None = None
    headers: list[DicomHeader] = []
    for k, item in enumerate(series.files):
        header, pixels = files.image(item.path, item.frame)
        if pixels.shape != series.shape[1:]:
            raise StudyReadError(
                f"{item.path.name} has changed since the folder was opened: {pixels.shape[0]} x {pixels.shape[1]}, not "
                f"{series.shape[1]} x {series.shape[2]} pixels. Open the folder again.",
                item.path,
            )
        headers.append(header)
        plain = header.slope == 1.0 and header.intercept == 0.0
        if voxels is None:
            voxels = np.empty(series.shape, pixels.dtype if plain else np.float32)
        kind = np.result_type(voxels.dtype, pixels.dtype) if plain else np.dtype(np.float32)
        if kind != voxels.dtype and voxels.dtype != np.float32:
            voxels = voxels.astype(kind)
        voxels[k] = pixels if plain else pixels.astype(np.float64) * header.slope + header.intercept
        if progress is not None:
            progress(k + 1, len(series.files))
    if voxels is None:
        raise StudyReadError("This series has no slices.")
    return _volume(series, voxels, headers)


def read_dicom_slice(series: Series, slice_index: int) -> tuple[NDArray[np.float32], DicomHeader]:
    """One slice ``[row, column]`` as float32 after its rescale, not inverted, and its header.

    Raises:
        StudyReadError: the file is missing or damaged.
    """
    item = series.files[slice_index]
    header, pixels = _Files().image(item.path, item.frame)
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
        inverted=headers[0].photometric == "MONOCHROME1",
        series_uid=series.uid,
        warnings=series.warnings,
    )


def _gray(pixels: NDArray[Any], dataset: Dataset) -> NDArray[Any]:
    """``[row, column]`` or ``[frame, row, column]``; colours become their luminance."""
    if int(dataset.get("SamplesPerPixel") or 1) == 1:
        return pixels
    weights = np.array([0.299, 0.587, 0.114])
    return np.asarray(np.rint(pixels[..., :3] @ weights), pixels.dtype)
