"""Series made from other series: kept as a fact of the patient, so that boxes on them find them again.

The fact holds the grid on which boxes were drawn, not the place of files: those are the source's, wherever it lies now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from glioma_desktop.annotation.annotation import Annotation, Change
from glioma_desktop.study.series import Series, Study

_OWN = ("description", "shape", "spacing_mm", "slice_thickness_mm", "orientation", "warnings", "affine", "step_mm")
"""What differs from the source."""


def change_for(series: Series) -> Change:
    """The edit that makes a derived series known."""
    assert series.source is not None
    data: dict[str, Any] = {name: getattr(series, name) for name in _OWN}
    return Change(("derived", series.uid), {"source": series.source.uid, **_plain(data)})


def with_derived(study: Study, annotation: Annotation) -> Study:
    """A study with the series made from its own, each behind its source and called as its source is.

    A derived series of which a reader stated the sequence keeps that. One whose source is gone is left out.
    """
    series: list[Series] = []
    for source in study.series:
        series.append(source)
        for uid, value in annotation.derived.items():
            if value["source"] == source.uid:
                made = _made(source, uid, value)
                stated = annotation.sequences.get(uid)
                series.append(made.confirmed_as(stated) if stated else made)  # type: ignore[arg-type]
    return study if len(series) == len(study.series) else replace(study, series=tuple(series))


def _made(source: Series, uid: str, value: Mapping[str, Any]) -> Series:
    known = {name: value[name] for name in _OWN}
    for name in ("shape", "spacing_mm", "warnings"):
        known[name] = tuple(known[name])
    known["affine"] = tuple(map(tuple, known["affine"]))
    return replace(source, uid=uid, source=source, uneven_mm=None, **known)


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in data.items()}
