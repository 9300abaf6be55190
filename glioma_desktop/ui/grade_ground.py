"""What an estimate rests on: patient, model, series, boxes and the facts of the study. When any of it moves, it is stale."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from glioma_desktop.annotation.annotation import Annotation
from glioma_desktop.annotation.project import effective_facts
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.errors import GradingError
from glioma_desktop.grading.card import ModelCard
from glioma_desktop.study.series import SEQUENCE_LABELS, Series, Study
from glioma_desktop.ui.session import Session


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
    study, chosen = _series_of(session, annotation, sequences)
    lesion = annotation.graded_lesion
    rois = tuple(box.roi for _, box in sorted(annotation.boxes_of(chosen[0][1].uid, lesion).items()))
    if not rois:
        raise GradingError(f"Draw a box on {SEQUENCE_LABELS[sequences[0]]} first.")
    facts = effective_facts(annotation, study)
    return Ground(
        session.patient, card.model_id, lesion, study, chosen, rois, (facts.treatment_state, facts.treatment_source)
    )


def _series_of(
    session: Session, annotation: Annotation, sequences: tuple[str, ...]
) -> tuple[Study, tuple[tuple[str, Series], ...]]:
    """The study that has every sequence of the model, the one with boxes first; of each sequence the best series."""
    boxed = {uid for uid, _, _ in annotation.boxes}

    def best(study: Study, name: str) -> Series | None:
        found = [series for series in study.series if series.sequence == name]
        order = sorted(found, key=lambda s: (s.uid not in boxed, not s.sequence_confirmed, -s.shape[0], s.uid))
        return order[0] if order else None

    studies = sorted(session.studies, key=lambda study: not any(s.uid in boxed for s in study.series))
    for study in studies:
        found = [(name, best(study, name)) for name in sequences]
        if all(series is not None for _, series in found):
            return study, tuple((name, series) for name, series in found if series is not None)
    raise GradingError(_nothing_fits(session, sequences))


def _nothing_fits(session: Session, sequences: tuple[str, ...]) -> str:
    held = sorted({series.sequence for study in session.studies for series in study.series})
    if held in (["unknown"], []):
        return "Not graded: sequence not known. Confirm it in the series list."
    shown = ", ".join(SEQUENCE_LABELS[name] for name in held)
    wanted = " and ".join(SEQUENCE_LABELS[name] for name in sequences)
    return f"Not graded: this is {shown}. Choose the {wanted} series."
