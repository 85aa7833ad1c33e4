"""Work in several threads, which take no signals, and which an interruption does not wait for."""

import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from threading import current_thread, main_thread
from types import TracebackType
from typing import Final, ParamSpec, TypeVar

THREADS: Final = 8
"""Enough threads to reach every published rate with calls of 300 ms; more threads only cost CPU (measured)."""

SIGNALS: Final = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM})
"""The signals that only the main thread takes."""

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")


@contextmanager
def threads_without_signals() -> Iterator[None]:
    """Block signals for threads that start within the block, and for the threads that they start.

    Python runs signal handlers only in the main thread. Without this, a thread that starts while a signal is pending
    may take the signal, and the main thread continues to wait without noticing it.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Threads(ThreadPoolExecutor):
    """A pool of threads. Its block ends when all threads have ended, but at once when the user interrupts.

    The answers are not needed after an interruption, and a call may hang for minutes.
    """

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Call *fn* in a thread of the pool; a new thread blocks signals."""
        with threads_without_signals():
            return super().submit(fn, *args, **kwargs)

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
    """
    if current_thread() is not main_thread():
        return ask()
    with Threads(1) as pool:
        return pool.submit(ask).result()


def chunks(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Split *items* into tuples of at most *size* items."""
    rest = iter(items)
    while chunk := tuple(islice(rest, size)):
        yield chunk
