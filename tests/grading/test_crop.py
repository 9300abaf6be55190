"""The network's input: the rectangle on the slice's own robust range, whatever the scanner, the sign or the sequence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from skimage.transform import resize

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import GradingError
from glioma_desktop.grading.crop import CropSpec, crop, normalised_slice
from tests.phantoms import make_volume

ROI = RectROI(3, 12, 36, 8, 32)


def test_a_box_of_24_voxels_in_48_pixels_is_scikit_image_s_enlargement():
    """Half-pixel centres, as ``resize`` has them; the rim is left out, where it mirrors and we look beyond the box."""
    volume = make_volume("t1ce", seed=1)
    found = crop({"t1ce": volume}, ROI, CropSpec(size=48))[0]
    inside = normalised_slice(volume, 3, (1.0, 99.0))[12:36, 8:32]
    expected = resize(inside.astype(float), (48, 48), order=1, mode="edge", anti_aliasing=False)
    assert found[1:-1, 1:-1] == pytest.approx(expected[1:-1, 1:-1], abs=1e-5)
    assert found.dtype == np.float32


def test_the_range_is_that_of_the_head_so_that_more_air_around_it_changes_nothing():
    volume = make_volume("t1ce", seed=2)
    floor = np.maximum(volume.voxels - 100, 0)
    small = replace(volume, voxels=floor)
    wide = replace(volume, voxels=np.pad(floor, ((0, 0), (20, 20), (30, 30))))
    moved = RectROI(3, 32, 56, 38, 62)
    first = crop({"t1ce": small}, ROI, CropSpec(size=32))
    assert np.array_equal(first, crop({"t1ce": wide}, moved, CropSpec(size=32)))
    head = floor[3][floor[3] > 0]
    low, high = np.percentile(head, [1, 99])
    expected = np.clip((floor[3].astype(float) - low) / (high - low), 0, 1)
    assert normalised_slice(small, 3, (1.0, 99.0)) == pytest.approx(expected, abs=1e-5)


def test_monochrome1_is_turned_so_that_bright_is_bright():
    volume = make_volume("t1ce", seed=3)
    negative = replace(volume, voxels=(4000 - volume.voxels).astype(np.int16), inverted=True)
    plain, turned = (crop({"t1ce": v}, ROI, CropSpec(size=32)) for v in (volume, negative))
    assert turned == pytest.approx(plain, abs=1e-5)


def test_a_constant_slice_is_black():
    volume = make_volume("t1ce", seed=4)
    flat = np.full_like(volume.voxels, 77)
    assert crop({"t1ce": replace(volume, voxels=flat)}, ROI, CropSpec(size=8)).max() == 0


def test_three_sequences_become_three_channels_in_the_order_of_the_spec():
    volumes = {name: make_volume(name, seed=5) for name in ("t1", "t1ce", "flair")}
    spec = CropSpec(size=16, sequences=("flair", "t1ce", "t1"))
    found = crop(volumes, ROI, spec)
    for channel, name in zip(found, spec.sequences, strict=True):
        assert np.array_equal(channel, crop(volumes, ROI, CropSpec(size=16, sequences=(name,)))[0])


def test_what_cannot_be_cut_is_refused_in_one_sentence():
    volume = make_volume("t1ce", seed=6)
    with pytest.raises(GradingError, match="FLAIR is missing"):
        crop({"t1ce": volume}, ROI, CropSpec(sequences=("flair",)))
    other = make_volume("flair", seed=6, shape=(8, 50, 40))
    with pytest.raises(GradingError, match="not on one grid"):
        crop({"t1ce": volume, "flair": other, "t1": volume}, ROI, CropSpec(sequences=("t1ce", "flair", "t1")))
    with pytest.raises(GradingError, match="outside the image"):
        crop({"t1ce": volume}, RectROI(8, 0, 9, 0, 9), CropSpec())
    with pytest.raises(ValueError, match="one sequence or three"):
        CropSpec(sequences=("t1", "t1ce"))


def test_a_spec_survives_its_model_card_and_keys_of_a_newer_version_are_passed_over():
    spec = CropSpec(size=192, sequences=("flair", "t1ce", "t1"), plane="coronal", step_mm=4.0, percentiles=(2.0, 98.0))
    assert CropSpec.from_json({**spec.to_json(), "newer": 1}) == spec
