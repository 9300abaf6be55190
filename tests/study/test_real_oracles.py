"""Every real file, pixels, place and order, against readers that others wrote: SimpleITK, nibabel and dcm2niix."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import nibabel as nib
import numpy as np
import pytest
import SimpleITK as sitk  # noqa: N813 - its customary name

from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.geometry import voxel_to_patient
from glioma_desktop.study.nifti_reader import read_nifti
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import Series
from glioma_desktop.study.volume import Volume

RAS = np.diag([-1.0, -1.0, 1.0, 1.0])
EVERY = 1 if os.environ.get("GLIOMA_FUZZ") else 4
"""Of the cohort's 87 patients so many are left out between two, in a normal run."""


def affine_of(picture: sitk.Image) -> np.ndarray:
    """(4, 4) of ``(slice, row, column, 1)`` in LPS."""
    steps = np.array(picture.GetDirection()).reshape(3, 3) * np.array(picture.GetSpacing())
    affine = np.eye(4)
    affine[:3, :3], affine[:3, 3] = steps[:, ::-1], picture.GetOrigin()
    return affine


def same_place(volume: Volume, affine: np.ndarray, atol: float = 1e-3) -> bool:
    """Whether the eight corners of a volume lie where another affine puts them."""
    corners = np.indices((2, 2, 2)).reshape(3, -1).T * (np.array(volume.shape) - 1)
    return np.allclose(voxel_to_patient(volume.affine, corners), voxel_to_patient(affine, corners), atol=atol)


def series_in(folder: Path) -> Iterator[Series]:
    for study in Catalogue().scan(folder):
        yield from study.series


def test_every_series_of_the_cohort_is_what_simpleitk_reads(real_data: Path) -> None:
    read = 0
    for folder in sorted((real_data / "tcga_lgg").glob("TCGA-*"))[::EVERY]:
        for series in series_in(folder):
            volume = read_series(series)
            reader = sitk.ImageSeriesReader()
            reader.SetFileNames([str(item.path) for item in series.files])
            picture = reader.Execute()
            assert np.array_equal(sitk.GetArrayFromImage(picture), volume.voxels), series.files[0].path
            if series.shape[0] > 1:
                assert same_place(volume, affine_of(picture)), series.files[0].path
            read += 1
    assert read > 2 * 87 / EVERY


def test_every_real_nifti_file_is_what_nibabel_reads(real_data: Path) -> None:
    paths = sorted(real_data.rglob("*.nii.gz"))
    assert len(paths) == 92
    for path in paths if EVERY == 1 else [p for p in paths if p.name != "tumour.nii.gz"] + paths[::9]:
        volume, picture = read_nifti(path), nib.load(path)
        theirs = np.asarray(picture.dataobj).transpose(2, 1, 0)
        assert np.allclose(theirs, volume.voxels, rtol=1e-6), path
        lps = (RAS @ picture.affine)[:, [2, 1, 0, 3]]
        if volume.orientation_known:
            assert same_place(volume, lps), path


def test_the_frames_of_enhanced_files_lie_where_simpleitk_puts_them(real_data: Path) -> None:
    for series in series_in(real_data / "dicom" / "enhanced_xa30"):
        volume = read_series(series)
        theirs = affine_of(sitk.ReadImage(str(series.files[0].path)))
        last = theirs.copy()  # its frames may run the other way
        last[:3, 3] += theirs[:3, 0] * (volume.shape[0] - 1)
        last[:3, 0] *= -1
        assert same_place(volume, theirs, 0.05) or same_place(volume, last, 0.05)


@pytest.fixture(scope="module")
def dcm2niix() -> str:
    found = shutil.which("dcm2niix")
    if found is None:
        pytest.skip("dcm2niix is not here (apt-get install dcm2niix)")
    return found


def converted(program: str, folder: Path, out: Path) -> list[tuple[np.ndarray, np.ndarray]]:
    """The 3-D volumes dcm2niix makes of a folder: voxels ``[i, j, k]`` after the standard's scaling (``-p n``: not Philips' own),
    and their affine in RAS.
    """
    out.mkdir()
    subprocess.run([program, "-b", "n", "-z", "n", "-p", "n", "-f", "%s_%e_%d", "-o", str(out), str(folder)], check=True,
                   capture_output=True)  # fmt: skip
    volumes = []
    for path in sorted(out.glob("*.nii")):
        picture = nib.load(path)
        voxels = np.asarray(picture.dataobj)
        voxels = voxels[..., None] if voxels.ndim == 3 else voxels
        volumes += [(voxels[..., t], picture.affine) for t in range(voxels.shape[3])]
    return volumes


def is_the_same(volume: Volume, voxels: np.ndarray, ras: np.ndarray) -> bool:
    """Whether another reader's volume has the same value at the place in the patient of every voxel, in whatever order."""
    if voxels.size != volume.voxels.size:
        return False
    index = np.indices(volume.shape).reshape(3, -1)
    points = RAS @ volume.affine @ np.vstack([index, np.ones(index.shape[1])])
    theirs = (np.linalg.inv(ras) @ points)[:3]
    nearest = np.rint(theirs).astype(int)
    if np.abs(theirs - nearest).max() > 0.05 or nearest.min() < 0 or np.any(nearest.max(axis=1) >= voxels.shape):
        return False
    return np.allclose(voxels[tuple(nearest)], volume.voxels.reshape(-1), rtol=1e-5, atol=1e-3)


@pytest.mark.program
@pytest.mark.parametrize(
    "folder",
    ["dicom/pgbm_001_t1post", "dicom/dual_echo", "dicom/enhanced_xa30", "dicom/decubitus_hfdr",
     "dicom/philips_survey_mixed_files", "tcga_lgg/TCGA-CS-6188", "tcga_lgg/TCGA-DU-7013", "tcga_lgg/TCGA-DU-A5TW",
     "tcga_lgg/TCGA-FG-7643"],
)  # fmt: skip
def test_dcm2niix_finds_every_value_at_the_same_place_in_the_patient(
    real_data: Path, dcm2niix: str, tmp_path: Path, folder: str
) -> None:
    theirs = converted(dcm2niix, real_data / folder, tmp_path / "out")
    mine = [read_series(series) for series in series_in(real_data / folder)]
    assert len(mine) == len(theirs)
    for volume in mine:
        assert sum(is_the_same(volume, *one) for one in theirs) == 1, (folder, volume.shape)


@pytest.mark.program
def test_dcm2niix_finds_the_tiles_of_the_nine_mosaics_where_they_are_shown(
    real_data: Path, dcm2niix: str, tmp_path: Path
) -> None:
    theirs = [voxels for voxels, _ in converted(dcm2niix, real_data / "dicom" / "nine_encodings", tmp_path / "out")]
    mosaic = read_series(next(series_in(real_data / "dicom" / "nine_encodings"))).voxels[0]
    tiles = mosaic.reshape(6, 64, 6, 64).swapaxes(1, 2).reshape(36, 64, 64)[:35]
    assert len(theirs) >= 7, "an old dcm2niix does not know JPEG-LS"
    for voxels in theirs:
        assert np.array_equal(voxels.transpose(2, 1, 0)[:, ::-1], tiles)
