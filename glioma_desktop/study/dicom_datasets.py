"""Files as pydicom reads them: whatever a DICOM file may be, its header and its grey values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.pixels.decoders.base import get_decoder
from pydicom.pixels.processing import apply_color_lut
from pydicom.pixels.utils import pixel_array
from pydicom.uid import DeflatedExplicitVRLittleEndian, RLELossless, UncompressedTransferSyntaxes

from glioma_desktop.errors import StudyReadError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.deflated import check_deflated
from glioma_desktop.study.dicom_codec import PLUGIN, STREAMS
from glioma_desktop.study.dicom_frames import DICOM_DAMAGE, frame_header, transfer_syntax
from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.dicom_values import printable
from glioma_desktop.study.missing import forbidden, missing
from glioma_desktop.study.series import SliceFile
from glioma_desktop.study.volume import too_large

FEW = 4  # frames of a file that are decoded one by one: less than a quarter of them


def undecoded(path: Path) -> str:
    """The sentence on a file whose pixels are damaged."""
    return phrase("The pixels of {name} cannot be decoded: the file is damaged or cut off.", name=path.name)


class Datasets:
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
            whole = (header.frames, header.rows, header.columns, header.samples)
            if header.frames > FEW * self._asked[path] or too_large(whole, header.bits // 8):
                return header, _plain(self._dataset, frame, self._unused)
            if self._pixels is None:
                self._pixels = _plain(self._dataset, None, self._unused)
            return header, self._pixels[frame] if self._pixels.ndim == 3 else self._pixels
        except (OSError, *DICOM_DAMAGE) as error:  # the file has been read: an OSError is pydicom's word for damage too
            raise StudyReadError(_why_not(path, self._dataset), path) from error

    def _open(self, path: Path) -> None:
        self._path = None
        try:
            with path.open("rb") as file:
                check_deflated(file, path)
                self._dataset = pydicom.dcmread(file, force=True)
            self._dataset.file_meta.TransferSyntaxUID = transfer_syntax(self._dataset)
            self._unused = _unused_low_bits(self._dataset)
        except FileNotFoundError as error:
            raise missing(path) from error
        except PermissionError as error:
            raise forbidden(path) from error
        except OSError as error:
            if not error.errno:
                raise StudyReadError(phrase("{name} is a damaged DICOM file.", name=path.name), path) from error
            raise StudyReadError(
                phrase("{name} cannot be read from its disc: {reason}.", name=path.name, reason=error.strerror), path
            ) from error
        except DICOM_DAMAGE as error:
            raise StudyReadError(phrase("{name} is a damaged DICOM file.", name=path.name), path) from error
        self._pixels = None
        self._path = path


def _plain(dataset: Dataset, frame: int | None, unused: int) -> NDArray[Any]:
    """``[row, column]`` of a frame, or ``[frame, row, column]`` of all; colours become their luminance."""
    syntax = dataset.file_meta.TransferSyntaxUID
    plugin = PLUGIN if syntax in STREAMS else "pydicom" if syntax == RLELossless else ""
    pixels = pixel_array(dataset, index=frame, decoding_plugin=plugin)
    if dataset.get("PhotometricInterpretation") == "PALETTE COLOR":
        pixels = apply_color_lut(pixels, dataset)
        peak = 1 << int(dataset.RedPaletteColorLookupTableDescriptor[2])
        pixels = (pixels.astype(np.uint32) * 255 // (peak - 1)).astype(np.uint8)
    elif int(dataset.get("SamplesPerPixel") or 1) == 1:
        return _lowered(pixels, unused) if unused else pixels
    return np.asarray(np.rint(pixels[..., :3] @ np.array([0.299, 0.587, 0.114])), pixels.dtype)


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
    syntax = transfer_syntax(dataset)
    if not syntax.is_valid:
        return undecoded(path)
    try:
        known = get_decoder(syntax).is_available
    except NotImplementedError:
        known = False
    if not known:
        way = printable(syntax.name)
        return phrase(
            "{name} is compressed in a way that is not known here ({way}): export it without compression.",
            name=path.name,
            way=way,
        )
    return undecoded(path)
