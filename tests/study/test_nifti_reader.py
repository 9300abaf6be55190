"""The voxels and the space of a NIfTI file, in every data type, byte order and unit; a header that lies is refused."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import imagecodecs
import nibabel as nib
import numpy as np
import pytest

from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.nifti_reader import read_nifti
from glioma_desktop.study.reading import read_series, read_slice
from glioma_desktop.study.unpacking import LAST_UNPACKED, MOST_KEPT

RAS = np.diag([-1.0, -2.0, 3.0, 1.0])


def ramp(dtype: Any = np.int16, shape: tuple[int, ...] = (5, 6, 7)) -> np.ndarray:
    return (np.arange(np.prod(shape)) % 120).reshape(shape).astype(dtype)


def write(
    path: Path, data: np.ndarray, affine: np.ndarray | None = RAS, kind: Any = nib.Nifti1Image, **header: Any
) -> Path:
    picture = kind(data, None, dtype=data.dtype)
    if affine is not None:
        picture.header.set_zooms([*np.abs(np.diag(affine)[:3]), *[1.0] * (data.ndim - 3)])
        picture.header.set_sform(affine, code=1)
    for name, value in header.items():
        picture.header[name] = value
    picture.to_filename(path)
    return path


@pytest.mark.parametrize(
    "dtype",
    ["u1", "i1", "<i2", ">i2", "<u2", ">u2", "<i4", ">i4", "<u4", "<i8", "<u8", "<f4", ">f4", "<f8", ">f8"],
)
@pytest.mark.parametrize("name", ["a.nii", "a.nii.gz"])
def test_every_number_type_and_byte_order(tmp_path: Path, dtype: str, name: str) -> None:
    data = ramp(np.dtype(dtype))
    kind = np.dtype(dtype)
    header = nib.Nifti1Header(endianness=">" if kind.byteorder == ">" else "<")
    header.set_data_dtype(kind)
    nib.Nifti1Image(data, RAS, header).to_filename(tmp_path / name)
    volume = read_nifti(tmp_path / name)
    assert np.array_equal(volume.voxels, data.transpose(2, 1, 0))
    assert volume.voxels.dtype == (np.float32 if kind.kind == "f" else kind.newbyteorder("="))
    assert volume.voxels.dtype.isnative


@pytest.mark.parametrize("level", [0, 9])
@pytest.mark.parametrize("first_part", [0, 100, 400])
def test_a_header_is_found_however_it_is_packed_and_whatever_follows_it(
    tmp_path: Path, level: int, first_part: int
) -> None:
    picture = nib.Nifti1Image(ramp(), RAS)
    picture.header.extensions.append(nib.nifti1.Nifti1Extension("comment", bytes(range(1, 256)) * 40))
    plain = picture.to_bytes()
    parts = (plain[:first_part], plain[first_part:]) if first_part else (plain,)
    path = tmp_path / "a.nii.gz"
    path.write_bytes(b"".join(gzip.compress(part, level) for part in parts))
    volume, theirs = read_nifti(path), nib.load(path)
    assert np.array_equal(volume.voxels, np.asarray(theirs.dataobj).transpose(2, 1, 0))
    assert np.allclose(volume.affine, np.diag([-1, -1, 1, 1]) @ theirs.affine[:, [2, 1, 0, 3]])


BEHIND = {"a letter": b"x", "half of a beginning": b"\x1f", "zeros": bytes(512), "a footer": b"made by a tool " * 40}


@pytest.mark.parametrize("behind", BEHIND.values(), ids=BEHIND)
@pytest.mark.parametrize("first_part", [0, 400])
def test_bytes_behind_a_packed_file_are_passed_over_and_its_checksum_is_verified(
    tmp_path: Path, behind: bytes, first_part: int
) -> None:
    plain = nib.Nifti1Image(ramp(), RAS).to_bytes()
    parts = (plain[:first_part], plain[first_part:]) if first_part else (plain,)
    packed, path = b"".join(map(gzip.compress, parts)), tmp_path / "a" / "t1.nii.gz"
    path.parent.mkdir()
    path.write_bytes(packed + behind)
    (study,) = Catalogue().scan(tmp_path)
    assert np.array_equal(read_series(study.series[0]).voxels, ramp().transpose(2, 1, 0))
    checksum = len(packed) - 8
    for damaged in (packed[:checksum] + bytes([packed[checksum] ^ 1]) + packed[checksum + 1 :], packed[:checksum]):
        path.write_bytes(damaged + behind)
        with pytest.raises(StudyReadError, match=r"cut off"):
            read_nifti(path)


def test_complex_values_become_magnitudes_and_colours_brightness(tmp_path: Path) -> None:
    write(tmp_path / "c.nii", np.full((3, 4, 5), 3 + 4j, np.complex64))
    assert read_nifti(tmp_path / "c.nii").voxels[0, 0, 0] == 5.0
    rgb = np.zeros((3, 4, 5), dtype=[("R", "u1"), ("G", "u1"), ("B", "u1")])
    rgb["G"] = 100
    write(tmp_path / "rgb.nii", rgb)
    assert read_nifti(tmp_path / "rgb.nii").voxels[0, 0, 0] == 59


def test_scaling_is_applied_and_voxels_that_are_not_numbers_are_zero_with_a_word(tmp_path: Path) -> None:
    path = write(tmp_path / "s.nii", ramp(np.uint8))
    raw = bytearray(path.read_bytes())
    raw[112:120] = np.array([0.5, -10.0], "<f4").tobytes()
    path.write_bytes(raw)
    assert np.allclose(read_nifti(path).voxels, ramp(np.uint8).transpose(2, 1, 0) * 0.5 - 10)
    data = ramp(np.float32)
    data[1, 2, 3] = np.nan
    volume = read_nifti(write(tmp_path / "n.nii", data))
    assert volume.voxels[3, 2, 1] == 0
    assert any("1 voxel is not a number" in w for w in volume.warnings)


def test_each_volume_of_a_4d_file_is_a_series_to_choose(tmp_path: Path) -> None:
    data = ramp(np.int16, (5, 6, 7, 3)) + np.arange(3, dtype=np.int16) * 1000
    write(tmp_path / "patient" / "perfusion.nii.gz" if (tmp_path / "patient").mkdir() is None else tmp_path, data)
    (study,) = Catalogue().scan(tmp_path)
    assert [s.uid for s in study.series] == [f"patient/perfusion.nii.gz{end}" for end in ("", "#t2", "#t3")]
    assert study.series[1].sequence == "perfusion"
    for number, series in enumerate(study.series):
        assert np.array_equal(read_series(series).voxels, data[..., number].transpose(2, 1, 0))
    assert np.array_equal(read_slice(study.series[2], 4)[0], data[:, :, 4, 2].T)
    with pytest.raises(StudyReadError, match="3 volumes"):
        read_nifti(tmp_path / "patient" / "perfusion.nii.gz", 3)


def test_a_packed_4d_file_is_unpacked_once_for_all_its_pictures_and_again_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = ramp(np.int16, (5, 6, 7, 4)) + np.arange(4, dtype=np.int16) * 1000
    path = write(tmp_path / "bold.nii.gz", data)
    (study,) = Catalogue().scan(tmp_path)
    unpacked: list[int] = []
    monkeypatch.setattr(LAST_UNPACKED, "limit_bytes", MOST_KEPT)
    whole = imagecodecs.gzip_decode
    monkeypatch.setattr(imagecodecs, "gzip_decode", lambda raw, out: unpacked.append(len(raw)) or whole(raw, out=out))
    for number, series in enumerate(study.series):
        assert read_slice(series, 3)[0][0, 0] == data[0, 0, 3, number]
    assert len(unpacked) == 1
    write(path, data + 1)
    os.utime(path, ns=(1, 1))
    assert read_slice(study.series[2], 3)[0][0, 0] == data[0, 0, 3, 2] + 1


def test_a_flat_picture_is_one_slice_and_nifti2_is_read(tmp_path: Path) -> None:
    assert read_nifti(write(tmp_path / "flat.nii", ramp(np.int16, (5, 6, 1)))).shape == (1, 6, 5)
    assert read_nifti(write(tmp_path / "two.nii", ramp(), kind=nib.Nifti2Image)).shape == (7, 6, 5)


@pytest.mark.parametrize(("code", "factor"), [(0, 1.0), (1, 1000.0), (2, 1.0), (3, 0.001)])
def test_units_are_millimetres_in_the_end(tmp_path: Path, code: int, factor: float) -> None:
    path = write(tmp_path / "u.nii", ramp(), xyzt_units=code)
    assert read_nifti(path).spacing_mm == pytest.approx((3 * factor, 2 * factor, factor))


def test_half_a_millimetre_written_in_metres_keeps_its_orientation(tmp_path: Path) -> None:
    volume = read_nifti(write(tmp_path / "m.nii", ramp(), np.diag([-5e-4, -5e-4, 5e-4, 1.0]), xyzt_units=1))
    assert volume.orientation_known
    assert volume.spacing_mm == pytest.approx((0.5, 0.5, 0.5))


def patched(path: Path, *changes: tuple[int, bytes]) -> Path:
    raw = bytearray(path.read_bytes())
    for where, value in changes:
        raw[where : where + len(value)] = value
    path.write_bytes(raw)
    return path


CODES, SIZES, SLOPE, OFFSET, UNITS, QUATERNION, SFORM = 252, 76, 112, 108, 123, 256, 280
BOTH, ONLY_Q = np.array([1, 1], "<i2").tobytes(), np.array([1, 0], "<i2").tobytes()


def floats(*values: float) -> bytes:
    return np.array(values, "<f4").tobytes()


UNUSABLE = {
    "an sform of zeros is not replaced by the qform": ((CODES, BOTH), (SFORM, floats(*[0.0] * 12))),
    "an sform that is no number": ((CODES, BOTH), (SFORM, floats(*[np.nan] * 12))),
    "a qform without voxel sizes": ((CODES, ONLY_Q), (SIZES, floats(1, 0, 0, 0))),
    "a qform whose sizes are no numbers": ((CODES, ONLY_Q), (SIZES, floats(1, np.nan, 2, 3))),
}


@pytest.mark.parametrize("case", sorted(UNUSABLE))
def test_an_orientation_that_is_none_is_not_guessed(tmp_path: Path, case: str) -> None:
    volume = read_nifti(patched(write(tmp_path / "a.nii", ramp()), *UNUSABLE[case]))
    assert not volume.orientation_known
    assert any("not usable" in w for w in volume.warnings)
    assert np.array_equal(volume.voxels, ramp().transpose(2, 1, 0))


HARMLESS = {
    "a broken qform beside a good sform": ((CODES, BOTH), (QUATERNION, floats(3, 3, 3))),
    "a unit nobody knows": ((UNITS, b"\x07"),),
    "a slope of 0": ((SLOPE, floats(0, 5)),),
    "a slope that is no number": ((SLOPE, floats(np.nan, np.nan)),),
    "an infinite slope": ((SLOPE, floats(np.inf, 0)),),
    "voxels said to begin at 0": ((OFFSET, floats(0)),),
    "a wrong number of bits": ((72, b"\x08\0"),),
}


@pytest.mark.parametrize("case", sorted(HARMLESS))
def test_a_small_slip_in_the_header_changes_neither_voxels_nor_place(tmp_path: Path, case: str) -> None:
    volume = read_nifti(patched(write(tmp_path / "a.nii", ramp()), *HARMLESS[case]))
    assert np.array_equal(volume.voxels, ramp().transpose(2, 1, 0))
    assert volume.orientation_known
    assert np.allclose(np.diag(volume.affine[:, [2, 1, 0, 3]]), (1, 2, 3, 1))


def test_voxels_said_to_begin_at_0_are_no_mask_either(tmp_path: Path) -> None:
    write(tmp_path / "t1.nii", ramp())
    patched(write(tmp_path / "seg.nii", (ramp() > 100).astype(np.uint8)), (OFFSET, floats(0)))
    catalogue = Catalogue()
    catalogue.scan(tmp_path)
    assert [m.name for m in catalogue.masks] == ["seg.nii"]


@pytest.mark.parametrize("kind", [nib.Nifti1Pair, nib.AnalyzeImage])
def test_a_pair_of_files_is_refused_with_the_way_out(tmp_path: Path, kind: Any) -> None:
    kind(ramp(), np.diag([1.0, 2, 3, 1])).to_filename(tmp_path / "t1.hdr")
    catalogue = Catalogue()
    assert catalogue.scan(tmp_path) == []
    (bad,) = catalogue.unreadable
    assert bad.reason == "t1.hdr is half of a pair (.hdr and .img): convert it to one .nii file."


def test_a_header_of_sixty_thousand_voxels_a_side_is_refused_at_once(tmp_path: Path) -> None:
    path = write(tmp_path / "two.nii", ramp(), kind=nib.Nifti2Image)
    patched(path, (16, np.array([3, 60000, 60000, 60000, 1, 1, 1, 1], "<i8").tobytes()))
    with pytest.raises(StudyReadError, match="60000 x 60000 x 60000 voxels and holds fewer"):
        read_nifti(path)
    packed = tmp_path / "two.nii.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    with pytest.raises(StudyReadError, match="60000 x 60000 x 60000"):
        read_nifti(packed)


def test_a_file_as_large_as_it_says_but_too_large_for_any_memory_is_refused(tmp_path: Path) -> None:
    path = patched(write(tmp_path / "hollow.nii", ramp()), (40, np.array([3, 20000, 20000, 100], "<i2").tobytes()))
    os.truncate(path, 352 + 20000 * 20000 * 100 * 2)  # a file of holes: 80 GB that take no room
    with pytest.raises(StudyReadError, match=r"hollow\.nii is too large"):
        read_nifti(path)


def test_a_flat_picture_without_a_step_to_a_next_slice_keeps_its_orientation(tmp_path: Path) -> None:
    path = write(tmp_path / "flat.nii", ramp(np.int16, (5, 6)), None)
    patched(path, (CODES, np.array([0, 1], "<i2").tobytes()), (SFORM, floats(-1, 0, 0, 9, 0, -2, 0, 8, 0, 0, 0, 7)))
    volume = read_nifti(path)
    assert volume.orientation_known
    assert np.allclose(volume.affine, [[0, 0, 1, -9], [0, 2, 0, -8], [1, 0, 0, 7], [0, 0, 0, 1]])


def test_five_dimensions_are_volumes_in_the_order_of_the_file(tmp_path: Path) -> None:
    data = ramp(np.int16, (5, 6, 7, 2, 3)) + (np.arange(6, dtype=np.int16) * 1000).reshape((2, 3), order="F")
    path = write(tmp_path / "five.nii", data)
    for number in range(6):
        assert np.array_equal(read_nifti(path, number).voxels, data[..., number % 2, number // 2].transpose(2, 1, 0))


UNUSUAL = {
    "Oblique: the slices are turned by 17.2 degrees from axial": np.array(
        [[1, 0, 0], [0, np.cos(0.3), -np.sin(0.3)], [0, np.sin(0.3), np.cos(0.3)]]
    ),
    "sheared by 21.8 degrees": np.array([[1, 0.4, 0], [0, 1, 0], [0, 0, 1]]),
    "not square: 2 x 1 mm": np.diag([1.0, 2.0, 1.0]),
}


@pytest.mark.parametrize("words", sorted(UNUSUAL))
def test_an_unusual_grid_is_said_to_be_one(tmp_path: Path, words: str) -> None:
    affine = np.eye(4)
    affine[:3, :3] = UNUSUAL[words]
    path = tmp_path / "a.nii"
    nib.Nifti1Image(ramp(), affine).to_filename(path)
    assert any(words in w for w in read_nifti(path).warnings)
    nib.Nifti1Image(ramp(), np.eye(4)).to_filename(path)
    assert read_nifti(path).warnings == ()


def forms(path: Path, sform: np.ndarray | None, qform: np.ndarray | None) -> Path:
    picture = nib.Nifti1Image(ramp(), None)
    picture.header.set_zooms((1, 2, 3))
    if qform is not None:
        picture.header.set_qform(qform, code=1)
    if sform is not None:
        picture.header.set_sform(sform, code=2)
    picture.to_filename(path)
    return path


def turned(degrees: float) -> np.ndarray:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn = np.eye(4)
    turn[:2, :2] = [[c, -s], [s, c]]
    return turn @ RAS


def test_the_sform_wins_then_the_qform_then_nothing_is_known(tmp_path: Path) -> None:
    flipped = np.diag([1.0, -2.0, 3.0, 1.0])
    both = read_nifti(forms(tmp_path / "both.nii", flipped, RAS))
    assert both.affine[0, 2] == -1
    assert any("disagree" in w for w in both.warnings)
    only_q = read_nifti(forms(tmp_path / "q.nii", None, RAS))
    assert only_q.affine[0, 2] == 1
    assert only_q.orientation_known
    assert not any("disagree" in w or "left and right" in w for w in only_q.warnings)
    none = read_nifti(forms(tmp_path / "none.nii", None, None))
    assert not none.orientation_known
    assert any("left and right" in w for w in none.warnings)
    (tmp_path / "p").mkdir()
    forms(tmp_path / "p" / "t1.nii", None, None)
    (study,) = Catalogue().scan(tmp_path / "p")
    assert study.series[0].orientation == "unknown"
    assert study.series[0].spacing_mm is None


@pytest.mark.parametrize(
    ("degrees", "shift", "warned"), [(0, 0.05, False), (0, 0.2, True), (0.3, 0, False), (0.7, 0, True)]
)
def test_forms_that_differ_by_a_tenth_of_a_millimetre_or_half_a_degree_are_warned_of(
    tmp_path: Path, degrees: float, shift: float, warned: bool
) -> None:
    sform = turned(degrees)
    sform[0, 3] += shift
    volume = read_nifti(forms(tmp_path / "f.nii", sform, RAS))
    assert any("disagree" in w for w in volume.warnings) == warned


def test_voxel_sizes_that_add_up_to_another_head_are_warned_of(tmp_path: Path) -> None:
    volume = read_nifti(forms(tmp_path / "f.nii", RAS @ np.diag([1.0, 1.0, 1.03, 1.0]), RAS))
    assert any("disagree" in w for w in volume.warnings)
    assert volume.spacing_mm == pytest.approx((3.09, 2.0, 1.0))


LIES = {
    "larger than the file": ([3, 50, 60, 70, 1, 1, 1, 1], "promises 50 x 60 x 70"),
    "huge": ([7, 32767, 32767, 32767, 32767, 1, 1, 1], "promises 32767"),
    "nothing": ([3, 5, 0, 7, 1, 1, 1, 1], "no image|damaged"),
    "negative": ([3, 5, -6, 7, 1, 1, 1, 1], "no image|damaged"),
    "no dimensions": ([0, 1, 1, 1, 1, 1, 1, 1], "no image|damaged"),
}


@pytest.mark.parametrize("lie", sorted(LIES))
@pytest.mark.parametrize("packed", [False, True])
def test_a_header_that_lies_is_refused_before_memory_is_taken(tmp_path: Path, lie: str, packed: bool) -> None:
    dims, words = LIES[lie]
    path = write(tmp_path / "liar.nii", ramp())
    raw = bytearray(path.read_bytes())
    raw[40:56] = np.array(dims, "<i2").tobytes()
    path.write_bytes(raw)
    if packed:
        path = tmp_path / "liar.nii.gz"
        path.write_bytes(gzip.compress(bytes(raw)))
    with pytest.raises(StudyReadError, match=words) as caught:
        read_nifti(path)
    assert path.name in caught.value.message


@pytest.mark.parametrize("name", ["cut.nii", "cut.nii.gz"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.99])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, name: str, share: float) -> None:
    data = np.random.default_rng(0).integers(0, 3000, (20, 20, 20)).astype(np.int16)
    path = write(tmp_path / name, data)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(StudyReadError, match="cut"):
        read_nifti(path)
    catalogue = Catalogue()
    assert catalogue.scan(tmp_path) == []
    assert name in catalogue.unreadable[0].reason


@pytest.mark.parametrize("kept", [0, 12, 346, 347, 348, 351, 352])
def test_a_file_that_ends_in_its_header_is_refused(tmp_path: Path, kept: int) -> None:
    raw = write(tmp_path / "a.nii", ramp()).read_bytes()[:kept]
    for name, data in (("cut.nii", raw), ("cut.nii.gz", gzip.compress(raw))):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(StudyReadError, match=name):
            read_nifti(tmp_path / name)


def test_a_gzip_file_damaged_in_the_middle_is_refused(tmp_path: Path) -> None:
    data = np.random.default_rng(0).integers(0, 3000, (20, 20, 20)).astype(np.int16)
    path = write(tmp_path / "hit.nii.gz", data)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2 : len(raw) // 2 + 40] = b"\0" * 40
    path.write_bytes(raw)
    with pytest.raises(StudyReadError, match=r"hit\.nii\.gz"):
        read_nifti(path)


@pytest.mark.parametrize("how", ["in one piece", "in blocks", "padded", "with more behind the image"])
def test_a_packed_file_is_read_however_it_was_packed(tmp_path: Path, how: str) -> None:
    """bgzip writes many members; tapes and some archives pad files."""
    data = np.random.default_rng(3).integers(-900, 900, (40, 50, 60)).astype(np.int16)
    path = write(tmp_path / "a.nii", data)
    raw = path.read_bytes()
    packed = {
        "in one piece": gzip.compress(raw),
        "in blocks": b"".join(gzip.compress(raw[start : start + 65280]) for start in range(0, len(raw), 65280)),
        "padded": gzip.compress(raw) + bytes(512),
        "with more behind the image": gzip.compress(raw + b"notes"),
    }[how]
    (tmp_path / "b.nii.gz").write_bytes(packed)
    assert np.array_equal(read_nifti(tmp_path / "b.nii.gz").voxels, data.transpose(2, 1, 0))


def test_a_packed_file_whose_checksum_is_wrong_is_refused(tmp_path: Path) -> None:
    data = np.random.default_rng(3).integers(-900, 900, (40, 50, 60)).astype(np.int16)
    packed = bytearray(gzip.compress(write(tmp_path / "a.nii", data).read_bytes()))
    packed[-6] ^= 1
    (tmp_path / "b.nii.gz").write_bytes(packed)
    with pytest.raises(StudyReadError, match=r"^b\.nii\.gz cannot be read to its end: it is damaged or cut off\.$"):
        read_nifti(tmp_path / "b.nii.gz")


def test_one_volume_of_a_packed_series_of_volumes_does_not_hold_the_others(tmp_path: Path) -> None:
    """The shelf counts the voxels that are shown; what hangs on them would be counted by nobody."""
    path = tmp_path / "perfusion.nii.gz"
    stored = np.random.default_rng(4).integers(0, 900, (8, 7, 6, 30)).astype(np.int16)
    nib.save(nib.Nifti1Image(stored, np.eye(4)), path)
    held = read_nifti(path, 17).voxels
    assert np.array_equal(held, stored[..., 17].T)
    while held.base is not None:
        held = held.base
        assert isinstance(held, np.ndarray)
    assert held.nbytes == 8 * 7 * 6 * 2
