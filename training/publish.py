"""One network and start of a run becomes a model of the registry: five networks and a card. Opens nothing, trains nothing."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from glioma_desktop import __version__
from glioma_desktop.annotation.project import Project
from glioma_desktop.errors import ManifestError
from glioma_desktop.grading.calibration import fit_temperature
from glioma_desktop.grading.card import FoldCard, ModelCard, OutOfFoldScore
from glioma_desktop.grading.crop import CropSpec
from glioma_desktop.grading.registry import Registry
from glioma_desktop.grading.scope_case import scanner_of
from glioma_desktop.grading.seen import key_id_of
from glioma_desktop.phrase import phrase
from glioma_desktop.study.deidentify import keyed_hash
from glioma_desktop.study.series import Series
from training import metrics
from training.leak_check import MARKS, marks_of
from training.manifest import Manifest
from training.predictions import HOLD_OUT_FOLD, Outcome
from training.report_words import title
from training.split import Split


def best_outcome(report: Mapping[str, Any]) -> tuple[str, str]:
    """The network and start with the best out-of-fold AUC by patient; ties: the first in the report.

    Raises:
        ManifestError: no network of the run is finished.
    """
    rows = [
        row
        for row in report["results"]
        if row["level"] == "patient" and row["of"] == "five" and row["start"] is not None
        and row["status"] == "done" and row["validation_auc"]["mean"] is not None
    ]  # fmt: skip
    if not rows:
        raise ManifestError(phrase("No network of this run is finished. Resume the run, or choose another."))
    best = max(rows, key=lambda row: row["validation_auc"]["mean"])
    return str(best["network"]), str(best["start"])


def publish_outcome(
    project: Project,
    run_dir: Path,
    outcome: Outcome,
    manifest: Manifest,
    split: Split,
    report: Mapping[str, Any],
    crop_spec: CropSpec,
    name: str | None = None,
) -> ModelCard:
    """Publish five finished networks.

    Args:
        project: Whose registry and key are used.
        run_dir: Holds ``fits/<network>-<start>/fold<k>/weights.safetensors``.
        outcome: Finished, with its out-of-fold scores.
        manifest: With its series attached (their pixels are digested).
        split: Of the run.
        report: Of the run; its rows go onto the card.
        crop_spec: As the networks were trained.
        name: On screens; None: made by the registry.

    Raises:
        GliomaError: weights are missing, or the registry cannot be written. Nothing is published then.
    """
    files = _weight_files(run_dir, outcome)
    assert outcome.start is not None
    card = ModelCard(
        model_id="", name=name or "", created="", run=run_dir.name, network=outcome.network, start=outcome.start,
        classes=manifest.classes, outline_region=manifest.choice.outline_region, crop_spec=crop_spec,
        metrics=_metrics(report, outcome), training=_training(manifest, split), synthetic=manifest.synthetic,
        versions=versions(), notes=(outcome.note,) if outcome.note else (), **_patients(project, manifest, split),
        **_labels(manifest, split), **_calibration(outcome),
    )  # fmt: skip
    return Registry(project.models_dir).add(card, files)


def _weight_files(run_dir: Path, outcome: Outcome) -> dict[str, Path]:
    """The networks of the folds by their names in the registry; refused when one of them is not finished."""
    if outcome.out_of_fold is None or outcome.start is None or not outcome.done:
        raise ManifestError(
            phrase(
                "{title} is not finished in this run: {status}.",
                title=title(outcome.network, outcome.start),
                status=outcome.status,
            )
        )
    files = {
        f"fold{k}.safetensors": run_dir / "fits" / outcome.name / f"fold{k}" / "weights.safetensors" for k in range(5)
    }
    missing = [path.parent.name for path in files.values() if not path.is_file()]
    if missing:
        raise ManifestError(
            phrase(
                "The weights of {missing} of {folder} are missing. Resume the run.",
                missing=", ".join(missing),
                folder=run_dir.name,
            ),
            run_dir,
        )
    return files


def _patients(project: Project, manifest: Manifest, split: Split) -> dict[str, Any]:
    """Whom the networks saw and did not see, told so that nobody can be named by it."""
    return {
        "folds": tuple(
            FoldCard(k, f"fold{k}.safetensors", "", _hashes(project, fold)) for k, fold in enumerate(split.folds)
        ),
        "key_id": key_id_of(project.key),
        "hold_out": _hashes(project, split.hold_out),
        "pixel_digests": _pixel_digests(project, manifest, split),
    }


def _hashes(project: Project, patients: Iterable[str]) -> tuple[str, ...]:
    """Keyed hashes of the real identifiers, sorted so that their order says nothing."""
    return tuple(sorted(keyed_hash(project.key, project.store.patient(p).identifier) for p in patients))


def _pixel_digests(project: Project, manifest: Manifest, split: Split) -> dict[str, int]:
    """Every informative slice of every series of the patients -> fold; shared by two patients: left out."""
    found: dict[str, set[tuple[str, int]]] = {}
    parts = dict.fromkeys(split.hold_out, HOLD_OUT_FOLD) | {n: k for k, fold in enumerate(split.folds) for n in fold}
    for patient, fold in parts.items():
        for series in _all_series(project, patient):
            for digest in marks_of(series, project.cache_dir / MARKS).digests:
                found.setdefault(digest, set()).add((patient, fold))
    return {digest: next(iter(owners))[1] for digest, owners in sorted(found.items()) if len(owners) == 1}


def _all_series(project: Project, patient: str) -> list[Series]:
    return [series for study in project.store.studies(patient) for series in study.series]


def _calibration(outcome: Outcome) -> dict[str, Any]:
    """The temperature, and the out-of-fold probabilities with it: what the basis in counts stands on."""
    scores = outcome.out_of_fold
    assert scores is not None
    temperature = fit_temperature(scores.margin, scores.patient, scores.label)
    scored = metrics.by_patient(scores, temperature)
    pairs = sorted((float(p), bool(label)) for p, label in zip(scored.probability, scored.label, strict=True))
    return {"temperature": temperature, "out_of_fold": tuple(OutOfFoldScore(p, high) for p, high in pairs)}


def _metrics(report: Mapping[str, Any], outcome: Outcome) -> dict[str, Any]:
    rows = [row for row in report["results"] if (row["network"], row["start"]) == (outcome.network, outcome.start)]
    return {"rows": rows, "hold_out_opened": report["hold_out_opened"], "run": report["meta"].get("run", "")}


def _labels(manifest: Manifest, split: Split) -> dict[str, Any]:
    """What the training patients' labels are, the hold-out not counted."""
    rows = [manifest.of(name) for name in split.tuning]
    return {
        "grades_seen": _counted(str(row.grade) for row in rows),
        "editions": _counted(row.edition for row in rows),
        "treatments": _counted(row.treatment for row in rows),
        "base_rate_high": float(np.mean([row.label for row in rows])),
    }


def _training(manifest: Manifest, split: Split) -> dict[str, Any]:
    """The ranges that scope notes compare a case with."""
    rows = [manifest.of(name) for name in split.tuning]
    series = [s for row in rows for s in row.series.values()]
    measured = [s.spacing_mm[0] for s in series if s.spacing_mm is not None and not s.spacing_nominal]
    coverages = [box.coverage for row in rows for box in row.boxes if box.coverage is not None]
    return {
        "patients": len(rows),
        "boxes": sum(len(row.boxes) for row in rows),
        "slice_spacing_mm": _range(measured),
        "spacing_nominal": sum(s.spacing_nominal for s in series),
        "coverage_band": [manifest.choice.coverage_min, manifest.choice.coverage_max],
        "coverage": _range(coverages),
        "age_years": _range([row.age_years for row in rows if row.age_years is not None]),
        "scanners": sorted({scanner for s in series if (scanner := scanner_of(s))}),
        "sequence_confirmed": sum(s.sequence_confirmed for s in series),
        "sequence_guessed": sum(not s.sequence_confirmed for s in series),
        "box_origins": _counted(box.origin for row in rows for box in row.boxes),
        "drawn_blind_share": float(np.mean([not box.grade_visible for row in rows for box in row.boxes])),
    }


def _range(values: Sequence[float]) -> list[float] | None:
    return [float(min(values)), float(max(values))] if values else None


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def versions() -> dict[str, str]:
    """Of this program and of what its figures depend on."""
    import torch

    known = {"glioma_desktop": __version__, "python": platform.python_version(), "torch": str(torch.__version__)}
    return known | {name: metadata.version(name) for name in ("torchvision", "numpy", "scikit-learn", "scikit-image")}
