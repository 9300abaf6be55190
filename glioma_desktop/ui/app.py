"""The application: one window, one session; unexpected errors go to the log and one calm dialog."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from glioma_desktop import __version__
from glioma_desktop.ui import language, task, theme
from glioma_desktop.ui.language import say
from glioma_desktop.ui.log_file import start_log
from glioma_desktop.ui.main_window import MainWindow
from glioma_desktop.ui.session import Session
from glioma_desktop.ui.settings import Settings

log = logging.getLogger(__name__)

TITLE_BAR = 32
"""Room for the frame that the desktop puts around a window, in px; it is not known before the window is shown."""


def make_app(arguments: list[str] | None = None) -> QApplication:
    """The QApplication with its name and style; the one that exists when there is one."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(arguments or ["glioma-desktop"])
    app.setApplicationName("Glioma Desktop")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("glioma-desktop")
    return app


def make_window(project: Path | None, theme_name: str | None = None) -> MainWindow:
    """The window on a project (default: the last one, else the default project)."""
    app, settings, session = make_app(), Settings(), Session()
    session.theme = theme_name or settings.theme
    theme.apply_theme(app, session.theme)
    session.language = settings.language or language.of_system()
    language.switch(session.language)
    window = MainWindow(session, settings)
    session.setParent(window)
    window.controllers.project.open_at_start(project)
    return window


def run(paths: list[str], project: Path | None) -> int:
    """Show the window until it is closed.

    Args:
        paths: Folders or files to open.
        project: The project folder; None: the last one.

    Returns:
        The exit status.
    """
    app = make_app(sys.argv[:1])
    start_log()
    log.info("Glioma Desktop %s starts", __version__)
    window = make_window(project)
    reporter = _Reporter(window)
    sys.excepthook = reporter.hook
    threading.excepthook = reporter.thread_hook
    signal.signal(signal.SIGINT, lambda *_: app.quit())
    heartbeat = QTimer()  # lets Python see Ctrl+C while Qt waits
    heartbeat.start(500)
    heartbeat.timeout.connect(lambda: None)
    show_fitting(window)
    window.controllers.second.open_at_start()
    window.area.take_focus()
    if not window.settings.reader:
        window.reader_bar.ask(window.settings.reader_default)
    if paths:
        window.controllers.project.when_open(lambda: window.open_paths(paths))
    QTimer.singleShot(0, window.controllers.resume.start)  # after the first picture of the window
    status = app.exec()
    finished = task.stop_all()
    if window.session.project is not None:
        window.session.project.close()
    if not finished:
        log.info("a drive does not answer; the program ends without it")
        logging.shutdown()
        os._exit(status)  # a thread that hangs in the system would keep the program for ever
    return status


def show_fitting(window: MainWindow) -> None:
    """Show the window where it was last, at first in its own size; where it would hang over the edge it takes the screen.

    A place of its own may span several screens, but not more than there are now.
    """
    screen = window.screen()
    room = screen.availableVirtualSize() if window.settings.geometry else screen.availableSize()
    wanted = window.size() + QSize(0, TITLE_BAR)
    if wanted.boundedTo(room) != wanted:
        window.showMaximized()
    else:
        window.show()


class _Reporter(QObject):
    """Tells the user about a bug once, on the GUI thread, whichever thread it happened on."""

    _happened = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._open = False
        self._happened.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """For ``sys.excepthook``."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        log.critical("unexpected error", exc_info=(kind, error, trace))
        self._happened.emit("".join(traceback.format_exception(kind, error, trace)))

    def thread_hook(self, arguments: threading.ExceptHookArgs) -> None:
        """For ``threading.excepthook``."""
        if arguments.exc_value is not None:
            self.hook(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)

    def _tell(self, details: str) -> None:
        if self._open:
            return
        self._open = True
        box = QMessageBox(QMessageBox.Icon.NoIcon, "Glioma Desktop", say(task.UNEXPECTED), parent=self._window)
        box.setDetailedText(details)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.finished.connect(self._closed)
        box.open()

    def _closed(self) -> None:
        self._open = False
