"""Who is sealed and who is in which fold. Patients, not rows; nobody is in two parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np

from glioma_desktop.annotation.hold_out import HoldOut, Side, load_hold_out, save_hold_out
from glioma_desktop.annotation.pathology import reference_grade
from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import AnnotationError, ManifestError
from glioma_desktop.phrase import phrase
from training.manifest import Manifest

FOLDS = 5
SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Split:
    """The parts of one run, by pseudonym, each in sorted order.

    Raises:
        ValueError: a patient is in two parts (asserted whenever a split is made or read).
    """

    hold_out: tuple[str, ...]
    folds: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        check_disjoint(self.hold_out, *self.folds)

    @property
    def tuning(self) -> tuple[str, ...]:
        """Everyone in the folds, sorted."""
        return tuple(sorted(name for fold in self.folds for name in fold))

    def to_json(self) -> dict[str, Any]:
        """``{"hold_out": [patient...], "folds": [[patient...] x 5]}``."""
        return {"hold_out": list(self.hold_out), "folds": [list(fold) for fold in self.folds]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Split:
        """The split written by ``to_json``, with its disjointness asserted again."""
        return cls(tuple(data["hold_out"]), tuple(tuple(fold) for fold in data["folds"]))


def check_disjoint(*parts: tuple[str, ...]) -> None:
    """Every patient is in at most one part, once.

    Raises:
        ValueError: a patient is named twice.
    """
    names = [name for part in parts for name in part]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"in two parts of the split: {', '.join(twice)}")


def check_sides(split: Split, sealed: HoldOut) -> None:
    """Every part of a split is on its side of the project's hold-out.

    Raises:
        ManifestError: a sealed patient is in a fold, or the other way round: the list was exchanged since the split.
    """
    wrong = sorted((set(split.tuning) & sealed.sealed) | (set(split.hold_out) - sealed.sealed))
    if wrong:
        raise ManifestError(
            phrase(
                "{patients} changed sides of the sealed test set since this run was split. "
                "Restore splits/holdout.json from a backup, or start a new run.",
                patients=", ".join(wrong),
            )
        )


def seal_and_split(project: Project, manifest: Manifest, seed: int) -> Split:
    """Five folds of those who are not sealed; whoever is sealed by this run is sealed only if the folds can be made.

    Raises:
        ManifestError: a class is missing or has too few patients for five folds; nobody was sealed.
        AnnotationError: the stored list is damaged, or cannot be written.
    """
    sealed = extended(project, manifest)
    split = split_folds(manifest, sealed, seed)
    _keep(project, sealed)
    return split


def hold_out(project: Project, manifest: Manifest) -> HoldOut:
    """The project's sealed patients: drawn at its first run, extended at later ones, never redrawn.

    20 % of the eligible patients, rounded in each grade, in sorted order of the real identifier, with the project's seed.
    Patients that come later are drawn in at the same rate, counted over everyone drawn so far, in this run or not; nobody
    changes sides, also not when a grade is corrected.

    Raises:
        AnnotationError: the stored list is damaged, or cannot be written.
    """
    sealed = extended(project, manifest)
    _keep(project, sealed)
    return sealed


def _keep(project: Project, sealed: HoldOut) -> None:
    if sealed != load_hold_out(project.splits_dir):
        save_hold_out(project.splits_dir, sealed)


def extended(project: Project, manifest: Manifest) -> HoldOut:
    """The sealed patients as they are, or will be when this manifest has been run; writes nothing.

    Raises:
        AnnotationError: the stored list is damaged, or is gone although runs rest on it: it is not drawn again.
    """
    known = load_hold_out(project.splits_dir)
    if known is None and any(project.runs_dir.glob("*/split.json")):
        raise AnnotationError(
            phrase(
                "The list of sealed patients, splits/holdout.json, is missing although runs of this project rest on it. "
                "Restore it from a backup; it is not drawn again."
            ),
            project.splits_dir,
        )
    seed = project.config.hold_out_seed if known is None else known.seed
    sides: dict[str, Side] = dict(known.patients) if known is not None else {}
    drawn = drawn_in(project, manifest, sides, seed)
    if drawn == sides and known is not None:
        return known
    return HoldOut(
        drawn,
        seed,
        datetime.now(UTC).isoformat(timespec="seconds") if known is None else known.drawn,
        () if known is None else known.openings,
    )


def drawn_in(project: Project, manifest: Manifest, sides: Mapping[str, Side], seed: int) -> dict[str, Side]:
    """Sides of everyone in ``sides`` as they are, and of the manifest's new patients as the seed draws them."""
    drawn = dict(sides)
    grades = _grades_elsewhere(project, manifest, sides) | {row.patient: row.grade for row in manifest.patients}
    for grade in sorted({row.grade for row in manifest.patients}):
        members = [name for name, held in grades.items() if held == grade]
        new = sorted((p for p in members if p not in sides), key=lambda p: project.store.patient(p).identifier)
        sealed = sum(sides.get(p) == "hold_out" for p in members)
        wanted = min(len(new), max(0, _rounded(SHARE * len(members)) - sealed))
        order = np.random.default_rng([seed, grade, len(members) - len(new)]).permutation(len(new))
        chosen = {new[i] for i in order[:wanted]}
        drawn |= {p: "hold_out" if p in chosen else "tuning" for p in new}
    return drawn


def _grades_elsewhere(project: Project, manifest: Manifest, sides: Mapping[str, Side]) -> dict[str, int]:
    """The grades of those who have a side but do not enter this run: they count in the rate."""
    found = {}
    left = set(sides) - {row.patient for row in manifest.patients}
    for record in project.store.patients() if left else []:
        if record.pseudonym in left:
            reference = reference_grade(project.store.annotation(record.pseudonym).specimens.values())
            if reference is not None:
                found[record.pseudonym] = int(reference.grade)
    return found


def split_folds(manifest: Manifest, sealed: HoldOut, seed: int) -> Split:
    """The rest of the eligible patients in five folds, stratified by grade, grouped by patient.

    Raises:
        ManifestError: a class is missing or has too few patients for five folds.
    """
    rest = [row for row in manifest.patients if row.patient not in sealed.sealed]
    for label, name in ((0, phrase("low")), (1, phrase("high"))):
        n = sum(row.label == label for row in rest)
        if n < FOLDS:
            raise ManifestError(
                phrase(
                    "Five folds need at least {needed} patients of each class outside the sealed test set; "
                    "there are {n} of {name} grade. Annotate more patients, or widen the coverage band.",
                    needed=FOLDS,
                    n=n,
                    name=name,
                )
            )
    rng = np.random.default_rng(seed)
    folds: list[list[str]] = [[] for _ in range(FOLDS)]
    place = 0
    for grade in sorted({row.grade for row in rest}):
        members = sorted(row.patient for row in rest if row.grade == grade)
        for i in rng.permutation(len(members)):
            folds[place % FOLDS].append(members[i])
            place += 1
    eligible = {row.patient for row in manifest.patients}
    return Split(tuple(sorted(p for p in sealed.sealed if p in eligible)), tuple(tuple(sorted(fold)) for fold in folds))


def _rounded(value: float) -> int:
    return int(value + 0.5)
