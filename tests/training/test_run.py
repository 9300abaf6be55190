"""A whole run: sealed patients opened once, killed and resumed to the same digits, published and graded."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from glioma_desktop.annotation.annotation import Change, Edit, StudyFacts
from glioma_desktop.annotation.hold_out import load_hold_out
from glioma_desktop.annotation.pathology import Specimen
from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import AnnotationError, ManifestError, NoWeightsError
from glioma_desktop.grading.registry import Registry
from training import commands, imagenet, run
from training.events import read_events, state_of
from training.run import TrainOptions

ROOT = Path(__file__).resolve().parents[2]
OPTIONS = TrainOptions(networks=("alexnet",), starts=("frozen", "imagenet"), epochs=4, device="cpu", threads=1)


def same_figures(report):
    """A report without what may differ between two runs of the same choice."""
    return json.dumps(
        {k: v for k, v in report.items() if k not in ("meta", "page", "hold_out_opened", "summary")}, sort_keys=True
    )


@pytest.fixture(scope="module")
def finished(imported, tmp_path_factory):
    """One finished run, shared by the tests that only look at it."""
    from tests.training.tiny import put_in_place

    folder = Path(shutil.copytree(imported, tmp_path_factory.mktemp("finished") / "project"))
    with pytest.MonkeyPatch.context() as patch:
        put_in_place(patch.setattr)
        answer = commands.train(folder, OPTIONS)
        yield folder, answer, commands.report(folder)


def test_the_report_has_a_row_for_each_network_level_and_answer_with_its_interval_and_n(finished):
    _, answer, report = finished
    rows = {(r["network"], r["start"], r["level"], r["of"]): r for r in report["results"]}
    assert set(rows) == {
        (network, start, level, of)
        for network, start in [
            ("size_only", None),
            ("handcrafted", None),
            ("alexnet", "frozen"),
            ("alexnet", "imagenet"),
        ]
        for level in ("patient", "slice")
        for of in ("five", "mean")
    }
    five, mean = rows[("alexnet", "imagenet", "patient", "five")], rows[("alexnet", "imagenet", "patient", "mean")]
    for row in (five, mean):
        for name in ("test_accuracy", "test_auc"):
            assert {"mean", "sd", "low", "high", "n"} <= set(row[name])
    assert five["validation_auc"]["n"] == 13
    assert mean["validation_auc"] is None
    assert mean["test_auc"]["n"] == 4
    assert report["hold_out_opened"] == 1
    assert answer["device"] == "cpu"
    assert same_figures({"results": answer["results"]}) == same_figures({"results": report["results"]})


def test_the_saved_parts_are_disjoint_and_add_up_with_the_flow(finished):
    folder, answer, report = finished
    split = json.loads((folder / "runs" / answer["run"] / "split.json").read_text())
    parts = [split["hold_out"], *split["folds"]]
    names = [name for part in parts for name in part]
    assert len(names) == len(set(names)) == report["flow"]["eligible"] == 17
    assert sorted(len(fold) for fold in split["folds"]) == [2, 2, 3, 3, 3]


def test_a_run_folder_names_no_patient(finished):
    folder, answer, _ = finished
    for path in (folder / "runs" / answer["run"]).rglob("*"):
        if path.is_file() and path.suffix in (".json", ".jsonl", ".html", ""):
            assert b"SYN-0" not in path.read_bytes(), path.name


def test_every_five_networks_share_one_epoch_and_the_last_epoch_stands_beside(finished):
    _, _, report = finished
    row = next(r for r in report["results"] if (r["start"], r["level"], r["of"]) == ("imagenet", "patient", "five"))
    assert 1 <= row["epoch"] <= row["epochs"] == 4
    assert row["validation_auc_last_epoch"]["n"] == 13
    assert any("optimistic" in sentence for sentence in report["summary"])


def test_the_events_tell_every_epoch_of_every_fold_and_the_one_opening(finished):
    folder, answer, _ = finished
    events = read_events(folder / "runs" / answer["run"])
    epochs = [(e["fold"], e["epoch"]) for e in events if e["event"] == "epoch" and e["start"] == "imagenet"]
    assert sorted(epochs) == [(fold, epoch) for fold in range(5) for epoch in range(1, 5)]
    assert [e["times"] for e in events if e["event"] == "hold_out_opened"] == [1]
    assert events[-1]["event"] == "finished"
    assert state_of(folder / "runs" / answer["run"]) == "finished"


def test_the_same_seed_gives_the_same_figures_to_the_digit_and_another_seed_others(finished, project_dir, tiny):
    _, _, report = finished
    commands.train(project_dir, OPTIONS)
    again = commands.report(project_dir)
    assert same_figures(again) == same_figures(report)
    other = commands.train(project_dir, TrainOptions(**{**vars_of(OPTIONS), "seed": 1}))
    assert same_figures({"results": other["results"]}) != same_figures({"results": report["results"]})
    assert commands.report(project_dir)["hold_out_opened"] == 2
    assert any("opened 2 times" in s for s in commands.report(project_dir)["summary"])


def vars_of(options):
    return {name: getattr(options, name) for name in options.__dataclass_fields__}


@pytest.mark.parametrize("after", [3, 12])
def test_a_run_killed_at_any_moment_resumes_to_the_same_figures(finished, project_dir, tiny, after):
    _, _, report = finished
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.training.tiny", str(project_dir)], cwd=ROOT, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    assert child.stderr is not None
    seen = 0
    for line in child.stderr:
        seen += "imagenet fold" in line
        if seen >= after:
            break
    child.send_signal(signal.SIGKILL)
    child.wait()
    (folder,) = [p for p in (project_dir / "runs").iterdir() if p.is_dir()]
    assert state_of(folder) == "stopped"
    commands.train(project_dir, TrainOptions(resume=folder.name))
    resumed = commands.report(project_dir)
    assert same_figures(resumed) == same_figures(report)
    assert resumed["hold_out_opened"] == 1


def test_a_run_killed_between_counting_its_opening_and_saying_so_opens_once(finished, tmp_path, tiny):
    folder, answer, report = finished
    folder = Path(shutil.copytree(folder, tmp_path / "project"))
    events = folder / "runs" / answer["run"] / "events.jsonl"
    lines = events.read_text().splitlines(keepends=True)
    cut = next(k for k, line in enumerate(lines) if '"hold_out_opened"' in line)
    events.write_text("".join(lines[:cut]))
    project = Project.open(folder)
    run.train(project, TrainOptions(resume=answer["run"]))
    project.close()
    assert len(load_hold_out(folder / "splits").openings) == report["hold_out_opened"]
    assert [e["times"] for e in read_events(events.parent) if e["event"] == "hold_out_opened"] == [1]
    assert same_figures(commands.report(folder)) == same_figures(report)


def test_a_run_is_not_resumed_when_its_sealed_patients_are_no_longer_those_of_the_project(finished, tmp_path, tiny):
    folder, answer, _ = finished
    folder = Path(shutil.copytree(folder, tmp_path / "project"))
    (folder / "splits" / "holdout.json").unlink()
    with pytest.raises(ManifestError, match="changed sides of the sealed test set"):
        commands.train(folder, TrainOptions(resume=answer["run"]))
    with pytest.raises(AnnotationError, match="is missing although runs of this project rest on it"):
        commands.train(folder, OPTIONS)
    assert load_hold_out(folder / "splits") is None


def test_stop_and_keep_leaves_a_resumable_run_with_sealed_patients(finished, project_dir, tiny, monkeypatch):
    # Between steps the wish is looked at so seldom that only the end of an epoch can see it, however fast the machine is.
    monkeypatch.setattr("training.events.LOOK_EVERY_S", 3600.0)
    _, _, report = finished
    asked = []

    def stop_after_the_sixth_epoch(event):
        asked.append(event["event"] == "epoch" and event["start"] == "imagenet")
        if sum(asked) == 6:
            (folder,) = [p for p in (project_dir / "runs").iterdir() if p.is_dir()]
            (folder / "control.json").write_text('{"ask": "stop"}')

    project = Project.open(project_dir)
    answer = run.train(project, OPTIONS, stop_after_the_sixth_epoch)
    project.close()
    assert answer["state"] == "stopped"
    assert commands.runs(project_dir)["runs"][0]["state"] == "stopped"
    kept = commands.report(project_dir)
    assert kept["hold_out_opened"] == 0
    status = {r["start"]: r["status"] for r in kept["results"] if r["network"] == "alexnet"}
    assert status["frozen"] == "done"
    assert status["imagenet"].startswith("not run")
    commands.train(project_dir, TrainOptions(resume=answer["run"]))
    assert same_figures(commands.report(project_dir)) == same_figures(report)


def test_a_published_model_names_its_patients_only_by_keyed_hash_and_grades_repeat(finished):
    folder, answer, report = finished
    card = commands.publish(folder, answer["run"], "alexnet", "frozen", "First")
    assert (card["name"], card["network"], card["start"], card["synthetic"]) == ("First", "alexnet", "frozen", True)
    assert sum(len(fold["patients"]) for fold in card["folds"]) == 13
    assert len(card["hold_out"]) == 4
    assert "P-00" not in json.dumps(card["folds"])
    assert Registry(folder / "models").active() is not None
    assert commands.report(folder)["hold_out_opened"] == report["hold_out_opened"]
    with pytest.raises(ManifestError, match="Name one network"):
        commands.publish(folder, answer["run"], "googlenet", "scratch")


def test_a_run_whose_series_have_grown_since_is_published_and_reported_but_not_gone_on_with(finished, tmp_path):
    folder, answer, report = finished
    grown = Path(shutil.copytree(folder, tmp_path / "grown"))
    path = grown / "runs" / answer["run"] / "manifest.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    kept["patients"][0]["slices"]["t1ce"] -= 1
    path.write_text(json.dumps(kept), encoding="utf-8")
    assert commands.publish(grown, answer["run"], "alexnet", "frozen", "First")["name"] == "First"
    assert same_figures(commands.report(grown)) == same_figures(report)
    with pytest.raises(ManifestError, match="does not have as many slices"):
        commands.train(grown, TrainOptions(resume=answer["run"]))


def test_weights_that_cannot_be_had_are_listed_as_not_run_and_the_rest_goes_on(project_dir, tiny, monkeypatch):
    def none(*args, **more):
        raise NoWeightsError("Fetch x.pth (SHA-256 begins 12345678) and import that file.")

    monkeypatch.setattr(imagenet, "find_imagenet_weights", none)
    commands.train(project_dir, TrainOptions(**{**vars_of(OPTIONS), "starts": ("scratch", "imagenet"), "epochs": 1}))
    rows = {r["start"]: r for r in commands.report(project_dir)["results"] if r["network"] == "alexnet"}
    assert rows["scratch"]["status"] == "done"
    assert rows["imagenet"]["status"] == "not run: no weights"
    assert "SHA-256 begins 12345678" in rows["imagenet"]["note"]
    assert rows["imagenet"]["test_auc"]["mean"] is None


def test_nobody_opens_the_sealed_patients_for_the_baselines_alone(project_dir, tiny, monkeypatch):
    def none(*args, **more):
        raise NoWeightsError("Fetch x.pth (SHA-256 begins 12345678) and import that file.")

    monkeypatch.setattr(imagenet, "find_imagenet_weights", none)
    commands.train(project_dir, TrainOptions(**{**vars_of(OPTIONS), "starts": ("imagenet",)}))
    report = commands.report(project_dir)
    assert report["hold_out_opened"] == 0
    rows = {r["network"]: r for r in report["results"] if r["level"] == "patient" and r["of"] == "five"}
    assert rows["alexnet"]["status"] == "not run: no weights"
    assert rows["size_only"]["validation_auc"]["n"] == 13
    assert rows["size_only"]["test_auc"]["mean"] is None


def test_a_cohort_of_one_class_is_refused_with_one_sentence_and_nobody_is_sealed(project_dir, tiny):
    project = Project.open(project_dir)
    for record in project.store.patients():
        specimen = Change(("specimen", "S1"), Specimen("S1", grade=3))
        project.store.record(Edit(record.pseudonym, "A", "Grade", (specimen,)))
    project.close()
    with pytest.raises(ManifestError, match="All 17 patients are of high grade"):
        commands.train(project_dir, OPTIONS)
    assert load_hold_out(project_dir / "splits") is None


def test_too_few_patients_for_five_folds_are_refused_with_the_numbers(project_dir, tiny):
    project = Project.open(project_dir)
    for record in project.store.patients()[:4]:
        project.store.record(Edit(record.pseudonym, "A", "No grade", (Change(("specimen", "S1"), None),)))
    project.close()
    with pytest.raises(ManifestError, match="at least 5 patients of each class"):
        commands.train(project_dir, OPTIONS)
    assert load_hold_out(project_dir / "splits") is None, "a run that cannot be made seals nobody"


def test_patients_known_to_be_treated_leave_and_the_flow_says_so(project_dir, tiny):
    project = Project.open(project_dir)
    study = project.store.studies("P-0017")[0]
    state = Change(("study", study.uid), StudyFacts("after_resection", "reader"))
    project.store.record(Edit("P-0017", "A", "Treatment", (state,)))
    project.close()
    flow = commands.preview(project_dir, OPTIONS)["manifest"]["flow"]
    assert flow[-1]["reasons"] == {"after resection": ["P-0017"]}
    assert [step["patients"] for step in flow] == [17, 17, 17, 17, 17, 16]


def test_a_preview_draws_nobody_and_writes_nothing(project_dir, tiny):
    before = sorted(p.name for p in project_dir.rglob("*.json*"))
    seen = commands.preview(project_dir, OPTIONS)
    assert len(seen["split"]["hold_out"]) == 4
    assert not seen["sealed_before"]
    assert seen["seconds"] > 0
    assert sorted(p.name for p in project_dir.rglob("*.json*")) == before
    assert load_hold_out(project_dir / "splits") is None


def test_a_damaged_crop_cache_is_made_again_to_the_same_figures(finished, project_dir, tiny):
    _, _, report = finished
    commands.train(project_dir, TrainOptions(**{**vars_of(OPTIONS), "starts": ("frozen",), "epochs": 1}))
    for path in (project_dir / "cache" / "crops").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:40])
    commands.train(project_dir, OPTIONS)
    assert same_figures(commands.report(project_dir)) == same_figures(report)


def test_training_loads_no_qt_and_uses_the_threads_it_records(finished):
    folder, answer, report = finished
    assert report["setting"]["threads"] == 1
    assert torch.get_num_threads() == 1
    config = json.loads((folder / "runs" / answer["run"] / "config.json").read_text())
    assert config["versions"]["torch"] == torch.__version__
    assert time.strptime(config["started"][:19], "%Y-%m-%dT%H:%M:%S")
