"""The course of a run as it is expected, under the rules by which `execute` sends calls.

Change sets are started at the rate of their quota, at most 250 run at a time, and each takes half a minute. Calls of
EC2 are sent side by side as their buckets allow, those of one service one after the other; each takes a second, and as
long as its effect may take to be seen.

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
from reconciler.printed import CallTimesJson

from .pacing import Pacing

INTERVAL: Final = 1 / REQUESTS_PER_SECOND["StartChangeSet"]
"""Seconds between the starts of two change sets."""


@dataclass(slots=True)
class Schedule:
    """The course of a run as it is expected; *now* is in seconds from the start.

    An operation is ready, by its number, when none of the operations that it waits for is *missing* any more: *sets*
    start change sets, *edits* are all other calls. *running* are the seconds at which operations end, with their
    numbers. No change set is started before *next_start*, and no edit before *pacing* allows it. *begun* are the
    seconds at which operations begin, *ended* those at which they end, by number.
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
    pacing: Pacing = field(default_factory=Pacing)
    begun: dict[int, float] = field(default_factory=dict)
    ended: dict[int, float] = field(default_factory=dict)

    @classmethod
    def of(cls, operations: Sequence[Operation]) -> "Schedule":
        """Return the schedule of *operations*, from the first call to the end of the last one."""
        followers: dict[int, list[int]] = {}
        missing: dict[int, int] = {}
        for number, waits in enumerate(_waits(operations)):
            missing[number] = len(waits)
            for one in waits:
                followers.setdefault(one, []).append(number)
        made = cls(operations, missing, followers)
        for number in [number for number, left in missing.items() if not left]:
            made._note_ready(number)
        made._run()
        return made

    def seconds(self) -> int:
        """Return the seconds until the last operation has ended."""
        return ceil(round(self.now, 3))

    def times(self) -> dict[str, CallTimesJson]:
        """Return when each operation begins and ends, by id in the order of the plan."""
        return {
            operation.id: {"begins": round(self.begun[number], 1), "ends": round(self.ended[number], 1)}
            for number, operation in enumerate(self.operations)
        }

    def _run(self) -> None:
        """Carry out all operations: *now* becomes the second in which the last one has ended."""
        while True:
            while self.edits and len(self.running) - self.open_sets < THREADS:
                self._send(heappop(self.edits))
            may_start = bool(self.sets) and self.open_sets < OPEN_CHANGE_SETS
            start = max(self.now, self.next_start) if may_start else inf
            if not may_start and not self.running:
                return
            if self.running and self.running[0][0] <= start:
                self._end(*heappop(self.running))
            else:
                self._start(start)

    def _send(self, number: int) -> None:
        """Send an edit from now on; while its bucket is empty, the call waits and keeps its thread."""
        begins = self.pacing.take(self.operations[number], self.now)
        self.begun[number] = begins
        verb = self.operations[number].requests[0].verb
        heappush(self.running, (begins + CALL_SECONDS + (verb.usual or verb.settles), number))

    def _start(self, at: float) -> None:
        _, number = heappop(self.sets)
        self.begun[number] = at
        self.now, self.next_start, self.open_sets = at, at + INTERVAL, self.open_sets + 1
        heappush(self.running, (at + CALL_SECONDS + CHANGE_SET_SECONDS, number))

    def _end(self, ended: float, number: int) -> None:
        """Wait for the end of an operation, and note the operations that waited for it alone."""
        self.ended[number] = ended
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
