"""Several things at a time, in threads that take no signals and that an interrupt does not wait for."""

import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from threading import current_thread, main_thread
from types import TracebackType
from typing import Final, ParamSpec, TypeVar

THREADS: Final = 8
"""Reaches every published rate at 300 ms a call; more only cost CPU (measured)."""

SIGNALS: Final = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM})
"""The signals that the main thread alone takes."""

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")


@contextmanager
def threads_without_signals() -> Iterator[None]:
    """Have each thread that starts within the block, and each thread that those start, leave signals to the main one.

    Python runs handlers in the main thread only. A thread that starts while a signal is pending may take the signal
    (it restores its mask, and the kernel looks again), and the main thread then waits on without hearing of it.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Threads(ThreadPoolExecutor):
    """A pool whose block ends when all its threads have, as usual; but at once when the user interrupts it.

    Whoever interrupts does not care for answers any more, and a call may hang for minutes.
    """

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Have a thread call `fn`; a new thread leaves signals to the main one."""
        with threads_without_signals():
            return super().submit(fn, *args, **kwargs)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Spare what has not begun when something went wrong."""
        interrupted = kind is not None and not issubclass(kind, Exception)
        self.shutdown(wait=not interrupted, cancel_futures=kind is not None)


def in_parallel(ask: Callable[[T], R], items: Sequence[T]) -> tuple[R, ...]:
    """Return `ask(item)` of all *items*, in their order; the first error ends it and spares what has not begun."""
    if len(items) < 2:  # noqa: PLR2004 - one call needs no thread
        return tuple(map(ask, items))
    with Threads(min(THREADS, len(items))) as pool:
        return tuple(pool.map(ask, items))


def aside(ask: Callable[[], R]) -> R:
    """Return `ask()`, made by another thread when this is the main one, which stays free to hear signals.

    Some calls can't be interrupted, the resolver's above all: a signal would be heard after it has answered.
    """
    if current_thread() is not main_thread():
        return ask()
    with Threads(1) as pool:
        return pool.submit(ask).result()


def chunks(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Cut *items* into tuples of at most *size*."""
    rest = iter(items)
    while chunk := tuple(islice(rest, size)):
        yield chunk
