"""Where this user's unpacked copies of packed files and of archives lie."""

from __future__ import annotations

from glioma_desktop.study.archive_cache import ArchiveCache
from glioma_desktop.study.cache_folder import archive_folder, cache_folder
from glioma_desktop.study.unpacked_cache import UnpackedCache


def user_cache(limit_bytes: int) -> UnpackedCache:
    """Unpacked ``.nii.gz`` files, in the user's cache folder."""
    return UnpackedCache(cache_folder() / "unpacked", limit_bytes)


def user_archives(limit_bytes: int) -> ArchiveCache:
    """Unpacked ZIP and tar archives, in the user's cache folder."""
    return ArchiveCache(archive_folder(), limit_bytes)
