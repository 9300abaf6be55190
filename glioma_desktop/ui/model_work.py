"""How far the checking, packing or unpacking of a model is, counted by its bytes, and how it is stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from glioma_desktop.grading.model_file import Told
from glioma_desktop.ui.language import tr, tr_joined
from glioma_desktop.ui.run_words import time_left
from glioma_desktop.ui.task import Cancelled, Task

TOLD_EVERY_S, KNOWN_AFTER_S = 0.1, 2.0


def counted(task: Task, total: int, work: Callable[[Told], Any]) -> Any:
    """Do some work on a model's bytes, and report how far it is: (share of it that is done, seconds left or None).

    Args:
        task: Whose work it is; when it is cancelled the work ends, and the answer is None.
        total: How many bytes there are to do, each as often as it is read.
        work: Calls what it is given with how many bytes were just done.
    """
    began = last = time.monotonic()
    done = 0

    def told(count: int) -> None:
        nonlocal done, last
        if task.cancelled:
            raise Cancelled
        done += count
        now = time.monotonic()
        if now - last >= TOLD_EVERY_S:
            last, share = now, min(1.0, done / max(1, total))
            known = now - began >= KNOWN_AFTER_S and share > 0
            task.report((share, (now - began) * (1 - share) / share if known else None))

    try:
        return work(told)
    except Cancelled:
        return None


def progress_words(what: str, share: float, seconds: float | None) -> str:
    """As in: Importing model.zip… 45 % · 2 min left · about 14:31."""
    left = "" if seconds is None else time_left(seconds, datetime.now().astimezone())
    return tr_joined((what, tr_joined((tr("{percent:.0f} %", percent=100 * share), left))), " ")
