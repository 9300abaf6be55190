"""NIfTI files carry no patient: their folders do, and two patients must never become one."""

from __future__ import annotations

from pathlib import Path

import nibabel as nib
import numpy as np
import pytest

from glioma_desktop.study.catalogue import Catalogue

HEAD = np.random.default_rng(0).integers(0, 900, (4, 5, 6)).astype(np.int16)

# Files under the opened folder -> (patient, study, number of series) of each study.
LAYOUTS: dict[str, tuple[list[str], list[tuple[str, str, int]]]] = {
    "a folder a patient": (
        ["P1/t1.nii", "P1/flair.nii", "P2/t1.nii"],
        [("P1", "P1", 2), ("P2", "P2", 1)],
    ),
    "a folder a sequence": (
        ["P1/t1/img.nii", "P1/T2_FLAIR/img.nii", "P2/t1/img.nii", "P2/T2_FLAIR/img.nii"],
        [("P1", "P1", 2), ("P2", "P2", 2)],
    ),
    "BIDS": (
        ["sub-01/anat/sub-01_T1w.nii.gz", "sub-01/perf/sub-01_asl.nii.gz", "sub-02/anat/sub-02_T1w.nii.gz"],
        [("sub-01", "sub-01", 2), ("sub-02", "sub-02", 1)],
    ),
    "BIDS with sessions": (
        ["sub-01/ses-1/anat/a_T1w.nii", "sub-01/ses-2/anat/a_T1w.nii", "sub-02/ses-1/anat/a_T1w.nii"],
        [("sub-01", "sub-01/ses-1", 1), ("sub-01", "sub-01/ses-2", 1), ("sub-02", "sub-02/ses-1", 1)],
    ),
    "BIDS with sessions in one folder": (
        ["sub-01_ses-1_T1w.nii", "sub-01_ses-1_FLAIR.nii", "sub-01_ses-2_T1w.nii", "sub-02_ses-1_T1w.nii"],
        [
            ("sub-01", "cohort/sub-01_ses-1", 2),
            ("sub-01", "cohort/sub-01_ses-2", 1),
            ("sub-02", "cohort/sub-02_ses-1", 1),
        ],
    ),
    "sessions of one patient in a folder": (
        ["P7/sub-01_ses-1_T1w.nii", "P7/sub-01_ses-2_T1w.nii", "P8/sub-01_ses-1_T1w.nii", "P8/sub-01_ses-2_T1w.nii"],
        [
            ("P7", "P7/sub-01_ses-1", 1),
            ("P7", "P7/sub-01_ses-2", 1),
            ("P8", "P8/sub-01_ses-1", 1),
            ("P8", "P8/sub-01_ses-2", 1),
        ],
    ),
    "a date below the patient": (
        ["P1/2019-03-05/t1.nii", "P1/20200101/t1.nii", "P2/2019-03-05/t1.nii"],
        [("P1", "P1/2019-03-05", 1), ("P1", "P1/20200101", 1), ("P2", "P2/2019-03-05", 1)],
    ),
    "dates alone may be patients": (
        ["20190305/t1.nii", "20200101/t1.nii"],
        [("20190305", "20190305", 1), ("20200101", "20200101", 1)],
    ),
    "numbers given out again at another place": (
        ["Berlin/001/t1.nii", "Wuhan/001/t1.nii"],
        [("Berlin/001", "Berlin/001", 1), ("Wuhan/001", "Wuhan/001", 1)],
    ),
    "a folder a sequence above, patients in the names": (
        ["t1/P1_t1.nii", "flair/P1_flair.nii", "t1/P2_t1.nii"],
        [("P1", "cohort/P1", 2), ("P2", "cohort/P2", 1)],
    ),
}


def lay(folder: Path, names: list[str]) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        nib.Nifti1Image(HEAD, np.diag([-1.0, -1, 3, 1])).to_filename(folder / name)


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_patients_and_studies_are_those_of_the_folders(tmp_path: Path, layout: str) -> None:
    names, expected = LAYOUTS[layout]
    lay(tmp_path / "cohort", names)
    found = [(s.patient_id, s.uid, len(s.series)) for s in Catalogue().scan(tmp_path / "cohort")]
    assert found == expected


def test_a_patient_opened_alone_is_the_same_patient(tmp_path: Path) -> None:
    lay(tmp_path / "cohort", LAYOUTS["BIDS with sessions"][0])
    for inner in ("sub-01", "sub-01/ses-1", "sub-01/ses-1/anat"):
        assert {s.patient_id for s in Catalogue().scan(tmp_path / "cohort" / inner)} == {"sub-01"}


def test_series_of_one_study_in_folders_of_their_own_are_linked_on_one_grid(tmp_path: Path) -> None:
    lay(tmp_path, ["P1/t1/img.nii", "P1/flair/img.nii", "P2/t1/img.nii"])
    one, other = Catalogue().scan(tmp_path)
    assert one.series[0].frame_of_reference_uid == one.series[1].frame_of_reference_uid
    assert one.series[0].frame_of_reference_uid != other.series[0].frame_of_reference_uid


def test_two_sessions_in_one_folder_are_not_taken_to_lie_in_one_space(tmp_path: Path) -> None:
    lay(tmp_path, LAYOUTS["BIDS with sessions in one folder"][0])
    first, second, _ = Catalogue().scan(tmp_path)
    assert first.series[0].frame_of_reference_uid == first.series[1].frame_of_reference_uid
    assert first.series[0].frame_of_reference_uid != second.series[0].frame_of_reference_uid


def test_a_file_in_a_folder_of_masks_is_an_outline(tmp_path: Path) -> None:
    lay(tmp_path, ["P1/t1/img.nii"])
    (tmp_path / "P1" / "seg").mkdir()
    nib.Nifti1Image((HEAD > 700).astype(np.uint8), np.eye(4)).to_filename(tmp_path / "P1" / "seg" / "img.nii")
    catalogue = Catalogue()
    assert len(catalogue.scan(tmp_path)[0].series) == 1
    assert catalogue.masks == [tmp_path / "P1" / "seg" / "img.nii"]
