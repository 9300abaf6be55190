"""The translations without Qt: what a text says in another language, and English texts that are known again as phrases.

The list of all templates comes with the translation. A text that went through a file (a run's notes, an undo text in the
store) or through a widget has lost its template. It is found among the templates whole, or by the pattern that a template
with fields makes.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from string import Formatter
from xml.etree import ElementTree

from glioma_desktop.phrase import Inner, Lookup, Phrase, in_language, joined, phrase
from glioma_desktop.resources import resource

CHINESE = "zh_CN"
DOT, COLON = " · ", ": "
BETWEEN = (", ", " and ")
"""What stands between the words of a list that filled a field."""
_LETTERS = 4
"""A pattern with fewer letters of its own would find itself in any text."""


class _AsItStands(str):
    """A value that was formatted already."""

    def __format__(self, spec: str) -> str:
        return str(self)


def said_in(language: str, text: str) -> str:
    """A phrase, or an English text that is known again as one, in a language; what is not known stays as it is.

    Args:
        language: ``zh_CN``; any other is English.
        text: A name, a number or a path among them stays as it is.
    """
    return text if language != CHINESE else in_language(known(text), lookup())


def known(text: str) -> str:
    """The phrase that an English text was made as, the text itself where it was none."""
    return text if isinstance(text, Phrase) else recognised(text) or text


@cache
def lookup() -> Lookup:
    """From a template to its Chinese, or to itself where it has none yet."""
    found = {}
    for message in ElementTree.parse(resource("translations", "glioma_zh_CN.ts")).iter("message"):
        found[message.findtext("source") or ""] = message.findtext("translation") or ""
    return lambda template: found.get(template) or template


@lru_cache(maxsize=8192)
def recognised(text: str) -> Phrase | None:
    """The phrase that an English text was made as, None for a text that is none.

    Values that are texts of their own are recognised too, and so are the parts of a text joined by middle dots.
    """
    whole, patterns = _templates()
    if text in whole:
        return phrase(text)
    first = text.split(DOT)[0]
    # A heading of a list of facts is one of its own: what follows is no value of a template that begins alike.
    headed = first != text and first in whole
    for pattern, template in patterns:
        match = pattern.fullmatch(text) if not headed or DOT in template else None
        if match is not None:
            values = {name: _value(value) for name, value in match.groupdict().items()}
            return Phrase(template, values)
    if DOT in text:
        parts = [recognised(part) or part for part in text.split(DOT)]
        if any(isinstance(part, Phrase) for part in parts):
            return joined(parts, DOT)
    return None


def _value(text: str) -> str:
    """What filled a field: a word, a sentence with a small letter, one after a name (``T1CE: the slices ...``), or a name."""
    found = recognised(text) or _sentence(text)
    if found is None and COLON in text:
        name, rest = text.split(COLON, 1)
        sentence = _sentence(rest)
        found = None if sentence is None else joined([recognised(name) or name, sentence], COLON)
    for between in BETWEEN if found is None else ():
        parts = [recognised(part) or part for part in text.split(between)]
        if any(isinstance(part, Phrase) for part in parts):
            return joined(parts, between)
    return found or _AsItStands(text)


def _sentence(text: str) -> Phrase | None:
    found = recognised(text[:1].upper() + text[1:]) if text[:1].islower() else None
    return None if found is None else Inner(found.template, found.values)


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
