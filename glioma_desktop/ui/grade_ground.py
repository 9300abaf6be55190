"""What an estimate rests on: patient, model, series, boxes and the facts of the study. When any of it moves, it is stale."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from glioma_desktop.annotation.project import effective_facts
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import GradingError
from glioma_desktop.grading.card import ModelCard
from glioma_desktop.grading.choice import choose_series, stored_boxes, why_none
from glioma_desktop.study.series import SEQUENCE_LABELS, Series, Study
from glioma_desktop.ui.session import Session

CONFIRM = "Confirm it in the series list."


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


def ground_of(session: Session, card: ModelCard) -> Ground:
    """What the open patient would be graded on now.

    Raises:
        GradingError: no patient is open, the model's sequence is not there, or there is no box; one sentence.
    """
    annotation = session.annotation
    if session.patient is None or annotation is None:
        raise GradingError("Open a patient first.")
    sequences = card.crop_spec.sequences
    found = choose_series(session.studies, sequences, annotation)
    if found is None:
        raise GradingError(why_none(session.studies, sequences, CONFIRM))
    study, series = found
    box_series = session.project.config.box_series if session.project is not None else sequences[0]
    rois = stored_boxes(annotation, study, series, box_series)
    if not rois:
        raise GradingError(f"Not graded: there is no box. Draw one on {SEQUENCE_LABELS[sequences[0]]}.")
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
