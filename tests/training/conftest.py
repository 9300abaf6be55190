"""A graded cohort of tiny studies as a project, imported once and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from glioma_desktop.annotation.exchange.cohort import CohortRequest, import_cohort
from glioma_desktop.annotation.project import Project
from tests.phantoms import LABELS, MASK, make_cohort
from tests.training.tiny import put_in_place

LOW, HIGH = 8, 9


@pytest.fixture(scope="session")
def cohort(tmp_path_factory) -> Path:
    return make_cohort(tmp_path_factory.mktemp("cohort"), LOW, HIGH)


@pytest.fixture(scope="session")
def imported(tmp_path_factory, cohort) -> Path:
    folder = tmp_path_factory.mktemp("imported") / "project"
    project = Project.create(folder, synthetic=True)
    import_cohort(project, CohortRequest(cohort, MASK, cohort / LABELS))
    project.close()
    return folder


@pytest.fixture
def project_dir(imported, tmp_path) -> Path:
    return Path(shutil.copytree(imported, tmp_path / "project"))


@pytest.fixture
def project(project_dir):
    opened = Project.open(project_dir)
    yield opened
    opened.close()


@pytest.fixture
def tiny(monkeypatch) -> None:
    put_in_place(monkeypatch.setattr)


@pytest.fixture(scope="session")
def real_project(tmp_path_factory, real_data) -> Path:
    """The 87 real patients, imported."""
    folder = tmp_path_factory.mktemp("real") / "project"
    project = Project.create(folder)
    cohort = real_data / "tcga_lgg"
    import_cohort(project, CohortRequest(cohort, "tumour.nii.gz", cohort / "cohort.csv"))
    project.close()
    return folder
