"""Bad NIfTI from good: header fields at their bounds, matrices that are none, lies about size, gzip that is cut or explodes."""

from __future__ import annotations

import gzip
import struct
import zlib
from collections.abc import Callable

import nibabel as nib
import numpy as np
from fuzz_dicom import ZEROS, Random, flipped, pick, spliced, truncated, zeros

FLOATS = (0.0, -0.0, 1.0, -1.0, float("nan"), float("inf"), -float("inf"), 1e-45, 1e-38, 3.4e38, -3.4e38, 1e20, 1e-20)
SHORTS = (0, 1, 2, 3, 7, 8, 16, 64, 255, 256, 1792, 2304, 32767, -1, -32768, 4096)
# Offset and count of the fields of a NIfTI-1 header.
FLOAT_FIELDS = {"pixdim": (76, 8), "vox_offset": (108, 1), "scale": (112, 2), "qform": (256, 6), "sform": (280, 12)}
SHORT_FIELDS = {"dim": (40, 8), "type": (70, 2), "codes": (252, 2), "slices": (68, 1)}


def phantom_seeds() -> list[tuple[str, bytes]]:
    """Good files of every kind that is read, made here: (name, content); unpacked."""
    rng = np.random.default_rng(4)
    affine = np.array([[1.1, 0.1, 0, -40], [-0.1, 1.2, 0.2, -50], [0, -0.2, 3.0, 12], [0, 0, 0, 1.0]])
    whole = rng.integers(0, 900, (14, 12, 10)).astype(np.int16)
    images = [
        ("plain", nib.Nifti1Image(whole, affine)), ("float", nib.Nifti1Image(whole.astype(np.float32) / 7, affine)),
        ("double", nib.Nifti1Image(whole.astype(np.float64) / 7, affine)),
        ("four", nib.Nifti1Image(np.stack([whole[..., :3]] * 4, -1), affine)), ("two", nib.Nifti2Image(whole, affine)),
        ("labels", nib.Nifti1Image((whole > 500).astype(np.uint8), affine)), ("flat", nib.Nifti1Image(whole[..., 0], affine)),
        ("complex", nib.Nifti1Image(whole.astype(np.complex64), affine)),
        ("big", nib.Nifti1Image(whole, affine, nib.Nifti1Header(endianness=">"))),
    ]  # fmt: skip
    scaled = nib.Nifti1Image(whole, affine)
    scaled.header.set_slope_inter(0.5, 3.0)
    colours = np.zeros((8, 7, 6), np.dtype([("R", "u1"), ("G", "u1"), ("B", "u1")]))
    return [
        (name, im.to_bytes())
        for name, im in (*images, ("scaled", scaled), ("colours", nib.Nifti1Image(colours, affine)))
    ]


def shortened(path: object, slices: int = 3) -> bytes:
    """The real header of a real file before its first few slices; unpacked."""
    image = nib.load(path)
    return bytes(nib.Nifti1Image(np.asarray(image.dataobj[..., :slices]), image.affine, image.header).to_bytes())


def mutate(raw: bytes, rng: Random) -> tuple[str, str, bytes]:
    """A bad file made from a good one: in a word how, the ending it is to have, and its content."""
    way = WAYS[int(rng.integers(len(WAYS)))]
    data = way(raw, rng)
    if way in PACKED:
        return way.__name__, ".nii.gz", data
    if rng.integers(2):
        return f"{way.__name__}, packed", ".nii.gz", gzip.compress(data, 1)
    return way.__name__, ".nii", data


def wrong_fields(raw: bytes, rng: Random) -> bytes:
    """A few header fields at and beyond their bounds."""
    data = bytearray(raw)
    for _ in range(int(rng.integers(1, 5))):
        if rng.integers(2):
            start, count = FLOAT_FIELDS[pick(rng, sorted(FLOAT_FIELDS))]
            struct.pack_into("<f", data, start + 4 * int(rng.integers(count)), pick(rng, FLOATS))
        else:
            start, count = SHORT_FIELDS[pick(rng, sorted(SHORT_FIELDS))]
            struct.pack_into("<h", data, start + 2 * int(rng.integers(count)), int(pick(rng, SHORTS)))
    return bytes(data)


def wrong_matrix(raw: bytes, rng: Random) -> bytes:
    """Orientations full of numbers that are none, or too large, or too small."""
    data = bytearray(raw)
    for name in pick(rng, (("sform",), ("qform",), ("sform", "qform", "pixdim"), ("pixdim",), ("scale",))):
        start, count = FLOAT_FIELDS[name]
        for k in range(count):
            if rng.integers(2):
                struct.pack_into("<f", data, start + 4 * k, pick(rng, FLOATS))
    struct.pack_into("<2h", data, 252, int(rng.integers(0, 3)), int(rng.integers(0, 3)))
    return bytes(data)


def huge(raw: bytes, rng: Random) -> bytes:
    """More voxels than the file or any memory holds."""
    data = bytearray(raw)
    dims = [int(pick(rng, (32767, 32767, 2000, 1, 16, 256))) for _ in range(7)]
    struct.pack_into("<8h", data, 40, int(pick(rng, (1, 2, 3, 3, 4, 7))), *dims)
    if rng.integers(2):
        struct.pack_into("<2h", data, 70, *pick(rng, ((2, 8), (4, 16), (16, 32), (64, 64), (1792, 128), (128, 24))))
    return bytes(data)


def lying_extension(raw: bytes, rng: Random) -> bytes:
    """Extensions that are longer than the file, and voxels that begin elsewhere."""
    data = bytearray(raw)
    struct.pack_into("<f", data, 108, pick(rng, (*FLOATS, 352.0, 353.0, 348.0, 1e9, 2.0**31)))
    struct.pack_into("<4B2i", data, 348, 1, 0, 0, 0, int(pick(rng, (0, 8, 16, 2**31 - 1, -16))), 6)
    return bytes(data)


def cut_gzip(raw: bytes, rng: Random) -> bytes:
    """A packed file without its end, with a wrong trailer, noise in the middle, or noise behind it."""
    data = bytearray(gzip.compress(raw, 1))
    kind = int(rng.integers(5))
    if kind == 0:
        return bytes(data[: int(rng.integers(0, len(data)))])
    if kind == 1:
        data[-8:] = rng.bytes(8)
    elif kind == 2:
        for place in rng.integers(0, len(data), 5):
            data[place] = int(rng.integers(256))
    elif kind == 3:
        data += rng.bytes(40)
    else:
        data[3] = int(rng.integers(256))  # flags: names, comments, checksums that are not there
    return bytes(data)


def bomb(raw: bytes, rng: Random) -> bytes:
    """A small file that unpacks to gigabytes, whose header may promise them all."""
    header = bytearray(raw[:352])
    dims = pick(
        rng,
        (
            (3, 512, 512, 300, 1),
            (3, 2000, 2000, 400, 1),
            (4, 1000, 1000, 100, 30),
            (3, 14, 12, 10, 1),
            (3, 1600, 1600, 800, 1),
        ),
    )
    struct.pack_into("<8h", header, 40, *dims, 1, 1, 1)
    struct.pack_into("<2h", header, 70, *pick(rng, ((2, 8), (4, 16), (16, 32))))
    struct.pack_into("<f", header, 108, 352.0)
    count, check = int(pick(rng, (12, 19, 19, 100))), zlib.crc32(header)
    for _ in range(count):
        check = zlib.crc32(bytes(ZEROS), check)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(bytes(header)) + packer.flush(zlib.Z_FULL_FLUSH)
    trailer = struct.pack("<2I", check, len(header) + count * ZEROS)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + start + zeros() * count + b"\x03\0" + trailer


def members(raw: bytes, rng: Random) -> bytes:
    """A file packed in many pieces, one of which may be broken."""
    step = max(1, len(raw) // int(rng.integers(2, 9)))
    parts = [bytearray(gzip.compress(raw[at : at + step], 1)) for at in range(0, len(raw), step)]
    if rng.integers(2):
        parts[int(rng.integers(len(parts)))][int(rng.integers(10, 18))] ^= 0xFF
    return b"".join(map(bytes, parts))


PACKED = (cut_gzip, bomb, members)
WAYS: tuple[Callable[[bytes, Random], bytes], ...] = (
    flipped, truncated, spliced, wrong_fields, wrong_fields, wrong_fields, wrong_matrix, wrong_matrix, wrong_matrix, huge, huge,
    lying_extension, cut_gzip, cut_gzip, members, bomb,
)  # fmt: skip
