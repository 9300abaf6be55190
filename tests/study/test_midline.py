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


def turned(degrees_z: float, degrees_y: float) -> np.ndarray:
    """The patient's left after a turn of the head, then a tilt to the shoulder."""
    z, y = np.radians((degrees_z, degrees_y))
    return np.array([np.cos(y) * np.cos(z), np.cos(y) * np.sin(z), np.sin(y)])


def head(
    left: np.ndarray, offset_mm: float, shape=(22, 96, 80), spacing=(6.0, 2.1, 2.4), lesion: float = 0.0
) -> Volume:
    """A head that is symmetrical about a plane but for a lesion: skull, brain, ventricles, other in front than behind."""
    affine = np.zeros((4, 4))
    affine[2, 0], affine[1, 1], affine[0, 2], affine[3, 3] = *spacing, 1.0
    turn = np.radians(4.0)  # the slices are not the body's own
    oblique = np.array([[1, 0, 0], [0, np.cos(turn), -np.sin(turn)], [0, np.sin(turn), np.cos(turn)]])
    affine[:3, :3] = oblique @ affine[:3, :3]
    affine[:3, 3] = -affine[:3, :3] @ ((np.array(shape) - 1) / 2) + [11.0, -6.0, 31.0]
    points = patch_points_of_all(affine, shape) - [11.0, -6.0, 31.0] - left * (offset_mm - left @ [11.0, -6.0, 31.0])
    away = np.abs(points @ left)
    crown = np.cross(left, [0.0, 1, 0]) / np.linalg.norm(np.cross(left, [0.0, 1, 0]))
    back, up = points @ np.cross(crown, left), points @ crown
    size = (away / 68) ** 2 + (back / 85) ** 2 + (up / 75) ** 2
    voxels = np.where(size < 1, 900.0, 0.0)  # scalp
    voxels[size < 0.86] = 120
    voxels[size < 0.78] = 420 + 0.6 * back[size < 0.78]
    voxels[((away - 14) / 9) ** 2 + ((back + 10) / 30) ** 2 + (up / 14) ** 2 < 1] = 150
    voxels[(away < 2.5) & (back < -20) & (size < 0.78)] = 200
    voxels[((away - 34) / 12) ** 2 + ((back - 30) / 12) ** 2 + ((up - 20) / 20) ** 2 < 1] = 560
    if lesion:
        there = points @ left
        voxels[((there - 32) / 20) ** 2 + ((back + 12) / 24) ** 2 + ((up - 5) / 24) ** 2 < 1] += lesion
    voxels += np.random.default_rng(3).normal(0, 12, shape)
    return Volume(voxels.clip(0).astype(np.int16), affine, spacing)


def patch_points_of_all(affine: np.ndarray, shape) -> np.ndarray:
    places = np.stack(np.meshgrid(*(np.arange(n) for n in shape), indexing="ij"), axis=-1)
    return places @ affine[:3, :3].T + affine[:3, 3]


@pytest.mark.parametrize(("turn", "tilt", "offset"), [(0, 0, 11), (7, 0, 4), (-11, 5, 19), (4, -6, -3)])
@pytest.mark.parametrize("lesion", [0.0, 300.0])
def test_turn_tilt_and_shift_of_a_head_are_found_also_beside_a_large_lesion(turn, tilt, offset, lesion) -> None:
    left = turned(turn, tilt)
    plane = find_midplane(head(left, offset, lesion=lesion))
    assert plane.by_symmetry
    assert np.degrees(np.arccos(plane.normal @ left)) < 1.6, "slices of 6 mm: 2 mm at the temple"
    middle = np.array([11.0, -6.0, 31.0]) + left * (offset - left @ [11.0, -6.0, 31.0])
    assert abs(plane.normal @ middle - plane.offset_mm) < 1.5
    assert plane.normal[0] > 0, "to the patient's left"


def test_no_other_plane_of_a_fine_grid_divides_the_head_better() -> None:
    """Brute force: every turn and shift, by the plain correlation of all voxels with their mirror images."""
    volume = head(turned(6, 0), 9, lesion=200.0)
    found = find_midplane(volume)
    points = patch_points_of_all(volume.affine, volume.shape)[::2, ::2, ::2].reshape(-1, 3)
    middle = np.minimum(volume.voxels, 430)
    flat = Volume(middle, volume.affine.copy(), volume.spacing_mm)

    def likeness(plane: Midplane) -> float:
        opposite = values_at(flat, plane.mirror(points))
        both = np.isfinite(opposite)
        return float(np.corrcoef(values_at(flat, points)[both], opposite[both])[0, 1])

    scores = {
        (turn, shift): likeness(Midplane(turned(turn, 0), shift))
        for turn, shift in itertools.product(np.arange(-3, 15, 1.5), np.arange(3, 16, 1.5))
    }
    turn, shift = max(scores, key=lambda key: scores[key])
    assert np.degrees(np.arctan2(found.normal[1], found.normal[0])) == pytest.approx(turn, abs=1.5)
    assert found.offset_mm == pytest.approx(shift, abs=2.0)
    assert likeness(found) > max(scores.values()) - 0.01


def test_the_mirror_image_of_a_box_on_the_left_is_what_lies_on_the_right() -> None:
    left = turned(5, -4)
    volume = head(left, 6, lesion=350.0)
    plane = Midplane(left, 6.0)
    middle = np.array([11.0, -6.0, 31.0]) + left * (6 - left @ [11.0, -6.0, 31.0])
    lesion_mm = middle + 32 * left + np.array([0, -12, 5])
    k, r, c = np.round(np.linalg.inv(volume.affine) @ [*lesion_mm, 1])[:3].astype(int)
    points = patch_points(volume, int(k), (r - 3, r + 4), (c - 2, c + 3))
    here, there = values_at(volume, points), values_at(volume, plane.mirror(points))
    assert (here == volume.voxels[k, r - 3 : r + 4, c - 2 : c + 3]).all()
    assert here.mean() - there.mean() == pytest.approx(350, rel=0.1)
    assert ratio_of_means(volume, points, plane) == pytest.approx(here.mean() / there.mean(), rel=1e-6)
    assert ratio_of_means(volume, plane.mirror(points), plane) == pytest.approx(there.mean() / here.mean(), rel=0.02)


def test_mirroring_twice_comes_back_and_points_on_the_plane_stay() -> None:
    plane = Midplane(turned(13, 7), -8.5)
    points = np.random.default_rng(1).normal(0, 60, (50, 3))
    assert plane.mirror(plane.mirror(points)) == pytest.approx(points)
    assert plane.mirror(plane.normal * plane.offset_mm) == pytest.approx(plane.normal * plane.offset_mm)
    assert (plane.mirror(points) + points) @ plane.normal / 2 == pytest.approx(np.full(50, -8.5))


def test_the_line_on_a_slice_lies_in_the_plane() -> None:
    volume, plane = head(turned(9, 5), 12), Midplane(turned(9, 5), 12.0)
    found = line_on_slice(volume, 7, plane)
    assert found is not None
    for step in (-30.0, 0.0, 25.0):
        row, column = found[0] + step * found[1]
        point = volume.affine @ [7, row, column, 1]
        assert point[:3] @ plane.normal == pytest.approx(12.0)


def test_where_left_and_right_or_the_midline_are_not_on_the_slice_there_is_no_mirror() -> None:
    axial = head(turned(0, 0), 0)
    unknown = Volume(axial.voxels, axial.affine, axial.spacing_mm, orientation_known=False)
    sagittal = Volume(axial.voxels.transpose(2, 1, 0), axial.affine[:, [2, 1, 0, 3]], axial.spacing_mm[::-1])
    gap = Volume(axial.voxels, axial.affine, axial.spacing_mm, uneven_mm=tuple(np.arange(22) * 6.5))
    assert why_no_midline(axial) == ""
    assert why_no_midline(unknown) == "left and right not known"
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


def test_few_slices_give_an_upright_plane() -> None:
    """Two slices cannot tell a tilted head from a lesion."""
    whole = head(turned(5, 0), 8, lesion=300)
    affine = whole.affine.copy()
    affine[:3, 3] += 10 * affine[:3, 0]
    plane = find_midplane(Volume(whole.voxels[10:13], affine, whole.spacing_mm))
    normal = np.cross(affine[:3, 2], affine[:3, 1])
    assert plane.normal @ normal == pytest.approx(0, abs=1e-9)
    assert np.degrees(np.arctan2(plane.normal[1], plane.normal[0])) == pytest.approx(5, abs=3)


def test_an_empty_volume_has_a_middle_and_no_division_by_zero() -> None:
    blank = Volume(np.zeros((4, 30, 30), np.int16), np.diag([1.0, 1, 1, 1])[[2, 1, 0, 3]], (1.0, 1.0, 1.0))
    plane = find_midplane(blank)
    assert not plane.by_symmetry
    assert ratio_of_means(blank, patch_points(blank, 1, (3, 6), (3, 6)), plane) is None
