"""Whether a window could be seen here, and the window opened beside a command that ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

BUNDLED = bool(getattr(sys, "frozen", False))
"""This is the packaged application, which has no Python to start."""


def has_display() -> bool:
    """Whether a window could be seen."""
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform in ("win32", "darwin") or bool(named)


def open_window(project: Path) -> None:
    """The window on a project, as a process of its own: training's libraries stay behind, the command ends."""
    words = [sys.executable, *([] if BUNDLED else ["-m", "glioma_desktop"])]
    quiet = subprocess.DEVNULL  # a pipe that the command was given must end with the command
    subprocess.Popen(
        [*words, "--project", str(project)], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
