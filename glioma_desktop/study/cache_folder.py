"""Where this user's copies of images lie that can be made again at any time."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def cache_folder() -> Path:
    """The user's cache folder, which the system may empty; ``GLIOMA_HOME`` moves it."""
    given = os.environ.get("GLIOMA_HOME")
    return Path(given) / "cache" if given else Path(platformdirs.user_cache_dir("glioma-desktop", appauthor=False))


def archive_folder() -> Path:
    """Where the images of archives are unpacked."""
    return cache_folder() / "archives"
