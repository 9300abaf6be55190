"""The memory of this machine: how much there is, what this program has of it, and giving back what it no longer uses."""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress

LARGEST_BUDGET = 2 << 30
SHARE = 4


def machine_bytes() -> int:
    """All memory of the machine; 8 GiB where the system does not say."""
    if sys.platform == "win32":
        status = (ctypes.c_ulonglong * 8)()
        ctypes.memset(status, 0, 64)
        ctypes.cast(status, ctypes.POINTER(ctypes.c_ulong))[0] = 64
        return int(status[1]) if ctypes.windll.kernel32.GlobalMemoryStatusEx(status) else 8 << 30
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return 8 << 30


def default_budget() -> int:
    """What volumes may take where nobody has said: a quarter of the machine's memory, at most 2 GiB."""
    return min(LARGEST_BUDGET, machine_bytes() // SHARE)


def give_back() -> None:
    """Hand freed memory back to the system; glibc keeps blocks of up to 32 MiB, as large as many a volume."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library: it has its own ways
            ctypes.CDLL(None).malloc_trim(0)
