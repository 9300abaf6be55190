"""What is said of a file that was found by a scan and cannot be found now, or may not be read."""

from __future__ import annotations

from pathlib import Path

from glioma_desktop.errors import StudyReadError
from glioma_desktop.phrase import phrase


def missing(path: Path) -> StudyReadError:
    """The error for a file that is gone; it names the uppermost folder that is gone with it, if one is.

    Args:
        path: The file, absolute.
    """
    gone = path
    while not gone.parent.exists():
        gone = gone.parent
    named = path.name if gone == path else phrase("The folder {folder}", folder=gone.name)
    return StudyReadError(
        phrase("{named} is no longer there: was it moved? File > Find moved folder.", named=named), path
    )


def forbidden(path: Path) -> StudyReadError:
    """The error for a file that this user may not read."""
    return StudyReadError(phrase("{name} may not be read: ask for permission to open it.", name=path.name), path)
