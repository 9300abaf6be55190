"""The lines of the worklist, read from the store. No widget here; runs off the GUI thread."""

from __future__ import annotations

from glioma_desktop.annotation.case_summary import CaseSummary
from glioma_desktop.annotation.people import people_of
from glioma_desktop.annotation.roster import PatientRecord
from glioma_desktop.annotation.store import AnnotationStore
from glioma_desktop.phrase import Phrase, phrase
from glioma_desktop.study.series import SEQUENCE_LABELS, SEQUENCES, Study
from glioma_desktop.ui.language import say, tr
from glioma_desktop.ui.view_state import PatientRow


def build_rows(store: AnnotationStore, box_series: str) -> tuple[PatientRow, ...]:
    """One line a patient, by pseudonym.

    Raises:
        StoreReadError: the store cannot be read.
    """
    summaries = store.case_summaries()
    return tuple(
        row_of(record, store.studies(record.pseudonym), summaries.get(record.pseudonym), box_series)
        for record in store.patients()
    )


def row_of(record: PatientRecord, studies: list[Study], summary: CaseSummary | None, box_series: str) -> PatientRow:
    """The line of one patient: status, sequences, and on the right boxes, or what is missing."""
    summary = summary or CaseSummary("new", 0, 1)
    found = {series.sequence for study in studies for series in study.series}
    known = tuple(SEQUENCE_LABELS[name] for name in SEQUENCES if name in found and name not in ("other", "unknown"))
    if not known and any(s.sequence == "other" and s.modality in ("", "MR") for study in studies for s in study.series):
        known = (SEQUENCE_LABELS["other"],)  # as the viewport says
    foreign = sorted({series.modality for study in studies for series in study.series} - {"", "MR"})
    dates = [study.date for study in studies if study.date]
    status = "draft" if summary.status == "new" and summary.boxes else summary.status
    return PatientRow(
        record.pseudonym,
        status,
        summary.boxes,
        summary.lesions,
        _box_series_first((*known, *foreign), SEQUENCE_LABELS.get(box_series, box_series)),
        record.age_years,
        record.sex,
        "" if box_series in found else phrase("no {sequence}", sequence=SEQUENCE_LABELS.get(box_series, box_series)),
        (record.identifier, *dates, *(date.replace("-", "") for date in dates)),
        people_of(summary.people, studies),
    )


def _box_series_first(names: tuple[str, ...], first: str) -> tuple[str, ...]:
    order = (first, "FLAIR", "T1", "T2")
    return tuple(
        sorted(names, key=lambda name: (order.index(name) if name in order else len(order), names.index(name)))
    )


def mark_words(row: PatientRow) -> tuple[Phrase, ...]:
    """What the marks of a line mean, for its tooltip and the search."""
    told = []
    if row.people == "undecided":
        told.append(phrase("may be two people: sex or year of birth differ between studies"))
    elif row.people == "left_out":
        told.append(phrase("left out of training: may be two people"))
    if row.arrived:
        told.append(phrase("new since a folder was opened"))
    return tuple(told)


def count_words(row: PatientRow) -> str:
    """What stands at the right of a line."""
    if row.lesions > 1:
        return tr("{lesions} lesions", lesions=row.lesions)
    if row.boxes:
        return tr("{boxes} box" if row.boxes == 1 else "{boxes} boxes", boxes=row.boxes)
    return say(row.note)
