"""A series has grown: what is kept by the number of a slice follows its slice.

The event carries every fact that moved, before and after, so that the fold of the log needs to know nothing of it. What was
said before it in the numbers of that time (an undo of an earlier edit, an edit of a window that has not seen it yet) is put
into the numbers of now by ``renumbered``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from glioma_desktop.annotation.annotation import Address, Edit, Event
from glioma_desktop.annotation.codec import to_value
from glioma_desktop.phrase import Phrase, phrase
from glioma_desktop.study.grown_series import places_among, same_images
from glioma_desktop.study.series import SEQUENCE_LABELS, Series

Triples = list[tuple[Address, Any, Any]]
_BY_SLICE = ("box", "outline", "no_tumour", "seen")
PROGRAM = "program"
"""Who signs the event: nobody drew anything."""


@dataclass(frozen=True, slots=True)
class Growth:
    """A series with more slices than before, each of the earlier ones found again.

    Attributes:
        old: The series as it was.
        new: As it is now.
        places: The number that each earlier slice has now.
    """

    old: Series
    new: Series
    places: tuple[int, ...]

    @property
    def fact(self) -> tuple[Address, dict[str, Any]]:
        """What the event says of it, beside the facts that moved."""
        return ("grown", self.new.uid), {"slices": self.new.shape[0], "places": list(self.places)}


def growth_of(old: Series, new: Series) -> Growth | None:
    """The growth of a series; None unless it is certain where every earlier slice is. Files are read."""
    places = places_among(old, new)
    if places is None or not same_images(old, new, places):
        return None
    return Growth(old, new, places)


def changes_of(state: Mapping[Address, Any], growth: Growth) -> Triples:
    """The facts of a patient that a growth moves, as ``(address, before, after)``."""
    uid, places = growth.new.uid, growth.places
    own = {address: value for address, value in state.items() if _is_on(address, uid)}
    moved = dict(_moved(address, value, places) for address, value in own.items())
    addresses = sorted({*own, *moved})
    triples = [(a, state.get(a), moved.get(a)) for a in addresses if state.get(a) != moved.get(a)]
    address, fact = growth.fact
    return [*triples, (address, state.get(address), fact)]


def growths_in(events: Iterable[Event]) -> list[tuple[str, tuple[int, ...]]]:
    """The growths among some events, oldest first: the series and where its slices went."""
    return [
        (address[1], tuple(after["places"]))
        for event in events
        if event.kind == "grown"
        for address, _, after in event.changes
        if address[0] == "grown"
    ]


def as_of_now(edit: Edit, since: Iterable[Event]) -> Triples:
    """The changes of an edit: what was drawn on a slice of a series that has grown since is on that slice.

    Args:
        edit: Its ``based_on`` says in which numbers it speaks.
        since: The events after that one; not looked at where it speaks in those of now.
    """
    changes: Triples = [(change.address, None, to_value(change.after)) for change in edit.changes]
    return changes if edit.based_on is None else renumbered(changes, growths_in(since))


def renumbered(changes: Triples, growths: Sequence[tuple[str, tuple[int, ...]]]) -> Triples:
    """Changes that were made in the slice numbers from before some growths, in the numbers of now."""
    for uid, places in growths:
        changes = [
            (_moved(a, None, places)[0], _moved(a, before, places)[1], _moved(a, after, places)[1])
            if _is_on(a, uid)
            else (a, before, after)
            for a, before, after in changes
        ]
    return changes


def words_of(growth: Growth, state: Mapping[Address, Any]) -> Phrase:
    """``T1CE has grown from 10 to 25 slices: boxes on 3-7 are on 13-17 now``."""
    name = SEQUENCE_LABELS[growth.new.sequence]
    boxed = sorted({int(a[-1]) for a in state if a[0] == "box" and a[1] == growth.new.uid})
    if not boxed:
        return phrase(
            "{series} has grown from {before} to {after} slices",
            series=name, before=growth.old.shape[0], after=growth.new.shape[0],
        )  # fmt: skip
    return phrase(
        "{series} has grown from {before} to {after} slices: boxes on {old} are on {new} now",
        series=name, before=growth.old.shape[0], after=growth.new.shape[0], old=_ranges(boxed),
        new=_ranges([_at(growth.places, k) for k in boxed]),
    )  # fmt: skip


def _is_on(address: Address, uid: str) -> bool:
    return address[0] in (*_BY_SLICE, "measure") and address[1] == uid


def _moved(address: Address, value: Any, places: Sequence[int]) -> tuple[Address, Any]:
    """A fact on its slice's new number. Measurements across the slices are no business of a growth: such a series stays."""
    if address[0] == "measure":
        if value is None or value.get("plane"):
            return address, value
        return address, {**value, "slice_index": _at(places, int(value["slice_index"]))}
    k = _at(places, int(address[-1]))
    if address[0] == "box" and value is not None:
        value = {**value, "roi": {**value["roi"], "slice_index": k}}
    return (*address[:-1], str(k)), value


def _at(places: Sequence[int], k: int) -> int:
    return places[k] if k < len(places) else k


def _ranges(slices: Sequence[int]) -> str:
    """Numbers from 1 on, runs of them joined: ``3-7, 9``."""
    starts = [slices[0], *(b for a, b in pairwise(slices) if b != a + 1)]
    ends = [*(a for a, b in pairwise(slices) if b != a + 1), slices[-1]]
    return ", ".join(str(a + 1) if a == b else f"{a + 1}-{b + 1}" for a, b in zip(starts, ends, strict=True))
