"""English texts that are known again as phrases: the list of all templates comes with the translation.

A text that went through a file (a run's notes, an undo text in the store) or through a widget has lost its template. It is
found among the templates whole, or by the pattern that a template with fields makes.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from string import Formatter
from xml.etree import ElementTree

from glioma_desktop.phrase import Phrase, joined, phrase
from glioma_desktop.resources import resource

DOT = " · "
_LETTERS = 3
"""A pattern with fewer letters of its own would find itself in any text."""


class _AsItStands(str):
    """A value that was formatted already."""

    def __format__(self, spec: str) -> str:
        return str(self)


@lru_cache(maxsize=8192)
def recognised(text: str) -> Phrase | None:
    """The phrase that an English text was made as, None for a text that is none.

    Values that are texts of their own are recognised too, and so are the parts of a text joined by middle dots.
    """
    whole, patterns = _templates()
    if text in whole:
        return phrase(text)
    for pattern, template in patterns:
        match = pattern.fullmatch(text)
        if match is not None:
            values = {name: recognised(value) or _AsItStands(value) for name, value in match.groupdict().items()}
            return Phrase(template, values)
    if DOT in text:
        parts = [recognised(part) or part for part in text.split(DOT)]
        if any(isinstance(part, Phrase) for part in parts):
            return joined(parts, DOT)
    return None


@cache
def _templates() -> tuple[frozenset[str], tuple[tuple[re.Pattern[str], str], ...]]:
    """Templates without fields, and the patterns of the others: those with more words of their own first."""
    tree = ElementTree.parse(resource("translations", "glioma_zh_CN.ts"))
    whole, patterns = set(), []
    for source in tree.iter("source"):
        template = source.text or ""
        parts = list(Formatter().parse(template))
        own = "".join(part[0] for part in parts)
        if all(part[1] is None for part in parts):
            whole.add(own)
        elif sum(letter.isalpha() for letter in own) >= _LETTERS:
            patterns.append((len(own), _pattern(template), template))
    patterns.sort(key=lambda one: -one[0])
    return frozenset(whole), tuple((pattern, template) for _, pattern, template in patterns)


def _pattern(template: str) -> re.Pattern[str]:
    words, seen = "", set[str]()
    for own, name, _, _ in Formatter().parse(template):
        words += re.escape(own)
        if name is not None:
            words += f"(?P={name})" if name in seen else f"(?P<{name}>.+?)"
            seen.add(name)
    return re.compile(words, re.DOTALL)
