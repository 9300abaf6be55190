"""Colours, type and the style sheet: tokens in ``resources/theme/*.json``, rules in ``style.qss`` beside them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from glioma_desktop.resources import resource

CHINESE = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC")
"""Families for Chinese, of which every desktop has one; Latin letters and figures stay in the house's type."""
SMALL, NORMAL, LARGE = 11, 13, 16
"""The three sizes of type, in px at 100 %."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme as ``#rrggbb``. ``viewport`` is black in both.

    Tokens that begin with ``overlay`` stand on the black viewport. ``accent``: selection, focus, the active viewport and
    the mean curve, nothing else. ``stop``: Stop only.
    """

    name: str
    viewport: str
    background: str
    panel: str
    field: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    primary: str
    primary_text: str
    roi: str
    outline: str
    fold: str
    stop: str
    mode: str
    overlay_text: str
    overlay_muted: str
    overlay_accent: str
    zone: str

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """One token as a QColor."""
        color = QColor(str(getattr(self, token)))
        color.setAlphaF(alpha)
        return color


@cache
def load_theme(name: str) -> Theme:
    """``dark`` or ``light``."""
    return Theme(**json.loads(resource("theme", f"{name}.json").read_text(encoding="utf-8")))


_current = "dark"


def current() -> Theme:
    """The theme the application shows now."""
    return load_theme(_current)


def apply_theme(app: QApplication, name: str) -> Theme:
    """Show the application in a theme; widgets that paint themselves ask ``current()``."""
    global _current  # one application, one theme
    _current = name
    theme = load_theme(name)
    app.setStyle("Fusion")
    app.setFont(app_font())
    app.setPalette(_palette(theme))
    app.setStyleSheet(style_sheet(theme))
    return theme


@cache
def _family() -> str:
    families = set(QFontDatabase.families())
    return "Inter" if "Inter" in families else QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()


@cache
def app_font(size: int = NORMAL, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The house's type in px with tabular figures: Inter when present, else the system's; ``CHINESE`` for Chinese."""
    font = QFont([_family(), *CHINESE])
    font.setPixelSize(size)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def style_sheet(theme: Theme) -> str:
    """The style sheet with the theme's colours filled in."""
    values = {name: getattr(theme, name) for name in Theme.__dataclass_fields__}
    icons = resource("icons").as_posix()
    text = resource("theme", "style.qss").read_text(encoding="utf-8")
    return Template(text).substitute(values, icons=icons, small=SMALL, normal=NORMAL, large=LARGE)


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for where, token in {
        role.Window: "panel", role.Base: "background", role.AlternateBase: "raised", role.Button: "raised",
        role.WindowText: "text", role.Text: "text", role.ButtonText: "text", role.ToolTipBase: "raised",
        role.ToolTipText: "text", role.Highlight: "primary", role.HighlightedText: "primary_text",
        role.PlaceholderText: "muted", role.Link: "accent", role.Mid: "line", role.Dark: "line",
    }.items():  # fmt: skip
        palette.setColor(where, theme.color(token))
    for where in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, where, theme.color("muted"))
    return palette


def contrast(first: QColor, second: QColor) -> float:
    """The WCAG contrast of two opaque colours, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())
