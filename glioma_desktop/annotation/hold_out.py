"""The sealed patients of a project, and how often somebody looked: ``splits/holdout.json``.

Drawing is the business of training (training/split.py). This file is read by both sides of the house, so it lives here.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from glioma_desktop.annotation.whole_file import write_whole
from glioma_desktop.errors import AnnotationError
from glioma_desktop.phrase import phrase

Side = Literal["hold_out", "tuning"]
FILE_NAME = "holdout.json"
LOCK_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Opening:
    """One look at the sealed patients: when (UTC, ISO 8601), by whom or what, and for what."""

    when: str
    by: str
    what: str


@dataclass(frozen=True)
class HoldOut:
    """Which side each patient is on. Nobody ever changes sides.

    Attributes:
        patients: pseudonym -> side, for every patient drawn so far.
        seed: The project's seed that it was drawn with.
        drawn: When it was first drawn (UTC, ISO 8601).
        openings: Every look, oldest first.
    """

    patients: Mapping[str, Side]
    seed: int
    drawn: str
    openings: tuple[Opening, ...] = ()

    @property
    def sealed(self) -> frozenset[str]:
        """The sealed patients."""
        return frozenset(p for p, side in self.patients.items() if side == "hold_out")


def load_hold_out(splits_dir: Path) -> HoldOut | None:
    """The project's hold-out; None when it was never drawn.

    Raises:
        AnnotationError: the file is damaged. It is never redrawn silently: restore it from a backup.
    """
    path = splits_dir / FILE_NAME
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if any(side not in ("hold_out", "tuning") for side in data["patients"].values()):
            raise ValueError("an unknown side")
        openings = tuple(Opening(o["when"], o["by"], o["what"]) for o in data["openings"])
        return HoldOut(dict(data["patients"]), int(data["seed"]), str(data["drawn"]), openings)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise AnnotationError(
            phrase(
                "The list of sealed patients {name} is damaged. Restore it from a backup; it is not drawn again.",
                name=path.name,
            ),
            path,
        ) from error


def save_hold_out(splits_dir: Path, hold_out: HoldOut) -> None:
    """Write the hold-out, beside first and then in its place.

    Raises:
        AnnotationError: a patient would change sides, or the file cannot be written; it is then unchanged.
    """
    with _locked(splits_dir):
        known = load_hold_out(splits_dir)
        if known is not None:
            moved = [p for p, side in known.patients.items() if hold_out.patients.get(p) != side]
            if moved:
                raise AnnotationError(
                    phrase(
                        "{patients} would leave its side of the hold-out; that never happens.",
                        patients=", ".join(moved),
                    )
                )
            if len(hold_out.openings) < len(known.openings):
                hold_out = replace(hold_out, openings=known.openings)
        _write(splits_dir, hold_out)


def count_opening(splits_dir: Path, by: str, what: str) -> int:
    """Count one look at the sealed patients and return how many there were, this one included.

    Raises:
        AnnotationError: there is no hold-out, or the look cannot be written down; then nothing may be shown.
    """
    with _locked(splits_dir):
        hold_out = load_hold_out(splits_dir)
        if hold_out is None:
            raise AnnotationError(phrase("This project has no sealed patients yet."), splits_dir)
        opening = Opening(datetime.now(UTC).isoformat(timespec="seconds"), by, what)
        hold_out = replace(hold_out, openings=(*hold_out.openings, opening))
        _write(splits_dir, hold_out)
        return len(hold_out.openings)


def _unwritten(splits_dir: Path, error: OSError) -> AnnotationError:
    return AnnotationError(
        phrase("The list of sealed patients cannot be written ({reason}).", reason=error.strerror), splits_dir
    )


def _write(splits_dir: Path, hold_out: HoldOut) -> None:
    data: dict[str, Any] = {
        "seed": hold_out.seed,
        "drawn": hold_out.drawn,
        "patients": dict(sorted(hold_out.patients.items())),
        "openings": [{"when": o.when, "by": o.by, "what": o.what} for o in hold_out.openings],
    }
    try:
        write_whole(splits_dir / FILE_NAME, json.dumps(data, indent=1).encode("utf-8"))
    except OSError as error:
        raise _unwritten(splits_dir, error) from error


@contextmanager
def _locked(splits_dir: Path) -> Iterator[None]:
    """One writer at a time, by an exclusively created lock file; a stale one (dead writer) is passed after a while."""
    try:
        splits_dir.mkdir(parents=True, exist_ok=True)
        lock = splits_dir / (FILE_NAME + ".lock")
        deadline = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
                break
            except FileExistsError:
                if time.monotonic() > deadline or _older(lock, LOCK_SECONDS):
                    lock.unlink(missing_ok=True)
                time.sleep(0.02)
    except OSError as error:
        raise _unwritten(splits_dir, error) from error
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _older(path: Path, seconds: float) -> bool:
    try:
        return time.time() - path.stat().st_mtime > seconds
    except FileNotFoundError:
        return False
