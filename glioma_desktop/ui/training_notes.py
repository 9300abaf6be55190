"""The sentences of the training window: what the table means, what a stop keeps, how long it will take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from glioma_desktop.phrase import phrase
from glioma_desktop.ui.language import say, tr, tr_joined
from glioma_desktop.ui.run_events import RunProgress, RunState
from glioma_desktop.ui.run_watch import RunWatch
from glioma_desktop.ui.run_words import clock_in, duration

OPTIMISTIC = phrase("By patient, out of fold; figures at a chosen epoch are optimistic.")
SEALED = phrase("The test set opens once, when all trainings are done. Then: open report · publish · not yet.")


def planned(fits: Iterable[Mapping[str, Any]]) -> RunProgress:
    """The rows a run would have, none of them begun."""
    run = RunProgress()
    run.fit("size_only", None)
    run.fit("handcrafted", None)
    for fit in fits:
        made = run.fit(str(fit["network"]), fit.get("start"))
        made.status, made.epochs = str(fit.get("status", "")), int(fit.get("epochs") or 0)
    return run


def estimate_words(preview: Mapping[str, Any], now: datetime) -> str:
    """``about 25 min · done about 14:31``; empty before anything is known."""
    seconds = preview.get("seconds")
    if seconds is None:
        return ""
    clock = clock_in(float(seconds), now)
    return tr("about {duration} · done about {clock}", duration=duration(float(seconds)), clock=clock)


def stop_question(watch: RunWatch | None) -> str:
    """What stopping keeps, in figures."""
    if watch is None:
        return tr("Stop this run?")
    return tr("Stop this run? Kept: {kept}. It can be resumed to the same figures.", kept=_kept(watch.progress))


def _kept(run: RunProgress) -> str:
    done, of = run.trainings
    return (
        tr("{done} of {of} finished trainings, their figures and the last checkpoint", done=done, of=of)
        if done
        else tr("the crops, the baselines and the last checkpoint")
    )


def run_note(state: RunState, run: RunProgress, report: Mapping[str, Any]) -> str:
    """The lines beneath the table."""
    if state == "failed":
        return tr("The run ended: {error} What was finished is kept; Resume goes on from there.", error=run.error)
    if state == "stopped":
        return tr("Stopped. Kept: {kept}; Resume goes on to the same figures. {sealed}", kept=_kept(run), sealed=SEALED)
    if state == "finished":
        return tr_joined((str(sentence) for sentence in report.get("summary", ())), " ") or say(OPTIMISTIC)
    return tr_joined((OPTIMISTIC, SEALED), " ")


def model_name(model: Mapping[str, Any]) -> str:
    """How a model that was just published is called."""
    return str(model.get("name") or model.get("model_id") or "?")


def published_words(model: Mapping[str, Any], active: str | None) -> str:
    """What was published, and whether it is the active model, the one that grades."""
    grades = (
        tr("It grades from now on.")
        if active == model.get("model_id")
        else tr("Training > Models… makes it the one that grades.")
    )
    return tr("Published: {name}. {grades}", name=model_name(model), grades=grades)
