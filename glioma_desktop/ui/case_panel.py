"""The right panel: the case at a glance, the box on this slice, what to do next, the model's estimate."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from glioma_desktop.annotation.annotation import REGION_LABELS, Lesion
from glioma_desktop.annotation.coverage import BAND
from glioma_desktop.annotation.people import people_of
from glioma_desktop.annotation.project import effective_facts
from glioma_desktop.phrase import phrase
from glioma_desktop.ui.case_words import (
    PEOPLE_WORDS,
    SIDE_WORDS,
    TREATMENT_WORDS,
    box_size,
    rail_count,
    side_of,
    study_of_view,
    unseen_slices,
)
from glioma_desktop.ui.choice_button import ChoiceButton
from glioma_desktop.ui.coverage_gauge import CoverageGauge, band_words
from glioma_desktop.ui.key_button import KeyButton
from glioma_desktop.ui.language import say, tr
from glioma_desktop.ui.lesion_chips import LesionChips
from glioma_desktop.ui.overlay_model import measure_here
from glioma_desktop.ui.panel_rows import label, level, row_of, value_lines
from glioma_desktop.ui.session import Session

WIDTH = 258
LINES = {"fill": (phrase("Fill"), 1), "slices": (phrase("Slices"), 2), "box": (phrase("This box"), 1)}
"""What is said of the boxes, and for how many lines there is room: the buttons below stay where they are."""
STATUS_WORDS = {"new": phrase("new"), "draft": phrase("draft"), "done": phrase("done"), "flagged": phrase("flagged")}


class CasePanel(QFrame):
    """Shows the session; asks by signals. ``left``: the reader is done here, keys go back to the picture.

    Attributes:
        estimate_area: The layout that the model's estimate is put into.
    """

    done_asked = Signal()
    grade_asked = Signal()
    labels_asked = Signal()
    lesion_chosen = Signal(str)
    lesion_added = Signal()
    side_stated = Signal(str)
    treatment_stated = Signal(str)
    people_stated = Signal(str)
    comment_stated = Signal(str)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._commented: str | None = None
        self._name, self._status = label("", "heading"), label("", "chip")
        self._body, self._chips = QWidget(), LesionChips()
        self._side, self._treatment = ChoiceButton(tr("Side")), ChoiceButton(tr("Treatment state"))
        self._people, self._people_name = ChoiceButton(tr("One or two people")), label(tr("Patient"), "muted")
        self._people_why = label("", "small")
        self._people_why.setWordWrap(True)
        self._holds, self._band = label("", "plain"), label("", "small")
        self._gauge = CoverageGauge()
        self._rows = {name: (label(say(words), "muted"), value_lines(lines)) for name, (words, lines) in LINES.items()}
        self.done = KeyButton(tr("Done, next"), "Enter", "primary")
        self.grade = KeyButton(tr("Grade tumour"), "G", "large")
        self.comment = QLineEdit(placeholderText=tr("Comment"))
        self.comment.setAccessibleName(tr("Comment on the case"))
        session.bindings_changed.connect(self._show_keys)
        self._show_keys()
        self._labels = QPushButton(tr("Labels ›"))
        self._labels_state = label("", "value")
        self._labels_state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.estimate_area = QVBoxLayout()
        self._lay_out()
        self._connect()
        self.refresh()

    # -- layout

    def _lay_out(self) -> None:
        self.setFixedWidth(WIDTH)
        self._fill(QVBoxLayout(self._body))
        self._put_in_scroll_area()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        strip = row_of(self._name, self._status)  # whose case this is stays on the screen, whatever is scrolled
        strip.setContentsMargins(14, 14, 14, 0)
        outer.addLayout(strip)
        outer.addWidget(self._scroll, 1)

    def _fill(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row_of(label(tr("Lesion"), "muted"), self._chips, top=True))
        column.addLayout(row_of(label(tr("Side"), "muted"), self._side))
        column.addLayout(row_of(label(tr("Treatment"), "muted"), self._treatment))
        column.addLayout(row_of(self._people_name, self._people))
        column.addWidget(self._people_why)
        column.addSpacing(8)
        column.addWidget(label(tr("BOX"), "section"))
        column.addWidget(self._holds)
        column.addWidget(self._gauge)
        self._band.setAlignment(Qt.AlignmentFlag.AlignRight)
        column.addWidget(self._band)
        for name, value in self._rows.values():
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            column.addLayout(row_of(name, value))
        column.addSpacing(8)
        column.addWidget(self.done)
        column.addWidget(self.grade)
        column.addSpacing(4)
        column.addLayout(self.estimate_area)
        column.addWidget(self.comment)
        for button in (self.done, self.grade, self._side, self._treatment, self._people, self._labels):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the picture
        self._labels.setProperty("role", "link")
        self._labels.setToolTip(tr("Pathology of this patient. Boxes drawn while it is open are marked as not blind."))
        column.addLayout(row_of(self._labels, self._labels_state))

    def _put_in_scroll_area(self) -> None:
        self._inside = QWidget()
        whole = QVBoxLayout(self._inside)
        whole.setContentsMargins(14, 2, 14, 14)
        whole.addWidget(self._body)
        whole.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._inside)
        self._scroll.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Nothing inside is wider than the panel, or its right edge would be cut off."""
        if event.type() == QEvent.Type.Resize:
            self._inside.setMaximumWidth(self._scroll.viewport().width())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the picture."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        session = self._session
        for signal in (
            session.patient_changed, session.annotation_changed, session.lesion_changed, session.labels_changed,
            session.mode_changed, session.project_changed, session.language_changed,
        ):  # fmt: skip
            signal.connect(self.refresh)
        for signal in (session.slice_changed, session.draft_changed, session.volume_changed, session.active_changed):
            signal.connect(self._show_box)
        session.volume_changed.connect(self._fill_side)
        self.done.clicked.connect(self.done_asked)
        self.grade.clicked.connect(self.grade_asked)
        self._labels.clicked.connect(self.labels_asked)
        self._chips.chosen.connect(self.lesion_chosen)
        self._chips.added.connect(self.lesion_added)
        self.comment.editingFinished.connect(self._state_comment)
        self.comment.returnPressed.connect(self.left)
        session.leaving.connect(self._state_comment)
        self._side.chosen.connect(self.side_stated)
        self._treatment.chosen.connect(self.treatment_stated)
        self._people.chosen.connect(self.people_stated)

    # -- what it shows

    def refresh(self, *_: object) -> None:
        """Show the case."""
        session, annotation = self._session, self._session.annotation
        open_ = annotation is not None and session.patient is not None
        self._name.setText(session.patient or tr("No patient open"))
        status = annotation.case.status if annotation else "new"
        if annotation is not None and status == "new" and annotation.boxes:
            status = "draft"
        self._status.setText(say(STATUS_WORDS[status]))
        self._status.setVisible(open_)
        self._body.setVisible(open_)
        if not self.comment.hasFocus() or self._commented != session.patient:
            self._commented = session.patient
            self.comment.setText(annotation.case.comment if annotation else "")
        lesions = dict(annotation.lesions) or {"L1": Lesion("L1", graded=True)} if annotation else {}
        self._chips.show_lesions(lesions, session.lesion, annotation.graded_lesion if annotation else "")
        self._fill_side()
        study = study_of_view(session)
        treatment = effective_facts(annotation, study).treatment_state if annotation and study else "unknown"
        self._treatment.show_choice(TREATMENT_WORDS if open_ else {}, treatment)
        self._show_people()
        hidden = tr("hidden while annotating") if session.mode in ("annotate", "outline") else tr("hidden")
        self._labels_state.setText(tr("shown") if session.grade_visible else hidden if open_ else "")
        self._show_box()

    def _show_people(self) -> None:
        """Only where the studies may be of two people; the row stays when it is decided, so that nothing moves."""
        session, annotation = self._session, self._session.annotation
        people = people_of(annotation.people, session.studies) if annotation is not None else ""
        self._people.show_choice({name: say(words) for name, words in PEOPLE_WORDS.items()} if people else {}, people)
        self._people_why.setText(tr("Its studies differ in sex or year of birth.") if people else "")
        for part in (self._people_name, self._people, self._people_why):
            part.setVisible(bool(people))

    def _state_comment(self) -> None:
        """What stands in the field, if it is of the open patient; nothing typed is lost when the patient changes."""
        if self._commented is not None and self._commented == self._session.patient:
            self.comment_stated.emit(self.comment.text().strip())

    def _fill_side(self, *_: object) -> None:
        session, annotation = self._session, self._session.annotation
        lesion = annotation.lesions.get(session.lesion) if annotation else None
        stated, derived = (lesion.side if lesion else ""), self._derived_side()
        words: dict[str, str] = dict(SIDE_WORDS)
        if derived:
            words[""] = phrase("{side}, from box", side=SIDE_WORDS[derived])
        self._side.show_choice(words if annotation else {}, stated)

    def _derived_side(self) -> str:
        session, series = self._session, self._session.box_series
        volume = session.volume(series.uid) if series else None
        if session.annotation is None or series is None or volume is None:
            return ""
        boxes = session.annotation.boxes_of(series.uid, session.lesion)
        if not boxes:
            return ""
        return side_of(max((box.roi for box in boxes.values()), key=lambda roi: roi.area), volume)

    def _show_box(self, *_: object) -> None:
        """The box on the slice, live during a drag."""
        session = self._session
        found = measure_here(session, session.active)
        carrier, box, share, filled = found if found is not None else (None, None, None, None)
        region = session.project.config.outline_region if session.project is not None else "flair_abnormality"
        name = REGION_LABELS[region]
        if share is not None:
            self._holds.setText(tr("Holds {share:.0f} % of {name}", share=share * 100, name=name))
        else:
            self._holds.setText(tr("No {name} here", name=name) if box is not None else tr("No box on this slice"))
        self._band.setText(
            band_words(share) or tr("band {low:.0f}–{high:.0f} %", low=BAND[0] * 100, high=BAND[1] * 100)
        )
        self._gauge.show_share(share)
        self._say("fill", "—" if filled is None else f"{filled * 100:.0f} %")
        self._say("box", "—" if box is None or carrier is None else box_size(box.roi, carrier.plane.target))
        self._show_slices()

    def _show_slices(self) -> None:
        session, series = self._session, self._session.box_series
        boxes = session.annotation.boxes_of(series.uid, session.lesion) if session.annotation and series else {}
        name = self._rows["slices"][0]
        if not boxes or session.annotation is None or series is None:
            name.setText(tr("Slices"))
            self._say("slices", "—")
            return
        first, last = min(boxes) + 1, max(boxes) + 1
        name.setText(
            tr("Slices {first}–{last}", first=first, last=last) if last > first else tr("Slice {first}", first=first)
        )
        words = rail_count(boxes, unseen_slices(session.annotation, series.uid, session.lesion))
        self._say("slices", words)

    def _show_keys(self) -> None:
        self.done.set_key(self._session.bindings.shown("done"))
        self.grade.set_key(self._session.bindings.shown("grade"))
        self._chips.set_key(self._session.bindings.shown("add_lesion"))
        key = self._session.bindings.shown("comment")
        self.comment.setToolTip(tr("A line about the case  ({key})", key=key) if key else tr("A line about the case"))

    def _say(self, name: str, text: str) -> None:
        words, value = self._rows[name]
        value.setText(text)
        level(words, value)
