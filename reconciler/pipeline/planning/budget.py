"""The budget of a plan: the calls that write, what AWS's quotas make of them, and how long they are expected to take.

Example: 30 calls of one action draw on a bucket of 20 that refills at 5 a second. The first 20 go at once, and the
other 10 take 2 seconds. Calls without a bucket that may go twice a second take half a second each.

When each call begins and ends, and so how long all are expected to take, is told by `schedule`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil

from reconciler.model import Operation, Spent
from reconciler.printed import BudgetJson

from .schedule import Schedule


def budget(operations: Sequence[Operation], reading: Spent) -> BudgetJson:
    """Return the calls of *operations* by action, their seconds, and what *reading* AWS for the plan has spent."""
    calls = Counter(operation.action for operation in operations)
    at_quota = max(_paced(operations), _from_buckets(operations))
    schedule = Schedule.of(operations)
    return {
        "calls": dict(sorted(calls.items())),
        "seconds_at_quota": round(at_quota, 1),
        "reading": reading.as_json(),
        "expected_seconds": max(schedule.seconds(), ceil(at_quota)),
        "schedule": schedule.times(),
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
