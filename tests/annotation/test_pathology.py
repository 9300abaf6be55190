"""The pathology ledger: what was written is kept, what contradicts is said, what belongs to a study labels it."""

from __future__ import annotations

import pytest

from glioma_desktop.annotation.pathology import Specimen, contradictions, reference_grade
from glioma_desktop.grade import ProjectClasses, WhoGrade


@pytest.mark.parametrize(
    ("specimen", "said"),
    [
        (Specimen("S1", idh="wildtype", codeletion_1p19q="codeleted"), "exclude each other"),
        (
            Specimen("S1", edition="2021", tumour_type="glioblastoma_idh_wildtype", idh="mutant"),
            "not called glioblastoma",
        ),
        (Specimen("S1", edition="2021", tumour_type="glioblastoma_idh_wildtype", grade=3), "is grade 4"),
        (Specimen("S1", edition="2021", idh="mutant", cdkn2ab="homozygous_deletion", grade=2), "is grade 4"),
        (Specimen("S1", tumour_type="oligodendroglioma_codeleted", grade=4, edition="2016"), "no grade 4"),
        (Specimen("S1", grade=3), "edition is not known"),
        (Specimen("S1", side="left"), "The report says left, the box is right"),
        (Specimen("S1", date="2021-09-01"), "days after the MR"),
        (Specimen("S1", date="1950-09-01"), "older than the patient"),
    ],
)
def test_a_contradiction_is_said(specimen, said):
    found = contradictions(specimen, study_date="2020-01-01", age_years=40, lesion_side="right")
    assert any(said in sentence for sentence in found), found


def test_a_sound_specimen_contradicts_nothing_and_not_tested_is_not_unknown():
    sound = Specimen("S1", "2020-01-20", "resection", 3, "3", "2021", idh="mutant", cdkn2ab="none", side="right")
    assert contradictions(sound, study_date="2020-01-01", age_years=40, lesion_side="right") == []
    assert Specimen("S1", idh="not_tested") != Specimen("S1", idh="unknown")


@pytest.mark.parametrize(
    ("date", "labels"),
    [("2020-01-20", True), ("2020-03-31", True), ("2020-04-01", False), ("2019-12-31", False), ("", True)],
)
def test_a_specimen_labels_a_study_when_it_follows_within_ninety_days_or_its_date_is_unknown(date, labels):
    found = reference_grade([Specimen("S1", date=date, grade=3)], "2020-01-01")
    assert (found is not None) == labels


def test_a_specimen_of_another_lesion_or_without_a_grade_does_not_label_the_study():
    assert (
        reference_grade([Specimen("S1", grade=3, lesion="L2"), Specimen("S2", grade_as_written="NOS")], "", "L1")
        is None
    )


def test_a_grade_is_shown_as_its_edition_writes_it():
    assert Specimen("S1", grade=3, edition="2021").shown_grade == "CNS WHO 3 (2021)"
    assert Specimen("S1", grade=3, edition="2007").shown_grade == "WHO III (2007)"
    assert Specimen("S1", grade=3).shown_grade == "WHO III (edition unknown)"
    assert Specimen("S1", grade_as_written="NOS").shown_grade == "NOS"


@pytest.mark.parametrize("text", ["III", "iii", "3", "WHO III", "CNS WHO grade 3"])
def test_a_grade_is_read_in_both_numerals(text):
    assert WhoGrade.parse(text) is WhoGrade.III


@pytest.mark.parametrize("text", ["", "0", "5", "V", "II-III", "high", "3.0"])
def test_what_is_no_grade_is_refused(text):
    with pytest.raises(ValueError, match="not a WHO grade"):
        WhoGrade.parse(text)


def test_the_class_line_names_what_was_seen_and_what_was_not():
    line = ProjectClasses().describe({2, 3}, "unknown")
    assert line == "High = WHO III, low = WHO II (edition unknown). Grade IV not trained on."
