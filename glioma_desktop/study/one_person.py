"""Whether the studies under one identifier can be of one person."""

from __future__ import annotations

from collections.abc import Iterable

from glioma_desktop.study.series import Study

BIRTH_YEARS = 2
"""Ages are told in whole years, and dates of birth are written down wrong: less than this is no difference."""


def may_be_one_person(studies: Iterable[Study]) -> bool:
    """False where sex or year of birth, as far as the files tell them, are of two people.

    Anonymised headers and phantoms often share an identifier. The name does not tell: it is spelt in many ways.
    """
    sexes, born = set(), []
    for study in studies:
        if study.sex in ("F", "M"):
            sexes.add(study.sex)
        if study.age_years is not None and study.date[:4].isdigit():
            born.append(int(study.date[:4]) - study.age_years)
    return len(sexes) < 2 and (not born or max(born) - min(born) <= BIRTH_YEARS)
