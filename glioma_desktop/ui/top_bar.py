"""The one row at the top: menus, layout, window presets, modes, undo, link."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from glioma_desktop.phrase import phrase
from glioma_desktop.ui.action_set import ActionSet
from glioma_desktop.ui.hand_links import linked_by_hand
from glioma_desktop.ui.language import say, tr
from glioma_desktop.ui.menu_row import MenuRow
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.window_level import PRESET_LABELS

HEIGHT = 38
PRESETS_WIDTH = 96
PLANES_WORDS = (phrase("3 planes"), "3")
GREY = ("auto", "wide", "narrow", "enhancement", "", "region", "invert")
MEASURE = ("ruler", "bidimensional", "probe", "", "clear_measurements")


class TopBar(QFrame):
    """Tools are the actions of the menus; nothing here that is not there."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.menu_bar = MenuRow()
        self.menu_bar.setNativeMenuBar(False)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 8, 0)
        self._row.setSpacing(1)
        self.setFixedHeight(HEIGHT)
        self._presets, self._measure = _tool(), _tool()
        self._link = _tool()
        self._name, self._given_up = QLabel("Glioma Desktop"), 0
        self._spare: list[QToolButton] = []
        self._said: tuple[object, ...] = ()

    def build(self, actions: ActionSet) -> None:
        """Put the tools in, once the actions exist."""
        self.menu_bar.follow()
        self._name.setProperty("role", "title")
        self._add(self._name)
        self._row.addSpacing(2)
        self._add(self.menu_bar)
        self._rule()
        self._build_layouts(actions)
        self._rule()
        self._build_presets(actions)
        self._add(self._presets)
        self._rule()
        self._build_modes(actions)
        self._build_measure(actions)
        self._spare.append(self._measure)
        self._add(self._measure)
        self._rule()
        for id_, text in (("undo", "↶"), ("redo", "↷")):
            self._spare.append(_tool_of(actions, id_, text))
            self._add(self._spare[-1])
        self._row.addStretch(1)
        self._link.setDefaultAction(actions.actions["link"])
        self._add(self._link)
        self._listen(actions)
        self._refresh(actions)

    def _build_layouts(self, actions: ActionSet) -> None:
        for id_, text in (("layout_1", "1"), ("layout_1x2", "1×2"), ("layout_2x2", "2×2")):
            self._add(_tool_of(actions, id_, text))
        self._planes = actions.actions["layout_planes"]
        self._add(_tool_of(actions, "layout_planes", say(PLANES_WORDS[0])))

    def _build_modes(self, actions: ActionSet) -> None:
        for id_, text in (
            ("read", tr("Read")),
            ("annotate", tr("Annotate")),
            ("outline", tr("Outline")),
            ("fit", tr("Fit to 80 %")),
        ):
            self._add(_tool_of(actions, id_, text, keyed=True))

    def _listen(self, actions: ActionSet) -> None:
        for signal in (
            self._session.view_changed, self._session.active_changed, self._session.link_changed,
            self._session.layout_changed, self._session.mode_changed, self._session.patient_changed,
            self._session.annotation_changed, self._session.language_changed,
        ):  # fmt: skip
            signal.connect(lambda *_: self._refresh(actions))
        self._session.bindings_changed.connect(lambda: self._show_keys(actions))
        self._session.language_changed.connect(lambda: self._show_keys(actions))

    def _build_presets(self, actions: ActionSet) -> None:
        self._presets.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._presets.setMenu(self._menu_of(actions, GREY))
        self._presets.setToolTip(tr("Window and level presets; dragging in a viewport sets it by hand."))

    def _build_measure(self, actions: ActionSet) -> None:
        self._measure.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._measure.setText(f"{tr('Measure')} ▾")
        self._show_measure_keys()
        self._measure.setProperty("role", "mode")
        self._measure.setCheckable(True)
        self._measure.setAccessibleName(tr("Measure"))
        self._measure.setMenu(self._menu_of(actions, MEASURE))

    def _show_keys(self, actions: ActionSet) -> None:
        """The keys behind the words, after they were bound anew."""
        for tool in self.findChildren(_KeyTool):
            tool.set_key(self._session.bindings.shown(tool.action_id))
            tool.setToolTip(actions.actions[tool.action_id].toolTip())
        self._show_measure_keys()
        self._fit()

    def _show_measure_keys(self) -> None:
        hint = self._session.bindings.hint
        self._measure.setToolTip(
            tr(
                "Ruler{ruler}, bidimensional measurement{both}, probe{probe}.",
                ruler=hint("ruler"),
                both=hint("bidimensional"),
                probe=hint("probe"),
            )
        )

    def _menu_of(self, actions: ActionSet, ids: tuple[str, ...]) -> QMenu:
        """The drop-down of a tool; a line where an id is empty."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for id_ in ids:
            menu.addAction(actions.actions[id_]) if id_ else menu.addSeparator()
        actions.follow(menu)
        menu.aboutToHide.connect(lambda: self._refresh(actions))
        return menu

    def minimumSizeHint(self) -> QSize:
        """On a narrow screen the row does without the name, which the title has, then the keys, then what the menus have too."""
        return QSize(self._full_width() - self._name_width() - self._keys_width() - self._spare_width(), HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One row, whatever the width."""
        super().resizeEvent(event)
        self._fit()

    def _full_width(self) -> int:
        widths = self._name_width(), self._keys_width(), self._spare_width()
        return self._row.minimumSize().width() + sum(widths[: self._given_up])

    def _name_width(self) -> int:
        return self._name.sizeHint().width() + self._row.spacing()

    def _keys_width(self) -> int:
        """What the keys and the word of the planes take."""
        advance = self.fontMetrics().horizontalAdvance
        words = advance(say(PLANES_WORDS[0])) - advance(PLANES_WORDS[1])
        return words + sum(tool.key_width for tool in self.findChildren(_KeyTool))

    def _spare_width(self) -> int:
        return sum(tool.sizeHint().width() + self._row.spacing() for tool in self._spare)

    def _fit(self) -> None:
        missing, given_up = self._full_width() - self.width(), 0
        for width in (self._name_width(), self._keys_width(), self._spare_width()):
            if missing > 0:
                missing, given_up = missing - width, given_up + 1
        if given_up != self._given_up:
            self._given_up = given_up
            self._name.setVisible(given_up < 1)
            for tool in self.findChildren(_KeyTool):
                tool.show_key(given_up < 2)
            self._planes.setIconText(say(PLANES_WORDS[given_up > 1]))
            for spare in self._spare:
                spare.setVisible(given_up < 3)
            self._row.invalidate()

    def _add(self, widget: QWidget) -> None:
        self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def _rule(self) -> None:
        rule = QFrame()
        rule.setProperty("role", "line-vertical")
        rule.setFixedHeight(18)
        self._row.addSpacing(3)
        self._add(rule)
        self._row.addSpacing(3)

    def _refresh(self, actions: ActionSet) -> None:
        actions.refresh()
        session = self._session
        self._presets.setText(f"W/L {say(PRESET_LABELS[session.view.preset])} ▾")
        self._measure.setText(f"{tr('Measure')} ▾")
        self._presets.setMinimumWidth(max(PRESETS_WIDTH, self._presets.sizeHint().width()))  # never cut off
        self._measure.setChecked(session.mode in MEASURE)
        linked = session.linked and not session.link_note
        by_hand = linked and linked_by_hand(session)
        words = tr("By hand") if by_hand else tr("Linked") if linked else tr("Unlinked")
        self._link.setText(f"{words} {'●' if linked else '○'}")
        key = actions.actions["link"].toolTip()
        self._link.setToolTip(tr("{reason}.", reason=session.link_note) if session.link_note else key)
        self._link.setVisible(session.shown > 1 and (session.layout != "planes" or bool(session.second_views)))
        said = self._presets.text(), self._measure.text(), self._link.text(), self._link.isHidden()
        if said != self._said:  # with every slice that passes: the same words have the same room
            self._said = said
            self._fit()


class _KeyTool(QToolButton):
    """A tool with its key in small muted type behind the word."""

    def __init__(self, action_id: str, text: str, key: str) -> None:
        super().__init__()
        self.action_id = action_id
        row = QHBoxLayout(self)
        row.setContentsMargins(7, 0, 7, 0)
        row.setSpacing(6)
        self._words, self._key = QLabel(text), QLabel(key)
        self._words.setProperty("role", "tool-words")
        self._key.setProperty("role", "tool-key")
        for label in (self._words, self._key):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(label)
        self.setProperty("role", "mode")
        self.toggled.connect(self._show_checked)

    def sizeHint(self) -> QSize:
        """As wide as the words and the key."""
        layout = self.layout()
        assert layout is not None
        return QSize(layout.sizeHint().width(), 30)

    def minimumSizeHint(self) -> QSize:
        """Never cut off."""
        return self.sizeHint()

    @property
    def key_width(self) -> int:
        """How much narrower the tool is without its key, in px."""
        layout = self.layout()
        assert layout is not None
        return self._key.sizeHint().width() + layout.spacing()

    def show_key(self, on: bool) -> None:
        """With or without its key; the tooltip has it anyway."""
        self._key.setVisible(on)
        self.updateGeometry()

    def set_key(self, key: str) -> None:
        """Another key."""
        self._key.setText(key)
        self.updateGeometry()

    def _show_checked(self, on: bool) -> None:
        self._words.setProperty("on", on)
        self._words.style().polish(self._words)


def _tool() -> QToolButton:
    button = QToolButton()
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    return button


def _tool_of(actions: ActionSet, id_: str, text: str, keyed: bool = False) -> QToolButton:
    action = actions.actions[id_]
    action.setIconText(text)
    if not keyed:
        button = _tool()
        button.setProperty("role", "narrow")
        button.setDefaultAction(action)
        button.setAccessibleName(action.text())
        return button
    tool = _KeyTool(id_, text, actions.shown(id_))
    tool.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    tool.setCheckable(action.isCheckable())
    tool.setToolTip(action.toolTip())
    tool.setAccessibleName(text)
    tool.clicked.connect(lambda: action.trigger())
    if action.isCheckable():
        action.toggled.connect(tool.setChecked)
    return tool
