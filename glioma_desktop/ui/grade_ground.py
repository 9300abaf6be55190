"""What an estimate rests on: patient, model, series, boxes and the facts of the study. When any of it moves, it is stale."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from glioma_desktop.annotation.project import effective_facts
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import GradingError
from glioma_desktop.grading.card import ModelCard
from glioma_desktop.grading.choice import choose_series, stored_boxes, why_none
from glioma_desktop.grading.result import GradeResult
from glioma_desktop.phrase import phrase
from glioma_desktop.study.series import SEQUENCE_LABELS, Series, Study
from glioma_desktop.ui.session import Session

CONFIRM = phrase("Confirm it in the series list.")


@dataclass(frozen=True)
class Ground:
    """One question to one model. Two that are equal have the same answer.

    Attributes:
        series: Sequence of the model -> series; the boxes are on the first.
        rois: The boxes of the graded lesion, by slice.
        facts: Treatment state and its source, which the scope of the model looks at.
    """

    patient: str
    model: str
    lesion: str
    study: Study
    series: tuple[tuple[str, Series], ...]
    rois: tuple[RectROI, ...]
    facts: tuple[str, str]

    @property
    def key(self) -> str:
        """SHA-256 (hex) of all of it; stored beside the estimate."""
        parts = {
            "patient": self.patient,
            "model": self.model,
            "lesion": self.lesion,
            "series": [(name, series.uid, series.sequence_confirmed) for name, series in self.series],
            "rois": [asdict(roi) for roi in self.rois],
            "facts": self.facts,
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    @property
    def parts(self) -> dict[str, str]:
        """What may change, each by its own mark; stored beside the estimate, to say which of them it was."""
        parts = {
            "series": [(name, one.uid, one.sequence_confirmed, one.shape) for name, one in self.series],
            "lesion": self.lesion,
            "box": [asdict(roi) for roi in self.rois],
            "model": self.model,
            "treatment": self.facts,
        }
        return {name: hashlib.sha256(json.dumps(part).encode()).hexdigest()[:16] for name, part in parts.items()}


def ground_of(session: Session, card: ModelCard) -> Ground:
    """What the open patient would be graded on now.

    Raises:
        GradingError: no patient is open, the model's sequence is not there, or there is no box; one sentence.
    """
    annotation = session.annotation
    if session.patient is None or annotation is None:
        raise GradingError(phrase("Open a patient first."))
    sequences = card.crop_spec.sequences
    found = choose_series(session.studies, sequences, annotation, card.crop_spec.plane)
    if found is None:
        raise GradingError(why_none(session.studies, sequences, CONFIRM))
    study, series = found
    box_series = session.project.config.box_series if session.project is not None else sequences[0]
    rois = stored_boxes(annotation, study, series, box_series)
    if not rois:
        raise GradingError(
            phrase(
                "Not graded: there is no box. Draw one on {sequence}.",
                sequence=SEQUENCE_LABELS[sequences[0]],
            )
        )
    facts = effective_facts(annotation, study)
    return Ground(
        session.patient,
        card.model_id,
        annotation.graded_lesion,
        study,
        tuple(series.items()),
        rois,
        (facts.treatment_state, facts.treatment_source),
    )


def what_changed(
    session: Session, card: ModelCard | None, result: GradeResult, key: str, then: Mapping[str, str]
) -> str | None:
    """Which part of its ground an answer no longer rests on: a key of ``wording.STALE``; None when it still holds.

    Args:
        session: The patient as it is now.
        card: The model that would grade now; None when there is none.
        result: The answer.
        key: ``Ground.key`` of the answer; "" when that is not known.
        then: ``Ground.parts`` of the answer; empty for one of the command line or of an older version.
    """
    if card is None:
        return "model"
    try:
        now = ground_of(session, card)
    except GradingError:  # the series is called otherwise now, or has no box any more
        spec = card.crop_spec
        return "box" if choose_series(session.studies, spec.sequences, session.annotation, spec.plane) else "series"
    if key and now.key == key:
        return None
    if then:
        changed = [name for name, mark in now.parts.items() if then.get(name, mark) != mark]
    else:
        same_boxes = {answer.roi for answer in result.slices} == set(now.rois)
        same = {"lesion": result.lesion == now.lesion, "box": same_boxes, "model": result.model == now.model}
        changed = [name for name, is_same in same.items() if not is_same]
    return changed[0] if changed else ""
