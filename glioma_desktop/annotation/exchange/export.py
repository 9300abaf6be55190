"""The boxes of a project as JSON or CSV, by pseudonym; the JSON holds its measurements and where its series lie too."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, Literal

from glioma_desktop.annotation.annotation import Box
from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.roster import PatientRecord
from glioma_desktop.annotation.whole_file import write_whole
from glioma_desktop.errors import AnnotationError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.series import Series

FIELDS = (
    "patient", "source_patient", "study", "series", "lesion", "slice_index", "row_start", "row_stop", "column_start",
    "column_stop", "coverage", "fill", "origin", "reader", "outline_region", "seen", "grade_visible",
)  # fmt: skip


def export_annotations(project: Project, kind: Literal["json", "csv"], out: Path) -> dict[str, Any]:
    """Write every stored box, and as JSON every measurement, to ``out`` and return what was written.

    Patients appear by pseudonym. Only in a project made from a cohort does the cohort's own folder name stand beside it.

    Returns:
        ``{"annotations": [...], "measurements": [...], "series": [...], "file": out}``; the JSON file holds the three lists.
        A table holds the boxes only. A series is told with its ``shape`` (slices, rows, columns) and its ``affine`` (4, 4)
        from (slice, row, column, 1), centres of voxels, to mm in LPS, so that any program can put its boxes into the
        patient; a reformat, whose slices lie in no file, with its ``source`` and ``step_mm`` too.

    Raises:
        AnnotationError: the file cannot be written; an existing file is then unchanged.
    """
    rows, measured, series = _rows(project)
    lists: dict[str, Any] = {"annotations": rows, "measurements": measured, "series": series}
    text = json.dumps(lists, indent=1) if kind == "json" else _csv(rows)
    try:
        write_whole(out, text.encode("utf-8"))
    except OSError as error:
        raise AnnotationError(
            phrase(
                "The export {out} cannot be written ({reason}). Choose another folder.", out=out, reason=error.strerror
            ),
            out,
        ) from error
    return {**lists, "file": str(out)}


def _rows(project: Project) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """The boxes, the measurements and the series they lie on, patient by patient."""
    boxes: list[dict[str, Any]] = []
    measured: list[dict[str, Any]] = []
    grids: list[dict[str, Any]] = []
    for record in project.store.patients():
        annotation = project.store.annotation(record.pseudonym)
        if not annotation.boxes and not annotation.measurements:
            continue
        held = {s.uid: (study.uid, s) for study in project.store.studies(record.pseudonym) for s in study.series}
        study_of = {uid: study for uid, (study, _) in held.items()}
        drawn_on = {uid for uid, _, _ in annotation.boxes} | {m.series_uid for m in annotation.measurements.values()}
        grids += [_place(record, study_of, uid) | _grid(held[uid][1]) for uid in sorted(drawn_on & set(held))]
        for (series, lesion, k), box in sorted(annotation.boxes.items()):
            seen = (series, k) in annotation.seen
            boxes.append(_place(record, study_of, series) | {"lesion": lesion} | _box(box, seen))
        for one in sorted(annotation.measurements.values(), key=lambda m: (m.series_uid, m.slice_index, m.id)):
            data = one.to_json()
            measured.append(_place(record, study_of, data.pop("series_uid")) | data)
    return boxes, measured, grids


def _grid(series: Series) -> dict[str, Any]:
    """Where the voxels of a series lie."""
    grid: dict[str, Any] = {
        "shape": series.shape,
        "affine": series.affine,
        "orientation_known": series.orientation_known,
        "spacing_nominal": series.spacing_nominal,
    }
    return grid if series.source is None else grid | {"source": series.source.uid, "step_mm": series.step_mm}


def _box(box: Box, seen: bool) -> dict[str, Any]:
    return box.roi.to_json() | {
        "coverage": box.coverage,
        "fill": box.fill,
        "origin": box.origin,
        "reader": box.reader,
        "outline_region": box.outline_region,
        "seen": seen,
        "grade_visible": box.grade_visible,
    }


def _place(record: PatientRecord, study_of: dict[str, str], series: str) -> dict[str, Any]:
    row: dict[str, Any] = {"patient": record.pseudonym}
    if record.source_patient is not None:
        row["source_patient"] = record.source_patient
    return row | {"study": study_of.get(series, ""), "series": series}


def _csv(rows: list[dict[str, Any]]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, FIELDS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()
