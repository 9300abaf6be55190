"""Work off the GUI thread: it reports, it can be asked to stop, and its answer arrives on the GUI thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import lru_cache
from threading import Event, Lock
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from glioma_desktop.errors import GliomaError
from glioma_desktop.phrase import phrase

log = logging.getLogger(__name__)
_running: set[Task] = set()

THREADS = 6

UNEXPECTED = phrase(
    "Something went wrong inside the program. Nothing that was drawn is lost; the details are in the log file."
)


class Cancelled(Exception):  # noqa: N818 - nothing went wrong
    """Raised by work in the midst of a lower floor, and caught where it began: its task was cancelled."""


class Task:
    """One piece of work in the pool. Make it with ``run_task``; keep it only to cancel it.

    Inside the work: ``task.cancelled`` says whether it was asked to stop, ``task.report(x)`` hands ``x`` to
    ``on_progress`` on the GUI thread.
    """

    def __init__(
        self,
        on_done: Callable[[Any], None],
        on_error: Callable[[GliomaError], None],
        on_progress: Callable[[Any], None] | None,
    ) -> None:
        self._on_done, self._on_error, self._on_progress = on_done, on_error, on_progress
        self._post = _post()
        self.cancelled = False
        self._stood_in = False

    def cancel(self) -> None:
        """Ask the work to stop; nothing it still answers is delivered."""
        self.cancelled = True

    def give_up(self) -> None:
        """Cancel work that may hang for long on a drive, so that nobody waits for its thread either."""
        self.cancel()
        self.stand_in()

    def stand_in(self) -> None:
        """It waits for a drive that does not answer: until it has come back another thread stands in for its own."""
        if self in _running and not self._stood_in:
            self._stood_in = True
            make_room()

    def report(self, progress: Any) -> None:
        """From the work: hand a value to ``on_progress``."""
        if not self.cancelled:
            self._post.sent.emit((self._tell, progress))

    def answer(self, answer: Any) -> None:
        """From the pool: hand the work's answer to ``on_done``."""
        self._post.sent.emit((self._finish, answer))

    def fail(self, error: GliomaError) -> None:
        """From the pool: hand what went wrong to ``on_error``."""
        self._post.sent.emit((self._fail, error))

    def _finish(self, answer: Any) -> None:
        tell = self._over()[0]
        if not self.cancelled:
            tell(answer)

    def _fail(self, error: GliomaError) -> None:
        tell = self._over()[1]
        if not self.cancelled:
            tell(error)

    def _over(self) -> tuple[Callable[[Any], None], Callable[[GliomaError], None]]:
        """Hold nobody any more: whoever is told may hold volumes, and a task is freed only with Python's next round."""
        _running.discard(self)
        if self._stood_in:
            take_room()
        told = self._on_done, self._on_error
        self._on_done = self._on_error = _nothing
        self._on_progress = None
        return told

    def _tell(self, progress: Any) -> None:
        if not self.cancelled and self._on_progress is not None:
            self._on_progress(progress)


class _Post(QObject):
    """Carries what tasks say to the GUI thread, where it was made.

    One for all of them: PySide keeps a reference to ``None`` for every connection of an object that goes.
    """

    sent = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.sent.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @Slot(object)
    def _deliver(self, letter: tuple[Callable[[Any], None], Any]) -> None:
        tell, what = letter
        tell(what)


@lru_cache(maxsize=1)
def _post() -> _Post:
    return _Post()


def _nothing(_: object) -> None:
    """The task is over."""


class _Runner(QRunnable):
    """Work on its way through the pool, which deletes it when it has run.

    It begins only once the pool has taken it over: PySide hands it over when ``start`` returns, and one that was deleted
    before that would never be freed, nor what it holds.
    """

    def __init__(self, work: Callable[[Task], Any], task: Task) -> None:
        super().__init__()
        self._work: Callable[[Task], Any] | None = work
        self._task = task
        self._taken_over = Lock()
        self._taken_over.acquire()

    def give_to(self, pool: QThreadPool) -> None:
        """Let the pool run and delete it."""
        gate = self._taken_over
        pool.start(self)
        gate.release()

    def run(self) -> None:
        self._taken_over.acquire()
        work, self._work = self._work, None
        assert work is not None
        try:
            answer = work(self._task)
        except GliomaError as error:
            self._task.fail(error)
        except Exception:  # the last net of this thread: a bug must reach the log and free the caller
            log.exception("unexpected error in background work")
            self._task.fail(GliomaError(UNEXPECTED))
        else:
            self._task.answer(answer)


def run_task(
    work: Callable[[Task], Any],
    *,
    on_done: Callable[[Any], None],
    on_error: Callable[[GliomaError], None],
    on_progress: Callable[[Any], None] | None = None,
) -> Task:
    """Run ``work(task)`` in the thread pool.

    Args:
        work: Called on another thread; touches no widget. What it returns goes to ``on_done``.
        on_done: Called on the GUI thread, unless the task was cancelled.
        on_error: Called on the GUI thread with a ``GliomaError`` (an unexpected error is logged and made into one).
        on_progress: Called on the GUI thread with each value given to ``task.report``.
    """
    task = Task(on_done, on_error, on_progress)
    _running.add(task)
    pool = QThreadPool.globalInstance()
    # On two cores a scan and the thumbnails would fill the pool, and the series that was asked for would wait for both.
    pool.setMaxThreadCount(max(THREADS, pool.maxThreadCount()))
    _Runner(work, task).give_to(pool)
    return task


def run_patiently(
    work: Callable[[Task], Any],
    patience_s: float,
    *,
    on_done: Callable[[Any], None],
    on_error: Callable[[GliomaError], None],
) -> Task:
    """Like ``run_task``, for what is nearly always there at once: an answer within ``patience_s`` is told before it returns.

    The window stands still no longer than that, also when a drive does not answer.
    """
    over, told = Event(), list[tuple[Callable[[Any], None], Any]]()

    def noted(task: Task) -> Any:
        try:
            answer = work(task)
            told.append((on_done, answer))
            return answer
        except GliomaError as error:
            told.append((on_error, error))
            raise
        finally:
            over.set()

    task = run_task(noted, on_done=on_done, on_error=on_error)
    if over.wait(patience_s) and told:
        task.cancel()
        tell, what = told.pop()
        tell(what)
    return task


def make_room() -> None:
    """One thread more: one of the pool waits for what may never come, and nobody wants its answer."""
    pool = QThreadPool.globalInstance()
    pool.setMaxThreadCount(pool.maxThreadCount() + 1)


def take_room() -> None:
    """What waited has come back: the thread of ``make_room`` is not needed any more."""
    pool = QThreadPool.globalInstance()
    pool.setMaxThreadCount(max(THREADS, pool.maxThreadCount() - 1))


def stop_all(wait_ms: int = 5000) -> bool:
    """Ask every task to stop and wait for them; for the end of the program and of tests. False: some still run."""
    for task in list(_running):
        task.cancel()
    finished = QThreadPool.globalInstance().waitForDone(wait_ms)
    if finished:
        _running.clear()
    return finished
