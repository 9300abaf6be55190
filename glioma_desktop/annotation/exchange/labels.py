"""The grades of a cohort: a CSV as a spreadsheet writes it, with the columns ``patient`` and ``who_grade``."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from glioma_desktop.errors import AnnotationError
from glioma_desktop.grade import WhoGrade
from glioma_desktop.phrase import phrase
from glioma_desktop.study.dicom_values import printable

PATIENT, GRADE = "patient", "who_grade"
MOST_SAID = 120  # letters of what stands in a table
SEPARATORS = (",", ";", "\t")
_WORKBOOK, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Label:
    """One row: the grade as it was written, what it means, and its line in the file (from 1)."""

    written: str
    grade: WhoGrade
    line: int


def read_labels(path: Path) -> dict[str, Label]:
    """The grades of a CSV by patient.

    UTF-8 with or without a byte-order mark, UTF-16 and Windows' own encoding are read, and commas, semicolons and tabs as
    separators; other columns and empty rows are passed over.

    Raises:
        AnnotationError: unreadable, empty, without the two columns, a patient with two grades, or no WHO grade; names the
            line.
    """
    labels: dict[str, Label] = {}
    for line, row in _rows(path):
        patient, label = _label(path, line, row)
        known = labels.setdefault(patient, label)
        if known.grade != label.grade:
            raise AnnotationError(
                phrase(
                    "{name}, line {line}: {patient} has another grade on line {other}. Keep one row a patient.",
                    name=path.name,
                    line=line,
                    patient=_said(patient),
                    other=known.line,
                ),
                path,
            )
    if not labels:
        raise AnnotationError(
            phrase("The label table {name} holds no patient. Write one row a patient.", name=path.name), path
        )
    return labels


def _label(path: Path, line: int, row: Mapping[str, str]) -> tuple[str, Label]:
    """The patient of a row, and the grade it gives."""
    patient, written = row[PATIENT], row[GRADE]
    if not patient:
        raise AnnotationError(
            phrase("{name}, line {line}: the patient is empty. Name it or delete the row.", name=path.name, line=line),
            path,
        )
    try:
        grade = WhoGrade.parse(written)
    except ValueError as error:
        raise AnnotationError(
            phrase(
                "{name}, line {line}: {written!r} is no WHO grade. Write I to IV or 1 to 4.",
                name=path.name,
                line=line,
                written=_said(written),
            ),
            path,
        ) from error
    return patient, Label(written, grade, line)


def _rows(path: Path) -> list[tuple[int, Mapping[str, str]]]:
    """(line, the two columns) of every row that is not empty."""
    text = _text(path)
    head, _, rest = text.partition("\n")
    separator = head.strip()[4:] if head.strip().lower().startswith("sep=") else ""
    before = 1 if separator else 0
    body = rest if separator else text
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator or _separator(body))
    try:
        lines = [(reader.line_num + before, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        raise AnnotationError(
            phrase("The label table {name} cannot be read ({reason}).", name=path.name, reason=error), path
        ) from error
    lines = [(line, row) for line, row in lines if any(row)]
    names = [name.casefold() for name in lines[0][1]] if lines else []
    if PATIENT not in names or GRADE not in names:
        held = phrase(" (it has {columns})", columns=_said(", ".join(lines[0][1][:8]))) if lines else ""
        raise AnnotationError(
            phrase(
                "The label table {name} needs the columns {patient} and {grade}{held}: rename them.",
                name=path.name,
                patient=PATIENT,
                grade=GRADE,
                held=held,
            ),
            path,
        )
    columns = {name: names.index(name) for name in (PATIENT, GRADE)}
    return [(line, {name: row[k] if k < len(row) else "" for name, k in columns.items()}) for line, row in lines[1:]]


def _said(words: str) -> str:
    """What stands in a table, as far as a sentence can hold it."""
    return printable(words)[:MOST_SAID]


def _separator(text: str) -> str:
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=head.count)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise AnnotationError(
            phrase(
                "The label table {path} cannot be read ({reason}). Name a CSV file.", path=path, reason=error.strerror
            ),
            path,
        ) from error
    if data.startswith((_WORKBOOK, _OLD_WORKBOOK)):
        raise AnnotationError(phrase("{name} is a workbook. Save it as CSV and name that file.", name=path.name), path)
    if data.startswith(_UTF16):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise AnnotationError(phrase("{name} is no text. Save it as CSV (UTF-8) and name that file.", name=path.name), path)
