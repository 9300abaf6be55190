"""Synthetic studies: read like a scanner's, agree with their outline, say what they are, and never change with a seed."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import numpy as np
import pydicom
import pytest

from glioma_desktop.annotation.exchange.masks import read_mask
from glioma_desktop.grade import WhoGrade
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.phantom import LABELS_NAME, MASK_NAME, Plan, draw_phantom, write_cohort, write_study
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import Study


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_cohort(tmp_path_factory.mktemp("cohort"), patients=2, seed=5)


@pytest.fixture(scope="module")
def study(cohort: Path) -> Study:
    (found,) = Catalogue().scan(sorted(p for p in cohort.iterdir() if p.is_dir())[0])
    return found


def digests(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_every_sequence_is_recognised_as_an_axial_measured_mr(study: Study) -> None:
    series = [s for s in study.series if s.kind == "dicom"]
    assert {s.sequence for s in series} == {"t1", "t1ce", "flair", "t2"}
    for one in series:
        assert one.orientation == "axial"
        assert one.orientation_known
        assert not one.spacing_nominal
        assert not one.warnings
        assert one.modality == "MR"
    assert len({s.frame_of_reference_uid for s in series}) == 1


def test_the_outline_falls_on_the_bright_region_of_flair(cohort: Path, study: Study) -> None:
    flair = next(s for s in study.series if s.sequence == "flair")
    volume = read_series(flair)
    mask = _mask(cohort, study)
    head = volume.voxels > np.percentile(volume.voxels, 60)
    inside, outside = np.median(volume.voxels[mask]), np.median(volume.voxels[head & ~mask])
    assert inside > 1.3 * outside
    mirrored = mask[:, :, ::-1]
    assert np.median(volume.voxels[mirrored & ~mask]) < 0.8 * inside


def _mask(cohort: Path, study: Study) -> np.ndarray:
    flair = next(s for s in study.series if s.sequence == "flair")
    return read_mask(cohort / study.patient_id / MASK_NAME, read_series(flair))


def test_the_tumour_spans_several_slices_of_one_side(cohort: Path, study: Study) -> None:
    mask = _mask(cohort, study)
    assert 3 <= int(mask.any(axis=(1, 2)).sum()) <= 14
    half = mask.shape[2] // 2
    left, right = int(mask[:, :, half:].sum()), int(mask[:, :, :half].sum())
    assert max(left, right) > 5 * min(left, right)


def test_fluid_is_dark_on_flair_and_bright_on_t2_and_white_matter_brightest_on_t1() -> None:
    phantom = draw_phantom(1, 5, Plan(2))
    healthy = phantom.voxels["t2"] > 0.8 * np.percentile(phantom.voxels["t2"], 99.5)
    healthy &= ~phantom.outline
    middle = slice(phantom.voxels["t2"].shape[0] // 2 - 2, phantom.voxels["t2"].shape[0] // 2 + 3)
    fluid = healthy[middle]
    assert fluid.sum() > 200
    for sequence in ("t1", "flair"):
        voxels = phantom.voxels[sequence][middle]
        assert np.median(voxels[fluid]) < 0.5 * np.median(voxels[voxels > np.percentile(voxels, 60)])


def test_contrast_changes_the_enhancing_tumour_and_the_vessels_only() -> None:
    phantom = draw_phantom(1, 5, Plan(4, kind_at=0.95))
    assert phantom.tumour.enhancement == "ring"
    gain = phantom.voxels["t1ce"].astype(float) - phantom.voxels["t1"]
    assert np.percentile(gain[phantom.outline], 99) > 5 * abs(np.median(gain)) + 60


@pytest.mark.parametrize("sequence", ["t1", "t1ce", "flair", "t2"])
def test_every_file_says_that_it_is_synthetic(cohort: Path, sequence: str) -> None:
    header = pydicom.dcmread(min((cohort / "SYN-0001" / sequence).iterdir()), stop_before_pixels=True)
    assert "SYNTHETIC" in header.ImageComments
    assert "SYNTHETIC" in str(header.PatientName)
    assert header.SeriesDescription.startswith("SYNTHETIC")
    assert ("ContrastBolusAgent" in header) == (sequence == "t1ce")


def test_the_same_seed_writes_the_same_bytes_and_another_seed_another_head(tmp_path: Path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        write_study(tmp_path / name, draw_phantom(1, seed, Plan(3)), ("t1ce",))
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    assert not set(digests(tmp_path / "a").values()) & set(digests(tmp_path / "c").values())


def test_the_label_table_names_every_patient_with_a_grade(cohort: Path) -> None:
    with (cohort / LABELS_NAME).open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["patient"] for row in rows] == ["SYN-0001", "SYN-0002"]
    grades = sorted(int(WhoGrade.parse(row["who_grade"])) for row in rows)
    assert grades[0] == 2
    assert grades[1] in (3, 4)
