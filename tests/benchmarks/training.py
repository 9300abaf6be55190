"""What training does before and beside the networks: the leak check, cutting crops, making a batch."""

from __future__ import annotations

import itertools
import shutil
import time
from pathlib import Path

import numpy as np
import pydicom
import torch
from PIL import Image

from glioma_desktop.annotation.project import Project
from glioma_desktop.grading.crop import CropSpec, normalised_slice
from glioma_desktop.study.reading import read_series
from tests.benchmarks.place import Place
from tests.benchmarks.table import Timing, benchmark
from tests.benchmarks.timing import interleaved, milliseconds
from training.augment import Jitter, cut
from training.crops import cut_crops
from training.eligible import build_manifest
from training.leak_check import check_leaks
from training.manifest import Choice, Manifest, PatientRow

SIZE, BATCH = 224, 32


@benchmark("leak check of the 87 patients, nothing cached", baseline="pydicom, decoding alone", must=3.0, aim=15_000.0)
def leak_check(place: Place) -> Timing:
    """Every slice of every series is read, digested and compared; the baseline only decodes the same files, once."""
    project = Project.open(place.real_project)
    try:
        names = [record.pseudonym for record in project.store.patients()]
        series = [s for name in names for study in project.store.studies(name) for s in study.series]
        files = list(dict.fromkeys(item.path for s in series for item in s.files))
        shutil.rmtree(project.cache_dir, ignore_errors=True)
        found: list[object] = []
        ours = milliseconds(lambda: found.extend(check_leaks(project, names)))
        theirs = milliseconds(lambda: [pydicom.dcmread(path).pixel_array for path in files])
        again = milliseconds(lambda: check_leaks(project, names))
    finally:
        project.close()
    note = f"{len(names)} patients, {len(files)} files, {len(found)} pairs; the second time {again:.0f} ms"
    return Timing(ours, theirs, note, holds=not found)


@benchmark("crops cut, nothing cached", baseline="slice by slice: read, resize", must=1.0)
def crops_cut(place: Place) -> Timing:
    """The boxes of 17 small phantoms into the cache; the baseline reads the series again for each box."""
    manifest = _manifest(place.small_project)
    spec, folder = CropSpec(size=SIZE), place.new("crops")

    def empty() -> None:
        shutil.rmtree(folder, ignore_errors=True)

    timing = interleaved(
        lambda: cut_crops(manifest, spec, folder), lambda: _cut_plainly(manifest), repetitions=3, before=empty
    )
    boxes = sum(len(row.boxes) for row in manifest.patients)
    note = f"{boxes} boxes, {boxes / timing.ours * 1000:.0f} a second"
    return Timing(timing.ours, timing.baseline, note)


@benchmark("a batch of 32 crops, each varied by its own draw", baseline="PIL, slices in memory", must=1.5)
def batch(place: Place) -> Timing:
    """From the mapped cache to 32 x 1 x 224 x 224, on the processor."""
    manifest = _manifest(place.small_project)
    crops = cut_crops(manifest, CropSpec(size=SIZE), place.folder / "batches")
    slices = [crops.box_pixels(i)[0] for i in range(len(crops))]
    generator = torch.Generator().manual_seed(0)
    turn = itertools.cycle(np.array_split(np.arange(len(crops) // BATCH * BATCH), len(crops) // BATCH))

    def ours() -> None:
        windows, boxes = crops.batch(next(turn))
        cut(torch.from_numpy(windows), torch.from_numpy(boxes), SIZE, Jitter().draw(BATCH, generator))

    def theirs() -> None:
        torch.from_numpy(np.stack([_varied(slices[i]) for i in next(turn)]))

    timing = interleaved(ours, theirs, repetitions=21)
    return Timing(timing.ours, timing.baseline, f"{BATCH / timing.ours * 1000:.0f} crops a second")


def _manifest(folder: Path) -> Manifest:
    project = Project.open(folder)
    try:
        return build_manifest(project, Choice(sequences=("t1ce",)))
    finally:
        project.close()


def _cut_plainly(manifest: Manifest) -> list[np.ndarray]:
    return [_box(row, k) for row in manifest.patients for k in range(len(row.boxes))]


def _box(row: PatientRow, k: int) -> np.ndarray:
    volume, roi = read_series(row.series["t1ce"]), row.boxes[k].roi
    pixels = normalised_slice(volume, roi.slice_index, CropSpec().percentiles)
    part = Image.fromarray(pixels[roi.row_start : roi.row_stop, roi.column_start : roi.column_stop])
    return np.asarray(part.resize((SIZE, SIZE), Image.Resampling.BILINEAR), np.float32)


def _varied(pixels: np.ndarray) -> np.ndarray:
    """Flip, turn and resize one crop, as training loops with PIL do."""
    random = np.random.default_rng(time.perf_counter_ns())
    part = Image.fromarray(pixels)
    if random.random() < 0.5:
        part = part.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    part = part.resize((SIZE, SIZE), Image.Resampling.BILINEAR)
    part = part.rotate(float(random.uniform(-10, 10)), Image.Resampling.BILINEAR)
    return np.asarray(part, np.float32)[None]
