"""Help > Keys: every action with its key; a key can be changed here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from glioma_desktop.ui.actions import ACTIONS, MENUS, Action
from glioma_desktop.ui.settings import Settings

MOUSE = (
    ("Left-drag", "in Read: scroll; in Annotate: draw, move or resize the box; in Outline: draw around the lesion"),
    ("Left-drag with a measuring tool", "measure; pull an end or the line of what is there; with Shift a round probe"),
    ("Wheel", "scroll; in a drawing drag: sweep the box through the slices"),
    ("Shift+wheel", "next key slice"),
    ("Ctrl+wheel", "zoom at the cursor"),
    (
        "Right-drag",
        "window and level (which way: View > Right-drag); during a drawing drag, right click: opposite corner",
    ),
    ("Ctrl+right-drag", "window from the tissue dragged over"),
    ("Middle-drag", "pan"),
    ("Drag an end on the rail", "begin or end the boxes on another slice"),
    ("Shift+drag in Outline", "a further part of the outline"),
)


class KeysDialog(QDialog):
    """Not modal; a change counts at once and is remembered."""

    def __init__(self, settings: Settings, apply: Callable[[dict[str, str]], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.resize(640, 640)
        self._settings, self._apply = settings, apply
        self._fields: dict[str, QKeySequenceEdit] = {}
        self._note = QLabel("")
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.addWidget(_heading("MOUSE"), 0, 0, 1, 2)
        for line, (how, what) in enumerate(MOUSE, start=1):
            words = QLabel(what)
            words.setProperty("role", "muted")
            words.setWordWrap(True)
            grid.addWidget(QLabel(how), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, line, 1)
        line = len(MOUSE) + 1
        for menu in MENUS:
            line = self._section(grid, line, menu)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        reset, close = QPushButton("All keys as delivered"), QPushButton("Close")
        reset.clicked.connect(self.reset)
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 12)
        row.addWidget(self._note, 1)
        row.addWidget(reset)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        column.addLayout(row)

    def _section(self, grid: QGridLayout, line: int, menu: str) -> int:
        grid.addWidget(_heading(menu.upper()), line, 0, 1, 2)
        for entry in ACTIONS:
            if entry.menu.split("/")[0] != menu:
                continue
            line += 1
            label = QLabel(entry.text.removesuffix("…"))
            label.setToolTip(entry.tip)
            grid.addWidget(label, line, 0)
            grid.addWidget(self._field(entry), line, 1)
        return line + 1

    def _field(self, entry: Action) -> QWidget:
        key = QKeySequence(self._settings.keys.get(entry.id, entry.key))
        if entry.held or entry.id == "read":
            fixed = QLabel(key.toString(QKeySequence.SequenceFormat.NativeText))
            fixed.setProperty("role", "muted")
            return fixed
        field = QKeySequenceEdit(key)
        field.setMaximumSequenceLength(1)
        field.setFixedWidth(220)
        field.editingFinished.connect(lambda: self.change(entry, field.keySequence()))
        self._fields[entry.id] = field
        return field

    def change(self, entry: Action, wanted: QKeySequence) -> bool:
        """Give an action another key; refused, with the reason, when it is taken."""
        keys = self._settings.keys
        taken = {
            e.text: QKeySequence(k) for e in ACTIONS if e.id != entry.id for k in (keys.get(e.id, e.key), *e.more_keys)
        }
        owner = next((text for text, key in taken.items() if key == wanted and not wanted.isEmpty()), None)
        if owner is not None:
            shown = wanted.toString(QKeySequence.SequenceFormat.NativeText)
            self._note.setText(f"{shown} belongs to “{owner.removesuffix('…')}”. Choose another key.")
            self._fields[entry.id].setKeySequence(QKeySequence(keys.get(entry.id, entry.key)))
            return False
        keys[entry.id] = wanted.toString(QKeySequence.SequenceFormat.PortableText)
        if keys[entry.id] == entry.key:
            del keys[entry.id]
        self._settings.keys = keys
        self._apply(keys)
        self._note.setText("")
        return True

    def reset(self) -> None:
        """Every key as in the table."""
        self._settings.keys = {}
        self._apply({})
        for entry in ACTIONS:
            if entry.id in self._fields:
                self._fields[entry.id].setKeySequence(QKeySequence(entry.key))


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "section")
    label.setAlignment(Qt.AlignmentFlag.AlignBottom)
    label.setMinimumHeight(28)
    return label
