"""Every text that stands in a widget, an action or a list, with what puts another in its place; never what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from types import FunctionType
from typing import NamedTuple

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLineEdit, QListView

_PROPERTIES = (
    "text", "iconText", "title", "windowTitle", "toolTip", "statusTip", "placeholderText", "accessibleName",
    "accessibleDescription", "prefix", "suffix", "specialValueText",
)  # fmt: skip
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


class Standing(NamedTuple):
    """A text, what puts another in its place, and where that is when it is a property."""

    text: str
    put: Callable[[str], object]
    owner: QObject | None = None
    name: str = ""


def standing_texts(app: QApplication) -> Iterator[Standing]:
    """Texts of all windows of the application, the hidden ones too."""
    for window in app.topLevelWidgets():
        if window.parent() is not None:
            continue  # it is among the children of another
        for one in (window, *window.findChildren(QObject)):
            yield from _of_properties(one)
            if isinstance(one, QComboBox):
                yield from _of_model(one.model(), 1)
            elif isinstance(one, QAbstractItemView) and one.model() is not None:
                typed = one.editTriggers() != QAbstractItemView.EditTrigger.NoEditTriggers
                columns = 1 if isinstance(one, QListView) else one.model().columnCount()
                yield from _of_model(one.model(), columns, typed)


def _of_properties(one: QObject) -> Iterator[Standing]:
    kind = one.metaObject()
    for name in _PROPERTIES:
        if kind.indexOfProperty(name) < 0 or (name == "text" and isinstance(one, QLineEdit)):
            continue
        value = one.property(name)
        if isinstance(value, str) and value:
            yield Standing(value, partial(one.setProperty, name), one, name)


def _of_model(model: QAbstractItemModel, columns: int, typed: bool = False) -> Iterator[Standing]:
    """Items and headings of a list or table; a model that makes its texts when asked takes none, and is asked for none.

    Args:
        model: The list or table.
        columns: How many it has; a list model does not say.
        typed: Texts of items that can be edited are the reader's own.
    """
    if _makes_them(model):
        return
    for row in range(model.rowCount(QModelIndex())):
        for column in range(columns):
            index = model.index(row, column, QModelIndex())
            if typed and index.flags() & Qt.ItemFlag.ItemIsEditable:
                continue
            for role in _ROLES:
                value = model.data(index, role)
                if isinstance(value, str) and value:
                    yield Standing(value, partial(_put, model, index, role))
    for way, count in ((Qt.Orientation.Horizontal, columns), (Qt.Orientation.Vertical, model.rowCount(QModelIndex()))):
        for section in range(count):
            value = model.headerData(section, way)
            if isinstance(value, str) and value:
                yield Standing(value, partial(model.setHeaderData, section, way))


def _makes_them(model: QAbstractItemModel) -> bool:
    """One of the program's own models: thousands of patients are not worth asking for words that nothing can change."""
    here = vars(type(model))
    return isinstance(here.get("data"), FunctionType) and "setData" not in here


def _put(model: QAbstractItemModel, index: QModelIndex, role: int, text: str) -> None:
    model.setData(index, text, role)
