"""The left panel: search, the patients of the project with their status, and the series of the open one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from glioma_desktop.phrase import phrase
from glioma_desktop.ui import theme
from glioma_desktop.ui.language import say, tr
from glioma_desktop.ui.series_strip import SeriesStrip
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.view_state import PatientRow
from glioma_desktop.ui.worklist import count_words
from glioma_desktop.ui.worklist_model import ROW_ROLE, Index, WorklistModel

WIDTH, FOLDED = 208, 44
ROW = 48
NOBODY = phrase("No patients yet. Open a folder with MR studies.")


class _RowPainter(QStyledItemDelegate):
    """Status by form, pseudonym, boxes at the right, sequences below; folded: the status alone."""

    folded = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(40, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: PatientRow = index.data(ROW_ROLE)
        colors = theme.current()
        rect = QRectF(option.rect).adjusted(0, 1, 0, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            path = QPainterPath()
            path.addRoundedRect(rect, 6, 6)
            painter.fillPath(path, colors.color("raised"))
            painter.setClipPath(path)
            painter.fillRect(QRectF(rect.left(), rect.top(), 2, rect.height()), colors.color("accent"))
            painter.setClipping(False)
        elif state & QStyle.StateFlag.State_MouseOver:
            path = QPainterPath()
            path.addRoundedRect(rect, 6, 6)
            painter.fillPath(path, colors.color("raised", 0.5))
        if state & QStyle.StateFlag.State_HasFocus:  # where the arrow keys are
            painter.setPen(QPen(colors.color("accent"), 1))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        paint_status(painter, QPointF(rect.left() + 18, rect.top() + (17 if not self.folded else ROW / 2)), row.status)
        if not self.folded:
            self._paint_words(painter, rect, row)
        painter.restore()

    @staticmethod
    def _paint_words(painter: QPainter, rect: QRectF, row: PatientRow) -> None:
        colors = theme.current()
        painter.setFont(theme.app_font(13, QFont.Weight.DemiBold))
        painter.setPen(colors.color("text"))
        painter.drawText(QPointF(rect.left() + 36, rect.top() + 21), row.pseudonym)
        right = rect.left() + 36 + painter.fontMetrics().horizontalAdvance(row.pseudonym)
        painter.setPen(colors.color("muted"))
        if row.people in ("undecided", "left_out"):
            paint_two(painter, QPointF(right + 14, rect.top() + 16.5))
        font, small = theme.app_font(12), theme.app_font(theme.SMALL)
        painter.setFont(font)
        words = count_words(row)
        end = rect.right() - 8 - QFontMetricsF(font).horizontalAdvance(words)
        painter.drawText(QPointF(end, rect.top() + 21), words)
        painter.setFont(small)
        room = rect.width() - 44
        if row.arrived and row.people not in ("undecided", "left_out"):
            wide = QFontMetricsF(small).horizontalAdvance(tr("new"))
            if right + 7 + wide + 7 <= end:
                painter.drawText(QPointF(right + 7, rect.top() + 21), tr("new"))
            else:  # the line is full: at the end of the one below
                painter.drawText(QPointF(rect.right() - 8 - wide, rect.top() + 38), tr("new"))
                room -= wide + 7
        names = QFontMetricsF(small).elidedText(
            " ".join(say(name) for name in row.sequences) or tr("sequence not known"),
            Qt.TextElideMode.ElideRight,
            room,
        )
        painter.drawText(QPointF(rect.left() + 36, rect.top() + 38), names)


def paint_status(painter: QPainter, at: QPointF, status: str) -> None:
    """A check (done), flag (flagged), half disc (begun) or ring (not begun) around a point."""
    colors = theme.current()
    pen = QPen(colors.color("text" if status in ("done", "flagged") else "muted"), 1.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y = at.x(), at.y()
    if status == "done":
        painter.drawPolyline([QPointF(x - 4.5, y + 0.5), QPointF(x - 1.5, y + 3.5), QPointF(x + 4.5, y - 3.5)])
    elif status == "flagged":
        painter.drawLine(QPointF(x - 3, y - 5), QPointF(x - 3, y + 5.5))
        painter.setBrush(colors.color("text"))
        painter.drawPolygon([QPointF(x - 3, y - 5), QPointF(x + 4.5, y - 2.2), QPointF(x - 3, y + 0.6)])
    else:
        painter.drawEllipse(at, 4.6, 4.6)
        if status == "draft":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.color("muted"))
            painter.drawPie(QRectF(x - 4.6, y - 4.6, 9.2, 9.2), 90 * 16, 180 * 16)


def paint_two(painter: QPainter, at: QPointF) -> None:
    """Two rings, one behind the other: what is kept under one identifier may be two people."""
    painter.setPen(QPen(theme.current().color("muted"), 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for x in (-2.4, 2.4):
        painter.drawEllipse(QPointF(at.x() + x, at.y()), 3.6, 3.6)


class WorklistPanel(QFrame):
    """``patient_chosen(pseudonym)``, ``series_chosen(uid)``; drag a series into a viewport. ``left``: Esc was pressed."""

    patient_chosen = Signal(str)
    series_chosen = Signal(str)
    sequence_confirmed = Signal(str, str)
    reformat_asked = Signal(str, float)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._model = WorklistModel(self)
        self._marked: str | None = None
        self.search = _search_field()
        self._heading = QLabel(tr("WORKLIST"))
        self._heading.setProperty("role", "section")
        self._empty = QLabel()
        self._empty.setProperty("role", "muted")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.patients = _list_of(self._model)
        self._painter = _RowPainter(self.patients)
        self.patients.setItemDelegate(self._painter)
        self._series_heading = QLabel(tr("SERIES"))
        self._series_heading.setProperty("role", "section")
        self.series = SeriesStrip(session)
        self._lay_out()
        self._listen(session)
        self._fill()

    def _listen(self, session: Session) -> None:
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._open_first)
        self.patients.clicked.connect(self._clicked)
        self.patients.activated.connect(self._clicked)
        self.series.series_chosen.connect(self.series_chosen)
        self.series.sequence_confirmed.connect(self.sequence_confirmed)
        self.series.reformat_asked.connect(self.reformat_asked)
        session.worklist_changed.connect(self._fill)
        session.patient_changed.connect(self._mark)
        session.theme_changed.connect(self.patients.viewport().update)
        session.language_changed.connect(self._speak)

    def fold(self, folded: bool) -> None:
        """To a strip of status marks, and back."""
        for part in (self.search, self._heading, self.series):
            part.setVisible(not folded)
        self._painter.folded = folded
        self._series_heading.setVisible(bool(self._session.patient) and not folded)
        self._filter(self.search.text())
        self.setFixedWidth(FOLDED if folded else WIDTH)
        margin = 2 if folded else 10
        self.layout().setContentsMargins(margin, 12, margin, 12)  # type: ignore[union-attr]
        self.patients.doItemsLayout()

    def _lay_out(self) -> None:
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 12, 10, 12)
        column.setSpacing(8)
        for part in (self.search, self._heading, self._empty):
            column.addWidget(part)
        column.addWidget(self.patients, 1)
        column.addWidget(self._series_heading)
        column.addWidget(self.series)

    def _speak(self) -> None:
        self._model.speak()
        self._fill()

    def _fill(self) -> None:
        """The rows of the session; the list keeps its place."""
        rows, here = self._session.worklist, self.patients.currentIndex()
        place, at = self.patients.verticalScrollBar().value(), here.data(ROW_ROLE).pseudonym if here.isValid() else None
        others = self._model.set_rows(rows)
        if others:
            self.patients.doItemsLayout()
        self._go_to(at if self.patients.hasFocus() else self._session.patient)  # arrow keys go on from where they are
        if others:
            self.patients.verticalScrollBar().setValue(place)
        done = sum(row.status == "done" for row in rows)
        self._heading.setText(
            tr("WORKLIST · {done} OF {count} DONE", done=done, count=len(rows)) if rows else tr("WORKLIST")
        )
        self._say_empty()

    def _filter(self, text: str) -> None:
        if self._model.search(text):
            self._go_to(self._session.patient)
        self._say_empty()

    def _say_empty(self) -> None:
        shown, text = self._model.rowCount(), self.search.text().strip()
        self._empty.setText(
            "" if shown else tr("No patient matches “{text}”.", text=text) if self._session.worklist else say(NOBODY)
        )
        self._empty.setVisible(not shown and not self._painter.folded)

    def _open_first(self) -> None:
        """Enter in the search field opens the first patient that is left."""
        if self._model.rowCount():
            self._clicked(self._model.index(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc clears the search and goes back to the picture."""
        if event.key() == Qt.Key.Key_Escape:
            self.search.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _mark(self) -> None:
        """Another patient is open; more of the same one moves nothing."""
        patient = self._session.patient
        self._series_heading.setVisible(bool(patient) and not self._painter.folded)
        if patient != self._marked:
            self._marked = patient
            self._go_to(patient)

    def _go_to(self, pseudonym: str | None) -> None:
        place = self._model.place_of(pseudonym)
        self.patients.setCurrentIndex(self._model.index(place) if place >= 0 else QModelIndex())

    def _clicked(self, index: QModelIndex) -> None:
        row: PatientRow = index.data(ROW_ROLE)
        self.patient_chosen.emit(row.pseudonym)


def _search_field() -> QLineEdit:
    field = QLineEdit(placeholderText=tr("Search"))
    field.setClearButtonEnabled(True)
    field.setAccessibleName(tr("Search the worklist"))
    field.setToolTip(tr("Pseudonym, sequence or status; from three letters on also identifier and date (2020-03)."))
    return field


def _list_of(model: WorklistModel) -> QListView:
    view = QListView()
    view.setModel(model)
    view.setUniformItemSizes(True)
    view.setAccessibleName(tr("Worklist"))
    view.setMouseTracking(True)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    return view
