"""A grade given again under another edition. The original stays; this stands beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from glioma_desktop.annotation.pathology import Regrading, Specimen
from glioma_desktop.grade import WhoEdition, WhoGrade
from glioma_desktop.phrase import phrase
from glioma_desktop.ui.form_card import combo_of
from glioma_desktop.ui.language import tr


class RegradingRow(QWidget):
    """The list of re-gradings and the fields for another; ``regraded(Regrading)``."""

    regraded = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "plain")
        self.listed = QLabel()
        self.listed.setWordWrap(True)
        self.grade = combo_of(
            [
                ("", phrase("grade")),
                *((str(int(grade)), phrase("grade {grade}", grade=int(grade))) for grade in WhoGrade),
            ]
        )
        self.edition = combo_of(
            [("", phrase("edition")), *((edition, edition) for edition in ("2021", "2016", "2007", "2000"))]
        )
        self.by, self.reason = QLineEdit(), QLineEdit()
        self.by.setPlaceholderText(tr("by"))
        self.reason.setPlaceholderText(tr("reason"))
        self.add = QPushButton(tr("Add"))
        self.add.setToolTip(tr("Grade, edition, who graded again and why: all four are needed."))
        self._name_fields()
        self._lay_out()
        self.add.clicked.connect(self._add)
        for choice in (self.grade, self.edition):
            choice.currentIndexChanged.connect(self._complete)
        for words in (self.by, self.reason):
            words.textChanged.connect(self._complete)
        self._complete()

    def _name_fields(self) -> None:
        for field, name in (
            (self.grade, tr("Graded again: grade")), (self.edition, tr("Graded again: edition")),
            (self.by, tr("Graded again by")), (self.reason, tr("Reason for grading again")),
        ):  # fmt: skip
            field.setAccessibleName(name)

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for widget in (self.grade, self.edition, self.by):
            first.addWidget(widget, 1)
        second.addWidget(self.reason, 1)
        second.addWidget(self.add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.listed)
        layout.addLayout(first)
        layout.addLayout(second)

    def show_regradings(self, specimen: Specimen) -> None:
        """List what was given beside the original."""
        lines = [
            tr(
                "{grade} by {name} on {date}: {reason}",
                grade=WhoGrade(again.grade).shown(again.edition),
                name=again.by or phrase("not stated"),
                date=again.on,
                reason=again.reason,
            )
            for again in specimen.regradings
        ]
        self.listed.setText("\n".join(lines) or tr("Not graded again. The original is never overwritten."))
        self.listed.setProperty("role", "value" if lines else "muted")
        self.listed.style().polish(self.listed)

    def _complete(self) -> None:
        chosen = (
            self.grade.currentData(),
            self.edition.currentData(),
            self.by.text().strip(),
            self.reason.text().strip(),
        )
        self.add.setEnabled(all(chosen))

    def _add(self) -> None:
        made = Regrading(
            int(self.grade.currentData()),
            cast(WhoEdition, self.edition.currentData()),
            self.by.text().strip(),
            datetime.now(UTC).date().isoformat(),
            self.reason.text().strip(),
        )
        self.reason.clear()
        for choice in (self.grade, self.edition):
            choice.setCurrentIndex(0)
        self.regraded.emit(made)
