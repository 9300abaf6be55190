"""What is said of a file that was found by a scan and cannot be found now, or may not be read."""

from __future__ import annotations

from pathlib import Path

from glioma_desktop.errors import StudyReadError
from glioma_desktop.phrase import phrase


def gone_with(path: Path) -> Path:
    """The uppermost folder that is gone along with a path; the path itself where the folder that holds it is there."""
    while path.parent != path and not path.parent.exists():  # above the letter of a drive there is nothing
        path = path.parent
    return path


def missing(path: Path) -> StudyReadError:
    """The error for a file that is gone; it names the uppermost folder that is gone with it, if one is.

    Args:
        path: The file, absolute.
    """
    gone = gone_with(path)
    named = path.name if gone == path else phrase("The folder {folder}", folder=gone.name or gone)
    return StudyReadError(
        phrase("{named} is no longer there: was it moved? File > Find moved folder.", named=named), path
    )


def forbidden(path: Path) -> StudyReadError:
    """The error for a file that this user may not read."""
    return StudyReadError(phrase("{name} may not be read: ask for permission to open it.", name=path.name), path)
