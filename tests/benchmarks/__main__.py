"""``python -m tests.benchmarks [--json FILE] [NAME...]``: one table; exit status 1 when a ratio is above what it must be.

Without names all of them run, which takes a few minutes. ``--list`` names them.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.benchmarks import (
    boxes,
    folders,
    grading,
    indexing,
    opening,
    painting,
    planes,
    reading,
    scrolling,
    searching,
    starting,
    training,
)
from tests.benchmarks.machine import facts, in_words
from tests.benchmarks.place import NotHereError, Place
from tests.benchmarks.table import Benchmark, Row, drawn, registered

FILES = (
    starting,
    painting,
    planes,
    scrolling,
    searching,
    opening,
    boxes,
    folders,
    indexing,
    reading,
    training,
    grading,
)
"""Each puts its benchmarks into the table when it is imported; the table keeps this order."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run benchmarks and print the table; returns the exit status."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these (default: all)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the table here too")
    parser.add_argument("--list", action="store_true", help="print the names and end")
    args = parser.parse_args(argv)
    known = in_table_order(registered())
    if unknown := [name for name in args.names if name not in known]:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(known)}")
    if args.list:
        _say("\n".join(f"{name:24s} {one.work}" for name, one in known.items()))
        return 0
    chosen = [known[name] for name in args.names or known]
    words = list(sys.argv[1:] if argv is None else argv)
    about = facts(" ".join(["python -m tests.benchmarks", *words]))
    with tempfile.TemporaryDirectory(prefix="glioma-bench-", ignore_cleanup_errors=True) as folder:
        os.environ["GLIOMA_HOME"] = str(Path(folder) / "home")
        place = Place(Path(folder))
        rows = [_measured(one, place) for one in chosen]
    _say(f"\n{in_words(about)}\n\n{drawn(rows)}")
    if args.json is not None:
        table = {**about, "rows": [row.to_json() for row in rows]}
        args.json.write_text(json.dumps(table, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    failed = [row.benchmark.name for row in rows if row.ok is False]
    if failed:
        print(f"Not as it must be: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def in_table_order(known: Mapping[str, Benchmark]) -> dict[str, Benchmark]:
    """By file as ``FILES`` lists them, then as they stand in it."""
    order = {module.__name__: k for k, module in enumerate(FILES)}
    return dict(sorted(known.items(), key=lambda item: order[item[1].measure.__module__]))


def _measured(one: Benchmark, place: Place) -> Row:
    began = time.monotonic()
    try:
        row = Row(one, one.measure(place))
    except NotHereError as reason:
        row = Row(one, None, str(reason))
    said = row.skipped or (row.timing.note if row.timing else "")
    print(f"{one.name}: {time.monotonic() - began:.0f} s  {said}", file=sys.stderr, flush=True)
    return row


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
