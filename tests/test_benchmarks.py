"""The table of ``make bench``: what fails a run and what is only reported. Nothing is timed here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks import __main__ as bench
from tests.benchmarks import table
from tests.benchmarks.place import NotHereError, Place
from tests.benchmarks.table import Benchmark, Row, Timing, drawn, registered
from tests.benchmarks.timing import interleaved


def asked(must: float | None = 0.5, aim: float | None = 10.0) -> Benchmark:
    return Benchmark("one", "some work", "the old way", must, aim, "ms", lambda place: Timing(1.0))


@pytest.mark.parametrize(
    ("timing", "ok"),
    [
        (Timing(4.0, 10.0), True),
        (Timing(6.0, 10.0), False),
        (Timing(4.0, 10.0, holds=False), False),
        (Timing(400.0, 1000.0), True),  # far from its aim: reported, not failed
        (Timing(4.0), None),
    ],
)
def test_only_a_ratio_or_a_broken_check_fails_a_line(timing: Timing, ok: bool | None) -> None:
    assert Row(asked(), timing).ok is ok


def test_a_line_that_could_not_be_run_says_why_and_fails_nothing() -> None:
    row = Row(asked(), None, "no real studies here")
    assert row.ok is None
    assert "not run: no real studies here" in drawn([row])


def test_the_table_shows_the_missed_aim_and_the_failed_ratio() -> None:
    shown = drawn([Row(asked(), Timing(60.0, 100.0))])
    assert "MISSED" in shown
    assert "NO" in shown
    assert "0.60" in shown


def test_ours_and_the_baseline_are_done_in_turn_and_each_is_first_as_often() -> None:
    order: list[str] = []
    interleaved(lambda: order.append("ours"), lambda: order.append("theirs"), repetitions=4, warm_up=False)
    assert order == ["ours", "theirs", "theirs", "ours", "ours", "theirs", "theirs", "ours"]


def test_a_run_writes_its_table_with_date_machine_and_versions_and_fails_by_its_exit_status(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slow, absent = asked(must=0.5), asked()
    monkeypatch.setattr(bench, "registered", lambda: {"slow": slow, "absent": absent})

    def measured(one: Benchmark, place: Place) -> Row:
        return Row(one, None, str(NotHereError("not here"))) if one is absent else Row(one, Timing(6.0, 10.0))

    monkeypatch.setattr(bench, "_measured", measured)
    monkeypatch.setattr(bench, "in_table_order", lambda known: known)
    out = tmp_path / "bench.json"
    assert bench.main(["--json", str(out)]) == 1
    told = json.loads(out.read_text(encoding="utf-8"))
    assert set(told) == {"date", "command", "machine", "versions", "rows"}
    assert told["machine"]["cores"] >= 1
    assert told["versions"]["torch"]
    assert [(row["ratio"], row["ok"], row["skipped"]) for row in told["rows"]] == [
        (0.6, False, ""), (None, None, "not here"),
    ]  # fmt: skip


def test_every_benchmark_has_a_name_of_its_own_and_says_what_it_is_held_against() -> None:
    assert len(registered()) >= 16
    assert all(one.work and one.baseline for one in registered().values())
    assert len({one.work for one in registered().values()}) == len(registered())
    with pytest.raises(AssertionError, match="two benchmarks"):
        table.benchmark("again", baseline="none")(next(iter(registered().values())).measure)
