"""Sentences that can be said again in another language.

The floors below the window know no language but English, and they must not: what a reader sees in Chinese is decided
where it is shown, long after a sentence was made (in a worker, on a scan, inside an error). So a sentence is made as
a :class:`Phrase`: the finished English text, a plain ``str`` to everyone who does not care, that remembers its
template and what filled it::

    phrase("{count} slices missing between {first} and {last}", count=2, first=14, last=17)

Whoever shows it asks ``found.translated(lookup)`` with a lookup from English templates to those of a language.
The template is a literal in the source, never put together, so that a test can list all of them; a word inside that
has to be translated as well (a grade, a side) goes in as a phrase of its own. ``+``, ``str.join`` and f-strings make
plain text and lose the template (so does ``str(error)``: show ``error.message``); several sentences in a row are :func:`joined`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from numbers import Number
from typing import Self

_EDGE = "\0"
"""Where a phrase begins and ends inside another, while they are put together."""
_BESIDE = re.compile(f"(?<=[\u3000-\u9fff\uff00-\uffef])(?:{_EDGE} {_EDGE}?| {_EDGE})(?=[\u3000-\u9fff\uff00-\uffef])")
"""A space between a phrase and its sentence where both are Chinese; a name that has spaces keeps them."""
Lookup = Callable[[str], str]
"""From an English template to the template of a language; a template that is not known comes back as it is."""


class Phrase(str):
    """A finished English sentence with the template and the values it was made of.

    Equal to its text, hashed, sorted and written to JSON like it; pickled, copied and deep-copied with its template.

    Attributes:
        template: The English template, with named fields as :meth:`str.format` reads them.
        values: What filled the fields; phrases among them are translated with the sentence.
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object]) -> Self:
        """Fill ``template`` with ``values``; what is neither text nor number (a path, an error) is kept as its text.

        Raises:
            KeyError: A field of the template has no value.
        """
        made = super().__new__(cls, cls._filled(template, values))
        made.template = template
        made.values = {name: value if isinstance(value, str | Number) else str(value) for name, value in values.items()}
        return made

    @classmethod
    def _filled(cls, template: str, values: Mapping[str, object]) -> str:
        return template.format_map(values)

    def __reduce__(self) -> tuple[object, ...]:
        """The recipe, not the text: a worker or an error carries the template along."""
        return type(self), (self.template, self.values)

    def translated(self, lookup: Lookup) -> str:
        """The sentence in the language of ``lookup``; the phrases inside it first."""
        values = {name: _part(value, lookup) for name, value in self.values.items()}
        return _closed(lookup(self.template).format_map(values))


class Inner(Phrase):
    """A sentence that goes on inside another one: in English its first letter is small."""

    @classmethod
    def _filled(cls, template: str, values: Mapping[str, object]) -> str:
        return _small(template.format_map(values))

    def translated(self, lookup: Lookup) -> str:
        """The sentence in the language of ``lookup``; small as long as it is English."""
        found = super().translated(lookup)
        return _small(found) if lookup(self.template) == self.template else found


class Joined(Phrase):
    """Phrases one after another: ``values`` in their order; the template is what stands between them.

    It is translated as well: ", " is "、" in Chinese.
    """

    @classmethod
    def _filled(cls, template: str, values: Mapping[str, object]) -> str:
        return template.join(str(value) for value in values.values())

    def translated(self, lookup: Lookup) -> str:
        """Each part in the language of ``lookup``, with that language's separator."""
        return _closed(lookup(self.template).join(str(_part(value, lookup)) for value in self.values.values()))


def phrase(template: str, /, **values: object) -> Phrase:
    """A sentence for the screen: ``template`` filled with ``values``.

    Args:
        template: English, a literal; fields by name, with format specs where a number needs one (``{mm:g}``). One
            template for the singular and one for the plural: other languages do not count as English does.
        **values: Numbers, names, paths, other phrases, or several of them :func:`joined`.

    Raises:
        KeyError: A field of the template has no value.
    """
    return Phrase(template, values)


def joined(parts: Iterable[object], separator: str = " ") -> Phrase:
    """``separator.join(parts)`` that remembers its parts; sentences are joined by a space, enumerations by ", "."""
    return Joined(separator, {str(number): part for number, part in enumerate(parts)})


def inside(sentence: str) -> str:
    """A sentence as it stands after a colon, as in ``Note: the pixels are not square.``."""
    return Inner(sentence.template, sentence.values) if type(sentence) is Phrase else _small(sentence)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _part(value: object, lookup: Lookup) -> object:
    return f"{_EDGE}{value.translated(lookup)}{_EDGE}" if isinstance(value, Phrase) else value


def _closed(text: str) -> str:
    return _BESIDE.sub("", text).replace(_EDGE, "")


def in_language(text: str, lookup: Lookup) -> str:
    """A phrase in the language of ``lookup``; any other text as it is (a name, a number, a path)."""
    return text.translated(lookup) if isinstance(text, Phrase) else text
