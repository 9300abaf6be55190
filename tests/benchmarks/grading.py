"""From the click to the estimate in a program that has not graded yet: torch is loaded, and five networks."""

from __future__ import annotations

from functools import partial
from statistics import median

from glioma_desktop.annotation.project import Project
from tests.benchmarks.grade_process import CROPS, publish
from tests.benchmarks.place import Place
from tests.benchmarks.table import Timing, benchmark
from tests.benchmarks.timing import fresh_process, interleaved


@benchmark(
    f"cold click to grade, GoogLeNet, {CROPS} crops", baseline="torchvision, a short script", must=1.5, aim=15_000.0
)
def cold_grade(place: Place) -> Timing:
    """Five fresh networks in a fresh process; imports before the click are not counted on either side."""
    home = place.new("grading")
    Project.create(home / "project").close()
    model = publish(home / "project" / "models")
    found: dict[str, list[float]] = {"window": [], "script": []}
    answers: list[float] = []

    def timed(which: str) -> None:
        _, said = fresh_process("tests.benchmarks.grade_process", which, home / "project" / "models", model, home=home)
        found[which].append(said["ms"])
        answers.append(said["probability_high"])

    interleaved(partial(timed, "window"), partial(timed, "script"), repetitions=3, warm_up=False)
    size = sum(path.stat().st_size for path in home.rglob("*.safetensors")) / 2**20
    same = max(answers) - min(answers) < 1e-4
    return Timing(median(found["window"]), median(found["script"]), f"{size:.0f} MiB of weights", holds=same)
