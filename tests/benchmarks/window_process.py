"""The real window in a fresh process, for ``starting``: ``... PROJECT [STUDY]``.

Says one line when it was painted first; with a study, when that was opened and scrolled through.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from glioma_desktop.ui import task
from glioma_desktop.ui.app import make_app, make_window
from glioma_desktop.ui.main_window import MainWindow
from tests.benchmarks.hands import step_through

LIBRARIES = ("torch", "torchvision", "triton")


class _FirstPaint(QObject):
    """Ends the program after the first picture of a window."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            _say()
            QApplication.quit()
        return False


def _say(**more: object) -> None:
    loaded = sorted(name for name in sys.modules if name.split(".")[0] in LIBRARIES)
    print(json.dumps({"torch": loaded, "modules": len(sys.modules), **more}), flush=True)


def _read(window: MainWindow, study: Path) -> None:
    session = window.session
    window.open_paths([str(study)])
    while session.volume(session.view.series_uid) is None or window.controllers.scan.running:
        QApplication.processEvents()
    _say(scrolled=len(step_through(window, 40)))


if __name__ == "__main__":
    app = make_app()
    window = make_window(Path(sys.argv[1]))
    if len(sys.argv) > 2:
        window.show()
        _read(window, Path(sys.argv[2]))
    else:
        watcher = _FirstPaint()
        window.area.active.installEventFilter(watcher)
        window.show()
        app.exec()
    task.stop_all()
