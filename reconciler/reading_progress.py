"""How far the reading of AWS has come: counts that readers raise, from any thread, and that a display looks at.

The readers only count, so nothing that a display does can delay or break them. A total is None while it is unknown: the
units of an organization are known only once all have been read.

Example: `count("unit", 3)`, `expect("experience", 10)` and `count("experience")` leave 3 units of an unknown total and
1 experience of 10. After `finish("unit")` they are 3 units of 3.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from threading import Lock


@dataclass(frozen=True, slots=True)
class ReadCount:
    """How many objects were read; *total* is how many there are, as far as they are known, None while unknown."""

    done: int = 0
    total: int | None = None


@dataclass(frozen=True, slots=True)
class ReadSoFar:
    """A reading of AWS at one moment: the counts by noun (`unit`, `experience`), and whether a part was *unreadable*.

    *began*, *paused* and *ended* are seconds of a monotonic clock; None before the reading begins, while it reads, and
    before it ends.
    """

    counts: Mapping[str, ReadCount] = field(default_factory=dict)
    unreadable: bool = False
    began: float | None = None
    paused: float | None = None
    ended: float | None = None

    @property
    def runs(self) -> bool:
        """Tell whether the reading goes on."""
        return self.began is not None and self.ended is None


def stopped() -> float:
    """Return 0: the time of progress that nobody looks at."""
    return 0.0


class ReadingProgress:
    """The progress of one reading of AWS after the other. Every method may be called from any thread.

    Counts before the first reading begins, and after a reading has ended, are ignored.
    """

    def __init__(self, now: Callable[[], float] = stopped) -> None:
        """Begin with nothing; *now* returns seconds of a monotonic clock."""
        self._now = now
        self._lock = Lock()
        self._so_far = ReadSoFar()

    @property
    def so_far(self) -> ReadSoFar:
        """Return how far the current reading has come, or how far the last one came."""
        return self._so_far

    def begin(self) -> None:
        """Begin a reading: nothing has been read."""
        with self._lock:
            self._so_far = ReadSoFar(began=self._now())

    def end(self) -> None:
        """End the reading: everything was read, or is noted as unreadable."""
        with self._lock:
            self._so_far = replace(self._so_far, ended=self._now())

    def pause(self) -> None:
        """Note that everything was read that is asked for by now: `conclude` ends the reading, `go_on` goes on."""
        with self._lock:
            self._so_far = replace(self._so_far, paused=self._now())

    def conclude(self) -> None:
        """End a reading that has paused, at that time. Does nothing if none has."""
        with self._lock:
            self._so_far = replace(self._so_far, ended=self._so_far.paused)

    def break_off(self) -> None:
        """Forget a reading that has not ended: another one may follow after a while."""
        with self._lock:
            if self._so_far.runs:
                self._so_far = ReadSoFar()

    def go_on(self) -> None:
        """Go on with a reading that has paused or ended: more has to be read, and the counts stay."""
        with self._lock:
            self._so_far = replace(self._so_far, paused=None, ended=None)

    def expect(self, noun: str, objects: int) -> None:
        """Note that so many more objects are there to be read."""
        with self._lock:
            known = self._count(noun)
            self._note(noun, replace(known, total=(known.total or 0) + objects))

    def count(self, noun: str, objects: int = 1) -> None:
        """Note that so many more objects were read."""
        with self._lock:
            known = self._count(noun)
            self._note(noun, replace(known, done=known.done + objects))

    def finish(self, noun: str) -> None:
        """Note that there are no more objects than those that were read."""
        with self._lock:
            known = self._count(noun)
            self._note(noun, replace(known, total=known.done))

    def miss(self) -> None:
        """Note that a part of AWS could not be read."""
        with self._lock:
            if self._so_far.runs:
                self._so_far = replace(self._so_far, unreadable=True)

    def _count(self, noun: str) -> ReadCount:
        return self._so_far.counts.get(noun, ReadCount())

    def _note(self, noun: str, known: ReadCount) -> None:
        if self._so_far.runs:
            self._so_far = replace(self._so_far, counts={**self._so_far.counts, noun: known})
