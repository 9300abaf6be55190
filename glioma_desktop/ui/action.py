"""One action of the window: its words, keys, tooltip, menu and what it calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Action:
    """One action.

    Attributes:
        id: Stable name; keys the reader has changed are kept under it.
        text: In the menu.
        key: Default key, as QKeySequence writes it.
        tip: One sentence for the tooltip.
        menu: Which menu, with its submenu after a slash.
        handler: Attribute path from the window's controllers ("roi.delete").
        arguments: Handed to the handler.
        in_view: The key means this only while a viewport has the focus.
        checks: Attribute path of the state shown by a check mark, compared with ``value``; "" for none.
        held: The key works while it is held down; the menu entry switches it.
        more_keys: Further keys, not shown.
        view_keys: Further keys that mean this only while a viewport has the focus.
        section: Begins a new section of the menu.
    """

    id: str
    text: str
    key: str
    tip: str
    menu: str
    handler: str
    arguments: tuple[Any, ...] = ()
    in_view: bool = False
    checks: str = ""
    value: Any = True
    held: bool = False
    more_keys: tuple[str, ...] = ()
    view_keys: tuple[str, ...] = ()
    section: bool = False


def window_action(
    id_: str, text: str, key: str, menu: str, handler: str, tip: str, *arguments: Any, **more: Any
) -> Action:
    """An action whose keys mean it anywhere in the window."""
    return Action(id_, text, key, tip, menu, handler, tuple(arguments), **more)


def view_action(
    id_: str, text: str, key: str, menu: str, handler: str, tip: str, *arguments: Any, **more: Any
) -> Action:
    """An action whose keys mean it while a viewport has the focus."""
    return Action(id_, text, key, tip, menu, handler, tuple(arguments), in_view=True, **more)
