"""The series of the open patient as thumbnails; drag one into a viewport, or double-click for the active one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QStyledItemDelegate, QStyleOptionViewItem

from glioma_desktop.annotation.pathology import days_after
from glioma_desktop.errors import GliomaError
from glioma_desktop.phrase import phrase
from glioma_desktop.study.reformat import STEPS_MM, worth_reformatting
from glioma_desktop.study.series import SEQUENCE_LABELS, SEQUENCES, Series, Study
from glioma_desktop.ui import theme
from glioma_desktop.ui.language import say, tr, tr_joined
from glioma_desktop.ui.series_choice import in_order, series_name
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.task import Task, run_task
from glioma_desktop.ui.thumbnail_filler import pictures_of
from glioma_desktop.ui.user_index import user_index
from glioma_desktop.ui.viewport import SERIES_MIME

CELL = QSize(59, 78)
MOST_PICTURES = 500
"""Of patients seen before; the index has them all."""
COLUMNS, ROWS, HEADING = 3, 3, 20
_SHORT = {"Perfusion": phrase("Perf")}
_UID, _PICTURE, _LABEL = (Qt.ItemDataRole.UserRole + i for i in range(3))
Index = QModelIndex | QPersistentModelIndex


class _CellPainter(QStyledItemDelegate):
    """Picture, name; a frame in the accent colour for the series in the active viewport, a grey one for the other views."""

    def __init__(self, strip: SeriesStrip, session: Session) -> None:
        super().__init__(strip)
        self._session = session

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return CELL if index.data(_UID) is not None else QSize(COLUMNS * CELL.width(), HEADING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        session, colors = self._session, theme.current()
        rect = QRectF(option.rect).adjusted(0.5, 0.5, -3.5, -3.5)
        if index.data(_UID) is None:
            painter.setFont(theme.app_font(theme.SMALL))
            painter.setPen(colors.color("muted"))
            painter.drawText(option.rect, Qt.AlignmentFlag.AlignVCenter, index.data(Qt.ItemDataRole.DisplayRole))
            return
        series = session.series(index.data(_UID))
        if series is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        active = session.view.series_uid == series.uid
        shown = any(session.views[i].series_uid == series.uid for i in session.shown_views)
        frame = "overlay_accent" if active else "overlay_muted" if shown else "line"
        painter.setPen(QPen(colors.color(frame), 2 if active else 1))
        painter.setBrush(colors.color("viewport"))
        painter.drawRoundedRect(rect, 5, 5)
        picture = index.data(_PICTURE)
        if isinstance(picture, QPixmap):
            side = rect.width() - 6
            painter.drawPixmap(QRectF(rect.left() + 3, rect.top() + 3, side, side), picture, QRectF(picture.rect()))
        font = theme.app_font(theme.SMALL)
        painter.setFont(font)
        painter.setPen(colors.color("overlay_text" if shown else "overlay_muted"))
        label = index.data(_LABEL)
        label = QFontMetricsF(font).elidedText(label, Qt.TextElideMode.ElideRight, rect.width() - 4)
        painter.drawText(QRectF(rect.left(), rect.bottom() - 18, rect.width(), 16), Qt.AlignmentFlag.AlignCenter, label)
        painter.restore()


class SeriesStrip(QListWidget):
    """The tiles of a patient.

    ``series_chosen(uid)`` on double-click or Enter; ``sequence_confirmed(uid, sequence)`` and ``reformat_asked(uid, step in
    mm)`` from the context menu.
    """

    series_chosen = Signal(str)
    sequence_confirmed = Signal(str, str)
    reformat_asked = Signal(str, float)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._tasks: list[Task] = []
        self._pictures: dict[str, QPixmap] = {}
        self._marked: tuple[str | None, list[str | None]] = (None, [])
        self.setAccessibleName(tr("Series of the patient"))
        self.setFlow(QListWidget.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMovement(QListWidget.Movement.Static)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(True)
        self.setDragDropMode(QListWidget.DragDropMode.DragOnly)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_CellPainter(self, session))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.itemActivated.connect(lambda item: self.series_chosen.emit(item.data(_UID)))  # double-click too
        session.patient_changed.connect(self._fill)
        for signal in (session.view_changed, session.active_changed, session.layout_changed):
            signal.connect(self._mark_shown)
        session.volume_changed.connect(self._make_missing)
        session.theme_changed.connect(self.viewport().update)
        session.language_changed.connect(self._speak)
        self._fill()

    def _speak(self) -> None:
        """The language has changed; the list keeps its place."""
        place = self.verticalScrollBar().value()
        self._fill()
        self.verticalScrollBar().setValue(place)

    def _fill(self) -> None:
        for task in self._tasks:
            task.cancel()
        self._tasks = []
        self.clear()
        studies, height = self._session.studies, 0
        for heading, study in zip(study_headings(studies), studies, strict=True):
            if len(studies) > 1:
                item = self._new_item(heading)
                item.setFlags(Qt.ItemFlag.NoItemFlags)
                height += HEADING
            for one, label in zip(in_order(study.series), tile_labels(in_order(study.series)), strict=True):
                self._add(one, label)
            height += -(-len(study.series) // COLUMNS) * CELL.height()
        series = [s for study in studies for s in study.series]
        if len(self._pictures) > MOST_PICTURES:
            keys = {_picture_key(s) for s in series}
            self._pictures = {key: picture for key, picture in self._pictures.items() if key in keys}
        self._make_missing()
        most = ROWS * CELL.height()
        always = Qt.ScrollBarPolicy.ScrollBarAsNeeded if height > most else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(always)
        self.setFixedHeight(min(most, height) + 2 if height else 0)

    def _make_missing(self, uid: str = "") -> None:
        """Make the pictures of the tiles that have none; after a series came, where its files were away when it was asked for."""
        series = [one for study in self._session.studies for one in study.series]
        missing = [one for one in series if _picture_key(one) not in self._pictures]
        if self._tasks or not missing or (uid and uid not in {one.uid for one in missing}):
            return
        self._tasks = [
            run_task(
                lambda task: _make_pictures(task, missing),
                on_done=lambda _: self._tasks.clear(),
                on_error=self._not_made,
                on_progress=self._arrived,
            )
        ]

    def _not_made(self, error: GliomaError) -> None:
        self._tasks.clear()
        self._session.post(error.message, trouble=True)

    def _mark_shown(self, *_: object) -> None:
        """Frames follow the viewports; a step to another slice changes none."""
        session = self._session
        marked = session.view.series_uid, [session.views[i].series_uid for i in session.shown_views]
        if marked != self._marked:
            self._marked = marked
            self.viewport().update()

    def _add(self, one: Series, label: str) -> None:
        item = self._new_item()
        item.setData(_UID, one.uid)
        item.setData(_LABEL, label)
        item.setData(Qt.ItemDataRole.ToolTipRole, series_words(one))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, series_words(one).replace("\n", ", "))
        known = self._pictures.get(_picture_key(one))
        if known is not None:
            item.setData(_PICTURE, known)

    def _new_item(self, words: str = "") -> QListWidgetItem:
        """An item made by Qt: PySide keeps a reference to ``None`` for each that is made here and then painted."""
        self.addItem(words)
        return self.item(self.count() - 1)

    def _arrived(self, news: tuple[Series, NDArray[np.uint8]]) -> None:
        series, pixels = news
        height, width = pixels.shape
        image = QImage(pixels.data, width, height, width, QImage.Format.Format_Grayscale8).copy()
        self._pictures[_picture_key(series)] = QPixmap.fromImage(image)
        for index in range(self.count()):
            if self.item(index).data(_UID) == series.uid:
                self.item(index).setData(_PICTURE, self._pictures[_picture_key(series)])

    def mimeData(self, items: list[QListWidgetItem]) -> QMimeData:  # type: ignore[override]
        """What is dragged: the uid of the series."""
        data = QMimeData()
        if items:
            data.setData(SERIES_MIME, str(items[0].data(_UID)).encode())
        return data

    def _menu(self, at: QPoint) -> None:
        item = self.itemAt(at)
        series = self._session.series(item.data(_UID)) if item is not None else None  # a heading has no series
        if series is None:
            return
        menu = QMenu(self)
        menu.addAction(tr("Show in the active viewport"), lambda: self.series_chosen.emit(series.uid))
        if worth_reformatting(series):
            steps = menu.addMenu(tr("Axial reformat"))
            for step in STEPS_MM:
                steps.addAction(f"{step:g} mm", partial(self.reformat_asked.emit, series.uid, step))
        menu.addSeparator()
        for name in SEQUENCES:
            if name == "unknown":
                continue
            guess = name == series.sequence and not series.sequence_confirmed
            words = tr("This is {name} (guessed)" if guess else "This is {name}", name=SEQUENCE_LABELS[name])
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(name == series.sequence and series.sequence_confirmed)
            action.triggered.connect(lambda _=False, name=name: self.sequence_confirmed.emit(series.uid, name))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(at))


def tile_labels(series: Sequence[Series]) -> list[str]:
    """The names under the tiles of one study: numbered where several are alike, ``ax5`` for reformats, a dot for a guess."""
    names = [
        "?" if one.sequence == "unknown" else say(_SHORT.get(series_name(one), series_name(one))) for one in series
    ]
    own = [name if one.source is None else "" for one, name in zip(series, names, strict=True)]
    labels = []
    for place, (one, name) in enumerate(zip(series, names, strict=True)):
        number = f" {own[: place + 1].count(name)}" if own.count(name) > 1 else ""
        number = number if one.source is None else f" ax{one.step_mm:g}"
        guessed = not one.sequence_confirmed and name != "?" and one.modality in ("", "MR")
        labels.append(f"{name}{number}{' ·' if guessed else ''}")
    return labels


def study_headings(studies: Sequence[Study]) -> list[str]:
    """``Study 1``, ``Study 2 · day +92``: by the interval from the earliest; dates themselves stay hidden."""
    first = min((study.date for study in studies if study.date), default=None)
    words = []
    for number, study in enumerate(studies, start=1):
        days = days_after(first, study.date) if first and study.date else None
        day = tr("date not known") if days is None else tr("day +{days}", days=days) if days else tr("first")
        words.append(tr_joined((tr("Study {number}", number=number), day)))
    return words


def _picture_key(series: Series) -> str:
    return f"{series.files[0].path}#{series.files[0].frame}#{series.uid}" if series.files else series.uid


def _make_pictures(task: Task, series: list[Series]) -> None:
    index, made = user_index(), []
    for one, picture, new in pictures_of(task, index, series):  # the tile of one that is left out stays black
        task.report((one, picture))
        if new:
            made.append((one, picture))
    index.keep_thumbnails(made)


def series_words(series: Series) -> str:
    """A series in a tooltip: what it is, why we think so, its size, what is wrong with it."""
    how = tr("confirmed") if series.sequence_confirmed else tr("guessed from {reason}", reason=series.sequence_reason)
    name = say(series_name(series))
    slices, rows, columns = series.shape
    lines = [
        tr_joined((name, how), ", ") if series.sequence != "unknown" else name,
        series.description,
        tr(
            "{slices} slices of {rows} × {columns}, {orientation}",
            slices=slices,
            rows=rows,
            columns=columns,
            orientation=say(series.orientation),
        ),
        *(say(warning) for warning in series.warnings),
    ]
    return "\n".join(line for line in lines if line)
