"""A folder becomes patients, studies and series: while it is read, in seconds, and without masks among the patients."""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nibabel as nib
import numpy as np
import pytest
from dicom_files import image, save, stack

from glioma_desktop.study import dicom_scan
from glioma_desktop.study.catalogue import Catalogue, ScanProgress
from glioma_desktop.study.dicom_plain import CHUNK
from glioma_desktop.study.dicom_scan import HeaderReader, _by_pydicom, read_headers
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.scan_report import scan_paths
from glioma_desktop.study.series import Series, Study


def nifti(path: Path, data: np.ndarray, affine: np.ndarray | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    nib.Nifti1Image(data, np.diag([-1.0, -1.0, 3.0, 1.0]) if affine is None else affine).to_filename(path)
    return path


def head(shape: tuple[int, int, int] = (7, 6, 5)) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 900, shape).astype(np.int16)


def labels(shape: tuple[int, int, int] = (7, 6, 5)) -> np.ndarray:
    return (head(shape) > 700).astype(np.uint8)


def test_patients_studies_and_series_come_with_what_their_headers_say(tmp_path: Path) -> None:
    stack(tmp_path / "a" / "1", series="1.1", SeriesNumber=2, SeriesDescription="AX FLAIR")
    stack(tmp_path / "a" / "2", series="1.2", SeriesNumber=1)
    stack(tmp_path / "b", study="1.9", series="1.9.1", PatientID="B-2", StudyDate="20210101")
    first, second = Catalogue().scan(tmp_path)
    assert (first.patient_id, first.patient_name, first.sex, first.age_years, first.date) == (
        "A-17",
        "Doe^J",
        "F",
        44,
        "2020-03-01",
    )
    assert [s.sequence for s in first.series] == ["t1", "flair"]
    assert first.folder == tmp_path / "a"
    assert (second.patient_id, second.date) == ("B-2", "2021-01-01")
    assert first.series[0].frame_of_reference_uid == first.series[1].frame_of_reference_uid == "1.2.9"


def test_empty_identifiers_do_not_make_two_patients_one(tmp_path: Path) -> None:
    stack(tmp_path / "left", PatientID="", PatientName="", study="1.1")
    stack(tmp_path / "right", PatientID="", PatientName="", study="1.2")
    assert len({s.patient_id for s in Catalogue().scan(tmp_path)}) == 2


def test_a_study_without_identifiers_in_a_folder_a_series_is_one_study_of_one_patient(tmp_path: Path) -> None:
    stack(tmp_path / "t1ce", PatientID="", PatientName="", study="1.1", series="1.1.1")
    stack(tmp_path / "flair", PatientID="", PatientName="", study="1.1", series="1.1.2")
    (study,) = Catalogue().scan(tmp_path)
    assert [s.uid for s in study.series] == ["1.1.1", "1.1.2"]


def test_a_file_several_folders_and_a_text_path_can_be_opened(tmp_path: Path) -> None:
    paths = stack(tmp_path / "a")
    stack(tmp_path / "b", study="1.9", series="1.9.1", PatientID="B-2")
    (one,) = Catalogue().scan(paths[0])
    assert one.series[0].shape[0] == 1
    assert len(Catalogue().scan([tmp_path / "a", tmp_path / "b"])) == 2
    assert len(Catalogue().scan(str(tmp_path))) == 2


def test_what_is_given_twice_is_read_once(tmp_path: Path) -> None:
    paths = stack(tmp_path / "a")
    (study,) = Catalogue().scan([tmp_path / "a", paths[0], tmp_path])
    assert study.series[0].shape[0] == 5
    assert study.series[0].warnings == ()


def test_folders_may_lie_in_each_other_as_deep_as_the_disc_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deepest = tmp_path.joinpath(*["d"] * 300)
    deepest.mkdir(parents=True)
    stack(deepest)
    monkeypatch.setattr(os, "scandir", _under_limit(os.scandir, len(inspect.stack(0)) + 40))
    assert len(Catalogue().scan(tmp_path)) == 1


def _under_limit(scandir: Callable[[Path], Any], depth: int) -> Callable[[Path], Any]:
    def listed(folder: Path) -> Any:
        assert len(inspect.stack(0)) < depth, "each folder stands on the one above it"
        return scandir(folder)

    return listed


def test_studies_arrive_while_the_scan_goes_on(tmp_path: Path) -> None:
    for n in range(3):
        stack(tmp_path / f"p{n}" / "t1", study=f"1.{n}", series=f"1.{n}.1", PatientID=f"P{n}")
    seen: list[tuple[int, str]] = []
    steps: list[ScanProgress] = []
    found = Catalogue().scan(tmp_path, steps.append, lambda study: seen.append((len(steps), study.patient_id)))
    assert [name for _, name in seen] == ["P0", "P1", "P2"]
    assert [at for at, _ in seen] == [5, 10, 15], "the first study was there before the second was read"
    assert [(s.done, s.total) for s in steps] == [(n, 15) for n in range(1, 16)]
    assert [s.patient_id for s in found] == ["P0", "P1", "P2"]


def test_series_in_sibling_folders_come_as_one_study(tmp_path: Path) -> None:
    for name in ("t1", "t2", "t3"):
        stack(tmp_path / "p" / name, series=f"1.{name[1]}")
    stack(tmp_path / "q", study="1.8", series="1.8.1", PatientID="Q")
    seen: list[Study] = []
    Catalogue().scan(tmp_path, on_study=seen.append)
    assert [len(s.series) for s in seen] == [3, 1]


def test_cancel_keeps_what_was_found(tmp_path: Path) -> None:
    for n in range(3):
        stack(tmp_path / f"p{n}", study=f"1.{n}", series=f"1.{n}.1", PatientID=f"P{n}")
    done: list[int] = []
    catalogue = Catalogue(cancelled=lambda: len(done) >= 5)
    found = catalogue.scan(tmp_path, lambda p: done.append(p.done))
    assert catalogue.was_cancelled
    assert [s.patient_id for s in found] == ["P0"]


def test_a_mask_beside_a_dicom_study_is_no_patient(tmp_path: Path) -> None:
    stack(tmp_path / "p" / "t1")
    nifti(tmp_path / "p" / "whatever.nii.gz", labels((4, 4, 9)))
    catalogue = Catalogue()
    (study,) = catalogue.scan(tmp_path)
    assert study.patient_id == "A-17"
    assert catalogue.masks == [tmp_path / "p" / "whatever.nii.gz"]


def test_an_image_beside_a_dicom_study_is_an_image_and_a_lone_phantom_of_few_greys_too(tmp_path: Path) -> None:
    stack(tmp_path / "p" / "t1")
    nifti(tmp_path / "p" / "flair.nii.gz", head())
    nifti(tmp_path / "phantom" / "spheres.nii", labels())
    catalogue = Catalogue()
    assert len(catalogue.scan(tmp_path)) == 3
    assert catalogue.masks == []


@pytest.mark.parametrize("name", ["x-seg.nii.gz", "tumour.nii", "lesion_mask.nii.gz", "other.nii.gz"])
@pytest.mark.parametrize("kind", [np.uint8, np.float32])
def test_labels_beside_a_nifti_image_of_the_same_grid_are_outlines(tmp_path: Path, name: str, kind: type) -> None:
    nifti(tmp_path / "p" / "x-t1c.nii.gz", head())
    nifti(tmp_path / "p" / name, labels().astype(kind))
    catalogue = Catalogue()
    (study,) = catalogue.scan(tmp_path)
    assert [s.sequence for s in study.series] == ["t1ce"]
    assert [m.name for m in catalogue.masks] == [name]


def test_a_nifti_patient_is_its_folder_and_its_series_its_path(tmp_path: Path) -> None:
    nifti(tmp_path / "P-7" / "P-7_t1ce.nii.gz", head())
    nifti(tmp_path / "P-7" / "P-7_flair.nii.gz", head())
    (study,) = Catalogue().scan(tmp_path)
    assert (study.uid, study.patient_id) == ("P-7", "P-7")
    assert [s.uid for s in study.series] == ["P-7/P-7_flair.nii.gz", "P-7/P-7_t1ce.nii.gz"]
    assert study.series[0].frame_of_reference_uid == study.series[1].frame_of_reference_uid is not None
    volume = read_series(study.series[0])
    assert volume.frame_of_reference_uid == study.series[0].frame_of_reference_uid


def test_files_of_several_patients_in_one_folder_are_several_patients(tmp_path: Path) -> None:
    for patient in ("P-7", "P-8"):
        for sequence in ("t1ce", "flair"):
            nifti(tmp_path / f"{patient}_{sequence}.nii.gz", head())
    found = Catalogue().scan(tmp_path)
    assert [(s.patient_id, len(s.series)) for s in found] == [("P-7", 2), ("P-8", 2)]
    assert len({s.uid for s in found}) == 2


def test_nifti_files_on_other_grids_are_not_linked(tmp_path: Path) -> None:
    nifti(tmp_path / "t1.nii", head())
    nifti(tmp_path / "t2.nii", head((8, 6, 5)))
    (study,) = Catalogue().scan(tmp_path)
    assert len({s.frame_of_reference_uid for s in study.series}) == 2


def test_a_series_survives_json_and_can_be_read_again(tmp_path: Path) -> None:
    stack(tmp_path / "p")
    (study,) = Catalogue().scan(tmp_path)
    series = study.series[0]
    again = Series.from_json(json.loads(json.dumps(series.to_json(tmp_path))), tmp_path)
    assert again == series
    assert np.array_equal(read_series(again).voxels, read_series(series).voxels)


def test_the_real_cohort_is_87_patients_their_masks_and_nothing_broken(real_data: Path) -> None:
    catalogue = Catalogue()
    found = catalogue.scan(real_data)
    cohort = [s for s in found if s.patient_id.startswith("TCGA-")]
    assert len(cohort) == 87
    assert len(catalogue.masks) == 87
    assert catalogue.unreadable == []
    by_sequence = [series.sequence for study in cohort for series in study.series]
    assert {name: by_sequence.count(name) for name in set(by_sequence)} == {"flair": 87, "t1": 82, "t1ce": 79}
    assert all(series.spacing_nominal for study in cohort for series in study.series)
    assert all(not series.spacing_nominal for study in found if study not in cohort for series in study.series)
    assert all(series.sequence == series.files[0].path.parent.name for study in cohort for series in study.series)
    assert len(found) == 95


def test_the_fast_reader_and_pydicom_see_the_same_header_in_every_real_file(
    real_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where one file is read by what it shares with the one before; offset and length of the pixels included."""
    files = sorted([*(real_data / "dicom").rglob("*.dcm"), *real_data.glob("tcga_lgg/*/*/*.dcm")])
    slowly = {path: _by_pydicom(path) for path in files}
    slow: list[Path] = []
    monkeypatch.setattr(dicom_scan, "_by_pydicom", lambda path: slow.append(path) or slowly[path])
    reader = HeaderReader()
    for path in files:
        with path.open("rb", buffering=0) as file:
            assert reader.read(file, file.read(CHUNK), path) == slowly[path], path
        assert read_headers(path) == slowly[path], path
    assert len(slow) < len(files) // 10, "most files take the fast way"


def test_letters_are_read_as_their_character_set_says(tmp_path: Path) -> None:
    latin = save(
        image(head()[0].astype(np.uint16), SpecificCharacterSet="ISO_IR 100", SeriesDescription="T1 après Gd"),
        tmp_path / "l.dcm",
    )
    chinese = save(
        image(head()[0].astype(np.uint16), SpecificCharacterSet="GB18030", SeriesDescription="T1 增强"),
        tmp_path / "c.dcm",
    )
    assert [read_headers(p)[0].description for p in (latin, chinese)] == ["T1 après Gd", "T1 增强"]


def test_the_scan_report_has_the_keys_of_the_command_line_and_no_names(tmp_path: Path) -> None:
    stack(tmp_path / "x")
    (tmp_path / "broken.dcm").write_bytes(b"")
    report = json.loads(json.dumps(scan_paths([tmp_path])))
    (study,) = report["studies"]
    (series,) = study["series"]
    assert {"uid", "sequence", "shape", "spacing_mm", "orientation", "files", "warnings"} <= set(series)
    assert series["shape"] == [5, 6, 7]
    assert series["spacing_mm"] == [3.0, 1.0, 1.0]
    assert len(series["files"]) == 5
    assert study["patient"] == "P-0001"
    assert "Doe" not in json.dumps(report)
    assert "A-17" not in json.dumps(report)
    assert report["unreadable"] == [{"path": str(tmp_path / "broken.dcm"), "reason": report["unreadable"][0]["reason"]}]
