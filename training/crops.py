"""Boxes cut once into memory-mapped windows: the box with a margin for jitter, in native pixels of the normalised slice.

One file of pixels and one index a patient in the project's ``cache/``, named by the digest of everything they come from
(bytes of the image files, boxes, intensity range, sequences, margin). A cache that is missing or damaged is cut again.
Pixels are kept as uint16 of 0..1, so that a crop made from the cache differs from ``grading.crop.crop`` by less than 1e-4.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import GliomaError
from glioma_desktop.grading.crop import CropSpec, normalised_slice
from glioma_desktop.phrase import phrase
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import Series
from glioma_desktop.study.volume import Volume
from training.atomic import write_atomically, write_json
from training.manifest import Manifest, PatientRow

VERSION = 1
MARGIN = 0.25
"""Of the box's longer side, on every side, and two voxels: what rotation, shift and scale of ``augment`` may reach."""
LEVELS = 65535


@dataclass(frozen=True, eq=False)
class Crops:
    """The windows of all boxes of a manifest, one entry a box in every field, in the manifest's order.

    Attributes:
        patient: Pseudonyms.
        label: int64; 1 high, 0 low.
        rois: The boxes.
        windows: uint16 ``(channels, rows, columns)``, read-only, 0..``LEVELS`` for 0..1.
        boxes: float64 (n, 4): row_start, row_stop, column_start, column_stop in voxels of the window.
        spec: How the network's input is made of them.
    """

    patient: tuple[str, ...]
    label: NDArray[np.int64]
    rois: tuple[RectROI, ...]
    windows: tuple[NDArray[np.uint16], ...]
    boxes: NDArray[np.float64]
    spec: CropSpec

    def __len__(self) -> int:
        return len(self.patient)

    @property
    def slice_index(self) -> NDArray[np.int64]:
        """int64 (n,); from 0."""
        return np.asarray([roi.slice_index for roi in self.rois], np.int64)

    def rows_of(self, patients: Sequence[str]) -> NDArray[np.int64]:
        """The indices of the boxes of these patients, in order."""
        wanted = set(patients)
        return np.asarray([i for i, name in enumerate(self.patient) if name in wanted], np.int64)

    def box_pixels(self, index: int) -> NDArray[np.float32]:
        """What the box holds, unresampled: float32 ``(channels, rows, columns)``, 0..1."""
        r0, r1, c0, c1 = (int(v) for v in self.boxes[index])
        return np.asarray(self.windows[index][:, r0:r1, c0:c1], np.float32) / np.float32(LEVELS)

    def batch(self, indices: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """Windows of several boxes, padded below and to the right by repeating the edge.

        Returns:
            float32 ``(n, channels, rows, columns)``, 0..1, and float64 (n, 4) boxes in them.
        """
        chosen = [self.windows[i] for i in indices]
        height, width = max(w.shape[1] for w in chosen), max(w.shape[2] for w in chosen)
        out = np.empty((len(chosen), chosen[0].shape[0], height, width), np.float32)
        for into, window in zip(out, chosen, strict=True):
            rows, columns = window.shape[1:]
            into[:, :rows, :columns] = window
            into[:, rows:, :columns] = window[:, -1:, :]
            into[:, :, columns:] = into[:, :, columns - 1 : columns]
        out *= np.float32(1 / LEVELS)
        return out, self.boxes[indices]


def cut_crops(
    manifest: Manifest,
    spec: CropSpec,
    cache_dir: Path,
    progress: Callable[[int, int], None] | None = None,
) -> Crops:
    """The windows of every box of the manifest, from the cache where it holds them.

    Args:
        manifest: With its series attached.
        spec: ``spec.sequences`` must be the manifest's.
        cache_dir: The project's ``cache`` folder; anything in it may be deleted.
        progress: Called with (patients done, of how many).

    Raises:
        StudyReadError: an image file cannot be read.
        GliomaError: a box lies outside its image, or the cache cannot be written.
    """
    parts = []
    for done, row in enumerate(manifest.patients):
        parts.append(_of_patient(row, spec, cache_dir / "crops"))
        if progress:
            progress(done + 1, len(manifest.patients))
    rows = manifest.patients
    return Crops(
        tuple(row.patient for row in rows for _ in row.boxes),
        np.asarray([row.label for row in rows for _ in row.boxes], np.int64),
        tuple(box.roi for row in rows for box in row.boxes),
        tuple(window for windows, _ in parts for window in windows),
        np.concatenate([boxes for _, boxes in parts]) if parts else np.zeros((0, 4)),
        spec,
    )


def series_digest(series: Series) -> str:
    """SHA-256 (hex) of the bytes of a series' files and of which frames are used; changes when any pixel could.

    Raises:
        GliomaError: a file cannot be read.
    """
    digest = hashlib.sha256()
    for path in dict.fromkeys(item.path for item in series.files):
        try:
            with path.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
        except OSError as error:
            raise GliomaError(
                phrase("{name} cannot be read any more. Put the images back and start again.", name=path.name), path
            ) from error
    digest.update(json.dumps([item.frame for item in series.files]).encode())
    if series.source is not None:  # made from these files
        digest.update(json.dumps([series.step_mm, series.shape, series.affine]).encode())
    return digest.hexdigest()


_Part = tuple[list[NDArray[np.uint16]], NDArray[np.float64]]


def _of_patient(row: PatientRow, spec: CropSpec, folder: Path) -> _Part:
    content = {
        "version": VERSION,
        "margin": MARGIN,
        "sequences": list(spec.sequences),
        "percentiles": list(spec.percentiles),
        "series": [series_digest(row.series[name]) for name in spec.sequences],
        "boxes": [box.roi.to_json() for box in row.boxes],
    }
    key = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]
    cached = _read_part(folder, key)
    if cached is not None:
        return cached
    volumes = {name: read_series(row.series[name]) for name in spec.sequences}
    part = _cut_part(row, volumes, spec)
    _write_part(folder, key, part)
    return _read_part(folder, key) or part


def _cut_part(row: PatientRow, volumes: Mapping[str, Volume], spec: CropSpec) -> _Part:
    shapes = {volume.shape for volume in volumes.values()}
    if len(shapes) > 1:
        raise GliomaError(
            phrase(
                "{patient}: its sequences are not on one grid. Train on one sequence, or resample them.",
                patient=row.patient,
            )
        )
    windows, boxes = [], []
    for box in row.boxes:
        roi = box.roi
        if not roi.fits(next(iter(shapes))):
            raise GliomaError(
                phrase(
                    "{patient}: the box on slice {slice} is outside the image. Move it.",
                    patient=row.patient,
                    slice=roi.slice_index + 1,
                )
            )
        slices = [normalised_slice(volumes[name], roi.slice_index, spec.percentiles) for name in spec.sequences]
        margin = math.ceil(MARGIN * max(roi.rows, roi.columns)) + 2
        top, left = max(0, roi.row_start - margin), max(0, roi.column_start - margin)
        window = np.stack([s[top : roi.row_stop + margin, left : roi.column_stop + margin] for s in slices])
        windows.append(np.round(window * LEVELS).astype(np.uint16))
        boxes.append([roi.row_start - top, roi.row_stop - top, roi.column_start - left, roi.column_stop - left])
    return windows, np.asarray(boxes, np.float64).reshape(-1, 4)


def _write_part(folder: Path, key: str, part: _Part) -> None:
    windows, boxes = part
    pixels = b"".join(window.astype("<u2").tobytes() for window in windows)
    index = {
        "sha256": hashlib.sha256(pixels).hexdigest(),
        "shapes": [list(window.shape) for window in windows],
        "boxes": boxes.tolist(),
    }
    write_atomically(folder / f"{key}.u16", lambda stream: stream.write(pixels))
    write_json(folder / f"{key}.json", index)


def _read_part(folder: Path, key: str) -> _Part | None:
    """The windows as views of the mapped file; None when they are not cached or not whole."""
    try:
        index: dict[str, Any] = json.loads((folder / f"{key}.json").read_text(encoding="utf-8"))
        flat = np.memmap(folder / f"{key}.u16", dtype="<u2", mode="r")
        if hashlib.sha256(flat.data).hexdigest() != index["sha256"]:
            return None
        ends = np.cumsum([0, *(math.prod(shape) for shape in index["shapes"])])
        windows = [
            flat[start:stop].reshape(shape)
            for start, stop, shape in zip(ends[:-1], ends[1:], index["shapes"], strict=True)
        ]
        return windows, np.asarray(index["boxes"], np.float64).reshape(-1, 4)
    except (OSError, ValueError, KeyError, TypeError):
        return None
