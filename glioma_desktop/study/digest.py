"""Marks of slices by their pixels: equal pixels, equal mark, whatever file, name or encoding they come in."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.study.volume import Volume

LEAST_VALUES = 16
LEAST_SHARE = 0.02
SIGNATURE = 32
MOST_COUNTED = 2**17


def is_informative(pixels: NDArray[Any]) -> bool:
    """Whether a slice ``[row, column]`` shows enough to tell a patient by.

    At least 16 different values, and at least 2 % of the pixels other than the most frequent one: blank and nearly
    constant slices are alike in everybody.
    """
    counts = _counts(pixels)
    return bool(len(counts) >= LEAST_VALUES and 1.0 - counts.max() / pixels.size >= LEAST_SHARE)


def _counts(pixels: NDArray[Any]) -> NDArray[np.int64]:
    """How often each value occurs. Of whole numbers by counting, which is ten times quicker than sorting."""
    if pixels.dtype.kind in "iu" and pixels.size:
        lowest = int(pixels.min())
        if int(pixels.max()) - lowest < MOST_COUNTED:
            counts = np.bincount(np.subtract(pixels, lowest, dtype=np.int64).ravel())
            return counts[counts > 0]
    return np.unique(pixels, return_counts=True)[1]


def slice_digest(pixels: NDArray[Any]) -> str | None:
    """The first 16 bytes (32 hex digits) of SHA-256 over shape and values of a slice ``[row, column]``.

    Values count, not types: whole numbers give one mark as uint8, int16 or float32. None when the slice is not
    informative.
    """
    if not is_informative(pixels):
        return None
    values = np.ascontiguousarray(pixels, np.float32)
    whole = bool(np.all(values == np.rint(values))) and float(np.abs(values).max()) < 2**31
    data = values.astype("<i4") if whole else values.astype("<f4")
    mark = hashlib.sha256(f"{pixels.shape[0]}x{pixels.shape[1]}{'i' if whole else 'f'}".encode())
    mark.update(data.tobytes())
    return mark.hexdigest()[:32]


def volume_digests(volume: Volume) -> list[str | None]:
    """``slice_digest`` of every slice."""
    return [slice_digest(pixels) for pixels in volume.voxels]


def slice_signature(pixels: NDArray[Any]) -> NDArray[np.float32]:
    """A (32, 32) float32 picture of a slice that stays the same when it is rescaled, resized, re-encoded or flipped.

    Mean 0 and length 1 over all values, so that the dot product of two signatures is their correlation; zeros for a
    constant slice. Of the four flips the one is taken whose odd parts have their largest element positive.
    """
    small = _shrunk(np.asarray(pixels, np.float64))
    small -= small.mean()
    length = float(np.linalg.norm(small))
    if length < 1e-9:
        return np.zeros((SIGNATURE, SIGNATURE), np.float32)
    small /= length
    for axis in (0, 1):
        odd = small - np.flip(small, axis)
        half = np.take(odd, range(SIGNATURE // 2), axis=axis)
        # Even along the other axis, so that flipping one axis cannot change the choice made on the other.
        half = half + np.flip(half, 1 - axis)
        if half.flat[int(np.argmax(np.abs(half)))] < 0:
            small = np.flip(small, axis)
    return np.ascontiguousarray(small, np.float32)


def _shrunk(pixels: NDArray[np.float64]) -> NDArray[np.float64]:
    """(32, 32): the mean over equal shares of the slice, pixels counted by the part that lies inside."""
    return _shares(_shares(pixels).T).T


def _shares(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(32, n): means over equal shares of the rows of (m, n) values.

    From running sums: a product with a matrix of shares would wait for all cores, which a busy machine does not have.
    """
    running = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
    edges = np.arange(SIGNATURE + 1) * len(values) / SIGNATURE
    whole = np.minimum(edges.astype(int), len(values) - 1)
    at_edges = running[whole] + (edges - whole)[:, None] * values[whole]
    return np.asarray(np.diff(at_edges, axis=0) * (SIGNATURE / len(values)), np.float64)
