"""What each verb of the command line does: parsed arguments in, one JSON-able answer out.

The window calls the same functions beneath. Heavy modules are imported inside the verbs, so that ``scan`` never waits for
torch and a server without Qt can train.
"""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from typing import Any

from glioma_desktop.errors import WeightsError

Answer = dict[str, Any]
MOST_LINES = 40
"""A list longer than this is counted, not shown, where a person reads."""


class _Progress:
    """A line on stderr at most four times a second."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, text: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last >= 0.25 or done == total:
            self._last = now
            print(f"{text}: {done} of {total}", file=sys.stderr, flush=True)  # noqa: T201


def demo(args: Namespace) -> Answer:
    """``demo``: a synthetic cohort from nothing to graded cases."""
    from glioma_desktop.demo import run_demo

    return run_demo(args.out, headless=args.headless, progress=_Progress())


def selftest(args: Namespace) -> Answer:
    """``selftest``: does this installation do the main job?"""
    from glioma_desktop.selftest import run_selftest

    return run_selftest(_Progress())


def scan(args: Namespace) -> Answer:
    """``scan``: studies, series and what could not be read."""
    from glioma_desktop.study.scan_report import scan_paths

    progress = _Progress()
    return scan_paths(args.paths, lambda p: progress("Files read", p.done, p.total))


def import_cohort(args: Namespace) -> Answer:
    """``import-cohort``: studies, outlines, boxes and grades into a project, which is made if it does not exist."""
    from glioma_desktop.annotation.exchange.cohort import Cohort, CohortRequest, import_cohort
    from glioma_desktop.annotation.project import FILE_NAME, Project, ProjectConfig

    project = Project.open(args.project) if (args.project / FILE_NAME).exists() else None
    try:
        sequence = args.sequence or (ProjectConfig if project is None else project.config).box_series
        request = CohortRequest(args.folder, args.masks, args.labels, sequence, args.coverage, args.reader)
        cohort = Cohort.of(request)  # before a project is made: a request that cannot be carried out leaves nothing
        project = project or Project.create(args.project, box_series=sequence)
        progress = _Progress()
        report = import_cohort(project, cohort, lambda done, total: progress("Patients imported", done, total))
    finally:
        if project is not None:
            project.close()
    for sentence in report.sentences():
        print(sentence, file=sys.stderr)  # noqa: T201
    return report.to_json()


def train(args: Namespace) -> Answer:
    """``train``: the protocol on the project's patients."""
    if args.weights is not None and not args.weights.exists():
        raise WeightsError(
            f"There are no weights at {args.weights}. Name a file or folder that holds them.", args.weights
        )
    from training import commands

    return commands.train(args.project, commands.options_from(args))


def runs(args: Namespace) -> Answer:
    """``runs``: every run with its state."""
    from training import commands

    return commands.runs(args.project)


def report(args: Namespace) -> Answer:
    """``report``: the report of a run; never opens the hold-out."""
    from training import commands

    return commands.report(args.project, args.run_id)


def publish(args: Namespace) -> Answer:
    """``publish``: a network x start of a run becomes a model."""
    from training import commands

    return commands.publish(args.project, args.run_id, network=args.network, start=args.start, name=args.name)


def grade(args: Namespace) -> Answer:
    """``grade``: the estimate for one patient."""
    from glioma_desktop.grade_verb import grade_path

    return grade_path(args)


def models(args: Namespace) -> Answer:
    """``models``: list, show, activate, import or export."""
    from glioma_desktop.annotation.project import Project
    from glioma_desktop.grading.registry import Registry

    project = Project.open(args.project)
    try:
        registry = Registry(project.models_dir)
        verb = args.models_verb
        if verb == "show":
            return registry.get(args.id).card.to_json()
        if verb == "activate":
            registry.activate(args.id)
        elif verb == "import":
            return {"imported": registry.import_file(args.file).model_id}
        elif verb == "export":
            registry.export(args.id, args.file)
            return {"exported": args.id, "file": str(args.file)}
        active = registry.active()
        return {
            "active": active,
            "models": [
                {"id": c.model_id, "name": c.name, "network": c.network, "start": c.start, "created": c.created,
                 "sequences": list(c.crop_spec.sequences), "synthetic": c.synthetic, "active": c.model_id == active}
                for c in registry.list()
            ],
            "damaged": [{"id": model_id, "reason": reason} for model_id, reason in registry.damaged().items()],
        }  # fmt: skip
    finally:
        project.close()


def export(args: Namespace) -> Answer:
    """``export``: the boxes of the project as JSON or CSV."""
    from glioma_desktop.annotation.exchange.export import export_annotations
    from glioma_desktop.annotation.project import Project

    project = Project.open(args.project)
    try:
        return export_annotations(project, args.format, args.out)
    finally:
        project.close()


def in_words(verb: str, answer: Answer) -> str:
    """An answer for a person at a terminal: the same facts as the JSON, one a line."""
    lines: list[str] = []
    _flatten("", answer, lines)
    return "\n".join(lines) if lines else f"{verb}: done"


def _flatten(name: str, value: Any, lines: list[str]) -> None:
    if isinstance(value, dict):
        for key, part in value.items():
            _flatten(f"{name}.{key}" if name else str(key), part, lines)
    elif isinstance(value, list) and len(value) > MOST_LINES:
        lines.append(f"{name}: {len(value)} entries (all of them with --json)")
    elif isinstance(value, list) and any(isinstance(part, dict | list) for part in value):
        for index, part in enumerate(value):
            _flatten(f"{name}[{index}]", part, lines)
    else:
        shown = ", ".join(str(part) for part in value) if isinstance(value, list) else value
        lines.append(f"{name}: {shown}")
