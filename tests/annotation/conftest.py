"""A small project and a study to draw on."""

from __future__ import annotations

from pathlib import Path

import pytest

from glioma_desktop.annotation.project import Project
from glioma_desktop.study.series import Series, SliceFile, Study


def study(patient: str = "Q-17", uid: str = "1.2.3", folder: Path = Path("/data"), date: str = "2019-03-04") -> Study:
    series = Series(
        uid=f"{uid}.1", series_instance_uid=f"{uid}.1", kind="dicom",
        files=tuple(SliceFile(folder / f"{k}.dcm") for k in range(24)), description="AX T1 POST", sequence="t1ce",
        sequence_confirmed=False, sequence_reason="description", shape=(24, 32, 28), spacing_mm=(5.0, 1.0, 1.0),
        spacing_nominal=False, slice_thickness_mm=5.0, orientation="axial", orientation_known=True,
        frame_of_reference_uid="9.9", modality="MR",
    )  # fmt: skip
    return Study(uid, patient, "Doe^Jane", 54.0, "F", date, "MR brain", folder, (series,))


@pytest.fixture
def project(tmp_path):
    made = Project.create(tmp_path / "project")
    yield made
    made.close()


@pytest.fixture
def patient(project, tmp_path):
    return project.store.register(study(folder=tmp_path / "data"), tmp_path / "data").pseudonym
