"""The least a Qt program in Python does: a window with one word. A process of its own for ``starting``."""

from __future__ import annotations

import json
import sys

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


class Window(QMainWindow):
    """Ends the program when it was painted."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        print(json.dumps({"painted": True}), flush=True)
        QApplication.quit()


if __name__ == "__main__":
    app = QApplication(sys.argv)
    window = Window()
    window.setCentralWidget(QLabel("Glioma"))
    window.resize(1280, 800)
    window.show()
    sys.exit(app.exec())
