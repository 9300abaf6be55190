"""What a figure was measured on: date, processor, memory, versions, command."""

from __future__ import annotations

import os
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

from glioma_desktop import __version__

LIBRARIES = ("numpy", "scipy", "pyside6", "pyqtgraph", "pydicom", "imagecodecs", "scikit-image", "torch", "torchvision")


def facts(command: str) -> dict[str, Any]:
    """What stands above the table and in its JSON."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": command,
        "machine": {
            "cpu": cpu_model(),
            "cores": os.cpu_count(),
            "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
            "system": platform.system(),
            "load_at_start": None if load is None else round(load, 2),
        },
        "versions": {"glioma-desktop": __version__, "python": platform.python_version()}
        | {name: version(name) for name in LIBRARIES},
    }


def in_words(found: dict[str, Any]) -> str:
    """The same in three lines."""
    machine = found["machine"]
    lines = [
        f"{found['date']}  {found['command']}",
        f"{machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['system']}, "
        f"load {machine['load_at_start']} at the start",
        ", ".join(f"{name} {number}" for name, number in found["versions"].items()),
    ]
    return "\n".join(lines)


def cpu_model() -> str:
    """The processor as the system names it."""
    if sys.platform == "linux":
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()
