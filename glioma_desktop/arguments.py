"""What a word on the command line means: shares, whole numbers, sequences, boxes and files, or why it means nothing."""

from __future__ import annotations

import argparse
from pathlib import Path

from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.study.series import SEQUENCES

STATED = tuple(name for name in SEQUENCES if name not in ("other", "unknown"))
REPORTS = (".html", ".htm", ".pdf")


def share(text: str) -> float:
    """A share above 0 and at most 1."""
    value = _number(text, float)
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError(f"{text} is not a share above 0 and at most 1")
    return float(value)


def positive(text: str) -> int:
    """A whole number of 1 or more."""
    value = _number(text, int)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number of 1 or more")
    return int(value)


def from_0(text: str) -> int:
    """A whole number of 0 or more; a seed."""
    value = _number(text, int)
    if not 0 <= value < 2**32:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number of 0 or more")
    return int(value)


def sequence(text: str) -> str:
    """A sequence that can be stated: its name in small letters."""
    name = text.strip().lower()
    if name not in STATED:
        raise argparse.ArgumentTypeError(f"{text!r} is no sequence; choose one of {', '.join(STATED)}")
    return name


def channels(text: str) -> str:
    """One sequence, or three different ones, joined by commas."""
    names = [sequence(part) for part in text.split(",")]
    if len(names) not in (1, 3) or len(set(names)) != len(names):
        raise argparse.ArgumentTypeError(f"{text!r}: choose one sequence, or three different ones joined by commas")
    return ",".join(names)


def roi(text: str) -> RectROI:
    """A box: SLICE,R0,R1,C0,C1, half-open, from 0."""
    try:
        slice_index, row_start, row_stop, column_start, column_stop = (int(part) for part in text.split(","))
        return RectROI(slice_index, row_start, row_stop, column_start, column_stop)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no box; write SLICE,R0,R1,C0,C1 in whole numbers from 0, each start below its stop"
        ) from error


def report(text: str) -> Path:
    """A file that a report can be written to."""
    path = Path(text)
    if path.suffix.lower() not in REPORTS:
        raise argparse.ArgumentTypeError(f"{text}: a report is an .html or a .pdf file")
    return path


def _number(text: str, kind: type[int] | type[float]) -> float:
    try:
        return kind(text)
    except ValueError as error:
        what = "whole number" if kind is int else "number"
        raise argparse.ArgumentTypeError(f"{text!r} is no {what}") from error
