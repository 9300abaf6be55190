"""``python -m training``: the verbs of training on a machine without Qt, a cluster node for example."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from glioma_desktop.errors import GliomaError
from training import commands

VERBS = ("train", "preview", "runs", "report", "publish")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; exit status as for ``glioma-desktop``: 0 done, 1 the world's fault, 2 wrong usage."""
    args = _parser().parse_args(argv)
    try:
        answer = _answer(args)
    except GliomaError as error:
        print(error.message, file=sys.stderr)  # noqa: T201
        if args.json:
            print(json.dumps({"error": error.to_json()}))  # noqa: T201
        return 1
    print(json.dumps(answer, indent=None if args.json else 1, allow_nan=False))  # noqa: T201
    return 0


def _answer(args: argparse.Namespace) -> dict[str, Any]:
    if args.verb == "train":
        return commands.train(args.project, commands.options_from(args))
    if args.verb == "preview":
        return commands.preview(args.project, commands.options_from(args))
    if args.verb == "runs":
        return commands.runs(args.project)
    if args.verb == "report":
        return commands.report(args.project, args.run_id)
    return commands.publish(
        args.project,
        args.run_id,
        args.network[0] if args.network else None,
        args.start[0] if args.start else None,
        args.name,
    )


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``train`` and ``preview``."""
    parser.add_argument("--sequence")
    parser.add_argument("--preset", choices=("quick", "paper"), default="quick")
    parser.add_argument("--coverage-min", type=float, default=0.7)
    parser.add_argument("--coverage-max", type=float, default=0.9)
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--resume")
    parser.add_argument("--threads", type=int)
    parser.add_argument("--nice", action="store_true")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    subparsers = parser.add_subparsers(dest="verb", required=True)
    for verb in VERBS:
        sub = subparsers.add_parser(verb)
        sub.add_argument("--project", type=Path, required=True)
        sub.add_argument("--json", action="store_true")
        sub.add_argument("--network", action="append")
        sub.add_argument("--start", action="append")
        if verb in ("train", "preview"):
            add_options(sub)
        else:
            sub.add_argument("--run", dest="run_id", default="latest")
            sub.add_argument("--name")
    return parser


if __name__ == "__main__":
    sys.exit(main())
