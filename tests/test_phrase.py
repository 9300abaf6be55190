"""A sentence of the lower floors is English text that can be said again in another language."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from glioma_desktop.errors import StudyReadError
from glioma_desktop.phrase import Phrase, in_language, joined, phrase

CHINESE = {
    "{count} slices missing between {first} and {last}": "{first} 与 {last} 之间缺 {count} 层",
    "Leans {grade} grade · {share:.0f} %": "倾向{grade}级别 · {share:.0f} %",
    "high": "高",
    "low": "低",
    ", ": "、",
    " ": "",
}


def chinese(template: str) -> str:
    return CHINESE.get(template, template)


def missing() -> Phrase:
    return phrase("{count} slices missing between {first} and {last}", count=2, first=14, last=17)


def test_a_phrase_is_its_english_text() -> None:
    found = missing()
    assert found == "2 slices missing between 14 and 17"
    assert hash(found) == hash("2 slices missing between 14 and 17")
    assert f"{found}." == "2 slices missing between 14 and 17."
    assert json.loads(json.dumps({"note": found})) == {"note": "2 slices missing between 14 and 17"}


def test_a_phrase_is_said_in_chinese_with_the_words_inside_it() -> None:
    leans = phrase("Leans {grade} grade · {share:.0f} %", grade=phrase("high"), share=78.6)
    assert leans == "Leans high grade · 79 %"
    assert in_language(leans, chinese) == "倾向高级别 · 79 %"
    assert in_language(missing(), chinese) == "14 与 17 之间缺 2 层"


def test_what_has_no_translation_stays_english() -> None:
    assert in_language(phrase("Slice {k}", k=3), chinese) == "Slice 3"
    assert in_language("P-0042", chinese) == "P-0042"


def test_a_space_beside_a_word_goes_in_chinese_and_a_name_keeps_its_own() -> None:
    sentence = phrase("The {region} of {folder}", region=phrase("outline"), folder="北京 医院")
    told = sentence.translated(
        {"The {region} of {folder}": "文件夹 {folder} 的 {region} 边缘", "outline": "轮廓"}.__getitem__
    )
    assert told == "文件夹 北京 医院 的轮廓边缘"


def test_words_in_a_row_are_joined_as_the_language_joins_them() -> None:
    words = joined([phrase("low"), phrase("high"), "IDH", 4], ", ")
    assert words == "low, high, IDH, 4"
    assert in_language(words, chinese) == "低、高、IDH、4"
    inside = phrase(
        "Leans {grade} grade · {share:.0f} %", grade=joined([phrase("low"), phrase("high")], ", "), share=50
    )
    assert in_language(inside, chinese) == "倾向低、高级别 · 50 %"
    assert joined([], ", ") == ""


@pytest.mark.parametrize("carry", [copy.copy, copy.deepcopy, lambda found: pickle.loads(pickle.dumps(found))])
def test_a_phrase_keeps_its_template_through_workers_and_copies(carry) -> None:  # type: ignore[no-untyped-def]
    found = carry(joined([missing(), phrase("high")]))
    assert found == "2 slices missing between 14 and 17 high"
    assert in_language(found, chinese) == "14 与 17 之间缺 2 层高"


def test_an_error_from_a_worker_can_be_told_in_chinese() -> None:
    error = pickle.loads(pickle.dumps(StudyReadError(missing(), "a/b.dcm")))
    assert str(error) == error.message == "2 slices missing between 14 and 17"
    assert in_language(error.message, chinese) == "14 与 17 之间缺 2 层"


def test_a_field_without_a_value_is_a_bug_that_shows_at_once() -> None:
    with pytest.raises(KeyError):
        phrase("Slice {k} of {n}", k=3)
