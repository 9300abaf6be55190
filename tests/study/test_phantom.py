"""Synthetic studies: a head a radiologist would take for a head, never for a patient."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pydicom
import pytest
from sklearn.metrics import roc_auc_score

from glioma_desktop.annotation.exchange.masks import read_mask
from glioma_desktop.errors import StudyReadError
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.phantom import MASK_NAME, Phantom, Plan, draw_phantom, plan_cohort, write_cohort, write_study
from glioma_desktop.study.phantom_tumour import Tumour
from glioma_desktop.study.reading import read_series

QUIET, RING = 0.0, 0.99


@pytest.fixture(scope="module")
def ring() -> Phantom:
    """A glioblastoma with a ring."""
    return draw_phantom(7, 3, Plan(4, RING, 0.6))


@pytest.fixture(scope="module")
def quiet() -> Phantom:
    """A low-grade tumour that does not enhance."""
    return draw_phantom(8, 3, Plan(2, QUIET, 0.4))


@pytest.fixture(scope="module")
def written(ring: Phantom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_study(tmp_path_factory.mktemp("cohort"), ring)


def test_the_catalogue_reads_a_phantom_as_one_axial_study_of_four_known_sequences(written: Path, ring: Phantom) -> None:
    catalogue = Catalogue()
    (study,) = catalogue.scan(written)
    series = {s.sequence: s for s in study.series if s.kind == "dicom"}
    assert sorted(series) == ["flair", "t1", "t1ce", "t2"]
    assert series["t1ce"].facts["contrast_agent"] == "SYNTHETIC GADOLINIUM"
    assert len({s.frame_of_reference_uid for s in series.values()}) == 1
    assert not catalogue.unreadable
    for name, one in series.items():
        volume = read_series(one)
        assert one.orientation == "axial"
        assert not one.warnings
        assert not volume.warnings
        np.testing.assert_array_equal(volume.voxels, ring.voxels[name])
        np.testing.assert_allclose(volume.affine, ring.affine, atol=1e-4)


def test_the_mask_lies_on_the_tumour_on_the_right_side(written: Path, ring: Phantom) -> None:
    (study,) = Catalogue().scan(written)
    flair = read_series(next(s for s in study.series if s.sequence == "flair"))
    mask = read_mask(written / MASK_NAME, flair)
    np.testing.assert_array_equal(mask, ring.outline)
    x_mm = (ring.affine[:3] @ np.array([*np.argwhere(mask).mean(axis=0), 1.0]))[0]
    assert np.sign(x_mm) == np.sign(ring.tumour.centre_mm[0])
    other_side = flair.voxels[mask[:, :, ::-1] & ~mask]
    assert np.median(flair.voxels[mask]) > 1.3 * np.median(other_side)


def test_every_header_says_synthetic(written: Path) -> None:
    files = sorted(written.rglob("*.dcm"))
    assert len(files) == 4 * 22
    for path in files[::11]:
        header = pydicom.dcmread(path, stop_before_pixels=True)
        assert str(header.PatientName).startswith("SYNTHETIC^")
        assert header.SeriesDescription.startswith("SYNTHETIC")
        assert "SYNTHETIC" in header.ImageType
        assert "NOT A PATIENT" in header.ImageComments
    with_contrast = [
        p.parent.name for p in files if "ContrastBolusAgent" in pydicom.dcmread(p, stop_before_pixels=True)
    ]
    assert set(with_contrast) == {"t1ce"}


def test_the_same_seed_writes_the_same_bytes_and_another_seed_another_head(written: Path, tmp_path: Path) -> None:
    again = write_study(tmp_path, draw_phantom(7, 3, Plan(4, RING, 0.6)))
    names = sorted(p.relative_to(written) for p in written.rglob("*") if p.is_file())
    assert names == sorted(p.relative_to(again) for p in again.rglob("*") if p.is_file())
    assert all((written / name).read_bytes() == (again / name).read_bytes() for name in names)
    other = draw_phantom(7, 4, Plan(4, RING, 0.6))
    assert other.patient.uid("study") not in (written / "t1" / "001.dcm").read_bytes().decode("latin-1")
    assert other.tumour.centre_mm != draw_phantom(7, 3, Plan(4, RING, 0.6)).tumour.centre_mm


def test_fluid_is_bright_on_t2_and_dark_on_flair_and_fat_is_the_brightest_on_t1(quiet: Phantom) -> None:
    t1, t2, flair = (quiet.voxels[name][10].astype(float) for name in ("t1", "t2", "flair"))
    head = t1 > 150
    brain = np.zeros_like(head)
    brain[70:190, 85:170] = True
    brain &= ~quiet.outline[10]
    fluid = brain & (t2 > 700)
    assert 100 < fluid.sum() < 0.3 * brain.sum()
    assert np.median(flair[fluid]) < 0.4 * np.median(flair[brain])
    assert np.median(t1[fluid]) < 0.5 * np.median(t1[brain])
    assert np.percentile(t1[head & ~brain], 97) > np.percentile(t1[brain], 97)


def test_the_ribbon_is_darker_than_white_matter_on_t1_and_brighter_on_flair(quiet: Phantom) -> None:
    t1, flair, t2 = (quiet.voxels[name][8:16].astype(float) for name in ("t1", "flair", "t2"))
    tissue = (t2 < 650) & (t1 > 250) & ~quiet.outline[8:16]
    tissue[:, :45] = tissue[:, 215:] = False
    tissue[:, :, :75] = tissue[:, :, 180:] = False
    white, grey = tissue & (t1 > np.percentile(t1[tissue], 70)), tissue & (t1 < np.percentile(t1[tissue], 25))
    assert np.median(t1[white]) > 1.2 * np.median(t1[grey])
    assert np.median(flair[grey]) > 1.1 * np.median(flair[white])


def test_a_ring_enhances_around_a_dark_middle_and_a_quiet_tumour_does_not(ring: Phantom, quiet: Phantom) -> None:
    def gain(phantom: Phantom) -> np.ndarray:
        change = phantom.voxels["t1ce"].astype(float) - phantom.voxels["t1"]
        return change[phantom.outline]

    assert ring.tumour.enhancement == "ring"
    assert quiet.tumour.enhancement == "none"
    assert np.percentile(gain(ring), 97) > 150
    assert np.percentile(gain(quiet), 97) < 90
    inside = ring.voxels["t1ce"][ring.outline].astype(float)
    assert np.percentile(inside, 3) < 0.6 * np.median(inside)


def test_the_grade_is_hard_to_tell_both_classes_enhance_and_sizes_overlap() -> None:
    random = np.random.default_rng(0)
    drawn = [Tumour.draw(random, grade) for grade in (2, 3, 4, 2) for _ in range(150)]
    high = np.array([t.grade > 2 for t in drawn])
    enhances = np.array([t.enhancement != "none" for t in drawn])
    assert 0.2 < enhances[~high].mean() < 0.5
    assert 0.03 < (~enhances[high]).mean() < 0.25
    assert 0.5 < roc_auc_score(high, [t.radius_mm for t in drawn]) < 0.65


def test_a_small_cohort_is_mixed_as_planned_and_in_no_order_of_grade() -> None:
    plans = plan_cohort(40, seed=0)
    grades = [plan.grade for plan in plans]
    assert grades.count(2) == 20
    assert {3, 4} <= set(grades)
    assert grades != sorted(grades)
    assert plan_cohort(40, seed=0) == plans
    assert plan_cohort(40, seed=1) != plans


def test_a_cohort_that_was_interrupted_goes_on_without_writing_a_patient_twice(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    out = write_cohort(tmp_path / "cohort", 2, seed=5, progress=lambda done, of: told.append((done, of)))
    labels = (out / "cohort.csv").read_text()
    assert labels.splitlines()[0] == "patient,who_grade"
    assert [line.split(",")[0] for line in labels.splitlines()[1:]] == ["SYN-0001", "SYN-0002"]
    assert told == [(1, 2), (2, 2)]
    first = out / "SYN-0001" / "t1" / "001.dcm"
    stamp = first.stat().st_mtime_ns
    (out / "SYN-0002" / MASK_NAME).unlink()
    write_cohort(out, 2, seed=5)
    assert first.stat().st_mtime_ns == stamp
    assert (out / "SYN-0002" / MASK_NAME).exists()


def test_a_folder_that_cannot_be_written_is_named_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(StudyReadError, match="taken"):
        write_cohort(tmp_path / "taken", 1)
