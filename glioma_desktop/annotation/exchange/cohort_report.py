"""What came of the import of a cohort, and what the person who asked for it should know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from glioma_desktop.phrase import joined, phrase


@dataclass
class CohortReport:
    """What came of an import. Patients are named by their cohort folder here, since the request came from there.

    Attributes:
        patients: In the project now, of this cohort; ``boxes`` and ``outlines`` count what this import added.
        without_studies: Passed over, with the reason.
        empty_masks: With a mask that marks nothing on the series.
        too_small_outlines: Slices whose outline is too small for a box.
        above_band: Boxes that hold more than 90 % because no smaller box holds the target.
        refused: Patients whose outlines and boxes could not be taken in, with the reason; study and grade are there.
        unreadable: Single files that were passed over.
        other_grade: Patients whose stored grade is not the one of the table; it was left alone.
    """

    patients: int = 0
    boxes: int = 0
    outlines: int = 0
    without_sequence: list[str] = field(default_factory=list)
    without_mask: list[str] = field(default_factory=list)
    without_grade: list[str] = field(default_factory=list)
    without_studies: list[dict[str, str]] = field(default_factory=list)
    labels_without_folder: list[str] = field(default_factory=list)
    empty_masks: list[str] = field(default_factory=list)
    too_small_outlines: int = 0
    above_band: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    unreadable: list[dict[str, str]] = field(default_factory=list)
    other_grade: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """A JSON-able copy."""
        return dict(vars(self))

    def sentences(self) -> list[str]:
        """What the person who imports should know, one sentence each."""
        lists = {
            phrase("Patients without studies, passed over"): [entry["patient"] for entry in self.without_studies],
            phrase("Rows of the label table without a folder"): self.labels_without_folder,
            phrase("Patients without a row in the label table, so without a grade"): self.without_grade,
            phrase("Patients without the sequence, so without boxes"): self.without_sequence,
            phrase("Patients without a mask, so without boxes"): self.without_mask,
            phrase("Patients whose mask marks nothing"): self.empty_masks,
            phrase("Patients who keep their grade, which is not that of the label table"): self.other_grade,
        }
        said: list[str] = [
            phrase("{what}: {count} ({names}).", what=what, count=len(names), names=_some(names))
            for what, names in lists.items()
            if names
        ]
        said += [
            phrase("{patient} has no boxes: {reason}", patient=entry["patient"], reason=entry["reason"])
            for entry in self.refused
        ]
        if self.above_band:
            count = len(self.above_band)
            said.append(phrase("Boxes that hold more than 90 %, since no smaller one will do: {count}.", count=count))
        return said


def _some(names: Sequence[str], most: int = 8) -> str:
    shown = joined(names[:most], ", ")
    return phrase("{names} and {count} more", names=shown, count=len(names) - most) if len(names) > most else shown
