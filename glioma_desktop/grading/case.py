"""One case from series and boxes to the answer: the one call that the window and the command line make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from glioma_desktop.annotation.annotation import Annotation
from glioma_desktop.annotation.hold_out import load_hold_out
from glioma_desktop.annotation.project import Project, effective_facts
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import GradingError
from glioma_desktop.grading import wording
from glioma_desktop.grading.card import ModelCard
from glioma_desktop.grading.grader import Grader
from glioma_desktop.grading.registry import Model
from glioma_desktop.grading.result import GradeResult
from glioma_desktop.grading.scope import check_scope
from glioma_desktop.grading.scope_case import CaseScope
from glioma_desktop.grading.seen import Seen, key_id_of, recognise
from glioma_desktop.study.deidentify import keyed_hash
from glioma_desktop.study.series import Series, Study
from glioma_desktop.study.volume import Volume


@dataclass(frozen=True)
class CaseFacts:
    """What the project knows of a case beside its images.

    Attributes:
        patient_hash: Keyed hash of the real identifier, None when there is none.
        key_id: Of the project's key.
        treatment: ``TreatmentState`` of the study.
        age_years: At the study.
        lesion: The graded lesion.
        lesions: How many the patient has.
        coverages: ``(series uid, roi) -> share of the outline`` of the stored boxes of the graded lesion.
        countable: The project has its list of sealed patients, in which a look at one is counted.
    """

    patient_hash: str | None = None
    key_id: str | None = None
    treatment: str = "unknown"
    age_years: float | None = None
    lesion: str = "L1"
    lesions: int = 1
    coverages: Mapping[tuple[str, RectROI], float] = field(default_factory=dict)
    countable: bool = False

    @classmethod
    def of(cls, project: Project, study: Study, pseudonym: str | None, lesion: str | None = None) -> CaseFacts:
        """The facts of a study, with what the store knows of its patient.

        Args:
            project: The open project.
            study: That is graded.
            pseudonym: None: the patient is not in the store.
            lesion: None: the graded lesion of the annotation.
        """
        known = pseudonym is not None
        annotation = project.store.annotation(pseudonym) if pseudonym is not None else Annotation("")
        record = project.store.patient(pseudonym) if pseudonym is not None else None
        identifier = record.identifier if record is not None else study.patient_id or study.uid
        graded = lesion or annotation.graded_lesion
        names = {name for _, name, _ in annotation.boxes} | set(annotation.lesions)
        return cls(
            patient_hash=keyed_hash(project.key, identifier),
            key_id=key_id_of(project.key),
            treatment=effective_facts(annotation, study).treatment_state if known else "unknown",
            age_years=study.age_years,
            lesion=graded,
            lesions=max(1, len(names)),
            coverages={
                (uid, box.roi): box.coverage
                for (uid, name, _), box in annotation.boxes.items()
                if name == graded and box.coverage is not None
            },
            countable=load_hold_out(project.splits_dir) is not None,
        )


def check_case(
    card: ModelCard,
    series: Mapping[str, Series],
    volumes: Mapping[str, Volume],
    rois: Sequence[RectROI],
    facts: CaseFacts,
) -> tuple[str, ...]:
    """The notes that belong beside an answer, without an answer; arguments as of ``grade_case``.

    Raises:
        GradingError: the case is outside of what the model knows.
    """
    first = series.get(card.crop_spec.sequences[0])
    stored = {} if first is None else {roi: share for (uid, roi), share in facts.coverages.items() if uid == first.uid}
    known = CaseScope(facts.treatment, facts.age_years, facts.lesion, facts.lesions, stored)
    scope = check_scope(card, series, volumes, rois, known)
    if scope.refusal is not None:
        raise GradingError(scope.refusal)
    return scope.notes


def grade_case(
    model: Model,
    series: Mapping[str, Series],
    volumes: Mapping[str, Volume],
    rois: Sequence[RectROI],
    facts: CaseFacts | None = None,
    device: str = "cpu",
) -> GradeResult:
    """Check the scope, recognise the patient, grade.

    Args:
        model: Verified, from ``Registry.get``.
        series: Each sequence of the card's crop spec -> the series chosen for it.
        volumes: The same, read; boxes are drawn on the first.
        rois: All boxes of the graded lesion.
        facts: What is known beside the images; None: nothing.
        device: Where the networks run; on ``cpu`` the digits repeat.

    Raises:
        GradingError: the case is outside of what the model knows; the sentence says why and what to do. Or the patient is
            sealed in this project, and the list is gone in which the look must be counted.
        RegistryError: the model's weights are not those of its network.
    """
    facts = facts or CaseFacts()
    notes = check_case(model.card, series, volumes, rois, facts)
    result = Grader(model, device).grade(
        volumes, rois, patient_hash=facts.patient_hash, key_id=facts.key_id, lesion=facts.lesion, notes=notes
    )
    if result.sealed and model.card.key_id != facts.key_id:
        return replace(result, notes=(*result.notes, wording.SEALED_ELSEWHERE))
    if result.sealed and not facts.countable:
        raise GradingError(wording.SEALED_LIST_MISSING)
    return result


def opened(result: GradeResult, times: int) -> GradeResult:
    """The answer for a sealed patient, once the look was counted: it says which opening it was."""
    return replace(result, sealed=True, notes=(*result.notes, wording.sealed_note(times)))


def recognised(model: Model, volumes: Mapping[str, Volume], facts: CaseFacts) -> Seen:
    """What the model knows of the patient, before anything is graded: the window asks before it opens a sealed one."""
    used = [volumes[name] for name in model.card.crop_spec.sequences if name in volumes]
    return recognise(model.card, used, facts.patient_hash, facts.key_id)
