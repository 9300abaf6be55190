"""Pictures of every screen, of a synthetic project only: ``python -m glioma_desktop.ui.screenshots PROJECT OUT``.

At 1280 x 800 and at 200 %, dark and light. Each scale is a process of its own, since Qt takes its scale at the start; all
of them work on a copy of the project, so that nothing of the project changes. Works without a display.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from glioma_desktop.annotation.project import FILE_NAME, Project
from glioma_desktop.errors import AnnotationError, GliomaError
from glioma_desktop.ui.screenshot_file import save_small

SCALES = ("100", "200")
THEMES = ("dark", "light")
UNSEEN = "unseen"
"""The demo's folder of patients that were never trained on, beside the project."""
CASE_REPORT = "case_report.html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
BROWSER_SECONDS = 120
_HEADLESS = ("--headless", "--disable-gpu", "--hide-scrollbars", "--window-size=1280,800")
Tell = Callable[[str], None]


def take_screenshots(
    project: Path, out: Path, scales: Sequence[str] = SCALES, themes: Sequence[str] = THEMES, tell: Tell | None = None
) -> list[Path]:
    """Make the pictures.

    Args:
        project: A synthetic project with a finished run; it is not changed.
        out: Made if missing; pictures of the same name are replaced.
        scales: Of ``100`` and ``200`` (per cent).
        themes: Of ``dark`` and ``light``.
        tell: Called with a line as each scale begins.

    Returns:
        The files, ``NAME_THEME.png`` and ``NAME_THEME_200.png``.

    Raises:
        GliomaError: the project is not synthetic, holds no finished run, or a picture could not be made.
    """
    _refuse_patients(project)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="glioma-screens-") as scratch:
            made: list[Path] = []
            for scale in scales:
                (tell or (lambda line: None))(f"Screens at {scale} %")
                copy = _copy(project, Path(scratch) / scale / "Demo")
                made += _walk(copy, project.resolve().parent / UNSEEN, out, scale, themes)
                made += _pages(copy, out, scale)
    except subprocess.TimeoutExpired as error:
        raise AnnotationError(f"The browser took more than {BROWSER_SECONDS} s for a report.", out) from error
    except OSError as error:
        raise AnnotationError(f"Pictures cannot be written to {out} ({error.strerror}).", out) from error
    return made


def _refuse_patients(folder: Path) -> None:
    """A picture of a patient must never be made by this command."""
    project = Project.open(folder)
    try:
        if not project.config.synthetic:
            raise AnnotationError(
                f"{folder} is not a synthetic project: no pictures are made of patients. Name the project of a demo.",
                folder,
            )
    finally:
        project.close()


def _copy(folder: Path, copy: Path) -> Path:
    """The project without its cache; weights are linked where the disk allows it, the store is copied by SQLite."""
    shutil.copytree(
        folder, copy, copy_function=_link, ignore=shutil.ignore_patterns("annotations.db*", "cache", FILE_NAME)
    )
    shutil.copy2(folder / FILE_NAME, copy / FILE_NAME)
    project = Project.open(folder)
    try:
        project.backup(copy / "annotations.db")
    finally:
        project.close()
    return copy


def _link(source: str, target: str) -> str:
    """A second name for a large file that nobody writes into; a copy of what is small or lies on another disk."""
    if source.endswith((".safetensors", ".pt")):
        try:
            os.link(source, target)
        except OSError:
            return str(shutil.copy2(source, target))
        return target
    return str(shutil.copy2(source, target))


def _walk(project: Path, unseen: Path, out: Path, scale: str, themes: Sequence[str]) -> list[Path]:
    environment: dict[str, str] = {
        **os.environ, "GLIOMA_HOME": str(project.parent / "home"), "QT_SCALE_FACTOR": str(int(scale) / 100),
        "QT_ENABLE_HIGHDPI_SCALING": "1",
    }  # fmt: skip
    if sys.platform.startswith("linux") and environment.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
        environment["QT_QPA_PLATFORM"] = _two_screens(project.parent, int(scale))
    words = ["-m", "glioma_desktop.ui.screenshot_tour", str(project), str(unseen), str(out), scale, *themes]
    done = subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
        raise AnnotationError(f"The pictures at {scale} % could not be made ({last}).", out)
    return [out / name for name in done.stdout.split()]


def _two_screens(folder: Path, scale: int) -> str:
    """Two screens that are nowhere, the same with a display and without; the second as large as a picture."""
    sizes = ((0, 1920, 1200), (1920, 1280, 800))
    screens = [
        {"name": f"screen {k}", "x": x * scale // 100, "y": 0, "width": wide * scale // 100, "height": high * scale // 100,
         "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        for k, (x, wide, high) in enumerate(sizes, start=1)
    ]  # fmt: skip
    (folder / "screens.json").write_text(json.dumps({"screens": screens}), encoding="utf-8")
    return f"offscreen:configfile={folder / 'screens.json'}"


def _pages(project: Path, out: Path, scale: str) -> list[Path]:
    """The report of the run and of the case, as a browser shows them; none where there is no browser."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        return []
    runs = sorted((project / "runs").glob("*/report.html"))
    pages = {"training_report": runs[-1] if runs else None, "case_report": project.parent / CASE_REPORT}
    suffix, made = "" if scale == "100" else f"_{scale}", []
    for name, page in pages.items():
        if page is None or not page.exists():
            continue
        raw, path = project.parent / f"{name}.png", out / f"{name}_light{suffix}.png"
        words = [
            browser,
            *_HEADLESS,
            f"--force-device-scale-factor={int(scale) / 100}",
            f"--screenshot={raw}",
            page.as_uri(),
        ]
        if os.name == "posix" and os.geteuid() == 0:
            words.insert(1, "--no-sandbox")  # a browser started by root has no sandbox; the page is our own
        subprocess.run(words, capture_output=True, check=False, timeout=BROWSER_SECONDS)
        if raw.exists():
            save_small(raw.read_bytes(), path)
            made.append(path)
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """The command line; exit status 1 with one sentence when the pictures cannot be made."""
    parser = argparse.ArgumentParser(prog="screenshots", description="Pictures of every screen of a synthetic project.")
    parser.add_argument("project", type=Path, help="the project of a demo")
    parser.add_argument("out", type=Path, help="folder of the pictures")
    parser.add_argument("--scale", action="append", choices=SCALES, help="per cent (default: both)")
    parser.add_argument("--theme", action="append", choices=THEMES, help="default: both")
    args = parser.parse_args(argv)
    scales, themes = args.scale or SCALES, args.theme or THEMES
    try:
        made = take_screenshots(args.project, args.out, scales, themes, _tell)
    except GliomaError as error:
        _tell(error.message)
        return 1
    _tell(f"{len(made)} pictures in {args.out}, {sum(path.stat().st_size for path in made) / 2**20:.1f} MiB")
    return 0


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
