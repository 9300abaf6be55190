"""A table of whole rows without a grid: a hair line above each row, a band behind the picked one, nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from glioma_desktop.ui import theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class QuietRows(QStyledItemDelegate):
    """Draws the cells; the model may give a foreground and a background of its own."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell; picking a row is a band, never a change of the text's colour."""
        worn = theme.current()
        band = index.data(Qt.ItemDataRole.BackgroundRole)
        if option.state & QStyle.StateFlag.State_Selected:
            band = worn.color("line")
        if band is not None:
            painter.fillRect(option.rect, band)
        painter.fillRect(QRect(option.rect.topLeft(), QSize(option.rect.width(), 1)), worn.color("line"))
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole) or worn.color("text"))
        painter.setFont(option.font)
        room = option.rect.adjusted(7, 0, -1, 0)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, LEFT, shown)


class QuietTable(QTableView):
    """Whole rows, one at a time; the last column takes the room that is left."""

    def __init__(self, model: QAbstractItemModel, widths: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(QuietRows(self))
        self.setProperty("role", "results")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(31)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(LEFT)
        header.setMinimumHeight(30)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        header.setSectionResizeMode(len(widths) - 1, QHeaderView.ResizeMode.Stretch)
