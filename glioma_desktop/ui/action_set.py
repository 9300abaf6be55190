"""The table of actions as QActions: menus, keys, check marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from glioma_desktop.ui.actions import ACTIONS, MENUS, Action
from glioma_desktop.ui.language import say, tr


class ActionSet(QObject):
    """All actions of the window.

    Args:
        controllers: An object whose attributes are what the table's handlers and checks begin with.
        window: Keys work while it is active.
        area: Keys of ``in_view`` actions work while the focus is inside it.
        keys: Keys the reader has changed.
    """

    def __init__(self, controllers: Any, window: QWidget, area: QWidget, keys: Mapping[str, str]) -> None:
        super().__init__(window)
        self._controllers = controllers
        self.actions: dict[str, QAction] = {}
        for entry in ACTIONS:
            self.actions[entry.id] = self._make(entry, window, area)
            self._add_view_keys(entry, area)
        self.set_keys(keys)

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Use these keys instead of the table's."""
        for entry in ACTIONS:
            action, key = self.actions[entry.id], keys.get(entry.id, entry.key)
            shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
            if entry.held:
                action.setText(f"{say(entry.text)}\t{shown}")
            else:
                action.setShortcuts([QKeySequence(key), *(QKeySequence(more) for more in entry.more_keys)])
            tip = say(entry.tip)
            action.setToolTip(f"{tip}  ({shown})" if shown else tip)
            action.setStatusTip(tip)

    def extend_to(self, window: QWidget, area: QWidget, but: tuple[str, ...] = ()) -> None:
        """The keys work in another window too, those of ``in_view`` actions in its area; ``but`` for some."""
        for entry in ACTIONS:
            if entry.id not in but:
                (area if entry.in_view else window).addAction(self.actions[entry.id])
                self._add_view_keys(entry, area)

    def _add_view_keys(self, entry: Action, area: QWidget) -> None:
        trigger, context = self.actions[entry.id].trigger, Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key in entry.view_keys:
            QShortcut(QKeySequence(key), area, trigger, context=context)

    def fill(self, bar: QMenuBar, fill_recent: Callable[[QMenu], None]) -> dict[str, QMenu]:
        """The menus of the window; ``File`` also gets *Recent*."""
        menus: dict[str, QMenu] = {}
        for name in MENUS:
            menus[name] = bar.addMenu(say(name))
            menus[name].setToolTipsVisible(True)
        for entry in ACTIONS:
            menu = menus.get(entry.menu)
            if menu is None:
                parent, _, title = entry.menu.partition("/")
                if entry.section:
                    menus[parent].addSeparator()
                menu = menus[entry.menu] = menus[parent].addMenu(say(title))
                menu.setToolTipsVisible(True)
            elif entry.section:
                menu.addSeparator()
            menu.addAction(self.actions[entry.id])
            if entry.id == "open_project":
                recent = menu.addMenu(tr("Recent projects"))
                recent.aboutToShow.connect(lambda recent=recent: fill_recent(recent))
        for menu in menus.values():
            menu.aboutToShow.connect(self.refresh)
        return menus

    def refresh(self) -> None:
        """Set the check marks to what the session says."""
        for entry in ACTIONS:
            if entry.checks:
                self.actions[entry.id].setChecked(attrgetter(entry.checks)(self._controllers) == entry.value)

    def _make(self, entry: Action, window: QWidget, area: QWidget) -> QAction:
        action = QAction(say(entry.text), self)
        action.setObjectName(entry.id)
        action.setCheckable(bool(entry.checks))
        action.setShortcutContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut if entry.in_view else Qt.ShortcutContext.WindowShortcut
        )
        action.triggered.connect(lambda _=False, entry=entry: self._run(entry))
        (area if entry.in_view else window).addAction(action)
        return action

    def _run(self, entry: Action) -> None:
        attrgetter(entry.handler)(self._controllers)(*entry.arguments)
        self.refresh()
