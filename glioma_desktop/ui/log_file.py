"""The log: technical facts by pseudonym and file name, never a patient's name or identifier; kept on this machine."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from glioma_desktop.annotation.project import home

MEGABYTE = 1_000_000


def log_folder() -> Path:
    """Where the log lies."""
    return home() / "log"


def start_log() -> Path | None:
    """Write the log to a file from now on; None where it cannot be written (the program goes on)."""
    path = log_folder() / "glioma-desktop.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=MEGABYTE, backupCount=3, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    # pydicom repeats header values in its messages.
    logging.getLogger("pydicom").setLevel(logging.CRITICAL)
    return path
