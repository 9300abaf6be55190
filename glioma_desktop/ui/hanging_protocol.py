"""Which sequence stands in which viewport: a hanging protocol, and how it is laid on the series of a patient."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from glioma_desktop.phrase import phrase
from glioma_desktop.study.series import SEQUENCE_LABELS, SEQUENCES, Series, Study
from glioma_desktop.ui.series_choice import in_order

BRAIN_TUMOUR_ORDER = ("t1ce", "flair", "t2", "t1", "adc", "swi")
NO_MORE = phrase("No further series. Drag one here from the list.")


@dataclass(frozen=True)
class HangingProtocol:
    """Sequences in fixed places.

    Attributes:
        name: As the reader calls it.
        places: Layout -> the sequences of its viewports in their order, where the reader has kept an arrangement.
        order: Elsewhere the viewports are filled in this order, and what follows is next at hand.
    """

    name: str
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: tuple[str, ...] = BRAIN_TUMOUR_ORDER

    def sequences(self, layout: str, shown: int) -> tuple[str, ...]:
        """The sequences of the viewports of a layout."""
        return self.places.get(layout, self.order)[:shown]

    def kept(self, layout: str, sequences: Sequence[str]) -> HangingProtocol:
        """The same protocol with another arrangement of one layout."""
        return replace(self, places={**self.places, layout: tuple(sequences)})

    def to_json(self) -> dict[str, Any]:
        """For the settings; sequences only, nothing of a patient."""
        return {"name": str(self.name), "places": {layout: list(names) for layout, names in self.places.items()}}

    @classmethod
    def from_json(cls, data: Any) -> HangingProtocol | None:
        """What ``to_json`` wrote; None when it does not make sense (edited by hand, from a later version)."""
        try:
            places = {str(layout): tuple(map(str, names)) for layout, names in data["places"].items()}
            name = str(data["name"])
        except (TypeError, KeyError, AttributeError):
            return None
        if not name or any(one not in SEQUENCES for names in places.values() for one in names):
            return None
        return cls(name, places)


BRAIN_TUMOUR = HangingProtocol(phrase("Brain tumour"))


def hang(
    protocol: HangingProtocol, layout: str, shown: int, studies: Sequence[Study], box: Series | None,
    taken: Mapping[int, str] | None = None,
) -> list[Series | str]:  # fmt: skip
    """What every shown viewport gets: a series, or a sentence in its place.

    A sequence keeps its place although another one is missing. Of several series of one sequence the one that carries the
    boxes comes first, then ``in_order``; a sequence with two places gets the first two. Where nothing of the protocol's
    places is in the study (sequences not known), the viewports are filled in the order of the list.

    Args:
        protocol: Which sequences where.
        layout: Of the viewports.
        shown: How many there are.
        studies: Of the patient.
        box: The series that carries the boxes.
        taken: Viewports that are filled already -> the uid of their series; they keep it.
    """
    taken = dict(taken or {})
    study = _of_one_visit(studies, box, protocol)
    free = [series for series in _preferred(study, box) if series.uid not in taken.values()]
    present = {series.sequence for series in study}
    places = protocol.sequences(layout, shown)
    in_turn = not any(name in present for name in places)
    if in_turn:
        rest = [s for other in studies for s in in_order(other.series) if s not in study]
        free += [series for series in rest if series.uid not in taken.values()]
    reserved = set() if in_turn else {name for place, name in enumerate(places) if place not in taken}
    unknown = any(series.sequence == "unknown" for series in study)
    answer: list[Series | str] = []
    for place in range(shown):
        if place in taken:
            answer.append("")
            continue
        name = "" if in_turn or place >= len(places) else places[place]
        found = next((s for s in free if s.sequence == name), None)
        if found is None and (not name or name in present):  # its series stands elsewhere already: the next one at hand
            found = next((s for s in free if s.sequence not in reserved), None)
        if found is not None:
            free.remove(found)
        answer.append(found or (missing_words(name, unknown) if name and name not in present else NO_MORE))
    return answer


def missing_words(name: str, unknown: bool) -> str:
    """What stands in the place of a sequence that is not there."""
    if unknown:
        return phrase(
            "No series is known to be {name}. Confirm one in the series list, or drag one here.",
            name=SEQUENCE_LABELS[name],
        )
    return phrase("No {name} in this study.", name=SEQUENCE_LABELS[name])


def _of_one_visit(studies: Sequence[Study], box: Series | None, protocol: HangingProtocol) -> list[Series]:
    """The series of the study that carries the boxes, else of the one with most of the protocol; and of the same day."""
    if not studies:
        return []

    def worth(study: Study) -> tuple[bool, int]:
        names = {series.sequence for series in study.series}
        return box is not None and any(s.uid == box.uid for s in study.series), len(names & set(protocol.order))

    first = max(studies, key=worth)
    same = [s for s in studies if s is first or (s.date and s.date == first.date)]
    return [series for study in sorted(same, key=lambda s: s is not first) for series in study.series]


def _preferred(series: Sequence[Series], box: Series | None) -> list[Series]:
    return sorted(in_order(series), key=lambda one: box is None or one.uid != box.uid)
