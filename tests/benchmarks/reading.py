"""A large series to its volume in the encodings scanners and archives use, and its first image alone."""

from __future__ import annotations

from pathlib import Path

import nibabel as nib
import numpy as np
import SimpleITK as sitk  # noqa: N813
from pydicom.uid import UID, ExplicitVRLittleEndian, JPEGLSLossless, RLELossless

from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.dicom_reader import read_dicom_slice
from glioma_desktop.study.nifti_reader import read_nifti
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import Series
from glioma_desktop.study.unpacked_cache import UnpackedCache
from tests.benchmarks.folders import read_plainly
from tests.benchmarks.place import Place
from tests.benchmarks.table import Timing, benchmark
from tests.benchmarks.timing import interleaved
from tests.study.dicom_files import image, save


def _series(place: Place, syntax: UID) -> tuple[Series, list[Path]]:
    """50 slices of 512 x 512, twelve bits stored in int16."""
    folder = place.folder / f"large-{syntax.keyword}"
    if not folder.exists():
        for k, pixels in enumerate(place.large_volume.voxels):
            tags = {"BitsStored": 12, "HighBit": 11, "InstanceNumber": k + 1}
            save(
                image(np.clip(pixels, 0, 2047).astype(np.int16), (0.0, 0.0, 3.0 * k), **tags),
                folder / f"{k:03d}.dcm",
                syntax,
            )
    (study,) = Catalogue().scan(folder)
    (series,) = study.series
    return series, sorted(folder.glob("*.dcm"))


def _whole(place: Place, syntax: UID) -> Timing:
    series, files = _series(place, syntax)
    reader = sitk.ImageSeriesReader()
    reader.SetFileNames([str(path) for path in files])
    ours = read_series(series).voxels
    same = np.array_equal(ours, read_plainly(files)) and np.array_equal(ours, sitk.GetArrayFromImage(reader.Execute()))
    timing = interleaved(lambda: read_series(series), lambda: read_plainly(files), repetitions=21)
    theirs = interleaved(lambda: read_series(series), reader.Execute, repetitions=3).baseline
    assert theirs is not None
    note = f"SimpleITK {theirs:.0f} ms"
    return Timing(timing.ours, timing.baseline, note, holds=bool(same) and timing.ours < theirs)


@benchmark("a series of 50 x 512 x 512, uncompressed", baseline="pydicom to float32", must=0.1)
def large_plain(place: Place) -> Timing:
    """Explicit little endian; quicker than SimpleITK too."""
    return _whole(place, ExplicitVRLittleEndian)


@benchmark("the same, JPEG-LS", baseline="pydicom to float32", must=1 / 1.8)
def large_jpeg_ls(place: Place) -> Timing:
    """Lossless; quicker than SimpleITK too."""
    return _whole(place, JPEGLSLossless)


@benchmark("the same, run-length", baseline="pydicom to float32", must=0.25)
def large_run_length(place: Place) -> Timing:
    """Quicker than SimpleITK too."""
    return _whole(place, RLELossless)


@benchmark("its first image alone", baseline="the whole series, pydicom", must=0.05)
def first_image(place: Place) -> Timing:
    """The middle slice, uncompressed."""
    series, files = _series(place, ExplicitVRLittleEndian)
    return interleaved(lambda: read_dicom_slice(series, 25), lambda: read_plainly(files), repetitions=15)


def _packed(place: Place, name: str, shape: tuple[int, int, int], kind: type) -> Path:
    path = place.folder / name
    if not path.exists():
        head = place.phantom.voxels["t1ce"]
        tiled = np.tile(head, [-(-wanted // have) for wanted, have in zip(shape[::-1], head.shape, strict=True)])
        voxels = tiled[: shape[2], : shape[1], : shape[0]].transpose(2, 1, 0)
        noise = np.random.default_rng(0).normal(0, 0.5, shape[:2])[..., None] if kind is np.float32 else 0
        nib.save(nib.Nifti1Image((voxels + noise).astype(kind), np.diag([-1.0, -1.0, 1.0, 1.0])), path)
    return path


def _nifti(path: Path, repetitions: int) -> Timing:
    ours, theirs = read_nifti(path).voxels, nib.load(path).get_fdata()
    same = np.array_equal(ours.transpose(2, 1, 0), theirs)
    del theirs
    timing = interleaved(lambda: read_nifti(path), lambda: nib.load(path).get_fdata(), repetitions=repetitions)
    return Timing(timing.ours, timing.baseline, holds=bool(same))


@benchmark(".nii.gz, int16 240 x 240 x 155", baseline="nibabel get_fdata", must=1 / 3)
def packed_int16(place: Place) -> Timing:
    """As BraTS has them."""
    return _nifti(_packed(place, "int16.nii.gz", (240, 240, 155), np.int16), 9)


@benchmark("that int16 file opened again", baseline="nibabel get_fdata", must=0.05)
def again_int16(place: Place) -> Timing:
    """Its unpacked copy is mapped; every voxel is looked at, so that all of it was read."""
    return _again(place, _packed(place, "int16.nii.gz", (240, 240, 155), np.int16), 9)


@benchmark(".nii.gz, float32 512 x 512 x 200", baseline="nibabel get_fdata", must=1 / 1.8)
def packed_float32(place: Place) -> Timing:
    """A large one."""
    return _nifti(_packed(place, "float32.nii.gz", (512, 512, 200), np.float32), 3)


@benchmark("that float32 file opened again", baseline="nibabel get_fdata", must=0.05)
def again_float32(place: Place) -> Timing:
    """The same of the large one."""
    return _again(place, _packed(place, "float32.nii.gz", (512, 512, 200), np.float32), 3)


def _again(place: Place, path: Path, repetitions: int) -> Timing:
    cache = UnpackedCache(place.new("unpacked"), 4 << 30)
    first = read_nifti(path)
    cache.keep(path, 0, first)
    mapped = cache.find(path)
    same = mapped is not None and np.array_equal(mapped.voxels, first.voxels)
    del mapped, first
    timing = interleaved(
        lambda: read_nifti(path, cache=cache).voxels.max(), lambda: nib.load(path).get_fdata(), repetitions=repetitions
    )
    return Timing(timing.ours, timing.baseline, holds=bool(same))
