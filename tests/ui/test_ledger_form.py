"""The ledger stores what pathology wrote, field by field, and says contradictions without correcting anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from glioma_desktop.annotation.annotation import Change
from glioma_desktop.annotation.pathology import Specimen
from glioma_desktop.annotation.project import Project
from glioma_desktop.study.series import Study
from glioma_desktop.ui.edits import record
from glioma_desktop.ui.ledger_form import LedgerForm
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.study_facts_card import StudyFactsCard


@pytest.fixture
def session(qtbot: QtBot, tmp_path: Path) -> Session:
    project = Project.create(tmp_path / "project")
    study = Study("1.2.3", "ID-1", "", 54.0, "F", "2024-03-01", "Brain", tmp_path, ())
    record = project.store.register(study, tmp_path)
    made = Session()
    made.reader = "Reader A"
    made.set_project(project)
    store = project.store
    made.set_patient(record.pseudonym, tuple(store.studies(record.pseudonym)), store.annotation(record.pseudonym))
    return made


@pytest.fixture
def form(qtbot: QtBot, session: Session) -> LedgerForm:
    made = LedgerForm(session)
    qtbot.addWidget(made)
    made.show()
    return made


def stored(session: Session) -> dict[str, Specimen]:
    assert session.project is not None
    assert session.patient is not None
    return dict(session.project.store.annotation(session.patient).specimens)


def choose(form: LedgerForm, name: str, value: str) -> None:
    box = form.fields[name]
    index = box.findData(value)  # type: ignore[union-attr]
    assert index >= 0
    box.setCurrentIndex(index)  # type: ignore[union-attr]
    box.activated.emit(index)  # type: ignore[union-attr]


def write(form: LedgerForm, name: str, text: str) -> None:
    field = form.fields[name]
    field.setText(text)  # type: ignore[union-attr]
    field.editingFinished.emit()  # type: ignore[union-attr]


def test_a_specimen_is_entered_field_by_field_and_the_edition_is_never_defaulted(
    form: LedgerForm, session: Session
) -> None:
    form.add.click()
    assert stored(session)["S1"].edition == "unknown"
    write(form, "grade_as_written", "III")
    specimen = stored(session)["S1"]
    assert (specimen.grade, specimen.grade_as_written, specimen.edition) == (3, "III", "unknown")
    assert "The WHO edition is not known." in form.notes.text()
    choose(form, "edition", "2007")
    choose(form, "idh", "not_tested")
    choose(form, "markers.atrx_loss", "present")
    write(form, "date", "2024-03-20")
    specimen = stored(session)["S1"]
    assert specimen.shown_grade == "WHO III (2007)"
    assert (specimen.idh, specimen.markers["atrx_loss"], specimen.date) == ("not_tested", "present", "2024-03-20")
    assert specimen.entered_by == "Reader A"
    assert session.project is not None
    texts = [event.text for event in session.project.store.events(session.patient)]
    assert texts == [
        "Add specimen S1", "Edit specimen S1: Grade as written", "Edit specimen S1: WHO edition", "Edit specimen S1: IDH",
        "Edit specimen S1: ATRX loss", "Edit specimen S1: Date",
    ]  # fmt: skip


def test_nos_is_kept_as_written_and_is_no_grade(form: LedgerForm, session: Session) -> None:
    form.add.click()
    write(form, "grade_as_written", "NOS")
    assert stored(session)["S1"].grade is None
    assert stored(session)["S1"].shown_grade == "NOS"


def test_a_contradiction_is_said_and_both_values_stay(form: LedgerForm, session: Session) -> None:
    form.add.click()
    choose(form, "idh", "wildtype")
    choose(form, "codeletion_1p19q", "codeleted")
    assert "IDH-wildtype and 1p/19q-codeleted exclude each other." in form.notes.text()
    assert (stored(session)["S1"].idh, stored(session)["S1"].codeletion_1p19q) == ("wildtype", "codeleted")


def test_what_is_no_date_is_said_and_not_stored(form: LedgerForm, session: Session) -> None:
    form.add.click()
    write(form, "date", "20.3.2024")
    assert form.notes.text() == "20.3.2024 is no date; write it as 2026-03-31."
    assert stored(session)["S1"].date == ""


def test_a_second_grading_stands_beside_the_original(form: LedgerForm, session: Session) -> None:
    form.add.click()
    write(form, "grade_as_written", "II")
    assert not form.regrading.add.isEnabled(), "nothing is preselected: an edition is never defaulted"
    form.regrading.grade.setCurrentIndex(form.regrading.grade.findData("4"))
    form.regrading.edition.setCurrentIndex(form.regrading.edition.findData("2021"))
    form.regrading.by.setText("Dr B")
    assert not form.regrading.add.isEnabled()
    form.regrading.reason.setText("CDKN2A/B homozygous deletion")
    form.regrading.add.click()
    specimen = stored(session)["S1"]
    assert (specimen.grade, specimen.regradings[0].grade, specimen.regradings[0].edition) == (2, 4, "2021")
    assert "CNS WHO 4 (2021)" in form.regrading.listed.text()
    assert not form.regrading.add.isEnabled()


def test_a_numeral_that_is_no_grade_is_said_to_be_none(form: LedgerForm) -> None:
    form.add.click()
    for written, said in (("VII", True), ("NOS", False), ("III", False)):
        write(form, "grade_as_written", written)
        assert ("is no WHO grade" in form.notes.text()) is said


def test_an_mr_after_the_specimen_is_after_surgery_until_a_reader_says_otherwise(
    form: LedgerForm, session: Session
) -> None:
    form.add.click()
    write(form, "date", "2024-02-20")
    card = form.findChildren(StudyFactsCard)[-1]
    assert card.treatment.currentData() == "after_resection"
    index = card.treatment.findData("untreated")
    card.treatment.setCurrentIndex(index)
    card.treatment.activated.emit(index)
    assert session.annotation is not None
    facts = session.annotation.studies["1.2.3"]
    assert (facts.treatment_state, facts.treatment_source) == ("untreated", "reader")


def test_while_the_form_is_open_the_grade_is_visible_and_drawing_the_next_patient_closes_it(
    form: LedgerForm, session: Session
) -> None:
    form.close()
    assert not session.grade_visible
    form.show()
    assert session.grade_visible
    session.set_mode("annotate")
    session.set_patient(session.patient, session.studies, session.annotation)
    assert not form.isVisible()
    assert not session.grade_visible


def test_what_is_half_typed_stays_when_something_else_of_the_patient_is_stored_meanwhile(
    form: LedgerForm, session: Session, qtbot: QtBot
) -> None:
    form.add.click()
    form.show()
    form.activateWindow()
    field = form.fields["grade_as_written"]
    assert isinstance(field, QLineEdit)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "II")
    record(session, "Look at 1 slices", [Change(("seen", "1.2.3.4", "5"), True)], kind="seen")
    assert field.text() == "II"
    QTest.keyClicks(field, "I")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert stored(session)["S1"].grade_as_written == "III"
    form.add.click()
    assert field.text() == "", "another specimen"


def test_a_choice_about_the_study_made_with_the_keyboard_keeps_the_focus(
    form: LedgerForm, session: Session, qtbot: QtBot
) -> None:
    form.activateWindow()
    card = form.findChildren(StudyFactsCard)[-1]
    card.steroids.setFocus()
    qtbot.waitUntil(card.steroids.hasFocus)
    QTest.keyClick(card.steroids, Qt.Key.Key_Down)
    assert session.annotation is not None
    assert session.annotation.studies["1.2.3"].steroids == "yes"
    assert form.findChildren(StudyFactsCard) == [card]
    assert card.steroids.hasFocus()


def test_a_closed_form_costs_a_drawing_hand_nothing_and_shows_what_is_stored_when_it_opens(
    form: LedgerForm, session: Session
) -> None:
    form.close()
    record(session, "Add specimen S1", [Change(("specimen", "S1"), Specimen("S1"))])
    assert form.specimens.count() == 0
    form.show()
    assert form.specimens.count() == 1
