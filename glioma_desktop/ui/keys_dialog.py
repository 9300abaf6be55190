"""F1: what the mouse does and every action with its keys; all of it can be changed here, at once and for good."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from glioma_desktop.phrase import phrase
from glioma_desktop.ui.action import Action
from glioma_desktop.ui.actions import ACTIONS, MENUS
from glioma_desktop.ui.bindings import ESCAPE, combination, delivered_keys, native, verbs_of
from glioma_desktop.ui.bindings_controller import BindingsController
from glioma_desktop.ui.key_row import KeyRow
from glioma_desktop.ui.language import capitals, say, tr
from glioma_desktop.ui.mouse_table import BUTTONS, DIRECTION, DRAGS, GESTURE_WORDS, WHEELS
from glioma_desktop.ui.profiles import PROFILES
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.themed_window import press_focused

ALWAYS = (
    (
        phrase("Left-drag with a tool"),
        phrase(
            "in Annotate: draw, move or resize the box; in Outline: draw around the lesion, with Shift a further part"
        ),
    ),
    (
        phrase("Left-drag while measuring"),
        phrase("measure; pull an end or the line of what is there; with Shift a round probe"),
    ),
    (phrase("Left-drag in three planes"), phrase("the crosshair follows, in Read")),
    (
        phrase("Wheel in a drawing drag"),
        phrase("sweep the box through the slices; a right click meanwhile: the opposite corner"),
    ),
    (phrase("Two fingers on a touchpad"), phrase("as the wheel; apart or together: zoom where they are")),
    (phrase("Drag an end on the rail"), phrase("begin or end the boxes on another slice")),
)
_GESTURES = (*DRAGS, *WHEELS, *BUTTONS, DIRECTION)
NAMES_WIDTH = 200
_TEXTS = {entry.id: entry.text for entry in ACTIONS}


class _Choice(QComboBox):
    """Turning the wheel over it scrolls the list and never changes what is chosen."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class KeysDialog(QDialog):
    """Not modal. A key that another action has is named, and is taken over or left, as the reader says.

    Attributes:
        rows: Action id -> the line with its keys.
        gestures: Gesture of the mouse -> its choice.
    """

    def __init__(self, session: Session, bindings: BindingsController, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Mouse and keys"))
        self.resize(760, 720)
        self._session, self._bindings = session, bindings
        self.rows: dict[str, KeyRow] = {}
        self.gestures: dict[str, QComboBox] = {}
        self._sections: list[tuple[QLabel, list[tuple[QLabel, QWidget]]]] = []
        self._asked: tuple[str, tuple[str, ...]] | None = None
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._build()
        session.bindings_changed.connect(self._refresh)
        session.language_changed.connect(self._build_again)
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever types, seeks: in the box of profiles a letter would choose another one."""
        super().showEvent(event)
        if not event.spontaneous():
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """The next time every key is listed again, and nothing is asked that was left open."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._say("")
            self.search.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses the button that has the focus, never another one."""
        if not press_focused(self, event):
            super().keyPressEvent(event)

    # -- parts

    def _build(self) -> None:
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(16, 4, 16, 12)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, NAMES_WIDTH)
        self._add_mouse()
        for menu in MENUS:
            self._section(menu)
            for entry in ACTIONS:
                if entry.menu.split("/")[0] == menu:
                    self._add(_words(entry.id), self._row(entry), say(entry.tip))
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 12, 0, 12)
        column.addLayout(self._head())
        column.addWidget(scroll, 1)
        column.addLayout(self._foot())
        self._whole.addWidget(self._body)

    def _build_again(self) -> None:
        """In another language: what a gesture or a key is called is put together from several words."""
        sought, gone = self.search.text(), self._body
        self._whole.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
        self.rows, self.gestures, self._sections = {}, {}, []
        self._build()
        self._body.show()
        self.search.setText(sought)
        self._refresh()

    def _head(self) -> QHBoxLayout:
        self.profile = QComboBox()
        self.profile.setAccessibleName(tr("Profile of mouse and keys"))
        for one in PROFILES.values():
            self.profile.addItem(say(one.name), one.id)
        self.profile.activated.connect(lambda _: self._bindings.choose(self.profile.currentData()))
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Find an action or a key"))
        self.search.setAccessibleName(tr("Find an action or a key"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._find)
        label = QLabel(tr("Profile"))
        label.setBuddy(self.profile)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(label)
        row.addWidget(self.profile)
        row.addWidget(self.search, 1)
        return row

    def _foot(self) -> QHBoxLayout:
        self.note = QLabel("")
        self.note.setWordWrap(True)
        self.take, self.leave = QPushButton(), QPushButton(tr("Leave it"))
        self.take.clicked.connect(self._take_over)
        self.leave.clicked.connect(lambda: self._say(""))
        self.reset, close = QPushButton(tr("Reset all")), QPushButton(tr("Close"))
        self.reset.setToolTip(tr("All keys and the mouse as this profile was delivered."))
        self.reset.clicked.connect(self._bindings.reset_all)
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self.note, 1)
        for button in (self.take, self.leave, self.reset, close):
            button.setAutoDefault(False)
            row.addWidget(button)
        self._say("")
        return row

    def _add_mouse(self) -> None:
        self._section(tr("Mouse"))
        for gesture in _GESTURES:
            box = _Choice()
            name = _gesture_words(gesture)
            box.setAccessibleName(name)
            for verb, words in verbs_of(gesture).items():
                box.addItem(say(words).removesuffix("…"), verb)
            box.activated.connect(lambda _, g=gesture, b=box: self._bindings.set_mouse(g, b.currentData()))
            self.gestures[gesture] = box
            self._add(name, box, "")
        for how, what in ALWAYS:
            about = QLabel(say(what))
            about.setProperty("role", "muted")
            about.setWordWrap(True)
            self._add(say(how), about, "")

    def _section(self, name: str) -> None:
        heading = QLabel(capitals(name))
        heading.setProperty("role", "section")
        heading.setAlignment(Qt.AlignmentFlag.AlignBottom)
        heading.setMinimumHeight(28)
        self._grid.addWidget(heading, self._grid.rowCount(), 0, 1, 2)
        self._sections.append((heading, []))

    def _add(self, words: str, widget: QWidget, tip: str) -> None:
        label, line = QLabel(words), self._grid.rowCount()
        label.setToolTip(tip)
        label.setBuddy(widget)
        self._grid.addWidget(label, line, 0)
        self._grid.addWidget(widget, line, 1)
        self._sections[-1][1].append((label, widget))

    def _row(self, entry: Action) -> KeyRow:
        fixed = ESCAPE if entry.id == "read" else ""
        row = KeyRow(_words(entry.id), lambda keys: self.change(entry, keys), fixed)
        self.rows[entry.id] = row
        return row

    # -- what is shown

    def _refresh(self) -> None:
        bindings = self._session.bindings
        self.profile.setCurrentIndex(self.profile.findData(bindings.profile))
        for gesture, box in self.gestures.items():
            box.setCurrentIndex(box.findData(bindings.mouse.get(gesture, "")))
        for entry in ACTIONS:
            self.rows[entry.id].show_keys(bindings.keys[entry.id], delivered_keys(entry, bindings.profile))
        self._say("")
        self._find()

    def _find(self) -> None:
        """Only the lines that have what is sought, in their words or keys."""
        sought = self.search.text().strip().lower()
        nothing = bool(sought)
        for heading, lines in self._sections:
            any_found = False
            for label, widget in lines:
                keys = [native(key).lower() for key in widget.keys] if isinstance(widget, KeyRow) else []
                words = f"{label.text()} {label.toolTip()}".lower()  # as they stand now, in the language of the window
                found = not sought or sought in words or sought in keys
                label.setVisible(found)
                widget.setVisible(found)
                any_found |= found
            heading.setVisible(any_found)
            nothing &= not any_found
        if self._asked is None:
            self.note.setText(tr("No action and no key is called “{sought}”.", sought=sought) if nothing else "")

    def _say(self, text: str, asks: bool = False) -> None:
        self.note.setText(text)
        self.take.setVisible(asks)
        self.leave.setVisible(asks)
        if not asks:
            self._asked = None

    # -- changes

    def change(self, entry: Action, keys: tuple[str, ...]) -> None:
        """Give an action these keys; one that another action has is asked about first."""
        bindings, before = self._session.bindings, self._session.bindings.keys[entry.id]
        new = [key for key in keys if key not in before]
        if any(key == ESCAPE for key in new):
            self._say(tr("Esc cancels what is under way, in every profile."))
        elif entry.held and any(combination(key).keyboardModifiers() for key in new):
            self._say(tr("A key that is held stands alone, without Ctrl, Alt or Shift."))
        elif taken := {key: owner for key in new if (owner := bindings.owner(key, entry.id))}:
            key, owner = next(iter(taken.items()))
            self._asked = entry.id, keys
            self._say(tr("{key} is the key of “{action}”.", key=native(key), action=_words(owner)), asks=True)
            self.take.setText(tr("Give it to “{action}”", action=_words(entry.id)))
            self.take.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._bindings.set_keys(entry.id, keys)

    def _take_over(self) -> None:
        if self._asked is not None:
            self._bindings.set_keys(*self._asked)


def _words(id_: str) -> str:
    """An action in the reader's language."""
    return say(_TEXTS[id_]).removesuffix("…")


_BARE = (phrase("Left-drag"), phrase("Middle-drag"), phrase("Right-drag"), phrase("Wheel"))


def _gesture_words(gesture: str) -> str:
    """A gesture as it stands in the list; keys that are held meanwhile keep their names."""
    held, plus, bare = gesture.rpartition("+")
    return say(GESTURE_WORDS[gesture]) if gesture in GESTURE_WORDS else f"{held}{plus}{say(bare)}"
