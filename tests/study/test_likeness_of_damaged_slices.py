"""A slice that was changed after the folder was opened: taken for one like its neighbour or not, the same is read or said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fuzz_dicom import mutate
from pydicom.uid import UID, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from glioma_desktop.errors import GliomaError
from glioma_desktop.study import dicom_filling
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.dicom_likeness import likeness
from glioma_desktop.study.dicom_plain import elements, plain_file
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import Series
from tests.study.dicom_files import image, item, save

PIXELS = np.arange(12 * 14, dtype=np.uint16).reshape(12, 14)
LENGTHS = (0, 1, 2, 8, 236, 335, 337, 0xFFFE, 1 << 16, 0xFFFFFFFE, 0xFFFFFFFF)
CASES = 120


def written(folder: Path, syntax: UID, rng: np.random.Generator) -> Series:
    """Slices whose headers differ in length, each with something behind its pixels."""
    folder.mkdir()
    for k in range(3):
        reference = item(ReferencedSOPInstanceUID=f"1.2.{10 ** int(rng.integers(9))}")
        picture = image(
            PIXELS + 300 * k, (0.0, 0.0, 3.0 * 10**k), ReferencedImageSequence=[reference], BitsStored=12, HighBit=11
        )
        picture.SOPInstanceUID = picture.file_meta.MediaStorageSOPInstanceUID = f"1.2.7.{k}"
        picture["ReferencedImageSequence"].is_undefined_length = bool(rng.integers(2))
        picture.add_new(0x00420011, "OB", b"x" * 2 * int(rng.integers(1, 30)))
        picture.add_new(0xFFFCFFFC, "OB", bytes(1000))
        save(picture, folder / f"{k}.dcm", syntax)
    ((series,),) = (study.series for study in Catalogue().scan(folder))
    return series


def another_length(raw: bytes, syntax: UID, rng: np.random.Generator) -> bytes:
    """One element says another length than it has."""
    places = list(elements(raw, syntax))
    tag, begin, body, _ = places[-1 if rng.integers(3) == 0 else int(rng.integers(len(places)))]
    length = LENGTHS[int(rng.integers(len(LENGTHS)))]
    wide = body - begin == (12 if syntax == ExplicitVRLittleEndian or tag >> 16 == 2 else 8)
    width = 4 if wide else 2
    return raw[: body - width] + (length % (1 << 8 * width)).to_bytes(width, "little") + raw[body:]


def outcome(series: Series) -> Any:
    try:
        volume = read_series(series)
    except GliomaError as error:
        return error.message
    return str(volume.voxels.dtype), volume.voxels.tolist(), volume.affine.tolist(), volume.uneven_mm, volume.inverted


@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, ImplicitVRLittleEndian], ids=["explicit", "implicit"])
@pytest.mark.parametrize("large", [1, 1 << 60], ids=["two hands", "one after the other"])
def test_a_changed_slice_is_read_by_likeness_as_it_is_read_word_by_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, syntax: UID, large: int
) -> None:
    monkeypatch.setattr(dicom_filling, "LARGE", large)
    monkeypatch.setattr(dicom_filling, "SLOW_S", 1e9)
    monkeypatch.setattr(dicom_filling, "DISTANT_S", 1e9)
    said = read = 0
    rng = np.random.default_rng(29)
    for number in range(CASES):
        series = written(tmp_path / str(number), syntax, rng)
        path = series.files[int(rng.integers(1, 3))].path
        raw = path.read_bytes()
        path.write_bytes(another_length(raw, syntax, rng) if number % 2 else mutate(raw, rng)[1])
        found = outcome(series)
        with monkeypatch.context() as patch:
            patch.setattr(dicom_filling.Filling, "_alike", lambda *_: None)
            assert found == outcome(series), number
        said, read = said + isinstance(found, str), read + isinstance(found, tuple)
    assert min(said, read) > CASES // 10


@pytest.mark.parametrize(
    "stored",
    [
        "1\\-2.5\\3e1",
        " 1 \\ 2\\3 ",
        "1\\2\\3\0",
        "\xa01\\2\\3",
        "1\\2",
        "1\\2\\3\\4",
        "1\\\\3",
        "nan\\1\\2",
        "1\\nan\\2",
        "1\\2\\NaN",
        "inf\\1\\2",
        "1\\2\\-inf",
        "1\\2\\100001",
        "-1e9\\2\\3",
        "a\\b\\c",
        "",
    ],
)
def test_a_position_is_read_in_the_same_way_wherever_it_stands_in_a_header_that_is_known(
    tmp_path: Path, stored: str
) -> None:
    save(image(PIXELS, (12345.25, 23456.25, 34567.25)), tmp_path / "0.dcm")
    start = (tmp_path / "0.dcm").read_bytes()
    with (tmp_path / "0.dcm").open("rb") as file:
        plain = plain_file(file, tmp_path / "0.dcm")
        assert plain is not None
        like = likeness(start[: plain.offset], plain)
        assert like is not None
        assert like.position is not None
        begin, end = like.position
        other = start[:begin] + stored.encode("latin-1").ljust(end - begin) + start[end:]
        assert like.fits(other)
        again = plain_file(file, tmp_path / "0.dcm", start=other)
    assert again is not None
    assert like.position_in(other) == again.header.position
