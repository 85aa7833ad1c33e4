"""What a plan mentions and what it costs. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from reconciler.limits import REQUESTS_PER_SECOND
from reconciler.model import Operation, Plan, SetChange


def names_mentioned(plan: Plan, titles: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Name every id that *plan* mentions; a later mapping of *titles* wins: the repository knows best."""
    known = {id_: title for mapping in titles for id_, title in mapping.items()}
    return {id_: known[id_] for id_ in _mentioned(plan) if id_ in known}


def _mentioned(plan: Plan) -> Iterator[str]:
    for change in plan.changes:
        if change.remote_id:
            yield change.remote_id
        for field in change.fields:
            if isinstance(field, SetChange):
                yield from field.added
                yield from field.removed
    for ids in plan.residue.values():
        yield from ids
    yield from (item.remote_id for item in plan.unmanaged)
    yield from (item.owner for item in plan.residual_access)
    yield from (operation.account for operation in plan.operations)


def budget(operations: Iterable[Operation]) -> dict[str, Any]:
    """Count the calls that write, and the seconds that the published quotas make of them."""
    calls = Counter(operation.action for operation in operations)
    seconds = sum(count / REQUESTS_PER_SECOND[action] for action, count in calls.items())
    return {"calls": dict(sorted(calls.items())), "seconds_at_quota": round(seconds, 1)} if calls else {}
