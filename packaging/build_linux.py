"""One command builds the one-folder Linux application and smoke-tests it: ``make package``.

It bundles the torch that is installed in the environment; with the CUDA build that is several GB. The recipe for a small
bundle from CPU wheels is in packaging/README.md.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
NAME = "glioma-desktop"
HIDDEN = (
    "training.__main__", "training.commands", "glioma_desktop.demo", "glioma_desktop.selftest",
    *(f"imagecodecs._{part}" for part in ("shared", "shared_cython", "imcd", "jpeg2k", "jpeg8", "jpegls", "deflate")),
    "sklearn.utils._typedefs", "sqlalchemy.dialects.sqlite",
)  # fmt: skip
COLLECT = ("glioma_desktop", "training", "pydicom", "skimage", "fpdf")


def build(dist: Path, work: Path) -> Path:
    """Run PyInstaller and return the folder of the application."""
    from PyInstaller import __main__ as pyinstaller

    words = [str(ROOT / "packaging" / "entry.py"), "--name", NAME, "--onedir", "--noconfirm", "--console"]
    words += ["--distpath", str(dist), "--workpath", str(work), "--specpath", str(work), "--paths", str(ROOT)]
    words += ["--add-data", f"{ROOT / 'resources'}:glioma_desktop/_resources", "--log-level", "WARN"]
    for module in HIDDEN:
        words += ["--hidden-import", module]
    for package in COLLECT:
        words += ["--collect-submodules", package]
    for package in shipped():
        words += ["--copy-metadata", package]
    for library in extensions("torchvision"):  # loaded by path, under names that change with its releases
        words += ["--add-binary", f"{library}:torchvision"]
    for module in ("tkinter", "IPython", "matplotlib", "SimpleITK", "pytest", "tensorboard", "PyQt5", "PyQt6"):
        words += ["--exclude-module", module]
    pyinstaller.run(words)
    return dist / NAME


def shipped() -> list[str]:
    """The application and what it depends on itself: their versions are read while it runs, decoders by entry points."""
    needed = [Requirement(line) for line in metadata.requires(NAME) or ()]
    return [NAME, *(one.name for one in needed if one.marker is None or one.marker.evaluate({"extra": ""}))]


def extensions(package: str) -> list[Path]:
    """The compiled libraries that lie beside a package's Python files."""
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return sorted(Path(spec.origin).parent.glob("*.so"))


def smoke(folder: Path) -> None:
    """Start, open a phantom, draw, train two steps, grade, quit: without Python on the path.

    Raises:
        SystemExit: the application failed; its output is shown.
    """
    with tempfile.TemporaryDirectory() as home:
        environment = {
            "PATH": "/nonexistent", "HOME": home, "GLIOMA_HOME": home, "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        }  # fmt: skip
        started = time.monotonic()
        done = subprocess.run(
            [str(folder / NAME), "selftest"], env=environment, cwd=home, check=False, capture_output=True, text=True,
            timeout=2700,
        )  # fmt: skip
    print(done.stdout)
    if done.returncode != 0:
        raise SystemExit(f"the smoke test failed ({done.returncode}):\n{done.stderr}")
    print(f"smoke test passed in {time.monotonic() - started:.0f} s")


def size_gib(folder: Path) -> float:
    """The size of a folder in GiB, links not followed."""
    return sum(p.lstat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink()) / 2**30


def main() -> None:
    """Build, report the size, smoke-test."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dist", type=Path, default=ROOT / "dist")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "pyinstaller", help="what may be thrown away")
    parser.add_argument("--smoke-only", action="store_true")
    args = parser.parse_args()
    folder = args.dist / NAME
    if not args.smoke_only:
        started = time.monotonic()
        work = args.work
        shutil.rmtree(work, ignore_errors=True)
        folder = build(args.dist, work)
        print(f"built {folder} in {time.monotonic() - started:.0f} s, {size_gib(folder):.2f} GiB")
    smoke(folder)


if __name__ == "__main__":
    sys.exit(main())
