"""A measurement on one slice of one series, as it is kept: a ruler, a bidimensional measurement or a probe."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from numpy.typing import NDArray

from glioma_desktop.annotation.measure import Point, Ruling, ellipse_mask, grey_statistics
from glioma_desktop.phrase import phrase

MeasureKind = Literal["ruler", "bidimensional", "probe"]
KIND_LABELS: Mapping[str, str] = {
    "ruler": phrase("Ruler"),
    "bidimensional": phrase("Bidimensional"),
    "probe": phrase("Probe"),
}


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measurement.

    Attributes:
        id: Its own in the patient.
        series_uid: The series it was made on; it is shown on no other.
        slice_index: From 0, in the plane it was made in.
        points: (row, column) edge coordinates. Ruler: its two ends. Bidimensional: the ends of the long diameter, then
            those of its perpendicular (not yet there while it is being drawn). Probe: two opposite corners of the
            rectangle that its ellipse fills.
        plane: The plane of the slice when it cuts across the series' own slices, else ``""``.
        values: What was measured: ``length_mm``; ``long_mm``, ``short_mm``, ``product_mm2``; ``mean``, ``sd``, ``count``,
            ``lowest``, ``highest``, ``area_mm2``. ``px`` in the place of ``mm`` where the spacing is not measured.
        reader: Who measured last.
        grade_visible: Whether the pathology grade was on the screen meanwhile.
    """

    id: str
    series_uid: str
    slice_index: int
    kind: MeasureKind
    points: tuple[Point, ...]
    plane: str = ""
    values: Mapping[str, float] = field(default_factory=dict)
    reader: str = ""
    grade_visible: bool = False

    @property
    def complete(self) -> bool:
        """Nothing is left to be drawn."""
        return len(self.points) == (4 if self.kind == "bidimensional" else 2)

    @property
    def address(self) -> tuple[str, str, str]:
        """Where it is kept."""
        return "measure", self.series_uid, self.id

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy."""
        data = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return data | {"points": [list(point) for point in self.points], "values": dict(self.values)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Measurement:
        """The measurement written by ``to_json``; unknown keys are ignored."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        known["points"] = tuple((float(row), float(column)) for row, column in data["points"])
        return cls(**known)


def new_id() -> str:
    """An id that no other measurement has."""
    return uuid.uuid4().hex[:16]


def measured_values(
    kind: MeasureKind, points: tuple[Point, ...], ruling: Ruling, pixels: NDArray[Any]
) -> dict[str, float]:
    """What a measurement on a slice ``[row, column]`` says; empty when a probe holds no voxel."""
    unit, area = ruling.unit, f"{ruling.unit}2"
    if kind == "probe":
        found = grey_statistics(pixels, ellipse_mask((pixels.shape[0], pixels.shape[1]), *points[:2]))
        if found is None:
            return {}
        size = found.count * ruling.steps[0] * ruling.steps[1]
        return {
            "mean": found.mean, "sd": found.sd, "count": found.count, "lowest": found.lowest, "highest": found.highest,
            f"area_{area}": size,
        }  # fmt: skip
    first = ruling.length(points[0], points[1])
    if kind == "ruler":
        return {f"length_{unit}": first}
    if len(points) < 4:
        return {f"long_{unit}": first}
    second = ruling.length(points[2], points[3])
    return {f"long_{unit}": first, f"short_{unit}": second, f"product_{area}": first * second}


def longest_first(points: tuple[Point, ...], ruling: Ruling) -> tuple[Point, ...]:
    """The points of a bidimensional measurement with the longer diameter in front."""
    if len(points) < 4 or ruling.length(points[0], points[1]) >= ruling.length(points[2], points[3]):
        return points
    return (*points[2:4], *points[:2])
