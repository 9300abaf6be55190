"""Which series a model reads and which stored boxes are its boxes: one choice for the window and the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from glioma_desktop.annotation.annotation import Annotation
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.grading import wording
from glioma_desktop.phrase import joined, phrase
from glioma_desktop.study.geometry import on_one_grid
from glioma_desktop.study.series import Series, Study


def choose_series(
    studies: Sequence[Study], sequences: Sequence[str], annotation: Annotation | None = None, plane: str = "axial"
) -> tuple[Study, dict[str, Series]] | None:
    """The study that has every sequence, one with boxes first; None when no study has them all.

    Args:
        studies: Of one patient.
        sequences: Of the model, in its order.
        annotation: What is drawn on the patient.
        plane: Of the model.
    """
    boxed = _boxed(annotation)
    for study in sorted(studies, key=lambda study: not any(s.uid in boxed for s in study.series)):
        chosen = {name: best_series(study, name, annotation, plane) for name in sequences}
        found = {name: series for name, series in chosen.items() if series is not None}
        if len(found) == len(chosen):
            return study, found
    return None


def best_series(
    study: Study, sequence: str, annotation: Annotation | None = None, plane: str = "axial"
) -> Series | None:
    """The series of a sequence: with boxes before without, then in the model's plane, confirmed, with more slices.

    A reader may have drawn on a sagittal series and on its axial reformat; a model reads the one in its plane.
    """
    boxed = _boxed(annotation)
    found = [series for series in study.series if series.sequence == sequence]
    order = sorted(
        found, key=lambda s: (s.uid not in boxed, s.orientation != plane, not s.sequence_confirmed, -s.shape[0], s.uid)
    )
    return order[0] if order else None


def stored_boxes(
    annotation: Annotation, study: Study, chosen: Mapping[str, Series], box_sequence: str
) -> tuple[RectROI, ...]:
    """The boxes of the graded lesion: on a chosen series, else on the project's box series if it has the same grid.

    Training takes its boxes in the same way, so a model of FLAIR grades the boxes that were drawn on T1CE.
    """
    places = list(chosen.values())
    first = places[0]
    places += [s for s in study.series if s.sequence == box_sequence and on_one_grid(s, first) and s not in places]
    for series in places:
        boxes = annotation.boxes_of(series.uid)
        if boxes:
            return tuple(box.roi for _, box in sorted(boxes.items()))
    return ()


def why_none(studies: Sequence[Study], sequences: Sequence[str], confirm: str) -> str:
    """Why no study of a patient can be graded: one sentence with the way out.

    Args:
        studies: Of one patient.
        sequences: Of the model.
        confirm: How the reader states a sequence here ("Confirm it in the series list.").
    """
    held = [series for study in studies for series in study.series]
    others = sorted({series.modality for series in held})
    if others and not {"", "MR"} & set(others):
        return phrase("Not graded: this is {modality}. The model reads MR only.", modality=joined(others, ", "))
    names = sorted({series.sequence for series in held})
    if "unknown" in names or not names:
        return phrase("Not graded: sequence not known. {confirm}", confirm=confirm)
    missing = [name for name in sequences if name not in names]
    if missing == ["t1ce"] and "t1" in names:
        return wording.NO_CONTRAST
    return wording.wrong_sequence(
        wording.sequence_words(names, ", "), wording.sequence_words(missing or sequences, " and ")
    )


def _boxed(annotation: Annotation | None) -> set[str]:
    return set() if annotation is None else {uid for uid, _, _ in annotation.boxes}
