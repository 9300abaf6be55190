"""A compressed frame -> its samples.

imagecodecs (BSD) decodes: it lets other threads work meanwhile, and a damaged stream ends in an exception, never in the end
of the program. The size a stream states is compared with the header first, since a damaged one may ask for any memory.
pydicom gets the same decoder as a plugin, for colours and multi-frame files.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray
from pydicom.pixels.decoders import base
from pydicom.uid import (
    JPEG2000,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)

if TYPE_CHECKING:
    from pydicom.pixels.decoders.base import DecodeRunner

PLUGIN = "imagecodecs"
JPEG = (JPEGBaseline8Bit, JPEGExtended12Bit, JPEGLossless, JPEGLosslessSV1)
JPEG_LS = (JPEGLSLossless, JPEGLSNearLossless)
JPEG_2000 = (JPEG2000Lossless, JPEG2000)
STREAMS = (*JPEG, *JPEG_LS, *JPEG_2000)
DECODER_DEPENDENCIES = dict.fromkeys(STREAMS, ("numpy", "imagecodecs"))
"""Read by pydicom."""
_END = b"\xff\xd9"
_SOC_SIZ = b"\xff\x4f\xff\x51"  # how JPEG 2000 begins
_FRAME_MARKERS = (*(m for m in range(0xC0, 0xD0) if m not in (0xC4, 0xC8, 0xCC)), 0xF7)


def decode_grey(stream: bytes, syntax: str, into: NDArray[Any]) -> bool:
    """Decode a frame of one grey value a pixel into place; False when it is left to pydicom.

    Args:
        stream: The frame, its fragments joined.
        syntax: Transfer syntax.
        into: ``[row, column]``; bits above those stored stay to be cleared.

    Raises:
        ValueError: the stream is not the picture that ``into`` is meant for.
        RuntimeError: it is damaged.
    """
    target = into.view(f"u{into.dtype.itemsize}")
    if syntax == RLELossless:
        found = imagecodecs.dicomrle_decode(stream, target.dtype.newbyteorder("<"), out=into.nbytes)
        if len(found) != into.nbytes:
            raise ValueError("a frame of another size")
        target[...] = np.frombuffer(found, target.dtype.newbyteorder("<")).reshape(into.shape)
        return True
    if syntax not in STREAMS:
        return False
    samples = _decode(stream, syntax, (*into.shape, 1))
    if samples.dtype.itemsize != into.dtype.itemsize:
        return False
    target[...] = samples.view(target.dtype)
    return True


def is_available(uid: str) -> bool:
    """Whether this plugin decodes a transfer syntax; asked by pydicom."""
    return uid in STREAMS


def decode_frame(src: bytes, runner: DecodeRunner) -> bytes:
    """A frame for pydicom.

    Raises:
        ValueError: the stream is not the picture the header tells of.
        RuntimeError: it is damaged.
    """
    count = runner.samples_per_pixel
    samples = _decode(
        src, runner.transfer_syntax, (runner.rows, runner.columns, count), runner.photometric_interpretation
    )
    runner.set_option("bits_allocated", samples.dtype.itemsize * 8)
    if count > 1:
        runner.set_option("planar_configuration", 0)
        if runner.photometric_interpretation.startswith("YBR"):
            runner.set_option("photometric_interpretation", "RGB")
    return samples.tobytes()


def _decode(stream: bytes, syntax: str, size: tuple[int, int, int], photometric: str = "") -> NDArray[Any]:
    stated = stream_size(stream)
    if stated != size:
        raise ValueError(f"a stream of {stated} where the header says {size}")
    if syntax in JPEG_LS:
        # On a stream cut off in a run of zeros CharLS counts to 2**32 (5 s) unless a marker stands at its end.
        return np.asarray(imagecodecs.jpegls_decode(stream + _END))
    if syntax in JPEG_2000:
        return np.asarray(imagecodecs.jpeg2k_decode(stream))
    # Without a marker of Adobe's the decoder takes three colours for YBR, whatever the header says.
    return np.asarray(imagecodecs.jpeg8_decode(stream, colorspace="RGB" if photometric == "RGB" else None))


def stream_size(stream: bytes) -> tuple[int, int, int]:
    """(rows, columns, samples) as a JPEG, JPEG-LS or JPEG 2000 stream states them.

    Raises:
        ValueError: it states none.
    """
    try:
        boxed = stream[4:8] == b"jP  "  # a whole .jp2 file where the standard asks for its code stream only
        begin = stream.find(_SOC_SIZ) if boxed else 0
        if stream[begin : begin + 4] == _SOC_SIZ:
            right, bottom, left, top, *_, samples = struct.unpack_from(">8IH", stream, begin + 8)
            return bottom - top, right - left, samples
        at = 2
        while stream[:2] == b"\xff\xd8":
            while stream[at : at + 2] == b"\xff\xff":
                at += 1
            fill, marker, length = struct.unpack_from(">BBH", stream, at)
            if fill != 0xFF or length < 2 or marker == 0xDA:
                break
            if marker in _FRAME_MARKERS:
                _, rows, columns, samples = struct.unpack_from(">BHHB", stream, at + 4)
                return rows, columns, samples
            at += 2 + length
    except struct.error as error:
        raise ValueError("a stream that is cut off") from error
    raise ValueError("no stream that is known")


def register() -> None:
    """Make pydicom decode with this plugin, which it is then asked for by name."""
    for syntax in STREAMS:
        decoder = base.get_decoder(syntax)
        if PLUGIN not in decoder.available_plugins:
            decoder.add_plugin(PLUGIN, (__name__, "decode_frame"))


register()
