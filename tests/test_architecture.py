"""The floors and doors of the house: who may import whom."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {
    "phrase": 0, "errors": 1, "grade": 1, "resources": 0, "translation": 1, "study": 2, "annotation": 3, "grading": 4, "ui": 5,
    "training": 5, "arguments": 6, "display": 6, "grade_verb": 6, "demo": 7, "selftest": 7, "verbs": 8, "cli": 9,
    "__main__": 10,  # the stairs of the top floor
}  # fmt: skip
TORCH_ROOMS = ("grading/networks/", "grading/weights.py", "grading/torch_engine.py", "grading/heatmap.py", "training/")
ROOMS_OF = {
    "torch": TORCH_ROOMS,
    "torchvision": TORCH_ROOMS,
    "pydicom": ("study/", "annotation/exchange/", "grading/report_dicom.py"),
    "nibabel": ("study/nifti_reader.py", "study/phantom", "annotation/exchange/"),
    "isal": ("study/",),
    "sqlalchemy": (
        "annotation/store.py",
        "annotation/estimates.py",
        "annotation/event_log.py",
        "annotation/found_study.py",
        "annotation/open_log.py",
        "annotation/registering.py",
        "annotation/roster.py",
        "annotation/schema.py",
        "annotation/series_that_stay.py",
        "annotation/database.py",
        "annotation/project.py",
    ),
    "PySide6": ("ui/",),
    "pyqtgraph": ("ui/",),
}


def sources() -> list[Path]:
    return sorted([*(ROOT / "glioma_desktop").rglob("*.py"), *(ROOT / "training").rglob("*.py")])


def room(path: Path) -> str:
    relative = path.relative_to(ROOT).as_posix()
    return relative.removeprefix("glioma_desktop/")


def house(path: Path) -> str:
    return room(path).split("/")[0].removesuffix(".py")


def imports(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.append(node.module or "")
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def house_of(name: str) -> str | None:
    parts = name.split(".")
    if parts[0] == "training":
        return "training"
    if parts[0] == "glioma_desktop" and len(parts) > 1 and parts[1] in FLOORS:
        return parts[1]
    return None


@pytest.mark.parametrize("path", sources(), ids=room)
def test_an_import_goes_down_only_and_libraries_stay_in_their_rooms(path: Path) -> None:
    here = house(path)
    for name in imports(path):
        there = house_of(name)
        if there is not None and there != here:
            assert FLOORS[there] < FLOORS.get(here, 1), f"{room(path)} imports {name}: that is not down"
        for library, rooms in ROOMS_OF.items():
            if name == library or name.startswith(library + "."):
                assert room(path).startswith(rooms), f"{room(path)} imports {name}, which lives in {rooms}"


@pytest.mark.parametrize(
    ("module", "banned"),
    [
        ("training", ("PySide6",)),
        ("training.commands", ("PySide6", "glioma_desktop.ui")),
        (
            "glioma_desktop.ui.app",
            ("torch", "torchvision", "training", "sklearn", "scipy", "pydicom", "nibabel", "pyqtgraph"),
        ),
        ("glioma_desktop.cli", ("torch", "PySide6")),
    ],
)
def test_a_fresh_interpreter_does_not_load_what_the_house_keeps_apart(module: str, banned: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print([n for n in {banned!r} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_no_file_is_called_utils_helpers_common_or_manager() -> None:
    assert not [p for p in sources() if any(w in p.stem for w in ("utils", "helpers", "common", "manager"))]


def test_no_import_circle_between_modules() -> None:
    modules = {_module(p): p for p in sources()}
    graph = {m: {n for n in _top_level_imports(p) if n in modules and n != m} for m, p in modules.items()}
    done: set[str] = set()
    for start in sorted(graph):
        _walk(start, graph, done, [])


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _top_level_imports(path: Path) -> list[str]:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    names = []
    for node in body:
        if isinstance(node, ast.ImportFrom):
            names += [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return names


def _walk(module: str, graph: dict[str, set[str]], done: set[str], trail: list[str]) -> None:
    assert module not in trail, " -> ".join([*trail, module])
    if module in done:
        return
    for name in graph[module]:
        _walk(name, graph, done, [*trail, module])
    done.add(module)
