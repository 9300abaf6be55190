"""Law 2: what the device cuts in batches is what ``crop`` cuts, and a jittered box is the crop of the jittered ROI."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import map_coordinates

from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import GliomaError
from glioma_desktop.grading.crop import CropSpec, crop, normalised_slice
from glioma_desktop.study.reading import read_series
from tests.phantoms import make_volume
from training.augment import Jitter, cut, identity
from training.crops import MARGIN, Crops, cut_crops
from training.eligible import build_manifest
from training.manifest import Choice
from training.run import TrainOptions, choice_of

ONE_GREY_LEVEL = 1 / 255


def batched(crops: Crops, indices, size: int, parameters=None) -> np.ndarray:
    pixels, boxes = crops.batch(np.asarray(indices))
    drawn = identity(len(indices)) if parameters is None else parameters
    return cut(torch.from_numpy(pixels), torch.from_numpy(boxes), size, drawn).numpy()


def windows_of(volume, rois, spec, patient="P-0001") -> Crops:
    """The windows of some boxes of a volume in memory, cut as the cache cuts them."""
    from tests.training.roster import row
    from training.crops import _cut_part

    held = row(patient, 2)
    boxes = tuple(replace(held.boxes[0], roi=roi) for roi in rois)
    windows, places = _cut_part(replace(held, boxes=boxes), {spec.sequences[0]: volume}, spec)
    n = len(rois)
    return Crops((patient,) * n, np.zeros(n, np.int64), tuple(rois), tuple(windows), places, spec)


def test_on_every_crop_of_the_real_cohort_the_batched_path_is_within_a_grey_level_of_crop(real_project):
    project = Project.open(real_project)
    manifest = build_manifest(project, choice_of(project, TrainOptions()))
    spec = CropSpec()
    crops = cut_crops(manifest, spec, project.cache_dir)
    project.close()
    assert len(crops) == sum(len(row.boxes) for row in manifest.patients) > 900
    worst = 0.0
    for row in manifest.patients:
        volumes = {"t1ce": read_series(row.series["t1ce"])}
        indices = crops.rows_of([row.patient])
        for k, found in zip(indices, batched(crops, indices, spec.size), strict=True):
            worst = max(worst, float(np.abs(found - crop(volumes, crops.rois[k], spec)).max()))
    assert worst < ONE_GREY_LEVEL


bounds = st.integers(0, 30).flatmap(lambda a: st.tuples(st.just(a), st.integers(a + 4, 40)))


@settings(max_examples=40, deadline=None)
@given(bounds, bounds, st.integers(0, 7), st.sampled_from([7, 32, 64]))
def test_any_box_up_to_the_edge_of_the_slice_is_cut_alike(rows, columns, k, size):
    volume, roi = make_volume("t1ce", seed=1), RectROI(k, *rows, *columns)
    spec = CropSpec(size=size)
    found = batched(windows_of(volume, [roi], spec), [0], size)[0]
    assert np.abs(found - crop({"t1ce": volume}, roi, spec)).max() < ONE_GREY_LEVEL


def test_crop_takes_its_pixels_where_scipy_does_clamped_at_the_edge():
    volume, roi, size = make_volume("t1ce", seed=2), RectROI(3, 0, 13, 20, 40), 24
    rows = [roi.row_start - 0.5 + (i + 0.5) * (roi.row_stop - roi.row_start) / size for i in range(size)]
    columns = [roi.column_start - 0.5 + (j + 0.5) * (roi.column_stop - roi.column_start) / size for j in range(size)]
    slice_ = normalised_slice(volume, 3, CropSpec().percentiles)
    grid = np.meshgrid(rows, columns, indexing="ij")
    expected = map_coordinates(slice_.astype(float), grid, order=1, mode="nearest")
    assert crop({"t1ce": volume}, roi, CropSpec(size=size))[0] == pytest.approx(expected, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(st.integers(-1, 1), st.integers(-2, 2), st.sampled_from([0, 1]), st.sampled_from([0, 1]), st.integers(0, 1))
def test_a_shifted_and_scaled_box_is_the_crop_of_the_shifted_and_scaled_roi(down, across, taller, wider, flip):
    """ROIs have whole bounds, so the box is moved by whole voxels and grows by whole voxels on every side."""
    volume, roi, size = make_volume("t1ce", seed=3), RectROI(4, 14, 34, 8, 32), 32
    height, width = roi.rows, roi.columns
    parameters = identity(1)
    parameters[0, 0] = -1.0 if flip else 1.0
    parameters[0, 2], parameters[0, 3] = (height + 2 * taller) / height, (width + 2 * wider) / width
    parameters[0, 4], parameters[0, 5] = down / height, across / width
    moved = RectROI(4, 14 + down - taller, 34 + down + taller, 8 + across - wider, 32 + across + wider)
    found = batched(windows_of(volume, [roi], CropSpec(size=size)), [0], size, parameters)[0]
    expected = crop({"t1ce": volume}, moved, CropSpec(size=size))
    if flip:
        expected = expected[..., ::-1]
    assert np.abs(found - expected).max() < ONE_GREY_LEVEL


def test_a_turned_box_is_the_slice_sampled_on_the_turned_grid():
    volume, roi, size, angle = make_volume("t1ce", seed=4), RectROI(4, 14, 34, 8, 32), 32, math.radians(8)
    parameters = identity(1)
    parameters[0, 1] = angle
    found = batched(windows_of(volume, [roi], CropSpec(size=size)), [0], size, parameters)[0, 0]
    middle = np.array([(14 + 34) / 2 - 0.5, (8 + 32) / 2 - 0.5])
    steps = (np.arange(size) + 0.5) / size - 0.5
    down, across = np.meshgrid(steps * 20, steps * 24, indexing="ij")
    rows = middle[0] + down * math.cos(angle) - across * math.sin(angle)
    columns = middle[1] + down * math.sin(angle) + across * math.cos(angle)
    slice_ = normalised_slice(volume, 4, CropSpec().percentiles).astype(float)
    expected = map_coordinates(slice_, [rows, columns], order=1, mode="nearest")
    assert np.abs(found - expected).max() < ONE_GREY_LEVEL


def test_contrast_and_brightness_stay_within_0_and_1():
    volume, roi = make_volume("t1ce", seed=5), RectROI(4, 14, 34, 8, 32)
    crops = windows_of(volume, [roi], CropSpec(size=16))
    parameters = identity(1)
    parameters[0, 6], parameters[0, 7] = 1.15, 0.1
    plain = batched(crops, [0], 16)[0]
    found = batched(crops, [0], 16, parameters)[0]
    assert found == pytest.approx(np.clip((plain - 0.5) * 1.15 + 0.6, 0, 1), abs=1e-6)


def test_every_draw_stays_within_what_was_asked_and_within_the_margin_of_a_window():
    jitter = Jitter()
    drawn = jitter.draw(20_000, torch.Generator().manual_seed(0)).numpy()
    assert set(np.unique(drawn[:, 0])) == {-1.0, 1.0}
    assert abs((drawn[:, 0] == -1).mean() - jitter.flip) < 0.02
    limits = {1: math.radians(10), 4: 0.05, 5: 0.05, 7: 0.1}
    for column, limit in limits.items():
        assert 0.95 * limit < np.abs(drawn[:, column]).max() <= limit
    for column, limit in {2: 0.1, 3: 0.1, 6: 0.15}.items():
        assert 0.95 * limit < np.abs(drawn[:, column] - 1).max() <= limit
    for height, width in ((1.0, 1.0), (1.0, 4.0), (4.0, 1.0)):
        reach = (
            drawn[:, 2] * height / 2 * np.cos(drawn[:, 1])
            + drawn[:, 3] * width / 2 * np.abs(np.sin(drawn[:, 1]))
            + np.abs(drawn[:, 4]) * height
        )
        assert (reach - height / 2).max() <= MARGIN * max(height, width)
    again = jitter.draw(20_000, torch.Generator().manual_seed(0)).numpy()
    assert np.array_equal(drawn, again)


def test_a_slice_is_normalised_on_its_own_range_whatever_the_scanner_s_scale():
    volume = make_volume("t1ce", seed=6)
    scaled = make_volume("t1ce", seed=6, voxels=volume.voxels.astype(np.float32) * 37.5 + 1200)
    roi, spec = RectROI(4, 14, 34, 8, 32), CropSpec(size=32)
    assert np.abs(crop({"t1ce": volume}, roi, spec) - crop({"t1ce": scaled}, roi, spec)).max() < 1e-4


def test_crops_are_cut_once_and_again_when_a_pixel_or_a_box_changes(project):
    manifest = build_manifest(project, Choice())
    spec, cache = CropSpec(size=32), project.cache_dir
    first = cut_crops(manifest, spec, cache)
    assert first.windows[0].flags.writeable is False
    files = {path: path.stat().st_mtime_ns for path in (cache / "crops").iterdir()}
    assert len(files) == 2 * 17
    cut_crops(manifest, spec, cache)
    assert {path: path.stat().st_mtime_ns for path in (cache / "crops").iterdir()} == files
    row = manifest.patients[0]
    box = replace(row.boxes[0], roi=replace(row.boxes[0].roi, row_stop=row.boxes[0].roi.row_stop - 1))
    changed = replace(manifest, patients=(replace(row, boxes=(box, *row.boxes[1:])), *manifest.patients[1:]))
    cut_crops(changed, spec, cache)
    assert len(list((cache / "crops").iterdir())) == 2 * 18
    cut_crops(manifest, replace(spec, percentiles=(2.0, 98.0)), cache)
    assert len(list((cache / "crops").iterdir())) == 2 * 35


def test_a_torn_cache_is_cut_again_to_the_same_pixels(project):
    manifest = build_manifest(project, Choice())
    first = [window.copy() for window in cut_crops(manifest, CropSpec(size=32), project.cache_dir).windows]
    for path in (project.cache_dir / "crops").glob("*.u16"):
        data = bytearray(path.read_bytes())
        data[-1] ^= 1
        path.write_bytes(data)
    again = cut_crops(manifest, CropSpec(size=32), project.cache_dir).windows
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))


def test_a_box_outside_its_image_and_images_that_are_gone_are_said_with_the_patient_or_the_file(project, tmp_path):
    manifest = build_manifest(project, Choice())
    row = manifest.patients[0]
    outside = replace(row, boxes=(replace(row.boxes[0], roi=RectROI(99, 1, 20, 1, 20)),))
    with pytest.raises(GliomaError, match=f"{row.patient}: the box on slice 100 is outside the image. Move it."):
        cut_crops(replace(manifest, flow=(), patients=(outside,)), CropSpec(size=32), project.cache_dir)
    series = row.series["t1ce"]
    gone = replace(series, files=tuple(replace(f, path=tmp_path / f.path.name) for f in series.files))
    with pytest.raises(GliomaError, match="cannot be read any more"):
        cut_crops(
            replace(manifest, flow=(), patients=(replace(row, series={"t1ce": gone}),)), CropSpec(), project.cache_dir
        )
