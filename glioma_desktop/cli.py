"""``glioma-desktop``: the window by default, every verb as a subcommand.

With ``--json`` stdout carries exactly one JSON object at the end and progress goes to stderr. Exit status: 0 done; 1 the
world's fault, one sentence on stderr (and ``{"error": ...}`` on stdout with ``--json``); 2 wrong usage.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from glioma_desktop import __version__, arguments, verbs
from glioma_desktop.errors import CatalogueError, GliomaError

UNEXPECTED = "This should not happen; please report it with the lines on stderr."
NETWORKS = ("alexnet", "googlenet", "googlenet_bvlc")
STARTS = ("scratch", "imagenet", "frozen")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (default: ``sys.argv``) and return its exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] not in {*VERBS, "-h", "--help", "--version"}:
        return _window(words)
    parser = _parser()
    args = parser.parse_args(words)
    _check_together(args, parser)
    as_json = bool(getattr(args, "json", False))
    for reader in ("pydicom", "nibabel.global"):  # they repeat header values; what matters is said in the answer
        logging.getLogger(reader).setLevel(logging.CRITICAL)
    try:
        with contextlib.redirect_stdout(sys.stderr):  # stdout is the answer's alone, whatever a library prints
            answer = args.run(args)
    except (GliomaError, OSError, KeyboardInterrupt) as error:
        return _failed(error, as_json)
    except Exception as error:
        if as_json:
            _print_json({"error": {"kind": type(error).__name__, "message": f"{UNEXPECTED} {error}", "path": None}})
        raise
    if as_json:
        _print_json(answer)
    else:
        _print(verbs.in_words(args.verb, answer), sys.stdout)
    return 0


def _failed(error: BaseException, as_json: bool) -> int:
    """The world's fault: one sentence on stderr, and the same as JSON on stdout."""
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        error = GliomaError(f"{where}{error.strerror or error}. Mend that and run the command again.", error.filename)
    elif not isinstance(error, GliomaError):
        error = GliomaError("Stopped. What was finished before is kept.")
    _print(error.message, sys.stderr)
    if as_json:
        _print_json({"error": error.to_json()})
    return 1


def _print(text: str, stream: TextIO) -> None:
    encoding = stream.encoding or "utf-8"  # a terminal that cannot show a letter must not end the program
    print(text.encode(encoding, "backslashreplace").decode(encoding), file=stream)


def _print_json(answer: Any) -> None:
    _print(json.dumps(answer, allow_nan=False), sys.stdout)


def _window(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="glioma-desktop", usage=f"%(prog)s [PATH...]\n       %(prog)s {{{','.join(VERBS)}}} ...",
        description="Open the window.",
    )  # fmt: skip
    parser.add_argument("path", nargs="*", type=Path, help="folders or files to open")
    parser.add_argument("--project", type=Path, help="a project folder (default: the last one)")
    args = parser.parse_args(words)
    missing = next((path for path in args.path if not path.exists()), None)
    if missing is not None and len(missing.parts) == 1:
        parser.error(f"{missing} is neither a verb nor a file or folder")
    if missing is not None:
        return _failed(CatalogueError(f"There is no file or folder {missing}. Check the path.", missing), False)
    if _no_display():
        return _failed(GliomaError("There is no display to open the window on. Every verb works without one."), False)
    from glioma_desktop.ui import app

    return app.run([str(p) for p in args.path], args.project)


def _no_display() -> bool:
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform.startswith("linux") and not any(os.environ.get(name) for name in named)


def _check_together(args: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """What is wrong only in company; ends the program with status 2."""
    if args.verb == "train" and args.coverage_min >= args.coverage_max:
        parser.error("the coverage band is empty: --coverage-min must be below --coverage-max")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="glioma-desktop",
        description="Rectangular ROIs, WHO grade estimates and retraining for gliomas on brain MR.",
        epilog="Without a verb the window opens: glioma-desktop [PATH...]. Research use only. Not for diagnosis.",
    )
    parser.add_argument("--version", action="version", version=f"glioma-desktop {__version__}")
    subparsers = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb, (add, run, summary) in VERBS.items():
        sub = subparsers.add_parser(verb, help=summary, description=summary)
        add(sub)
        sub.set_defaults(run=run)
    return parser


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object on stdout")


def _project(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--project", type=Path, required=True, metavar="DIR", help="the project folder")
    _json(parser)


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, metavar="DIR", help="where to put it (default: ./demo)")
    parser.add_argument("--headless", action="store_true", help="do not open the window at the end")
    _json(parser)


def _scan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    _json(parser)


def _import_cohort(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="one folder a patient, any studies below it")
    parser.add_argument("--masks", required=True, metavar="NAME", help="file name of the outlines, e.g. tumour.nii.gz")
    parser.add_argument("--labels", required=True, type=Path, metavar="CSV", help="columns patient and who_grade")
    parser.add_argument(
        "--sequence",
        type=arguments.sequence,
        metavar="NAME",
        help="series the boxes are drawn on (default: the project's, t1ce)",
    )
    parser.add_argument(
        "--coverage", type=arguments.share, default=0.8, help="share of the outline a box holds (default 0.8)"
    )
    parser.add_argument("--reader", default="import", metavar="NAME")
    _project(parser)


def _train(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--network", action="append", choices=NETWORKS, help="may be given more than once")
    parser.add_argument("--start", action="append", choices=STARTS, help="may be given more than once")
    parser.add_argument(
        "--sequence",
        type=arguments.channels,
        metavar="NAME[,NAME,NAME]",
        help="one or three (default: the project's box series)",
    )
    parser.add_argument("--preset", choices=("quick", "paper"), default="quick")
    parser.add_argument("--coverage-min", type=arguments.share, default=0.7)
    parser.add_argument("--coverage-max", type=arguments.share, default=0.9)
    parser.add_argument("--weights", type=Path, metavar="FILE|DIR", help="ImageNet weights")
    parser.add_argument("--epochs", type=arguments.positive)
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument(
        "--seed", type=arguments.from_0, default=0, help="of folds, initialisation and augmentation (default 0)"
    )
    parser.add_argument("--resume", metavar="RUN", help="go on with a stopped run")
    parser.add_argument("--threads", type=arguments.positive, help="CPU threads (default: all cores)")
    parser.add_argument("--nice", action="store_true", help="run at low priority")
    _project(parser)


def _run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--run", dest="run_id", default="latest", metavar="RUN", help="a run, or latest")
    _project(parser)


def _publish(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--network", choices=NETWORKS)
    parser.add_argument("--start", choices=STARTS)
    parser.add_argument("--name", help="the model's name on screens")
    _run(parser)


def _grade(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, help="a folder or file that holds one patient")
    parser.add_argument("--model", metavar="ID", help="default: the active model")
    parser.add_argument("--series", metavar="UID", help="the series to grade")
    parser.add_argument(
        "--sequence", type=arguments.sequence, metavar="NAME", help="states the sequence of --series by hand"
    )
    parser.add_argument("--report", type=arguments.report, metavar="FILE", help="write a case report (.html or .pdf)")
    parser.add_argument("--language", choices=("en", "zh"), default="en", help="of the case report")
    boxes = parser.add_mutually_exclusive_group()
    boxes.add_argument(
        "--mask", action="append", type=Path, metavar="FILE", help="outline file; boxes hold 80 %% of it"
    )
    boxes.add_argument(
        "--roi",
        action="append",
        type=arguments.roi,
        metavar="SLICE,R0,R1,C0,C1",
        help="half-open, from 0; may be repeated",
    )
    _project(parser)


def _models(parser: argparse.ArgumentParser) -> None:
    subparsers = parser.add_subparsers(dest="models_verb", required=True, metavar="list|show|activate|import|export")
    for name, words in {
        "list": (),
        "show": ("id",),
        "activate": ("id",),
        "import": ("file",),
        "export": ("id", "file"),
    }.items():
        sub = subparsers.add_parser(name)
        for word in words:
            sub.add_argument(word, type=Path if word == "file" else str)
        _project(sub)


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=Path)
    parser.add_argument("--format", choices=("json", "csv"), required=True)
    _project(parser)


VERBS = {
    "demo": (_demo, verbs.demo, "make a synthetic cohort and do the main job on it"),
    "selftest": (_json, verbs.selftest, "try out this installation on phantoms, in a folder that is removed"),
    "scan": (_scan, verbs.scan, "list the studies and series below folders"),
    "import-cohort": (_import_cohort, verbs.import_cohort, "take in a cohort with outlines and grades"),
    "train": (_train, verbs.train, "train and cross-validate"),
    "runs": (_project, verbs.runs, "list the training runs"),
    "report": (_run, verbs.report, "the report of a run"),
    "publish": (_publish, verbs.publish, "turn a run into a model of the registry"),
    "grade": (_grade, verbs.grade, "estimate the grade of one patient"),
    "models": (_models, verbs.models, "the model registry"),
    "export": (_export, verbs.export, "write the annotations"),
}
