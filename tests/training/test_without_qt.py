"""Training runs on a machine that has no Qt at all, a cluster node for example."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NO_QT = """
import sys
class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("PySide6", "shiboken6", "pyqtgraph"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, NoQt())
"""


def run(code: str, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", NO_QT + code, *args], cwd=ROOT, capture_output=True, text=True, timeout=240,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip


def test_a_whole_run_its_report_and_its_model_are_made_without_qt(project_dir):
    """Preview, train, runs, report and publish, with the stand-in network, in one process in which Qt cannot be found."""
    code = """
from pathlib import Path
from tests.training.tiny import put_in_place
from training import commands
from training.run import TrainOptions
import json
put_in_place(setattr)
folder = Path(sys.argv[1])
options = TrainOptions(networks=("alexnet",), starts=("frozen",), epochs=2, device="cpu", threads=1)
commands.preview(folder, options)
answer = commands.train(folder, options)
card = commands.publish(folder)
found = commands.report(folder)
print(json.dumps([answer["state"], card["start"], len(found["results"]), [r["state"] for r in commands.runs(folder)["runs"]]]))
assert not [name for name in sys.modules if name.split(".")[0] in ("PySide6", "pyqtgraph")]
assert not [name for name in sys.modules if name.startswith("glioma_desktop.ui")]
"""
    done = run(code, str(project_dir))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ["finished", "frozen", 12, ["finished"]]


def test_every_room_of_training_can_be_entered_without_qt():
    names = sorted(path.stem for path in (ROOT / "training").glob("*.py") if path.stem not in ("__init__", "__main__"))
    done = run("import importlib\nfor name in sys.argv[1:]: importlib.import_module('training.' + name)", *names)
    assert done.returncode == 0, done.stderr
    assert len(names) > 25


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["runs", "--project", "{empty}", "--json"], 1, "error"),
        (["report", "--project", "{project}", "--json"], 1, "There is no run latest"),
        (["runs", "--project", "{project}", "--json"], 0, '"runs": []'),
        (["train"], 2, ""),
    ],
)
def test_the_module_answers_with_one_json_object_and_an_exit_status(imported, tmp_path, arguments, status, said):
    places = {"{empty}": str(tmp_path / "nothing"), "{project}": str(imported)}
    words = [places.get(word, word) for word in arguments]
    done = run("from training.__main__ import main\nsys.exit(main(sys.argv[1:]))", *words)
    assert done.returncode == status, done.stderr
    if status < 2:
        answer = json.loads(done.stdout)
        assert said in json.dumps(answer)
        assert ("error" in answer) == (status == 1)
        assert status == 0 or done.stderr.count("\n") == 1


def test_nothing_newer_is_asked_for_than_python_3_12_torch_2_11_and_torchvision_0_26():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    def floor(pattern: str) -> tuple[int, ...]:
        found = re.search(pattern, text)
        assert found, pattern
        return tuple(int(part) for part in found[1].split("."))

    assert floor(r'requires-python = ">=([\d.]+)"') <= (3, 12)
    assert floor(r'"torch>=([\d.]+)"') <= (2, 11)
    assert floor(r'"torchvision>=([\d.]+)"') <= (0, 26)
