"""The budget of a plan: the calls that write, what AWS's quotas make of them, and how long they are expected to take.

Example: 30 calls of one action draw on a bucket of 20 that refills at 5 a second. The first 20 go at once, and the
other 10 take 2 seconds. Calls without a bucket that may go twice a second take half a second each.

Example: op-1 is a change set, op-2 a change set after op-1, op-3 a call of EC2. op-1 is sent in the first second, and
op-3 in the second one. op-1 ends after 31 s, and op-2 takes 31 s more: 62 s are expected.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import ceil

from reconciler.execute import AT_ONCE
from reconciler.impact import CALL_SECONDS, CHANGE_SET_SECONDS
from reconciler.model import Operation, Spent
from reconciler.printed import BudgetJson


def budget(operations: Sequence[Operation], reading: Spent) -> BudgetJson:
    """Return the calls of *operations* by action, their seconds, and what *reading* AWS for the plan has spent."""
    calls = Counter(operation.action for operation in operations)
    at_quota = max(_paced(operations), _from_buckets(operations))
    return {
        "calls": dict(sorted(calls.items())),
        "seconds_at_quota": round(at_quota, 1),
        "reading": reading.as_json(),
        "expected_seconds": max(Schedule.of(operations).seconds(), ceil(at_quota)),
    }


def _paced(operations: Iterable[Operation]) -> float:
    """Return the seconds that calls without a bucket take one after the other, at the rates of their quotas."""
    quotas = (one.requests[0].verb.call.quota for one in operations)
    return sum((1 / quota.per_second for quota in quotas if quota and not quota.size), 0.0)


def _from_buckets(operations: Iterable[Operation]) -> float:
    """Return the seconds until the buckets (one for each action, account and region) have served all calls."""
    calls = Counter((one.account, one.region, one.requests[0].verb.call) for one in operations)
    buckets = ((count, verb.quota) for (_, _, verb), count in calls.items() if verb.quota and verb.quota.size)
    return max((max(0, count - quota.size) / quota.per_second for count, quota in buckets), default=0.0)


@dataclass(slots=True)
class Schedule:
    """The course of a run as it is expected: calls are sent one after the other, and at most ten operations run.

    An operation is *ready*, by its number, when none of the operations that it waits for is *missing* any more.
    *running* are the seconds at which operations end, with their numbers. *now* is in seconds from the start.
    """

    operations: Sequence[Operation]
    missing: dict[str, int]
    followers: dict[str, list[int]]
    ready: list[int]
    running: list[tuple[int, int]] = field(default_factory=list)
    now: int = 0

    @classmethod
    def of(cls, operations: Sequence[Operation]) -> "Schedule":
        """Return the schedule of *operations* before the first call."""
        followers: dict[str, list[int]] = {}
        for number, operation in enumerate(operations):
            for one in operation.after:
                followers.setdefault(one, []).append(number)
        ready = [number for number, operation in enumerate(operations) if not operation.after]
        return cls(operations, {one.id: len(one.after) for one in operations}, followers, ready)

    def seconds(self) -> int:
        """Return the seconds until the last operation has ended."""
        while self.ready or self.running:
            over = bool(self.running) and self.running[0][0] <= self.now
            if self.ready and len(self.running) < AT_ONCE and not over:
                self._begin(heappop(self.ready))
            else:
                self._end(*heappop(self.running))
        return self.now

    def _begin(self, number: int) -> None:
        """Send a call: the next one is sent after it. A change set goes on in AWS."""
        self.now += CALL_SECONDS
        lasts = CHANGE_SET_SECONDS if self.operations[number].is_change_set else 0
        heappush(self.running, (self.now + lasts, number))

    def _end(self, ended: int, number: int) -> None:
        """Wait for the end of an operation, and note the operations that waited for it alone."""
        self.now = max(self.now, ended)
        for follower in self.followers.get(self.operations[number].id, ()):
            id_ = self.operations[follower].id
            self.missing[id_] -= 1
            if not self.missing[id_]:
                heappush(self.ready, follower)
