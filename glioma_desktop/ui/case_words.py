"""Facts of a case in the words of the screen."""

from __future__ import annotations

from glioma_desktop.annotation.annotation import Annotation, Box
from glioma_desktop.annotation.pathology import days_after
from glioma_desktop.annotation.project import effective_facts
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.study.geometry import direction_letters
from glioma_desktop.study.series import Series, Study
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.session import Session

TREATMENT_WORDS = {
    "unknown": "not known",
    "untreated": "untreated",
    "after_biopsy": "after biopsy",
    "after_resection": "after resection",
    "after_radio_or_chemotherapy": "after radio- or chemotherapy",
}
SIDE_WORDS = {
    "": "not stated",
    "right": "Right (patient)",
    "left": "Left (patient)",
    "midline": "Midline",
    "both": "Both",
}
_SHORT_TREATMENT = {"untreated": "pre-op", "after_biopsy": "after biopsy", "after_resection": "post-op"}
_AXIS_WORDS = {"L": "R-L", "R": "R-L", "A": "A-P", "P": "A-P", "S": "S-I", "I": "S-I"}


def study_of_view(session: Session) -> Study | None:
    """The study of the active viewport, else the first."""
    return study_of(session, session.active_series) or next(iter(session.studies), None)


def study_of(session: Session, series: Series | None) -> Study | None:
    """The study of a series of the open patient."""
    return None if series is None else next((s for s in session.studies if series in s.series), None)


def age_sex(study: Study | None) -> str:
    """``54 F``; what is not known is left out."""
    if study is None:
        return ""
    age = "" if study.age_years is None else f"{study.age_years:.0f}"
    return f"{age} {study.sex}".strip()


def patient_line(session: Session, series: Series | None = None) -> str:
    """``P-0042 · 54 F · pre-op, day -3``: of the study of a series, else of the active viewport's."""
    study, annotation = study_of(session, series) or study_of_view(session), session.annotation
    treatment = effective_facts(annotation, study).treatment_state if annotation and study else "unknown"
    state = "" if treatment == "unknown" else _SHORT_TREATMENT.get(treatment, TREATMENT_WORDS[treatment])
    day = _day(study, annotation)
    time = f"{state}, {day}" if state and day else state or day
    return " · ".join(part for part in (session.patient or "", age_sex(study), time) if part)


def _day(study: Study | None, annotation: Annotation | None) -> str:
    """``day -3``: the study three days before the first specimen; ``""`` when a date is missing."""
    if study is None or annotation is None or not study.date:
        return ""
    dates = sorted(s.date for s in annotation.specimens.values() if getattr(s, "date", ""))
    if not dates:
        return ""
    gap = days_after(study.date, dates[0])
    return "" if gap is None else f"day {'−' if gap > 0 else '+' if gap < 0 else ''}{abs(gap)}"


def box_size(roi: RectROI, volume: Volume) -> str:
    """``46 R-L × 77 A-P mm``, in px where the spacing is not measured."""
    _, rows, columns = direction_letters(volume.affine)
    row_way = _AXIS_WORDS[rows[0]] if volume.orientation_known else "down"
    column_way = _AXIS_WORDS[columns[0]] if volume.orientation_known else "across"
    if volume.measurable:
        height, width, unit = roi.rows * volume.spacing_mm[1], roi.columns * volume.spacing_mm[2], "mm"
    else:
        height, width, unit = roi.rows, roi.columns, "px"
    return f"{width:.0f} {column_way} × {height:.0f} {row_way} {unit}"


def unseen_slices(annotation: Annotation, series_uid: str, lesion: str) -> list[int]:
    """Slices whose box nobody drew on them and nobody has looked at."""
    boxes = annotation.boxes_of(series_uid, lesion)
    return [k for k, box in boxes.items() if not box.key and (series_uid, k) not in annotation.seen]


def rail_count(boxes: dict[int, Box], unseen: list[int]) -> str:
    """``3 key, 8 interpolated, 2 of them not seen``."""
    keys = sum(box.key for box in boxes.values())
    parts = [f"{keys} key"]
    for origin, word in (("interpolated", "interpolated"), ("copied", "copied"), ("transferred", "transferred")):
        count = sum(box.origin == origin for box in boxes.values())
        if count:
            parts.append(f"{count} {word}")
    if unseen:
        parts.append(f"{len(unseen)} of them not seen")
    return ", ".join(parts)


def side_of(roi: RectROI, volume: Volume, margin_mm: float = 8.0) -> str:
    """The patient's side of a box by its middle against the middle of the slice: right, left or midline; ``""`` unknown."""
    if not volume.orientation_known:
        return ""
    _, rows, columns = direction_letters(volume.affine)
    for letters, start, stop, size, spacing in (
        (columns, roi.column_start, roi.column_stop, volume.shape[2], volume.spacing_mm[2]),
        (rows, roi.row_start, roi.row_stop, volume.shape[1], volume.spacing_mm[1]),
    ):
        if letters[0] in "LR":
            offset = ((start + stop) / 2 - size / 2) * spacing
            if abs(offset) < margin_mm:
                return "midline"
            return {"L": "left", "R": "right"}[letters[0] if offset > 0 else letters[1]]
    return ""
