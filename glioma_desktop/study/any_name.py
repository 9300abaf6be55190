"""Names of files that are no text, as text that a database holds, and back.

On Linux a name is bytes; where they are no UTF-8, Python reads them with a surrogate for each (``os.fsdecode``), which no
database takes.
"""

from __future__ import annotations

import re

_MARK = "\x1a"
_NO_TEXT = re.compile("[\ud800-\udfff\x1a]")
_WRITTEN = re.compile("\x1a([0-9a-f]{4})")


def written(name: str) -> str:
    """A name or path as it is stored: itself where it is text."""
    if name.isascii() and _MARK not in name:
        return name
    return _NO_TEXT.sub(lambda found: f"{_MARK}{ord(found[0]):04x}", name)


def as_written(stored: str) -> str:
    """The name that ``written`` was given."""
    return _WRITTEN.sub(lambda found: chr(int(found[1], 16)), stored) if _MARK in stored else stored
