"""The names of the ids that a plan mentions, and the number of calls and seconds that it takes. Pure.

Example: 30 calls of one action draw on a bucket of 20 that refills at 5 a second. The first 20 go at once, and the
other 10 take 2 seconds. Calls without a bucket that may go twice a second take half a second each.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from reconciler.model import Operation, Plan, SetChange
from reconciler.printed import BudgetJson


def names_mentioned(plan: Plan, titles: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return the name of every id that *plan* mentions; a later mapping of *titles* wins over an earlier one.

    Blank names, which AWS accepts, are left out.
    """
    known = {id_: title for mapping in titles for id_, title in mapping.items() if title.strip()}
    return {id_: known[id_] for id_ in _mentioned(plan) if id_ in known}


def _mentioned(plan: Plan) -> Iterator[str]:
    for change in plan.changes:
        if change.remote_id:
            yield change.remote_id
        for field in change.fields:
            if isinstance(field, SetChange):
                yield from field.added
                yield from field.removed
    for ids in plan.irremovable.values():
        yield from ids
    yield from (item.remote_id for item in plan.unmanaged)
    for one in plan.residual_access:
        yield from (one.owner, one.principal, *one.admitted_by)
    yield from (operation.account for operation in plan.operations)
    yield from _feeling(plan)


def _feeling(plan: Plan) -> Iterator[str]:
    """Return the ids in impact and exposures: experiences, accounts and products."""
    for group in plan.impact.groups:
        yield from (one for one in (group.before, group.after) if one)
        yield from (*group.accounts, *(group.gained or ()), *(group.lost or ()))
    for lost in plan.impact.lost_services:
        yield from lost.customers
    for exposure in plan.exposures:
        yield from (exposure.principal, *exposure.accounts, exposure.governed_by or exposure.principal)


def budget(operations: Sequence[Operation]) -> BudgetJson:
    """Return the number of calls that write, by action, and the seconds that the published quotas allow them."""
    calls = Counter(operation.action for operation in operations)
    seconds = max(_paced(operations), _from_buckets(operations))
    return {"calls": dict(sorted(calls.items())), "seconds_at_quota": round(seconds, 1)} if calls else {}


def _paced(operations: Iterable[Operation]) -> float:
    """Return the seconds that calls without a bucket take one after the other, at the rates of their quotas."""
    quotas = (one.requests[0].verb.call.quota for one in operations)
    return sum(1 / quota.per_second for quota in quotas if quota and not quota.size)


def _from_buckets(operations: Iterable[Operation]) -> float:
    """Return the seconds until the buckets (one for each action, account and region) have served all calls."""
    calls = Counter((one.account, one.region, one.requests[0].verb.call) for one in operations)
    buckets = ((count, verb.quota) for (_, _, verb), count in calls.items() if verb.quota and verb.quota.size)
    return max((max(0, count - quota.size) / quota.per_second for count, quota in buckets), default=0.0)
