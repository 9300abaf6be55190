"""A project in which everything has been done once by the command line: imported, trained, published.

The cohort is one of tiny phantoms and the network the tiny one of ``tests.training.tiny``; every line of code between is the
real one.
"""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from glioma_desktop import cli
from tests.phantoms import LABELS, MASK, make_cohort, make_study

LOW, HIGH = 8, 9
TRAIN = ("--network", "alexnet", "--start", "frozen", "--epochs", "3", "--device", "cpu", "--threads", "1")


@dataclass(frozen=True)
class Answer:
    """What one command line did."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on stdout; fails when there is more or less than one line."""
        (line,) = self.out.splitlines()
        return dict(json.loads(line))

    @property
    def sentence(self) -> str:
        """The last line on stderr."""
        return self.err.splitlines()[-1]


@dataclass(frozen=True)
class Clinic:
    """Where things lie: a graded cohort, its project, and the folder of a patient whom no model has seen."""

    cohort: Path
    project: Path
    unseen: Path

    def patient(self, number: int) -> Path:
        """A folder of the cohort; 1 to 8 are of low grade, 9 to 17 of high."""
        return self.cohort / f"SYN-{number:04d}"

    def copied(self, folder: Path) -> Clinic:
        """The same with a project of one's own."""
        return Clinic(self.cohort, Path(shutil.copytree(self.project, folder / "project")), self.unseen)


def run(*words: object) -> Answer:
    """One command line, in this process, by the real ``main``."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = cli.main([str(word) for word in words])
        except SystemExit as end:  # argparse ends the program itself
            status = int(end.code or 0)
    return Answer(status, out.getvalue(), err.getvalue())


def done(*words: object) -> dict[str, Any]:
    """The answer of a command line that must succeed."""
    answer = run(*words, "--json")
    assert answer.status == 0, answer.err
    return answer.json


def put_tiny_networks(patch: pytest.MonkeyPatch) -> None:
    """The tiny network in the place of AlexNet, in training and in grading."""
    from glioma_desktop.grading import grader, torch_engine
    from tests.training.tiny import TinyDefinition, put_in_place

    put_in_place(patch.setattr)
    patch.setattr(torch_engine, "NETWORKS", {"alexnet": TinyDefinition()})
    grader._networks.cache_clear()


def open_clinic(folder: Path) -> Clinic:
    """Do everything once, from the cohort to the published model."""
    cohort = make_cohort(folder / "cohort", LOW, HIGH, ("t1ce", "flair"))
    unseen = make_study(folder / "unseen", 40, ("t1ce", "flair"), 3)
    project = folder / "project"
    with pytest.MonkeyPatch.context() as patch:
        put_tiny_networks(patch)
        done("import-cohort", cohort, "--project", project, "--masks", MASK, "--labels", cohort / LABELS)
        done("train", "--project", project, *TRAIN)
        done("publish", "--project", project)
    return Clinic(cohort, project, unseen)
