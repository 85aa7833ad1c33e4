"""Interruptions: how Ctrl-C and SIGTERM stop the program, at once or after a step that must not be left half done.

Example: during apply, a change set is running. The first Ctrl-C is deferred: no further operation begins, and the run
waits for the change set. The second Ctrl-C raises KeyboardInterrupt at once. While only reading, the first one does.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from threading import local
from typing import TypeVar

R = TypeVar("R")


class Interruption:
    """The user's requests to stop. Signal handlers call `ask` for each.

    `ask` raises KeyboardInterrupt in the main thread, where Python runs signal handlers, with three exceptions. Within
    `deferred`, the first request only calls a function while work is under way; the second one raises. Within `held`, a
    request is obeyed at the end of the block. After a request was obeyed, further ones are only counted.
    """

    def __init__(self) -> None:
        """Begin without a request to stop."""
        self._times = 0
        self._obeyed = 0
        self._left = False
        self._considered = False
        self._holds = 0
        self._underway: Callable[[], bool] | None = None
        self._noted: Callable[[], None] = _nothing
        self._bell: SimpleQueue[None] = SimpleQueue()
        self._decided = local()

    @property
    def asked(self) -> bool:
        """Tell whether the user has asked to stop, so that nothing new may begin."""
        return self._times > 0

    @property
    def leaving(self) -> bool:
        """Tell whether no thread may send any further call."""
        return self._left or self._times > (0 if self._underway is None else 1)

    @property
    def unconsidered(self) -> bool:
        """Tell whether the step under way was decided on before the user asked to stop.

        In a thread that `decided` carries a step to, this is about that step.
        """
        before: int | None = getattr(self._decided, "times", None)
        return self.asked and not self._considered if before is None else self._times > before

    def consider(self) -> None:
        """Note that the next step is decided on in knowledge of all requests so far."""
        self._considered = self.asked

    def decided(self, step: Callable[[], R]) -> Callable[[], R]:
        """Return *step* for another thread: it was decided on now, in knowledge of all requests so far."""
        times = self._times

        def carried() -> R:
            self._decided.times = times
            return step()

        return carried

    def ask(self) -> None:
        """Record a request to stop. Raises KeyboardInterrupt when it is obeyed at once."""
        self._times += 1
        self._bell.put(None)
        if not self._holds:
            self._obey()

    def leave(self) -> None:
        """Treat the program as stopping from now on: further requests raise nothing."""
        self._left = True

    def wait(self, seconds: float) -> None:
        """Wait in the main thread for *seconds*, or until the user asks to stop.

        Raises KeyboardInterrupt when the program is already stopping.
        """
        if self.leaving:
            raise KeyboardInterrupt
        with suppress(Empty):
            self._bell.get(timeout=seconds)

    @contextmanager
    def deferred(self, underway: Callable[[], bool], noted: Callable[[], None]) -> Iterator[None]:
        """Within the block, a first request only calls *noted* if *underway* returns true; otherwise it raises.

        *noted* may be called between any two instructions, so it may read and write files, but change nothing else.
        """
        self._underway, self._noted = underway, noted
        try:
            yield
        finally:
            self._underway, self._noted = None, _nothing

    @contextmanager
    def held(self) -> Iterator[None]:
        """Delay a request within the block until its end."""
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1
            if not self._holds and self._obeyed < self._times:
                self._obey()

    def _obey(self) -> None:
        first, self._obeyed = self._obeyed == 0, self._times
        if self._left:
            return
        if first and self._times == 1 and self._underway is not None and self._underway():
            with suppress(Exception):  # the work under way is more important; it is noted again after the next step
                self._noted()
            return
        self._left = True
        raise KeyboardInterrupt


def _nothing() -> None:
    """Do nothing."""
