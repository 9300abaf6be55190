"""Most files are read without pydicom and by several threads: the same voxels, and the same word on what is wrong."""

from __future__ import annotations

import struct
import threading
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from io import FileIO
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pydicom
import pytest
from pydicom.dataset import Dataset
from pydicom.encaps import encapsulate, generate_frames
from pydicom.sequence import Sequence
from pydicom.uid import (
    UID,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGExtended12Bit,
    JPEGLosslessSV1,
    JPEGLSLossless,
    RLELossless,
)

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study import dicom_filling, two_hands
from glioma_desktop.study.arrival import Arrival
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.dicom_codec import stream_size
from glioma_desktop.study.dicom_likeness import likeness
from glioma_desktop.study.dicom_plain import CHUNK, NotPlain, plain_file
from glioma_desktop.study.dicom_reader import _order, read_dicom_slice
from glioma_desktop.study.dicom_scan import _by_pydicom
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import Series, SliceFile
from tests.study.dicom_files import image, save

PIXELS = np.random.default_rng(5).integers(0, 4096, (9, 72, 66)).astype(np.uint16)
SYNTAXES = (ExplicitVRLittleEndian, ImplicitVRLittleEndian, JPEGLSLossless, JPEG2000Lossless, RLELossless)


def series_of(folder: Path) -> Series:
    (study,) = Catalogue().scan(folder)
    (series,) = study.series
    return series


def written(folder: Path, syntax: UID, pixels: np.ndarray = PIXELS, **tags: Any) -> Series:
    for k, slice_pixels in enumerate(pixels):
        save(image(slice_pixels, (0.0, 0.0, 4.0 * k), InstanceNumber=k, **tags), folder / f"{k:02d}.dcm", syntax)
    return series_of(folder)


def streamed(stream: bytes, pixels: np.ndarray, syntax: UID, path: Path, **tags: Any) -> Series:
    ds = image(pixels, PixelData=encapsulate([stream]), **tags)
    ds.file_meta.TransferSyntaxUID = syntax
    ds["PixelData"].VR = "OB"
    save(ds, path)
    return series_of(path.parent)


def read_in_the_way(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, by two hands, or all together by several threads."""
    monkeypatch.setattr(dicom_filling, "SLOW_S", -1.0 if way == "together" else 1e9)
    monkeypatch.setattr(dicom_filling, "DISTANT_S", -1.0 if way == "together" else 1e9)
    monkeypatch.setattr(dicom_filling, "LARGE", 1 if way == "two hands" else 1 << 60)


@pytest.mark.parametrize("way", ["one after the other", "two hands", "together"])
@pytest.mark.parametrize("syntax", SYNTAXES, ids=[s.name for s in SYNTAXES])
def test_every_slice_comes_to_its_place_without_pydicom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, syntax: UID, way: str
) -> None:
    series = written(tmp_path, syntax)
    read_in_the_way(way, monkeypatch)
    monkeypatch.setattr(pydicom, "dcmread", None)
    volume = read_series(series)
    assert volume.voxels.dtype == np.uint16
    assert np.array_equal(volume.voxels, PIXELS)
    assert np.array_equal(read_dicom_slice(series, 6)[0], PIXELS[6])


@pytest.mark.parametrize("syntax", SYNTAXES, ids=[s.name for s in SYNTAXES])
def test_signed_twelve_bits_under_foreign_bits_are_read_as_pydicom_reads_them(tmp_path: Path, syntax: UID) -> None:
    """Old scanners put overlays into the upper bits of a sample."""
    dirty = (PIXELS | 0x5000 if syntax in SYNTAXES[:2] else PIXELS).astype(np.int16)
    if syntax == JPEG2000Lossless:  # older encoders of pydicom's cut signed values off
        for k, pixels in enumerate((dirty << 4) >> 4):
            stream = imagecodecs.jpeg2k_encode(pixels, codecformat="j2k", reversible=True)
            tags = {"BitsStored": 12, "HighBit": 11, "position": (0.0, 0.0, 4.0 * k)}
            series = streamed(stream, pixels, syntax, tmp_path / f"{k}.dcm", **tags)
    else:
        series = written(tmp_path, syntax, dirty, BitsStored=12, HighBit=11)
    voxels = read_series(series).voxels
    assert voxels.min() < 0
    assert voxels.dtype == np.int16
    assert np.array_equal(voxels, [pydicom.dcmread(item.path).pixel_array for item in series.files])


@pytest.mark.parametrize("damaged", range(len(PIXELS)))
def test_a_file_cut_off_in_either_hand_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damaged: int) -> None:
    series = written(tmp_path, ExplicitVRLittleEndian)
    read_in_the_way("two hands", monkeypatch)
    path = series.files[damaged].path
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(StudyReadError, match=path.name) as caught:
        read_series(series)
    assert caught.value.path == path


def test_a_slice_with_a_rescale_of_its_own_among_stored_integers_makes_all_of_them_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dicom_filling, "SLOW_S", -1.0)
    for k, slice_pixels in enumerate(PIXELS):
        tags = {"RescaleSlope": 0.5, "RescaleIntercept": -7} if k == 5 else {}
        save(image(slice_pixels, (0.0, 0.0, 4.0 * k), **tags), tmp_path / f"{k}.dcm", JPEGLSLossless)
    voxels = read_series(series_of(tmp_path)).voxels
    assert voxels.dtype == np.float32
    expected = PIXELS.astype(np.float32)
    expected[5] = expected[5] * 0.5 - 7
    assert np.array_equal(voxels, expected)


@pytest.mark.parametrize("syntax", [JPEGLSLossless, JPEG2000Lossless, RLELossless], ids=lambda s: s.name)
def test_one_damaged_slice_among_many_is_named(tmp_path: Path, syntax: UID) -> None:
    series = written(tmp_path, syntax)
    path = series.files[4].path
    raw = bytearray(path.read_bytes())
    raw[-len(raw) // 4 : -8] = bytes(len(raw[-len(raw) // 4 : -8]))
    path.write_bytes(raw)
    with pytest.raises(StudyReadError, match=r"^The pixels of 04\.dcm cannot be decoded") as caught:
        read_series(series)
    assert caught.value.path == path


def test_twelve_bit_lossy_jpeg_is_shown(tmp_path: Path) -> None:
    ramp = np.add.outer(np.arange(40), np.arange(56)).astype(np.uint16) * 40
    stream = imagecodecs.jpeg8_encode(ramp, bitspersample=12, level=95)
    series = streamed(stream, ramp, JPEGExtended12Bit, tmp_path / "a.dcm", BitsStored=12, HighBit=11)
    assert np.abs(read_series(series).voxels[0].astype(int) - ramp).max() < 40
    assert any("compressed with loss" in warning for warning in series.warnings)


@pytest.mark.parametrize("predictor", range(1, 8))
def test_lossless_jpeg_is_read_whatever_its_predictor(tmp_path: Path, predictor: int) -> None:
    stream = imagecodecs.jpeg8_encode(PIXELS[0], lossless=True, predictor=predictor, bitspersample=16)
    assert np.array_equal(
        read_series(streamed(stream, PIXELS[0], JPEGLosslessSV1, tmp_path / "a.dcm")).voxels[0], PIXELS[0]
    )


def test_a_whole_jp2_file_in_place_of_its_stream_is_read(tmp_path: Path) -> None:
    stream = imagecodecs.jpeg2k_encode(PIXELS[0], codecformat="jp2", reversible=True)
    assert stream[4:8] == b"jP  "
    assert np.array_equal(
        read_series(streamed(stream, PIXELS[0], JPEG2000Lossless, tmp_path / "a.dcm")).voxels[0], PIXELS[0]
    )


def test_colours_are_read_as_they_were_coded(tmp_path: Path) -> None:
    """Red, green and blue without loss: their brightness, not that of colours turned round by the decoder."""
    colours = np.random.default_rng(1).integers(0, 256, (20, 24, 3)).astype(np.uint8)
    stream = imagecodecs.jpeg2k_encode(colours, codecformat="j2k", reversible=True)
    series = streamed(stream, colours, JPEG2000Lossless, tmp_path / "a.dcm")
    brightness = np.rint(colours @ np.array([0.299, 0.587, 0.114]))
    assert np.array_equal(read_series(series).voxels[0], brightness)


@pytest.mark.parametrize("syntax", SYNTAXES[:2], ids=["explicit", "implicit"])
def test_sequences_of_undefined_length_are_passed_over(tmp_path: Path, syntax: UID) -> None:
    """As many archives write them, one in another, before what the reader looks for."""
    inner = Dataset()
    inner.CodeValue, inner.PatientID = "T-A0100", "not the patient's"
    outer = Dataset()
    outer.PurposeOfReferenceCodeSequence = Sequence([inner])
    outer["PurposeOfReferenceCodeSequence"].is_undefined_length = True
    inner.is_undefined_length_sequence_item = outer.is_undefined_length_sequence_item = True
    ds = image(PIXELS[0], ReferencedImageSequence=Sequence([outer, Dataset()]))
    ds["ReferencedImageSequence"].is_undefined_length = True
    path = save(ds, tmp_path / "a.dcm", syntax)
    assert b"\xfe\xff\x0d\xe0" in path.read_bytes()
    with path.open("rb") as file:
        plain = plain_file(file, path)
    assert plain is not None
    assert [plain.header] == _by_pydicom(path)
    assert plain.header.patient_id == "A-17"


def test_what_a_stream_states_of_its_size_is_told_before_it_is_decoded() -> None:
    picture = np.zeros((13, 29), np.uint8)
    for stream in (
        imagecodecs.jpegls_encode(picture),
        imagecodecs.jpeg8_encode(picture),
        imagecodecs.jpeg2k_encode(picture, codecformat="j2k"),
        imagecodecs.jpeg2k_encode(picture, codecformat="jp2"),
    ):
        assert stream_size(stream) == (13, 29, 1)
        with pytest.raises(ValueError, match="stream"):
            stream_size(stream[:9])
    assert stream_size(imagecodecs.jpeg8_encode(np.zeros((13, 29, 3), np.uint8))) == (13, 29, 3)


def test_threads_that_learn_of_slices_at_the_same_time_do_not_disturb_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slices are compared with those known so far while another thread adds one of its own to them."""
    series, fillings = written(tmp_path, ExplicitVRLittleEndian), []
    begin, fits = dicom_filling.Filling.__init__, dicom_filling.Likeness.fits

    def begun(filling, *given):
        begin(filling, *given)
        fillings.append(filling)

    def compared(known, start):
        fillings[0]._known = (known, *fillings[0]._known)  # what another thread does at this moment
        return fits(known, start) and len(fillings[0]._known) > 6

    monkeypatch.setattr(dicom_filling.Filling, "__init__", begun)
    monkeypatch.setattr(dicom_filling.Likeness, "fits", compared)
    assert np.array_equal(read_series(series).voxels, PIXELS)


def test_a_slice_stays_in_place_though_another_thread_learns_of_a_shorter_header_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What follows the pixels of a file would otherwise be taken for their end."""
    places = (0.123456, 1.0, 2.123456, 3.0)
    for k, z in enumerate(places):
        picture = image(PIXELS[k], (0.0, 0.0, z))
        picture.SOPInstanceUID = picture.file_meta.MediaStorageSOPInstanceUID = f"1.2.3.{k}"
        path = save(picture, tmp_path / f"{k}.dcm")
        padding = b"\xfc\xff\xfc\xffOB\0\0" + (64).to_bytes(4, "little") + bytes(64)  # DataSetTrailingPadding
        path.write_bytes(path.read_bytes() + padding)
    filling = dicom_filling.Filling(series_of(tmp_path))
    for k in (0, 1):
        filling._put(k, filling._plainly(k))
    long, short = sorted(filling._known, key=lambda one: -one.size)
    assert short.size < long.size
    filling._last = tuple((k, long) for k in range(4))

    class Interrupted(FileIO):
        def read(self, size: int | None = -1) -> bytes:
            got = super().read(-1 if size is None else size)
            filling._last = tuple((k, short) for k in range(4))
            return got

    monkeypatch.setattr(dicom_filling, "FileIO", Interrupted)
    for k in (2, 3):
        filling._put(k, filling._plainly(k))
    assert filling.voxels is not None
    assert np.array_equal(filling.voxels, PIXELS[:4])


@pytest.mark.parametrize("way", ["one after the other", "two hands"])
def test_slices_whose_positions_have_more_or_fewer_digits_are_not_read_word_by_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """Every scanner writes positions of differing length, and where each begins depends on what stands before it."""
    places = (-3.0, -1.5, 0.0, 1.515625, 3.0, 4.5, 6.03125, 7.5, 9.0)
    for k, z in enumerate(places):
        picture = image(PIXELS[k], (0.0, -120.5, z), SOPInstanceUID=f"1.2.{10**k}", OperatorsName="A" * k)
        picture.file_meta.MediaStorageSOPInstanceUID = picture.SOPInstanceUID
        save(picture, tmp_path / f"{k}.dcm")
    series, words = series_of(tmp_path), []

    def word_by_word(*given: Any, **more: Any) -> Any:
        words.append(given)
        return plain_file(*given, **more)

    read_in_the_way(way, monkeypatch)
    monkeypatch.setattr(dicom_filling, "plain_file", word_by_word)
    filling = dicom_filling.Filling(series)
    assert sorted(filling.fill(iter(range(9)))) == list(range(9))
    assert len(words) == 1
    assert np.array_equal(filling.voxels, PIXELS)
    assert [filling.positions[k] for k in range(9)] == [(0.0, -120.5, z) for z in places]


@pytest.mark.parametrize(
    "other",
    [
        {"RescaleIntercept": -1024.0},
        {"PixelSpacing": [0.5, 0.75]},
        {"BitsStored": 10, "HighBit": 9},
        {"PhotometricInterpretation": "MONOCHROME1"},
    ],
    ids=lambda tags: "".join(tags),
)
def test_a_slice_that_says_another_thing_of_its_pixels_is_not_taken_for_one_with_more_digits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: dict[str, Any]
) -> None:
    usual = {"RescaleIntercept": 0.0, "RescaleSlope": 1.0, "BitsStored": 12, "HighBit": 11}
    for k in range(4):
        save(image(PIXELS[k] & 1023, (0.0, 0.0, 10.0**k), **usual), tmp_path / f"{k}.dcm")
    filling, words = dicom_filling.Filling(series_of(tmp_path)), []
    save(image(PIXELS[3] & 1023, (0.0, 0.0, 1000.0), **usual | other), tmp_path / "3.dcm")

    def word_by_word(*given: Any, **more: Any) -> Any:
        words.append(given[1].name)
        return plain_file(*given, **more)

    monkeypatch.setattr(dicom_filling, "plain_file", word_by_word)
    for k in range(4):
        filling._put(k, filling._plainly(k))
    assert words == ["0.dcm", "3.dcm"]


def test_a_drive_that_gets_slow_while_two_hands_read_is_asked_for_many_slices_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixels = np.tile(PIXELS, (4, 1, 1))
    series, asked = written(tmp_path, ExplicitVRLittleEndian, pixels), []
    read_in_the_way("two hands", monkeypatch)
    mine, plainly, told = threading.current_thread(), dicom_filling.Filling._plainly, threading.Event()

    class Slow(dicom_filling.TwoHands):
        def __init__(self, *given: Any) -> None:
            monkeypatch.setattr(dicom_filling, "DISTANT_S", -1.0)
            super().__init__(*given)

        def end(self) -> None:
            super().end()
            told.set()

    def held(filling: dicom_filling.Filling, k: int) -> Any:
        if k and threading.current_thread() is not mine:
            assert told.wait(10)
        return plainly(filling, k)

    def together(filling: dicom_filling.Filling, order: Any) -> Any:
        asked.extend(order)
        yield from (filling._put(k, plainly(filling, k)) for k in asked)

    monkeypatch.setattr(dicom_filling, "TwoHands", Slow)
    monkeypatch.setattr(dicom_filling.Filling, "_plainly", held)
    monkeypatch.setattr(dicom_filling.Filling, "_fill_together", together)
    filling = dicom_filling.Filling(series)
    assert sorted(filling.fill(iter(range(36)))) == list(range(36))
    taken = two_hands.HANDFUL
    assert asked in (list(range(taken, 36)), list(range(2 * taken, 36)))  # whether or not the other hand had begun
    assert np.array_equal(filling.voxels, pixels)


def test_a_drive_that_is_slow_at_the_first_header_is_asked_for_all_slices_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    series, asked = written(tmp_path, ExplicitVRLittleEndian), []
    read_in_the_way("two hands", monkeypatch)
    monkeypatch.setattr(dicom_filling, "DISTANT_S", -1.0)
    together = dicom_filling.Filling._fill_together

    def told(filling: dicom_filling.Filling, order: Iterator[int]) -> Iterator[int]:
        asked.extend(order)
        yield from together(filling, iter(asked))

    monkeypatch.setattr(dicom_filling.Filling, "_fill_together", told)
    filling = dicom_filling.Filling(series)
    assert list(filling.fill(iter((4, 0, *range(5, 9), 1, 2, 3)))) == asked
    assert asked == [4, 0, 5, 6, 7, 8, 1, 2, 3]
    assert np.array_equal(filling.voxels, PIXELS)


def test_there_is_room_for_all_slices_before_several_threads_read_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for k in range(6):
        tags = {"RescaleSlope": 2.0, "RescaleIntercept": 0.0} if k in (0, 3) else {}
        save(image(PIXELS[k], (0.0, 0.0, 4.0 * k), **tags), tmp_path / f"{k}.dcm")
    series, together, room = series_of(tmp_path), dicom_filling.Filling._fill_together, []

    def looked_at(filling: dicom_filling.Filling, order: Iterator[int]) -> Iterator[int]:
        room.append(filling.voxels is not None)
        yield from together(filling, order)

    read_in_the_way("two hands", monkeypatch)
    monkeypatch.setattr(dicom_filling, "DISTANT_S", -1.0)
    monkeypatch.setattr(dicom_filling.Filling, "_fill_together", looked_at)
    voxels = read_series(series).voxels
    assert room == [True]
    assert np.array_equal(voxels, [PIXELS[k] * (2.0 if k in (0, 3) else 1.0) for k in range(6)])


def test_a_header_that_cannot_be_compared_is_read_word_by_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An element of the file's own group behind others, in a file without VRs."""
    series = written(tmp_path, ImplicitVRLittleEndian)
    path = series.files[0].path
    raw = path.read_bytes()
    at = raw.index(struct.pack("<HH", 0x0008, 0x0018))
    path.write_bytes(raw[:at] + struct.pack("<HHI", 0x0002, 0x0013, 4) + b"ABCD" + raw[at:])
    read_in_the_way("two hands", monkeypatch)
    assert np.array_equal(read_series(series).voxels, PIXELS)


@pytest.mark.parametrize("way", ["one after the other", "two hands"])
def test_where_left_is_not_known_by_words_it_is_not_known_by_likeness(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """A position that is no text in its character set, but would be a number in another one."""
    for k in range(5):
        save(image(PIXELS[k], (100.0, 200.0, 4.0 * k), SpecificCharacterSet="ISO_IR 192"), tmp_path / f"{k}.dcm")
        path, raw = tmp_path / f"{k}.dcm", (tmp_path / f"{k}.dcm").read_bytes()
        assert b"100.0" in raw
        path.write_bytes(raw.replace(b"100.0", b"\xa010.0"))
    series = series_of(tmp_path)
    read_in_the_way(way, monkeypatch)
    assert (series.orientation_known, read_series(series).orientation_known) == (False, False)


def test_a_header_is_learnt_once_also_where_it_teaches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    series, words = written(tmp_path, ExplicitVRLittleEndian, RescaleSlope=2.0, RescaleIntercept=1.0), []

    def word_by_word(*given: Any, **more: Any) -> Any:
        words.append(given)
        return plain_file(*given, **more)

    read_in_the_way("two hands", monkeypatch)
    monkeypatch.setattr(dicom_filling, "plain_file", word_by_word)
    assert np.array_equal(read_series(series).voxels, PIXELS * 2.0 + 1.0)
    assert len(words) == len(PIXELS) + 1


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, JPEGLSLossless], ids=["plain", "compressed"])
@pytest.mark.parametrize("way", ["one after the other", "two hands", "together"])
def test_a_drive_that_gives_a_little_at_a_time_gives_all_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, syntax: UID, way: str
) -> None:
    class Little(FileIO):
        def read(self, size: int = -1) -> bytes:
            return super().read(min(size, 3000) if size >= 0 else 3000)

        def readinto(self, into: Any) -> int:
            return super().readinto(memoryview(into).cast("B")[:3000])

    for k in range(4):
        save(image(PIXELS[k], (0.0, 0.0, 4.0 * k)), tmp_path / f"{k}.dcm", syntax)
        if syntax == JPEGLSLossless:
            picture = pydicom.dcmread(tmp_path / f"{k}.dcm")
            (stream,) = generate_frames(picture.PixelData, number_of_frames=1)
            picture.PixelData = encapsulate([stream], fragments_per_frame=3)
            picture.save_as(tmp_path / f"{k}.dcm")
    series = series_of(tmp_path)
    read_in_the_way(way, monkeypatch)
    monkeypatch.setattr(dicom_filling, "FileIO", Little)
    assert np.array_equal(read_series(series).voxels, PIXELS[:4])


def test_one_frame_out_of_each_of_several_files_comes_in_the_order_that_is_wanted(tmp_path: Path) -> None:
    series = written(tmp_path, ExplicitVRLittleEndian)
    arrival = Arrival(replace(series, files=tuple(SliceFile(item.path, 1) for item in series.files)))
    assert list(_order(arrival.series, arrival)) == list(Arrival(series).order())


@pytest.mark.parametrize("way", ["one after the other", "two hands", "together"])
def test_what_only_the_first_header_tells_is_known_though_the_middle_slice_came_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    series = written(tmp_path, ExplicitVRLittleEndian, Manufacturer="Maker", EchoTime=90.0)
    read_in_the_way(way, monkeypatch)
    filling = dicom_filling.Filling(series)
    assert set(filling.fill(iter((4, 5, 3, 6, 2, 7, 1, 8, 0)))) == set(range(9))
    assert filling.first is not None
    assert (filling.first.manufacturer, filling.first.echo_time_ms) == ("Maker", 90.0)
    assert filling.first.path == series.files[0].path


@pytest.mark.parametrize("first", [0, 4])
def test_the_first_slice_is_read_as_it_is_though_its_file_was_replaced_after_its_header_was_learnt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    series = written(tmp_path, ExplicitVRLittleEndian)
    item, learn = series.files[first].path, dicom_filling.Filling._learn
    other = PIXELS[first][::-1].copy()

    def replaced(filling: dicom_filling.Filling, k: int) -> None:
        learn(filling, k)
        place = pydicom.dcmread(item, stop_before_pixels=True).ImagePositionPatient
        save(image(other, tuple(place), ImageComments="made anew", RescaleSlope=2.0, Manufacturer="Another"), item)

    read_in_the_way("two hands", monkeypatch)
    monkeypatch.setattr(dicom_filling.Filling, "_learn", replaced)
    filling = dicom_filling.Filling(series)
    assert set(filling.fill(iter([first, *(k for k in range(9) if k != first)]))) == set(range(9))
    assert np.array_equal(filling.voxels[first], 2.0 * other)
    assert np.array_equal(np.delete(filling.voxels, first, 0), np.delete(PIXELS, first, 0))
    assert filling.first is not None
    assert filling.first.slope == (2.0 if first == 0 else 1.0)


def with_padding_behind(folder: Path) -> Series:
    """Slices whose headers differ in length, and of which something follows the pixels."""
    for k in range(4):
        picture = image(PIXELS[k], (0.0, 0.0, 10.0**k), InstanceNumber=k)
        picture.add_new(0x00420011, "OB", b"x" * 64)
        picture.add_new(0xFFFCFFFC, "OB", bytes(200))
        save(picture, folder / f"{k}.dcm")
    return series_of(folder)


@pytest.mark.parametrize("told", ["100 bytes less", "as many as come"])
def test_a_slice_with_fewer_pixels_than_the_others_is_not_filled_up_with_what_follows_them(
    tmp_path: Path, told: str
) -> None:
    series = with_padding_behind(tmp_path)
    raw = bytearray((tmp_path / "2.dcm").read_bytes())
    at = raw.index(b"\xe0\x7f\x10\0OW") + 8
    if told == "as many as come":
        raw[at : at + 4] = b"\xff" * 4
    else:
        raw[at : at + 4] = (PIXELS[2].nbytes - 100).to_bytes(4, "little")
        del raw[at + 4 : at + 104]
    (tmp_path / "2.dcm").write_bytes(raw)
    with pytest.raises(StudyReadError, match=r"2\.dcm"):
        read_series(series)


def test_one_wrong_length_in_a_header_takes_no_memory(tmp_path: Path) -> None:
    series = with_padding_behind(tmp_path)
    path = series.files[0].path
    with path.open("rb") as file:
        known = likeness(path.read_bytes()[:CHUNK], plain_file(file, path))
    raw = bytearray((tmp_path / "1.dcm").read_bytes())
    assert known.moved(bytes(raw[:CHUNK])) is not None
    at = raw.index(b"\x42\0\x11\0OB") + 8
    raw[at : at + 4] = (0x3FFFFFF0).to_bytes(4, "little")
    tracemalloc.start()
    try:
        assert known.moved(bytes(raw[:CHUNK])) is None
        assert tracemalloc.get_traced_memory()[1] < 1e6
    finally:
        tracemalloc.stop()
    (tmp_path / "1.dcm").write_bytes(raw)
    with pytest.raises(StudyReadError, match=r"1\.dcm"):
        read_series(series)


def test_a_name_of_four_gigabytes_takes_no_memory(tmp_path: Path) -> None:
    path = save(image(PIXELS[0]), tmp_path / "a.dcm", ImplicitVRLittleEndian)
    raw = bytearray(path.read_bytes())
    at = raw.index(b"\x10\0\x10\0", 132) + 4
    raw[at : at + 4] = (0xFFFFFFFE).to_bytes(4, "little")
    path.write_bytes(raw)
    tracemalloc.start()
    try:
        with path.open("rb") as file, pytest.raises(NotPlain):
            plain_file(file, path)
        assert tracemalloc.get_traced_memory()[1] < 1e6
    finally:
        tracemalloc.stop()
