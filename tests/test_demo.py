"""The demo: from an empty folder to graded synthetic patients, on the same code as the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from glioma_desktop.annotation.hold_out import load_hold_out
from glioma_desktop.annotation.project import Project
from glioma_desktop.demo import DemoSize, run_demo
from glioma_desktop.errors import AnnotationError
from glioma_desktop.grading.registry import Registry
from glioma_desktop.grading.weights import default_weights_folder
from glioma_desktop.ui import screenshots
from glioma_desktop.ui.screenshots import take_screenshots

pytestmark = pytest.mark.timeout(900)  # the whole job: minutes on a busy machine

# A frozen trunk is by far the quickest; without ImageNet weights at hand one epoch from scratch must do.
START = "scratch" if default_weights_folder() is None else "frozen"
SIZE = DemoSize(patients=14, unseen=1, networks=("alexnet",), starts=(START,), epochs=1)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A small demo, done once."""
    folder = tmp_path_factory.mktemp("somewhere") / "demo"
    return folder, run_demo(folder, headless=True, size=SIZE)


def test_a_demo_ends_with_a_model_a_report_and_a_summary_all_called_synthetic(
    demo: tuple[Path, dict[str, Any]],
) -> None:
    folder, summary = demo
    assert summary == json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert summary["synthetic"] is True
    assert summary["imported"]["patients"] == 14
    assert summary["imported"]["boxes"] > 60
    trained = [r for r in summary["results"] if r["start"] == START]
    assert [r["status"] for r in trained] == ["done"]
    assert {r["network"] for r in summary["results"]} >= {"size_only", "handcrafted", "alexnet"}
    assert Path(summary["training_report"]).is_file()
    project = Project.open(folder / "project")
    try:
        assert project.config.synthetic
        registry = Registry(project.models_dir)
        assert registry.active() == summary["model"]["id"]
        assert registry.get(summary["model"]["id"]).card.synthetic
    finally:
        project.close()


def test_the_demo_ends_with_pictures_of_every_screen(demo: tuple[Path, dict[str, Any]]) -> None:
    _, summary = demo
    assert summary["notes"] == []
    screens = [
        "reading", "annotating", "main", "stale", "sealed", "labels", "keys", "new_project", "retrain_before",
        "retrain_running", "retrain_finished", "publish", "runs", "models", "planes", "difference", "mirror", "magnifier",
        "second", "watched", "memory",
    ]  # fmt: skip
    made = {Path(path).name: Path(path) for path in summary["screenshots"]}
    chinese = ["main_zh.png", "labels_zh.png", "keys_zh.png", "retrain_zh.png"]
    for name in [*(f"{screen}_dark.png" for screen in screens), *chinese]:
        with Image.open(made[name]) as picture:
            assert picture.size == (1280, 800)
            assert len(picture.convert("RGB").getcolors(1 << 20)) > 10
    with Image.open(made["main_dark.png"]) as dark:
        assert dark.convert("L").getpixel((1270, 700)) < 60


def test_no_picture_is_made_of_a_project_that_is_not_synthetic(tmp_path: Path) -> None:
    Project.create(tmp_path / "clinic").close()
    with pytest.raises(AnnotationError, match="not a synthetic project"):
        take_screenshots(tmp_path / "clinic", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert screenshots.main([str(tmp_path / "clinic"), str(tmp_path / "out")]) == 1


def test_the_pictures_leave_the_project_as_it_was(demo: tuple[Path, dict[str, Any]]) -> None:
    """They are made after the grading; whatever was drawn or opened for them happened in a copy."""
    folder, summary = demo
    project = Project.open(folder / "project")
    try:
        assert len(project.store.patients()) == summary["imported"]["patients"]
        assert all(not project.store.grades(p.pseudonym) for p in project.store.patients())
        drawn = load_hold_out(project.splits_dir)
        assert drawn is not None
        assert len(drawn.openings) == 1
        assert [path.name for path in project.runs_dir.iterdir()] == [summary["run"]]
    finally:
        project.close()


def test_the_unseen_patient_is_graded_without_having_been_trained_on(demo: tuple[Path, dict[str, Any]]) -> None:
    folder, summary = demo
    (case,) = summary["graded"]
    assert 0 <= case["probability_high"] <= 1
    page = Path(case["report"]).read_text(encoding="utf-8")
    assert "phantoms" in page
    assert "Research use only" in page
    kept = json.loads((folder / "reports" / f"{case['patient']}.json").read_text(encoding="utf-8"))
    assert kept["seen_in_training"] is False
    project = Project.open(folder / "project")
    try:
        assert project.store.find_patient(case["patient"]) is None
    finally:
        project.close()


def test_a_second_demo_does_nothing_again_and_ends_by_itself_without_a_display(
    demo: tuple[Path, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, summary = demo
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*.dcm")}
    again = run_demo(folder, headless=False, size=SIZE)
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*.dcm")} == before
    assert again["run"] == summary["run"]
    assert again["model"] == summary["model"]
    assert again["graded"] == summary["graded"]
    assert len(list((folder / "project" / "runs").iterdir())) == 1


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(AnnotationError, match="not empty"):
        run_demo(tmp_path, headless=True, size=SIZE)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]
