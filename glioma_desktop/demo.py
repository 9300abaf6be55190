"""The whole job on synthetic patients: from nothing to a trained model, graded cases, reports and pictures.

Everything lies in one folder and can be thrown away. A second call goes on where the first one ended.

```
demo/cohort/         synthetic studies with outlines and grades (DICOM, tumour.nii.gz, cohort.csv)
demo/unseen/         synthetic patients that are graded, never trained on
demo/project/        the project: opened by the window
demo/reports/        one page for each unseen patient
demo/screenshots/    the window on the project
demo/summary.json    what came out
```
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from glioma_desktop.annotation.exchange.cohort import CohortRequest, import_cohort
from glioma_desktop.annotation.exchange.labels import read_labels
from glioma_desktop.annotation.project import FILE_NAME, Project
from glioma_desktop.display import BUNDLED, has_display, open_window
from glioma_desktop.errors import AnnotationError, WeightsError
from glioma_desktop.grading.registry import Registry
from glioma_desktop.study.phantom import LABELS_NAME, MASK_NAME, write_cohort

TRAINING_PATIENTS = 40
UNSEEN_PATIENTS = 4
FIRST_UNSEEN = 901
SEED = 0
READER = "demo"
SUMMARY_NAME = "summary.json"
PICTURES = ("--scale", "100", "--theme", "dark")
"""Of the screenshots those that a newcomer looks at; ``make screenshots`` makes them all."""
NO_WEIGHTS = (
    "ImageNet weights could neither be found nor downloaded, so the network was trained from scratch and is weaker than it "
    "could be. With a connection, or with GLIOMA_WEIGHTS naming a folder that holds them, a new demo fine-tunes instead."
)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class DemoSize:
    """How much of a demo. The defaults take about five minutes on two cores.

    Attributes:
        patients: To train on.
        unseen: To grade.
        networks: None: those of the preset.
        starts: None: those of the preset.
        epochs: None: those of the preset.
    """

    patients: int = TRAINING_PATIENTS
    unseen: int = UNSEEN_PATIENTS
    networks: tuple[str, ...] | None = None
    starts: tuple[str, ...] | None = None
    epochs: int | None = None


def run_demo(
    out: Path | None = None, headless: bool = False, progress: Progress | None = None, size: DemoSize | None = None
) -> dict[str, Any]:
    """Do the main job on a synthetic cohort.

    Args:
        out: The demo's folder; None: ``demo`` in the current folder. What is finished in it is not done again.
        headless: Open no window at the end. There is none either where there is no display.
        progress: Called with (what, done, of).
        size: How much of it.

    Returns:
        What ``summary.json`` holds: paths, figures and grades, all of synthetic patients.

    Raises:
        GliomaError: the folder holds something else, or a step failed; what was finished before is kept.
    """
    folder = Path("demo" if out is None else out).resolve()
    demo = _Demo(folder, progress or (lambda what, done, of: None), size or DemoSize())
    summary = demo.run()
    if not headless and has_display():
        open_window(folder / "project")
    return summary


class _Demo:
    """One demo folder and its steps."""

    def __init__(self, folder: Path, progress: Progress, size: DemoSize) -> None:
        self.folder, self.progress, self.size = folder, progress, size
        self.project_dir = folder / "project"
        self.seconds: dict[str, float] = {}
        self.notes: list[str] = []

    def run(self) -> dict[str, Any]:
        """Every step in order; each looks first whether it is done."""
        began = time.monotonic()
        self._prepare()
        self._timed("cohort", self._cohort)
        imported = self._timed("import", self._import)
        run = self._timed("training", self._train)
        model = self._timed("publishing", lambda: self._publish(run))
        graded = self._timed("grading", lambda: self._grade(model["id"]))
        pictures = self._timed("screenshots", self._screenshots)
        summary = {
            "synthetic": True,
            "research_use": "Research use only. Not for diagnosis.",
            "folder": str(self.folder),
            "project": str(self.project_dir),
            "imported": imported,
            "run": run["run"],
            "device": run["device"],
            "training_report": str(self.project_dir / "runs" / run["run"] / "report.html"),
            "results": _figures(run["results"]),
            "model": model,
            "graded": graded,
            "screenshots": pictures,
            "notes": self.notes,
            "seconds": {**self.seconds, "total": round(time.monotonic() - began, 1)},
        }
        self._write(self.folder / SUMMARY_NAME, summary)
        return summary

    def _timed(self, name: str, step: Callable[[], Any]) -> Any:
        began = time.monotonic()
        done = step()
        self.seconds[name] = round(time.monotonic() - began, 1)
        return done

    def _prepare(self) -> None:
        """Take an empty folder or one of an earlier demo; touch no other."""
        mark = self.folder / ".glioma-demo"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not mark.exists() and any(self.folder.iterdir()):
                raise AnnotationError(
                    f"{self.folder} is not empty and holds no demo. Name another folder.", self.folder
                )
            mark.touch()
        except OSError as error:
            raise AnnotationError(
                f"The demo cannot be written to {self.folder} ({error.strerror}).", self.folder
            ) from error

    def _write(self, path: Path, data: Any) -> None:
        try:
            path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        except OSError as error:
            raise AnnotationError(
                f"{path.name} cannot be written to {path.parent} ({error.strerror}).", path
            ) from error

    def _cohort(self) -> None:
        for name, patients, seed, first in (
            ("cohort", self.size.patients, SEED, 1),
            ("unseen", self.size.unseen, SEED + 1, FIRST_UNSEEN),
        ):
            tell = partial(self.progress, "Synthetic studies" if name == "cohort" else "Unseen synthetic studies")
            write_cohort(self.folder / name, patients, seed, tell, first)

    def _import(self) -> dict[str, Any]:
        if (self.project_dir / FILE_NAME).exists():
            project = Project.open(self.project_dir)
        else:
            project = Project.create(self.project_dir, "Demo (synthetic)", synthetic=True)
        try:
            labels = self.folder / "cohort" / LABELS_NAME
            request = CohortRequest(self.folder / "cohort", MASK_NAME, labels, project.config.box_series, reader=READER)
            boxes = _boxes(project)
            if set(read_labels(labels)) - {patient for patient, count in boxes.items() if count}:
                import_cohort(project, request, partial(self.progress, "Patients imported"))
                boxes = _boxes(project)
            return {"patients": len(boxes), "boxes": sum(boxes.values())}
        finally:
            project.close()

    def _train(self) -> dict[str, Any]:
        """Take the finished run, go on with one that was stopped, or train; from scratch where there are no weights."""
        from training import commands, run
        from training.atomic import read_json

        self.progress("Training", 0, 1)
        known = commands.runs(self.project_dir)["runs"]
        finished = [r for r in known if r["state"] == "finished"]
        stopped = [r for r in known if r["state"] in ("stopped", "failed")]
        if not finished and len(stopped) < len(known):
            raise AnnotationError("A training of this demo is under way. Wait until it has ended.", self.project_dir)
        if finished:
            report = read_json(self.project_dir / "runs" / finished[0]["run"] / "report.json")
            done = {**finished[0], "results": report["results"]}
        elif stopped:
            done = commands.train(self.project_dir, run.TrainOptions(resume=stopped[0]["run"]))
        else:
            size = self._affordable()
            options = run.TrainOptions(networks=size.networks, starts=size.starts, epochs=size.epochs)
            done = commands.train(self.project_dir, options)
        starts = {row["start"] for row in done["results"] if row["start"] is not None and row["status"] == "done"}
        if starts == {"scratch"} and self.size.starts != ("scratch",):
            self.notes.append(NO_WEIGHTS)
        self.progress("Training", 1, 1)
        return done

    def _affordable(self) -> DemoSize:
        """What was asked for, or AlexNet from scratch where ImageNet weights can neither be found nor downloaded."""
        from glioma_desktop.grading.weights import find_imagenet_weights

        if self.size.starts == ("scratch",):
            return self.size
        try:
            cache = self.project_dir / "cache" / "weights"
            find_imagenet_weights("alexnet", None, cache, partial(self.progress, "ImageNet weights, bytes"))
        except WeightsError:
            return replace(self.size, networks=("alexnet",), starts=("scratch",))
        return self.size

    def _publish(self, run: Mapping[str, Any]) -> dict[str, Any]:
        from training import commands

        project = Project.open(self.project_dir)
        try:
            registry = Registry(project.models_dir)
            card = next((c for c in registry.list() if c.run == run["run"]), None)
            model = card.model_id if card is not None else commands.publish(self.project_dir, run["run"])["model_id"]
            if registry.active() is None:
                registry.activate(model)
            card = registry.get(model).card
            return {"id": model, "name": card.name, "network": card.network, "start": card.start}
        finally:
            project.close()

    def _grade(self, model: str) -> list[dict[str, Any]]:
        """Grade the unseen patients by their outlines, as the command line does, and write their reports."""
        from glioma_desktop.grade_verb import grade_path

        labels = read_labels(self.folder / "unseen" / LABELS_NAME)
        graded = []
        for done, (patient, label) in enumerate(sorted(labels.items())):
            home, report = self.folder / "unseen" / patient, self.folder / "reports" / f"{patient}.html"
            kept = report.with_suffix(".json")
            result = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() and report.exists() else {}
            if result.get("model") != model:
                case = {"model": model, "series": None, "sequence": None, "roi": None, "mask": [home / MASK_NAME]}
                kept_as = {"report": report, "language": "en"}
                result = grade_path(Namespace(path=home, project=self.project_dir, **case, **kept_as))
                self._write(kept, result)
            graded.append({
                "patient": patient, "who_grade": int(label.grade), "grade": result["grade"],
                "probability_high": result["probability_high"], "report": str(report),
            })  # fmt: skip
            self.progress("Unseen patients graded", done + 1, len(labels))
        return graded

    def _screenshots(self) -> list[str]:
        """Pictures of the window, made without a display by a process of its own."""
        target = self.folder / "screenshots"
        if BUNDLED:
            self.notes.append("The packaged application makes no screenshots.")
        elif not any(target.glob("*.png")):
            self.progress("Screenshots", 0, 1)
            words = [sys.executable, "-m", "glioma_desktop.ui.screenshots", str(self.project_dir), str(target)]
            made = subprocess.run([*words, *PICTURES], capture_output=True, text=True, check=False)
            if made.returncode != 0:
                last = (made.stderr.strip().splitlines() or [f"exit status {made.returncode}"])[-1]
                self.notes.append(f"The screenshots could not be made ({last}).")
            self.progress("Screenshots", 1, 1)
        return [str(path) for path in sorted(target.glob("*.png"))]


def _boxes(project: Project) -> dict[str | None, int]:
    """How many boxes each patient of the cohort has."""
    store = project.store
    return {p.source_patient: len(store.annotation(p.pseudonym).boxes) for p in store.patients()}


def _figures(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of the report's rows what a newcomer reads first: by patient, of the five networks."""
    return [
        {key: row[key] for key in ("network", "start", "status", "validation_auc", "test_auc")}
        for row in rows
        if row["level"] == "patient" and row["of"] == "five"
    ]
