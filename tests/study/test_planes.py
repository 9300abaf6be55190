"""The three planes of a volume: the same millimetre holds the same voxel in all of them, letters and sizes are right."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
import SimpleITK as sitk  # noqa: N813
from scipy.spatial.transform import Rotation

from glioma_desktop.study.geometry import (
    Edges,
    display_axes,
    edge_letters,
    patient_to_voxel,
    plane_of,
    slice_normal,
    spacing_of,
    voxel_to_patient,
)
from glioma_desktop.study.planes import PLANES, UNEVEN, in_plane, own_plane
from glioma_desktop.study.volume import Volume

SHAPE = (5, 9, 7)
EDGES = {"axial": ("A", "P", "R", "L"), "sagittal": ("S", "I", "A", "P"), "coronal": ("S", "I", "R", "L")}


def asymmetric(order: tuple[int, ...] = (2, 1, 0), signs=(1, 1, 1), turned: float = 0.0, **changes) -> Volume:
    """Every voxel another number, 4 x 0.9 x 0.6 mm; ``order``: the patient axis of slices, rows and columns."""
    spacing = (4.0, 0.9, 0.6)
    affine = np.zeros((4, 4))
    for axis, (along, sign) in enumerate(zip(order, signs, strict=True)):
        affine[along, axis] = sign * spacing[axis]
    affine[:3, :3] = (
        Rotation.from_euler("xyz", [turned, 0.7 * turned, -0.6 * turned], degrees=True).as_matrix() @ affine[:3, :3]
    )
    affine[:, 3] = (11.0, -23.0, 37.0, 1.0)
    voxels = np.arange(np.prod(SHAPE), dtype=np.int16).reshape(SHAPE)
    return Volume(voxels, affine, spacing, series_uid="1.2", **changes)


EVERY = [(o, s, t) for o, s in product(permutations(range(3)), product((1, -1), repeat=3)) for t in (0.0, 8.0)]


@pytest.mark.parametrize(("order", "signs", "turned"), EVERY)
def test_a_point_in_millimetres_holds_the_same_voxel_in_all_three_planes(order, signs, turned) -> None:
    volume = asymmetric(order, signs, turned)
    index = np.stack(np.meshgrid(*(np.arange(n) for n in SHAPE), indexing="ij"), -1).reshape(-1, 3)
    points = voxel_to_patient(volume.affine, index)
    for plane in PLANES:
        shown = in_plane(volume, plane)
        there = np.rint(patient_to_voxel(shown.affine, points)).astype(int)
        assert np.array_equal(shown.voxels[tuple(there.T)], volume.voxels.reshape(-1))
        assert plane_of(slice_normal(shown.affine))[0] == plane
        assert np.allclose(shown.spacing_mm, spacing_of(shown.affine))
        assert np.shares_memory(shown.voxels, volume.voxels), "a view, not a copy"
        if shown is not volume:
            assert slice_normal(shown.affine) @ shown.affine[:3, 0] > 0, "slices by increasing projection"


@pytest.mark.parametrize(("order", "signs", "turned"), EVERY)
def test_each_plane_stands_the_radiological_way_with_its_letters(order, signs, turned) -> None:
    for plane in PLANES:
        edges = edge_letters(in_plane(asymmetric(order, signs, turned), plane))
        assert (edges.top, edges.bottom, edges.left, edges.right) == EDGES[plane]


def test_simpleitk_finds_the_same_values_at_the_same_places_of_an_oblique_volume() -> None:
    volume = asymmetric(turned=8.0)
    image = sitk.GetImageFromArray(volume.voxels)
    directions = volume.affine[:3, [2, 1, 0]] / np.array(volume.spacing_mm[::-1])
    image.SetSpacing(volume.spacing_mm[::-1])
    image.SetDirection(directions.flatten().tolist())
    image.SetOrigin(volume.affine[:3, 3].tolist())
    for plane in ("sagittal", "coronal"):
        shown = in_plane(volume, plane)
        for place in ((0, 0, 0), (1, 2, 3), tuple(n - 1 for n in shown.shape)):
            point = voxel_to_patient(shown.affine, np.array([place]))[0]
            assert image[image.TransformPhysicalPointToIndex(point.tolist())] == shown.voxels[place]


def test_pixels_of_a_reformatted_plane_keep_their_millimetres() -> None:
    sagittal = in_plane(asymmetric(), "sagittal")
    assert sorted(sagittal.spacing_mm[1:]) == [0.9, 4.0]
    assert sagittal.slice_thickness_mm == 0.6
    axes = display_axes(sagittal.affine)
    down = sagittal.spacing_mm[2] if axes.transpose else sagittal.spacing_mm[1]
    assert down == 4.0, "the slices of an axial volume stand below one another"


def test_the_own_plane_is_the_volume_itself_also_when_its_orientation_is_not_known() -> None:
    sagittal = asymmetric((0, 2, 1))
    assert own_plane(sagittal) == "sagittal"
    assert in_plane(sagittal, "sagittal") is sagittal
    unknown = asymmetric((0, 2, 1), orientation_known=False)
    assert in_plane(unknown, own_plane(unknown)) is unknown
    assert sorted(in_plane(unknown, plane).shape[0] for plane in PLANES) == sorted(SHAPE)


@pytest.mark.parametrize(("order", "signs"), [(o, s) for o, s, turned in EVERY if not turned])
def test_where_left_and_right_are_not_known_slices_stand_as_if_axial_and_no_plane_lies_on_its_side(
    order, signs
) -> None:
    """Whatever numbers the file holds for its axes: columns across, the last slice on top, and no letters on a sagittal cut."""
    unknown = asymmetric(order, signs, orientation_known=False)
    coronal, sagittal = in_plane(unknown, "coronal"), in_plane(unknown, "sagittal")
    row, column = 3, 5
    step = int(np.rint(patient_to_voxel(coronal.affine, voxel_to_patient(unknown.affine, [[0, row, 0]]))[0, 0]))
    assert np.array_equal(coronal.voxels[step], unknown.voxels[::-1, row, :])
    step = int(np.rint(patient_to_voxel(sagittal.affine, voxel_to_patient(unknown.affine, [[0, 0, column]]))[0, 0]))
    assert np.array_equal(sagittal.voxels[step], unknown.voxels[::-1, :, column])
    index = np.stack(np.meshgrid(*(np.arange(n) for n in SHAPE), indexing="ij"), -1).reshape(-1, 3)
    for cut in (coronal, sagittal):
        there = np.rint(patient_to_voxel(cut.affine, voxel_to_patient(unknown.affine, index))).astype(int)
        assert np.array_equal(cut.voxels[tuple(there.T)], unknown.voxels.reshape(-1))
        assert slice_normal(cut.affine) @ cut.affine[:3, 0] > 0
        assert np.shares_memory(cut.voxels, unknown.voxels)
    assert (edge_letters(coronal).left, edge_letters(coronal).right) == ("R?", "L?")
    assert edge_letters(sagittal) == Edges("", "", "", "")


def test_missing_slices_are_said_to_make_the_other_planes_approximate() -> None:
    gaps = asymmetric(uneven_mm=(0.0, 4.0, 12.0, 16.0, 20.0), warnings=("Slices are missing.",))
    assert in_plane(gaps, "axial").warnings == ("Slices are missing.",)
    coronal = in_plane(gaps, "coronal")
    assert coronal.warnings == ("Slices are missing.", UNEVEN)
    assert coronal.uneven_mm is None
