"""What is known of the time point of a study: treatment state and steroids."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from glioma_desktop.annotation.annotation import Change, StudyFacts
from glioma_desktop.annotation.project import effective_facts
from glioma_desktop.phrase import phrase
from glioma_desktop.study.series import Study
from glioma_desktop.ui.edits import record
from glioma_desktop.ui.form_card import add_row, combo_of, form_card
from glioma_desktop.ui.language import meant, say, tr
from glioma_desktop.ui.ledger_fields import STEROIDS, TREATMENT_STATES
from glioma_desktop.ui.session import Session


class StudyFactsCard(QWidget):
    """Every choice is one committed edit. A state that follows from the dates is said to do so.

    Attributes:
        study: Whose facts.
    """

    def __init__(self, session: Session, study: Study, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "plain")
        self._session, self.study = session, study
        card, grid = form_card(tr("Study of {date}", date=study.date) if study.date else tr("Study of unknown date"))
        self.treatment, self.steroids = combo_of(TREATMENT_STATES), combo_of(STEROIDS)
        for line, (name, label, box) in enumerate(
            (("treatment_state", phrase("Treatment"), self.treatment), ("steroids", phrase("Steroids"), self.steroids))
        ):
            box.activated.connect(lambda _, name=name, label=label, box=box: self._edit(name, label, box))
            add_row(grid, line, say(label), box)
        self._note = QLabel(tr("Set by the dates: the MR is later than the first specimen."))
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        grid.addWidget(self._note, 2, 0, 1, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        self.refresh()

    def refresh(self) -> None:
        """Show what is stored now; the keys stay where they are."""
        annotation = self._session.annotation
        facts = effective_facts(annotation, self.study) if annotation is not None else StudyFacts()
        for box, value in ((self.treatment, facts.treatment_state), (self.steroids, facts.steroids)):
            box.setCurrentIndex(max(0, box.findData(value)))
        self._note.setVisible(facts.treatment_source == "dates")

    def _edit(self, name: str, label: str, box: QComboBox) -> None:
        annotation = self._session.annotation
        if annotation is None:
            return
        before = annotation.studies.get(self.study.uid, StudyFacts())
        changes = {name: box.currentData()}
        if name == "treatment_state":
            changes["treatment_source"] = "reader"
        after = replace(before, **changes)
        text = phrase("{what}: {choice}", what=label, choice=meant(box.currentText()))
        record(self._session, text, (Change(("study", self.study.uid), after),))
