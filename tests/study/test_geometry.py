"""Left is left: every way of storing the same head gives the same patient coordinates and the same picture."""

from __future__ import annotations

from itertools import permutations, product
from pathlib import Path

import nibabel as nib
import numpy as np
import pytest
import SimpleITK as sitk  # noqa: N813
from dicom_files import CUBE, ORIGIN_MM, STEP_MM, cube, cut_cube, image, save, value_at

from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.geometry import (
    DisplayAxes,
    direction_letters,
    display_axes,
    edge_letters,
    nearest_slice,
    on_one_grid,
    orientation_of,
    patient_to_voxel,
    voxel_to_patient,
)
from glioma_desktop.study.nifti_reader import read_nifti
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import Series
from glioma_desktop.study.volume import Volume

AXES = [sign * np.eye(3)[axis] for axis in range(3) for sign in (1, -1)]
DICOM_ORIENTATIONS = [(c, r) for c in AXES for r in AXES if c @ r == 0]
NIFTI_ORDERS = list(product(permutations(range(3)), product((1, -1), repeat=3)))


def every_index(shape: tuple[int, ...]) -> np.ndarray:
    return np.stack(np.meshgrid(*(np.arange(n) for n in shape), indexing="ij"), -1).reshape(-1, 3)


def stands_right(volume: Volume) -> None:
    """Every voxel holds the value of the patient point the affine puts it at."""
    index = every_index(volume.shape)
    values = volume.voxels.reshape(-1)
    assert np.array_equal(value_at(voxel_to_patient(volume.affine, index)), values)


def same_as_simpleitk(volume: Volume, picture: sitk.Image) -> None:
    assert np.array_equal(sitk.GetArrayFromImage(picture), volume.voxels)
    corners = np.array([[0, 0, 0], *(np.eye(3, dtype=int) * (np.array(volume.shape) - 1)), np.array(volume.shape) - 1])
    theirs = [picture.TransformIndexToPhysicalPoint([int(n) for n in corner[::-1]]) for corner in corners]
    assert np.allclose(voxel_to_patient(volume.affine, corners), theirs, atol=1e-3)
    assert np.allclose(volume.spacing_mm[::-1], picture.GetSpacing(), atol=1e-5)


def shown_the_radiological_way(volume: Volume) -> None:
    """Patient right on the left, nose to the left, head up, and the letters say so."""
    axes = display_axes(volume.affine)
    index = np.indices(volume.shape[1:])
    rows, columns = axes.apply(index[0]), axes.apply(index[1])
    k = np.zeros(3)
    here, right, down = (
        voxel_to_patient(volume.affine, np.array([[k[0], rows[at], columns[at]]]))[0] for at in ((0, 0), (0, 1), (1, 0))
    )
    expected = {"axial": ("x", "y", "APRL"), "coronal": ("x", "-z", "SIRL"), "sagittal": ("y", "-z", "SIAP")}
    across, downwards, letters = expected[orientation_of(volume.affine)]
    directions = {"x": (1, 0, 0), "y": (0, 1, 0), "-z": (0, 0, -1)}
    assert np.allclose((right - here) / np.linalg.norm(right - here), directions[across], atol=1e-6)
    assert np.allclose((down - here) / np.linalg.norm(down - here), directions[downwards], atol=1e-6)
    edges = edge_letters(volume)
    assert (edges.top, edges.bottom, edges.left, edges.right) == tuple(letters)


@pytest.mark.parametrize(("along_columns", "along_rows"), DICOM_ORIENTATIONS)
def test_a_dicom_head_stands_the_same_in_all_24_orientations(
    tmp_path: Path, along_columns: np.ndarray, along_rows: np.ndarray
) -> None:
    cut_cube(tmp_path, along_columns, along_rows)
    (study,) = Catalogue().scan(tmp_path)
    (series,) = study.series
    volume = read_series(series)
    stands_right(volume)
    shown_the_radiological_way(volume)
    assert series.shape == volume.shape
    assert series.orientation == orientation_of(volume.affine)
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames([str(item.path) for item in series.files])
    same_as_simpleitk(volume, reader.Execute())


@pytest.mark.parametrize("form", ["sform", "qform"])
@pytest.mark.parametrize(("order", "signs"), NIFTI_ORDERS)
def test_a_nifti_head_stands_the_same_in_all_48_axis_orders(
    tmp_path: Path, order: tuple[int, int, int], signs: tuple[int, int, int], form: str
) -> None:
    data = cube().transpose(order)[tuple(slice(None, None, s) for s in signs)]
    affine = np.eye(4)
    affine[:3, :3] = 0
    affine[:3, 3] = ORIGIN_MM
    for axis, (place, sign) in enumerate(zip(order, signs, strict=True)):
        affine[place, axis] = sign * STEP_MM[place]
        affine[place, 3] += STEP_MM[place] * (CUBE[place] - 1) if sign < 0 else 0
    ras = np.diag([-1, -1, 1, 1]) @ affine
    picture = nib.Nifti1Image(np.ascontiguousarray(data), None)
    if form == "sform":
        picture.header.set_sform(ras, code=1)
        picture.header.set_zooms([float(STEP_MM[place]) for place in order])  # ITK takes the spacing from here
    else:
        picture.header.set_qform(ras, code=1)
    picture.to_filename(tmp_path / "head.nii")
    volume = read_nifti(tmp_path / "head.nii")
    stands_right(volume)
    shown_the_radiological_way(volume)
    same_as_simpleitk(volume, sitk.ReadImage(str(tmp_path / "head.nii")))
    again = nib.load(tmp_path / "head.nii")
    index = every_index(volume.shape)
    theirs = nib.affines.apply_affine(again.affine, index[:, ::-1]) * (-1, -1, 1)
    assert np.allclose(voxel_to_patient(volume.affine, index), theirs, atol=1e-4)


def test_oblique_and_decubitus_volumes_agree_with_simpleitk(real_data: Path) -> None:
    for name in ("pgbm_001_t1post", "decubitus_hfdr", "dual_echo", "philips_survey_mixed_files"):
        for study in Catalogue().scan(real_data / "dicom" / name):
            for series in study.series:
                volume = read_series(series)
                reader = sitk.ImageSeriesReader()
                reader.SetFileNames([str(item.path) for item in series.files])
                same_as_simpleitk_rescaled(volume, reader.Execute())


def same_as_simpleitk_rescaled(volume: Volume, picture: sitk.Image) -> None:
    theirs = sitk.GetArrayFromImage(picture)
    assert np.allclose(theirs, volume.voxels, rtol=1e-5, atol=1e-3)
    far = np.array(volume.shape) - 1
    point = picture.TransformIndexToPhysicalPoint([int(n) for n in far[::-1]])
    assert np.allclose(voxel_to_patient(volume.affine, far[None])[0], point, atol=0.05)


def test_enhanced_frames_agree_with_simpleitk(real_data: Path) -> None:
    (study,) = Catalogue().scan(real_data / "dicom" / "enhanced_xa30")
    series = study.series[0]
    volume = read_series(series)
    picture = sitk.ReadImage(str(series.files[0].path))
    theirs = sitk.GetArrayFromImage(picture).reshape(-1, *volume.shape[1:])
    order = [item.frame for item in series.files]
    assert np.array_equal(theirs[order], volume.voxels)


def test_real_nifti_files_agree_with_nibabel_and_simpleitk(real_data: Path) -> None:
    for name in ("chris_PD", "fmri_pitch", "CT_AVM", "BraTS-GLI-00001-000-t2f"):
        path = real_data / "nifti" / f"{name}.nii.gz"
        volume = read_nifti(path)
        picture = nib.load(path)
        assert np.allclose(np.asarray(picture.dataobj).transpose(2, 1, 0), volume.voxels, rtol=1e-6)
        far = np.array([volume.shape]) - 1
        mine = voxel_to_patient(volume.affine, far)
        assert np.allclose(mine, nib.affines.apply_affine(picture.affine, far[:, ::-1]) * (-1, -1, 1), atol=1e-3)
        itk = sitk.ReadImage(str(path))
        assert np.allclose(mine[0], itk.TransformIndexToPhysicalPoint([int(n) for n in far[0, ::-1]]), atol=0.05)


def axial(affine: np.ndarray | None = None, known: bool = True) -> Volume:
    base = np.array([[0, 0, 1, -3], [0, 2, 0, -5], [4, 0, 0, 10], [0, 0, 0, 1]], float)
    return Volume(np.zeros((5, 6, 7), np.uint8), base if affine is None else affine, (4, 2, 1), orientation_known=known)


def test_letters_follow_a_head_first_prone_table() -> None:
    prone = axial().affine.copy()
    prone[:3, 1:3] *= -1
    assert direction_letters(prone) == (("S", "I"), ("A", "P"), ("R", "L"))
    assert display_axes(prone) == DisplayAxes(False, True, True)


def test_nothing_is_claimed_where_the_orientation_is_not_known() -> None:
    volume = axial(known=False)
    edges = edge_letters(volume)
    assert (edges.top, edges.bottom, edges.left, edges.right) == ("", "", "R?", "L?")
    assert display_axes(volume.affine, False) == DisplayAxes()
    assert not volume.measurable


def test_a_point_finds_its_slice_in_another_volume_or_none() -> None:
    volume = axial()
    assert nearest_slice(volume, np.array([0.0, 0.0, 19.0])) == 2
    assert nearest_slice(volume, np.array([0.0, 0.0, 8.0])) == 0
    assert nearest_slice(volume, np.array([0.0, 0.0, 60.0])) is None


def test_voxels_and_patient_points_are_each_others_inverse() -> None:
    rng = np.random.default_rng(1)
    affine = np.eye(4)
    affine[:3] = rng.normal(size=(3, 4))
    points = rng.normal(size=(20, 3))
    assert np.allclose(patient_to_voxel(affine, voxel_to_patient(affine, points)), points)


@pytest.mark.parametrize("bits", list(product((False, True), repeat=3)))
def test_a_point_on_the_screen_comes_back_to_its_voxel(bits: tuple[bool, bool, bool]) -> None:
    axes = DisplayAxes(*bits)
    assert axes.to_voxel(*axes.to_screen(1.25, 6.5, 6, 9), 6, 9) == pytest.approx((1.25, 6.5))
    pixels = np.arange(54).reshape(6, 9)
    down, right = axes.to_screen(2.5, 4.5, 6, 9)
    assert axes.apply(pixels)[int(down), int(right)] == pixels[2, 4]


def test_a_slice_just_off_a_plane_is_named_by_it_and_one_between_planes_is_oblique() -> None:
    def tilted(degrees: float) -> np.ndarray:
        c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        turn = np.eye(4)
        turn[1:3, 1:3] = [[c, -s], [s, c]]
        return turn @ axial().affine

    assert orientation_of(tilted(20)) == "axial"
    assert orientation_of(tilted(44)) == "oblique"
    assert orientation_of(tilted(80)) == "coronal"


def test_a_single_slice_takes_its_step_from_the_header(tmp_path: Path) -> None:
    save(image(cube()[0].copy(), (1, 2, 3), SpacingBetweenSlices=6.5, SliceThickness=5.0), tmp_path / "one.dcm")
    (study,) = Catalogue().scan(tmp_path)
    series: Series = study.series[0]
    assert series.spacing_mm == pytest.approx((6.5, 1.0, 1.0))
    assert np.allclose(read_series(series).affine[:3, 0], (0, 0, 6.5))


def test_two_series_of_one_shape_share_slice_numbers_only_where_they_lie_on_one_grid() -> None:
    def series(shift_mm: tuple[float, float, float] | None, shape: tuple[int, int, int] = (20, 64, 80)) -> Series:
        affine = np.array([[0.0, 0, 0.9, -30], [0, 0.9, 0, -20], [5, 0, 0, 10], [0, 0, 0, 1]])
        if shift_mm is not None:
            affine[:3, 3] += shift_mm
        stored = None if shift_mm is None else tuple(map(tuple, affine.tolist()))
        return Series(
            "1.2", "1.2", "nifti", (), "", "flair", True, "", shape, (5.0, 0.9, 0.9), False, 5.0, "axial", True, "1", "MR",
            affine=stored,
        )  # fmt: skip

    here = series((0, 0, 0))
    assert on_one_grid(here, series((0.4, -0.3, 1.0)))
    assert not on_one_grid(here, series((0, 0, 5.0))), "one slice off"
    assert not on_one_grid(here, series((0, 3.0, 0))), "beside it"
    assert not on_one_grid(here, series((0, 0, 0), (20, 80, 64)))
    assert on_one_grid(here, series(None)), "an older store says only the shape"
