"""DICOM as it comes from old archives, converters and anonymisers: the right picture in the right place, or a plain word."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
import SimpleITK as sitk  # noqa: N813 - its customary name
from dicom_files import image, item, save, stack
from PIL import Image
from pydicom.datadict import tag_for_keyword
from pydicom.encaps import encapsulate
from pydicom.uid import (
    MPEG4HP41,
    EnhancedMRImageStorage,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLSLossless,
    RLELossless,
)

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.reading import read_series, read_slice
from glioma_desktop.study.series import Series

PIXELS = np.random.default_rng(3).integers(0, 4096, (40, 56)).astype(np.uint16)
SIGNED = PIXELS.astype(np.int16) - 2048


def all_series(folder: Path) -> list[Series]:
    return [series for study in Catalogue().scan(folder) for series in study.series]


def only(folder: Path) -> Series:
    (series,) = all_series(folder)
    return series


def warned(series: Series, words: str) -> bool:
    return any(words in warning for warning in series.warnings)


def refusal(folder: Path) -> str:
    catalogue = Catalogue()
    assert catalogue.scan(folder) == []
    (bad,) = catalogue.unreadable
    return bad.reason


@pytest.mark.parametrize("preamble", [False, True])
@pytest.mark.parametrize("implicit", [False, True])
def test_a_file_without_its_meta_header_is_read(tmp_path: Path, preamble: bool, implicit: bool) -> None:
    bare = pydicom.Dataset()
    bare.update(image(PIXELS, (0, 0, 3)))
    path = tmp_path / "bare.dcm"
    pydicom.dcmwrite(path, bare, implicit_vr=implicit, little_endian=True, force_encoding=True)
    if preamble:
        path.write_bytes(b"\0" * 128 + b"DICM" + path.read_bytes())
    assert np.array_equal(read_series(only(tmp_path)).voxels[0], PIXELS)


def misstated(path: Path, k: int, stated: Any) -> None:
    """A slice whose meta header states one syntax, and which is written in the other."""
    picture = image(
        PIXELS + k,
        (0.0, 0.0, 3.0 * k),
        InstanceNumber=k,
        ReferencedImageSequence=[item(ReferencedSOPInstanceUID="1.2")],
    )
    picture.file_meta.TransferSyntaxUID = stated
    implicit = stated == ExplicitVRLittleEndian
    pydicom.dcmwrite(path, picture, implicit_vr=implicit, little_endian=True, force_encoding=True)


@pytest.mark.parametrize("stated", [ExplicitVRLittleEndian, ImplicitVRLittleEndian], ids=["explicit", "implicit"])
@pytest.mark.parametrize("wrong", [(0, 1, 2), (1,)], ids=["all slices", "one of them"])
def test_files_written_in_another_syntax_than_they_state_are_read_as_they_are_written(
    tmp_path: Path, stated: Any, wrong: tuple[int, ...]
) -> None:
    for k in range(3):
        path = tmp_path / f"{k}.dcm"
        if k in wrong:
            misstated(path, k, stated)
        else:
            save(image(PIXELS + k, (0.0, 0.0, 3.0 * k), InstanceNumber=k), path, stated)
    catalogue = Catalogue()
    (study,) = catalogue.scan(tmp_path)
    (series,) = study.series
    assert catalogue.unreadable == []
    assert np.array_equal(read_series(series).voxels, [PIXELS + k for k in range(3)])


@pytest.mark.parametrize("stated", [ExplicitVRLittleEndian, ImplicitVRLittleEndian], ids=["explicit", "implicit"])
def test_of_a_file_written_in_another_syntax_than_it_states_every_missing_byte_is_counted(
    tmp_path: Path, stated: Any
) -> None:
    path = tmp_path / "a.dcm"
    misstated(path, 0, stated)
    path.write_bytes(path.read_bytes()[:-10])
    assert refusal(tmp_path) == "a.dcm is cut off (10 bytes are missing): copy it again from its source."


@pytest.mark.parametrize("length", [0, 7, 50, 100_000])
def test_a_meta_header_that_lies_about_its_length_does_no_harm(tmp_path: Path, length: int) -> None:
    path = save(image(PIXELS), tmp_path / "a.dcm")
    raw = bytearray(path.read_bytes())
    raw[140:144] = length.to_bytes(4, "little")
    path.write_bytes(raw)
    assert np.array_equal(read_series(only(tmp_path)).voxels[0], PIXELS)


def bits(pixels: np.ndarray, stored: int, high: int, data: np.ndarray) -> Any:
    return image(pixels, BitsStored=stored, HighBit=high, PixelData=data.astype(pixels.dtype).tobytes())


ENCODINGS: list[tuple[str, Any, Any]] = [
    ("12 bits in 16", lambda: bits(PIXELS, 12, 11, PIXELS), None),
    ("an overlay in the bits above", lambda: bits(PIXELS, 12, 11, PIXELS | 0xF000), None),
    ("signed without the sign's extension", lambda: bits(SIGNED, 12, 11, SIGNED & 0xFFF), None),
    ("a high bit that is wrong", lambda: bits(PIXELS, 12, 15, PIXELS), None),
    ("8 bits, odd number of bytes", lambda: image((PIXELS % 256).astype(np.uint8)[:39, :55]), None),
    ("8 bits signed", lambda: image((PIXELS % 256).astype(np.uint8).view(np.int8)), None),
    ("32 bits", lambda: image(PIXELS.astype(np.uint32) * 1000), None),
    ("a slope of 0", lambda: image(PIXELS, RescaleSlope="0", RescaleIntercept="0"), None),
    ("a small slope", lambda: image(PIXELS, RescaleSlope="1.5e-3", RescaleIntercept="-7"), None),
    ("padding", lambda: image(PIXELS, PixelPaddingValue=0), None),
    ("signed JPEG-LS", lambda: image(SIGNED), JPEGLSLossless),
    ("signed JPEG 2000", lambda: image(SIGNED), JPEG2000Lossless),
    ("signed run-length", lambda: image(SIGNED), RLELossless),
    ("12 bits in JPEG 2000", lambda: image(PIXELS, BitsStored=12, HighBit=11), JPEG2000Lossless),
]


@pytest.mark.parametrize(("case", "make", "syntax"), ENCODINGS, ids=[row[0] for row in ENCODINGS])
def test_every_way_to_store_numbers_agrees_with_simpleitk(tmp_path: Path, case: str, make: Any, syntax: Any) -> None:
    path = save(make(), tmp_path / "a.dcm", syntax)
    expected = sitk.GetArrayFromImage(sitk.ReadImage(str(path)))
    assert expected.min() < expected.max()
    assert np.allclose(read_series(only(tmp_path)).voxels, expected)


@pytest.mark.parametrize("pixels", [PIXELS, SIGNED], ids=["unsigned", "signed"])
def test_values_in_the_upper_bits_are_brought_down(tmp_path: Path, pixels: np.ndarray) -> None:
    save(bits(pixels, 12, 15, pixels << 4), tmp_path / "a.dcm")
    assert np.array_equal(read_series(only(tmp_path)).voxels[0], pixels)


def lossy(pixels: np.ndarray, path: Path, **tags: Any) -> Any:
    Image.fromarray(pixels).save(path, "JPEG", quality=90)
    ds = image(pixels, PixelData=encapsulate([path.read_bytes()]), **tags)
    path.unlink()
    ds.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    ds["PixelData"].VR = "OB"
    return ds


def test_a_lossy_jpeg_is_shown_and_called_lossy(tmp_path: Path) -> None:
    ramp = (np.add.outer(np.arange(40), np.arange(56)) * 2).astype(np.uint8)
    path = save(lossy(ramp, tmp_path / "x.jpg"), tmp_path / "a.dcm")
    series = only(tmp_path)
    assert warned(series, "compressed with loss")
    assert np.array_equal(read_series(series).voxels, sitk.GetArrayFromImage(sitk.ReadImage(str(path))))
    save(image(ramp, LossyImageCompression="01", series="1.9"), tmp_path / "decoded" / "a.dcm")
    assert warned(only(tmp_path / "decoded"), "compressed with loss")
    save(image(ramp, series="1.9"), tmp_path / "plain" / "a.dcm")
    assert not warned(only(tmp_path / "plain"), "loss")


def test_palette_numbers_become_the_brightness_of_their_colours(tmp_path: Path) -> None:
    ds = image(np.array([[0, 1, 2]], np.uint8), PhotometricInterpretation="PALETTE COLOR")
    for name, values in (("Red", (0, 255, 0)), ("Green", (0, 0, 255)), ("Blue", (0, 0, 0))):
        setattr(ds, f"{name}PaletteColorLookupTableDescriptor", [3, 0, 16])
        setattr(ds, f"{name}PaletteColorLookupTableData", (np.array(values, np.uint16) * 257).tobytes())
    save(ds, tmp_path / "a.dcm")
    series = only(tmp_path)
    assert read_series(series).voxels[0].tolist() == [[0, 76, 150]]
    assert warned(series, "colour pictures")


def test_an_unknown_compression_is_named_with_a_way_out(tmp_path: Path) -> None:
    path = save(image(PIXELS), tmp_path / "a.dcm", JPEGLSLossless)
    stated = JPEGLSLossless.encode()
    path.write_bytes(path.read_bytes().replace(stated, b"1.2.999.4.5.6".ljust(len(stated), b"\0")))
    with pytest.raises(
        StudyReadError, match=r"a\.dcm is compressed in a way that is not known here .*export it without"
    ):
        read_series(only(tmp_path))


LIES: list[tuple[str, Any, dict[str, Any], str]] = [
    ("a huge picture", JPEGLSLossless, {"Rows": 65000, "Columns": 65000}, "promises 1 x 65000 x 65000 voxels"),
    ("a huge picture, run-length", RLELossless, {"Rows": 65000, "Columns": 65000}, "promises 1 x 65000"),
    ("frames that are not there", JPEGLSLossless, {"NumberOfFrames": 90000}, "fewer frames than its header promises"),
    ("frames that are not there, plain", None, {"NumberOfFrames": 90000}, "fewer pixels than its header promises"),
    ("a negative number of frames", None, {"NumberOfFrames": -3}, "damaged"),
]


@pytest.mark.parametrize(("case", "syntax", "lie", "words"), LIES, ids=[row[0] for row in LIES])
def test_a_header_that_promises_more_than_the_file_holds_is_refused_at_once(
    tmp_path: Path, case: str, syntax: Any, lie: dict[str, Any], words: str
) -> None:
    path = save(image(PIXELS), tmp_path / "a.dcm", syntax)
    ds = pydicom.dcmread(path)
    for word, value in lie.items():
        setattr(ds, word, value)
    ds.save_as(path)
    begun = time.process_time()
    reason = refusal(tmp_path)
    assert words in reason
    assert reason.startswith("a.dcm ")
    assert time.process_time() - begun < 2.0


def test_directions_that_are_no_directions_claim_no_left_and_right(tmp_path: Path) -> None:
    for name, nonsense in (("zero", (0,) * 6), ("parallel", (1, 0, 0, 1, 0, 0))):
        stack(tmp_path / name, orientation=nonsense)
        series = only(tmp_path / name)
        assert series.shape == (5, 6, 7)
        assert not series.orientation_known
        assert warned(series, "left and right are not known")


def test_directions_rounded_to_two_digits_make_one_stack(tmp_path: Path) -> None:
    stack(tmp_path, orientation=(0.70, 0.70, 0, 0, 0, -1), step=(2.1, -2.1, 0))
    series = only(tmp_path)
    assert series.shape == (5, 6, 7)
    assert np.allclose(np.linalg.norm(read_series(series).affine[:3, 1:3], axis=0), 1.0)


FITS: list[tuple[str, str, Any, Any]] = [
    ("pixel size", "PixelSpacing", [1.0, 1.0], [2.0, 2.0]),
    ("frame of reference", "FrameOfReferenceUID", "1.5", "1.6"),
    ("grey scale", "PhotometricInterpretation", "MONOCHROME2", "MONOCHROME1"),
    ("modality", "Modality", "MR", "CT"),
]


@pytest.mark.parametrize(("case", "word", "usual", "odd"), FITS, ids=[row[0] for row in FITS])
def test_images_that_do_not_fit_one_volume_stand_apart(
    tmp_path: Path, case: str, word: str, usual: Any, odd: Any
) -> None:
    for k, value in enumerate((usual, usual, usual, odd)):
        save(image(PIXELS, (0, 0, 3.0 * k), **{word: value}), tmp_path / f"{k}.dcm")
    first, second = all_series(tmp_path)
    assert [len(s.files) for s in (first, second)] == [3, 1]
    assert (first.uid, second.uid) == ("1.2.3.4", "1.2.3.4/grid2")
    assert warned(first, "do not fit together")
    assert read_series(second).inverted == (odd == "MONOCHROME1")


def test_an_anonymiser_that_gives_every_image_a_frame_of_reference_of_its_own_does_not_scatter_the_stack(
    tmp_path: Path,
) -> None:
    stack(tmp_path, FrameOfReferenceUID=tuple(f"1.7.{k}" for k in range(5)))
    assert only(tmp_path).shape == (5, 6, 7)


def test_one_image_without_a_position_does_not_take_the_place_of_the_others_away(tmp_path: Path) -> None:
    stack(tmp_path, position=((0, 0, 0), (0, 0, 3), None, (0, 0, 9), (0, 0, 12)))
    first, second = all_series(tmp_path)
    assert read_series(first).voxels[:, 0, 0].tolist() == [0, 100, 300, 400]
    assert first.orientation_known
    assert warned(first, "1 slice is missing")
    assert not second.orientation_known


TELLING: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("descriptions", {"SeriesDescription": "T1 pre"}, {"SeriesDescription": "T1 post"}, "descriptions"),
    ("agents", {}, {"ContrastBolusAgent": "Gadovist"}, "contrast agent"),
    ("inversion times", {"InversionTime": 700}, {"InversionTime": 2500}, "inversion time"),
    ("moments", {"TemporalPositionIdentifier": 1}, {"TemporalPositionIdentifier": 2}, "one after the other"),
]


@pytest.mark.parametrize(("case", "one", "other", "words"), TELLING, ids=[row[0] for row in TELLING])
def test_two_series_under_one_uid_are_not_mixed_slice_by_slice(
    tmp_path: Path, case: str, one: dict[str, Any], other: dict[str, Any], words: str
) -> None:
    for k in range(5):  # the clock runs differently at every position, and so do the numbers
        for offset, tags in ((0, one), (100, other)):
            early = (k * 3 + offset // 100) % 2
            save(
                image(np.full((4, 5), offset + k, np.uint16), (0, 0, 3.0 * k), InstanceNumber=2 * k + early,
                      AcquisitionTime=f"10{k:02d}{early * 30:02d}", **tags),
                tmp_path / f"{offset}-{k}.dcm",
            )  # fmt: skip
    found = all_series(tmp_path)
    assert sorted(read_series(s).voxels[:, 0, 0].tolist() for s in found) == [
        [0, 1, 2, 3, 4],
        [100, 101, 102, 103, 104],
    ]
    assert all(warned(s, words) for s in found)


def test_many_images_at_one_position_are_grouped_in_time(tmp_path: Path) -> None:
    count = 600
    frames = np.arange(count, dtype=np.uint16)[:, None, None] * np.ones((1, 2, 3), np.uint16)
    ds = enhanced(frames, [item(FrameContentSequence=[item(TemporalPositionIndex=n + 1)]) for n in range(count)])
    ds.SharedFunctionalGroupsSequence[0].PlanePositionSequence = [item(ImagePositionPatient=[0.0, 0.0, 9.0])]
    save(ds, tmp_path / "a.dcm")
    begun = time.process_time()
    found = all_series(tmp_path)
    assert time.process_time() - begun < 5.0
    assert len(found) == count
    assert read_series(found[377]).voxels.flatten().tolist() == [377] * 6
    assert read_slice(found[599], 0)[0][0, 0] == 599


def enhanced(frames: np.ndarray, groups: list[pydicom.Dataset]) -> Any:
    ds = image(frames[0], None, None, NumberOfFrames=len(frames), PixelData=frames.tobytes(), ImageType=None)
    ds.SOPClassUID = ds.file_meta.MediaStorageSOPClassUID = EnhancedMRImageStorage
    plane = item(ImageOrientationPatient=[1.0, 0, 0, 0, 1, 0])
    ds.SharedFunctionalGroupsSequence = [
        item(
            PlaneOrientationSequence=[plane], PixelMeasuresSequence=[item(PixelSpacing=[1.0, 1.0], SliceThickness=3.0)]
        )
    ]
    ds.PerFrameFunctionalGroupsSequence = groups
    return ds


def frame(z: float, **macros: pydicom.Dataset) -> pydicom.Dataset:
    place = item(PlanePositionSequence=[item(ImagePositionPatient=[0.0, 0.0, float(z)])])
    for name, inner in macros.items():
        setattr(place, name, [inner])
    return place


def test_weightings_planes_and_moments_in_one_enhanced_file_become_a_series_each(tmp_path: Path) -> None:
    def weighted(z: float, b: float) -> pydicom.Dataset:
        return frame(z, MRDiffusionSequence=item(DiffusionBValue=b))

    across = item(ImageOrientationPatient=[0.0, 1, 0, 0, 0, -1])
    groups = [
        weighted(6, 1000), weighted(0, 0), weighted(3, 1000), weighted(6, 0), weighted(0, 1000), weighted(3, 0),
        frame(0, PlaneOrientationSequence=across),
        frame(0, FrameContentSequence=item(TemporalPositionIndex=2), MRDiffusionSequence=item(DiffusionBValue=0.0)),
    ]  # fmt: skip
    frames = np.arange(len(groups), dtype=np.uint16)[:, None, None] * np.ones((1, 4, 5), np.uint16)
    save(enhanced(frames, groups), tmp_path / "a.dcm")
    found = {s.uid.removeprefix("1.2.3.4"): read_series(s).voxels[:, 0, 0].tolist() for s in all_series(tmp_path)}
    assert found == {"": [1, 5, 3], "/volume2": [7], "/b2": [4, 2, 0], "/orientation2": [6]}


@pytest.mark.parametrize("syntax", [None, ImplicitVRLittleEndian, JPEGLSLossless])
def test_enhanced_files_of_one_frame_each_are_one_stack_in_its_place(tmp_path: Path, syntax: Any) -> None:
    for k in range(4):
        save(enhanced(PIXELS[None] + k, [frame(3.0 * k)]), tmp_path / f"{9 - k}.dcm", syntax)
    series = only(tmp_path)
    volume = read_series(series)
    assert series.orientation_known
    assert volume.spacing_mm == (3.0, 1.0, 1.0)
    assert np.array_equal(volume.voxels, PIXELS + np.arange(4, dtype=np.uint16)[:, None, None])


def test_the_frames_of_an_old_multi_frame_file_are_one_stack_that_claims_no_place(tmp_path: Path) -> None:
    frames = np.arange(6, dtype=np.uint16)[:, None, None] + PIXELS[None]
    ds = image(frames[0], (0, 0, 0), NumberOfFrames=6, PixelData=frames.tobytes())
    save(ds, tmp_path / "a.dcm")
    series = only(tmp_path)
    assert np.array_equal(read_series(series).voxels, frames)
    assert not series.orientation_known


def test_several_multi_frame_files_with_interleaved_slices_are_each_decoded_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(2):
        frames = (np.arange(4, dtype=np.uint16) * 2 + n)[:, None, None] * np.ones((1, 4, 5), np.uint16)
        save(enhanced(frames, [frame(3.0 * (2 * k + n)) for k in range(4)]), tmp_path / f"{n}.dcm", JPEGLSLossless)
    series = only(tmp_path)
    opened: list[object] = []
    whole = pydicom.dcmread
    monkeypatch.setattr(pydicom, "dcmread", lambda path, **more: opened.append(path) or whole(path, **more))
    assert read_series(series).voxels[:, 0, 0].tolist() == list(range(8))
    assert len(opened) == 2


@pytest.mark.parametrize(("encoding", "sequence"), [("gb2312", "t1ce"), ("utf-8", "t1ce"), ("latin-1", "t1")])
def test_words_in_an_undeclared_character_set_are_still_understood(
    tmp_path: Path, encoding: str, sequence: str
) -> None:
    words = "T1 Schädel nativ" if encoding == "latin-1" else "T1 增强"
    stored = words.encode(encoding)
    for path in stack(tmp_path, SeriesDescription="X" * len(stored)):
        path.write_bytes(path.read_bytes().replace(b"X" * len(stored), stored))
    series = only(tmp_path)
    assert (series.description, series.sequence) == (words, sequence)


def test_a_pair_of_bytes_that_is_no_chinese_letter_does_not_end_the_search(tmp_path: Path) -> None:
    for path in stack(tmp_path, SeriesDescription="XX"):
        path.write_bytes(path.read_bytes().replace(b"XX", b"\xd7\xfa"))
    assert only(tmp_path).description == "×ú"


def test_the_escapes_of_a_chinese_name_are_not_shown(tmp_path: Path) -> None:
    escaped = b"\x1b$)A" + "王小明".encode("gb2312") + b" "
    for path in stack(tmp_path, SpecificCharacterSet=["", "ISO 2022 IR 58"], PatientName="X" * len(escaped)):
        path.write_bytes(path.read_bytes().replace(b"X" * len(escaped), escaped))
    (study,) = Catalogue().scan(tmp_path)
    assert study.patient_name == "王小明"


def test_a_character_set_nobody_knows_does_not_hide_the_images(tmp_path: Path) -> None:
    stack(tmp_path, SpecificCharacterSet="KLINGON", SeriesDescription="T1 POST")
    assert only(tmp_path).sequence == "t1ce"


def test_a_segmentation_and_a_single_bit_are_no_mr_sequence(tmp_path: Path) -> None:
    frames = np.stack([PIXELS > 2000] * 3).astype(np.uint8)
    packed = np.packbits(frames.ravel(), bitorder="little").tobytes()
    save(
        image(frames[0], None, None, Modality="SEG", NumberOfFrames=3, BitsAllocated=1, BitsStored=1, HighBit=0,
              PixelData=packed),
        tmp_path / "a.dcm",
    )  # fmt: skip
    series = only(tmp_path)
    assert (series.sequence, series.modality) == ("other", "SEG")
    assert np.array_equal(read_series(series).voxels, frames)


NO_IMAGES = {
    "Grayscale Softcopy Presentation State": "1.2.840.10008.5.1.4.1.1.11.1",
    "Encapsulated PDF": "1.2.840.10008.5.1.4.1.1.104.1",
    "RT Structure Set": "1.2.840.10008.5.1.4.1.1.481.3",
    "Key Object Selection Document": "1.2.840.10008.5.1.4.1.1.88.59",
    "MR Spectroscopy": "1.2.840.10008.5.1.4.1.1.4.2",
    "Raw Data": "1.2.840.10008.5.1.4.1.1.66",
}


@pytest.mark.parametrize("name", sorted(NO_IMAGES))
def test_what_is_no_image_is_named_and_does_not_disturb_the_series_it_lies_in(tmp_path: Path, name: str) -> None:
    stack(tmp_path)
    save(image(PIXELS, SOPClassUID=NO_IMAGES[name], PixelData=None, Rows=None, Columns=None), tmp_path / "x.dcm")
    catalogue = Catalogue()
    (study,) = catalogue.scan(tmp_path)
    assert study.series[0].shape == (5, 6, 7)
    assert f"holds no image ({name}" in catalogue.unreadable[0].reason


def test_a_video_is_passed_over_with_a_word(tmp_path: Path) -> None:
    ds = image(PIXELS)
    ds.file_meta.TransferSyntaxUID = MPEG4HP41
    ds.PixelData = encapsulate([b"\0" * 100])
    ds["PixelData"].VR = "OB"
    save(ds, tmp_path / "a.dcm")
    assert "is a video" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("word", "stated"),
    [("BitsStored", "CS"), ("HighBit", "CS"), ("PixelRepresentation", "LO"), ("SpecificCharacterSet", "US")],
)
def test_a_number_that_is_said_to_be_text_or_the_reverse_spoils_one_file_and_not_its_folder(
    tmp_path: Path, word: str, stated: str
) -> None:
    for k in range(3):
        save(image(PIXELS, (0.0, 0.0, 3.0 * k), SpecificCharacterSet="ISO_IR 100"), tmp_path / f"{k}.dcm")
    (whole,) = Catalogue().scan(tmp_path)
    spoilt = tmp_path / "1.dcm"
    raw, tag = bytearray(spoilt.read_bytes()), tag_for_keyword(word)
    at = raw.index((tag >> 16).to_bytes(2, "little") + (tag & 0xFFFF).to_bytes(2, "little"), 132) + 4
    raw[at : at + 2] = stated.encode()
    spoilt.write_bytes(raw)
    (study,) = Catalogue().scan(tmp_path)
    assert study.series
    if word in ("HighBit", "SpecificCharacterSet"):  # the pixels can be read without
        assert np.array_equal(read_series(whole.series[0]).voxels, [PIXELS] * 3)
        return
    with pytest.raises(StudyReadError, match=r"1\.dcm"):
        read_series(whole.series[0])
