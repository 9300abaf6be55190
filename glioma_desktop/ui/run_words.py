"""The words and figures of the training screens. Every finished figure carries its interval; every list adds up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

NETWORK_LABELS: Mapping[str, str] = {
    "alexnet": "AlexNet", "googlenet": "GoogLeNet", "googlenet_bvlc": "GoogLeNet BVLC",
    "size_only": "Box size only", "handcrafted": "Hand-crafted",
}  # fmt: skip
START_LABELS: Mapping[str, str] = {"scratch": "scratch", "imagenet": "fine-tuned", "frozen": "frozen"}
PRESET_LABELS: Mapping[str, str] = {"quick": "quick", "paper": "paper"}
STATE_LABELS: Mapping[str, str] = {
    "starting": "starting", "running": "running", "paused": "paused", "stopped": "stopped, can be resumed",
    "failed": "failed", "finished": "finished",
}  # fmt: skip
NOTHING = "—"


def network_label(network: str) -> str:
    """The network's name on screens."""
    return NETWORK_LABELS.get(network, network)


def start_label(start: str | None) -> str:
    """The start's name on screens; a dash for baselines."""
    return NOTHING if start is None else START_LABELS.get(start, start)


def fit_title(network: str, start: str | None) -> str:
    """``GoogLeNet, fine-tuned``."""
    return network_label(network) if start is None else f"{network_label(network)}, {start_label(start)}"


def with_interval(measure: Mapping[str, Any] | None) -> str:
    """``0.70 (0.58–0.80)``; a dash when the measure is not there or has no interval.

    A share of few patients carries Wilson's interval too, and that one is shown: where a network calls every patient alike,
    the bootstrap's has no width.
    """
    if not measure or measure.get("mean") is None or measure.get("low") is None or measure.get("high") is None:
        return NOTHING
    low, high = measure.get("wilson_low", measure["low"]), measure.get("wilson_high", measure["high"])
    return f"{measure['mean']:.2f} ({low:.2f}–{high:.2f})"


def n_of(rows: Sequence[Mapping[str, Any]], measure: str) -> int | None:
    """The n of a measure, when every row that has it agrees."""
    found = {int(row[measure]["n"]) for row in rows if row.get(measure) and row[measure].get("n") is not None}
    return found.pop() if len(found) == 1 else None


def duration(seconds: float) -> str:
    """``under a minute``, ``11 min``, ``3 h 20 min``, ``2 days 4 h``."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "under a minute"
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} day{'s' if days > 1 else ''} {hours} h"


def time_left(seconds: float, now: datetime) -> str:
    """``11 min left · about 14:31``; the day stands with the clock when it is not today."""
    ends = now + timedelta(seconds=seconds)
    clock = f"{ends:%H:%M}" if ends.date() == now.date() else f"{ends:%a %H:%M}"
    return f"{duration(seconds)} left · about {clock}"


def listed(values: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return values[0] if len(values) == 1 else f"{', '.join(values[:-1])} and {values[-1]}" if values else NOTHING


def run_date(run_id: str) -> str:
    """``2026-11-24 14:02``, local, from a run's id (``20261124-140231-quick``, UTC); another id as it is."""
    try:
        when = datetime.strptime(run_id[:15] + "+0000", "%Y%m%d-%H%M%S%z")
    except ValueError:
        return run_id
    return f"{when.astimezone():%Y-%m-%d %H:%M}"
