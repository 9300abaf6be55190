"""The voxels of a DICOM series are what the scanner stored, in every transfer syntax."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from dicom_files import image, save, stack
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
)

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.dicom_scan import read_headers
from glioma_desktop.study.digest import volume_digests
from glioma_desktop.study.reading import read_series, read_slice
from glioma_desktop.study.series import Series
from glioma_desktop.study.thumbnail import thumbnail

SYNTAXES = [
    ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian, RLELossless,
    JPEGLSLossless, JPEG2000Lossless,
]  # fmt: skip


def only_series(folder: Path) -> Series:
    (study,) = Catalogue().scan(folder)
    (series,) = study.series
    return series


@pytest.mark.parametrize("syntax", SYNTAXES, ids=[s.name for s in SYNTAXES])
def test_every_syntax_gives_the_same_voxels_and_the_same_header(tmp_path: Path, syntax: Any) -> None:
    pixels = np.random.default_rng(0).integers(0, 4000, (40, 50)).astype(np.uint16)
    path = save(image(pixels, (1, 2, 3)), tmp_path / "one.dcm", syntax)
    (header,) = read_headers(path)
    assert (header.position, header.rows, header.columns, header.age_years) == ((1, 2, 3), 40, 50, 44)
    volume = read_series(only_series(tmp_path))
    assert volume.voxels.dtype == np.uint16
    assert np.array_equal(volume.voxels[0], pixels)


def test_the_nine_real_encodings_decode_to_identical_pixels(real_data: Path) -> None:
    (study,) = Catalogue().scan(real_data / "dicom" / "nine_encodings")
    volumes = [read_series(series).voxels for series in study.series]
    assert len(volumes) == 9
    assert all(np.array_equal(volumes[0], other) for other in volumes[1:])


def test_patients_of_the_cohort_are_read_in_each_of_its_syntaxes(real_data: Path) -> None:
    syntaxes = {}
    for folder in sorted((real_data / "tcga_lgg").glob("TCGA-*")):
        file = next((folder / "flair").glob("*.dcm"))
        syntaxes.setdefault(pydicom.dcmread(file, stop_before_pixels=True).file_meta.TransferSyntaxUID, folder)
    assert len(syntaxes) == 5
    for folder in syntaxes.values():
        (study,) = Catalogue().scan(folder)
        assert study.patient_id == folder.name
        for series in study.series:
            volume = read_series(series)
            by_position = {}
            for item in series.files:
                ds = pydicom.dcmread(item.path)
                by_position[float(ds.ImagePositionPatient[2])] = ds.pixel_array
            assert np.array_equal(volume.voxels, np.stack([by_position[z] for z in sorted(by_position)]))
            assert volume.spacing_nominal
            assert not volume.measurable
            assert series.sequence == series.files[0].path.parent.name


def test_each_slice_has_its_own_rescale(tmp_path: Path) -> None:
    stack(tmp_path, RescaleSlope=(1.0, 2.0, 3.0, 4.0, 5.0), RescaleIntercept=(0.0, -1.0, -2.0, -3.0, -4.0))
    volume = read_series(only_series(tmp_path))
    assert volume.voxels.dtype == np.float32
    assert volume.voxels[:, 0, 1].tolist() == [1.0, 2 * 101 - 1.0, 3 * 201 - 2.0, 4 * 301 - 3.0, 5 * 401 - 4.0]


def test_an_identity_rescale_keeps_the_stored_integers_and_signed_ones_stay_signed(tmp_path: Path) -> None:
    save(image(np.array([[-5, 3], [2, 1]], np.int16), RescaleSlope=1.0, RescaleIntercept=0.0), tmp_path / "one.dcm")
    volume = read_series(only_series(tmp_path))
    assert volume.voxels.dtype == np.int16
    assert volume.voxels[0].tolist() == [[-5, 3], [2, 1]]


def test_monochrome1_is_flagged_and_its_voxels_are_left_alone(tmp_path: Path) -> None:
    stack(tmp_path, PhotometricInterpretation="MONOCHROME1")
    series = only_series(tmp_path)
    volume = read_series(series)
    assert volume.inverted
    assert volume.voxels[0, 0, 6] == 6
    assert read_slice(series, 0)[0][0, 6] < read_slice(series, 0)[0][0, 0], "larger is darker"


def test_colour_pictures_become_their_brightness_and_say_so(tmp_path: Path) -> None:
    save(image(np.full((6, 7, 3), (255, 0, 0), np.uint8)), tmp_path / "red.dcm")
    series = only_series(tmp_path)
    assert read_series(series).voxels[0, 0, 0] == 76
    assert any("colour" in warning for warning in series.warnings)


def test_reading_reports_its_progress_and_voxels_cannot_be_written(tmp_path: Path) -> None:
    stack(tmp_path)
    told: list[tuple[int, int]] = []
    volume = read_series(only_series(tmp_path), lambda done, total: told.append((done, total)))
    assert told == [(k, 5) for k in range(1, 6)]
    with pytest.raises(ValueError, match="read-only"):
        volume.voxels[0, 0, 0] = 1


def test_other_slices_exported_into_the_same_files_are_not_shown_as_those_that_were_found(tmp_path: Path) -> None:
    stack(tmp_path)
    series = only_series(tmp_path)
    for item in series.files:
        dataset = pydicom.dcmread(item.path)
        dataset.ImagePositionPatient = [*dataset.ImagePositionPatient[:2], float(dataset.ImagePositionPatient[2]) + 5]
        dataset.save_as(item.path)
    with pytest.raises(StudyReadError, match=r"holds another slice than when the folder was opened: open it again\."):
        read_series(series)
    again = only_series(tmp_path)
    assert read_series(again).shape == series.shape
    assert read_slice(again, 1)[0].shape == series.shape[1:]


def test_slices_in_the_middle_that_were_exported_anew_under_the_same_names_are_not_taken_for_the_old_ones(
    tmp_path: Path,
) -> None:
    stack(tmp_path)
    series = only_series(tmp_path)
    moved = series.files[2].path
    dataset = pydicom.dcmread(moved)
    step = np.subtract(*(pydicom.dcmread(series.files[k].path).ImagePositionPatient for k in (3, 2)))
    dataset.ImagePositionPatient = [float(mm) for mm in np.add(dataset.ImagePositionPatient, 0.4 * step)]
    dataset.save_as(moved)
    with pytest.raises(StudyReadError, match=r"holds another slice than when the folder was opened: open it again\."):
        read_series(series)


def test_a_thumbnail_stands_as_on_the_screen(tmp_path: Path) -> None:
    pixels = np.zeros((40, 20), np.uint16)
    pixels[:10, :5] = 1000  # top left as stored
    save(image(pixels, (0, 0, 0), (-1, 0, 0, 0, -1, 0)), tmp_path / "prone.dcm")
    small = thumbnail(only_series(tmp_path))
    assert small.shape == (96, 96)
    assert small.dtype == np.uint8
    assert [small[90, 66], small[5, 30]] == [255, 0], "turned by half, in the middle of a square"


def test_equal_pixels_have_equal_digests_in_every_encoding(tmp_path: Path, real_data: Path) -> None:
    (study,) = Catalogue().scan(real_data / "dicom" / "nine_encodings")
    assert len({tuple(volume_digests(read_series(series))) for series in study.series}) == 1
