"""Bad DICOM from good: bytes, elements, header values, functional groups, fragments and compressed streams that lie."""

from __future__ import annotations

import io
import struct
import tempfile
import warnings
import zlib
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
from dicom_files import image, save
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate, generate_fragments
from pydicom.tag import Tag
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    EnhancedMRImageStorage,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLSLossless,
    RLELossless,
)

Random = np.random.Generator
ZEROS = 1 << 24
EXTREMES = (0, 1, 2, 3, 7, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
VRS = (b"AE", b"AS", b"AT", b"CS", b"DA", b"DS", b"FD", b"FL", b"IS", b"LO", b"OB", b"OW", b"PN", b"SL", b"SQ", b"SS",
       b"UI", b"UL", b"UN", b"US", b"UT", b"XX", b"\0\0", b"us")  # fmt: skip
NUMBERS = (
    "0",
    "-1",
    "1e308",
    "1e-308",
    "5e-324",
    "-1e400",
    "NaN",
    "inf",
    "",
    "x",
    "1,5",
    "1\\2\\3\\4",
    "9" * 300,
    "0x10",
)
CHARSETS = (
    "ISO_IR 100",
    "ISO_IR 192",
    "GB18030",
    "GBK",
    "\\ISO 2022 IR 87",
    "ISO 2022 IR 149\\ISO 2022 IR 58",
    "KLINGON",
    "\\",
    " ",
)
SYNTAXES = ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.5",
            "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90",
            "1.2.840.10008.1.2.4.201", "1.2.999", "", "\x1b[31m\x07")  # fmt: skip
WHOLE = (
    "Rows",
    "Columns",
    "BitsAllocated",
    "BitsStored",
    "HighBit",
    "SamplesPerPixel",
    "PixelRepresentation",
    "PlanarConfiguration",
)
DECIMALS = ("PixelSpacing", "ImagePositionPatient", "ImageOrientationPatient", "SliceThickness", "SpacingBetweenSlices", "EchoTime",
            "RepetitionTime", "InversionTime", "RescaleSlope", "RescaleIntercept", "SliceLocation",
            "MagneticFieldStrength")  # fmt: skip
COUNTS = ("NumberOfFrames", "InstanceNumber", "AcquisitionNumber", "SeriesNumber", "TemporalPositionIdentifier")
TEXTS = ("PatientName", "PatientID", "SeriesDescription", "StudyDescription", "ProtocolName", "PatientAge", "PatientBirthDate",
         "StudyDate", "ImageType", "PhotometricInterpretation", "Modality", "SOPInstanceUID", "SeriesInstanceUID",
         "StudyInstanceUID", "SOPClassUID", "FrameOfReferenceUID", "ContrastBolusAgent")  # fmt: skip
WORDS = ("", "\0", "\n\r\t\x1b[2J", "../../etc/passwd", "a" * 5000, "\\" * 40, "9" * 64, "1." * 32, "MONOCHROME1",
         "PALETTE COLOR", "RGB", "YBR_FULL", "YBR_PARTIAL_420", "20201399", "00000000", "999Y", "-01Y", "\xe9\xff\xfe", "%s%n{0}",
         "T1\x00POST")  # fmt: skip


def frames_in_groups(count: int = 6) -> Dataset:
    """An Enhanced MR file of a few frames."""
    frames = np.random.default_rng(8).integers(0, 900, (count, 12, 14)).astype(np.uint16)
    ds = image(frames[0], None, None, NumberOfFrames=count, PixelData=frames.tobytes(), ImageType=None)
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = EnhancedMRImageStorage
    shared, plane, pixel = Dataset(), Dataset(), Dataset()
    plane.ImageOrientationPatient, pixel.PixelSpacing, pixel.SliceThickness = [1.0, 0, 0, 0, 1, 0], [1.0, 1.0], 3.0
    shared.PlaneOrientationSequence, shared.PixelMeasuresSequence = [plane], [pixel]
    ds.SharedFunctionalGroupsSequence, ds.PerFrameFunctionalGroupsSequence = [shared], []
    for k in range(count):
        group, place, content = Dataset(), Dataset(), Dataset()
        place.ImagePositionPatient, content.TemporalPositionIndex = [0.0, 0.0, 3.0 * k], 1
        group.PlanePositionSequence, group.FrameContentSequence = [place], [content]
        ds.PerFrameFunctionalGroupsSequence.append(group)
    return ds


def phantom_seeds() -> list[tuple[str, bytes]]:
    """Good files of every kind that is read, made here: (name, content)."""
    rng = np.random.default_rng(3)
    grey, signed = rng.integers(0, 900, (32, 40)).astype(np.uint16), rng.integers(-90, 900, (32, 40)).astype(np.int16)
    byte = (grey // 4).astype(np.uint8)
    made: list[tuple[str, Any, Any]] = [
        ("explicit", image(grey), None), ("signed", image(signed), None), ("implicit", image(grey), ImplicitVRLittleEndian),
        ("big-endian", image(grey), ExplicitVRBigEndian), ("deflated", image(grey), DeflatedExplicitVRLittleEndian),
        ("run-length", image(grey), RLELossless), ("jpeg-ls", image(grey), JPEGLSLossless),
        ("jpeg-2000", image(grey), JPEG2000Lossless), ("colour", image(np.stack([byte] * 3, -1)), None),
        ("colour run-length", image(np.stack([byte] * 3, -1)), RLELossless), ("jpeg", _jpeg(byte), None),
        ("palette", _palette(byte % 3), None),
        ("enhanced", frames_in_groups(), None), ("enhanced jpeg-ls", frames_in_groups(), JPEGLSLossless),
        ("enhanced run-length", frames_in_groups(), RLELossless),
        ("rescaled", image(grey, RescaleSlope="1.5", RescaleIntercept="-3"), None),
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        return [(name, save(ds, Path(folder) / "a.dcm", syntax).read_bytes()) for name, ds, syntax in made]


def _jpeg(pixels: np.ndarray) -> Any:
    from PIL import Image

    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG")
    ds = image(pixels, PixelData=encapsulate([stream.getvalue()]))
    ds.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    ds["PixelData"].VR = "OB"
    return ds


def _palette(pixels: np.ndarray) -> Any:
    ds = image(pixels, PhotometricInterpretation="PALETTE COLOR")
    for name in ("Red", "Green", "Blue"):
        setattr(ds, f"{name}PaletteColorLookupTableDescriptor", [3, 0, 16])
        setattr(ds, f"{name}PaletteColorLookupTableData", np.array([0, 99, 65535], np.uint16).tobytes())
    return ds


def mutate(raw: bytes, rng: Random) -> tuple[str, bytes]:
    """A bad file made from a good one, and in a word how."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for _ in range(4):
            way = WAYS[int(rng.integers(len(WAYS)))]
            try:
                return way.__name__, way(raw, rng)
            except (
                NotHere,
                ValueError,
                AttributeError,
                KeyError,
                TypeError,
                OverflowError,
                struct.error,
                IndexError,
                RecursionError,
            ):
                continue  # this file has nothing of the kind, or pydicom will not write it
    return "flipped", flipped(raw, rng)


class NotHere(Exception):  # noqa: N818 - not an error: another way is taken
    """The file has nothing to be changed in this way."""


def pick(rng: Random, values: Any) -> Any:
    """One of several values."""
    return values[int(rng.integers(len(values)))]


def flipped(raw: bytes, rng: Random) -> bytes:
    """A few wrong bytes, most of them in the header."""
    data = bytearray(raw)
    reach = min(len(data), int(pick(rng, (300, 1200, 4000, len(data)))))
    for place in rng.integers(0, reach, int(rng.integers(1, 12))):
        data[place] = pick(rng, (0, 0xFF, int(rng.integers(256)), data[place] ^ (1 << int(rng.integers(8)))))
    return bytes(data)


def truncated(raw: bytes, rng: Random) -> bytes:
    """Cut off anywhere."""
    return raw[: int(rng.integers(0, pick(rng, (400, 2000, len(raw)))))]


def spliced(raw: bytes, rng: Random) -> bytes:
    """A part taken out, put in twice, blanked, or filled with noise."""
    at, length = int(rng.integers(len(raw))), int(rng.integers(1, 300))
    part = raw[at : at + length]
    middle = pick(rng, (b"", part + part, bytes(length), rng.bytes(length), part[::-1]))
    return raw[:at] + middle + raw[at + length :]


def _element_places(raw: bytes) -> list[int]:
    """Where explicit little-endian elements seem to begin."""
    known = set(VRS[:21])
    return [
        at for at in range(132, min(len(raw) - 12, 6000), 2) if raw[at + 4 : at + 6] in known and raw[at + 1] < 0x80
    ]


def lying_length(raw: bytes, rng: Random) -> bytes:
    """An element that says it is longer or shorter than it is."""
    places = _element_places(raw)
    if not places:
        raise NotHere
    data, at = bytearray(raw), int(pick(rng, places))
    long = bytes(data[at + 4 : at + 6]) in (b"OB", b"OW", b"SQ", b"UN", b"UT")
    struct.pack_into(
        "<I" if long else "<H",
        data,
        at + (8 if long else 6),
        int(pick(rng, EXTREMES)) & (0xFFFFFFFF if long else 0xFFFF),
    )
    return bytes(data)


def wrong_vr(raw: bytes, rng: Random) -> bytes:
    """An element of another kind than it says."""
    places = _element_places(raw)
    if not places:
        raise NotHere
    data = bytearray(raw)
    for _ in range(int(rng.integers(1, 4))):
        at = int(pick(rng, places))
        data[at + 4 : at + 6] = pick(rng, VRS)
    return bytes(data)


def _changed(raw: bytes, change: Callable[[Dataset], None]) -> bytes:
    ds = pydicom.dcmread(io.BytesIO(raw), force=True)
    change(ds)
    out = io.BytesIO()
    implicit, little = ds.original_encoding
    pydicom.dcmwrite(out, ds, implicit_vr=bool(implicit), little_endian=bool(little), force_encoding=True)
    return out.getvalue()


def _set_raw(ds: Dataset, word: str, value: bytes) -> None:
    tag = Tag(pydicom.datadict.tag_for_keyword(word))
    implicit, little = ds.original_encoding
    ds[tag] = RawDataElement(
        tag, pydicom.datadict.dictionary_VR(tag), len(value), value, 0, bool(implicit), bool(little)
    )


def wrong_values(raw: bytes, rng: Random) -> bytes:
    """Header values at and beyond their bounds."""

    def change(ds: Dataset) -> None:
        for _ in range(int(rng.integers(1, 5))):
            kind = int(rng.integers(5))
            if kind == 0:
                _set_raw(ds, pick(rng, WHOLE), struct.pack("<H", int(pick(rng, EXTREMES)) & 0xFFFF))
            elif kind == 1:
                parts = "\\".join(pick(rng, NUMBERS) for _ in range(int(pick(rng, (1, 1, 2, 3, 6)))))
                _set_raw(ds, pick(rng, DECIMALS), _even(parts.encode("latin-1")))
            elif kind == 2:
                _set_raw(ds, pick(rng, COUNTS), _even(pick(rng, (*NUMBERS, "2147483647", "100000", "-3", "2"))))
            elif kind == 3:
                _set_raw(ds, pick(rng, TEXTS), _even(pick(rng, WORDS)))
            else:
                _set_raw(ds, "SpecificCharacterSet", _even(pick(rng, CHARSETS)))
                _set_raw(ds, "PatientName", _even(rng.bytes(int(rng.integers(1, 60)))))

    return _changed(raw, change)


def _even(value: str | bytes) -> bytes:
    data = value.encode("latin-1") if isinstance(value, str) else value
    return data + b" " * (len(data) % 2)


def huge(raw: bytes, rng: Random) -> bytes:
    """Sizes that no memory holds."""

    def change(ds: Dataset) -> None:
        ds.Rows, ds.Columns = pick(
            rng, ((65535, 65535), (32768, 32768), (65535, 1), (1, 65535), (20000, 20000), (8192, 8192))
        )
        if rng.integers(2):
            _set_raw(ds, "NumberOfFrames", _even(str(pick(rng, (1, 2, 1000, 99999, 100001, 2**31 - 1)))))
        if rng.integers(2):
            ds.BitsAllocated = int(pick(rng, (1, 8, 16, 32, 64)))

    return _changed(raw, change)


def another_syntax(raw: bytes, rng: Random) -> bytes:
    """The transfer syntax of another file."""
    at = raw.find(b"\x02\0\x10\0UI")
    if at < 0:
        raise NotHere
    length = struct.unpack_from("<H", raw, at + 6)[0]
    stated = pick(rng, SYNTAXES).encode("latin-1")[:length].ljust(length, b"\0")
    return raw[: at + 8] + stated + raw[at + 8 + length :]


def nested(raw: bytes, rng: Random) -> bytes:
    """Sequences in sequences, closed or not, before the image."""
    at = raw.find(b"\x18\0\x50\0DS")
    if at < 0:
        raise NotHere
    depth, closed, inner = int(pick(rng, (2, 9, 60, 400, 3000))), bool(rng.integers(3)), bool(rng.integers(2))
    head = b"\x08\0\x40\x11SQ\0\0\xff\xff\xff\xff" + b"\xfe\xff\0\xe0\xff\xff\xff\xff"
    tail = b"\xfe\xff\x0d\xe0\0\0\0\0" + b"\xfe\xff\xdd\xe0\0\0\0\0"
    body = (
        head * depth
        + (b"\x08\0\x50\x11UI\x02\x001\0" if inner else b"")
        + (tail * depth if closed else tail * (depth // 2))
    )
    if rng.integers(2):  # the outermost with a length, which may lie
        body = b"\x08\0\x40\x11SQ\0\0" + struct.pack("<I", len(body) + int(pick(rng, (0, 0, 8, -8)))) + body
    return raw[:at] + body + raw[at:]


def broken_groups(raw: bytes, rng: Random) -> bytes:
    """Functional groups that are missing, too few, too many, empty or of another kind."""

    def change(ds: Dataset) -> None:
        if "PerFrameFunctionalGroupsSequence" not in ds:
            raise NotHere
        groups = ds.PerFrameFunctionalGroupsSequence
        kind = int(rng.integers(8))
        if kind == 0:
            del ds.PerFrameFunctionalGroupsSequence
        elif kind == 1:
            ds.PerFrameFunctionalGroupsSequence = list(groups)[: len(groups) // 2]
        elif kind == 2:
            ds.PerFrameFunctionalGroupsSequence = [Dataset() for _ in groups]
        elif kind == 3:
            groups[int(rng.integers(len(groups)))].PlanePositionSequence = []
        elif kind == 4:
            ds.SharedFunctionalGroupsSequence = []
        elif kind == 5:
            ds.NumberOfFrames = int(pick(rng, (1, 2, len(groups) * 50, 90000)))
        elif kind == 6:
            ds.PerFrameFunctionalGroupsSequence = [deepcopy(groups[0]) for _ in range(len(groups))]
        else:
            _set_raw(ds, "PerFrameFunctionalGroupsSequence", rng.bytes(int(rng.integers(0, 80))))

    return _changed(raw, change)


def _streams(ds: Dataset) -> list[bytes]:
    if not ds.file_meta.TransferSyntaxUID.is_encapsulated or ds.file_meta.TransferSyntaxUID.is_deflated:
        raise NotHere
    return list(generate_fragments(ds.PixelData))[1:]


def lying_fragments(raw: bytes, rng: Random) -> bytes:
    """Tables of offsets and items that lead elsewhere; fragments that are empty, lost, doubled or joined."""

    def change(ds: Dataset) -> None:
        parts = _streams(ds)
        kind = int(rng.integers(6))
        table = struct.pack("<4I", *(int(pick(rng, EXTREMES)) for _ in range(4))) if kind == 0 else b""
        if kind == 1:
            parts.insert(int(rng.integers(len(parts) + 1)), b"")
        elif kind == 2:
            parts = parts[1:] or [b""]
        elif kind == 3:
            parts = parts + parts[:1]
        elif kind == 4:
            ds.ExtendedOffsetTable = struct.pack("<2Q", int(pick(rng, EXTREMES)), 2**63)
            ds.ExtendedOffsetTableLengths = struct.pack("<2Q", 2**40, int(pick(rng, EXTREMES)))
        elif kind == 5:
            parts = [part[at : at + 7 + len(part) % 2] for part in parts for at in range(0, min(len(part), 900), 8)]
        lies = struct.pack("<I", int(pick(rng, EXTREMES))) if rng.integers(3) == 0 else None
        items = [b"\xfe\xff\0\xe0" + struct.pack("<I", len(p)) + p for p in (table, *parts)]
        if lies is not None:
            items[-1] = items[-1][:4] + lies + items[-1][8:]
        ds.PixelData = b"".join(items) + (b"\xfe\xff\xdd\xe0\0\0\0\0" if rng.integers(2) else b"")
        ds["PixelData"].is_undefined_length = True

    return _changed(raw, change)


def lying_stream(raw: bytes, rng: Random) -> bytes:
    """A compressed stream whose own header lies, alone or together with the file's."""

    def change(ds: Dataset) -> None:
        parts = [bytearray(part) for part in _streams(ds)]
        stream = pick(rng, parts)
        if ds.file_meta.TransferSyntaxUID == RLELossless:
            at = 4 * int(rng.integers(0, 16))
            struct.pack_into("<I", stream, at, int(pick(rng, (*EXTREMES, 16, 64, len(stream), len(stream) - 1))))
        else:
            _lie_of_size(ds, stream, rng)
        for _ in range(int(rng.integers(0, 4))):
            stream[int(rng.integers(min(len(stream), 200)))] = int(rng.integers(256))
        ds.PixelData = encapsulate([bytes(part) for part in parts])
        ds["PixelData"].is_undefined_length = True

    return _changed(raw, change)


def _lie_of_size(ds: Dataset, stream: bytearray, rng: Random) -> None:
    rows, columns = (int(pick(rng, (0, 1, 8192, 30000, 46000, 65535))) for _ in range(2))
    siz = stream.find(b"\xff\x4f\xff\x51")
    sof = next((at for m in (0xC0, 0xC1, 0xC3, 0xF7) if (at := stream.find(bytes((0xFF, m)))) > 0), -1)
    if siz >= 0:
        struct.pack_into(">2I", stream, siz + 8, columns, rows)
        if rng.integers(2):  # the tile too, else it is many small ones
            struct.pack_into(">2I", stream, siz + 24, int(pick(rng, (columns, 1, 8))), int(pick(rng, (rows, 1, 8))))
    elif sof > 0:
        struct.pack_into(">2H", stream, sof + 5, rows, columns)
    if rng.integers(3):
        ds.Rows, ds.Columns = rows, columns


def bomb(raw: bytes, rng: Random) -> bytes:
    """A deflated file that unpacks to far more than a memory holds."""
    ds = pydicom.dcmread(io.BytesIO(raw), force=True)
    if ds.file_meta.TransferSyntaxUID != DeflatedExplicitVRLittleEndian:
        raise NotHere
    # What follows the file's meta group, unpacked, and then zeros for as long as it takes.
    start = 132 + 12 + ds.file_meta.FileMetaInformationGroupLength
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = (
        packer.compress(zlib.decompress(raw[start:], -15)) + packer.flush(zlib.Z_FULL_FLUSH) if rng.integers(2) else b""
    )
    return raw[:start] + data + zeros() * 96 + b"\x03\0"


@cache
def zeros() -> bytes:
    """Many zeros, deflated so that they can be repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(bytes(ZEROS)) + packer.flush(zlib.Z_FULL_FLUSH)


WAYS: tuple[Callable[[bytes, Random], bytes], ...] = (
    flipped, truncated, spliced, lying_length, lying_length, wrong_vr, wrong_values, wrong_values, wrong_values, huge,
    another_syntax,
    nested, broken_groups, broken_groups, lying_fragments, lying_fragments, lying_stream, lying_stream, lying_stream, bomb,
)  # fmt: skip
