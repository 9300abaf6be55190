"""The pathology ledger of the open patient, one page a specimen, and what is known of the time point of its studies.

While it is open the grade is on the screen, and every box drawn meanwhile is stored as not drawn blind. It closes itself
when another patient is opened for drawing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from glioma_desktop.annotation.annotation import Change
from glioma_desktop.annotation.pathology import Specimen, contradictions
from glioma_desktop.phrase import phrase
from glioma_desktop.ui.edits import record
from glioma_desktop.ui.form_card import add_row, combo_of, form_card
from glioma_desktop.ui.language import say, tr
from glioma_desktop.ui.ledger_fields import GROUPS, LedgerField
from glioma_desktop.ui.ledger_values import value_of, with_value
from glioma_desktop.ui.regrading_row import RegradingRow
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.study_facts_card import StudyFactsCard
from glioma_desktop.ui.themed_window import ThemedWindow

Field = QComboBox | QLineEdit


class LedgerForm(ThemedWindow):
    """Every change of a field is one committed, undoable edit; there is no Save button."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(tr("Labels — Glioma Desktop"), parent)
        self.resize(1180, 760)
        self._session, self._filling = session, False
        self._shown: tuple[str | None, str] = (None, "")
        self.specimens = QListWidget()
        self.specimens.setProperty("role", "models")
        self.specimens.setAccessibleName(tr("Specimens"))
        self.fields: dict[str, Field] = {}
        self._patient, self.notes = QLabel(), QLabel()
        self._patient.setProperty("role", "heading")
        self.notes.setProperty("role", "value")
        self.notes.setWordWrap(True)
        self.add, self.remove = QPushButton(tr("Add specimen")), QPushButton(tr("Remove"))
        self.regrading = RegradingRow()
        self._studies = QVBoxLayout()
        self._cards: list[StudyFactsCard] = []
        self._form = self._field_cards()
        self._lay_out()
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.regrading.regraded.connect(
            lambda made: self._edit(phrase("re-grading"), lambda s: replace(s, regradings=(*s.regradings, made)))
        )
        self.specimens.currentRowChanged.connect(lambda _: self._fill())
        session.patient_changed.connect(self._patient_changed)
        session.annotation_changed.connect(self.refresh)
        session.language_changed.connect(self.refresh)

    # -- what it shows -------------------------------------------------------------------------------------------------

    @property
    def specimen(self) -> Specimen | None:
        """The specimen that is shown."""
        item = self.specimens.currentItem()
        annotation = self._session.annotation
        if item is None or annotation is None:
            return None
        found: Specimen | None = annotation.specimens.get(item.data(Qt.ItemDataRole.UserRole))
        return found

    def refresh(self) -> None:
        """Show what is stored of the open patient; a closed window waits until it is opened."""
        if not self.isVisible():
            return
        annotation = self._session.annotation
        patient = self._session.patient
        self._patient.setText(tr("Labels of {patient}", patient=patient) if patient else tr("No patient is open"))
        picked = self.specimen
        self._filling = True
        self.specimens.clear()
        ledger: Mapping[str, Specimen] = annotation.specimens if annotation is not None else {}
        for name, specimen in sorted(ledger.items()):
            date = specimen.date or tr("no date")
            self.specimens.addItem(f"{name} · {say(specimen.shown_grade)}\n{date} · {say(specimen.kind)}")
            self.specimens.item(self.specimens.count() - 1).setData(Qt.ItemDataRole.UserRole, name)
        keep = sorted(ledger).index(picked.specimen_id) if picked is not None and picked.specimen_id in ledger else 0
        self.specimens.setCurrentRow(min(keep, self.specimens.count() - 1))
        self._filling = False
        self._fill_studies()
        self._fill()

    def _fill(self) -> None:
        if self._filling:
            return
        specimen = self.specimen
        self._form.setEnabled(specimen is not None)
        self.remove.setEnabled(specimen is not None)
        self.add.setEnabled(self._session.patient is not None)
        self._filling = True
        shown = specimen or Specimen("")
        before, self._shown = self._shown, (self._session.patient, shown.specimen_id)
        self._lesions(shown)
        for name, field in self.fields.items():
            text = value_of(shown, name)
            if isinstance(field, QComboBox):
                field.setCurrentIndex(max(0, field.findData(text)))
            elif before != self._shown or not (field.hasFocus() and field.isModified()):  # nothing half typed goes
                field.setText(text)
        self.regrading.show_regradings(shown)
        self._filling = False
        self._say(*self._contradictions(specimen))

    def _contradictions(self, specimen: Specimen | None) -> list[str]:
        if specimen is None:
            return [tr("No specimen yet. Pathology is one row a specimen.")]
        annotation = self._session.annotation
        lesion = annotation.lesions.get(specimen.lesion) if annotation is not None else None
        study = self._session.studies[0] if self._session.studies else None
        return contradictions(
            specimen,
            study_date=study.date if study is not None else "",
            age_years=study.age_years if study is not None else None,
            lesion_side=lesion.side if lesion is not None else "",
        )

    def _say(self, *sentences: str) -> None:
        self.notes.setText("\n".join(say(sentence) for sentence in sentences))
        self.notes.setVisible(bool(sentences))

    def _lesions(self, specimen: Specimen) -> None:
        """The lesions that the reader has named; one that pathology names beyond them stays in the list."""
        field = self.fields["lesion"]
        assert isinstance(field, QComboBox)
        annotation = self._session.annotation
        names = {*(annotation.lesions if annotation is not None else ()), "L1", specimen.lesion} - {""}
        field.clear()
        field.addItem(tr("not stated"), "")
        for name in sorted(names):
            field.addItem(name, name)

    def _fill_studies(self) -> None:
        if [card.study for card in self._cards] != list(self._session.studies):
            for card in self._cards:
                card.hide()
                card.deleteLater()
            self._cards = [StudyFactsCard(self._session, study) for study in self._session.studies]
            for card in self._cards:
                self._studies.addWidget(card)
        for card in self._cards:
            card.refresh()

    # -- what the hand does --------------------------------------------------------------------------------------------

    def _edit(self, what: str, change: Callable[[Specimen], Specimen]) -> bool:
        """One committed edit of the specimen that is shown; a value that cannot be is said and not stored: False."""
        specimen = self.specimen
        if specimen is None or self._filling:
            return True
        try:
            after = change(specimen)
        except ValueError as error:
            self._say(error.args[0])
            return False
        if after != specimen:
            address = ("specimen", specimen.specimen_id)
            record(
                self._session,
                phrase("Edit specimen {specimen_id}: {what}", specimen_id=specimen.specimen_id, what=what),
                (Change(address, after),),
            )
        return True

    def _edit_field(self, field: LedgerField, widget: Field) -> None:
        text = str(widget.currentData()) if isinstance(widget, QComboBox) else widget.text().strip()
        if isinstance(widget, QLineEdit):
            widget.setModified(False)  # typed to its end
        kept = self._edit(field.label, lambda specimen: with_value(specimen, field.name, text))
        if isinstance(widget, QLineEdit):
            widget.setModified(not kept)

    def _add(self) -> None:
        annotation = self._session.annotation
        if annotation is None:
            return
        number = next(k for k in range(1, 1000) if f"S{k}" not in annotation.specimens)
        made = Specimen(
            f"S{number}",
            lesion=annotation.graded_lesion,
            entered_by=self._session.reader,
            entered_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        if record(
            self._session, phrase("Add specimen S{number}", number=number), (Change(("specimen", f"S{number}"), made),)
        ):
            self.specimens.setCurrentRow(self.specimens.count() - 1)

    def _remove(self) -> None:
        specimen = self.specimen
        if specimen is not None:
            name = specimen.specimen_id
            record(self._session, phrase("Remove specimen {name}", name=name), (Change(("specimen", name), None),))

    def _patient_changed(self) -> None:
        if self.isVisible() and self._session.mode != "read":
            self.hide()
        elif self.isVisible():
            self._session.set_grade_visible(True)
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """From here on the grade is on the screen."""
        super().showEvent(event)
        self.refresh()
        self._session.set_grade_visible(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """And from here on no longer."""
        super().hideEvent(event)
        self._session.set_grade_visible(False)

    # -- layout --------------------------------------------------------------------------------------------------------

    def _field_cards(self) -> QWidget:
        inside = QWidget()
        inside.setProperty("role", "plain")
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(12)
        sides = (QVBoxLayout(), QVBoxLayout())
        for column in sides:
            column.setSpacing(12)
            columns.addLayout(column, 1)
        for (title, group), side in zip(GROUPS.items(), (0, 0, 1), strict=True):
            card, grid = form_card(say(title))
            for line, field in enumerate(group):
                add_row(grid, line, say(field.label), self._field(field), say(field.tip))
            sides[side].addWidget(card)
        card, grid = form_card(tr("Graded again"))
        grid.addWidget(self.regrading, 0, 0, 1, 2)
        sides[1].addWidget(card)
        for column in sides:
            column.addStretch(1)
        return inside

    def _field(self, field: LedgerField) -> Field:
        widget: Field
        if field.choices or field.name == "lesion":
            widget = combo_of(field.choices)
            widget.activated.connect(lambda _: self._edit_field(field, widget))
        else:
            widget = QLineEdit()
            widget.setPlaceholderText(say(field.hint))
            widget.editingFinished.connect(lambda: self._edit_field(field, widget))
        widget.setAccessibleName(say(field.label))
        self.fields[field.name] = widget
        return widget

    def _lay_out(self) -> None:
        scroll = QScrollArea()
        scroll.setProperty("role", "plain")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._form)
        column = QWidget()
        column.setProperty("role", "plain")
        column.setFixedWidth(290)
        left, right, buttons, whole = QVBoxLayout(column), QVBoxLayout(), QHBoxLayout(), QHBoxLayout(self)
        left.setContentsMargins(0, 0, 0, 0)
        buttons.addWidget(self.add)
        buttons.addWidget(self.remove)
        left.setSpacing(12)
        left.addWidget(self._patient)
        left.addWidget(self.specimens, 1)
        left.addLayout(buttons)
        left.addLayout(self._studies)
        right.setSpacing(12)
        right.addWidget(self.notes)
        right.addWidget(scroll, 1)
        whole.setContentsMargins(14, 14, 14, 14)
        whole.setSpacing(14)
        whole.addWidget(column)
        whole.addLayout(right, 1)
