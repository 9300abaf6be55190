"""The midline of a head and what lies opposite: heads of known turn, tilt and shift, on oblique and anisotropic grids."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from glioma_desktop.study.midline import (
    Midplane,
    find_midplane,
    line_on_slice,
    patch_points,
    ratio_of_means,
    values_at,
    why_no_midline,
)
from glioma_desktop.study.volume import Volume

SHAPE, SPACING = (22, 96, 80), (6.0, 2.1, 2.4)
AT = np.array([11.0, -6.0, 31.0])  # the middle of the slices, mm


def grid(shape=SHAPE, spacing=SPACING) -> np.ndarray:
    """Slices turned by four degrees about the ear-to-ear line: not the body's own."""
    turn = np.radians(4.0)
    oblique = np.array([[1, 0, 0], [0, np.cos(turn), -np.sin(turn)], [0, np.sin(turn), np.cos(turn)]])
    affine = np.eye(4)
    affine[:3, :3] = oblique @ np.diag(spacing[::-1])[:, ::-1]
    affine[:3, 3] = AT - affine[:3, :3] @ ((np.array(shape) - 1) / 2)
    return affine


def midplane(turn: float, slope: float = 0.0, shift: float = 0.0) -> Midplane:
    """Lines turned by degrees, ``shift`` mm to the left of the middle, moving with the slices."""
    affine = grid()
    axis, across = affine[:3, 0] / SPACING[0], affine[:3, 1] / SPACING[1]
    normal = np.cos(np.radians(turn)) * np.array([1.0, 0, 0]) + np.sin(np.radians(turn)) * across
    return Midplane(normal, axis, float(AT @ (normal - slope * axis)) + shift, slope)


def head(plane: Midplane, lesion: float = 0.0) -> Volume:
    """A head that is symmetrical about its midlines but for a lesion: skull, brain, ventricles, front unlike back."""
    points = patch_points_of_all(grid(), SHAPE)
    there = points @ (plane.normal - plane.slope * plane.axis) - plane.offset_mm  # mm to the left of the midline
    away, up = np.abs(there), (points - AT) @ plane.axis
    back = (points - AT) @ np.cross(plane.axis, plane.normal)
    size = (away / 68) ** 2 + (back / 85) ** 2 + (up / 75) ** 2
    voxels = np.where(size < 1, 900.0, 0.0)  # scalp
    voxels[size < 0.86] = 120
    voxels[size < 0.78] = 420 + 0.6 * back[size < 0.78]
    voxels[((away - 14) / 9) ** 2 + ((back + 10) / 30) ** 2 + (up / 14) ** 2 < 1] = 150
    voxels[(away < 2.5) & (back < -20) & (size < 0.78)] = 200
    voxels[((away - 34) / 12) ** 2 + ((back - 30) / 12) ** 2 + ((up - 20) / 20) ** 2 < 1] = 560
    if lesion:
        voxels[((there - 32) / 20) ** 2 + ((back + 12) / 24) ** 2 + ((up - 5) / 24) ** 2 < 1] += lesion
    voxels += np.random.default_rng(3).normal(0, 12, SHAPE)
    return Volume(voxels.clip(0).astype(np.int16), grid(), SPACING)


def patch_points_of_all(affine: np.ndarray, shape) -> np.ndarray:
    places = np.stack(np.meshgrid(*(np.arange(n) for n in shape), indexing="ij"), axis=-1)
    return places @ affine[:3, :3].T + affine[:3, 3]


@pytest.mark.parametrize(("turn", "slope", "shift"), [(0, 0, 11), (7, 0, -4), (-11, 0.09, 14), (4, -0.1, -6)])
@pytest.mark.parametrize("lesion", [0.0, 300.0])
def test_turn_tilt_and_shift_of_a_head_are_found_also_beside_a_large_lesion(turn, slope, shift, lesion) -> None:
    true = midplane(turn, slope, shift)
    volume = head(true, lesion)
    plane = find_midplane(volume)
    assert plane.by_symmetry
    assert plane.normal[0] > 0, "to the patient's left"
    assert np.degrees(np.arccos(plane.normal @ true.normal)) < 1.5
    for k in (1, 11, 20):
        middle = (volume.affine @ [k, (SHAPE[1] - 1) / 2, (SHAPE[2] - 1) / 2, 1])[:3]
        off = (plane.mirror(middle) - true.mirror(middle)) @ true.normal / 2
        assert abs(off) < 1.5, f"slice {k + 1}"


def test_no_other_line_of_a_fine_grid_divides_the_head_better() -> None:
    """Brute force: every turn and shift, by the plain correlation of all voxels with their mirror images."""
    volume = head(midplane(6, 0, 9), lesion=200.0)
    found = find_midplane(volume)
    points = patch_points_of_all(volume.affine, SHAPE)[::2, ::2, ::2].reshape(-1, 3)
    dull = Volume(np.minimum(volume.voxels, 430), volume.affine.copy(), SPACING)

    def likeness(plane: Midplane) -> float:
        opposite = values_at(dull, plane.mirror(points))
        both = np.isfinite(opposite)
        return float(np.corrcoef(values_at(dull, points)[both], opposite[both])[0, 1])

    scores = {
        (turn, shift): likeness(midplane(turn, 0, shift))
        for turn, shift in itertools.product(np.arange(-3, 15, 1.5), np.arange(3, 16, 1.5))
    }
    turn, shift = max(scores, key=lambda key: scores[key])
    best = midplane(turn, 0, shift)
    assert np.degrees(np.arccos(found.normal @ best.normal)) < 1.5
    assert found.mirror(AT) == pytest.approx(best.mirror(AT), abs=5)
    assert likeness(found) > max(scores.values()) - 0.01


def test_the_mirror_image_of_a_box_on_the_left_is_what_lies_on_the_right() -> None:
    plane = midplane(5, 0.06, 6)
    volume = head(plane, lesion=350.0)
    k, r, c = np.round(np.linalg.inv(volume.affine) @ [*(AT + 38 * plane.normal + [0, -12, 5]), 1])[:3].astype(int)
    points = patch_points(volume, int(k), (r - 3, r + 4), (c - 2, c + 3))
    here, there = values_at(volume, points), values_at(volume, plane.mirror(points))
    assert (here == volume.voxels[k, r - 3 : r + 4, c - 2 : c + 3]).all()
    assert here.mean() - there.mean() == pytest.approx(350, rel=0.1)
    assert ratio_of_means(volume, points, plane) == pytest.approx(here.mean() / there.mean(), rel=1e-6)
    assert ratio_of_means(volume, plane.mirror(points), plane) == pytest.approx(there.mean() / here.mean(), rel=0.02)


def test_mirroring_twice_comes_back_in_the_same_slice_and_points_on_the_line_stay() -> None:
    plane = midplane(13, 0.12, -8.5)
    points = np.random.default_rng(1).normal(0, 60, (50, 3))
    opposite = plane.mirror(points)
    assert plane.mirror(opposite) == pytest.approx(points)
    assert opposite @ plane.axis == pytest.approx(points @ plane.axis)
    middles = (opposite + points) / 2
    assert middles @ plane.normal == pytest.approx(plane.offset_mm + 0.12 * (middles @ plane.axis))
    assert plane.mirror(middles) == pytest.approx(middles)


def test_the_line_on_a_slice_is_where_points_are_their_own_opposites() -> None:
    plane = midplane(9, 0.1, 12)
    volume = head(plane)
    found = line_on_slice(volume, 7, plane)
    assert found is not None
    for step in (-30.0, 0.0, 25.0):
        point = (volume.affine @ [7, *(found[0] + step * found[1]), 1])[:3]
        assert plane.mirror(point) == pytest.approx(point)


def test_a_head_whose_left_is_not_known_has_a_midline_when_its_symmetry_shows_it() -> None:
    axial = head(midplane(6, 0.0, 8))
    unknown = Volume(axial.voxels, axial.affine, axial.spacing_mm, orientation_known=False)
    assert why_no_midline(unknown) == ""
    plane = find_midplane(unknown)
    assert plane.holds_for(unknown)
    assert plane.normal == pytest.approx(find_midplane(axial).normal)
    lopsided = np.array(axial.voxels)
    lopsided[:, :, : lopsided.shape[2] // 2] = np.random.default_rng(1).permuted(
        lopsided[:, :, : lopsided.shape[2] // 2]
    )
    broken = Volume(lopsided, axial.affine, axial.spacing_mm, orientation_known=False)
    assert not find_midplane(broken).holds_for(broken)


def test_where_the_midline_is_not_on_the_slice_there_is_no_mirror() -> None:
    axial = head(midplane(0))
    sagittal = Volume(axial.voxels.transpose(2, 1, 0), axial.affine[:, [2, 1, 0, 3]], axial.spacing_mm[::-1])
    gap = Volume(axial.voxels, axial.affine, axial.spacing_mm, uneven_mm=tuple(np.arange(22) * 6.5))
    assert why_no_midline(axial) == ""
    assert why_no_midline(sagittal) == "sagittal slices"
    assert why_no_midline(gap) == "slices missing or uneven"
    with pytest.raises(ValueError, match="sagittal"):
        find_midplane(sagittal)


def test_a_head_without_symmetry_is_divided_in_its_middle_and_that_is_known() -> None:
    voxels = np.zeros((12, 60, 70), np.int16)
    noise = np.random.default_rng(0).integers(100, 900, (12, 20, 30))
    voxels[:, 20:40, 30:60] = np.where(np.random.default_rng(1).random(noise.shape) < 0.5, noise, 0)
    affine = np.array([[0, 0, 2.0, -70], [0, 3.0, 0, -90], [5.0, 0, 0, -30], [0, 0, 0, 1]])
    plane = find_midplane(Volume(voxels, affine, (5.0, 3.0, 2.0)))
    assert not plane.by_symmetry
    assert plane.normal == pytest.approx([1, 0, 0])
    assert plane.offset_mm == pytest.approx(-70 + 2.0 * 44.5, abs=4)


def test_few_slices_give_lines_at_one_place() -> None:
    """Three slices cannot tell a tilted head from a lesion."""
    whole = head(midplane(5, 0, 8), lesion=300)
    affine = whole.affine.copy()
    affine[:3, 3] += 10 * affine[:3, 0]
    plane = find_midplane(Volume(whole.voxels[10:13], affine, SPACING))
    assert plane.slope == 0
    assert np.degrees(np.arccos(plane.normal @ midplane(5).normal)) < 3


def test_an_empty_volume_has_a_middle_and_no_division_by_zero() -> None:
    blank = Volume(np.zeros((4, 30, 30), np.int16), np.diag([1.0, 1, 1, 1])[[2, 1, 0, 3]], (1.0, 1.0, 1.0))
    plane = find_midplane(blank)
    assert not plane.by_symmetry
    assert ratio_of_means(blank, patch_points(blank, 1, (3, 6), (3, 6)), plane) is None
