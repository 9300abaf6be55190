"""Benchmarks register themselves here; what they measure becomes one table.

A new benchmark is one function in a file of this folder:

    @benchmark("what is done", baseline="what it is held against", must=0.5, aim=20.0)
    def name(place: Place) -> Timing:
        return interleaved(ours, theirs, repetitions=15)

``must`` is the largest ratio of ours to the baseline that passes. ``aim`` is an absolute figure in the row's unit: it hangs on
the machine, so it is reported and fails nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # it brings the libraries of phantoms, which a process that is timed must not load
    from tests.benchmarks.place import Place


@dataclass(frozen=True)
class Timing:
    """What one benchmark measured.

    Attributes:
        ours: In the benchmark's unit.
        baseline: The same; None: nothing to be held against, only the aim and ``holds`` speak.
        note: What else was seen: percentiles, counts, throughput.
        holds: Of a check that is no matter of time; None: there is none.
    """

    ours: float
    baseline: float | None = None
    note: str = ""
    holds: bool | None = None


@dataclass(frozen=True)
class Benchmark:
    """One line of the table before it is measured."""

    name: str
    work: str
    baseline: str
    must: float | None
    aim: float | None
    unit: str
    measure: Callable[[Place], Timing] = field(repr=False)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    benchmark: Benchmark
    timing: Timing | None
    skipped: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours to the baseline; below 1 is quicker."""
        timing = self.timing
        return None if timing is None or not timing.baseline else timing.ours / timing.baseline

    @property
    def ok(self) -> bool | None:
        """False fails the run; None: nothing was asked, or nothing could be measured."""
        if self.timing is None:
            return None
        checks = [] if self.timing.holds is None else [self.timing.holds]
        if self.benchmark.must is not None and self.ratio is not None:
            checks.append(self.ratio <= self.benchmark.must)
        return all(checks) if checks else None

    def to_json(self) -> dict[str, Any]:
        """The line for ``--json``; the order is that of the table."""
        timing, asked = self.timing, self.benchmark
        ours = None if timing is None else _digits(timing.ours)
        theirs = None if timing is None or timing.baseline is None else _digits(timing.baseline)
        return {
            "name": asked.name, "work": asked.work, "unit": asked.unit, "ours": ours, "baseline": theirs,
            "baseline_name": asked.baseline, "ratio": None if self.ratio is None else _digits(self.ratio),
            "must": asked.must, "ok": self.ok, "aim": asked.aim,
            "aim_met": None if asked.aim is None or timing is None else timing.ours <= asked.aim,
            "note": timing.note if timing is not None else "", "skipped": self.skipped,
        }  # fmt: skip


_REGISTERED: dict[str, Benchmark] = {}


def benchmark(
    work: str, *, baseline: str, must: float | None = None, aim: float | None = None, unit: str = "ms"
) -> Callable[[Callable[[Place], Timing]], Callable[[Place], Timing]]:
    """Put a function into the table under its own name."""

    def register(measure: Callable[[Place], Timing]) -> Callable[[Place], Timing]:
        name = measure.__name__
        assert name not in _REGISTERED, f"two benchmarks are called {name}"
        _REGISTERED[name] = Benchmark(name, work, baseline, must, aim, unit, measure)
        return measure

    return register


def registered() -> Mapping[str, Benchmark]:
    """All benchmarks by name, in the order of the table."""
    return _REGISTERED


def drawn(rows: Iterable[Row]) -> str:
    """The table as text."""
    head = ("work", "ours", "baseline", "ratio", "must", "ok", "aim")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[k]) for line in lines) for k in range(len(head))]
    shown = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([shown[0], "-" * len(shown[0]), *shown[1:]])


def _cells(row: Row) -> tuple[str, ...]:
    asked, timing = row.benchmark, row.timing
    if timing is None:
        return asked.work, "-", f"not run: {row.skipped}", "-", "-", "-", "-"
    theirs = asked.baseline if timing.baseline is None else f"{_shown(timing.baseline)} {asked.unit}  {asked.baseline}"
    aim = "-" if asked.aim is None else f"{_shown(asked.aim)} {'met' if timing.ours <= asked.aim else 'MISSED'}"
    ok = {None: "-", True: "yes", False: "NO"}[row.ok]
    return (
        asked.work, f"{_shown(timing.ours)} {asked.unit}", theirs, _ratio(row.ratio),
        "-" if asked.must is None else f"{asked.must:g}", ok, aim,
    )  # fmt: skip


def _shown(value: float) -> str:
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def _ratio(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if value >= 0.1 else f"{value:.1g}"


def _digits(value: float) -> float:
    return float(f"{value:.4g}")
