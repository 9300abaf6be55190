"""The boxes of a project as JSON or CSV, by pseudonym."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, Literal

from glioma_desktop.annotation.project import Project
from glioma_desktop.annotation.whole_file import write_whole
from glioma_desktop.errors import AnnotationError

FIELDS = (
    "patient", "source_patient", "study", "series", "lesion", "slice_index", "row_start", "row_stop", "column_start",
    "column_stop", "coverage", "fill", "origin", "reader", "outline_region", "seen", "grade_visible",
)  # fmt: skip


def export_annotations(project: Project, kind: Literal["json", "csv"], out: Path) -> dict[str, Any]:
    """Write every stored box to ``out`` and return what was written.

    Patients appear by pseudonym. Only in a project made from a cohort does the cohort's own folder name stand beside it.

    Returns:
        ``{"annotations": [...], "file": out}``; the JSON file holds ``{"annotations": [...]}``.

    Raises:
        AnnotationError: the file cannot be written; an existing file is then unchanged.
    """
    rows = list(_rows(project))
    text = json.dumps({"annotations": rows}, indent=1) if kind == "json" else _csv(rows)
    try:
        write_whole(out, text.encode("utf-8"))
    except OSError as error:
        raise AnnotationError(
            f"The export {out} cannot be written ({error.strerror}). Choose another folder.", out
        ) from error
    return {"annotations": rows, "file": str(out)}


def _rows(project: Project) -> list[dict[str, Any]]:
    rows = []
    for record in project.store.patients():
        annotation = project.store.annotation(record.pseudonym)
        if not annotation.boxes:
            continue
        study_of = {s.uid: study.uid for study in project.store.studies(record.pseudonym) for s in study.series}
        for (series, lesion, slice_index), box in sorted(annotation.boxes.items()):
            row: dict[str, Any] = {"patient": record.pseudonym}
            if record.source_patient is not None:
                row["source_patient"] = record.source_patient
            row |= {"study": study_of.get(series, ""), "series": series, "lesion": lesion}
            row |= box.roi.to_json()
            row |= {"coverage": box.coverage, "fill": box.fill, "origin": box.origin, "reader": box.reader}
            row |= {
                "outline_region": box.outline_region,
                "seen": (series, slice_index) in annotation.seen,
                "grade_visible": box.grade_visible,
            }
            rows.append(row)
    return rows


def _csv(rows: list[dict[str, Any]]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, FIELDS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()
