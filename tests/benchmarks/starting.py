"""From the command to the first picture of the window, and what is not loaded meanwhile."""

from __future__ import annotations

from glioma_desktop.annotation.project import Project
from tests.benchmarks.place import Place
from tests.benchmarks.table import Timing, benchmark
from tests.benchmarks.timing import fresh_process, interleaved

WINDOW = "tests.benchmarks.window_process"
BARE = "tests.benchmarks.bare_window_process"


@benchmark("time to first window", baseline="a bare PySide6 window", must=15.0, aim=2000.0)
def first_window(place: Place) -> Timing:
    """A fresh process each time, from its start to its first painted window."""
    home = place.new("starting")
    Project.create(home / "project").close()
    return interleaved(
        lambda: fresh_process(WINDOW, home / "project", home=home),
        lambda: fresh_process(BARE, home=home),
        repetitions=5,
    )


@benchmark("modules of torch before the first grade", baseline="none", unit="modules", aim=0.0)
def no_torch(place: Place) -> Timing:
    """A study is opened and scrolled through; torch must not be in the process."""
    home = place.new("reading")
    Project.create(home / "project").close()
    _, said = fresh_process(WINDOW, home / "project", place.study, home=home)
    loaded = said["torch"]
    note = f"after a study was opened and {said['scrolled']} slices scrolled; {said['modules']} modules in all"
    return Timing(float(len(loaded)), None, note, holds=not loaded and said["scrolled"] > 0)
