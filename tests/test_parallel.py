from threading import Barrier, Event, Lock, current_thread, main_thread
from time import sleep

import pytest

from reconciler.parallel import Threads, aside, chunks, in_parallel
from tests.patience import PATIENCE


def test_results_come_in_the_order_of_the_arguments() -> None:
    """Threads change when a call is made, never the result."""
    assert in_parallel(lambda item: item * 2, range(100)) == tuple(range(0, 200, 2))


def test_eight_calls_run_at_a_time() -> None:
    """Eight threads meet at a barrier that seven could not open."""
    barrier = Barrier(8, timeout=PATIENCE)
    in_parallel(lambda _: barrier.wait(), range(16))


def test_after_the_first_error_no_further_call_starts() -> None:
    """A denied call is not made a thousand times."""
    begun: list[int] = []
    lock = Lock()

    def ask(item: int) -> None:
        with lock:
            begun.append(item)
        if item == 0:
            raise ValueError(item)
        sleep(0.01)

    with pytest.raises(ValueError, match="0"):
        in_parallel(ask, range(1000))
    assert len(begun) < 1000


def test_no_arguments_or_one_need_no_thread() -> None:
    """Most repositories have fewer than twenty experiences."""
    assert in_parallel(str, ()) == ()
    assert in_parallel(str, (1,)) == ("1",)


def test_chunks_are_full_but_for_the_last() -> None:
    """Full chunks make the number of calls the least possible."""
    assert list(chunks(range(5), 2)) == [(0, 1), (2, 3), (4,)]
    assert list(chunks((), 2)) == []


def test_an_interrupt_waits_for_no_thread() -> None:
    """A call that hangs is left behind, and further calls do not start."""
    answered, begun = Event(), list[int]()
    pool = Threads(1)

    def ask() -> None:
        with pool:
            pool.submit(answered.wait, 60)
            pool.submit(begun.append, 1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask()
    assert not answered.is_set()
    answered.set()
    pool.shutdown()
    assert begun == []


def test_the_main_thread_has_its_calls_made_by_another() -> None:
    """The main thread stays free to handle signals; other threads make their calls themselves."""
    assert aside(current_thread) is not main_thread()
    assert in_parallel(lambda _: aside(current_thread) is current_thread(), range(2)) == (True, True)


def test_the_thread_of_a_call_makes_the_next_one_too() -> None:
    """Calls one after the other need one thread, also if one of them fails."""

    def failing() -> None:
        raise ValueError(current_thread().name)

    thread = aside(current_thread)
    with pytest.raises(ValueError, match=thread.name):
        aside(failing)
    assert aside(current_thread) is thread


def test_a_thread_that_an_interrupt_left_behind_gets_no_further_call() -> None:
    """The call that hangs would hold up the next one."""

    def interrupted() -> None:
        raise KeyboardInterrupt

    thread = aside(current_thread)
    with pytest.raises(KeyboardInterrupt):
        aside(interrupted)
    assert aside(current_thread) is not thread
