"""What an import took in: one event, which stands apart from what a reader did by hand."""

from __future__ import annotations

from collections import Counter

from glioma_desktop.annotation.annotation import Event
from glioma_desktop.phrase import Phrase, joined, phrase

IMPORT_TEXT = "Import from cohort"
"""What the event of an import is called. Stores of older versions have it as an ``edit``."""


def is_import(event: Event) -> bool:
    """Whether an event took in what others had drawn: hours of work, which no key takes back in passing."""
    return event.kind == "import" or (event.kind == "edit" and event.text == IMPORT_TEXT)


def import_words(event: Event) -> Phrase:
    """What an import brought, for a menu: ``12 outlines, 12 boxes, a grade``."""
    found = Counter(address[0] for address, _, after in event.changes if after is not None)
    words = {
        "outline": (phrase("an outline"), phrase("{count} outlines", count=found["outline"])),
        "box": (phrase("a box"), phrase("{count} boxes", count=found["box"])),
        "specimen": (phrase("a grade"), phrase("{count} grades", count=found["specimen"])),
    }
    told = [one if found[kind] == 1 else many for kind, (one, many) in words.items() if found[kind]]
    return joined(told, ", ") if told else phrase("a lesion")
