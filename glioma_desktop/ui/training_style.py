"""The look of the training and grading screens, from the theme's tokens: quiet surfaces, one accent."""

from __future__ import annotations

from dataclasses import asdict

from PySide6.QtWidgets import QWidget

from glioma_desktop.ui import theme


def dress(widget: QWidget) -> None:
    """Give a screen the look of the current theme; called again when the theme changes."""
    widget.setStyleSheet(STYLE % asdict(theme.current()))


STYLE = """
QWidget[role="window"] { background: %(background)s; color: %(text)s; }
QLabel { color: %(text)s; background: transparent; }
QLabel[role="muted"], QLabel[role="footnote"] { color: %(muted)s; }
QLabel[role="footnote"] { font-size: 12px; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="title"] { font-size: 15px; font-weight: 600; }
QLabel[role="section"] { color: %(muted)s; font-size: 11px; font-weight: 600; letter-spacing: 1px; }
QFrame[role="bar"], QFrame[role="status"] { background: %(panel)s; border: 0 solid %(line)s; }
QFrame[role="bar"] { border-bottom-width: 1px; }
QFrame[role="status"] { border-top-width: 1px; }
QFrame[role="upright"] { background: %(line)s; }
QFrame[role="strip"] { background: %(raised)s; border-bottom: 1px solid %(line)s; }
QFrame[role="card"] { background: %(raised)s; border: 1px solid %(line)s; border-radius: 8px; }
QScrollArea[role="column"] { background: %(panel)s; border-right: 1px solid %(line)s; }
QWidget[role="column"] { background: %(panel)s; }
QPushButton { color: %(text)s; background: transparent; border: 1px solid %(line)s; border-radius: 6px; padding: 0 11px;
  min-height: 28px; }
QPushButton:hover { background: %(line)s; }
QPushButton:focus { border-color: %(accent)s; }
QPushButton:disabled { color: %(muted)s; }
QPushButton[role="quiet"] { border-color: transparent; }
QPushButton[role="quiet"]:focus { border-color: %(accent)s; }
QPushButton[role="primary"] { background: %(primary)s; border-color: %(primary)s; color: %(primary_text)s;
  font-weight: 600; }
QPushButton[role="primary"]:disabled { background: %(line)s; border-color: %(line)s; color: %(muted)s; }
QPushButton[role="stop"] { border-color: transparent; color: %(stop)s; }
QPushButton[role="stop"]:hover { border-color: %(stop)s; background: transparent; }
PlotWidget, PlotWidget QWidget { background: transparent; border: 0; }
QAbstractSpinBox QLineEdit { border: 0; padding: 0 6px; min-height: 0; background: transparent; }
QProgressBar[role="fold"] { background: %(line)s; border: 0; border-radius: 2px; }
QProgressBar[role="fold"]::chunk { background: %(fold)s; border-radius: 2px; }
QProgressBar[role="fold"][working="true"]::chunk { background: %(accent)s; }
QTableView[role="results"] { background: transparent; border: 0; outline: 0; color: %(text)s;
  selection-background-color: transparent; selection-color: %(text)s; }
QTableView[role="results"] QHeaderView { background: transparent; }
QTableView[role="results"] QHeaderView::section { background: transparent; border: 0; color: %(muted)s;
  padding-left: 7px; font-size: 12px; }
"""
