"""The patients of a run as a subtraction that adds up, and how good their labels and boxes are.

Rests on ``manifest.json`` and ``split.json`` as training writes them (and as ``preview`` prints them before the start).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from glioma_desktop.grade import ProjectClasses
from glioma_desktop.phrase import phrase
from glioma_desktop.study.series import SEQUENCE_LABELS
from glioma_desktop.ui.facts_column import Fact, Section
from glioma_desktop.ui.language import say, tr, tr_joined
from glioma_desktop.ui.run_words import NOTHING, PRESET_LABELS, network_label, start_label

TREATMENT_LABELS: Mapping[str, str] = {
    "unknown": phrase("unknown"), "untreated": phrase("untreated"), "after_biopsy": phrase("after biopsy"),
    "after_resection": phrase("after resection"), "after_radio_or_chemotherapy": phrase("after radio- or chemotherapy"),
}  # fmt: skip
ORIGIN_LABELS: Mapping[str, str] = {
    "hand": phrase("by hand"), "assisted": phrase("assisted"), "mask": phrase("from masks"), "copied": phrase("copied"),
    "interpolated": phrase("interpolated"), "transferred": phrase("transferred"),
}  # fmt: skip
_LEFT_LABELS: Mapping[str, str] = {
    "with_grade": phrase("No pathology grade"),
    "with_roi": phrase("No boxes"),
    "in_coverage_band": phrase("Outside coverage band"),
    "before_treatment": phrase("After surgery"),
}
_NAMED_IN_TIP = 12


def subtraction(manifest: Mapping[str, Any]) -> list[tuple[str, int, str]]:
    """``(name, signed number, tip)`` rows that sum to the patients of the run, the found ones first."""
    sequence = ", ".join(SEQUENCE_LABELS.get(s, s) for s in manifest["choice"]["sequences"])
    rows: list[tuple[str, int, str]] = []
    for step in manifest["flow"]:
        if not rows:
            rows.append((tr("Found"), int(step["patients"]), ""))
            continue
        name = _LEFT_LABELS.get(step["step"]) or phrase("Not {what}", what=str(step["text"]))
        name = tr("No {sequence}", sequence=sequence) if step["step"] == "with_sequence" else say(name)
        left = sum(len(names) for names in step["reasons"].values())
        rows.append((name, -left, "\n".join(_reason(why, names) for why, names in step["reasons"].items())))
    return rows


def _reason(why: str, names: Sequence[str]) -> str:
    few, more = ", ".join(names[:_NAMED_IN_TIP]), len(names) - _NAMED_IN_TIP
    if more > 0:
        return tr("{why}: {names} and {count} more", why=say(why), names=few, count=more)
    return tr("{why}: {names}", why=say(why), names=few)


def cohort_sections(
    manifest: Mapping[str, Any],
    split: Mapping[str, Any],
    openings: int,
    leak_pairs: int | None,
    sealed_before: bool = True,
) -> list[Section]:
    """The sections *Patients* and *Labels and boxes*.

    Args:
        manifest: ``Manifest.to_json()``.
        split: ``Split.to_json()``.
        openings: How often the sealed patients have been opened.
        leak_pairs: None before the check has run.
        sealed_before: False while the hold-out is only drawn on paper, before the project's first run.
    """
    low, high = classes_of(manifest)
    patients = len(manifest["patients"])
    rows = [Fact(name, str(n) if k == 0 else f"− {-n}", tip) for k, (name, n, tip) in enumerate(subtraction(manifest))]
    sealed = _sealed(len(split["hold_out"]), openings if sealed_before else None)
    tuning = sum(len(fold) for fold in split["folds"])
    folds = f"{tuning} ({' · '.join(str(len(fold)) for fold in split['folds'])})"
    rows += [
        Fact(
            tr("In this run"),
            tr("{patients} ({low} low · {high} high)", patients=patients, low=low, high=high),
            _classes_tip(manifest),
            strong=True,
        ),
        Fact(
            tr("Sealed test set"),
            sealed,
            tr("Drawn once for the project, never redrawn. A run opens it once, at its end."),
        ),
        Fact(tr("Five folds"), folds, tr("Each network learns on four folds and is tuned on the fifth.")),
        Fact(
            tr("Leak check"), _leak(leak_pairs), tr("The same patient under two names, by equal pixels or identifiers.")
        ),
    ]
    return [Section(tr("Patients"), tuple(rows)), Section(tr("Labels and boxes"), tuple(_quality(manifest)))]


def _sealed(count: int, openings: int | None) -> str:
    """How many are sealed, and how often they were looked at; None: they are not drawn yet."""
    if openings is None:
        return tr("{count} · not yet drawn", count=count)
    if openings == 1:
        return tr("{count} · opened once", count=count)
    return tr("{count} · opened {n} times", count=count, n=openings)


def classes_of(manifest: Mapping[str, Any]) -> tuple[int, int]:
    """(low, high) patients of the run."""
    high = sum(int(row["label"]) for row in manifest["patients"])
    return len(manifest["patients"]) - high, high


def majority_share(manifest: Mapping[str, Any], split: Mapping[str, Any]) -> tuple[float, str] | None:
    """The accuracy of always naming the larger class of the tuning patients, and the words for it."""
    tuning = {name for fold in split.get("folds", ()) for name in fold}
    labels = [int(row["label"]) for row in manifest.get("patients", ()) if row["patient"] in tuning]
    if not labels:
        return None
    share = sum(labels) / len(labels)
    return (share, tr("always high")) if share >= 0.5 else (1 - share, tr("always low"))


def _classes_tip(manifest: Mapping[str, Any]) -> str:
    classes = ProjectClasses.from_json(manifest["choice"]["classes"])
    grades = {int(row["grade"]) for row in manifest["patients"]}
    editions = {str(row["edition"]) for row in manifest["patients"]}
    return say(classes.describe(grades, editions.pop() if len(editions) == 1 else "unknown"))


def _leak(pairs: int | None) -> str:
    if pairs is None:
        return tr("before the first step")
    return (
        tr("none found")
        if pairs == 0
        else tr("{pairs} pair found" if pairs == 1 else "{pairs} pairs found", pairs=pairs)
    )


def _quality(manifest: Mapping[str, Any]) -> list[Fact]:
    patients = manifest["patients"]
    boxes = [box for row in patients for box in row["boxes"]]
    counts = manifest["box_counts"]
    choice = manifest["choice"]
    looked_at = counts.get("stored", len(boxes)) - counts.get("not_looked_at", 0)
    inside = looked_at - counts.get("out_of_band", 0)
    band = f"{100 * choice['coverage_min']:.0f}–{100 * choice['coverage_max']:.0f} %"
    editions, treatments = (Counter(str(row[key]) for row in patients) for key in ("edition", "treatment"))
    return [
        Fact(tr("WHO edition"), _counts(editions), tr("The edition that pathology graded under changes what a grade means.")),
        Fact(tr("Treatment"), _counts(treatments, TREATMENT_LABELS), tr("At the time of the images. Unknown stays in.")),
        Fact(tr("Scanners"), *_scanners(patients)),
        Fact(tr("Boxes"), _counts(Counter(str(box["origin"]) for box in boxes), ORIGIN_LABELS), tr("How they came about.")),
        Fact(tr("Drawn blind to grade"), _share(not box["grade_visible"] for box in boxes), tr("The grade was not on screen.")),
        Fact(tr("Slices seen"), _share(box["seen"] for box in boxes), tr("A reader has looked at the slice of the box.")),
        Fact(tr("Coverage {band}", band=band), tr("{some} of {all}", some=inside, all=looked_at),
             tr("Boxes that hold this share of their outline.")),
        Fact(tr("Boxes used"), str(len(boxes)), tr("About one every {mm:g} mm along the slices.", mm=choice["step_mm"])),
    ]  # fmt: skip


def _counts(counts: Mapping[str, int], labels: Mapping[str, str] | None = None) -> str:
    shown = [tr("{name} {n}", name=say((labels or {}).get(name, name)), n=n) for name, n in sorted(counts.items()) if n]
    return tr_joined(shown) or NOTHING


def _scanners(patients: Sequence[Mapping[str, Any]]) -> tuple[str, str]:
    """How many scanners, and a tip with their names; a manifest of an earlier version says none."""
    counts = Counter(str(row.get("scanner") or "not stated") for row in patients)
    if len(counts) == 1:
        name, n = counts.popitem()
        return f"{say(name)} {n}", tr("Manufacturer and model, as the images say.")
    named = len(set(counts) - {"not stated"})
    words = (
        tr("{named} · not stated {n}", named=named, n=counts["not stated"])
        if counts["not stated"]
        else tr("{named} different", named=named)
    )
    return words, "\n".join(f"{say(name)}: {n}" for name, n in counts.most_common())


def _share(flags: Any) -> str:
    values = [bool(flag) for flag in flags]
    return f"{100 * sum(values) / len(values):.0f} %" if values else NOTHING


def run_section(
    config: Mapping[str, Any], started: Mapping[str, Any], memory: str, manifest: Mapping[str, Any] | None = None
) -> Section:
    """The section *This run*: what was chosen, read-only; the manifest names the sequences that were left to the project."""
    chosen = (manifest or {}).get("choice", {}).get("sequences")
    sequence = chosen or config.get("sequences") or config.get("sequence") or ()
    names = sequence.split(",") if isinstance(sequence, str) else list(sequence)
    device = str(started.get("device") or config.get("device") or NOTHING)
    threads = started.get("threads") or config.get("threads")
    shown = tr("CPU, {cores}", cores=_cores(int(threads))) if device == "cpu" and threads else device.upper()
    networks = config.get("networks") or list(dict.fromkeys(f["network"] for f in started.get("fits", ())))
    starts = config.get("starts") or list(dict.fromkeys(f["start"] for f in started.get("fits", ()) if f["start"]))
    preset = str(config.get("preset") or started.get("preset") or NOTHING)
    facts = [
        Fact(tr("Preset"), say(PRESET_LABELS.get(preset, preset))),
        Fact(tr("Networks"), tr_joined((network_label(n) for n in networks), ", ") or NOTHING),
        Fact(tr("Start"), tr_joined((start_label(s) for s in starts), ", ") or NOTHING),
        Fact(
            tr("Baselines"),
            tr("size only, hand-crafted"),
            tr("Without them a figure means little: they need no network at all."),
        ),
        Fact(tr("Sequence"), ", ".join(SEQUENCE_LABELS.get(s, s) for s in names) or NOTHING),
        Fact(tr("Device"), shown, say(str(started.get("device_reason", "")))),
    ]
    if memory:
        facts.append(Fact(tr("Memory"), memory, tr("The training process, of this computer's memory.")))
    facts.append(
        Fact(tr("Seed"), str(config.get("seed", NOTHING)), tr("Changes folds, initialisation and augmentation only."))
    )
    return Section(tr("This run"), tuple(facts))


def _cores(threads: int) -> str:
    return tr("{threads} core" if threads == 1 else "{threads} cores", threads=threads)
