"""Whether a lossless JPEG stream is sound enough for its decoder, which ends the whole program over a damaged one."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

SOI, EOI, SOS, SOF3, DHT, DRI = 0xD8, 0xD9, 0xDA, 0xC3, 0xC4, 0xDD
_PASSED = (*range(0xE0, 0xF0), 0xFE)  # of applications, and comments


@dataclass
class _Seen:
    """What the segments before the scan said."""

    components: dict[int, int] = field(default_factory=dict)
    tables: set[int] = field(default_factory=set)
    precision: int = 0
    restarts: bool = False


def check_lossless(stream: bytes, rows: int, columns: int, samples: int, bits: int) -> None:
    """Compare a stream with what the DICOM header says of it, segment by segment.

    Args:
        stream: One frame.
        rows: As the DICOM header has them.
        columns: As the DICOM header has them.
        samples: Of a pixel.
        bits: Allocated for a sample.

    Raises:
        ValueError: the stream is damaged, or is not the picture the header tells of.
        struct.error: it is cut off.
        IndexError: it is cut off.
    """
    if stream[:2] != bytes((0xFF, SOI)):
        raise ValueError("no JPEG stream")
    seen, at = _Seen(), 2
    while True:
        while stream[at] == 0xFF and stream[at + 1] == 0xFF:
            at += 1
        start, marker, length = struct.unpack_from(">BBH", stream, at)
        body = stream[at + 4 : at + 2 + length]
        if start != 0xFF or length < 2 or len(body) != length - 2:
            raise ValueError("a segment is damaged")
        at += 2 + length
        if marker == SOF3:
            _frame(seen, body, (rows, columns, samples), bits)
        elif marker == DHT:
            _tables(seen, body)
        elif marker == DRI:
            seen.restarts = len(body) == 2 and body != b"\0\0"
        elif marker == SOS:
            _scan(seen, body)
            return _coded(stream, at, seen.restarts)
        elif marker not in _PASSED:
            raise ValueError(f"an unexpected segment, {marker:02X}")


def _frame(seen: _Seen, body: bytes, size: tuple[int, int, int], bits: int) -> None:
    precision, rows, columns, count = struct.unpack_from(">BHHB", body)
    fits = 2 <= precision <= bits and (precision > 8) == (bits > 8)
    if seen.components or (rows, columns, count) != size or not fits or len(body) != 6 + 3 * count:
        raise ValueError("the stream is another picture than the header's")
    seen.precision = precision
    seen.components = {body[6 + 3 * n]: body[7 + 3 * n] for n in range(count)}
    sampled = set(seen.components.values())
    if len(seen.components) != count or sampled - {0x11, 0x22} or len(sampled) != 1:
        raise ValueError("the components are damaged")


def _tables(seen: _Seen, body: bytes) -> None:
    while body:
        counts = body[1:17]
        symbols = body[17 : 17 + sum(counts)]
        room = sum(count << (16 - length) for length, count in enumerate(counts, start=1))
        sound = len(counts) == 16 and 0 < len(symbols) == sum(counts) <= 17 and room <= 1 << 16
        if body[0] > 3 or not sound or max(symbols) > 16 or len(set(symbols)) < len(symbols):
            raise ValueError("a Huffman table is damaged")
        seen.tables.add(body[0])
        body = body[17 + len(symbols) :]


def _scan(seen: _Seen, body: bytes) -> None:
    count = body[0]
    named = {body[1 + 2 * n]: body[2 + 2 * n] >> 4 for n in range(count)}
    predictor, last, shift = body[1 + 2 * count : 4 + 2 * count]
    whole = len(body) == 4 + 2 * count and set(named) == set(seen.components) and set(named.values()) <= seen.tables
    if not whole or not named or not 1 <= predictor <= 7 or last or shift >= seen.precision:
        raise ValueError("the scan's header is damaged")


def _coded(stream: bytes, at: int, restarts: bool) -> None:
    """The coded values hold no other marker than restarts, and the end of the picture follows them."""
    while True:
        at = stream.index(0xFF, at)
        marker = stream[at + 1]
        if marker == EOI:
            return
        if marker != 0xFF and marker != 0 and not (restarts and 0xD0 <= marker <= 0xD7):
            raise ValueError("the coded values are damaged")
        at += 1 if marker == 0xFF else 2
