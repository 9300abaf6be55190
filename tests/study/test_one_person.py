"""Two people under one identifier are noticed, one person in different years is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from glioma_desktop.study.one_person import may_be_one_person
from glioma_desktop.study.series import Study


def study(date: str, age: float | None, sex: str) -> Study:
    return Study(date, "p", "", age, sex, date, "", Path("/x"), ())


@pytest.mark.parametrize(
    ("studies", "one"),
    [
        ([study("2014-03-10", 33, "M"), study("2022-04-07", 51, "M")], False),
        ([study("2014-03-10", 33, "M"), study("2022-04-07", 41.6, "M")], True),
        ([study("2014-12-31", 33, "F"), study("2015-01-01", 33, "F"), study("2015-12-31", 34.9, "F")], True),
        ([study("2014-03-10", 33, "M"), study("2014-03-10", 33, "F")], False),
        ([study("2014-03-10", 33, "M"), study("2014-03-10", 33, "O")], True),
        ([study("", 33, "M"), study("2022-04-07", 51, ""), study("2022-04-07", None, "M")], True),
        ([], True),
    ],
)
def test_sex_and_year_of_birth_tell_people_apart(studies: list[Study], one: bool) -> None:
    assert may_be_one_person(studies) is one
