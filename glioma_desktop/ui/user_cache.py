"""Where this user's unpacked copies of packed files lie."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from glioma_desktop.study.unpacked_cache import UnpackedCache


def user_cache(limit_bytes: int) -> UnpackedCache:
    """In the user's cache folder, which the system may empty; ``GLIOMA_HOME`` moves it."""
    given = os.environ.get("GLIOMA_HOME")
    base = Path(given) / "cache" if given else Path(platformdirs.user_cache_dir("glioma-desktop", appauthor=False))
    return UnpackedCache(base / "unpacked", limit_bytes)
