"""The route of the data, station by station: from a folder of studies to the report of an estimate.

Every station takes what the one before it made. The cohort is one of tiny phantoms and the network the tiny one; everything
else is the real thing, called by the names that the README's table of the route gives.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from glioma_desktop.annotation.annotation import Annotation, Box, Change, Edit
from glioma_desktop.annotation.coverage import coverage, fill, fit_rectangle
from glioma_desktop.annotation.pathology import Specimen
from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.grading.card import ModelCard
from glioma_desktop.grading.case_report import ReportContext, write_case_report
from glioma_desktop.grading.crop import CropSpec, crop
from glioma_desktop.grading.grader import Grader
from glioma_desktop.grading.registry import Registry
from glioma_desktop.grading.result import GradeResult
from glioma_desktop.study.catalogue import Catalogue
from glioma_desktop.study.reading import read_series
from glioma_desktop.study.series import Series, Study
from glioma_desktop.study.volume import Volume
from tests.clinic import put_tiny_networks
from tests.phantoms import TUMOUR_SLICES, make_cohort, make_outline

ROOT = Path(__file__).resolve().parent.parent
LOW, HIGH = 8, 9


class Route:
    """What each station made, made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cohort = make_cohort(folder / "cohort", LOW, HIGH)
        self.project = Project.create(folder / "project", synthetic=True)

    @cached_property
    def studies(self) -> list[Study]:
        return Catalogue().scan(self.cohort)

    def series(self, study: Study) -> Series:
        return study.series[0]

    @cached_property
    def volume(self) -> Volume:
        return read_series(self.series(self.studies[0]))

    @cached_property
    def annotations(self) -> dict[str, Annotation]:
        """Every patient with the fitted boxes drawn and the pathology's grade entered, one gesture each."""
        made = {}
        for number, study in enumerate(self.studies, start=1):
            patient = self.project.store.register(study, self.cohort).pseudonym
            grade = Specimen("S1", grade=2 if number <= LOW else 3)
            self.project.store.record(Edit(patient, "A", "Grade", (Change(("specimen", "S1"), grade),)))
            outline = make_outline(seed=number)
            for k in TUMOUR_SLICES:
                roi = fit_rectangle(outline[k], (1.0, 1.0), slice_index=k)
                assert roi is not None
                box = Box(
                    roi, "hand", coverage(roi, outline[k]), fill(roi, outline[k]), "flair_abnormality", reader="A"
                )
                change = Change(("box", self.series(study).uid, "L1", str(k)), box)
                made[patient] = self.project.store.record(Edit(patient, "A", f"Draw box on slice {k + 1}", (change,)))
        return made

    @cached_property
    def manifest(self) -> Any:
        from training.eligible import build_manifest
        from training.rows import Choice

        assert len(self.annotations) == LOW + HIGH
        return build_manifest(self.project, Choice())

    @cached_property
    def split(self) -> Any:
        from training.split import hold_out, split_folds

        return split_folds(self.manifest, hold_out(self.project, self.manifest), seed=0)

    @cached_property
    def run(self) -> dict[str, Any]:
        from training import run

        assert self.split
        options = run.TrainOptions(networks=("alexnet",), starts=("frozen",), epochs=20, device="cpu", threads=1)
        return run.train(self.project, options)

    @property
    def run_folder(self) -> Path:
        return self.project.runs_dir / str(self.run["run"])

    @cached_property
    def card(self) -> ModelCard:
        from training import commands

        assert self.run["state"] == "finished"
        model_id = commands.publish(self.project.folder)["model_id"]
        return Registry(self.project.models_dir).get(model_id).card

    @cached_property
    def result(self) -> GradeResult:
        model = Registry(self.project.models_dir).get(self.card.model_id)
        outline = make_outline(seed=1)
        rois = [roi for k in TUMOUR_SLICES if (roi := fit_rectangle(outline[k], (1.0, 1.0), slice_index=k))]
        return Grader(model).grade({"t1ce": self.volume}, rois)


@pytest.fixture(scope="module")
def route(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Route]:
    with pytest.MonkeyPatch.context() as patch:
        put_tiny_networks(patch)
        made = Route(tmp_path_factory.mktemp("route"))
        yield made
        made.project.close()


def test_station_01_a_folder_becomes_studies(route: Route) -> None:
    assert [study.patient_id for study in route.studies] == [f"SYN-{n:04d}" for n in range(1, LOW + HIGH + 1)]
    assert {route.series(study).sequence for study in route.studies} == {"t1ce"}


def test_station_02_a_series_becomes_a_volume_with_a_place_in_the_patient(route: Route) -> None:
    assert route.volume.shape == (8, 48, 40)
    assert route.volume.spacing_mm == (5.0, 1.0, 1.0)
    middle = route.volume.affine @ np.array([3.5, 23.5, 19.5, 1.0])
    np.testing.assert_allclose(middle[:3], 0, atol=1e-6)


def test_station_03_a_volume_becomes_a_picture(route: Route, qtbot: QtBot) -> None:
    from glioma_desktop.ui.slice_view import SliceView

    view = SliceView()
    qtbot.addWidget(view)
    view.resize(300, 300)

    def picture(k: int) -> bytes:
        view.show_slice(route.volume, k)
        image = view.grab().toImage()  # kept: its bytes go with it
        return bytes(image.constBits())

    third, fourth = picture(3), picture(4)
    assert len(set(third)) > 30
    assert third != fourth
    assert picture(3) == third


def test_station_04_a_gesture_becomes_a_rectangle(route: Route) -> None:
    drawn = RectROI.from_corners(3, (30.6, 28.2), (12.4, 9.9), route.volume.shape[1:])
    assert drawn == RectROI(3, 12, 31, 9, 29)
    assert drawn.fits(route.volume.shape)


def test_station_05_outline_and_rectangle_become_coverage_and_80_percent(route: Route) -> None:
    outline = make_outline(seed=1)[3]
    roi = fit_rectangle(outline, route.volume.spacing_mm[1:], 0.8, 3)
    assert roi is not None
    inside = outline[roi.row_start : roi.row_stop, roi.column_start : roi.column_stop].sum()
    assert coverage(roi, outline) == inside / outline.sum() >= 0.8
    assert fill(roi, outline) == inside / roi.area


def test_station_06_a_rectangle_becomes_a_stored_annotation(route: Route) -> None:
    assert len(route.annotations) == LOW + HIGH
    again = Project.open(route.project.folder)
    for patient, annotation in route.annotations.items():
        assert again.store.annotation(patient).boxes == annotation.boxes
        assert len(annotation.boxes) == len(TUMOUR_SLICES)
    again.close()


def test_station_07_the_store_becomes_a_manifest_whose_flow_adds_up(route: Route) -> None:
    assert [row.patient for row in route.manifest.patients] == sorted(route.annotations)
    assert [step.patients for step in route.manifest.flow] == [LOW + HIGH] * 6
    assert sum(row.label for row in route.manifest.patients) == HIGH


def test_station_08_volume_and_rectangle_become_the_one_crop(route: Route) -> None:
    roi = route.manifest.patients[0].boxes[0].roi
    cut = crop({"t1ce": route.volume}, roi, CropSpec(size=32))
    assert (cut.dtype, cut.shape) == (np.float32, (1, 32, 32))
    assert 0 <= cut.min() < cut.max() <= 1


def test_station_09_the_manifest_becomes_sealed_patients_and_five_folds(route: Route) -> None:
    parts = [route.split.hold_out, *route.split.folds]
    names = [name for part in parts for name in part]
    assert sorted(names) == sorted(route.annotations)
    assert len(route.split.hold_out) == 4
    label = {row.patient: row.label for row in route.manifest.patients}
    assert all({label[name] for name in part} == {0, 1} for part in parts)


def test_station_10_crops_become_five_networks_that_did_not_see_their_fold(route: Route) -> None:
    weights = [route.run_folder / "fits" / "alexnet-frozen" / f"fold{k}" / "weights.safetensors" for k in range(5)]
    assert len({path.read_bytes() for path in weights}) == 5
    assert json.loads((route.run_folder / "split.json").read_text()) == route.split.to_json()


def test_station_11_folds_become_a_report_with_intervals(route: Route) -> None:
    report = json.loads((route.run_folder / "report.json").read_text())
    rows = {(r["network"], r["level"], r["of"]): r for r in report["results"]}
    best = rows["alexnet", "patient", "five"]["validation_auc"]
    assert (best["n"], best["low"] <= best["mean"] <= best["high"]) == (13, True)
    assert best["mean"] > 0.7, "the phantoms' high grades enhance; a network that cannot tell them is broken"
    assert report["hold_out_opened"] == 1
    assert "<html" in (route.run_folder / "report.html").read_text()


def test_station_12_the_winner_becomes_a_model_of_the_registry(route: Route) -> None:
    assert (route.card.network, route.card.start, route.card.synthetic) == ("alexnet", "frozen", True)
    assert route.card.grades_seen == {"2": 6, "3": 7}
    assert Registry(route.project.models_dir).active() == route.card.model_id


def test_station_13_volume_and_rectangles_become_an_estimate(route: Route) -> None:
    result = route.result
    counted = [fold.probability_high for fold in result.folds if not fold.saw_patient]
    assert len(result.folds) == 5
    assert result.probability_high == pytest.approx(np.mean(counted))
    assert [answer.slice_index for answer in result.slices] == list(TUMOUR_SLICES)
    assert GradeResult.from_json(json.loads(json.dumps(result.to_json()))) == result


def test_station_14_the_estimate_becomes_a_report(route: Route) -> None:
    page = write_case_report(route.result, route.folder / "case.html", ReportContext("P-0001", route.volume))
    text = page.read_text(encoding="utf-8")
    for part in ("P-0001", "Research use only. Not for diagnosis.", route.card.name, "synthetic"):
        assert part in text
    assert "SYN-0001" not in text
    assert write_case_report(route.result, route.folder / "case.pdf").read_bytes().startswith(b"%PDF")


def test_the_readme_names_every_station_by_files_and_functions_that_exist() -> None:
    rows = re.findall(r"^\| (\d+) \|[^|]+\|([^|]+)\|([^|]+)\|$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    assert [int(number) for number, *_ in rows] == list(range(1, 15))
    for number, files, signature in rows:
        source = ""
        for name in re.findall(r"`([\w/]+\.py)`", files):
            beside = f"study/{name}" if "/" not in name else name
            (path,) = [p for p in (ROOT / beside, ROOT / "glioma_desktop" / beside) if p.is_file()]
            source += path.read_text(encoding="utf-8")
        for name in re.findall(r"(\w+)\(", signature):
            assert re.search(rf"^\s*(def|class) {name}\b", source, re.M), f"station {number}: {name} is not in {files}"
