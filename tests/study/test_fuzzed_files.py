"""Thousands of bad files, each made from a good one by a seeded generator: read, or passed over with one sentence.

A normal run tries a few, made from phantoms. ``GLIOMA_FUZZ=1000`` tries so many, made from real files too, where they are;
``GLIOMA_FUZZ_SEED`` chooses which. ``python tests/study/fuzz.py --help`` makes a finding again.
"""

from __future__ import annotations

import os

import pytest
from fuzz import case, findings, one_sentence

COUNT = int(os.environ.get("GLIOMA_FUZZ", "0"))
SEED = int(os.environ.get("GLIOMA_FUZZ_SEED", "1"))
FEW = 150


@pytest.mark.timeout(3600)
def test_no_bad_file_crashes_holds_or_fills_the_program_and_each_is_named_in_one_sentence() -> None:
    said = read = 0
    wrong: list[str] = []
    for bad, found, answer in findings(SEED, range(COUNT or FEW), real=COUNT > 0):
        wrong += [f"{bad.name}: {fault}" for fault in found]
        said += bool(answer.get("sentences"))
        read += bool(answer.get("read"))
    assert not wrong, "\n".join(wrong)
    assert said > (COUNT or FEW) // 4, "the generator makes files that are really bad"
    assert read > (COUNT or FEW) // 4, "and files that are read in spite of it"


def test_a_bad_file_can_be_made_again_from_its_seed_and_number() -> None:
    for number in range(12):
        assert case(5, number, real=False) == case(5, number, real=False)
    assert len({case(5, number, real=False).files for number in range(12)}) == 12


@pytest.mark.parametrize(
    "said",
    ["The file is bad.", "a.dcm is bad", "a.dcm is bad. It was cut.", "a.dcm: Warning, bad.", "a.dcm is bad!", "a.dcm\nis bad.",
     "a.dcm has a spacing of nan mm.", "a.dcm is \x07 bad."],
)  # fmt: skip
def test_the_judge_of_sentences_refuses_what_is_none(said: str) -> None:
    assert not one_sentence(said, ["a.dcm"])
    assert one_sentence("a.dcm is cut off: copy it again from its source.", ["a.dcm"])
