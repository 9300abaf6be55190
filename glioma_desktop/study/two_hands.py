"""One order of work done by two threads, where one alone would wait for the memory most of the time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from queue import SimpleQueue
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
HANDFUL = 8
"""So much is taken at a time: pages of memory are large, and two threads that begin one between them wait for each other."""
_others = ThreadPoolExecutor(32, "second-hand")
"""Threads at rest, as many as were ever at work at once: to start one takes as long as to read four slices."""


class TwoHands(Generic[T]):
    """This thread and another work through an order, a handful each in turn.

    Args:
        order: What comes next; asked on both threads, never at once.
        work: Done on both threads, at once.
        handful: How much each takes at a time; ``HANDFUL`` unless the order is short.
    """

    def __init__(self, order: Iterator[int], work: Callable[[int], T], handful: int = HANDFUL) -> None:
        self._order, self._work, self._handful = order, work, handful
        self._turn = Lock()
        self._ready = SimpleQueue[tuple[int, T]]()
        self._ended = False

    def end(self) -> None:
        """Take no more from the order: what either hand holds is done, and the rest stays in it."""
        self._ended = True

    def done(self) -> Iterator[tuple[int, T]]:
        """What was asked and what came of it, as it gets ready; whatever order or work raise on either thread is raised."""
        mine = self._taken()  # before the other hand may: what comes first is wanted first
        if not mine:
            return
        other = _others.submit(self._second)
        try:
            while mine:
                for asked in mine:
                    yield asked, self._work(asked)
                while not self._ready.empty():
                    yield self._ready.get()
                mine = self._taken()
        finally:
            self.end()
            if not other.cancel():  # it may not have begun, where all threads wait for drives
                other.exception()  # waits
        if not other.cancelled():
            other.result()
        while not self._ready.empty():
            yield self._ready.get()

    def _second(self) -> None:
        try:
            while theirs := self._taken():
                for asked in theirs:
                    self._ready.put((asked, self._work(asked)))
        finally:  # after an error the first hand need not do all the rest
            self.end()

    def _taken(self) -> list[int]:
        with self._turn:
            return [] if self._ended else list(islice(self._order, self._handful))
