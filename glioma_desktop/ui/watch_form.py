"""The folders that are watched: one is added, another given up. Not a modal dialog."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from glioma_desktop.ui.language import tr
from glioma_desktop.ui.themed_window import ThemedWindow


class WatchForm(ThemedWindow):
    """``add_asked``: a further folder; ``stop_asked(Path)``: no longer this one."""

    add_asked = Signal()
    stop_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Watch folder — Glioma Desktop"), parent)
        self.take_size(560, 300)
        heading = QLabel(tr("Watched folders"))
        heading.setProperty("role", "heading")
        about = QLabel(tr(
            "Studies that arrive in these folders enter the worklist of this project, also after a restart. Files that are "
            "still being copied are waited for; what is on the screen stays as it is."
        ))  # fmt: skip
        about.setProperty("role", "muted")
        about.setWordWrap(True)
        self._none = QLabel(tr("No folder is watched."))
        self._none.setProperty("role", "muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.folders = QListWidget()
        self.folders.setProperty("role", "models")
        self.folders.setAccessibleName(tr("Watched folders"))
        self.add = QPushButton(tr("Watch folder…"))
        self.add.setProperty("role", "primary")
        self.stop = QPushButton(tr("Stop watching"))
        self.stop.setToolTip(tr("What was found in the folder stays."))
        self.stop.setEnabled(False)
        self.add.clicked.connect(self.add_asked)
        self.stop.clicked.connect(self._stop)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add)
        buttons.addWidget(self.stop)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(14)
        layout.addWidget(heading)
        layout.addWidget(about)
        layout.addWidget(self._none, 1)
        layout.addWidget(self.folders, 1)
        layout.addLayout(buttons)
        self.add.setFocus()

    def show_folders(self, folders: Sequence[tuple[Path, bool]]) -> None:
        """The folders, each with whether it is there."""
        chosen = self.folders.currentRow()
        self.folders.clear()
        for folder, there in folders:
            item = QListWidgetItem(str(folder) if there else tr("{folder}  (not there)", folder=folder))
            item.setData(Qt.ItemDataRole.UserRole, folder)
            self.folders.addItem(item)
        self.folders.setCurrentRow(min(max(chosen, 0), len(folders) - 1))
        self.stop.setEnabled(bool(folders))
        self.folders.setVisible(bool(folders))
        self._none.setVisible(not folders)

    def _stop(self) -> None:
        item = self.folders.currentItem()
        if item is not None:
            self.stop_asked.emit(item.data(Qt.ItemDataRole.UserRole))
