"""Broken, foreign, forbidden and vanishing files: one calm sentence each, and everything else is still read."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import gdcm
import imagecodecs
import nibabel as nib
import numpy as np
import pytest
from dicom_files import image, save, stack
from PIL import Image
from pydicom.encaps import encapsulate
from pydicom.uid import (
    CTImageStorage,
    DeflatedExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLSLossless,
    RLELossless,
)

from glioma_desktop.errors import CatalogueError, StudyReadError
from glioma_desktop.study.arrival import Arrival
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.dicom_codec import decode_grey
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.scan_report import scan_paths
from glioma_desktop.study.series import Series

PIXELS = np.random.default_rng(3).integers(0, 900, (64, 64)).astype(np.uint16)


def cut(share: float, syntax: object = None) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        save(image(PIXELS), path, syntax)
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    return make


def without_pixels(path: Path) -> None:
    ds = image(PIXELS)
    del ds.PixelData
    save(ds, path)


def report(path: Path) -> None:
    ds = image(PIXELS, SOPClassUID="1.2.840.10008.5.1.4.1.1.88.11", Modality="SR")
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID
    for word in ("PixelData", "Rows", "Columns"):
        delattr(ds, word)
    save(ds, path)


def noise(path: Path) -> None:
    path.write_bytes(b"\0" * 128 + b"DICM" + np.random.default_rng(5).bytes(500))


BROKEN: list[tuple[str, str, Callable[[Path], object], str]] = [
    ("cut in its pixels", "a.dcm", cut(0.6), "is cut off"),
    ("cut in its compressed pixels", "a.dcm", cut(0.8, JPEGLSLossless), "is cut off"),
    ("run-length pixels cut off", "a.dcm", cut(0.8, RLELossless), "is cut off"),
    ("cut in its header", "a.dcm", cut(0.03), "no image|no pixels|damaged|cut off"),
    ("only the preamble", "a.dcm", lambda p: p.write_bytes(b"\0" * 128 + b"DICM"), "no image|damaged"),
    ("noise after the preamble", "a.dcm", noise, "no image|damaged|cut"),
    ("empty", "a.dcm", lambda p: p.write_bytes(b""), "is empty"),
    ("empty without an ending", "IM0001", lambda p: p.write_bytes(b""), "is empty"),
    ("empty NIfTI", "a.nii.gz", lambda p: p.write_bytes(b""), "is empty"),
    ("a text renamed to DICOM", "a.dcm", lambda p: p.write_text("Dear colleague, " * 40), "named like a DICOM file"),
    ("a text renamed to NIfTI", "a.nii", lambda p: p.write_text("Dear colleague, " * 40), "not a NIfTI file"),
    ("a text renamed to packed NIfTI", "a.nii.gz", lambda p: p.write_text("Dear colleague, " * 40), "not a NIfTI file"),
    ("no pixels", "a.dcm", without_pixels, "no pixels"),
    ("a report instead of an image", "a.dcm", report, "no image .*Text SR"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "name", "make", "words"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_broken_file_is_named_with_its_reason_and_the_rest_is_read(
    tmp_path: Path, case: str, name: str, make: Callable[[Path], object], words: str
) -> None:
    stack(tmp_path / "good")
    make(tmp_path / name)
    catalogue = Catalogue()
    (study,) = catalogue.scan(tmp_path)
    assert study.series[0].shape == (5, 6, 7)
    (bad,) = catalogue.unreadable
    assert bad.path == tmp_path / name
    assert bad.reason.startswith(name) or f" {name} " in bad.reason
    assert bad.reason.endswith(".")
    assert "\n" not in bad.reason
    assert re.search(words, bad.reason)


def damaged(raw: bytes, rng: np.random.Generator) -> bytes:
    """A file with a few wrong bytes, a hole, or without its end."""
    data = bytearray(raw)
    where = int(rng.integers(len(data)))
    kind = rng.integers(4)
    if kind == 0:
        return bytes(data[:where])
    if kind == 1:
        data[where : where + 200] = bytes(len(data[where : where + 200]))
    for place in rng.integers(0, len(data) if kind == 2 else min(900, len(data)), 6):
        data[place] = rng.integers(256)
    return bytes(data)


@pytest.mark.parametrize(
    "kind", ["explicit", "implicit", "deflated", "run-length", "JPEG-LS", "JPEG 2000", "nifti", "packed nifti"]
)
@pytest.mark.filterwarnings("ignore")
def test_no_damage_brings_the_program_down(tmp_path: Path, kind: str) -> None:
    path = tmp_path / {"nifti": "a.nii", "packed nifti": "a.nii.gz"}.get(kind, "a.dcm")
    syntaxes = {"implicit": ImplicitVRLittleEndian, "deflated": DeflatedExplicitVRLittleEndian,
                "run-length": RLELossless, "JPEG-LS": JPEGLSLossless, "JPEG 2000": JPEG2000Lossless}  # fmt: skip
    if "nifti" in kind:
        nib.Nifti1Image(PIXELS[None].astype(np.int16), np.eye(4)).to_filename(path)
    else:
        save(image(PIXELS), path, syntaxes.get(kind))
    whole = path.read_bytes()
    rng = np.random.default_rng(11)
    reasons: list[str] = []
    for _ in range(60):
        path.write_bytes(damaged(whole, rng))
        catalogue = Catalogue()
        found = catalogue.scan(tmp_path)
        reasons += [item.reason for item in catalogue.unreadable]
        for series in (series for study in found for series in study.series):
            try:
                read_series(series)
            except StudyReadError as error:
                reasons.append(error.message)
    assert len(reasons) > 10
    assert all(path.name in reason for reason in reasons)


def jpeg(path: Path, kind: str) -> None:
    if kind == "lossless":
        plain = save(image(PIXELS), path.with_name("plain"))
        reader, change, writer = gdcm.ImageReader(), gdcm.ImageChangeTransferSyntax(), gdcm.ImageWriter()
        reader.SetFileName(str(plain))
        assert reader.Read()
        change.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.JPEGLosslessProcess14_1))
        change.SetInput(reader.GetImage())
        assert change.Change()
        writer.SetFile(reader.GetFile())
        writer.SetImage(change.GetOutput())
        writer.SetFileName(str(path))
        assert writer.Write()
        plain.unlink()
        return
    Image.fromarray((PIXELS // 4).astype(np.uint8)).save(path, "JPEG")
    ds = image((PIXELS // 4).astype(np.uint8), PixelData=encapsulate([path.read_bytes()]))
    ds.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    ds["PixelData"].VR = "OB"
    save(ds, path)


DAMAGE_JPEG = """
import sys
import warnings
from pathlib import Path

import numpy as np

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.reading import read_series

warnings.simplefilter("ignore")
path, rng, refused, read = Path(sys.argv[1]), np.random.default_rng(int(sys.argv[2])), 0, 0
whole = path.read_bytes()
start = whole.rindex(b"\\xff\\xd8\\xff")
for _ in range(120):
    raw = bytearray(whole)
    for place in start + rng.integers(0, 180 if rng.integers(2) else len(raw) - start, rng.integers(1, 5)):
        raw[place] = rng.integers(256)
    path.write_bytes(raw)
    for study in Catalogue().scan(path):
        try:
            read_series(study.series[0])
            read += 1
        except StudyReadError as error:
            refused += path.name in error.message
print(refused, read)
"""


@pytest.mark.parametrize("kind", ["baseline", "lossless"])
def test_a_damaged_jpeg_does_not_take_the_program_with_it(tmp_path: Path, kind: str) -> None:
    jpeg(tmp_path / "a.dcm", kind)
    assert read_series(Catalogue().scan(tmp_path)[0].series[0]).shape == (1, 64, 64)
    done = subprocess.run(
        [sys.executable, "-c", DAMAGE_JPEG, str(tmp_path / "a.dcm"), "3"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-500:]
    refused, read = map(int, done.stdout.split())
    assert refused > 20
    assert read > 5


def test_jpeg_ls_pixels_cut_off_anywhere_are_refused_at_once() -> None:
    stream = imagecodecs.jpegls_encode((PIXELS % 256).astype(np.uint8))
    refused = 0
    began = time.process_time()
    for length in range(40, len(stream) - 20, 7):
        with pytest.raises((RuntimeError, ValueError)):
            decode_grey(stream[:length], JPEGLSLossless, np.empty((64, 64), np.uint8))
        refused += 1
    assert refused > 100
    assert time.process_time() - began < 3.0


def test_a_dicom_file_is_found_under_any_name(tmp_path: Path) -> None:
    save(image(PIXELS), tmp_path / "holiday.jpg")
    (study,) = Catalogue().scan(tmp_path)
    assert np.array_equal(read_series(study.series[0]).voxels[0], PIXELS)


@pytest.mark.parametrize("name", ["scan.img", "scan", "scan.nii.gz"])
def test_a_nifti_file_under_another_name_says_how_to_rename_it(tmp_path: Path, name: str) -> None:
    nib.Nifti1Image(np.zeros((3, 4, 5), np.int16), np.eye(4)).to_filename(tmp_path / "x.nii")
    (tmp_path / "x.nii").rename(tmp_path / name)
    catalogue = Catalogue()
    assert catalogue.scan(tmp_path) == []
    assert "rename it to end in .nii" in catalogue.unreadable[0].reason


def test_pictures_and_letters_are_passed_over_without_a_word(tmp_path: Path) -> None:
    stack(tmp_path)
    for name, content in (("a.jpg", b"\xff\xd8\xff\xe0" + b"x" * 900), ("b.txt", b"notes"), ("._1.dcm", b"\0\5\x16\7"),
                          ("c.csv", b""), (".DS_Store", b"x"), ("d.pdf", b"%PDF-1.4")):  # fmt: skip
        (tmp_path / name).write_bytes(content)
    catalogue = Catalogue()
    assert len(catalogue.scan(tmp_path)) == 1
    assert catalogue.unreadable == []


def test_a_dicomdir_is_no_image_and_no_complaint(tmp_path: Path) -> None:
    stack(tmp_path)
    ds = image(PIXELS, SOPClassUID="1.2.840.10008.1.3.10", DirectoryRecordSequence=[])
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID
    del ds.PixelData
    save(ds, tmp_path / "DICOMDIR")
    catalogue = Catalogue()
    assert len(catalogue.scan(tmp_path)) == 1
    assert catalogue.unreadable == []


def test_a_ct_is_listed_as_a_ct(tmp_path: Path) -> None:
    save(
        image(PIXELS, Modality="CT", SOPClassUID=CTImageStorage, RescaleIntercept=-1024.0, RescaleSlope=1.0),
        tmp_path / "ct.dcm",
    )
    (study,) = Catalogue().scan(tmp_path)
    assert study.series[0].modality == "CT"
    assert study.series[0].sequence == "other"
    assert read_series(study.series[0]).voxels.min() == PIXELS.min() - 1024.0


def test_a_link_that_leads_nowhere_and_one_that_leads_back_do_no_harm(tmp_path: Path) -> None:
    stack(tmp_path)
    (tmp_path / "dead.dcm").symlink_to(tmp_path / "gone")
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    catalogue = Catalogue()
    (study,) = catalogue.scan(tmp_path)
    assert study.series[0].shape == (5, 6, 7)
    reasons = {item.path.name: item.reason for item in catalogue.unreadable}
    assert reasons["dead.dcm"] == "dead.dcm is a link to a file that is not there."
    assert set(reasons) == {"dead.dcm", "self"}


@pytest.mark.parametrize("name", ["患者 王/增强 T1", "Müller, Jörg/T1 + KM", "bad\udcff\udcfe name"])
def test_names_in_any_script_or_none_are_read_and_reported(tmp_path: Path, name: str) -> None:
    stack(tmp_path / name)
    report = json.loads(json.dumps(scan_paths([tmp_path])))
    (series,) = report["studies"][0]["series"]
    assert {str(Path(file).parent) for file in series["files"]} == {str(tmp_path / name)}
    (study,) = Catalogue().scan(tmp_path)
    assert read_series(study.series[0]).shape == (5, 6, 7)


def test_a_path_that_does_not_exist_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"no file or folder .*gone"):
        Catalogue().scan(tmp_path / "gone")


def two_slices(folder: Path) -> Series:
    stack(folder)
    (study,) = Catalogue().scan(folder)
    return study.series[0]


def test_a_file_that_vanishes_after_the_scan_is_named_when_it_is_read(tmp_path: Path) -> None:
    series = two_slices(tmp_path)
    series.files[2].path.unlink()
    with pytest.raises(StudyReadError, match="no longer there") as caught:
        read_series(series)
    assert caught.value.path == series.files[2].path


def test_a_folder_that_is_pulled_away_is_named_rather_than_one_of_its_files(tmp_path: Path) -> None:
    series = two_slices(tmp_path / "disc" / "study")
    (tmp_path / "disc").rename(tmp_path / "elsewhere")
    with pytest.raises(
        StudyReadError, match=r"^The folder disc is no longer there: was it moved\? File > Find moved folder\.$"
    ):
        read_series(series)


def test_a_file_that_is_cut_or_changed_after_the_scan_is_named_when_it_is_read(tmp_path: Path) -> None:
    series = two_slices(tmp_path)
    path = series.files[1].path
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    with pytest.raises(StudyReadError, match="cannot be decoded") as caught:
        read_series(series)
    assert caught.value.path == path
    save(image(PIXELS, (0, 0, 3.0)), path)
    with pytest.raises(StudyReadError, match="has changed since"):
        read_series(series)
    path.write_bytes(b"nothing like it")
    with pytest.raises(StudyReadError, match=path.name):
        read_series(series)


@pytest.mark.parametrize(
    ("before", "after"),
    [(b"\2\0\x10\0UI\x12\0", b"\2\0\x10\0UI\0\4"), (b"\x28\0\x52\x10", b"\0\x52\x30\x92")],
    ids=["a syntax of a thousand letters", "a sequence that is none"],
)
def test_what_pydicom_stumbles_over_only_when_it_is_asked_is_said_of_the_file_too(
    tmp_path: Path, before: bytes, after: bytes
) -> None:
    for k in range(2):
        save(image(PIXELS, (0.0, 0.0, 3.0 * k), RescaleIntercept="0"), tmp_path / f"{k}.dcm", ImplicitVRLittleEndian)
    ((series,),) = (study.series for study in Catalogue().scan(tmp_path))
    path = series.files[1].path
    raw = path.read_bytes()
    assert raw.count(before) == 1
    path.write_bytes(raw.replace(before, after))
    with pytest.raises(StudyReadError, match=r"^1\.dcm .*\.$|^The pixels of 1\.dcm .*\.$"):
        read_series(series)


@pytest.mark.parametrize("name", ["t1.nii", "t1.nii.gz"])
def test_a_volume_that_was_mirrored_in_its_file_after_the_scan_is_not_shown_under_the_old_boxes(
    tmp_path: Path, name: str
) -> None:
    path, affine = tmp_path / name, np.diag([-1.0, -1.0, 2.0, 1.0])
    voxels = np.arange(5 * 6 * 7, dtype=np.int16).reshape(5, 6, 7)
    nib.save(nib.Nifti1Image(voxels, affine), path)
    (series,) = Catalogue().scan(tmp_path)[0].series
    read_series(series)
    nib.save(nib.Nifti1Image(voxels[::-1], affine @ np.diag([-1.0, 1, 1, 1])), path)
    for arrival in (None, Arrival(series)):
        with pytest.raises(StudyReadError, match=rf"^{name} has changed since the folder was opened"):
            read_series(series, arrival=arrival)


def test_a_folder_that_vanishes_while_it_is_scanned_ends_quietly(tmp_path: Path) -> None:
    stack(tmp_path / "a")
    stack(tmp_path / "b", series="1.7")
    catalogue = Catalogue()

    def remove(progress: object) -> None:
        if (tmp_path / "b").exists():
            shutil.rmtree(tmp_path / "b")

    (study,) = catalogue.scan(tmp_path, remove)
    assert len(study.series) == 1
    assert len(catalogue.unreadable) == 5
    assert all("disappeared" in item.reason for item in catalogue.unreadable)


@contextmanager
def somebody_else() -> Iterator[None]:
    """Root may read everything, so a test on permissions runs as nobody."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="this system has no Unix permissions")
def test_a_forbidden_file_and_a_forbidden_folder_are_named(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=tempfile.gettempdir()) as name:
        folder = Path(name)
        folder.chmod(0o755)
        paths = stack(folder / "open")
        stack(folder / "closed", series="1.7")
        paths[0].chmod(0)
        (folder / "closed").chmod(0)
        catalogue = Catalogue()
        try:
            with somebody_else():
                (study,) = catalogue.scan(folder)
                with pytest.raises(CatalogueError, match="may not be opened"):
                    Catalogue().scan(folder / "closed")
        finally:
            (folder / "closed").chmod(0o755)
        assert study.series[0].shape[0] == 4
        reasons = {item.path.name: item.reason for item in catalogue.unreadable}
        assert set(reasons) == {"closed", paths[0].name}
        assert all("may not be" in reason for reason in reasons.values())


def test_a_loop_of_links_does_not_hold_the_scan(tmp_path: Path) -> None:
    stack(tmp_path / "a")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "dead.dcm").symlink_to(tmp_path / "nowhere")
    catalogue = Catalogue()
    (study,) = catalogue.scan(tmp_path)
    assert len(study.series[0].files) == 5
    assert [item.path.name for item in catalogue.unreadable] == ["dead.dcm"]
