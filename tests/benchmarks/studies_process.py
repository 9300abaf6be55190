"""The real window in a fresh process, for ``opening``: ``... PROJECT FOLDER BUDGET``.

Opens every patient of a folder, one after the other, and says one line: the memory of the empty window and the most it had
with a patient open, both resident, in bytes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
from PySide6.QtCore import QDeadlineTimer
from PySide6.QtWidgets import QApplication

from glioma_desktop.ui import task
from glioma_desktop.ui.app import make_app, make_window
from glioma_desktop.ui.main_window import MainWindow

SETTLE_MS = 700


def _until(condition: Callable[[], bool]) -> None:
    while not condition():
        QApplication.processEvents()


def _rest(ms: int) -> None:
    deadline = QDeadlineTimer(ms)
    _until(deadline.hasExpired)


def _open_all(window: MainWindow, folder: Path) -> None:
    session, resident = window.session, psutil.Process().memory_info
    _rest(SETTLE_MS)
    empty = resident().rss
    window.open_paths([str(folder)])
    _until(lambda: bool(session.worklist) and not window.controllers.scan.running)
    most, slices = 0, 0
    for row in session.worklist:
        window._open_patient(row.pseudonym)
        _until(lambda: session.view_volume(session.active) is not None and not task._running)
        _rest(SETTLE_MS)
        slices += sum(volume.shape[0] for volume in session.volumes.values())
        most = max(most, resident().rss)
    print(json.dumps({"empty": empty, "most": most, "patients": len(session.worklist), "slices": slices}), flush=True)


if __name__ == "__main__":
    app = make_app()
    main_window = make_window(Path(sys.argv[1]))
    main_window.controllers.shelf.budget_bytes = int(sys.argv[3])
    main_window.show()
    _open_all(main_window, Path(sys.argv[2]))
    task.stop_all()
