"""The names of the ids that a plan mentions. Pure."""

from collections.abc import Iterator, Mapping, Sequence

from reconciler.model import Plan, SetChange

from .world import ids_in


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
    yield from ids_in(plan.world)


def _feeling(plan: Plan) -> Iterator[str]:
    """Return the ids in impact and exposures: experiences, accounts and products."""
    for group in plan.impact.groups:
        yield from (one for one in (group.before, group.after) if one)
        yield from (*group.accounts, *(group.gained or ()), *(group.lost or ()))
    for lost in plan.impact.lost_services:
        yield from lost.customers
    for exposure in plan.exposures:
        yield from (exposure.principal, *exposure.accounts, exposure.governed_by or exposure.principal)
