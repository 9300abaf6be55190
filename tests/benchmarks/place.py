"""Where benchmarks work: one scratch folder a run, and what several of them need, made once when first asked for."""

from __future__ import annotations

import os
import shutil
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glioma_desktop.annotation.exchange.cohort import CohortRequest, import_cohort
from glioma_desktop.annotation.project import Project
from glioma_desktop.study.phantom import Phantom, draw_phantom, write_study
from glioma_desktop.study.volume import Volume
from tests.phantoms import LABELS, MASK, make_cohort

ROOT = Path(__file__).resolve().parent.parent.parent
REAL_COHORT = Path(os.environ.get("GLIOMA_SHARED_DATA", ROOT.parent / "shared" / "data")) / "tcga_lgg"


class NotHereError(Exception):
    """A benchmark cannot be run on this machine; the reason goes into the table."""


class Place:
    """A scratch folder with lazily made studies and projects.

    Attributes:
        folder: Anything may be written into it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def new(self, name: str) -> Path:
        """An empty folder of its own."""
        path = self.folder / name
        if path.exists():
            shutil.rmtree(path)
        path.mkdir(parents=True)
        return path

    @cached_property
    def phantom(self) -> Phantom:
        """A head of 22 slices of 256 x 256 in four sequences."""
        return draw_phantom(1, seed=3)

    @cached_property
    def study(self) -> Path:
        """That head as DICOM."""
        return write_study(self.folder / "study", self.phantom)

    @cached_property
    def large_volume(self) -> Volume:
        """50 slices of 512 x 512 int16, as a reader scrolls through them."""
        voxels = np.ascontiguousarray(np.tile(self.phantom.voxels["t1ce"], (3, 2, 2))[:50])
        affine = np.array([[0, 0, 0.45, 0], [0, 0.45, 0, 0], [3.0, 0, 0, 0], [0, 0, 0, 1.0]])
        return Volume(voxels, affine, (3.0, 0.45, 0.45), series_uid="large")

    @cached_property
    def outlines(self) -> list[NDArray[np.bool_]]:
        """The phantom's tumour on each slice that shows it, 256 x 256, and one that fills the whole slice."""
        shown = [mask for mask in self.phantom.outline if np.count_nonzero(mask) >= 10]
        r, c = np.mgrid[:256, :256]
        return [*shown, np.hypot(r - 128, c - 128) < 110 + 15 * np.sin(np.arctan2(r - 128, c - 128) * 5)]

    @cached_property
    def small_project(self) -> Path:
        """A project of 17 graded patients of 8 slices of 48 x 40."""
        cohort = make_cohort(self.folder / "cohort", low=8, high=9)
        project = Project.create(self.folder / "project", synthetic=True)
        try:
            import_cohort(project, CohortRequest(cohort, MASK, cohort / LABELS))
        finally:
            project.close()
        return self.folder / "project"

    @cached_property
    def real_project(self) -> Path:
        """A project of the 87 patients, imported."""
        cohort = self.real_cohort
        project = Project.create(self.folder / "real")
        try:
            import_cohort(project, CohortRequest(cohort, "tumour.nii.gz", cohort / "cohort.csv"))
        finally:
            project.close()
        return self.folder / "real"

    @property
    def real_cohort(self) -> Path:
        """The folder of the 87 real patients.

        Raises:
            NotHereError: it does not lie beside the checkout.
        """
        if not REAL_COHORT.is_dir():
            raise NotHereError("no real studies here (set GLIOMA_SHARED_DATA)")
        return REAL_COHORT
