"""From what is typed into a field of the ledger to a specimen, and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, cast

from glioma_desktop.annotation.pathology import Marker, Specimen
from glioma_desktop.grade import WhoGrade
from glioma_desktop.phrase import phrase


def value_of(specimen: Specimen, name: str) -> str:
    """What a field shows."""
    if name.startswith("markers."):
        return str(specimen.markers.get(name.removeprefix("markers."), "unknown"))
    value = getattr(specimen, name)
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def with_value(specimen: Specimen, name: str, text: str) -> Specimen:
    """The specimen with a field as typed.

    Raises:
        ValueError: the text is no date or no percentage; the message is one sentence for the reader.
    """
    if name.startswith("markers."):
        return replace(specimen, markers={**specimen.markers, name.removeprefix("markers."): cast(Marker, text)})
    changes: dict[str, Any] = {name: text}
    if name == "date" and text:
        changes = {name: _date(text)}
    elif name == "ki67_percent":
        changes = {name: _percent(text) if text else None}
    elif name == "grade_as_written":
        changes = {name: text, "grade": _grade(text)}
    return replace(specimen, **changes)


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ValueError(phrase("{text} is no date; write it as 2026-03-31.", text=text)) from error


def _percent(text: str) -> float:
    try:
        value = float(text.replace(",", ".").removesuffix("%"))
    except ValueError as error:
        raise ValueError(phrase("{text} is no percentage.", text=text)) from error
    if not 0 <= value <= 100:
        raise ValueError(phrase("{text} is no percentage between 0 and 100.", text=text))
    return value


def _grade(text: str) -> int | None:
    """The grade that the words say, None for NOS, NEC or anything that is no single WHO grade: kept as written."""
    try:
        return int(WhoGrade.parse(text))
    except ValueError:
        return None
