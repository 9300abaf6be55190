"""The words and figures of the training screens. Every finished figure carries its interval; every list adds up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QLocale

from glioma_desktop.phrase import phrase
from glioma_desktop.ui.language import current, say, tr, tr_joined

NETWORK_LABELS: Mapping[str, str] = {
    "alexnet": "AlexNet", "googlenet": "GoogLeNet", "googlenet_bvlc": "GoogLeNet BVLC",
    "size_only": phrase("Box size only"), "handcrafted": phrase("Hand-crafted"),
}  # fmt: skip
START_LABELS: Mapping[str, str] = {
    "scratch": phrase("scratch"), "imagenet": phrase("fine-tuned"), "frozen": phrase("frozen"),
}  # fmt: skip
PRESET_LABELS: Mapping[str, str] = {"quick": phrase("quick"), "paper": phrase("paper")}
STATE_LABELS: Mapping[str, str] = {
    "starting": phrase("starting"),
    "running": phrase("running"),
    "paused": phrase("paused"),
    "stopped": phrase("stopped, can be resumed"),
    "failed": phrase("failed"),
    "finished": phrase("finished"),
}
NOTHING = "—"


def network_label(network: str) -> str:
    """The network's name on screens."""
    return say(NETWORK_LABELS.get(network, network))


def start_label(start: str | None) -> str:
    """The start's name on screens; a dash for baselines."""
    return NOTHING if start is None else say(START_LABELS.get(start, start))


def fit_title(network: str, start: str | None) -> str:
    """``GoogLeNet, fine-tuned``."""
    if start is None:
        return network_label(network)
    return tr("{network}, {start}", network=network_label(network), start=start_label(start))


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
        return tr("under a minute")
    if minutes < 60:
        return tr("{minutes} min", minutes=minutes)
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return tr("{hours} h {minutes} min", hours=hours, minutes=minutes) if minutes else tr("{hours} h", hours=hours)
    days, hours = divmod(hours, 24)
    return tr("{days} day {hours} h" if days == 1 else "{days} days {hours} h", days=days, hours=hours)


def time_left(seconds: float, now: datetime) -> str:
    """``11 min left · about 14:31``; the day stands with the clock when it is not today."""
    return tr("{time} left · about {clock}", time=duration(seconds), clock=clock_in(seconds, now))


def clock_in(seconds: float, now: datetime) -> str:
    """``14:31``, with the day of the week when it is not today: what the clock shows when so many seconds are over."""
    ends = now + timedelta(seconds=seconds)
    day = QLocale(current()).dayName(ends.isoweekday(), QLocale.FormatType.ShortFormat)
    return f"{ends:%H:%M}" if ends.date() == now.date() else f"{day} {ends:%H:%M}"


def listed(values: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(values) < 2:
        return values[0] if values else NOTHING
    return tr("{those} and {last}", those=tr_joined(values[:-1], ", "), last=values[-1])


def run_date(run_id: str) -> str:
    """``2026-11-24 14:02``, local, from a run's id (``20261124-140231-quick``, UTC); another id as it is."""
    try:
        when = datetime.strptime(run_id[:15] + "+0000", "%Y%m%d-%H%M%S%z")
    except ValueError:
        return run_id
    return f"{when.astimezone():%Y-%m-%d %H:%M}"
