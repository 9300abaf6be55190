"""One command brings the translations up to date: ``make translations``.

It lists every template of the source (``tr("...")``, ``phrase("...")`` and the table of actions) in
``resources/translations/glioma_zh_CN.ts``, one message a line so that two people's additions merge, sorted; new ones are
marked unfinished, those that are gone are dropped; then Qt's lrelease makes the ``.qm`` beside it, and that of Qt's gaps.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
TS = ROOT / "resources" / "translations" / "glioma_zh_CN.ts"
QT_GAPS = TS.with_name("qt_gaps_zh_CN.ts")
"""What Qt's own dialogs and menus say and Qt's translation leaves in English or says clumsily; written by hand."""
HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n<TS version="2.1" language="zh_CN" sourcelanguage="en">\n'
)
SAY = ("tr", "phrase")
JOIN = ("joined", "tr_joined")
UNTRANSLATED = (" ", " · ", " + ", "\n")


def templates(root: Path = ROOT) -> dict[str, str]:
    """Template -> file and line where it is first said."""
    found: dict[str, str] = {}
    for path in sorted([*(root / "glioma_desktop").rglob("*.py"), *(root / "training").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                for template in _said(node, path):
                    found.setdefault(template, f"{path.relative_to(root).as_posix()}:{node.lineno}")
    return found


def _said(call: ast.Call, path: Path) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in SAY and call.args:
        yield from _literals(call.args[0])
    elif name in JOIN:
        separators = [*call.args[1:2], *(word.value for word in call.keywords if word.arg == "separator")]
        yield from (one for part in separators for one in _literals(part) if one not in UNTRANSLATED)
    elif name in ("_a", "_v") and path.name.startswith("actions"):
        for part in (call.args[1], call.args[5]):
            yield from _literals(part)
        yield from (title for menu in _literals(call.args[3]) for title in menu.split("/"))


def _literals(node: ast.expr) -> Iterator[str]:
    """A literal, or the branches of a choice between literals (one and several of a thing)."""
    if isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def read(path: Path = TS) -> dict[str, str]:
    """Template -> translation, ``""`` where it is not finished."""
    found: dict[str, str] = {}
    for message in ElementTree.parse(path).iter("message"):
        translation = message.find("translation")
        done = translation is not None and translation.get("type") is None
        found[message.findtext("source") or ""] = (translation.text or "") if done and translation is not None else ""
    return found


def write(known: dict[str, str], path: Path = TS) -> None:
    """The translation file of these templates."""
    lines = [
        f"<message><source>{escape(template)}</source>"
        + (f"<translation>{escape(text)}</translation>" if text else '<translation type="unfinished"></translation>')
        + "</message>\n"
        for template, text in sorted(known.items())
    ]
    path.write_text(f"{HEAD}<context>\n<name>glioma</name>\n{''.join(lines)}</context>\n</TS>\n", encoding="utf-8")


def compile_(source: Path = TS, target: Path | None = None) -> Path:
    """What the program loads, made by Qt's lrelease.

    Raises:
        SystemExit: lrelease is not there or failed.
    """
    target = target or source.with_suffix(".qm")
    tool = shutil.which("pyside6-lrelease", path=str(Path(sys.executable).parent)) or shutil.which("pyside6-lrelease")
    if tool is None:
        raise SystemExit("pyside6-lrelease is not there; it comes with PySide6")
    done = subprocess.run(
        [tool, "-silent", str(source), "-qm", str(target)], check=False, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise SystemExit(done.stdout + done.stderr)
    return target


def main() -> None:
    """List, merge, compile, and say what is left to translate."""
    known = read() if TS.exists() else {}
    write({template: known.get(template, "") for template in templates()})
    compile_()
    compile_(QT_GAPS)
    missing = [template for template, text in read().items() if not text]
    print(f"{len(read())} texts, {len(missing)} not translated")
    for template in missing:
        print(f"  {template!r}")


if __name__ == "__main__":
    main()
