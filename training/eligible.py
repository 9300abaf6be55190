"""Store -> manifest: who enters a run, and at which step and why the others left.

One study a patient: the first by date that is not known to be after surgery or treatment and has the sequences. A patient
leaves only for a known contradiction; what is unknown stays in and is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from glioma_desktop.annotation.annotation import Annotation, Box
from glioma_desktop.annotation.pathology import Reference, reference_grade
from glioma_desktop.annotation.people import people_of
from glioma_desktop.annotation.project import Project, effective_facts
from glioma_desktop.errors import ManifestError
from glioma_desktop.grade import NUMERALS
from glioma_desktop.grading.sampling import sample_boxes
from glioma_desktop.grading.scope_case import scanner_of
from glioma_desktop.phrase import phrase
from glioma_desktop.study.deidentify import keyed_hash
from glioma_desktop.study.geometry import on_one_grid
from glioma_desktop.study.series import Series, Study
from training.manifest import FLOW_STEPS, BoxRow, Choice, FlowStep, Manifest, PatientRow, sequence_words

TREATED: Mapping[str, str] = {
    "after_resection": phrase("after resection"), "after_radio_or_chemotherapy": phrase("after radio or chemotherapy"),
}  # fmt: skip
OTHER_TUMOURS = {"circumscribed": phrase("circumscribed tumour"), "h3_altered": phrase("H3-altered tumour")}
NOT_ONE_PERSON = {
    "undecided": phrase("may be two people under one identifier"),
    "left_out": phrase("left out by a reader"),
}
"""A grade is of one person: who may be two has none until a reader has decided."""
ADULT_YEARS = 18.0


@dataclass(frozen=True)
class _Candidate:
    """One patient on the way through the flow; the facts of the study that is used."""

    patient: str
    annotation: Annotation
    studies: tuple[Study, ...] = ()
    study: Study | None = None
    series: Mapping[str, Series] | None = None
    reference: Reference | None = None
    box_series: Series | None = None
    boxes: tuple[Box, ...] = ()


def build_manifest(project: Project, choice: Choice) -> Manifest:
    """The patients of a run and the flow that led to them.

    Args:
        project: Whose store is read.
        choice: Sequences, plane, coverage band and classes.
    """
    store = project.store
    left = [_Candidate(r.pseudonym, store.annotation(r.pseudonym)) for r in store.patients()]
    flow = [FlowStep("found", FLOW_STEPS["found"], len(left))]
    counts: Counter[str] = Counter()
    for name in list(FLOW_STEPS)[1:]:
        kept: list[_Candidate] = []
        reasons: dict[str, list[str]] = {}
        for candidate in left:
            found = _STEPS[name](project, choice, candidate, counts)
            if isinstance(found, _Candidate):
                kept.append(found)
            else:
                reasons.setdefault(found, []).append(candidate.patient)
        left = kept
        flow.append(FlowStep(name, FLOW_STEPS[name], len(left), {k: tuple(v) for k, v in sorted(reasons.items())}))
    rows = tuple(_row(project, choice, candidate, counts) for candidate in left)
    counts["used"] = sum(len(row.boxes) for row in rows)
    return Manifest(rows, tuple(flow), choice, dict(sorted(counts.items())), project.config.synthetic)


def _with_sequence(project: Project, choice: Choice, c: _Candidate, _: Counter[str]) -> _Candidate | str:
    """The first study that has every sequence on one grid; untreated before treated, then by date."""
    studies = project.store.studies(c.patient)
    studies.sort(key=lambda s: (effective_facts(c.annotation, s).treatment_state in TREATED, s.date, s.uid))
    wrong_plane = other_grid = False
    for study in studies:
        chosen = {name: _series_of(study, name, c.annotation, choice.plane) for name in choice.sequences}
        if any(series is None for series in chosen.values()):
            continue
        found = {name: series for name, series in chosen.items() if series is not None}
        if any(s.orientation not in (choice.plane, "oblique", "unknown") for s in found.values()):
            wrong_plane = True
        elif len({s.shape for s in found.values()}) > 1:
            other_grid = True
        else:
            return replace(c, studies=tuple(studies), study=study, series=found)
    words = sequence_words(choice.sequences)
    if other_grid:
        return phrase("{sequences} not on one grid", sequences=words)
    if wrong_plane:
        return _not_in_plane(words, choice.plane)
    return phrase("no {sequences}", sequences=words)


def _not_in_plane(sequences: str, plane: str) -> str:
    if plane == "sagittal":
        return phrase("{sequences} not sagittal", sequences=sequences)
    if plane == "coronal":
        return phrase("{sequences} not coronal", sequences=sequences)
    return phrase("{sequences} not axial", sequences=sequences)


def _series_of(study: Study, sequence: str, annotation: Annotation, plane: str) -> Series | None:
    """With boxes before without, then in the run's plane, confirmed before guessed, more slices before fewer."""
    found = [s for s in study.series if s.sequence == sequence]
    with_boxes = {uid for uid, _, _ in annotation.boxes}
    order = lambda s: (s.uid not in with_boxes, s.orientation != plane, not s.sequence_confirmed, -s.shape[0], s.uid)  # noqa: E731
    return min(found, key=order) if found else None


def _with_grade(project: Project, choice: Choice, c: _Candidate, _: Counter[str]) -> _Candidate | str:
    assert c.study is not None
    people = people_of(c.annotation.people, c.studies)
    if people in NOT_ONE_PERSON:
        return NOT_ONE_PERSON[people]
    specimens = c.annotation.specimens.values()
    reference = reference_grade(specimens, c.study.date, c.annotation.graded_lesion)
    if reference is None:
        return phrase("no pathology grade of this study") if specimens else phrase("no pathology grade")
    if reference.specimen.tumour_type in OTHER_TUMOURS:
        return OTHER_TUMOURS[reference.specimen.tumour_type]
    if choice.classes.of(reference.grade) is None:
        return phrase("WHO {grade} is in neither class", grade=NUMERALS[reference.grade])
    if c.study.age_years is not None and c.study.age_years < ADULT_YEARS:
        return phrase("under 18 years")
    return replace(c, reference=reference)


def _with_roi(project: Project, choice: Choice, c: _Candidate, counts: Counter[str]) -> _Candidate | str:
    """Boxes of the graded lesion, drawn, taken from a mask, or looked at; on a chosen series or the box series of its grid."""
    assert c.study is not None
    assert c.series is not None
    places = list(c.series.values())
    first = places[0]
    places += [
        s for s in c.study.series if s.sequence == choice.box_sequence and on_one_grid(s, first) and s not in places
    ]
    reason = phrase("no boxes")
    for series in places:
        stored = c.annotation.boxes_of(series.uid)
        if not stored:
            continue
        looked = {k: b for k, b in stored.items() if b.key or (series.uid, k) in c.annotation.seen}
        counts["stored"] += len(stored)
        counts["not_looked_at"] += len(stored) - len(looked)
        if looked:
            return replace(c, box_series=series, boxes=tuple(looked.values()))
        reason = phrase("boxes not looked at")
    return reason


def _in_band(project: Project, choice: Choice, c: _Candidate, counts: Counter[str]) -> _Candidate | str:
    kept = [b for b in c.boxes if b.coverage is None or choice.coverage_min <= b.coverage <= choice.coverage_max]
    counts["out_of_band"] += len(c.boxes) - len(kept)
    counts["no_outline"] += sum(b.coverage is None for b in kept)
    return replace(c, boxes=tuple(kept)) if kept else phrase("no box in the coverage band")


def _before_treatment(project: Project, choice: Choice, c: _Candidate, _: Counter[str]) -> _Candidate | str:
    assert c.study is not None
    state = effective_facts(c.annotation, c.study).treatment_state
    return TREATED.get(state, c)


_STEPS = {
    "with_sequence": _with_sequence,
    "with_grade": _with_grade,
    "with_roi": _with_roi,
    "in_coverage_band": _in_band,
    "before_treatment": _before_treatment,
}


def _row(project: Project, choice: Choice, c: _Candidate, counts: Counter[str]) -> PatientRow:
    assert c.study is not None
    assert c.series is not None
    assert c.box_series is not None
    assert c.reference is not None
    by_roi = {box.roi: box for box in c.boxes}
    distance = c.box_series.spacing_mm or (choice.step_mm, 1.0, 1.0)
    chosen = sample_boxes(list(by_roi), distance, choice.step_mm)
    counts["between_steps"] += len(by_roi) - len(chosen)
    uid = c.box_series.uid
    boxes = tuple(
        BoxRow(
            roi, by_roi[roi].coverage, by_roi[roi].fill, by_roi[roi].origin,
            (uid, roi.slice_index) in c.annotation.seen, by_roi[roi].grade_visible,
        )
        for roi in chosen
    )  # fmt: skip
    return PatientRow(
        patient=c.patient,
        label=int(choice.classes.of(c.reference.grade) == "high"),
        grade=int(c.reference.grade),
        edition=c.reference.edition,
        treatment=effective_facts(c.annotation, c.study).treatment_state,
        study_uid=c.study.uid,
        boxes=boxes,
        series=c.series,
        slices={name: s.shape[0] for name, s in c.series.items()},
        series_keys={name: keyed_hash(project.key, s.uid) for name, s in c.series.items()},
        age_years=c.study.age_years,
        sex=c.study.sex,
        lesion=c.annotation.graded_lesion,
        scanner=scanner_of(c.box_series),
    )


def attach_series(project: Project, manifest: Manifest) -> Manifest:
    """The manifest of a run folder with its series, found again in the store by their keyed hashes.

    Raises:
        ManifestError: a patient or a series is no longer in the project.
    """
    rows = []
    known = {record.pseudonym for record in project.store.patients()}
    for row in manifest.patients:
        held: dict[str, tuple[str, Series]] = {}
        for study in project.store.studies(row.patient) if row.patient in known else []:
            held |= {keyed_hash(project.key, s.uid): (study.uid, s) for s in study.series}
        missing = [name for name, key in row.series_keys.items() if key not in held]
        if missing:
            raise ManifestError(
                phrase(
                    "{sequences} of {patient} is no longer in this project. Start a new run.",
                    sequences=sequence_words(missing),
                    patient=row.patient,
                )
            )
        series = {name: held[key][1] for name, key in row.series_keys.items()}
        study_uid = next((held[key][0] for key in row.series_keys.values()), "")
        rows.append(replace(row, series=series, study_uid=study_uid))
    return replace(manifest, patients=tuple(rows))


def counted_as_before(manifest: Manifest) -> Manifest:
    """The manifest of ``attach_series``, when its boxes lie on the slices that they lay on: before anything is cut or trained.

    Raises:
        ManifestError: a series has more or fewer slices now.
    """
    for row in manifest.patients:
        others = [name for name, count in row.slices.items() if row.series[name].shape[0] != count]
        if others:
            raise ManifestError(
                phrase(
                    "{sequences} of {patient} does not have as many slices as when this run began. Start a new run.",
                    sequences=sequence_words(others),
                    patient=row.patient,
                )
            )
    return manifest
