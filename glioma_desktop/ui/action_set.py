"""The table of actions as QActions: menus, keys, check marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from glioma_desktop.ui.action import Action
from glioma_desktop.ui.actions import ACTIONS, MENUS
from glioma_desktop.ui.bindings import sequences, types
from glioma_desktop.ui.language import say, tr
from glioma_desktop.ui.refusals import refusal, show_refusal
from glioma_desktop.ui.session import Session


class ActionSet(QObject):
    """All actions of the window.

    Args:
        controllers: An object whose attributes are what the table's handlers and checks begin with.
        window: Keys work while it is active.
        area: Keys of ``in_view`` actions work while the focus is inside it.
        session: Its bindings say which keys are whose.
    """

    def __init__(self, controllers: Any, window: QWidget, area: QWidget, session: Session) -> None:
        super().__init__(window)
        self._controllers, self._session = controllers, session
        self._areas: list[tuple[QWidget, Mapping[str, QAction]]] = [(area, {})]
        self._typed: list[QShortcut] = []
        self.actions: dict[str, QAction] = {}
        for entry in ACTIONS:
            self.actions[entry.id] = self._make(entry, window, area)
        session.bindings_changed.connect(self.set_keys)
        session.language_changed.connect(self.set_keys)
        self.set_keys()

    def set_keys(self) -> None:
        """Menus, tooltips and keys as they are bound now. Keys that type mean an action only in a viewport."""
        for shortcut in self._typed:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._typed = []
        for entry in ACTIONS:
            action, keys = self.actions[entry.id], self._session.bindings.keys[entry.id]
            shown = self._session.bindings.shown(entry.id)
            if entry.held:
                action.setText(f"{say(entry.text)}\t{shown}")
            else:
                typed = () if entry.in_view else tuple(key for key in keys if types(key))
                others = [one for key in keys if key not in typed for one in sequences(key)]
                for area, own in self._areas:
                    there = own.get(entry.id, action)
                    self._typed += [self._in_area(key, area, there) for key in typed]
                    there.setShortcuts(others)
                if typed and not others:  # the menu says the key all the same
                    action.setText(f"{say(entry.text)}\t{shown}")
                elif "\t" in action.text():
                    action.setText(say(entry.text))
            self._say_tip(entry)

    def extend_to(self, window: QWidget, area: QWidget, own: Mapping[str, QAction]) -> None:
        """The keys work in another window too, those of ``in_view`` actions in its area; of some they mean its ``own``."""
        for entry in ACTIONS:
            (area if entry.in_view else window).addAction(own.get(entry.id, self.actions[entry.id]))
        self._areas.append((area, own))
        self.set_keys()

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
            self.follow(menu)
        return menus

    def follow(self, menu: QMenu) -> None:
        """While a menu is open its entries say what they can do: check marks, and grey with the reason in the tooltip.

        Grey ends with the menu: whoever presses the key of an action that can do nothing is told why.
        """
        menu.aboutToShow.connect(lambda: self._opened(menu))
        menu.aboutToHide.connect(lambda: self._closed(menu))

    def shown(self, id_: str) -> str:
        """The key of an action as menus write it."""
        return self._session.bindings.shown(id_)

    def refresh(self) -> None:
        """Set the check marks to what the session says."""
        for entry in ACTIONS:
            if entry.checks:
                self.actions[entry.id].setChecked(attrgetter(entry.checks)(self._controllers) == entry.value)

    def _opened(self, menu: QMenu) -> None:
        self.refresh()
        for action in menu.actions():
            show_refusal(action, refusal(self._controllers, action.objectName()))

    def _closed(self, menu: QMenu) -> None:
        shown = {action.objectName() for action in menu.actions() if not action.isEnabled()}
        for entry in ACTIONS:
            if entry.id in shown:
                self.actions[entry.id].setEnabled(True)
                self._say_tip(entry)

    def _say_tip(self, entry: Action) -> None:
        tip, shown, action = say(entry.tip), self.shown(entry.id), self.actions[entry.id]
        action.setToolTip(f"{tip}  ({shown})" if shown else tip)
        action.setStatusTip(tip)

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

    @staticmethod
    def _in_area(key: str, area: QWidget, action: QAction) -> QShortcut:
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        return QShortcut(QKeySequence(key), area, action.trigger, context=context)

    def _run(self, entry: Action) -> None:
        reason = refusal(self._controllers, entry.id)
        if reason:
            self._session.post(reason)
        else:
            attrgetter(entry.handler)(self._controllers)(*entry.arguments)
        self.refresh()
