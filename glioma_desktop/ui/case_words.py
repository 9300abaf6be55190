"""Facts of a case in the words of the screen."""

from __future__ import annotations

from glioma_desktop.annotation.annotation import Annotation, Box
from glioma_desktop.annotation.pathology import days_after
from glioma_desktop.annotation.project import effective_facts
from glioma_desktop.annotation.roi import RectROI
from glioma_desktop.phrase import phrase
from glioma_desktop.study.geometry import direction_letters
from glioma_desktop.study.series import Series, Study
from glioma_desktop.study.volume import Volume
from glioma_desktop.ui.language import say, tr, tr_joined
from glioma_desktop.ui.session import Session

TREATMENT_WORDS = {
    "unknown": phrase("not known"),
    "untreated": phrase("untreated"),
    "after_biopsy": phrase("after biopsy"),
    "after_resection": phrase("after resection"),
    "after_radio_or_chemotherapy": phrase("after radio- or chemotherapy"),
}
PEOPLE_WORDS = {
    "undecided": phrase("may be two people"),
    "one": phrase("one person"),
    "left_out": phrase("left out of training"),
}
SIDE_WORDS = {
    "": phrase("not stated"),
    "right": phrase("Right (patient)"),
    "left": phrase("Left (patient)"),
    "midline": phrase("Midline"),
    "both": phrase("Both"),
}
_SHORT_TREATMENT = {
    "untreated": phrase("pre-op"),
    "after_biopsy": phrase("after biopsy"),
    "after_resection": phrase("post-op"),
}
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
    time = tr("{state}, {day}", state=state, day=day) if state and day else say(state) or day
    return tr_joined((session.patient or "", age_sex(study), time))


def _day(study: Study | None, annotation: Annotation | None) -> str:
    """``day -3``: the study three days before the first specimen; ``""`` when a date is missing."""
    if study is None or annotation is None or not study.date:
        return ""
    dates = sorted(s.date for s in annotation.specimens.values() if getattr(s, "date", ""))
    if not dates:
        return ""
    gap = days_after(study.date, dates[0])
    return "" if gap is None else tr("day {sign}{days}", sign="−" if gap > 0 else "+" if gap < 0 else "", days=abs(gap))


def box_size(roi: RectROI, volume: Volume) -> str:
    """``46 R-L × 77 A-P mm``, in px where the spacing is not measured."""
    _, rows, columns = direction_letters(volume.affine)
    row_way = _AXIS_WORDS[rows[0]] if volume.orientation_known else tr("down")
    column_way = _AXIS_WORDS[columns[0]] if volume.orientation_known else tr("across")
    if volume.measurable:
        height, width, unit = roi.rows * volume.spacing_mm[1], roi.columns * volume.spacing_mm[2], "mm"
    else:
        height, width, unit = roi.rows, roi.columns, "px"
    size = {"width": width, "across": column_way, "height": height, "down": row_way, "unit": unit}
    return tr("{width:.0f} {across} × {height:.0f} {down} {unit}", **size)


def unseen_slices(annotation: Annotation, series_uid: str, lesion: str) -> list[int]:
    """Slices whose box nobody drew on them and nobody has looked at."""
    boxes = annotation.boxes_of(series_uid, lesion)
    return [k for k, box in boxes.items() if not box.key and (series_uid, k) not in annotation.seen]


def rail_count(boxes: dict[int, Box], unseen: list[int]) -> str:
    """``3 key, 8 interpolated, 2 of them not seen``."""
    keys = sum(box.key for box in boxes.values())
    parts = [tr("{keys} key", keys=keys)]
    for origin in ("interpolated", "copied", "transferred"):
        count = sum(box.origin == origin for box in boxes.values())
        if count:
            parts.append(tr("{count} {how}", count=count, how=say(origin)))
    if unseen:
        parts.append(tr("{count} of them not seen", count=len(unseen)))
    return tr_joined(parts, ", ")


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
