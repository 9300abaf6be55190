"""T1CE minus T1: one slice through patient space against SimpleITK, and the common scale against known factors."""

from __future__ import annotations

import time

import numpy as np
import pytest
import SimpleITK as sitk  # noqa: N813
from scipy.ndimage import gaussian_filter

from glioma_desktop.study.sampling import on_one_grid, sample, slice_on
from glioma_desktop.study.subtraction import common_scale, difference, shorth
from glioma_desktop.study.volume import Volume


def grid(shape, spacing, angles=(0.0, 0.0, 0.0), middle=(4.0, -9.0, 20.0)) -> np.ndarray:
    """An oblique axial grid, its middle at a place in mm."""
    affine = np.zeros((4, 4))
    affine[2, 0], affine[1, 1], affine[0, 2], affine[3, 3] = *spacing, 1.0
    for axis, angle in enumerate(np.radians(angles)):
        a, b = [i for i in range(3) if i != axis]
        turn = np.eye(3)
        turn[a, a] = turn[b, b] = np.cos(angle)
        turn[a, b], turn[b, a] = -np.sin(angle), np.sin(angle)
        affine[:3, :3] = turn @ affine[:3, :3]
    affine[:3, 3] = np.array(middle) - affine[:3, :3] @ ((np.array(shape) - 1) / 2)
    return affine


def to_itk(volume: Volume) -> sitk.Image:
    image = sitk.GetImageFromArray(volume.voxels.astype(np.float32))
    image.SetSpacing([float(s) for s in volume.spacing_mm[::-1]])
    image.SetOrigin([float(v) for v in volume.affine[:3, 3]])
    image.SetDirection((volume.affine[:3, 2::-1] / np.array(volume.spacing_mm[::-1])).ravel().tolist())
    return image


def test_one_slice_of_an_oblique_series_is_what_simpleitk_resamples() -> None:
    shape, spacing = (9, 44, 61), (5.5, 1.3, 0.9)
    target = Volume(np.zeros(shape, np.int16), grid(shape, spacing, (9, -5, 12)), spacing)
    shape, spacing = (31, 50, 38), (1.7, 1.1, 1.6)
    voxels = np.random.default_rng(0).integers(-300, 3000, shape).astype(np.int16)
    source = Volume(voxels, grid(shape, spacing, (-4, 7, 3), (6.0, -8.0, 22.0)), spacing)
    nan = float("nan")
    whole = sitk.Resample(to_itk(source), to_itk(target), sitk.Transform(), sitk.sitkLinear, nan, sitk.sitkFloat32)
    for k in (0, 4, 8):
        mine, theirs = slice_on(target, k, source), sitk.GetArrayFromImage(whole)[k]
        both = np.isfinite(theirs) & np.isfinite(mine)
        assert both.mean() > 0.2
        assert mine[both] == pytest.approx(theirs[both], abs=0.5)
        assert (np.isfinite(mine) == np.isfinite(theirs)).mean() > 0.99, "the border is the same but for rounding"


def test_values_outside_a_volume_are_not_known_and_none_is_invented() -> None:
    volume = Volume(np.arange(24, dtype=np.int16).reshape(2, 3, 4), np.eye(4), (1.0, 1.0, 1.0))
    places = np.array([[0, 0, 0], [1, 2, 3], [0.5, 1, 1.5], [1.6, 0, 0], [0, -0.4, 0], [0, 0, 3.7]]).T
    values = sample(volume, places)
    assert values[:3].tolist() == [0, 23, 11.5]
    assert np.isnan(values[[3, 5]]).all()
    assert values[4] == 0, "the outer half of an edge voxel is that voxel"


def pair(factor: float, enhancing: float, shape=(10, 90, 80)) -> tuple[Volume, Volume, np.ndarray, np.ndarray]:
    """T1 and T1CE of one head, with blood that was bright before; the last two: what enhances, what is blood."""
    random = np.random.default_rng(7)
    k, r, c = np.meshgrid(*(np.linspace(-1, 1, n) for n in shape), indexing="ij")
    size = k**2 / 2 + r**2 / 0.8 + c**2 / 0.7
    anatomy = gaussian_filter(random.standard_normal(shape), (0.3, 2, 2))
    before = np.where(size < 1, 400 + 60 * anatomy / anatomy.std(), 0)
    before[(size > 0.85) & (size < 1)] = 1500  # fat
    blood = (r - 0.2) ** 2 + (c + 0.3) ** 2 + k**2 < 0.02
    before[blood] = 800
    after = before * factor
    brain = np.flatnonzero(((size < 0.6) & ~blood).ravel())
    lit = np.zeros(before.size, bool)
    lit[random.choice(brain, round(enhancing * brain.size), replace=False)] = True
    lit = lit.reshape(shape)
    after[lit] *= random.uniform(1.3, 2.2, int(lit.sum()))
    affine = grid(shape, (5.0, 1.5, 1.6), (3, 0, -6))
    volumes = [
        Volume((v + random.normal(0, 8, shape)).clip(0).astype(np.int16), affine.copy(), (5.0, 1.5, 1.6))
        for v in (after, before)
    ]
    return volumes[0], volumes[1], lit, blood


@pytest.mark.parametrize("factor", [0.4, 1.0, 3.7])
@pytest.mark.parametrize("enhancing", [0.02, 0.3])
def test_the_scale_is_that_of_tissue_that_does_not_enhance_however_much_does(factor: float, enhancing: float) -> None:
    after, before, lit, blood = pair(factor, enhancing)
    scale = common_scale(after, before)
    assert scale == pytest.approx(factor, rel=0.015)
    shown = np.stack([difference(after, k, after, before, scale) for k in range(after.shape[0])])
    assert shown[lit].mean() > 0.2 * 400 * factor
    assert abs(shown[blood].mean()) < 0.03 * 800 * factor, "blood that was bright before is no enhancement"
    air = before.voxels == 0
    assert abs(np.median(shown[air])) < 10


def test_t1_on_another_grid_gives_the_same_scale_and_nearly_the_same_difference() -> None:
    after, before, lit, _ = pair(1.8, 0.05)
    affine = grid(before.shape, (5.0, 1.5, 1.6), (3, 0, -6), (4.0, -9.0, 20.0))
    half = affine.copy()
    half[:3, 1:3] /= 2  # half the voxel size, the same corner
    half[:3, 3] = affine[:3, 3] - (affine[:3, 1] + affine[:3, 2]) / 4
    fine = Volume(before.voxels.repeat(2, axis=1).repeat(2, axis=2), half, (5.0, 0.75, 0.8))
    assert not on_one_grid(after, fine)
    assert common_scale(after, fine) == pytest.approx(1.8, rel=0.02)
    k = 5
    direct, resampled = difference(after, k, after, before, 1.8), difference(after, k, after, fine, 1.8)
    inner = np.s_[2:-2, 2:-2]
    assert np.corrcoef(direct[inner].ravel(), resampled[inner].ravel())[0, 1] > 0.9
    assert resampled[lit[k]].mean() == pytest.approx(direct[lit[k]].mean(), rel=0.05)


def test_the_difference_lies_on_the_viewed_grid_whichever_series_that_is() -> None:
    """A FLAIR in the viewport: both T1 come to its slice."""
    after, before, _, _ = pair(1.3, 0.1)
    shape, spacing = (21, 40, 52), (3.1, 2.2, 1.9)
    flair = Volume(np.zeros(shape, np.int16), grid(shape, spacing, (0, 5, 2)), spacing)
    nan = float("nan")
    expected = [
        sitk.GetArrayFromImage(sitk.Resample(to_itk(v), to_itk(flair), sitk.Transform(), sitk.sitkLinear, nan))[11]
        for v in (after, before)
    ]
    shown = difference(flair, 11, after, before, 1.3)
    both = np.isfinite(expected[0]) & np.isfinite(expected[1])
    assert shown.shape == (40, 52)
    assert shown[both] == pytest.approx((expected[0] - 1.3 * expected[1])[both], abs=0.5)


def test_air_only_has_no_common_scale_and_places_without_t1_show_no_difference() -> None:
    after, before, _, _ = pair(1.0, 0.0)
    blank = Volume(np.zeros(after.shape, np.int16), after.affine, after.spacing_mm)
    assert common_scale(after, blank) is None
    far = Volume(before.voxels, grid(before.shape, (5.0, 1.5, 1.6), middle=(500, 0, 0)), before.spacing_mm)
    assert common_scale(after, far) is None
    assert not difference(after, 3, after, far, 1.0).any()


def test_the_shorth_is_the_mean_of_the_shortest_half_by_brute_force() -> None:
    values = np.random.default_rng(2).gamma(2.0, 1.0, 41)
    half = 41 // 2 + 1
    ordered = sorted(values)
    best = min(range(41 - half + 1), key=lambda i: ordered[i + half - 1] - ordered[i])
    assert shorth(values) == pytest.approx(np.mean(ordered[best : best + half]))
    assert shorth(np.array([3.0])) == 3.0


def test_a_slice_of_512_by_512_costs_no_more_than_a_few_plain_subtractions() -> None:
    shape = (6, 512, 512)
    random = np.random.default_rng(0)
    a, b = (
        Volume(random.integers(0, 2000, shape).astype(np.int16), grid(shape, (5.0, 0.45, 0.45)), (5.0, 0.45, 0.45))
        for _ in range(2)
    )

    def best(work) -> float:
        times = []
        for _ in range(9):
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
        return min(times)

    plain = best(lambda: a.voxels[3].astype(np.float32) - 1.2 * b.voxels[3].astype(np.float32))
    assert best(lambda: difference(a, 3, a, b, 1.2)) < 8 * plain
