"""An axial reformat holds the mean of what lies in each slab, at the right millimetres, and says where it comes from."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk  # noqa: N813
from scipy.ndimage import gaussian_filter
from scipy.spatial.transform import Rotation

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.catalogue_index import CatalogueIndex
from glioma_desktop.study.geometry import edge_letters, orientation_of, patient_to_voxel, voxel_to_patient
from glioma_desktop.study.reading import read_series, read_slice
from glioma_desktop.study.reformat import reformatted, resampled, worth_reformatting
from glioma_desktop.study.series import Series, SliceFile
from glioma_desktop.study.volume import Volume

DATA = Path(os.environ.get("GLIOMA_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
SHAPE, SPACING = (22, 40, 34), (1.2, 0.8, 0.9)


def sagittal(turned: float = 0.0, dtype: type = np.int16) -> Volume:
    """Smooth noise in sagittal slices: slices to the left, rows to the feet, columns to the back; maybe oblique."""
    affine = np.zeros((4, 4))
    affine[0, 0], affine[2, 1], affine[1, 2] = SPACING[0], -SPACING[1], SPACING[2]
    affine[:3, :3] = (
        Rotation.from_euler("xyz", [turned, -turned, 0.5 * turned], degrees=True).as_matrix() @ affine[:3, :3]
    )
    affine[:, 3] = (-9.0, 14.0, 61.0, 1.0)
    smooth = gaussian_filter(np.random.default_rng(3).standard_normal(SHAPE), 2.0)
    voxels = (600 + 2000 * smooth).astype(dtype)
    return Volume(voxels, affine, SPACING, frame_of_reference_uid="1.9", series_uid="1.2")


def series_of(volume: Volume, **changes) -> Series:
    series = Series(
        "1.2", "1.2", "dicom", (SliceFile(Path("a.dcm")),), "SAG MPRAGE", "t1ce", True, "stated", volume.shape,
        volume.spacing_mm, False, 1.2, orientation_of(volume.affine), True, "1.9", "MR", ("Lossy.",),
        affine=tuple(map(tuple, volume.affine.tolist())),
    )  # fmt: skip
    return replace(series, **changes)


def by_simpleitk(volume: Volume, out: Volume, samples: int) -> np.ndarray:
    """The mean of ``samples`` linearly interpolated slices a slab, nan where any of them lies outside the source."""
    image = sitk.GetImageFromArray(volume.voxels.astype(np.float64))
    image.SetSpacing(volume.spacing_mm[::-1])
    image.SetDirection((volume.affine[:3, [2, 1, 0]] / np.array(volume.spacing_mm[::-1])).flatten().tolist())
    image.SetOrigin(volume.affine[:3, 3].tolist())
    slices, rows, columns = out.shape
    total = np.zeros(out.shape)
    for k in range(slices):
        for part in range(samples):
            shift = out.spacing_mm[0] * ((part + 0.5) / samples - 0.5)
            grid = sitk.ResampleImageFilter()
            grid.SetSize((columns, rows, 1))
            grid.SetOutputSpacing((out.spacing_mm[2], out.spacing_mm[1], 1.0))
            grid.SetOutputOrigin((voxel_to_patient(out.affine, np.array([[k, 0, 0]]))[0] + (0, 0, shift)).tolist())
            grid.SetInterpolator(sitk.sitkLinear)
            grid.SetDefaultPixelValue(float("nan"))
            total[k] += sitk.GetArrayFromImage(grid.Execute(image))[0]
    return total / samples


@pytest.mark.parametrize("turned", [0.0, 7.0, 20.0])
@pytest.mark.parametrize("step", [1.0, 3.0, 5.0])
def test_each_slice_is_the_mean_of_its_slab_as_simpleitk_has_it(turned: float, step: float) -> None:
    source = sagittal(turned, np.float32)
    series = reformatted(series_of(source), step)
    out = resampled(source, series)
    expected = by_simpleitk(source, out, int(np.ceil(step / 0.8 - 1e-6)))
    inner = patient_to_voxel(source.affine, voxel_to_patient(out.affine, np.argwhere(np.ones(out.shape, bool))))
    margin = 1 + step
    inside = np.all((inner > margin) & (inner < np.array(SHAPE) - 1 - margin), axis=1).reshape(out.shape)
    inside &= np.isfinite(expected)
    assert inside.sum() > 100
    assert np.allclose(out.voxels[inside], expected[inside], atol=0.02)


def test_the_grid_is_axial_square_and_inside_the_source() -> None:
    source = sagittal()
    series = reformatted(series_of(source), 5.0)
    assert series.spacing_mm == (5.0, 0.8, 0.8)
    assert series.slice_thickness_mm == 5.0
    assert series.orientation == "axial"
    assert series.shape == (6, 38, 33), "32.0, 30.6 and 26.4 mm in steps of 5, 0.8 and 0.8"
    out = resampled(source, series)
    assert out.shape == series.shape
    assert np.allclose(out.affine[:3, :3], [[0, 0, 0.8], [0, 0.8, 0], [5.0, 0, 0]])
    middle = voxel_to_patient(out.affine, (np.array([out.shape]) - 1) / 2)[0]
    assert np.allclose(middle, voxel_to_patient(source.affine, (np.array([SHAPE]) - 1) / 2)[0])
    edges = edge_letters(out)
    assert (edges.top, edges.bottom, edges.left, edges.right) == ("A", "P", "R", "L")
    assert out.voxels.dtype == np.int16
    assert out.frame_of_reference_uid == "1.9"
    assert out.series_uid == "1.2/axial5"


def test_a_flat_source_stays_flat_to_its_edges() -> None:
    voxels = np.full(SHAPE, 700, np.int16)
    voxels[11, 20, 17] = 0
    out = resampled(replace(sagittal(), voxels=voxels), reformatted(series_of(sagittal()), 3.0)).voxels
    for face in (out[0], out[-1], out[:, 0], out[:, -1], out[:, :, 0], out[:, :, -1]):
        assert np.all(face == 700)
    assert out.min() < 700


def test_a_ramp_keeps_its_values_at_the_centres_of_the_slabs() -> None:
    source = sagittal(12.0)
    points = voxel_to_patient(source.affine, np.argwhere(np.ones(SHAPE, bool)))
    ramp = (3 * points[:, 0] - 2 * points[:, 1] + 5 * points[:, 2]).reshape(SHAPE).astype(np.float32)
    out = resampled(replace(source, voxels=ramp), reformatted(series_of(source), 5.0))
    centre = np.array(out.shape) // 2
    x, y, z = voxel_to_patient(out.affine, centre[None])[0]
    assert out.voxels[tuple(centre)] == pytest.approx(3 * x - 2 * y + 5 * z, abs=1e-3)


def test_the_source_is_named_and_its_warnings_are_kept_also_in_json(tmp_path: Path) -> None:
    source = series_of(sagittal(), files=(SliceFile(tmp_path / "a.dcm"),))
    series = reformatted(source, 5.0)
    assert series.source is source
    assert series.description == "axial reformat 5 mm of SAG MPRAGE"
    assert series.warnings[0] == "Lossy."
    assert series.warnings[1].startswith("Derived: axial reformat")
    assert series.sequence == "t1ce"
    assert Series.from_json(series.to_json(tmp_path), tmp_path) == series


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"orientation_known": False}, "left and right"),
        ({"uneven_mm": (0.0, 1.2, 4.8)}, "uneven"),
        ({"spacing_nominal": True}, "not measured"),
        ({"affine": None}, "open its folder again"),
    ],
)
def test_what_has_no_sure_geometry_is_refused_in_one_sentence(changes: dict, word: str) -> None:
    with pytest.raises(StudyReadError, match=f"SAG MPRAGE cannot be reformatted: .*{word}"):
        reformatted(series_of(sagittal(), **changes))


def test_a_reformat_of_a_reformat_is_refused_and_thick_axial_series_need_none() -> None:
    series = reformatted(series_of(sagittal()))
    assert worth_reformatting(series_of(sagittal()))
    assert not worth_reformatting(series)
    with pytest.raises(StudyReadError, match="a reformat itself"):
        reformatted(series)
    assert not worth_reformatting(series_of(sagittal(), orientation="axial", spacing_mm=(5.0, 1.0, 1.0)))
    assert worth_reformatting(series_of(sagittal(), orientation="axial", spacing_mm=(1.0, 1.0, 1.0)))


@pytest.mark.skipif(not (DATA / "dicom/enhanced_xa30").is_dir(), reason="the shared data are not here")
def test_a_real_sagittal_series_reads_as_axial_slices_that_match_the_source() -> None:
    studies = Catalogue().scan(DATA / "dicom/enhanced_xa30")
    source = max(
        (s for study in studies for s in study.series if s.orientation == "sagittal"), key=lambda s: s.shape[0]
    )
    series = reformatted(source, 5.0)
    out, volume = read_series(series), read_series(source)
    assert out.voxels.dtype == volume.voxels.dtype
    assert out.shape == series.shape
    rng = np.random.default_rng(0)
    index = (np.array(out.shape) * rng.uniform(0.3, 0.7, (200, 3))).astype(int)
    points = voxel_to_patient(out.affine, index)
    expected = []
    for point in points:  # the mean of the nearest source voxels along the slab
        along = point + np.array([[0, 0, dz] for dz in np.linspace(-2.4, 2.4, 25)])
        near = np.rint(patient_to_voxel(volume.affine, along)).astype(int)
        expected.append(volume.voxels[tuple(near.T)].mean())
    found = out.voxels[tuple(index.T)]
    assert np.corrcoef(found, expected)[0, 1] > 0.98
    assert np.array_equal(np.rint(read_slice(series, 3)[0]), out.voxels[3].astype(np.float32))


def test_the_thumbnail_of_a_reformat_is_not_its_sources(tmp_path: Path) -> None:
    (tmp_path / "a.dcm").write_bytes(b"held")
    source = series_of(sagittal(), files=(SliceFile(tmp_path / "a.dcm"),))
    index = CatalogueIndex(tmp_path / "index")
    pictures = {one: np.full((4, 4), value, np.uint8) for value, one in enumerate((5.0, 3.0, None))}
    made = {step: source if step is None else reformatted(source, step) for step in pictures}
    index.keep_thumbnails([(made[step], pictures[step]) for step in pictures])
    for step, series in made.items():
        assert np.array_equal(index.thumbnail(series), pictures[step])
