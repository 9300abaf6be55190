"""Ten times the files take ten times the time, whatever is odd about them: nothing compares every file with every other."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from dicom_files import image, save

from glioma_desktop.study.catalogue import _Delivery
from glioma_desktop.study.dicom_header import DicomHeader
from glioma_desktop.study.dicom_scan import read_headers
from glioma_desktop.study.dicom_studies import dicom_study, study_key
from glioma_desktop.study.nifti_header import NiftiHeader, StoredVoxels
from glioma_desktop.study.nifti_studies import Surroundings, nifti_studies

FEW, MANY = 300, 3000
MOST = 20.0
"""Times; ten would be exact, a hundred is what comparing every file with every other would take."""


def turned(k: int) -> dict[str, Any]:
    angle = np.radians(k * 0.09)
    along, across = (np.cos(angle), np.sin(angle), 0.0), (-np.sin(angle), np.cos(angle), 0.0)
    return {"orientation": tuple(map(float, (*along, *across))), "position": (0.0, 0.0, float(k))}


def scattered(k: int) -> dict[str, Any]:
    axes = np.linalg.qr(np.random.default_rng(k).normal(size=(3, 3)))[0]
    return {"orientation": tuple(map(float, (*axes[0], *axes[1]))), "position": (0.0, 0.0, float(k))}


ODD: dict[str, Callable[[int], dict[str, Any]]] = {
    "one stack": lambda k: {"position": (0.0, 0.0, 3.0 * k)},
    "all at one place": lambda k: {"position": (0.0, 0.0, 0.0)},
    "a hundred places": lambda k: {"position": (0.0, 0.0, 3.0 * (k % 100)), "acquisition_time": f"{k:06d}"},
    "directions that turn": turned,
    "directions everywhere": scattered,
    "an echo time each": lambda k: {"position": (0.0, 0.0, 0.0), "echo_time_ms": float(k)},
    "a size each": lambda k: {"position": (0.0, 0.0, 3.0 * k), "rows": k + 1},
    "a series each": lambda k: {"position": (0.0, 0.0, 3.0 * k), "series_uid": f"1.{k}"},
    "copies": lambda k: {"position": (0.0, 0.0, 3.0 * (k // 2)), "sop_uid": f"1.{k // 2}", "instance": k // 2},
}


def seconds(work: Callable[[], object], times: int = 2) -> float:
    found = []
    for _ in range(times):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return min(found)


@pytest.fixture(scope="module")
def slice_header(tmp_path_factory: pytest.TempPathFactory) -> DicomHeader:
    path = save(image(np.zeros((4, 5), np.uint16)), tmp_path_factory.mktemp("one") / "a.dcm")
    (header,) = read_headers(path)
    return header


@pytest.mark.parametrize("case", sorted(ODD))
def test_a_series_of_ten_times_the_slices_is_grouped_in_about_ten_times_the_time(
    slice_header: DicomHeader, case: str
) -> None:
    def slices(count: int) -> list[DicomHeader]:
        return [
            replace(slice_header, **{"path": Path(f"/x/{k}.dcm"), "sop_uid": f"1.2.{k}", "instance": k, **ODD[case](k)})
            for k in range(count)
        ]

    few, many = slices(FEW), slices(MANY)
    assert sum(len(s.files) for s in dicom_study(("a", "b"), many).series) == (MANY // 2 if case == "copies" else MANY)
    ratio = seconds(lambda: dicom_study(("a", "b"), many)) / seconds(lambda: dicom_study(("a", "b"), few), 5)
    assert ratio < MOST


def test_studies_that_lie_mixed_in_one_folder_are_told_apart_in_linear_time(slice_header: DicomHeader) -> None:
    def deliver(count: int) -> int:
        found: dict[Any, list[DicomHeader]] = {}
        delivery = _Delivery(None)
        for k in range(count):
            header = replace(slice_header, study_uid=f"1.{k % (count // 2)}", path=Path(f"/x/{k}.dcm"))
            found.setdefault(study_key(header), []).append(header)
            delivery.touched(study_key(header), header.path.parent, found)
        return len(delivery._open)

    assert deliver(MANY) == MANY // 2
    assert seconds(lambda: deliver(MANY)) / seconds(lambda: deliver(FEW), 5) < MOST


def nifti(count: int, name: str) -> list[NiftiHeader]:
    voxels = StoredVoxels(np.dtype("<i2"), 352, 1.0, 0.0)
    return [
        NiftiHeader(Path("/x") / name.format(k), (3, 4, 5), 1, np.eye(4), True, (), "", voxels) for k in range(count)
    ]


@pytest.mark.parametrize("name", ["P{}_t1.nii", "P{}/t1.nii", "{}.nii"])
def test_a_folder_of_ten_times_the_nifti_files_takes_about_ten_times_the_time(name: str) -> None:
    def sort_in(headers: list[NiftiHeader]) -> None:
        around = Surroundings({header.path.parent for header in headers}, headers)
        assert all(around.may_be_outline(header) for header in headers)
        nifti_studies(headers, Path("/x"))

    few, many = nifti(FEW, name), nifti(MANY, name)
    assert seconds(lambda: sort_in(many)) / seconds(lambda: sort_in(few), 5) < MOST


def test_files_named_after_a_patient_belong_to_the_longest_name_that_fits() -> None:
    names = ["A_t1", "A_B_t1", "A_B_extra", "A-more", "C"]
    headers = [replace(nifti(1, f"{name}.nii")[0]) for name in names]
    studies = nifti_studies(headers, Path("/x"))
    assert {s.patient_id: sorted(x.description for x in s.series) for s in studies} == {
        "A": ["A-more", "A_t1"], "A_B": ["A_B_extra", "A_B_t1"], "x": ["C"]}  # fmt: skip
