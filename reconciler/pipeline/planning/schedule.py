"""The course of a run as it is expected, under the rules by which `execute` sends calls.

Change sets are started at the rate of their quota, at most 250 run at a time, and each takes half a minute. Calls of
EC2 are sent side by side, those of one service one after the other; each takes a second.

Example: op-1 is a change set, op-2 a change set after op-1, op-3 a call of EC2. op-1 and op-3 are sent at once. op-1
ends after 31 s, and op-2 takes 31 s more: 62 s are expected. Of sixty change sets that do not wait for each other, the
last is started after 11.8 s and has ended after 43 s.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import ceil, inf
from typing import Final

from reconciler.impact import CALL_SECONDS, CHANGE_SET_SECONDS
from reconciler.limits import OPEN_CHANGE_SETS, REQUESTS_PER_SECOND
from reconciler.model import Address, Operation
from reconciler.parallel import THREADS

INTERVAL: Final = 1 / REQUESTS_PER_SECOND["StartChangeSet"]
"""Seconds between the starts of two change sets."""


@dataclass(slots=True)
class Schedule:
    """The course of a run as it is expected; *now* is in seconds from the start.

    An operation is ready, by its number, when none of the operations that it waits for is *missing* any more: *sets*
    start change sets, *edits* are all other calls. *running* are the seconds at which operations end, with their
    numbers. No change set is started before *next_start*.
    """

    operations: Sequence[Operation]
    missing: dict[int, int]
    followers: dict[int, list[int]]
    sets: list[tuple[bool, int]] = field(default_factory=list)
    edits: list[int] = field(default_factory=list)
    running: list[tuple[float, int]] = field(default_factory=list)
    open_sets: int = 0
    next_start: float = 0.0
    now: float = 0.0

    @classmethod
    def of(cls, operations: Sequence[Operation]) -> "Schedule":
        """Return the schedule of *operations* before the first call."""
        followers: dict[int, list[int]] = {}
        missing: dict[int, int] = {}
        for number, waits in enumerate(_waits(operations)):
            missing[number] = len(waits)
            for one in waits:
                followers.setdefault(one, []).append(number)
        made = cls(operations, missing, followers)
        for number in [number for number, left in missing.items() if not left]:
            made._note_ready(number)
        return made

    def seconds(self) -> int:
        """Return the seconds until the last operation has ended."""
        while True:
            while self.edits and len(self.running) - self.open_sets < THREADS:
                heappush(self.running, (self.now + CALL_SECONDS, heappop(self.edits)))
            may_start = bool(self.sets) and self.open_sets < OPEN_CHANGE_SETS
            start = max(self.now, self.next_start) if may_start else inf
            if not may_start and not self.running:
                return ceil(round(self.now, 3))
            if self.running and self.running[0][0] <= start:
                self._end(*heappop(self.running))
            else:
                self._start(start)

    def _start(self, at: float) -> None:
        _, number = heappop(self.sets)
        self.now, self.next_start, self.open_sets = at, at + INTERVAL, self.open_sets + 1
        heappush(self.running, (at + CALL_SECONDS + CHANGE_SET_SECONDS, number))

    def _end(self, ended: float, number: int) -> None:
        """Wait for the end of an operation, and note the operations that waited for it alone."""
        self.now = max(self.now, ended)
        self.open_sets -= self.operations[number].is_change_set
        for follower in self.followers.get(number, ()):
            self.missing[follower] -= 1
            if not self.missing[follower]:
                self._note_ready(follower)

    def _note_ready(self, number: int) -> None:
        """Note that an operation may be sent; change sets in which principals arrive that have left go first."""
        operation = self.operations[number]
        if operation.is_change_set:
            arrives = bool(operation.after) and any(request.arriving for request in operation.requests)
            heappush(self.sets, (not arrives, number))
        else:
            heappush(self.edits, number)


def _waits(operations: Sequence[Operation]) -> Iterator[set[int]]:
    """Return the numbers of the operations that each one waits for, those of earlier edits of its service included."""
    numbers = {operation.id: number for number, operation in enumerate(operations)}
    edited: dict[Address, int] = {}
    for number, operation in enumerate(operations):
        waits = {numbers[one] for one in operation.after}
        if not operation.is_change_set:
            waits |= {edited[one] for one in operation.addresses if one in edited}
            edited.update(dict.fromkeys(operation.addresses, number))
        yield waits
