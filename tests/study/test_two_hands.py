"""Two threads work through one order: everything is done once, and what goes wrong on either is told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest

from glioma_desktop.study import two_hands
from glioma_desktop.study.two_hands import HANDFUL, TwoHands


def meeting(asked: int, both: threading.Barrier) -> tuple[int, str]:
    """Done only when both hands are at work."""
    if asked < 2 * HANDFUL:
        both.wait(10)
    return asked * asked, threading.current_thread().name


def test_each_hand_does_its_part_at_the_same_time_and_nothing_is_done_twice() -> None:
    both = threading.Barrier(2)
    found = list(TwoHands(iter(range(50)), lambda asked: meeting(asked, both)).done())
    assert sorted(asked for asked, _ in found) == list(range(50))
    assert all(answer[0] == asked * asked for asked, answer in found)
    assert len({answer[1] for _, answer in found}) == 2


def test_what_comes_first_is_told_first_however_quick_the_other_hand_is(monkeypatch: pytest.MonkeyPatch) -> None:
    mine, theirs = threading.current_thread(), threading.Event()

    class Quick(ThreadPoolExecutor):
        def submit(self, *given: Any, **more: Any) -> Any:
            begun = super().submit(*given, **more)
            assert theirs.wait(10)
            return begun

    def order() -> Iterator[int]:
        for asked in range(50):
            if threading.current_thread() is not mine:
                theirs.set()
            yield asked

    with Quick(1) as others:
        monkeypatch.setattr(two_hands, "_others", others)
        answers = TwoHands(order(), lambda asked: asked).done()
        assert next(answers) == (0, 0)
        assert len(list(answers)) == 49


def test_an_order_without_work_is_done() -> None:
    assert list(TwoHands(iter(()), lambda asked: asked).done()) == []


@pytest.mark.parametrize("wrong", [1, HANDFUL + 1])
def test_an_error_on_either_hand_is_raised(wrong: int) -> None:
    both = threading.Barrier(2)

    def work(asked: int) -> int:
        if asked in (0, HANDFUL):
            both.wait(10)
        if asked == wrong:
            raise ValueError(f"{asked} is damaged")
        return asked

    with pytest.raises(ValueError, match=f"{wrong} is damaged"):
        list(TwoHands(iter(range(50)), work).done())


@pytest.mark.parametrize("given", range(4 * HANDFUL))
def test_an_order_that_is_stopped_stops_both_hands(given: int) -> None:
    class StoppedError(Exception):
        pass

    def order() -> Iterator[int]:
        yield from range(given)
        raise StoppedError

    with pytest.raises(StoppedError):
        list(TwoHands(order(), lambda asked: asked).done())


def test_what_was_not_taken_when_both_were_told_to_end_stays_in_the_order() -> None:
    mine, told, order = threading.current_thread(), threading.Event(), iter(range(1000))

    def work(asked: int) -> int:
        assert threading.current_thread() is mine or told.wait(10)
        return asked

    hands, done = TwoHands(order, work), []
    for asked, _ in hands.done():
        done.append(asked)
        hands.end()
        told.set()
    left = list(order)
    assert sorted(done + left) == list(range(1000))
    assert len(done) <= 2 * HANDFUL


def test_nothing_is_at_work_any_more_once_nobody_asks_for_the_rest() -> None:
    begun, ended, held = [], [], threading.Event()

    def work(asked: int) -> int:
        begun.append(asked)
        if threading.current_thread() is not mine:
            held.set()
        ended.append(asked)
        return asked

    mine = threading.current_thread()
    answers = TwoHands(count(), work).done()
    next(answers)
    assert held.wait(10)
    answers.close()
    assert sorted(begun) == sorted(ended)


def test_a_hand_that_hangs_in_one_order_is_not_missed_in_another() -> None:
    hanging, go = threading.Event(), threading.Event()

    def stuck(asked: int) -> int:
        if threading.current_thread() is not mine:
            hanging.set()
            go.wait(30)
        return asked

    mine = threading.current_thread()
    first = TwoHands(iter(range(100)), stuck).done()
    next(first)
    assert hanging.wait(10)
    both = threading.Barrier(2)
    assert len(list(TwoHands(iter(range(20)), lambda asked: meeting(asked, both)).done())) == 20
    go.set()
    assert len(list(first)) == 99


def test_the_order_is_never_asked_by_both_at_once() -> None:
    busy = threading.Lock()

    def order() -> Iterator[int]:
        for asked in range(40):
            assert busy.acquire(blocking=False)
            threading.Event().wait(0.001)  # the other hand would come in here
            busy.release()
            yield asked

    assert sorted(asked for asked, _ in TwoHands(order(), lambda asked: asked).done()) == list(range(40))


def test_an_error_on_the_second_hand_ends_the_first_before_it_has_done_all() -> None:
    mine, raised = threading.current_thread(), threading.Event()

    def work(asked: int) -> int:
        if threading.current_thread() is not mine:
            raised.set()
            raise ValueError("damaged")
        assert raised.wait(10)
        return asked

    order = iter(range(10_000_000))
    with pytest.raises(ValueError, match="damaged"):
        for _ in TwoHands(order, work).done():
            pass
    assert next(order, None) is not None


def test_one_hand_does_everything_where_no_thread_is_left_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    held = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(held.wait, 30)
        monkeypatch.setattr(two_hands, "_others", pool)
        assert [asked for asked, _ in TwoHands(iter(range(20)), lambda asked: asked).done()] == list(range(20))
        held.set()
