"""The search of the worklist: by what it shows, and by identifier and date, which it does not show."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from glioma_desktop.ui.session import Session
from glioma_desktop.ui.view_state import PatientRow
from glioma_desktop.ui.worklist_model import ROW_ROLE
from glioma_desktop.ui.worklist_panel import WorklistPanel

ROWS = (
    PatientRow("P-0001", "done", 3, 1, ("T1CE", "FLAIR"), unseen=("MRN-4711", "2019-04-12", "20190412")),
    PatientRow("P-0002", "new", 0, 1, ("FLAIR",), note="no T1CE", unseen=("MRN-0815", "2020-11-03", "20201103")),
    PatientRow("P-0003", "flagged", 1, 2, ("T1CE", "T1"), unseen=("Q 0815", "2019-05-30", "20190530")),
)


@pytest.fixture
def panel(qtbot: QtBot) -> WorklistPanel:
    session = Session()
    session.set_worklist(ROWS)
    panel = WorklistPanel(session)
    session.setParent(panel)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def shown(panel: WorklistPanel) -> list[int]:
    model = panel.patients.model()
    return [int(model.index(k, 0).data(ROW_ROLE).pseudonym[-1]) for k in range(model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("p-0002", [2]),
        ("0815", [2, 3]),
        ("mrn-08", [2]),
        ("2019", [1, 3]),
        ("2019-05", [3]),
        ("201905", [3]),
        ("flair", [1, 2]),
        ("FLAIR done", [1]),
        ("flagged", [3]),
        ("lesions", [3]),
        ("no t1ce", [2]),
        ("2019 flair", [1]),
        ("", [1, 2, 3]),
        ("mrn-9", []),
        ("q 08", [3]),
    ],
)
def test_every_word_must_be_found_wherever_it_is(panel: WorklistPanel, typed: str, left: list[int]) -> None:
    QTest.keyClicks(panel.search, typed)
    assert shown(panel) == left
    assert panel._empty.isVisible() == (not left)


def test_a_letter_or_two_are_not_looked_for_in_what_is_not_shown(panel: WorklistPanel) -> None:
    QTest.keyClicks(panel.search, "mr")
    assert shown(panel) == []
    QTest.keyClicks(panel.search, "n")
    assert shown(panel) == [1, 2]


def test_what_is_matched_is_nowhere_shown_or_told(panel: WorklistPanel) -> None:
    QTest.keyClicks(panel.search, "mrn-4711")
    index = panel.patients.model().index(0, 0)
    words = [str(index.data(role)) for role in range(20)]
    assert not any(word in told for told in (*words, repr(ROWS[0])) for word in ("4711", "2019"))


def test_the_open_patient_is_marked_wherever_the_search_leaves_it(panel: WorklistPanel) -> None:
    session = panel._session
    session.set_patient("P-0003", (), None)
    assert panel.patients.currentIndex().row() == 2
    QTest.keyClicks(panel.search, "t1ce")
    assert shown(panel) == [1, 2, 3]
    panel.search.setText("flagged")
    assert panel.patients.currentIndex().row() == 0
    panel.search.setText("done")
    assert not panel.patients.currentIndex().isValid()


def test_a_line_that_changes_keeps_the_place_of_the_list(panel: WorklistPanel) -> None:
    session = panel._session
    many = tuple(PatientRow(f"P-{k:04d}", "new", 0, 1, ("T1CE",)) for k in range(300))
    session.set_worklist(many)
    panel.patients.verticalScrollBar().setValue(2000)
    session.set_worklist((PatientRow("P-0000", "done", 2, 1, ("T1CE",)), *many[1:]))
    assert panel.patients.verticalScrollBar().value() == 2000
    session.set_worklist((*many, PatientRow("P-0999", "new", 0, 1, ())))
    assert panel.patients.verticalScrollBar().value() == 2000


def test_a_click_opens_the_line_that_is_shown(panel: WorklistPanel, qtbot: QtBot) -> None:
    panel.search.setText("flagged")
    with qtbot.waitSignal(panel.patient_chosen) as chosen:
        panel.patients.clicked.emit(panel.patients.model().index(0, 0))
    assert chosen.args == ["P-0003"]
