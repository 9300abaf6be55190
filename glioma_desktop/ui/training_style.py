"""The look of the training and grading screens, from the theme's tokens: quiet surfaces, one accent."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtWidgets import QWidget

from glioma_desktop.ui import theme


def dress(widget: QWidget) -> None:
    """Give a screen the look of the current theme; called again when the theme changes."""
    widget.setStyleSheet(STYLE % asdict(theme.current()))


STYLE = """
QWidget[role="window"] { background: %(background)s; }
QWidget[role="plain"], FoldBar, FactRow { background: transparent; }
QLabel[role="footnote"] { color: %(muted)s; font-size: 11px; }
QFrame[role="bar"], QFrame[role="status"] { background: %(panel)s; border: 0 solid %(line)s; }
QFrame[role="bar"] { border-bottom-width: 1px; }
QFrame[role="status"] { border-top-width: 1px; }
QFrame[role="upright"] { background: %(line)s; }
QFrame[role="strip"] { background: %(raised)s; border-bottom: 1px solid %(line)s; }
QScrollArea[role="column"] { background: %(panel)s; border-right: 1px solid %(line)s; }
QPushButton { background: transparent; }
QPushButton:hover { background: %(line)s; }
QPushButton[role="quiet"] { border-color: transparent; }
QPushButton[role="quiet"]:focus { border-color: %(accent)s; }
QPushButton[role="primary"] { background: %(primary)s; min-height: 28px; max-height: 28px; border-radius: 6px; }
QPushButton[role="primary"]:disabled { background: %(line)s; border-color: %(line)s; color: %(muted)s; }
QPushButton[role="stop"] { border-color: transparent; color: %(stop)s; }
QPushButton[role="stop"]:hover { border-color: %(stop)s; color: %(stop)s; background: transparent; }
PlotWidget, PlotWidget QWidget { background: transparent; border: 0; }
QProgressBar[role="fold"] { background: %(line)s; border: 0; border-radius: 2px; min-height: 5px; max-height: 5px; }
QProgressBar[role="fold"]::chunk { background: %(fold)s; border-radius: 2px; }
QProgressBar[role="fold"][working="true"]::chunk { background: %(accent)s; }
QTableView[role="results"] { background: transparent; border: 1px solid transparent; selection-background-color: transparent; }
QTableView[role="results"] QHeaderView, QTableView[role="results"] QHeaderView::section { background: transparent;
  border: 0; font-weight: 400; font-size: 11px; padding: 0 0 0 4px; }
QListWidget[role="models"] { background: %(panel)s; border: 1px solid %(line)s; border-radius: 8px; padding: 4px; }
QListWidget[role="models"]:focus, QTableView[role="results"]:focus { border: 1px solid %(accent)s; }
QListWidget[role="models"]::item { padding: 8px; border-radius: 6px; }
QListWidget[role="models"]::item:selected { background: %(raised)s; color: %(text)s; }
"""
