"""The user's wish that the program stops, and who is told of it when."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue


class Interruption:
    """Asked once or more by signals, obeyed at once or after what may not be left as it is.

    `ask` raises KeyboardInterrupt in the main thread, which is the one that signals reach. Three things change that:
    what is under way within `deferred` makes the first wish wait, and the second does not; a wish within `held` is
    obeyed right after it; once obeyed, all further wishes are only counted.
    """

    def __init__(self) -> None:
        """Begin unasked."""
        self._times = 0
        self._obeyed = 0
        self._left = False
        self._considered = False
        self._holds = 0
        self._underway: Callable[[], bool] | None = None
        self._noted: Callable[[], None] = _nothing
        self._bell: SimpleQueue[None] = SimpleQueue()

    @property
    def asked(self) -> bool:
        """Tell whether the program is to stop: nothing new is begun."""
        return self._times > 0

    @property
    def leaving(self) -> bool:
        """Tell whether no call may be sent any more, from any thread."""
        return self._left or self._times > (0 if self._underway is None else 1)

    @property
    def unconsidered(self) -> bool:
        """Tell whether what is being done was decided on before somebody asked."""
        return self.asked and not self._considered

    def consider(self) -> None:
        """Note that what is done next is decided on knowing whether somebody has asked by now."""
        self._considered = self.asked

    def ask(self) -> None:
        """Wish that the program stops. Raises KeyboardInterrupt when that is obeyed at once."""
        self._times += 1
        self._bell.put(None)
        if not self._holds:
            self._obey()

    def leave(self) -> None:
        """Obey from now on without raising anything: whoever asks again is already being obeyed."""
        self._left = True

    def wait(self, seconds: float) -> None:
        """Wait in the main thread, no longer than until somebody asks. Raises KeyboardInterrupt once that is obeyed."""
        if self.leaving:
            raise KeyboardInterrupt
        with suppress(Empty):
            self._bell.get(timeout=seconds)

    @contextmanager
    def deferred(self, underway: Callable[[], bool], noted: Callable[[], None]) -> Iterator[None]:
        """Only call *noted* for a first wish within the block while *underway* says so.

        *noted* may be called between any two instructions, so it may read and write files, but change nothing else.
        """
        self._underway, self._noted = underway, noted
        try:
            yield
        finally:
            self._underway, self._noted = None, _nothing

    @contextmanager
    def held(self) -> Iterator[None]:
        """Obey a wish within the block right after it."""
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
            with suppress(Exception):  # what is under way comes first; it is noted again after the next step
                self._noted()
            return
        self._left = True
        raise KeyboardInterrupt


def _nothing() -> None:
    """Note nothing."""
