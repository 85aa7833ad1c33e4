"""Work in several threads, which an interruption does not wait for."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from threading import current_thread, main_thread
from types import TracebackType
from typing import Final, TypeVar

THREADS: Final = 8
"""Enough threads to reach every published rate with calls of 300 ms; more threads only cost CPU (measured)."""
READERS: Final = 32
"""Threads for reads whose bucket lets a hundred leave at once, such as EC2's.

Measured: 1,000 permission lists at 50 ms a call take 11.2 s with 8 threads, 6.4 s with 32.
"""

_idle: Final[list["Threads"]] = []
"""Pools of one thread that `aside` keeps for its next call: starting one takes four times as long as handing over."""
os.register_at_fork(after_in_child=_idle.clear)  # a child process has none of its parent's threads

T = TypeVar("T")
R = TypeVar("R")


class Threads(ThreadPoolExecutor):
    """A pool of threads. Its block ends when all threads have ended, but at once when the user interrupts.

    The answers are not needed after an interruption, and a call may hang for minutes.
    """

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the pool; after an exception, cancel calls that have not begun."""
        interrupted = kind is not None and not issubclass(kind, Exception)
        self.shutdown(wait=not interrupted, cancel_futures=kind is not None)


def in_parallel(ask: Callable[[T], R], items: Sequence[T]) -> tuple[R, ...]:
    """Return `ask(item)` for all *items*, in their order. The first error is raised and cancels calls not yet begun."""
    if len(items) < 2:  # noqa: PLR2004 - one call needs no thread
        return tuple(map(ask, items))
    with Threads(min(THREADS, len(items))) as pool:
        return tuple(pool.map(ask, items))


def aside(ask: Callable[[], R]) -> R:
    """Return `ask()`. From the main thread it is called in another thread, so that the main thread can handle signals.

    Some system calls, such as name resolution, cannot be interrupted: the signal would be handled after they return.
    The other thread is kept for the next call, but not after an interruption, when it may hang.
    """
    if current_thread() is not main_thread():
        return ask()
    pool = _idle.pop() if _idle else Threads(1)
    try:
        answer = pool.submit(ask).result()
    except BaseException as error:
        if isinstance(error, Exception):
            _idle.append(pool)
        else:
            pool.shutdown(wait=False, cancel_futures=True)
        raise
    _idle.append(pool)
    return answer


def chunks(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Split *items* into tuples of at most *size* items."""
    rest = iter(items)
    while chunk := tuple(islice(rest, size)):
        yield chunk
