"""The model's estimate in the case panel: one line with its doubt, the axis, what it rests on, what it does not know.

It is called an estimate, not a grade: pathologists grade. Patient, lesion, model, class definition and the research line
stand on the card, since a cropped screenshot goes to the tumour board.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from glioma_desktop.grading import wording
from glioma_desktop.grading.result import RESEARCH_LINE, GradeResult
from glioma_desktop.ui import theme
from glioma_desktop.ui.estimate_bar import EstimateBar
from glioma_desktop.ui.language import say, tr, tr_joined
from glioma_desktop.ui.session import Session


class OneLine(QLabel):
    """A label that stays on one line: its type is as large as the card is wide."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def setText(self, text: str) -> None:
        """Show a text in the type that fits."""
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """An answer that no longer holds is grey."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.EnabledChange, QEvent.Type.PaletteChange):
            self._fit()

    def _fit(self) -> None:
        for size in range(theme.LARGE, theme.SMALL - 1, -1):
            font = theme.app_font(size, QFont.Weight.DemiBold)
            if size == theme.SMALL or QFontMetricsF(font).horizontalAdvance(self.text()) <= self.width() - 2:
                # The application's style sheet sets a size on everything; only a style sheet of its own outdoes it.
                colour = theme.current().text if self.isEnabled() else theme.current().muted
                wanted = f"font-size: {size}px; font-weight: 600; color: {colour};"
                if self.styleSheet() != wanted:
                    self.setStyleSheet(wanted)
                return


class EstimateCard(QFrame):
    """Shows ``session.grade_result``; a sentence instead of it while there is none.

    Signals: ``report_asked``, ``save_asked``, ``show_sealed_asked``, ``leave_sealed_asked``.
    """

    report_asked = Signal()
    save_asked = Signal()
    show_sealed_asked = Signal()
    leave_sealed_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setProperty("role", "card")
        self.setAccessibleName(tr("Model estimate"))
        self.setStyleSheet(f'QLabel[role="small-text"] {{ font-size: {theme.SMALL}px; }}')
        self.heading = _text("small")
        self.estimate = OneLine()
        self.bar = EstimateBar()
        self.stale = _text("value")
        self.basis, self.notes, self.classes = _text("small"), _text("small-text"), _text("small")
        self.sentence = _text("value")
        self.model_line, self.research = _text("small"), _text("small")
        self.research.setText(say(RESEARCH_LINE))
        self.report, self.save = QPushButton(tr("Report")), QPushButton(tr("Save as…"))
        self.save.setToolTip(tr("The report as HTML or PDF, by pseudonym."))
        self.show_sealed, self.leave_sealed = QPushButton(tr("Show")), QPushButton(tr("Leave sealed"))
        self._lay_out()
        self.report.clicked.connect(self.report_asked)
        self.save.clicked.connect(self.save_asked)
        self.show_sealed.clicked.connect(self.show_sealed_asked)
        self.leave_sealed.clicked.connect(self.leave_sealed_asked)
        for changed in (session.grade_changed, session.patient_changed, session.model_changed, session.lesion_changed):
            changed.connect(self.refresh)
        session.language_changed.connect(self.refresh)
        session.theme_changed.connect(self.bar.update)
        self._said, self._question = "", False
        self.refresh()

    # -- what it shows -------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what the session holds."""
        result = self._session.grade_result
        self._visible((self.show_sealed, self.leave_sealed), self._question and result is None)
        if result is not None:
            self._show_result(result, stale=self._session.grade_state == "stale")
        else:
            self._show_sentence(self._said)

    def say(self, sentence: str) -> None:
        """One sentence in place of an estimate: what is under way, or why there is none."""
        self._said, self._question = sentence, False
        self.refresh()

    def ask_sealed(self, opening: int) -> None:
        """Ask, in the card, whether to open the sealed test set for this patient."""
        self._said, self._question = wording.sealed_question(opening), True
        self.refresh()

    def _show_result(self, result: GradeResult, stale: bool) -> None:
        patient = self._session.patient or ""
        self.heading.setText(say(wording.heading(patient, result.lesion)))
        self.estimate.setText(say(wording.estimate_line(result)))
        self.estimate.setEnabled(not stale)
        counted = [fold.probability_high for fold in result.folds if not (result.out_of_fold and fold.saw_patient)]
        interval = None if result.basis is None else (result.basis.share_low, result.basis.share_high)
        self.bar.show_estimate(result.probability_high, counted, interval, faded=stale)
        _set(self.stale, wording.STALE[self._session.grade_cause] if stale else "")
        _set(self.basis, tr_joined(wording.explanation(result), " "))
        _set(self.notes, tr_joined(result.notes, " "))
        _set(self.classes, tr_joined((result.classes, wording.ASSUMES), " "))
        _set(self.model_line, result.model_line)
        _set(self.sentence, "")
        self._visible((self.estimate, self.bar, self.report, self.save), True)
        QTimer.singleShot(0, self._into_view)

    def _into_view(self) -> None:
        """The whole card on the screen: doubt, notes and research line belong to the answer."""
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(self, 0, 8)

    def _show_sentence(self, sentence: str) -> None:
        patient = self._session.patient
        lesion = self._session.annotation.graded_lesion if self._session.annotation is not None else "L1"
        self.heading.setText(say(wording.heading(patient, lesion)) if patient else tr("Model estimate"))
        self.bar.show_estimate(None, (), None)
        for label in (self.stale, self.basis, self.notes, self.classes):
            _set(label, "")
        _set(self.sentence, sentence)
        _set(self.model_line, self._session.model_line)
        self._visible((self.estimate, self.report, self.save), False)
        self.bar.setVisible(True)

    @property
    def asks(self) -> bool:
        """Whether it waits for an answer about a sealed patient."""
        return not self.leave_sealed.isHidden()

    @staticmethod
    def _visible(widgets: Sequence[QWidget], visible: bool) -> None:
        for widget in widgets:
            widget.setVisible(visible)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(6)
        sealed = QHBoxLayout()
        sealed.setSpacing(8)
        for button in (self.show_sealed, self.leave_sealed):
            sealed.addWidget(button, 1)
        layout.addWidget(self.heading)
        layout.addWidget(self.estimate)
        layout.addWidget(self.sentence)
        layout.addLayout(sealed)
        layout.addWidget(self.bar)
        for label in (self.stale, self.basis, self.notes, self.classes):
            layout.addWidget(label)
        page = QHBoxLayout()
        page.setSpacing(8)
        for button in (self.report, self.save):
            page.addWidget(button, 1)
        layout.addLayout(page)
        layout.addWidget(self.model_line)
        layout.addWidget(self.research)


def _text(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _set(label: QLabel, text: str) -> None:
    label.setText(say(text))
    label.setVisible(bool(text))
