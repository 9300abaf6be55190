"""What stands in a DICOM element -> text and numbers, whatever a scanner wrote there."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

SHORTEST_MM, LONGEST_MM = 1e-4, 1e5  # what can be a distance in a patient; anything else is not stored
MOST_WHOLE = 2**53
MOST_SCALE = 1e20  # of a slope or intercept
SHORTEST = 0.5  # of a direction; the standard asks for 1
MOST_PARALLEL = 0.5
_ESCAPES = re.compile(r"\x1b(?:\$[()]?|[()\-])[A-Z]")  # of ISO 2022; some of their decoders leave them in the text
_CHINESE = re.compile(rb"(?:[\x00-\x7f]|[\xa1-\xa3\xb0-\xf7][\xa1-\xfe])*")


def text(value: Any) -> str:
    """A value as one stripped line that a screen can show; ``""`` for None."""
    return printable(stored_text(value))


def printable(words: str) -> str:
    """A text of damaged or foreign make without what no screen shows: escapes, control characters and halves of letters."""
    if words.isprintable():
        return words
    return "".join(c for c in _ESCAPES.sub("", words) if unicodedata.category(c) not in ("Cc", "Cs")).strip()


def stored_text(value: Any) -> str:
    """A value as it is stored, without what pads it; ``""`` for None."""
    if value is None:
        return ""
    if type(value) is str:
        return value.strip(" \0")
    if not isinstance(value, str) and isinstance(value, Iterable) and type(value).__name__ == "MultiValue":
        value = "\\".join(str(part) for part in value)
    return str(value).strip(" \0")


def undeclared(words: str) -> str:
    """A text without a declared character set, read byte by byte: what it says if it is UTF-8 or simplified Chinese.

    Chinese (GB 2312) is taken only where every letter beyond ASCII is one of its pairs, which European words are not.
    """
    if words.isascii():
        return words
    try:
        stored = words.encode("latin-1")
    except UnicodeEncodeError:
        return words
    for encoding in ("utf-8", "gb2312") if _CHINESE.fullmatch(stored) else ("utf-8",):
        with suppress(UnicodeDecodeError):  # also of pairs that look Chinese: not all of them are letters
            return stored.decode(encoding)
    return words


def texts(value: Any) -> tuple[str, ...]:
    """The parts of a value with several."""
    joined = text(value)
    return tuple([part.strip() for part in joined.split("\\")]) if joined else ()


def number(value: Any) -> float | None:
    """The first number of a value, None when it is none (or not finite)."""
    if value is None:
        return None
    if isinstance(value, int | float):
        return _float(value)
    return _float(text(value).split("\\", 1)[0].strip())


def numbers(value: Any, count: int) -> tuple[float, ...] | None:
    """Exactly ``count`` numbers, else None."""
    if value is None:
        return None
    if isinstance(value, list | tuple):
        value = "\\".join(str(part) for part in value)
    try:
        found = tuple([float(part) for part in text(value).split("\\")])
    except ValueError:
        return None
    return found if len(found) == count and all(map(math.isfinite, found)) else None


def point(value: Any) -> tuple[float, float, float] | None:
    """Three numbers that can be a place in a patient, else None."""
    found = numbers(value, 3)
    return None if found is None or max(map(abs, found)) > LONGEST_MM else (found[0], found[1], found[2])


def directions(values: tuple[float, ...] | None) -> tuple[float, float, float, float, float, float] | None:
    """Two directions of length 1; None when they are zero or do not span a plane."""
    if values is None:
        return None
    lengths = math.hypot(*values[:3]), math.hypot(*values[3:])
    if min(lengths) < SHORTEST:
        return None
    columns, rows = ([v / length for v in part] for part, length in zip((values[:3], values[3:]), lengths, strict=True))
    if abs(sum(a * b for a, b in zip(columns, rows, strict=True))) > MOST_PARALLEL:
        return None
    return columns[0], columns[1], columns[2], rows[0], rows[1], rows[2]


def _float(part: str | float) -> float | None:
    try:
        value = float(part)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def whole(value: Any) -> int | None:
    """A whole number, None when the value is none."""
    if type(value) is int:
        return value
    found = number(value)
    return int(found) if found is not None and abs(found) < MOST_WHOLE else None


def positive(value: Any) -> float | None:
    """A number above 0 that can be a distance in a patient, else None."""
    found = number(value)
    return found if found is not None and is_length(found) else None


def is_length(value_mm: float) -> bool:
    """Whether a number can be a distance in a patient."""
    return SHORTEST_MM <= value_mm <= LONGEST_MM


def usable(value: Any) -> float | None:
    """A factor or summand after which the values of an image are still numbers, else None."""
    found = number(value)
    return found if found is not None and (found == 0 or 1 / MOST_SCALE <= abs(found) <= MOST_SCALE) else None


def iso_date(date: str) -> str:
    """A date as ``YYYY-MM-DD``; ``""`` when it is none."""
    digits = date.replace(".", "").replace("-", "")
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}" if len(digits) >= 8 and digits[:8].isdigit() else ""


def age_in_years(age: str, birth: str, study: str) -> float | None:
    """The age as stored (``044Y``), else as the dates of birth and study give it, else None."""
    if len(age) == 4 and age[:3].isdigit() and age[3].upper() in "YMWD":
        return round(int(age[:3]) / {"Y": 1.0, "M": 12.0, "W": 52.18, "D": 365.25}[age[3].upper()], 2)
    born, seen = iso_date(birth), iso_date(study)
    if not born or not seen:
        return None
    years = int(seen[:4]) - int(born[:4]) - (seen[5:] < born[5:])
    return float(years) if 0 <= years < 130 else None
