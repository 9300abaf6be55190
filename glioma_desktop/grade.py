"""Three things that are all called "grade", told apart.

- ``WhoGrade``: what pathology wrote, 1 to 4, with the edition it was written under (or "unknown", never defaulted).
- ``ProjectClasses``: the project's two classes, low and high, each a set of WHO grades. "Low" and "high" are not WHO terms.
- the model's estimate, which is neither, lives in ``glioma_desktop.grading.result``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from glioma_desktop.phrase import joined, phrase

ClassName = Literal["low", "high"]
WhoEdition = Literal["2000", "2007", "2016", "2021", "unknown"]

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
NUMERALS: Mapping[int, str] = {1: "I", 2: phrase("II"), 3: phrase("III"), 4: phrase("IV")}
"""How a grade is written up to the 2016 edition."""


class WhoGrade(IntEnum):
    """A WHO grade as pathology reported it."""

    I = 1  # noqa: E741 - the numeral is the name
    II = 2
    III = 3
    IV = 4

    @classmethod
    def parse(cls, text: str) -> WhoGrade:
        """The grade written as ``I``-``IV`` or ``1``-``4`` (with or without "WHO", "grade").

        Raises:
            ValueError: the text is no WHO grade.
        """
        word = unicodedata.normalize("NFKC", text).upper()  # a letter that is a whole Roman numeral is taken apart
        word = word.replace("CNS", "").replace("WHO", "").replace("GRADE", "").strip()
        if word in _ROMAN:
            return cls(_ROMAN[word])
        if word in {"1", "2", "3", "4"}:
            return cls(int(word))
        raise ValueError(f"{text!r} is not a WHO grade (I to IV, or 1 to 4)")

    @property
    def roman(self) -> str:
        """The Roman numeral, as written up to the 2016 edition."""
        return self.name

    def shown(self, edition: WhoEdition) -> str:
        """The grade as its edition writes it: ``WHO III (2007)``, ``CNS WHO 3 (2021)``, ``WHO III (edition unknown)``."""
        if edition == "2021":
            return phrase("CNS WHO {grade} (2021)", grade=int(self))
        if edition == "unknown":
            return phrase("WHO {grade} (edition unknown)", grade=NUMERALS[self])
        return phrase("WHO {grade} ({edition})", grade=NUMERALS[self], edition=edition)


@dataclass(frozen=True, slots=True)
class ProjectClasses:
    """Which WHO grades a project calls low and high.

    Default: adult-type diffuse gliomas, WHO 2 against 3-4 (Yang et al. 2018 grouped I-II against III-IV; grade 1
    tumours are circumscribed and enter only if chosen).
    """

    low: tuple[int, ...] = (2,)
    high: tuple[int, ...] = (3, 4)

    def __post_init__(self) -> None:
        if not self.low or not self.high or set(self.low) & set(self.high):
            raise ValueError(f"classes must be non-empty and disjoint: low {self.low}, high {self.high}")

    def of(self, grade: int) -> ClassName | None:
        """The class of a WHO grade; None when the project includes it in neither."""
        if grade in self.low:
            return "low"
        return "high" if grade in self.high else None

    def describe(self, grades_seen: Iterable[int], edition: str) -> str:
        """One line for cards and reports, from the grades that were really seen.

        Example: ``High = WHO III, low = WHO II (edition unknown). Grade IV not trained on.``
        """
        seen = set(grades_seen)

        def numeral(grade: int) -> str:
            return str(grade) if edition == "2021" else NUMERALS[grade]

        def part(grades: tuple[int, ...]) -> str:
            return joined((numeral(g) for g in sorted(grades) if g in seen), ", ") or phrase("none")

        unseen = [g for g in (1, 2, 3, 4) if g not in seen and g in (*self.low, *self.high)]
        label = phrase("edition unknown") if edition == "unknown" else phrase("{edition} edition", edition=edition)
        high, low = part(self.high), part(self.low)
        if not unseen:
            return phrase("High = WHO {high}, low = WHO {low} ({edition}).", high=high, low=low, edition=label)
        return phrase(
            "High = WHO {high}, low = WHO {low} ({edition}). Grade {unseen} not trained on.",
            high=high,
            low=low,
            edition=label,
            unseen=joined((numeral(g) for g in unseen), " and "),
        )

    def to_json(self) -> dict[str, list[int]]:
        """``{"low": [2], "high": [3, 4]}``."""
        return {"low": list(self.low), "high": list(self.high)}

    @classmethod
    def from_json(cls, data: dict[str, list[int]]) -> ProjectClasses:
        """The classes written by ``to_json``."""
        return cls(tuple(data["low"]), tuple(data["high"]))
