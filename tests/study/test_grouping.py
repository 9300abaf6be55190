"""One DICOM series may hold several stacks; each is found, in order of position, and what is wrong with it is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from dicom_files import image, item, save, stack
from pydicom.uid import EnhancedMRImageStorage

from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.reformat import reformatted
from glioma_desktop.study.series import Series

# What a folder of the real data holds: (uid suffix, shape, orientation, sequence, words that must be in the warnings).
REAL_TABLE: dict[str, list[tuple[str, tuple[int, int, int], str, str, tuple[str, ...]]]] = {
    "pgbm_001_t1post": [("", (24, 320, 260), "axial", "t1ce", ("Oblique", "gaps of 1.5 mm"))],
    "decubitus_hfdr": [("", (35, 256, 256), "sagittal", "t1", ("gaps of 0.8 mm",))],
    "dual_echo": [
        ("", (35, 64, 64), "sagittal", "other", ("echo 1, TE 11 ms",)),
        ("/echo2", (35, 64, 64), "sagittal", "t2", ("echo 2, TE 92 ms",)),
    ],
    "enhanced_xa30": [
        ("", (96, 128, 128), "sagittal", "t1", ()),
        ("", (33, 64, 64), "axial", "other", ("Oblique",)),
    ],
    "philips_survey_mixed_files": [
        ("", (3, 256, 256), "sagittal", "other", ("3 orientations", "gaps of 10.0 mm")),
        ("/orientation2", (3, 256, 256), "coronal", "other", ("3 orientations", "Oblique")),
        ("/orientation3", (3, 256, 256), "axial", "other", ("3 orientations",)),
    ],
    "nine_encodings": [
        ("" if n == 1 else f"/volume{n}", (1, 384, 384), "axial", "unknown", ("9 images lie at one position", "mosaic"))
        for n in range(1, 10)
    ],
}


def all_series(folder: Path) -> list[Series]:
    return [series for study in Catalogue().scan(folder) for series in study.series]


def warned(series: Series, words: str) -> bool:
    return any(words in warning for warning in series.warnings)


@pytest.mark.parametrize("name", sorted(REAL_TABLE))
def test_real_folders_are_grouped_as_the_table_says(real_data: Path, name: str) -> None:
    found = all_series(real_data / "dicom" / name)
    table = REAL_TABLE[name]
    assert [s.uid.removeprefix(s.series_instance_uid) for s in found] == [row[0] for row in table]
    for series, (_, shape, orientation, sequence, words) in zip(found, table, strict=True):
        assert (series.shape, series.orientation, series.sequence) == (shape, orientation, sequence)
        assert len(series.files) == shape[0]
        for word in words:
            assert warned(series, word), (word, series.warnings)
        if not words:
            assert series.warnings == ()


def test_slices_are_ordered_by_position_whatever_their_numbers_and_names(tmp_path: Path) -> None:
    stack(tmp_path)
    (series,) = all_series(tmp_path)
    assert read_series(series).voxels[:, 0, 0].tolist() == [0, 100, 200, 300, 400]
    assert series.warnings == ()


def test_two_echoes_become_two_series(tmp_path: Path) -> None:
    stack(tmp_path / "e2", EchoTime=90.0)
    stack(tmp_path / "e1", EchoTime=12.0)
    first, second = all_series(tmp_path)
    assert (first.uid, second.uid) == ("1.2.3.4", "1.2.3.4/echo2")
    assert first.facts["echo_time_ms"] == 12
    assert second.facts["echo_time_ms"] == 90
    assert warned(second, "2 echo times")


def test_a_time_series_becomes_one_volume_a_moment_in_order_of_time(tmp_path: Path) -> None:
    for moment in (3, 1, 2):
        stack(tmp_path / str(moment), TemporalPositionIdentifier=moment, AcquisitionNumber=moment)
    found = all_series(tmp_path)
    assert [s.uid for s in found] == ["1.2.3.4", "1.2.3.4/volume2", "1.2.3.4/volume3"]
    assert [s.files[0].path.parent.name for s in found] == ["1", "2", "3"]
    assert all(warned(s, "acquired one after the other") for s in found)


def test_one_repeated_slice_does_not_disturb_the_stack(tmp_path: Path) -> None:
    stack(tmp_path)
    save(image(np.full((6, 7), 9, np.uint16), (0, 0, 6.0), InstanceNumber=99), tmp_path / "again.dcm")
    first, second = all_series(tmp_path)
    assert first.shape == (5, 6, 7)
    assert second.shape == (1, 6, 7)
    assert read_series(first).voxels[2, 0, 0] == 200
    assert warned(first, "2 images lie at one position")


def test_copies_of_the_same_image_are_left_out_with_a_word(tmp_path: Path) -> None:
    paths = stack(tmp_path / "a")
    (tmp_path / "b").mkdir()
    for path in paths[:2]:
        (tmp_path / "b" / path.name).write_bytes(path.read_bytes())
    (series,) = all_series(tmp_path)
    assert series.shape[0] == 5
    assert warned(series, "2 images are stored twice")


def test_an_anonymiser_that_gives_all_images_one_uid_loses_none_of_them(tmp_path: Path) -> None:
    stack(tmp_path, SOPInstanceUID="1.2.3.4.5")
    (series,) = all_series(tmp_path)
    assert read_series(series).voxels[:, 0, 0].tolist() == [0, 100, 200, 300, 400]
    assert not warned(series, "stored twice")


def test_a_grey_scale_that_differs_between_slices_is_said_on_the_series_and_on_what_is_made_from_it(
    tmp_path: Path,
) -> None:
    stack(tmp_path / "even", RescaleSlope="2.0")
    stack(tmp_path / "uneven", series="1.2.3.5", RescaleSlope=("2", "2", "2.5", "2", "2"))
    even, uneven = all_series(tmp_path)
    assert not warned(even, "grey scale")
    assert warned(uneven, "The grey scale varies from slice to slice")
    assert warned(reformatted(uneven), "The grey scale varies from slice to slice")
    assert any("grey scale" in warning for warning in read_series(reformatted(uneven)).warnings)
    assert read_series(uneven).voxels[2, 0, 1] == np.float32(201 * 2.5)


def test_images_of_another_size_stand_apart(tmp_path: Path) -> None:
    stack(tmp_path)
    save(image(np.ones((4, 4), np.uint16), (0, 0, 50)), tmp_path / "small.dcm")
    assert [s.shape for s in all_series(tmp_path)] == [(5, 6, 7), (1, 4, 4)]


def test_magnitude_and_phase_stand_apart_and_diffusion_weightings_too(tmp_path: Path) -> None:
    stack(tmp_path / "m")
    stack(tmp_path / "p", ImageType=["ORIGINAL", "PRIMARY", "P"])
    assert [s.uid for s in all_series(tmp_path)] == ["1.2.3.4", "1.2.3.4/type2"]
    stack(tmp_path / "d" / "0", series="1.5", DiffusionBValue=0.0)
    stack(tmp_path / "d" / "1000", series="1.5", DiffusionBValue=1000.0)
    assert [s.uid for s in all_series(tmp_path / "d")] == ["1.5", "1.5/b2"]


SICK: list[tuple[str, dict[str, Any], str]] = [
    ("a slice is missing", {"position": tuple((0.0, 0.0, z) for z in (0, 3, 6, 12, 15))},
     "1 slice is missing, between 3 and 4"),
    ("uneven", {"position": tuple((0.0, 0.0, z) for z in (0, 3, 7, 10, 13))}, "unevenly spaced (3.00 to 4.00 mm)"),
    ("gantry tilt", {"step": (0.0, 1.0, 3.0)}, "sheared by 18.4 degrees"),
    ("stray", {"position": ((0, 0, 0), (4, 0, 3), (0, 0, 6), (0, 0, 9), (0, 0, 12))}, "shifted sideways"),
    ("thin slices far apart", {"step": (0.0, 0.0, 6.5), "SliceThickness": 5.0}, "gaps of 1.5 mm"),
    ("long pixels", {"spacing": (1.0, 0.5)}, "not square: 1 x 0.5 mm"),
    ("tilted", {"orientation": (1, 0, 0, 0, 0.9848, 0.1736), "step": (0, -0.5209, 2.9544)},
     "turned by 10.0 degrees from axial"),
    ("no spacing", {"PixelSpacing": None}, "pixel spacing is not stored"),
    ("mosaic", {"ImageType": ["ORIGINAL", "PRIMARY", "M", "ND", "MOSAIC"]}, "mosaic"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "tags", "words"), SICK, ids=[row[0] for row in SICK])
def test_the_warning_says_what_is_wrong_with_a_stack(
    tmp_path: Path, case: str, tags: dict[str, Any], words: str
) -> None:
    stack(tmp_path, **tags)
    (series,) = all_series(tmp_path)
    assert warned(series, words), series.warnings
    assert read_series(series).shape == (5, 6, 7)


def test_a_sheared_stack_keeps_its_shear_in_the_affine(tmp_path: Path) -> None:
    stack(tmp_path, step=(0.0, 1.0, 3.0))
    assert np.allclose(read_series(all_series(tmp_path)[0]).affine[:3, 0], (0, 1, 3))


def test_images_without_a_position_claim_no_left_and_right(tmp_path: Path) -> None:
    stack(tmp_path, ImagePositionPatient=None, ImageOrientationPatient=None)
    (series,) = all_series(tmp_path)
    assert not series.orientation_known
    assert series.orientation == "unknown"
    assert warned(series, "left and right are not known")
    assert not read_series(series).orientation_known


def test_a_made_up_geometry_is_called_nominal(tmp_path: Path) -> None:
    bare: dict[str, Any] = {"Manufacturer": "", "EchoTime": None, "RepetitionTime": None, "SliceThickness": 5.0}
    centred = tuple((-3.0, -2.5, 5.0 * k) for k in range(5))
    stack(tmp_path / "made-up", position=centred, **bare)
    stack(tmp_path / "scanner", series="1.9", position=centred)
    stack(tmp_path / "anonymised", series="1.8", position=tuple((-3.31, -2.8, 5.0 * k) for k in range(5)), **bare)
    nominal = {s.files[0].path.parent.name: s.spacing_nominal for s in all_series(tmp_path)}
    assert nominal == {"made-up": True, "scanner": False, "anonymised": False}


def enhanced(frames: list[tuple[float, float]], **tags: Any) -> Any:
    """A multi-frame file; a frame is (z, echo time) and holds its number."""
    pixels = np.stack([np.full((6, 7), n, np.uint16) for n in range(len(frames))])
    ds = image(pixels[0], None, None, **tags)
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = EnhancedMRImageStorage
    ds.NumberOfFrames = len(frames)
    ds.PixelData = pixels.tobytes()
    ds.SharedFunctionalGroupsSequence = [
        item(
            PlaneOrientationSequence=[item(ImageOrientationPatient=[1, 0, 0, 0, 1, 0])],
            PixelMeasuresSequence=[item(PixelSpacing=[2.0, 1.5], SliceThickness=3.0)],
        )
    ]
    ds.PerFrameFunctionalGroupsSequence = [
        item(
            PlanePositionSequence=[item(ImagePositionPatient=[0.0, 0.0, float(z)])],
            MREchoSequence=[item(EffectiveEchoTime=float(echo))],
            PixelValueTransformationSequence=[item(RescaleSlope=2.0, RescaleIntercept=float(z), RescaleType="US")],
        )
        for z, echo in frames
    ]
    return ds


def test_enhanced_frames_are_ordered_and_rescaled_by_their_own_groups(tmp_path: Path) -> None:
    save(enhanced([(6, 10), (0, 10), (3, 10)]), tmp_path / "frames.dcm")
    (series,) = all_series(tmp_path)
    assert [f.frame for f in series.files] == [1, 2, 0]
    volume = read_series(series)
    assert volume.voxels[:, 0, 0].tolist() == [2.0, 7.0, 6.0]
    assert volume.spacing_mm == pytest.approx((3.0, 2.0, 1.5))


def test_two_echoes_in_one_enhanced_file_are_split(tmp_path: Path) -> None:
    save(enhanced([(0, 80), (0, 10), (3, 80), (3, 10)]), tmp_path / "frames.dcm")
    first, second = all_series(tmp_path)
    assert [f.frame for f in first.files] == [1, 3]
    assert [f.frame for f in second.files] == [0, 2]
