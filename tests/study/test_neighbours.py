"""A slice read by what it shares with the one before says what it says alone; whatever differs is noticed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from dicom_files import image, item, save
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian, JPEGLSLossless

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study import dicom_scan
from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.dicom_plain import CHUNK
from glioma_desktop.study.dicom_scan import HeaderReader, _by_pydicom, read_headers

PIXELS = np.arange(300, dtype=np.uint16).reshape(15, 20)
SYNTAXES = (ExplicitVRLittleEndian, ImplicitVRLittleEndian, JPEGLSLossless)


class Counted(HeaderReader):
    """Counts the files that were taken apart."""

    def __init__(self) -> None:
        super().__init__()
        self.apart = 0

    def _keep(self, *arguments: Any) -> None:
        self.apart += 1
        super()._keep(*arguments)

    def of(self, path: Path) -> DicomHeader:
        with path.open("rb", buffering=0) as file:
            (header,) = self.read(file, file.read(CHUNK), path)
        assert [header] == _by_pydicom(path)
        return header


def slice_(folder: Path, k: int, syntax: Any = ExplicitVRLittleEndian, **tags: Any) -> Path:
    own = {"InstanceNumber": k + 1, "SliceLocation": 3.25 * k, "AcquisitionTime": f"1012{k:02d}.5", **tags}
    return save(image(PIXELS, (0.0, -1.5 * k, 3.0 * k), **own), folder / f"{k:03d}.dcm", syntax)


@pytest.mark.parametrize("syntax", SYNTAXES, ids=lambda s: s.name)
def test_of_a_series_one_file_is_taken_apart_and_the_others_are_read_by_it(tmp_path: Path, syntax: Any) -> None:
    reader = Counted()
    headers = [reader.of(slice_(tmp_path, k, syntax)) for k in (0, 1, 2, 9, 10, 11, 40)]
    assert reader.apart == 1
    assert [h.instance for h in headers] == [1, 2, 3, 10, 11, 12, 41]
    assert headers[-1].position == (0.0, -60.0, 120.0)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("SeriesDescription", "AX T2"),
        ("PatientID", "A-18"),
        ("PixelSpacing", [1.5, 1.0]),
        ("ImageOrientationPatient", [0, 1, 0, 0, 0, -1]),
        ("SpecificCharacterSet", "ISO_IR 192"),
        ("RescaleSlope", 2),
        ("PatientAge", None),
        ("ImageComments", "words that stand nowhere else"),
    ],
)
def test_a_file_that_says_something_else_is_taken_at_its_own_word(tmp_path: Path, word: str, value: Any) -> None:
    reader = Counted()
    reader.of(slice_(tmp_path, 0))
    reader.of(slice_(tmp_path, 1, **{word: value}))
    assert reader.apart == 2
    reader.of(slice_(tmp_path, 2))
    assert reader.apart == 2, "the first one still measures its own"


def test_the_same_letters_elsewhere_in_a_file_are_not_taken_for_an_element(tmp_path: Path) -> None:
    """A position in a sequence, and one in a comment, before the slice's own."""
    trap = b"\x20\x00\x32\x00DS\x06\x009\\9\\9 ".decode("latin-1")
    reader = Counted()
    for k in range(4):
        nested = Sequence([item(ImagePositionPatient=[8.0, 8.0, 8.0 + k], InstanceNumber=99)])
        header = reader.of(slice_(tmp_path, k, ReferencedImageSequence=nested, ImageComments=trap))
        assert header.position == (0.0, -1.5 * k, 3.0 * k)


def test_what_turns_out_to_differ_between_slices_is_looked_at_from_then_on(tmp_path: Path) -> None:
    reader = Counted()
    for k in range(12):
        reader.of(slice_(tmp_path, k, ImageComments="x" * k, EchoTime=10 + 5 * (k % 2)))
    assert reader.apart <= 3


@pytest.mark.parametrize("syntax", SYNTAXES[:2], ids=lambda s: s.name)
def test_long_notes_of_the_maker_are_passed_over_even_beyond_the_first_kilobytes(tmp_path: Path, syntax: Any) -> None:
    reader, noise = Counted(), np.random.default_rng(3)
    for k in range(5):
        path = slice_(tmp_path, k)
        ds = image(PIXELS, (0.0, 0.0, 3.0 * k), InstanceNumber=k + 1)
        block = ds.private_block(0x0019, "MAKER", create=True)
        block.add_new(0x10, "OB", noise.bytes(2 * int(noise.integers(5_000, 40_000))))
        assert reader.of(save(ds, path, syntax)).instance == k + 1
    assert reader.apart == 1


def test_series_that_lie_mixed_in_a_folder_each_have_their_own_measure(tmp_path: Path) -> None:
    reader = Counted()
    for k in range(24):
        reader.of(slice_(tmp_path, k, series=f"1.2.{k % 3}", SeriesDescription=("AX T1", "AX T2", "AX FLAIR")[k % 3]))
    assert reader.apart == 3


def test_a_slice_that_is_cut_off_behind_a_whole_one_is_named(tmp_path: Path) -> None:
    reader = Counted()
    reader.of(slice_(tmp_path, 0))
    path = slice_(tmp_path, 1)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(StudyReadError, match=r"001\.dcm is cut off \(100 bytes are missing\)"):
        reader.of(path)
    for length in (0, 1, 131, 140, 300, 700, path.stat().st_size - 601):
        path.write_bytes(path.read_bytes()[:length])
        with path.open("rb", buffering=0) as file, pytest.raises(StudyReadError):
            reader.read(file, file.read(CHUNK), path)


@pytest.mark.filterwarnings("ignore::UserWarning:pydicom")
def test_whatever_byte_is_flipped_the_neighbour_gives_the_answer_that_the_file_alone_gives(tmp_path: Path) -> None:
    reader, whole = HeaderReader(), slice_(tmp_path, 0).read_bytes()
    path, dice = tmp_path / "flipped.dcm", np.random.default_rng(11)

    def answer(read: Any) -> Any:
        try:
            return read()
        except StudyReadError as error:
            return error.message

    def near() -> Any:
        with path.open("rb", buffering=0) as file:
            return reader.read(file, file.read(CHUNK), path)

    for _ in range(400):
        damaged = bytearray(whole)
        for at in dice.integers(132, len(whole) - PIXELS.nbytes, 2):
            damaged[at] = dice.integers(256)
        path.write_bytes(whole)
        near()
        path.write_bytes(damaged)
        assert answer(near) == answer(lambda: read_headers(path))


def test_elements_out_of_order_are_left_to_the_slow_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second InstanceNumber at the end: the last one counts, in every file."""
    again = Dataset()
    again.InstanceNumber = 77
    path = slice_(tmp_path, 0)
    raw = path.read_bytes()
    pixels = raw.rindex(b"\xe0\x7f\x10\x00")
    path.write_bytes(raw[:pixels] + b"\x20\x00\x13\x00IS\x02\x0077" + raw[pixels:])
    reader = HeaderReader()
    for _ in range(2):
        with path.open("rb", buffering=0) as file:
            assert reader.read(file, file.read(CHUNK), path) == _by_pydicom(path)
    assert dicom_scan.NEIGHBOURS == 4
    assert not reader._neighbours
